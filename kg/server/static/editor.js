"use strict";
// The plain editor, for a package that was built without YASGUI.
const at = (id) => document.getElementById(id);
const query = at("query"), state = at("state"), answer = at("answer"), csv = at("csv");

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
  const one = about.examples.find((example) => example.name === event.target.value);
  if (one) query.value = one.sparql;
});
at("run").addEventListener("click", run);
query.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) run();
});
query.value = about.examples[0].sparql;
