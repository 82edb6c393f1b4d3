// From the reader's choices to what is strong, pale, faded or gone.

const look = {
  on: { opacity: 1, text: 1 },
  soft: { opacity: 0.5, text: 0.7 },
  off: { opacity: 0.13, text: 0.32 },
};

function parents(id) {
  return links.get(id).filter((link) => link.out && link.edge.rel === "partOf").map((link) => link.other);
}

// Which nodes the filters keep; null means no filter is set.
function kept() {
  if (!facets.some((name) => state[name].size)) return null;
  const agents = (id, rels) =>
    links.get(id).filter((link) => link.out && rels.includes(link.edge.rel)).map((link) => link.other);
  const meets = (id) => {
    const node = nodeBase.get(id);
    const any = (wanted, values) => !wanted.size || values.some((value) => wanted.has(value));
    return any(state.sector, [node.sector]) && any(state.status, [node.status])
      && any(state.section, agents(id, ["responsible", "related"]))
      && any(state.partner, agents(id, ["partner"]));
  };
  const keep = new Set();
  for (const node of nodeBase.values()) {
    if (node.type === "section" || node.type === "partner" || !meets(node.id)) continue;
    keep.add(node.id);
    // What it stands under, and who takes part in it.
    for (let above = parents(node.id); above.length; above = above.flatMap(parents)) {
      above = above.filter((id) => !keep.has(id));
      above.forEach((id) => keep.add(id));
    }
    agents(node.id, ["responsible", "related", "partner"]).forEach((id) => keep.add(id));
  }
  state.section.forEach((id) => keep.add(id));
  state.partner.forEach((id) => keep.add(id));
  return keep;
}

// A year shows its packages and the projects its outline refers to; who states no year stays.
function yearLevel(node) {
  if (!state.year || !["package", "project"].includes(node.type)) return "on";
  if (!node.years.length) return "soft";
  return node.years.includes(state.year) ? "on" : "off";
}

function edgeShown(edge) {
  return relOn(edge.rel) && strongEnough(edge) && present(edge.from) && present(edge.to);
}

// Nodes within so many steps of the selection, with their distance.
function reach() {
  const edge = linkShown();
  if (edge) return new Map(joinedBy(edge).map((id) => [id, 0]));
  if (!state.selected) return oursSet();
  const distance = new Map([[state.selected, 0]]);
  let rim = [state.selected];
  for (let step = 1; step <= state.steps; step += 1) {
    const next = [];
    for (const id of rim) {
      for (const link of linksHere(id)) {
        if (distance.has(link.other)) continue;
        if (state.type.has(nodeBase.get(link.other).type)) continue;
        distance.set(link.other, step);
        next.push(link.other);
      }
    }
    rim = next;
  }
  return distance;
}

let named = [];
let shown = { nodes: 0, edges: 0, near: 0, projects: 0 };

function paint() {
  const keep = kept();
  const near = reach();
  const level = new Map();
  const plain = new Map(); // what the filters alone say: that is what is counted
  const changedNodes = [];
  let nodeCount = 0;
  let projects = 0;
  for (const base of sceneNodes()) {
    const byFilter = keep && !keep.has(base.id) ? "off" : yearLevel(base);
    const hidden = base.absent || (base.proposed && !relOn("proposal")) || state.type.has(base.type) || (state.hide && byFilter === "off");
    if (!hidden && byFilter !== "off") nodeCount += 1;
    const final = hidden ? "gone" : near && !near.has(base.id) ? "off" : byFilter;
    level.set(base.id, final);
    if (base.type === "project" && final === "on") projects += 1;
    plain.set(base.id, hidden ? "gone" : byFilter);
    changedNodes.push({ base: base, level: final });
  }
  updateNodes(changedNodes);
  if (large) paintBoxes(keep, level);
  const edgeCount = paintEdges(level, plain, near);
  named = near ? [...near.keys()] : [];
  shown = { nodes: nodeCount, edges: edgeCount, near: near ? near.size : 0, projects: projects };
  if (scene.boxes.size && state.inside === null) Object.assign(shown, countWhole(keep));
}

// What the boxes of the whole plan stand for, after the filters.
function countWhole(keep) {
  const left = new Set();
  for (const base of nodeBase.values()) {
    if (!state.type.has(base.type) && !(keep && !keep.has(base.id)) && yearLevel(base) !== "off") left.add(base.id);
  }
  let count = 0;
  for (const edge of edgeBase.values()) if (relOn(edge.rel) && left.has(edge.from) && left.has(edge.to)) count += 1;
  return { nodes: left.size, edges: count };
}

const drawnLevel = new Map();

function forgetPaint() {
  drawnLevel.clear();
  for (const base of large ? [] : nodeBase.values()) if (base.absent) drawnLevel.set(base.id, "gone");
}

function updateNodes(wanted) {
  const updates = [];
  for (const { base, level } of wanted) {
    if ((drawnLevel.get(base.id) || "on") === level) continue;
    drawnLevel.set(base.id, level);
    const style = look[level] || look.off;
    const font = Object.assign({}, base.font, {
      color: style.text === 1 ? base.font.color : rgbaOf(base.font.color, style.text),
    });
    // Ink on a coloured box would vanish with the box; on a faded one it is drawn dark.
    if (base.shape === "box" && style.text < 1) font.color = rgbaOf(page.ink, style.text);
    updates.push({ id: base.id, hidden: level === "gone", opacity: style.opacity, font: font });
  }
  if (updates.length) (large ? drawn : { nodes: nodes }).nodes.update(updates);
}

function paintEdges(level, plain, near) {
  const updates = [];
  let count = 0;
  const steps = state.selected ? state.steps : 1;
  const line = arrangement().line || 1;
  // What people talk about must be seen, dashes and all, when everything is in sight.
  const chosen = new Set(state.link ? linesOf(linkShown()).filter(Boolean).map((each) => each.id) : []);
  const bold = Math.max(line, 0.75 / (fitScale(worldBounds()) || 1));
  for (const base of sceneEdges()) {
    const ends = [level.get(base.from), level.get(base.to)];
    const hidden = !edgeShown(base) || ends.includes("gone");
    let final = hidden ? "gone" : ends.includes("off") ? "off" : "on";
    if (!hidden && ![plain.get(base.from), plain.get(base.to)].includes("off")) count += 1;
    if (near && final === "on") {
      const distance = Math.min(near.get(base.from), near.get(base.to));
      final = distance < steps && !hubs.size ? "lit" : "off";
    }
    if (state.link) final = chosen.has(base.id) ? "lit" : final === "gone" ? "gone" : "off";
    // The place in the grid says it already; around a selection the line is drawn all the same.
    if (implied.has(base.number) && final !== "lit") final = "gone";
    if (hubs.size) final = "gone";
    if (drawnLevel.get(base.id) === final) continue;
    drawnLevel.set(base.id, final);
    const colour = { off: faint(base.color, 0.07), lit: faint(base.color, 0.95) }[final] || base.color;
    const thick = proposed.has(base.rel) ? bold : line;
    const width = (final === "lit" ? base.width + 0.8 : base.width) * thick;
    const dashes = Array.isArray(base.dashes) ? base.dashes.map((dash) => dash * thick) : false;
    updates.push({ id: base.id, hidden: final === "gone", color: colour, width: width, dashes: dashes });
  }
  if (updates.length) (large ? drawn : { edges: edges }).edges.update(updates);
  paintHubs(level, near);
  return count;
}

function paintHubs(level, near) {
  const centre = state.selected || state.ours || state.box;
  drawn.edges.update([...hubs.values()].map((hub) => {
    const ends = [level.get(hub.from), level.get(hub.to)];
    const lit = hub.id === state.link || ((near || state.box) && !state.link
      && (state.steps > 1 && state.selected ? near.has(hub.from) && near.has(hub.to)
        : hub.from === centre || hub.to === centre));
    const off = ends.includes("off") || ((near || state.box) && !lit);
    return { id: hub.id, hidden: ends.includes("gone"),
      color: faint(hubColour, lit ? 0.9 : off ? 0.08 : 0.5) };
  }));
}

function faint(colour, alpha) {
  return colour.replace(/[\d.]+\)$/, alpha + ")");
}
