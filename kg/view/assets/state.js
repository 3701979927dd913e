// What the reader is looking at: one object, mirrored in the address, so that back, forward and a shared link restore it.
const VIEWS = ["graph", "table", "schema", "source"];
const views = () => (DATA.queries.length ? [...VIEWS, "query"] : VIEWS);
const state = fresh();
let renderer = () => {};

function fresh() {
  return {
    view: "graph", focus: { kind: "all" }, plus: [], selected: null, tab: "start", hiddenTypes: new Set(), hiddenRelations: new Set(),
    from: "", to: "", undated: true, lonely: true, named: null, document: 0, at: null, table: "entities",
  };
}

const language = { now: 0 };
/** The interface's word for a key in the language chosen; the key itself where there is none. */
const t = (key) => DATA.words.get(key)?.[language.now] ?? key.replace(/^\w+:/, "");
const term = (group, name) => t(group + ":" + name);

/** Changes the state, draws it, and leaves a step in the browser's history. */
function go(patch) {
  Object.assign(state, patch);
  const address = "#" + encoded();
  if (DATA.remote && needed(address) !== DATA.loaded) arrive(address);
  else renderer();
  if (address !== (location.hash || "#")) location.hash = address;
}

function encoded() {
  const q = new URLSearchParams();
  const ids = (list) => list.map((i) => DATA.nodes[i].id);
  if (state.view !== "graph") q.set("view", state.view);
  const f = state.focus;
  if (f.kind === "community") q.set("community", DATA.nodes[DATA.communities[f.at].hub].id);
  if (f.kind === "hops") { q.set("around", DATA.nodes[f.node].id); q.set("hops", f.hops); }
  if (f.kind === "path") { q.set("from", DATA.nodes[f.from].id); if (f.to !== null) q.set("to", DATA.nodes[f.to].id); }
  if (state.plus.length) q.set("plus", JSON.stringify(ids(state.plus)));
  if (state.selected?.node !== undefined) q.set("n", DATA.nodes[state.selected.node].id);
  if (state.selected?.edge !== undefined) q.set("e", state.selected.edge);
  if (state.hiddenTypes.size) q.set("types", [...state.hiddenTypes].map((i) => DATA.types[i].id).sort().join(","));
  if (state.hiddenRelations.size) q.set("relations", [...state.hiddenRelations].map((i) => DATA.relations[i]).sort().join(","));
  if (state.from || state.to) q.set("time", state.from + ".." + state.to);
  if (!state.undated) q.set("undated", "0");
  if (!state.lonely) q.set("lonely", "0");
  if (state.named !== null) q.set("named", state.named ? "1" : "0");
  if (state.view === "source") { q.set("doc", state.document); if (state.at) q.set("at", state.at.join(",")); }
  if (state.view === "table" && state.table !== "entities") q.set("table", state.table);
  if (language.now) q.set("lang", "en");
  return q.toString();
}

/** The state that an address tells; what it names and the page does not have is left out. */
function decoded(address) {
  const q = new URLSearchParams(address.replace(/^#/, ""));
  const next = fresh();
  const node = (key) => DATA.byId.get(q.get(key) ?? "");
  if (views().includes(q.get("view"))) next.view = q.get("view");
  if (node("community") !== undefined) next.focus = { kind: "community", at: DATA.nodes[node("community")].community };
  if (node("around") !== undefined) next.focus = { kind: "hops", node: node("around"), hops: q.get("hops") === "2" ? 2 : 1 };
  if (node("from") !== undefined) next.focus = { kind: "path", from: node("from"), to: node("to") ?? null };
  next.plus = parsed(q.get("plus")).map((id) => DATA.byId.get(id)).filter((i) => i !== undefined);
  if (node("n") !== undefined) next.selected = { node: node("n") };
  else if (q.has("e") && DATA.edges[Number(q.get("e"))]) next.selected = { edge: Number(q.get("e")) };
  const chosen = (key, list) => new Set((q.get(key) ?? "").split(",").map((id) => list.indexOf(id)).filter((i) => i >= 0));
  next.hiddenTypes = chosen("types", DATA.types.map((type) => type.id));
  next.hiddenRelations = chosen("relations", DATA.relations);
  [next.from, next.to] = /^(\d{4}(?:-\d\d)?)?\.\.(\d{4}(?:-\d\d)?)?$/.exec(q.get("time") ?? "")?.slice(1).map((x) => x ?? "") ?? ["", ""];
  next.undated = q.get("undated") !== "0";
  next.lonely = q.get("lonely") !== "0";
  next.named = { 0: false, 1: true }[q.get("named")] ?? null;
  next.document = DATA.documents[Number(q.get("doc"))] ? Number(q.get("doc")) : 0;
  next.at = /^\d+,\d+$/.test(q.get("at") ?? "") ? q.get("at").split(",").map(Number) : null;
  if (q.get("table") === "facts") next.table = "facts";
  next.tab = next.selected ? "details" : "start";
  language.now = q.get("lang") === "en" ? 1 : 0;
  return next;
}

function parsed(text) {
  try { const list = JSON.parse(text ?? "[]"); return Array.isArray(list) ? list : []; } catch { return []; }
}

window.addEventListener("hashchange", () => {
  if ((location.hash || "#") === "#" + encoded()) return;
  arrive(location.hash);
});

/** Shows what an address tells; the explorer asks its server first for what it does not have. */
async function arrive(address) {
  if (DATA.remote && needed(address) !== DATA.loaded && !(await fetched(address))) return;
  Object.assign(state, decoded(address));
  renderer();
}

/** Tells screen readers what happened. */
function say(text) { $("live").textContent = text; }

/** Selects a node and shows its details; `focus` also draws its surroundings. */
function pick(node, extra = {}) {
  go({ selected: { node }, tab: "details", ...extra });
  say(t("selected") + " " + DATA.nodes[node].label);
}
function around(node, hops = 1) { pick(node, { view: "graph", focus: { kind: "hops", node, hops }, plus: [] }); }
function home() { go({ view: "graph", focus: { kind: "all" }, plus: [], selected: null, tab: "start" }); }

/** Whether a fact is within the time chosen. A period counts where it touches it. */
function timely(fact) {
  if (!state.from && !state.to) return true;
  if (!fact.date) return state.undated;
  const [start, end = start] = fact.date.split("/");
  return (!state.to || start.slice(0, state.to.length) <= state.to) && (!state.from || end.slice(0, state.from.length) >= state.from.slice(0, end.length));
}
/** What is only named is drawn where it is little, or where there is little else; the reader's choice goes before. */
const namedShown = () => state.named ?? (state.view !== "graph" || !DATA.whole || Boolean(DATA.remote) || Math.min(DATA.silent, DATA.nodes.length - DATA.silent) <= 12);
const timed = () => Boolean(state.from || state.to);
const edgePasses = (edge) => !state.hiddenRelations.has(edge.relation) && nodePasses(edge.from) && nodePasses(edge.to) &&
  (!timed() || edge.facts.some((f) => timely(DATA.facts[f])));
function nodePasses(i) {
  const node = DATA.nodes[i];
  return !state.hiddenTypes.has(node.type) && (node.edges.length > 0 || (node.facts.length ? state.lonely : namedShown())) &&
    (!timed() || node.facts.some((f) => timely(DATA.facts[f])));
}
