"""Levels of a large plan: the scenes a reader goes through, none with more than 800 things in it.

Overview of clusters → one opened cluster → what is around one node (made in the page). The views
課×施策, 連携 and 提案 of the whole plan are cut into pages. Scenes hold nodes of the model only;
boxes and lines that stand for many are the scene's own, so totals stay those of the graph.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Final

from .arrangement import Arrangement
from .clusters import Cluster, divide
from .level_pages import Cells, pairs, rings, tables
from .lineage import Chain, chains
from .model import MapModel
from .opened import sheet
from .overview import Scene, overview
from .stage_levels import TALL, WIDE, stage_top

#: Up to this many nodes the whole plan is one picture.
FULL_UP_TO: Final = 800


@dataclass(slots=True)
class Levels:
    """`inside` has a scene for each cluster with clusters inside, `whole` the places of
    each cluster without; the lists of pages are for the whole plan. `home` says which cluster a
    node is found in (-1: the topmost overview). `stage` has the pages in front of an audience by their
    view; `tall` are those of the topmost level on a high screen."""

    clusters: list[Cluster]
    top: Scene
    inside: dict[int, Scene]
    whole: dict[int, Arrangement]
    tables: list[Scene]
    rings: list[Scene]
    pairs: list[Scene]
    home: dict[str, int]
    stage: dict[str, list[Scene]] = field(default_factory=dict)
    tall: list[Scene] = field(default_factory=list)


def make_levels(model: MapModel) -> Levels:
    """Divide the plan and lay every part out on its own."""
    clusters = divide(model)
    adjacency = _Adjacency(model)
    leaves = [at for at, cluster in enumerate(clusters) if not cluster.children]
    home = _homes(model, clusters, leaves)
    whole = {}
    for at in leaves:
        part = adjacency.part(clusters[at].elements)
        whole[at] = sheet(part, adjacency.tree)
    tops = [at for at, cluster in enumerate(clusters) if cluster.parent < 0]
    inside = {
        at: overview(model, clusters, cluster.children)
        for at, cluster in enumerate(clusters)
        if cluster.children
    }
    cells = Cells(model, home)
    stage = {
        "whole": stage_top(model, cells.counts, cells.opens, WIDE),
        "grid": tables(model, cells, far=True),
        "hubs": rings(model, far=True),
        "pairs": pairs(model, far=True),
    }
    return Levels(
        clusters, overview(model, clusters, tops), inside, whole,
        tables(model, cells), rings(model), pairs(model), home,
        stage, stage_top(model, cells.counts, cells.opens, TALL),
    )  # fmt: skip


class _Adjacency:
    """Looks up the edges of a few elements without reading all of them again."""

    def __init__(self, model: MapModel) -> None:
        self.model = model
        self.order = {iri: at for at, iri in enumerate(model.nodes)}
        self.out: dict[str, list[int]] = defaultdict(list)
        for number, edge in enumerate(model.edges):
            self.out[edge.source].append(number)
        #: Numbers of the edges of the plan's tree.
        self.tree = {
            f"{edge.source} {edge.target}": number
            for number, edge in enumerate(model.edges)
            if edge.rel == "partOf"
        }
        self.chain: dict[str, Chain] = chains(model)

    def part(self, elements: list[str]) -> MapModel:
        """The elements with what they stand under and who takes part."""
        kept = dict.fromkeys(elements)
        for iri in elements:
            kept |= dict.fromkeys(self.chain[iri])
        agents: Counter[str] = Counter()
        for iri in elements:
            for number in self.out[iri]:
                target = self.model.edges[number].target
                if self.model.nodes[target].type in ("section", "partner"):
                    agents[target] += 1
        room = max(0, FULL_UP_TO - len(kept))
        ranked = sorted(agents, key=lambda iri: (-agents[iri], self.order[iri]))
        kept |= dict.fromkeys(ranked[:room])
        names = sorted(kept, key=self.order.__getitem__)
        numbers = sorted(
            n for iri in names for n in self.out[iri] if self.model.edges[n].target in kept
        )
        nodes = {iri: self.model.nodes[iri] for iri in names}
        return MapModel(self.model.title, nodes, [self.model.edges[n] for n in numbers])


def _homes(model: MapModel, clusters: list[Cluster], leaves: list[int]) -> dict[str, int]:
    home = {iri: at for at in leaves for iri in clusters[at].elements}
    votes: dict[str, Counter[int]] = defaultdict(Counter)
    for edge in model.edges:
        if edge.source in home and model.nodes[edge.target].type in ("section", "partner"):
            votes[edge.target][home[edge.source]] += 1
    for iri, counts in votes.items():
        home[iri] = min(counts, key=lambda at, c=counts: (-c[at], at))  # type: ignore[misc]
    return {iri: home.get(iri, -1) for iri in model.nodes}
