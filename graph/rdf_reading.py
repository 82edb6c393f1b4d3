"""Reading RDF files that others made: sizes, depths and entities are checked before parsing.

The native parsers are fast and fetch nothing, but three of them can be made to end the process
or to work for minutes: RDF 1.2 triple terms (stack overflow near 10,000 levels), JSON-LD (near
3,000 levels) and RDF/XML (time grows with the square of the depth, entities are expanded).
"""

import re
from pathlib import Path
from typing import Final
from xml.parsers import expat

import pyoxigraph as ox

from ..errors import InputError, StoreError
from ..language import Text

#: What each file name extension means.
FORMATS: Final[dict[str, ox.RdfFormat]] = {
    ".trig": ox.RdfFormat.TRIG,
    ".nq": ox.RdfFormat.N_QUADS,
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".jsonld": ox.RdfFormat.JSON_LD,
}
#: Formats that keep no graph names: exactly one plan, its graphs merged.
FLAT: Final[frozenset[str]] = frozenset({".ttl", ".nt", ".rdf", ".jsonld"})

#: A file is loaded into memory; above this many bytes a folder is the right place.
MAX_FILE_BYTES: Final = 1 << 30
#: XML and JSON are checked twice, so they may be smaller only.
MAX_TREE_BYTES: Final = 256 << 20
MAX_DEPTH: Final = 128

_TERM_MARKS: Final = re.compile(rb"<<[ \t\r\n]*\(|\)[ \t\r\n]*>>")
_JSON_ESCAPE: Final = re.compile(rb"\\.", re.DOTALL)
_JSON_STRING: Final = re.compile(rb'"[^"]*"')
_NOT_JSON_MARKS: Final = bytes(set(range(256)) - set(b'"[]{}'))


def load_file(path: Path, store: ox.Store) -> None:
    """Add what the RDF file at `path` says to `store`; nothing is added when it has a fault.

    Triples of flat files go to the unnamed graph.

    Raises:
        InputError: unknown extension, too large, nested too deeply, entities, or a syntax error
            (with its line).
        StoreError: the file cannot be read.
    """
    rdf_format = format_of(path)
    limit = MAX_TREE_BYTES if path.suffix.lower() in (".rdf", ".jsonld") else MAX_FILE_BYTES
    try:
        size = path.stat().st_size
        if size > limit:
            raise _too_large(path, size, limit)
        data = path.read_bytes()
    except OSError as error:
        raise cannot_read(path, error) from error
    check_before_parsing(data, rdf_format, where=str(path))
    try:
        store.load(data, rdf_format)
    except SyntaxError as error:
        raise syntax_fault(error, where=str(path)) from None


def format_of(path: Path) -> ox.RdfFormat:
    """The RDF format that the extension of `path` names."""
    found = FORMATS.get(path.suffix.lower())
    if found is None:
        raise InputError(
            Text(
                "拡張子「{s}」のファイルは知識ベースとして扱えません",
                "a file that ends in “{s}” cannot be a knowledge base",
            ).format(s=path.suffix),
            where=str(path),
            hint=Text(
                "使えるのは {known}、または拡張子のないフォルダです。",
                "Use {known}, or a folder without an extension.",
            ).format(known=" ".join(FORMATS)),
        )
    return found


def check_before_parsing(data: bytes, rdf_format: ox.RdfFormat, *, where: str) -> None:
    """Refuse what would end or stall the parser of `rdf_format`."""
    if rdf_format == ox.RdfFormat.RDF_XML:
        _check_xml(data, where)
    elif rdf_format == ox.RdfFormat.JSON_LD:
        _check_json_depth(data, where)
    else:
        _check_term_depth(data, where)


def syntax_fault(error: SyntaxError, *, where: str) -> InputError:
    """What the parser said, at the line it said it of."""
    place = f"{where}:{error.lineno}" if error.lineno else where
    if "LoadDocumentCallback" in str(error.msg):
        return InputError(
            Text(
                "JSON-LD が外部の @context を参照しています",
                "the JSON-LD refers to a remote @context",
            ),
            where=place,
            hint=Text(
                "Enishi は何もダウンロードしません。@context をファイルに書き込むか、"
                "Turtle などに変換してください。",
                "Enishi downloads nothing. Write the @context into the file, or convert the "
                "file to Turtle.",
            ),
        )
    return InputError(
        Text("RDF として読めません: {e}", "this is not valid RDF: {e}").format(e=error.msg),
        where=place,
        hint=Text("その行を直してください。", "Correct that line."),
    )


def cannot_read(path: Path, error: OSError) -> StoreError:
    """The error to show when the system refused to read `path`."""
    return StoreError(
        Text("読めませんでした（{e}）", "could not be read ({e})").format(
            e=error.strerror or error
        ),
        where=str(path),
        hint=Text("読み取り権限を確かめてください。", "Check that you may read it."),
    )


def _check_xml(data: bytes, where: str) -> None:
    parser = expat.ParserCreate()
    depth = 0

    def opened(_name: str, _attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            raise _too_deep(f"{where}:{parser.CurrentLineNumber}")

    def closed(_name: str) -> None:
        nonlocal depth
        depth -= 1

    def entity(*_declared: object) -> None:
        raise InputError(
            Text("XML のエンティティ宣言は受け付けません", "XML entity declarations are refused"),
            where=f"{where}:{parser.CurrentLineNumber}",
            hint=Text(
                "DOCTYPE を取り除くか、Turtle に変換してください。",
                "Remove the DOCTYPE, or convert the file to Turtle.",
            ),
        )

    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    parser.EntityDeclHandler = entity
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise InputError(
            Text("XML として読めません: {e}", "this is not valid XML: {e}").format(e=error),
            where=f"{where}:{error.lineno}",
            hint=Text("その行を直してください。", "Correct that line."),
        ) from None


def _check_json_depth(data: bytes, where: str) -> None:
    marks = _JSON_STRING.sub(b"", _JSON_ESCAPE.sub(b"", data).translate(None, _NOT_JSON_MARKS))
    depth = 0
    for mark in marks:
        depth += 1 if mark in b"[{" else -1
        if depth > MAX_DEPTH:
            raise _too_deep(where)


def _check_term_depth(data: bytes, where: str) -> None:
    if data.count(b"<<") <= MAX_DEPTH:
        return
    depth = 0
    for mark in _TERM_MARKS.finditer(data):
        depth = depth + 1 if mark[0].startswith(b"<") else max(0, depth - 1)
        if depth > MAX_DEPTH:
            line = data.count(b"\n", 0, mark.start()) + 1
            raise _too_deep(f"{where}:{line}")


def _too_deep(where: str) -> InputError:
    return InputError(
        Text("入れ子が {n} 段を超えています", "it is nested deeper than {n} levels").format(
            n=MAX_DEPTH
        ),
        where=where,
        hint=Text("入れ子を浅くしてください。", "Make the nesting shallower."),
    )


def _too_large(path: Path, size: int, limit: int) -> InputError:
    return InputError(
        Text(
            "ファイルが大きすぎます（{s} MB、上限 {m} MB）",
            "the file is too large ({s} MB, at most {m} MB)",
        ).format(s=size >> 20, m=limit >> 20),
        where=str(path),
        hint=Text(
            "大きなデータはフォルダ形式の知識ベースに入れてください。",
            "Keep large data in a knowledge base that is a folder.",
        ),
    )
