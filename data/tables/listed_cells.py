"""Cells that list several projects, each behind a mark or a number of its own."""

import re
from dataclasses import replace
from typing import Final

from ..document import Cell
from ..source import Source, Span
from ..words.table_words import Meaning, TableWords
from .project_cells import Filled

_ITEM: Final = re.compile(
    r"[ \t　]*(?:[・･•○●◎■□◆◇▪‣*－-]|[①-⑳]|[(（]?[0-9０-９]{1,2}[)）.．])[ 　]*(?=\S)"
)


#: 介護予防教室（高齢福祉課、社会教育課）: an item and who is in charge of it.
_OWNED: Final = re.compile(
    r"(?P<name>.{2,}?)[\s　]*[（(【\[［〔](?P<offices>[^（()）【】]{2,60})[)）】\]］〕]"
)


def items_apart(source: Source, filled: list[Filled], words: TableWords) -> list[list[Filled]]:
    """The cells of each project of a row whose name's cell lists several, item by item.

    Cells with as many items go one to one, all others belong to each. A section in brackets behind
    an item owns it.
    """
    found = _apart(source, filled)
    return [_with_owner(source, each, words, listed=len(found) > 1) for each in found]


def _with_owner(
    source: Source, filled: list[Filled], words: TableWords, *, listed: bool
) -> list[Filled]:
    """The cells of one project, the section in brackets behind its name in a cell of its own.

    It goes before the section of a row or sheet for all items (`listed`); the bracket of a project
    that has its row to itself does not.
    """
    owned = [f for f in filled if f.meaning.role in ("section", "department")]
    if not listed and any(f.cell.text.strip() for f in owned):
        return filled
    named = next(each for each in filled if each.meaning.role == "name")
    match = _OWNED.fullmatch(source.quote(named.cell.span))
    if match is None:
        return filled
    offices = [piece for piece in re.split(r"[、，,・／/\s]+", match["offices"]) if piece]
    if not all(words.is_office(o) and words.ends_like(o, "divisions") for o in offices):
        return filled
    at = named.cell.span.start
    name = Span(at, at + match.end("name"))
    section = Span(at + match.start("offices"), at + match.end("offices"))
    owner = replace(named.cell, text=match["offices"], span=section)
    own = Filled(Meaning("section", 0.9), "", owner)
    short = replace(named, cell=replace(named.cell, text=match["name"], span=name))
    of_all = Meaning("ignored", 0.7)
    rest = [replace(each, meaning=of_all) if each in owned else each for each in filled]
    return [short if each is named else each for each in rest] + [own]


def _apart(source: Source, filled: list[Filled]) -> list[list[Filled]]:
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
