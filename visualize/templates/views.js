// The views: which nodes are in the one that is shown, where they stand and what they say.
// `nodes` and `edges` are the plan's; the network draws a copy to which a view may add lines of
// its own, so that what `window.enishi` gives is always exactly what the graph states.

const drawn = { nodes: new vis.DataSet(large ? [] : nodes.get()), edges: new vis.DataSet(large ? [] : edges.get()) };

// Of a large plan only one level is drawn: `fillScene` puts it there.
function mirror(source, target) {
  if (large) return;
  source.on("*", (event, change) => {
    if (event === "remove") target.remove(change.items);
    else target.update(source.get(change.items));
  });
}
mirror(nodes, drawn.nodes);
mirror(edges, drawn.edges);

const order = [...nodeBase.keys()];
const numberOf = new Map(order.map((id, at) => [id, at]));
const home = new Map();
if (!large) for (const node of nodeBase.values()) keepHome(node);

function keepHome(node) {
  home.set(node.id, { x: node.x || 0, y: node.y || 0, label: node.label, font: node.font, size: node.size });
}

// The look a node has where no view says otherwise; in a large plan known once its part is read.
function homeOf(id) {
  if (large && !home.has(id) && numberOf.has(id)) {
    partOf(id);
    keepHome(nodeBase.get(id));
  }
  return home.get(id);
}
// Where a reader has dragged things to, by view; kept while the page is open.
const dragged = new Map();
// Lines that only a view has: {id, from, to, weight, reasons}.
let hubs = new Map();
let mostShared = 1;

function view() {
  return page.views.find((known) => known.key === state.view) || page.views[0];
}

function arrangement() {
  const now = view();
  if (large) return largeNow();
  return (state.stage && now.stage) || now.own;
}

// What is around a node is looked for once, not at every stroke of the brush.
let level = { key: null, found: null };

function largeNow() {
  const key = state.view + levelKey();
  if (level.key !== key) level = { key: key, found: largeArrangement() };
  return level.found;
}

function draggedHere() {
  const key = state.view + (state.stage ? "/stage" : "") + levelKey();
  if (!dragged.has(key)) dragged.set(key, new Map());
  return dragged.get(key);
}

// Whether a relation is drawn: as the reader switched it, else as the view has it.
function relOn(rel) {
  if (state.rel.has(rel)) return state.rel.get(rel);
  return view().rels.includes(rel) || (rel === "proposal" && (editing() || playing >= 0));
}

function present(id) {
  return large ? scene.ids.has(id) : !nodeBase.get(id).absent;
}

let implied = new Set();
let applied = "";

// Puts everything where the view wants it; what a view does not have is marked absent.
function applyView() {
  const key = state.view + (state.stage ? "/stage" : "") + levelKey();
  if (key === applied) return false;
  applied = key;
  const now = arrangement();
  if (large) {
    fillScene(now);
    finishView(now);
    return true;
  }
  const places = new Map((now.places || []).map((row) => [order[row[0]], row]));
  const moved = draggedHere();
  const updates = [];
  for (const base of nodeBase.values()) {
    const row = now.places ? places.get(base.id) : null;
    base.absent = Boolean(now.places) && !row && home.has(base.id);
    updates.push(spotOf(base, row, moved));
  }
  nodes.update(updates);
  finishView(now);
  return true;
}

// What a view changes of a node: place, label, sizes.
function spotOf(base, row, moved) {
  const own = homeOf(base.id) || base;
  const [, x, y, label, font, width, height, size] = row || [0, own.x, own.y];
  const at = moved.get(base.id) || { x: x, y: y };
  base.label = typeof label === "string" ? label || " " : own.label;
  base.font = font ? Object.assign({}, own.font, { size: font }) : own.font;
  if (own.size) base.size = size || own.size;
  return { id: base.id, x: at.x, y: at.y, label: base.label, font: base.font, opacity: 1,
    hidden: Boolean(base.absent), size: base.size, widthConstraint: { minimum: width || 0 },
    heightConstraint: { minimum: height || 0, valign: "middle" } };
}

function placed(base, row, moved) {
  const spot = spotOf(base, row, moved);
  return Object.assign({}, base, spot);
}

function finishView(now) {
  implied = new Set(now.implied || []);
  showHubs(now.hubs || [], now.lines || []);
  forgetPaint();
  placeAdded();
}

function showHubs(rows, lines) {
  drawn.edges.remove([...hubs.keys()]);
  hubs = new Map(rows.map(([from, to, weight, reasons], at) => ["hub/" + at,
    { id: "hub/" + at, from: order[from], to: order[to], weight: weight, reasons: reasons }]));
  mostShared = Math.max(1, ...lines.map((line) => line[2]));
  lines.forEach(([from, to, weight], at) => hubs.set("line/" + at,
    { id: "line/" + at, from: from, to: to, weight: weight, reasons: [] }));
  drawn.edges.add([...hubs.values()].map((hub) => ({ id: hub.id, from: hub.from, to: hub.to,
    width: hubWidth(hub), color: hubColour, arrows: "", smooth: false })));
}

function hubWidth(hub) {
  // Between clusters hundreds of things are shared: there the area of a line grows with them.
  return hub.id.startsWith("line/") ? 2 + 8 * Math.sqrt(hub.weight / mostShared) : 1.5 + 2.6 * Math.min(12, hub.weight);
}

const hubColour = "rgba(82,96,109,0.5)";

// What a node is linked to in this view: [{other, id, on}].
function linksHere(id) {
  if (hubs.size) {
    return [...hubs.values()].filter((hub) => hub.from === id || hub.to === id)
      .map((hub) => ({ other: hub.from === id ? hub.to : hub.from }));
  }
  return links.get(id).filter((link) => edgeShown(link.edge));
}
