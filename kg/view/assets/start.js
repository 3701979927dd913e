// Where to begin: the most connected, the latest awards, the building projects, the people, the sources.
function startPanel() {
  const dated = (a, b) => ((b.date ?? "") > (a.date ?? "") ? 1 : (b.date ?? "") < (a.date ?? "") ? -1 : a.i - b.i);
  const of = (name) => { const type = DATA.relations.indexOf(name); return DATA.facts.filter((f) => f.type === type); };
  const busy = first(8, DATA.nodes.filter((n) => n.value > 1), (a, b) => b.value - a.value || a.i - b.i);
  return [
    h("div", { class: "sums" }, sum(DATA.remote?.nodes ?? DATA.nodes.length, "entities"), sum(DATA.remote?.facts ?? DATA.facts.length, "facts"), sum(DATA.remote?.documents ?? DATA.documents.length, "documents")),
    DATA.nodes.length > 10000 && !DATA.remote ? h("p", { class: "hint" }, t("tooLarge")) : null,
    block("mostConnected", busy.map((n) => h("div", { class: "row even" }, chip(n.i), share(n.value / busy[0].value), h("span", { class: "count" }, n.value)))),
    block("latestAwards", first(6, of("award"), dated).map(awardRow)),
    block("building", first(8, of("construction"), dated).map(buildingRow)),
    block("people", of("holdsPost").slice(0, 6).map(postRow)),
    block("documentsTitle", DATA.documents.slice(0, 12).map((doc, d) => h("button", { type: "button", class: "link row", onclick: () => go({ view: "source", document: d, at: null }) }, h("span", {}, doc.title), doc.date ? h("time", {}, doc.date) : null))),
  ].filter(Boolean);
}
const sum = (value, key) => h("div", {}, h("b", {}, grouped(value)), h("span", {}, t(key)));
/** The first so many in an order, of lists too long to be sorted for that. */
function first(most, items, order) {
  const found = [];
  for (const item of items) {
    if (found.length === most && order(item, found[most - 1]) >= 0) continue;
    const at = found.findIndex((other) => order(item, other) < 0);
    found.splice(at < 0 ? found.length : at, 0, item);
    if (found.length > most) found.pop();
  }
  return found;
}
const block = (key, items) => (items.length ? h("section", { class: "block" }, h("h2", {}, t(key)), items) : null);

const share = (part) => h("span", { class: "bar share", "aria-hidden": "true" }, h("span", { style: { width: Math.round(100 * part) + "%" } }));

function awardRow(fact) {
  const who = endOf(fact, "recipient") ?? endOf(fact, "of"), what = endOf(fact, "competition") ?? endOf(fact, "honour");
  return h("div", { class: "row award" }, h("span", { class: "tag tag-rank" }, valueOf(fact, "rank") ?? t("role:honour")), h("div", {}, who !== undefined ? chip(who) : null, what !== undefined ? chip(what, "quiet") : null));
}

function buildingRow(fact) {
  const site = endOf(fact, "facility"), status = valueOf(fact, "status"), progress = valueOf(fact, "progress");
  return h("div", { class: "row even" }, site !== undefined ? chip(site) : null, h("span", { class: "tag push" }, [valueOf(fact, "works"), status ? term("status", status) : null].filter(Boolean).join(" · ")), progress !== undefined ? bar(Number(progress)) : null);
}

function postRow(fact) {
  const [who, where] = [endOf(fact, "holder"), endOf(fact, "organization")];
  return h("div", { class: "row" }, who !== undefined ? chip(who) : null, h("span", { class: "tag" }, valueOf(fact, "role") ?? ""), where !== undefined ? chip(where, "quiet") : null);
}
