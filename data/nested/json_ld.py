"""JSON-LD as plain records: words without their vocabulary, references with the names they mean.

`{"@graph": [{"@id": …, "@type": "ex:Project", "ex:owner": "https://…/parks"}, …]}` becomes the list
of its objects. Bodies and people that objects refer to are no elements of a plan; their names stand
where they are referred to.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from ..tree import Leaf, Node
from ..words.record_links import class_of, field_for, is_body
from ..words.record_profile import RecordProfile
from .trees import Record, Shape, leaf_names, objects_in

_IRI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")


def plain(root: Node, profile: RecordProfile, made: Shape) -> Node:
    """`root` without what only JSON-LD says; any other value as it is.

    `made` is told what became of what is left out.
    """
    if not isinstance(root, dict) or not ("@graph" in root or "@context" in root):
        return root
    reader = _Reader(profile, made)
    objects = objects_in(root.get("@graph"))
    for each in _every([*objects, root]):
        key, named = each.get("@id"), profile.element_name.first(_local_names(each))
        name = _value(each, named) if named is not None else None
        if isinstance(key, Leaf) and isinstance(name, Leaf):
            reader.names[key.text.strip()] = name
    held = {k: v for k, v in root.items() if k != "@graph"}
    own = reader.record(held)
    if not objects:
        return own
    listed: list[Node] = [*reader.elements(objects)]
    rest = {k: v for k, v in own.items() if k not in ("id", "type")}
    return {**rest, "records": listed} if rest else listed


class _Reader:
    def __init__(self, profile: RecordProfile, made: Shape) -> None:
        self._profile, self._made = profile, made
        #: id of an object → its name.
        self.names: dict[str, Leaf] = {}

    def elements(self, objects: list[Record]) -> Iterator[Record]:
        """The objects that may be elements of a plan; bodies, and others beside these, are left out."""
        made = [self.record(each) for each in objects]
        words = self._profile.table_words
        said = [_kind(each) for each in made]
        plan = any(class_of(kind, words) for kind in said)
        for each, kind in zip(made, said, strict=True):
            if is_body(kind) or plan and kind and class_of(kind, words) is None:
                name = self._profile.element_name.first(leaf_names(each))
                rest = {k: v for k, v in each.items() if k != name or not is_body(kind)}
                self._made.tell(rest, "ignored", f"計画の要素でない種類「{kind}」")
            else:
                yield each

    def record(self, node: Record) -> Record:
        """An object with its fields called by their last words."""
        made: Record = {}
        for key, value in node.items():
            if key == "@context":
                self._made.tell(value, "structural", "JSON-LD の語彙")
                continue
            name = _local(key)
            name = key if name in made else name
            if key == "@type":
                first = value[0] if isinstance(value, list) and value else value
                if isinstance(first, Leaf):
                    made[name] = replace(first, text=_local(first.text))
            elif name == "id" or field_for("parent", [name]):
                made[name] = _first(value)
            elif (held := self._held(value)) is not None:
                made[name] = held
        return made

    def _held(self, value: Node) -> Node:
        """A value, or the name of what it refers to; None for what is not there."""
        if isinstance(value, list):
            kept: list[Node] = [held for each in value if (held := self._held(each)) is not None]
            return kept or None
        if isinstance(value, dict):
            if "@value" in value:
                return value["@value"]
            return self._held(value["@id"]) if set(value) == {"@id"} else self.record(value)
        if isinstance(value, Leaf) and _IRI.fullmatch(value.text.strip()):
            name = self.names.get(value.text.strip())
            if name is not None:
                self._made.tell(value, "structural", "ほかの要素への参照")
            return name
        return value


def _kind(record: Record) -> str:
    kind = record.get("type")
    return kind.text if isinstance(kind, Leaf) else ""


def _every(nodes: list[Record]) -> Iterator[Record]:
    todo: list[Node] = list(nodes)
    while todo:
        node = todo.pop()
        if isinstance(node, dict):
            yield node
            todo += node.values()
        elif isinstance(node, list):
            todo += node


def _first(value: Node) -> Node:
    while isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, dict) and isinstance(value.get("@id"), Leaf):
        return value["@id"]
    return value


def _local(word: str) -> str:
    """The last word of a name: ex:owner, https://example.org/vocab#owner, @id."""
    return re.split("[:#/]", word.lstrip("@").rstrip("/#:"))[-1] or word


def _local_names(record: Record) -> list[str]:
    return [_local(name) for name in leaf_names(record) if not name.startswith("@")]


def _value(record: Record, local: str) -> Node:
    return next((value for key, value in record.items() if _local(key) == local), None)
