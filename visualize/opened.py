"""An opened cluster as a sheet: goals and sections above, measures with what stands under them in
columns as in a newspaper, partners below. Every name that is drawn can be read without zooming.

A force layout leaves two thirds of the screen empty; columns fill it, in the order of the plan.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from .arrangement import Arrangement, Place, extent, fit_scale
from .labels import label_size
from .layout import Box, box_of
from .lineage import chains
from .model import MapModel, MapNode, NodeType
from .style import NODE_LOOKS

#: Pixels of letters on a screen of 1366×768, with a little more than the least of 12.
_READABLE: Final = 12.2
#: Below so many pixels vis-network leaves a name out; above, up to a readable size, it is pale.
_LEFT_OUT: Final = 9.4
#: World units of letters: of a goal, of all else. Projects get the same, or where there are too
#: many names for one screen, few enough to be left out until the reader zooms in.
_GOAL: Final = 32.0
_FONTS: Final = (26.0, 29.0, 33.0, 38.0)
_PROJECTS: Final = (1.0, 0.5, 0.4)
_GAP: Final = 14.0
_BLOCK: Final = 30.0
_MOST_COLUMNS: Final = 24


@dataclass(slots=True)
class _Item:
    """A thing of the sheet with its box; `head` begins a block, and is not the last of a column."""

    iri: str
    box: Box
    head: bool = False


@dataclass(slots=True)
class _Sheet:
    """Middles of boxes, and what they say."""

    spots: dict[str, tuple[float, float]]
    width: float
    height: float

    @property
    def scale(self) -> float:
        return fit_scale(self.width, self.height)


def sheet(part: MapModel, numbers: dict[str, int] | None = None) -> Arrangement:
    """The places of a cluster's nodes. `numbers` gives edges by "source target rel" their number
    in the whole plan: those that the place of a thing says are drawn around a selection only."""
    found = None
    for font in _FONTS:
        for share in _PROJECTS:
            fonts = _fonts(font, font * share)
            made = _laid_out(part, fonts)
            found = found or (made, fonts)
            names = font * share * made.scale
            if font * made.scale >= _READABLE and (names >= _READABLE or names <= _LEFT_OUT):
                return _arranged(part, made, fonts, numbers or {})
        found = made, fonts
    assert found is not None
    return _arranged(part, *found, numbers or {})


def _fonts(font: float, projects: float) -> dict[NodeType, float]:
    found: dict[NodeType, float] = dict.fromkeys(NODE_LOOKS, font)
    return found | {"goal": max(_GOAL, font), "project": projects}


def _arranged(
    part: MapModel, made: _Sheet, fonts: dict[NodeType, float], numbers: dict[str, int]
) -> Arrangement:
    places = {}
    for iri, node in part.nodes.items():
        x, y = made.spots[iri]
        places[iri] = Place(x, y - _box(node, fonts[node.type]).drop, font=fonts[node.type])
    told = {
        numbers[key]
        for edge in part.edges
        if edge.rel == "partOf" and (key := f"{edge.source} {edge.target}") in numbers
        and part.nodes[edge.source].type == "measure"
    }  # fmt: skip
    return Arrangement(places, hull=True, implied=told)


def _box(node: MapNode, font: float) -> Box:
    """The node's box with letters of this size."""
    look, usual = NODE_LOOKS[node.type], box_of(node)
    width, height = label_size(usual.label, font)
    if look.shape == "box":
        return Box(usual.label, width + 2 * look.margin, height + 2 * look.margin, 0.0, 0.0)
    below = height + 6
    return Box(usual.label, max(width, 2 * usual.size), 2 * usual.size + below, below / 2,
               usual.size)  # fmt: skip


def _laid_out(part: MapModel, fonts: dict[NodeType, float]) -> _Sheet:
    """The sheet with the number of columns that shows it largest."""
    boxes = {iri: _box(node, fonts[node.type]) for iri, node in part.nodes.items()}
    above, items, below = _sorted(part, boxes)
    best: _Sheet | None = None
    for count in range(1, _MOST_COLUMNS + 1):
        made = _with_columns(part, above, items, below, count)
        if best is None or made.scale > best.scale:
            best = made
        elif made.scale < 0.7 * best.scale:
            break
    assert best is not None
    return best


def _sorted(part: MapModel, boxes: dict[str, Box]) -> tuple[list[_Item], list[_Item], list[_Item]]:
    """What stands above, in the columns and below."""
    chain = chains(part)
    blocks: dict[str, list[_Item]] = {}
    for iri, node in part.nodes.items():
        if node.type == "measure":
            blocks[iri] = [_Item(iri, boxes[iri], head=True)]
    loose: list[_Item] = []
    for kind in ("package", "project"):
        for node in part.of_type(kind):
            under = chain[node.iri][-1] if chain[node.iri] else ""
            blocks.get(under, loose).append(_Item(node.iri, boxes[node.iri]))
    if loose:
        loose[0].head = True
    ordered = [item for block in blocks.values() for item in block]
    row = [_Item(n.iri, boxes[n.iri]) for n in (*part.of_type("goal"), *part.of_type("section"))]
    return row, loose + ordered, [_Item(n.iri, boxes[n.iri]) for n in part.of_type("partner")]


def _with_columns(
    part: MapModel, above: list[_Item], items: list[_Item], below: list[_Item], count: int
) -> _Sheet:
    wide = max((item.box.width for item in items), default=0.0)
    lines = _lines(items, wide)
    total = sum(high for _, high, _ in lines)
    tallest = max((high for _, high, _ in lines), default=0.0)
    high = max(tallest, total / count)
    columns = _flowed(lines, high)
    while len(columns) > count:
        high *= 1.04
        columns = _flowed(lines, high)
    step = wide + _GAP + 12
    spots: dict[str, tuple[float, float]] = {}
    for at, column in enumerate(columns):
        top = 0.0
        for line, deep, _ in column:
            across = sum(item.box.width for item in line) + _GAP * (len(line) - 1)
            left = at * step + (wide - across) / 2
            for item in line:
                spots[item.iri] = (left + item.box.width / 2, top + item.box.height / 2)
                left += item.box.width + _GAP
            top += deep
    width = max(step * len(columns) - _GAP - 12, 1.0)
    width = max([width, *(item.box.width for item in (*above, *below))])
    _rows(above, width, spots, lambda deep: -deep - 1.3 * _BLOCK)
    size = {item.iri: item.box for item in (*above, *items, *below)}
    foot = max((y + size[iri].height / 2 for iri, (_, y) in spots.items()), default=0.0)
    _by_what_they_join(part, below, spots)
    _rows(below, width, spots, lambda _: foot + _BLOCK)
    return _Sheet(spots, *extent(
        (x - size[i].width / 2, y - size[i].height / 2, x + size[i].width / 2,
         y + size[i].height / 2) for i, (x, y) in spots.items()
    ))  # fmt: skip


Line = tuple[list[_Item], float, bool]


def _lines(items: list[_Item], wide: float) -> list[Line]:
    """The items in lines as wide as a column: (items, height with the gap below, is a head).

    The gap above a block is part of the line before it.
    """
    rows: list[list[_Item]] = []
    for item in items:
        last = rows[-1] if rows else []
        across = sum(each.box.width + _GAP for each in last) + item.box.width
        if not last or last[0].head or item.head or across > wide:
            rows.append([item])
        else:
            last.append(item)
    found: list[Line] = []
    for at, row in enumerate(rows):
        ends = at + 1 < len(rows) and rows[at + 1][0].head
        high = max(item.box.height for item in row) + (_BLOCK if ends else _GAP)
        found.append((row, high, row[0].head))
    return found


def _flowed(lines: list[Line], high: float) -> list[list[Line]]:
    """The lines in columns of at most this height, unless one line is higher."""
    columns: list[list[Line]] = [[]]
    used = 0.0
    for at, line in enumerate(lines):
        need = line[1]
        if line[2] and at + 1 < len(lines) and not lines[at + 1][2]:
            need += lines[at + 1][1]  # a measure stays with the first thing under it
        if columns[-1] and used + need > high + _GAP:
            columns.append([])
            used = 0.0
        columns[-1].append(line)
        used += line[1]
    return columns


def _by_what_they_join(
    part: MapModel, below: list[_Item], spots: dict[str, tuple[float, float]]
) -> None:
    """Partners stand below what they take part in."""
    across: dict[str, list[float]] = {}
    for edge in part.edges:
        if edge.source in spots:
            across.setdefault(edge.target, []).append(spots[edge.source][0])
    mean = {iri: sum(xs) / len(xs) for iri, xs in across.items()}
    below.sort(key=lambda item: mean.get(item.iri, 0.0))


def _rows(
    items: list[_Item], width: float, spots: dict[str, tuple[float, float]],
    begin: Callable[[float], float],
) -> None:  # fmt: skip
    """Put the items in as few rows as the width allows; neighbours are next to or above each other."""
    if not items:
        return
    widest = max(item.box.width for item in items)
    fit = max(1, int((width + _GAP) // (widest + _GAP)))
    count = -(-len(items) // fit)
    rows = [items[at::count] for at in range(count)]
    deeps = [max(item.box.height for item in row) + _GAP for row in rows]
    top = begin(sum(deeps))
    for row, deep in zip(rows, deeps, strict=True):
        free = width - sum(item.box.width for item in row)
        gap = free / (len(row) + 1)
        left = gap
        for item in row:
            spots[item.iri] = (left + item.box.width / 2, top + item.box.height / 2)
            left += item.box.width + gap
        top += deep
