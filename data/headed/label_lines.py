"""Projects whose labels stand on lines of their own, each above its value: ■担当課, 【事業概要】.

The name of the project stands above its first label, or is the value of one. Each such project is
made a form, as if its labels stood in a table. Labels come again with the next project; a list of
labels one below another is the head of a table that is not drawn, and no form.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ..document import Document, Grid, Paragraph, Part
from ..formats.text_grids import with_tables
from ..source import Source
from ..words.lexicon import squeeze
from ..words.profile import Profile
from ..words.table_words import TableWords
from .label_forms import FormMaker
from .label_headings import is_heading, with_heading_forms

#: The name of a project is no longer.
_NAME: Final = 60
#: Of these a label may say more than one line.
_PROSE: Final = ("description", "detail")


@dataclass(slots=True)
class _Labels:
    """The labels of one project, as (index, role); its last value ends before index `end`.

    `start` is the line above the first label, which names it where no label does.
    """

    start: int
    labels: list[tuple[int, str]]
    end: int
    known: set[str]

    @property
    def says_name(self) -> bool:
        """Whether one of the labels is that of the name."""
        return any(role == "name" for _, role in self.labels)


def with_forms(document: Document, profile: Profile, words: TableWords) -> Document:
    """`document` with a form for each project whose labels are headings or lines of their own."""
    laid = with_heading_forms(document, profile, words)
    if not laid.parts:
        if not _Lines(document.source, profile, words).may_have_labels():
            return document
        laid = with_tables(document.source, document.source.name, ())
    reader = _Lines(laid.source, profile, words)
    made, at = list[Part](), 0
    for found in reader.forms(laid.parts):
        made += laid.parts[at : found.labels[0][0]]
        made += reader.form(laid.parts, found)
        at = found.end
    if not at:
        return laid if document.parts else document
    return replace(laid, parts=(*made, *laid.parts[at:]), notices=document.notices)


class _Lines:
    def __init__(self, source: Source, profile: Profile, words: TableWords) -> None:
        self._source, self._profile = source, profile
        self._forms = FormMaker(source, profile, words)

    def may_have_labels(self) -> bool:
        """Whether a line of a plain text is nothing but the label of a section."""
        lines = (self._source.quote(span).strip() for _, span in self._source.lines())
        return any(self._forms.role(line) == "section" for line in lines)

    def forms(self, parts: Sequence[Part]) -> list[_Labels]:
        """The projects of labels: several, or one that a heading or a label of its own names."""
        found = [each for each in self._runs(parts) if self._is_project(parts, each)]
        if len(found) > 1:
            return found
        return [each for each in found if each.says_name or is_heading(parts[each.start])]

    def _runs(self, parts: Sequence[Part]) -> Iterator[_Labels]:
        """Labels that stand one after the other, each once, up to a heading or a table."""
        run: _Labels | None = None
        line = -1  # the last line of text
        for at, part in enumerate(parts):
            if isinstance(part, Paragraph) and part.kind not in ("text", "item"):
                continue
            listing = isinstance(part, Paragraph) and self._profile.lists_projects(part.text)
            role = self._forms.role(part.text) if isinstance(part, Paragraph) else ""
            role = "" if listing else role
            if role and isinstance(part, Paragraph):
                said = squeeze(self._profile.bare(part.text))
                if run is not None and said in run.known:
                    run.end = at if run.says_name else line
                    yield run
                    run = None
                if run is None:
                    run = _Labels(line, [], len(parts), set())
                run.known.add(said)
                run.labels.append((at, role))
            elif run is not None and (listing or is_heading(part) or isinstance(part, Grid)):
                run.end = at
                yield run
                run = None
            line = at if isinstance(part, Paragraph) else -1
        if run is not None:
            yield run

    def _is_project(self, parts: Sequence[Part], run: _Labels) -> bool:
        roles = [role for _, role in run.labels]
        if len(roles) < 2 or "section" not in roles:
            return False
        ends = [*(at for at, _ in run.labels[1:]), run.end]
        if any(end - at < 2 for (at, _), end in zip(run.labels, ends, strict=True)):
            return False
        if not self._forms.is_office(parts[run.labels[roles.index("section")][0] + 1]):
            return False
        if run.says_name:
            return True
        name = parts[run.start]
        return (
            isinstance(name, Paragraph)
            and run.start >= 0
            and not (
                len(name.text) > _NAME
                or name.text.endswith(("。", "、"))
                or self._profile.level_heading(name.text)
                or self._profile.lists_projects(name.text)
            )
        )

    def form(self, parts: Sequence[Part], run: _Labels) -> Iterator[Part]:
        """The labels of a project as a grid, and what else stands among them."""
        rows, rest = list[tuple[Part, Sequence[Part]]](), list[Part]()
        ends = [*(at for at, _ in run.labels[1:]), run.end]
        for n, ((at, role), end) in enumerate(zip(run.labels, ends, strict=True)):
            said, left = self._forms.told(parts[at + 1 : end], role)
            if n + 1 == len(ends):  # nothing says where the last value ends
                kept = self._last(said, role)
                said, left = said[:kept], [*said[kept:], *left]
            rows.append((parts[at], said))
            rest += left
        yield self._forms.grid("", rows)
        yield from rest

    def _last(self, said: Sequence[Part], role: str) -> int:
        """How many lines the last label says: one, or sentences."""
        kept = 1
        while role in _PROSE and kept < len(said):
            part = said[kept]
            if not isinstance(part, Paragraph) or not part.text.endswith(("。", ".")):
                break
            kept += 1
        return kept
