// A large plan comes as short rows for every node and edge, and parts that are read when they are
// opened. What they give is the same as in a small plan; `large` is null for those.

function fullIri(iri) {
  return /^[a-z][a-z0-9+.-]*:/i.test(iri) ? iri : page.idBase + iri;
}

function nodesOf(rows) {
  return rows.map(([iri, name, type, sector, status, years, style, size, part]) => {
    const id = fullIri(iri);
    const made = Object.assign({}, large.styles[style], { id: id, iri: id, type: large.types[type],
      name: name, title: name, sector: sector < 0 ? "" : page.sectors[sector].iri,
      status: status < 0 ? "" : page.statuses[status].iri, years: years || [], part: part });
    if (size) made.size = size;
    return made;
  });
}

function edgesOf(rows) {
  return rows.map(([from, to, rel, line], at) => Object.assign({}, large.lines[line],
    { id: large.rels[rel] + "/" + at, rel: large.rels[rel],
      from: fullIri(large.nodes[from][0]), to: fullIri(large.nodes[to][0]) }));
}

const parts = new Map();

function takeQuotes(first, texts) {
  texts.forEach((text, at) => { page.quotes[first + at] = text; });
}

if (large) {
  page.evidence.length = large.edges.length;
  for (const [at, said] of Object.entries(large.evidence)) {
    page.evidence[at] = "same" in said ? page.evidence[said.same] : said;
  }
  takeQuotes(...large.quotes);
}

function loadPart(number) {
  if (parts.has(number)) return parts.get(number);
  const part = readBlock("enishi-part-" + number);
  parts.set(number, part);
  takeQuotes(part.first, part.quotes);
  for (const [at, detail] of Object.entries(part.details)) page.details[order[at]] = detail;
  for (const [at, label] of Object.entries(part.labels)) nodeBase.get(order[at]).label = label;
  for (const [at, said] of Object.entries(part.evidence)) page.evidence[at] = said;
  return part;
}

function partOf(id) {
  const base = nodeBase.get(id);
  if (large && base && base.part !== undefined) loadPart(base.part);
}

function detailOf(id) {
  if (!page.details[id]) partOf(id);
  return page.details[id] || {};
}

function evidenceOf(edge) {
  if (!page.evidence[edge.number]) partOf(edge.from);
  return page.evidence[edge.number] || {};
}
