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

// In every view an added node looks like the partners or sections there, and stands beside what it is
// linked to where there is room; in the grid, whose cells mean something, in rows below.
function placeAdded() {
  if (!added.nodes.size) return;
  const there = sceneNodes().filter((base) => !base.proposed && !base.absent);
  const like = ["partner", "section", "project"].map((type) => there.find((base) => base.type === type
    && base.label.trim())).find(Boolean);
  const size = like ? like.size : 16;
  const font = like ? like.font.size : 22;
  const taken = there.map(takenBox);
  const [left, bottom] = [Math.min(...taken.map((box) => box[0])), Math.max(...taken.map((box) => box[3]))];
  const row = belowAll(taken, font);
  const updates = [];
  for (const id of added.nodes) {
    const base = nodeBase.get(id);
    const lines = base.label.split("\n");
    const half = Math.max(size, Math.max(...lines.map((line) => [...line].length)) * font * 0.52);
    const boxAt = (x, y) => [x - half, y - size * 1.2, x + half, y + size * 1.2 + lines.length * font * 1.35];
    const near = arrangement().columns ? [] : links.get(id).map((entry) => entry.other)
      .filter((other) => !nodeBase.get(other).proposed && present(other)).map((other) => network.getPosition(other));
    // Linked to nothing that is here: where a corner is free, so that the map stays as large as it was.
    const wish = near.length ? { x: mean(near, "x"), y: mean(near, "y") } : { x: left + half, y: bottom - 3 * font };
    const place = draggedHere().get(id) || (arrangement().columns ? row(half) : beside(wish, boxAt, taken, font + size));
    const box = boxAt(place.x, place.y);
    taken.push(box);
    base.box = { left: box[0], top: box[1], right: box[2], bottom: box[3] + font * 0.8 };
    if (base.x === place.x && base.y === place.y && base.font.size === font && base.size === size) continue;
    Object.assign(base, { x: place.x, y: place.y, size: size, font: Object.assign({}, base.font, { size: font }) });
    updates.push({ id: id, x: place.x, y: place.y, size: size, font: base.font });
  }
  if (updates.length) (large ? drawn : { nodes: nodes }).nodes.update(updates);
}

// The room that a node takes with its name, also with one that is too small to be drawn now:
// vis-network knows only what it has drawn, and an added item must not jump when it is drawn.
function takenBox(base) {
  const box = network.getBoundingBox(base.id);
  if (base.shape === "box") return [box.left, box.top, box.right, box.bottom];
  const { x, y } = network.getPosition(base.id);
  const lines = base.label.trim() ? base.label.split("\n") : [];
  const half = Math.max(base.size, ...lines.map((line) => [...line].length * base.font.size * 0.52));
  return [x - half, y - base.size, x + half, y + base.size + lines.length * base.font.size * 1.35];
}

// The nearest free place around a point, in rings.
function beside(point, boxAt, taken, step) {
  for (let ring = 1; ring < 30; ring += 1) {
    for (let turn = 0; turn < 16; turn += 1) {
      const angle = (turn * Math.PI) / 8;
      const at = { x: point.x + ring * step * 1.4 * Math.cos(angle), y: point.y + ring * step * Math.sin(angle) };
      if (!taken.some((box) => overlaps(box, boxAt(at.x, at.y)))) return at;
    }
  }
  return { x: point.x, y: point.y };
}

// Gives places from left to right below everything, each as wide as is asked for.
function belowAll(taken, font) {
  const edge = (at, pick) => (taken.length ? pick(...taken.map((box) => box[at])) : 0);
  const [left, right] = [edge(0, Math.min), edge(2, Math.max)];
  let x = left;
  let y = edge(3, Math.max) + 2.4 * font;
  return (half) => {
    if (x > left && x + 2 * half > right) {
      x = left;
      y += 6 * font;
    }
    const place = { x: x + half, y: y };
    x += 2 * half + 1.5 * font;
    return place;
  };
}

function mean(points, axis) {
  return points.reduce((sum, point) => sum + point[axis], 0) / points.length;
}
