"""Tables without rules on a page of a PDF: columns that a row of short heads opens.

The pieces of every line below the heads stay within the columns; a line that crosses a gutter ends
the table. Lines belong to one row where the space between them is that inside a cell.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any, Final

Chars = list[Any]

#: A table has at least so many columns, and so many lines below its heads.
_COLUMNS: Final = 3
_LINES: Final = 2
_HEAD: Final = 12
#: Gaps, in sizes of the type: between words of one cell, and between heads.
_FINE: Final = 0.6
_WIDE: Final = 1.6
#: A line in type so much greater than that of the heads is a heading, and in no table.
_HEADING: Final = 1.12
#: A space between lines that is so much greater than the least one parts two rows.
_ROW: Final = 1.25


@dataclass(slots=True)
class _Span:
    """The extent of a column from its leftmost to its rightmost character."""

    x0: float
    x1: float


@dataclass(frozen=True, slots=True)
class Unruled:
    """A table found by its columns: rows of cells, each the characters in it, from the top left."""

    rows: list[list[Chars]]
    edges: tuple[float, ...]
    rights: tuple[float, ...]


def find_unruled(lines: Sequence[Chars]) -> tuple[list[Unruled], list[Chars]]:
    """The tables among the lines of a page, and the lines outside them, both from the top."""
    found: list[Unruled] = []
    rest: list[Chars] = []
    heads: list[list[str]] = []
    at = 0
    while at < len(lines):
        table, end = _table(lines, at, heads)
        if table is None:
            rest.append(lines[at])
            at += 1
        else:
            found.append(table)
            heads.append(_text(table.rows[0]))
            at = end
    return found, rest


def _table(lines: Sequence[Chars], at: int, known: list[list[str]]) -> tuple[Unruled | None, int]:
    """The table whose heads are line `at` and the index behind it, or None.

    Below heads that are `known` from a table further up, one row is enough.
    """
    heads = _pieces(lines[at], _WIDE)
    if len(heads) < _COLUMNS or any(len(_visible(head)) > _HEAD for head in heads):
        return None, at
    spans = [_Span(head[0]["x0"], head[-1]["x1"]) for head in heads]
    held: list[list[Chars]] = [heads]
    end = at + 1
    while end < len(lines) and _near(lines[end - 1], lines[end]):
        if _size(lines[end]) > _HEADING * _size(lines[at]):
            break
        placed = _placed(_pieces(lines[end], _FINE), spans)
        if placed is None:
            break
        if _text(placed) == _text(heads):  # the heads again: another table
            behind = _heading_of_next(held)
            held, end = held[: len(held) - behind], end - behind
            break
        held.append(placed)
        end += 1
    least = 1 if _text(heads) in known else _LINES
    if len(held) <= least or sum(sum(map(bool, line)) > 1 for line in held[1:]) < least:
        return None, at
    rows = _rows(held)
    if len(rows) < _LINES:
        return None, at
    edges = tuple(span.x0 for span in spans)
    return Unruled(rows, edges, tuple(span.x1 for span in spans)), end


def _size(line: Chars) -> float:
    return float(median(char["size"] for char in line))


def _text(line: list[Chars]) -> list[str]:
    return ["".join(char["text"] for char in cell) for cell in line]


def _heading_of_next(held: list[list[Chars]]) -> int:
    """How many of the last lines are the heading of the table that follows: set off, at the left."""
    tops = [min(char["top"] for cell in line for char in cell) for line in held]
    least = min((below - above for above, below in pairwise(tops)), default=0.0)
    behind = 0
    for number in range(len(held) - 1, 0, -1):
        if not held[number][0] or any(held[number][1:]):
            break
        if tops[number] - tops[number - 1] > _ROW * least:
            behind = len(held) - number
    return behind


def _visible(chars: Chars) -> Chars:
    return [char for char in chars if char["text"].strip()]


def _pieces(line: Chars, gap: float) -> list[Chars]:
    """The runs of visible characters of a line, parted where `gap` sizes are free."""
    pieces: list[Chars] = []
    for char in _visible(line):
        if pieces and char["x0"] - pieces[-1][-1]["x1"] <= gap * char["size"]:
            pieces[-1].append(char)
        else:
            pieces.append([char])
    return pieces


def _near(above: Chars, below: Chars) -> bool:
    size = max(char["size"] for char in above)
    return bool(below[0]["top"] - max(char["bottom"] for char in above) < 2.5 * size)


def _placed(pieces: list[Chars], spans: list[_Span]) -> list[Chars] | None:
    """The characters of a line by column, the columns widened; None where a piece crosses two."""
    placed: list[Chars] = [[] for _ in spans]
    wider = [_Span(span.x0, span.x1) for span in spans]
    for piece in pieces:
        x0, x1 = piece[0]["x0"], piece[-1]["x1"]
        over = [n for n, span in enumerate(wider) if x0 < span.x1 and span.x0 < x1]
        if not over:  # beside a narrow head: behind the column on its left
            over = [max((n for n, span in enumerate(wider) if span.x1 <= x0), default=0)]
        if len(over) > 1:
            return None
        span = wider[over[0]]
        span.x0, span.x1 = min(span.x0, x0), max(span.x1, x1)
        placed[over[0]] += piece
    if any(left.x1 > right.x0 for left, right in pairwise(wider)):
        return None
    spans[:] = wider
    return placed


def _rows(held: list[list[Chars]]) -> list[list[Chars]]:
    """Lines as rows: by the space between them, or each line that fills the outer columns."""
    tops = [min(char["top"] for cell in line for char in cell) for line in held]
    size = median(char["size"] for line in held for cell in line for char in cell)
    steps = [below - above for above, below in pairwise(tops)]
    least = min(steps[1:], default=steps[0])
    spaced = max(steps[1:], default=least) > _ROW * least and least < 2.2 * size
    rows: list[list[Chars]] = [held[0]]
    for number, line in enumerate(held[1:]):
        if spaced:
            new = number == 0 or steps[number] > _ROW * least
        else:
            new = number == 0 or bool(line[0]) and sum(map(bool, line)) >= min(3, len(line))
        if new:
            rows.append([[] for _ in line])
        for cell, chars in zip(rows[-1], line, strict=True):
            cell += chars
    return rows
