// A fact as a reader sees it: who, what, and the sentence that says it, with the words lit.

/** Sentence bounds around a passage, at most 60 characters to either side. */
function context(doc, start, end) {
  const before = doc.slice(Math.max(0, start - 60), start), after = doc.slice(end, Math.min(doc.length, end + 60));
  const ended = /[。！？!?；;\n]\s*$/.test(doc.slice(start, end));
  return [/[^。！？!?；;\n]*$/.exec(before)[0], ended ? "" : /^[^。！？!?；;\n]*[。！？!?；;]?/.exec(after)[0]];
}

/** The passage's text in pieces: mentions of the fact's things, its literal words, and the rest. */
function pieces(doc, [start, end], fact) {
  const ends = new Set(fact.ends.map(([, n]) => n));
  const text = doc.slice(start, end), points = Array.from(text), marks = new Array(points.length).fill(null);
  for (const [a, b, n] of doc.mentions) if (a >= start && b <= end && ends.has(n)) for (let k = a; k < b; k++) marks[k - start] = n;
  for (const [, value] of fact.values) for (const word of String(value).split(" ")) {
    const at = word ? nearest(text, word, marks) : -1;
    if (at < 0) continue;
    const first = Array.from(text.slice(0, at)).length;
    for (let k = first; k < first + Array.from(word).length; k++) marks[k] ??= "word";
  }
  const out = [];
  points.forEach((c, k) => { if (k && marks[k] === marks[k - 1]) out[out.length - 1].text += c; else out.push({ text: c, mark: marks[k] }); });
  return out;
}

/** Where a word stands: behind the last of the things that it is said of, else as near before it as can be. */
function nearest(text, word, marks) {
  const last = marks.findLastIndex((mark) => typeof mark === "number"), from = Array.from(text).slice(0, last + 1).join("").length;
  const after = text.indexOf(word, from);
  return after >= 0 ? after : text.lastIndexOf(word);
}

function quote([d, start, end], fact) {
  const doc = DATA.documents[d], [before, after] = context(doc, start, end);
  const body = h("span", { class: "exact", "data-doc": d, "data-start": start, "data-end": end });
  for (const { text, mark } of pieces(doc, [start, end], fact)) {
    if (mark === null) body.append(text);
    else if (mark === "word") body.append(h("mark", { class: "word" }, text));
    else body.append(h("mark", { style: { borderColor: colour(DATA.nodes[mark].type) } }, text));
  }
  return h("blockquote", { class: "quote" }, h("p", {}, h("span", { class: "around" }, before), body, h("span", { class: "around" }, after)),
    h("footer", {}, h("button", { type: "button", class: "link", onclick: () => read(d, start, end), title: t("readSource") }, doc.title), doc.date ? h("time", {}, doc.date) : null));
}

const read = (document, start, end) => go({ view: "source", document, at: [start, end] });

/** A node's name as a button that selects it. */
function chip(i, look = "") {
  const node = DATA.nodes[i];
  return h("button", { type: "button", class: "chip " + look, "data-node": i, onclick: () => pick(i, { view: state.view === "source" ? "source" : "graph" }) }, icon(node.type, 13), h("span", {}, node.label));
}

/** A literal in the reader's words: a level, a state of building, a share. */
function literal(role, value) {
  if (role === "level" || role === "status") return term(role, value);
  if (role === "progress") return Math.round(Number(value) * 100) + "%";
  return String(value).replace("/", " — ");
}

/** One line of a fact as seen from a node, from both ends of a link, or from none. */
function line(fact, from = null) {
  const parts = [], known = [from].flat();
  for (const [role, n] of fact.ends) if (!known.includes(n)) parts.push(h("span", { class: "end" }, h("i", {}, term("role", DATA.roles[role])), chip(n)));
  const values = fact.values.filter(([role]) => !["unit", "recipientKind"].includes(DATA.roles[role]));
  for (const [role, value] of values) {
    const name = DATA.roles[role];
    const unit = name === "value" ? valueOf(fact, "unit") ?? "" : name === "recipientCount" ? " " + (valueOf(fact, "recipientKind") ?? "") : "";
    parts.push(h("span", { class: "tag tag-" + name }, h("i", {}, term("role", name)), literal(name, value) + unit));
  }
  if (valueOf(fact, "progress") !== undefined) parts.push(bar(Number(valueOf(fact, "progress"))));
  return h("div", { class: "fact", "data-fact": fact.i }, parts);
}
const bar = (share) => h("span", { class: "bar", role: "img", "aria-label": Math.round(share * 100) + "%" }, h("span", { style: { width: Math.round(share * 100) + "%" } }));

/** Facts with the same passages stand above one quotation of it. */
function told(facts, from, judging = reviewing) {
  const same = new Map();
  for (const fact of facts) {
    const key = JSON.stringify(fact.passages);
    if (!same.has(key)) same.set(key, []);
    same.get(key).push(fact);
  }
  return [...same.values()].map((group) => h("article", { class: "told" }, group.map((fact) => { const told = line(fact, from); if (judging) told.append(judged(fact)); return told; }),
    group[0].passages.map((p) => quote(p, { ends: group.flatMap((f) => f.ends), values: group.flatMap((f) => f.values) })),
    h("p", { class: "meta" }, h("span", { title: t("rule") }, [...new Set(group.map((f) => f.rule))].join("、")), sure(Math.min(...group.map((f) => f.confidence))))));
}
const sure = (confidence) => h("span", { class: confidence < 0.8 ? "low" : null, title: t("confidence") }, `${t("confidence")} ${Math.round(confidence * 100)}%`);
