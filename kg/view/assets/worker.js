// Runs in a worker, above Oxigraph's own module: loads the graph once, then answers queries.
let store = null;
const plain = (term) => (term === undefined ? null : { kind: term.termType, value: term.value, language: term.language ?? "" });
function answer(query) {
  const started = performance.now(), found = store.query(PREFIXES + query, { use_default_graph_as_union: true });
  const took = () => Math.round(performance.now() - started);
  if (typeof found === "boolean") return { head: ["ASK"], rows: [[{ kind: "Literal", value: String(found), language: "" }]], took: took() };
  const items = [...found];
  if (!items.length) return { head: [], rows: [], took: took() };
  if (items[0] instanceof Map) {
    const head = [...new Set(items.slice(0, 500).flatMap((row) => [...row.keys()]))];
    return { head, rows: items.map((row) => head.map((name) => plain(row.get(name)))), took: took() };
  }
  return { head: ["s", "p", "o"], rows: items.map((quad) => [plain(quad.subject), plain(quad.predicate), plain(quad.object)]), took: took() };
}
onmessage = ({ data }) => {
  try {
    if (data.engine) {
      initSync({ module: data.engine });
      store = new Store();
      store.load(data.graph, { format: "text/turtle" });
      postMessage({ ready: store.size });
    } else postMessage(answer(data.query));
  } catch (error) { postMessage({ error: String(error?.message || error || "?") + " " + (error?.stack ?? "") }); }
};
