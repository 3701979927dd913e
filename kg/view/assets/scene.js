// Which nodes and links are drawn, and where: the whole, the communities, one community, some hops, a path.
const MANY = 320;
let view = { nodes: [], edges: [], place: new Map(), communities: null, note: "" };

/** The scene of the state as it is now. */
function compose() {
  const focus = state.focus;
  if (focus.kind === "all" && DATA.remote) return { nodes: [], edges: [], place: new Map(), communities: null, note: "" };
  if (focus.kind === "all" && !DATA.whole && !state.plus.length) return overview();
  if (focus.kind === "hops") return surroundings(focus);
  if (focus.kind === "path") return path(focus);
  const members = focus.kind === "community" ? DATA.communities[focus.at].members : DATA.nodes.map((n) => n.i);
  const local = focus.kind === "community";
  const nodes = members.filter(nodePasses);
  const place = new Map(nodes.map((i) => [i, local ? [DATA.nodes[i].lx, DATA.nodes[i].ly] : [DATA.nodes[i].x, DATA.nodes[i].y]]));
  return grown({ nodes, edges: among(nodes), place, communities: null, note: "" });
}

function among(nodes) {
  const inside = new Set(nodes), seen = new Set();
  for (const n of nodes) for (const e of DATA.nodes[n].edges) {
    const edge = DATA.edges[e];
    if (inside.has(edge.from) && inside.has(edge.to) && edgePasses(edge)) seen.add(e);
  }
  return [...seen].sort((a, b) => a - b).map((e) => DATA.edges[e]);
}

/** Communities as large nodes; links between them with the number of links that they stand for. */
function overview() {
  const size = new Map(), between = new Map();
  for (const node of DATA.nodes) if (nodePasses(node.i)) size.set(node.community, (size.get(node.community) ?? 0) + 1);
  for (const edge of DATA.edges) {
    const a = DATA.nodes[edge.from].community, b = DATA.nodes[edge.to].community;
    if (a === b || !edgePasses(edge)) continue;
    const key = Math.min(a, b) * DATA.communities.length + Math.max(a, b);
    between.set(key, (between.get(key) ?? 0) + 1);
  }
  const communities = DATA.communities.filter((c) => size.get(c.i)).map((c) => Object.assign(c, { count: size.get(c.i) }));
  const links = [...between].map(([key, count]) => ({ a: Math.floor(key / DATA.communities.length), b: key % DATA.communities.length, count }));
  return { nodes: [], edges: [], place: new Map(), communities, links, note: "" };
}

/** All within some hops of a node, the nearest first, at most MANY. */
function within(start, hops) {
  const depth = new Map([[start, 0]]);
  let ring = [start];
  for (let d = 1; d <= hops; d++) {
    const next = new Set();
    for (const a of ring) for (const e of DATA.nodes[a].edges) {
      const edge = DATA.edges[e], b = other(edge, a);
      if (!depth.has(b) && edgePasses(edge)) next.add(b);
    }
    ring = [...next].sort((a, b) => DATA.nodes[b].value - DATA.nodes[a].value || a - b);
    ring.forEach((n) => depth.set(n, d));
  }
  return [...depth.keys()];
}

function surroundings({ node, hops }) {
  const all = within(node, hops);
  const nodes = all.slice(0, MANY), edges = among(nodes);
  const note = all.length > nodes.length ? `${t("shown")} ${nodes.length} / ${all.length}` : "";
  return grown({ nodes, edges, place: rings(nodes, edges, node), communities: null, note });
}

/** Every shortest path between two nodes, as layers by distance. */
function path({ from, to }) {
  if (to === null) {
    const nodes = [from];
    return grown({ nodes, edges: [], place: new Map([[from, [0, 0]]]), communities: null, note: t("pathHint") });
  }
  const depth = distances(from), back = distances(to);
  const length = depth.get(to);
  if (length === undefined) return { nodes: [from, to], edges: [], place: columns([[from], [to]]), communities: null, note: t("noPath") };
  const layers = Array.from({ length: length + 1 }, () => []);
  [...depth.keys()].sort((a, b) => DATA.nodes[b].value - DATA.nodes[a].value || a - b).forEach((n) => {
    const d = depth.get(n);
    if (d + (back.get(n) ?? Infinity) === length && layers[d].length < 7) layers[d].push(n);
  });
  const nodes = layers.flat();
  const edges = among(nodes).filter((e) => Math.abs(depth.get(e.from) - depth.get(e.to)) === 1);
  return grown({ nodes, edges, place: columns(layers), communities: null, note: `${length} ${t("pathLength")}` });
}

function distances(start) {
  const depth = new Map([[start, 0]]);
  let ring = [start];
  for (let d = 1; ring.length; d++) {
    const next = [];
    for (const a of ring) for (const e of DATA.nodes[a].edges) {
      const edge = DATA.edges[e], b = other(edge, a);
      if (!depth.has(b) && edgePasses(edge)) { depth.set(b, d); next.push(b); }
    }
    ring = next;
  }
  return depth;
}

/** The scene with the neighbours of the nodes that were expanded; what was drawn stays where it is. */
function grown(base) {
  const plus = state.plus.filter((n) => nodePasses(n));
  if (!plus.length) return base;
  const known = new Set(base.nodes), added = [];
  for (const n of plus) for (const m of within(n, 1)) if (!known.has(m) && base.nodes.length + added.length < 3 * MANY) { known.add(m); added.push(m); }
  const nodes = [...base.nodes, ...added], edges = among(nodes);
  const place = new Map(base.place);
  for (const n of plus) {
    const mine = within(n, 1).filter((m) => !place.has(m));
    const [x, y] = place.get(n) ?? [0, 0];
    mine.forEach((m, k) => { const a = (2 * Math.PI * k) / mine.length + Math.atan2(y, x); place.set(m, [x + Math.cos(a) * 1.6 * LINK, y + Math.sin(a) * 1.6 * LINK]); });
  }
  return { ...base, nodes, edges, place: settle(nodes, edges, place, new Set(base.nodes)) };
}
