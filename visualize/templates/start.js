// Everything is defined: the page takes the state its address asks for.

openDesk();
drawProposals();
readState(location.hash);
settleLevel();
relabel();
showStage();
buildYear();
applyView();
if (large) widenLines(network);
applySelection();
refresh(false);
fit();
if (state.selected && here(state.selected)) centre(state.selected);
onReturn(() => {
  settleLevel();
  showStage();
  relabel();
  arrange();
  applySelection();
  refresh(false);
  if (state.selected && here(state.selected)) centre(state.selected);
});

startWorkshop();

window.enishi = { network: network, nodes: nodes, edges: edges };
document.documentElement.dataset.ready = "1";
