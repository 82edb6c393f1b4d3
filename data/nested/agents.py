"""Who takes part in a record's project: its sections, and lists of partners with amounts."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Final

from ...language import Text
from ..agents.corporate import check_digit
from ..agents.office_cells import Office, offices
from ..agents.partner_cells import pieces
from ..records import Agent, Participation
from ..source import Span
from ..tree import Leaf, Node, leaves
from ..words.record_profile import PartnerList, RecordProfile, Words
from ..words.table_words import TableWords, yen_factor
from .part import Part

_BODIES: Final = ("協議会", "連絡会", "委員会", "共同企業体", "コンソーシアム")
_LETTER: Final = re.compile(
    r"(株式会社|有限会社|合同会社|社団法人|財団法人|法人|会社|企業|団体|業者|事業者)?[A-ZＡ-Ｚ甲乙丙]社?"
)
#: A figure with its unit, which holds for it alone: 1200千円.
_SUM: Final = re.compile(r"([0-9.]+)\s*((?:百万|千|万|億)?円)")


class AgentReader:
    """Reads participations of one project from its record."""

    def __init__(self, profile: RecordProfile) -> None:
        self._profile = profile
        # Whether a record had a field for its owner, and whether it was said that none has.
        self._owned = self._said_none = False
        self._others: set[Span] = set()  # where units stand beside a marked leading one

    # -- sections -------------------------------------------------------------------------------

    def owners(self, part: Part, project: str, record: dict[str, Node]) -> Iterator[Participation]:
        """The sections that own `project`, each below its department where that is certain.

        Where marks tell a leading one (◎), the others take part.
        """
        self._others.clear()
        for owner in self._owners(part, project, record):
            other = owner.agent is not None and owner.agent.span in self._others
            yield replace(owner, role="cooperation") if other else owner

    def _owners(self, part: Part, project: str, record: dict[str, Node]) -> Iterator[Participation]:
        inner = self._each_apart(record)
        for each in inner:
            yield from self._owners(part, project, each)
        if inner:
            return
        departments, sections = _told_apart(
            self._units(part, record, "department", project),
            self._units(part, record, "section", project),
        )
        for agent in departments if not sections else ():
            yield from _with_subunit(project, agent)
        if not departments or not sections:
            for agent in sections:
                yield from _with_subunit(project, agent)
            whole = departments and all(map(self._is_section, departments))
            fields = [*self._profile.section.all(record), *self._profile.department.all(record)]
            self._owned = self._owned or bool(fields)
            once = not self._owned and self._said_none
            if not sections and self._profile.section and not whole and not once:
                self._said_none = not self._owned
                said = (
                    "担当の課が書かれていません。部局までを担当としました"
                    if departments
                    else "担当の部署が書かれていません"
                )
                part.notice(
                    part.at(project),
                    Text(
                        said,
                        "no section is named; its department is taken for the owner"
                        if departments
                        else "no section is named",
                    ),
                )
            return
        if len(departments) == 1:
            if all(self._is_subunit(section, departments[0]) for section in sections):
                for unit in sections:
                    above = departments[0]
                    unit = replace(unit, section=above.name, above=above)
                    yield from _with_subunit(project, unit)
                return
            departments = departments * len(sections)
        if len(departments) == len(sections):
            for section, department in zip(sections, departments, strict=True):
                yield from _with_subunit(project, _below(section, department))
            return
        # Which of them belongs to which department is not said: none is guessed.
        part.notice(
            part.at(project),
            Text(
                f"部局が{len(departments)}、課が{len(sections)}あり、どの課がどの部局か書かれていません",
                f"{len(departments)} departments and {len(sections)} sections: which belongs to"
                " which is not said",
            ),
        )
        for agent in (*departments, *sections):
            yield from _with_subunit(project, agent)

    def related(self, part: Part, project: str, record: dict[str, Node]) -> Iterator[Participation]:
        """Other sections, and bodies outside the office, that a project is supported by."""
        words = self._profile.table_words
        for leaf in (x for name in self._profile.related.all(record) for x in leaves(record[name])):
            if words.is_empty(leaf.text):
                part.claim(leaf, "ignored", "「なし」を表す印")
                continue
            part.claim(leaf, "modelled", "関係する部署", project)
            for agent in self._parted(part, leaf):
                if not words.is_office(agent.name):
                    agent = Agent("org", agent.name, agent.span)
                yield Participation(
                    element=project, role="cooperation", agent=agent, span=agent.span,
                    confidence=0.95,
                )  # fmt: skip

    def _each_apart(self, record: dict[str, Node]) -> list[dict[str, Node]]:
        """The owners that stand as objects of their own: [{"部": "産業部", "課": "商工課"}, …]."""
        profile = self._profile
        held = [record[name] for name in (*profile.section.all(record),
                                          *profile.department.all(record))]  # fmt: skip
        found = [each for value in held for each in (value if isinstance(value, list) else [value])]
        objects = [each for each in found if isinstance(each, dict)]
        whole = len(objects) == len([each for each in found if each is not None])
        return objects if whole and all(map(profile.section.first, objects)) else []

    def _is_subunit(self, section: Agent, department: Agent) -> bool:
        """Whether "section" holds 学務係 and "department" the section 教育部学校課 above it."""
        words = self._profile.table_words
        return (
            not section.section and not department.section
            and words.ends_like(section.name, "subunits")
            and not words.ends_like(section.name, "sections")
            and self._is_section(department)
        )  # fmt: skip

    def _is_section(self, unit: Agent) -> bool:
        return self._profile.table_words.ends_like(unit.name, "sections")

    def _units(self, part: Part, record: dict[str, Node], what: str, project: str) -> list[Agent]:
        words = self._profile.section if what == "section" else self._profile.department
        found: list[Agent] = []
        for name in words.all(record):
            for leaf in self._called(record[name]):
                if self._profile.table_words.is_empty(leaf.text):
                    part.claim(leaf, "ignored", "「なし」を表す印")
                    continue
                part.claim(leaf, "modelled", "担当の部署", project)
                found += self._parted(part, leaf)
            if found:
                break
        return list({agent.path: agent for agent in reversed(found)}.values())[::-1]

    def _called(self, node: Node) -> Iterator[Leaf]:
        """The values of a field of owners; of {"id": "3", "name": "環境課"} what it is called."""
        for each in node if isinstance(node, list) else [node]:
            name = _leaf(each, self._profile.partner_name) if isinstance(each, dict) else None
            yield from leaves(each) if name is None else (name,)

    def _parted(self, part: Part, leaf: Leaf) -> Iterator[Agent]:
        source, government = part.source, part.plan.settings.government
        for span in self._pieces(part, leaf):
            text = source.quote(span)
            if government and text.startswith(government):
                rest = text.removeprefix(government)
                # 内閣府　沖縄振興局: the government is known already.
                if rest.strip() and rest[0].isspace():
                    span = Span(span.end - len(rest.lstrip()), span.end)
            if not self._profile.brackets:
                yield Agent("unit", source.quote(span), span)
                continue
            found = list(offices(source, span, self._profile.table_words))
            if any(office.lead for office in found):
                self._others |= {office.span for office in found if not office.lead}
            yield from map(_unit, found)

    def _pieces(self, part: Part, leaf: Leaf) -> Iterator[Span]:
        if not self._profile.separators:
            yield leaf.span
            return
        at = 0
        for match in (*re.finditer(f"[{re.escape(self._profile.separators)}]", leaf.text), None):
            end = match.start() if match else len(leaf.text)
            span = part.source.strip(Span(leaf.span.start + at, leaf.span.start + end))
            if span.start < span.end:
                yield span
            at = match.end() if match else end

    # -- partners -------------------------------------------------------------------------------

    def partners(
        self, part: Part, project: str, record: dict[str, Node]
    ) -> Iterator[Participation]:
        """Those named in lists of partners, with amounts."""
        hidden: list[Leaf] = []
        for row in self._profile.partners:
            for key in row.keys.all(record):
                value = record[key]
                for item in value if isinstance(value, list) else [value]:
                    named = list(_named_apart(part, item, self._profile.table_words))
                    alone = item is value and len(named) == 1
                    paid = self._paid_beside(record, key) if alone else None
                    for each in named:
                        yield from self._partner(part, project, record, row, each, hidden, paid)
        if hidden:
            part.notice(
                hidden[0].span,
                Text(
                    f"名前が伏せられている相手 {len(hidden)}件は、組織としていません"
                    f"（「{hidden[0].text[:20]}」など）",
                    f"{len(hidden)} participants without a name of their own are no organisations"
                    f" (“{hidden[0].text[:20]}”)",
                ),
            )

    def _paid_beside(self, record: dict[str, Node], key: str) -> Leaf | None:
        """What the field behind that of a partner says is paid: 委託先, 委託料（千円）."""
        names = list(record)
        behind = names[names.index(key) + 1 :][:1]
        held = record[behind[0]] if behind else None
        if not isinstance(held, Leaf):
            return None
        meaning = self._profile.table_words.meaning(held.name)
        known = held.name in self._profile.amount or meaning and meaning.role == "amount"
        return held if known else None

    def _partner(
        self,
        part: Part,
        project: str,
        record: dict[str, Node],
        row: PartnerList,
        item: Node,
        hidden: list[Leaf],
        paid: Leaf | None,
    ) -> Iterator[Participation]:
        fields: dict[str, Node] = item if isinstance(item, dict) else {}
        name = item if isinstance(item, Leaf) else _leaf(fields, self._profile.partner_name)
        if name is None:
            return
        if self._is_nobody(name.text):
            for leaf in leaves(item):
                part.claim(leaf, "ignored", "名前が伏せられた相手", project)
            hidden.append(name)
            return
        number = self._number(part, _leaf(fields, self._profile.corporate_number), name)
        note = _leaf(fields, self._profile.partner_note)
        paid = _leaf(fields, self._profile.amount) or paid
        amount = self._amount(part, paid)
        year = self._year(_leaf(fields, self._profile.year))
        said: tuple[tuple[Leaf | None, object], ...] = (
            (name, name.text),
            (note, note),
            (paid, amount),
            (_leaf(fields, self._profile.year), year),
            (_leaf(fields, self._profile.corporate_number), number),
        )
        for stated, value in said:
            if stated and value is not None:
                part.claim(stated, "modelled", "連携先・支出先", project)
        words = " ".join(name.text.split())
        yield Participation(
            element=project,
            role=self._role(row, fields, record),
            span=name.span,
            confidence=0.95,
            agent=Agent(
                "org",
                words,
                name.span,
                collaboration=words.endswith(_BODIES),
                number=number,
            ),
            amount=amount,
            fiscal_year=year,
            note=note.text if note else "",
        )

    def _is_nobody(self, name: str) -> bool:
        """Whether the name hides who it is: 個人A, 株式会社Ａ, 委員謝金（委員B）, 〃."""
        bare = unicodedata.normalize("NFKC", name).strip()
        if len(bare) < 2 or _LETTER.fullmatch(bare):
            return True
        inner = re.sub(r"[（(].*?[)）]|[A-Z甲乙丙0-9①-⑳]", "", bare).strip(" 等他・")
        return inner in self._profile.nobody or any(
            bare.startswith(word) and len(bare) <= len(word) + 12 and re.search("[(（A-Z0-9]", bare)
            for word in self._profile.nobody
        )

    def _role(self, row: PartnerList, item: dict[str, Node], record: dict[str, Node]) -> str:
        for rule in row.rules:
            for fields in (item, record):
                said = [
                    leaf.text for key in rule.fields.all(fields) for leaf in leaves(fields[key])
                ]
                fits = [text for text in said if any(word in text for word in rule.words)]
                if fits and (not rule.alone or len(fits) == len(said)):
                    return rule.role
        return row.role

    def _number(self, part: Part, leaf: Leaf | None, name: Leaf) -> str | None:
        if leaf is None:
            return None
        digits = unicodedata.normalize("NFKC", leaf.text).strip()
        if re.fullmatch("[0-9]{13}", digits) and check_digit(digits[1:]) == digits[0]:
            return digits
        part.claim(leaf, "ignored", "検査数字の合わない法人番号")
        part.notice(
            leaf.span,
            Text(
                f"「{name.text[:30]}」の法人番号 {leaf.text[:20]} は正しくないので使いません",
                f"the corporate number {leaf.text[:20]} of “{name.text[:30]}” is not valid: not used",
            ),
        )
        return None

    def _amount(self, part: Part, leaf: Leaf | None) -> int | None:
        if leaf is None:
            return None
        text = unicodedata.normalize("NFKC", leaf.text).replace(",", "").strip()
        unit = yen_factor(leaf.name) or self._profile.unit
        if said := _SUM.fullmatch(text):
            text, unit = said[1], yen_factor(said[2]) or unit
        try:
            value = Decimal(text)
        except InvalidOperation:
            return None
        # A figure beyond the budgets of nations is a slip, and may be a bomb (1E+999999999).
        if not value.is_finite() or value.adjusted() > 18:
            part.notice(
                leaf.span,
                Text(f"金額 {leaf.text[:20]} は読めません", f"no amount: {leaf.text[:20]}"),
            )
            return None
        return int((value * unit).to_integral_value())

    @staticmethod
    def _year(leaf: Leaf | None) -> int | None:
        text = unicodedata.normalize("NFKC", leaf.text).strip() if leaf else ""
        match = re.fullmatch(r"((?:19|20)[0-9]{2})(?:年度?)?", text)
        return int(match[1]) if match else None


def _named_apart(part: Part, item: Node, words: TableWords) -> Iterator[Node]:
    """The partners of a field: an object is one, words may name several."""
    if not isinstance(item, Leaf):
        yield from () if item is None else (item,)
        return
    for span in pieces(part.source, item.span, words):
        yield replace(item, text=part.source.quote(span), span=span)


def _leaf(record: dict[str, Node], words: Words) -> Leaf | None:
    return next((v for name in words.all(record) if isinstance(v := record[name], Leaf)), None)


def _owns(project: str, agent: Agent) -> Participation:
    return Participation(
        element=project,
        role="responsible-sub-unit" if agent.section else "responsible",
        agent=agent,
        span=agent.span,
        confidence=1.0,
    )


def _with_subunit(project: str, agent: Agent) -> Iterator[Participation]:
    if agent.section and agent.above:
        yield _owns(project, agent.above)
    yield _owns(project, agent)


def _told_apart(departments: list[Agent], sections: list[Agent]) -> tuple[list[Agent], list[Agent]]:
    """The units above and the sections, where the field of sections repeats the units above.

    >>> def unit(name): return Agent("unit", name, Span(0, 0))
    >>> [[each.name for each in some] for some in
    ...  _told_apart([unit("市長公室")], [unit("市長公室"), unit("秘書課")])]
    [['市長公室'], ['秘書課']]
    """
    named = {section.path for section in sections}
    repeated = [each for each in departments if each.path in named]
    if len(departments) == len(repeated) == 1 and departments[0].above is None:
        others = [section for section in sections if section.path != departments[0].path]
        return (departments, others) if others else ([], sections)
    placed = sections and all(section.above for section in sections)
    if repeated or placed and len(departments) > 1:
        return [each for each in departments if each not in repeated and not placed], sections
    return departments, sections


def _unit(office: Office) -> Agent:
    """The smallest unit that a field names, below those that it names with it."""
    top = None
    if office.department and office.department_span:
        top = Agent("unit", office.department, office.department_span)
    section = Agent("unit", office.section, office.span, above=top)
    if office.subunit and office.subunit_span:
        return Agent("unit", office.subunit, office.subunit_span, office.section, above=section)
    return section


def _below(agent: Agent, department: Agent) -> Agent:
    if department.name in agent.path:  # the field of sections names the unit above as well
        return agent
    if agent.section and agent.above:
        return replace(agent, above=replace(agent.above, above=department))
    return replace(agent, above=department)
