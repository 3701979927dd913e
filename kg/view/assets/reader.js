// The source as it was read: every mention lit by its type, every one a way to its node, and back.
function readerView() {
  const doc = DATA.documents[state.document];
  if (!doc) return [h("p", { class: "hint" }, t("noResults"))];
  const choice = h("select", { "aria-label": t("document"), onchange: (e) => go({ document: Number(e.target.value), at: null }) }, DATA.documents.map((d, i) => h("option", { value: i, selected: i === state.document }, d.title)));
  const facts = [doc.name, doc.date, doc.region].filter(Boolean).map((x) => h("span", {}, x));
  const address = /^https?:\/\//.test(doc.address ?? "") ? h("a", { href: doc.address, rel: "noopener noreferrer", target: "_blank" }, doc.address) : null;
  return [h("div", { class: "sheet-bar" }, choice, h("p", { class: "meta" }, facts, address), kindsIn(doc)), h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": t("source") }, h("div", { class: "reader", lang: "zh" }, paragraphs(doc)))];
}

/** The types of what the document names, with their numbers: what the colours mean. */
function kindsIn(doc) {
  const counts = counted(doc.mentions.map(([, , node]) => DATA.nodes[node]), "type");
  return h("p", { class: "kinds" }, [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([type, n]) => h("span", {}, icon(type, 12), term("type", DATA.types[type].id), h("small", {}, n))));
}

/** The text in paragraphs, and in turns where it is an interview. */
function paragraphs(doc) {
  const out = [];
  const turns = new Map(doc.turns.map((turn) => [turn[0], turn]));
  const breaks = new Set(doc.turns.flatMap(([a, b]) => [a, b]));
  let start = 0, next = 0;
  const text = Array.from(doc.slice(0, doc.length));
  const paragraph = (a, b) => {
    const turn = turns.get(a);
    if (turn) out.push(h("p", { class: "turn" }, h("b", {}, turn[4] ?? term("turn", turn[2]))));
    const said = !turns.size || doc.turns.some(([s, e]) => s <= a && a < e);
    // What stands in the same line behind a turn, as its time does, stays there.
    const behind = !said && a > 0 && text[a - 1] !== "\n" && out.length;
    const body = h(behind ? "span" : "p", { class: said ? "text" : "text beside" });
    while (next < doc.mentions.length && doc.mentions[next][0] < a) next++;
    next = run(doc, body, a, b, next);
    if (body.textContent.trim()) { if (behind) out.at(-1).append(body); else out.push(body); }
  };
  for (let k = 0; k <= text.length; k++) {
    if (k < text.length && text[k] !== "\n" && !(breaks.has(k) && k > start)) continue;
    paragraph(start, k);
    start = text[k] === "\n" ? k + 1 : k;
  }
  return out;
}

/** Fills a paragraph with text, mentions, and the passage that was asked for. */
function run(doc, body, a, b, next) {
  let from = a;
  const [p, q] = state.at ?? [-1, -1];
  const put = (start, end, node) => {
    const cuts = [start, ...[p, q].filter((x) => x > start && x < end).sort((x, y) => x - y), end];
    for (let k = 0; k + 1 < cuts.length; k++) {
      const piece = doc.slice(cuts[k], cuts[k + 1]), lit = cuts[k] >= p && cuts[k + 1] <= q;
      if (!piece) continue;
      const inner = node === null ? piece : h("a", { href: "#n=" + encodeURIComponent(DATA.nodes[node].id), class: "mention" + (state.selected?.node === node ? " now" : ""), "data-node": node, style: { borderColor: colour(DATA.nodes[node].type), backgroundColor: colour(DATA.nodes[node].type) + "1f" }, title: `${term("type", DATA.types[DATA.nodes[node].type].id)} · ${DATA.nodes[node].label}`, onclick: (event) => { event.preventDefault(); pick(node); } }, piece);
      body.append(lit ? h("mark", { class: "passage" }, inner) : inner);
    }
  };
  for (; next < doc.mentions.length && doc.mentions[next][0] < b; next++) {
    const [start, end, node] = doc.mentions[next];
    if (start < from) continue;
    put(from, start, null);
    put(start, end, node);
    from = end;
  }
  put(from, b, null);
  return next;
}

function shownPassage() { ($("sheet").querySelector("mark.passage") ?? $("sheet").querySelector(".mention.now"))?.scrollIntoView({ block: "center" }); }
