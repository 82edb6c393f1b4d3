// Notes and votes on the map: yellow slips on screen, in the saved picture and in print.

// Thing → how many notes and votes it has; empty while proposals are not shown.
function slipCounts() {
  const counts = new Map();
  if (!relOn("proposal")) return counts;
  for (const each of counting) {
    if (!["note", "vote"].includes(each.kind) || each.on.length !== 1) continue;
    const iri = each.on[0];
    if (nodeBase.has(iri)) counts.set(iri, (counts.get(iri) || 0) + 1);
  }
  return counts;
}

function slipSeen(network, id) {
  const node = network.body.nodes[id];
  return Boolean(node) && !node.options.hidden;
}

// A slip at the corner of what it is stuck to; `zoom` is 1 on screen, more in a picture that is made
// to be read smaller than it is.
function drawSlips(network, ctx, scale, zoom) {
  // Among many dots a little smaller, so that the dots are still seen.
  const unit = (zoom / scale) * Math.min(1, Math.max(0.75, scale / (0.25 * zoom)));
  slipCounts().forEach((count, id) => {
    if (!slipSeen(network, id)) return;
    const node = network.body.nodes[id];
    const corner = node.shape.boundingBox;
    const x = node.x + Math.min(corner.right - node.x, node.shape.width / 2 || 12);
    const y = node.y - Math.min(node.y - corner.top, node.shape.height / 2 || 12);
    drawSlip(ctx, x - 6 * unit, y - 10 * unit, unit, String(count));
  });
}

function drawSlip(ctx, left, top, unit, text) {
  ctx.fillStyle = "#ffe27a";
  ctx.strokeStyle = page.ink;
  ctx.lineWidth = unit;
  ctx.beginPath();
  ctx.rect(left, top, 18 * unit, 16 * unit);
  ctx.fill();
  ctx.stroke();
  ctx.fillStyle = page.ink;
  ctx.font = "700 " + 11 * unit + "px " + options.nodes.font.face;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillText(text, left + 9 * unit, top + 8.5 * unit);
}

function swatchSlip(ctx) {
  drawSlip(ctx, 6, 1, 1, "2");
}

function slipsSeen() {
  return [...slipCounts().keys()].some((id) => slipSeen(network, id));
}

// As many as fit below the map on one A3 page: ten with their words, or more cut short.
const fewPrinted = 10;
const mostPrinted = 16;

// What the notes say, for paper, where nobody can press on a slip: [{name, text, who}], and how many
// found no room. Notes on the whole plan have no slip and come first.
function printedNotes() {
  if (!relOn("proposal")) return { notes: [], left: 0 };
  const whole = (each) => planNames.has(each.on[0]);
  const all = counting.filter((each) => each.kind === "note"
    && (whole(each) || !nodeBase.has(each.on[0]) || slipSeen(network, each.on[0])));
  const notes = [...all.filter(whole), ...all.filter((each) => !whole(each))];
  const letters = notes.length > fewPrinted ? 28 : 70;
  return { notes: notes.slice(0, mostPrinted).map((each) =>
    ({ name: short(targetName(each.on[0]), 24), text: short(each.text.replace(/\s+/g, " "), letters), who: each.author })),
  left: Math.max(0, notes.length - mostPrinted) };
}
