// The table: everything that is on the map as rows, for readers without a picture.

const tableBox = document.getElementById("table");
const rowsAtOnce = 500;
let tableStart = 0;

function setTable(on) {
  state.table = on;
  refresh(true);
  if (!on) fit();
  announce(say(on ? "table_on" : "table_off"));
}

function others(id, rel, out) {
  return links.get(id).filter((l) => l.edge.rel === rel && l.out === out).map((l) => l.other);
}

function named_(ids) {
  return ids.map((id) => nodeBase.get(id).name).join("、");
}

function tableRow(node) {
  const detail = detailOf(node.id);
  const status = page.statuses.find((known) => known.iri === node.status);
  const sector = sectors.get(node.sector);
  const source = detail.source ? detail.source[3] : "";
  const above = parents(node.id);
  return el("tr", {},
    el("td", {}, typeName(node)),
    several ? el("td", planWords(), homesOf(node.id).map(briefPlan).join("、")) : null,
    el("th", planWords({ scope: "row" }), el("button", { type: "button", class: "link", "data-row": node.id,
      click: () => select(node.id) }, node.name)),
    el("td", planWords(), sector ? sector.number + ". " + sector.name : ""),
    el("td", planWords(), named_(above)),
    el("td", planWords(), named_(others(node.id, "responsible", true))),
    el("td", planWords(), named_(others(node.id, "partner", true))),
    el("td", {}, status ? word(status.label) : ""),
    el("td", {}, node.years.map((year) => say("year_n", { n: year })).join("、")),
    el("td", planWords(), source || ""));
}

// Everything that the workshop did and that counts: links, notes and verdicts are no rows above.
function proposalRows() {
  const heads = ["no", "handout_kind", "handout_what", "handout_text", "author", "table_when"];
  return el("table", { id: "table-proposed" }, el("caption", {}, say("table_proposed", { n: counting.length })),
    el("thead", {}, el("tr", {}, heads.map((key) => el("th", { scope: "col" }, say(key))))),
    el("tbody", {}, counting.map((each, at) => el("tr", { "data-operation": each.id }, el("td", {}, String(at + 1)),
      el("th", { scope: "row" }, say("kind_" + each.kind)), el("td", {}, whatOf(each)),
      el("td", {}, each.text ? inWords(each.text) : ""), el("td", {}, inWords(each.author)), el("td", {}, clock(each.time))))));
}

function turnTable(by) {
  tableStart = Math.max(0, Math.min(order.length - 1, tableStart + by));
  showTable();
  tableBox.querySelector("table[tabindex]").focus();
}

function showTable() {
  document.documentElement.classList.toggle("tabled", state.table);
  tableBox.hidden = !state.table;
  container.hidden = state.table;
  document.getElementById("table-open").setAttribute("aria-pressed", String(state.table));
  if (!state.table) {
    tableBox.replaceChildren();
    return;
  }
  const all = [...nodeBase.values()];
  const rows = all.slice(tableStart, tableStart + rowsAtOnce);
  const heads = ["table_type", ...(several ? ["plan"] : []), "table_name", "filter_sector", "out_partOf", "section", "out_partner", "status", "years", "source"];
  const last = Math.min(all.length, tableStart + rowsAtOnce);
  tableBox.replaceChildren(
    counting.length ? proposalRows() : "",
    el("table", { tabindex: "-1" }, el("caption", {}, say("table_caption", { from: tableStart + 1, to: last, all: all.length })),
      el("thead", {}, el("tr", {}, heads.map((key) => el("th", { scope: "col" }, say(key))))),
      el("tbody", {}, rows.map(tableRow))),
    all.length > rowsAtOnce ? el("p", {},
      el("button", { type: "button", disabled: tableStart === 0, click: () => turnTable(-rowsAtOnce) }, say("table_back")),
      el("button", { type: "button", disabled: last === all.length, click: () => turnTable(rowsAtOnce) }, say("table_on_"))) : "");
}

document.getElementById("table-open").addEventListener("click", () => setTable(!state.table));
