// The levels of a large plan: an overview of boxes, an opened cluster, what is around one node.
// Only what the level shows is in the network; boxes stand for many nodes and are in no total.

const scene = { ids: new Set(), edges: [], boxes: new Map() };

function here(id) {
  return large ? scene.ids.has(id) : nodeBase.has(id);
}

// The nodes and edges that are drawn now: in a small plan all of them.
function sceneNodes() {
  return large ? [...scene.ids].map((id) => nodeBase.get(id)) : [...nodeBase.values()];
}

function sceneEdges() {
  return large ? scene.edges : [...edgeBase.values()];
}

function nameOf(id) {
  const known = nodeBase.get(id) || scene.boxes.get(id);
  return known ? known.name : "";
}

function levelKey() {
  return large ? "/" + [state.inside, state.around, state.far, state.page, state.ours,
    onStage() ? (upright() ? "tall" : "wide") : ""].join("/") : "";
}

// In front of an audience the whole plan has pages of its own; a phone is held in the hand.
function onStage() {
  return large && state.stage && state.inside === null && !state.around && !state.ours
    && (state.view === "whole" || !upright());
}

function upright() {
  return window.innerWidth < window.innerHeight;
}

function pagesHere() {
  if (!large || state.around || state.ours) return [];
  if (onStage()) return upright() ? large.tall : large.stage[state.view];
  if (state.view === "hubs") return large.rings;
  if (state.view === "pairs") return large.pairs;
  return state.view === "grid" ? large.tables : [];
}

function largeArrangement() {
  if (state.ours || state.around) return aroundHere();
  const pages = pagesHere();
  if (pages.length) return pages[Math.min(state.page, pages.length - 1)];
  if (state.inside === null) return large.top;
  const cluster = large.clusters[state.inside];
  if (cluster.scene) return cluster.scene;
  return loadPart(state.inside).whole;
}

function clusterOf(id) {
  const part = nodeBase.get(id).part;
  return part !== undefined && part < large.clusters.length ? part : null;
}

// An address that names a node but no level means the level where it is found.
function settleLevel() {
  if (large && state.selected && state.inside === null && !state.around && !state.ours
    && stillThere(state.selected) === null) toClusterOf(state.selected);
}

function toClusterOf(id) {
  Object.assign(state, { view: "whole", inside: clusterOf(id), around: null, ours: null, page: 0, box: null });
  if (stillThere(id) === null) state.around = id;
}

function enter(change, said) {
  Object.assign(state, { around: null, ours: null, page: 0, box: null, link: null, selected: null }, change);
  arrange();
  applySelection();
  refresh(true);
  announce(said);
}

function openCluster(number) {
  const name = number === null ? say("level_top") : word(large.clusters[number].name);
  // The pages of 課×施策, 連携 and 提案 are about the whole plan; a cluster opens as it is.
  const change = number === null ? { inside: null } : { inside: number, view: "whole" };
  enter(change, say("level_opened", { name: name }));
}

function openAround(id, steps) {
  enter({ around: id, far: steps, selected: id, inside: state.inside },
    say("level_around", { name: nodeBase.get(id).name }));
}

function openBox(id) {
  const box = scene.boxes.get(id);
  if (box && box.opens >= 0) openCluster(box.opens);
}

function selectBox(id) {
  Object.assign(state, { box: id, selected: null, link: null });
  network.unselectAll();
  showPanel();
  refresh(false);
  announce(say("box_selected", { name: scene.boxes.get(id).name }));
}

// One step up: what Esc does when nothing is selected.
function leaveLevel() {
  if (!large) return false;
  if (state.around || state.ours) enter({}, say("level_left"));
  else if (state.inside !== null) {
    const up = large.clusters[state.inside].parent;
    openCluster(up < 0 ? null : up);
  } else return false;
  return true;
}

// Puts the nodes, boxes and lines of the level into the network in place of the last one's.
function fillScene(now) {
  const drawNow_ = [];
  const moved = draggedHere();
  scene.ids = new Set();
  for (const row of now.places || []) {
    const id = order[row[0]];
    scene.ids.add(id);
    drawNow_.push(placed(nodeBase.get(id), row, moved));
  }
  for (const id of added.nodes) {
    scene.ids.add(id);
    drawNow_.push(Object.assign({}, nodeBase.get(id)));
  }
  scene.boxes = new Map((now.boxes || []).map((row) => [row[0], boxOf(row)]));
  scene.edges = [...scene.ids].flatMap((id) => links.get(id)
    .filter((each) => each.out && scene.ids.has(each.other)).map((each) => each.edge));
  drawn.edges.clear();
  hubs = new Map();
  drawn.nodes.clear();
  drawn.nodes.add([...drawNow_, ...[...scene.boxes.values()].map((box) => drawnBox(box, moved))]);
  drawn.edges.add(scene.edges.map((edge) => Object.assign({}, edge)));
}

function mixed(colour, share) {
  const channel = (at) => Math.round(255 + (parseInt(colour.slice(at, at + 2), 16) - 255) * share);
  return "rgb(" + channel(1) + "," + channel(3) + "," + channel(5) + ")";
}

// A cell of no section is all that the list of its goal leaves out.
function isRest(cell) {
  return cell[1] < 0;
}

function boxOf([id, label, x, y, font, width, height, sector, opens, share, cell]) {
  const at = page.sectors[sector];
  const name = !cell ? word(large.clusters[opens].name) : isRest(cell) ? say("cell_rest", { sector: at ? at.name : "" })
    : say("cell_name", { sector: at ? at.name : "", section: nodeBase.get(order[cell[1]]).name });
  return { id: id, box: true, name: name, said: label, x: x, y: y, size: font, width: width, height: height,
    sector: at ? at.iri : "", fill: at ? at.fill : page.neutral, share: share, opens: opens, cell: cell || null };
}

function drawnBox(box, moved) {
  const at = moved.get(box.id) || box;
  return { id: box.id, box: true, shape: "box", x: at.x, y: at.y, label: word(box.said), sector: box.sector,
    title: box.name, font: { size: box.size, color: page.ink }, borderWidth: box.cell ? 1.5 : 3,
    color: { background: mixed(box.fill, box.share), border: box.fill }, margin: 10,
    widthConstraint: { minimum: box.width }, heightConstraint: { minimum: box.height, valign: "middle" } };
}

// Projects in a box that the filters keep; null where no filter is set.
function boxCounts(keep) {
  if (!scene.boxes.size || (!keep && !state.year && !state.type.has("project"))) return null;
  const counts = new Map();
  const add = (key) => counts.set(key, (counts.get(key) || 0) + 1);
  for (const node of nodeBase.values()) {
    if (node.type !== "project" || state.type.has("project") || (keep && !keep.has(node.id))
      || yearLevel(node) === "off" || node.part === undefined) continue;
    for (let at = node.part; at >= 0 && large.clusters[at]; at = large.clusters[at].parent) add(at);
    add(cellKey(node));
  }
  return counts;
}

function cellKey(project) {
  const owner = links.get(project.id).find((each) => each.out && each.edge.rel === "responsible");
  return project.sector + "\n" + (owner ? owner.other : "");
}

function countIn(box, counts) {
  if (!box.cell) return counts.get(box.opens) || 0;
  if (!isRest(box.cell)) return counts.get(cellOf(box)) || 0;
  return restOf(box).reduce((sum, key) => sum + (counts.get(key) || 0), 0);
}

// The cells of a goal that have no box of their own.
function restOf(box) {
  const sector = page.sectors[box.cell[0]].iri;
  const own = new Set([...scene.boxes.values()].filter((each) => !isRest(each.cell)).map(cellOf));
  const all = new Set([...nodeBase.values()].filter((node) => node.type === "project" && node.sector === sector).map(cellKey));
  return [...all].filter((key) => !own.has(key));
}

// Of a cell the number at the end is what the filters leave, of a cluster its last line.
function boxLabel(box, left) {
  const said = word(box.said);
  if (left === null) return said;
  return box.cell ? said.replace(/[0-9]+(?=件?$)/, String(left))
    : said.replace(/[^\n]*$/, say("box_kept", { n: left }));
}

function cellOf(box) {
  return (box.cell[0] < 0 ? "" : page.sectors[box.cell[0]].iri) + "\n" + order[box.cell[1]];
}

function paintBoxes(keep, level) {
  const counts = boxCounts(keep);
  const near = state.box ? new Set([state.box, ...[...hubs.values()]
    .filter((hub) => hub.from === state.box || hub.to === state.box).flatMap((hub) => [hub.from, hub.to])]) : null;
  drawn.nodes.update([...scene.boxes.values()].map((box) => {
    const left = counts ? countIn(box, counts) : null;
    const off = left === 0 || (near ? !near.has(box.id) : Boolean(state.selected || state.link));
    level.set(box.id, left === 0 && state.hide ? "gone" : off ? "off" : "on");
    return { id: box.id, label: boxLabel(box, left), opacity: off ? 0.2 : 1, hidden: left === 0 && state.hide,
      borderWidth: box.id === state.box ? 5 : box.cell ? 1.5 : 3,
      font: { size: box.size, color: off ? rgbaOf(page.ink, 0.4) : page.ink } };
  }));
}

function boxLink(id) {
  const box = scene.boxes.get(id);
  return el("a", { href: "#", "data-box": id, click: (event) => {
    event.preventDefault();
    selectBox(id);
  } }, box.name);
}

// What the panel says of a box: what it holds, what it has most to do with, and the way in.
function boxPanel(box) {
  const cells = box.cell ? new Set(isRest(box.cell) ? restOf(box) : [cellOf(box)]) : null;
  const inside = cells ? [...nodeBase.values()].filter((node) => node.type === "project" && cells.has(cellKey(node)))
    : large.clusters[box.opens].sections.map((at) => nodeBase.get(order[at]));
  const joined = [...hubs.values()].filter((hub) => hub.from === box.id || hub.to === box.id)
    .sort((a, b) => b.weight - a.weight).slice(0, 12);
  const most = 200;
  return [
    el("div", { class: "top" }, el("span", { class: "chip" }, say("box"))),
    el("button", { type: "button", class: "shut", click: () => select(null) }, say("close")),
    el("h2", planWords(), box.name),
    box.opens >= 0 ? el("button", { type: "button", "data-open": String(box.opens), click: () => openBox(box.id) }, say("box_open")) : null,
    joined.length ? [el("h3", {}, say("box_linked")), el("ul", {}, joined.map((hub) => {
      const other = hub.from === box.id ? hub.to : hub.from;
      return el("li", {}, boxLink(other), " ", el("span", { class: "role" }, say("hub_link", { n: hub.weight })));
    }))] : null,
    el("h3", {}, say(box.cell ? "type_project" : "section") + "（" + say("hits", { n: inside.length }) + "）"),
    el("ul", {}, inside.slice(0, most).map((node) => el("li", {}, link(node.id)))),
    inside.length > most ? el("p", { class: "note" }, say("more", { n: inside.length - most })) : null,
  ];
}

function aroundButtons(node) {
  if (!large) return null;
  return el("div", { class: "steps", role: "group", "aria-label": say("around") }, say("around") + "：",
    [1, 2].map((steps) => el("button", { type: "button", "data-around": String(steps),
      "aria-pressed": String(state.around === node.id && state.far === steps),
      click: () => openAround(node.id, steps) }, say("focus_n", { n: steps }))),
    here(node.id) && !state.around && !state.ours ? null : el("button", { type: "button", "data-home": true, click: () => {
      toClusterOf(node.id);
      arrange();
      applySelection();
      refresh(true);
      centre(node.id);
    } }, say("level_home")));
}

function turnPage(by) {
  const pages = pagesHere();
  const wanted = Math.min(pages.length - 1, Math.max(0, state.page + by));
  if (!pages.length || wanted === state.page) return;
  Object.assign(state, { page: wanted, box: null, link: null, selected: null });
  arrange();
  applySelection();
  refresh(true);
  announce(say("page_n", { n: state.page + 1, all: pages.length }));
}

// A remote control for slides sends these two keys.
document.addEventListener("keydown", (event) => {
  const by = { PageDown: 1, PageUp: -1 }[event.key];
  if (!by || !large || state.table || event.target.closest("input, select, textarea, aside, dialog, #controls")) return;
  if (pagesHere().length < 2 || !document.getElementById("player").hidden) return;
  // Else vis-network takes them for the keys that zoom.
  event.preventDefault();
  event.stopImmediatePropagation();
  turnPage(by);
}, true);

// Where the reader is, as a path of buttons, and the pages of a view that has several.
function showTrail() {
  const trail = document.getElementById("trail");
  const pager = document.getElementById("pager");
  const pages = pagesHere();
  pager.hidden = pages.length < 2;
  document.documentElement.classList.toggle("paged", !pager.hidden);
  trail.hidden = !large || (state.inside === null && !state.around && !state.ours);
  if (!large) return;
  const path_ = [];
  for (let at = state.inside; at !== null && at >= 0; at = large.clusters[at].parent) path_.unshift(at);
  const last = state.around || state.ours;
  const steps = [[say("level_top"), () => openCluster(null)],
    ...path_.map((at) => [word(large.clusters[at].name), () => openCluster(at)]),
    ...(last ? [[say("level_around", { name: nodeBase.get(last).name }), null]] : [])];
  trail.replaceChildren(...steps.flatMap(([text, go], at) => [at ? el("span", { "aria-hidden": "true" }, "›") : null,
    at === steps.length - 1 ? el("b", { "aria-current": "location" }, text)
      : el("button", { type: "button", "data-level": String(at), click: go }, text)]).filter(Boolean));
  if (pager.hidden) return;
  const turn = (by) => () => {
    turnPage(by);
    const same = pager.querySelector('[data-turn="' + by + '"]');
    (same.disabled ? pager.querySelector("button:enabled") : same).focus();
  };
  pager.replaceChildren(
    el("button", { type: "button", "data-turn": "-1", disabled: state.page === 0, click: turn(-1), "aria-label": say("table_back") }, "‹"),
    el("span", {}, say("page_n", { n: state.page + 1, all: pages.length })),
    el("button", { type: "button", "data-turn": "1", disabled: state.page >= pages.length - 1, click: turn(1), "aria-label": say("table_on_") }, "›"));
}
