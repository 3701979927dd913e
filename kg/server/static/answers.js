"use strict";
// What the editors share: questions to the service, and answers as tables with Chinese labels and links.
const about = JSON.parse(document.getElementById("about").content.textContent); // { base, things, examples, prefixes, terms }
const ROWS = 500; // rows shown at a time

async function ask(sparql, accept) {
  return fetch("/sparql", {
    method: "POST",
    headers: { "Content-Type": "application/sparql-query", Accept: accept },
    body: sparql,
  });
}

const ours = (term) => term && term.type === "uri" && term.value.startsWith(about.base);
const known = new Map(); // IRI → label

async function learn(rows) {
  // IRIs come from the answer and are well-formed: they hold no angle brackets
  const met = rows.flatMap((row) => Object.values(row)).filter((term) => term.type === "uri").map((term) => term.value);
  const wanted = [...new Set(met)].filter((iri) => !known.has(iri) && iri.startsWith(about.base));
  for (const iri of wanted) known.set(iri, "");
  if (wanted.length === 0) return;
  const values = wanted.map((iri) => `<${iri}>`).join(" ");
  const label = "<http://www.w3.org/2000/01/rdf-schema#label>";
  const got = await ask(`SELECT ?s ?l { VALUES ?s { ${values} } ?s ${label} ?l FILTER(LANG(?l) = "zh") }`, "application/sparql-results+json");
  if (!got.ok) return;
  for (const row of (await got.json()).results.bindings) known.set(row.s.value, row.l.value);
}

function readable(text) {
  try { return decodeURI(text); } catch { return text; }
}

function short(iri) {
  if (iri.startsWith(about.base)) return readable(iri.slice(about.base.length));
  const [name, space] = Object.entries(about.prefixes).find(([, space]) => space && iri.startsWith(space)) || [];
  return name === undefined ? iri : `${name}:${iri.slice(space.length)}`;
}

function link(href, text, title) {
  const made = document.createElement("a");
  Object.assign(made, { href, textContent: text, title });
  return made;
}

function cell(term) {
  const td = document.createElement("td");
  if (!term) return td;
  if (ours(term)) {
    const local = term.value.slice(about.base.length);
    td.append(link(`/id/${local}`, known.get(term.value) || short(term.value), readable(term.value)));
    if (about.things.includes(local.split("/")[0])) {
      const place = new URLSearchParams({ around: readable(local), hops: 1, n: readable(local) });
      const mark = link(`/explorer/#${place}`, "◎", "在图谱中看");
      mark.className = "mark";
      mark.setAttribute("aria-label", `在图谱中看${known.get(term.value) || ""}`);
      td.append(" ", mark);
    }
  } else if (term.type === "uri") {
    td.append(link(term.value, about.terms[term.value] || short(term.value), term.value));
  } else {
    td.textContent = term.value;
    if (/^[+-]?[0-9.]+$/.test(term.value)) td.className = "number";
  }
  return td;
}

async function table(data) {
  const rows = data.results.bindings, made = document.createElement("table"), box = document.createElement("div");
  made.className = "answer";
  const head = made.createTHead().insertRow();
  for (const name of data.head.vars) {
    const th = document.createElement("th");
    th.scope = "col";
    th.textContent = name;
    head.append(th);
  }
  const body = made.createTBody(), more = document.createElement("button");
  const show = async () => {
    const next = rows.slice(body.rows.length, body.rows.length + ROWS);
    await learn(next);
    for (const row of next) body.insertRow().append(...data.head.vars.map((name) => cell(row[name])));
    more.hidden = body.rows.length >= rows.length;
    more.textContent = `已显示 ${body.rows.length} 行，共 ${rows.length} 行：再显示 ${ROWS} 行`;
  };
  more.addEventListener("click", show);
  await show();
  box.append(made, more);
  return box;
}
