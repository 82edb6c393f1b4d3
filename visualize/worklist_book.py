"""The worklist as a workbook to fill in.

Whatever comes from a plan is written as text: a cell can never become a formula. Rows are known
by the IRIs in a hidden column, so sorting and filtering lose nothing.
"""

import io
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ..graph.atomic import write_atomically
from ..graph.decisions import Decision
from ..graph.evidence_spans import Span
from ..graph.worklist import Candidate, Worklist
from ..language import Lang, Text
from .excerpt import flat
from .office import A3, finish, head, jump, office_module, put, same_bytes, set_up
from .punctuation import labelled, led, listed
from .worklist_blocks import link_kind
from .worklist_facts import facts, place
from .worklist_words import (
    CHOICES,
    COLUMNS,
    PROPOSED,
    SILENCES,
    VERDICTS,
    WORDS,
    decided_by,
    reason_line,
)

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

SHEET: Final = Text("候補", "Candidates")
TRIOS: Final = Text("三課", "Trios")
PAIRS: Final = Text("課の組", "Pairs")
MATRIX: Final = Text("課と課の表", "Matrix")
LINKED: Final = Text("今あるつながり", "Links")
DECIDED: Final = Text("これまでの判断", "Decisions")
UNSEEN: Final = Text("計画にないこと", "Not in the plan")

_BEFORE: Final = ("pair", "section_a", "project_a", "section_b", "project_b")
_THIRD: Final = ("section_c", "project_c")
_WHY: Final = ("score", "why", "evidence")
_FILLED: Final = ("decision", "reason", "contact", "contacted", "answer", "id")
#: Em of a quote in the list of candidates; the sheet of links quotes in full.
_QUOTE: Final = 60
_WIDTHS: Final = {
    "pair": 6, "section_a": 13, "project_a": 24, "section_b": 13, "project_b": 24,
    "section_c": 13, "project_c": 24, "score": 8, "why": 46, "evidence": 70, "decision": 14,
    "reason": 24, "contact": 14, "contacted": 12, "answer": 20, "id": 10,
}  # fmt: skip


def write_worklist_book(work: Worklist, out: Path, *, lang: Lang) -> None:
    """Write the workbook: candidates to decide on, pairs of sections, links there are.

    Raises InputError, with the install line, without openpyxl.
    """
    book = office_module("openpyxl", "openpyxl").Workbook()
    set_up(book, f"{WORDS['title'].in_lang(lang)} {work.title}")
    made = _Book(book, work, lang)
    made.candidates()
    if work.trios:
        made.trios()
    made.pairs()
    made.matrix()
    made.links()
    made.decisions()
    if work.proposed:
        made.proposed()
    made.unseen()
    made.summary()
    buffer = io.BytesIO()
    book.save(buffer)
    write_atomically(out, same_bytes(buffer.getvalue()))


class _Book:
    """The sheets; where the rows of other sheets will stand is known beforehand."""

    def __init__(self, book: "Workbook", work: Worklist, lang: Lang) -> None:
        self.book, self.work, self.lang = book, work, lang
        self.pair_row = {pair.sections: pair.rank + 1 for pair in work.pairs}
        self.candidate_row: dict[tuple[str, str], int] = {}
        self.link_row: dict[tuple[str, str], int] = {}
        at = 2
        for pair in work.pairs:
            self.candidate_row[pair.sections] = at
            at += len(pair.candidates)
        at = 2
        for sections, links in work.joined.items():
            self.link_row[sections] = at
            at += len(links)

    def say(self, text: Text) -> str:
        return text.in_lang(self.lang)

    def _sheet(self, title: Text) -> "Worksheet":
        sheet: Worksheet = self.book.create_sheet(self.say(title))
        return sheet

    def _quote(self, span: Span) -> str:
        """A whole quote on one line: a cell shows no tab."""
        return f"{place(span, self.lang)} {flat(span.quote)}"

    def candidates(self) -> None:
        sheet = self.book.active
        assert sheet is not None
        sheet.title = self.say(SHEET)
        columns = (*_BEFORE, *_WHY, *_FILLED)
        self._heads(sheet, columns)
        row = 1
        for pair in self.work.pairs:
            for each in pair.candidates:
                row += 1
                self._row(sheet, row, float(pair.rank), each)
                jump(sheet.cell(row, 1), self.say(PAIRS), self.pair_row[pair.sections])
        if row == 1:
            said = (WORDS["nothing"], *self.work.notes)
            put(sheet, 2, columns.index("project_a") + 1, "\n".join(map(self.say, said)))
        self._to_fill(sheet, columns, row)

    def trios(self) -> None:
        sheet = self._sheet(TRIOS)
        columns = (*_BEFORE, *_THIRD, *_WHY, *_FILLED)
        self._heads(sheet, columns)
        for row, each in enumerate(self.work.trios, 2):
            self._row(sheet, row, float(row - 1), each)
        self._to_fill(sheet, columns, len(self.work.trios) + 1)

    def _heads(self, sheet: "Worksheet", columns: Sequence[str]) -> None:
        names = [self.say(COLUMNS[key]) for key in columns]
        head(sheet, names, tuple(_WIDTHS[key] for key in columns))

    def _row(self, sheet: "Worksheet", row: int, number: float, each: Candidate) -> None:
        said, suggestion = each.decision, each.suggestion
        told = facts(suggestion, self.lang, label=60, quote=_QUOTE)
        values: list[Any] = [number]
        for project in suggestion.projects:
            values += [project.section, project.name]
        values += [
            round(suggestion.score, 1),
            reason_line(suggestion, self.lang),
            "\n".join(fact.line for fact in told),
        ]
        values += self._filled(said)
        values.append(" ".join(project.iri for project in suggestion.projects))
        for column, value in enumerate(values, 1):
            put(sheet, row, column, value)

    def _filled(self, said: Decision | None) -> list[Any]:
        """What stands in the columns that people fill in."""
        if said is None:
            return [""] * 5
        day: Any = said.contacted
        with suppress(ValueError):  # people write 来月 too
            day = date.fromisoformat(said.contacted)
        return [self.say(VERDICTS[said.verdict]), said.why, said.contact, day, said.answer]

    def _to_fill(self, sheet: "Worksheet", columns: Sequence[str], last: int) -> None:
        """The drop-down, the format of the days, and the hidden column of IRIs."""
        from openpyxl.utils import get_column_letter
        from openpyxl.worksheet.datavalidation import DataValidation

        letter = {key: get_column_letter(at) for at, key in enumerate(columns, 1)}
        sheet.column_dimensions[letter["id"]].hidden = True
        finish(sheet, paper=A3)
        choices = ",".join(self.say(VERDICTS[each]) for each in CHOICES)
        validation = DataValidation(type="list", formula1=f'"{choices}"', allow_blank=True)
        validation.showErrorMessage = True
        validation.errorTitle = self.say(COLUMNS["decision"])
        validation.error = self.say(WORDS["choose"])
        sheet.add_data_validation(validation)
        validation.add(f"{letter['decision']}2:{letter['decision']}{max(2, last)}")
        for row in range(2, last + 1):
            sheet[f"{letter['contacted']}{row}"].number_format = "yyyy-mm-dd"

    def pairs(self) -> None:
        sheet = self._sheet(PAIRS)
        names = [
            Text("順位", "rank"), Text("課A", "section A"), Text("課B", "section B"),
            Text("得点", "score"), WORDS["candidates"], WORDS["links"], WORDS["today"],
            WORDS["invite"], WORDS["unsaid"],
        ]  # fmt: skip
        head(sheet, [self.say(each) for each in names], (7, 18, 18, 8, 8, 8, 56, 36, 40))
        for row, pair in enumerate(self.work.pairs, 2):
            today = "\n".join(
                labelled(link_kind(link, self.lang), self.say(link.label), self.lang)
                for link in pair.links
            )
            unsaid = "\n".join(
                self.say(SILENCES[each.kind]).format(
                    name=each.name, words=each.span.quote if each.span else ""
                )
                for each in pair.unseen
            )
            values: list[Any] = [
                float(pair.rank), *pair.sections, round(pair.score, 1),
                float(len(pair.candidates)), float(len(pair.links)),
                today or self.say(WORDS["none_today"]), listed(pair.invite, self.lang), unsaid,
            ]  # fmt: skip
            for column, value in enumerate(values, 1):
                put(sheet, row, column, value)
            jump(sheet.cell(row, 1), self.say(SHEET), self.candidate_row[pair.sections])
            if pair.links:
                jump(sheet.cell(row, 6), self.say(LINKED), self.link_row[pair.sections])
        finish(sheet)

    def matrix(self) -> None:
        """Links + candidates of every two sections; each cell leads to its row."""
        sheet = self._sheet(MATRIX)
        sections = self.work.sections
        names = [self.say(WORDS["links_candidates"]), *sections]
        head(sheet, names, (22, *(12 for _ in sections)), freeze="B2")
        order = {name: number for number, name in enumerate(sections)}
        for row, one in enumerate(sections, 2):
            put(sheet, row, 1, one)
            for column, other in enumerate(sections, 2):
                pair = (one, other) if order[one] <= order[other] else (other, one)
                linked = len(self.work.joined.get(pair, ()))
                could = self.work.suggested.get(pair, 0)
                if linked or could:
                    cell = put(sheet, row, column, f"{linked}＋{could}")
                    if pair in self.pair_row:
                        jump(cell, self.say(PAIRS), self.pair_row[pair])
                    else:
                        jump(cell, self.say(LINKED), self.link_row[pair])
        finish(sheet, filters=False)

    def links(self) -> None:
        sheet = self._sheet(LINKED)
        names = [
            Text("課A", "section A"), Text("課B", "section B"), Text("種類", "kind"),
            Text("何によるか", "what"), Text("原文", "source"), WORDS["decided_who"],
        ]  # fmt: skip
        head(sheet, [self.say(each) for each in names], (18, 18, 16, 50, 80, 30))
        row = 1
        for sections, group in self.work.joined.items():
            for link in group:
                row += 1
                spans = "\n".join(self._quote(span) for span in link.spans)
                who = decided_by(link.decision) if link.decision else ""
                values = (*sections, link_kind(link, self.lang), self.say(link.label), spans, who)
                for column, value in enumerate(values, 1):
                    put(sheet, row, column, value)
                if sections in self.pair_row:
                    jump(sheet.cell(row, 1), self.say(PAIRS), self.pair_row[sections])
        finish(sheet)

    def decisions(self) -> None:
        sheet = self._sheet(DECIDED)
        names = [
            Text("事業", "projects"), COLUMNS["decision"], Text("判断した人", "who"),
            Text("判断日", "when"), COLUMNS["reason"], COLUMNS["contact"], COLUMNS["contacted"],
            COLUMNS["answer"], Text("備考", "note"),
        ]  # fmt: skip
        widths = (60, 14, 20, 12, 40, 20, 12, 30, 30)
        head(sheet, [self.say(each) for each in names], widths)
        for row, each in enumerate(self.work.decided, 2):
            made = each.decision
            values = (
                " × ".join(led(section, name, self.lang) for section, name in each.projects),
                self.say(VERDICTS[made.verdict]), made.who, made.when, made.why, made.contact,
                made.contacted, made.answer,
                "" if each.found else self.say(WORDS["lost"]),
            )  # fmt: skip
            for column, value in enumerate(values, 1):
                put(sheet, row, column, value)
        finish(sheet)

    def proposed(self) -> None:
        sheet = self._sheet(WORDS["proposed"])
        names = [
            Text("提案", "proposal"), Text("対象", "about"), Text("提案した人・班", "by"),
            Text("日", "day"), Text("会", "workshop"), COLUMNS["reason"], Text("票", "votes"),
        ]  # fmt: skip
        widths: tuple[int, ...] = (16, 70, 18, 12, 26, 50, 8)
        several = any(each.plan for each in self.work.proposed)
        if several:
            names, widths = [*names, Text("計画", "plan")], (*widths, 40)
        head(sheet, [self.say(each) for each in names], widths)
        for row, each in enumerate(self.work.proposed, 2):
            values = (
                self.say(PROPOSED[each.kind]),
                " × ".join(led(units, name, self.lang) for units, name in each.things),
                each.author, each.day, each.workshop, each.text, float(each.votes),
                *((each.plan,) if several else ()),
            )  # fmt: skip
            for column, value in enumerate(values, 1):
                put(sheet, row, column, value)
        finish(sheet)

    def unseen(self) -> None:
        sheet = self._sheet(UNSEEN)
        names = [WORDS["unsaid"], Text("原文", "source")]
        head(sheet, [self.say(each) for each in names], (80, 80))
        row = 1
        for each in self.work.unseen:
            row += 1
            words = each.span.quote if each.span else ""
            put(sheet, row, 1, self.say(SILENCES[each.kind]).format(name=each.name, words=words))
            put(sheet, row, 2, self._quote(each.span) if each.span else "")
        for name in self.work.silent:
            row += 1
            put(sheet, row, 1, self.say(WORDS["silent_one"]).format(name=name))
        finish(sheet)

    def summary(self) -> None:
        """What the list is, what the plan says in words, why the list is short, how to answer."""
        sheet = self._sheet(WORDS["summary"])
        work = self.work
        title = WORDS["own_pages"].format(name=work.section) if work.section else WORDS["title"]
        head(sheet, [self.say(title)], (110,))
        caution = WORDS["caution" if work.pairs or work.trios else "caution_none"]
        told = [caution, *work.notes, *work.findings]
        texts = [work.title, *map(self.say, told), self.say(WORDS["how_to_answer"])]
        for row, text in enumerate(texts, 2):
            put(sheet, row, 1, text)
        finish(sheet, filters=False)
