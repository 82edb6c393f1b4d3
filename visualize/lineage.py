"""Where each element stands in the plan: the goals and measures above it, from the top."""

from .model import MapModel

#: A chain of goals and measures from the topmost down.
Chain = tuple[str, ...]


def parents(model: MapModel) -> dict[str, str]:
    """Element → the element it is a direct part of; the first where RDF of others has several."""
    found: dict[str, str] = {}
    for edge in model.edges:
        if edge.rel == "partOf":
            found.setdefault(edge.source, edge.target)
    return found


def chains(model: MapModel) -> dict[str, Chain]:
    """Element → its goals and measures; a goal's or measure's own chain ends with itself."""
    above = parents(model)
    found: dict[str, Chain] = {}
    for iri, node in model.nodes.items():
        if node.type in ("section", "partner"):
            continue
        walk, seen = iri, {iri}
        chain = [iri] if node.type in ("goal", "measure") else []
        while (up := above.get(walk)) is not None and up not in seen:
            seen.add(up)
            if model.nodes[up].type in ("goal", "measure"):
                chain.insert(0, up)
            walk = up
        found[iri] = tuple(chain)
    return found


def sections_of(model: MapModel) -> dict[str, list[str]]:
    """Element → the sections in charge of it, in the order of the edges."""
    found: dict[str, list[str]] = {}
    for edge in model.edges:
        if edge.rel == "responsible":
            found.setdefault(edge.source, []).append(edge.target)
    return found
