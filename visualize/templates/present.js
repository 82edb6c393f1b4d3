// 発表: large letters, nothing but the map, over the whole screen where the browser allows it.

function setStage(on) {
  if (state.stage === on) return;
  state.stage = on;
  state.page = 0;
  if (on) {
    closeOurs();
    state.table = false;
    state.selected = state.link = null;
    applySelection();
  }
  showStage();
  arrange();
  refresh(true);
  fit();
  const root = document.documentElement;
  // Without the permission of the browser (in a frame, on a phone) the page itself is the stage.
  if (on && root.requestFullscreen) root.requestFullscreen().catch(() => {});
  if (!on && document.fullscreenElement) document.exitFullscreen().catch(() => {});
  announce(say(on ? "stage_on" : "stage_off"));
  if (on) frame.focus({ preventScroll: true });
  else document.getElementById("stage-open").focus();
}

function showStage() {
  document.documentElement.classList.toggle("present", state.stage);
  network.setSize("100%", "100%");
  network.redraw();
}

// The browser itself takes Esc to leave the full screen; then the page follows.
document.addEventListener("fullscreenchange", () => {
  if (!document.fullscreenElement && state.stage) setStage(false);
});
document.getElementById("stage-open").addEventListener("click", () => setStage(true));
document.getElementById("stage-leave").addEventListener("click", () => setStage(false));

function nextView() {
  const at = page.views.indexOf(view());
  setView(page.views[(at + 1) % page.views.length].key);
}
