"""Tables that a plain text draws: with lines (│ ─, | +--+) or with columns of spaces.

A cell may go on in the lines below, which the file's own text has apart; so a text with such a
table is read as a flowing document whose places are lines.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from ..document import Document
from ..source import Source
from .flow import Box
from .pdf_text import joined, opens
from .text_grids import LineTable, lines_at, with_tables

_BARS: Final = "│┃｜|├┤┼┬┴┌┐└┘┝┥┿╋┣┫┳┻┏┓┗┛╂┠┨╟╢║╔╗╚╝╠╣╬╦╩+＋"
_UPRIGHT: Final = "│┃｜|║"
_FLAT: Final = "─━═=-－―ー╌┄"
_RULE: Final = re.compile(rf"[{re.escape(_BARS + _FLAT)}\s]+")
_SPLIT: Final = re.compile(rf"[{re.escape(_BARS)}]")
#: Pieces of an aligned line are parted by so much white space.
_GAP: Final = re.compile(r"[ ]{2,}|[ ]*\u3000[ \u3000]*")
#: A head of an aligned table has at least so many cells, none longer than this.
_COLUMNS: Final = 3
_HEAD: Final = 12
#: Lines longer than this are no line of a table.
_LONGEST: Final = 2_000


@dataclass(slots=True)
class _Open:
    """A cell that is being read: its row, its lines (numbers and texts).

    `room` is how much each line leaves free, as far as the table shows it.
    """

    row: int
    lines: list[tuple[int, str]] = field(default_factory=list)
    room: list[int] = field(default_factory=list)

    def text(self) -> str:
        """Its lines as one text; one that had room for more was ended by its writer."""
        whole = ""
        for n, (_, text) in enumerate(self.lines):
            word = re.match("[!-~]+", text)
            first = len(word[0]) + 1 if word else 2
            ended = 0 < n <= len(self.room) and self.room[n - 1] > first
            if not whole or opens(text) or ended:
                whole = f"{whole}\n{text}" if whole else text
            else:
                whole = joined(whole, text)
        return whole


def drawn_document(source: Source, where: str) -> Document | None:
    """`source` with its drawn tables as grids; None where it draws none."""
    lines = [source.quote(span) for _, span in source.lines()]
    tables = [
        LineTable(start, end, f"表{count}", tuple(boxes),
                  tuple(at for at in range(start, end) if _is_rule(lines[at])))
        for count, (start, end, boxes) in enumerate(_tables(lines), 1)
    ]  # fmt: skip
    return with_tables(source, where, tables) if tables else None


def _tables(lines: Sequence[str]) -> Iterator[tuple[int, int, list[Box]]]:
    """(first line, line behind the last, cells) of each drawn table."""
    at, heads = 0, set[tuple[str, ...]]()
    while at < len(lines):
        end = at
        while end < len(lines) and _is_drawn(lines[end]):
            end += 1
        if end - at >= 3 and (boxes := _ruled(lines, at, end)):
            yield at, end, boxes
            at = end
            continue
        if end == at:
            end, boxes = _aligned(lines, at, heads)
            if boxes:
                heads.add(_heads(lines[at]))
                yield at, end, boxes
                at = end
                continue
        at = max(end, at + 1)


def _is_rule(line: str) -> bool:
    text = line.strip()
    flat = sum(char in _FLAT for char in text)
    return flat >= 3 and _RULE.fullmatch(text) is not None


def _is_drawn(line: str) -> bool:
    text = line.strip()
    if not text or len(text) > _LONGEST:
        return False
    return _is_rule(text) or text[0] in _BARS and text[-1] in _UPRIGHT + "┤┫+" and len(text) > 2


# -- tables with lines ------------------------------------------------------------------------


def _segments(line: str) -> list[str]:
    """The pieces of a line between its bars, without what is outside the table."""
    pieces = _SPLIT.split(line.strip())
    return pieces[1:-1] if len(pieces) > 2 else pieces


def _flat(piece: str) -> bool:
    text = piece.strip()
    return len(text) > 1 and all(char in _FLAT for char in text)


def _ruled(lines: Sequence[str], start: int, end: int) -> list[Box]:
    """The cells of a table with lines; none where the lines do not go together.

    Where rules stand between its rows, lines between two rules are one row, and a rule under some
    columns ends their cells alone: the others go on over several rows.
    """
    held = [(at, _segments(lines[at]), _is_rule(lines[at])) for at in range(start, end)]
    rows = [pieces for _, pieces, rule in held if not rule]
    width = max(map(len, rows), default=0)
    if len(rows) < 2 or width < 2 or any(len(pieces) != width for pieces in rows):
        return []
    parted = [any(map(_flat, pieces)) for _, pieces, _ in held]
    by_rules = sum(parted[parted.index(False) : -1]) > 1
    found: list[_Open] = []
    current: list[_Open | None] = [None] * width
    ends: dict[int, int] = {}
    columns: dict[int, int] = {}
    row, fresh = -1, True
    before: list[str] = []
    for at, pieces, rule in held:
        if rule:
            current, fresh = [None] * width, True
            continue
        partial = any(map(_flat, pieces))
        if partial or fresh or not by_rules and not _goes_on(before, pieces):
            row += 1
            if not partial:
                current = [None] * width
        fresh, before = False, pieces
        for column, piece in enumerate(pieces):
            if _flat(piece):
                current[column] = None
                continue
            text = piece.strip(" \u3000\t")
            cell = current[column]
            if cell is None and text:
                cell = current[column] = _Open(row)
                columns[id(cell)] = column
                found.append(cell)
            if cell is not None:
                ends[id(cell)] = row
                if text:
                    cell.lines.append((at, text))
                    cell.room.append(_width(piece) - _width(piece.rstrip(" \u3000\t")))
    return [
        Box(
            cell.row, columns[id(cell)], cell.text(),
            lines_at(cell.lines[0][0], cell.lines[-1][0]), ends[id(cell)] - cell.row + 1,
        )
        for cell in found
    ]  # fmt: skip


def _goes_on(above: Sequence[str], pieces: Sequence[str]) -> bool:
    """Whether a line goes on with the row above.

    It has no name, or cells empty and others only below such as had no room for more.
    """
    if not above or all(piece.strip() for piece in pieces):
        return False
    return not pieces[0].strip(" \u3000") or all(
        _width(over) - _width(over.strip(" \u3000")) <= 3
        for over, piece in zip(above, pieces, strict=True)
        if piece.strip(" \u3000")
    )


# -- tables of aligned columns ----------------------------------------------------------------


def _pieces(line: str) -> list[tuple[int, str]]:
    """(column on the screen, text) of the pieces of a line; letters of Japanese are two wide."""
    found, at, column = [], 0, 0
    for match in [*_GAP.finditer(line), None]:
        end = match.start() if match else len(line)
        if text := line[at:end].strip():
            found.append((column, text))
        if match:
            column += _width(line[at : match.end()])
            at = match.end()
    return found


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def _heads(line: str) -> tuple[str, ...]:
    return tuple(text for _, text in _pieces(line))


def _aligned(
    lines: Sequence[str], start: int, known: set[tuple[str, ...]]
) -> tuple[int, list[Box]]:
    """A table whose cells begin where the heads above them do, and the line behind it.

    Below heads that are `known` from a table further up, one row is enough.
    """
    if len(lines[start]) > _LONGEST:
        return start, []
    heads = _pieces(lines[start])
    starts = [column for column, _ in heads]
    labelled = any(text in "：:" for _, text in heads)  # 事業名　：　朝の市
    if len(heads) < _COLUMNS or labelled or any(len(text) > _HEAD for _, text in heads):
        return start, []
    if any(right - left < 4 for left, right in pairwise(starts)):
        return start, []
    cells: list[list[_Open]] = [[_Open(0, [(start, text)]) for _, text in heads]]
    at, full = start + 1, 0
    while at < len(lines) and len(lines[at]) <= _LONGEST:
        if _is_rule(lines[at]):
            at += 1
            continue
        placed = _placed(_pieces(lines[at]), starts)
        if not placed or 0 not in placed and len(cells) == 1:
            break
        if 0 in placed:
            cells.append([_Open(len(cells)) for _ in heads])
            full += len(placed) > 1
        for column, text in placed.items():
            cells[-1][column].lines.append((at, text))
        at += 1
    if full < (1 if _heads(lines[start]) in known else 2) or full * 2 < len(cells):
        return start, []
    return at, [
        Box(cell.row, column, cell.text(), lines_at(cell.lines[0][0], cell.lines[-1][0]))
        for row in cells
        for column, cell in enumerate(row)
        if cell.lines
    ]


def _placed(pieces: Sequence[tuple[int, str]], starts: Sequence[int]) -> dict[int, str]:
    """column → text of a line; empty where a piece begins or ends in another column than its own."""
    found: dict[int, str] = {}
    for column, text in pieces:
        near = next((n for n, start in enumerate(starts) if abs(start - column) <= 1), None)
        if near is None or near in found:
            return {}
        if near + 1 < len(starts) and column + _width(text) > starts[near + 1]:
            return {}  # a heading or a sentence below the table
        found[near] = text
    return found
