"""Divides a large plan into clusters that can be opened one by one, and those into larger ones.

The smallest unit is goal × section: what one section does for one goal. Units of one goal that hang
together most for their size (edges between them, over the root of the product of their sizes) are
joined first, pair by pair, as long as they stay small enough to be read (agglomeration as in Clauset,
Newman and Moore 2004, with a bound on size instead of modularity; no random numbers).
"""

import heapq
import math
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Final

from .lineage import Chain, chains, sections_of
from .model import PROPOSED, MapModel

#: Elements (goals, measures, packages, projects) that one opened cluster has at most: what is
#: around them included, their structure can be read without zooming.
CLUSTER: Final = 44
#: Boxes that one overview has at most: their names can be read at 1366×768.
BOXES: Final = 48
#: With more topmost elements than this the clusters do not keep to them.
MOST_SECTORS: Final = 12

Unit = tuple[str, str, int]


@dataclass(slots=True)
class Cluster:
    """A box of the overview: elements of its own, or smaller clusters (by number) inside.

    `sections` are those of its projects, the busiest first; `parent` is -1 at the top.
    """

    elements: list[str] = field(default_factory=list)
    children: list[int] = field(default_factory=list)
    parent: int = -1
    sector: str = ""
    sections: list[str] = field(default_factory=list)


def divide(model: MapModel, *, most: int = CLUSTER, boxes: int = BOXES) -> list[Cluster]:
    """Every element is in exactly one cluster without children; the tree has its leaves first."""
    chain, owners = chains(model), sections_of(model)
    joint = len(model.sectors()) > MOST_SECTORS
    units = _units(model, chain, owners, most)
    unit_of = {iri: at for at, members in enumerate(units.values()) for iri in members}
    realms = ["" if joint else unit[0] for unit in units]
    links: Counter[tuple[int, int]] = Counter()
    for edge in model.edges:
        one, other = unit_of.get(edge.source), unit_of.get(edge.target)
        if one is not None and other is not None and one != other and edge.rel not in PROPOSED:
            links[min(one, other), max(one, other)] += 1
    members = list(units.values())
    found = []
    for joined in agglomerate([len(m) for m in members], links, realms, most):
        elements = [iri for at in joined for iri in members[at]]
        found.append(_leaf(model, elements, owners, joint=joint))
    return _stack(model, found, owners, boxes, joint=joint)


def _units(
    model: MapModel, chain: dict[str, Chain], owners: dict[str, list[str]], most: int
) -> dict[Unit, list[str]]:
    """Goal × section; a section with too much for one goal is cut between measures."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for node in model.of_type("project"):
        for above in chain[node.iri]:
            votes[above][owners.get(node.iri, [""])[0]] += 1
    lead = {iri: min(c, key=lambda s, c=c: (-c[s], s)) for iri, c in votes.items()}  # type: ignore[misc]
    rough: dict[tuple[str, str], list[str]] = defaultdict(list)
    for iri, node in model.nodes.items():
        if node.type in ("section", "partner"):
            continue
        above = next((up for up in reversed(chain[iri]) if up in lead), "")
        section = owners[iri][0] if iri in owners else lead.get(iri, lead.get(above, ""))
        rough[node.sector, section].append(iri)
    order = {iri: at for at, iri in enumerate(model.nodes)}
    units: dict[Unit, list[str]] = {}
    for (sector, section), members in rough.items():
        if len(members) > most:
            # What stands under one measure stays together as far as it can.
            members.sort(key=lambda iri: ([order[up] for up in chain[iri]], order[iri]))
        pieces = math.ceil(len(members) / most)
        size = math.ceil(len(members) / pieces)
        for at in range(pieces):
            units[sector, section, at] = members[at * size : (at + 1) * size]
    return units


def agglomerate(
    sizes: list[int], links: Counter[tuple[int, int]], realms: list[str], most: int
) -> list[list[int]]:
    """Numbers of the things joined, by realm: none larger than `most`, unless one thing is."""
    members = {at: [at] for at in range(len(sizes))}
    size = dict(enumerate(sizes))
    near: dict[int, Counter[int]] = defaultdict(Counter)
    for (one, other), count in links.items():
        if realms[one] == realms[other]:
            near[one][other] += count
            near[other][one] += count
    heap: list[tuple[float, int, int, int, int]] = []

    def offer(one: int, other: int) -> None:
        if size[one] + size[other] <= most:
            worth = near[one][other] / math.sqrt(size[one] * size[other])
            low, high = min(one, other), max(one, other)
            heapq.heappush(heap, (-worth, low, high, size[low], size[high]))

    for one, others in near.items():
        for other in others:
            if one < other:
                offer(one, other)
    while heap:
        _, one, other, *were = heapq.heappop(heap)
        if [size.get(one), size.get(other)] != were:
            continue  # one of them has grown since, or is gone
        members[one] += members.pop(other)
        size[one] += size.pop(other)
        for third, count in near.pop(other).items():
            del near[third][other]
            if third != one:
                near[one][third] += count
                near[third][one] += count
        for third in near[one]:
            offer(one, third)
    return _packed(members, size, realms, most)


def _packed(
    members: dict[int, list[int]], size: dict[int, int], realms: list[str], most: int
) -> list[list[int]]:
    """Small ones that no edge joins share a box with the next of their realm."""
    found: list[list[int]] = []
    filled: dict[str, tuple[int, int]] = {}
    for at, inside in sorted(members.items()):
        realm = realms[at]
        last, load = filled.get(realm, (-1, most))
        if size[at] * 3 <= most and load + size[at] <= most:
            found[last] += inside
            filled[realm] = (last, load + size[at])
            continue
        if size[at] * 3 <= most:
            filled[realm] = (len(found), size[at])
        found.append(list(inside))
    return found


def _leaf(
    model: MapModel, elements: list[str], owners: dict[str, list[str]], *, joint: bool
) -> Cluster:
    order = {iri: at for at, iri in enumerate(elements)}
    busy = Counter(owners[iri][0] for iri in elements if iri in owners)
    first = list(busy)
    sections = sorted(busy, key=lambda s: (-busy[s], first.index(s)))
    sector = "" if joint else model.nodes[elements[0]].sector
    return Cluster(sorted(elements, key=order.__getitem__), sector=sector, sections=sections)


def _stack(
    model: MapModel,
    leaves: list[Cluster],
    owners: dict[str, list[str]],
    boxes: int,
    *,
    joint: bool,
) -> list[Cluster]:
    """Clusters of clusters, until there are few enough boxes at the top."""
    found, top = list(leaves), list(range(len(leaves)))
    while len(top) > boxes:
        at = {iri: n for n, one in enumerate(top) for iri in elements_of(found, one)}
        links: Counter[tuple[int, int]] = Counter()
        for edge in model.edges:
            one, other = at.get(edge.source), at.get(edge.target)
            if one is not None and other is not None and one != other:
                links[min(one, other), max(one, other)] += 1
        realms = ["" if joint else found[one].sector for one in top]
        # About as many boxes on this overview as on each of the next.
        most = max(3, min(boxes, math.ceil(math.sqrt(len(top)))))
        joined = agglomerate([1] * len(top), links, realms, most)
        if len(joined) == len(top):
            break
        above = []
        for inside in joined:
            children = [top[n] for n in inside]
            if len(children) == 1:
                above.append(children[0])
                continue
            busy: Counter[str] = Counter()
            for child in children:
                for iri in elements_of(found, child):
                    busy.update(owners.get(iri, [])[:1])
                found[child].parent = len(found)
            sections = sorted(busy, key=lambda s, busy=busy: -busy[s])  # type: ignore[misc]
            above.append(len(found))
            found.append(Cluster([], children, -1, found[children[0]].sector, sections))
        top = above
    return found


def elements_of(clusters: list[Cluster], at: int) -> list[str]:
    """The elements of a cluster with those of all clusters inside."""
    inside = clusters[at]
    return inside.elements + [
        iri for child in inside.children for iri in elements_of(clusters, child)
    ]
