// The kinds of things and how they are related, with counts: what one may ask of this graph.
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
  const only = (row) => go({ view: "graph", focus: { kind: "all" }, plus: [], selected: null, lonely: false,
    hiddenTypes: new Set(DATA.types.map((_, i) => i).filter((i) => i !== row.from && i !== row.to)), hiddenRelations: new Set(DATA.relations.map((_, i) => i).filter((i) => i !== row.relation)) });
  const name = (i) => [icon(i), h("span", {}, term("type", DATA.types[i].id))];
  return [h("div", { class: "sheet-bar" }, h("p", { class: "hint" }, t("schemaHint"))), h("div", { class: "concepts scroll", tabindex: 0, role: "region", "aria-label": t("schema") }, schemaPicture(rows),
    h("ul", { class: "triples" }, rows.map((row) => h("li", {}, h("button", { type: "button", onclick: () => only(row) }, h("span", { class: "from" }, name(row.from)), h("span", { class: "via" }, h("b", {}, term("fact", DATA.relations[row.relation])), h("span", { class: "meter" }, h("span", { style: { width: (100 * row.count) / top + "%" } }))), h("span", { class: "into" }, name(row.to)), h("span", { class: "count" }, row.count))))))];
}

/** Types on a ring, a line for each pair of types that are related, as wide as the number of facts. */
function schemaPicture(rows) {
  const counts = typeCounts(), types = [...counts.keys()].sort((a, b) => a - b);
  const at = new Map(types.map((i, k) => { const a = (2 * Math.PI * k) / types.length - Math.PI / 2; return [i, [310 + 205 * Math.cos(a), 270 + 195 * Math.sin(a), Math.cos(a)]]; }));
  const top = rows[0]?.count ?? 1;
  const lines = rows.map(({ from, relation, to, count }) => {
    const [x1, y1] = at.get(from), [x2, y2] = at.get(to);
    const d = from === to ? `M${x1} ${y1}c${(x1 - 310) * 0.35 - 30} ${(y1 - 270) * 0.35 - 30} ${(x1 - 310) * 0.35 + 30} ${(y1 - 270) * 0.35 + 30} 0.1 0.1`
      : `M${x1} ${y1}Q${310 + (x1 + x2 - 620) * 0.12} ${270 + (y1 + y2 - 540) * 0.12} ${x2} ${y2}`;
    return svg("path", { d, fill: "none", stroke: colour(from), "stroke-opacity": 0.5, "stroke-width": 1.2 + (7 * count) / top }, svg("title", {}, document.createTextNode(`${term("type", DATA.types[from].id)} — ${term("fact", DATA.relations[relation])} → ${term("type", DATA.types[to].id)}: ${count}`)));
  });
  const most = Math.max(...counts.values());
  const dots = types.map((i) => {
    const [x, y, side] = at.get(i), r = 10 + 15 * Math.sqrt(counts.get(i) / most);
    const label = svg("text", { x: x + (Math.abs(side) < 0.2 ? 0 : Math.sign(side) * (r + 8)), y: y + (Math.abs(side) < 0.2 ? Math.sign(y - 270) * (r + 14) + 4 : 4), "text-anchor": Math.abs(side) < 0.2 ? "middle" : side > 0 ? "start" : "end" }, document.createTextNode(`${term("type", DATA.types[i].id)} ${counts.get(i)}`));
    return svg("g", {}, svg("path", { d: outline(i, x, y, r), fill: colour(i), "fill-rule": "evenodd", class: "dot" }), label);
  });
  return svg("svg", { viewBox: "0 0 620 540", class: "ring", role: "img", "aria-label": t("schema") }, lines, dots);
}
