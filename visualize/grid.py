"""課×施策: sections as columns, measures as rows grouped by goal, projects in the cells.

Columns stand in the order of the mean row of their projects, so that work of one kind forms a
block along the diagonal and what leaves it is work across sections. Cells are as wide as it takes
to bring the whole to the screen's proportions.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

import numpy as np

from .arrangement import SCREEN, STAGE, Arrangement, Band, Place, Stripe, extent, fit_scale
from .grid_cells import Column, row_heights, spread
from .labels import label_size, wrap
from .layout import box_of
from .lineage import Chain, chains, parents, sections_of
from .model import MapModel
from .sectors import Array
from .style import NODE_LOOKS

#: Columns that are no section.
_PACKAGES: Final = "packages"
_NOBODY: Final = "nobody"
_PARTNERS: Final = "partners"


@dataclass(frozen=True, slots=True)
class Scale:
    """Sizes in world units for one distance from the screen.

    `section`, `goal`, `measure`, `hub` are fonts (0: no label), `wrap` the em of a line of a
    section's name; `cell` the room of a project; `banner`: goals lie across instead of beside.
    """

    section: float
    goal: float
    measure: float
    hub: float
    wrap: int
    cell: tuple[float, float]
    banner: bool = False


#: A project with its name, and as a mere dot.
_NAMED: Final = (156.0, 116.0)
_DOT: Final = (60.0, 58.0)
#: Dots, squares and diamonds are this many times as large as elsewhere: the grid is wide.
_SWELL: Final = 2.3
#: Height of a goal's banner in its font.
_BANNER: Final = 1.75
#: Width of a line on screen when the whole grid is in sight, as a share of its usual one.
_LINE: Final = 0.75
#: Smallest sizes on screen: the audience reads goals and sections from the back of the room.
_READABLE: Final = 12.0
_FAR: Final = 28.6
_GROWTH: Final = 1.07


def layout_grid(model: MapModel) -> Arrangement:
    """The grid for one's own screen: every project has its name."""

    def at(font: float) -> Scale:
        return Scale(font, font, 0.88 * font, 0.84 * font, 4, _NAMED)

    return _fitted(model, at, SCREEN, _READABLE, lambda scale: scale.measure, font=34.0)


def stage_grid(model: MapModel) -> Arrangement:
    """The grid for a projector: goals and sections large, projects as dots.

    Names of sections are set in ever narrower lines until they are large enough.
    """
    best: tuple[float, Arrangement] | None = None
    for em in (4, 3, 2, 1):

        def at(font: float, em: int = em) -> Scale:
            return Scale(font, font, 0.4 * font, 0.0, em, _DOT, banner=True)

        found = _fitted(model, at, STAGE, _FAR, lambda scale: scale.section, font=70.0)
        grid = _measure(found)
        shown = _font_of(found, model, "section") * fit_scale(*grid, STAGE)
        if best is None or shown > best[0]:
            best = (shown, found)
        if shown >= _FAR:
            break
    assert best is not None
    return best[1]


def _font_of(found: Arrangement, model: MapModel, kind: str) -> float:
    fonts = [p.font for iri, p in found.places.items() if model.nodes[iri].type == kind]
    return min(fonts, default=1e9)


def _measure(found: Arrangement) -> tuple[float, float]:
    return extent((b.left, b.top, b.right, b.bottom) for b in found.bands)


def _fitted(
    model: MapModel,
    at: Callable[[float], Scale],
    screen: tuple[float, float],
    wanted: float,
    judged: Callable[[Scale], float],
    *,
    font: float,
) -> Arrangement:
    """The grid with the smallest font that is large enough on screen, else the best of 16."""
    chain = chains(model)
    best: tuple[float, Arrangement] | None = None
    for _ in range(16):
        scale = at(font)
        found = _Grid(model, chain, scale, screen[0] / screen[1]).arrangement()
        shown = judged(scale) * fit_scale(*_measure(found), screen)
        if best is None or shown > best[0] * 1.005:
            best = (shown, found)
        if shown >= wanted:
            break
        font *= _GROWTH
    assert best is not None
    return best[1]


class _Grid:
    """One try at the grid with given sizes."""

    def __init__(
        self, model: MapModel, chain: dict[str, Chain], scale: Scale, aspect: float
    ) -> None:
        self.model, self.scale, self.aspect = model, scale, aspect
        self.chain = chain
        self.order = {iri: at for at, iri in enumerate(model.nodes)}
        self.rows = self._rows()
        self.row_of = {chain: at for at, chain in enumerate(self.rows)}
        self.labels: dict[str, str] = {}
        self.columns = self._columns()
        self.heads = self._heads()

    def _rows(self) -> list[Chain]:
        """One row per measure that is no mere heading of others, in the order of the plan."""
        all_ = set(self.chain.values())
        above = {chain[:end] for chain in all_ for end in range(1, len(chain))}
        holds = {
            self.chain[n.iri] for n in self.model.nodes.values() if n.type in ("project", "package")
        }
        kept = [chain for chain in all_ if chain and (chain not in above or chain in holds)]
        kept.sort(key=lambda chain: [self.order[iri] for iri in chain])
        return [*kept, ()] if () in holds else kept

    def _columns(self) -> list[Column]:
        model, scale = self.model, self.scale
        owners = sections_of(model)
        above = parents(model)
        cells: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
        for node in model.of_type("project"):
            row = self.row_of[self.chain[node.iri]]
            cells[owners.get(node.iri, [_NOBODY])[0]][row].append(node.iri)
        for row_cells in cells.values():
            for inside in row_cells.values():
                # What is in one package stands together.
                inside.sort(key=lambda iri: (self.order.get(above.get(iri, ""), -1),
                                             self.order[iri]))  # fmt: skip

        def mean(section: str) -> tuple[float, int]:
            counts = {row: len(inside) for row, inside in cells.get(section, {}).items()}
            total = sum(counts.values())
            middle = sum(row * n for row, n in counts.items()) / total if total else 1e9
            return middle, self.order[section]

        sections = sorted((node.iri for node in model.of_type("section")), key=mean)
        found = [
            Column(iri, scale.cell, self._head_width(iri), 1, dict(cells.get(iri, {})))
            for iri in sections
        ]
        if _NOBODY in cells:
            found.append(Column(_NOBODY, scale.cell, 2.2 * scale.section, 1, cells[_NOBODY]))
        packages: dict[int, list[str]] = defaultdict(list)
        for node in model.of_type("package"):
            packages[self.row_of[self.chain[node.iri]]].append(node.iri)
        if packages:
            found.insert(0, Column(_PACKAGES, self._room(_PACKAGES), 0.0, 1, packages))
        partners = self._partners()
        if partners and scale.hub:
            found.append(Column(_PARTNERS, self._room(_PARTNERS), 0.0, 1, partners))
        return found

    def _partners(self) -> dict[int, list[str]]:
        """Each partner in the first row that names it."""
        first: dict[str, int] = {}
        for edge in self.model.edges:
            if edge.rel == "partner":
                row = self.row_of[self.chain[edge.source]]
                first[edge.target] = min(row, first.get(edge.target, row))
        found: dict[int, list[str]] = defaultdict(list)
        for node in self.model.of_type("partner"):
            found[first.get(node.iri, 0)].append(node.iri)
        return found

    def _room(self, kind: str) -> tuple[float, float]:
        font = self.scale.hub
        if not font:
            return (34.0, 30.0)
        if kind == _PACKAGES:
            tallest = max(self._size(n.iri, font)[1] for n in self.model.of_type("package"))
            return (8 * font + 44, tallest + 36)
        tallest = max(self._size(n.iri, font)[1] for n in self.model.of_type("partner"))
        return (8 * font + 24, tallest + font + 20)

    def _size(self, iri: str, font: float) -> tuple[float, float]:
        node = self.model.nodes[iri]
        star = "★" if node.starred else ""
        lines = 6 if node.type == "package" else 3
        self.labels[iri] = wrap(star + node.name, width=8, lines=lines)
        return label_size(self.labels[iri], font)

    def _head_width(self, section: str) -> float:
        name = self.model.nodes[section].name
        label = wrap(name, width=self.scale.wrap, lines=max(3, 9 // self.scale.wrap))
        self.labels[section] = label
        # A little air between the names of neighbours.
        return label_size(label, self.scale.section)[0] + 0.22 * self.scale.section + 6

    def _heads(self) -> list[dict[str, str]]:
        """For each depth of the plan's tree the label of every goal or measure there."""
        deepest = max((len(chain) for chain in self.rows), default=0)
        found: list[dict[str, str]] = [{} for _ in range(deepest)]
        for chain in self.rows:
            for depth, iri in enumerate(chain):
                node = self.model.nodes[iri]
                em = 60 if self._is_banner(iri) else 6 if node.type == "goal" else 9
                label = wrap(node.name, width=em, lines=6 if node.type == "measure" else 5)
                found[depth][iri] = f"{node.number}. {label}" if node.number else label
        return found

    @property
    def _icon(self) -> float:
        """Half the side of a section's square."""
        return 0.42 * self.scale.section

    def _is_banner(self, iri: str) -> bool:
        return self.scale.banner and self.model.nodes[iri].type == "goal"

    def _font(self, iri: str) -> float:
        return self.scale.goal if self.model.nodes[iri].type == "goal" else self.scale.measure

    def _widths(self) -> list[float]:
        """The width of each column of headings."""
        found = []
        for labels in self.heads:
            wide = [
                label_size(label, self._font(iri))[0] + 2 * NODE_LOOKS["measure"].margin + 12
                for iri, label in labels.items()
                if not self._is_banner(iri)
            ]
            found.append(max(wide, default=0.0))
        return found

    def _least(self) -> Array:
        """The height that each row's own headings need."""
        rows = Counter(chain[:depth] for chain in self.rows for depth in range(1, len(chain) + 1))
        found = np.full(len(self.rows), self.scale.cell[1] * 0.6)
        for at, chain in enumerate(self.rows):
            for depth, iri in enumerate(chain):
                if self._is_banner(iri):
                    continue
                label = self.heads[depth][iri]
                high = label_size(label, self._font(iri))[1] + 2 * NODE_LOOKS["measure"].margin
                found[at] = max(found[at], (high + 14) / rows[chain[: depth + 1]])
        return found

    def _heights(self, widths: list[float]) -> list[float]:
        least, gap = self._least(), 14.0 if self.scale.hub else 6.0
        above = self.top + len(self._banners()) * self.scale.goal * _BANNER
        around = (sum(widths) + 40, above)
        spread(self.columns, least, gap, around=around, aspect=self.aspect)
        found: list[float] = row_heights(self.columns, least, gap).tolist()
        return found

    def _banners(self) -> set[int]:
        """Rows before which a goal's banner lies."""
        seen: set[str] = set()
        found = set()
        for at, chain in enumerate(self.rows):
            if chain and self._is_banner(chain[0]) and chain[0] not in seen:
                seen.add(chain[0])
                found.add(at)
        return found

    @cached_property
    def top(self) -> float:
        """The height of the heads of the columns."""
        lines = max((self.labels[n.iri].count("\n") + 1 for n in self.model.of_type("section")),
                    default=1)  # fmt: skip
        return 2 * self._icon + lines * self.scale.section * 1.22 + 34

    def arrangement(self) -> Arrangement:
        """Places, bands and stripes, centred on (0, 0)."""
        widths = self._widths()
        heights = self._heights(widths)
        found = Arrangement({})
        left = sum(widths) + 40
        tops, y = [], self.top
        banners = self._banners()
        for row, height in enumerate(heights):
            if row in banners:
                y += self.scale.goal * _BANNER
            tops.append(y)
            y += height
        self._place_columns(found, left, tops, heights)
        self._place_headings(found, widths, tops, heights)
        self._add_bands(found, tops, heights)
        found.implied = set(self._implied())
        found.line = _LINE / fit_scale(*_measure(found))
        _centre(found)
        return found

    def _place_columns(
        self, found: Arrangement, left: float, tops: list[float], heights: list[float]
    ) -> None:
        x = left
        for column in self.columns:
            width = column.width
            if column.key in self.model.nodes:
                label = self.labels[column.key]
                deep = (label.count("\n") + 1) * self.scale.section * 1.22
                found.places[column.key] = Place(
                    x + width / 2,
                    self.top - 22 - deep - self._icon,
                    label,
                    self.scale.section,
                    size=self._icon,
                )
            node = column.key if column.key in self.model.nodes else ""
            if column.key not in (_PACKAGES, _PARTNERS):
                found.columns.append(Stripe(node, x, x + width))
            for row, inside in column.cells.items():
                self._place_cell(found, column, inside, x, (tops[row], heights[row]))
            x += width

    def _place_cell(
        self,
        found: Arrangement,
        column: Column,
        inside: list[str],
        x: float,
        row: tuple[float, float],
    ) -> None:
        """Fill one cell line by line, in the middle of its height."""
        wide, high = column.room
        lines = -(-len(inside) // column.abreast)
        top = row[0] + (row[1] - lines * high) / 2
        across = min(column.abreast, len(inside))
        start = x + (column.width - across * wide) / 2
        for at, iri in enumerate(inside):
            middle = start + (at % across + 0.5) * wide
            y = top + (at // across + 0.5) * high
            found.places[iri] = self._place(iri, middle, y)

    def _place(self, iri: str, x: float, y: float) -> Place:
        node, scale = self.model.nodes[iri], self.scale
        if node.type == "project":
            if scale.cell is _DOT:
                return Place(x, y, "", 1.0, size=19)
            # Dot and name together stand in the middle of the cell's line.
            size = box_of(node).size * _SWELL
            lines = box_of(node).label.count("\n") + 1
            return Place(x, y - lines * 8 - 4, size=size)
        if not scale.hub:
            return Place(x, y, "", 1.0, 4, 4)
        label = self.labels[iri]
        if node.type == "package":
            return Place(x, y, label, scale.hub, 8 * scale.hub, 0)
        size = 0.5 * scale.hub
        return Place(x, y - label_size(label, scale.hub)[1] / 2, label, scale.hub, size=size)

    def _place_headings(
        self, found: Arrangement, widths: list[float], tops: list[float], heights: list[float]
    ) -> None:
        x = 0.0
        right = self._right(widths)
        for depth, labels in enumerate(self.heads):
            for iri, label in labels.items():
                mine = [
                    at for at, chain in enumerate(self.rows) if chain[: depth + 1][-1:] == (iri,)
                ]
                top, bottom = tops[mine[0]], tops[mine[-1]] + heights[mine[-1]]
                margin = NODE_LOOKS[self.model.nodes[iri].type].margin
                font = self._font(iri)
                if self._is_banner(iri):
                    high = self.scale.goal * _BANNER
                    place = Place(right / 2, top - high / 2, label, font,
                                  right - 2 * margin - 8, high - 2 * margin - 6)  # fmt: skip
                else:
                    place = Place(x + widths[depth] / 2, (top + bottom) / 2, label, font,
                                  widths[depth] - 2 * margin - 8,
                                  bottom - top - 2 * margin - 10)  # fmt: skip
                found.places.setdefault(iri, place)
            x += widths[depth]
        found.rows = [
            Stripe(chain[-1] if chain else "", tops[at], tops[at] + heights[at])
            for at, chain in enumerate(self.rows)
        ]

    def _right(self, widths: list[float]) -> float:
        return sum(widths) + 40 + sum(column.width for column in self.columns)

    def _add_bands(self, found: Arrangement, tops: list[float], heights: list[float]) -> None:
        right = self._right(self._widths())
        top = self.top
        bottom = tops[-1] + heights[-1] if tops else top
        found.bands.append(Band(0, 0, right, bottom))
        for chain, run_top, run_bottom in self._runs(tops, heights):
            sector = self.model.nodes[chain[0]].sector if chain else ""
            found.bands.append(Band(0, run_top, right, run_bottom, sector))
        for at, stripe in enumerate(found.columns):
            if at % 2 == 0:
                found.bands.append(Band(stripe.start, 0, stripe.end, bottom, strong=True))

    def _runs(
        self, tops: list[float], heights: list[float]
    ) -> Iterable[tuple[Chain, float, float]]:
        """Neighbouring rows of one topmost element, from top to bottom."""
        starts = [
            at for at, chain in enumerate(self.rows) if not at or chain[:1] != self.rows[at - 1][:1]
        ]
        for start, end in pairwise([*starts, len(self.rows)]):
            if start < end:
                yield self.rows[start], tops[start], tops[end - 1] + heights[end - 1]

    def _implied(self) -> Iterable[int]:
        """Edges that the row or the column says: what lies in a cell needs no line to its heads."""
        at = {iri: column.key for column in self.columns
              for inside in column.cells.values() for iri in inside}  # fmt: skip
        part = {(e.target, e.source) for e in self.model.edges if e.rel == "partOf"}
        for number, edge in enumerate(self.model.edges):
            to_package = self.model.nodes[edge.target].type == "package"
            if (edge.rel == "partOf" and not to_package) or (
                (edge.rel == "responsible" and at.get(edge.source) == edge.target)
                or (edge.rel == "refersTo" and (edge.source, edge.target) in part)
            ):
                yield number


def _centre(found: Arrangement) -> None:
    """Move everything so that the middle is (0, 0)."""
    if not found.bands:
        return
    whole = found.bands[0]
    dx, dy = -(whole.left + whole.right) / 2, -(whole.top + whole.bottom) / 2
    for place in found.places.values():
        place.x += dx
        place.y += dy
    found.bands = [
        Band(b.left + dx, b.top + dy, b.right + dx, b.bottom + dy, b.sector, b.strong)
        for b in found.bands
    ]
    found.columns = [Stripe(s.node, s.start + dx, s.end + dx) for s in found.columns]
    found.rows = [Stripe(s.node, s.start + dy, s.end + dy) for s in found.rows]
