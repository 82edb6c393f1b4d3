"""What a file is by its first bytes, and the refusals that follow from it.

An extension is a promise; a file that breaks it is refused by name, before any parser sees it.
"""

import zipfile
from pathlib import Path
from typing import Final, Literal

from ...errors import InputError
from ...language import Text

Kind = Literal[
    "docx", "xlsx", "pptx", "opendocument", "zip", "doc", "xls", "ppt", "locked", "compound",
    "pdf", "rtf", "image", "gzip", "html", "xml", "json", "text",
]  # fmt: skip

#: The extensions that each kind may carry. Kinds of text may carry any extension of text.
_EXTENSIONS: Final[dict[str, tuple[str, ...]]] = {
    "docx": (".docx", ".docm"),
    "xlsx": (".xlsx", ".xlsm"),
    "pdf": (".pdf",),
}
_NAMES: Final[dict[str, Text]] = {
    "docx": Text("Word文書", "a Word document"),
    "xlsx": Text("Excelブック", "an Excel workbook"),
    "pptx": Text("PowerPointのスライド", "a PowerPoint presentation"),
    "opendocument": Text("OpenDocument形式の文書", "an OpenDocument file"),
    "zip": Text("zip形式の書庫", "a zip archive"),
    "doc": Text("旧形式のWord文書（.doc）", "an old Word document (.doc)"),
    "xls": Text("旧形式のExcelブック（.xls）", "an old Excel workbook (.xls)"),
    "ppt": Text("旧形式のPowerPoint（.ppt）", "an old PowerPoint presentation (.ppt)"),
    "locked": Text("パスワードで保護された文書", "a document protected by a password"),
    "compound": Text("旧形式の文書", "a document of an old binary format"),
    "pdf": Text("PDF", "a PDF"),
    "rtf": Text("リッチテキスト（.rtf）", "rich text (.rtf)"),
    "image": Text("画像", "an image"),
    "gzip": Text("圧縮ファイル", "a compressed file"),
    "text": Text("文字だけのファイル", "a plain text file"),
    "html": Text("ウェブページ", "a web page"),
    "xml": Text("XML", "XML"),
    "json": Text("JSON", "JSON"),
}
_TEXTS: Final = frozenset({"html", "xml", "json", "text"})
_WAYS: Final[dict[str, Text]] = {
    "doc": Text(
        "Wordで開き、「名前を付けて保存」で .docx にしてください",
        "open it in Word and save it as .docx",
    ),
    "xls": Text(
        "Excelで開き、「名前を付けて保存」で .xlsx にしてください",
        "open it in Excel and save it as .xlsx",
    ),
    "locked": Text("パスワードを外して保存し直してください", "save it again without the password"),
    "image": Text(
        "文字認識（OCR）をかけ、文字のあるPDFかテキストにしてください",
        "run text recognition (OCR) and save a PDF with text, or plain text",
    ),
    "zip": Text(
        "中の文書を取り出して指定してください", "take the document out of it and name that"
    ),
    "gzip": Text("展開した文書を指定してください", "unpack it and name the document"),
}
#: Kinds that no reader reads.
REFUSED: Final[tuple[Kind, ...]] = (
    "pptx", "opendocument", "zip", "doc", "xls", "ppt", "locked", "compound", "rtf", "image", "gzip",
)  # fmt: skip
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES: Final = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
#: How much of a compound file is searched for the names of its streams.
_SEARCHED: Final = 64 << 20


def kind_of(path: Path) -> Kind:
    """What the file's bytes say it is; "text" where nothing speaks against it.

    Raises OSError when it cannot be read.
    """
    with path.open("rb") as file:
        head = file.read(4096)
        if head.startswith(_OLE):
            return _compound(head + file.read(_SEARCHED))
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip(path)
    # Readers of PDF accept junk before the mark; so do we, as far as they do.
    if b"%PDF-" in head[:1024] and not head[:1024].lstrip(b"\xef\xbb\xbf").lstrip().startswith(
        b"<"
    ):
        return "pdf"
    if head.startswith(b"{\\rtf"):
        return "rtf"
    if head.startswith(b"\x1f\x8b"):
        return "gzip"
    if head.startswith(_IMAGES) and b"\x00" in head:
        return "image"
    return _text(head)


def demand_kind(path: Path, *wanted: Kind) -> None:
    """Raise InputError unless the file is what its reader reads: what it is and the way out."""
    found = kind_of(path)
    if found in wanted or (found in _TEXTS and _TEXTS.intersection(wanted)):
        return
    what = _NAMES[found]
    raise InputError(
        Text(
            f"中身は{what.ja}で、文字として読めません",
            f"it holds {what.en}, which is not text to read",
        ),
        where=str(path),
        hint=_way(path, found),
    )


def _way(path: Path, found: Kind) -> Text:
    if found in _WAYS:
        return _WAYS[found]
    if found in _EXTENSIONS:
        name = path.with_suffix(_EXTENSIONS[found][0]).name
        return Text(f"ファイルの名前を {name} に直してください", f"rename the file to {name}")
    return Text(
        "Word（.docx）、Excel（.xlsx）、文字のあるPDF、HTML、テキストのどれかで保存してください",
        "save it as .docx, .xlsx, a PDF with text, HTML or plain text",
    )


def _compound(data: bytes) -> Kind:
    streams: tuple[tuple[str, Kind], ...] = (
        ("EncryptedPackage", "locked"),
        ("WordDocument", "doc"),
        ("Workbook", "xls"),
        ("Book", "xls"),
        ("PowerPoint Document", "ppt"),
    )
    return next((kind for name, kind in streams if name.encode("utf-16-le") in data), "compound")


def _zip(path: Path) -> Kind:
    folders: tuple[tuple[str, Kind], ...] = (
        ("word/", "docx"),
        ("xl/", "xlsx"),
        ("ppt/", "pptx"),
    )
    try:
        with zipfile.ZipFile(path) as container:
            names = container.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, UnicodeDecodeError):
        # Broken: the extension's reader says so.
        suffix = path.suffix.lower()
        return "docx" if suffix in _EXTENSIONS["docx"] else (
            "xlsx" if suffix in _EXTENSIONS["xlsx"] else "zip"
        )  # fmt: skip
    for folder, kind in folders:
        if any(name.lower().startswith(folder) for name in names):
            return kind
    return "opendocument" if "content.xml" in names else "zip"


def _text(head: bytes) -> Kind:
    start = head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").replace(b"\x00", b"")[:512].lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return "html"
    if start.startswith(b"<?xml"):
        return "html" if b"<html" in start else "xml"
    return "json" if start.startswith((b"{", b"[")) and b'"' in start else "text"
