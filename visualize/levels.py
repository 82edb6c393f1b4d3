"""Levels of a large plan: the scenes a reader goes through, none with more than 800 things in it.

Overview of clusters → one opened cluster → what is around one node (made in the page). The views
課×施策, 連携 and 提案 of the whole plan are cut into pages. Scenes hold nodes of the model only;
boxes and lines that stand for many are the scene's own, so totals stay those of the graph.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Final

from .arrangement import SCREEN, Arrangement, Hub
from .clusters import Cluster, divide
from .hubs import ring_order, ring_page, shared
from .lineage import Chain, chains, sections_of
from .model import MapEdge, MapModel
from .opened import sheet
from .overview import Scene, cross_table, overview
from .pairs import layout_pairs
from .stage_levels import TALL, WIDE, stage_top

#: Up to this many nodes the whole plan is one picture.
FULL_UP_TO: Final = 800
#: Columns of 課×施策, rows of it, sections and partners of 連携, suggestions of 提案, on one page.
COLUMNS: Final = 20
ROWS: Final = 6
RING: Final = 24
SUGGESTIONS: Final = 20
#: Lines of one page of 連携 between sections, of each partner, and what is listed behind each.
_LINES: Final = 70
_EACH: Final = 3
_REASONS: Final = 40


@dataclass(slots=True)
class Levels:
    """`inside` has a scene for each cluster with clusters inside, `whole` the places of
    each cluster without; the lists of pages are for the whole plan. `home` says which cluster a
    node is found in (-1: the topmost overview). `stage` and `tall` are pages of the topmost level in
    front of an audience, on a wide and on a high screen."""

    clusters: list[Cluster]
    top: Scene
    inside: dict[int, Scene]
    whole: dict[int, Arrangement]
    tables: list[Scene]
    rings: list[Scene]
    pairs: list[Scene]
    home: dict[str, int]
    stage: list[Scene] = field(default_factory=list)
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
    cells = _Cells(model, home)
    return Levels(
        clusters, overview(model, clusters, tops), inside, whole,
        _tables(model, cells), _rings(model), _pairs(model), home,
        stage_top(model, cells.counts, cells.opens, WIDE),
        stage_top(model, cells.counts, cells.opens, TALL),
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


def _pages(things: list[str], size: int) -> list[list[str]]:
    """As few pages as can be, all about as long."""
    count = max(1, -(-len(things) // size))
    each = -(-len(things) // count)
    return [things[at : at + each] for at in range(0, len(things), max(each, 1))]


class _Cells:
    """How many projects each goal has with each section, and in which cluster most of them are."""

    def __init__(self, model: MapModel, home: dict[str, int]) -> None:
        owners = sections_of(model)
        self.counts: Counter[tuple[str, str]] = Counter()
        clusters: dict[tuple[str, str], Counter[int]] = defaultdict(Counter)
        for node in model.of_type("project"):
            for section in owners.get(node.iri, [])[:1]:
                key = node.sector, section
                self.counts[key] += 1
                clusters[key][home[node.iri]] += 1
        self.opens = {
            key: min(c, key=lambda at, c=c: (-c[at], at))  # type: ignore[misc]
            for key, c in clusters.items()
        }


def _tables(model: MapModel, cells: _Cells) -> list[Scene]:
    """Sections in the order of the goals they work for, then of their busiest measure."""
    order = {iri: at for at, iri in enumerate(model.sectors())}
    rows: dict[str, list[int]] = defaultdict(list)
    for (sector, section), count in cells.counts.items():
        rows[section] += [order[sector]] * count
    place = {iri: at for at, iri in enumerate(model.nodes)}
    sections = sorted(
        (node.iri for node in model.of_type("section")),
        key=lambda s: (sum(rows[s]) / len(rows[s]) if rows[s] else 1e9, place[s]),
    )
    found = []
    for across in _pages(sections, COLUMNS):
        held = [s for s in model.sectors() if any(cells.counts[s, one] for one in across)]
        found += [
            cross_table(model, cells.counts, across, down, cells.opens)
            for down in _pages(held, ROWS)
            if down
        ]
    return found


def _rings(model: MapModel) -> list[Scene]:
    """Sections that share much are on one page, with the partners they share most."""
    hubs = shared(model)
    sections = ring_order([node.iri for node in model.of_type("section")], hubs)
    partners = {node.iri for node in model.of_type("partner")}
    found = []
    for page in _pages(sections, RING):
        here, pull = set(page), Counter[str]()
        for hub in hubs:
            if hub.source in here and hub.target in partners:
                pull[hub.target] += hub.weight
        with_ = sorted(pull, key=lambda iri: (-pull[iri], iri))[:RING]
        kept = _strongest(hubs, here, set(with_))
        found.append(Scene(ring_page(model, kept, page, with_, SCREEN, _REASONS)))
    return found


def _strongest(hubs: list[Hub], sections: set[str], partners: set[str]) -> list[Hub]:
    """The widest lines between the sections, and of each partner the widest few."""
    ranked = sorted(hubs, key=lambda h: -h.weight)
    kept = [h for h in ranked if h.source in sections and h.target in sections][:_LINES]
    seen: Counter[str] = Counter()
    for hub in ranked:
        if hub.source in sections and hub.target in partners and seen[hub.target] < _EACH:
            seen[hub.target] += 1
            kept.append(hub)
    return kept


def _pairs(model: MapModel) -> list[Scene]:
    """The strongest suggestions first; one of three projects is three edges of one score."""
    groups: dict[str, list[MapEdge]] = defaultdict(list)
    for edge in model.edges:
        if edge.rel in ("suggestion", "decision"):
            groups[edge.iri or f"{edge.source} {edge.target}"].append(edge)
    ranked = sorted(groups.values(), key=lambda edges: -edges[0].score)
    owners = sections_of(model)
    found = []
    for at in range(0, len(ranked), SUGGESTIONS):
        edges = [edge for group in ranked[at : at + SUGGESTIONS] for edge in group]
        kept = {iri for edge in edges for iri in (edge.source, edge.target)}
        owned = [MapEdge(i, s, "responsible") for i in kept for s in owners.get(i, [])[:1]]
        kept |= {edge.target for edge in owned}
        nodes = {iri: node for iri, node in model.nodes.items() if iri in kept}
        small = MapModel(model.title, nodes, [*sorted(owned, key=lambda e: e.source), *edges])
        found.append(Scene(layout_pairs(small)))
    return found or [Scene(Arrangement({}))]
