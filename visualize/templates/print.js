// Printing: the whole map as a picture with title and legend, one A3 page, whatever is in view.

const sheet = document.getElementById("print");

function preparePrint() {
  if (!sheet || state.table || document.documentElement.dataset.print) return;
  const bounds = worldBounds();
  const scale = Math.min(3200 / (bounds.right - bounds.left), 2000 / (bounds.bottom - bounds.top));
  const canvas = drawNow(scale, bounds);
  const picture = el("img", { alt: say("map"), src: canvas.toDataURL("image/png") });
  sheet.replaceChildren(el("h1", planWords(), document.title), el("p", {}, word(view().title)), picture,
    el("div", { class: "key" }, legendGroups().map((group) => el("div", {}, el("b", {}, group.title),
      group.items.map((item) => el("span", {}, swatch(item.draw), el("span", item.plan ? planWords() : {}, item.label)))))),
    notesPart());
}

function notesPart() {
  const { notes, left } = printedNotes();
  return notes.length ? el("div", { class: "notes" }, el("b", {}, say("printed_notes")),
    left ? el("em", {}, say("printed_left", { n: left })) : null,
    notes.map((each) => el("span", {}, inWords(say("printed_note", each))))) : "";
}

window.addEventListener("beforeprint", preparePrint);
window.addEventListener("afterprint", () => sheet.replaceChildren());
document.getElementById("print-now").addEventListener("click", () => window.print());
