"""連携: sections and partners only, joined by what they share.

The rules are those of `graph.links` (package, partner, mention, reference), on the map's own nodes:
two sections are joined by a package with rows of both, by a partner that both name in different
places, by a row or package of one that names the other, and by a row that refers to a row of the
other. A line's weight is the number of such things. Sections stand on a ring in an order that
keeps the joined ones near (Fiedler 1973), partners outside beside the sections that name them.
"""

import math
from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations, product
from typing import Final

import numpy as np

from .arrangement import SCREEN, STAGE, Arrangement, Hub, Place, fit_scale
from .labels import label_size, wrap
from .lineage import parents, sections_of
from .model import MapModel
from .overlap import part
from .sectors import Array

_KINDS: Final = ("package", "partner", "mention", "reference", "work")
_READABLE: Final = 13.0
_FAR: Final = 28.6
_ASPECT: Final = SCREEN[0] / SCREEN[1]
_GAP: Final = (18.0, 16.0)

_Joined = dict[tuple[str, str], dict[str, dict[str, None]]]


def shared(model: MapModel) -> list[Hub]:
    """What joins sections with each other and with partners, in the order of the nodes."""
    joined: _Joined = defaultdict(lambda: defaultdict(dict))
    order = {iri: at for at, iri in enumerate(model.nodes)}

    def join(one: str, other: str, kind: str, via: Iterable[str]) -> None:
        if one != other:
            pair = (one, other) if order[one] < order[other] else (other, one)
            joined[pair][kind].update(dict.fromkeys(via))

    owners = sections_of(model)
    above = parents(model)
    behind: dict[str, dict[str, None]] = defaultdict(dict)
    for row, sections in owners.items():
        for section in sections:
            behind[row][section] = None
            up = above.get(row, "")
            if up in model.nodes and model.nodes[up].type == "package":
                behind[up][section] = None
    for element, found in list(behind.items()):
        kind = "package" if model.nodes[element].type == "package" else "mention"
        for one, other in combinations(found, 2):
            join(one, other, kind, (element,))
    named: dict[str, list[str]] = defaultdict(list)
    for edge in model.edges:
        if edge.rel == "partner":
            named[edge.target].append(edge.source)
            for section in behind[edge.source]:
                join(section, edge.target, "work", (edge.source,))
        elif edge.rel == "related":
            for section in behind[edge.source]:
                join(section, edge.target, "mention", (edge.source,))
        elif edge.rel == "refersTo" and above.get(edge.target) != edge.source:
            for one, other in product(behind[edge.source], behind[edge.target]):
                join(one, other, "reference", (edge.source, edge.target))
    for partner, elements in named.items():
        for first, second in combinations(elements, 2):
            if first == above.get(second) or second == above.get(first):
                continue
            for one, other in product(behind[first], behind[second]):
                join(one, other, "partner", (partner,))
    return [
        _hub(pair, joined[pair]) for pair in sorted(joined, key=lambda p: [order[i] for i in p])
    ]


def _hub(pair: tuple[str, str], kinds: dict[str, dict[str, None]]) -> Hub:
    reasons = tuple((kind, tuple(kinds[kind])) for kind in _KINDS if kind in kinds)
    weight = sum(
        len(via) // 2 if kind == "reference" and len(via) > 1 else len(via) for kind, via in reasons
    )
    return Hub(*pair, weight, reasons)


def layout_hubs(model: MapModel) -> Arrangement:
    """The ring for one's own screen."""
    return _fitted(model, SCREEN, _READABLE, 0.86)


def stage_hubs(model: MapModel) -> Arrangement:
    """The ring for a projector: sections large."""
    return _fitted(model, STAGE, _FAR, 0.5)


def _fitted(
    model: MapModel, screen: tuple[float, float], wanted: float, ratio: float
) -> Arrangement:
    hubs = shared(model)
    sections = ring_order([node.iri for node in model.of_type("section")], hubs)
    partners = [node.iri for node in model.of_type("partner")]
    return _largest(model, hubs, sections, partners, (screen, wanted, ratio))[1]


def ring_page(
    model: MapModel,
    hubs: list[Hub],
    sections: list[str],
    partners: list[str],
    most: int,
    *,
    far: bool = False,
) -> tuple[float, Arrangement]:
    """A ring of some sections and partners; at most so many things are listed behind a line.

    With the pixels that names of sections have on screen; `far` for an audience.
    """
    short = [
        Hub(h.source, h.target, h.weight, tuple((kind, via[:most]) for kind, via in h.reasons))
        for h in hubs
    ]
    target = (STAGE, _FAR, 0.6) if far else (SCREEN, _READABLE, 0.86)
    return _largest(model, short, sections, partners, target)


def _largest(
    model: MapModel,
    hubs: list[Hub],
    sections: list[str],
    partners: list[str],
    target: tuple[tuple[float, float], float, float],
) -> tuple[float, Arrangement]:
    """The smallest font that is large enough on screen, else the best of 14; with its pixels there."""
    screen, wanted, ratio = target
    font, best = 26.0, None
    for _ in range(14):
        found, size = _ring(model, hubs, sections, partners, (font, ratio * font))
        shown = font * fit_scale(*size, screen)
        if best is None or shown > best[0] * 1.005:
            best = (shown, found)
        if shown >= wanted:
            break
        font *= 1.12
    assert best is not None
    return best


def ring_order(sections: list[str], hubs: list[Hub]) -> list[str]:
    """Sections by the second eigenvector of the Laplacian of their links; ties as they were."""
    at = {iri: n for n, iri in enumerate(sections)}
    weights = np.full((len(at), len(at)), 1e-3)
    for hub in hubs:
        if hub.source in at and hub.target in at:
            weights[at[hub.source], at[hub.target]] += hub.weight
            weights[at[hub.target], at[hub.source]] += hub.weight
    if len(at) < 3:
        return sections
    np.fill_diagonal(weights, 0.0)
    laplacian = np.diag(weights.sum(axis=1)) - weights
    vector = np.linalg.eigh(laplacian)[1][:, 1].round(9)
    # An eigenvector has no sign of its own: the first that is not zero is made negative.
    first = vector[np.flatnonzero(vector)[0]] if vector.any() else 1.0
    ranks = vector * (-1.0 if first > 0 else 1.0)
    return sorted(sections, key=lambda iri: (ranks[at[iri]], at[iri]))


def _ring(
    model: MapModel,
    hubs: list[Hub],
    sections: list[str],
    partners: list[str],
    fonts: tuple[float, float],
) -> tuple[Arrangement, tuple[float, float]]:
    """Places on two rings with these fonts, and the size of the whole."""
    icons = (0.62 * fonts[0], 0.6 * fonts[1])
    labels = {iri: wrap(model.nodes[iri].name, width=6, lines=3) for iri in sections}
    labels |= {iri: wrap(model.nodes[iri].name, width=8, lines=3) for iri in partners}
    everyone = [*sections, *partners]
    font = {iri: fonts[0 if iri in set(sections) else 1] for iri in everyone}
    icon = {iri: icons[0 if iri in set(sections) else 1] for iri in everyone}
    sizes = np.array([_box(labels[iri], font[iri], icon[iri]) for iri in everyone]).reshape(-1, 2)
    round_ = float((sizes[: len(sections)] + 14).max(axis=1).sum()) if sections else 1.0
    inner = max(round_ / (2 * math.pi) * 0.82, 2.6 * fonts[0])
    around = float((sizes[len(sections) :, 0] + 14).sum()) / (2 * math.pi)
    outer = max(inner * 1.62, around * 0.72)
    angle: dict[str, float] = {s: -math.pi / 2 + 2 * math.pi * (n + 0.5) / len(sections)
             for n, s in enumerate(sections)}  # fmt: skip
    angle |= _partner_angles(partners, hubs, angle)
    spot = np.array([
        [math.cos(angle[i]) * r * math.sqrt(_ASPECT), math.sin(angle[i]) * r / math.sqrt(_ASPECT)]
        for i in everyone
        for r in (inner if i in angle and i in set(sections) else outer,)
    ]).reshape(-1, 2)  # fmt: skip
    if len(everyone) > 1:
        _apart(spot, sizes, len(sections))
    low = (spot - sizes / 2).min(axis=0) if everyone else np.zeros(2)
    high = (spot + sizes / 2).max(axis=0) if everyone else np.ones(2)
    spot = spot - (low + high) / 2
    places = {
        iri: Place(x, y - (sizes[at][1] / 2 - icon[iri]), labels[iri], font[iri], size=icon[iri])
        for at, (iri, (x, y)) in enumerate(zip(everyone, spot.tolist(), strict=True))
    }
    return Arrangement(places, hubs=hubs), (float(high[0] - low[0]), float(high[1] - low[1]))


def _box(label: str, font: float, icon: float) -> tuple[float, float]:
    width, height = label_size(label, font)
    return max(width, 2 * icon), height + 2 * icon + 4


def _partner_angles(
    partners: list[str], hubs: list[Hub], angle: dict[str, float]
) -> dict[str, float]:
    """Outside the sections that name them, evenly spread in that order."""
    pull: dict[str, list[complex]] = defaultdict(list)
    for hub in hubs:
        for one, other in ((hub.source, hub.target), (hub.target, hub.source)):
            if one in angle and other not in angle:
                turn = angle[one]
                pull[other].append(complex(math.cos(turn), math.sin(turn)) * hub.weight)
    wanted = {iri: sum(pull[iri], complex(0)) for iri in partners}
    turns = {iri: math.atan2(v.imag, v.real) for iri, v in wanted.items()}
    ordered = sorted(partners, key=lambda iri: (turns[iri], partners.index(iri)))
    even = {iri: -math.pi + 2 * math.pi * (n + 0.5) / len(ordered) for n, iri in enumerate(ordered)}
    # Half where it wants to be, half where there is room.
    return {iri: (turns[iri] + even[iri]) / 2 for iri in partners}


def _apart(spot: Array, sizes: Array, first: int) -> None:
    """Push overlapping boxes apart in place; the sections hardly move."""
    need = sizes + np.array(_GAP)
    mobility = np.array([0.15] * first + [1.0] * (len(spot) - first))
    for _ in range(12):
        if part(spot, need, mobility, np.ones(2), lambda _spot, _grown: None):
            return
        spot *= 1.04
