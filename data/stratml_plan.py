"""StratML (ISO 17469) as a structure: goals, objectives and stakeholders, Part 1 and Part 2.

Goal → Goal; Objective → Measure, at any depth: an objective is something to be reached, not
something done, and StratML has no level for what is done (docs/decisions/0027-records.md).
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from ..errors import InputError
from ..language import Lang, Text
from .document import Document, Leaf, XmlNode, XmlTree
from .inspection import Guess, Inspection
from .ledger import Ledger, State
from .profile import load_profile, profile_text, read_profile
from .records import Agent, Goal, Measure, Notice, Participation, Passage, Plan
from .settings import Settings
from .structures import Found

#: The roots of Part 1 and of Part 2; both have the same goals and objectives.
_ROOTS: Final = {"StrategicPlan", "PerformancePlanOrReport"}
_LEFT_OUT: Final = {
    "Identifier": "識別子",
    "SequenceIndicator": "番号",
    "StartDate": "期間", "EndDate": "期間", "PublicationDate": "発行の日", "Date": "日付",
    "Source": "文書の出典",
    "GivenName": "届出者", "Surname": "届出者", "PhoneNumber": "届出者", "EmailAddress": "届出者",
}  # fmt: skip
_INDICATOR: Final = "PerformanceIndicator"


def read(document: Document, settings: Settings) -> Iterator[Found]:
    """The plan of a StratML document.

    Raises InputError when it is none, or has neither goals nor objectives.
    """
    yield _Reader(document, settings).found()


class _Reader:
    def __init__(self, document: Document, settings: Settings) -> None:
        (tree,) = (part for part in document.parts if isinstance(part, XmlTree))
        self._root, self._document = tree.root, document
        self._profile = read_profile(settings.profile)
        self._ledger = Ledger(document.source)
        self._notices: list[Notice] = []
        self._records: list[Any] = []
        self._numbers: Counter[str] = Counter()
        lang = self._root.attributes.get("lang", str(self._profile.get("lang", "en")))
        self._lang: Lang = "ja" if lang.lower().startswith("ja") else "en"
        self._settings = replace(settings, lang=self._lang)

    def found(self) -> Found:
        """Everything that was read."""
        source = self._document.source
        if self._root.name not in _ROOTS:
            raise _no_plan(source.name, self._root)
        core = next(self._root.all("StrategicPlanCore"), self._root)
        self._plan(core)
        for goal in core.all("Goal"):
            self._goal(goal)
        if not any(isinstance(record, Goal) for record in self._records):
            raise _no_plan(source.name, self._root)
        self._leave_out(self._root, indicator=False)
        return Found(
            source=source,
            settings=self._settings,
            records=self._records,
            ledger=self._ledger.entries(),
            words=load_profile(str(self._profile.get("words", "headed-ja"))),
            columns=[],
            notices=self._notices,
        )

    def _claim(self, leaf: Leaf | None, state: State, reason: str, *keys: str) -> None:
        if leaf:
            self._ledger.claim(leaf.span, state, reason, *keys)

    def _plan(self, core: XmlNode) -> None:
        name = self._root.first("Name")
        organisation = core.first("Organization", "Name") or core.first("Organization", "Acronym")
        at = name or organisation or next(self._root.leaves())
        self._claim(name, "modelled", "計画の名称", "")
        self._claim(organisation, "modelled", "計画の主体", "")
        self._records.append(
            Plan(
                key="",
                parent="",
                label=self._settings.title or at.text,
                span=at.span,
                government=organisation.text if organisation else None,
            )
        )
        told = [self._root.first("Description"), core.first("Mission", "Description"),
                core.first("Vision", "Description")]  # fmt: skip
        for leaf in told:
            self._claim(leaf, "ignored", "計画の説明")
        for value in core.all("Value"):
            for leaf in value.leaves():
                self._claim(leaf, "ignored", "計画の価値")
        for body in core.all("Organization"):
            self._stakeholders(body, "")
            for leaf in (body.first("Acronym"), body.first("Description")):
                self._claim(leaf, "ignored", "計画の主体の説明")

    def _goal(self, node: XmlNode) -> None:
        name = node.first("Name") or node.first("Description")
        if name is None:
            return
        self._numbers["goal"] += 1
        key = f"goal/{self._numbers['goal']:03d}"
        number = node.first("SequenceIndicator")
        self._claim(name, "modelled", "目標", key)
        self._claim(number, "modelled", "番号", key)
        self._records.append(
            Goal(
                key=key,
                parent="",
                label=name.text,
                span=name.span,
                number=number.text if number else str(self._numbers["goal"]),
                prose=self._prose(node, name, key),
            )
        )
        self._stakeholders(node, key)
        for objective in node.all("Objective"):
            self._objective(objective, key, key)

    def _objective(self, node: XmlNode, parent: str, goal: str) -> None:
        name = node.first("Name") or node.first("Description")
        if name is None:
            return
        self._numbers["measure"] += 1
        key = f"measure/{self._numbers['measure']:03d}"
        number = node.first("SequenceIndicator")
        self._claim(name, "modelled", "施策", key)
        self._claim(number, "modelled", "番号", key)
        self._records.append(
            Measure(
                key=key,
                parent=parent,
                label=name.text,
                span=name.span,
                level="Objective" if self._lang == "en" else "施策",
                goal=goal,
                number=number.text if number else "",
                prose=self._prose(node, name, key),
            )
        )
        self._stakeholders(node, key)
        for inner in node.all("Objective"):
            self._objective(inner, key, goal)

    def _prose(self, node: XmlNode, name: Leaf, key: str) -> tuple[Passage, ...]:
        found = []
        for kind in ("Description", "OtherInformation"):
            for inner in node.all(kind):
                if inner.leaf and inner.leaf is not name:
                    self._claim(inner.leaf, "modelled", "説明文", key)
                    found.append(Passage(inner.leaf.text, inner.leaf.span))
        return tuple(found)

    # -- stakeholders ---------------------------------------------------------------------------

    def _stakeholders(self, node: XmlNode, key: str) -> None:
        for holder in node.all("Stakeholder"):
            name = holder.first("Name")
            kind = holder.attributes.get("StakeholderTypeType", "Organization")
            roles = [*holder.all("Role"), *holder.all("StakeholderRole")]
            words = [leaf.text for role in roles for leaf in role.leaves()]
            words += [value for role in roles for value in role.attributes.values()]
            if name is None or kind == "Person":
                for leaf in holder.leaves():
                    self._claim(leaf, "ignored", "個人の名前")
                continue
            beneficiary = any("beneficiary" in word.lower() for word in words)
            performer = any("performer" in word.lower() for word in words)
            if beneficiary and not performer:
                for leaf in holder.leaves():
                    self._claim(leaf, "ignored", "対象となる人々")
                continue
            for leaf in holder.leaves():
                self._claim(leaf, "modelled", "関係する者", key)
            self._records.append(self._participation(key, name, kind, words))

    def _participation(self, key: str, name: Leaf, kind: str, words: list[str]) -> Participation:
        role = next(
            (
                str(rule["role"])
                for rule in self._profile.get("roles", ())
                if any(each in word.lower() for each in rule["words"] for word in words)
            ),
            "participant",
        )
        common = Participation(element=key, role=role, span=name.span, confidence=0.95)
        if kind == "Generic_Group":
            return replace(common, kind=("", name.text))
        return replace(common, agent=Agent("org", name.text, name.span))

    def _leave_out(self, node: XmlNode, *, indicator: bool) -> None:
        indicator = indicator or node.name == _INDICATOR
        reason = "成果の指標" if indicator else _LEFT_OUT.get(node.name)
        if node.leaf and reason:
            number = self._document.source.unit_of(node.leaf.span.start)
            if not self._ledger.has(number):
                self._ledger.claim(node.leaf.span, "ignored", reason)
        for child in node.children:
            self._leave_out(child, indicator=indicator)


def inspect(document: Document, settings: Settings) -> Inspection:
    """Each kind of element, and what the ledger says of it."""
    found = _Reader(document, settings).found()
    (tree,) = (part for part in document.parts if isinstance(part, XmlTree))
    fates = {entry.number: (entry.state, entry.reason) for entry in found.ledger}
    seen: dict[str, list[Leaf]] = {}
    for leaf in tree.root.leaves():
        seen.setdefault(leaf.name, []).append(leaf)
    guesses = []
    for name, leaves in seen.items():
        state, reason = fates[document.source.unit_of(leaves[0].span.start)]
        guesses.append(
            Guess(
                place=leaves[0].pointer,
                name=name,
                role=reason if state != "unresolved" else state,
                confidence=0.0 if state == "unresolved" else 1.0,
                reason=Text(f"{len(leaves)}か所", f"{len(leaves)} places"),
                samples=tuple(leaf.text[:60] for leaf in leaves[:3]),
            )
        )
    return Inspection("stratml", tuple(guesses), profile_text(settings.profile))


def _no_plan(name: str, root: XmlNode) -> InputError:
    return InputError(
        Text(
            f"StratML の目標（Goal）が見つかりません（最上位の要素は {root.name}）",
            f"no goals of StratML were found (the root element is {root.name})",
        ),
        where=name,
        hint=Text(
            "StratML（Part 1 か Part 2）の文書を指定してください",
            "name a document in StratML, Part 1 or Part 2",
        ),
    )
