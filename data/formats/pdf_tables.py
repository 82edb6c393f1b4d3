"""The tables of a page of a PDF: ruled ones by their lines, others by their columns.

Coordinates are points from the page's top left corner.
"""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median
from typing import Any, Final

from .pdf_text import cell_text
from .pdf_unruled import Unruled

#: Left, top, right and bottom of a cell.
Box = tuple[float, ...]
_MAX_CELLS: Final = 4_000
#: A filled rectangle without an outline that is wider and higher than this is no line.
_GROUND: Final = 6.0
_TABLES: Final = {
    "vertical_strategy": "lines",
    "horizontal_strategy": "lines",
    "snap_tolerance": 4,
    "join_tolerance": 4,
    "intersection_tolerance": 5,
}


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell: its 0-based place and extent, its text, and its box on the page."""

    row: int
    column: int
    rows: int
    columns: int
    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table; `edges` are the left edges of its columns."""

    x0: float
    top: float
    x1: float
    bottom: float
    edges: tuple[float, ...]
    cells: tuple[TableCell, ...]
    size: float


def ruled_tables(page: Any, chars: list[Any]) -> tuple[list[Table], list[Any]]:
    """The ruled tables of pdfplumber's `page`, and those of its characters that are in none.

    A table inside the cell of another comes first: what is in it is its own.
    """
    tables = []
    ruled = page.filter(_is_no_ground)
    settings = _TABLES | {"explicit_horizontal_lines": _open_ends(ruled.edges)}
    for table in sorted(ruled.find_tables(settings), key=lambda held: _area(held.bbox)):
        if 1 < len(table.cells) <= _MAX_CELLS:
            for boxes in _bands(table.cells, chars):
                inside, chars = _parted(chars, boxes)
                if inside:
                    tables.append(_table(boxes, inside))
    return tables, chars


def _open_ends(edges: list[Any]) -> list[float]:
    """The highest and the lowest ends of upright rules: a page may cut a cell without a rule."""
    upright = [edge for edge in edges if edge["orientation"] == "v"]
    if len(upright) < 3:
        return []
    found = []
    for end in (min(e["top"] for e in upright), max(e["bottom"] for e in upright)):
        ends = [e for e in upright if min(abs(e["bottom"] - end), abs(e["top"] - end)) < 2]
        if len({round(edge["x0"] / 4) for edge in ends}) > 2:
            found.append(float(end))
    return found


def from_columns(found: Unruled) -> Table:
    """A table without rules, with the texts of its cells."""
    chars = [char for row in found.rows for cell in row for char in cell]
    cells = tuple(
        TableCell(row, column, 1, 1, cell_text(held, right + 2), _around(held))
        for row, line in enumerate(found.rows)
        for column, (held, right) in enumerate(zip(line, found.rights, strict=True))
        if held
    )
    return Table(*_around(chars), found.edges, cells, median(char["size"] for char in chars))


def _around(chars: list[Any]) -> tuple[float, float, float, float]:
    """The smallest box around characters."""
    return (
        min(char["x0"] for char in chars), min(char["top"] for char in chars),
        max(char["x1"] for char in chars), max(char["bottom"] for char in chars),
    )  # fmt: skip


def _is_no_ground(thing: Any) -> bool:
    """Whether a thing on a page may be a rule: no coloured ground behind a heading or a cell."""
    if thing["object_type"] != "rect" or thing.get("stroke"):
        return True
    return bool(min(thing["width"], thing["height"]) < _GROUND)


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


class _Boxes:
    """The cells of a table, found by place; the smaller of two where one lies in another."""

    def __init__(self, boxes: list[Box]) -> None:
        self.boxes = boxes
        self._by_height: dict[int, list[int]] = {}
        for at in sorted(range(len(boxes)), key=lambda at: _area(boxes[at])):
            for height in range(int(boxes[at][1] // 16), int(boxes[at][3] // 16) + 1):
                self._by_height.setdefault(height, []).append(at)

    def at(self, char: Any) -> int | None:
        """The number of the cell that a character stands in."""
        x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
        for at in self._by_height.get(int(y // 16), ()):
            box = self.boxes[at]
            if box[0] <= x <= box[2] and box[1] <= y <= box[3]:
                return at
        return None


def _bands(cells: list[Box], chars: list[Any]) -> list[list[Box]]:
    """The cells of a table by height; text across it that is in no cell parts two tables."""
    boxes = sorted(cells, key=lambda held: (held[1], held[0]))
    places = _Boxes(boxes)
    numbers = [places.at(char) for char in chars]
    full = {at for at in numbers if at is not None}
    x0, x1 = min(box[0] for box in boxes), max(box[2] for box in boxes)
    low, high = boxes[0][1], max(box[3] for box in boxes)
    between = sorted(
        char["top"] for char, at in zip(chars, numbers, strict=True)
        if at is None and x0 < char["x0"] < x1 and low < char["top"] < high
    )  # fmt: skip
    if not between:
        return [boxes]
    bands: list[list[int]] = []
    bottom = 0.0
    for at in sorted(full):
        box = boxes[at]
        beside = bisect_left(between, bottom - 1)
        apart = box[1] > bottom + 1 and beside < len(between) and between[beside] < box[1]
        if not bands or apart:
            bands.append([])
        bands[-1].append(at)
        bottom = max(bottom, box[3])
    found = []
    for band in bands:
        top, end = min(boxes[at][1] for at in band), max(boxes[at][3] for at in band)
        if len(band) > 1:
            found.append([box for box in boxes if top - 1 < box[1] and box[3] < end + 1])
    return found


def _parted(chars: list[Any], boxes: list[Box]) -> tuple[list[Any], list[Any]]:
    """The characters in one of `boxes`, and the others: what stands in no cell is not lost."""
    places = _Boxes(boxes)
    inside: list[Any] = []
    outside: list[Any] = []
    for char in chars:
        (outside if places.at(char) is None else inside).append(char)
    return inside, outside


def _edges(values: Iterable[float]) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > 3:
            found.append(value)
    return found


def _table(boxes: list[Box], chars: list[Any]) -> Table:
    frames, places = _frames(boxes), _Boxes(boxes)
    held: list[list[Any]] = [[] for _ in boxes]
    for char in chars:
        at = places.at(char)
        if at is not None:
            held[at].append(char)
    kept = [at for at in range(len(boxes)) if at not in frames or held[at]]
    boxes, held = [boxes[at] for at in kept], [held[at] for at in kept]
    lefts, tops = _edges(box[0] for box in boxes), _edges(box[1] for box in boxes)
    cells = []
    for at, box, inside in zip(kept, boxes, held, strict=True):
        row, column = bisect_left(tops, box[1] - 3), bisect_left(lefts, box[0] - 3)
        rows = 1 if at in frames else max(1, bisect_left(tops, box[3] - 3) - row)
        columns = max(1, bisect_left(lefts, box[2] - 3) - column)
        text = cell_text(inside, box[2])
        cells.append(TableCell(row, column, rows, columns, text, box))
    x0, x1 = min(box[0] for box in boxes), max(box[2] for box in boxes)
    top, bottom = boxes[0][1], max(box[3] for box in boxes)
    size = median(char["size"] for char in chars)
    return Table(x0, top, x1, bottom, tuple(lefts), tuple(cells), size)


def _frames(boxes: list[Box]) -> set[int]:
    """The numbers of the boxes with several others inside: a table in the cell of another."""
    found = set()
    for at, box in enumerate(boxes):
        inside = 0
        for other in boxes[at + 1 :]:  # by their top edges
            if other[1] > box[3]:
                break
            within = box[0] - 1 <= other[0] and other[2] <= box[2] + 1 and other[3] <= box[3] + 1
            inside += within
        if inside > 1:
            found.add(at)
    return found
