"""Sheets with tables of projects side by side: each becomes a grid of its own."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from ..document import Cell, Document, Grid, Part
from ..formats.delimited import column_letters
from ..words.table_words import TableWords, joined
from .layout import Field, distinct

#: Heads are looked for in so many rows.
_ROWS: Final = 40


def apart(document: Document, words: TableWords) -> Document:
    """`document`, the tables that stand side by side in one grid parted.

    The piece further right is called by the sheet and its first column: 一覧!F.
    """
    parts: list[Part] = []
    for part in document.parts:
        parts += _parted(part, words) if isinstance(part, Grid) else [part]
    return replace(document, parts=tuple(parts))


def _parted(grid: Grid, words: TableWords) -> Iterator[Grid]:
    place = Field.of(grid)
    cuts = next((cuts for row in place.rows[:_ROWS] if (cuts := _cuts(place, row, words))), [])
    cuts = cuts or _form_cuts(place, words)
    cuts = [cut for cut in cuts if not _crossed(grid, place, cut)]
    if not cuts:
        yield grid
        return
    for left, right in zip([0, *cuts], [*cuts, 1 << 20], strict=True):
        cells = tuple(cell for cell in grid.cells if left <= cell.column < right)
        if left == 0:
            yield replace(grid, cells=cells)
        else:
            yield Grid(f"{grid.name}!{column_letters(left)}", cells)


def _cuts(place: Field, row: int, words: TableWords) -> list[int]:
    """The columns where the heads of row `row` begin again, a project's name among them each time."""
    heads = [cell for cell in distinct(place.row(row)) if cell.row == row]
    texts = [joined(cell.text) for cell in heads]
    if len(heads) < 4:
        return []
    starts = [n for n, text in enumerate(texts) if text == texts[0]]
    pieces = [texts[a:b] for a, b in zip(starts, [*starts[1:], len(texts)], strict=True)]
    if len(pieces) < 2 or any(piece != pieces[0] for piece in pieces[1:]) or len(pieces[0]) < 2:
        return []
    known = [meaning.role for text in pieces[0] if (meaning := words.meaning(text))]
    return [heads[n].column for n in starts[1:]] if "name" in known and len(known) > 1 else []


def _form_cuts(place: Field, words: TableWords) -> list[int]:
    """The columns where the labels of a form come again, row by row: 事業名|…|事業名|…."""
    again: Counter[int] = Counter()
    named: set[int] = set()
    for row in place.rows[:_ROWS]:
        cells = [cell for cell in distinct(place.row(row)) if cell.row == row]
        label = joined(cells[0].text) if cells else ""
        if len(cells) < 4 or (meaning := words.meaning(label)) is None:
            continue
        columns = [cell.column for cell in cells[2:] if joined(cell.text) == label]
        again.update(columns)
        named.update(columns if meaning.role == "name" else ())
    return sorted(column for column, count in again.items() if count >= 3 and column in named)


def _crossed(grid: Grid, place: Field, cut: int) -> bool:
    """Whether a cell lies across `cut`, but for a title that stands alone in its row."""
    across: Iterator[Cell] = (c for c in grid.cells if c.column < cut < c.column + c.columns)
    return any(len(distinct(place.row(cell.row))) > 1 for cell in across)
