// The explorer's requests: the part of the graph that an address is about, and search.
const ASKED = ["n", "around", "hops", "from", "to", "plus"];

/** What of an address the server must know. */
function needed(address) {
  const q = new URLSearchParams(address.replace(/^#/, ""));
  return new URLSearchParams(ASKED.filter((key) => q.has(key)).map((key) => [key, q.get(key)])).toString();
}

let latest = 0;
/** Takes in the part that an address needs; false where a later request has overtaken this one. */
async function fetched(address) {
  const key = needed(address), turn = ++latest;
  const answer = await fetch("part?" + key);
  if (!answer.ok || turn !== latest) return false;
  const raw = await answer.json();
  if (turn !== latest) return false;
  adopt(raw);
  DATA.loaded = key;
  return true;
}

let asking = null;
async function remoteFound(text) {
  asking?.abort();
  asking = new AbortController();
  let found;
  try { found = await (await fetch("search?" + new URLSearchParams({ q: text }), { signal: asking.signal })).json(); } catch { return; }
  const list = $("found"), kind = (id) => DATA.types.findIndex((type) => type.id === id);
  const to = (id) => { list.hidden = true; location.hash = "#" + (state.focus.kind === "path" && state.focus.to === null ? new URLSearchParams({ from: DATA.nodes[state.focus.from].id, to: id }) : new URLSearchParams({ around: id, hops: 1, n: id })); };
  const option = (k, id, ...content) => h("div", { role: "option", id: "option-" + k, "aria-selected": "false", onmousedown: (e) => e.preventDefault(), onclick: () => to(id) }, content);
  const items = [...found.nodes.map((n, k) => option(k, n.id, icon(kind(n.type)), h("b", {}, n.label), n.alias ? h("i", {}, n.alias) : null, h("small", {}, term("type", n.type)))),
    ...found.passages.map((p, k) => option("q" + k, p.node, h("span", { class: "snippet" }, p.text[0], h("mark", {}, p.text[1]), p.text[2]), h("small", {}, term("fact", p.type))))];
  const some = Boolean(text.trim());
  list.replaceChildren(...(items.length ? items : some ? [h("div", { role: "option", "aria-disabled": "true", "aria-selected": "false", class: "none" }, t("noResults"))] : []));
  list.hidden = !some;
  $("search").setAttribute("aria-expanded", String(some));
}
