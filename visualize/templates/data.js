// Reads the data blocks and offers the few helpers every other part uses.
// Nothing from the plan is ever parsed as markup: elements are made one by one and filled with
// textContent.

function readBlock(id) {
  return JSON.parse(document.getElementById(id).textContent);
}

const page = readBlock("enishi-page");
const large = page.large || null;
const nodes = new vis.DataSet(large ? nodesOf(large.nodes) : readBlock("enishi-nodes"));
const edges = new vis.DataSet(large ? edgesOf(large.edges) : readBlock("enishi-edges"));
const options = readBlock("enishi-options");

// The look each node and edge was made with; fading always starts from here.
const nodeBase = new Map(nodes.get().map((node) => [node.id, node]));
const edgeBase = new Map(edges.get().map((edge) => [edge.id, edge]));
// Several lines of one suggestion have one entry, which is shipped once.
page.evidence.forEach((entry, at) => {
  if ("same" in entry) page.evidence[at] = page.evidence[entry.same];
});
const sectors = new Map(page.sectors.map((sector) => [sector.iri, sector]));
const nodeTypes = ["goal", "measure", "package", "project", "section", "partner"];
const relations = ["partOf", "responsible", "partner", "related", "refersTo", "suggestion", "proposal", "decision"];
const proposed = new Set(["suggestion", "proposal", "decision"]);

// What each node is linked to: {edge, other, out}; `out` says the statement starts here.
const links = new Map([...nodeBase.keys()].map((id) => [id, []]));
[...edgeBase.values()].forEach((edge, index) => {
  edge.number = index;
  links.get(edge.from).push({ edge: edge, other: edge.to, out: true });
  links.get(edge.to).push({ edge: edge, other: edge.from, out: false });
});

function say(key, values) {
  return page.words[state.lang][key].replace(/\{(\w+)\}/g, (whole, name) =>
    values && name in values ? String(values[name]) : whole);
}

// Words of ours that come with the data: {ja, en}, or a string that is the same in both.
function word(text) {
  return typeof text === "string" ? text : text[state.lang];
}

// el("p", {class: "note"}, "text", child, …): attributes are set by us only, text is text.
function el(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (typeof value === "function") made.addEventListener(name, value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value);
  }
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false) made.append(child);
  }
  return made;
}

// Attributes of text that is the plan's own, whatever language the page speaks.
function planWords(attributes) {
  return Object.assign({ lang: page.planLang || null }, attributes);
}

// What people or the plan wrote, alone or inside a sentence of ours: on an English page runs of
// Japanese letters say that they are Japanese.
function inWords(text, attributes) {
  const parts = state.lang === "ja" ? [text]
    : text.split(/([\u3041-\u30ff\u4e00-\u9fff][\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]*)/)
      .map((part, at) => (at % 2 ? el("span", { lang: "ja" }, part) : part));
  return el("span", attributes || {}, parts);
}

// A sentence of ours around elements: sayWith("handout", {who: element}).
function sayWith(key, values) {
  return page.words[state.lang][key].split(/\{(\w+)\}/).map((part, at) => (at % 2 ? values[part] : part));
}

// List items with something between them.
function between(made, mark) {
  return made.flatMap((item, at) => (at ? [mark, item] : [item]));
}

function announce(text) {
  document.getElementById("said").textContent = text;
}

// Short names in the address: an IRI of ours without its common beginning.
function shorten(iri) {
  return iri.startsWith(page.idBase) ? iri.slice(page.idBase.length) : iri;
}

function lengthen(key) {
  return nodeBase.has(key) ? key : page.idBase + key;
}

function typeName(node) {
  return say("type_" + node.type);
}

function rgbaOf(colour, alpha) {
  const channel = (at) => parseInt(colour.slice(at, at + 2), 16);
  return "rgba(" + channel(1) + "," + channel(3) + "," + channel(5) + "," + alpha + ")";
}
