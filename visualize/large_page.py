"""The data of a large plan's page: short rows for every node and edge, the rest in parts.

A part holds what only an opened cluster needs: places, labels, texts and sentences. The page reads
a part when it is opened, so what a browser does at the start hardly grows with the plan.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from ..language import Lang
from ..ontology.terms import ID_BASE
from .details import Quotes, detail_of, evidence_by_number, frame_data, statuses_of, view_words
from .layout import box_of
from .levels import Levels
from .model import NODE_TYPES, RELS, MapEdge, MapModel, MapNode
from .overview import cluster_name
from .views import VIEWS
from .words import both

#: The view a large plan opens on: all of it, where the pages of 課×施策 show a part.
OPENS_ON: Final = "whole"
#: Number of the part for what belongs to no cluster.
_REST: Final = -1

Looks = Callable[[MapNode], dict[str, Any]]
EdgeLooks = Callable[[MapEdge, int], dict[str, Any]]


class _Styles:
    """Looks that many things share, each written once."""

    def __init__(self) -> None:
        self.known: dict[str, int] = {}
        self.looks: list[dict[str, Any]] = []

    def number(self, look: dict[str, Any]) -> int:
        key = repr(look)
        if key not in self.known:
            self.known[key] = len(self.looks)
            self.looks.append(look)
        return self.known[key]


def _short(iri: str) -> str:
    return iri.removeprefix(ID_BASE)


def large_page(
    model: MapModel, levels: Levels, lang: Lang, looks: Looks, edge_looks: EdgeLooks
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The page's data and its parts, one for each cluster and a last one for the rest.

    A node's row is [IRI, name, type, sector, status, years, look, size, part], an edge's [from,
    to, relation, look], all by number; IRIs without the common beginning where they have it.
    """
    number = {iri: at for at, iri in enumerate(model.nodes)}
    sectors = {iri: at for at, iri in enumerate(model.sectors())}
    statuses = {iri: at for at, iri in enumerate(statuses_of(model))}
    styles, lines = _Styles(), _Styles()
    last = len(levels.clusters)
    rows = []
    for node in model.nodes.values():
        look = looks(node)
        size = look.pop("size", 0)
        home = levels.home[node.iri]
        rows.append([
            _short(node.iri), node.name, NODE_TYPES.index(node.type),
            sectors.get(node.sector, -1), statuses.get(node.status, -1), list(node.years) or 0,
            styles.number(look), size, last if home == _REST else home,
        ])  # fmt: skip
    edges = [
        [number[e.source], number[e.target], RELS.index(e.rel), lines.number(edge_looks(e, n))]
        for n, e in enumerate(model.edges)
    ]
    parts, quotes = _parts(model, levels, number)
    # What is needed to rank suggestions is needed at once; their sentences are few.
    last_quotes = Quotes(quotes)
    ranked = [n for n, edge in enumerate(model.edges) if edge.iri]
    proposals = evidence_by_number(model, ranked, last_quotes)
    page = frame_data(model, lang) | {
        "views": [
            view_words(v) | {"key": v.key, "rels": list(v.rels), "own": {}}
            for v in sorted(VIEWS, key=lambda v: v.key != OPENS_ON)
        ],
        "details": {},
        "evidence": [],
        "quotes": [],
        "large": {
            "nodes": rows,
            "edges": edges,
            "styles": styles.looks,
            "lines": lines.looks,
            "types": list(NODE_TYPES),
            "rels": list(RELS),
            "clusters": _clusters(model, levels, number),
            "top": levels.top.page(model, number),
            "stage": {
                view: [scene.page(model, number) for scene in scenes]
                for view, scenes in levels.stage.items()
            },
            "tall": [scene.page(model, number) for scene in levels.tall],
            "tables": [scene.page(model, number) for scene in levels.tables],
            "rings": [scene.page(model, number) for scene in levels.rings],
            "pairs": [scene.page(model, number) for scene in levels.pairs],
            "evidence": proposals,
            "quotes": [quotes, list(last_quotes.texts)],
        },
    }
    return page, parts


def _clusters(model: MapModel, levels: Levels, number: Mapping[str, int]) -> list[dict[str, Any]]:
    found = []
    for at, cluster in enumerate(levels.clusters):
        entry: dict[str, Any] = {
            "name": both(cluster_name(model, cluster, levels.clusters)),
            "parent": cluster.parent,
            "sections": [number[iri] for iri in cluster.sections],
        }
        if at in levels.inside:
            entry["scene"] = levels.inside[at].page(model, dict(number))
        found.append(entry)
    return found


def _parts(
    model: MapModel, levels: Levels, number: dict[str, int]
) -> tuple[list[dict[str, Any]], int]:
    """One part for each cluster, with sentences numbered on from the part before."""
    members: dict[int, list[str]] = {}
    for iri in model.nodes:
        members.setdefault(levels.home[iri], []).append(iri)
    edges: dict[int, list[int]] = {}
    for n, edge in enumerate(model.edges):
        if edge.rel != "partOf" and not edge.iri:
            edges.setdefault(levels.home[edge.source], []).append(n)
    found, first = [], 0
    for at in (*range(len(levels.clusters)), _REST):
        quotes = Quotes(first)
        inside = members.get(at, [])
        part: dict[str, Any] = {
            "labels": {number[iri]: box_of(model.nodes[iri]).label for iri in inside},
            "details": {number[iri]: detail_of(model.nodes[iri], quotes) for iri in inside},
            "evidence": evidence_by_number(model, edges.get(at, []), quotes),
            "first": first,
        }
        if at in levels.whole:
            part["whole"] = levels.whole[at].page(model, number)
        part["quotes"] = list(quotes.texts)
        first += len(quotes.texts)
        found.append(part)
    return found, first
