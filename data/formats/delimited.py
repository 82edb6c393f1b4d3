"""CSV and TSV files: one grid; a cell's place is what a spreadsheet calls it (C14)."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from ...errors import InputError
from ...language import Text
from ..document import Cell, Document, Grid, SourceWriter
from ..source import Source
from .decode import MAX_BYTES, read_source

_DELIMITERS: Final = (",", "\t", ";", "|")
#: More filled cells than this are refused: each is an entry of the ledger.
MAX_CELLS: Final = 500_000
#: As many columns as a spreadsheet has.
_COLUMNS: Final = 16_384
#: How much of a file is looked at to find its delimiter.
_SAMPLE: Final = 1 << 16


def column_letters(column: int) -> str:
    """What a spreadsheet calls the 0-based `column`.

    >>> column_letters(0), column_letters(25), column_letters(26), column_letters(16383)
    ('A', 'Z', 'AA', 'XFD')
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """The 0-based number of the column called `letters`; ValueError for what is none.

    >>> column_number("A"), column_number("XFD")
    (0, 16383)
    """
    number = 0
    for char in letters.upper():
        if not "A" <= char <= "Z":
            raise ValueError(letters)
        number = number * 26 + ord(char) - ord("A") + 1
    return number - 1


def load(path: Path) -> Document:
    """The grid of a delimited text file.

    Raises InputError when it cannot be read, or holds no table that a delimiter parts.
    """
    source = read_source(path)
    delimiter = "\t" if path.suffix.lower() in (".tsv", ".tab") else find_delimiter(source.text)
    writer = SourceWriter()
    cells: list[Cell] = []
    for number, row in enumerate(_rows(source.text, delimiter, str(path))):
        if len(row) > _COLUMNS or len(cells) > MAX_CELLS:
            raise _too_many(path, number + 1, len(row))
        filled = [(column, text) for column, text in enumerate(row) if text.strip()]
        for column, text in filled:
            place = f"{column_letters(column)}{number + 1}"
            span = writer.add(text, place, end="\n" if column == filled[-1][0] else "\t")
            cells.append(Cell(number, column, text, span))
    if not cells:
        raise InputError(
            Text("表に文字がありません", "the table has no text in it"),
            where=str(path),
            hint=Text("事業の一覧が入ったファイルを指定してください", "name a file with a table"),
        )
    return Document(_renamed(source, writer), (Grid("", tuple(cells)),))


def _renamed(source: Source, writer: SourceWriter) -> Source:
    return writer.source(
        name=source.name, sha256=source.sha256, encoding=source.encoding, media_type="text/csv"
    )


def _too_many(path: Path, row: int, columns: int) -> InputError:
    said = Text(f"セルが{MAX_CELLS:,}個を超えます", f"there are more than {MAX_CELLS:,} cells")
    if columns > _COLUMNS:
        said = Text(
            f"{columns:,}列あります（上限{_COLUMNS:,}列）",
            f"it has {columns:,} columns (the limit is {_COLUMNS:,})",
        )
    return InputError(
        said,
        where=f"{path}:{row}行",
        hint=Text(
            "年度や部局ごとにファイルを分け、一つずつ読んでください",
            "split the file by year or department and read each part",
        ),
    )


def _rows(text: str, delimiter: str, where: str) -> Iterator[list[str]]:
    # The csv module's own limit is 131,072 characters a field; the file's size is checked already.
    csv.field_size_limit(MAX_BYTES)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error as error:
        raise InputError(
            Text(f"CSVの形が壊れています（{error}）", f"this is no sound CSV file ({error})"),
            where=where,
            hint=Text(
                "表計算ソフトで開き、「CSV UTF-8」で保存し直してください",
                "open it in a spreadsheet and save it again as CSV UTF-8",
            ),
        ) from error


def find_delimiter(text: str) -> str:
    """The delimiter that gives the most rows of one width; a comma where none gives two cells.

    >>> find_delimiter("事業名;担当課\\n茶会;農政課\\n"), find_delimiter("茶会\\n")
    (';', ',')
    """
    csv.field_size_limit(MAX_BYTES)
    best, found = 0.0, ","
    for delimiter in _DELIMITERS:
        widths: Counter[int] = Counter()
        try:
            for row in csv.reader(io.StringIO(text[:_SAMPLE], newline=""), delimiter=delimiter):
                if any(cell.strip() for cell in row):
                    widths[len(row)] += 1
        except csv.Error:
            continue
        wide = {width: count for width, count in widths.items() if width > 1}
        if not wide:
            continue
        # Ragged rows are common; the share of rows that are parted at all decides first.
        score = sum(wide.values()) / sum(widths.values()) + max(wide.values()) / sum(
            widths.values()
        )
        if score > best:
            best, found = score, delimiter
    return found
