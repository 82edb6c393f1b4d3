// うちの課: everything of one section with its links stands out, the rest fades.

// Node → 0 (the section, its projects and what they stand in), 1 (who takes part in those).
function oursSet() {
  if (!state.ours) return null;
  const found = new Map([[state.ours, 0]]);
  const core = links.get(state.ours)
    .filter((link) => !link.out && ["responsible", "related"].includes(link.edge.rel))
    .map((link) => link.other);
  for (const id of core) {
    found.set(id, 0);
    for (let above = parents(id); above.length; above = above.flatMap(parents)) {
      above = above.filter((up) => !found.has(up));
      above.forEach((up) => found.set(up, 0));
    }
  }
  for (const [id, depth] of [...found]) {
    if (depth || !["project", "package"].includes(nodeBase.get(id).type)) continue;
    for (const link of links.get(id)) {
      const takesPart = link.out ? ["partner", "related", "refersTo"] : ["refersTo"];
      const wanted = takesPart.includes(link.edge.rel)
        || (proposed.has(link.edge.rel) && relOn(link.edge.rel));
      if (wanted && !found.has(link.other)) found.set(link.other, 1);
    }
  }
  for (const hub of hubs.values()) {
    if (hub.from === state.ours && !found.has(hub.to)) found.set(hub.to, 1);
    if (hub.to === state.ours && !found.has(hub.from)) found.set(hub.from, 1);
  }
  return found;
}

function setOurs(id) {
  state.ours = id;
  state.folded = false;
  closeOurs();
  state.selected = state.link = state.box = state.around = null;
  if (large) {
    state.page = 0;
    hubs = new Map();
    arrange();
  }
  applySelection();
  refresh(true);
  fit();
  const count = shown.projects;
  announce(id ? say("ours_said", { name: nodeBase.get(id).name, n: count }) : say("ours_cleared"));
}

// What the section does and with whom, by name: on the map the names may be too small.
function oursPanel(section) {
  const found = oursSet();
  const of = (type, depth) => [...found].filter(([id, at]) => nodeBase.get(id).type === type
    && (depth === undefined || at === depth) && id !== section.id).map(([id]) => id);
  const group = (title, ids) => (ids.length ? [el("h3", {}, title + "（" + say("hits", { n: ids.length }) + "）"),
    el("ul", {}, ids.map((id) => el("li", {}, link(id))))] : []);
  return [
    el("div", { class: "top" }, el("span", { class: "chip" }, say("ours"))),
    el("h2", planWords(), section.name),
    group(say("type_project"), of("project", 0)),
    group(say("type_package"), of("package")),
    group(say("type_partner"), of("partner")),
    group(say("ours_others"), of("section")),
    group(say("ours_linked"), of("project", 1)),
    moreFor("node", section),
    el("button", { type: "button", class: "shut", click: () => {
      state.folded = true;
      showPanel();
    } }, say("close")),
  ];
}

function closeOurs() {
  const box = document.getElementById("ours-list");
  if (box.hidden) return;
  box.hidden = true;
  document.getElementById("ours-open").setAttribute("aria-expanded", "false");
}

function openOurs() {
  const box = document.getElementById("ours-list");
  const sections = [...nodeBase.values()].filter((node) => node.type === "section");
  const count = (id) => links.get(id).filter((link) => !link.out && link.edge.rel === "responsible").length;
  box.replaceChildren(...sections.map((node) => el("button", { type: "button", "data-ours": shorten(node.id),
    "aria-pressed": String(state.ours === node.id),
    click: () => {
      setOurs(node.id);
      document.getElementById("ours-open").focus();
    } }, el("span", planWords(), node.name), el("small", {}, say("hits", { n: count(node.id) })))),
  state.ours ? el("button", { type: "button", id: "ours-clear", click: () => setOurs(null) }, say("ours_clear")) : "");
  box.hidden = false;
  document.getElementById("ours-open").setAttribute("aria-expanded", "true");
  box.querySelector("button").focus();
}

function showOurs() {
  const button = document.getElementById("ours-open");
  button.hidden = ![...nodeBase.values()].some((node) => node.type === "section");
  button.classList.toggle("on", Boolean(state.ours));
  button.replaceChildren(say("ours"), state.ours ? "：" : "",
    state.ours ? el("span", planWords(), nodeBase.get(state.ours).name) : "");
}
