"""Pages whose headings are labels: 担当課 and 事業の概要 as headings, what they say below each.

Such a page is a form like one with its labels in a table, so it is made one: a grid of label and
value below the heading that names the project. Where lines say who is in charge, the headings are
only parts of the page.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..document import Document, Paragraph, Part
from ..rows import Row
from ..source import Source
from ..words.heading_numbers import numbering
from ..words.profile import Profile
from ..words.table_words import TableWords
from .fields import fields_of
from .label_forms import FormMaker


@dataclass(frozen=True, slots=True)
class _Page:
    """Parts `[start, end)` below a heading, the indexes of its inner headings, their meanings."""

    start: int
    end: int
    inner: tuple[int, ...]
    roles: tuple[str, ...]


def with_heading_forms(document: Document, profile: Profile, words: TableWords) -> Document:
    """`document` with a form for each page whose headings are labels."""
    parts = document.parts
    if not any(is_heading(part) for part in parts):
        return document
    reader = _Pages(document.source, profile, words)
    made, at = list[Part](), 0
    for page in reader.pages(parts):
        made += parts[at : page.start]
        made += reader.form(parts, page)
        at = page.end
    return replace(document, parts=(*made, *parts[at:])) if at else document


def is_heading(part: Part) -> bool:
    """Whether a format says that a line is a heading."""
    return isinstance(part, Paragraph) and part.level is not None and part.kind == "text"


class _Pages:
    def __init__(self, source: Source, profile: Profile, words: TableWords) -> None:
        self._source, self._profile = source, profile
        self._forms = FormMaker(source, profile, words)

    def pages(self, parts: Sequence[Part]) -> Iterator[_Page]:
        """The pages of labels, in order."""
        headings = [at for at, part in enumerate(parts) if is_heading(part)]
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
        if not inner or len({_level(parts[each]) for each in inner}) > 1:
            return None
        if self._profile.level_heading(title) or self._forms.role(title):
            return None
        texts = [_text(parts[each]) for each in inner]
        roles = tuple(map(self._forms.role, texts))
        known = sum(map(bool, roles))
        if 2 * known < len(roles) or any(map(numbering, texts)):
            return None
        owned = known > 1 and "section" in roles
        if not owned and not any(map(self._owns, parts[at + 1 : inner[0]])):
            return None
        return _Page(at + 1, end, inner, roles)

    def _owns(self, part: Part) -> bool:
        if not isinstance(part, Paragraph) or part.kind not in ("text", "item"):
            return False
        row = Row(0, part.span, part.text, (part.span,), ())
        told = fields_of(self._source, row, self._profile, self._forms.column)
        return any(column == "section" for column, _ in told)

    def form(self, parts: Sequence[Part], page: _Page) -> Iterator[Part]:
        """The page with its labels as a grid, or as lines where a line says who owns it."""
        if "section" not in page.roles:
            for part in parts[page.start : page.end]:
                yield replace(part, level=None) if isinstance(part, Paragraph) else part
            return
        rows, rest = list[tuple[Part, Sequence[Part]]](), list(parts[page.start : page.inner[0]])
        ends = (*page.inner[1:], page.end)
        for at, role, end in zip(page.inner, page.roles, ends, strict=True):
            said, left = self._forms.told(parts[at + 1 : end], role)
            if said:
                rows.append((parts[at], said))
            elif isinstance(label := parts[at], Paragraph):  # the caption of a table
                rest.append(replace(label, level=None))
            rest += left
        yield self._forms.grid(_text(parts[page.start - 1]), rows)
        yield from rest


def _level(part: Part) -> int:
    assert isinstance(part, Paragraph) and part.level is not None
    return part.level


def _text(part: Part) -> str:
    assert isinstance(part, Paragraph)
    return part.text
