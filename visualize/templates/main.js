// Starts the map and ties the parts together: one function changes the selection, one repaints.

const container = document.getElementById("map");
const network = new vis.Network(container, drawn, options);
widenLines(network);
decorate(network, () => named, true);

// The element in which vis-network listens to arrow keys gets a name for screen readers.
const frame = container.querySelector(".vis-network");
frame.setAttribute("role", "application");

for (const sector of page.sectors) sector.ground = sector.tint;

function refresh(step) {
  paint();
  showLegend();
  showFilters();
  showYear();
  showCount();
  showBar();
  showTable();
  showWorkshop();
  commit(step);
}

// The part of the map that the panel leaves free.
function freeWidth() {
  // On a phone the panel lies below, over the whole width.
  return container.clientWidth - (panel.hidden || !panel.offsetLeft ? 0 : panel.offsetWidth);
}

// Close enough to read its name, and no closer: letters of the grid are large.
function centre(id) {
  const position = network.getPosition(id);
  whole = false;
  const letters = nodeBase.has(id) && nodeBase.get(id).label.trim() ? nodeBase.get(id).font.size : 0;
  const scale = Math.max(network.getScale(), letters ? Math.min(0.85, 17 / letters) : 0.85);
  const shift = (container.clientWidth - freeWidth()) / 2;
  network.moveTo({ position: position, scale: scale, offset: { x: -shift, y: 0 }, animation: false });
}

function select(id, how) {
  if (!(how && how.walk) && pickEnd(id)) return;
  if (scene.boxes.has(id)) {
    selectBox(id);
    return;
  }
  const chosen = id !== null && nodeBase.has(id) ? id : null;
  if (chosen !== state.selected) state.steps = 1;
  state.selected = chosen;
  state.link = state.box = null;
  if (chosen && !(how && how.walk) && stillThere(chosen) === null) {
    // Who asks for what this view does not show is taken to the one that shows everything.
    if (large) toClusterOf(chosen);
    else state.view = "whole";
    arrange();
  }
  applySelection();
  refresh(!(how && how.walk));
  if (chosen && how && how.centre) centre(chosen);
  if (how && how.walk) return;
  const node = nodeBase.get(chosen);
  announce(node ? say("selected", { type: typeName(node), name: node.name }) : say("cleared"));
}

function applySelection() {
  network.unselectAll();
  if (state.box && !scene.boxes.has(state.box)) state.box = null;
  const hiddenType = state.selected && nodeBase.get(state.selected).type;
  // Who asks for a thing wants to see it, even if its type was switched off.
  if (hiddenType) state.type.delete(hiddenType);
  if (state.selected && here(state.selected)) network.selectNodes([state.selected], false);
  showPanel();
}

function setSteps(steps) {
  if (!state.selected) return;
  if (large && state.around === state.selected) {
    openAround(state.around, Math.min(2, steps));
    return;
  }
  state.steps = steps;
  refresh(false);
  panel.querySelectorAll("[data-steps]").forEach((button) =>
    button.setAttribute("aria-pressed", String(button.dataset.steps === String(steps))));
  announce(say("focus_said", { n: steps, count: shown.near }));
}

// vis-network's own fit() leaves a tenth of the window empty; labels need that room.
function fitScale(bounds) {
  const air = 32;
  const scale = Math.min(
    container.clientWidth / (bounds.right - bounds.left + 2 * air),
    container.clientHeight / (bounds.bottom - bounds.top + 2 * air), 1.5);
  return scale > 0 ? scale : 0;
}

function fit() {
  const bounds = worldBounds();
  let scale = fitScale(bounds);
  if (!scale) return;
  // Small names of columns stand upright above the grid: they get the free room, or are given some.
  const tall = uprightHeight(scale);
  const room = container.clientHeight - (bounds.bottom - bounds.top) * scale;
  if (tall && room < tall) scale *= (container.clientHeight - tall) / (container.clientHeight - room);
  const free = container.clientHeight / scale - (bounds.bottom - bounds.top);
  const up = tall ? Math.max(0, free / 2 - 12 / scale) : 0;
  network.moveTo({ scale: scale, animation: false, offset: { x: 0, y: 0 },
    position: { x: (bounds.left + bounds.right) / 2, y: (bounds.top + bounds.bottom) / 2 - up } });
  whole = true;
}

function bringIntoSight(id) {
  const at = network.canvasToDOM(network.getPosition(id));
  const seen = at.x > 0 && at.y > 0 && at.x < freeWidth() && at.y < container.clientHeight - 20;
  if (!seen) fit();
}

function zoom(factor) {
  whole = false;
  network.moveTo({ scale: Math.min(6, Math.max(0.05, network.getScale() * factor)), animation: false });
}

network.on("click", (event) => {
  // A box opens when it is clicked again, however slowly: a double click needs a quick hand.
  if (state.box && event.nodes[0] === state.box) openBox(state.box);
  else if (event.nodes.length) select(event.nodes[0]);
  else if (event.edges.length) selectLink(event.edges[0]);
  else if (state.selected || state.link || state.box) select(null);
});

network.on("dragEnd", (event) => {
  for (const id of event.nodes) draggedHere().set(id, network.getPosition(id));
});
network.on("dragStart", (event) => {
  // Dragging a node selects it in vis-network; here only a click does.
  if (event.nodes.length && event.nodes[0] !== state.selected) {
    network.unselectAll();
    if (state.selected && here(state.selected)) network.selectNodes([state.selected], false);
  }
});
network.on("hoverNode", () => container.classList.add("over"));
network.on("blurNode", () => container.classList.remove("over"));

// vis-network takes away the name at the pointer only while the pointer moves over the map: it would
// stay when the pointer leaves, and name a node of the view before.
function hideHint() {
  network.canvas.frame.canvas.dispatchEvent(new MouseEvent("mousemove", { clientX: -1e5, clientY: -1e5 }));
}

container.addEventListener("mouseleave", hideHint);

document.getElementById("fit").addEventListener("click", fit);
document.getElementById("zoom-in").addEventListener("click", () => zoom(1.3));
document.getElementById("zoom-out").addEventListener("click", () => zoom(1 / 1.3));
const help = document.getElementById("help");
document.getElementById("help-open").addEventListener("click", () => help.showModal());

document.addEventListener("keydown", (event) => {
  const typing = event.target.matches("input[type=search], input[type=text], textarea, select");
  if (event.ctrlKey || event.metaKey || event.altKey || help.open || typing) return;
  if (event.key === "Escape") {
    escape();
    return;
  }
  // Speech input can trip over keys of one letter: they can be switched off in the help.
  if (!document.getElementById("shortcuts").checked) return;
  if (event.key === "/") {
    event.preventDefault();
    finder.focus();
    finder.select();
  } else if (["1", "2", "3"].includes(event.key)) setSteps(Number(event.key));
  else if (event.key === "0") fit();
  else if (event.key === "v") nextView();
});

// Esc takes back the last thing: an open list, a selection, うちの課.
function escape() {
  hideHint();
  if (!document.getElementById("ours-list").hidden) {
    closeOurs();
    document.getElementById("ours-open").focus();
  } else if (state.selected || state.link || state.box) select(null);
  else if (state.stage) setStage(false);
  else if (leaveLevel()) return;
  else if (state.ours) setOurs(null);
}

document.getElementById("ours-open").addEventListener("click", () =>
  (document.getElementById("ours-list").hidden ? openOurs() : closeOurs()));

// When the window or the bar above changes its size, a map that was whole stays whole; vis-network
// alone would scale what it shows, and cut names that stand upright.
let whole = false;
// It does that after telling us: the microtask is later still.
network.on("resize", () => queueMicrotask(() => whole && fit()));
network.on("zoom", () => { whole = false; });
network.on("dragEnd", () => { whole = false; });
container.addEventListener("keydown", () => { whole = false; });
