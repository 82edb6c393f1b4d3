"""Where everything stands: computed once in Python, so the page never moves by itself.

Three steps, all deterministic: (1) each goal gets a wedge of a wide rectangle, things that
several goals share get the middle; (2) a force layout draws linked things together within
those borders; (3) labels count as part of their node, and overlapping boxes are pushed apart.
"""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from .labels import label_size, wrap
from .model import MapModel, MapNode, NodeType, Rel
from .overlap import gather, remove_overlaps, touching
from .sectors import Array, Wedge, push_inside, rim, wedges
from .style import CENTRALITY_GROWTH, NODE_LOOKS

Positions = dict[str, tuple[int, int]]

#: Width to height of the map: a 16:9 screen without the filter column and the search bar.
ASPECT: Final = 1.58
#: Where to begin: the share of the rectangle that boxes fill, and its width to height. The
#: result depends on it in no foreseeable way, so a poor first one is followed by a second.
_TRIES: Final = ((0.85, 1.8), (0.8, 1.65))
#: A result in which boxes fill this share of the rectangle is good enough.
_GOOD: Final = 0.38
#: Above this many nodes the first result has to do.
_MANY: Final = 400
#: How much larger than its boxes the part is that agents of several goals share.
_LOOSENESS: Final = 1.6
_ROUNDS: Final = 140
_SEED: Final = 20160401
_GAP: Final = (12.0, 10.0)

#: Spring stiffness by relation: the plan's tree holds together, sections are shared by many.
_STIFFNESS: Final[dict[Rel, float]] = {
    "partOf": 0.09,
    "responsible": 0.02,
    "partner": 0.06,
    "related": 0.012,
    "refersTo": 0.02,
}
#: How readily a type gives way when boxes overlap.
_MOBILITY: Final[dict[NodeType, float]] = {
    "goal": 0.3,
    "measure": 0.6,
    "package": 0.8,
    "project": 1.0,
    "section": 0.7,
    "partner": 0.9,
}


@dataclass(frozen=True, slots=True)
class Box:
    """The label as drawn, its box with the shape in world units, and how far the box's centre
    lies below the node's."""

    label: str
    width: float
    height: float
    drop: float
    size: float


def box_of(node: MapNode) -> Box:
    """The space a node needs with its label."""
    look = NODE_LOOKS[node.type]
    name = ("★" if node.starred else "") + node.name
    label = wrap(name, width=look.wrap, lines=look.lines)
    if node.number:
        label = f"{node.number}. {label}"
    width, height = label_size(label, look.font)
    if look.shape == "box":
        return Box(label, width + 2 * look.margin, height + 2 * look.margin, 0.0, 0.0)
    size = look.size + (CENTRALITY_GROWTH * node.centrality if node.type == "project" else 0)
    below = height + 4
    return Box(label, max(width, 2 * size), 2 * size + below, below / 2, size)


_AS_IT_IS: Final = np.ones(2)


class _Plane:
    """The nodes as arrays, and the borders they have to stay within."""

    def __init__(
        self, model: MapModel, boxes: dict[str, Box], density: float, aspect: float
    ) -> None:
        self.iris = list(model.nodes)
        self.types = [node.type for node in model.nodes.values()]
        index = {iri: at for at, iri in enumerate(self.iris)}
        self.sizes = np.array([[boxes[i].width, boxes[i].height] for i in self.iris])
        edges = [edge for edge in model.edges if edge.rel in _STIFFNESS]
        self.links = np.array(
            [[index[e.source], index[e.target]] for e in edges], dtype=np.intp
        ).reshape(-1, 2)
        self.stiffness = np.array([_STIFFNESS[e.rel] for e in edges])
        self.home = self._homes(model, index)
        areas = (self.sizes + np.array(_GAP)).prod(axis=1)
        height = math.sqrt(float(areas.sum()) / density / aspect)
        self.half = np.array([height * aspect, height]) / 2
        sectors = len(model.sectors())
        needs = [float(areas[self.home == at].sum()) for at in range(sectors)]
        self.wedges: list[Wedge] = wedges(needs, *self.half)
        shared = float(areas[self.home < 0].sum()) * _LOOSENESS
        radius = math.sqrt(shared / math.pi / ASPECT)
        self.middle = np.array([radius * ASPECT, radius]) * (0.85 if sectors > 1 else 0.0)

    def _homes(self, model: MapModel, index: dict[str, int]) -> np.ndarray:
        """The sector of each node; -1 for agents that serve several."""
        order = {iri: at for at, iri in enumerate(model.sectors())}
        home = [order.get(node.sector, -1) for node in model.nodes.values()]
        served: dict[int, set[int]] = {}
        for first, second in self.links:
            for agent, other in ((first, second), (second, first)):
                if self.types[agent] in ("section", "partner") and home[other] >= 0:
                    served.setdefault(int(agent), set()).add(home[other])
        for agent, sectors in served.items():
            home[agent] = next(iter(sectors)) if len(sectors) == 1 else -1
        return np.array(home)

    def keep(self, spot: Array, grown: Array = _AS_IT_IS) -> None:
        """Put every box back into its wedge, out of the shared middle, into the rectangle."""
        half = self.sizes / 2
        for at, wedge in enumerate(self.wedges):
            mine = np.flatnonzero(self.home == at)
            inside = spot[mine]
            push_inside(wedge, inside, half[mine], 14.0)
            spot[mine] = inside
        if self.middle.any():
            tied = np.flatnonzero(self.home >= 0)
            scaled = spot[tied] / (self.middle * grown)
            radius = np.maximum(np.hypot(scaled[:, 0], scaled[:, 1]), 1e-6)
            spot[tied] *= np.maximum(1.0, 1.0 / radius)[:, None]
        limit = np.maximum(self.half * grown - half, 0.0)
        np.clip(spot, -limit, limit, out=spot)

    def start(self) -> Array:
        """Fan the nodes of each sector out in document order; shared ones near the centre."""
        noise = np.random.default_rng(_SEED)
        spot = noise.normal(0.0, 0.12, (len(self.iris), 2)) * self.half
        depth = {"goal": 0.86, "measure": 0.66, "package": 0.55, "project": 0.6}
        for at, wedge in enumerate(self.wedges):
            mine = np.flatnonzero(self.home == at)
            seen: dict[str, int] = {}
            total = {kind: sum(self.types[n] == kind for n in mine) for kind in set(self.types)}
            for node in mine:
                kind = self.types[node]
                seen[kind] = seen.get(kind, 0) + 1
                share = (seen[kind] - 0.5) / total[kind]
                angle = wedge.start + (wedge.end - wedge.start) * share
                reach = rim(angle, *self.half) * depth.get(kind, 0.5)
                spot[node] += [math.cos(angle) * reach, math.sin(angle) * reach]
        return np.asarray(spot)

    def anchors(self) -> Array:
        """Where a weak pull leads: goals to the rim of their wedge, agents to the centre."""
        anchor = np.zeros((len(self.iris), 2))
        for at, wedge in enumerate(self.wedges):
            reach = 0.0 if wedge.whole else rim(wedge.middle, *self.half)
            axis = np.array([math.cos(wedge.middle), math.sin(wedge.middle)]) * reach
            for node in np.flatnonzero(self.home == at):
                kind = self.types[node]
                depth = {"goal": 0.8, "section": 0.35, "partner": 0.6}.get(kind, 0.58)
                anchor[node] = axis * depth
        return anchor


def _relax(plane: _Plane) -> Array:
    """Springs along links, repulsion between neighbours, a weak pull to the anchors."""
    spot, anchor = plane.start(), plane.anchors()
    radius = np.sqrt(plane.sizes.prod(axis=1)) / 2
    degree = np.maximum(np.bincount(plane.links.ravel(), minlength=len(spot)), 1)
    first, second = plane.links[:, 0], plane.links[:, 1]
    # A hub of thirty projects must not pull thirty times as hard as a section of two.
    stiffness = plane.stiffness / np.sqrt(np.maximum(degree[first], degree[second]) / 2)
    rest = radius[first] + radius[second] + 18
    around = np.repeat(3.0 * radius[:, None], 2, axis=1)
    pull = np.array([0.05 if kind == "goal" else 0.008 for kind in plane.types])[:, None]
    for step in range(_ROUNDS):
        heat = 1 - step / _ROUNDS
        force = (anchor - spot) * pull
        delta = spot[second] - spot[first]
        length = np.maximum(np.hypot(delta[:, 0], delta[:, 1]), 1e-3)
        tension = delta * (stiffness * (length - rest) / length)[:, None]
        force += gather(first, tension, len(spot)) - gather(second, tension, len(spot))
        a, b = touching(spot, around)
        delta = spot[b] - spot[a]
        length = np.maximum(np.hypot(delta[:, 0], delta[:, 1]), 1.0)
        reach = (radius[a] + radius[b]) * 1.5
        shove = delta * (np.maximum(reach - length, 0.0) * 0.22 / length)[:, None]
        force += gather(b, shove, len(spot)) - gather(a, shove, len(spot))
        spot += np.clip(force, -80 * heat - 4, 80 * heat + 4)
        plane.keep(spot)
    return spot


def _extent(spot: Array, sizes: Array) -> tuple[Array, Array]:
    """The corners of the rectangle around all boxes."""
    return np.min(spot - sizes / 2, axis=0), np.max(spot + sizes / 2, axis=0)


def layout_whole(model: MapModel, boxes: dict[str, Box], *, tries: int = len(_TRIES)) -> Positions:
    """Positions of all nodes for the view of the whole plan, centred on (0, 0)."""
    if not model.nodes:
        return {}
    found: list[tuple[float, Array]] = []
    for density, aspect in _TRIES[: 1 if len(model.nodes) > _MANY else tries]:
        plane = _Plane(model, boxes, density, aspect)
        mobility = np.array([_MOBILITY[kind] for kind in plane.types])
        spot = remove_overlaps(_relax(plane), plane.sizes, mobility, _GAP, ASPECT, plane.keep)
        low, high = _extent(spot, plane.sizes)
        width, height = high - low
        wide = max(float(width), ASPECT * float(height))
        found.append((wide, spot - (low + high) / 2))
        if float(plane.sizes.prod(axis=1).sum()) > _GOOD * wide * wide / ASPECT:
            break
    _, spot = min(found, key=lambda pair: pair[0])
    return {
        iri: (round(float(x)), round(float(y - boxes[iri].drop)))
        for iri, (x, y) in zip(model.nodes, spot, strict=True)
    }
