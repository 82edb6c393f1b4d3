"""課×施策, 連携 and 提案 of a large plan in pages: for one's own screen, and few things large for an
audience."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from .arrangement import AIR, STAGE, Arrangement, Hub
from .hubs import ring_order, ring_page, shared
from .lineage import sections_of
from .model import MapEdge, MapModel
from .overview import TABLE, Scene, Table, cross_table
from .pairs import layout_pairs, stage_few_pairs

#: Columns of 課×施策, rows of it, sections and partners of 連携, suggestions of 提案, on one page.
COLUMNS: Final = 20
ROWS: Final = 6
RING: Final = 24
SUGGESTIONS: Final = 20
#: Lines of one page of 連携 between sections, of each partner, and what is listed behind each.
_LINES: Final = 70
_EACH: Final = 3
_REASONS: Final = 40
#: The least pixels of names for an audience, and of how many things a page is tried with.
_FAR: Final = 28.0
_FEW_SECTIONS: Final = (12, 10, 8, 6, 4, 2)
_FEW_PAIRS: Final = (4, 3, 2, 1)
#: For an audience a unit is a pixel: eight columns and three rows, with the pager below.
_COLUMNS_FAR: Final = 8
_ROWS_FAR: Final = 3
_PAGER: Final = 44.0
_HEAD: Final = 210.0
_STAGE_TABLE: Final = Table(
    font=29.0, number=36.0, wide=128.0, side=STAGE[0] - 2 * AIR - 128.0 * _COLUMNS_FAR, head=_HEAD,
    high=(STAGE[1] - 2 * AIR - _PAGER - _HEAD) / _ROWS_FAR, lines=3,
)  # fmt: skip


class Cells:
    """How many projects each goal has with each section, and in which cluster most of them are."""

    def __init__(self, model: MapModel, home: Mapping[str, int]) -> None:
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


def _even(things: Sequence[str], size: int) -> list[list[str]]:
    """As few pages as can be, all about as long."""
    count = max(1, -(-len(things) // size))
    each = -(-len(things) // count)
    return [list(things[at : at + each]) for at in range(0, len(things), max(each, 1))]


def tables(model: MapModel, cells: Cells, *, far: bool = False) -> list[Scene]:
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
    for across in _even(sections, _COLUMNS_FAR if far else COLUMNS):
        held = [s for s in model.sectors() if any(cells.counts[s, one] for one in across)]
        found += [
            cross_table(
                model, cells.counts, across, down, cells.opens, _STAGE_TABLE if far else TABLE
            )
            for down in _even(held, _ROWS_FAR if far else ROWS)
            if down
        ]
    return found


def rings(model: MapModel, *, far: bool = False) -> list[Scene]:
    """Sections that share much are on one page, with the partners they share most."""
    hubs = shared(model)
    sections = ring_order([node.iri for node in model.of_type("section")], hubs)
    partners = {node.iri for node in model.of_type("partner")}

    def ring(page: Sequence[str]) -> tuple[float, Arrangement]:
        here, pull = set(page), Counter[str]()
        for hub in hubs:
            if hub.source in here and hub.target in partners:
                pull[hub.target] += hub.weight
        most = len(page) if far else RING
        with_ = sorted(pull, key=lambda iri: (-pull[iri], iri))[:most]
        kept = _strongest(hubs, here, set(with_))
        return ring_page(model, kept, list(page), with_, _REASONS, far=far)

    if far:
        return [Scene(each) for each in _as_many(sections, _FEW_SECTIONS, ring)]
    return [Scene(ring(page)[1]) for page in _even(sections, RING)]


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


def pairs(model: MapModel, *, far: bool = False) -> list[Scene]:
    """The strongest suggestions first; one of three projects is three edges of one score."""
    groups: dict[str, list[MapEdge]] = defaultdict(list)
    for edge in model.edges:
        if edge.rel in ("suggestion", "decision"):
            groups[edge.iri or f"{edge.source} {edge.target}"].append(edge)
    ranked = sorted(groups, key=lambda key: -groups[key][0].score)
    owners = sections_of(model)

    def part(keys: Sequence[str]) -> MapModel:
        edges = [edge for key in keys for edge in groups[key]]
        kept = {iri for edge in edges for iri in (edge.source, edge.target)}
        owned = [MapEdge(i, s, "responsible") for i in kept for s in owners.get(i, [])[:1]]
        kept |= {edge.target for edge in owned}
        nodes = {iri: node for iri, node in model.nodes.items() if iri in kept}
        return MapModel(model.title, nodes, [*sorted(owned, key=lambda e: e.source), *edges])

    if far:
        large = _as_many(ranked, _FEW_PAIRS, lambda keys: stage_few_pairs(part(keys)))
        found = [Scene(each) for each in large]
    else:
        found = [
            Scene(layout_pairs(part(ranked[at : at + SUGGESTIONS])))
            for at in range(0, len(ranked), SUGGESTIONS)
        ]
    return found or [Scene(Arrangement({}))]


def _as_many(
    things: Sequence[str],
    sizes: Sequence[int],
    page: Callable[[Sequence[str]], tuple[float, Arrangement]],
) -> list[Arrangement]:
    """Pages in turn, each of the most things (of `sizes`) whose names can be read from afar."""
    found = []
    at = 0
    while at < len(things):
        for size in sizes:
            some = things[at : at + size]
            shown, arrangement = page(some)
            if shown >= _FAR:
                break
        found.append(arrangement)
        at += len(some)
    return found
