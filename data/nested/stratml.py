"""StratML (ISO 17469) as a structure: goals, objectives and stakeholders, Part 1 and Part 2.

Goal → Goal; Objective → Measure, at any depth: an objective is something to be reached, not
something done, and StratML has no level for what is done (docs/decisions/0027-records.md).
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from ...errors import InputError
from ...language import Lang, Text
from ..agents.company_names import closing_forms
from ..agents.corporate import matched
from ..document import Document, Leaf, XmlNode, XmlTree
from ..found import Found
from ..inspection import Guess, Inspection
from ..ledger import Ledger, State
from ..records import Agent, Goal, Measure, Notice, Participation, Passage, Plan, notice_at
from ..settings import Settings
from ..source import Source
from ..words.profile import load_profile, profile_text, read_profile
from ..words.table_words import load_table_words

#: The roots of Part 1 and of Part 2; both have the same goals and objectives.
_ROOTS: Final = {"StrategicPlan", "PerformancePlanOrReport"}
_LEFT_OUT: Final = {
    "Identifier": "識別子",
    "SequenceIndicator": "番号",
    "StartDate": "期間", "EndDate": "期間", "PublicationDate": "発行の日", "Date": "日付",
    "Source": "文書の出典",
}  # fmt: skip
#: Everything in these is left out.
_WHOLE: Final = {
    "PerformanceIndicator": "成果の指標",
    "Submitter": "届出者", "Contact": "届出者",
    "AdministrativeInformation": "文書の情報", "Dates": "文書の情報", "Keyword": "文書の情報",
}  # fmt: skip

_TYPE: Final = "StakeholderTypeType"
_TWO_NAMES: Final = re.compile(r"[A-Z][a-z]+(?: [A-Z]\.?)? [A-Z][A-Za-z]+")


def read(document: Document, settings: Settings) -> Iterator[Found]:
    """The plans of a StratML document: one, or one for each that a list of plans holds.

    Raises InputError when it is none, or has neither goals nor objectives, and for two plans of
    one government in one file.
    """
    tree = _tree_of(document)
    roots = list(_plans_in(tree.root)) or [tree.root]
    if len(roots) == 1:
        yield _Reader(document, roots[0], settings).found()
        return
    names = [_government(root) for root in roots]
    rest = {unit for unit, _ in document.source.units()} - {
        document.source.unit_of(leaf.span.start) for root in roots for leaf in root.leaves()
    }
    for number, root in enumerate(roots):
        if names[number] is None or names.index(names[number]) < number or settings.has_code:
            raise _several(document.source, root, len(roots))
        found = _Reader(document, root, _own_place(settings, str(names[number]))).found()
        own = {document.source.unit_of(leaf.span.start) for leaf in root.leaves()}
        own |= rest if number == 0 else set()
        yield replace(found, ledger=[each for each in found.ledger if each.number in own])


def _plans_in(node: XmlNode) -> Iterator[XmlNode]:
    """The plans in a document, whatever element lists them."""
    if node.name in _ROOTS:
        yield node
        return
    for child in node.children:
        yield from _plans_in(child)


def _holders(node: XmlNode) -> Iterator[XmlNode]:
    """All stakeholders in an element."""
    for child in node.children:
        if child.name == "Stakeholder":
            yield child
        yield from _holders(child)


def _government(root: XmlNode) -> str | None:
    core = next(root.all("StrategicPlanCore"), root)
    leaf = core.first("Organization", "Name") or core.first("Organization", "Acronym")
    return leaf.text if leaf else None


def _own_place(settings: Settings, government: str) -> Settings:
    """Settings of the plan of one of several bodies: no code is guessed (0027)."""
    digest = hashlib.sha256(matched(government).encode()).hexdigest()[:12]
    return replace(settings, municipality=f"{settings.municipality}-{digest}", own_place=True)


class _Reader:
    def __init__(self, document: Document, root: XmlNode, settings: Settings) -> None:
        self._root, self._document = root, document
        self._profile = read_profile(settings.profile)
        self._ledger = Ledger(document.source)
        self._notices: list[Notice] = []
        self._records: list[Any] = []
        self._numbers: Counter[str] = Counter()
        #: Who holds a post somewhere is a person wherever the file names them.
        self._people: set[str] = set()
        lang = self._root.attributes.get("lang", str(self._profile.get("lang", "en")))
        self._lang: Lang = "ja" if lang.lower().startswith("ja") else "en"
        self._settings = replace(settings, lang=self._lang)

    def found(self) -> Found:
        """Everything that was read."""
        for holder in _holders(self._root):
            called = holder.first("Name")
            if called is not None and not holder.attributes.get(_TYPE, "").strip():
                self._kind(called, [role.first("Name") for role in holder.all("Role")])
        source = self._document.source
        if self._root.name not in _ROOTS:
            raise _no_plan(source.name, self._root)
        core = next(self._root.all("StrategicPlanCore"), self._root)
        self._plan(core)
        for goal in core.all("Goal"):
            self._goal(goal)
        if not any(isinstance(record, Goal | Measure) for record in self._records):
            raise _no_plan(source.name, self._root)
        self._leave_out(self._root)
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
        for kind in ("Description", "OtherInformation"):
            self._claim(self._root.first(kind), "ignored", "計画の説明")
        for kind in ("Mission", "Vision"):
            for node in core.all(kind):
                self._claim(node.leaf or node.first("Description"), "ignored", "計画の説明")
        for value in core.all("Value"):
            for leaf in value.leaves():
                self._claim(leaf, "ignored", "計画の価値")
        for body in core.all("Organization"):
            other = body.first("Name")
            if other is not None and other is not organisation:
                self._claim(other, "modelled", "計画の主体", "")
                self._records.append(self._participation("", other, "Organization", ["partner"]))
            self._stakeholders(body, "")
            for told in (body.first("Acronym"), body.first("Description")):
                self._claim(told, "ignored", "計画の主体の説明")

    def _goal(self, node: XmlNode) -> None:
        name = node.first("Name") or node.first("Description")
        if name is None:
            self._nameless(node)
            for objective in node.all("Objective"):
                self._objective(objective, "", None)
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

    def _nameless(self, node: XmlNode) -> None:
        """Say that what stands in an element without a name is put above it."""
        if first := next(node.leaves(), None):
            self._notices.append(notice_at(self._document.source, first.span, Text(
                f"名前のない {node.name} です。中身は上の段に付けました",
                f"{node.name} has no name; what it holds stands under the level above"))
            )  # fmt: skip

    def _objective(self, node: XmlNode, parent: str, goal: str | None) -> None:
        name = node.first("Name") or node.first("Description")
        if name is None:
            self._nameless(node)
            for inner in node.all("Objective"):
                self._objective(inner, parent, goal)
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
            kind = holder.attributes.get(_TYPE, "").strip()
            roles = [*holder.all("Role"), *holder.all("StakeholderRole")]
            words = [leaf.text for role in roles for leaf in role.leaves()]
            words += [value for role in roles for value in role.attributes.values()]
            if not kind:
                kind = self._kind(name, [role.first("Name") for role in roles]) if name else ""
                kind = "Person" if name and name.text in self._people else kind
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

    def _kind(self, name: Leaf, posts: list[Leaf | None]) -> str:
        """What a stakeholder is whose type is not said: Organization, Person, or "" for neither."""
        if (
            self._says(name.text, "bodies")
            or name.text.isupper()
            or name.text.endswith(tuple(closing_forms()))
        ):
            return "Organization"
        held = [post.text for post in posts if post]
        if not any(self._says(post, "posts") for post in held) and not (
            _TWO_NAMES.fullmatch(name.text) and any("member of" in post.lower() for post in held)
        ):
            return ""
        self._people.add(name.text)
        return "Person"

    def _says(self, text: str, words: str) -> bool:
        told = set(re.findall(r"[a-z-]+", text.lower()))
        return not told.isdisjoint(self._profile.get(words, ()))

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
        if not kind:
            return replace(common, kind=("", name.text), confidence=0.5)
        if role == "responsible":
            if load_table_words("table").is_office(name.text):
                return replace(common, agent=Agent("unit", name.text, name.span))
            common = replace(common, role="participant")
        return replace(common, agent=Agent("org", name.text, name.span))

    def _leave_out(self, node: XmlNode, within: str | None = None) -> None:
        within = within or _WHOLE.get(node.name)
        reason = within or _LEFT_OUT.get(node.name)
        if node.leaf and reason:
            number = self._document.source.unit_of(node.leaf.span.start)
            if not self._ledger.has(number):
                self._ledger.claim(node.leaf.span, "ignored", reason)
        for child in node.children:
            self._leave_out(child, within)


def inspect(document: Document, settings: Settings) -> Inspection:
    """Each kind of element, and what the ledger says of it."""
    tree = _tree_of(document)
    root = next(_plans_in(tree.root), tree.root)
    found = _Reader(document, root, settings).found()
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


def _tree_of(document: Document) -> XmlTree:
    tree = next((part for part in document.parts if isinstance(part, XmlTree)), None)
    if tree is None:
        raise InputError(
            Text(
                "XML ではないので、stratml のプロファイルでは読めません",
                "this is no XML, which profiles of kind stratml read",
            ),
            where=document.source.name,
            hint=Text(
                "--profile を付けずに実行するか、ほかのプロファイルを指定してください",
                "leave --profile out, or name another profile",
            ),
        )
    return tree


def _several(source: Source, root: XmlNode, count: int) -> InputError:
    first = next(root.leaves(), None)
    return InputError(
        Text(
            f"{count}の計画があり、それぞれの主体（Organization）が分かれていません",
            f"it holds {count} plans, and not each has an Organization of its own",
        ),
        where=f"{source.name}:{source.locator(first.span)}" if first else source.name,
        hint=Text(
            "計画ごとのファイルに分け、--plan を変えて一つずつ読んでください",
            "make a file of each plan and build each under its own --plan",
        ),
    )


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
