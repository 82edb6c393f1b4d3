// The panel for a line: both ends, what joins them, and the sentences that say so.

// Other parts add to the panel here: functions (kind, item) → elements or null, where kind is
// "node" (item: the node) or "link" (item: the edge), called at the end of every panel.
const panelParts = [];

function moreFor(kind, item) {
  return panelParts.map((part) => part(kind, item)).filter(Boolean);
}

function ends(...ids) {
  return el("ul", { class: "ends" }, ids.map((id) => el("li", {}, link(id), ownersOf(id),
    several ? homesOf(id).map(planTag) : null)));
}

function ownersOf(id) {
  const owners = (links.get(id) || []).filter((l) => l.out && l.edge.rel === "responsible").map((l) => l.other);
  return owners.length ? el("span", { class: "role" }, "　", spaced(owners.map((owner) => link(owner)))) : null;
}

function linkPanel(edge) {
  const said = evidenceOf(edge);
  const child = detailOf(edge.from);
  const reasons = said.why || (child.source ? [["", child.source]] : []);
  return [
    el("div", { class: "top" }, el("span", { class: "chip" }, say("rel_" + edge.rel)),
      said.score ? el("span", { class: "chip" }, say("rank_score", { rank: rankOf(edge), n: said.score })) : null),
    el("h2", { class: "unseen" }, sayWith("link_selected", { from: inWords(nameOf(edge.from)), to: inWords(nameOf(edge.to)) })),
    edge.operation ? ends(edge.from, edge.to) : ends(...joinedBy(edge)),
    ["suggestion", "decision"].includes(edge.rel) ? el("p", { class: "note" }, say(notInPlan[edge.rel])) : null,
    said.note ? el("p", { class: "said" }, inWords(word(said.note))) : null,
    moreFor("link", edge),
    reasons.length ? el("h3", {}, say("why")) : null,
    reasons.map(([label, ref]) => [label ? el("p", {}, inWords(word(label))) : null, ref || !label ? quoted(ref) : null]),
  ];
}

// All lines of one suggestion or decision: three where three projects are suggested together.
function linesOf(edge) {
  const iri = edge && proposed.has(edge.rel) && evidenceOf(edge).iri;
  return iri ? [...edgeBase.values()].filter((other) => other.rel === edge.rel && evidenceOf(other).iri === iri) : [edge];
}

// The projects that it joins, the two ends of the line first.
function joinedBy(edge) {
  return [...new Set([edge.from, edge.to, ...linesOf(edge).flatMap((other) => [other.from, other.to])])];
}

function hubPanel(hub) {
  return [
    el("div", { class: "top" }, el("span", { class: "chip" }, say("hub_link", { n: hub.weight }))),
    el("h2", { class: "unseen" }, sayWith("link_selected", { from: inWords(nameOf(hub.from)), to: inWords(nameOf(hub.to)) })),
    ends(hub.from, hub.to),
    hub.reasons.map(([kind, iris]) => [
      el("h3", {}, say("hub_" + kind) + "（" + say("hits", { n: iris.length }) + "）"),
      el("ul", {}, iris.map((iri) => el("li", {}, link(iri))))]),
  ];
}

function linkShown() {
  return edgeBase.get(state.link) || hubs.get(state.link) || null;
}

function selectLink(id) {
  state.link = edgeBase.has(id) || hubs.has(id) ? id : null;
  state.selected = state.box = null;
  applySelection();
  refresh(true);
  const edge = linkShown();
  if (!edge) return;
  announce(say("link_selected", { from: nameOf(edge.from), to: nameOf(edge.to) }));
}
