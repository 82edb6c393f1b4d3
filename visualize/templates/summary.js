// 結果まとめ: what was added, accepted and rejected, by whom, on one A4; and every table's part as
// an A3 handout, with the plan's line numbers.

const outcome = document.getElementById("outcome");

function placeOf(iri) {
  const source = detailOf(iri).source;
  return source && source[3] ? source[3] : "";
}

// "name（section, 24行）", so that everyone finds it in the plan; what an operation of one plan says
// of a thing that only another has names that one too.
function inPlan(iri, plan) {
  const about = log.get(operationOf(iri));
  const owners = (links.get(iri) || []).filter((l) => l.out && l.edge.rel === "responsible")
    .map((l) => nodeBase.get(l.other).name);
  const homes = homesOf(iri);
  const elsewhere = homes.length && !homes.includes(plan) ? homes.map(briefPlan) : [];
  const notes = [...(about ? [say("added_here")] : [...owners, placeOf(iri)].filter(Boolean).map((name) => inWords(name))),
    ...elsewhere.map((name) => inWords(name))];
  return [inWords(targetName(iri)), notes.length ? ["（", between(notes, "・"), "）"] : ""];
}

function whatOf(operation) {
  const named = (iri) => inPlan(iri, operation.plan);
  const tag = planTag(operation.plan);
  if (operation.kind === "add-node") return [tag, inWords(operation.label), "（" + say("type_" + operation.type) + "）"];
  if (operation.kind === "story") return [tag, say("hits", { n: operation.steps.length })];
  if (operation.from) return [tag, named(operation.from), " ― ", named(operation.to)];
  if (operation.on.length === 1 && planNames.has(operation.on[0])) return [tag, say("whole_plan")];
  return [tag, between(operation.on.map((iri) => (operationOf(iri) ? inWords(targetName(iri)) : named(iri))), " × ")];
}

function votesFor(on) {
  return saidOf(on).filter((each) => each.kind === "vote").length;
}

// [{key, rows: [{what, who, text, votes}]}]: the same thing accepted by two tables is one row.
function outcomeGroups() {
  const of = (...kinds) => counting.filter((each) => kinds.includes(each.kind));
  const added_ = of("add-link", "add-node").map((each) => ({ what: whatOf(each), who: [each.author],
    text: each.text || "", votes: votesFor([iriOf(each)]) })).sort((a, b) => b.votes - a.votes);
  const judged = (kind) => {
    const rows = new Map();
    for (const each of of(kind)) {
      const key = each.on.join("\n");
      const against = saidOf(each.on).some((other) => other.kind !== kind && ["accept", "reject"].includes(other.kind));
      const row = rows.get(key) || { what: whatOf(each), who: [], text: "", votes: votesFor(each.on), split: against };
      row.who.push(each.author);
      row.text = [row.text, each.text].filter(Boolean).join("／");
      rows.set(key, row);
    }
    return [...rows.values()];
  };
  const said = of("comment", "note").map((each) => ({ what: whatOf(each), who: [each.author], text: each.text, votes: 0 }));
  return [
    { key: "outcome_added", rows: added_ },
    { key: "outcome_accepted", rows: judged("accept") },
    { key: "outcome_rejected", rows: judged("reject") },
    { key: "outcome_said", rows: said },
  ];
}

function authors() {
  return [...new Set(counting.map((each) => each.author))].sort((a, b) => a.localeCompare(b, "ja"));
}

function tally(names) {
  const count = (who, kinds) => counting.filter((each) => each.author === who && kinds.includes(each.kind)).length;
  const columns = [["outcome_added", ["add-link", "add-node"]], ["outcome_accepted", ["accept"]],
    ["outcome_rejected", ["reject"]], ["outcome_said", ["comment", "note"]], ["votes_head", ["vote"]]];
  return el("table", { class: "tally" },
    el("thead", {}, el("tr", {}, el("th", { scope: "col" }, say("author")),
      columns.map(([key]) => el("th", { scope: "col" }, say(key))))),
    el("tbody", {}, names.map((who) => el("tr", {}, el("th", { scope: "row" }, inWords(who)),
      columns.map(([, kinds]) => el("td", {}, String(count(who, kinds))))))));
}

function groupPart(group, [notes, others]) {
  const most = group.key === "outcome_said" ? notes : others;
  const rows = group.rows.slice(0, most);
  // What is cut here stands whole in the handout of its table.
  const letters = notes < everything ? 80 : everything;
  return el("section", {}, el("h3", {}, say(group.key) + "（" + say("n_items", { n: group.rows.length }) + "）"),
    rows.length ? el("ul", {}, rows.map((row) => el("li", {}, el("b", {}, row.what),
      row.text ? ["：", inWords(short(row.text, letters))] : "", el("span", { class: "who" }, "　", spaced(row.who.map((who) => inWords(who))),
        row.votes ? "　" + say("votes", { n: row.votes }) : ""),
      row.split ? el("span", { class: "split" }, "　" + say("verdicts_differ")) : null)))
      : el("p", {}, say("nothing")),
    group.rows.length > most ? el("p", { class: "rest" }, say("outcome_rest", { n: group.rows.length - most })) : null);
}

function outcomeSheet(most) {
  const names = authors();
  const meetings = [...new Set(counting.map((each) => each.workshop))];
  return el("article", { class: "sheet", id: "outcome-sheet" },
    el("h2", {}, say("outcome") + "　", inWords(document.title)),
    el("p", { class: "meeting" }, inWords(meetings.join("、") + "　" + names.join("、"))),
    names.length ? tally(names) : el("p", {}, say("nothing")),
    outcomeGroups().map((group) => groupPart(group, most)),
    el("p", { class: "caution" }, say("outcome_caution")));
}

const everything = 10000;
// How many notes, and how many of each of the rest, a sheet has at most.
const cuts = [[everything, everything], [60, 200], [40, 100], [25, 60], [18, 40], [12, 30], [8, 24], [5, 16], [4, 8], [3, 4]];

// Letters shrink, then notes and lists are cut, until the sheet fits the paper; handouts have everything.
function fitSheet() {
  for (const most of cuts) {
    const made = outcomeSheet(most);
    outcome.querySelector(".paper").replaceChildren(made);
    for (const size of most === cuts[0] ? [10, 9, 8, 7.5] : [7.5]) {
      made.style.fontSize = size + "pt";
      if (made.scrollHeight <= made.clientHeight + 1) return;
    }
  }
}

function handoutRows(who) {
  const kinds = ["add-link", "add-node", "accept", "reject", "comment", "note", "vote"];
  return counting.filter((each) => each.author === who && kinds.includes(each.kind))
    .sort((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind));
}

function sourceCell(operation) {
  const about = aboutOf(operation).filter((iri) => placeOf(iri));
  return about.map((iri) => {
    const [number, start, end, locator] = detailOf(iri).source;
    const text = page.quotes[number].slice(start, end);
    return el("p", planWords(), el("b", {}, locator), " ", text.length > 120 ? text.slice(0, 119) + "…" : text);
  });
}

function handout(who) {
  return el("article", { class: "handout" }, el("h2", {}, sayWith("handout", { who: inWords(who) }), "　", inWords(document.title)),
    el("table", {},
      el("thead", {}, el("tr", {}, ["no", "handout_kind", "handout_what", "handout_text", "handout_source", "handout_memo"]
        .map((key) => el("th", { scope: "col", class: key }, say(key))))),
      el("tbody", {}, handoutRows(who).map((each, at) => el("tr", {}, el("td", {}, String(at + 1)),
        el("td", {}, el("span", { class: ["note", "vote"].includes(each.kind) ? "slip" : null }, say("kind_" + each.kind))), el("td", {}, whatOf(each)), el("td", {}, inWords(each.text || "")),
        el("td", { class: "source" }, sourceCell(each)), el("td", {}))))));
}

function showOutcome() {
  outcome.hidden = false;
  outcome.replaceChildren(
    el("div", { class: "row controls" },
      el("button", { type: "button", id: "outcome-print", click: () => print_("sheet") }, say("outcome_print")),
      el("button", { type: "button", id: "handout-print", click: () => print_("handouts") }, say("handout_print")),
      el("button", { type: "button", id: "outcome-close", click: closeOutcome }, say("close"))),
    el("div", { class: "paper" }),
    el("div", { class: "handouts" }, authors().filter((who) => handoutRows(who).length).map(handout)));
  fitSheet();
  document.documentElement.dataset.print = "sheet";
  document.getElementById("outcome-print").focus();
}

function print_(what) {
  document.documentElement.dataset.print = what;
  window.print();
}

function closeOutcome() {
  outcome.hidden = true;
  delete document.documentElement.dataset.print;
  document.getElementById("desk-outcome").focus();
}

outcome.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  event.stopPropagation();
  closeOutcome();
});
