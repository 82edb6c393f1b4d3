// What vis-network does not draw itself: the ground under each goal, the second ring of a
// continuing project, the goal's number in a dot, and the names around a selection.

// vis-network sets lines solid; Japanese needs air between them, and goals are set in bold. There
// is no option for either, so methods of its label class are extended (the library's file is pinned by its hash).
function widenLines(network) {
  const first = Object.values(network.body.nodes)[0];
  if (!first) return;
  const label = Object.getPrototypeOf(first.labelModule);
  const extra = page.leading - 1;
  const format = label.getFormattingValues;
  label.getFormattingValues = function (...given) {
    const values = format.apply(this, given);
    values.height = values.size * page.leading;
    if (this.elementOptions.type === "goal") given[0].font = values.font = "bold " + values.font;
    return values;
  };
  const measure = label.calculateLabelSize;
  label.calculateLabelSize = function (...given) {
    measure.apply(this, given);
    this.size.yLine -= (this.lineCount - 1) * 0.5 * extra * this.fontOptions.size;
    // A name below its shape starts half a line too low.
    if (given[5] === "hanging") this.size.yLine -= 0.5 * page.leading * this.fontOptions.size;
  };
  // Below the threshold it would draw them pale, under or beside the names that we write there.
  const draw = label.draw;
  label.draw = function (...given) {
    if (this.fontOptions.size * this.body.view.scale >= leastDrawn()) draw.apply(this, given);
  };
  for (const node of Object.values(network.body.nodes)) {
    node.labelModule.labelDirty = true;
    node.shape.refreshNeeded = true;
  }
}

// Smallest size on screen, in pixels, of a usual name. In 提案 a project without its name could not be
// judged: there they are drawn a little smaller too, as when the workshop's bar takes room.
function leastDrawn() {
  const least = options.nodes.scaling.label.drawThreshold;
  return state.view === "pairs" && container.clientWidth >= 600 ? least : least + 1;
}

// Corners of the smallest convex outline (Andrew's monotone chain).
function hull(points) {
  const sorted = points.slice().sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const half = (list) => {
    const kept = [];
    for (const p of list) {
      while (kept.length > 1) {
        const [a, b] = kept.slice(-2);
        if ((b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]) > 0) break;
        kept.pop();
      }
      kept.push(p);
    }
    return kept.slice(0, -1);
  };
  return half(sorted).concat(half(sorted.reverse()));
}

function drawGrounds(network, ctx) {
  drawBands(ctx);
  if (!arrangement().hull) return;
  for (const sector of page.sectors) {
    const corners = [];
    for (const node of Object.values(network.body.nodes)) {
      const base = nodeBase.get(node.id) || scene.boxes.get(node.id);
      if (!base || base.sector !== sector.iri || node.options.hidden) continue;
      const box = node.shape.boundingBox;
      corners.push([box.left, box.top], [box.right, box.top], [box.left, box.bottom], [box.right, box.bottom]);
    }
    if (corners.length < 4) continue;
    ctx.beginPath();
    hull(corners).forEach((p, at) => (at ? ctx.lineTo(p[0], p[1]) : ctx.moveTo(p[0], p[1])));
    ctx.closePath();
    ctx.fillStyle = ctx.strokeStyle = sector.ground;
    ctx.lineWidth = 36;
    ctx.lineJoin = "round";
    ctx.stroke();
    ctx.fill();
  }
}

function drawDots(network, ctx, scale) {
  for (const node of Object.values(network.body.nodes)) {
    const base = nodeBase.get(node.id);
    if (!base || base.type !== "project" || node.options.hidden) continue;
    const alpha = node.options.opacity === undefined ? 1 : node.options.opacity;
    const radius = node.options.size;
    ctx.globalAlpha = alpha;
    if (base.double) {
      ctx.beginPath();
      ctx.arc(node.x, node.y, radius + 4, 0, 2 * Math.PI);
      ctx.strokeStyle = page.ink;
      ctx.lineWidth = 1.6;
      ctx.stroke();
    }
    const sector = sectors.get(base.sector);
    if (sector && radius * scale >= 6) {
      ctx.font = "600 " + radius * 1.15 + "px " + options.nodes.font.face;
      ctx.textAlign = "center";
      ctx.textBaseline = "middle";
      ctx.fillStyle = sector.ink;
      ctx.fillText(sector.number.slice(0, 3), node.x, node.y + radius * 0.06);
    }
  }
  ctx.globalAlpha = 1;
}

function overlaps(a, b) {
  return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
}

// Names of the dots in view around the selection, at reading size however far one has zoomed
// out; a name that would cover another one is left away.
function drawNames(network, ctx, scale, ids) {
  const size = 12.5 / scale;
  const taken = [];
  for (const node of Object.values(network.body.nodes)) {
    const base = nodeBase.get(node.id);
    if (!base || base.type === "project" || node.options.hidden) continue;
    if (node.options.opacity !== undefined && node.options.opacity < 1) continue;
    const box = node.shape.boundingBox;
    taken.push([box.left, box.top, box.right, box.bottom]);
  }
  ctx.font = size + "px " + options.nodes.font.face;
  ctx.textAlign = "center";
  ctx.textBaseline = "top";
  ctx.lineJoin = "round";
  for (const id of ids) {
    const node = network.body.nodes[id];
    const base = nodeBase.get(id);
    if (!node || base.type !== "project" || node.options.hidden) continue;
    if (base.label.trim() && base.font.size * scale >= leastDrawn()) continue;
    const lines = (homeOf(id) || base).label.split("\n");
    const width = Math.max(...lines.map((line) => ctx.measureText(line).width));
    const top = node.y + node.options.size + 5 / scale;
    const box = [node.x - width / 2, top, node.x + width / 2, top + lines.length * size * 1.2];
    if (id !== state.selected && taken.some((other) => overlaps(other, box))) continue;
    taken.push(box);
    lines.forEach((line, at) => {
      ctx.strokeStyle = "rgba(255,255,255,0.92)";
      ctx.lineWidth = size * 0.34;
      ctx.strokeText(line, node.x, top + at * size * 1.2);
      ctx.fillStyle = page.ink;
      ctx.fillText(line, node.x, top + at * size * 1.2);
    });
  }
}

function drawSelection(network, ctx, scale) {
  const node = network.body.nodes[state.selected];
  if (!node || node.options.hidden) return;
  ctx.strokeStyle = page.ink;
  ctx.lineWidth = 2.5 / scale;
  ctx.beginPath();
  const gap = 3 / scale;
  const box = node.shape;
  if (["box", "square"].includes(node.options.shape)) {
    ctx.roundRect(box.left - gap, box.top - gap, box.width + 2 * gap, box.height + 2 * gap, gap);
  } else {
    const round = node.options.shape === "dot" ? (node.options.double ? 4 : 0) : node.options.size * 0.4;
    ctx.arc(node.x, node.y, node.options.size + round + gap, 0, 2 * Math.PI);
  }
  ctx.stroke();
}

// `live` is the map on screen; what is made for paper is drawn `zoom` times as large.
function decorate(network, named, live, zoom) {
  network.on("beforeDrawing", (ctx) => {
    drawGrounds(network, ctx);
    drawRules(ctx, network.getScale());
  });
  network.on("afterDrawing", (ctx) => {
    const scale = network.getScale();
    drawDots(network, ctx, scale);
    const placed = smallNames(network, ctx, scale);
    drawBadges(network, ctx, scale, namesInTheWay(network, ctx, placed, scale));
    drawSmall(ctx, placed);
    drawNames(network, ctx, scale, named());
    drawSelection(network, ctx, scale);
    drawSlips(network, ctx, scale, zoom || 1);
    if (live) drawHeadings(ctx, scale);
  });
}
