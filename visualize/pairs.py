"""提案: the projects that a suggestion joins, in blocks of their sections.

Blocks that many suggestions join stand near each other: Kamada and Kawai (1989) say where each
would stand, then the largest is put first and every other as near to its place as there is room.
Inside a block the names of the projects can be read without zooming.
"""

import math
from collections import Counter, defaultdict
from functools import lru_cache
from typing import Final

import numpy as np

from .arrangement import SCREEN, STAGE, Arrangement, Band, Place, fit_scale
from .labels import label_size, wrap
from .lineage import sections_of
from .model import PROPOSED, MapModel
from .overlap import part
from .sectors import Array

_READABLE: Final = 11.4
_FAR: Final = 28.6
_GAP: Final = (56.0, 40.0)
_PAD: Final = 14.0
#: The map grows and shrinks by this factor at a time.
_STEP: Final = 1.04
#: So many blocks are packed one by one; more are pushed apart all at once.
_MOST_PACKED: Final = 40


def layout_pairs(model: MapModel) -> Arrangement:
    """The blocks for one's own screen: every project is named."""
    return _fitted(model, SCREEN, (1.25, 1.0), 1, _READABLE)[1]


def stage_pairs(model: MapModel) -> Arrangement:
    """The blocks for a projector: sections large, projects as dots."""
    return _fitted(model, STAGE, (1.0, 0.0), 0, _FAR)[1]


def stage_few_pairs(model: MapModel) -> tuple[float, Arrangement]:
    """A few suggestions for a projector, every project named; with the pixels of these names."""
    return _fitted(model, STAGE, (1.1, 1.0), 1, _FAR)


def _fitted(
    model: MapModel,
    screen: tuple[float, float],
    fonts: tuple[float, float],
    judged: int,
    wanted: float,
) -> tuple[float, Arrangement]:
    """The blocks with the smallest font that is large enough on screen, and its pixels there."""
    groups = _groups(model)
    middles = _middles(model, groups)
    font, best = 18.0, None
    for _ in range(10):
        scale = fonts[0] * font, fonts[1] * font
        found, size = _blocks(model, groups, middles, scale, screen[0] / screen[1])
        shown = scale[judged] * fit_scale(*size, screen)
        if best is None or shown > best[0] * 1.005:
            best = (shown, found)
        if shown >= wanted:
            break
        font *= 1.14
    assert best is not None
    return best


def _groups(model: MapModel) -> dict[str, list[str]]:
    """Section (or "") → its projects that a suggestion or proposal joins, in plan order."""
    joined = {iri for e in model.edges if e.rel in PROPOSED for iri in (e.source, e.target)}
    owners = sections_of(model)
    groups: dict[str, list[str]] = defaultdict(list)
    for node in model.of_type("project"):
        if node.iri in joined:
            groups[owners.get(node.iri, [""])[0]].append(node.iri)
    return dict(groups)


class _Block:
    """One section with its projects in as many columns as keep it wide rather than tall."""

    def __init__(
        self, model: MapModel, section: str, rows: list[str], fonts: tuple[float, float]
    ) -> None:
        self.model, self.section, self.rows, self.fonts = model, section, rows, fonts
        self.labels = {iri: self._label(iri) for iri in rows}
        self.dot = 0.55 * fonts[1] if fonts[1] else 0.3 * fonts[0]
        lines = max((label.count("\n") + 1 for label in self.labels.values()), default=1)
        self.cell = (
            (9.6 * fonts[1], lines * fonts[1] * 1.22 + 2 * self.dot + 10)
            if fonts[1]
            else (3.2 * self.dot, 3 * self.dot)
        )
        self.columns = max(1, math.ceil(math.sqrt(len(rows) * 1.1 * self.cell[1] / self.cell[0])))
        self.title = wrap(model.nodes[section].name, width=8, lines=2) if section else ""
        wide, high = label_size(self.title, fonts[0]) if section else (0.0, 0.0)
        self.icon = 0.5 * fonts[0] if section else 0.0
        self.head = high + 2 * self.icon + 10
        across = min(self.columns, len(rows))
        lines = -(-len(rows) // self.columns)
        self.size = (
            max(wide, across * self.cell[0]) + 2 * _PAD,
            self.head + lines * self.cell[1] + 2 * _PAD,
        )

    def _label(self, iri: str) -> str:
        if not self.fonts[1]:
            return ""
        node = self.model.nodes[iri]
        return wrap(("★" if node.starred else "") + node.name, width=9, lines=3)

    def place(self, found: Arrangement, x: float, y: float) -> None:
        """Put everything where the block's middle is (x, y)."""
        left, top = x - self.size[0] / 2, y - self.size[1] / 2
        found.bands.append(Band(left, top, left + self.size[0], top + self.size[1], strong=True))
        if self.section:
            found.places[self.section] = Place(
                x, top + _PAD + self.icon, self.title, self.fonts[0], size=self.icon
            )
        across = min(self.columns, len(self.rows))
        start = x - across * self.cell[0] / 2
        for at, iri in enumerate(self.rows):
            found.places[iri] = Place(
                start + (at % across + 0.5) * self.cell[0],
                top + _PAD + self.head + (at // across) * self.cell[1] + self.dot + 2,
                self.labels[iri],
                self.fonts[1] or 1.0,
                size=self.dot,
            )


def _blocks(
    model: MapModel,
    groups: dict[str, list[str]],
    middles: Array,
    fonts: tuple[float, float],
    aspect: float,
) -> tuple[Arrangement, tuple[float, float]]:
    blocks = [_Block(model, section, rows, fonts) for section, rows in groups.items()]
    found = Arrangement({})
    if not blocks:
        return found, (1.0, 1.0)
    sizes = np.array([block.size for block in blocks])
    spot = _spread(middles, sizes, aspect)
    low, high = (spot - sizes / 2).min(axis=0), (spot + sizes / 2).max(axis=0)
    spot -= (low + high) / 2
    wide, tall = (high - low).tolist()
    found.bands.append(Band(-wide / 2, -tall / 2, wide / 2, tall / 2))
    for block, (x, y) in zip(blocks, spot.tolist(), strict=True):
        block.place(found, x, y)
    return found, (wide, tall)


def _middles(model: MapModel, groups: dict[str, list[str]]) -> Array:
    """Where the blocks belong, (n, 2) without a unit: near where many suggestions join them."""
    at = {iri: n for n, rows in enumerate(groups.values()) for iri in rows}
    counts = Counter(
        tuple(sorted((at[e.source], at[e.target])))
        for e in model.edges
        if e.rel in PROPOSED and e.source in at and e.target in at
    )
    joined = [(*ends, count) for ends, count in sorted(counts.items()) if ends[0] != ends[1]]
    return np.array(_settled(len(groups), tuple(joined)), dtype=float).reshape(-1, 2)


@lru_cache(maxsize=4)
def _settled(size: int, joined: tuple[tuple[int, int, int], ...]) -> list[tuple[float, float]]:
    """Middles of `size` blocks joined (one, other, how often); the same for screen and projector."""
    import networkx as nx

    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(size))
    for one, other, count in joined:
        graph.add_edge(one, other, length=1 / math.sqrt(count))
    found = nx.circular_layout(graph)
    if size > 2:
        found = nx.kamada_kawai_layout(graph, pos=found, weight="length")
    return [(float(found[n][0]), float(found[n][1])) for n in range(size)]


def _spread(middles: Array, sizes: Array, aspect: float) -> Array:
    """Middles of the blocks of these sizes, none over another."""
    need = sizes + np.array(_GAP)
    if len(sizes) <= _MOST_PACKED and (packed := _packed(middles, need, aspect)) is not None:
        return packed
    spot: Array = middles.copy()
    span = np.maximum(np.ptp(spot, axis=0), 1e-9)
    area = float(need.prod(axis=1).sum()) / 0.92
    half = np.array([math.sqrt(area * aspect), math.sqrt(area / aspect)])
    spot = (spot - spot.mean(axis=0)) / span * np.maximum(half - sizes.mean(axis=0), 1.0)

    def keep(where: Array, grown: Array) -> None:
        limit = np.maximum(half * grown / 2 - sizes / 2, 0.0)
        np.clip(where, -limit, limit, out=where)

    grown = np.ones(2)
    for _ in range(30):
        if part(spot, need, np.ones(len(spot)), grown, keep):
            break
        grown = grown * _STEP
        spot *= _STEP
    return spot


def _packed(wanted: Array, need: Array, aspect: float) -> Array | None:
    """Blocks packed into the smallest box of this aspect, each as near as it can to its place.

    The largest comes first; a block is put against those that stand already or against the
    sides. `wanted` are middles in any measure; None where no box up to twice the need is enough.
    """
    low, high = wanted.min(axis=0), wanted.max(axis=0)
    relative = (wanted - (low + high) / 2) / np.maximum(high - low, 1e-9)
    order = np.argsort(-need.prod(axis=1), kind="stable")
    height = math.sqrt(float(need.prod(axis=1).sum()) / 0.9 / aspect)
    for _ in range(30):
        box = np.array([aspect * height, height])
        found = _placed(relative * (box - need.mean(axis=0)), need, order, box)
        if found is not None:
            return found
        height *= _STEP**0.5
    return None


def _placed(wanted: Array, need: Array, order: np.ndarray, box: Array) -> Array | None:
    """Middles inside `box` around 0, or None when one finds no room."""
    spot = np.zeros_like(wanted)
    done: list[int] = []
    for at in order.tolist():
        half, limit = need[at] / 2, (box - need[at]) / 2
        if (limit < 0).any():
            return None
        # Its own place, the sides, and the edges of those that stand already.
        axes = []
        for axis in (0, 1):
            reach = (need[done, axis] / 2) + half[axis]
            free = np.concatenate(
                ([wanted[at, axis], -limit[axis], limit[axis]],
                 spot[done, axis] - reach, spot[done, axis] + reach)
            )  # fmt: skip
            axes.append(np.unique(np.clip(free, -limit[axis], limit[axis])))
        spots = np.stack(np.meshgrid(*axes), axis=-1).reshape(-1, 2)
        over = np.abs(spots[:, None] - spot[done]) < (need[done] + need[at]) / 2 - 1e-6
        free_ones = spots[~over.all(axis=2).any(axis=1)]
        if not len(free_ones):
            return None
        away = ((free_ones - wanted[at]) ** 2).sum(axis=1)
        spot[at] = free_ones[int(away.argmin())]
        done.append(at)
    return spot
