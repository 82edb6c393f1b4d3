// What a reader without colours, or with a small window, needs to see: the goal's numeral at every
// measure and package, the second border of a package, and names where the usual ones are too small.

const structure = new Map([["goal", 0], ["section", 1], ["partner", 2], ["measure", 3], ["package", 4]]);

// Numerals have a size on screen, so that a print in grey and a projector show them alike. One that
// would touch the name of a goal or another (`names`) moves into its box, or is left out.
function drawBadges(network, ctx, scale, names) {
  for (const node of Object.values(network.body.nodes)) {
    const base = nodeBase.get(node.id);
    if (!base || !["measure", "package"].includes(base.type) || node.options.hidden) continue;
    const box = node.shape;
    ctx.globalAlpha = node.options.opacity === undefined ? 1 : node.options.opacity;
    if (base.type === "package") drawSecondBorder(ctx, box, base, scale);
    const sector = sectors.get(base.sector);
    if (sector && box.height * scale >= 14) {
      const radius = Math.max(7.5 / scale, Math.min(0.5 * base.font.size, 0.3 * box.height));
      const x = [box.left, box.left + 1.15 * radius].find((at) =>
        !names.some((name) => overlaps(name, [at - radius, box.top - radius, at + radius, box.top + radius])));
      if (x !== undefined) badge(ctx, sector, x, box.top, radius);
    }
  }
  ctx.globalAlpha = 1;
}

function drawSecondBorder(ctx, box, base, scale) {
  const out = Math.max(5, 4 / scale);
  ctx.strokeStyle = base.color.border;
  ctx.lineWidth = Math.max(1.4, 1 / scale);
  ctx.beginPath();
  ctx.roundRect(box.left - out, box.top - out, box.width + 2 * out, box.height + 2 * out, 5 + out);
  ctx.stroke();
}

function badge(ctx, sector, x, y, radius) {
  ctx.beginPath();
  ctx.arc(x, y, radius, 0, 2 * Math.PI);
  ctx.fillStyle = sector.fill;
  ctx.fill();
  ctx.strokeStyle = "#ffffff";
  ctx.lineWidth = radius * 0.16;
  ctx.stroke();
  ctx.fillStyle = sector.ink;
  ctx.font = "700 " + radius * 1.4 + "px " + options.nodes.font.face;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillText(sector.number.slice(0, 3), x, y + radius * 0.08, radius * 1.7);
}

// What the room has added is what it talks about.
function rankOfName(base) {
  return base.proposed || base.box ? 1 : structure.get(base.type);
}

// What a name can be written for: a node, or the box of a large plan that stands for many.
function lettered(id) {
  const box = scene.boxes.get(id);
  return box ? { box: true, shape: "box", label: drawn.nodes.get(id).label, name: box.name, font: { size: box.size, color: page.ink } }
    : nodeBase.get(id);
}

const smallest = 11.5; // pixels on screen
const leastOwn = 7.6; // below it a usual label gives way to one of ours
const mostNames = 150; // so that a map of any size still moves

// What no numeral may touch: the names that we write larger than their boxes, those that are smaller
// than a numeral, and those of goals.
function namesInTheWay(network, ctx, placed, scale) {
  const found = [...placed]
    .filter(([label]) => label.base.type === "goal" || !label.own || label.size * scale < leastOwn)
    .map(([label, [x, y]]) => [x - label.half, y - label.tall / 2, x + label.half, y + label.tall / 2]);
  const ours = new Set([...placed.keys()].map((label) => label.node));
  for (const node of Object.values(network.body.nodes)) {
    const base = nodeBase.get(node.id);
    if (!base || base.type !== "goal" || node.options.hidden || ours.has(node)) continue;
    const lines = base.label.split("\n");
    ctx.font = "bold " + base.font.size + "px " + options.nodes.font.face;
    const half = Math.max(...lines.map((line) => ctx.measureText(line).width)) / 2;
    const tall = (lines.length * base.font.size * page.leading) / 2;
    found.push([node.x - half, node.y - tall, node.x + half, node.y + tall]);
  }
  return found;
}

// Names of what gives the map its structure when they would be too small to be drawn: at reading
// size, the weightiest first, none over another. Gives label → place.
function smallNames(network, ctx, scale) {
  const least = leastDrawn();
  const small = Object.values(network.body.nodes).filter((node) => {
    const base = lettered(node.id);
    return base && rankOfName(base) !== undefined && !node.options.hidden && base.label.trim()
      && (node.options.opacity === undefined || node.options.opacity > 0.9) && base.font.size * scale < least;
  });
  if (!small.length) return new Map();
  const rank = (node) => rankOfName(lettered(node.id));
  const weight = (node) => (links.get(node.id) || []).length;
  small.sort((a, b) => rank(a) - rank(b) || weight(b) - weight(a));
  small.length = Math.min(small.length, mostNames);
  const frame = network.canvas.frame;
  const edge = [3, frame.clientWidth - 3].map((at) => network.DOMtoCanvas({ x: at, y: 0 }).x);
  const labels = small.map((node) => smallLabel(node, ctx, scale, frame.clientWidth < 600));
  // A goal or a section that found no place is put first the next time.
  let placed = placeSmall(labels, edge, scale);
  for (let again = 0; again < 4; again += 1) {
    const missing = labels.filter((label) => label.rank < 2 && !placed.has(label));
    if (!missing.length) break;
    const better = placeSmall([...missing, ...labels.filter((label) => !missing.includes(label))], edge, scale);
    labels.sort((a, b) => missing.includes(b) - missing.includes(a));
    placed = better;
  }
  return placed;
}

function drawSmall(ctx, placed) {
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.lineJoin = "round";
  placed.forEach(([x, middle], label) => writeSmall(ctx, label, x, middle));
}

// How much room upright names take above the grid at this scale, in pixels; 0 where they lie.
function uprightHeight(scale) {
  if (!arrangement().columns) return 0;
  const names = arrangement().columns.map(([at]) => nodeBase.get(order[at])).filter(Boolean)
    .filter((base) => container.clientWidth < 600 || base.font.size * scale < leastOwn);
  const tallest = Math.max(0, ...names.map((base) => [...base.name].length)) * smallest * 1.12 + 16;
  return names.length ? Math.min(tallest, 0.3 * container.clientHeight) : 0;
}

// A name broken anew so that it stays in a box of this width and so many lines; what has no room is cut.
// Words of Latin letters stay whole where they can.
function brokenInto(name, room, most, ctx) {
  const wide = (text) => ctx.measureText(text).width > room;
  const words = name.match(/[\x21-\x7e]+\s*|\s+|[^\x00-\x7f]/g) || [];
  const parts = words.flatMap((word_) => (wide(word_.trim()) ? [...word_] : [word_]));
  const lines = [""];
  for (const part of parts) {
    if (lines[lines.length - 1] && wide((lines[lines.length - 1] + part).trimEnd())) lines.push("");
    lines[lines.length - 1] += part;
  }
  const found = lines.slice(0, most).map((line) => line.trim());
  if (lines.length > most) {
    let last = [...found[most - 1]];
    while (last.length > 1 && wide(last.join("") + "…")) last = last.slice(0, -1);
    found[most - 1] = last.join("") + "…";
  }
  return found;
}

// The lines of a name that is larger than its box was made for; null where too little would be left of
// it. The box of a cluster ends with what it counts; where there is no room at all, with the number.
function linesInBox(base, shape, size, scale, ctx) {
  const room = shape.width - 5 / scale;
  const most = Math.floor((shape.height - 3 / scale) / (size * 1.12));
  const said = base.label.split("\n");
  const counts = base.box ? [said.pop()] : [];
  const name = said.length && base.box ? base.name
    : said.reduce((all, line) => all + (/[\x21-\x7e]$/.test(all) && /^[\x21-\x7e]/.test(line) ? " " : "") + line, "");
  const letters = Math.min(7, [...name].length);
  if (most > counts.length && room >= Math.min(3.2, letters) * size && most * room >= letters * size) {
    return [...(name ? brokenInto(name, room, most - counts.length, ctx) : []), ...counts];
  }
  if (!base.box) return null;
  return ctx.measureText(counts[0]).width <= room ? counts : [counts[0].replace(/[^0-9]/g, "")];
}

function smallLabel(node, ctx, scale, narrow) {
  const base = lettered(node.id);
  // Just below the threshold a name still fits where it was meant to be; a phone needs more. The boxes
  // of the grid stand side by side: a larger name would cover the next one, so it waits for the zoom.
  const cell = arrangement().columns && base.shape === "box" && base.type !== "goal";
  const own = !narrow && (cell || base.font.size * scale >= leastOwn);
  // Columns of the grid are narrow: their names stand upright, letter under letter.
  const upright = !own && arrangement().columns && base.type === "section";
  const size = own ? base.font.size : smallest / scale;
  const font = (own ? "" : "600 ") + size + "px " + options.nodes.font.face;
  ctx.font = font;
  const inside = !own && base.shape === "box" ? linesInBox(base, node.shape, size, scale, ctx) : null;
  const lines = inside || (upright ? [...base.label.replace(/\s/g, "")] : base.label.split("\n"));
  const leading = size * (own ? page.leading : 1.12);
  const half = Math.max(...lines.map((line) => ctx.measureText(line).width)) / 2 + (upright ? 0 : 1 / scale);
  return { node: node, base: base, rank: rankOfName(base), own: own, upright: upright, size: size, font: font,
    lines: lines, leading: leading, half: half, tall: lines.length * leading, box: base.shape === "box",
    // A name that leaves its box must not cover another, or it would seem to be that one's; goals are worth it.
    spills: base.shape === "box" && !own && !inside && base.type !== "goal" };
}

// Where the middle of a name may be, the best first.
function spotsOf(label, edge, scale) {
  const { node, half } = label;
  if (label.box) return [[Math.min(Math.max(node.x, edge[0] + half), edge[1] - half), node.y]];
  const away = node.options.size + 2 / scale + label.tall / 2;
  const aside = node.options.size + 2 / scale + half;
  const shifts = label.upright ? [[0, -away]] : label.own ? [[0, away]]
    : [[0, away], [0, -away], [aside, 0], [-aside, 0], [half, away], [-half, away], [half, -away], [-half, -away]];
  return shifts.map(([x, y]) => [Math.min(Math.max(node.x + x, edge[0] + half), edge[1] - half), node.y + y])
    .filter(([x]) => Math.abs(x - node.x) <= aside + 1e-6); // else it is out of sight
}

function placeSmall(labels, edge, scale) {
  const taken = labels.filter((label) => !label.box).map(({ node }) => [node.x - node.options.size,
    node.y - node.options.size, node.x + node.options.size, node.y + node.options.size]);
  const icons = taken.length;
  const boxes = labels.filter((label) => label.box).map(({ node }) => [node,
    [node.shape.left, node.shape.top, node.shape.left + node.shape.width, node.shape.top + node.shape.height]]);
  const covers = (label, area) => label.spills && boxes.some(([node, box]) => node !== label.node && overlaps(box, area));
  const placed = new Map();
  for (const label of labels) {
    const boxOf = ([x, y]) => [x - label.half, y - label.tall / 2, x + label.half, y + label.tall / 2];
    // The four goals are worth more than the sign of a section under them.
    const inWay = label.rank ? taken : taken.slice(icons);
    const spot = spotsOf(label, edge, scale).find((at) => label.own
      || !(inWay.some((other) => overlaps(other, boxOf(at))) || covers(label, boxOf(at))));
    if (!spot) continue;
    placed.set(label, spot);
    taken.push(boxOf(spot));
  }
  return placed;
}

function writeSmall(ctx, label, x, middle) {
  ctx.font = label.font;
  label.lines.forEach((line, at) => {
    const y = middle + (at - (label.lines.length - 1) / 2) * label.leading;
    ctx.strokeStyle = "rgba(255,255,255,0.95)";
    ctx.lineWidth = label.size * 0.36;
    if (!label.own || !label.box) ctx.strokeText(line, x, y);
    ctx.fillStyle = label.own ? label.base.font.color : page.ink;
    ctx.fillText(line, x, y);
  });
}
