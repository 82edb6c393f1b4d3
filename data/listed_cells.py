"""Cells that list several projects, each behind a mark or a number of its own."""

import re
from dataclasses import replace
from typing import Final

from .document import Cell
from .project_cells import Filled
from .source import Source, Span

_ITEM: Final = re.compile(
    r"[ \t　]*(?:[・･•○●◎■□◆◇▪‣*－-]|[①-⑳]|[(（]?[0-9０-９]{1,2}[)）.．])[ 　]*(?=\S)"
)


def items_apart(source: Source, filled: list[Filled]) -> list[list[Filled]]:
    """The cells of each project of a row whose name's cell lists several, item by item.

    Cells with as many items go one to one, all others belong to each.
    """
    named = next(each for each in filled if each.meaning.role == "name")
    names = _items(source, named.cell)
    if len(names) < 2:
        return [filled]
    found = []
    for n, name in enumerate(names):
        own = []
        for each in filled:
            items = _items(source, each.cell) if each.meaning.role != "level" else []
            if each is named:
                own.append(replace(each, cell=name))
            elif len(items) == len(names):
                own.append(replace(each, cell=items[n]))
            else:
                own.append(each)
        found.append(own)
    return found


def _items(source: Source, cell: Cell) -> list[Cell]:
    """The items of a cell, each with a mark or number in front; nothing for other cells."""
    starts: list[int] = []
    at = cell.span.start
    for line in source.quote(cell.span).split("\n"):
        if _ITEM.match(line):
            starts.append(at)
        elif not starts and line.strip():
            return []
        at += len(line) + 1
    if len(starts) < 2:
        return []
    spans = [
        source.strip(Span(start, end))
        for start, end in zip(starts, [*starts[1:], cell.span.end], strict=True)
    ]
    texts = [source.quote(span) for span in spans]
    if any(len(text) > 50 or text.endswith("。") for text in texts):
        return []
    return [replace(cell, text=text, span=span) for text, span in zip(texts, spans, strict=True)]
