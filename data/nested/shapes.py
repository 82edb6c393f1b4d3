"""The shapes that records come in, as one: goals, measures and projects in each other.

Files say in many ways what stands below what: objects in a list of `children`, each record naming
the one above, lists of goals, measures and projects that refer to one another, features of a map,
objects by their keys. All become what `record_plans.py` reads: fields that list the objects of a
level. Values keep their places; what only said how things stand is told to the ledger.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from ..document import Document, Part
from ..records import notice_at
from ..source import Source
from ..tree import MAX_DEPTH, Leaf, Node, Tree, leaves
from ..words.record_names import squeezed
from ..words.record_profile import LevelClass, RecordProfile
from .called import called_by_their_lists
from .json_ld import plain
from .keys import without_keys
from .trees import Record, Shape, TreeReader, key_of, leaf_names, objects_in
from .unwrapping import unwrapped

_LEVELS: Final[tuple[LevelClass, ...]] = ("goal", "measure", "project")


def shaped(root: Node, profile: RecordProfile, source: Source, *, alone: bool = True) -> Shape:
    """The value `root` of a unit as goals, measures and projects in each other.

    One that does not stand `alone` in its file is an element of the plan, not the plan. A value that has this form already comes back as it is. Raises InputError for records above one
    another in a circle, and for a tree that does not say which of its objects are projects.
    """
    return _Shaper(profile, source, alone).shape(root)


def with_shapes(
    units: Iterable[tuple[int, Document]], profile: RecordProfile
) -> Iterator[tuple[int, Document]]:
    """`units`, their values in the one form; raises what `shaped` raises."""
    for number, document in units:
        parts: list[Part] = []
        notices = list(document.notices)
        for part in document.parts:
            if isinstance(part, Tree) and not part.whole and not part.told:
                first = next(leaves(part.root), None)
                # A place that begins with a pointer is a whole file's.
                alone = first is None or document.source.locator(first.span) == first.pointer
                made = shaped(part.root, profile, document.source, alone=alone)
                part = Tree(made.root, made.whole, tuple(made.told))
                notices += [notice_at(document.source, *said) for said in made.notices]
            parts.append(part)
        yield number, replace(document, parts=tuple(parts), notices=tuple(notices))


class _Shaper:
    def __init__(self, profile: RecordProfile, source: Source, alone: bool) -> None:
        self._profile, self._source, self._alone = profile, source, alone
        self._made = Shape(None)
        #: id of an object → the key it stands under.
        self._keys: dict[int, str] = {}

    def shape(self, root: Node) -> Shape:
        made = self._made
        root = plain(root, self._profile, made)
        root = without_keys(root, self._profile, made)
        if isinstance(root, dict) and self._wrapped_alike(root):
            root = list(root.values())  # {"696": {"info": {…}}, "697": {"info": {…}}}
        root = unwrapped(self._features(root), self._profile, made)
        made.root = called_by_their_lists(self._opened(root), self._profile)
        if isinstance(made.root, dict):
            made.root = self._keyed(made.root)
        if isinstance(made.root, dict):
            made.root = self._referring(made.root)
        reader = TreeReader(self._profile, self._source, made, self._keys, alone=self._alone)
        if (tree := reader.tree(made.root)) is not None:
            made.root, made.whole = tree, True
        return made

    # -- maps, envelopes, objects by their keys --------------------------------------------------

    def _features(self, root: Node) -> Node:
        """The properties of the features of GeoJSON (RFC 7946) in place of these."""
        if not isinstance(root, dict) or not isinstance(kind := root.get("type"), Leaf):
            return root
        if kind.text == "Feature" and isinstance(root.get("properties"), dict):
            return self._properties(root)
        features = root.get("features")
        if kind.text != "FeatureCollection" or not isinstance(features, list):
            return root
        self._made.tell(kind, "structural", "地図のデータの種類")
        held: Record = {k: v for k, v in root.items() if k not in ("type", "features")}
        for name in ("crs", "bbox"):
            self._made.tell(held.pop(name, None), "ignored", "地図の座標")
        features = [
            self._properties(each) if isinstance(each, dict) and "properties" in each else each
            for each in features
        ]
        return {**held, "features": features}

    def _properties(self, feature: Record) -> Node:
        self._made.tell(feature.get("type"), "structural", "地図のデータの種類")
        for name in ("geometry", "bbox", "id"):
            self._made.tell(feature.get(name), "ignored", "地図の座標")
        return feature["properties"]

    def _opened(self, root: Node) -> Node:
        """An answer of a service without its envelope: {"success": true, "result": {...}}."""
        for _ in range(MAX_DEPTH):
            if not isinstance(root, dict) or any(objects_in(value) for value in root.values()):
                return root
            inner = [(k, v) for k, v in root.items() if isinstance(v, dict) and _holds_lists(v)]
            if len(inner) != 1:
                return root
            key, value = inner[0]
            root = {**{k: v for k, v in root.items() if k != key}, **value}
        return root

    def _keyed(self, root: Record) -> Node:
        """Objects by their keys, {"g1": {...}, "p1": {...}}, as a list of objects."""
        if (items := self._by_key(root)) is not None:
            return items
        return {
            key: items if isinstance(value, dict) and (items := self._by_key(value)) else value
            for key, value in root.items()
        }

    def _wrapped_alike(self, value: Record) -> bool:
        """Whether all fields hold objects whose names stand in one field that all of them have."""
        objects = [inner for inner in value.values() if isinstance(inner, dict)]
        if len(objects) < 2 or len(objects) < len(value) or any(map(self._profile.level_of, value)):
            return False
        called = self._profile.element_name
        return any(
            all(isinstance(held := each.get(name), dict) and called.first(leaf_names(held))
                for each in objects)
            for name in objects[0]
        )  # fmt: skip

    def _by_key(self, value: Record) -> list[Node] | None:
        objects = [inner for inner in value.values() if isinstance(inner, dict)]
        if len(objects) < 2 or len(objects) < len(value) or any(map(self._profile.level_of, value)):
            return None
        # Each says what it is called; else the keys are fields of one record.
        if not all(self._profile.element_name.first(leaf_names(inner)) for inner in objects):
            return None
        for key, inner in zip(value, objects, strict=True):
            self._keys[id(inner)] = key.strip()
        return list(objects)

    # -- lists that refer to one another ---------------------------------------------------------

    def _referring(self, root: Record) -> Record:
        """Lists of goals, measures and projects whose objects name one above by its key."""
        lists = {
            key: (level, objects)
            for key, value in root.items()
            if (level := self._profile.level_of(key)) and (objects := objects_in(value))
        }
        for cls in ("project", "measure"):
            for key, (level, objects) in lists.items():
                if level == cls:
                    self._hang(root, key, objects, lists)
        return root

    def _hang(
        self,
        root: Record,
        key: str,
        objects: list[Record],
        lists: dict[str, tuple[LevelClass, list[Record]]],
    ) -> None:
        """Put `objects` below those of the list, the lowest first, that one of their fields names."""
        level = lists[key][0]
        for upper in sorted(lists, key=lambda name: -_LEVELS.index(lists[name][0])):
            cls, above = lists[upper]
            if _LEVELS.index(cls) >= _LEVELS.index(level) or not root.get(upper):
                continue
            by_key = {k: each for each in above if (k := key_of(each, self._keys))}
            link = next(
                (
                    name
                    for name in dict.fromkeys(n for each in objects for n in leaf_names(each))
                    if self._names_level(name, cls)
                    and all(v.text.strip() in by_key for each in objects
                            if isinstance(v := each.get(name), Leaf))
                ),
                None,
            )  # fmt: skip
            if link is None:
                continue
            rest = []
            for each in objects:
                held = each.pop(link, None)
                if not isinstance(held, Leaf):
                    rest.append(each)
                    continue
                self._made.tell(held, "structural", "上の要素への参照")
                below = by_key[held.text.strip()].setdefault(key, [])
                if isinstance(below, list):
                    below.append(each)
            if rest:
                root[key] = list(rest)
            else:
                del root[key]
            return

    def _names_level(self, name: str, cls: LevelClass) -> bool:
        """Whether a field refers to a level: goal_id, 施策コード, measure."""
        plain = squeezed(name)
        for ending in ("id", "key", "code", "no", "コード", "番号", ""):
            stem = plain.removesuffix(ending) if plain.endswith(ending) else ""
            if stem and cls in (self._profile.level_of(stem), self._profile.level_of(f"{stem}s")):
                return True
        return False


def _holds_lists(value: Record) -> bool:
    return any(
        objects_in(inner) or isinstance(inner, dict) and _holds_lists(inner)
        for inner in value.values()
    )
