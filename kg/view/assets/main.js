// Puts the page together and draws the state whenever it changes.
let drawnScene = "";

function renderAll() {
  document.documentElement.lang = language.now ? "en" : "zh-CN";
  for (const element of document.querySelectorAll("[data-t]")) element.textContent = t(element.dataset.t);
  for (const element of document.querySelectorAll("[data-label]")) element.setAttribute("aria-label", t(element.dataset.label));
  for (const element of document.querySelectorAll("[data-place]")) element.placeholder = t(element.dataset.place);
  const graph = state.view === "graph";
  $("stage").hidden = !graph;
  $("sheet").hidden = graph;
  renderBar();
  const key = JSON.stringify([state.focus, state.plus, [...state.hiddenTypes].sort(), [...state.hiddenRelations].sort(), state.from, state.to, state.undated, state.lonely, state.named, DATA.loaded]);
  const place = JSON.stringify([state.focus, state.plus, state.lonely, state.named, DATA.loaded]);
  if (graph) {
    skyward();
    const [before, where] = drawnScene.split("\u0000");
    // What stands around the canvas decides its height: it is drawn when all of that is there.
    atOnce(() => {
      if (before !== key) show(where !== place); else relight();
      drawnScene = key + "\u0000" + place;
      renderTrail();
      renderVoid();
      renderLegend();
    });
  } else renderSheet();
  renderPanel();
}

function renderSheet() {
  const focused = document.activeElement?.closest("#sheet thead button") ? [...$("sheet").querySelectorAll("thead button")].indexOf(document.activeElement) : -1;
  $("sheet").className = state.view;
  $("sheet").replaceChildren(...[{ table: tableView, schema: schemaView, source: readerView, query: queryView }[state.view]()].flat(2).filter(Boolean));
  if (focused >= 0) $("sheet").querySelectorAll("thead button")[focused]?.focus();
  if (state.view === "source") shownPassage();
}

function renderBar() {
  $("views").replaceChildren(...views().map((name) => h("button", { type: "button", "data-view": name, "aria-current": state.view === name ? "page" : null, onclick: () => { go({ view: name }); document.querySelector(`[data-view=${name}]`).focus(); } }, t(name))));
  const tool = (id, label, text, run) => h("button", { type: "button", id, class: "tool", title: t(label), "aria-label": t(label), onclick: run }, text);
  $("tools").replaceChildren(tool("png", "png", "PNG", savePng), tool("svg", "svg", "SVG", saveSvg), tool("dark", "theme", "◐", turnTheme),
    tool("lang", "language", t("language") === "English" ? "EN" : "中", turnLanguage), tool("keys", "help", "?", help));
  for (const id of ["png", "svg"]) $(id).disabled = state.view !== "graph" || (id === "svg" && above());
}

function turnTheme() {
  document.documentElement.dataset.theme = theme.dark ? "light" : "dark";
  retheme();
  renderAll();
  network.redraw();
  $("dark").focus();
}

function turnLanguage() {
  language.now = 1 - language.now;
  go({});
  $("lang").focus();
}

/** Where one is, and the way back. */
function renderTrail() {
  const f = state.focus, name = (i) => DATA.nodes[i].label;
  const here = { all: () => null, community: () => `${t("community")} · ${name(DATA.communities[f.at].hub)}`, hops: () => `${name(f.node)} · ${t("neighbourhood" + f.hops)}`, path: () => `${t("path")} · ${name(f.from)} → ${f.to === null ? "…" : name(f.to)}` }[f.kind]();
  const count = DATA.remote && f.kind === "all" ? `${grouped(DATA.remote.nodes)} ${t("entities")} · ${grouped(DATA.remote.links)} ${t("relations")}` : view.communities ? `${view.communities.length} ${t("community")} · ${DATA.nodes.length} ${t("entities")}` : `${view.nodes.length} ${t("entities")} · ${view.edges.length} ${t("relations")}`;
  const button = (key, text, run) => h("button", { type: "button", class: "tool", title: t(key), "aria-label": t(key), onclick: run }, text);
  $("trail").replaceChildren(button("back", "‹", () => history.back()), button("forward", "›", () => history.forward()),
    h("button", { type: "button", class: "link", onclick: home, "aria-current": here ? null : "location" }, t(DATA.whole || DATA.remote ? "whole" : "communities")), here ? h("span", { class: "here" }, here) : "", h("span", { class: "count", id: "shown" }, [count, view.note].filter(Boolean).join(" · ")), f.kind === "all" && !namedShown() ? h("button", { type: "button", class: "link more", onclick: () => go({ named: true }) }, `+${DATA.silent} ${t("named")}`) : "");
  $("zoom").replaceChildren(button("zoomIn", "+", () => zoomed(1.3)), button("zoomOut", "−", () => zoomed(1 / 1.3)), button("fit", "⤢", refit));
}

/** What stands on the canvas where nothing is drawn: why, and the way out. */
function renderVoid() {
  const drawn = above() || (view.communities ?? view.nodes).length > 0;
  $("void").hidden = drawn;
  if (!drawn) $("void").replaceChildren(h("p", {}, t(DATA.nodes.length ? "allHidden" : "nothingYet")), DATA.nodes.length ? h("button", { type: "button", class: "act", onclick: unfiltered }, t("reset")) : "");
}

/** On a narrow screen the panel is a sheet that one pulls up. */
function openSheet(open) {
  $("side").classList.toggle("open", open);
  $("grip").setAttribute("aria-expanded", String(open));
}

/** Moves the selected node out from under the sheet of a narrow screen. */
function uncover() {
  const node = state.selected?.node, p = node === undefined || state.view !== "graph" ? undefined : spot(node);
  if (!p || $("side").offsetLeft > 0 || innerWidth > 760) return;
  const cam = camera(), free = innerHeight * 0.38 - $("canvas").getBoundingClientRect().top;
  network.moveTo({ position: { x: p.x, y: p.y + (cam.height / 2 - free / 2) / cam.scale } });
}

async function start() {
  try { await load(); } catch (error) { $("panel").textContent = DATA.words?.size ? t("unreadable") : "浏览器版本过旧，无法解压数据。 This browser is too old to unpack the data."; throw error; }
  retheme();
  startCanvas();
  if (DATA.remote) await startSky();
  Object.assign(state, decoded(location.hash));
  recall();
  startSearch();
  startKeys();
  renderer = () => { renderAll(); if (state.selected) { openSheet(true); uncover(); } };
  renderAll();
  $("grip").addEventListener("click", () => openSheet(!$("side").classList.contains("open")));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { retheme(); renderAll(); });
  let wide = null;
  new ResizeObserver(() => {
    const now = $("canvas").clientWidth, before = wide;
    wide = before === null ? now : now || before;
    if (before !== null && wide !== before) fit(true);
  }).observe($("canvas"));
  const done = () => { document.documentElement.dataset.ready = String(Math.round(performance.now())); };
  if (state.view === "graph" && !frames) network.once("afterDrawing", done); else done();
}

// For scripts in the page's console and for tests: what is drawn, and the means to move about.
window.jiaopu = {
  get nodes() { return view.communities ? view.communities.length : view.nodes.length; }, get edges() { return view.edges.length; }, get labels() { return drawnLabels; }, get frames() { return frames; },
  data: DATA, state, go, pick, around, home, search: searched, svg: asSvg, csv: () => { const { head, rows } = listed(); return csv(head, rows); },
  where: (i) => { const p = spot(i), cam = camera(), box = $("canvas").getBoundingClientRect(); return [cam.x(p.x) + box.left, cam.y(p.y) + box.top]; },
  get network() { return network; }, get sky() { return heaven; }, skyDraw: drawSky, skyZoom,
};
start();
