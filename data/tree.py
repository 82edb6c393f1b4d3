"""Nested documents (JSON, XML records): values with their places in the canonical text."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from .document import Leaf, Node, SourceWriter, Tree
from .source import Span

#: What format readers hand over: a mapping, a sequence, the words of a value, or nothing.
Plain: TypeAlias = "Mapping[str, Plain] | Sequence[Plain] | str | bool | None"

__all__ = [
    "GROUPS", "KEY", "LISTED", "MAX_DEPTH", "Leaf", "Node", "Plain", "Tree", "escaped", "leaves",
    "write_tree",
]  # fmt: skip

#: In a mapping whose keys say something: its groups, in each the key with its place and its list.
GROUPS, KEY, LISTED = "\0groups", "\0key", "\0listed"
#: Deeper nesting is refused: no record of a plan is, and every walk is as deep as the value.
MAX_DEPTH = 60


def write_tree(writer: SourceWriter, value: Plain, *, prefix: str = "") -> Node:
    """Write every value that says something as a line `field<TAB>words`; the value with places.

    A place's locator is `prefix` and the JSON pointer (RFC 6901) of the value. Keys of a whole file
    under which lists of objects of one kind stand are written as well, and come back in `GROUPS`.
    """
    return _write(writer, value, "", "", prefix, grouped=not prefix)


def _write(
    writer: SourceWriter,
    value: Plain,
    name: str,
    pointer: str,
    prefix: str,
    *,
    grouped: bool = False,
    least: int = 2,
) -> Node:
    if value is None:
        return None
    if isinstance(value, bool):
        value = "true" if value else "false"
    if isinstance(value, str):
        if not value.strip():
            return None
        head = f"{name}\t" if name else ""
        place = writer.add(f"{head}{value}", f"{prefix}{pointer}", end="\n")
        return Leaf(name, value, Span(place.start + len(head), place.end), pointer)
    if isinstance(value, Mapping):
        if grouped and (groups := _grouping(value, least)):
            return _with_keys(writer, value, groups, pointer)
        return {
            key: _write(
                writer, inner, " ".join(key.split()), f"{pointer}/{escaped(key)}", prefix,
                grouped=grouped,
            )
            for key, inner in value.items()
        }  # fmt: skip
    return [
        _write(writer, inner, name, f"{pointer}/{index}", prefix)
        for index, inner in enumerate(value)
    ]


def _with_keys(
    writer: SourceWriter, value: Mapping[str, Plain], groups: Sequence[str], pointer: str
) -> Node:
    found: dict[str, Node] = {}
    listed: list[Node] = []
    for key, inner in value.items():
        name, place = " ".join(key.split()), f"{pointer}/{escaped(key)}"
        if key in groups:
            said = Leaf(name, name, writer.add(name, place, end="\n"), place)
            held = _write(writer, inner, name, place, "", grouped=True, least=1)
            listed.append({KEY: said, LISTED: held})
        else:
            found[key] = _write(writer, inner, name, place, "")
    return {**found, GROUPS: listed}


def _grouping(value: Mapping[str, Plain], least: int = 2) -> list[str]:
    """The keys under which lists of objects of one kind stand; none where other lists do too.

    Fewer than `least` keys say nothing: one list is what its key calls it.

    >>> _grouping({"A課": [{"名": "x", "額": "1"}], "B課": [{"名": "y", "額": "2"}], "年": "2030"})
    ['A課', 'B課']
    """
    held = {k: v for k, v in value.items() if v and isinstance(v, Mapping | list) and k.strip()}
    if len(held) < least:
        return []
    fields = [_fields(inner) for inner in held.values()]
    most = max(fields, key=len)
    alike = all(
        len(each & most) > 1 and len(each & most) > 0.6 * min(len(each), len(most))
        for each in fields
    )
    return list(held) if alike else []


def _fields(value: Plain) -> set[str]:
    """The fields of the objects of a list, or of the lists under the keys of a mapping."""
    found: set[str] = set()
    if isinstance(value, list):
        for each in value[:20]:
            if not isinstance(each, Mapping):
                return set()
            found.update(each)
    elif isinstance(value, Mapping) and (groups := _grouping(value, 1) or list(value)):
        for key in groups[:20]:
            if not isinstance(value[key], Mapping | list):
                return set()
            found |= _fields(value[key])
    return found


def escaped(key: str) -> str:
    """A key as a JSON pointer writes it.

    >>> escaped("a/b~c")
    'a~1b~0c'
    """
    return key.replace("~", "~0").replace("/", "~1")


def leaves(node: Node) -> Iterator[Leaf]:
    """Every leaf of `node`, in order."""
    if isinstance(node, Leaf):
        yield node
    elif isinstance(node, dict):
        for inner in node.values():
            yield from leaves(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from leaves(inner)
