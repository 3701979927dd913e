// The page's data, unpacked once and indexed; nothing here changes afterwards.
const $ = (id) => document.getElementById(id);
const DATA = { nodes: [], edges: [], facts: [], documents: [], queries: [] };

/** A DOM element. Texts become text nodes: nothing from the data is ever read as markup. */
function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className = value;
    else if (name === "style") Object.assign(element.style, value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** A number with commas: what the browser has for it loads all rules of all languages first. */
const grouped = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ",");

/** The same for SVG. */
function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children.flat(3).filter(Boolean));
  return element;
}

async function unpack(text) {
  const bytes = Uint8Array.fromBase64 ? Uint8Array.fromBase64(text) : Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  // A Blob would go through the browser's own process, and wait for it.
  const stream = new ReadableStream({ start(to) { to.enqueue(bytes); to.close(); } });
  return JSON.parse(await new Response(stream.pipeThrough(new DecompressionStream("gzip"))).text());
}

async function load() {
  const raw = await unpack($("data").textContent.trim());
  Object.assign(DATA, { words: new Map(Object.entries(raw.words)), remote: raw.remote, options: JSON.parse(raw.options) });
  adopt({ ...raw, values: raw.remote?.values });
}

/** Takes data in, in place of what there was. */
function adopt(raw) {
  Object.assign(DATA, {
    title: raw.title, whole: raw.whole, types: raw.types, relations: raw.relations,
    roles: raw.roles, rules: raw.rules, queries: raw.queries, readings: raw.readings, byId: new Map(),
  });
  DATA.date = DATA.roles.indexOf("date");
  DATA.documents = raw.documents.map(readable);
  DATA.mentions = null;
  DATA.nodes = raw.nodes.map((n, i) => ({
    __proto__: MENTIONED, i, id: raw.ids[i], label: n.label, x: n.x, y: n.y, type: n.group, value: raw.values?.[i] ?? n.value, kind: raw.kinds[i],
    aliases: raw.aliases[i], region: raw.regions[i], community: raw.community[i],
    lx: raw.local.length ? raw.local[i][0] : n.x, ly: raw.local.length ? raw.local[i][1] : n.y,
    edges: [], facts: [], merges: [], series: null,
  }));
  DATA.nodes.forEach((node) => DATA.byId.set(node.id, node.i));
  DATA.facts = raw.facts.map((fact, i) => indexed(fact, i, raw.factIds[i]));
  DATA.edges = raw.edges.map((e, i) => ({ i, from: e.from, to: e.to, relation: e.group, facts: e.facts, bend: 0 }));
  raw.merges.forEach(([n, ...merge]) => DATA.nodes[n].merges.push(merge));
  raw.series.forEach(([name, editions]) => editions.forEach(([n]) => { DATA.nodes[n].series = { name, editions }; }));
  bend();
  // Of a large graph the questions come with the first part only.
  if (!DATA.asked?.length) DATA.asked = raw.asked.map(([subjects, text, confidence, said]) => ({ subjects, text, confidence, said }));
  DATA.silent = DATA.nodes.filter((node) => !node.facts.length).length;
  DATA.communities = raw.communities.map(([hub, x, y, r], i) => ({ i, hub, x, y, r, members: [] }));
  DATA.nodes.forEach((node) => DATA.communities[node.community].members.push(node.i));
}

/** Where a thing is named: gathered when it is first asked for, as no first picture shows it. */
const MENTIONED = { get mentions() { return (DATA.mentions ??= gatheredMentions())[this.i]; } };

function gatheredMentions() {
  const found = DATA.nodes.map(() => []);
  DATA.documents.forEach((doc, d) => doc.mentions.forEach(([start, end, n]) => found[n].push([d, start, end])));
  return found;
}

/** A document whose `slice` counts code points, as every offset does; JavaScript's own strings count UTF-16 units. */
function readable(doc) {
  const plain = !/[\ud800-\udbff]/.test(doc.text);
  const points = plain ? null : Array.from(doc.text);
  doc.length = plain ? doc.text.length : points.length;
  const flat = doc.mentions;
  let listed = null;
  Object.defineProperty(doc, "mentions", { get: () => (listed ??= Array.from({ length: flat.length / 3 }, (_, k) => flat.slice(3 * k, 3 * k + 3))) });
  doc.slice = plain ? (a, b) => doc.text.slice(a, b) : (a, b) => points.slice(a, b).join("");
  return doc;
}

function indexed([type, ends, values, passages, rule, confidence], i, key) {
  const fact = { i, key, type, ends, values, passages, rule: DATA.rules[rule], confidence };
  const told = values.find(([role]) => role === DATA.date);
  fact.dated = Boolean(told);
  fact.date = told ? String(told[1]) : DATA.documents[passages[0]?.[0]]?.date ?? null;
  for (const [, n] of ends) if (DATA.nodes[n].facts.at(-1) !== i) DATA.nodes[n].facts.push(i);
  return fact;
}

/** Links between the same two nodes are bent away from each other. */
function bend() {
  const between = new Map();
  for (const edge of DATA.edges) {
    DATA.nodes[edge.from].edges.push(edge.i);
    DATA.nodes[edge.to].edges.push(edge.i);
    const key = Math.min(edge.from, edge.to) * DATA.nodes.length + Math.max(edge.from, edge.to), known = between.get(key);
    if (known) known.push(edge); else between.set(key, [edge]);
  }
  for (const same of between.values()) {
    if (same.length > 1) same.forEach((edge, k) => { edge.bend = (k - (same.length - 1) / 2) * (edge.from < edge.to ? 1 : -1); });
  }
}

const other = (edge, node) => (edge.from === node ? edge.to : edge.from);
const valueOf = (fact, role) => fact.values.find(([r]) => DATA.roles[r] === role)?.[1];
const endOf = (fact, role) => fact.ends.find(([r]) => DATA.roles[r] === role)?.[1];
const relationId = (edge) => DATA.relations[edge.relation];
