// The overview of a large graph on a canvas of our own: what is most connected first, more as one comes nearer.
const heaven = { ready: false, frames: 0, drawn: 0, n: 0, names: null, ids: null, byId: null, x: 0, y: 0, scale: 1, budget: 1 };
const above = (view = "graph") => Boolean(DATA.remote) && state.focus.kind === "all" && state.view === view;
const DOTS = 6000, LINES = 8000, NAMES = 140, ISLANDS = 1200;

async function gunzipped(path, kind) {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return new Response(answer.body.pipeThrough(new DecompressionStream("gzip")))[kind]();
}

async function startSky() {
  const buffer = await gunzipped("sky", "arrayBuffer"), [n, m, g] = new Uint32Array(buffer, 0, 3), behind = 12 + 8 * n + 8 * m;
  Object.assign(heaven, { n, m, g, px: new Int32Array(buffer, 12, n), py: new Int32Array(buffer, 12 + 4 * n, n), ends: new Uint32Array(buffer, 12 + 8 * n, 2 * m),
    islands: new Int32Array(buffer, behind, 4 * g), degree: new Uint16Array(buffer, behind + 16 * g, n), type: new Uint8Array(buffer, behind + 16 * g + 2 * n, n) });
  // Links of a node, as slices of one array: drawing asks only those of what is in sight.
  const start = new Uint32Array(n + 1);
  for (const end of heaven.ends) start[end + 1]++;
  for (let i = 0; i < n; i++) start[i + 1] += start[i];
  const at = start.slice(), near = new Uint32Array(2 * m);
  for (let k = 0; k < m; k++) { const a = heaven.ends[2 * k], b = heaven.ends[2 * k + 1]; near[at[a]++] = b; near[at[b]++] = a; }
  Object.assign(heaven, { start, near, seen: new Uint32Array(n), turn: 0, ready: true });
  DATA.loaded = needed("");
  listenSky();
  named();
  if (needed(location.hash) !== DATA.loaded) await fetched(location.hash);
}

/** Names come behind the first picture. */
async function named() {
  const [ids, names] = await gunzipped("names", "json");
  Object.assign(heaven, { ids, names, byId: new Map(ids.map((id, i) => [id, i])) });
  drawSky();
}

function skyFit() {
  const box = $("sky").getBoundingClientRect();
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < heaven.n; i++) { left = Math.min(left, heaven.px[i]); right = Math.max(right, heaven.px[i]); top = Math.min(top, heaven.py[i]); bottom = Math.max(bottom, heaven.py[i]); }
  Object.assign(heaven, { x: (left + right) / 2, y: (top + bottom) / 2, scale: Math.min((box.width - 60) / Math.max(right - left, 1), (box.height - 40) / Math.max(bottom - top, 1), 2), placed: true });
  drawSky();
}
function skyZoom(factor, cx = 0, cy = 0) {
  const next = Math.min(Math.max(heaven.scale * factor, 0.005), 6);
  heaven.x += cx / heaven.scale - cx / next;
  heaven.y += cy / heaven.scale - cy / next;
  heaven.scale = next;
  drawSky();
}
function glide([dx, dy]) { heaven.x += (dx * 80) / heaven.scale; heaven.y += (dy * 80) / heaven.scale; drawSky(); }

/** Shows the overview where it is due, the other canvas elsewhere. */
function skyward() {
  if (!DATA.remote) return;
  $("sky").hidden = !above();
  $("canvas").classList.toggle("clear", above());
  if (above()) { if (heaven.placed) drawSky(); else skyFit(); }
}

let asked = 0, rest = 0, last = 0;
/** Draws soon. While frames follow each other the budget bends to what the machine can do; at rest all is drawn. */
function drawSky() {
  if (asked) return;
  asked = requestAnimationFrame((now) => {
    asked = 0;
    if (!above()) return;
    const gap = now - last;
    last = now;
    if (gap < 250) heaven.budget = Math.min(Math.max(heaven.budget * (gap > 24 ? 0.8 : gap < 18 ? 1.06 : 1), 0.12), 1);
    paintSky(heaven.budget);
    clearTimeout(rest);
    rest = setTimeout(() => { if (above() && !asked) { heaven.frames--; paintSky(1); } }, 160);
  });
}

function paintSky(share) {
  const canvas = $("sky"), ratio = devicePixelRatio || 1, width = canvas.clientWidth, height = canvas.clientHeight;
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) { canvas.width = Math.round(width * ratio); canvas.height = Math.round(height * ratio); }
  const ctx = canvas.getContext("2d"), s = heaven.scale, ox = width / 2 - heaven.x * s, oy = height / 2 - heaven.y * s;
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.fillStyle = theme.paper;
  ctx.fillRect(0, 0, width, height);
  const chosen = heaven.byId?.get(state.selected?.node === undefined ? undefined : DATA.nodes[state.selected.node].id);
  const shown = inSight(width, height, s, ox, oy, DOTS * share);
  paintIslands(ctx, s, ox, oy, width, height, ISLANDS * share);
  paintLinks(ctx, shown, s, ox, oy, chosen, LINES * share);
  paintDots(ctx, shown, s, ox, oy, chosen);
  paintNames(ctx, shown, s, ox, oy, width, height, chosen, NAMES * share * (s < 0.22 ? 0.5 : 1));
  heaven.frames++;
  heaven.drawn = shown.length;
}

/** The best connected nodes in the window: they come first in the arrays. */
function inSight(width, height, s, ox, oy, most) {
  const shown = [], { px, py, n, type, seen } = heaven, turn = ++heaven.turn;
  for (let i = 0; i < n && shown.length < most; i++) {
    const x = px[i] * s + ox, y = py[i] * s + oy;
    if (x < -20 || x > width + 20 || y < -20 || y > height + 20 || state.hiddenTypes.has(type[i])) continue;
    seen[i] = turn;
    shown.push(i);
  }
  return shown;
}

/** The communities as pale discs, in the colour of what each is about. */
function paintIslands(ctx, s, ox, oy, width, height, most) {
  const { g, islands } = heaven, by = DATA.types.map(() => []);
  let count = 0;
  for (let k = 0; k < g && count < most; k++) {
    const x = islands[4 * k] * s + ox, y = islands[4 * k + 1] * s + oy, r = islands[4 * k + 2] * s;
    if (r < 4) break;
    if (x + r < 0 || x - r > width || y + r < 0 || y - r > height) continue;
    by[islands[4 * k + 3]].push([x, y, r]);
    count++;
  }
  ctx.globalAlpha = theme.dark ? 0.14 : 0.1;
  by.forEach((list, kind) => {
    ctx.fillStyle = colour(kind);
    ctx.beginPath();
    for (const [x, y, r] of list) { ctx.moveTo(x + r, y); ctx.arc(x, y, r, 0, 2 * Math.PI); }
    ctx.fill();
  });
  ctx.globalAlpha = 1;
}

function paintLinks(ctx, shown, s, ox, oy, chosen, most) {
  const { px, py, start, near, seen, turn } = heaven;
  let count = 0;
  ctx.strokeStyle = theme.soft;
  ctx.globalAlpha = s < 0.1 ? 0.13 : 0.26;
  ctx.lineWidth = 0.8;
  ctx.beginPath();
  for (const i of shown) {
    if (count >= most) break;
    for (let k = start[i]; k < start[i + 1] && count < most; k++) {
      const j = near[k];
      if (j < i && seen[j] === turn) continue;
      ctx.moveTo(px[i] * s + ox, py[i] * s + oy);
      ctx.lineTo(px[j] * s + ox, py[j] * s + oy);
      count++;
    }
  }
  ctx.stroke();
  if (chosen !== undefined) {
    ctx.globalAlpha = 0.9;
    ctx.lineWidth = 1.6;
    ctx.strokeStyle = theme.accent;
    ctx.beginPath();
    for (let k = start[chosen]; k < start[chosen + 1]; k++) { ctx.moveTo(px[chosen] * s + ox, py[chosen] * s + oy); ctx.lineTo(px[near[k]] * s + ox, py[near[k]] * s + oy); }
    ctx.stroke();
  }
  ctx.globalAlpha = 1;
}

const skyRadius = (i) => Math.min(2.2 + 1.3 * Math.sqrt(heaven.degree[i]), 15) * Math.min(Math.max(heaven.scale * 1.6, 0.16), 1.5) ** 0.7;

function paintDots(ctx, shown, s, ox, oy, chosen) {
  const { px, py, type } = heaven, plain = heaven.scale < 0.22, by = DATA.types.map(() => []);
  for (const i of shown) by[type[i]].push(i);
  by.forEach((list, kind) => {
    if (!list.length) return;
    ctx.fillStyle = colour(kind);
    ctx.beginPath();
    for (const i of list) {
      const r = skyRadius(i), x = px[i] * s + ox, y = py[i] * s + oy;
      // Too small to tell a shape: a square costs least.
      if (plain || r < 3) ctx.fillRect(x - Math.max(r, 1), y - Math.max(r, 1), 2 * Math.max(r, 1), 2 * Math.max(r, 1));
      else extend(ctx, kind, x, y, r);
    }
    ctx.fill();
  });
  if (chosen === undefined) return;
  ctx.beginPath();
  ctx.arc(px[chosen] * s + ox, py[chosen] * s + oy, skyRadius(chosen) + 6, 0, 2 * Math.PI);
  ctx.lineWidth = 2;
  ctx.strokeStyle = theme.ink;
  ctx.stroke();
}

function paintNames(ctx, shown, s, ox, oy, width, height, chosen, most) {
  if (!heaven.names) return;
  const room = taken(), first = chosen === undefined ? shown : [chosen, ...shown];
  // From afar names need air around them to be read at all.
  const air = s < 0.22 ? 14 : 2;
  let count = 0;
  ctx.textBaseline = "middle";
  ctx.lineJoin = "round";
  for (const i of first) {
    if (count >= most) break;
    const x = heaven.px[i] * s + ox, y = heaven.py[i] * s + oy, text = shortened(heaven.names[i], 14), strong = i === chosen || (s < 0.22 ? count < 14 : heaven.degree[i] >= 8);
    const w = widthOf(text) * 12.4 + 4, at = { x: x - w / 2, y: y + skyRadius(i) + 2, w, h: 16 }, aired = { x: at.x - air, y: at.y - air / 2, w: w + 2 * air, h: 16 + air };
    if (at.x < 0 || at.x + w > width || at.y < 0 || at.y + 16 > height || !room.free(aired)) { if (!(--budget.left > 0)) break; continue; }
    room.add(at);
    ctx.font = `${strong ? 600 : 400} 12px ${theme.font}`;
    write(ctx, text, at, theme.ink, 3);
    count++;
  }
  budget.left = 1500;
}
/** Names that found no room are tried no further than this in a frame. */
const budget = { left: 1500 };

function skyNode(x, y) {
  const box = $("sky"), s = heaven.scale, ox = box.clientWidth / 2 - heaven.x * s, oy = box.clientHeight / 2 - heaven.y * s;
  let best, least = 14;
  for (const i of inSight(box.clientWidth, box.clientHeight, s, ox, oy, DOTS)) {
    const d = Math.hypot(heaven.px[i] * s + ox - x, heaven.py[i] * s + oy - y) - skyRadius(i);
    if (d < least) { least = d; best = i; }
  }
  return best;
}

function listenSky() {
  const canvas = $("sky"), held = new Map();
  let moved = 0, spread = 0;
  canvas.addEventListener("pointerdown", (e) => { canvas.setPointerCapture(e.pointerId); held.set(e.pointerId, [e.offsetX, e.offsetY]); moved = 0; spread = 0; });
  canvas.addEventListener("pointermove", (e) => {
    const before = held.get(e.pointerId);
    if (!before) return;
    held.set(e.pointerId, [e.offsetX, e.offsetY]);
    moved += Math.abs(e.offsetX - before[0]) + Math.abs(e.offsetY - before[1]);
    if (held.size === 2) {
      const [a, b] = [...held.values()], now = Math.hypot(a[0] - b[0], a[1] - b[1]);
      if (spread) skyZoom(now / spread, (a[0] + b[0]) / 2 - canvas.clientWidth / 2, (a[1] + b[1]) / 2 - canvas.clientHeight / 2);
      spread = now;
    } else { heaven.x -= (e.offsetX - before[0]) / heaven.scale; heaven.y -= (e.offsetY - before[1]) / heaven.scale; drawSky(); }
  });
  const up = (e) => { held.delete(e.pointerId); };
  canvas.addEventListener("pointerup", (e) => {
    up(e);
    if (moved > 5) return;
    const i = skyNode(e.offsetX, e.offsetY);
    if (i !== undefined && heaven.ids) location.hash = "#" + new URLSearchParams({ n: heaven.ids[i] });
    else if (state.selected) home();
  });
  canvas.addEventListener("pointercancel", up);
  canvas.addEventListener("dblclick", () => { if (state.selected?.node !== undefined) around(state.selected.node); });
  canvas.addEventListener("wheel", (e) => { e.preventDefault(); skyZoom(Math.exp(-e.deltaY / 400), e.offsetX - canvas.clientWidth / 2, e.offsetY - canvas.clientHeight / 2); }, { passive: false });
  new ResizeObserver(() => { if (above()) drawSky(); }).observe(canvas);
}
