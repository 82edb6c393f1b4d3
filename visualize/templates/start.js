// Everything is defined: the page takes the state its address asks for.

openDesk();
drawProposals();
readState(location.hash);
relabel();
showStage();
buildYear();
applyView();
applySelection();
refresh(false);
fit();
fitted = network.getScale();
if (state.selected) centre(state.selected);
onReturn(() => {
  showStage();
  relabel();
  arrange();
  applySelection();
  refresh(false);
  if (state.selected) centre(state.selected);
});

startWorkshop();

window.enishi = { network: network, nodes: nodes, edges: edges };
document.documentElement.dataset.ready = "1";
