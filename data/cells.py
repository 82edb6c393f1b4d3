"""Cells of a line, and prose freed of mark-up residue, each with its place in the source."""

import re
from collections.abc import Iterator
from typing import Final

from .records import Passage
from .source import Source, Span

#: Tags that word processors and web editors leave behind. Other <…> is the document's own text.
RESIDUE: Final = re.compile(
    r"</?(?:p|ul|ol|li|br|div|span|b|i|u|strong|em|font|table|tbody|tr|td|th|a|h[1-6])\b[^<>]*>",
    re.IGNORECASE,
)
#: Marks of Markdown around words: pictures, struck words, bold letters, and links but their text.
_MARKS: Final = re.compile(
    r"!\[[^\]\n]*\]\([^()\n]*\)|~~[^~\n]+~~|\*\*"
    r"|\[(?=[^\[\]\n]+\]\((?:https?:|mailto:|[#./]))|(?<=[^\[\]\n])\]\((?:https?:|mailto:|[#./])[^()\n]*\)"
)
#: Where a line was broken for want of room: between letters, and not before an item.
_BROKEN: Final = re.compile(
    r"(?<=[^\x00-\x7f。、・：])[ \t]*\n[ \t\u3000]*(?=[^\x00-\x7f・●○◆■□◇※①-⑳【（])"
)
_RULE: Final = re.compile(r"[\s\-‐―—－_=＝*＊・.·|+~〜ー\u2500-\u257f]+")
_OPEN, _CLOSE = "（(「『【［[〔", "）)」』】］]〕"


def is_rule(text: str) -> bool:
    """Whether a line is only a drawn rule, such as `--- ---`."""
    return bool(_RULE.fullmatch(text))


def set_in(line: str) -> int:
    """How far a line is set in, in columns: a wide blank is two, a tab goes to the next fourth.

    >>> [set_in("・a"), set_in("  - a"), set_in("\u3000・a"), set_in("\t- a")]
    [0, 2, 2, 4]
    """
    columns = 0
    for char in line:
        if char == "\t":
            columns += 4 - columns % 4
        elif char in " \u3000":
            columns += 1 + (char == "\u3000")
        else:
            break
    return columns


def split_cells(source: Source, line: Span, separators: list[str]) -> list[Span]:
    """The cells of a line, stripped; the first separator that occurs divides it."""
    text = source.quote(line)
    separator = next((mark for mark in separators if mark in text), None)
    if separator is None:
        return [source.strip(line)]
    start, end = line.start, line.end
    if separator != "\t":  # a row of Markdown, or of a drawn table, has a bar at both ends too
        stripped = source.strip(line)
        start = stripped.start + source.quote(stripped).startswith(separator)
        end = stripped.end - source.quote(stripped).endswith(separator)
    cells, at = [], start
    for piece in source.text[start:end].split(separator):
        cells.append(source.strip(Span(at, at + len(piece))))
        at += len(piece) + len(separator)
    return cells


def blank_residue(text: str) -> str:
    """`text` with tags overwritten by spaces: every other character stays at its offset."""
    return RESIDUE.sub(lambda match: " " * len(match[0]), text)


def clean(text: str) -> str:
    """`text` without tags and marks of Markdown, white space folded.

    A line break inside a sentence of Japanese is no space.
    """
    bare = _BROKEN.sub("", _MARKS.sub("", blank_residue(text)))
    return re.sub(r"\s+", " ", bare).strip()


def passage(source: Source, span: Span) -> Passage | None:
    """The prose of `span`, or None when only residue stands there."""
    span = _shrink(source, span)
    return Passage(clean(source.quote(span)), span) if span.start < span.end else None


def paragraphs(source: Source, span: Span) -> Iterator[Passage]:
    """The prose of `span` parted at tags."""
    at = span.start
    text = source.quote(span)
    for match in RESIDUE.finditer(text):
        if part := passage(source, Span(at, span.start + match.start())):
            yield part
        at = span.start + match.end()
    if part := passage(source, Span(at, span.end)):
        yield part


def _shrink(source: Source, span: Span) -> Span:
    """`span` without residue and white space at its ends."""
    visible = blank_residue(source.quote(span))
    start = span.start + len(visible) - len(visible.lstrip())
    return Span(start, max(start, span.start + len(visible.rstrip())))


def bullets(source: Source, span: Span, marks: str) -> Iterator[Passage]:
    """The list items of `span`: what stands behind each bullet, without the bullet."""
    visible = blank_residue(source.quote(span))
    mark = f"[{re.escape(marks)}]"
    starts = [m.end() for m in re.finditer(rf"(?:(?<=\s)|^){mark}\s*", visible)]
    for index, start in enumerate(starts):
        stop = len(visible)
        if index + 1 < len(starts):
            stop = re.search(rf"\s*{mark}\s*$", visible[: starts[index + 1]]).start()  # type: ignore[union-attr]
        if item := passage(source, Span(span.start + start, span.start + stop)):
            yield item


def phrases(source: Source, span: Span) -> Iterator[Passage]:
    """The undertakings of an outline: parted at white space that stands outside brackets.

    White space between a Latin and another letter (PR 活動) belongs to the phrase.
    """
    visible = blank_residue(source.quote(span))
    depth, at = 0, 0
    for index, char in enumerate(visible):
        depth += (char in _OPEN) - (char in _CLOSE and depth > 0)
        if char.isspace() and depth == 0 and not _joins(visible, index):
            if item := passage(source, Span(span.start + at, span.start + index)):
                yield item
            at = index + 1
    if item := passage(source, Span(span.start + at, span.end)):
        yield item


def _joins(text: str, index: int) -> bool:
    before, after = text[index - 1 : index], text[index + 1 : index + 2]
    latin = before.isascii() and before.isalnum() or after.isascii() and after.isalnum()
    return latin and text[index] != "\n"
