// Search by name, alias, pinyin and its initials, and in the sentences.
let chosen = -1;

/** How well a node answers; 0 where it does not. */
function score(node, asked, latin) {
  let best = 0;
  const names = [node.label, ...node.aliases];
  names.forEach((spelled, k) => {
    const name = spelled.toLowerCase(), at = name.indexOf(asked);
    if (at >= 0) best = Math.max(best, (name === asked ? 100 : at === 0 ? 80 : 60) - (k ? 5 : 0) - Math.min(name.length, 40) / 10);
  });
  if (!latin || best) return best;
  for (const name of names) for (const [initials, high] of [[false, 50], [true, 45]]) {
    const at = heard(Array.from(name.toLowerCase()), latin, initials);
    if (at >= 0) best = Math.max(best, (at ? high - 20 : high) - name.length / 8);
  }
  return best;
}

/** Where the characters are read as the letters say, by any of their readings, whole or by their initials; -1 where nowhere. */
function heard(characters, latin, initials) {
  const said = (at, rest) => !rest || (at < characters.length && (DATA.readings[characters[at]] ?? characters[at]).split(" ").some((reading) => {
    const part = initials ? reading[0] : reading;
    return part && (rest.startsWith(part) ? said(at + 1, rest.slice(part.length)) : part.startsWith(rest));
  }));
  return characters.findIndex((_, at) => said(at, latin));
}

function searched(text) {
  const asked = text.trim().toLowerCase();
  if (!asked) return { nodes: [], passages: [] };
  const latin = /^[a-z0-9 ']+$/.test(asked) ? asked.replace(/[ ']/g, "") : "";
  const nodes = DATA.nodes.map((node) => [score(node, asked, latin), node.i]).filter(([s]) => s > 0)
    .sort((a, b) => b[0] - a[0] || DATA.nodes[b[1]].value - DATA.nodes[a[1]].value || a[1] - b[1]).slice(0, 12).map(([, i]) => i);
  return { nodes, passages: asked.length > 1 ? quoted(asked) : [] };
}

/** Passages of facts whose text holds the words. */
function quoted(asked) {
  const found = [], seen = new Set();
  for (const fact of DATA.facts) {
    for (const [d, start, end] of fact.passages) {
      const key = d + "," + start, at = DATA.documents[d].slice(start, end).toLowerCase().indexOf(asked);
      if (at < 0 || seen.has(key)) continue;
      seen.add(key);
      found.push({ fact, d, start, end, at });
      if (found.length >= 6) return found;
    }
  }
  return found;
}

function startSearch() {
  const input = $("search"), list = $("found");
  const close = () => { list.hidden = true; chosen = -1; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); };
  input.addEventListener("input", () => { renderFound(input.value); });
  input.addEventListener("focus", () => { if (input.value) renderFound(input.value); });
  input.addEventListener("blur", () => setTimeout(close, 150));
  input.addEventListener("keydown", (event) => {
    const options = [...list.querySelectorAll("[role=option]")];
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      chosen = (chosen + (event.key === "ArrowDown" ? 1 : -1) + options.length) % Math.max(options.length, 1);
      options.forEach((o, k) => o.setAttribute("aria-selected", String(k === chosen)));
      if (options[chosen]) { input.setAttribute("aria-activedescendant", options[chosen].id); options[chosen].scrollIntoView({ block: "nearest" }); }
    } else if (event.key === "Enter" && options.length) { (options[chosen] ?? options[0]).click(); close(); $("canvas").focus(); }
    else if (event.key === "Escape") { close(); input.value = ""; $("canvas").focus(); event.stopPropagation(); }
  });
}

function renderFound(text) {
  if (DATA.remote) { remoteFound(text); return; }
  const list = $("found"), { nodes, passages } = searched(text);
  chosen = -1;
  const option = (k, run, ...content) => h("div", { role: "option", id: "option-" + k, "aria-selected": "false", onmousedown: (e) => e.preventDefault(), onclick: () => { list.hidden = true; run(); } }, content);
  const items = nodes.map((i, k) => {
    const node = DATA.nodes[i], alias = node.aliases.find((a) => a.toLowerCase().includes(text.trim().toLowerCase()));
    return option(k, () => reached(i), icon(node.type), h("b", {}, node.label), alias && !node.label.includes(text.trim()) ? h("i", {}, alias) : null, h("small", {}, term("type", DATA.types[node.type].id)));
  });
  passages.forEach(({ fact, d, start, end, at }, k) => {
    const passage = DATA.documents[d].slice(start, end), size = text.trim().length;
    items.push(option("q" + k, () => read(d, start, end), h("span", { class: "snippet" }, passage.slice(Math.max(0, at - 12), at), h("mark", {}, passage.slice(at, at + size)), passage.slice(at + size, at + size + 26)), h("small", {}, term("fact", DATA.relations[fact.type]))));
  });
  const asked = Boolean(text.trim());
  list.replaceChildren(...(items.length ? items : asked ? [h("div", { role: "option", "aria-disabled": "true", "aria-selected": "false", class: "none" }, t("noResults"))] : []));
  list.hidden = !asked;
  $("search").setAttribute("aria-expanded", String(asked));
}

/** Shows a node that was searched: where it is drawn already it is brought to the middle, else its surroundings are drawn. */
function reached(i) {
  if (state.focus.kind === "path" && state.focus.to === null && i !== state.focus.from) { go({ view: "graph", focus: { ...state.focus, to: i }, selected: null }); return; }
  const drawn = state.view === "graph" && nodeSet.get(i);
  if (!drawn) { around(i); return; }
  pick(i);
  const p = spot(i);
  network.moveTo({ position: { x: p.x, y: p.y }, scale: Math.max(network.getScale(), 0.9), animation: calm() ? false : { duration: 350, easingFunction: "easeInOutQuad" } });
}
const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
