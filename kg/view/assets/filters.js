// What is shown: types, relations, time; every choice with its count.
const filtered = () => state.hiddenTypes.size + state.hiddenRelations.size > 0 || timed() || !state.lonely || state.named === false;

const unfiltered = () => go({ hiddenTypes: new Set(), hiddenRelations: new Set(), from: "", to: "", undated: true, lonely: true, named: null });

function counted(items, key) {
  const counts = new Map();
  for (const item of items) counts.set(item[key], (counts.get(item[key]) ?? 0) + 1);
  return counts;
}

function toggled(set, key) {
  const next = new Set(set);
  if (!next.delete(key)) next.add(key);
  return next;
}

function filterPanel() {
  const types = typeCounts();
  const relations = new Map();
  for (const edge of DATA.edges) relations.set(edge.relation, (relations.get(edge.relation) ?? 0) + edge.facts.length);
  const sorted = (map) => [...map].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  const box = (kind, i, label, count, picture, hidden, key) => h("label", { class: "check" },
    h("input", { type: "checkbox", checked: !hidden.has(i), "data-filter": kind + i, onchange: () => { go({ [key]: toggled(hidden, i) }); again(kind + i); } }), picture, h("span", {}, label), h("span", { class: "count" }, count));
  return [
    h("div", { class: "actions" }, h("button", { type: "button", class: "act", disabled: !filtered(), onclick: unfiltered }, t("reset"))),
    timeline(),
    h("fieldset", {}, h("legend", {}, t("nodeTypes")), allOrNone("hiddenTypes", [...types.keys()]),
      sorted(types).map(([i, n]) => box("type", i, term("type", DATA.types[i].id), n, icon(i), state.hiddenTypes, "hiddenTypes")),
      DATA.remote ? null : [loose("lonely", state.lonely, DATA.nodes.filter((n) => !n.edges.length && n.facts.length).length), loose("named", namedShown(), DATA.silent)]),
    h("fieldset", {}, h("legend", {}, t("relationTypes")), allOrNone("hiddenRelations", [...relations.keys()]),
      sorted(relations).map(([i, n]) => box("relation", i, term("fact", DATA.relations[i]), n, null, state.hiddenRelations, "hiddenRelations"))),
  ].filter(Boolean);
}
/** What hangs on nothing else, to be shown or not. */
const loose = (key, now, count) => h("label", { class: "check" }, h("input", { type: "checkbox", checked: now, "data-filter": key, onchange: () => { go({ [key]: !now }); again(key); } }), h("span", {}, t(key)), h("span", { class: "count" }, count));
/** Focus stays on the control that was used, though the panel is drawn anew. */
const again = (key) => document.querySelector(`[data-filter="${key}"]`)?.focus();

const allOrNone = (key, all) => h("div", { class: "either" },
  h("button", { type: "button", class: "link", onclick: () => go({ [key]: new Set() }) }, t("showAll")), h("button", { type: "button", class: "link", onclick: () => go({ [key]: new Set(all) }) }, t("showNone")));

/** Facts by month (or year, where there are many), and the range chosen. */
function timeline() {
  const dates = DATA.facts.map((f) => f.date).filter(Boolean).map((d) => d.split("/")[0]);
  const months = [...new Set(dates.map((d) => d.slice(0, 7)))].sort();
  if (months.length < 2) return null;
  const size = new Set(dates.map((d) => d.slice(0, 4))).size > 5 ? 4 : 7;
  const units = [...new Set(dates.map((d) => d.slice(0, size)))].sort();
  const counts = new Map(units.map((u) => [u, 0]));
  dates.forEach((d) => counts.set(d.slice(0, size), counts.get(d.slice(0, size)) + 1));
  const top = Math.max(...counts.values());
  const inside = (u) => (!state.from || u >= state.from.slice(0, u.length)) && (!state.to || u.slice(0, state.to.length) <= state.to);
  const bars = units.map((u, k) => svg("rect", { x: (k * 300) / units.length + 0.5, y: 60 - (54 * counts.get(u)) / top, width: Math.max(300 / units.length - 1.5, 1), height: Math.max((54 * counts.get(u)) / top, 1), class: inside(u) ? "in" : "out" }, svg("title", {}, document.createTextNode(`${u}: ${counts.get(u)}`))));
  const choice = (key, label) => h("label", {}, label, h("select", { "data-filter": key, onchange: (e) => { const next = { [key]: e.target.value }; go(next); again(key); } },
    h("option", { value: "" }, "—"), units.map((u) => h("option", { value: u, selected: state[key] === u }, u))));
  return h("fieldset", { id: "time" }, h("legend", {}, t("time")), svg("svg", { viewBox: "0 0 300 62", class: "bars", role: "img", "aria-label": `${t("time")}: ${units[0]} — ${units[units.length - 1]}` }, bars),
    h("div", { class: "range" }, choice("from", t("from")), choice("to", t("to"))),
    h("label", { class: "check" }, h("input", { type: "checkbox", checked: state.undated, "data-filter": "undated", onchange: () => { go({ undated: !state.undated }); again("undated"); } }), h("span", {}, t("undated"))));
}

/** How many nodes there are of each type, in the whole graph. */
function typeCounts() {
  if (!DATA.remote) return counted(DATA.nodes, "type");
  return new Map(DATA.types.map((type, i) => [i, DATA.remote.types[type.id] ?? 0]).filter(([, n]) => n));
}

/** The legend under the canvas: every type there is, with its count; a click hides or shows it. */
function renderLegend() {
  const types = [...typeCounts()].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  $("legend").replaceChildren(...types.map(([i, n]) => h("button", { type: "button", "aria-pressed": String(!state.hiddenTypes.has(i)), "data-filter": "legend" + i, onclick: () => { go({ hiddenTypes: toggled(state.hiddenTypes, i) }); again("legend" + i); } }, icon(i), h("span", {}, term("type", DATA.types[i].id)), h("small", {}, n))));
}
