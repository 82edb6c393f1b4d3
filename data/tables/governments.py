"""A file of several governments: one part of the document for each."""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from ...language import Text
from ..document import Cell, Document, Grid, Paragraph, SourceWriter
from ..records import Notice
from ..settings import Settings, check_digit
from ..source import Source, Span
from ..words.table_words import TableWords, joined
from .grids import tables_of
from .layout import HEAD_ROWS, Column, Field, Table

#: (prefecture, or "" where no column names it; municipality).
Named = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Part:
    """What of a document is one government's, or all of it where no column names any."""

    document: Document
    settings: Settings
    several: bool = False  # the document holds plans of others too


def parts(
    document: Document, tables: Mapping[int, list[Table]], words: TableWords, settings: Settings
) -> Iterator[Part]:
    """The parts of `document`, one for each government that its tables name; else the whole.

    `tables` are those of each grid by its number. Rows outside tables belong to every part.
    """
    told: dict[tuple[int, int], Named] = {}  # (grid, row) → government
    coded: dict[Named, str] = {}
    for number, grid in enumerate(document.grids()):
        for table in tables[number]:
            _rows_of(number, Field.of(grid), table, words, told, coded)
    called = _called(told.values())
    rows = {place: called[named] for place, named in told.items()}
    codes = {called[named]: code for named, code in coded.items()}
    names = list(dict.fromkeys(rows.values()))
    if not names:
        yield Part(document, settings)
        return
    for name in names:
        own, said = _settings(settings, name, codes.get(name, ""), len(names) > 1)
        part = document if len(names) == 1 else _part(document, rows, name)
        yield Part(replace(part, notices=(*part.notices, *said)), own, len(names) > 1)


def several(document: Document, words: TableWords) -> bool:
    """Whether a column of the tables of `document` names two governments or more."""
    rows: dict[tuple[int, int], Named] = {}
    for number, grid in enumerate(document.grids()):
        heads = (words.meaning(joined(c.text)) for c in grid.cells if c.row < 2 * HEAD_ROWS)
        if any(meaning and meaning.role == "government" for meaning in heads):
            for table in tables_of(grid, words):
                _rows_of(number, Field.of(grid), table, words, rows, {})
    return len(set(rows.values())) > 1


def _called(found: Iterable[Named]) -> dict[Named, str]:
    """What each government is called: 池田町, and 東県池田町 where two of that name are there."""
    different = set(found)
    names = Counter(name for _, name in different)
    return {(over, name): over + name if names[name] > 1 else name for over, name in different}


def _rows_of(
    number: int, place: Field, table: Table, words: TableWords,
    rows: dict[tuple[int, int], Named], codes: dict[Named, str],
) -> None:  # fmt: skip
    columns, coded = table.all("government"), table.first("code")
    names = [c for c in columns if c.meaning and c.meaning.part != "prefecture"]
    over = [c for c in columns if c not in names]
    if not names:
        return
    current, above = "", ""
    for row in place.rows:
        if not table.body <= row < table.end:
            continue
        if over and (said := _said(place, row, over[0], words)):
            above = said
        current = _said(place, row, names[0], words) or current
        if current:
            named = (above, current)
            rows[number, row] = named
            code = place.at(row, coded.number) if coded else None
            if code is not None:
                codes.setdefault(named, unicodedata.normalize("NFKC", joined(code.text)))


def _said(place: Field, row: int, column: Column, words: TableWords) -> str:
    cell = place.at(row, column.number)
    return "" if cell is None or words.is_empty(cell.text) else joined(cell.text)


def _part(document: Document, rows: Mapping[tuple[int, int], str], name: str) -> Document:
    """`document` with one government's rows, the rows of none and all else, its text made anew."""
    source, writer = document.source, SourceWriter()
    made: list[Grid | Paragraph] = []
    number = -1
    for grid in document.parts:
        if isinstance(grid, Paragraph):
            said = _again(source, grid.span, writer)
            made.append(replace(grid, span=said))
        if not isinstance(grid, Grid):
            continue
        number += 1
        cells: list[Cell] = []
        title = grid.name_span
        if title is not None:
            title = _again(source, title, writer)
        kept = [c for c in grid.cells if rows.get((number, c.row), name) == name]
        for index, cell in enumerate(kept):
            last = index + 1 == len(kept) or kept[index + 1].row != cell.row
            span = _again(source, cell.span, writer, "\n" if last else "\t")
            cells.append(replace(cell, span=span))
        made.append(Grid(grid.name, tuple(cells), title))
    part = writer.source(
        name=source.name,
        sha256=source.sha256,
        encoding=source.encoding,
        media_type=source.media_type,
    )
    return Document(replace(part, files=source.files), tuple(made), document.notices)


def _again(source: Source, span: Span, writer: SourceWriter, end: str = "\n") -> Span:
    """What `span` says, written once more with the places it had."""
    said, where = source.quote(span), source.locator(span)
    return writer.add(said, where, end=end, regions=source.regions(span))


def _settings(
    settings: Settings, name: str, code: str, several: bool
) -> tuple[Settings, list[Notice]]:
    """Settings with the government and its municipality: the code when its check digit holds.

    A code is never guessed: without one that holds, several governments are told apart by a hash
    of their names.
    """
    named = replace(settings, government=settings.government or name)
    if settings.has_code and not several:
        return named, []
    if re.fullmatch("[0-9]{6}", code) and check_digit(code[:5]) == code[5]:
        return replace(named, municipality=code, government=name), []
    said = []
    if code:
        said.append(
            Notice(1, Text(
                f"「{name}」の団体コード {code} は6桁のコードとして正しくないので使いません",
                f"the code {code} of “{name}” is no valid six-digit code and is not used",
            ), name)
        )  # fmt: skip
    if not several:
        return named, said
    digest = hashlib.sha256(unicodedata.normalize("NFKC", name).encode()).hexdigest()[:12]
    own = replace(named, municipality=f"local-{digest}", government=name, own_place=True)
    return own, said
