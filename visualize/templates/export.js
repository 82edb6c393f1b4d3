// Saves the whole map as a picture, with its title and legend, whatever part is in view.

const exportScale = 2;
const band = { top: 96, row: 34, side: 48, bottom: 40 };

function grow(bounds, left, top, right, bottom) {
  bounds.left = Math.min(bounds.left, left);
  bounds.top = Math.min(bounds.top, top);
  bounds.right = Math.max(bounds.right, right);
  bounds.bottom = Math.max(bounds.bottom, bottom);
}

function worldBounds() {
  const bounds = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (const [left, top, right, bottom] of arrangement().bands || []) {
    grow(bounds, left, top, right, bottom);
  }
  for (const id of large ? [...scene.ids, ...scene.boxes.keys()] : nodeBase.keys()) {
    if (!large && !present(id)) continue;
    const base = nodeBase.get(id);
    if (base && base.proposed && !relOn("proposal")) continue;
    // vis-network measures what it draws; what was just added or is just shown it has not drawn yet.
    const box = (base && base.box) || network.getBoundingBox(id);
    grow(bounds, box.left, box.top, box.right, box.bottom);
  }
  return bounds;
}

// A second network outside the window, as large as the picture; gives a copy of its canvas.
function drawNow(scale, bounds) {
  const frame = el("div", { "aria-hidden": "true" });
  // A canvas has its limits; a picture beyond them would be empty.
  const width = Math.min(16000, Math.ceil((bounds.right - bounds.left) * scale) + 2 * band.side);
  const height = Math.min(16000, Math.ceil((bounds.bottom - bounds.top) * scale) + 2 * band.side);
  Object.assign(frame.style, { position: "fixed", left: "-30000px", top: "0",
    width: width + "px", height: height + "px" });
  document.body.append(frame);
  const still = Object.assign({}, options, { interaction: { keyboard: { enabled: false } }, autoResize: false });
  const placed = drawn.nodes.get().map((node) => Object.assign({}, node, network.getPosition(node.id)));
  const whole = new vis.Network(frame, { nodes: placed, edges: drawn.edges.get() }, still);
  decorate(whole, () => named, false, exportScale);
  whole.moveTo({ scale: scale, animation: false,
    position: { x: (bounds.left + bounds.right) / 2, y: (bounds.top + bounds.bottom) / 2 } });
  whole.redraw();
  const drawnOn = frame.querySelector("canvas");
  const copy = el("canvas", { width: drawnOn.width, height: drawnOn.height });
  const ctx = copy.getContext("2d");
  ctx.fillStyle = "#ffffff";
  ctx.fillRect(0, 0, copy.width, copy.height);
  ctx.drawImage(drawnOn, 0, 0);
  whole.destroy();
  frame.remove();
  return copy;
}

// Letters of the title and the legend grow with the picture: it is read fitted to a page or a screen.
function sheetUnit(width) {
  return Math.min(3, Math.max(1, width / 2200));
}

function legendRows(ctx, width, unit) {
  const rows = [];
  for (const group of legendGroups()) {
    let row = { title: group.title, items: [], width: 0 };
    for (const item of group.items) {
      const size = 72 * unit + ctx.measureText(item.label).width;
      if (row.width + size > width - 260 * unit) {
        rows.push(row);
        row = { title: "", items: [], width: 0 };
      }
      row.items.push([item, row.width]);
      row.width += size;
    }
    rows.push(row);
  }
  return rows;
}

function compose(map) {
  const unit = sheetUnit(map.width);
  const letters = (weight, size) => weight + size * unit + "px " + options.nodes.font.face;
  const [left, indent, row] = [band.side, band.side + 250 * unit, band.row * unit];
  const top = band.top * unit;
  const sheet = document.createElement("canvas");
  let ctx = sheet.getContext("2d");
  ctx.font = letters("", 18);
  const rows = legendRows(ctx, map.width - 2 * band.side, unit);
  const lines = noteLines(ctx, map.width - band.side - indent);
  sheet.width = map.width;
  sheet.height = top + map.height + (rows.length + lines.length) * row + band.bottom;
  ctx = sheet.getContext("2d");
  ctx.fillStyle = "#ffffff";
  ctx.fillRect(0, 0, sheet.width, sheet.height);
  ctx.drawImage(map, 0, top);
  ctx.fillStyle = page.ink;
  ctx.textBaseline = "middle";
  ctx.font = letters("700 ", 34);
  ctx.fillText(document.title, left, top / 2 + 4, sheet.width - 2 * band.side);
  rows.forEach((line, at) => {
    const y = top + map.height + at * row + row / 2;
    ctx.font = letters("600 ", 17);
    ctx.fillText(line.title, left, y);
    line.items.forEach(([item, x]) => {
      ctx.save();
      ctx.translate(indent + x, y - 11 * unit);
      ctx.scale(1.25 * unit, 1.25 * unit);
      item.draw(ctx);
      ctx.restore();
      ctx.font = letters("", 18);
      ctx.textAlign = "left";
      ctx.fillText(item.label, indent + x + 44 * unit, y);
    });
  });
  lines.forEach((line, at) => {
    const y = top + map.height + (rows.length + at) * row + row / 2;
    ctx.font = letters("600 ", 17);
    if (!at) ctx.fillText(say("printed_notes"), left, y);
    ctx.font = letters("", 18);
    ctx.fillText(line, indent, y);
  });
  return sheet;
}

// What the slips say, as lines as wide as the picture.
function noteLines(ctx, width) {
  const { notes, left } = printedNotes();
  const said = notes.map((each) => say("printed_note", each)).concat(left ? [say("printed_left", { n: left })] : []);
  const lines = [];
  for (const one of said) {
    const joined = lines.length ? lines[lines.length - 1] + "　" + one : one;
    if (lines.length && ctx.measureText(joined).width <= width) lines[lines.length - 1] = joined;
    else lines.push(one);
  }
  return lines;
}

function download(blob, name) {
  const address = URL.createObjectURL(blob);
  const anchor = el("a", { href: address, download: name });
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  window.setTimeout(() => URL.revokeObjectURL(address), 10000);
}

function savePicture() {
  const bounds = worldBounds();
  const area = document.getElementById("map");
  // Twice the size on screen, and never so small that a project's name would be left out.
  const fitting = Math.min(area.clientWidth / (bounds.right - bounds.left),
    area.clientHeight / (bounds.bottom - bounds.top));
  const scale = Math.max(exportScale * fitting, Math.min(1.1, 4000 / (bounds.right - bounds.left)));
  compose(drawNow(scale, bounds)).toBlob((blob) => {
    download(blob, (document.title || "enishi").replace(/[\\/:*?"<>|\u0000-\u001f]/g, "_") + ".png");
    announce(say("png_done"));
  }, "image/png");
}

document.querySelector('[data-export="png"]').addEventListener("click", savePicture);
