// How many suggestions are shown: the strongest first. A suggestion of three projects is three
// lines with one rank.

const ranks = new Map();
[...edgeBase.values()].filter((edge) => edge.rel === "suggestion")
  .map((edge) => [edge, evidenceOf(edge)])
  .sort((a, b) => (b[1].score || 0) - (a[1].score || 0) || a[0].number - b[0].number)
  .forEach(([edge, said]) => {
    const key = said.iri || edge.id;
    if (!ranks.has(key)) ranks.set(key, { rank: ranks.size + 1, score: said.score || 0 });
  });
const mostRanks = ranks.size;
// A large plan shows them page by page.
const firstRanks = large ? mostRanks : Math.min(20, mostRanks);

function rankOf(edge) {
  const said = evidenceOf(edge);
  const found = ranks.get(said.iri || edge.id);
  return found ? found.rank : 0;
}

function strongEnough(edge) {
  return edge.rel !== "suggestion" || rankOf(edge) <= (state.top || firstRanks);
}

function showStrength() {
  const box = document.getElementById("strength");
  box.hidden = !mostRanks || large || !relOn("suggestion");
  if (box.hidden) return;
  const top = state.top || firstRanks;
  const weakest = [...ranks.values()].find((each) => each.rank === top);
  const slider = box.querySelector("input");
  slider.max = String(mostRanks);
  slider.value = String(top);
  const text = say("strength_n", { n: top, all: mostRanks, score: weakest.score });
  slider.setAttribute("aria-valuetext", text);
  box.querySelector("output").textContent = text;
  box.title = text;
}

document.querySelector("[data-strength]").addEventListener("input", (event) => {
  state.top = Number(event.target.value);
  refresh(false);
});
