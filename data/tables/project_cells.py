"""From the cells of one project, whatever their layout, to its records."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import Final

from ...language import Text
from .. import cells as prose
from ..agents.company_names import closing_forms
from ..agents.office_cells import Office, offices
from ..agents.partner_cells import kind_of_partner, partners_in, yen
from ..document import Cell
from ..ledger import Ledger
from ..records import (
    Agent,
    Claim,
    Goal,
    Measure,
    Notice,
    Participation,
    Plan,
    Project,
    Record,
    Status,
    Thing,
    notice_at,
)  # fmt: skip
from ..source import Source, Span
from ..words.lexicon import load, squeeze
from ..words.profile import Column, number_of
from ..words.stated import STATED
from ..words.table_words import Meaning, TableWords, fiscal_year, joined, yen_factor
from .level_titles import numbered

#: A level of the same name is looked for among so many records.
_LOOKED_BACK: Final = 2000


@dataclass(frozen=True, slots=True)
class Filled:
    """A cell of a project with what it is for; `level` is what its column of levels is called."""

    meaning: Meaning
    head: str
    cell: Cell


class ProjectWriter:
    """Writes the records of one plan project by project; `ledger` and `notices` fill up.

    `default_office`, `status` and `package` hold for projects that name none of their own. `last`
    are the heads and the last project of the table before; `table` counts tables and `tables` says
    in which one a project stands (forms: 0). Where it `runs_on`, as on the pages of
    a document, a row without a name below the same heads is that project's.
    """

    def __init__(self, source: Source, words: TableWords) -> None:
        self.source, self.words = source, words
        self.heads_unread: set[str] = set()
        self.ledger = Ledger(source)
        self.notices: list[Notice] = []
        self.columns: list[tuple[str, Column, Span]] = []
        self.records: list[Record] = []
        self.default_office: Cell | None = None
        self.status: Status | None = None
        self.facets: tuple[str, ...] = ()
        self.package: str | None = None
        self.last: tuple[tuple[str, ...], str] | None = None
        self.runs_on = False
        self.factor = 1
        self.year: int | None = None
        self.numbers: Counter[str] = Counter()
        self._levels: dict[tuple[str, ...], str] = {}
        self._owners: list[int] = []
        self._owning: set[tuple[str, str, tuple[str, ...]]] = set()
        self.known: dict[tuple[str, str], str] = {}
        self.table = 0
        self.tables: dict[str, int] = {}

    # -- elements ---------------------------------------------------------------------------

    def plan(self, cell: Cell) -> None:
        """The plan's title, and the government that it begins with."""
        text = joined(cell.text)
        match = re.match(r"[一-龥々ヶケぁ-んァ-ヶー]{1,10}?[市区町村](?![民政内立役場])", text)
        self.records.insert(
            0,
            Plan(key="", parent="", label=self.words.headed.bare(text) or text, span=cell.span,
                 government=match[0] if match else None),
        )  # fmt: skip
        self._owners = [index + 1 for index in self._owners]
        self.ledger.claim(cell.span, "modelled", "計画の名称", "")

    def level(
        self, path: tuple[str, ...], above: list[str], cell: Cell, meaning: Meaning, head: str,
        told: str = "", headings: int = 0,
    ) -> str:  # fmt: skip
        """The key of the level at the end of `path`, made where it is new; `above` are its parents.

        The first so many of them are `headings`: a first column may say again what any of them says.
        """
        key = self._levels.get(path)
        if key is None:
            kind = "goal" if meaning.goal and not above else "measure"
            number, title = numbered(joined(cell.text), self.words)
            number = number or number_of(told)
            self.numbers[kind] += 1
            key = self._levels[path] = f"{kind}/{self.numbers[kind]:03d}"
            label = prose.clean(title).strip("「」『』") or title
            over = above if len(above) == headings else above[-1:]
            same = next((key for key in reversed(over) if self._is_same(key, label)), None)
            if same is not None:
                self._levels[path] = same
                self.numbers[kind] -= 1
                self.ledger.claim(cell.span, "modelled", head or "分類", same)
                return same
            if kind == "goal":
                number = number or str(self.numbers[kind])
                self.records.append(
                    Goal(key=key, parent="", label=label, span=cell.span, number=number)
                )
            else:
                goal = next((each for each in above if each.startswith("goal/")), None)
                self.records.append(
                    Measure(key=key, parent=above[-1] if above else "", label=label, span=cell.span,
                            level=head or "分類", goal=goal, number=number)
                )  # fmt: skip
        self.ledger.claim(cell.span, "modelled", head or "分類", key)
        return key

    def _is_same(self, key: str, label: str) -> bool:
        """Whether the level of that key, made not long ago, has that name: said twice, it is one."""
        for record in self.records[: -_LOOKED_BACK - 1 : -1]:
            if isinstance(record, Goal | Measure) and record.key == key:
                return squeeze(record.label) == squeeze(label)
        return False

    def project(self, filled: list[Filled], above: list[str], row: Span) -> str:
        """A project of the cells `filled` under the levels `above`; its key."""
        name = next(each.cell for each in filled if each.meaning.role == "name")
        name_span, mark = self.name(name)
        name_span, stated = self.without_status(name_span)
        label = prose.clean(joined(self.source.quote(name_span))) or joined(name.text)
        parent = self.package or (above[-1] if above else "")
        key = self.known.get((parent, label), "") if self.year else ""
        if key:
            self.more(key, filled)
            return key
        self.numbers["project"] += 1
        key = f"project/{self.numbers['project']:03d}"
        self.known[parent, label] = key
        self.tables[key] = self.table
        told = [f for f in filled if f.meaning.role == "description"]
        described = max(told, key=lambda f: f.meaning.confidence).cell if told else None
        status = next((f.cell for f in filled if f.meaning.role == "status"), None)
        passage = prose.passage(self.source, described.span) if described else None
        said = status.text if status else stated
        self.records.append(
            Project(
                key=key, parent=parent, label=label, span=row, name_span=name_span,
                description=passage,
                measure=next((k for k in reversed(above) if k.startswith("measure/")), None),
                package=self.package,
                status=self.words.headed.status_in(said) if said else self.status,
                facets=self.words.headed.facets.said_by(said) if said else self.facets,
                mark=mark,
            )
        )  # fmt: skip
        self._fill(key, filled, described)
        return key

    def more(self, key: str, filled: list[Filled]) -> None:
        """Further cells of a project: a row below that names none."""
        self._fill(key, filled, None)

    def tell(self, key: str, cell: Cell) -> None:
        """What a cell across the table says of a project: its description, where it has none."""
        for at in range(len(self.records) - 1, max(-1, len(self.records) - _LOOKED_BACK), -1):
            record = self.records[at]
            if isinstance(record, Project) and record.key == key and record.description is None:
                told = prose.passage(self.source, cell.span)
                self.records[at] = replace(record, description=told)
                self.ledger.claim(cell.span, "modelled", "内容", key)
                return
        self.more(key, [Filled(Meaning("description", 0.6), "", cell)])

    def again(self, key: str, filled: list[Filled], told: list[Filled]) -> None:
        """A further row that names the project of the row above, which said what is `told`."""
        known = {(each.meaning.role, each.head, joined(each.cell.text)) for each in told}
        new = []
        for each in filled:
            role = each.meaning.role
            said = role == "name" or (role, each.head, joined(each.cell.text)) in known
            if said and role != "partner":  # the same body may be paid twice
                self._claim(key, each)
            else:
                new.append(each)
        self._fill(key, new, None)

    def name(self, cell: Cell) -> tuple[Span, str | None]:
        """The name without mark, number in front and quotes around it, and the mark's id."""
        span = self.source.strip(cell.span)
        mark = self.words.headed.source_marks.get(self.source.quote(span)[:1])
        if mark:
            span = self.source.strip(Span(span.start + 1, span.end))
        text = self.source.quote(span)
        if front := re.match(
            r"(?:[・･■□◆◇▼▲]|[①-⑳]|[(（]\d{1,3}[)）]|\d{1,3}[.．、)）]|\d{1,3}(?:[-－]\d{1,3})+)[\s　]*(?=\D)"
            r"|(?:0\d{2,8}|\d{5,9})[\s　]+(?=\D)"
            r"|(?:[A-ZＡ-Ｚ]{1,3}[-－.．])?\d{1,3}(?:[.．]\d{1,3})*[.．:：]?\s+(?=\D)",
            text,
        ):
            span = Span(span.start + front.end(), span.end)
            text = self.source.quote(span)
        if text[:1] in "「『" and text[-1:] in "」』" and not re.search("[「」『』]", text[1:-1]):
            span = Span(span.start + 1, span.end - 1)
        return (span, mark) if span.start < span.end else (cell.span, mark)

    def without_status(self, name: Span) -> tuple[Span, str]:
        """A name without notes' marks and the brackets of its status (【新規】), and that word."""
        start, end, stated = self.words.headed.bare_name(self.source.quote(name))
        return self.source.strip(Span(name.start + start, name.start + end)), stated

    # -- cells ------------------------------------------------------------------------------

    def _fill(self, key: str, filled: list[Filled], described: Cell | None) -> None:
        paid = self._amounts(filled)
        for each in filled:
            role, cell = each.meaning.role, each.cell
            if role in ("detail", "description") and cell is not described:
                self.columns.append((key, "note", cell.span))
            elif role == "sdgs" and each.meaning.part:
                self._marked_goal(key, each)
            elif role == "sdgs" or role == "reading":
                self.columns.append((key, role, cell.span))
            elif role == "partner":
                self.partners(key, each, paid.get(id(cell)))
            self._claim(key, each)
        self._offices(key, filled)

    def _claim(self, key: str, each: Filled) -> None:
        role, span = each.meaning.role, each.cell.span
        if role == "level":
            return
        if role == "ignored":
            self.ledger.claim(span, "ignored", f"読まない欄「{each.head}」")
        elif role in ("number", "government", "code", "parent", "kind"):
            self.ledger.claim(span, "structural", each.head or "番号")
        elif role == "status" and not self._says_status(each.cell.text):
            self.ledger.claim(span, "ignored", f"区分として読まない値（{each.head}）")
        elif (role == "sdgs" and not each.meaning.part or role == "reading") and not any(
            STATED[role](self.source, key, span)
        ):
            self.ledger.claim(span, "ignored", f"番号や読みのない値（{each.head}）")
        elif role == "amount" and yen(each.cell.text, 1) is None:
            self.ledger.claim(span, "structural", "金額のない欄")
        elif self.words.is_empty(each.cell.text) and role != "name":
            self.ledger.claim(span, "structural", "該当のないことを示す欄")
        else:
            self.ledger.claim(span, "modelled", each.head or "事業", key)

    def _marked_goal(self, key: str, each: Filled) -> None:
        """● in the column of a Sustainable Development Goal."""
        self.records.append(
            Claim(
                element=key, predicate="subject", thing=Thing("sdg", each.meaning.part),
                span=each.cell.span, confidence=0.95, reason="SDGsの番号の列に付けられた印",
            )
        )  # fmt: skip

    def _says_status(self, text: str) -> bool:
        words = self.words.headed
        return bool(words.status_in(text) or words.facets.said_by(text))

    def _amounts(self, filled: list[Filled]) -> dict[int, Filled]:
        """id of a partner's cell → the amount next to it, before the next partner."""
        found: dict[int, Filled] = {}
        partner: Filled | None = None
        for each in filled:
            if each.meaning.role == "partner":
                partner = each
            elif each.meaning.role == "amount" and partner and id(partner.cell) not in found:
                found[id(partner.cell)] = each
        return found

    def partners(self, key: str, each: Filled, paid: Filled | None) -> None:
        """Record those whom a cell of partners names, and what each is paid."""
        if self.words.among(each.cell.text, "marks"):
            self._marked_partner(key, each)
            return
        named = list(partners_in(self.source, each.cell.span, self.words))
        amounts = [None] * len(named) if paid is None else self._paid(paid, len(named))
        year = fiscal_year(each.head) or (fiscal_year(paid.head) if paid else None) or self.year
        for partner, amount in zip(named, amounts, strict=True):
            amount = partner.amount if amount is None else amount
            said = Participation(
                element=key, role=partner.part or each.meaning.part or "cooperation", span=partner.span,
                confidence=0.95, open_ended=partner.open_ended, amount=amount,
                fiscal_year=year if amount is not None else None,
            )  # fmt: skip
            office = self._is_own(partner.name)
            if office and (key, "responsible", (partner.name,)) in self._owning:
                continue  # it owns the project, which is more
            if partner.kind:
                said = replace(said, kind=(partner.kind, partner.name))
            else:
                said = replace(said, agent=Agent(
                    "unit" if office else "org", partner.name, partner.span,
                    collaboration=partner.collaboration and not office,
                ))  # fmt: skip
                if office:
                    said = replace(said, role="cooperation")
            self.records.append(said)

    def _is_own(self, name: str) -> bool:
        """Whether a cell of partners names a part of the city's own office."""
        lexicon = load("organisations")
        institutions, before = lexicon["own_institutions"], ("", *lexicon["own_before"])
        own = next((word for word in institutions if name.endswith(word)), None)
        return (own is not None and name.removesuffix(own) in before) or (
            self.words.is_office(name) and name.endswith(("課", "室"))
        )

    def _marked_partner(self, key: str, each: Filled) -> None:
        """● below 協働の主体 | 事業者: who takes part stands in the head, and is a kind of body."""
        name = each.head.split(" ")[-1]
        if kind := kind_of_partner(name):
            self.records.append(
                Participation(
                    element=key, role=each.meaning.part or "cooperation", span=each.cell.span,
                    confidence=0.9, kind=(kind, name),
                )
            )  # fmt: skip

    def _paid(self, paid: Filled, count: int) -> list[int | None]:
        """One amount for each partner: as many as the lines of the cell, or one for one."""
        factor = yen_factor(paid.head) or self.factor
        lines = [line for line in paid.cell.text.split("\n") if line.strip()]
        amounts = [yen(line, yen_factor(line) or factor) for line in lines]
        if len(amounts) == count:
            return amounts
        if count > 1 and any(amount is not None for amount in amounts):
            self.notices.append(
                notice_at(self.source, paid.cell.span,
                    Text("どの相手の金額か分かりません", "it is not said whose amount this is"))
            )  # fmt: skip
        return [None] * count

    # -- owners -----------------------------------------------------------------------------

    def _offices(self, key: str, filled: list[Filled]) -> None:
        found: list[Office] = []
        for role in ("section", "subunit", "department"):
            cells = [f.cell for f in filled if f.meaning.role == role]
            cells = cells[-1:] if role == "department" else cells  # 局 | 部: the nearest
            if role == "section" or (role == "department" and not found):
                for cell in cells:
                    found += offices(self.source, cell.span, self.words)
            elif role == "subunit" and cells and len(found) == 1 and not found[0].subunit:
                if not self.words.is_empty(cells[0].text):
                    span = self.source.strip(cells[0].span)
                    found[0] = replace(found[0], subunit=self.source.quote(span), subunit_span=span)
            elif role == "subunit" and cells and not found:
                found += offices(self.source, cells[0].span, self.words)
        above = [f.cell for f in filled if f.meaning.role == "department"][-1:]
        if above and not self.words.is_empty(above[0].text):
            span = self.source.strip(above[0].span)
            name = self.source.quote(span)
            found = [
                replace(o, department=name, department_span=span)
                if not o.department and o.section != name else o
                for o in found
            ]  # fmt: skip
        marked = [f for f in filled if f.meaning.role == "mark"]
        for each in marked:
            if each.meaning.part != "related":
                found.append(self._marked(each))
        if not found and self.default_office is not None:
            found = list(offices(self.source, self.default_office.span, self.words))
        led = any(office.lead for office in found)
        for office in found:
            self.own(key, office, leading=bool(office.lead) if led else True)
        for each in (f for f in filled if f.meaning.role == "related"):
            for office in offices(self.source, each.cell.span, self.words):
                self.own(key, office, leading=False)
        for each in (f for f in marked if f.meaning.part == "related"):
            self.own(key, self._marked(each), leading=False)

    def _marked(self, each: Filled) -> Office:
        """The office of a column's head, below its department's, where the cell marks it."""
        mark, span = each.cell.text.strip(), each.cell.span
        lead = mark in self.words.words("lead") or mark == "主"
        # 企 画 課: letters set apart; 総務部 企画課: heads of two rows.
        *over, name = re.sub(r"(?<!\S)(\S)\s+(?=\S(?:\s|$))", r"\1", each.head).split()
        above = next((n for n in over if self.words.ends_like(n, "above_divisions")), None)
        return Office(name, span, above, span if above else None, lead=lead)

    def own(self, key: str, office: Office, *, leading: bool) -> None:
        """Record an owner: its section, below its department; a leading one's sub-unit as well.

        A body outside the office that a cell of owners names takes part with them.
        """
        if not office.department and not office.subunit and self._is_body(office.section):
            self.records.append(
                Participation(
                    element=key, role="participant", span=office.span, confidence=0.9,
                    agent=Agent("org", joined(office.section), office.span),
                    open_ended=office.open_ended,
                )
            )  # fmt: skip
            return
        if not office.department and not office.subunit:
            if self.words.among(office.section, "own"):  # 市: the government, no section of it
                return
            if kind := kind_of_partner(joined(office.section)):
                self.records.append(
                    Participation(
                        element=key, role="participant", span=office.span, confidence=0.9,
                        kind=(kind, joined(office.section)), open_ended=office.open_ended,
                    )
                )  # fmt: skip
                return
        section = Agent("unit", joined(office.section), office.span)
        if office.department and office.department_span:
            above = Agent("unit", joined(office.department), office.department_span)
            section = replace(section, above=above)
        common = Participation(
            element=key, role="responsible" if leading else "cooperation", agent=section,
            span=office.span, confidence=1.0, open_ended=office.open_ended,
        )  # fmt: skip
        # A project told again, year by year; a list of all who take part names the leading one too.
        known = [(key, role, section.path) for role in dict.fromkeys((common.role, "responsible"))]
        if not any(each in self._owning for each in known):
            self._owning.add((key, common.role, section.path))
            self._owners.append(len(self.records))
            self.records.append(common)
        if leading and office.subunit and office.subunit_span:
            unit = Agent(
                "unit", joined(office.subunit), office.subunit_span, section.name, above=section
            )
            if (key, "", unit.path) in self._owning:
                return
            self._owning.add((key, "", unit.path))
            self._owners.append(len(self.records))
            self.records.append(
                replace(common, role="responsible-sub-unit", agent=unit,
                        span=office.subunit_span, open_ended=False)
            )  # fmt: skip

    def _is_body(self, name: str) -> bool:
        """Whether a name is an organisation's and not that of a part of the office."""
        lexicon = load("organisations")
        bare = joined(name)
        if bare.endswith(tuple(lexicon["outside_offices"])):
            return True
        return not self.words.is_office(bare) and (
            bare.endswith((*lexicon["strong"], *closing_forms()))
            or bare.startswith(tuple(lexicon["prefixes"]))
        )

    def finished(self) -> list[Record]:
        """The records, the plan first.

        A section that some rows name with its department and others without is one section where
        the plan knows only one department for it.
        """
        departments: dict[str, dict[str, Agent]] = defaultdict(dict)
        owners = [(index, self._owner(index)) for index in self._owners]
        for _, owner in owners:
            section = _section(owner)
            if section.above:
                departments[section.name].setdefault(section.above.name, section.above)
        for index, owner in owners:
            section = _section(owner)
            if section.above or len(departments[section.name]) != 1:
                continue
            (above,) = departments[section.name].values()
            section = replace(section, above=above)
            record = self.records[index]
            assert isinstance(record, Participation)
            agent = replace(owner, above=section) if owner.section else section
            self.records[index] = replace(record, agent=agent)
        plans = [record for record in self.records if isinstance(record, Plan)]
        return [*plans, *(record for record in self.records if not isinstance(record, Plan))]

    def _owner(self, index: int) -> Agent:
        record = self.records[index]
        assert isinstance(record, Participation) and record.agent
        return record.agent


def _section(agent: Agent) -> Agent:
    return agent.above if agent.section and agent.above else agent
