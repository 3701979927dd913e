// The kinds of things and how they are related, with counts: what one may ask of this graph.
const RING = { x: 330, y: 290, w: 205, h: 205 };

function schemaCounts() {
  if (DATA.remote) return DATA.remote.schema.map(([from, relation, to, count]) => ({ from, relation, to, count }));
  const counts = new Map();
  for (const edge of DATA.edges) {
    const key = [DATA.nodes[edge.from].type, edge.relation, DATA.nodes[edge.to].type].join(",");
    counts.set(key, (counts.get(key) ?? 0) + edge.facts.length);
  }
  return [...counts].map(([key, count]) => { const [from, relation, to] = key.split(",").map(Number); return { from, relation, to, count }; })
    .sort((a, b) => b.count - a.count || a.from - b.from || a.relation - b.relation || a.to - b.to);
}

function schemaView() {
  const rows = schemaCounts(), top = rows[0]?.count ?? 1;
  const only = (row) => go({ view: "graph", focus: { kind: "all" }, plus: [], selected: null, lonely: false, named: false,
    hiddenTypes: new Set(DATA.types.map((_, i) => i).filter((i) => i !== row.from && i !== row.to)), hiddenRelations: new Set(DATA.relations.map((_, i) => i).filter((i) => i !== row.relation)) });
  const name = (i) => [icon(i), h("span", {}, term("type", DATA.types[i].id))];
  const light = (k) => { for (const line of document.querySelectorAll(".ring .line")) line.classList.toggle("dim", k !== null && Number(line.dataset.row) !== k); };
  const item = (row, k) => h("li", {}, h("button", { type: "button", onclick: () => only(row), onpointerenter: () => light(k), onpointerleave: () => light(null), onfocus: () => light(k), onblur: () => light(null) },
    h("span", { class: "from" }, name(row.from)), h("span", { class: "via" }, h("b", {}, term("fact", DATA.relations[row.relation])), h("span", { class: "meter" }, h("span", { style: { width: (100 * row.count) / top + "%" } }))), h("span", { class: "into" }, name(row.to)), h("span", { class: "count" }, row.count)));
  return [h("div", { class: "sheet-bar" }, h("p", { class: "hint" }, t(rows.length ? "schemaHint" : "noResults"))),
    h("div", { class: "concepts scroll", tabindex: 0, role: "region", "aria-label": t("schema") }, schemaPicture(rows), h("ul", { class: "triples" }, rows.map(item)))];
}

/** The types in an order that sets what is much related across the ring from each other, so that its lines are long and seen apart. */
function ringOrder(counts, rows) {
  const left = new Set(counts.keys()), order = [];
  const weight = (a, b) => rows.reduce((sum, { from, to, count }) => sum + ((from === a && to === b) || (from === b && to === a) ? count : 0), 0);
  while (left.size) {
    const [last, before] = [order.at(-1), order.at(-2)];
    const score = (i) => (last === undefined ? -counts.get(i) / 1e6 : weight(i, last) + 0.5 * (before === undefined ? 0 : weight(i, before)));
    const next = [...left].sort((a, b) => score(b) - score(a) || a - b)[0];
    order.push(next);
    left.delete(next);
  }
  const n = order.length, coprime = (step) => { let [a, b] = [step, n]; while (b) [a, b] = [b, a % b]; return a === 1; };
  const step = Array.from({ length: n }, (_, k) => Math.round(n * 0.38) + k).find(coprime) ?? 1;
  return order.map((_, place) => order[order.findIndex((_, k) => (k * step) % n === place)]);
}

/** Types on a ring, an arrow for each relation between two, as wide as the number of facts. */
function schemaPicture(rows) {
  const counts = typeCounts(), types = ringOrder(counts, rows), most = Math.max(...counts.values(), 1), top = rows[0]?.count ?? 1;
  const at = new Map(types.map((i, k) => { const a = (2 * Math.PI * k) / types.length - Math.PI / 2; return [i, { x: RING.x + RING.w * Math.cos(a), y: RING.y + RING.h * Math.sin(a), cos: Math.cos(a), sin: Math.sin(a), r: 11 + 15 * Math.sqrt(counts.get(i) / most) }]; }));
  const said = ({ from, relation, to, count }) => `${term("type", DATA.types[from].id)} — ${term("fact", DATA.relations[relation])} → ${term("type", DATA.types[to].id)}: ${count}`;
  const several = new Map();
  const lines = rows.map((row, k) => {
    const pair = Math.min(row.from, row.to) + "," + Math.max(row.from, row.to), nth = several.get(pair) ?? 0;
    several.set(pair, nth + 1);
    return svg("g", { class: "line", "data-row": k }, arc(at.get(row.from), at.get(row.to), nth, 1.2 + (6 * row.count) / top, colour(row.from)), svg("title", {}, document.createTextNode(said(row))));
  });
  const dots = types.map((i) => {
    const { x, y, cos, sin, r } = at.get(i), beside = Math.abs(cos) > 0.25;
    const place = { x: x + (beside ? Math.sign(cos) * (r + 9) : 0), y: y + (beside ? 0 : Math.sign(sin) * (r + 13)) + 5, "text-anchor": beside ? (cos > 0 ? "start" : "end") : "middle" };
    return svg("g", {}, svg("circle", { cx: x, cy: y, r: r + 2, class: "under" }), svg("path", { d: outline(i, x, y, r), fill: colour(i), "fill-rule": "evenodd" }),
      svg("text", place, document.createTextNode(term("type", DATA.types[i].id) + " "), svg("tspan", { class: "count" }, document.createTextNode(counts.get(i)))));
  });
  return svg("svg", { viewBox: "0 0 660 580", class: "ring", role: "img", "aria-label": t("schema") }, lines, dots);
}

/** A line from one type to another that bends towards the middle, or a loop outside the ring, with its head. */
function arc(a, b, nth, width, ink) {
  const loop = a === b, away = 46 + 14 * nth, inward = 0.24 + 0.16 * nth;
  const c = { x: (a.x + b.x) / 2 + (RING.x - (a.x + b.x) / 2) * inward, y: (a.y + b.y) / 2 + (RING.y - (a.y + b.y) / 2) * inward };
  const [c1, c2] = loop ? [-1, 1].map((side) => ({ x: a.x + away * 1.5 * a.cos - side * away * a.sin, y: a.y + away * 1.5 * a.sin + side * away * a.cos })) : [c, c];
  const toward = (p, q, gap) => { const d = Math.hypot(q.x - p.x, q.y - p.y) || 1; return [p.x + ((q.x - p.x) * gap) / d, p.y + ((q.y - p.y) * gap) / d]; };
  const n = (pair) => pair.map((v) => v.toFixed(1)).join(" "), head = 5 + width;
  const start = toward(a, c1, a.r + 2), end = toward(b, c2, b.r + 2 + head), tip = toward(b, c2, b.r + 2);
  const [ux, uy] = [(tip[0] - end[0]) / head, (tip[1] - end[1]) / head], wide = 2 + width * 0.75;
  const d = loop ? `M${n(start)}C${n([c1.x, c1.y])} ${n([c2.x, c2.y])} ${n(end)}` : `M${n(start)}Q${n([c.x, c.y])} ${n(end)}`;
  return [svg("path", { d, fill: "none", stroke: ink, "stroke-width": width.toFixed(1) }),
    svg("path", { d: `M${n(tip)}L${n([end[0] - uy * wide, end[1] + ux * wide])}L${n([end[0] + uy * wide, end[1] - ux * wide])}Z`, fill: ink })];
}
