"""Lists of objects that are called by what they list: actions: [{"action": …}], plans, departments.

An object's name may stand in a field called as its list is. What stands over lists without being a
level (departments, sections, governments) is said of all that is below. A list of plans is one plan
each.
"""

from typing import Any, Final

from ..tree import MAX_DEPTH, Leaf, Node
from ..words.lexicon import load
from ..words.record_names import squeezed
from ..words.record_profile import RecordProfile, Words
from ..words.table_words import TableWords
from .keys import hand_down
from .trees import Record, leaf_names, objects_in

_PLANS: Final = Words(load("links")["plans"])
#: What a name of a list adds to what its objects are.
_LISTS: Final = ("一覧", "リスト", "の一覧", "list", "items")
#: What objects are that stand over lists without being a level.
_OVER: Final = ("section", "department", "government")


def called_by_their_lists(root: Node, profile: RecordProfile) -> Node:
    """`root` with names where the profile looks for them, owners below their lists."""
    return _Lists(profile).read(root, 0)


def kinds_of(key: str) -> list[str]:
    """What the objects in the field `key` may each be called.

    >>> kinds_of("strategies"), kinds_of("取組一覧"), kinds_of("actionList")
    (['strategies', 'strategy', 'strategie'], ['取組一覧', '取組'], ['actionlist', 'action'])
    """
    plain = squeezed(key)
    found = [plain]
    for ending in _LISTS:
        if plain.endswith(ending) and plain != ending:
            found.append(plain.removesuffix(ending))
    for form in list(found):
        if form.endswith("ies"):
            found.append(form[:-3] + "y")
        if form.endswith("s") and len(form) > 3:
            found.append(form[:-1])
    return list(dict.fromkeys(found))


def class_of_list(key: str, words: TableWords) -> str | None:
    """The class that the name of a list says its objects have; None where it says none."""
    for form in kinds_of(key):
        meaning = words.meaning(form)
        if meaning is None or meaning.confidence < 0.9:
            continue
        if meaning.role == "level":
            return "goal" if meaning.goal else "measure"
        return "project" if meaning.role == "name" else None
    return None


def with_levels(raw: dict[str, Any], path: tuple[str, ...], words: TableWords) -> None:
    """Add to a profile the fields that lead to the records, the lists above them as levels."""
    known = {squeezed(name): row["class"] for row in raw["levels"] for name in row["keys"]}
    goal = False
    for depth, key in enumerate(path, 1):
        cls = known.get(squeezed(key))
        if cls is None:
            said = class_of_list(key, words)
            # A strategy below a goal is no second goal.
            level = "measure" if said != "goal" or goal else "goal"
            cls = "project" if depth == len(path) else level
            raw["levels"].append({"class": cls, "keys": [key]})
        goal = goal or cls == "goal"


class _Lists:
    def __init__(self, profile: RecordProfile) -> None:
        self._profile = profile

    def read(self, node: Node, depth: int) -> Node:
        if depth > MAX_DEPTH or not isinstance(node, dict | list):
            return node
        if isinstance(node, list):
            return [self.read(each, depth + 1) for each in node]
        plans = [name for name, value in node.items() if objects_in(value)]
        if len(plans) == 1 and any(form in _PLANS for form in kinds_of(plans[0])):
            return self.read(node[plans[0]], depth + 1)
        made: Record = {}
        for name, value in node.items():
            objects = objects_in(value)
            if not objects:
                made[name] = self.read(value, depth + 1) if isinstance(value, dict) else value
                continue
            named = [self.read(self._named(name, each), depth + 1) for each in objects]
            role = self._over(name, objects)
            lists = [self._below(name, role, each) for each in objects_in(named)] if role else []
            if not all(lists) or not lists:
                made[name] = named
                continue
            for inner in lists:
                for key, listed in inner.items():
                    held = made.setdefault(key, [])
                    if isinstance(held, list) and isinstance(listed, list):
                        held.extend(listed)
        return made

    def _named(self, key: str, record: Record) -> Record:
        """An object whose name stands in a field called as its list is."""
        names = leaf_names(record)
        called = self._profile.element_name
        if called.first(names) or not called.preferred:
            return record
        forms = kinds_of(key)
        field = next((name for name in names if squeezed(name) in forms), None)
        if field is None or self._over(key, [record]):
            return record
        # Not by a word that says project: goals stand in such lists too.
        plain = "name" if "name" in called else called.preferred
        return {plain if name == field else name: value for name, value in record.items()}

    def _over(self, key: str, objects: list[Record]) -> str | None:
        """The owner that the objects of a list are, where lists of others stand in them."""
        if self._profile.level_of(key) or not all(
            any(objects_in(value) for value in each.values()) for each in objects
        ):
            return None
        return next((role for form in kinds_of(key) if (role := self._role(form))), None)

    def _role(self, name: str) -> str | None:
        words: dict[str, Words] = {role: getattr(self._profile, role) for role in _OVER}
        # What names a section in a record names it over a list too: {"課": …, "事業": [...]}.
        held = next((role for role in _OVER if name in words[role]), None)
        if held is not None:
            return held
        meaning = self._profile.table_words.meaning(name)
        known = meaning is not None and meaning.confidence > 0.9 and meaning.role in _OVER
        return meaning.role if known and meaning is not None else None

    def _below(self, key: str, role: str, record: Record) -> Record:
        """The lists of an object that is an owner, its name in all that is listed."""
        names = leaf_names(record)
        lists = {name: value for name, value in record.items() if objects_in(value)}
        field = next((name for name in names if self._role(name) == role), None)
        field = field or self._profile.partner_name.first(names)
        said = record.get(field) if field else None
        if not isinstance(said, Leaf):
            return {}
        words: Words = getattr(self._profile, role)
        hand_down(lists, words.preferred or role, said, self._profile)
        return lists
