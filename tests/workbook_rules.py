"""What Excel repairs or refuses in a workbook, checked in the package's own XML.

From Excel's specifications and limits and from ECMA-376 part 1 (18.2, 18.3).
"""

import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
#: Children of a worksheet stand in this order (ECMA-376 part 1, CT_Worksheet).
ORDER = [
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr",
    "sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate",
    "customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting", "dataValidations",
    "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks",
    "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing",
    "legacyDrawing", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst",
]  # fmt: skip
_REFERENCE = re.compile(r"'((?:[^']|'')+)'!\$?([A-Z]{1,3})?\$?(\d+)(?::\$?([A-Z]{1,3})?\$?(\d+))?")


def faults(path: Path) -> list[str]:
    """What is wrong with a workbook, as sentences; none when Excel opens it as it is."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
        doubled = [name for name, n in Counter(archive.namelist()).items() if n > 1]
    found = [f"part {name} twice" for name in doubled]
    trees: dict[str, ET.Element] = {}
    for name, content in parts.items():
        try:
            trees[name] = ET.fromstring(content)
        except ET.ParseError as error:
            return [f"{name}: {error}"]
    found += _packaging(parts, trees)
    book = trees["xl/workbook.xml"]
    sheets = {str(each.get("name")): _sheet_part(each, trees) for each in book.iter(MAIN + "sheet")}
    found += _sheet_names(list(sheets))
    found += _defined_names(book, sheets, trees)
    styles = len(trees["xl/styles.xml"].find(MAIN + "cellXfs") or ())
    for name, part in sheets.items():
        found += [f"{name}: {each}" for each in _sheet(trees[part], sheets, trees, styles)]
    return found


def _packaging(parts: dict[str, bytes], trees: dict[str, ET.Element]) -> Iterator[str]:
    types = trees["[Content_Types].xml"]
    named = {str(each.get("PartName")).lstrip("/") for each in types if each.get("PartName")}
    endings = {str(each.get("Extension")) for each in types if each.get("Extension")}
    for name in parts:
        known = name in named or name.rpartition(".")[2] in endings
        if name != "[Content_Types].xml" and not known:
            yield f"{name} has no content type"
    yield from (f"{name} has a content type and is not there" for name in named - parts.keys())
    for name, tree in trees.items():
        if name.endswith(".rels"):
            folder = posixpath.dirname(posixpath.dirname(name))
            for each in tree:
                target = str(each.get("Target"))
                whole = posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")
                if each.get("TargetMode") == "External" or whole not in parts:
                    yield f"{name} leads to {target}"


def _sheet_part(sheet: ET.Element, trees: dict[str, ET.Element]) -> str:
    relation = next(
        each
        for each in trees["xl/_rels/workbook.xml.rels"]
        if each.get("Id") == sheet.get(RELATION)
    )
    return posixpath.normpath(posixpath.join("/xl", str(relation.get("Target")))).lstrip("/")


def _sheet_names(names: list[str]) -> Iterator[str]:
    for name in names:
        if not 0 < len(name) <= 31 or re.search(r"[\[\]:*?/\\]", name) or name.strip("'") != name:
            yield f"a sheet called {name!r}"
    if len({name.casefold() for name in names}) < len(names):
        yield "two sheets of one name"


def _target(said: str, sheets: dict[str, str], trees: dict[str, ET.Element]) -> str | None:
    """What is wrong with a reference to cells of a sheet."""
    match = _REFERENCE.fullmatch(said)
    if match is None:
        return f"{said} is no reference"
    name = match[1].replace("''", "'")
    if name not in sheets:
        return f"{said}: no such sheet"
    if int(match[5] or match[3]) > _last_row(trees[sheets[name]]):
        return f"{said} is below the sheet's last row"
    return None


def _last_row(sheet: ET.Element) -> int:
    return max((int(row.get("r", "0")) for row in sheet.iter(MAIN + "row")), default=1)


def _defined_names(
    book: ET.Element, sheets: dict[str, str], trees: dict[str, ET.Element]
) -> Iterator[str]:
    seen: set[tuple[str, str | None]] = set()
    for each in book.iter(MAIN + "definedName"):
        name, scope = str(each.get("name")), each.get("localSheetId")
        if not re.fullmatch(r"[^\W\d][\w.]{0,254}", name):
            yield f"a name {name!r}"
        if (name.casefold(), scope) in seen:
            yield f"the name {name} twice"
        seen.add((name.casefold(), scope))
        if (wrong := _target(each.text or "", sheets, trees)) is not None:
            yield f"{name}: {wrong}"


def _sheet(
    sheet: ET.Element, sheets: dict[str, str], trees: dict[str, ET.Element], styles: int
) -> Iterator[str]:
    tags = [each.tag.removeprefix(MAIN) for each in sheet]
    if tags != sorted(tags, key=ORDER.index) or len(set(tags)) < len(tags):
        yield f"parts in the order {tags}"
    yield from _cells(sheet, styles)
    for column in sheet.iter(MAIN + "col"):
        if not 0 < float(column.get("width", "8")) <= 255:
            yield f"a column of width {column.get('width')}"
    links = list(sheet.iter(MAIN + "hyperlink"))
    if len(links) > 65_530 or len({each.get("ref") for each in links}) < len(links):
        yield "too many hyperlinks, or two in one cell"
    for each in links:
        wrong = _target(each.get("location") or "", sheets, trees)
        if wrong or each.get(RELATION):
            yield f"hyperlink in {each.get('ref')}: {wrong or 'leads outside'}"
    for each in sheet.iter(MAIN + "dataValidation"):
        listed = "".join(text.text or "" for text in each.iter(MAIN + "formula1"))
        if len(listed) > 255 + 2 or not re.fullmatch(r'"[^"]+"', listed):
            yield f"a drop-down of {len(listed)} characters"
        if len(each.get("errorTitle", "")) > 32 or len(each.get("error", "")) > 255:
            yield "a message that is too long"
    for each in sheet.iter(MAIN + "cfRule"):
        yield f"a conditional format {each.get('type')}"
    for each in sheet.iter(MAIN + "autoFilter"):
        if not re.fullmatch(r"A1:[A-Z]+\d+", each.get("ref", "")):
            yield f"filters over {each.get('ref')}"


def _cells(sheet: ET.Element, styles: int) -> Iterator[str]:
    rows = [int(row.get("r", "0")) for row in sheet.iter(MAIN + "row")]
    if rows != sorted(set(rows)) or not all(0 < row <= 1_048_576 for row in rows):
        yield "rows out of order"
    for row in sheet.iter(MAIN + "row"):
        if float(row.get("ht", "15")) > 409.5:
            yield f"row {row.get('r')} is {row.get('ht')} points high"
    for cell in sheet.iter(MAIN + "c"):
        at = cell.get("r")
        if cell.find(MAIN + "f") is not None:
            yield f"{at} is a formula"
        if not 0 <= int(cell.get("s", "0")) < styles:
            yield f"{at} has a style that is not there"
        said = "".join(text.text or "" for text in cell.iter(MAIN + "t"))
        if cell.get("t") not in ("n", "inlineStr", "d"):
            yield f"{at} has the type {cell.get('t')}"
        # Excel counts UTF-16 units.
        if len(said.encode("utf-16-le")) // 2 > 32_767:
            yield f"{at} is too long"
        if re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", said):
            yield f"{at} has a control character"
