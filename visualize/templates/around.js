// The third level: one node in the middle and what is one or two steps from it, in blocks by type.

const mostAround = 800;
// Room of one thing of each type, in world units.
const room = { goal: [380, 150], measure: [320, 150], package: [290, 140], project: [170, 92],
  section: [240, 110], partner: [280, 120] };

// Nodes with their distance, in the order in which they are reached; suggestions do not count.
function reached(from, steps) {
  const distance = new Map([[from, 0]]);
  let rim = [from];
  for (let step = 1; step <= steps; step += 1) {
    const next = [];
    for (const id of rim) {
      for (const each of links.get(id)) {
        if (distance.has(each.other) || proposed.has(each.edge.rel)) continue;
        distance.set(each.other, step);
        next.push(each.other);
      }
    }
    rim = next;
  }
  return distance;
}

function aroundHere() {
  const centre_ = state.ours || state.around;
  const distance = state.ours ? oursSet() : reached(centre_, state.far);
  const near = [...distance].sort((a, b) => a[1] - b[1]).map(([id]) => id).filter((id) => nodeBase.get(id).part !== undefined);
  return { places: blocks(centre_, near.slice(0, mostAround), distance), cut: Math.max(0, near.length - mostAround) };
}

// Where the plan stands on the left, projects right, sections above, partners below.
function blocks(centre_, ids, distance) {
  const number = new Map();
  ids.forEach((id) => number.set(id, numberOf.get(id)));
  const side = { goal: "left", measure: "left", package: "left", project: "right", section: "above", partner: "below" };
  const groups = { left: [], right: [], above: [], below: [] };
  for (const id of ids) if (id !== centre_) groups[side[nodeBase.get(id).type]].push(id);
  for (const list of Object.values(groups)) {
    list.sort((a, b) => nodeTypes.indexOf(nodeBase.get(a).type) - nodeTypes.indexOf(nodeBase.get(b).type)
      || distance.get(a) - distance.get(b) || number.get(a) - number.get(b));
  }
  const wish = { left: 0.5, right: 1.15, above: 4, below: 4 };
  const made = {};
  for (const [name, list] of Object.entries(groups)) made[name] = block(list, wish[name]);
  const middle = Math.max(made.above.width, made.below.width, 420);
  const rows = [[numberOf.get(centre_), 0, 0]];
  const put = (part, x, y) => part.spots.forEach(([id, dx, dy]) => rows.push([number.get(id), Math.round(x + dx), Math.round(y + dy)]));
  put(made.above, 0, -130 - made.above.height / 2);
  put(made.below, 0, 130 + made.below.height / 2);
  put(made.left, -middle / 2 - 90 - made.left.width / 2, 0);
  put(made.right, middle / 2 + 90 + made.right.width / 2, 0);
  return rows;
}

// Lines of things of one size, about `aspect` times as wide as high; spots from the block's middle.
function block(ids, aspect) {
  const wide = Math.max(0, ...ids.map((id) => room[nodeBase.get(id).type][0]));
  const high = Math.max(0, ...ids.map((id) => room[nodeBase.get(id).type][1]));
  const columns = Math.max(1, Math.min(ids.length, Math.round(Math.sqrt(ids.length * aspect * high / (wide || 1)))));
  const lines = Math.ceil(ids.length / columns);
  const spots = ids.map((id, at) => [id, (at % columns - (columns - 1) / 2) * wide,
    (Math.floor(at / columns) - (lines - 1) / 2) * high]);
  return { width: columns * wide, height: lines * high, spots: spots };
}
