"""Parts of Office files that unpack to more than they are worth: refused by the part's name.

All documents are invented.
"""

import io
import struct
import time
import tracemalloc
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest

from enishi.data.formats import book_parts, word
from enishi.data.formats.registry import load_document
from enishi.errors import InputError

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = "xl/worksheets/sheet1.xml"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
BODY = "word/document.xml"


def changed(data: bytes, path: Path, parts: dict[str, bytes], compressed: bool = True) -> Path:
    """The container `data` at `path`, with some of its parts replaced or added."""
    method = zipfile.ZIP_DEFLATED if compressed else zipfile.ZIP_STORED
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(path, "w", method) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, part in parts.items():
            new.writestr(name, part)
    return path


def book() -> bytes:
    made = openpyxl.Workbook()
    made.active.append(["事業名", "担当課"])
    made.active.append(["朝市", "商工課"])
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def sheet(rows: str, behind: str = "") -> bytes:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{behind}</worksheet>'.encode()


def cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def texts(path: Path) -> list[str]:
    (grid,) = load_document(path)[0].parts
    return [each.text for each in grid.cells]  # type: ignore[union-attr]


def refused(path: Path) -> InputError:
    with pytest.raises(InputError) as caught:
        load_document(path)
    assert caught.value.hint is not None
    assert str(path) in caught.value.where
    return caught.value


# -- workbooks ----------------------------------------------------------------------------------


def test_shared_strings_are_read_without_how_they_are_spoken(tmp_path: Path) -> None:
    data = book()
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        types = parts.read("[Content_Types].xml")
    shared = (
        f'<sst xmlns="{MAIN}"><si><t>事業名</t><rPh sb="0" eb="2"><t>ジギョウ</t></rPh></si>'
        "<si><r><rPr><b/></rPr><t>朝</t></r><r><t>市</t></r></si><si/></sst>"
    )
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>{n - 1}</v></c></row>' for n in (1, 2, 3))
    said = b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
    path = changed(data, tmp_path / "a.xlsx", {
        "[Content_Types].xml": types.replace(b"</Types>", said),
        "xl/sharedStrings.xml": shared.encode(),
        SHEET: sheet(rows),
    })  # fmt: skip
    assert texts(path) == ["事業名", "朝市"]


@pytest.mark.parametrize("name", ["xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"])
def test_a_large_part_that_is_held_as_a_tree_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(book_parts, "TREE_BYTES", 50_000)
    data = book()
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        part = parts.read(name)
    assert texts(changed(data, tmp_path / "a.xlsx", {name: part + b" " * 9_000}))
    large = changed(data, tmp_path / "b.xlsx", {name: part + b" " * 50_000})
    assert name in refused(large).where


@pytest.mark.parametrize(
    ("limit", "rows", "behind"),
    [
        ("_INNER", f'<row r="1">{cell("A1", "事業名")}{"<c/>" * 500}</row>', ""),
        ("_ELEMENTS", f'<row r="1">{cell("A1", "事業名")}</row>' + '<row r="2"/>' * 500, ""),
        ("_ELEMENTS", f'<row r="1">{cell("A1", "事業名")}</row>', "<extLst/>" * 500),
        ("_RUN_BYTES", f'<row r="1">{cell("A1", "事" * 30_000)}</row>', ""),
        ("_BYTES", f'<row r="1">{cell("A1", "事業" * 200)}</row>', ""),
    ],
    ids=["a row", "rows", "behind", "a text", "all"],
)
def test_a_sheet_of_more_than_a_sheet_holds_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, rows: str, behind: str
) -> None:
    path = changed(book(), tmp_path / "a.xlsx", {SHEET: sheet(rows, behind)})
    assert texts(path)
    monkeypatch.setattr(book_parts, limit, 400)
    assert SHEET in refused(path).where


def test_what_stands_between_rows_is_forgotten(tmp_path: Path) -> None:
    """A million marks that nobody reads take no more memory than one."""
    rows = f'<row r="1">{cell("A1", "事業名")}</row>'
    path = changed(
        book(), tmp_path / "a.xlsx", {SHEET: sheet(rows, "<x>" + "<y/>" * 200_000 + "</x>")}
    )
    tracemalloc.start()
    try:
        assert texts(path) == ["事業名"]
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 12 << 20


# -- sizes that lie -----------------------------------------------------------------------------


@pytest.mark.parametrize(("ending", "name"), [("docx", BODY), ("xlsx", "xl/styles.xml")])
def test_a_size_that_lies_is_found_out_before_all_is_unpacked(
    tmp_path: Path, ending: str, name: str
) -> None:
    if ending == "docx":
        file = io.BytesIO()
        docx.Document().save(file)
        data = file.getvalue()
    else:
        data = book()
    path = changed(data, tmp_path / f"a.{ending}", {name: b" " * (64 << 20)})
    lying = bytearray(path.read_bytes())
    for mark, at, length, start in ((b"PK\x01\x02", 24, 28, 46), (b"PK\x03\x04", 22, 26, 30)):
        found = -1
        while (found := lying.find(mark, found + 1)) >= 0:
            (size,) = struct.unpack_from("<H", lying, found + length)
            if lying[found + start : found + start + size] == name.encode():
                struct.pack_into("<I", lying, found + at, 4_000)
    path.write_bytes(lying)
    tracemalloc.start()
    try:
        refused(path)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 24 << 20


# -- Word documents -----------------------------------------------------------------------------


def letter(path: Path, parts: dict[str, bytes]) -> Path:
    file = io.BytesIO()
    docx.Document().save(file)
    bare = {
        f"word/{name}.xml": f'<w:{name} xmlns:w="{W}"/>'.encode()
        for name in ("styles", "numbering")
    }
    return changed(file.getvalue(), path, bare | parts)


def body(inner: str, before: str = "") -> bytes:
    return f'{before}<w:document xmlns:w="{W}"><w:body>{inner}</w:body></w:document>'.encode()


@pytest.mark.parametrize("inner", ["<w:p/>", '<w:p w:a="" w:b=""/>'])
def test_a_document_of_marks_alone_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, inner: str
) -> None:
    text = "<w:p><w:r><w:t>朝市</w:t></w:r></w:p>"
    path = letter(tmp_path / "a.docx", {BODY: body(text + inner * 5_000)})
    assert load_document(path)[0].source.text.strip() == "朝市"
    monkeypatch.setattr(word, "_MARKS", 5_000)
    assert BODY in refused(path).where


def test_the_parts_of_a_document_are_counted_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "<w:p><w:r><w:t>朝市</w:t></w:r></w:p>"
    notes = f'<w:footnotes xmlns:w="{W}">{" " * 60_000}</w:footnotes>'.encode()
    monkeypatch.setattr(word, "_PART_BYTES", 100_000)
    alone = letter(tmp_path / "a.docx", {BODY: body(text), "word/footnotes.xml": notes})
    assert load_document(alone)
    both = letter(
        tmp_path / "b.docx", {BODY: body(text + " " * 60_000), "word/footnotes.xml": notes}
    )
    assert BODY in refused(both).where


def test_a_document_type_behind_a_long_remark_is_refused(tmp_path: Path) -> None:
    before = f"<!--{'x' * 140_000}--><!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/hostname'>]>"
    text = "<w:p><w:r><w:t>朝市&b;</w:t></w:r></w:p>"
    assert "DTD" in refused(letter(tmp_path / "a.docx", {BODY: body(text, before)})).message.ja


def test_styles_that_build_on_each_other_without_end_cost_time_by_their_number(
    tmp_path: Path,
) -> None:
    styles = "".join(
        f'<w:style w:styleId="s{n}"><w:basedOn w:val="s{n + 1}"/></w:style>' for n in range(20_000)
    )
    text = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="s{n}"/></w:pPr><w:r><w:t>朝市</w:t></w:r></w:p>'
        for n in range(300)
    )
    path = letter(tmp_path / "a.docx", {
        BODY: body(text),
        "word/styles.xml": f'<w:styles xmlns:w="{W}">{styles}</w:styles>'.encode(),
    })  # fmt: skip
    began = time.process_time()
    load_document(path)
    assert time.process_time() - began < 8  # it took minutes
