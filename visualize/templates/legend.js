// The legend: every shape, colour and line that is on the map now, and no other.
// Swatches are painted by the same code for the page and for the saved picture.

function swatchShape(type) {
  return (ctx) => {
    const example = [...nodeBase.values()].find((node) => node.type === type);
    const shape = page.looks[type].shape;
    ctx.lineWidth = 1.6;
    ctx.fillStyle = { goal: "#52606d", measure: "#dfe4e9", package: "#ffffff", project: "#9aa5b1" }[type]
      || example.color.background;
    ctx.strokeStyle = { goal: "#52606d", measure: "#52606d", package: "#52606d" }[type] || page.ink;
    ctx.beginPath();
    if (shape === "box") ctx.roundRect(3, 3, 24, 12, 4);
    else if (shape === "square") ctx.rect(9, 3, 12, 12);
    else if (shape === "diamond") {
      ctx.moveTo(15, 1);
      ctx.lineTo(23, 9);
      ctx.lineTo(15, 17);
      ctx.lineTo(7, 9);
      ctx.closePath();
    } else ctx.arc(15, 9, 6, 0, 2 * Math.PI);
    ctx.fill();
    ctx.stroke();
    if (type !== "package") return;
    ctx.lineWidth = 1;
    ctx.beginPath();
    ctx.roundRect(5.5, 5.5, 19, 7, 2);
    ctx.stroke();
  };
}

function swatchAdded(ctx) {
  ctx.fillStyle = addedColour.background;
  ctx.strokeStyle = addedColour.border;
  ctx.lineWidth = 2;
  ctx.setLineDash([3, 2]);
  ctx.beginPath();
  ctx.arc(15, 9, 7, 0, 2 * Math.PI);
  ctx.fill();
  ctx.stroke();
}

function swatchBox(ctx) {
  ctx.fillStyle = mixed(page.neutral, 0.25);
  ctx.strokeStyle = page.neutral;
  ctx.lineWidth = 3;
  ctx.beginPath();
  ctx.roundRect(3, 3, 24, 12, 4);
  ctx.fill();
  ctx.stroke();
}

function swatchSector(sector) {
  return (ctx) => {
    ctx.fillStyle = sector.fill;
    ctx.beginPath();
    ctx.roundRect(4, 1, 22, 16, 4);
    ctx.fill();
    ctx.fillStyle = sector.ink;
    ctx.font = "700 12px " + options.nodes.font.face;
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.fillText(sector.number.slice(0, 3), 15, 9.8);
  };
}

function swatchPlan(letter) {
  return (ctx) => {
    ctx.fillStyle = page.ink;
    ctx.font = "700 13px " + options.nodes.font.face;
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.fillText(letter, 15, 9.8);
  };
}

function swatchStatus(status) {
  return (ctx) => {
    ctx.strokeStyle = page.ink;
    ctx.lineWidth = 1.6;
    ctx.fillStyle = "#e4e7eb";
    ctx.setLineDash(status.dashes);
    ctx.beginPath();
    ctx.arc(15, 9, 5, 0, 2 * Math.PI);
    ctx.fill();
    ctx.stroke();
    if (status.double) {
      ctx.beginPath();
      ctx.arc(15, 9, 8, 0, 2 * Math.PI);
      ctx.stroke();
    }
  };
}

function swatchLine(rel) {
  return (ctx) => {
    const line = page.lines[rel];
    ctx.strokeStyle = ctx.fillStyle = line.colour || page.neutral;
    ctx.lineWidth = rel === "partOf" ? 3 : rel === "responsible" ? 1.2 : 2;
    if (rel === "responsible") ctx.globalAlpha = 0.6;
    ctx.setLineDash(line.dashes.map((dash) => dash * 0.7));
    ctx.beginPath();
    ctx.moveTo(1, 9);
    ctx.lineTo(line.arrow ? 22 : 29, 9);
    ctx.stroke();
    if (line.arrow) {
      ctx.beginPath();
      ctx.moveTo(29, 9);
      ctx.lineTo(21, 5);
      ctx.lineTo(21, 13);
      ctx.fill();
    }
  };
}

function swatchHub(ctx) {
  ctx.fillStyle = hubColour;
  ctx.beginPath();
  ctx.moveTo(1, 8);
  ctx.lineTo(29, 5);
  ctx.lineTo(29, 13);
  ctx.lineTo(1, 10);
  ctx.fill();
}

function inUse() {
  const seen = { type: new Set(), sector: new Set(), status: new Set(), rel: new Set() };
  for (const node of drawn.nodes.get()) {
    if (node.hidden) continue;
    if (node.box) seen.box = true;
    else if (node.proposed) seen.added = true;
    else seen.type.add(node.type);
    if (node.sector) seen.sector.add(node.sector);
    if (node.type === "project") seen.status.add(node.status);
  }
  for (const edge of drawn.edges.get()) if (!edge.hidden && edge.rel) seen.rel.add(edge.rel);
  return seen;
}

// [{title, two, items: [{key, label, draw}]}]; a group without items is left out.
function legendGroups() {
  const seen = inUse();
  const plural = page.sectors.every((sector) => nodeBase.get(sector.iri).type === "goal");
  return [
    {
      title: say("legend_type"),
      two: true,
      items: nodeTypes.filter((type) => seen.type.has(type))
        .map((type) => ({ key: "type:" + type, label: say("type_" + type), draw: swatchShape(type) }))
        .concat(seen.box ? [{ key: "type:box", label: say("box"), draw: swatchBox }] : [])
        .concat(seen.added ? [{ key: "type:proposed", label: say("legend_proposed"), draw: swatchAdded }] : [])
        .concat(slipsSeen() ? [{ key: "slip", label: say("legend_slip"), draw: swatchSlip }] : []),
    },
    {
      title: say("plan"),
      items: several ? shop.plans.map((plan) =>
        ({ key: "plan:" + plan.iri, label: plan.name, plan: true, draw: swatchPlan(plan.letter) })) : [],
    },
    {
      title: plural ? say("legend_sector") : say("legend_top"),
      items: page.sectors.filter((sector) => seen.sector.has(sector.iri))
        .map((sector) => ({ key: "sector:" + sector.iri, label: sector.name, plan: true, draw: swatchSector(sector) })),
    },
    {
      title: say("legend_status"),
      items: page.statuses.filter((status) => seen.status.has(status.iri))
        .map((status) => ({ key: "status:" + status.iri, label: word(status.label), draw: swatchStatus(status) })),
    },
    {
      title: say("legend_rel"),
      two: true,
      items: [
        ...relations.filter((rel) => seen.rel.has(rel))
          .map((rel) => ({ key: "rel:" + rel, label: say("rel_" + rel), draw: swatchLine(rel) })),
        ...(hubs.size ? [{ key: "hub", label: say("legend_hub"), draw: swatchHub }] : []),
      ],
    },
  ].filter((group) => group.items.length);
}

function swatch(draw) {
  const ratio = Math.max(2, window.devicePixelRatio || 1);
  const canvas = el("canvas", { width: 30 * ratio, height: 18 * ratio, "aria-hidden": "true" });
  const ctx = canvas.getContext("2d");
  ctx.scale(ratio, ratio);
  draw(ctx);
  return canvas;
}

let legendKeys = "";

function showLegend() {
  const groups = legendGroups();
  const keys = state.lang + groups.flatMap((group) => group.items.map((item) => item.key)).join("|");
  if (keys === legendKeys) return;
  legendKeys = keys;
  const sized = groups.some((group) => group.items.some((item) => item.key === "type:project"));
  document.getElementById("legend").replaceChildren(
    el("h2", {}, say("legend")),
    ...groups.flatMap((group) => [
      el("h3", {}, group.title),
      el("ul", { class: group.two ? "two" : null }, group.items.map((item) =>
        el("li", { "data-legend": item.key }, swatch(item.draw), el("span", item.plan ? planWords() : {}, item.label)))),
    ]),
    sized ? el("p", {}, say("legend_size")) : "",
  );
}
