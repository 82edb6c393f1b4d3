"""Pages whose headings are labels: 担当課 and 事業の概要 as headings, what they say below each.

Such a page is a form like one with its labels in a table, so it is made one: a grid of label and
value below the heading that names the project. Where lines say who is in charge, the headings are
only parts of the page. Lines of their own (■担当課, the cells of a page's boxes) are labels too.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..document import Cell, Document, Grid, Paragraph, Part
from ..rows import Row
from ..source import Source, Span
from ..words.heading_numbers import numbering
from ..words.profile import Column, Profile
from ..words.table_words import TableWords
from .fields import Labels, fields_of, labels_of


@dataclass(frozen=True, slots=True)
class _Page:
    """Parts `[start, end)` below a heading, the indexes of its inner headings, their meanings."""

    start: int
    end: int
    inner: tuple[int, ...]
    roles: tuple[str, ...]


def with_forms(document: Document, profile: Profile, words: TableWords) -> Document:
    """`document` with a form for each page whose headings are labels."""
    parts = document.parts
    if not any(_is_heading(part) for part in parts):
        return document
    reader = _Labels(document.source, profile, words)
    made, at = list[Part](), 0
    for page in reader.pages(parts):
        made += parts[at : page.start]
        made += reader.form(parts, page)
        at = page.end
    return replace(document, parts=(*made, *parts[at:])) if at else document


def _is_heading(part: Part) -> bool:
    return isinstance(part, Paragraph) and part.level is not None and part.kind == "text"


class _Labels:
    def __init__(self, source: Source, profile: Profile, words: TableWords) -> None:
        self._source, self._profile, self._words = source, profile, words
        self._columns: Labels = labels_of(profile, words)

    def pages(self, parts: Sequence[Part]) -> Iterator[_Page]:
        """The pages of labels, in order."""
        headings = [at for at, part in enumerate(parts) if _is_heading(part)]
        n = 0
        while n < len(headings):
            at = headings[n]
            below = n + 1
            while below < len(headings) and _level(parts[headings[below]]) > _level(parts[at]):
                below += 1
            end = headings[below] if below < len(headings) else len(parts)
            inner = tuple(headings[n + 1 : below])
            if page := self._page(parts, at, inner, end):
                yield page
                n = below
            else:
                n += 1

    def _page(
        self, parts: Sequence[Part], at: int, inner: tuple[int, ...], end: int
    ) -> _Page | None:
        """The page below heading `at`, None where its headings are no labels or nobody owns it."""
        title = _text(parts[at])
        if self._profile.level_heading(title) or self._role(title):
            return None
        if page := self._lines(parts, at, inner[0] if inner else end):
            return page
        if not inner or len({_level(parts[each]) for each in inner}) > 1:
            return None
        texts = [_text(parts[each]) for each in inner]
        roles = tuple(map(self._role, texts))
        known = sum(map(bool, roles))
        if 2 * known < len(roles) or any(map(numbering, texts)):
            return None
        told = parts[at + 1 : inner[0]]
        owned = "section" in roles if known > 1 else False
        if not owned and not any(map(self._owns, told)):
            return None
        return _Page(at + 1, end, inner, roles)

    def _lines(self, parts: Sequence[Part], at: int, end: int) -> _Page | None:
        """The lines below heading `at` as a page, where they are labels with a value below each."""
        inner, roles = list[int](), list[str]()
        for n in range(at + 1, end):
            part = parts[n]
            if not isinstance(part, Paragraph):
                end = n
                break
            if part.kind not in ("text", "item"):
                continue
            if role := self._role(part.text):
                if inner and inner[-1] == n - 1:
                    return None  # the heads of a table that is not drawn
                inner.append(n)
                roles.append(role)
        if "section" not in roles or len(roles) < 2 or inner[-1] + 1 >= end:
            return None
        owner = parts[inner[roles.index("section")] + 1]
        if not isinstance(owner, Paragraph) or not self._words.is_office(owner.text):
            return None
        return _Page(at + 1, end, tuple(inner), tuple(roles))

    def _role(self, text: str) -> str:
        """What a heading is the label of, "" for one that is none."""
        if column := self._columns(text):
            return column
        meaning = self._words.meaning(self._profile.bare(text))
        return meaning.role if meaning and meaning.confidence > 0.9 else ""

    def _owns(self, part: Part) -> bool:
        if not isinstance(part, Paragraph) or part.kind not in ("text", "item"):
            return False
        row = Row(0, part.span, part.text, (part.span,), ())
        told: list[tuple[Column, Span]] = fields_of(self._source, row, self._profile, self._columns)
        return any(column == "section" for column, _ in told)

    def form(self, parts: Sequence[Part], page: _Page) -> Iterator[Part]:
        """The page with its labels as a grid, or as lines where a line says who owns it."""
        if "section" not in page.roles:
            for at in range(page.start, page.end):
                part = parts[at]
                yield replace(part, level=None) if isinstance(part, Paragraph) else part
            return
        cells, rest = list[Cell](), list(parts[page.start : page.inner[0]])
        ends = (*page.inner[1:], page.end)
        for row, (at, role, end) in enumerate(zip(page.inner, page.roles, ends, strict=True)):
            told, left = self._told(parts[at + 1 : end], role)
            cells.append(self._cell(row, 0, parts[at : at + 1]))
            if told:
                cells.append(self._cell(row, 1, told))
            rest += left
        yield Grid(_text(parts[page.start - 1]), tuple(cells))
        yield from rest

    def _told(self, parts: Sequence[Part], role: str) -> tuple[list[Part], list[Part]]:
        """(what a label says, what else stands below it): of a section only lines like its name."""
        told = list[Part]()
        for part in parts:
            if not isinstance(part, Paragraph) or part.kind not in ("text", "item"):
                break
            if role == "section" and told and not self._words.is_office(part.text):
                break
            told.append(part)
        return told, list(parts[len(told) :])

    def _cell(self, row: int, column: int, parts: Sequence[Part]) -> Cell:
        spans = [part.span for part in parts if isinstance(part, Paragraph)]
        span = Span(spans[0].start, spans[-1].end)
        return Cell(row, column, self._source.quote(span), span)


def _level(part: Part) -> int:
    assert isinstance(part, Paragraph) and part.level is not None
    return part.level


def _text(part: Part) -> str:
    assert isinstance(part, Paragraph)
    return part.text
