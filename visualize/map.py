"""Writes the interactive map: one HTML file that works without a network.

pyvis holds the network and renders it, with our own template: its stock pages fetch code from
the internet, move for minutes and let names run as scripts. Positions come from `layout`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..graph.atomic import write_atomically
from ..language import Lang
from .centrality import set_centrality
from .details import page_data
from .layout import Box, Positions, box_of, layout_whole
from .levels import FULL_UP_TO
from .model import PROPOSED, MapEdge, MapModel, MapNode, NodeType, Rel
from .page import prepare
from .reading import read_model
from .style import (
    DRAW_THRESHOLD,
    EDGE_LOOKS,
    FONT_FAMILY,
    INK,
    NODE_LOOKS,
    PAPER,
    STATUS_LOOKS,
    rgba,
    sector_colour,
    tint,
)
from .workshop import workshop_data

if TYPE_CHECKING:
    from pyvis.network import Network

    from ..graph.store import KnowledgeBase


@dataclass(frozen=True, slots=True)
class MapSummary:
    """What a written map holds: nodes per type, edges per relation, and the file's bytes."""

    path: Path
    nodes: Mapping[NodeType, int]
    edges: Mapping[Rel, int]
    size: int


def write_map(
    kb: "KnowledgeBase", path: Path, *, lang: Lang = "ja", include_suggestions: bool = True
) -> MapSummary:
    """Write the map of a knowledge base to `path`, whole or not at all.

    Raises:
        StoreError: the file could not be written.
    """
    model = _model(kb, include_suggestions=include_suggestions)
    page = _page(kb, model, lang).encode("utf-8")
    write_atomically(path, page)
    return MapSummary(path, model.node_counts(), model.edge_counts(), len(page))


def map_page(kb: "KnowledgeBase", *, lang: Lang = "ja", include_suggestions: bool = True) -> str:
    """The map's page as text, the same as `write_map` writes."""
    return _page(kb, _model(kb, include_suggestions=include_suggestions), lang)


def _page(kb: "KnowledgeBase", model: MapModel, lang: Lang) -> str:
    parts: list[dict[str, Any]] = []
    if len(model.nodes) > FULL_UP_TO:
        network = _empty(model.title)
        data, parts = _large(model, lang)
    else:
        network = _network(model)
        data = page_data(model, lang)
    workshop = workshop_data(kb, model.nodes)
    prepare(network, {"page": data, "parts": parts, "lang": lang, "workshop": workshop})
    page: str = network.generate_html()
    return page


def build_network(kb: "KnowledgeBase", *, include_suggestions: bool = True) -> "Network":
    """The map as a pyvis network, with positions and encodings, physics off."""
    return _network(_model(kb, include_suggestions=include_suggestions))


def _model(kb: "KnowledgeBase", *, include_suggestions: bool) -> MapModel:
    model = read_model(kb, include_suggestions=include_suggestions)
    set_centrality(model)
    return model


def _empty(title: str) -> "Network":
    # pyvis imports IPython, which takes longer than drawing the map: only when it is needed.
    from pyvis.network import Network

    network = Network(directed=True, cdn_resources="in_line", heading=title)
    # Not set_options(): it deletes every space, also those in the names of fonts.
    network.options = _options()
    return network


def _large(model: MapModel, lang: Lang) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The data of a page with levels, and its parts; looks as in a small map."""
    from .large_page import large_page
    from .levels import make_levels

    colours = {iri: sector_colour(at) for at, iri in enumerate(model.sectors())}
    said = ("label", "x", "y", "iri", "type", "name", "title", "sector", "status", "years")

    def look(node: MapNode) -> dict[str, Any]:
        options = _node_options(node, box_of(node), {node.iri: (0, 0)}, colours)
        return {key: value for key, value in options.items() if key not in said}

    def line(edge: MapEdge, number: int) -> dict[str, Any]:
        colour = colours.get(model.nodes[edge.source].sector, (INK, PAPER))[0]
        options = _edge_options(edge, number, colour)
        return {key: value for key, value in options.items() if key not in ("id", "rel")}

    return large_page(model, make_levels(model), lang, look, line)


def _network(model: MapModel) -> "Network":
    network = _empty(model.title)
    boxes = {iri: box_of(node) for iri, node in model.nodes.items()}
    positions = layout_whole(model, boxes)
    colours = {iri: sector_colour(at) for at, iri in enumerate(model.sectors())}
    for iri, node in model.nodes.items():
        network.add_node(iri, **_node_options(node, boxes[iri], positions, colours))
    for number, edge in enumerate(model.edges):
        sector = model.nodes[edge.source].sector
        colour = colours.get(sector, (INK, PAPER))[0]
        network.add_edge(edge.source, edge.target, **_edge_options(edge, number, colour))
    return network


def _options() -> dict[str, Any]:
    return {
        "autoResize": True,
        "physics": {"enabled": False},
        "layout": {"improvedLayout": False, "randomSeed": 1},
        "nodes": {
            "font": {"face": FONT_FAMILY, "color": INK},
            "chosen": False,
            "labelHighlightBold": False,
            "scaling": {"label": {"drawThreshold": DRAW_THRESHOLD, "maxVisible": 40}},
            "shapeProperties": {"borderRadius": 5},
        },
        "edges": {"chosen": False, "smooth": False},
        "interaction": {
            "hover": True,
            "hoverConnectedEdges": False,
            "selectConnectedEdges": False,
            "tooltipDelay": 150,
            "keyboard": {"enabled": True, "bindToWindow": False, "autoFocus": False},
        },
    }


def _colours(node: MapNode, sector: tuple[str, str] | None) -> tuple[str, str, str]:
    """Background, border and ink."""
    fill, ink = sector or ("#7b8794", PAPER)
    match node.type:
        case "goal":
            return fill, fill, ink
        case "measure":
            return tint(fill, 0.22), fill, INK
        case "package":
            return PAPER, fill, INK
        case "project":
            return fill, INK, INK
        case "section":
            return "#334e68", "#102a43", INK
        case "partner":
            return "#f7f3e8", INK, INK


def _node_options(
    node: MapNode,
    box: Box,
    positions: Positions,
    colours: Mapping[str, tuple[str, str]],
) -> dict[str, Any]:
    look = NODE_LOOKS[node.type]
    background, border, ink = _colours(node, colours.get(node.sector))
    dashes, double = STATUS_LOOKS.get(node.status, ((), False))
    x, y = positions[node.iri]
    font: dict[str, Any] = {"size": look.font, "color": ink}
    options: dict[str, Any] = {
        "label": box.label,
        "shape": look.shape,
        "color": {"background": background, "border": border},
        "font": font,
        "borderWidth": 2 if look.shape == "box" else 1.6,
        "x": x,
        "y": y,
        "iri": node.iri,
        "type": node.type,
        "name": node.name,
        "title": node.name,
        "sector": node.sector,
        "status": node.status,
        "years": list(node.years),
    }
    if look.shape == "box":
        options["margin"] = look.margin
    else:
        options["size"] = round(box.size, 1)
        # Lines pass under labels that stand outside their shape.
        font |= {"strokeWidth": 4, "strokeColor": PAPER}
    if dashes:
        options["shapeProperties"] = {"borderDashes": list(dashes)}
    if double:
        options["double"] = True
    return options


def _edge_options(edge: MapEdge, number: int, sector_colour_: str) -> dict[str, Any]:
    look = EDGE_LOOKS[edge.rel]
    options: dict[str, Any] = {
        "id": f"{edge.rel}/{number}",
        "rel": edge.rel,
        "color": rgba(look.colour or sector_colour_, look.alpha),
        "width": look.width,
        "arrows": {"to": {"enabled": True, "scaleFactor": 0.6}} if look.arrow else "",
    }
    if look.dashes:
        options["dashes"] = list(look.dashes)
    if look.curve:
        kind = "curvedCW" if look.curve > 0 else "curvedCCW"
        options["smooth"] = {"enabled": True, "type": kind, "roundness": abs(look.curve)}
    if edge.rel in PROPOSED:
        # What the plan does not say is shown only on request.
        options["hidden"] = True
    return options
