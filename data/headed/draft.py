"""What the reader of headed plans has made so far: records, numbers, open headings, ledger."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Literal

from ...language import Text
from ..agents.office_cells import offices
from ..cells import clean, passage
from ..ledger import Ledger, State
from ..records import Notice, Project, Record, Status, notice_at
from ..rows import Row
from ..source import Source, Span
from ..tables.project_cells import ProjectWriter
from ..words.profile import Column, Profile
from ..words.table_words import words_beside
from .partner_fields import take_part

#: 1-2 窓口の見直し: the number before a project's name.
_NUMBER = re.compile(r"[0-9０-９]{1,3}(?:[-－.．][0-9０-９]{1,3})*[)）．.、\s　]+(?=\D)")


class Draft:
    """The records of one plan in the making; `stack` holds (depth, class, key) of open headings.

    `writer` writes the projects of tables into the same records, ledger and notices.
    """

    def __init__(self, source: Source, profile: Profile) -> None:
        self.source, self.profile = source, profile
        self.ledger = Ledger(source)
        self.notices: list[Notice] = []
        self.columns_read: list[tuple[str, Column, Span]] = []
        self.numbers: Counter[str] = Counter()
        self.stack: list[tuple[int, Literal["goal", "measure"], str]] = []
        self.package: str | None = None
        self.writer = ProjectWriter(source, words_beside(profile))
        self.out: list[Record] = self.writer.records
        self.writer.ledger, self.writer.notices = self.ledger, self.notices
        self.writer.columns, self.writer.numbers = self.columns_read, self.numbers

    def mint(self, kind: str) -> str:
        """The next key of a kind of element."""
        self.numbers[kind] += 1
        return f"{kind}/{self.numbers[kind]:03d}"

    def parent(self) -> str:
        """The key of the nearest open heading."""
        return self.stack[-1][2] if self.stack else ""

    def under_measure(self) -> str | None:
        """The key of the nearest open measure."""
        return next((key for _, cls, key in reversed(self.stack) if cls == "measure"), None)

    def note(self, row: Row, state: State, reason: str, *elements: str) -> None:
        """Say in the ledger what became of every unit of `row`."""
        for number, span in row.units:
            self.ledger.note(number, span, state, reason, *elements)

    def notice(self, span: Span, message: Text) -> None:
        """A defect at `span`."""
        self.notices.append(notice_at(self.source, span, message))

    def project(
        self,
        name: Span,
        span: Span,
        *,
        description: Span | None,
        sections: Sequence[Span] = (),
        asides: Sequence[tuple[Column, Span]] = (),
        status: Status | None = None,
        facets: tuple[str, ...] = (),
        package: str | None = None,
        parts: Mapping[int, str] = MappingProxyType({}),
        prose: Sequence[Span] = (),
    ) -> str:
        """Add a project, its owners and its partners; its key.

        `prose` are the paragraphs that tell more of it, `parts` the roles of partners by where the
        field begins that names them.
        """
        name_span, mark = self._name(name)
        name_span, stated = self.writer.without_status(name_span)
        if stated:
            status, facets = self.profile.status_in(stated), self.profile.facets.said_by(stated)
        key = self.mint("project")
        self.out.append(
            Project(
                key=key,
                parent=package or self.parent(),
                label=clean(self.source.quote(name_span)),
                span=span,
                name_span=name_span,
                description=passage(self.source, description) if description else None,
                measure=self.under_measure(),
                package=package,
                status=status,
                facets=facets,
                mark=mark,
                prose=tuple(filter(None, (passage(self.source, each) for each in prose))),
            )
        )
        partners = [aside for column, aside in asides if column == "partner"]
        self.columns_read.extend((key, c, aside) for c, aside in asides if c != "partner")
        named = any(span.start < span.end for span in sections)
        self.own(key, sections)
        for each in partners:
            take_part(self.writer, key, each, parts.get(each.start, ""), owned=named)
        return key

    def own(self, key: str, sections: Sequence[Span]) -> None:
        """Add the owners that `sections` name to a project."""
        found = [o for s in sections for o in offices(self.source, s, self.writer.words)]
        led = any(office.lead for office in found)
        for office in found:
            self.writer.own(key, office, leading=bool(office.lead) if led else True)

    def _name(self, cell: Span) -> tuple[Span, str | None]:
        """The name without the mark set before it, and that mark's id."""
        text = self.source.quote(cell)
        mark = self.profile.source_marks.get(text[:1])
        if mark and len(text) > 1:
            cell = self.source.strip(Span(cell.start + 1, cell.end))
        text = self.source.quote(cell)
        if number := _NUMBER.match(text):
            cell = Span(cell.start + number.end(), cell.end)
            text = self.source.quote(cell)
        if text[:1] in "「『" and text[-1:] in "」』" and not re.search("[「」『』]", text[1:-1]):
            cell = Span(cell.start + 1, cell.end - 1)
        return cell, mark
