// Proposals on the map: added nodes and links come and go with the operations that count.

const addedColour = { background: "#f3eaf8", border: "#7a3e9d" };
const added = { nodes: new Set(), edges: new Set() };

function nodeOf(operation) {
  return iriOf(operation) + "/node";
}

function drawProposals() {
  const nodesNow = new Map(counting.filter((each) => each.kind === "add-node").map((each) => [nodeOf(each), each]));
  const edgesNow = new Map(counting.filter((each) => each.kind === "add-link").map((each) => ["proposal/" + each.id, each]));
  [...added.edges].filter((id) => !edgesNow.has(id)).forEach(removeEdge);
  [...added.nodes].filter((id) => !nodesNow.has(id)).forEach(removeNode);
  nodesNow.forEach((operation, id) => added.nodes.has(id) || addNode(operation, id));
  edgesNow.forEach((operation, id) => added.edges.has(id) || addEdge(operation, id));
  if (large && applied) {
    fillScene(arrangement());
    finishView(arrangement());
    paint();
  } else placeAdded();
}

function wrapName(name) {
  const letters = [...name];
  const lines = [];
  for (let at = 0; at < letters.length && lines.length < 3; at += 10) lines.push(letters.slice(at, at + 10).join(""));
  if (letters.length > 30) lines[2] = letters.slice(20, 29).join("") + "…";
  return lines.join("\n");
}

function addNode(operation, id) {
  const node = {
    id: id, iri: id, type: operation.type, name: operation.label, title: operation.label, proposed: true,
    label: wrapName(operation.label), sector: "", status: "", years: [], x: 0, y: 0, size: 16, borderWidth: 2.5,
    shape: page.looks[operation.type].shape, color: addedColour, shapeProperties: { borderDashes: [5, 4] },
    font: { size: 22, color: page.ink, strokeWidth: 4, strokeColor: "#ffffff" },
  };
  nodeBase.set(id, node);
  links.set(id, []);
  if (known) known.push({ id: id, name: fold(operation.label), also: "", text: fold(operation.text || "") });
  page.details[id] = operation.text ? { text: operation.text } : {};
  added.nodes.add(id);
  nodes.add(Object.assign({}, node));
}

function removeNode(id) {
  nodes.remove(id);
  nodeBase.delete(id);
  links.delete(id);
  drawnLevel.delete(id);
  added.nodes.delete(id);
  if (known) known.splice(known.findIndex((entry) => entry.id === id), 1);
  if (state.selected === id) state.selected = null;
}

function addEdge(operation, id) {
  // A stored proposal may be about something that this map does not draw.
  if (!nodeBase.has(operation.from) || !nodeBase.has(operation.to)) return;
  const line = page.lines.proposal;
  const edge = { id: id, from: operation.from, to: operation.to, rel: "proposal", operation: operation.id,
    color: rgbaOf(line.colour, 0.9), width: 3, dashes: line.dashes, arrows: "", number: page.evidence.length,
    smooth: { enabled: true, type: "curvedCCW", roundness: 0.2 } };
  page.evidence.push({ note: operation.text || "", why: [] });
  edgeBase.set(id, edge);
  links.get(edge.from).push({ edge: edge, other: edge.to, out: true });
  links.get(edge.to).push({ edge: edge, other: edge.from, out: false });
  added.edges.add(id);
  edges.add(Object.assign({}, edge));
}

function removeEdge(id) {
  const edge = edgeBase.get(id);
  edges.remove(id);
  edgeBase.delete(id);
  for (const end of [edge.from, edge.to]) {
    if (links.has(end)) links.set(end, links.get(end).filter((entry) => entry.edge !== edge));
  }
  drawnLevel.delete(id);
  added.edges.delete(id);
  if (state.link === id) state.link = null;
}

// In every view an added node stands beside what it is linked to, else below the map.
function placeAdded() {
  const updates = [];
  const bounds = { left: Infinity, bottom: -Infinity };
  for (const base of sceneNodes()) {
    if (base.proposed || base.absent) continue;
    const box = network.getBoundingBox(base.id);
    bounds.left = Math.min(bounds.left, box.left);
    bounds.bottom = Math.max(bounds.bottom, box.bottom);
  }
  [...added.nodes].forEach((id, at) => {
    const near = links.get(id).map((entry) => entry.other)
      .filter((other) => !nodeBase.get(other).proposed && present(other)).map((other) => network.getPosition(other));
    const angle = at * 2.4;
    const wish = near.length
      ? { x: mean(near, "x") + 130 * Math.cos(angle), y: mean(near, "y") + 100 * Math.sin(angle) }
      : { x: bounds.left + 120 + at * 230, y: bounds.bottom + 90 };
    const place = draggedHere().get(id) || wish;
    const base = nodeBase.get(id);
    if (base.x === place.x && base.y === place.y) return;
    base.x = place.x;
    base.y = place.y;
    updates.push({ id: id, x: place.x, y: place.y });
  });
  if (updates.length) (large ? drawn : { nodes: nodes }).nodes.update(updates);
}

function mean(points, axis) {
  return points.reduce((sum, point) => sum + point[axis], 0) / points.length;
}

// Notes and votes on a thing, as a yellow slip at its corner with their number.
function drawSlips(ctx) {
  if (!relOn("proposal")) return;
  const counts = new Map();
  for (const each of counting) {
    if (["note", "vote"].includes(each.kind) && each.on.length === 1) {
      const iri = each.on[0];
      if (nodeBase.has(iri)) counts.set(iri, (counts.get(iri) || 0) + 1);
    }
  }
  const unit = 1 / Math.max(network.getScale(), 0.25);
  counts.forEach((count, id) => {
    const node = network.body.nodes[id];
    if (!node || node.options.hidden) return;
    const corner = node.shape.boundingBox;
    const x = node.x + Math.min(corner.right - node.x, node.shape.width / 2 || 12);
    const y = node.y - Math.min(node.y - corner.top, node.shape.height / 2 || 12);
    ctx.fillStyle = "#ffe27a";
    ctx.strokeStyle = page.ink;
    ctx.lineWidth = unit;
    ctx.beginPath();
    ctx.rect(x - 6 * unit, y - 10 * unit, 18 * unit, 16 * unit);
    ctx.fill();
    ctx.stroke();
    ctx.fillStyle = page.ink;
    ctx.font = "700 " + 11 * unit + "px " + options.nodes.font.face;
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.fillText(String(count), x + 3 * unit, y - 1.5 * unit);
  });
}
