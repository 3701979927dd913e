// The panel at the side: where to begin, what is selected, what is filtered.
const TABS = ["start", "details", "filters", "review"];

function renderPanel() {
  const tabs = $("tabs");
  tabs.replaceChildren(...TABS.map((name) => h("button", {
    type: "button", role: "tab", id: "tab-" + name, "aria-selected": String(state.tab === name), "aria-controls": "panel", tabindex: state.tab === name ? 0 : -1,
    onclick: () => { state.tab = name; renderPanel(); }, onkeydown: turnTab,
  }, t(name), name === "filters" && filtered() ? h("b", { class: "dot", title: t("filters") }) : name === "review" && made.size ? h("small", {}, made.size) : null)));
  $("panel").setAttribute("aria-labelledby", "tab-" + state.tab);
  const body = { start: startPanel, details: detailsPanel, filters: filterPanel, review: reviewPanel }[state.tab]();
  const panel = $("panel"), filled = panel.firstChild;
  panel.replaceChildren(...[body].flat(3).filter(Boolean));
  // Telling a place within the panel makes the browser lay it out at once.
  if (filled) panel.scrollTop = 0;
}

function turnTab(event) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  event.stopPropagation();
  state.tab = TABS[(TABS.indexOf(state.tab) + step + TABS.length) % TABS.length];
  renderPanel();
  $("tab-" + state.tab).focus();
}

function detailsPanel() {
  const chosen = state.selected;
  if (chosen?.node !== undefined) return nodeDetails(DATA.nodes[chosen.node]);
  if (chosen?.edge !== undefined) return edgeDetails(DATA.edges[chosen.edge]);
  if (chosen?.community !== undefined) return communityDetails(DATA.communities[chosen.community]);
  if (state.focus.kind === "path" && state.focus.to !== null) return pathDetails();
  return [h("p", { class: "hint" }, state.focus.kind === "path" ? t("pathHint") : t("noSelection"))];
}

function nodeDetails(node) {
  const type = [term("type", DATA.types[node.type].id), node.kind ? term("kind", node.kind) : null].filter(Boolean).join(" · ");
  return [
    h("div", { class: "title" }, h("span", { class: "badge", style: { color: colour(node.type) } }, icon(node.type, 30)), h("div", {}, h("h2", {}, node.label), h("p", {}, type))),
    node.aliases.length ? h("p", { class: "aliases" }, h("i", {}, t("aliases")), node.aliases.map((a, k) => [k ? "、" : null, h("span", {}, a)])) : null,
    h("p", { class: "meta" }, node.region ? h("span", {}, `${t("jurisdiction")} ${node.region}`) : null, h("span", {}, `${t("mentions")} ${node.mentions.length}`), h("span", {}, `${t("facts")} ${node.facts.length}`)),
    actions(node),
    reviewing ? identityForms(node) : null,
    node.facts.length ? groups(node.facts.map((f) => DATA.facts[f]), node.i) : h("p", { class: "hint" }, t("noFacts")),
    editions(node),
    sameness(node),
    mentionsOf(node),
  ].filter(Boolean);
}

function actions(node) {
  const act = (key, run, extra = {}) => h("button", { type: "button", class: "act", onclick: run, ...extra }, t(key));
  const on = (hops) => String(state.focus.kind === "hops" && state.focus.node === node.i && state.focus.hops === hops);
  return h("div", { class: "actions" },
    node.edges.length ? [act("neighbourhood1", () => around(node.i, 1), { "aria-pressed": on(1) }), act("neighbourhood2", () => around(node.i, 2), { "aria-pressed": on(2) }),
      state.focus.kind !== "all" ? act("expand", () => expand(node.i)) : null,
      state.focus.kind === "path" && state.focus.from !== node.i ? act("pathTo", () => go({ view: "graph", focus: { kind: "path", from: state.focus.from, to: node.i }, plus: [] }))
        : act("pathFrom", () => go({ view: "graph", focus: { kind: "path", from: node.i, to: null }, plus: [], tab: "details" }))] : null,
    node.mentions.length ? act("readSource", () => read(...node.mentions[0])) : null,
    act("review", () => { reviewing = !reviewing; inPlace("review"); }, { "aria-pressed": String(reviewing), "data-decide": "review" }));
}

/** Facts by kind, the most first; long groups open on demand. */
function groups(facts, from) {
  const by = new Map();
  for (const fact of facts) { if (!by.has(fact.type)) by.set(fact.type, []); by.get(fact.type).push(fact); }
  const sorted = [...by].sort((a, b) => b[1].length - a[1].length || a[0] - b[0]);
  return sorted.map(([type, list]) => {
    const box = h("details", { class: "group", open: true }, h("summary", {}, h("h3", {}, term("fact", DATA.relations[type])), h("span", { class: "count" }, list.length)));
    more(box, told(list, from), 12);
    return box;
  });
}

/** Puts the first items into a box, and the others behind a button. */
function more(box, items, size, make = (item) => item) {
  box.append(...items.slice(0, size).map(make));
  if (items.length <= size) return box;
  const button = h("button", { type: "button", class: "act more", onclick: () => { button.remove(); more(box, items.slice(size), size * 4, make); } }, `${t("more")} (${items.length - size})`);
  box.append(button);
  return box;
}

/** The series of a contest or event, and its other editions. */
function editions(node) {
  if (!node.series) return null;
  const { name, editions } = node.series;
  const box = h("details", { class: "group editions", open: true }, h("summary", {}, h("h3", {}, t("editions")), h("span", { class: "count" }, editions.length)), h("p", { class: "meta" }, name));
  const which = ([, edition, year]) => [edition, year].filter(Boolean).join(" · ");
  return more(box, editions.map((one) => h("p", { class: "edition" }, h("span", { class: "tag" }, which(one)), one[0] === node.i ? h("b", {}, node.label) : chip(one[0]))), 12);
}

/** Why several names are one thing, and where it is said. */
function sameness(node) {
  if (!node.merges.length) return null;
  const box = h("details", { class: "group" }, h("summary", {}, h("h3", {}, t("sameness")), h("span", { class: "count" }, node.merges.length)));
  return more(box, node.merges.map(([names, reason, confidence, said]) => h("article", { class: "told" }, h("div", { class: "fact" }, names.map((name, k) => [k ? h("i", {}, "=") : null, h("span", { class: "tag" }, name)])), h("div", { class: "meta" }, h("span", {}, reason), sure(confidence), reviewing ? choices(names.map((name) => formId(node, name)), [["apart", "different"]]) : null), said ? quote(said, { ends: [[0, node.i]], values: [] }) : null)), 8);
}

function mentionsOf(node) {
  if (!node.mentions.length) return null;
  const box = h("details", { class: "group", open: !node.facts.length }, h("summary", {}, h("h3", {}, t("mentions")), h("span", { class: "count" }, node.mentions.length)));
  return more(box, node.mentions.map((m) => quote(m, { ends: [[0, node.i]], values: [] })), 5);
}

function edgeDetails(edge) {
  return [h("div", { class: "title pair" }, chip(edge.from), h("span", { class: "arrow" }, h("b", {}, term("fact", relationId(edge))), " →"), chip(edge.to)), ...told(edge.facts.map((f) => DATA.facts[f]), [edge.from, edge.to])];
}

function communityDetails(community) {
  const members = [...community.members].sort((a, b) => DATA.nodes[b].value - DATA.nodes[a].value || a - b);
  return [h("div", { class: "title" }, h("div", {}, h("h2", {}, DATA.nodes[community.hub].label), h("p", {}, `${t("community")} · ${members.length} ${t("entities")}`))),
    h("div", { class: "actions" }, h("button", { type: "button", class: "act", onclick: () => go({ view: "graph", focus: { kind: "community", at: community.i }, plus: [], selected: null }) }, t("openCommunity"))),
    more(h("div", { class: "list" }), members, 40, (i) => chip(i))];
}

function pathDetails() {
  const { from, to } = state.focus;
  return [h("div", { class: "title pair" }, chip(from), h("span", { class: "arrow" }, "→"), chip(to)), h("p", { class: "hint" }, view.note),
    view.edges.map((edge) => h("section", { class: "step" }, edgeDetails(edge)))].flat();
}
