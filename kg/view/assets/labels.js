// Labels of constant size on the screen: the best connected first, none over another.
const SIZE = 12;

/** The boxes that are taken, in cells: a new label asks only its surroundings. */
function taken() {
  const cells = new Map();
  const over = (a, b) => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
  const keys = function* (b) { for (let x = Math.floor(b.x / 90); x <= Math.floor((b.x + b.w) / 90); x++) for (let y = Math.floor(b.y / 40); y <= Math.floor((b.y + b.h) / 40); y++) yield x * 4096 + y; };
  return {
    free(b, weight = 0) { for (const key of keys(b)) for (const other of cells.get(key) ?? []) if (!(other.weight * 3 < weight || (other.id !== undefined && other.id === b.id)) && over(b, other)) return false; return true; },
    add(b) { for (const key of keys(b)) { if (!cells.has(key)) cells.set(key, []); cells.get(key).push(b); } },
  };
}

function labelled(cam) {
  if (view.communities) return view.communities.map((c) => ({ id: "c" + c.i, text: DATA.nodes[c.hub].label + (c.count > 1 ? ` +${c.count - 1}` : ""), weight: c.count, r: communityRadius(c, cam.scale) }));
  return view.nodes.map((i) => ({ id: i, text: DATA.nodes[i].label, weight: DATA.nodes[i].value, r: radius(i, cam.scale) }));
}

/** Draws the labels that find room, and remembers them for clicks, exports and tests. */
function drawLabels(ctx, cam) {
  drawnLabels = [];
  const room = taken();
  const items = labelled(cam).map((item) => { const p = spot(item.id); return p && { ...item, x: cam.x(p.x), y: cam.y(p.y) }; })
    .filter((p) => p && p.x > -60 && p.x < cam.width + 60 && p.y > -20 && p.y < cam.height + 20);
  const rank = (p) => (p.id === state.selected?.node || p.id === hovered ? 1e6 : 0) + (lit?.nodes.has(p.id) ? 1e4 : 0) + p.weight;
  items.sort((a, b) => rank(b) - rank(a) || (a.text < b.text ? -1 : 1));
  // A label may cover a node that is much less connected, never a label.
  for (const p of items) room.add({ x: p.x - p.r * 0.8, y: p.y - p.r * 0.8, w: p.r * 1.6, h: p.r * 1.6, weight: p.weight, id: p.id });
  ctx.textBaseline = "middle";
  ctx.lineJoin = "round";
  if (!view.communities && !lit && state.focus.kind === "all") caption(ctx, cam, room);
  for (const p of items) if (!lit || lit.nodes.has(p.id)) place(ctx, room, p, cam);
  if (!view.communities) edgeLabels(ctx, cam, room);
}

function place(ctx, room, p, cam) {
  if (isCommunity(p.id) && p.r >= 19) { inside(ctx, p); return; }
  const strong = p.id === state.selected?.node || p.weight >= 8 || isCommunity(p.id);
  const text = shortened(p.text, isCommunity(p.id) ? 9 : p.id === hovered || p.id === state.selected?.node ? 40 : cam.scale > 1.1 ? 24 : 13);
  ctx.font = `${strong ? 600 : 400} ${SIZE + (strong ? 1 : 0)}px ${theme.font}`;
  const w = ctx.measureText(text).width + 4, h = SIZE + 5;
  const spots = isCommunity(p.id) ? [[p.x - w / 2, p.y + p.r * 0.3], [p.x - w / 2, p.y + p.r + 2], [p.x - w / 2, p.y - p.r - h]] : [[p.x - w / 2, p.y + p.r + 3], [p.x - w / 2, p.y - p.r - 3 - h], [p.x + p.r + 4, p.y - h / 2], [p.x - p.r - 4 - w, p.y - h / 2]];
  const at = spots.map(([x, y]) => ({ x, y, w, h, id: isCommunity(p.id) ? p.id : undefined })).find((b) => b.x > 0 && b.y > 0 && b.x + w < cam.width && b.y + h < cam.height && room.free(b, strong ? p.weight : 0));
  if (!at) return;
  room.add({ ...at, id: undefined });
  write(ctx, text, at, strong ? theme.ink : theme.label ?? theme.ink);
  drawnLabels.push({ ...at, id: p.id, text, font: ctx.font });
}

/** A community's name inside its disc, in two lines at most. */
function inside(ctx, p) {
  const all = Array.from(DATA.nodes[communityOf(p.id).hub].label), most = Math.max(3, Math.floor((1.75 * p.r) / 11.5));
  const lines = all.length <= most ? [all] : [all.slice(0, most), all.length > 2 * most ? [...all.slice(most, 2 * most - 1), "…"] : all.slice(most, 2 * most)];
  ctx.font = `500 11.5px ${theme.font}`;
  lines.forEach((line, k) => {
    const text = line.join(""), w = ctx.measureText(text).width, at = { x: p.x - w / 2, y: p.y + p.r * 0.16 + k * 13.5, w, h: 13 };
    write(ctx, text, at, theme.ink, 2);
    drawnLabels.push({ id: p.id, text, font: ctx.font, ...at });
  });
}

function write(ctx, text, { x, y, w, h }, fill, halo = 3.5) {
  ctx.textAlign = "center";
  ctx.lineWidth = halo;
  ctx.strokeStyle = theme.paper;
  ctx.globalAlpha = 0.9;
  ctx.strokeText(text, x + w / 2, y + h / 2);
  ctx.globalAlpha = 1;
  ctx.fillStyle = fill;
  ctx.fillText(text, x + w / 2, y + h / 2);
}

const shortened = (text, most) => { const all = Array.from(text); return all.length > most ? all.slice(0, most - 1).join("") + "…" : text; };

/** What a link says in a few words: 获奖 一等奖、二等奖. */
function edgeText(edge) {
  const name = term("fact", relationId(edge));
  const said = [...new Set(edge.facts.map((f) => valueOf(DATA.facts[f], "rank") ?? valueOf(DATA.facts[f], "role")).filter(Boolean))];
  return said.length ? `${name} ${said.slice(0, 2).join("、")}${said.length > 2 ? "…" : ""}` : name;
}

/** Words on links: of what is lit, or of all when looked at closely. */
function edgeLabels(ctx, cam, room) {
  const near = cam.scale > 1.35 || state.focus.kind === "path" || (state.focus.kind === "hops" && view.edges.length <= 40);
  for (const edge of view.edges) {
    if (lit ? !lit.edges.has(edge.i) : !near) continue;
    const c = course(edge, cam);
    if (!c || outside(c, cam) || c.d < 70) continue;
    ctx.font = `400 11px ${theme.font}`;
    const text = edgeText(edge), w = ctx.measureText(text).width + 8, at = { x: c.mx - w / 2, y: c.my - 8, w, h: 16 };
    if (!room.free(at)) continue;
    room.add(at);
    write(ctx, text, at, colour(DATA.nodes[edge.from].type));
    drawnLabels.push({ edge: edge.i, text, font: ctx.font, ...at });
  }
}

const labelAt = ({ x, y }) => drawnLabels.find((b) => b.id !== undefined && x > b.x && x < b.x + b.w && y > b.y && y < b.y + b.h)?.id;

/** A heading over the rows of what is only named. */
function caption(ctx, cam, room) {
  const alone = view.nodes.filter((i) => !DATA.nodes[i].edges.length).map((i) => spot(i)).filter(Boolean);
  if (alone.length < 6 || alone.length === view.nodes.length) return;
  const text = t("lonely"), x = cam.x(Math.min(...alone.map((p) => p.x))), y = cam.y(Math.min(...alone.map((p) => p.y)));
  ctx.font = `400 11.5px ${theme.font}`;
  const at = { x: x - 24, y: y - 34, w: ctx.measureText(text).width + 6, h: 16 };
  room.add(at);
  write(ctx, text, at, theme.soft);
}
