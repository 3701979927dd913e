// Everything by keyboard.
const WAYS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

/** The node nearest in a direction, as seen on the screen. */
function toward(from, [dx, dy]) {
  const origin = from === null ? null : spot(from);
  let best, least = Infinity;
  for (const { id } of nodeSet.get({ fields: ["id"] })) {
    if (id === from) continue;
    const p = spot(id);
    if (!origin) { const weight = isCommunity(id) ? -communityOf(id).count : -DATA.nodes[id].value; if (weight < least) { least = weight; best = id; } continue; }
    const x = p.x - origin.x, y = p.y - origin.y, along = x * dx + y * dy, across = Math.abs(x * dy - y * dx);
    if (along <= 0 || across > along * 1.8) continue;
    if (along + 1.6 * across < least) { least = along + 1.6 * across; best = id; }
  }
  return best;
}

function step(way) {
  if (above()) { glide(way); return; }
  const now = state.selected?.node ?? (state.selected?.community !== undefined ? "c" + state.selected.community : null);
  const next = toward(now !== null && nodeSet.get(now) ? now : null, way);
  if (next === undefined) return;
  if (isCommunity(next)) { go({ selected: { community: communityOf(next).i }, tab: "details" }); say(DATA.nodes[communityOf(next).hub].label); } else pick(next);
  const p = spot(next), cam = camera();
  if (cam.x(p.x) < 40 || cam.x(p.x) > cam.width - 40 || cam.y(p.y) < 40 || cam.y(p.y) > cam.height - 40) network.moveTo({ position: { x: p.x, y: p.y } });
}

const zoom = (factor) => network.moveTo({ scale: Math.min(Math.max(network.getScale() * factor, 0.02), 8) });

const zoomed = (factor) => (above() ? skyZoom(factor) : zoom(factor));
const refit = () => (above() ? skyFit() : fit());

function startKeys() {
  $("canvas").addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const node = state.selected?.node;
    if (WAYS[event.key]) step(WAYS[event.key]);
    else if (event.key === "Enter" && state.selected?.community !== undefined) opened("c" + state.selected.community);
    else if (event.key === "Enter" && node !== undefined) { state.tab = "details"; renderPanel(); openSheet(true); $("panel").focus(); }
    else if (event.key === " " && node !== undefined) expand(node);
    else return;
    event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
    const node = state.selected?.node, run = {
      "/": () => $("search").focus(), "+": () => zoomed(1.3), "=": () => zoomed(1.3), "-": () => zoomed(1 / 1.3), 0: refit,
      1: () => node !== undefined && around(node, 1), 2: () => node !== undefined && around(node, 2), g: () => go({ view: "graph" }), t: () => go({ view: "table" }),
      s: () => go({ view: "schema" }), r: () => go({ view: "source" }), Escape: () => escape(), "?": help,
    }[event.key];
    if (run) { event.preventDefault(); run(); }
  });
}

function escape() {
  if ($("help")) { $("help").remove(); return; }
  if (state.view !== "graph") go({ view: "graph" });
  else if (state.selected) go({ selected: null, tab: "start" });
  else home();
}

function help() {
  const keys = [["/", "searchKey"], ["← ↑ ↓ →", "arrowKey"], ["Enter", "enterKey"], ["Space", "expand"], ["1  2", "hopKey"], ["G T S R", "tableKey"], ["+ − 0", "zoomKey"], ["Esc", "escKey"]];
  $("help")?.remove();
  const dialog = h("dialog", { id: "help", "aria-label": t("help"), onclose: () => dialog.remove() }, h("h2", {}, t("help")), h("dl", {}, keys.map(([key, word]) => [h("dt", {}, h("kbd", {}, key)), h("dd", {}, t(word))])),
    h("button", { type: "button", class: "act", onclick: () => dialog.close() }, t("close")));
  document.body.append(dialog);
  dialog.showModal();
}
