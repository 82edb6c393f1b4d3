"""One page of a PDF: its characters as lines and ruled tables in reading order.

Coordinates are points from the page's top left corner.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from statistics import median
from typing import Any, Final

from .pdf_notes import without_note_marks
from .pdf_struck import without_struck
from .pdf_tables import Table, from_columns, ruled_tables
from .pdf_text import line_text, lines_of
from .pdf_unruled import find_unruled
from .pdf_vertical import run_down, vertical_labels

#: Lines of a column begin so near to its edge, in points.
_FLUSH: Final = 14.0
#: More characters than this on one page are no page.
MAX_CHARACTERS: Final = 60_000


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


@dataclass(slots=True)
class Page:
    """What a page holds, in reading order; `struck` are its texts that are struck out.

    `notes` are the marks in its text that refer to notes below it. `corner` is the top left one of
    what is shown of it.
    """

    number: int
    width: float
    height: float
    items: list[Line | Table] = field(default_factory=list)
    characters: int = 0
    images: int = 0
    struck: list[str] = field(default_factory=list)
    gutter: float | None = None
    notes: set[str] = field(default_factory=set)
    corner: tuple[float, float] = (0.0, 0.0)


def read_page(page: Any, number: int) -> Page:
    """The page of pdfplumber `page`."""
    found = Page(number, float(page.width), float(page.height), images=len(page.images))
    found.corner = (max(page.bbox[0], page.cropbox[0]), max(page.bbox[1], page.cropbox[1]))
    chars = [c for c in page.chars if c["text"].strip() or c["text"] in (" ", "\u3000")]
    found.characters = len(chars)
    if len(chars) > MAX_CHARACTERS:
        raise ValueError(f"{len(chars)} characters on page {number}")
    chars, found.struck = without_struck(page, chars)
    chars, found.notes = without_note_marks(_without_ruby(_once(chars)))
    tables: list[Table] = []
    if len(page.edges) < 20_000:
        tables, chars = ruled_tables(page, chars)
    labels, chars = vertical_labels(chars)
    unruled, lines = find_unruled(lines_of(chars))
    tables += [from_columns(each) for each in unruled]
    upright = [replace(_line(label, run_down(label, [])), label=True) for label in labels]
    found.items, found.gutter = _ordered([*_segments(lines), *upright], tables)
    return found


def _without_ruby(chars: list[Any]) -> list[Any]:
    """Without the small kana right above larger characters that say how they are read.

    Kana that stand in a line with other letters of their size are text above a heading.
    """
    bases: dict[int, list[Any]] = {}
    for char in chars:
        bases.setdefault(round(char["top"] / 10), []).append(char)

    def reads(char: Any) -> bool:
        near = round(char["bottom"] / 10)
        return any(
            base["size"] > 1.6 * char["size"]
            and not _is_kana(base)
            and abs(base["top"] - char["bottom"]) < 0.35 * base["size"]
            and base["x0"] - char["size"]
            < (char["x0"] + char["x1"]) / 2
            < base["x1"] + char["size"]
            for place in (near - 1, near, near + 1)
            for base in bases.get(place, ())
        )

    found = {id(char) for char in chars if _is_kana(char) and reads(char)}
    if found:
        for run in _set_solid(chars):
            if not all(map(_is_kana, run)):
                found.difference_update(map(id, run))
    return [char for char in chars if id(char) not in found]


def _is_kana(char: Any) -> bool:
    letter: str = char["text"][:1]
    return "ぁ" <= letter <= "ヿ"


def _set_solid(chars: list[Any]) -> Iterator[list[Any]]:
    """Runs of letters of one size that stand in a line, each right behind the one before."""
    run: list[Any] = []
    for char in sorted(chars, key=lambda c: (round(c["bottom"]), round(c["size"]), c["x0"])):
        last = run[-1] if run else None
        if last is not None and not (
            round(last["bottom"]) == round(char["bottom"])
            and round(last["size"]) == round(char["size"])
            and char["x0"] - last["x1"] < 0.6 * char["size"]
        ):
            yield run
            run = []
        run.append(char)
    if run:
        yield run


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
            text = line_text([c for c in line if x0 - 0.1 <= c["x0"] and c["x1"] <= x1 + 0.1])
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


def _ordered(segments: list[Line], tables: list[Table]) -> tuple[list[Line | Table], float | None]:
    """What a page holds in reading order, and where it is parted into two columns."""
    items: list[Line | Table] = sorted([*segments, *tables], key=lambda item: (item.top, item.x0))
    gutter = _gutter(items)
    if gutter is None:
        return _joined_rows(items), None
    found: list[Line | Table] = []
    left: list[Line | Table] = []
    right: list[Line | Table] = []
    body = _body(items)
    across = [i.size for i in items if isinstance(i, Line) and i.x0 < gutter < i.x1]
    for item in items:
        # What is set like the headings across both columns is one, however short.
        wide = isinstance(item, Line) and item.size > 1.15 * body
        if item.x0 < gutter < item.x1 or wide and item.size > min(across, default=1e9) - 0.3:
            found += [*_joined_rows(left), *_joined_rows(right), item]
            left, right = [], []
        else:
            (left if item.x1 <= gutter else right).append(item)
    return [*found, *_joined_rows(left), *_joined_rows(right)], gutter


def _body(items: list[Line | Table]) -> float:
    """The size of most lines."""
    return median([item.size for item in items if isinstance(item, Line)] or [10.0])


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
    if _beside(*sides):
        return None
    widths = [at - x0, x1 - at]
    # Rows of a table stand on one height; two columns of text with headings seldom do.
    apart = best[0] == 0 and _stand_apart(*sides)
    for side, width in zip(sides, widths, strict=True):
        full = [item for item in side if item.x1 - item.x0 > 0.7 * width]
        # Columns of many headings have few full lines; labels beside values have none.
        edge = 4 * Counter(round(item.x0 / 4) for item in side).most_common(1)[0][0] if side else 0
        flush = [item for item in side if abs(item.x0 - edge) < _FLUSH]
        least = 1 if apart else max(3, 0.2 * len(side))
        columns = len(full) >= least and len(flush) >= 0.9 * len(side)
        if len(side) < 4 or len(full) < 0.4 * len(side) and not columns:
            return None
    return at


def _beside(left: list[Line | Table], right: list[Line | Table]) -> bool:
    """Whether the right side is tables alone, each beside one of the left: cards in rows."""
    tops = [item.top for item in left if isinstance(item, Table)]
    return all(
        isinstance(item, Table) and any(abs(item.top - top) < _FLUSH / 2 for top in tops)
        for item in right
    )


def _stand_apart(left: list[Line | Table], right: list[Line | Table]) -> bool:
    """Whether most lines of one side stand on no height of the other's."""
    few, many = sorted((left, right), key=len)
    middles = [(item.top + item.bottom) / 2 for item in many]
    level = sum(
        any(abs((item.top + item.bottom) / 2 - middle) < 0.2 * item.size for middle in middles)
        for item in few
    )
    return 2 * level < len(few)


def _joined_rows(items: list[Line | Table]) -> list[Line | Table]:
    """Segments on one height become one line with tabs."""
    found: list[Line | Table] = []
    for item in sorted(items, key=lambda held: (held.top, held.x0)):
        last = found[-1] if found else None
        if isinstance(item, Line) and isinstance(last, Line):
            middle = (item.top + item.bottom) / 2
            upright = item.label or last.label
            if last.top < middle < last.bottom and item.x0 >= last.x1 and not upright:
                found[-1] = Line(
                    f"{last.text}\t{item.text}", last.x0, min(last.top, item.top), item.x1,
                    max(last.bottom, item.bottom), max(last.size, item.size), last.bold and item.bold,
                )  # fmt: skip
                continue
        found.append(item)
    return found
