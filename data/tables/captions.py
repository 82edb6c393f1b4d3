"""Lines above the tables of one sheet that say what each of them lists: 川の手入れ over 番号|事業名|….

A single such line is the title of the sheet. Where several tables have the same head, below each other
or side by side, and each has a line of its own, these are levels, numbered or not.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from ..document import Cell, Document
from ..words.table_words import TableWords, joined
from .column_guess import is_number
from .layout import Field, Table, distinct

_LONGEST: Final = 40
#: A title and no level: 令和7年度 事業一覧, 環境計画.
_TITLE: Final = re.compile(
    r"(?:一覧表?|計画書?|プラン|ビジョン|戦略|調書|年度)$|^(?:令和|平成|[0-9０-９]{4}年)"
)


def captioned(
    document: Document, tables: Mapping[int, list[Table]], words: TableWords
) -> dict[int, list[Table]]:
    """`tables` by the number of their grid, each with the line above it where that is a level."""
    sheets: dict[str, list[tuple[int, int]]] = defaultdict(list)
    places = dict(enumerate(map(Field.of, document.grids())))
    for number, place in places.items():
        for at in range(len(tables[number])):
            sheets[place.grid.name.partition("!")[0]].append((number, at))
    found = {number: list(held) for number, held in tables.items()}
    for held in sheets.values():
        alike = {tuple(c.head for c in tables[number][at].columns) for number, at in held}
        if len(held) < 2 or len(alike) > 1:
            continue
        lines = [_line(places[number], tables[number][at], words) for number, at in held]
        texts = [joined(line.text) for line in lines if line is not None]
        if len(texts) < len(held) or len(set(texts)) < len(texts):
            continue
        for (number, at), line in zip(held, lines, strict=True):
            found[number][at] = replace(found[number][at], caption=line)
            if line is not None and at > 0:
                found[number][at - 1] = replace(found[number][at - 1], end=line.row)
    return found


def _line(place: Field, table: Table, words: TableWords) -> Cell | None:
    """The cell that stands alone right above the head of a table, short and no note or title."""
    cells = distinct(place.row(table.head - 1))
    if len(cells) != 1 or cells[0].row != table.head - 1:
        return None
    text = joined(cells[0].text)
    if not text or len(text) > _LONGEST or text.endswith("。") or is_number(text):
        return None
    known = words.is_note(text) or words.meaning(text) is not None or _TITLE.search(text)
    return None if known or re.search("[（(]?単位", text) else cells[0]
