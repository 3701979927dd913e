// Places for a small part of the graph, laid out afresh: rings around a middle, then springs, then labels apart.
const LINK = 96;
const widthOf = (text) => { let w = 0; for (const c of text) w += c.codePointAt(0) > 0x2e80 ? 1 : 0.56; return w; };
const box = (node) => [Math.min(widthOf(DATA.nodes[node].label), 11) * 6.2 + 8, 20];

/** Rings by distance from the centre; a ring's nodes stand near those that they hang on. */
function rings(nodes, edges, centre, fixed = new Map()) {
  const near = neighbours(nodes, edges);
  const place = new Map([[centre, [0, 0]]]);
  const angle = new Map([[centre, 0]]);
  let ring = [centre];
  for (let depth = 1; ring.length; depth++) {
    const next = [];
    for (const a of ring) for (const b of near.get(a)) if (!angle.has(b)) { angle.set(b, angle.get(a)); next.push(b); }
    if (depth === 1) next.sort((a, b) => DATA.nodes[a].type - DATA.nodes[b].type || a - b);
    next.forEach((n, k) => {
      const share = (2 * Math.PI * k) / next.length - Math.PI / 2;
      const radius = Math.max(depth * 1.5 * LINK, (next.length * 44) / (2 * Math.PI));
      angle.set(n, share);
      place.set(n, [Math.cos(share) * radius * 1.25, Math.sin(share) * radius]);
    });
    ring = next;
  }
  nodes.forEach((n, k) => { if (!place.has(n)) place.set(n, [(k % 12) * 120 - 700, 500 + Math.floor(k / 12) * 60]); });
  fixed.forEach((p, n) => place.set(n, p));
  return settle(nodes, edges, place, new Set([centre, ...fixed.keys()]));
}

function neighbours(nodes, edges) {
  const near = new Map(nodes.map((n) => [n, []]));
  for (const edge of edges) { near.get(edge.from).push(edge.to); near.get(edge.to).push(edge.from); }
  return near;
}

/** Springs and repulsion from the places given; nodes in `held` stay. Every pair is looked at, so for some hundred nodes only. */
function settle(nodes, edges, place, held) {
  const index = new Map(nodes.map((n, k) => [n, k]));
  const x = Float64Array.from(nodes, (n) => place.get(n)[0]), y = Float64Array.from(nodes, (n) => place.get(n)[1]);
  const still = nodes.map((n) => held.has(n));
  const links = edges.map((e) => [index.get(e.from), index.get(e.to)]);
  const rounds = nodes.length > 250 ? 40 : 120;
  for (let round = 0; round < rounds; round++) {
    const dx = new Float64Array(nodes.length), dy = new Float64Array(nodes.length);
    for (let a = 0; a < nodes.length; a++) {
      for (let b = a + 1; b < nodes.length; b++) {
        const gx = x[b] - x[a], gy = (y[b] - y[a]) * 1.4, d = Math.max(gx * gx + gy * gy, 60);
        if (d > 90000) continue;
        const f = (0.16 * LINK * LINK) / d;
        dx[a] -= gx * f; dy[a] -= gy * f; dx[b] += gx * f; dy[b] += gy * f;
      }
    }
    for (const [a, b] of links) {
      const gx = x[b] - x[a], gy = y[b] - y[a], d = Math.max(Math.hypot(gx, gy), 1), f = (0.1 * (d - 1.3 * LINK)) / d;
      dx[a] += gx * f; dy[a] += gy * f; dx[b] -= gx * f; dy[b] -= gy * f;
    }
    const limit = 26 * (1 - round / rounds) + 1;
    for (let k = 0; k < nodes.length; k++) {
      if (still[k]) continue;
      const d = Math.max(Math.hypot(dx[k], dy[k]), 1e-9), m = Math.min(d, limit) / d;
      x[k] += dx[k] * m; y[k] += dy[k] * m;
    }
  }
  part(nodes, x, y, still);
  return new Map(nodes.map((n, k) => [n, [x[k], y[k]]]));
}

/** Moves overlapping label boxes apart along the shorter way. */
function part(nodes, x, y, still) {
  const boxes = nodes.map(box);
  for (let round = 0; round < 80; round++) {
    let moved = false;
    for (let a = 0; a < nodes.length; a++) {
      for (let b = a + 1; b < nodes.length; b++) {
        const ox = boxes[a][0] + boxes[b][0] - Math.abs(x[b] - x[a]), oy = boxes[a][1] + boxes[b][1] - Math.abs(y[b] - y[a]);
        if (ox <= 0 || oy <= 0) continue;
        moved = true;
        const along = ox < oy ? x : y, by = Math.min(ox, oy) / 2 + 0.5, way = along[b] >= along[a] ? 1 : -1;
        if (!still[a]) along[a] -= way * by * (still[b] ? 2 : 1);
        if (!still[b]) along[b] += way * by * (still[a] ? 2 : 1);
      }
    }
    if (!moved) return;
  }
}

/** A path from left to right; nodes at the same distance from the start stand in one column. */
function columns(layers) {
  const place = new Map();
  layers.forEach((layer, k) => layer.forEach((n, j) => {
    place.set(n, [(k - (layers.length - 1) / 2) * 190, (j - (layer.length - 1) / 2) * 90 + (layer.length === 1 ? (k % 2 ? 34 : -34) : 0)]);
  }));
  return place;
}
