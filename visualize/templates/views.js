// The views: which nodes are in the one that is shown, where they stand and what they say.
// `nodes` and `edges` are the plan's; the network draws a copy to which a view may add lines of
// its own, so that what `window.enishi` gives is always exactly what the graph states.

const drawn = { nodes: new vis.DataSet(nodes.get()), edges: new vis.DataSet(edges.get()) };

function mirror(source, target) {
  source.on("*", (event, change) => {
    if (event === "remove") target.remove(change.items);
    else target.update(source.get(change.items));
  });
}
mirror(nodes, drawn.nodes);
mirror(edges, drawn.edges);

const order = [...nodeBase.keys()];
const home = new Map([...nodeBase.values()].map((node) => [node.id,
  { x: node.x, y: node.y, label: node.label, font: node.font, size: node.size }]));
// Where a reader has dragged things to, by view; kept while the page is open.
const dragged = new Map();
// Lines that only a view has: {id, from, to, weight, reasons}.
let hubs = new Map();

function view() {
  return page.views.find((known) => known.key === state.view) || page.views[0];
}

function arrangement() {
  const now = view();
  return (state.stage && now.stage) || now.own;
}

function draggedHere() {
  const key = state.view + (state.stage ? "/stage" : "");
  if (!dragged.has(key)) dragged.set(key, new Map());
  return dragged.get(key);
}

// Whether a relation is drawn: as the reader switched it, else as the view has it.
function relOn(rel) {
  if (state.rel.has(rel)) return state.rel.get(rel);
  return view().rels.includes(rel) || (rel === "proposal" && editing());
}

function present(id) {
  return !nodeBase.get(id).absent;
}

let implied = new Set();
let applied = "";

// Puts everything where the view wants it; what a view does not have is marked absent.
function applyView() {
  const key = state.view + (state.stage ? "/stage" : "");
  if (key === applied) return false;
  applied = key;
  const now = arrangement();
  const places = new Map((now.places || []).map((row) => [order[row[0]], row]));
  const moved = draggedHere();
  const updates = [];
  for (const base of nodeBase.values()) {
    const own = home.get(base.id) || base;
    const row = now.places ? places.get(base.id) : null;
    base.absent = Boolean(now.places) && !row && home.has(base.id);
    const [, x, y, label, font, width, height, size] = row || [0, own.x, own.y];
    const at = moved.get(base.id) || { x: x, y: y };
    base.label = typeof label === "string" ? label || " " : own.label;
    base.font = font ? Object.assign({}, own.font, { size: font }) : own.font;
    if (own.size) base.size = size || own.size;
    updates.push({ id: base.id, x: at.x, y: at.y, label: base.label, font: base.font, opacity: 1,
      hidden: base.absent, size: base.size, widthConstraint: { minimum: width || 0 },
      heightConstraint: { minimum: height || 0, valign: "middle" } });
  }
  nodes.update(updates);
  implied = new Set(now.implied || []);
  showHubs(now.hubs || []);
  forgetPaint();
  placeAdded();
  return true;
}

function showHubs(rows) {
  drawn.edges.remove([...hubs.keys()]);
  hubs = new Map(rows.map(([from, to, weight, reasons], at) => ["hub/" + at,
    { id: "hub/" + at, from: order[from], to: order[to], weight: weight, reasons: reasons }]));
  drawn.edges.add([...hubs.values()].map((hub) => ({ id: hub.id, from: hub.from, to: hub.to,
    width: hubWidth(hub), color: hubColour, arrows: "", smooth: false })));
}

function hubWidth(hub) {
  return 1.5 + 2.6 * Math.min(12, hub.weight);
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
