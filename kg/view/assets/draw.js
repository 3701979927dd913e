// The canvas: vis-network moves and picks the nodes; shapes, links and labels are drawn here in screen pixels.
let network = null, nodeSet = null;
let hovered = null, lit = null, frames = 0, drawnLabels = [], boxless = false;
const touch = matchMedia("(pointer: coarse)").matches;

function startCanvas() {
  nodeSet = new vis.DataSet();
  const options = { ...DATA.options, nodes: { shape: "custom", ctxRenderer: renderNode } };
  // Links stay ours alone: vis-network neither draws nor picks hidden ones, and each costs it more than a node.
  network = new vis.Network($("canvas"), { nodes: nodeSet, edges: new vis.DataSet() }, options);
  // Names are drawn here: of the fonts that vis-network works out for each node's own label nothing is used.
  Object.getPrototypeOf(network.nodesHandler.create({ id: "" }).labelModule).propagateFonts = () => {};
  network.on("beforeDrawing", (ctx) => { if (boxless) placeBoxes(ctx); inPixels(ctx, drawEdges); });
  network.on("afterDrawing", (ctx) => { inPixels(ctx, drawLabels); frames++; });
  network.on("hoverNode", ({ node }) => { hovered = node; relight(); $("canvas").style.cursor = "pointer"; });
  network.on("blurNode", () => { hovered = null; relight(); $("canvas").style.cursor = ""; });
  network.on("click", ({ pointer, nodes }) => clicked(pointer.DOM, nodes));
  // A mouse's double click is the system's to tell; fingers are left to vis-network.
  network.on("doubleClick", ({ pointer, nodes }) => twice(pointer.DOM, nodes[0]));
  $("canvas").addEventListener("dblclick", (event) => { const box = $("canvas").getBoundingClientRect(), point = { x: event.clientX - box.left, y: event.clientY - box.top }; twice(point, network.getNodeAt(point)); });
  network.on("dragEnd", ({ nodes }) => { if (nodes.length) keepPlaces(nodes); });
}

let drawing = 0;
/** Makes changes that are drawn once, when all are made: by itself vis-network draws the whole canvas after each. */
function atOnce(change) {
  if (!drawing++) network.body.emitter.emit("_blockRedraw");
  try { change(); } finally { if (!--drawing) { network.body.emitter.emit("_allowRedraw"); network.redraw(); } }
}

/** vis-network leaves out a node whose box is not in sight, and finds a new node's box only while drawing: a first drawing would be without nodes. */
function placeBoxes(ctx) {
  boxless = false;
  for (const id of network.body.nodeIndices) network.body.nodes[id].updateBoundingBox(ctx, false);
}

/** Runs a drawing in CSS pixels, whatever zoom and place vis-network has set. */
function inPixels(ctx, draw) {
  const ratio = network.canvas.pixelRatio;
  ctx.save();
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  draw(ctx, camera());
  ctx.restore();
}
function camera() {
  const scale = network.getScale(), centre = network.getViewPosition();
  const width = $("canvas").clientWidth, height = $("canvas").clientHeight;
  return { scale, width, height, x: (wx) => (wx - centre.x) * scale + width / 2, y: (wy) => (wy - centre.y) * scale + height / 2 };
}

/** Radius in pixels: grows with what is known of a node, and slower than the zoom. */
function radius(i, scale) {
  const base = 5 + 2.1 * Math.sqrt(DATA.nodes[i].value);
  return Math.min(base, 20) * Math.min(Math.max(scale, 0.12), 4) ** 0.4;
}
const communityRadius = (c, scale) => Math.max(c.r * scale, 5);
const isCommunity = (id) => typeof id === "string";
const communityOf = (id) => DATA.communities[Number(id.slice(1))];

function renderNode({ ctx, id, x, y }) {
  const scale = network.getScale();
  const r = (isCommunity(id) ? communityRadius(communityOf(id), scale) : radius(id, scale)) / scale;
  return { drawNode: () => (isCommunity(id) ? drawCommunity(ctx, communityOf(id), x, y, r, scale) : drawNode(ctx, id, x, y, r, scale)), nodeDimensions: { width: 2 * r, height: 2 * r } };
}

function drawNode(ctx, i, x, y, r, scale) {
  const node = DATA.nodes[i], dim = lit && !lit.nodes.has(i);
  ctx.save();
  ctx.globalAlpha = dim ? 0.16 : 1;
  if (state.selected?.node === i || hovered === i) {
    ctx.beginPath();
    ctx.arc(x, y, r + 6 / scale, 0, 2 * Math.PI);
    ctx.fillStyle = colour(node.type);
    ctx.globalAlpha = 0.22;
    ctx.fill();
    ctx.globalAlpha = 1;
  }
  trace(ctx, node.type, x, y, r);
  ctx.lineWidth = 2.4 / scale;
  ctx.strokeStyle = theme.paper;
  ctx.stroke();
  ctx.fillStyle = colour(node.type);
  ctx.fill("evenodd");
  if (state.selected?.node === i) {
    ctx.lineWidth = 2 / scale;
    ctx.strokeStyle = theme.ink;
    ctx.beginPath();
    ctx.arc(x, y, r + 6 / scale, 0, 2 * Math.PI);
    ctx.stroke();
  }
  ctx.restore();
}

function drawCommunity(ctx, c, x, y, r, scale) {
  const hub = DATA.nodes[c.hub], dim = lit && !lit.nodes.has("c" + c.i);
  ctx.save();
  ctx.globalAlpha = dim ? 0.2 : 1;
  ctx.beginPath();
  ctx.arc(x, y, r, 0, 2 * Math.PI);
  ctx.fillStyle = theme.paper;
  ctx.fill();
  ctx.globalAlpha = dim ? 0.1 : 0.24;
  ctx.fillStyle = colour(hub.type);
  ctx.fill();
  ctx.globalAlpha = dim ? 0.2 : 1;
  ctx.lineWidth = (state.selected?.community === c.i ? 3 : 1.6) / scale;
  ctx.strokeStyle = state.selected?.community === c.i ? theme.ink : colour(hub.type);
  ctx.stroke();
  const size = r * scale;
  if (size < ROOMY || size >= PICTURED) {
    trace(ctx, hub.type, x, y - (size < ROOMY ? 0 : r * 0.55), Math.min(r * (size < ROOMY ? 0.42 : 0.2), 11 / scale));
    ctx.fillStyle = colour(hub.type);
    ctx.fill("evenodd");
  }
  ctx.restore();
}

/** A drawn link's ends and bend in pixels, cut at the nodes' outlines. */
function course(edge, cam) {
  const a = spot(edge.from), b = spot(edge.to);
  if (!a || !b) return null;
  let x1 = cam.x(a.x), y1 = cam.y(a.y), x2 = cam.x(b.x), y2 = cam.y(b.y);
  const dx = x2 - x1, dy = y2 - y1, d = Math.hypot(dx, dy);
  if (d < 1) return null;
  const ra = radius(edge.from, cam.scale) + 1, rb = radius(edge.to, cam.scale) + 3;
  const off = edge.bend * Math.min(28, d / 4);
  const cx = (x1 + x2) / 2 - (dy / d) * off, cy = (y1 + y2) / 2 + (dx / d) * off;
  const e1 = Math.hypot(cx - x1, cy - y1) || 1, e2 = Math.hypot(x2 - cx, y2 - cy) || 1;
  x1 += ((cx - x1) / e1) * ra; y1 += ((cy - y1) / e1) * ra;
  x2 -= ((x2 - cx) / e2) * rb; y2 -= ((y2 - cy) / e2) * rb;
  return { x1, y1, cx, cy, x2, y2, mx: (x1 + 2 * cx + x2) / 4, my: (y1 + 2 * cy + y2) / 4, d };
}
const spot = (id) => network.body.nodes[id];
const outside = (c, cam) => Math.max(c.x1, c.x2) < -40 || Math.min(c.x1, c.x2) > cam.width + 40 || Math.max(c.y1, c.y2) < -40 || Math.min(c.y1, c.y2) > cam.height + 40;

function drawEdges(ctx, cam) {
  if (view.communities) { drawBundles(ctx, cam); return; }
  for (const edge of view.edges) {
    const c = course(edge, cam);
    if (!c || outside(c, cam)) continue;
    const on = lit && lit.edges.has(edge.i);
    ctx.globalAlpha = on ? 0.95 : lit ? 0.1 : 0.42;
    ctx.strokeStyle = ctx.fillStyle = colour(DATA.nodes[edge.from].type);
    ctx.lineWidth = (on ? 2 : 1.1) + Math.min(edge.facts.length - 1, 4) * 0.35;
    ctx.beginPath();
    ctx.moveTo(c.x1, c.y1);
    if (edge.bend) ctx.quadraticCurveTo(c.cx, c.cy, c.x2, c.y2); else ctx.lineTo(c.x2, c.y2);
    ctx.stroke();
    if (c.d > 24) arrow(ctx, c, on ? 8 : 6);
  }
  ctx.globalAlpha = 1;
}

function arrow(ctx, { cx, cy, x2, y2 }, size) {
  const angle = Math.atan2(y2 - cy, x2 - cx);
  ctx.beginPath();
  ctx.moveTo(x2 + Math.cos(angle) * 2, y2 + Math.sin(angle) * 2);
  ctx.lineTo(x2 - size * Math.cos(angle - 0.42), y2 - size * Math.sin(angle - 0.42));
  ctx.lineTo(x2 - size * Math.cos(angle + 0.42), y2 - size * Math.sin(angle + 0.42));
  ctx.fill();
}

function drawBundles(ctx, cam) {
  ctx.strokeStyle = theme.soft;
  for (const { a, b, count } of view.links) {
    const p = spot("c" + a), q = spot("c" + b);
    if (!p || !q) continue;
    ctx.globalAlpha = lit && !(lit.nodes.has("c" + a) && lit.nodes.has("c" + b)) ? 0.06 : Math.min(0.14 + count / 40, 0.5);
    ctx.lineWidth = Math.min(0.8 + count / 3, 7);
    ctx.beginPath();
    ctx.moveTo(cam.x(p.x), cam.y(p.y));
    ctx.lineTo(cam.x(q.x), cam.y(q.y));
    ctx.stroke();
  }
  ctx.globalAlpha = 1;
}

/** Puts the scene of the state on the canvas; `refit` moves the camera to it. */
function show(refit) {
  view = compose();
  atOnce(() => {
    if (nodeSet.length) nodeSet.clear();
    nodeSet.add(view.communities ? view.communities.map((c) => ({ id: "c" + c.i, x: c.x, y: c.y })) : view.nodes.map((i) => ({ id: i, x: view.place.get(i)[0], y: view.place.get(i)[1] })));
    boxless = true;
    relight();
    if (refit) fit(true);
  });
}

/** The camera on all that is drawn, with room for labels; on a narrow screen first on the best connected. */
function fit(close = false) {
  const all = Object.values(network.body.nodes).filter((n) => nodeSet.get(n.id));
  if (!all.length) return;
  const width = $("canvas").clientWidth, height = $("canvas").clientHeight;
  const r = (n) => (view.communities ? communityOf(n.id).r : 0);
  const [left, right] = [Math.min(...all.map((n) => n.x - r(n))), Math.max(...all.map((n) => n.x + r(n)))];
  const [top, bottom] = [Math.min(...all.map((n) => n.y - r(n))), Math.max(...all.map((n) => n.y + r(n)))];
  // Discs carry their names inside; nodes need room for labels beside them.
  const [beside, below] = view.communities ? [40, 40] : [130, 90];
  const scale = Math.min((width - beside) / Math.max(right - left, 1), (height - below) / Math.max(bottom - top, 1), 1.35);
  if (close && (width < 760 || height < 420) && scale < 0.5 && view.nodes.length) {
    const hub = view.nodes.reduce((a, b) => (DATA.nodes[b].value > DATA.nodes[a].value ? b : a));
    network.moveTo({ position: { x: spot(hub).x, y: spot(hub).y }, scale: 0.5 });
  } else network.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 }, scale: Math.max(scale, 0.02) });
}

/** What is lit: the selection or what is under the pointer, with its neighbours. */
function relight() {
  const id = hovered ?? state.selected?.node ?? (state.selected?.community !== undefined ? "c" + state.selected.community : null);
  lit = null;
  if (state.selected?.edge !== undefined && hovered === null) {
    const edge = DATA.edges[state.selected.edge];
    lit = { nodes: new Set([edge.from, edge.to]), edges: new Set([edge.i]) };
  } else if (id !== null && nodeSet.get(id) && (isCommunity(id) || hovered !== null || !centred(id))) lit = surroundingsOf(id);
  network.redraw();
}

/** Whether the picture was laid out around this node already: then nothing needs to be dimmed for it. */
const centred = (id) => state.focus.kind === "path" || (state.focus.kind === "hops" && state.focus.node === id);

function surroundingsOf(id) {
  const nodes = new Set([id]), edges = new Set();
  if (isCommunity(id)) view.links.forEach(({ a, b }) => { if ("c" + a === id || "c" + b === id) nodes.add("c" + a).add("c" + b); });
  else view.edges.forEach((e) => { if (e.from === id || e.to === id) { nodes.add(e.from).add(e.to); edges.add(e.i); } });
  return { nodes, edges };
}

/** A node close to a point that missed it: fingers are wide. */
function nearNode({ x, y }) {
  const cam = camera();
  let best, least = touch ? 22 : 9;
  for (const { id } of nodeSet.get({ fields: ["id"] })) {
    const p = spot(id), r = isCommunity(id) ? communityRadius(communityOf(id), cam.scale) : radius(id, cam.scale);
    const d = Math.hypot(cam.x(p.x) - x, cam.y(p.y) - y) - r;
    if (d < least) { least = d; best = id; }
  }
  return best;
}

function nearEdge({ x, y }) {
  const cam = camera();
  let best, least = touch ? 16 : 7;
  for (const edge of view.edges) {
    const c = course(edge, cam);
    if (!c) continue;
    for (let k = 1; k < 24; k++) {
      const s = k / 24, u = 1 - s;
      const d = Math.hypot(u * u * c.x1 + 2 * u * s * c.cx + s * s * c.x2 - x, u * u * c.y1 + 2 * u * s * c.cy + s * s * c.y2 - y);
      if (d < least) { least = d; best = edge.i; }
    }
  }
  return best;
}

function clicked(point, nodes) {
  const hit = nodes[0] ?? labelAt(point) ?? nearNode(point);
  network.unselectAll();
  if (hit !== undefined && isCommunity(hit)) go({ selected: { community: communityOf(hit).i }, tab: "details" });
  else if (hit !== undefined && state.focus.kind === "path" && state.focus.to === null && hit !== state.focus.from) go({ focus: { ...state.focus, to: hit }, selected: null, tab: "details" });
  else if (hit !== undefined) pick(hit);
  else {
    const edge = view.communities ? undefined : nearEdge(point);
    if (edge !== undefined) go({ selected: { edge }, tab: "details" });
    else if (state.selected) go({ selected: null, tab: "start" });
  }
}

let openedAt = -Infinity;
/** Opens what was clicked twice, once. */
function twice(point, node) {
  const hit = node ?? labelAt(point) ?? nearNode(point);
  if (hit === undefined || performance.now() - openedAt < 500) return;
  openedAt = performance.now();
  opened(hit);
}

function opened(hit) {
  if (isCommunity(hit)) go({ focus: { kind: "community", at: communityOf(hit).i }, plus: [], selected: null });
  else expand(hit);
}
/** Shows a node's neighbours too: in the whole graph by drawing its surroundings, elsewhere by adding them. */
function expand(node) {
  if (state.focus.kind === "all") around(node);
  else if (!state.plus.includes(node)) pick(node, { view: "graph", plus: [...state.plus, node] });
}

function keepPlaces(ids) {
  for (const id of ids) if (!isCommunity(id)) view.place.set(id, [spot(id).x, spot(id).y]);
}
