"""Nested documents (JSON, XML records): values with their places in the canonical text."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from .document import Leaf, Node, SourceWriter, Tree
from .source import Span

#: What format readers hand over: a mapping, a sequence, the words of a value, or nothing.
Plain: TypeAlias = "Mapping[str, Plain] | Sequence[Plain] | str | bool | None"

__all__ = ["MAX_DEPTH", "Leaf", "Node", "Plain", "Tree", "escaped", "leaves", "write_tree"]

#: Deeper nesting is refused: no record of a plan is, and every walk is as deep as the value.
MAX_DEPTH = 60


def write_tree(writer: SourceWriter, value: Plain, *, prefix: str = "") -> Node:
    """Write every value that says something as a line `field<TAB>words`; the value with places.

    A place's locator is `prefix` and the JSON pointer (RFC 6901) of the value.
    """
    return _write(writer, value, "", "", prefix)


def _write(writer: SourceWriter, value: Plain, name: str, pointer: str, prefix: str) -> Node:
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
        return {
            key: _write(writer, inner, " ".join(key.split()), f"{pointer}/{escaped(key)}", prefix)
            for key, inner in value.items()
        }
    return [
        _write(writer, inner, name, f"{pointer}/{index}", prefix)
        for index, inner in enumerate(value)
    ]


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
