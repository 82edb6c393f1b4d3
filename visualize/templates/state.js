// What the reader has chosen, and its form in the address after "#".
// A selection makes a step in the browser's history; a filter only changes the current one.

const facets = ["sector", "section", "partner", "status"];

const state = {
  view: page.views[0].key,
  lang: page.lang,
  table: false, // the rows instead of the picture
  top: 0, // how many suggestions; 0: as many as at first
  stage: false, // 発表: large letters, no controls
  folded: false, // the panel of うちの課 was closed
  inside: null, // large plans: the opened cluster
  around: null, // the node in the middle, and how many steps around it
  far: 1,
  page: 0, // of a view that has several
  box: null, // the box that is selected
  ours: null, // the section whose work stands out
  selected: null,
  link: null, // the line that is selected
  steps: 1,
  year: 0,
  hide: false,
  sector: new Set(),
  section: new Set(),
  partner: new Set(),
  status: new Set(),
  type: new Set(), // types that are switched off
  rel: new Map(), // relation → whether the reader switched it on or off
};

function resetFilters() {
  for (const name of [...facets, "type"]) state[name].clear();
  state.rel.clear();
  state.year = 0;
  state.top = 0;
  state.hide = false;
}
resetFilters();

function writeState() {
  const said = new URLSearchParams();
  if (state.view !== page.views[0].key) said.set("view", state.view);
  if (state.lang !== page.lang) said.set("lang", state.lang);
  if (state.table) said.set("table", "1");
  if (state.top) said.set("top", state.top);
  if (state.stage) said.set("stage", "1");
  if (state.inside !== null) said.set("in", state.inside);
  if (state.around) said.set("around", shorten(state.around));
  if (state.around && state.far !== 1) said.set("far", state.far);
  if (state.page) said.set("page", state.page + 1);
  if (state.ours) said.set("ours", shorten(state.ours));
  if (state.link) said.set("link", state.link);
  if (state.selected) said.set("at", shorten(state.selected));
  if (state.selected && state.steps !== 1) said.set("steps", state.steps);
  if (state.year) said.set("year", state.year);
  if (state.hide) said.set("hide", "1");
  for (const name of facets) {
    for (const value of [...state[name]].sort()) said.append(name, shorten(value));
  }
  for (const value of nodeTypes) if (state.type.has(value)) said.append("without", value);
  for (const value of relations) {
    if (state.rel.has(value)) said.append(state.rel.get(value) ? "with" : "without", value);
  }
  // Slashes are legal after "#" and keep the address readable.
  return said.toString().replace(/%2F/gi, "/");
}

function readState(hash) {
  const said = new URLSearchParams(hash.replace(/^#/, ""));
  resetFilters();
  const asked = said.get("view");
  state.view = page.views.some((known) => known.key === asked) ? asked : page.views[0].key;
  state.stage = said.get("stage") === "1";
  state.table = said.get("table") === "1" && !state.stage;
  state.lang = page.words[said.get("lang")] ? said.get("lang") : page.lang;
  const top = Number(said.get("top"));
  state.top = Number.isInteger(top) && top > 0 && top <= mostRanks ? top : 0;
  const ours = lengthen(said.get("ours") || "");
  state.ours = nodeBase.has(ours) && nodeBase.get(ours).type === "section" ? ours : null;
  state.link = said.get("link");
  const inside = said.has("in") ? Number(said.get("in")) : -1;
  state.inside = large && state.view === "whole" && Number.isInteger(inside) && large.clusters[inside] ? inside : null;
  const around = lengthen(said.get("around") || "");
  state.around = large && nodeBase.has(around) ? around : null;
  state.far = said.get("far") === "2" ? 2 : 1;
  const turned = Number(said.get("page")) - 1;
  state.page = Number.isInteger(turned) && turned > 0 && turned < pagesHere().length ? turned : 0;
  state.box = null;
  const at = lengthen(said.get("at") || "");
  state.selected = nodeBase.has(at) ? at : null;
  state.steps = ["2", "3"].includes(said.get("steps")) ? Number(said.get("steps")) : 1;
  const year = Number(said.get("year"));
  state.year = page.years.includes(year) ? year : 0;
  state.hide = said.get("hide") === "1";
  const known = {
    sector: new Set(sectors.keys()),
    section: nodeBase,
    partner: nodeBase,
    status: new Set(page.statuses.map((status) => status.iri)),
  };
  for (const name of facets) {
    for (const value of said.getAll(name)) {
      const found = [value, page.idBase + value].find((iri) => known[name].has(iri));
      if (found) state[name].add(found);
    }
  }
  for (const value of said.getAll("without")) {
    if (nodeTypes.includes(value)) state.type.add(value);
    else if (relations.includes(value)) state.rel.set(value, false);
  }
  for (const value of said.getAll("with")) if (relations.includes(value)) state.rel.set(value, true);
}

let written = null;

// Pages opened from a file may not rewrite their history, but may always change the part after
// "#": so that is what is used, and the event it causes is told apart by its content.
function commit(step) {
  const hash = "#" + writeState();
  // In a notebook's frame the address belongs to the notebook.
  if (location.protocol === "about:" || hash === (location.hash || "#")) return;
  written = hash;
  if (step) location.hash = hash;
  else location.replace(hash);
}

// An address that somebody wrote may hold a % that stands for nothing.
function decoded(hash) {
  try {
    return decodeURIComponent(hash);
  } catch {
    return hash;
  }
}

function onReturn(apply) {
  window.addEventListener("hashchange", () => {
    if (decoded(location.hash || "#") === decoded(written || "")) {
      written = null;
      return;
    }
    written = null;
    readState(location.hash);
    apply();
  });
}
