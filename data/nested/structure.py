"""Plans made of records: one project to a record, or goals, measures and projects in each other.

Which field says what is the profile's (`record_profile.py`). Records of several governments are
several plans. Numbers of elements run through all sources of a plan, in the order of the file.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from typing import Literal

from ...language import Text
from ..agents.corporate import matched
from ..document import Document
from ..found import Found
from ..records import Plan, Project
from ..settings import Settings
from ..source import Source
from ..tree import Leaf, Node, Tree, leaves
from ..words.record_profile import LevelClass, RecordProfile, load_record_profile
from .faults import no_project, two_governments
from .guess import profile_for, sample
from .part import OpenPlan, Part, plan_title
from .projects import Above, ProjectReader, label_of, leaf_of, prose_of
from .shapes import with_shapes

Kind = Literal["plan", "goal", "measure", "project"]


def government_settings(
    settings: Settings, government: str | None, profile: RecordProfile
) -> Settings:
    """Settings of the plan of one government among those of a file.

    Its IRIs are minted below `{municipality}-{12 hex of the SHA-256 of its name}`: no code is
    guessed. A municipality code that the user states is used as it is.
    """
    rights = settings.rights or profile.rights
    settings = replace(settings, rights=rights, lang=profile.lang)
    if not government or settings.has_code:
        return replace(settings, government=settings.government or government)
    digest = hashlib.sha256(matched(government).encode()).hexdigest()[:12]
    return replace(
        settings,
        municipality=f"{settings.municipality}-{digest}",
        government=matched(government),
        own_place=True,
    )


def read_units(units: Iterable[tuple[int, Document]], settings: Settings) -> Iterator[Found]:
    """The shares of the plans in `units`.

    Raises InputError when no record holds an element of a plan, with the fields that were seen.
    """
    seen: dict[str, None] = {}
    found = projects = False
    name = ""
    profile, units = _looked_at(units, settings)
    reader = RecordReader(profile, settings)
    for share in reader.read(_watched(units, seen)):
        name = share.source.name
        found = found or any(not isinstance(record, Plan) for record in share.records)
        projects = projects or any(isinstance(record, Project) for record in share.records)
        yield share
    # Levels over records without a name are no plan: indicators with their figures of each year.
    if not found or reader.unnamed and not projects:
        raise no_project(name, seen)


def plans(units: Iterable[tuple[int, Document]], settings: Settings) -> list[Settings]:
    """The settings of each plan in `units`, in the order of the file."""
    profile, units = _looked_at(units, settings)
    reader = RecordReader(profile, settings)
    found: dict[str | None, Settings] = {}
    for _, document in units:
        for tree in document.parts:
            if isinstance(tree, Tree):
                for government in reader.governments(tree.root):
                    if government not in found:
                        found[government] = reader.settings_of(government)
    return list(found.values())


def _looked_at(
    units: Iterable[tuple[int, Document]], settings: Settings
) -> tuple[RecordProfile, Iterator[tuple[int, Document]]]:
    """The profile with what the first units' fields say, and all the units."""
    rest = with_shapes(units, load_record_profile(settings.profile))
    first = sample(rest)
    profile = profile_for(settings.profile, [document for _, document in first])
    return profile, chain(first, rest)


def _watched(
    units: Iterable[tuple[int, Document]], seen: dict[str, None]
) -> Iterator[tuple[int, Document]]:
    """`units`, with the names of the fields of the first ones put into `seen`."""
    for number, document in units:
        if len(seen) < 40:
            for tree in document.parts:
                if isinstance(tree, Tree):
                    seen.update(dict.fromkeys(leaf.name for leaf in leaves(tree.root)))
        yield number, document


class RecordReader:
    """Reads the units of one file; what it knows of a plan stays from unit to unit."""

    def __init__(self, profile: RecordProfile, settings: Settings) -> None:
        self._profile, self._settings = profile, settings
        self._projects = ProjectReader(profile)
        self._plans: dict[str | None, OpenPlan] = {}
        self._parts: dict[str | None, Part] = {}
        self._source: Source
        self._grouped = False

    @property
    def unnamed(self) -> int:
        """How many records of projects have no name."""
        return self._projects.unnamed

    def read(self, units: Iterable[tuple[int, Document]]) -> Iterator[Found]:
        """The shares of the plans in `units`, unit by unit.

        Raises InputError for a second government under one municipality code.
        """
        for number, document in units:
            for tree in document.parts:
                if isinstance(tree, Tree):
                    yield from self._unit(number, document, tree)

    def governments(self, root: Node) -> Iterator[str | None]:
        """The governments that a unit's records name; None for records that name none."""
        if isinstance(root, list):
            for item in root:
                yield from self.governments(item)
        elif isinstance(root, dict):
            own = self._government(root)
            lists = [key for key in root if self._level(root, key)]
            if own or not lists:
                yield own.text if own else None
            for key in () if own else lists:
                yield from self.governments(root[key])

    def settings_of(self, government: str | None) -> Settings:
        """The settings of that government's plan."""
        return self._open(government).settings

    # -- units ----------------------------------------------------------------------------------

    def _unit(self, number: int, document: Document, tree: Tree) -> Iterator[Found]:
        self._source, self._parts = document.source, {}
        root = tree.root
        # A place that begins with a pointer is a whole file's; else the unit is one of many.
        first = next(leaves(root), None)
        if first is None:
            return
        place = document.source.locator(first.span)
        self._grouped = place != first.pointer and not tree.whole
        self._value(root, None, "", single=not self._grouped)
        parts = list(self._parts.items())
        for leaf, state, reason in tree.told if parts else ():
            parts[0][1].claim(leaf, state, reason)
        every = {n for n, _ in document.source.units()}
        rest = {n for n in every if not any(part.owns(n) for _, part in parts)}
        for part_number, (_, part) in enumerate(parts):
            begun, part.plan.begun = part.plan.begun, True
            yield Found(
                source=document.source,
                settings=part.plan.settings,
                records=part.records,
                ledger=part.entries(rest if part_number == 0 else set()),
                words=self._profile.words,
                columns=[],
                notices=[*(document.notices if part_number == 0 else ()), *part.notices],
                number=number,
                continued=begun,
                numbering=part.plan.numbering,
            )

    def _open(self, government: str | None) -> OpenPlan:
        if government not in self._plans:
            if self._settings.has_code and self._plans:
                raise two_governments(self._settings.municipality, str(government))
            told = government_settings(self._settings, government, self._profile)
            self._plans[government] = OpenPlan(told)
        return self._plans[government]

    def _part(self, government: Leaf | None, name: Leaf | None, node: Node) -> Part:
        """This unit's share of a government's plan; the plan's own record is its first."""
        key = government.text if government else None
        if key not in self._parts:
            plan = self._open(key)
            part = Part(plan, self._source, grouped=self._grouped)
            self._parts[key] = part
            at = name or government or next(leaves(node))
            title = plan.settings.title or (name.text if name else None)
            label = title or plan_title(plan.settings, self._profile.title, self._source)
            part.add(
                Plan(
                    key="",
                    parent="",
                    label=" ".join(label.split()),
                    span=at.span,
                    government=plan.settings.government,
                )
            )
        part = self._parts[key]
        for leaf, said in ((name, "計画の名称"), (government, "計画の主体")):
            if leaf:
                part.claim(leaf, "modelled", said, "")
        return part

    def _government(self, record: dict[str, Node]) -> Leaf | None:
        return leaf_of(record, self._profile.government)

    # -- the hierarchy --------------------------------------------------------------------------

    def _level(self, record: dict[str, Node], key: str) -> LevelClass | None:
        """The level of the objects that a field lists, None for other fields."""
        value = record[key]
        items = value if isinstance(value, list) else [value]
        if not items or not any(isinstance(item, dict) for item in items):
            return None
        named = isinstance(value, dict) and label_of(value, self._profile.element_name)
        if named and any(key in row.keys for row in self._profile.fields):
            return None  # the level that the record itself is of: "measure": {"id": 3, "name": …}
        return self._profile.level_of(key)

    def _value(self, node: Node, part: Part | None, parent: str, *, single: bool = False) -> None:
        if isinstance(node, list):
            for item in node:
                self._value(item, part, parent)
        elif isinstance(node, dict):
            self._object(node, part, parent, self._kind(node, single=single))

    def _kind(self, node: dict[str, Node], *, single: bool) -> Kind:
        below = {level for key in node if (level := self._level(node, key))}
        if not below:
            return "project"
        named = self._government(node) or self._profile.plan_name.first(node) in (
            "plan", "計画名", "計画名称", "戦略名",
        )  # fmt: skip
        if single or named or "goal" in below:
            return "plan"
        return "goal" if "measure" in below else "measure"

    def _object(
        self,
        node: dict[str, Node],
        part: Part | None,
        parent: str,
        kind: Kind,
        level: str = "",
        above: Above = (None, None),
    ) -> None:
        if next(leaves(node), None) is None:
            return  # an empty object says nothing
        if part is None or kind == "plan":
            government = self._government(node)
            name = leaf_of(node, self._profile.plan_name) if kind == "plan" else None
            if part is None or government:
                if kind == "plan" and not government and self._one_each(node):
                    for key, value in node.items():
                        if self._level(node, key):
                            self._value(value, None, "")
                    return
                part = self._part(government, name, node)
        part.own(node)
        if kind == "plan":
            self._children(node, part, "", (None, None))
        elif kind == "project":
            self._projects.read(node, part, parent, above)
        else:
            self._branch(node, part, parent, kind, level, above)

    def _one_each(self, node: dict[str, Node]) -> bool:
        """Whether the records below name governments of their own: {"data": [...]}."""
        return any(each is not None for each in self.governments(node))

    def _children(
        self,
        node: dict[str, Node],
        part: Part,
        parent: str,
        above: Above,
    ) -> None:
        for key, value in node.items():
            if (level := self._level(node, key)) is None:
                continue
            for item in value if isinstance(value, list) else [value]:
                if isinstance(item, dict):
                    self._object(item, part, parent, level, key, above)
                elif isinstance(item, Leaf) and level == "project":
                    self._projects.read({"name": item}, part, parent, above)

    def _branch(
        self,
        node: dict[str, Node],
        part: Part,
        parent: str,
        kind: Literal["goal", "measure"],
        level: str,
        above: Above,
    ) -> None:
        """A goal or a measure with what stands below it."""
        name = leaf_of(node, self._profile.element_name)
        if name is None:
            first = next(leaves(node), None)
            if first is not None:
                part.notice(
                    first.span,
                    Text("名前のない段です。中身は上の段に付けました",
                         "a level without a name; what it holds stands under the level above"),
                )  # fmt: skip
            self._children(node, part, parent, above)
            return
        key = part.plan.numbering.mint(kind)
        number = leaf_of(node, self._profile.number)
        prose = prose_of(self._profile, node, part, key, name)
        part.add_level(
            kind,
            key,
            name,
            parent=parent,
            goal=above[0],
            word=level or "施策",
            number=number,
            prose=prose,
        )
        if number:
            part.claim(number, "modelled", "番号", key)
        above = (key, None) if kind == "goal" else (above[0], key)
        self._children(node, part, key, above)
