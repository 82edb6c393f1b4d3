"""Files of Word and Excel: the extras that write them, text they can hold, the same bytes again.

What Excel refuses (its specifications and limits): more than 32,767 characters in a cell, 65,530
hyperlinks on a sheet, control characters; a text that begins with = + - @ is kept from becoming a
formula by its type and by the quote prefix. `_x0041_` would be read as an escape and is escaped.
"""

import io
import math
import re
import zipfile
from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from ..errors import InputError
from ..language import Text
from .excerpt import lines

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

#: Of every cell: the font of Japanese Excel, and points of its letters and lines.
_FONT: Final = "Yu Gothic"
_SIZE: Final = 10
_LINE: Final = 16.5
#: A column's width is in digits; an em of Japanese is nearly two of them.
_EM: Final = 0.52
#: Excel has no row higher than so many points.
_TALLEST: Final = 409.0
#: Numbers of paper sizes.
A4: Final = 9
A3: Final = 8
LONGEST_CELL: Final = 32_767
MOST_HYPERLINKS: Final = 65_530
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_ESCAPE: Final = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
#: The clock in these files: none. 1980 is where zip's calendar begins.
_NO_TIME: Final = (1980, 1, 1, 0, 0, 0)
#: A row that keeps its height only until somebody writes more into it.
_FIXED: Final = re.compile(rb'(<row [^>]*?) customHeight="1"')
_MODIFIED: Final = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def office_module(name: str, package: str) -> Any:
    """An extra's module; InputError with the install line where it is missing."""
    try:
        return import_module(name)
    except ImportError as error:
        raise InputError(
            Text(
                f"ExcelやWordの読み書きに要る {package} が入っていません",
                f"{package} is not installed",
            ),
            hint=Text(
                'pip install "enishi[office]" を実行してください',
                'run: pip install "enishi[office]"',
            ),
        ) from error


def plain(text: str) -> str:
    """`text` without the characters that no XML file may have; one kind of line break."""
    return _ILLEGAL.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))


def cell_text(text: str) -> str:
    """`text` as a cell can hold it; Excel counts UTF-16 units."""
    said = _ESCAPE.sub("_x005F_", plain(text))
    if len(said) * 2 > LONGEST_CELL and len(said.encode("utf-16-le")) // 2 > LONGEST_CELL:
        cut = said.encode("utf-16-le")[: (LONGEST_CELL - 1) * 2]
        said = cut.decode("utf-16-le", "ignore") + "…"
    return said


def same_bytes(package: bytes) -> bytes:
    """The zip file `package` with no clock in it, so that equal content is equal bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = _MODIFIED.sub(rb"\g<1>2000-01-01T00:00:00Z", content)
            if name.startswith("xl/worksheets/"):
                content = _FIXED.sub(rb"\g<1>", content)
            entry = zipfile.ZipInfo(name, _NO_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, content)
    return out.getvalue()


def put(sheet: "Worksheet", row: int, column: int, value: Any) -> Any:
    """Write a number or a day as it is, anything else as text whatever it begins with."""
    cell = sheet.cell(row, column)
    if isinstance(value, str):
        cell.value = cell_text(value)
        cell.data_type = "s"  # openpyxl would take =1+1 for a formula
        cell.quotePrefix = value.startswith(_FORMULA)
    else:
        cell.value = value
    return cell


def set_up(book: "Workbook", title: str) -> None:
    """The font of all cells, title and author, no clock."""
    from openpyxl.styles import Font

    normal = next(style for style in book._named_styles if style.name == "Normal")
    normal.font = Font(name=_FONT, size=_SIZE, family=3, charset=128)
    book.properties.created = datetime(2000, 1, 1)
    book.properties.creator = "Enishi"
    book.properties.title = cell_text(title)[:255]


def head(sheet: "Worksheet", names: list[str], widths: tuple[int, ...], freeze: str = "A2") -> None:
    """The first row: bold, frozen, with the widths of the columns."""
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    for number, (name, width) in enumerate(zip(names, widths, strict=True), 1):
        cell = put(sheet, 1, number, name)
        cell.font = Font(name=_FONT, size=_SIZE, bold=True)
        cell.fill = PatternFill("solid", fgColor="DDE8F0")
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = freeze


def jump(cell: Any, sheet: str, row: int) -> None:
    """A link from `cell` to the first column of `row` on another sheet."""
    from openpyxl.styles import Font
    from openpyxl.worksheet.hyperlink import Hyperlink

    if len(cell.parent._hyperlinks) < MOST_HYPERLINKS:
        name = sheet.replace("'", "''")
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{name}'!A{row}")
        cell.font = Font(name=_FONT, size=_SIZE, color="0563C1", underline="single")


def finish(sheet: "Worksheet", *, filters: bool = True, paper: int = A4) -> None:
    """Filters over all columns, wrapped text in rows that are high enough, one page wide across,
    the head on each page."""
    from openpyxl.styles import Alignment
    from openpyxl.utils import get_column_letter

    if filters:
        sheet.auto_filter.ref = sheet.dimensions
    columns = [
        sheet.column_dimensions[get_column_letter(number)]
        for number in range(1, sheet.max_column + 1)
    ]
    widths = [math.inf if column.hidden else column.width * _EM for column in columns]
    for number, row in enumerate(sheet.iter_rows(), 1):
        if number > 1:
            for cell in row:
                across = None if isinstance(cell.value, str) else "center"
                cell.alignment = Alignment(horizontal=across, vertical="top", wrap_text=True)
        tall = max(_lines(cell.value, wide) for cell, wide in zip(row, widths, strict=True))
        sheet.row_dimensions[number].height = min(_TALLEST, tall * _LINE + 3)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = paper
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
    sheet.print_options.gridLines = True
    for side in ("left", "right", "top", "bottom"):
        setattr(sheet.page_margins, side, 0.4)


def _lines(value: Any, wide: float) -> int:
    """Lines that a cell of `wide` em needs; a number needs one."""
    if not isinstance(value, str):
        return 1
    return sum(lines(part, wide) for part in value.split("\n"))
