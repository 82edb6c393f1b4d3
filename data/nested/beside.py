"""Objects that only say a value: {"value": "環境課"}, and levels that stand as objects in a record."""

from dataclasses import replace
from typing import Final

from ..tree import Leaf, Node
from ..words.record_profile import RecordProfile
from .trees import Record, leaf_names, objects_in

#: The only field of an object that is a value.
_VALUES: Final = frozenset(("value", "値", "text", "#text", "@value", "$t", "_text", "content"))


def of_one_value(node: Node) -> Node:
    """A record whose fields hold {"value": …} with these values themselves."""
    if not isinstance(node, dict):
        return node
    return {name: _alone(name, value) for name, value in node.items()}


def _alone(name: str, value: Node) -> Node:
    if not isinstance(value, dict) or len(value) != 1:
        return value
    (key, inner), *_ = value.items()
    return replace(inner, name=name) if key in _VALUES and isinstance(inner, Leaf) else value


def with_levels_beside(node: Node, profile: RecordProfile) -> Node:
    """A project's record with the levels that stand in one another beside each other.

    {"施策": {"名称": …, "基本目標": {"名称": …}}} says two levels of the record. An object that holds
    lists of others is a level above these, and stays.
    """
    if not isinstance(node, dict) or not _is_project(node, profile):
        return node
    found: Record = {}
    for name, value in node.items():
        _set_beside(name, value, profile, found, node)
    return found


def _set_beside(
    name: str, value: Node, profile: RecordProfile, found: Record, record: Record
) -> None:
    """Put a field into `found`, the levels in it as fields of their own."""
    found[name] = value
    if not isinstance(value, dict) or not _is_level(name, profile):
        return
    if any(map(objects_in, value.values())):
        return
    inner = [key for key in value if _is_level(key, profile) and key not in record]
    if profile.element_name.first(leaf_names(value)) in inner:
        return  # {"施策": {"施策名": …}}: what it is called
    found[name] = {key: each for key, each in value.items() if key not in inner}
    for key in inner:
        _set_beside(key, value[key], profile, found, record)


def _is_level(name: str, profile: RecordProfile) -> bool:
    meaning = profile.table_words.meaning(name)
    told = meaning is not None and meaning.role == "level" and meaning.confidence > 0.9
    return told or profile.level_of(name) in ("goal", "measure")


def _is_project(record: Record, profile: RecordProfile) -> bool:
    """Whether a record has a name of its own and an owner."""
    names = leaf_names(record)
    owned = any(name in profile.section or name in profile.department for name in record)
    return owned and profile.element_name.first(names) is not None
