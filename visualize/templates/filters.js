// The filter column: what to keep, which types and relations to draw, and the year.

const filterBox = document.getElementById("filters");

function toggle(name, value, on) {
  if (on) state[name].add(value);
  else state[name].delete(value);
  refresh(false);
}

function checkbox(name, value, label, count, checked, change, plan) {
  return el("label", {},
    el("input", { type: "checkbox", "data-filter": name, value: shorten(value), checked: checked,
      change: (event) => change(event.target.checked) }),
    el("span", plan ? planWords() : {}, label), el("span", {}, count === null ? "" : String(count)));
}

// How many projects (for partners: projects and packages) have to do with each value.
function facetValues(name) {
  const projects = [...nodeBase.values()].filter((node) => node.type === "project");
  if (name === "sector") {
    return page.sectors.map((sector) => [sector.iri, sector.number + ". " + sector.name,
      projects.filter((node) => node.sector === sector.iri).length]);
  }
  if (name === "status") {
    return page.statuses.map((status) => [status.iri, word(status.label),
      projects.filter((node) => node.status === status.iri).length]);
  }
  const rels = name === "section" ? ["responsible", "related"] : ["partner"];
  return [...nodeBase.values()].filter((node) => node.type === name).map((node) => {
    const of = new Set(links.get(node.id).filter((l) => !l.out && rels.includes(l.edge.rel)).map((l) => l.other));
    return [node.id, node.name, of.size];
  }).sort((a, b) => b[2] - a[2]);
}

// In a large plan values are counted once and the most frequent listed; the search finds the rest.
const counted = new Map();
const mostValues = 60;

function valuesOf(name) {
  if (!large) return facetValues(name);
  if (!counted.has(name)) counted.set(name, facetValues(name));
  return counted.get(name).filter((value, at) => at < mostValues || state[name].has(value[0]));
}

function facetGroup(name) {
  const values = valuesOf(name);
  if (values.length < 2) return null;
  const active = [...state[name]].length;
  return el("details", { open: active > 0 || openGroups.has(name), "data-group": name,
    toggle: (event) => (event.target.open ? openGroups.add(name) : openGroups.delete(name)) },
    el("summary", {}, say("filter_" + name), active ? el("b", {}, "　" + active) : null),
    values.map(([value, label, count]) => checkbox(name, value, label, count, state[name].has(value),
      (on) => toggle(name, value, on), name !== "status")));
}

function switchOf(name, value) {
  if (name === "rel") return { on: relOn(value), set: (on) => {
    if (view().rels.includes(value) === on) state.rel.delete(value);
    else state.rel.set(value, on);
    refresh(false);
  } };
  return { on: !state[name].has(value), set: (on) => toggle(name, value, !on) };
}

function switchGroup(name, values, label, counts) {
  if (!values.length) return null;
  return el("details", { open: openGroups.has(name), "data-group": name,
    toggle: (event) => (event.target.open ? openGroups.add(name) : openGroups.delete(name)) },
    el("summary", {}, say("filter_" + name)),
    values.map((value) => checkbox(name, value, label(value), counts(value),
      switchOf(name, value).on, switchOf(name, value).set)));
}

const openGroups = new Set(["sector"]);

function showFilters() {
  const focused = document.activeElement && document.activeElement.dataset.filter
    ? [document.activeElement.dataset.filter, document.activeElement.value] : null;
  const all = [...edgeBase.values()];
  const used = relations.filter((rel) => all.some((edge) => edge.rel === rel));
  const types = nodeTypes.filter((type) => [...nodeBase.values()].some((node) => node.type === type));
  filterBox.replaceChildren(
    el("h2", {}, say("filters")), el("p", {}, say("filter_hint")),
    ...facets.map(facetGroup).filter(Boolean),
    ...[
      switchGroup("type", types, (type) => say("type_" + type),
        (type) => [...nodeBase.values()].filter((node) => node.type === type).length),
      switchGroup("rel", used, (rel) => say("rel_" + rel),
        (rel) => all.filter((edge) => edge.rel === rel).length),
    ].filter(Boolean),
    el("label", {}, el("input", { type: "checkbox", id: "hide", checked: state.hide,
      change: (event) => {
        state.hide = event.target.checked;
        refresh(false);
      } }), el("span", {}, say("hide"))),
    el("button", { type: "button", id: "reset", click: () => {
      resetFilters();
      refresh(false);
    } }, say("reset")));
  if (focused) {
    const again = [...filterBox.querySelectorAll("[data-filter]")]
      .find((box) => box.dataset.filter === focused[0] && box.value === focused[1]);
    if (again) again.focus();
  }
}

function buildYear() {
  const box = document.getElementById("year");
  if (!page.years.length) return;
  box.hidden = false;
  box.replaceChildren();
  const last = Math.max(...page.years);
  const name = (year) => (year ? say("year_n", { n: year }) : say("year_all"));
  box.append(
    el("h2", {}, say("year")),
    el("input", { type: "range", "data-year": true, min: 0, max: last, step: 1, value: 0,
      "aria-label": say("year"), input: (event) => {
        state.year = Number(event.target.value);
        refresh(false);
      } }),
    el("div", { class: "ticks", "aria-hidden": "true" },
      Array.from({ length: last + 1 }, (unused, year) => el("span", {}, name(year)))),
    el("p", { id: "year-note", hidden: true }));
}

function showYear() {
  const slider = document.querySelector("[data-year]");
  if (!slider) return;
  slider.value = String(state.year);
  slider.setAttribute("aria-valuetext", state.year ? say("year_n", { n: state.year }) : say("year_all"));
  const note = document.getElementById("year-note");
  note.hidden = !state.year;
  const count = (type, level) => [...nodeBase.values()]
    .filter((node) => node.type === type && yearLevel(node) === level).length;
  if (state.year) {
    note.textContent = say("year_note", { n: state.year, packages: count("package", "on"),
      projects: count("project", "on"), none: count("project", "soft") });
  }
}

function showCount() {
  document.getElementById("count").textContent = say("count", { n: shown.nodes, all: nodeBase.size,
    links: shown.edges, alllinks: edgeBase.size });
}
