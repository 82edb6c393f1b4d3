// Story mode: views in order with a note each, kept as one operation, played with the arrow keys.

const storyBox = document.getElementById("story");
const player = document.getElementById("player");
let playing = -1;

function storyNow() {
  const told = counting.filter((each) => each.kind === "story");
  return told.length ? told[told.length - 1] : null;
}

function steps() {
  const now = storyNow();
  return now ? now.steps : [];
}

// One operation holds the whole story; the one before goes if no file has it yet.
function setSteps_(list) {
  if (!signed()) return;
  const now = storyNow();
  const before = now && now.author === desk.author && !savedIds.has(now.id) ? [now] : [];
  act([makeOperation("story", { steps: list })], before);
  fillStory();
}

function moved(list, from, to) {
  const copy = [...list];
  const [step] = copy.splice(from, 1);
  copy.splice(to, 0, step);
  return copy;
}

function showStory() {
  storyBox.hidden = !storyBox.hidden;
  fillStory();
  if (!storyBox.hidden) storyBox.querySelector("button").focus();
}

function addStep() {
  setSteps_([...steps(), { view: writeState(), note: "" }]);
  const fields = storyBox.querySelectorAll("input");
  if (fields.length) fields[fields.length - 1].focus();
}

function fillStory() {
  if (storyBox.hidden) return;
  const list = steps();
  const small = (key, at, act_, off) => el("button", { type: "button", class: "small", disabled: off,
    "aria-label": say(key, { n: at + 1 }), title: say(key, { n: at + 1 }), "data-step-do": key, click: act_ }, say(key + "_sign"));
  storyBox.replaceChildren(
    el("h2", {}, say("story")),
    el("div", { class: "row" },
      el("button", { type: "button", id: "story-add", click: addStep }, say("story_add")),
      el("button", { type: "button", id: "story-play", disabled: !list.length, click: () => play(0) }, say("story_play")),
      el("button", { type: "button", click: () => {
        storyBox.hidden = true;
        document.getElementById("desk-story").focus();
      } }, say("close"))),
    list.length ? "" : el("p", { class: "note" }, say("story_none")),
    el("ol", {}, list.map((step, at) => el("li", { "data-step": String(at) },
      el("input", { type: "text", value: step.note, maxlength: shop.limits.text, placeholder: say("story_note"),
        "aria-label": say("story_note_n", { n: at + 1 }), autocomplete: "off", change: (event) =>
          setSteps_(list.map((other, n) => (n === at ? { view: other.view, note: event.target.value } : other))) }),
      el("button", { type: "button", class: "small", click: () => goTo(step) }, say("story_see")),
      small("step_up", at, () => setSteps_(moved(list, at, at - 1)), at === 0),
      small("step_down", at, () => setSteps_(moved(list, at, at + 1)), at === list.length - 1),
      small("step_drop", at, () => setSteps_(list.filter((_, n) => n !== at)), false)))));
}

function goTo(step) {
  const hash = "#" + step.view;
  if (hash === (location.hash || "#")) return;
  location.hash = hash;
}

function play(at) {
  const list = steps();
  if (at < 0 || at >= list.length) return;
  playing = at;
  storyBox.hidden = true;
  deskBar.hidden = true;
  player.hidden = false;
  // The view may be the one that is shown; then only what the room has added is still to be seen.
  paint();
  showLegend();
  goTo(list[at]);
  player.replaceChildren(
    el("button", { type: "button", id: "player-back", disabled: at === 0, "aria-label": say("story_back"), click: () => play(at - 1) }, "←"),
    el("p", {}, el("small", {}, at + 1 + " / " + list.length), " ", inWords(list[at].note)),
    el("button", { type: "button", id: "player-next", disabled: at === list.length - 1, "aria-label": say("story_next"), click: () => play(at + 1) }, "→"),
    el("button", { type: "button", id: "player-end", click: stopPlaying }, say("story_end")));
  announce(list[at].note || say("story_at", { n: at + 1, all: list.length }));
}

function stopPlaying() {
  playing = -1;
  player.hidden = true;
  toggleDesk(true);
}

// Before vis-network hears of the arrow keys.
document.addEventListener("keydown", (event) => {
  if (playing < 0) return;
  const step = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 }[event.key];
  if (step) play(playing + step);
  else if (event.key === "Escape") stopPlaying();
  else return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);
