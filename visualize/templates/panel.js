// The panel: everything the plan says of one node, and the sentence behind every link.

const panel = document.getElementById("panel");

// The sentence with the mention marked, and where in the source it stands.
function quoted(ref) {
  if (!ref) return el("p", { class: "note" }, say("no_quote"));
  const [number, start, end, locator] = ref;
  const text = page.quotes[number];
  const whole = start <= 0 && end >= text.length;
  const parts = whole || end <= start ? [text]
    : [text.slice(0, start), el("mark", {}, text.slice(start, end)), text.slice(end)];
  return el("blockquote", planWords(), parts, locator ? el("cite", {}, locator) : null);
}

function link(id) {
  if (scene.boxes.has(id)) return boxLink(id);
  const node = nodeBase.get(id);
  return el("a", planWords({ href: "#at=" + encodeURIComponent(shorten(id)), "data-node": id,
    click: (event) => {
      event.preventDefault();
      select(id, { centre: true });
    } }), (node.type === "goal" && sectors.has(id) ? sectors.get(id).number + ". " : "") + node.name);
}

function field(term, ...values) {
  return values.length ? [el("dt", {}, term), el("dd", {}, values)] : [];
}

function spaced(made) {
  return between(made, "、");
}

function path(id) {
  const above = [];
  for (let next = parents(id); next.length; next = parents(next[0])) {
    if (above.includes(next[0])) break;
    above.unshift(next[0]);
  }
  return above.flatMap((up, at) => (at ? [" › ", link(up)] : [link(up)]));
}

function facts(node, detail) {
  const owners = links.get(node.id).filter((l) => l.out && l.edge.rel === "responsible");
  const status = page.statuses.find((known) => known.iri === node.status);
  const years = node.type === "project" && page.years.length
    ? [node.years.length ? node.years.map((year) => say("year_n", { n: year })).join("・") : say("year_none")]
    : [];
  return el("dl", {},
    field(say("plan"), ...(several ? spaced(homesOf(node.id).map((plan) => inWords(planNames.get(plan)))) : [])),
    field(say("place"), ...path(node.id)),
    field(say("section"), ...spaced(owners.map((owner) => link(owner.other)))),
    field(say("sub_unit"), ...(detail.units ? [el("span", planWords(), detail.units.join("、"))] : [])),
    field(say("status"), ...(status ? [word(status.label)] : [])),
    field(say("mark"), ...(node.starred ? ["★"] : [])),
    field(say("years"), ...years),
    field(say("alias"), ...(detail.alias ? [el("span", planWords(), detail.alias.join("、"))] : [])));
}

function participants(detail) {
  if (!detail.who) return [];
  return [el("h3", {}, say("participants")), el("ul", {}, detail.who.map(([name, role, iri, open, ref]) =>
    el("li", {}, nodeBase.has(iri) ? link(iri) : el("span", planWords(), word(name)), " ",
      el("span", { class: "role" }, word(role) + (open ? "（" + say("open_ended") + "）" : "")), quoted(ref))))];
}

function outlines(detail) {
  return Object.entries(detail.outlines || {}).flatMap(([year, text]) =>
    [el("h3", {}, say("outline", { n: year })), el("p", planWords(), text)]);
}

// Who says a link that the plan does not state.
const notInPlan = { suggestion: "suggested", proposal: "proposal_note", decision: "decision_note" };

function why(entry) {
  const said = evidenceOf(entry.edge);
  const child = detailOf(entry.edge.from);
  const reasons = said.why || [["", child.source]];
  return el("details", {}, el("summary", {}, say("why")),
    proposed.has(entry.edge.rel) ? el("p", { class: "note" }, say(notInPlan[entry.edge.rel]),
      said.score ? " " + say("score", { n: said.score }) : "") : null,
    said.note ? el("p", {}, inWords(word(said.note))) : null,
    reasons.map(([label, ref]) => [
      el("p", { class: "note" }, say("rel_" + entry.edge.rel), label ? ["：", inWords(word(label))] : null), quoted(ref)]));
}

function neighbours(node) {
  const groups = new Map();
  for (const entry of links.get(node.id)) {
    // Proposals look the same from both ends.
    const side = entry.out || proposed.has(entry.edge.rel) ? "out_" : "in_";
    const key = side + entry.edge.rel;
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(entry);
  }
  const made = [...groups].flatMap(([key, entries]) => [
    el("h3", {}, say(key) + (entries.length > 1 ? "（" + say("hits", { n: entries.length }) + "）" : "")),
    el("ul", {}, entries.map((entry) => el("li", {}, link(entry.other), why(entry)))),
  ]);
  return made.length ? made : [];
}

function stepButtons() {
  return el("div", { class: "steps", role: "group", "aria-label": say("focus") }, say("focus") + "：",
    [1, 2, 3].map((step) => el("button", {
      type: "button", "data-steps": String(step), "aria-pressed": String(state.steps === step),
      click: () => setSteps(step) }, say("focus_n", { n: step }))));
}

function copyButton(text) {
  return el("button", { type: "button", "data-copy": true, click: () => copy(text) }, say("copy"));
}

// Pages opened from a file may lack the clipboard interface; then the old way is used.
function copy(text) {
  const done = () => announce(say("copied"));
  const byHand = () => {
    const field = el("textarea", { readonly: true });
    field.value = text;
    panel.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
    done();
  };
  if (navigator.clipboard) navigator.clipboard.writeText(text).then(done, byHand);
  else byHand();
}

function flat(parts) {
  return parts.flat(Infinity).filter((part) => part !== null && part !== undefined && part !== false);
}

function showPanel() {
  const node = nodeBase.get(state.selected);
  const edge = linkShown();
  const ours = !node && !edge && state.ours && !state.stage && !state.folded ? nodeBase.get(state.ours) : null;
  const box = state.box && scene.boxes.get(state.box);
  panel.hidden = !node && !edge && !ours && !box;
  if (box) {
    panel.replaceChildren(...flat(boxPanel(box)));
    panel.scrollTop = 0;
    return;
  }
  if (ours) {
    panel.replaceChildren(...flat(oursPanel(ours)));
    panel.scrollTop = 0;
    return;
  }
  if (edge) {
    panel.scrollTop = 0;
    panel.replaceChildren(...flat(edge.reasons ? hubPanel(edge) : linkPanel(edge)),
      el("button", { type: "button", class: "shut", click: () => select(null) }, say("close")));
    return;
  }
  if (!node) {
    panel.replaceChildren();
    return;
  }
  const detail = detailOf(node.id);
  const sector = sectors.get(node.sector);
  panel.replaceChildren(
    el("div", { class: "top" }, el("span", { class: "chip" }, typeName(node)),
      sector && sector.iri !== node.id ? el("span", planWords({ class: "chip" }), sector.number + ". " + sector.name) : null),
    el("button", { type: "button", class: "shut", click: () => select(null) }, say("close")),
    el("h2", planWords(), node.name),
    stepButtons(),
    // At a table one wants to say something first, and to read on below.
    ...(editing() ? flat(moreFor("node", node)) : []),
    ...flat([aroundButtons(node)]),
    facts(node, detail),
    ...(detail.text ? [el("h3", {}, say(node.type === "package" ? "background" : "content")),
      ...detail.text.split("\n").map((line) => el("p", planWords(), line))] : []),
    ...outlines(detail),
    ...participants(detail),
    ...neighbours(node),
    ...(editing() ? [] : flat(moreFor("node", node))),
    ...(detail.source ? [el("h3", {}, say("source")), quoted(detail.source)] : []),
    el("h3", {}, say("iri")),
    el("div", { class: "iri" }, el("code", {}, node.iri), copyButton(node.iri)),
  );
  panel.scrollTop = 0;
}
