"""One project of a record: its element, the levels that its own fields name, what it is about."""

from typing import Literal

from ...language import Text
from ..records import Claim, Passage, Project, Thing
from ..tree import Leaf, Node, leaves
from ..words.record_profile import RecordProfile, Words
from ..words.stated import STATED
from .agents import AgentReader
from .part import Part

#: The keys of the goal and of the measure that something stands under.
Above = tuple[str | None, str | None]


def leaf_of(record: dict[str, Node], words: Words) -> Leaf | None:
    """The leaf in the field that stands first among `words`."""
    names = [name for name, value in record.items() if isinstance(value, Leaf)]
    name = words.first(names)
    value = record[name] if name is not None else None
    return value if isinstance(value, Leaf) else None


def label_of(node: Node, names: Words) -> Leaf | None:
    """The name in an object that says no more than what something is called.

    {"id": "3", "name": "…"} does; an object that holds others stands over them.
    """
    if not isinstance(node, dict) or not all(isinstance(held, Leaf) for held in node.values()):
        return None
    return leaf_of(node, names)


def prose_of(
    profile: RecordProfile, node: dict[str, Node], part: Part, key: str, name: Leaf
) -> tuple[Passage, ...]:
    """The fields that describe an element, each with its name where there are several."""
    found = [
        leaf
        for field in profile.description.all(node)
        for leaf in leaves(node[field])
        if leaf is not name
    ]
    for leaf in found:
        part.claim(leaf, "modelled", "説明文", key)
    several = len({leaf.name for leaf in found}) > 1
    return tuple(
        Passage(f"{leaf.name}：{leaf.text.strip()}" if several else leaf.text.strip(),
                part.source.strip(leaf.span))
        for leaf in found
    )  # fmt: skip


class ProjectReader:
    """Reads projects by a profile; `unnamed` counts the records that should be one and have no name."""

    def __init__(self, profile: RecordProfile) -> None:
        self._profile = profile
        self.unnamed = 0
        self._agents = AgentReader(profile)

    def read(
        self,
        node: dict[str, Node],
        part: Part,
        parent: str,
        above: Above,
    ) -> None:
        """Put the project that the record `node` is into `part`, below `parent` and `above`."""
        name = leaf_of(node, self._profile.element_name)
        every = list(leaves(node))
        if name is None:
            self.unnamed += 1
            if every:
                part.notice(
                    every[0].span,
                    Text("事業名のない記録です", "a record without the name of a project"),
                )
            return
        parent, measure = self._named_levels(node, part, parent, above, name)
        key = part.plan.numbering.mint("project")
        part.claim(name, "modelled", "事業", key)
        number = leaf_of(node, self._profile.number)
        if number:
            part.claim(number, "modelled", "事業の番号", key)
        status = leaf_of(node, self._profile.status)
        read = self._profile.words.status_in(status.text) if status else None
        facets = self._profile.words.facets.said_by(status.text) if status else ()
        if status and (read or facets):
            part.claim(status, "modelled", "区分", key)
        prose = prose_of(self._profile, node, part, key, name)
        part.add(
            Project(
                key=key,
                parent=parent,
                label=" ".join(name.text.split()),
                span=part.source.strip(name.span),
                name_span=part.source.strip(name.span),
                description=prose[0] if prose else None,
                measure=measure,
                package=None,
                status=read,
                facets=facets,
                number=number.text.strip() if number else "",
                prose=prose[1:],
            )
        )
        for taking_part in (
            *self._agents.owners(part, key, node),
            *self._agents.related(part, key, node),
            *self._agents.partners(part, key, node),
        ):
            part.add(taking_part)
        self._subjects(node, part, key)
        self._left_out(node, part)

    def _named_levels(
        self,
        node: dict[str, Node],
        part: Part,
        parent: str,
        above: Above,
        name: Leaf,
    ) -> tuple[str, str | None]:
        """(parent, measure) of a project whose own fields name the levels above it."""
        goal, measure = above
        for cls, word, leaf, number in self._levels(node, name):
            label = " ".join(leaf.text.split())
            place = (parent, cls, label)
            key = part.plan.named.get(place)
            if key is None:
                key = part.plan.numbering.mint(cls)
                part.plan.named[place] = key
                part.add_level(
                    cls, key, leaf, parent=parent, goal=goal, word=word, number=number
                )  # fmt: skip
            else:
                part.claim(leaf, "modelled", "目標" if cls == "goal" else "施策", key)
            if number:
                part.claim(number, "modelled", "番号", key)
            parent = key
            goal, measure = (key, measure) if cls == "goal" else (goal, key)
        return parent, measure

    def _levels(
        self, node: dict[str, Node], name: Leaf
    ) -> list[tuple[Literal["goal", "measure"], str, Leaf, Leaf | None]]:
        """(class, what the level is called, its name, its number) of the levels that the fields
        of a project name, each as text or as an object with a name."""
        found: list[tuple[Literal["goal", "measure"], str, Leaf, Leaf | None]] = []
        for level in self._profile.fields:
            names = {field: label_of(node[field], self._profile.element_name)
                     for field in level.keys.all(node)}  # fmt: skip
            told = {field: leaf for field, held in names.items()
                    if (leaf := held or node[field]) and isinstance(leaf, Leaf)}  # fmt: skip
            field = level.keys.first(told)
            if field is None or told[field] is name:
                continue
            value = node[field]
            number = leaf_of(value, self._profile.number) if isinstance(value, dict) else None
            found.append((level.cls, field, told[field], number))
        return found

    def _subjects(self, node: dict[str, Node], part: Part, key: str) -> None:
        for column, words in self._profile.stated.items():
            for leaf in (each for name in words.all(node) for each in leaves(node[name])):
                said = list(STATED[column](part.source, key, leaf.span))
                part.claim(
                    leaf, "modelled" if said else "ignored", leaf.name, *([key] if said else ())
                )
                for claim in said:
                    part.add(claim)
        for row in self._profile.subjects:
            for name in row.keys.all(node):
                for leaf in leaves(node[name]):
                    if leaf.text in row.leave_out:
                        part.claim(leaf, "ignored", "分類のない記録の印")
                        continue
                    part.claim(leaf, "modelled", "分類", key)
                    part.add(
                        Claim(
                            element=key,
                            predicate="subject",
                            thing=Thing("topic", " ".join(leaf.text.split())),
                            span=leaf.span,
                            confidence=1.0,
                            reason=f"「{leaf.name}」に書かれている",
                        )
                    )

    def _left_out(self, node: Node, part: Part, path: tuple[str, ...] = ()) -> None:
        if isinstance(node, dict):
            for name, inner in node.items():
                self._left_out(inner, part, (*path, name))
        elif isinstance(node, list):
            for inner in node:
                self._left_out(inner, part, path)
        elif isinstance(node, Leaf) and (reason := self._profile.ignored(path)):
            part.leave(node, reason)
