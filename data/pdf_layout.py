"""One page of a PDF: its characters as lines and ruled tables in reading order.

Coordinates are points from the page's top left corner.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from statistics import median
from typing import Any, Final

from .pdf_unruled import Unruled, find_unruled
from .pdf_vertical import run_down, vertical_labels, vertical_text

#: More characters than this on one page are no page.
MAX_CHARACTERS: Final = 60_000
_MAX_CELLS: Final = 4_000
_TABLES: Final = {
    "vertical_strategy": "lines",
    "horizontal_strategy": "lines",
    "snap_tolerance": 4,
    "join_tolerance": 4,
    "intersection_tolerance": 5,
}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text outside tables; pieces far apart are parted by a tab.

    A `label` runs down beside other text.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    bold: bool
    label: bool = False


@dataclass(frozen=True, slots=True)
class TableCell:
    """A ruled cell: its 0-based place and extent, and its text."""

    row: int
    column: int
    rows: int
    columns: int
    text: str


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


@dataclass(slots=True)
class Page:
    """What a page holds, in reading order."""

    number: int
    width: float
    height: float
    items: list[Line | Table] = field(default_factory=list)
    characters: int = 0
    images: int = 0


def read_page(page: Any, number: int) -> Page:
    """The page of pdfplumber `page`."""
    found = Page(number, float(page.width), float(page.height), images=len(page.images))
    chars = [c for c in page.chars if c["text"].strip() or c["text"] in (" ", "\u3000")]
    found.characters = len(chars)
    if len(chars) > MAX_CHARACTERS:
        raise ValueError(f"{len(chars)} characters on page {number}")
    chars = _without_ruby(_once(chars))
    tables = []
    if len(page.edges) < 20_000:
        # A table inside the cell of another comes first: what is in it is its own.
        for table in sorted(page.find_tables(_TABLES), key=lambda held: _area(held.bbox)):
            if 1 < len(table.cells) <= _MAX_CELLS:
                inside, chars = _parted(chars, table.bbox)
                if inside:
                    tables.append(_table(table, inside))
    labels, chars = vertical_labels(chars)
    unruled, lines = find_unruled(_lines(chars))
    tables += [_from_columns(each) for each in unruled]
    upright = [replace(_line(label, run_down(label, [])), label=True) for label in labels]
    found.items = _ordered([*_segments(lines), *upright], tables)
    return found


def _area(box: tuple[float, ...]) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _without_ruby(chars: list[Any]) -> list[Any]:
    """Without the small kana right above other characters that say how they are read."""
    bases: dict[int, list[Any]] = {}
    for char in chars:
        bases.setdefault(round(char["top"] / 10), []).append(char)

    def read(char: Any) -> bool:
        if not "ぁ" <= char["text"][:1] <= "ヿ":
            return False
        near = round(char["bottom"] / 10)
        return any(
            base["size"] > 1.6 * char["size"]
            and abs(base["top"] - char["bottom"]) < 0.35 * base["size"]
            and base["x0"] - char["size"]
            < (char["x0"] + char["x1"]) / 2
            < base["x1"] + char["size"]
            for place in (near - 1, near, near + 1)
            for base in bases.get(place, ())
        )

    return [char for char in chars if not read(char)]


def _from_columns(found: Unruled) -> Table:
    chars = [char for row in found.rows for cell in row for char in cell]
    cells = tuple(
        TableCell(row, column, 1, 1, cell_text(held, right + 2))
        for row, line in enumerate(found.rows)
        for column, (held, right) in enumerate(zip(line, found.rights, strict=True))
        if held
    )
    return Table(
        min(char["x0"] for char in chars), min(char["top"] for char in chars),
        max(char["x1"] for char in chars), max(char["bottom"] for char in chars),
        found.edges, cells, median(char["size"] for char in chars),
    )  # fmt: skip


def _once(chars: list[Any]) -> list[Any]:
    """Without the second of two characters printed on each other to look bold."""
    seen: set[tuple[str, int, int]] = set()
    kept = []
    for char in chars:
        place = (char["text"], round(char["x0"] / 1.5), round(char["top"] / 1.5))
        if place not in seen:
            seen.add(place)
            kept.append(char)
    return kept


def _parted(chars: list[Any], box: tuple[float, ...]) -> tuple[list[Any], list[Any]]:
    inside: list[Any] = []
    outside: list[Any] = []
    for char in chars:
        x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
        within = box[0] <= x <= box[2] and box[1] <= y <= box[3]
        (inside if within else outside).append(char)
    return inside, outside


# -- tables -----------------------------------------------------------------------------------


def _edges(values: Iterable[float]) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > 3:
            found.append(value)
    return found


def _table(table: Any, chars: list[Any]) -> Table:
    boxes = sorted(table.cells, key=lambda box: (box[1], box[0]))
    frames = _frames(boxes)
    held: list[list[Any]] = [[] for _ in boxes]
    # Of a box with a table inside, the inner cells have the text.
    order = sorted(range(len(boxes)), key=lambda at: at in frames)
    for char in chars:
        x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
        for at in order:
            box = boxes[at]
            if box[0] <= x <= box[2] and box[1] <= y <= box[3]:
                held[at].append(char)
                break
    kept = [at for at in range(len(boxes)) if at not in frames or held[at]]
    boxes, held = [boxes[at] for at in kept], [held[at] for at in kept]
    lefts, tops = _edges(box[0] for box in boxes), _edges(box[1] for box in boxes)
    cells = []
    for at, box, inside in zip(kept, boxes, held, strict=True):
        row, column = bisect_left(tops, box[1] - 3), bisect_left(lefts, box[0] - 3)
        rows = 1 if at in frames else max(1, bisect_left(tops, box[3] - 3) - row)
        columns = max(1, bisect_left(lefts, box[2] - 3) - column)
        text = cell_text(inside, box[2])
        cells.append(TableCell(row, column, rows, columns, text))
    x0, top, x1, bottom = table.bbox
    size = median(char["size"] for char in chars)
    return Table(x0, top, x1, bottom, tuple(lefts), tuple(cells), size)


def _frames(boxes: list[tuple[float, ...]]) -> set[int]:
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


def cell_text(chars: list[Any], right: float) -> str:
    """The text of a cell that ends at `right`: lines broken for want of room are joined.

    A line is broken by its writer where another character would have fitted in. Letters set one
    below the other are a vertical label.
    """
    lines = _lines(chars)
    if not lines:
        return ""
    blanks = [char for char in chars if not char["text"].strip()]
    if len(lines) > 1 and (upright := vertical_text(lines, blanks)):
        return upright
    size = median(char["size"] for char in chars)
    margin = max(line[-1]["x1"] for line in lines)
    # Padding inside the cell: what the fullest line leaves free, if that is little.
    room = margin if right - margin < 2.2 * size else right - 0.8 * size
    text = ""
    for at, line in enumerate(lines):
        said = _text(line)
        if at:
            full = lines[at - 1][-1]["x1"] > room - max(1.3 * size, _first_word(line, size))
            text = joined(text, said) if full and not opens(said) else f"{text}\n{said}"
        else:
            text = said
    return text.strip()


def _first_word(line: Sequence[Any], size: float) -> float:
    """The width of the Latin word that begins a line, with the space before it; else 0."""
    end = 0
    for char in line:
        if not (char["text"].isascii() and char["text"].strip()):
            break
        end += 1
    return float(line[end - 1]["x1"] - line[0]["x0"] + 0.3 * size) if end else 0.0


def joined(left: str, right: str) -> str:
    """Two pieces of a broken line; a space between Latin words only."""
    latin = (
        left[-1:].isascii() and left[-1:].isalnum() and right[:1].isascii() and right[:1].isalpha()
    )
    return f"{left.rstrip()} {right.lstrip()}" if latin else left.rstrip() + right.lstrip()


def opens(text: str) -> bool:
    """Whether a line begins a list item or a heading."""
    return text.lstrip()[:1] in set("・•●○◆◇■□▼▽◎★☆※①②③④⑤⑥⑦⑧⑨⑩【〔《")


def _lines(chars: Sequence[Any]) -> list[list[Any]]:
    """Characters on one height, from left to right; lines from the top."""
    lines: list[list[Any]] = []
    middles: list[float] = []
    for char in sorted(chars, key=lambda c: ((c["top"] + c["bottom"]) / 2, c["x0"])):
        middle = (char["top"] + char["bottom"]) / 2
        if lines and abs(middle - middles[-1]) < 0.45 * max(1.0, char["size"]):
            lines[-1].append(char)
        else:
            lines.append([char])
            middles.append(middle)
    lines = [sorted(line, key=lambda char: float(char["x0"])) for line in lines]
    return [line for line in lines if any(char["text"].strip() for char in line)]


def _text(line: Sequence[Any]) -> str:
    text, last = "", None
    for char in line:
        if last is not None and char["x0"] - last["x1"] > 0.22 * char["size"]:
            near = (text[-1:] + char["text"]).isascii()
            if (near or char["x0"] - last["x1"] > 0.9 * char["size"]) and not text.endswith(
                (" ", "\u3000")
            ):
                text += " "
        text += char["text"]
        last = char
    return text.strip()


# -- lines outside tables ---------------------------------------------------------------------


def _segments(lines: list[list[Any]]) -> list[Line]:
    """Runs of the characters of each line without a wide gap."""
    found = []
    for line in lines:
        visible = [char for char in line if char["text"].strip()]
        run = [visible[0]]
        runs = [run]
        for char in visible[1:]:
            if char["x0"] - run[-1]["x1"] > 2.0 * max(char["size"], run[-1]["size"]):
                run = []
                runs.append(run)
            run.append(char)
        for piece in runs:
            x0, x1 = piece[0]["x0"], piece[-1]["x1"]
            text = _text([c for c in line if x0 - 0.1 <= c["x0"] and c["x1"] <= x1 + 0.1])
            found.append(_line(piece, text))
    return found


def _line(chars: list[Any], text: str) -> Line:
    bold = sum("bold" in c["fontname"].lower() or "heavy" in c["fontname"].lower() for c in chars)
    return Line(
        text,
        chars[0]["x0"],
        min(char["top"] for char in chars),
        chars[-1]["x1"],
        max(char["bottom"] for char in chars),
        median(char["size"] for char in chars),
        bold > len(chars) / 2,
    )


def _ordered(segments: list[Line], tables: list[Table]) -> list[Line | Table]:
    items: list[Line | Table] = sorted([*segments, *tables], key=lambda item: (item.top, item.x0))
    gutter = _gutter(items)
    if gutter is None:
        return _joined_rows(items)
    found: list[Line | Table] = []
    left: list[Line | Table] = []
    right: list[Line | Table] = []
    for item in items:
        if item.x0 < gutter < item.x1:
            found += [*_joined_rows(left), *_joined_rows(right), item]
            left, right = [], []
        else:
            (left if item.x1 <= gutter else right).append(item)
    return [*found, *_joined_rows(left), *_joined_rows(right)]


def _gutter(items: list[Line | Table]) -> float | None:
    """Where a page of two columns is parted: few lines cross it, both sides are full of text."""
    if len(items) < 10:
        return None
    x0, x1 = min(item.x0 for item in items), max(item.x1 for item in items)
    best: tuple[int, float] | None = None
    for step in range(31):
        at = x0 + (x1 - x0) * (0.35 + 0.01 * step)
        crossing = sum(item.x0 < at < item.x1 for item in items)
        if best is None or (crossing, abs(step - 15)) < (best[0], abs(best[1] - 15)):
            best = (crossing, step)
    if best is None or best[0] > 0.3 * len(items):
        return None
    at = x0 + (x1 - x0) * (0.35 + 0.01 * best[1])
    sides = [[i for i in items if i.x1 <= at], [i for i in items if i.x0 >= at]]
    widths = [at - x0, x1 - at]
    for side, width in zip(sides, widths, strict=True):
        full = [item for item in side if item.x1 - item.x0 > 0.7 * width]
        if len(side) < 4 or len(full) < 0.4 * len(side):
            return None
    return at


def _joined_rows(items: list[Line | Table]) -> list[Line | Table]:
    """Segments on one height become one line with tabs."""
    found: list[Line | Table] = []
    for item in sorted(items, key=lambda held: (held.top, held.x0)):
        last = found[-1] if found else None
        if isinstance(item, Line) and isinstance(last, Line):
            middle = (item.top + item.bottom) / 2
            if last.top < middle < last.bottom and item.x0 >= last.x1:
                found[-1] = Line(
                    f"{last.text}\t{item.text}", last.x0, min(last.top, item.top), item.x1,
                    max(last.bottom, item.bottom), max(last.size, item.size), last.bold and item.bold,
                )  # fmt: skip
                continue
        found.append(item)
    return found
