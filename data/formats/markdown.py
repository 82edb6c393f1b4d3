"""Markdown: headings, pipe tables and lists, each where it stands in the file's own text."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from ..cells import set_in
from ..document import BREAK, Cell, Document, Grid, Kind, Paragraph
from ..source import Source, Span
from .decode import read_source
from .flow import MAX_PIECES, too_many_pieces

_HEADING: Final = re.compile(r"\s{0,3}(#{1,6})[ \t　]+(.*?)[ \t#]*$")
_UNDERLINE: Final = re.compile(r"\s{0,3}(=+|-+)\s*$")
_RULE_ROW: Final = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_ITEM: Final = re.compile(r"\s*(?:[-*+]|[0-9]{1,3}[.)])[ \t]+")
#: A line or a cell that is bold from end to end: what stands between the marks.
_BOLD: Final = re.compile(r"(\*\*|__)(?=\S)(?P<inner>(?:(?!\1).)+)(?<=\S)\1", re.DOTALL)
#: A line longer than this is no row of a table.
_WIDEST: Final = 100_000
_BREAK: Final = re.compile(r"<br\s*/?>", re.IGNORECASE)
_FENCE: Final = re.compile(r"\s{0,3}(?:```|~~~)")
_CONTENTS: Final = re.compile(r"\s*(?:[-*+]|[0-9]+[.)])\s+\[[^\]]*\]\(#[^)]*\)\s*$")


def load(path: Path) -> Document:
    """The Markdown file at `path`; its canonical text is the file's, its places are lines.

    A <br> in a table's row is a LINE SEPARATOR there.
    """
    source = read_source(path)
    source = replace(source, text=_with_breaks(source.text), media_type="text/markdown")
    parts, pieces = [], 0
    for part in _parts(source):
        parts.append(part)
        pieces += len(part.cells) if isinstance(part, Grid) else 1
        if pieces > MAX_PIECES:
            at = part.cells[0].span if isinstance(part, Grid) else part.span
            raise too_many_pieces(f"{path}:{source.line_of(at.start)}行")
    return Document(source, tuple(parts))


def _with_breaks(text: str) -> str:
    """Breaks of lines within the rows of tables as LINE SEPARATOR; every character keeps its place."""
    return "\n".join(
        _BREAK.sub(lambda match: BREAK.ljust(len(match[0])), line) if "|" in line else line
        for line in text.split("\n")
    )


def looks_like(head: str) -> bool:
    """Whether the beginning of a text has a heading or a table of Markdown."""
    return any(_HEADING.match(line) for line in head.split("\n")[:200])


def _parts(source: Source) -> Iterator[Grid | Paragraph]:
    lines = [span for _, span in source.lines()]
    at = _front_matter(source, lines)
    yield from (_paragraph(source, span, kind="running") for span in lines[:at])
    fenced = False
    while at < len(lines):
        span, text = lines[at], source.quote(lines[at])
        below = source.quote(lines[at + 1]) if at + 1 < len(lines) else ""
        if _FENCE.match(text):
            fenced = not fenced
        elif fenced:
            yield _paragraph(source, span)
        elif match := _HEADING.match(text):
            level = len(match[1])
            yield _paragraph(
                source, Span(span.start + match.start(2), span.start + match.end(2)), level
            )
        elif "|" in text and _is_rule_row(below):
            table = list(_table(source, lines, at))
            rows = _table_end(source, lines, at) - at
            if table:
                yield Grid(f"{at + 1}行の表", tuple(table))
            yield _paragraph(source, lines[at + 1], kind="running")
            at += rows
            continue
        elif text.strip() and _UNDERLINE.match(below) and not _ITEM.match(text) and "|" not in text:
            yield _paragraph(source, span, 1 if "=" in below else 2)
            at += 1
        elif _CONTENTS.match(text):
            yield _paragraph(source, span, kind="contents")
        elif match := _ITEM.match(text):
            yield replace(_paragraph(source, span, kind="item"), depth=set_in(text))
        elif text.strip():
            yield _paragraph(source, span)
        at += 1


def _is_rule_row(text: str) -> bool:
    return "|" in text and len(text) <= _WIDEST and _RULE_ROW.match(text) is not None


def _paragraph(
    source: Source, span: Span, level: int | None = None, kind: Kind = "text"
) -> Paragraph:
    span = source.strip(span)
    if kind == "text":
        span = _plain(source, span)
    return Paragraph(source.quote(span), span, level, kind)


def _plain(source: Source, span: Span) -> Span:
    """`span` without the marks of a text that is bold as a whole."""
    match = _BOLD.fullmatch(source.text, span.start, span.end)
    return Span(match.start("inner"), match.end("inner")) if match else span


def _front_matter(source: Source, lines: list[Span]) -> int:
    """The line after the front matter, 0 where there is none."""
    if lines and source.quote(lines[0]).strip() == "---":
        for at in range(1, min(len(lines), 100)):
            if source.quote(lines[at]).strip() in ("---", "..."):
                return at + 1
    return 0


def _table_end(source: Source, lines: list[Span], start: int) -> int:
    at = start + 2
    while at < len(lines) and "|" in source.quote(lines[at]):
        at += 1
    return at


def _table(source: Source, lines: list[Span], start: int) -> Iterator[Cell]:
    written = 0
    for row, at in enumerate([start, *range(start + 2, _table_end(source, lines, start))]):
        if written > MAX_PIECES:
            return  # the caller refuses it
        span = source.strip(lines[at])
        text = source.quote(span)
        begin = span.start + text.startswith("|")
        end = span.end - (text.endswith("|") and not text.endswith("\\|") and len(text) > 1)
        where = begin
        for column, piece in enumerate(re.split(r"(?<!\\)\|", source.text[begin:end])):
            cell = _plain(source, source.strip(Span(where, where + len(piece))))
            if cell.start < cell.end:
                yield Cell(row, column, source.quote(cell), cell)
                written += 1
            where += len(piece) + 1
