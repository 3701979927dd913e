// Labels of constant size on the screen: the best connected first, none over another.
const SIZE = 12;
/** From this radius in pixels on a community's disc holds its name, and its picture and number too. */
const ROOMY = 17, PICTURED = 27;

/** The boxes that are taken, in cells: a new label asks only its surroundings. */
function taken() {
  const cells = new Map();
  const over = (a, b) => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
  /** Whether every cell of a box passes. */
  const every = (b, passes) => {
    const right = Math.floor((b.x + b.w) / 90), bottom = Math.floor((b.y + b.h) / 40);
    for (let x = Math.floor(b.x / 90); x <= right; x++) for (let y = Math.floor(b.y / 40); y <= bottom; y++) if (!passes(x * 4096 + y)) return false;
    return true;
  };
  return {
    free: (b, weight = 0) => every(b, (key) => !cells.get(key)?.some((other) => !(other.weight * 3 < weight || (other.id !== undefined && other.id === b.id)) && over(b, other))),
    add: (b) => every(b, (key) => { const cell = cells.get(key); if (cell) cell.push(b); else cells.set(key, [b]); return true; }),
  };
}

const widths = new Map();
/** How wide a text is in a font; asked of the browser once. */
function measured(ctx, font, text) {
  let known = widths.get(font);
  if (!known) widths.set(font, (known = new Map()));
  if (!known.has(text)) { ctx.font = font; known.set(text, ctx.measureText(text).width); }
  return known.get(text);
}
/** No text is narrower: a Chinese character is as wide as it is high. What finds no room so need not be measured. */
const least = (text, size) => { let n = 0; for (const c of text) if (c >= "\u4e00" && c <= "\u9fff") n++; return 0.95 * n * size; };

function labelled(cam) {
  if (view.communities) return view.communities.map((c) => ({ id: "c" + c.i, text: DATA.nodes[c.hub].label, weight: c.count, r: communityRadius(c, cam.scale) }));
  return view.nodes.map((i) => ({ id: i, text: DATA.nodes[i].label, weight: DATA.nodes[i].value, r: radius(i, cam.scale) }));
}

/** Draws the labels that find room, and remembers them for clicks, exports and tests. */
function drawLabels(ctx, cam) {
  drawnLabels = [];
  const room = taken();
  const rank = (p) => (p.id === state.selected?.node || p.id === hovered ? 1e6 : 0) + (lit?.nodes.has(p.id) ? 1e4 : 0) + p.weight;
  const items = labelled(cam).filter((item) => {
    const p = spot(item.id);
    if (!p) return false;
    Object.assign(item, { x: cam.x(p.x), y: cam.y(p.y), rank: rank(item) });
    return item.x > -60 && item.x < cam.width + 60 && item.y > -20 && item.y < cam.height + 20;
  });
  items.sort((a, b) => b.rank - a.rank || (a.text < b.text ? -1 : 1));
  // A label may cover a node that is much less connected, never a label.
  for (const p of items) room.add({ x: p.x - p.r * 0.8, y: p.y - p.r * 0.8, w: p.r * 1.6, h: p.r * 1.6, weight: p.weight, id: p.id });
  const controls = $("zoom");
  room.add({ x: controls.offsetLeft - 4, y: controls.offsetTop - $("canvas").offsetTop - 4, w: controls.offsetWidth + 8, h: controls.offsetHeight + 8, weight: Infinity });
  ctx.textBaseline = "middle";
  ctx.lineJoin = "round";
  if (!view.communities && !lit && state.focus.kind === "all") captions(ctx, cam, room);
  for (const p of items) if (!lit || lit.nodes.has(p.id)) place(ctx, room, p, cam);
  if (!view.communities) edgeLabels(ctx, cam, room);
}

function place(ctx, room, p, cam) {
  if (isCommunity(p.id) && p.r >= ROOMY) { inside(ctx, p); return; }
  const strong = p.id === state.selected?.node || p.weight >= 8 || isCommunity(p.id);
  const text = shortened(p.text, isCommunity(p.id) ? 9 : p.id === hovered || p.id === state.selected?.node ? 40 : cam.scale > 1.1 ? 24 : 13);
  const size = SIZE + (strong ? 1 : 0), font = `${strong ? 600 : 400} ${size}px ${theme.font}`;
  const roomy = (w) => spotsOf(p, w).find((b) => b.x > 6 && b.y > 2 && b.x + w < cam.width - 6 && b.y + b.h < cam.height - 2 && room.free(b, strong ? p.weight : 0));
  const at = roomy(least(text, size) + 4) && roomy(measured(ctx, font, text) + 4);
  if (!at) return;
  room.add({ ...at, id: undefined });
  ctx.font = font;
  write(ctx, text, at, strong ? theme.ink : theme.label ?? theme.ink);
  drawnLabels.push({ ...at, id: p.id, text, font });
}

/** Where a label of that width may stand beside its node or disc, the best place first; narrower ones lie within wider ones. */
function spotsOf(p, w) {
  const h = SIZE + 5, middle = p.x - w / 2, id = isCommunity(p.id) ? p.id : undefined;
  const spots = id ? [[middle, p.y + p.r * 0.3], [middle, p.y + p.r + 2], [middle, p.y - p.r - h]] : [[middle, p.y + p.r + 3], [middle, p.y - p.r - 3 - h], [p.x + p.r + 4, p.y - h / 2], [p.x - p.r - 4 - w, p.y - h / 2]];
  return spots.map(([x, y]) => ({ x, y, w, h, id }));
}

/** A community's name inside its disc, in as many lines as fit, and below it how many nodes it has. */
function inside(ctx, p) {
  // The year that opens many a contest's name tells discs apart least.
  const c = communityOf(p.id), all = Array.from(DATA.nodes[c.hub].label.replace(/^\d{4}年度?(?=.{3})/, "")), size = p.r > 34 ? 12 : 10.5, high = size + 2.5;
  const widest = Math.max(3, Math.floor((1.85 * p.r) / size)), rows = p.r > 34 ? 3 : 2, most = Math.min(widest, Math.ceil(all.length / Math.min(rows, Math.ceil(all.length / widest))));
  const lines = Array.from({ length: Math.min(rows, Math.ceil(all.length / most)) }, (_, k) => all.slice(k * most, (k + 1) * most));
  if (all.length > rows * most) lines.at(-1).splice(-1, 1, "…");
  const top = p.y + (p.r >= PICTURED ? p.r * 0.14 : 0) - (lines.length * high) / 2 - (p.r >= PICTURED ? 2 : 0);
  const put = (text, k, font, ink) => {
    const w = measured(ctx, font, text), at = { x: p.x - w / 2, y: top + k * high, w, h: high };
    ctx.font = font;
    write(ctx, text, at, ink, 2);
    drawnLabels.push({ id: p.id, text, font, ...at });
  };
  lines.forEach((line, k) => put(line.join(""), k, `500 ${size}px ${theme.font}`, theme.ink));
  if (p.r >= PICTURED) put(String(c.count), lines.length, `400 ${size - 0.5}px ${theme.font}`, theme.soft);
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
    const font = `400 11px ${theme.font}`, text = edgeText(edge), w = measured(ctx, font, text) + 8, at = { x: c.mx - w / 2, y: c.my - 8, w, h: 16 };
    if (!room.free(at)) continue;
    room.add(at);
    ctx.font = font;
    write(ctx, text, at, colour(DATA.nodes[edge.from].type));
    drawnLabels.push({ edge: edge.i, text, font, ...at });
  }
}

const labelAt = ({ x, y }) => drawnLabels.find((b) => b.id !== undefined && x > b.x && x < b.x + b.w && y > b.y && y < b.y + b.h)?.id;

/** Headings over the rows of what has no link, and of what is only named. */
function captions(ctx, cam, room) {
  const loose = view.nodes.filter((i) => !DATA.nodes[i].edges.length);
  if (loose.length === view.nodes.length || cam.scale < 0.2) return;
  for (const [key, of] of [["lonely", (i) => DATA.nodes[i].facts.length > 0], ["named", (i) => !DATA.nodes[i].facts.length]]) {
    const row = loose.filter(of).map((i) => spot(i)).filter(Boolean);
    if (row.length < 3) continue;
    ctx.font = `400 11.5px ${theme.font}`;
    const at = { x: cam.x(Math.min(...row.map((p) => p.x))) - 12, y: cam.y(Math.min(...row.map((p) => p.y))) - 36, w: ctx.measureText(t(key)).width + 6, h: 16 };
    room.add(at);
    write(ctx, t(key), at, theme.soft);
  }
}
