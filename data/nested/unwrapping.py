"""Records as services wrap them, without what is wrapped around.

Known are objects whose fields stand in one field of theirs ({"id": …, "fields": {…}}, a map's
attributes, hits of a search, edges and nodes), records of JSON:API with what they refer to, values
in several languages, and names of fields with dots (measure.name).
"""

from collections.abc import Callable
from typing import Final

from ..tree import MAX_DEPTH, Leaf, Node
from ..words.record_names import squeezed
from ..words.record_profile import RecordProfile
from .beside import of_one_value, with_levels_beside
from .trees import Record, Shape, leaf_names, objects_in

#: Codes of languages (ISO 639-1) that plans are written in.
_LANGUAGES: Final = frozenset(
    ["ja", "en", "zh", "ko", "de", "fr", "es", "pt", "it", "nl", "vi", "th", "id", "ru", "ar"]
)
_Change = Callable[[Node], Node]


def unwrapped(root: Node, profile: RecordProfile, made: Shape) -> Node:
    """`root` with its records as fields side by side."""
    wrapping = _Wrapping(profile, made)
    root = _everywhere(root, wrapping.in_one_language)
    root = _everywhere(root, wrapping.with_inner_names)
    root = _everywhere(root, of_one_value)
    if isinstance(root, dict):
        root = wrapping.with_references(root)
    if isinstance(root, dict):
        (root,) = objects_in(wrapping.opened([root]))
    root = _outside(root, wrapping.opened)
    return _everywhere(root, lambda node: with_levels_beside(node, profile))


def _outside(node: Node, change: _Change) -> Node:
    """`node` with the lists changed that stand in no other list."""
    if isinstance(node, dict):
        return {name: _outside(value, change) for name, value in node.items()}
    return change(node)


def _everywhere(node: Node, change: _Change) -> Node:
    """`node` with every value in it changed, inner ones first."""
    if isinstance(node, dict):
        node = {name: _everywhere(value, change) for name, value in node.items()}
    elif isinstance(node, list):
        node = [_everywhere(value, change) for value in node]
    return change(node)


class _Wrapping:
    def __init__(self, profile: RecordProfile, made: Shape) -> None:
        self._profile, self._made = profile, made
        #: ids of the objects that others refer to.
        self._named: set[int] = set()

    def in_one_language(self, node: Node) -> Node:
        """{"ja": "…", "en": "…"} as its value in the profile's language, else the first."""
        if not isinstance(node, dict) or len(node) < 2:
            return node
        told = {name.lower().partition("-")[0].partition("_")[0]: name for name in node}
        if set(told) - _LANGUAGES or len(told) < len(node):
            return node
        said = [name for name, value in node.items() if isinstance(value, Leaf)]
        if len(said) < sum(value is not None for value in node.values()) or not said:
            return node
        own = told.get(self._profile.lang)
        kept = own if own in said else said[0]
        for name in said:
            if name != kept:
                self._made.tell(node[name], "ignored", "ほかの言語で書いた同じ項目")
        return node[kept]

    def with_inner_names(self, node: Node) -> Node:
        """{"measure.name": …, "measure.id": …} as {"measure": {"name": …, "id": …}}."""
        if not isinstance(node, dict):
            return node
        dotted = [name for name in node if _parts(name) is not None]
        if not dotted:
            return node
        found: Record = {}
        for name, value in node.items():
            parts = _parts(name)
            if parts is None or parts[0] in node:
                found[name] = value
                continue
            inner = found.setdefault(parts[0], {})
            if isinstance(inner, dict):
                inner[parts[1]] = value
        return found

    def with_references(self, root: Record) -> Record:
        """Resources of JSON:API 1.1 with what their relationships name, from `included`."""
        by_id = {key: each for each in objects_in(root.get("included")) if (key := _id_of(each))}
        if not by_id:
            return root
        found: Record = {}
        for name, value in root.items():
            listed = objects_in(value)
            if name != "included" and listed:
                found[name] = [self._referring(each, by_id) for each in listed]
            elif name != "included":
                found[name] = value
        rest: list[Node] = [
            each for each in objects_in(root["included"]) if id(each) not in self._named
        ]
        return {**found, "included": rest} if rest else found

    def _referring(self, record: Record, by_id: dict[tuple[str, str], Record]) -> Record:
        links = record.get("relationships")
        if not isinstance(links, dict):
            return record
        made: Record = {name: value for name, value in record.items() if name != "relationships"}
        for name, link in links.items():
            data = link.get("data") if isinstance(link, dict) else None
            named: list[Record] = [data] if isinstance(data, dict) else objects_in(data)
            found: list[Node] = []
            for each in named:
                key = _id_of(each)
                held = by_id.get(key) if key else None
                if held is None:
                    continue
                for said in (each, held):
                    self._made.tell(said.get("type"), "structural", "参照のための記号")
                    self._made.tell(said.get("id"), "structural", "参照のための記号")
                self._named.add(id(held))
                found.append(held.get("attributes", {}))
            if found:
                made[name] = found[0] if isinstance(data, dict) else found
        return made

    def opened(self, node: Node) -> Node:
        """The objects of a list whose fields stand in one field of theirs, as that field's."""
        objects = objects_in(node)
        for _ in range(MAX_DEPTH):
            field = self._wrapper(objects)
            if field is None:
                break
            objects = [self._without(each, field) for each in objects]
            node = list(objects)
        return node

    def _wrapper(self, objects: list[Record]) -> str | None:
        """The one field whose objects have names where the objects themselves have none."""
        if not objects or any(map(self._is_named, objects)):
            return None
        fields = [
            name for name, value in objects[0].items()
            if isinstance(value, dict) and self._is_named(value) and not self._says(name)
        ]  # fmt: skip
        if len(fields) != 1 or not all(isinstance(each.get(fields[0]), dict) for each in objects):
            return None
        return fields[0]

    def _without(self, record: Record, field: str) -> Record:
        inner = record[field]
        assert isinstance(inner, dict)
        made: Record = {}
        for name, value in record.items():
            if name == field:
                continue
            if name == "geometry":
                self._made.tell(value, "ignored", "地図の座標")
            elif name in inner or name in ("type", "links", "cursor") or name.startswith("_"):
                self._made.tell(value, "structural", "記録を包む項目")
            else:
                made[name] = value
        return {**made, **inner}

    def _is_named(self, record: Record) -> bool:
        words = self._profile.table_words
        names = leaf_names(record)
        if self._profile.element_name.first(names):
            return True
        told = (words.meaning(name.replace("_", " ")) for name in names)
        return any(each is not None and each.role == "name" for each in told)

    def _says(self, field: str) -> bool:
        """Whether a field has a meaning of its own: what stands in it is no record."""
        profile = self._profile
        if any(squeezed(field) == squeezed(word) for word in ("fields", "project", "事業")):
            return False
        meaning = profile.table_words.meaning(field.replace("_", " "))
        return meaning is not None and meaning.role != "name" or (
            field in profile.section or field in profile.department or field in profile.government
            or any(field in row.keys for row in profile.fields)
            or any(field in row.keys for row in profile.partners)
        )  # fmt: skip


def _parts(name: str) -> tuple[str, str] | None:
    """A name of two words with a dot between; None for others, and for figures: 10.5."""
    head, dot, rest = name.partition(".")
    if not dot or not head.strip() or not rest.strip() or rest[0].isdigit() or head[-1].isdigit():
        return None
    return (head, rest) if not (head + rest).count(" ") else None


def _id_of(record: Record) -> tuple[str, str] | None:
    kind, key = record.get("type"), record.get("id")
    return (kind.text, key.text) if isinstance(kind, Leaf) and isinstance(key, Leaf) else None
