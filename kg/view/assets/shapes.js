// Outlines by type, as points around the middle or a circle: one description for canvas and SVG.
const polygon = (n, turn = 0, inner = 1) => Array.from({ length: inner === 1 ? n : 2 * n }, (_, k) => {
  const steps = inner === 1 ? n : 2 * n;
  const angle = turn - Math.PI / 2 + (2 * Math.PI * k) / steps;
  const r = inner !== 1 && k % 2 ? inner : 1;
  return [r * Math.cos(angle), r * Math.sin(angle)];
});
const SHAPES = {
  circle: { circle: 1 },
  ring: { circle: 1, hole: 0.46 },
  person: { points: [[-0.95, 1], [-0.78, 0.28], [-0.34, 0.02], [0.34, 0.02], [0.78, 0.28], [0.95, 1]], head: [0, -0.5, 0.52] },
  square: { points: [[-0.88, -0.88], [0.88, -0.88], [0.88, 0.88], [-0.88, 0.88]] },
  roundsquare: { points: [[-0.5, -0.9], [0.5, -0.9], [0.9, -0.5], [0.9, 0.5], [0.5, 0.9], [-0.5, 0.9], [-0.9, 0.5], [-0.9, -0.5]] },
  hexagon: { points: polygon(6, Math.PI / 6).map(([x, y]) => [x * 1.1, y * 1.1]) },
  diamond: { points: polygon(4).map(([x, y]) => [x * 1.18, y * 1.18]) },
  triangle: { points: polygon(3).map(([x, y]) => [x * 1.22, y * 1.22 + 0.2]) },
  down: { points: polygon(3, Math.PI).map(([x, y]) => [x * 1.22, y * 1.22 - 0.2]) },
  star: { points: polygon(5, 0, 0.5).map(([x, y]) => [x * 1.28, y * 1.28]) },
  page: { points: [[-0.75, -0.98], [0.3, -0.98], [0.75, -0.5], [0.75, 0.98], [-0.75, 0.98]] },
  bookmark: { points: [[-0.7, -1], [0.7, -1], [0.7, 1], [0, 0.5], [-0.7, 1]] },
  pin: { points: polygon(5, Math.PI).map(([x, y]) => [x * 1.1, y * 1.1]) },
};
const shapeOf = (type) => SHAPES[DATA.types[type].shape] ?? SHAPES.circle;

/** Adds the outline of a type around (x, y) with radius r to the canvas path. */
function trace(ctx, type, x, y, r) {
  ctx.beginPath();
  extend(ctx, type, x, y, r);
}
/** The same, added to a path that holds others of the type. */
function extend(ctx, type, x, y, r) {
  const shape = shapeOf(type);
  if (shape.circle) { ctx.moveTo(x + r, y); ctx.arc(x, y, r, 0, 2 * Math.PI); }
  if (shape.hole) { ctx.moveTo(x + r * shape.hole, y); ctx.arc(x, y, r * shape.hole, 0, 2 * Math.PI, true); }
  if (shape.points) {
    shape.points.forEach(([px, py], k) => (k ? ctx.lineTo(x + px * r, y + py * r) : ctx.moveTo(x + px * r, y + py * r)));
    ctx.closePath();
  }
  if (shape.head) { const [px, py, pr] = shape.head; ctx.moveTo(x + (px + pr) * r, y + py * r); ctx.arc(x + px * r, y + py * r, pr * r, 0, 2 * Math.PI); }
}

/** The same outline as the `d` of an SVG path. */
function outline(type, x, y, r) {
  const shape = shapeOf(type);
  const n = (value) => Number(value.toFixed(2));
  const round = (cx, cy, cr) => `M${n(cx - cr)} ${n(cy)}a${n(cr)} ${n(cr)} 0 1 0 ${n(2 * cr)} 0a${n(cr)} ${n(cr)} 0 1 0 ${n(-2 * cr)} 0Z`;
  let d = shape.circle ? round(x, y, r) : "";
  if (shape.hole) d += round(x, y, r * shape.hole);
  if (shape.points) d += "M" + shape.points.map(([px, py]) => `${n(x + px * r)} ${n(y + py * r)}`).join("L") + "Z";
  if (shape.head) d += round(x + shape.head[0] * r, y + shape.head[1] * r, shape.head[2] * r);
  return d;
}

/** A small picture of a type for legends and lists. */
function icon(type, size = 14) {
  return svg("svg", { width: size, height: size, viewBox: "0 0 20 20", "aria-hidden": "true", class: "icon" },
    svg("path", { d: outline(type, 10, 10, 7.6), fill: colour(type), "fill-rule": "evenodd" }));
}

const theme = { dark: false, ink: "#000", paper: "#fff", soft: "#888", accent: "#06c" };
const colour = (type) => DATA.types[type][theme.dark ? "dark" : "light"];

/** Reads the colours of the style sheet for the canvas. */
function retheme() {
  const style = getComputedStyle(document.documentElement);
  theme.dark = style.getPropertyValue("--scheme").trim() === "dark";
  for (const key of ["ink", "paper", "soft", "accent", "line"]) theme[key] = style.getPropertyValue("--" + key).trim();
  theme.font = style.getPropertyValue("--font").trim();
}
