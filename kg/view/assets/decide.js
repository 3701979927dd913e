// What the reader decides of names and facts: kept in this browser, exported as the file that `kg review` takes.
const UNSURE = 0.8;
const made = new Map();
let reviewing = false, author = "";

/** One decision stands for the same question; a later one takes its place. */
const keyOf = ({ action, subjects }) => [{ merge: "pair", apart: "pair", accept: "fact", reject: "fact" }[action] ?? action, ...[...subjects].sort()].join("\n");
const shelf = () => `jiaopu:${location.pathname}:${DATA.title}`;

/** Takes up what was decided here before; a frame in a notebook has no such memory. */
function recall() {
  try {
    const kept = JSON.parse(localStorage.getItem(shelf()));
    author = String(kept?.author ?? "");
    for (const decision of kept?.made ?? []) made.set(keyOf(decision), decision);
  } catch { /* nothing is kept */ }
}
function remember() { try { localStorage.setItem(shelf(), JSON.stringify({ author, made: [...made.values()] })); } catch { /* nothing is kept */ } }

/** Takes a decision, or takes the same one back; the panel stays where it is. */
function decide(decision) {
  const key = keyOf(decision), now = document.activeElement?.dataset.decide;
  if (made.get(key)?.action === decision.action && !decision.name) made.delete(key);
  else made.set(key, { ...decision, date: new Date().toLocaleDateString("sv") });
  remember();
  inPlace(now);
  say(`${t("decided")} ${made.size}`);
}

/** Draws the panel anew without moving it; focus stays on the control that was used, where it still is. */
function inPlace(control) {
  const top = $("panel").scrollTop;
  renderPanel();
  $("panel").scrollTop = top;
  if (control) document.querySelector(`[data-decide="${CSS.escape(control)}"]`)?.focus({ preventScroll: true });
}

const choices = (subjects, options) => h("span", { class: "choices", role: "group", "aria-label": t("review") }, options.map(([action, word]) => h("button", {
  type: "button", class: "act " + action, "aria-pressed": String(made.get(keyOf({ action, subjects }))?.action === action), "data-decide": [action, ...subjects].join(" "), onclick: () => decide({ action, subjects }),
}, t(word))));
const judged = (fact) => choices([fact.key], [["accept", "holds"], ["reject", "wrong"]]);

/** What is open and what was decided, least sure first. */
function reviewPanel() {
  const unsure = DATA.facts.filter((f) => f.confidence < UNSURE).sort((a, b) => a.confidence - b.confidence || a.i - b.i);
  const asked = (q) => h("article", { class: "told" }, h("p", { class: "fact" }, q.text), q.said ? (typeof q.said === "string" ? h("blockquote", { class: "quote" }, h("p", {}, q.said)) : quote(q.said, { ends: [], values: [] })) : null, h("div", { class: "meta" }, sure(q.confidence), choices(q.subjects, [["merge", "same"], ["apart", "different"]])));
  const section = (key, list, make) => (list.length ? more(h("details", { class: "group", open: true }, h("summary", {}, h("h3", {}, t(key)), h("span", { class: "count" }, list.length))), list, 8, make) : null);
  return [exporting(), made.size ? decided() : null, section("proposals", DATA.asked, asked), section("unsure", unsure, (fact) => told([fact], null, true)[0]),
    DATA.asked.length + unsure.length ? null : h("p", { class: "hint" }, t("nothingToReview"))];
}

function exporting() {
  const name = h("input", { type: "text", id: "author", value: author, autocomplete: "name", oninput: (e) => { author = e.target.value.trim(); remember(); } });
  const run = () => {
    if (author) save(new Blob([decisionsFile()], { type: "application/toml" }), "decisions.toml");
    else { name.focus(); say(t("needAuthor")); }
  };
  return h("div", { class: "export" }, h("p", { class: "hint" }, t("reviewHint")), h("div", { class: "ask" }, h("label", { for: "author" }, t("author")), name,
    h("button", { type: "button", id: "decisions", class: "act primary", disabled: !made.size, onclick: run }, `${t("exportDecisions")} ${made.size || ""}`)), h("p", { class: "meta" }, h("code", {}, "kg review OUT -f decisions.toml")));
}

const WORDS = { merge: "same", apart: "different", accept: "holds", reject: "wrong", rename: "rename", split: "split" };
/** A subject in the reader's words: a thing of the page, a fact of the page, or the name at the end of an id. */
function subjectName(id) {
  const node = DATA.byId.get(id), fact = DATA.facts.find((f) => f.key === id);
  if (node !== undefined) return DATA.nodes[node].label;
  return fact ? [term("fact", DATA.relations[fact.type]), ...fact.ends.map(([, n]) => DATA.nodes[n].label)].join(" ") : id.replace(/^([^/]*\/){2}/, "");
}
function decided() {
  const row = (d) => h("div", { class: "row even" }, h("span", { class: "tag" }, t(WORDS[d.action])), h("span", { class: "said" }, d.subjects.map(subjectName).join(d.action === "apart" ? " ≠ " : " = ") + (d.name ? ` → ${d.name}` : "")),
    h("button", { type: "button", class: "link push", onclick: () => { made.delete(keyOf(d)); remember(); inPlace(); } }, t("undo")));
  return h("details", { class: "group", open: true }, h("summary", {}, h("h3", {}, t("decided")), h("span", { class: "count" }, made.size)), [...made.values()].map(row));
}

/** What may be decided of one thing: its name, that it is another too, that it is two. */
function identityForms(node) {
  const list = DATA.nodes.filter((n) => n.type === node.type && n.i !== node.i), homes = [...new Set(node.mentions.map(([d]) => d))];
  const field = (label, input, word, run) => h("div", { class: "ask" }, h("label", { for: input.id }, t(label)), input, h("button", { type: "button", class: "act", "data-decide": label + node.id, onclick: () => run(input.value.trim()) }, t(word)));
  const text = (id, extra = {}) => h("input", { type: "text", id, autocomplete: "off", ...extra });
  const joins = (name) => { const other = list.find((n) => n.label === name); if (other) decide({ action: "merge", subjects: [node.id, other.id] }); else say(t("noResults")); };
  const parts = () => homes.filter((d) => $("home" + d)?.checked);
  const written = (some) => [...new Set(node.mentions.filter(([d]) => some.includes(d)).map(([d, a, b]) => DATA.documents[d].slice(a, b)))].sort();
  const splits = (name, some) => name && some.length && decide({ action: "split", subjects: [node.id], name, documents: some.map((d) => DATA.documents[d].name), names: written(some) });
  return h("div", { class: "identity" },
    field("rename", text("rename", { placeholder: node.label }), "keep", (name) => name && decide({ action: "rename", subjects: [node.id], name })),
    field("mergeWith", text("mergeWith", { list: "others" }), "keep", joins), h("datalist", { id: "others" }, list.slice(0, 2000).map((n) => h("option", { value: n.label }))),
    homes.length < 2 ? null : [field("split", text("split"), "keep", (name) => splits(name, parts())),
      homes.slice(0, 20).map((d) => h("label", { class: "check" }, h("input", { type: "checkbox", id: "home" + d }), DATA.documents[d].title))]);
}

/** The id that another name of a thing would have. */
const formId = (node, name) => [...node.id.split("/").slice(0, 2), name.replaceAll("%", "%25")].join("/");

/** The decisions as TOML: a JSON string or list of strings is one of TOML too, but for the delete character. */
function decisionsFile() {
  const lines = (d) => Object.entries({ action: d.action, subjects: d.subjects, name: d.name, documents: d.documents, names: d.names, author, date: d.date }).filter(([, value]) => value !== undefined);
  return "# 教谱网页导出的决定:用 kg review OUT -f 并入。 Decisions made in the page.\n" + [...made.values()].map((d) => "\n[[decision]]\n" + lines(d).map(([key, value]) => `${key} = ${JSON.stringify(value).replaceAll("\x7f", "\\u007f")}\n`).join("")).join("");
}
