"""Excel workbooks (XLSX, XLSM): a grid for each sheet, values as a spreadsheet shows them.

Sizes are checked before anything is unpacked, rows are streamed, and only cells that are there are
visited: one cell at XFD1048576 is one cell. Macros are never looked at; of a formula the value that
was stored with it is read.
"""

import hashlib
import posixpath
import re
import warnings
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from ...errors import EnishiError, InputError
from ...language import Text
from ..document import Cell, Document, Grid, SourceWriter
from ..records import Notice
from .archive import Archive, Limits, open_archive
from .book_parts import elements, open_book
from .decode import MAX_BYTES
from .delimited import MAX_CELLS, column_letters
from .displayed import displayed
from .strict_ooxml import is_strict, transitional

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Merged ranges of one sheet beyond this are not looked at.
_MAX_MERGES: Final = 100_000
_LIMITS: Final = Limits(member_bytes=256 << 20)
_STEPS: Final = 5_000_000
_DOCTYPE: Final = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


@dataclass
class _Sheet:
    """What is said of a sheet beside its cells."""

    name: str
    hidden: bool
    merges: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[str] = field(default_factory=list)
    uncounted: list[str] = field(default_factory=list)
    covered: list[str] = field(default_factory=list)


def load(path: Path) -> Document:
    """The sheets of the workbook at `path`, in their order.

    Raises InputError, with the install line, without openpyxl; and for a broken, encrypted, empty
    or too large workbook.
    """
    _demand_openpyxl()
    with open_archive(path, _LIMITS) as archive:
        for name in archive.names:
            if name.endswith((".xml", ".rels")):
                _no_entities(archive, name, path)
        strict = transitional(archive) if is_strict(archive) else None
    try:
        # Opened here: openpyxl looks at the ending of a name, and leaves a broken file open.
        with warnings.catch_warnings(), strict or path.open("rb") as file:
            warnings.simplefilter("ignore")  # of parts that are not read
            book = open_book(file, str(path))
            try:
                return _document(book, path)
            finally:
                book.close()
    except (EnishiError, MemoryError):
        raise
    except Exception as error:  # openpyxl raises whatever a broken part makes it stumble over
        raise _broken(path, error) from error


def _document(book: Any, path: Path) -> Document:
    writer = SourceWriter()
    grids: list[Grid] = []
    notices: list[Notice] = []
    count = 0
    for worksheet in book.worksheets:
        sheet = _Sheet(worksheet.title, worksheet.sheet_state != "visible")
        found: list[tuple[int, int, str]] = []
        for row, column, text in _texts(worksheet, sheet):
            found.append((row, column, text))
            count += 1
            if count > MAX_CELLS:
                raise _too_many(path, sheet.name)
        if not found:
            continue
        titled = writer.add(sheet.name, sheet.name, end="\n")
        cells = _cells(sheet, found, writer)
        if writer.size > MAX_BYTES:
            raise _too_many(path, sheet.name)
        grids.append(Grid(sheet.name, tuple(cells), titled))
        notices += _said_of(sheet)
    if not count:
        raise InputError(
            Text("ブックのどのシートにも文字がありません", "no sheet of the workbook has any text"),
            where=str(path),
            hint=Text("事業の一覧が入ったブックを指定してください", "name a workbook with a table"),
        )
    source = writer.source(
        name=path.name,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        encoding="utf-8",
        media_type=MEDIA_TYPE,
    )
    return Document(source, tuple(grids), tuple(notices))


def _cells(sheet: _Sheet, found: list[tuple[int, int, str]], writer: SourceWriter) -> list[Cell]:
    covered = _covered(sheet.merges, found)
    cells = []
    for index, (row, column, text) in enumerate(found):
        place = f"{column_letters(column)}{row + 1}"
        if (row, column) in covered:  # under a merged cell: no spreadsheet shows it
            sheet.covered.append(place)
        last = index + 1 == len(found) or found[index + 1][0] != row
        span = writer.add(text, f"{sheet.name}!{place}", end="\n" if last else "\t")
        if (row, column) not in covered:
            rows, columns = sheet.merges.get((row, column), (1, 1))
            cells.append(Cell(row, column, text, span, rows, columns))
    return cells


def _covered(
    merges: dict[tuple[int, int], tuple[int, int]], found: list[tuple[int, int, str]]
) -> set[tuple[int, int]]:
    """The places of `found` that merged ranges hide, the first of each range excepted.

    `found` are filled cells by rows; ranges that take more than `_STEPS` rows of them in all are
    not looked at further.
    """
    columns: dict[int, list[int]] = {}
    for row, column, _ in found:
        columns.setdefault(row, []).append(column)
    for held in columns.values():
        held.sort()
    rows = sorted(columns)
    hidden: set[tuple[int, int]] = set()
    steps = 0
    for (top, left), (height, width) in merges.items():
        first, last = bisect_left(rows, top), bisect_left(rows, top + height)
        steps += last - first
        if steps > _STEPS:
            break
        for row in rows[first:last]:
            held = columns[row]
            under = held[bisect_left(held, left) : bisect_left(held, left + width)]
            steps += len(under)
            hidden.update((row, column) for column in under)
        hidden.discard((top, left))
    return hidden


# -- one sheet --------------------------------------------------------------------------------


def _texts(worksheet: Any, sheet: _Sheet) -> Iterator[tuple[int, int, str]]:
    """(row, column, text) of the filled cells, from 0; what the sheet says beside fills `sheet`.

    openpyxl's own reading of a streamed sheet leaves out merged ranges and hidden rows and walks
    empty cells up to the last; its parser of rows does neither.
    """
    from openpyxl.worksheet._reader import (
        COL_TAG,
        FORMULA_TAG,
        MERGE_TAG,
        ROW_TAG,
        WorkSheetParser,
    )  # fmt: skip

    book = worksheet.parent

    class Parser(WorkSheetParser):  # type: ignore[misc]
        def parse_cell(self, element: Any) -> Any:
            cell = super().parse_cell(element)
            if cell["value"] is None and element.find(FORMULA_TAG) is not None:
                sheet.uncounted.append(f"{column_letters(cell['column'] - 1)}{cell['row']}")
            return cell

    formats = _formats(book)
    with book._archive.bounded(worksheet._worksheet_path) as stream:
        parser = Parser(
            stream,
            worksheet._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        for element in elements(stream, frozenset([ROW_TAG, COL_TAG, MERGE_TAG])):
            if element.tag == ROW_TAG:
                if element.get("hidden") in ("1", "true"):
                    sheet.hidden_rows.append(int(element.get("r", "0")))
                _, row = parser.parse_row(element)
                parser.row_dimensions.clear()  # it would keep all rows' heights
                for cell in row:
                    shown = formats.get(cell["style_id"], "General")
                    text = _plain(displayed(cell["value"], shown))
                    if text.strip():
                        yield cell["row"] - 1, cell["column"] - 1, text
            elif element.tag == COL_TAG and element.get("hidden") in ("1", "true"):
                first = column_letters(int(element.get("min", "1")) - 1)
                last = column_letters(min(int(element.get("max", "1")), 16384) - 1)
                sheet.hidden_columns.append(first if first == last else f"{first}-{last}")
            elif element.tag == MERGE_TAG:
                sheet.merges.update(_merges(element))


def _plain(text: str) -> str:
    """Line ends as LF; characters that no text file may hold, and Excel's _x000D_, are left out."""
    text = text.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f]", "", text)


def _merges(element: Any) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    from openpyxl.utils import range_boundaries

    for number, merge in enumerate(element):
        if number >= _MAX_MERGES:
            return
        left, top, right, bottom = range_boundaries(merge.get("ref"))
        yield (top - 1, left - 1), (bottom - top + 1, right - left + 1)


def _formats(book: Any) -> dict[int, str]:
    """Number of a style → its number format."""
    from openpyxl.styles.numbers import BUILTIN_FORMATS

    found = {}
    for number, style in enumerate(book._cell_styles):
        code = style.numFmtId
        custom = book._number_formats
        found[number] = (
            custom[code - 164]
            if 0 <= code - 164 < len(custom)
            else _JAPANESE.get(code) or BUILTIN_FORMATS.get(code, "General")
        )
    return found


#: Formats that Excel numbers without writing them down, in its Japanese edition.
_JAPANESE: Final = {
    14: "yyyy/m/d", 22: "yyyy/m/d h:mm", 27: "[$-411]ge.m.d", 28: '[$-411]ggge"年"m"月"d"日"',
    29: '[$-411]ggge"年"m"月"d"日"', 30: "m/d/yy", 31: 'yyyy"年"m"月"d"日"', 32: 'h"時"mm"分"',
    33: 'h"時"mm"分"ss"秒"', 34: 'yyyy"年"m"月"', 35: 'm"月"d"日"', 36: "[$-411]ge.m.d",
    50: "[$-411]ge.m.d", 51: '[$-411]ggge"年"m"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"',
    54: '[$-411]ggge"年"m"月"d"日"', 55: 'yyyy"年"m"月"', 56: 'm"月"d"日"', 57: "[$-411]ge.m.d",
    58: '[$-411]ggge"年"m"月"d"日"',
}  # fmt: skip


def _said_of(sheet: _Sheet) -> Iterator[Notice]:
    def said(ja: str, en: str, places: list[str] | None = None) -> Notice:
        shown = "、".join((places or [])[:5]) + ("…" if places and len(places) > 5 else "")
        first = f"{sheet.name}!{places[0]}" if places else sheet.name
        return Notice(1, Text(ja.format(shown), en.format(shown)), first)

    if sheet.hidden:
        yield said("非表示のシートも読みました", "a hidden sheet was read too")
    if sheet.hidden_rows:
        yield said(
            "非表示の行も読みました（{}行）",
            "hidden rows were read too ({})",
            [str(row) for row in sheet.hidden_rows],
        )
    if sheet.hidden_columns:
        yield said(
            "非表示の列も読みました（{}）",
            "hidden columns were read too ({})",
            sheet.hidden_columns,
        )
    if sheet.uncounted:
        yield said(
            "数式に計算結果が保存されていません（{}）。表計算ソフトで開いて保存し直すと読めます",
            "formulas without a stored value ({}); open and save the book in a spreadsheet",
            sheet.uncounted,
        )
    if sheet.covered:
        yield said(
            "結合されたセルに隠れた値は、表では読みません（{}）",
            "values hidden under merged cells are not read ({})",
            sheet.covered,
        )


# -- what is refused --------------------------------------------------------------------------


def _demand_openpyxl() -> None:
    try:
        import openpyxl  # noqa: F401
    except ImportError as error:
        raise InputError(
            Text("Excelを読むのに要る openpyxl が入っていません", "openpyxl is not installed"),
            hint=Text(
                'pip install "enishi[documents]" を実行してください',
                'run: pip install "enishi[documents]"',
            ),
        ) from error


def _no_entities(archive: Archive, name: str, path: Path) -> None:
    with archive.stream(name) as stream:
        head = stream.read(1 << 16).replace(b"\x00", b"")  # UTF-16 is narrowed
    if _DOCTYPE.search(head):
        raise InputError(
            Text("実体の宣言（DTD）があるため読みません", "it declares entities and is not read"),
            where=f"{path} › {posixpath.basename(name)}",
            hint=Text("Excelで開き、保存し直してください", "open it in Excel and save it again"),
        )


def _broken(path: Path, error: Exception) -> InputError:
    return InputError(
        Text(
            f"ブックが壊れています（{type(error).__name__}: {str(error)[:80]}）",
            f"the workbook is broken ({type(error).__name__}: {str(error)[:80]})",
        ),
        where=str(path),
        hint=Text("Excelで開き、保存し直してください", "open it in Excel and save it again"),
    )


def _too_many(path: Path, sheet: str) -> InputError:
    return InputError(
        Text(
            f"シート「{sheet}」までで、セルが{MAX_CELLS:,}個か文字が{MAX_BYTES:,}字を超えます",
            f"more than {MAX_CELLS:,} cells or {MAX_BYTES:,} characters up to sheet “{sheet}”",
        ),
        where=str(path),
        hint=Text(
            "シートや年度ごとにブックを分け、一つずつ読んでください",
            "split the book by sheet or year and read each part",
        ),
    )
