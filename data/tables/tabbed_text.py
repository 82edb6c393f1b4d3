"""Tables whose cells tabs part, in a plain text: as a spreadsheet saves or copies them.

The lines of most such tables are read as they stand, by the columns that a profile of headed plans
knows. A table that says more (who is paid what, several heads one above another, a government to
each row) is made a grid, and is then read as the tables of all other formats are.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from ..document import Cell, Document, Grid
from ..formats.flow import Box
from ..formats.text_grids import LineTable, lines_at, with_tables
from ..source import Span
from ..words.lexicon import squeeze
from ..words.profile import Profile
from ..words.table_words import TableWords, joined
from .forms import Form, find_forms, is_form
from .grids import tables_of
from .layout import Field, Table
from .profile import role_of

#: A quoted cell goes on over so many lines at most; longer lines are no row of a table.
_LINES: Final = 40
_LONGEST: Final = 100_000
#: What the columns of a headed plan's profile are called among the roles of tables.
_ROLES: Final = {"note": "detail", "partner": "partner:cooperation"}
#: Roles that no reading of lines misses.
_SPARE: Final = ("", "ignored", "number")


def tabbed_grids(document: Document, words: TableWords) -> list[Grid]:
    """The tables with tabs of a plain text as grids, to be looked at: cells without a place."""
    return [_grid(table) for table in _tabbed(document, words)]


def with_grids(document: Document, profile: Profile, words: TableWords) -> Document:
    """`document` with grids for the tables of tabs whose lines alone would not say all."""
    tables = _tabbed(document, words)
    if not any(_says_more(_grid(table), profile, words) for table in tables):
        return document
    kept = [table for table in tables if _is_project_table(_grid(table), words)]
    made = with_tables(document.source, document.source.name, kept)
    return replace(made, notices=(*document.notices, *made.notices))


def _tabbed(document: Document, words: TableWords) -> list[LineTable]:
    if document.parts or document.source.media_type != "text/plain":
        return []
    source = document.source
    return list(_tables([source.quote(span) for _, span in source.lines()], words))


def _grid(table: LineTable) -> Grid:
    nowhere = Span(0, 0)
    return Grid(table.name, tuple(Cell(b.row, b.column, b.text, nowhere) for b in table.boxes))


def _is_project_table(grid: Grid, words: TableWords) -> bool:
    return bool(tables_of(grid, words) or _told(grid, words) or _forms(grid, words))


def _tables(lines: Sequence[str], words: TableWords) -> Iterator[LineTable]:
    at = 0
    while at < len(lines):
        start, boxes, row, begun = at, list[Box](), 0, at
        while at < len(lines):
            if row > 1 and boxes and _is_office(lines[at], words):
                # A break of lines without quotation marks, inside the last cell.
                last = boxes[-1]
                text, place = f"{last.text}\n{lines[at].strip()}", lines_at(begun, at)
                boxes[-1] = replace(last, text=text, locator=place)
                at += 1
                continue
            if "\t" not in lines[at] and not lines[at].startswith('"'):
                break
            begun = at
            cells, end = _row(lines, at)
            if len(cells) < 2:
                break
            place = lines_at(at, end - 1)
            boxes += [Box(row, n, text, place) for n, text in enumerate(cells) if text.strip()]
            at, row = end, row + 1
        if row > 1:
            yield LineTable(start, at, f"{start + 1}行の表", tuple(boxes))
        at = max(at, start + 1)


def _is_office(line: str, words: TableWords) -> bool:
    """Whether a line has the name of one section and nothing else."""
    name = line.strip()
    alone = 2 < len(name) <= 20 and not re.search(r"\s", name)
    return alone and words.is_office(name) and words.ends_like(name, "divisions")


def _row(lines: Sequence[str], at: int) -> tuple[list[str], int]:
    """The cells of the row that begins at line `at`, and the line behind it.

    A cell with breaks of lines stands in quotation marks, as spreadsheets write them.
    """
    whole = lines[at]
    for end in range(at + 1, min(len(lines), at + _LINES) + 1):
        if len(whole) > _LONGEST:
            break
        if whole.count('"') % 2 == 0:
            return next(csv.reader([whole], delimiter="\t")) if '"' in whole else (
                whole.split("\t")
            ), end  # fmt: skip
        if not any(cell.startswith('"') for cell in whole.split("\t")) or end == len(lines):
            break
        whole = f"{whole}\n{lines[end]}"
    return lines[at].split("\t"), at + 1


def _told(grid: Grid, words: TableWords) -> tuple[str, ...] | None:
    """The roles that the profile gives the heads of a table, if it does."""
    cells = [cell.text for cell in grid.cells if cell.row == 0]
    return words.told_heads.get(tuple(squeeze(joined(text)) for text in cells))


def _forms(grid: Grid, words: TableWords) -> list[Form]:
    place = Field.of(grid)
    return find_forms(place, words) if is_form(place, words) else []


def _says_more(grid: Grid, profile: Profile, words: TableWords) -> bool:
    """Whether the columns of a table are other than its lines would be read by."""
    found = tables_of(grid, words)
    if not found:
        if _told(grid, words) is not None:
            return True
        roles = {each.meaning.role for form in _forms(grid, words) for each in form.filled}
        return bool(roles & {"level", "department", "subunit", "related", "amount"})
    broken = any("\n" in cell.text for cell in grid.cells)
    return broken or any(_more_than_lines(each, profile) for each in found)


def _more_than_lines(table: Table, profile: Profile) -> bool:
    heads = [column.head for column in table.columns]
    columns = profile.columns(heads)
    if columns is None or table.body - table.head > 1:
        return True
    for head, column, said in zip(heads, columns, map(role_of, table.columns), strict=True):
        level = profile.level_label(head)
        read = _ROLES.get(column, column) if column else ""
        if level is not None and column is None:
            read = "level:goal" if level[0] == "goal" else "level"
        if read != said and (read or said not in _SPARE):
            return True
    return False
