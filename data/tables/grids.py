"""Reading the tables and forms of projects in one grid, whatever document it stands in."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from ...language import Text
from ..document import Document, Grid, Paragraph
from ..records import notice_at
from ..source import Span
from ..words.heading_numbers import numbering
from ..words.table_words import Meaning, TableWords, joined
from .column_guess import is_plan, settled
from .forms import Form, find_forms, is_form, label_of
from .headings import Above, band, heading, is_band, labelled_level, signature
from .layout import Field, Table, distinct, find_tables
from .linked_rows import LinkedRows
from .listed_cells import items_apart
from .profile import given_tables, is_told, told_columns
from .project_cells import Filled, ProjectWriter
from .rows import TableRows

#: A cell names no more levels, nor marks between them.
_PIECES: Final = 15
#: The share of a list's names that must have forms.
_LISTED: Final = 0.8


@dataclass(slots=True)
class ProjectGrid:
    """A grid that names projects: its tables, else its forms.

    `contents`: a list of the projects that have a form each elsewhere in the document.
    """

    place: Field
    tables: list[Table]
    forms: list[Form] = field(default_factory=list)
    contents: bool = False

    @property
    def starts(self) -> set[int]:
        """The rows where projects begin to be named."""
        if self.contents:
            return set()
        return {table.head for table in self.tables} | {
            min(cell.row for cell in (*form.labels, *(f.cell for f in form.filled)))
            for form in self.forms
        }

    @property
    def levelled(self) -> bool:
        """Whether every form says what levels its project is below."""
        return all(any(f.meaning.role == "level" for f in form.filled) for form in self.forms)


def tables_of(grid: Grid, words: TableWords) -> list[Table]:
    """The tables of projects in a grid: as the profile says, else as they are guessed."""
    given = given_tables(grid, words)
    if given is not None:
        return given
    place = Field.of(grid)
    if _is_pairs(place, words) or is_form(place, words) and find_forms(place, words):
        return []
    found = [
        told_columns(settled(place, table, words), words) for table in find_tables(grid, words)
    ]
    return [table for table in found if is_plan(table, words)]


def forms_of(place: Field, words: TableWords) -> list[Form]:
    """The forms of a grid without tables of projects; none where the profile says what it holds."""
    return [] if is_told(place.grid, words) else find_forms(place, words)


def _is_pairs(place: Field, words: TableWords) -> bool:
    """Whether a grid of two columns has labels on the left: 概要|…, 担当部署|…."""
    rows = [distinct(place.row(row)) for row in place.rows]
    if len(rows) > 2 and len(rows[0]) == 1 and rows[0][0].row == place.rows[0]:
        rows = rows[1:]  # its title
    if any(len(cells) > 2 for cells in rows) or max(map(len, rows), default=0) < 2:
        return False
    labels = [meaning.role for cells in rows[1:] if (meaning := label_of(cells[0], words))]
    known = [label_of(cell, words) for cell in rows[0]]
    return bool(labels) and known[0] is not None and known[-1] is None


def project_grids(document: Document, words: TableWords) -> dict[int, ProjectGrid]:
    """The grids of a flowing document that name projects, by their number from 1.

    A grid without a head of its own that follows one of as many columns goes on with its table.
    """
    found: dict[int, ProjectGrid] = {}
    number, before = 0, 0
    for part in document.parts:
        if isinstance(part, Paragraph) and part.kind not in ("running", "note"):
            before = 0
        if not isinstance(part, Grid):
            continue
        number += 1
        place, tables = Field.of(part), tables_of(part, words)
        forms = [] if tables else forms_of(place, words)
        if not tables and not forms and before:
            tables = _going_on(found[before], place)
        if tables or forms:
            found[number] = ProjectGrid(place, tables, forms)
        before = number if tables else 0
    return _without_contents(found)


def _without_contents(found: dict[int, ProjectGrid]) -> dict[int, ProjectGrid]:
    """`found`, a table that lists what the forms tell of marked as their contents.

    Its rows would be every project a second time. It stays one where the forms name no levels and
    it, or the headings over several such tables, may say them.
    """
    filled = [each for grid in found.values() for form in grid.forms for each in form.filled]
    forms = {joined(each.cell.text) for each in filled if each.meaning.role == "name"}
    levelled = any(each.meaning.role == "level" for each in filled)
    lists: list[int] = []
    for number, grid in found.items():
        names = {
            joined(cell.text)
            for table in grid.tables
            if (name := table.first("name"))
            for row in range(table.body, table.end)
            if (cell := grid.place.at(row, name.number)) is not None
        }
        if len(forms) > 1 and len(names & forms) >= _LISTED * len(names) > 0:
            lists.append(number)
    placed = any(table.first("level") for n in lists for table in found[n].tables)
    if not levelled and (placed or len(lists) > 1):
        return found
    return {n: replace(grid, contents=n in lists) for n, grid in found.items()}


def _going_on(before: ProjectGrid, place: Field) -> list[Table]:
    last = before.tables[-1]
    width = 1 + max(cell.column + cell.columns - 1 for cell in place.grid.cells)
    if width != 1 + max(column.number for column in last.columns):
        return []
    rows = place.rows
    return [Table(place.grid.name, rows[0], rows[0], rows[-1] + 1, last.columns)]


def read_grid(found: ProjectGrid, writer: ProjectWriter, above: Above) -> None:
    """Write the projects of a grid of a flowing document, under what `above` holds."""
    place = found.place
    if found.contents:
        for cell in place.grid.cells:
            writer.ledger.claim(cell.span, "structural", "目次")
        return
    first = min(found.starts)
    for at in place.rows:
        if at < first:
            read_preface(place, at, writer, above)
    read_tables(place, found.tables, writer, above)
    for form in found.forms:
        read_form(form, writer, above)


def read_tables(place: Field, tables: Sequence[Table], writer: ProjectWriter, above: Above) -> None:
    """Write the projects of a grid's tables, under what `above` holds."""
    before: TableRows | None = None
    for table in tables:
        if table.caption is not None and not heading(writer, table.caption, above):
            band(writer, table.caption, above)
        kind = LinkedRows if table.first("parent") or table.first("kind") else TableRows
        rows = kind(place, table, writer, above)
        if before is not None:
            rows.go_on(before)
        writer.table += 1
        rows.read()
        writer.last = rows.last
        before = rows


def read_preface(place: Field, row: int, writer: ProjectWriter, above: Above) -> None:
    """What stands above the first table of a grid: headings, the unit of amounts, filler."""
    cells = [cell for cell in distinct(place.row(row)) if cell.row == row]
    if labelled_level(writer, cells, above):
        return
    for cell in cells:
        if heading(writer, cell, above):
            continue
        kind = signature(joined(cell.text))
        if len(cells) == 1 and (above.headings or kind in above.kinds) and is_band(writer, cell):
            band(writer, cell, above)
        else:
            writer.ledger.claim(cell.span, "ignored", "表の前書き")


def read_form(form: Form, writer: ProjectWriter, above: Above | None = None) -> None:
    """Write the project of a form; without a name its cells stay unresolved."""
    for label in form.labels:
        writer.ledger.claim(label.span, "structural", "欄の見出し")
    over: list[str] = [key for _, key, _ in above.headings] if above else []
    path: tuple[str, ...] = tuple(over)
    form = replace(form, filled=[_told(f) for each in form.filled for f in _parted(writer, each)])
    for each in form.filled:
        if each.meaning.role == "level" and not writer.words.is_empty(each.cell.text):
            path = (*path, joined(each.cell.text))
            over.append(writer.level(path, list(over), each.cell, each.meaning, each.head))
    named = [f for f in form.filled if f.meaning.role == "name"]
    if not named or writer.words.is_empty(named[0].cell.text):
        for each in form.filled:
            if each.meaning.role != "level":
                writer.ledger.claim(each.cell.span, "unresolved", "事業名のない様式の欄")
        if named:
            writer.notices.append(
                notice_at(writer.source, named[0].cell.span,
                          Text("事業名が空の様式です", "a form without a project name"))
            )  # fmt: skip
        return
    span = named[0].cell.span
    rest = [
        replace(f, meaning=replace(f.meaning, role="detail")) if f in named[1:] else f
        for f in form.filled
    ]
    for each_project in items_apart(writer.source, rest, writer.words):
        key = writer.project(each_project, over, Span(span.start, span.end))
        writer.tables[key] = 0


def _parted(writer: ProjectWriter, each: Filled) -> list[Filled]:
    """基本目標1 農業／施策1-1 米づくり in one cell are the levels it names, from the top."""
    if each.meaning.role not in ("level", "detail"):
        return [each]
    span = each.cell.span
    found, at = [], span.start
    for piece in re.split(r"([／/＞>→⇒\n]+)", writer.source.quote(span))[:_PIECES]:
        part = writer.source.strip(Span(at, at + len(piece)))
        at += len(piece)
        text = writer.source.quote(part)
        if not text or re.fullmatch(r"[／/＞>→⇒\n]+", text):
            continue
        known = writer.words.headed.level_heading(text)
        if known is None or not known[2]:
            return [each]
        meaning = Meaning("level", 0.9, goal=known[0].cls == "goal")
        cell = replace(each.cell, text=text, span=part)
        found.append(Filled(meaning, known[1], cell))
    return found if len(found) > 1 else [each]


def _told(each: Filled) -> Filled:
    """A sentence beside the label of a level (施策の方向) tells of the project and names nothing."""
    sentence = each.cell.text.rstrip().endswith(("。", "．"))
    if each.meaning.role != "level" or not sentence:
        return each
    return replace(each, meaning=replace(each.meaning, role="detail"))


def read_rest(place: Field, writer: ProjectWriter) -> None:
    """What a sheet of forms holds beside them: headings of its parts, labels without a value."""
    for row in place.rows:
        cells = [cell for cell in distinct(place.row(row)) if cell.row == row]
        for cell in cells:
            if writer.ledger.has(writer.source.unit_of(cell.span.start)):
                continue
            right = place.at(cell.row, cell.column + cell.columns)
            if label_of(cell, writer.words) or right is not None and label_of(right, writer.words):
                writer.ledger.claim(cell.span, "structural", "欄の見出し")
            elif len(cells) == 1 and (cell.columns > 1 or numbering(joined(cell.text))):
                writer.ledger.claim(cell.span, "structural", "様式の区切り")
