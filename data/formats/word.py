"""Word documents (DOCX): paragraphs with heading levels and drawn numbers, tables, footnotes.

The XML is read with lxml from a checked container. python-docx would leave out what plans use:
drawn numbers, text boxes, footnotes, content controls, documents with macros or in strict OOXML
(docs/decisions/0024-flowing-documents.md).
"""

import hashlib
import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from ...errors import InputError
from ...language import Text
from ..document import Document, Kind
from .archive import Archive, Limits, declares_entities, open_archive
from .flow import Box, FlowWriter, need, refers_to_note
from .word_numbering import Numbering
from .word_sizes import Sizes

#: XML of all parts that are read, and their tags and attributes: the tree takes about ten times as
#: much memory as text with marks, and a hundred times as much as marks alone.
_PART_BYTES: Final = 48 << 20
_MARKS: Final = 4_000_000
_LIMITS: Final = Limits(total_bytes=2 << 30, member_bytes=1 << 30)
#: Styles on styles; Word itself follows no more than eleven.
_BASED: Final = 50
_HEADING: Final = re.compile(r"(?:heading|見出し)\s*([1-9])", re.IGNORECASE)
_CONTENTS: Final = re.compile(r"(?:toc|目次)\s*[1-9]", re.IGNORECASE)
#: Tables inside cells inside tables: deeper ones are layout gone wrong.
_DEPTH: Final = 12
_SKIPPED: Final = frozenset(
    {"del", "moveFrom", "instrText", "delText", "Fallback", "rt", "annotationRef", "pPr", "rPr"}
)


def load(path: Path) -> Document:
    """The Word document at `path`; tracked deletions are left out, insertions taken.

    Raises InputError for a broken, bomb-like or empty document, and without lxml.
    """
    try:
        from lxml import etree
    except ImportError as error:
        raise need("lxml", Text("Word文書の読み取り", "reading Word documents")) from error
    with open_archive(path, _LIMITS) as archive:
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        )

        bytes_, marks = 0, 0

        def tree(name: str) -> Any:
            nonlocal bytes_, marks
            data = archive.xml(name, at_most=_PART_BYTES)
            bytes_ += len(data)
            marks += data.count(b"<") + data.count(b"=")
            if marks > _MARKS or bytes_ > _PART_BYTES:
                raise _too_large(f"{path} › {name}")
            try:
                root = etree.fromstring(data, parser)
                if root.getroottree().docinfo.internalDTD is not None:
                    raise declares_entities(f"{path} › {name}")
                return root
            except etree.XMLSyntaxError as error:
                raise InputError(
                    Text(f"XMLが壊れています（{error.msg}）", f"broken XML ({error.msg})"),
                    where=f"{path} › {name}",
                    hint=Text(
                        "Wordで開き、保存し直してください", "open it in Word and save it again"
                    ),
                ) from error

        main = _main_part(archive, tree, str(path))
        folder = posixpath.dirname(main)
        parts = {
            name: tree(f"{folder}/{name}.xml") if f"{folder}/{name}.xml" in archive else None
            for name in ("styles", "numbering", "footnotes", "endnotes")
        }
        body = tree(main).find("{*}body")
        reader = _Reader(FlowWriter(str(path)), parts, body)
    if body is not None:
        _without_struck(body, reader.writer)
        reader.blocks(body, 0)
    return reader.writer.document(
        name=path.name,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    )


def _too_large(where: str) -> InputError:
    return InputError(
        Text(
            f"本文の要素が多すぎます（上限は合わせて{_MARKS:,}個、{_PART_BYTES:,}バイト）",
            f"its text has too many marks (the limit is {_MARKS:,}, or {_PART_BYTES:,} bytes)",
        ),
        where=where,
        hint=Text(
            "章ごとに文書を分け、--plan を変えて一つずつ読んでください",
            "split it by chapter and build each part under its own --plan",
        ),
    )


def _without_struck(body: Any, writer: FlowWriter) -> None:
    """Take out the runs of letters that are struck out, and say so."""
    held: list[str] = []
    last: Any = None
    for run in list(body.iter("{*}r")):
        said = (run.find("{*}rPr/{*}strike"), run.find("{*}rPr/{*}dstrike"))
        if all(mark is None or _attribute(mark, "val") in ("0", "false") for mark in said):
            continue
        if held and run.getparent() is not last:
            writer.struck_out("".join(held), "本文")
            held = []
        held += [each.text or "" for each in run.iter("{*}t")]
        last = run.getparent()
        last.remove(run)
    writer.struck_out("".join(held), "本文")


def _main_part(archive: Archive, tree: Any, where: str) -> str:
    if "_rels/.rels" in archive:
        for relation in tree("_rels/.rels"):
            if str(relation.get("Type", "")).endswith("/officeDocument"):
                name = posixpath.normpath(str(relation.get("Target", "")).lstrip("/"))
                if name in archive:
                    return name
    if "word/document.xml" in archive:
        return "word/document.xml"
    raise InputError(
        Text("Word文書の本文がありません", "there is no body of a Word document in it"),
        where=where,
        hint=Text("Wordで開き、保存し直してください", "open it in Word and save it again"),
    )


def _name(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _attribute(element: Any, name: str) -> str:
    """The attribute of that local name, "" where there is none."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return ""


def _value(element: Any, *path: str) -> str | None:
    for name in path:
        element = element.find("{*}" + name) if element is not None else None
    return None if element is None else _attribute(element, "val")


class _Styles:
    """Paragraph styles: name, heading level and list, inherited through `basedOn`."""

    def __init__(self, root: Any) -> None:
        self._styles: dict[str, Any] = {}
        for style in root.iterfind("{*}style") if root is not None else ():
            self._styles[_attribute(style, "styleId")] = style
        said = _value(root, "docDefaults", "rPrDefault", "rPr", "sz") if root is not None else None
        self._size = float(said) if said and said.isdecimal() and len(said) < 5 else None

    def _chain(self, style: str) -> Iterator[Any]:
        seen: set[str] = set()
        while style in self._styles and style not in seen and len(seen) < _BASED:
            seen.add(style)
            yield self._styles[style]
            style = _value(self._styles[style], "basedOn") or ""

    def name(self, style: str) -> str:
        found = self._styles.get(style)
        return (_value(found, "name") or style) if found is not None else style

    def level(self, style: str) -> int | None:
        for held in self._chain(style):
            outline = _value(held, "pPr", "outlineLvl")
            if outline is not None:
                return int(outline) + 1 if outline in set("012345678") else None
            if match := _HEADING.fullmatch(_value(held, "name") or ""):
                return int(match[1])
        return None

    def size(self, style: str) -> float | None:
        """The size of letters in half points that a style says, "" being the document's own."""
        for held in self._chain(style):
            said = _value(held, "rPr", "sz")
            if said and said.isdecimal() and len(said) < 5:
                return float(said)
        return self._size if not style else None

    def list_of(self, style: str) -> tuple[str, str | None]:
        for held in self._chain(style):
            number = _value(held, "pPr", "numPr", "numId")
            if number is not None:
                return number, _value(held, "pPr", "numPr", "ilvl")
        return "", None


class _Reader:
    def __init__(self, writer: FlowWriter, parts: dict[str, Any], body: Any) -> None:
        self.writer = writer
        self._styles = _Styles(parts["styles"])
        self._sizes = Sizes(body, self._styles.size) if not self._styled(body) else None
        self._numbering = Numbering(parts["numbering"], _attribute)
        self._notes = {
            kind: {
                _attribute(note, "id"): note
                for note in (parts[f"{kind}s"] if parts[f"{kind}s"] is not None else ())
                if not _attribute(note, "type")
            }
            for kind in ("footnote", "endnote")
        }
        self._paragraphs = self._tables = self._noted = 0

    def _styled(self, body: Any) -> bool:
        """Whether a paragraph of the document has a heading style."""
        styles = {_value(p, "pPr", "pStyle") or "" for p in body.iterfind("{*}p")} if (
            body is not None) else set()  # fmt: skip
        return any(self._styles.level(style) is not None for style in styles)

    def blocks(self, container: Any, depth: int) -> None:
        """Write the paragraphs and tables of a body or a text box, through content controls."""
        for element in _reach(container, "p", "tbl"):
            if _name(element) == "p":
                self._paragraph(element, depth)
            else:
                self._table(element, depth)

    def _paragraph(self, element: Any, depth: int) -> None:
        self._paragraphs += 1
        locator = f"段落{self._paragraphs}"
        style = _value(element, "pPr", "pStyle") or ""
        outline = _value(element, "pPr", "outlineLvl")
        level = (
            int(outline) + 1 if outline and outline in "012345678" else self._styles.level(style)
        )
        if outline == "9":
            level = None
        text, boxes, notes = _content(element)
        number = self._number(element, style) if text.strip() else ""
        inner = 0
        kind: Kind = "text"
        if _CONTENTS.fullmatch(self._styles.name(style)):
            kind, level = "contents", None
        elif number == "・" and level is None:
            kind, inner = "item", self._list(element, style)[1]
        elif level is None and outline is None and self._sizes is not None:
            level = self._sizes.level(element, text.strip())
        gap = "" if number in ("", "・") else "　"
        self.writer.paragraph(
            number + gap + text.strip(), locator, level=level, kind=kind, lists=inner
        )
        for box in boxes:
            if depth < _DEPTH:
                self.blocks(box, depth + 1)
        self._write_notes(notes)

    def _write_notes(self, notes: list[tuple[str, str]]) -> None:
        for kind, key in notes:
            note = self._notes[kind].get(key)
            if note is not None:
                self._noted += 1
                said = "\n".join(_content(p)[0].strip() for p in note.iter("{*}p"))
                label = "脚注" if kind == "footnote" else "文末脚注"
                self.writer.paragraph(said, f"{label}{self._noted}", kind="note")

    def _list(self, element: Any, style: str) -> tuple[str, int]:
        """The list that a paragraph is an item of, "" for none, and its depth from 0."""
        number = _value(element, "pPr", "numPr", "numId")
        depth = _value(element, "pPr", "numPr", "ilvl")
        if number is None:
            number, depth = self._styles.list_of(style)
            if number and depth is None:
                depth = str(self._numbering.depth_of_style(style, number))
        if not number or number == "0":
            return "", 0
        return number, int(depth) if depth and depth.isdecimal() else 0

    def _number(self, element: Any, style: str) -> str:
        number, depth = self._list(element, style)
        return self._numbering.drawn(number, depth) if number else ""

    def _table(self, table: Any, depth: int) -> None:
        self._tables += 1
        name = f"表{self._tables}"
        boxes: list[Box] = []
        inner: list[Any] = []
        notes: list[tuple[str, str]] = []
        open_: dict[int, int] = {}
        for row, line in enumerate(_rows(table)):
            column = _skipped(line)
            for cell in _cells(line):
                width = _width(cell)
                merge = cell.find("{*}tcPr/{*}vMerge")
                held = open_.get(column)
                if merge is not None and _attribute(merge, "val") != "restart" and held is not None:
                    box = boxes[held]
                    boxes[held] = Box(box.row, box.column, box.text, box.locator,
                                      row - box.row + 1, box.columns)  # fmt: skip
                else:
                    open_.pop(column, None)
                    if merge is not None:
                        open_[column] = len(boxes)
                    text = self._cell(cell, inner, notes)
                    where = f"{name} {row + 1}行{column + 1}列"
                    boxes.append(Box(row, column, text, where, 1, width))
                column += width
        self.writer.grid(name, boxes)
        self._write_notes(notes)
        for part in inner:
            if depth < _DEPTH:
                if _name(part) == "tbl":
                    self._table(part, depth + 1)
                else:
                    self.blocks(part, depth + 1)

    def _cell(self, cell: Any, inner: list[Any], notes: list[tuple[str, str]]) -> str:
        lines = []
        for element in _reach(cell, "p", "tbl"):
            if _name(element) == "tbl":
                inner.append(element)
                continue
            text, boxes, noted = _content(element)
            inner.extend(boxes)
            notes.extend(noted)
            if text.strip():
                style = _value(element, "pPr", "pStyle") or ""
                lines.append(self._number(element, style) + text.strip())
        return "\n".join(lines)


_WRAPPERS: Final = frozenset(
    {"sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag", "AlternateContent", "Choice"}
)


def _reach(container: Any, *wanted: str) -> Iterator[Any]:
    """The wanted elements right inside `container`, through content controls and the like."""
    waiting = [iter(container)]
    while waiting:
        element = next(waiting[-1], None)
        if element is None:
            waiting.pop()
        elif _name(element) in wanted:
            yield element
        elif _name(element) in _WRAPPERS:
            waiting.append(iter(element))


def _rows(table: Any) -> Iterator[Any]:
    for row in _reach(table, "tr"):
        if row.find("{*}trPr/{*}del") is None:
            yield row


def _cells(row: Any) -> Iterator[Any]:
    return _reach(row, "tc")


def _skipped(row: Any) -> int:
    before = _value(row, "trPr", "gridBefore") or "0"
    return int(before) if before.isdecimal() and len(before) < 4 else 0


def _width(cell: Any) -> int:
    span = _value(cell, "tcPr", "gridSpan") or "1"
    return max(1, int(span)) if span.isdecimal() and len(span) < 4 else 1


def _content(paragraph: Any) -> tuple[str, list[Any], list[tuple[str, str]]]:
    """(text, text boxes, notes referred to) of a paragraph; no recursion, whatever its depth."""
    pieces: list[str] = []
    boxes: list[Any] = []
    notes: list[tuple[str, str]] = []
    waiting = [iter(paragraph)]
    while waiting:
        element = next(waiting[-1], None)
        if element is None:
            waiting.pop()
            continue
        name = _name(element)
        if name == "t":
            pieces.append(element.text or "")
        elif name == "tab":
            pieces.append("\t")
        elif name in ("br", "cr"):
            pieces.append("\n" if _attribute(element, "type") in ("", "textWrapping") else " ")
        elif name == "noBreakHyphen":
            pieces.append("-")
        elif name in ("footnoteReference", "endnoteReference"):
            notes.append((name.removesuffix("Reference"), _attribute(element, "id")))
        elif name == "txbxContent":
            boxes.append(element)
        elif name not in _SKIPPED and not _hidden(element, name) and not _is_note(element, name):
            waiting.append(iter(element))
    return "".join(pieces), boxes, notes


def _is_note(element: Any, name: str) -> bool:
    """Whether a run is a raised mark that somebody typed to refer to a note: ※1."""
    if name != "r" or _value(element, "rPr", "vertAlign") != "superscript":
        return False
    before = element.getprevious()
    text = "".join(t.text or "" for t in before.iter("{*}t")) if before is not None else ""
    return refers_to_note("".join(t.text or "" for t in element.iter("{*}t")), text)


def _hidden(element: Any, name: str) -> bool:
    vanish = element.find("{*}rPr/{*}vanish") if name == "r" else None
    return vanish is not None and _attribute(vanish, "val") not in ("0", "false")
