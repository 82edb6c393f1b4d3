// The bar above the map: the choice of view, うちの課, and the way into 発表.

function showBar() {
  const box = document.getElementById("views");
  const focused = box.contains(document.activeElement);
  box.replaceChildren(...page.views.map((known) => el("button", { type: "button", "data-view": known.key,
    "aria-pressed": String(known.key === view().key), title: word(known.hint),
    click: () => setView(known.key) }, word(known.title))));
  if (focused) box.querySelector('[aria-pressed="true"]').focus();
  document.getElementById("hint").textContent = word(view().hint);
  showOurs();
  showStrength();
}

function setView(key) {
  if (key === state.view) return;
  state.view = key;
  if (state.link && !edgeBase.has(state.link)) state.link = null;
  if (state.selected) state.selected = stillThere(state.selected);
  arrange();
  refresh(true);
  applySelection();
  announce(word(view().title) + "。" + word(view().hint));
}

// A selection survives a change of view if the new view has the node.
function stillThere(id) {
  return arrangement().places && !arrangement().places.some((row) => order[row[0]] === id) ? null : id;
}

// The places of the view, then everything in sight.
function arrange() {
  if (!applyView()) return;
  fit();
  fitted = network.getScale();
}
