// The grid's ground, and its headings along the edges of the window when they are out of sight.

function drawBands(ctx) {
  for (const [left, top, right, bottom, at, strong] of arrangement().bands || []) {
    const sector = page.sectors[at];
    ctx.fillStyle = sector ? sector.ground : strong ? "rgba(82,96,109,0.055)" : "#ffffff";
    ctx.fillRect(left, top, right - left, bottom - top);
  }
}

function drawRules(ctx, scale) {
  const now = arrangement();
  const whole = (now.bands || [])[0];
  if (!whole || !now.rows) return;
  const [left, , right] = whole;
  ctx.strokeStyle = "rgba(82,96,109,0.28)";
  ctx.lineWidth = Math.max(1 / scale, 1);
  ctx.beginPath();
  for (const [, start] of now.rows) {
    ctx.moveTo(left, start);
    ctx.lineTo(right, start);
  }
  ctx.stroke();
}

function short(text, most) {
  return text.length > most ? text.slice(0, most - 1) + "…" : text;
}

// Zoomed in, a reader still has to know whose column this is.
function drawHeadings(ctx, scale) {
  const now = arrangement();
  if (!now.columns || state.stage) return;
  const corner = network.DOMtoCanvas({ x: 0, y: 0 });
  const end = network.DOMtoCanvas({ x: container.clientWidth, y: container.clientHeight });
  const unit = 1 / scale;
  const firstRow = now.rows.length ? now.rows[0][1] : 0;
  ctx.font = "600 " + 12.5 * unit + "px " + options.nodes.font.face;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  if (corner.y > firstRow - 20 * unit) {
    ctx.fillStyle = "rgba(255,255,255,0.94)";
    ctx.fillRect(corner.x, corner.y, end.x - corner.x, 24 * unit);
    for (const [node, left, right] of now.columns) {
      const [a, b] = [Math.max(left, corner.x), Math.min(right, end.x)];
      if (b - a < 30 * unit) continue;
      ctx.fillStyle = page.ink;
      ctx.fillText(node < 0 ? say("nobody") : nodeBase.get(order[node]).name, (a + b) / 2,
        corner.y + 12.5 * unit, b - a - 4 * unit);
    }
  }
  const firstColumn = now.columns.length ? now.columns[0][1] : 0;
  if (corner.x <= firstColumn) return;
  ctx.textAlign = "left";
  for (const [node, top, bottom] of now.rows) {
    const [a, b] = [Math.max(top, corner.y + 26 * unit), Math.min(bottom, end.y)];
    if (b - a < 20 * unit || node < 0) continue;
    const text = short(nodeBase.get(order[node]).name, 18);
    const wide = ctx.measureText(text).width;
    ctx.fillStyle = "rgba(255,255,255,0.94)";
    ctx.fillRect(corner.x, a, wide + 14 * unit, 21 * unit);
    ctx.fillStyle = page.ink;
    ctx.fillText(text, corner.x + 6 * unit, a + 11 * unit);
  }
}
