// The bar above the map: the choice of view, うちの課, and the way into 発表.

function showBar() {
  const box = document.getElementById("views");
  const focused = box.contains(document.activeElement);
  box.replaceChildren(...page.views.map((known) => el("button", { type: "button", "data-view": known.key,
    "aria-pressed": String(known.key === view().key), title: word(known.hint),
    click: () => setView(known.key) }, word(known.title))));
  if (focused) box.querySelector('[aria-pressed="true"]').focus();
  showTrail();
  document.getElementById("hint").textContent = hintHere();
  showOurs();
  showStrength();
}

function setView(key) {
  if (key === state.view && !(large && (state.ours || state.around))) {
    fit();
    return;
  }
  state.view = key;
  if (large) {
    Object.assign(state, { around: null, ours: null, page: 0, box: null });
    if (key !== "whole") state.inside = null;
  }
  if (state.link && !edgeBase.has(state.link)) state.link = null;
  if (state.selected) state.selected = stillThere(state.selected);
  arrange();
  refresh(true);
  applySelection();
  announce(word(view().title) + "。" + word(view().hint));
}

// What the arrangement shows; in a large plan what can be done at this level.
function hintHere() {
  if (!large) return word(view().hint);
  const cut = arrangement().cut;
  if (cut) return say("level_cut", { n: cut });
  if (scene.boxes.size) return say(state.view === "grid" ? "level_hint_grid" : "level_hint");
  return state.around || state.ours ? say("level_hint_around")
    : state.view === "whole" ? say("level_hint_open") : word(view().hint);
}

// A selection survives a change of view if the new view has the node.
function stillThere(id) {
  return arrangement().places && !arrangement().places.some((row) => order[row[0]] === id) ? null : id;
}

// The places of the view, then everything in sight.
function arrange() {
  if (!applyView()) return;
  hideHint();
  fit();
}
