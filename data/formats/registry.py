"""The registry of formats: which reader a file goes to, decided by its content, then its ending.

To add a format: write a module with `load(path: Path) -> Document` and put a `Format` into
`FORMATS`; the first that recognises the file reads it. The module is imported only then, so a
heavy library costs nothing before it is needed. A format that is refused (an old Word file) is
registered like the others, with a loader that raises InputError and says the way out.
"""

import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Final

from ...errors import InputError
from ...language import Text
from ..document import Document
from ..files import demand_file
from ..records import Notice
from .decode import read_source
from .signature import REFUSED, Kind, kind_of

#: More lines and cells of plain text than this are refused: each takes half a kilobyte.
MAX_TEXT_PIECES: Final = 400_000
#: How much of a file is looked at to tell its format.
HEAD: Final = 4096
OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True)
class Sample:
    """What tells a file's format: its ending, its first bytes, the names inside an archive."""

    path: Path
    head: bytes

    @property
    def ending(self) -> str:
        """The ending of the name, lower case, with its dot."""
        return self.path.suffix.lower()

    @cached_property
    def kind(self) -> Kind:
        """What the file's bytes say it is; "text" for what cannot be opened."""
        try:
            return kind_of(self.path) if self.head else "text"
        except OSError:
            return "text"

    @cached_property
    def entries(self) -> frozenset[str]:
        """The names in a zip archive; nothing is unpacked. Empty for what is none."""
        if not self.head.startswith(b"PK"):
            return frozenset()
        try:
            with zipfile.ZipFile(self.path) as archive:
                return frozenset(archive.namelist())
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, UnicodeDecodeError):
            return frozenset()


@dataclass(frozen=True, slots=True)
class Format:
    """A format: how it is recognised, what loads it, and the profile its documents are read by.

    `endings` are those its files should have; another is said in a notice. A format whose files may
    be of any size gives their `units` one by one, as (number from 1, unit); `load` then gives the
    first of them, to be looked at.
    """

    name: str
    endings: tuple[str, ...]
    profile: str
    recognises: Callable[[Sample], bool]
    load: Callable[[Path], Document]
    units: Callable[[Path], Iterator[tuple[int, Document]]] | None = None


def _text(path: Path) -> Document:
    source = read_source(path)
    pieces = source.text.count("\n") + source.text.count("\t")
    if pieces > MAX_TEXT_PIECES:
        raise InputError(
            Text(
                f"行と欄が{pieces:,}あります（上限{MAX_TEXT_PIECES:,}）",
                f"it has {pieces:,} lines and cells (the limit is {MAX_TEXT_PIECES:,})",
            ),
            where=str(path),
            hint=Text(
                "章ごとに文書を分け、--plan を変えて一つずつ読んでください",
                "split it by chapter and build each part under its own --plan",
            ),
        )
    from .drawn_text import drawn_document

    return drawn_document(source, str(path)) or Document(source, ())


def _is_json(sample: Sample) -> bool:
    from .json_reading import looks_like_json

    return looks_like_json(sample.head, sample.ending)


def _json(path: Path) -> Document:
    from .json_reading import load_sample

    return load_sample(path)


def _json_units(path: Path) -> Iterator[tuple[int, Document]]:
    from .json_reading import load_units

    return load_units(path)


def _is_json_table(sample: Sample) -> bool:
    from .json_tables import is_table

    return _is_json(sample) and is_table(sample.path, sample.head)


def _json_table(path: Path) -> Document:
    from .json_tables import load

    return load(path)


def _is_xml(sample: Sample) -> bool:
    said = re.search(rb"<(\w+:)?(StrategicPlan|PerformancePlanOrReport)\b", sample.head)
    return said is not None or (sample.ending == ".xml" and b"<" in sample.head)


def _xml(path: Path) -> Document:
    from .xml_reading import load_xml

    return load_xml(path)


def _word(path: Path) -> Document:
    from .word import load

    return load(path)


def _workbook(path: Path) -> Document:
    from .workbook import load

    return load(path)


def _pdf(path: Path) -> Document:
    from .pdf import load

    return load(path)


def _delimited(path: Path) -> Document:
    from .delimited import load

    return load(path)


def _web(path: Path) -> Document:
    from .web import load

    return load(path)


def _markdown(path: Path) -> Document:
    from .markdown import load

    return load(path)


def _refuse(path: Path) -> Document:
    from .signature import demand_kind

    demand_kind(path, "docx", "xlsx", "pdf", "text")
    return _text(path)


def _yaml(path: Path) -> Document:
    raise InputError(
        Text("YAML のファイルは読みません", "files of YAML are not read"),
        where=str(path),
        hint=Text(
            "JSON に書き出したファイルを指定してください（本文が計画の文章なら .txt か .md に名前を変えてください）",
            "name the file as JSON (or, if it holds the text of a plan, call it .txt or .md)",
        ),
    )


def _is(*kinds: Kind) -> Callable[[Sample], bool]:
    return lambda sample: sample.kind in kinds


#: In order: the first that recognises a file reads it. Text takes what is left.
FORMATS: tuple[Format, ...] = (
    Format("xml", (".xml",), "stratml", _is_xml, _xml),
    Format("json table", (".json", ".ndjson", ".jsonl"), "table", _is_json_table, _json_table),
    Format("json", (".json", ".ndjson", ".jsonl"), "records-ja", _is_json, _json, _json_units),
    Format("docx", (".docx", ".docm"), "headed-ja", _is("docx"), _word),
    Format("pdf", (".pdf",), "headed-ja", _is("pdf"), _pdf),
    Format(
        "html",
        (".html", ".htm", ".xhtml"),
        "headed-ja",
        lambda sample: (
            sample.kind == "html"
            or (sample.kind == "text" and sample.ending in (".html", ".htm", ".xhtml"))
        ),
        _web,
    ),
    Format(
        "markdown",
        (".md", ".markdown"),
        "headed-ja",
        # What begins with a brace may be a template's or a list's.
        lambda sample: sample.ending in (".md", ".markdown") and sample.kind in ("text", "json"),
        _markdown,
    ),
    Format(
        "xlsx",
        (".xlsx", ".xlsm", ".xltx", ".xltm"),
        "table",
        _is("xlsx"),
        _workbook,
    ),
    Format(
        "csv",
        (".csv", ".tsv", ".tab"),
        "table",
        lambda sample: (
            sample.ending in (".csv", ".tsv", ".tab")
            and sample.kind not in REFUSED
            # Some programs write text with commas or tabs and call it a workbook.
            or sample.ending in (".xls", ".xlsx", ".xlsm")
            and sample.kind == "text"
            and (b"," in sample.head or b"\t" in sample.head)
        ),
        _delimited,
    ),
    # Its lines are labels and values, but what they nest is lost in them.
    Format(
        "yaml",
        (".yaml", ".yml"),
        "headed-ja",
        lambda sample: sample.ending in (".yaml", ".yml") and sample.kind == "text",
        _yaml,
    ),
    Format("refused", (".doc", ".xls"), "headed-ja", _is(*REFUSED), _refuse),
    Format("text", (".txt", ".text", ""), "headed-ja", lambda sample: True, _text),
)


def format_of(path: Path) -> Format:
    """The format of the file at `path`.

    Raises InputError when it cannot be opened.
    """
    sample = Sample(path, _head(path))
    return next(each for each in FORMATS if each.recognises(sample))


def load_document(path: Path) -> tuple[Document, Format]:
    """The document at `path` and the format it was read as.

    A name that ends like another format's is a notice. Raises InputError for what cannot be read.
    """
    found = format_of(path)
    document = found.load(path)
    ending = path.suffix.lower()
    claimed = next((each for each in FORMATS if ending in each.endings), found)
    if claimed is found or ending in found.endings:
        return document, found
    said = Notice(
        1,
        Text(
            f"名前は {ending} ですが、中身は {found.name} なので、そのように読みました",
            f"named {ending}, but it holds {found.name}; read as such",
        ),
        path.name,
    )
    return replace(document, notices=(said, *document.notices)), found


def _head(path: Path) -> bytes:
    demand_file(path)
    try:
        if not path.is_file():
            return b""  # the text reader says what is wrong
        with path.open("rb") as file:
            return file.read(HEAD)
    except OSError as error:
        raise InputError(
            Text(f"読めません（{error.strerror}）", f"cannot be read ({error.strerror})"),
            where=str(path),
            hint=Text("読み取りの権限を確かめてください", "check that you may read it"),
        ) from error
