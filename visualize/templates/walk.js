// From node to node by keyboard, each announced: in the order of the plan, or to the next one in
// a direction. The keys work only while the map has the focus.

function walkable() {
  const ids = large ? [...scene.boxes.keys(), ...scene.ids] : [...nodeBase.keys()];
  return ids.filter((id) => !drawn.nodes.get(id).hidden);
}

function stepTo(id) {
  if (!id) return;
  if (scene.boxes.has(id)) {
    selectBox(id);
    keepInSight(id);
    return;
  }
  select(id, { walk: true });
  keepInSight(id);
  const ids = walkable();
  const node = nodeBase.get(id);
  announce(say("walked", { type: typeName(node), name: node.name, links: linksHere(id).length,
    n: ids.indexOf(id) + 1, all: ids.length }));
}

function keepInSight(id) {
  const at = network.canvasToDOM(network.getPosition(id));
  const margin = 60;
  if (at.x < margin || at.y < margin || at.x > freeWidth() - margin || at.y > container.clientHeight - margin) {
    network.moveTo({ position: network.getPosition(id), animation: false,
      offset: { x: (freeWidth() - container.clientWidth) / 2, y: 0 } });
  }
}

// The nearest node within 45° of the direction, counting sideways distance double.
function towards(dx, dy) {
  const from = network.getPosition(state.selected || state.box);
  let best = null;
  let least = Infinity;
  for (const id of walkable()) {
    if (id === (state.selected || state.box)) continue;
    const to = network.getPosition(id);
    const along = (to.x - from.x) * dx + (to.y - from.y) * dy;
    const aside = Math.abs((to.x - from.x) * dy) + Math.abs((to.y - from.y) * dx);
    if (along <= 0 || aside > along) continue;
    if (along + 2 * aside < least) [best, least] = [id, along + 2 * aside];
  }
  return best;
}

const arrows = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

// By the sign that is typed: vis-network asks for the place of a key, and where + is depends on the
// keyboard. Its own step, where it finds the place, is small beside this one.
const zooms = { "+": 1.15, "=": 1.15, "-": 1 / 1.15, "−": 1 / 1.15 };

frame.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key in zooms) {
    zoom(zooms[event.key]);
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  const ids = walkable();
  const at = ids.indexOf(state.selected || state.box);
  let next;
  if (event.key === ".") next = ids[(at + 1) % ids.length];
  else if (event.key === ",") next = ids[(at < 1 ? ids.length : at) - 1];
  else if (event.key === "Home") next = ids[0];
  else if (event.key === "End") next = ids[ids.length - 1];
  else if (event.shiftKey && arrows[event.key]) next = state.selected || state.box ? towards(...arrows[event.key]) : ids[0];
  else if (event.key === "Enter" && state.box) openBox(state.box);
  else if (event.key === "Enter" && pickEnd(state.selected)) next = null;
  else if (event.key === "Enter" && !panel.hidden) panel.focus();
  else return;
  event.preventDefault();
  event.stopImmediatePropagation();
  stepTo(next);
}, true);
