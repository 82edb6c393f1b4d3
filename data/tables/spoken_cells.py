"""Sheets whose cells say label and value in one: 事業名：朝市の開催, 担当課：農政課.

Such a grid is read as one with the label in a cell and its value in the next.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from ..document import Cell, Document, Grid, Part
from ..source import Span
from ..words.table_words import TableWords, joined

#: The label may stand in brackets of its own: 【担当課】：環境課.
_SPOKEN: Final = re.compile(
    r"[\s　・■□◆◇●○【〔［\[(（]*(?P<label>[^\s：:【】〔〕［］\[\]]{1,16})[】〕］\])）]?\s*[：:]\s*(?P<value>\S.*)",
    re.DOTALL,
)
#: So many labels make a sheet one of them.
_LABELS: Final = 3


def told_apart(document: Document, words: TableWords) -> Document:
    """`document`, labels and their values parted in sheets that are made of such cells."""
    parts: list[Part] = [
        _parted(part, words) if isinstance(part, Grid) else part for part in document.parts
    ]
    return replace(document, parts=tuple(parts))


def _parted(grid: Grid, words: TableWords) -> Grid:
    roles = [said[0] for cell in grid.cells if (said := _said(cell, words))]
    if len(roles) < _LABELS or "name" not in roles or 2 * len(roles) < len(grid.cells):
        return grid
    return replace(grid, cells=tuple(_cells(grid, words)))


def _cells(grid: Grid, words: TableWords) -> Iterator[Cell]:
    for cell in grid.cells:
        wide = replace(cell, column=2 * cell.column, columns=2 * cell.columns)
        if (said := _said(cell, words)) is None:
            yield wide
            continue
        _, label, value = said
        start = cell.span.start
        spans = [Span(start + a, start + b) for a, b in (label, value)]
        yield replace(wide, text=cell.text[slice(*label)], span=spans[0], columns=1)
        yield replace(
            wide, text=cell.text[slice(*value)], span=spans[1], column=wide.column + 1, columns=1
        )


def _said(cell: Cell, words: TableWords) -> tuple[str, tuple[int, int], tuple[int, int]] | None:
    """The role of a cell's label, and where label and value stand in its text."""
    match = _SPOKEN.fullmatch(cell.text)
    if match is None or len(cell.text) != cell.span.end - cell.span.start:
        return None
    meaning = words.meaning(joined(match["label"]))
    if meaning is None or meaning.confidence <= 0.9:
        return None
    return meaning.role, match.span("label"), match.span("value")
