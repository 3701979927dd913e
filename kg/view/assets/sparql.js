// SPARQL over the page's own graph, in a worker that can be ended.
const consoleState = { worker: null, ready: 0, result: null, running: false, text: "", name: "", given: {} };

async function inflated(id, kind) {
  const text = $(id).textContent.trim();
  const bytes = Uint8Array.fromBase64 ? Uint8Array.fromBase64(text) : Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")))[kind]();
}

/** Starts the worker and loads the graph, on first use. */
async function wake() {
  if (consoleState.worker) return;
  const [program, engine, graph] = await Promise.all([inflated("worker", "text"), inflated("engine", "arrayBuffer"), inflated("rdf", "text")]);
  const address = URL.createObjectURL(new Blob([program], { type: "text/javascript" }));
  const worker = new Worker(address);
  consoleState.worker = worker;
  await new Promise((done, fail) => {
    worker.onmessage = ({ data }) => (data.error ? fail(new Error(data.error)) : ((consoleState.ready = data.ready), done()));
    worker.onerror = (event) => fail(new Error(event.message ?? t("unreadable")));
    worker.postMessage({ engine, graph });
  });
  URL.revokeObjectURL(address);
}

function stop() {
  consoleState.worker?.terminate();
  Object.assign(consoleState, { worker: null, ready: 0, running: false });
}

async function ask(query) {
  Object.assign(consoleState, { running: true, result: null });
  renderSheet();
  try {
    await wake();
    const worker = consoleState.worker;
    consoleState.result = await new Promise((done) => { worker.onmessage = ({ data }) => done(data); worker.postMessage({ query }); });
  } catch (error) { consoleState.result = { error: error.message }; }
  consoleState.running = false;
  if (state.view === "query") renderSheet();
  say(consoleState.result.error ?? `${consoleState.result.rows.length} ${t("rows")}`);
}

/** A named query with its arguments; a line whose optional parameter is not given is left out. */
function filled(named, given) {
  const quoted = (value) => JSON.stringify(value);
  const terms = new Map();
  for (const p of named.parameters) {
    const value = (given[p.name] ?? "").trim();
    if (!value) continue;
    if (p.values[value]) terms.set(p.name, `<${p.values[value]}>`);
    else if (p.kind === "number") terms.set(p.name, String(Number(value)));
    else terms.set(p.name, quoted(value) + (p.kind === "name" ? "@zh" : ""));
  }
  return named.text.split("\n").filter((line) => !/^# \$/.test(line)).filter((line) => [...line.matchAll(/\$(\w+)/g)].every(([, name]) => terms.has(name)))
    .map((line) => line.replace(/\$(\w+)/g, (_, name) => terms.get(name))).join("\n");
}

function queryView() {
  const named = DATA.queries.find((q) => q.name === consoleState.name);
  const choice = h("select", { "aria-label": t("namedQueries"), onchange: (e) => choose(e.target.value) }, h("option", { value: "" }, t("namedQueries")),
    DATA.queries.map((q) => h("option", { value: q.name, selected: q.name === consoleState.name }, `${q.name} · ${q.help}`)));
  const inputs = (named?.parameters ?? []).map((p) => h("label", {}, p.help, Object.keys(p.values).length
    ? h("select", { onchange: (e) => give(p.name, e.target.value) }, h("option", { value: "" }, "—"), Object.keys(p.values).map((v) => h("option", { value: v, selected: consoleState.given[p.name] === v }, term(p.kind, v))))
    : h("input", { type: "text", value: consoleState.given[p.name] ?? "", oninput: (e) => give(p.name, e.target.value) })));
  const area = h("textarea", { id: "query", rows: 9, spellcheck: "false", "aria-label": "SPARQL", oninput: (e) => { consoleState.text = e.target.value; },
    onkeydown: (e) => { if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) { e.preventDefault(); ask(area.value); } } });
  area.value = consoleState.text || "SELECT ?类型 (COUNT(*) AS ?数量) WHERE { ?s a ?类型 } GROUP BY ?类型 ORDER BY DESC(?数量)";
  return [h("div", { class: "sheet-bar query-bar" }, choice, inputs, area, h("p", { class: "hint" }, t("queryHint")), h("span", { class: "gap" }),
    consoleState.running ? h("button", { type: "button", class: "act", onclick: () => { stop(); renderSheet(); } }, t("stop")) : null,
    h("button", { type: "button", class: "act primary", id: "run", disabled: consoleState.running, onclick: () => ask(area.value) }, t("run"))), h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": t("query") }, answerTable())];
}

function choose(name) {
  const named = DATA.queries.find((q) => q.name === name);
  Object.assign(consoleState, { name, given: {}, text: named ? filled(named, {}) : "" });
  renderSheet();
}

function give(name, value) {
  consoleState.given[name] = value;
  consoleState.text = filled(DATA.queries.find((q) => q.name === consoleState.name), consoleState.given);
  $("query").value = consoleState.text;
}

function answerTable() {
  const { result, running } = consoleState;
  if (running) return h("p", { class: "hint answer" }, t("loading"));
  if (!result) return null;
  if (result.error) return h("p", { class: "answer failed", role: "alert" }, result.error);
  const head = result.head, rows = result.rows.map((cells) => ({ cells: cells.map((c) => c?.value ?? "") }));
  return [h("p", { class: "meta answer" }, h("span", {}, `${rows.length} ${t("rows")} · ${result.took} ms · ${grouped(consoleState.ready)} ${t("triples")}`),
    rows.length ? h("button", { type: "button", class: "link", onclick: () => save(new Blob(["\ufeff" + [head, ...rows.map((r) => r.cells)].map((line) => line.map(safe).join(",")).join("\r\n")], { type: "text/csv" }), "query.csv") }, t("csv")) : null),
    h("table", {}, h("thead", {}, h("tr", {}, head.map((name) => h("th", { scope: "col" }, name)))), h("tbody", {}, result.rows.slice(0, 1000).map((cells) => h("tr", {}, cells.map((c) => h("td", {}, cell(c)))))))];
}

/** A term as a reader sees it: a thing of the graph as its node, another IRI by its end. */
function cell(c) {
  if (!c) return "";
  if (c.kind !== "NamedNode") return c.value;
  const base = DATA.queries[0]?.base ?? "", node = c.value.startsWith(base) ? DATA.byId.get(c.value.slice(base.length)) : undefined;
  return node !== undefined ? chip(node) : h("span", { title: c.value }, decodeURI(c.value.replace(/^.*[#/]/, "")));
}
