"use strict";
const at = (id) => document.getElementById(id);
const query = at("query"), state = at("state"), answer = at("answer"), csv = at("csv"), base = query.dataset.base;
const examples = JSON.parse(at("examples").content.textContent);

async function ask(sparql, accept) {
  return fetch("/sparql", {
    method: "POST",
    headers: { "Content-Type": "application/sparql-query", Accept: accept },
    body: sparql,
  });
}

async function names(iris) {
  // IRIs come from the answer and are well-formed: they hold no angle brackets
  const found = new Map();
  if (iris.length === 0) return found;
  const values = iris.slice(0, 500).map((iri) => `<${iri}>`).join(" ");
  const label = "<http://www.w3.org/2000/01/rdf-schema#label>";
  const got = await ask(`SELECT ?s ?l { VALUES ?s { ${values} } ?s ${label} ?l FILTER(LANG(?l) = "zh") }`, "application/sparql-results+json");
  if (!got.ok) return found;
  for (const row of (await got.json()).results.bindings) found.set(row.s.value, row.l.value);
  return found;
}

function cell(term, labels) {
  const td = document.createElement("td");
  if (!term) return td;
  if (term.type === "uri" && term.value.startsWith(base)) {
    const link = document.createElement("a");
    link.href = "/id/" + term.value.slice(base.length);
    link.textContent = labels.get(term.value) || decodeURI(term.value.slice(base.length));
    td.append(link);
  } else {
    td.textContent = term.value;
  }
  return td;
}

async function table(data) {
  const rows = data.results.bindings;
  const iris = new Set();
  for (const row of rows) for (const term of Object.values(row)) if (term.type === "uri" && term.value.startsWith(base)) iris.add(term.value);
  const labels = await names([...iris]);
  const made = document.createElement("table");
  const head = made.createTHead().insertRow();
  for (const name of data.head.vars) {
    const th = document.createElement("th");
    th.scope = "col";
    th.textContent = name;
    head.append(th);
  }
  const body = made.createTBody();
  for (const row of rows) body.insertRow().append(...data.head.vars.map((name) => cell(row[name], labels)));
  return made;
}

async function run() {
  answer.replaceChildren();
  csv.hidden = true;
  state.textContent = "…";
  const started = performance.now();
  const got = await ask(query.value, "application/sparql-results+json, text/turtle;q=0.9");
  const seconds = ((performance.now() - started) / 1000).toFixed(2);
  if (!got.ok) {
    const told = document.createElement("p");
    told.className = "error";
    told.textContent = await got.text();
    answer.append(told);
    state.textContent = `${got.status} · ${seconds} 秒`;
    return;
  }
  if (got.headers.get("content-type").startsWith("text/turtle")) {
    const text = document.createElement("pre");
    text.textContent = await got.text();
    answer.append(text);
    state.textContent = `${seconds} 秒`;
    return;
  }
  const data = await got.json();
  if ("boolean" in data) {
    state.textContent = `${data.boolean ? "是" : "否"} · ${seconds} 秒`;
    return;
  }
  answer.append(await table(data));
  state.textContent = `${data.results.bindings.length} 行 · ${seconds} 秒`;
  const text = await (await ask(query.value, "text/csv")).blob();
  csv.href = URL.createObjectURL(text);
  csv.download = "answer.csv";
  csv.hidden = false;
}

at("example").addEventListener("change", (event) => {
  const one = examples.find((example) => example.name === event.target.value);
  if (one) query.value = one.sparql;
});
at("run").addEventListener("click", run);
query.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) run();
});
query.value = examples[0].sparql;
