// What is shown, as tables: sorted by a click, copied, or saved as CSV.
let sorting = { column: null, down: false };
const PAGE = 300;

/** Nodes and facts of the scene, facts in the order of their sources; of communities, all that pass the filters. */
function listed() {
  const scene = compose();
  const nodes = scene.communities || above("table") ? DATA.nodes.map((n) => n.i).filter(nodePasses) : scene.nodes;
  if (state.table === "entities") return entityRows(nodes);
  const facts = new Set();
  if (state.focus.kind === "path") scene.edges.forEach((e) => e.facts.forEach((f) => facts.add(f)));
  else { const inside = new Set(nodes); nodes.forEach((n) => DATA.nodes[n].facts.forEach((f) => { if (DATA.facts[f].ends.every(([, m]) => inside.has(m))) facts.add(f); })); }
  const at = (f) => DATA.facts[f].passages[0] ?? [Infinity, 0];
  return factRows([...facts].sort((a, b) => at(a)[0] - at(b)[0] || at(a)[1] - at(b)[1] || a - b).map((f) => DATA.facts[f]).filter((f) => timely(f) && !state.hiddenRelations.has(f.type)));
}

function entityRows(nodes) {
  const head = ["name", "type", "kind", "aliases", "jurisdiction", "facts", "mentions"];
  const rows = nodes.map((i) => {
    const n = DATA.nodes[i];
    return { node: i, cells: [n.label, term("type", DATA.types[n.type].id), n.kind ? term("kind", n.kind) : "", n.aliases.join("、"), n.region ?? "", n.facts.length, n.mentions.length] };
  });
  return { head, rows };
}

function factRows(facts) {
  const head = ["subject", "relation", "target", "detail", "date", "evidence", "document"];
  const rows = facts.map((fact) => {
    const [first, others] = pairOf(fact), values = fact.values.filter(([role]) => DATA.roles[role] !== "date");
    const [d, start, end] = fact.passages[0] ?? [];
    const called = (list) => list.map((n) => DATA.nodes[n].label).join("、");
    return { fact, ends: [first, null, others], cells: [called(first), term("fact", DATA.relations[fact.type]), called(others), values.map(([role, value]) => `${term("role", DATA.roles[role])} ${literal(DATA.roles[role], value)}`).join("；"),
      String(valueOf(fact, "date") ?? "").replace("/", " — "), d === undefined ? "" : DATA.documents[d].slice(start, end), d === undefined ? "" : DATA.documents[d].title] };
  });
  return { head, rows };
}

/** A fact's first thing and the others, in the direction of its link. */
function pairOf(fact) {
  const edge = DATA.nodes[fact.ends[0]?.[1]]?.edges.map((e) => DATA.edges[e]).find((e) => e.facts.includes(fact.i));
  const first = edge ? edge.from : fact.ends[0]?.[1];
  return [first === undefined ? [] : [first], fact.ends.map(([, n]) => n).filter((n) => n !== first)];
}

function tableView() {
  const { head, rows } = listed();
  if (sorting.column !== null) {
    const k = sorting.column, way = sorting.down ? -1 : 1;
    rows.sort((a, b) => way * (typeof a.cells[k] === "number" ? a.cells[k] - b.cells[k] : String(a.cells[k]).localeCompare(String(b.cells[k]), "zh")));
  }
  const body = h("tbody");
  const fill = (start) => {
    body.append(...rows.slice(start, start + PAGE).map(rowOf));
    if (rows.length > start + PAGE) { const button = h("tr", {}, h("td", { colspan: head.length }, h("button", { type: "button", class: "act", onclick: () => { button.remove(); fill(start + PAGE); } }, `${t("more")} (${rows.length - start - PAGE})`))); body.append(button); }
  };
  fill(0);
  const tab = (name) => h("button", { type: "button", class: "act", "aria-pressed": String(state.table === name), onclick: () => { sorting = { column: null, down: false }; go({ table: name }); } }, t(name + "Table"));
  return [h("div", { class: "sheet-bar" }, tab("entities"), tab("facts"), h("span", { class: "count" }, `${rows.length} ${t("rows")}${above("table") ? ` / ${grouped(DATA.remote[state.table === "facts" ? "facts" : "nodes"])}` : ""}`), h("span", { class: "gap" }),
    h("button", { type: "button", class: "act", onclick: (e) => copy(head, rows, e.target) }, t("copy")), h("button", { type: "button", class: "act", onclick: () => save(new Blob([csv(head, rows)], { type: "text/csv" }), state.table + ".csv") }, t("csv"))),
    h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": t("table") }, h("table", {}, h("thead", {}, h("tr", {}, head.map((key, k) => h("th", { scope: "col", "aria-sort": sorting.column === k ? (sorting.down ? "descending" : "ascending") : "none" },
      h("button", { type: "button", onclick: () => { sorting = { column: k, down: sorting.column === k && !sorting.down }; renderSheet(); } }, t(key), sorting.column === k ? (sorting.down ? " ↓" : " ↑") : ""))))), body))];
}

function rowOf({ node, fact, ends, cells }) {
  return h("tr", {}, cells.map((cell, k) => {
    if (k === 0 && node !== undefined) return h("th", { class: "names", scope: "row" }, chip(node, "quiet"));
    if (ends?.[k]) return h(k ? "td" : "th", { class: "names", scope: k ? null : "row" }, ends[k].map((i) => chip(i, "quiet")));
    if (fact && k === 5 && fact.passages.length) return h("td", { class: "long" }, h("button", { type: "button", class: "link", onclick: () => read(...fact.passages[0]) }, cell));
    return h("td", { class: typeof cell === "number" ? "number" : fact && k === 6 ? "short" : fact && k === 3 ? "detail" : fact || k === 1 || k === 2 ? "word" : null }, cell);
  }));
}

/** A cell that no spreadsheet takes for a formula, quoted. */
function safe(cell) {
  const text = String(cell);
  const plain = typeof cell !== "number" && /^\s*[=+\-@\t\r＝＋－＠]/.test(text) ? "'" + text : text;
  return '"' + plain.replaceAll('"', '""') + '"';
}
const csv = (head, rows) => "\ufeff" + [head.map(t), ...rows.map((row) => row.cells)].map((cells) => cells.map(safe).join(",")).join("\r\n") + "\r\n";

async function copy(head, rows, button) {
  const text = [head.map(t), ...rows.map((row) => row.cells)].map((cells) => cells.map((c) => safe(c).slice(1, -1).replace(/[\t\r\n]+/g, " ")).join("\t")).join("\n");
  try { await navigator.clipboard.writeText(text); } catch {
    const area = h("textarea", { class: "away" }, text);
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  button.textContent = t("copied");
  say(t("copied"));
}
