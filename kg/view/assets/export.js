// Pictures to keep: the canvas as PNG, the scene as SVG with real text.
function save(blob, name) {
  const address = URL.createObjectURL(blob);
  const link = h("a", { href: address, download: name, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

function savePng() {
  const from = above() ? $("sky") : network.canvas.frame.canvas, to = document.createElement("canvas");
  to.width = from.width;
  to.height = from.height;
  const ctx = to.getContext("2d");
  ctx.fillStyle = theme.paper;
  ctx.fillRect(0, 0, to.width, to.height);
  ctx.drawImage(from, 0, 0);
  to.toBlob((blob) => save(blob, "graph.png"), "image/png");
}

/** The scene as it stands on the screen, as SVG. */
function asSvg() {
  const cam = camera(), parts = [svg("rect", { width: cam.width, height: cam.height, fill: theme.paper })];
  for (const edge of view.edges) {
    const c = course(edge, cam);
    if (!c || outside(c, cam)) continue;
    const ink = colour(DATA.nodes[edge.from].type), d = edge.bend ? `M${c.x1} ${c.y1}Q${c.cx} ${c.cy} ${c.x2} ${c.y2}` : `M${c.x1} ${c.y1}L${c.x2} ${c.y2}`;
    const angle = Math.atan2(c.y2 - c.cy, c.x2 - c.cx), wing = (turn) => `${c.x2 - 7 * Math.cos(angle + turn)} ${c.y2 - 7 * Math.sin(angle + turn)}`;
    parts.push(svg("path", { d, fill: "none", stroke: ink, "stroke-opacity": 0.5, "stroke-width": 1.2 }), svg("path", { d: `M${c.x2} ${c.y2}L${wing(-0.42)}L${wing(0.42)}Z`, fill: ink, "fill-opacity": 0.6 }));
  }
  for (const { a, b, count } of view.links ?? []) parts.push(svg("line", { x1: cam.x(spot("c" + a).x), y1: cam.y(spot("c" + a).y), x2: cam.x(spot("c" + b).x), y2: cam.y(spot("c" + b).y), stroke: theme.soft, "stroke-opacity": 0.3, "stroke-width": Math.min(0.8 + count / 3, 7) }));
  for (const c of view.communities ?? []) { const p = spot("c" + c.i), ink = colour(DATA.nodes[c.hub].type); parts.push(svg("circle", { cx: cam.x(p.x), cy: cam.y(p.y), r: communityRadius(c, cam.scale), fill: ink, "fill-opacity": 0.24, stroke: ink })); }
  for (const i of view.nodes) { const p = spot(i); parts.push(svg("path", { d: outline(DATA.nodes[i].type, cam.x(p.x), cam.y(p.y), radius(i, cam.scale)), fill: colour(DATA.nodes[i].type), "fill-rule": "evenodd", stroke: theme.paper, "stroke-width": 1.2 })); }
  for (const b of drawnLabels) parts.push(svg("text", { x: b.x + b.w / 2, y: b.y + b.h / 2 + 4, "text-anchor": "middle", fill: theme.ink, stroke: theme.paper, "stroke-width": 3, "paint-order": "stroke", style: `font:${b.font}` }, document.createTextNode(b.text)));
  const picture = svg("svg", { xmlns: "http://www.w3.org/2000/svg", width: cam.width, height: cam.height, viewBox: `0 0 ${cam.width} ${cam.height}` }, parts);
  return new XMLSerializer().serializeToString(picture);
}
const saveSvg = () => save(new Blob([asSvg()], { type: "image/svg+xml" }), "graph.svg");
