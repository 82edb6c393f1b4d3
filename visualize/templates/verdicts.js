// In the panel: what people said of a node, a suggestion or a proposal, and saying more.

// What an operation about this edge is about: a proposal, or all projects of a suggestion.
function subjectOf(edge) {
  if (edge.operation) return [iriOf(log.get(edge.operation))];
  const found = joinedBy(edge).sort((a, b) => (a < b ? -1 : 1));
  return found.length <= 3 ? found : [edge.from, edge.to].sort((a, b) => (a < b ? -1 : 1));
}

function saidOf(on) {
  const key = on.join("\n");
  return counting.filter((each) => (each.on || []).join("\n") === key);
}

function saidLine(operation) {
  const text = operation.text ? [" ", inWords(operation.text, { class: "text" })] : [];
  return el("li", {}, el("b", {}, say("kind_" + operation.kind)), text,
    el("span", { class: "role" }, "　", inWords(operation.author), planTag(operation.plan)),
    operation.author === desk.author ? el("button", { type: "button", class: "small",
      click: () => takeBack(operation) }, say("take_back")) : null);
}

function voteLine(votes) {
  const by = new Map();
  for (const each of votes) by.set(each.author, (by.get(each.author) || 0) + 1);
  return el("li", {}, el("b", {}, say("votes", { n: votes.length })),
    el("span", { class: "role" }, "　", spaced([...by].map(([who, n]) => inWords(who + " " + n)))));
}

function judge(kind, on, text) {
  if (!signed()) return;
  // A table that changes its mind has one verdict, not two.
  const before = ["accept", "reject"].includes(kind)
    ? saidOf(on).filter((each) => each.author === desk.author && ["accept", "reject"].includes(each.kind)) : [];
  act([makeOperation(kind, { on: on, text: text || "" })], before);
  deskSays(say("judged", { kind: say("kind_" + kind) }));
}

function saidPart(on, canJudge) {
  const said = saidOf(on);
  const votes = said.filter((each) => each.kind === "vote");
  const mine = (kind) => said.some((each) => each.kind === kind && each.author === desk.author);
  const field_ = el("input", { type: "text", "data-comment": true, maxlength: shop.limits.text, autocomplete: "off",
    "aria-label": say("comment_label"), placeholder: say("comment_label"), keydown: (event) => {
      if (event.key !== "Enter" || event.isComposing || !event.target.value.trim()) return;
      event.preventDefault();
      judge(canJudge ? "comment" : "note", on, event.target.value);
      const again = panel.querySelector("[data-comment]");
      if (again) again.focus();
    } });
  const press = (kind) => el("button", { type: "button", "data-judge": kind,
    "aria-pressed": kind === "vote" ? null : String(mine(kind)), click: () => judge(kind, on) }, say("do_" + kind));
  return el("section", { class: "desk" }, el("h3", {}, say("workshop")),
    el("div", { class: "verdicts" }, canJudge ? [press("accept"), press("reject")] : null, press("vote")),
    field_,
    said.length ? el("ul", {}, votes.length ? voteLine(votes) : null,
      said.filter((each) => each.kind !== "vote").map(saidLine)) : null);
}

panelParts.push((kind, item) => {
  if (!planNames.size) return null;
  if (kind === "link") {
    if (!proposed.has(item.rel)) return null;
    const operation = log.get(item.operation);
    return [operation ? byLine(operation) : null, saidPart(subjectOf(item), true)];
  }
  const operation = log.get(operationOf(item.id));
  const parts = [operation ? byLine(operation) : null];
  if (operation) parts.push(saidPart([iriOf(operation)], true));
  if (editing() || saidOf([item.id]).length) parts.push(saidPart([item.id], false));
  return parts.filter(Boolean);
});

function byLine(operation) {
  return el("p", { class: "note" }, planTag(operation.plan), sayWith("proposed_by", { who: inWords(operation.author), when: clock(operation.time) }),
    operation.author === desk.author ? el("button", { type: "button", class: "small",
      click: () => takeBack(operation) }, say("take_back")) : null);
}

function clock(time) {
  const at = new Date(time);
  const two = (n) => String(n).padStart(2, "0");
  return at.getFullYear() + "-" + two(at.getMonth() + 1) + "-" + two(at.getDate()) + " " + two(at.getHours()) + ":" + two(at.getMinutes());
}
