"""Tables whose cells tabs part, in a plain text: as a spreadsheet saves or copies them.

The lines of most such tables are read as they stand, by the columns that a profile of headed plans
knows. A table that says more (who is paid what, several heads one above another, a government to
each row) is made a grid, and is then read as the tables of all other formats are.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from .document import Cell, Document, Grid, Kind, Part
from .flow import Box, FlowWriter
from .forms import Form, find_forms, is_form
from .layout import Field, Table
from .lexicon import squeeze
from .profile import Profile
from .rows import is_contents
from .source import Span
from .table_grids import tables_of
from .table_profile import role_of
from .table_words import TableWords, joined
from .text_pages import running_lines

#: A quoted cell goes on over so many lines at most; longer lines are no row of a table.
_LINES: Final = 40
_LONGEST: Final = 100_000
#: What the columns of a headed plan's profile are called among the roles of tables.
_ROLES: Final = {"note": "detail", "partner": "partner:cooperation"}
#: Roles that no reading of lines misses.
_SPARE: Final = ("", "ignored", "number")


@dataclass(frozen=True, slots=True)
class Tabbed:
    """Lines `[start, end)` of a text that are the rows of one table."""

    start: int
    end: int
    boxes: tuple[Box, ...]

    @property
    def name(self) -> str:
        """What the table is called to a person: the line where it begins."""
        return f"{self.start + 1}行の表"

    def grid(self) -> Grid:
        """The cells, to be looked at before they have a place in a source."""
        nowhere = Span(0, 0)
        return Grid(self.name, tuple(Cell(b.row, b.column, b.text, nowhere) for b in self.boxes))


def tabbed_tables(document: Document) -> list[Tabbed]:
    """The tables with tabs of a plain text, from the top; none of a document of another kind."""
    if document.parts or document.source.media_type != "text/plain":
        return []
    return list(_tables(_lines(document)))


def with_grids(document: Document, profile: Profile, words: TableWords) -> Document:
    """`document` with grids for the tables of tabs whose lines alone would not say all."""
    found = tabbed_tables(document)
    if not any(_says_more(table, profile, words) for table in found):
        return document
    begun = {
        table.start: table for table in found
        if tables_of(table.grid(), words) or _told(table, words) or _forms(table, words)
    }  # fmt: skip
    lines = _lines(document)
    running = running_lines(lines)
    writer = FlowWriter(document.source.name)
    at = 0
    while at < len(lines):
        if table := begun.get(at):
            writer.grid(table.name, table.boxes)
            at = table.end
            continue
        kind: Kind = "contents" if "\t" not in lines[at] and is_contents(lines[at]) else "text"
        kind = "running" if at in running else kind
        writer.paragraph(lines[at], _place(at, at + 1), kind=kind)
        at += 1
    source = document.source
    made = writer.document(
        name=source.name, sha256=source.sha256, encoding=source.encoding,
        media_type=source.media_type,
    )  # fmt: skip
    parts: tuple[Part, ...] = made.parts
    return Document(made.source, parts, (*document.notices, *made.notices))


def _lines(document: Document) -> list[str]:
    return [document.source.quote(span) for _, span in document.source.lines()]


def _place(start: int, end: int) -> str:
    return f"{start + 1}行" if end == start + 1 else f"{start + 1}-{end}行"


def _tables(lines: Sequence[str]) -> Iterator[Tabbed]:
    at = 0
    while at < len(lines):
        start, boxes, row = at, list[Box](), 0
        while at < len(lines) and ("\t" in lines[at] or lines[at].startswith('"')):
            cells, end = _row(lines, at)
            if len(cells) < 2:
                break
            place = _place(at, end)
            boxes += [Box(row, n, text, place) for n, text in enumerate(cells) if text.strip()]
            at, row = end, row + 1
        if row > 1:
            yield Tabbed(start, at, tuple(boxes))
        at = max(at, start + 1)


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


def _told(table: Tabbed, words: TableWords) -> tuple[str, ...] | None:
    """The roles that the profile gives the heads of a table, if it does."""
    cells = [box.text for box in table.boxes if box.row == 0]
    return words.told_heads.get(tuple(squeeze(joined(text)) for text in cells))


def _forms(table: Tabbed, words: TableWords) -> list[Form]:
    place = Field.of(table.grid())
    return find_forms(place, words) if is_form(place, words) else []


def _says_more(table: Tabbed, profile: Profile, words: TableWords) -> bool:
    """Whether the columns of a table are other than its lines would be read by."""
    found = tables_of(table.grid(), words)
    if not found:
        if _told(table, words) is not None:
            return True
        roles = {each.meaning.role for form in _forms(table, words) for each in form.filled}
        return bool(roles & {"level", "department", "subunit", "related", "amount"})
    broken = any("\n" in box.text for box in table.boxes)
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
