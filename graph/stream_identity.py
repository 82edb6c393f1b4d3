"""Stable identity for plans that are read source by source: what `identity.py` does, in little memory.

An element is looked up in the knowledge base by its class, its name and its parent, when it comes;
of several such the lowest number not yet taken is its own. Names that people confirmed as aliases
are not looked up here.
"""

import re
from collections import ChainMap
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import pyoxigraph as ox

from ..data.reading import Reading
from ..data.records import Element
from ..ontology.terms import eni, ext
from .identity import renamed
from .iris import Minter
from .kept import Held, Kept
from .store import KnowledgeBase

_NUMBERED: Final = re.compile(r"(?P<kind>[a-z]+)/(?P<number>\d+)")
_CLASSES: Final = (eni.Goal, eni.Measure, eni.Project, eni.Scheme)


class StreamKeys:
    """The keys of one plan's elements: those that `kb` has, and new numbers."""

    def __init__(self, kb: KnowledgeBase, minter: Minter) -> None:
        self._kb, self._minter = kb, minter
        self._known = kb.exists() and minter.plan in kb.graphs()
        self._used: set[str] = set()
        # Elements that later sources may stand under; a project has nothing below it.
        self._above: dict[str, str] = {}
        self._highest: dict[str, int] = {}
        for key in self._every() if self._known else ():
            kind, _, number = key.partition("/")
            self._highest[kind] = max(self._highest.get(kind, 0), int(number))

    def kept(self) -> Kept:
        """What the builder needs: the numbers of events."""
        found = Kept()
        for key in self._of(ext.Event) if self._known else ():
            label = self._one(key, ext.prefLabel, self._minter.plan)
            found.held.append(Held(key, ("event", label or "", "")))
        return found

    def settle(self, reading: Reading) -> Reading:
        """`reading` with the keys that the knowledge base has for the same elements."""
        if not self._known:
            return reading
        local: dict[str, str] = {"": ""}
        keys = ChainMap(local, self._above)
        for record in reading.records:
            if isinstance(record, Element) and _NUMBERED.fullmatch(record.key):
                key = self._key(record, keys.get(record.parent, record.parent))
                self._used.add(key)
                kept = local if record.key.startswith("project/") else self._above
                kept[record.key] = key
        ledger = tuple(
            replace(entry, elements=tuple(keys.get(key, key) for key in entry.elements))
            for entry in reading.ledger
        )
        return replace(reading, records=tuple(renamed(reading.records, keys)), ledger=ledger)

    def retired(self) -> Iterator[Held]:
        """What the plan no longer has, and what it had lost before."""
        for key in sorted(self._every()) if self._known else ():
            if key in self._used or key.startswith("event/"):
                continue
            label = self._label(key)
            yield Held(key, (key.partition("/")[0], label, self._parent(key)), gone=True)

    def _key(self, record: Element, parent: str) -> str:
        kind = record.key.partition("/")[0]
        held = [
            key
            for key in self._called(kind, record.label)
            if key not in self._used and self._parent(key) == parent
        ]
        if held:
            return min(held, key=lambda key: int(key.partition("/")[2]))
        self._highest[kind] = self._highest.get(kind, 0) + 1
        return f"{kind}/{self._highest[kind]:03d}"

    def _called(self, kind: str, label: str) -> Iterator[str]:
        """The elements of a kind that have or had this name."""
        prefix = f"{self._minter.plan}/{kind}/"
        for lang in ("ja", "en"):
            words = ox.Literal(label, language=lang)
            for graph, predicate in (
                (self._minter.plan, ext.prefLabel),
                (self._minter.provenance, ext.rdfs_label),
            ):
                for quad in self._kb.match(graph, predicate=predicate, value=words):
                    name = str(getattr(quad.subject, "value", ""))
                    key = name.removeprefix(f"{self._minter.plan}/")
                    if name.startswith(prefix) and _NUMBERED.fullmatch(key):
                        yield key

    def _parent(self, key: str) -> str:
        above = self._one(key, ext.isPartOf, self._minter.plan) or self._one(
            key, eni.formerParent, self._minter.provenance
        )
        return (above or "").removeprefix(self._minter.plan).removeprefix("/")

    def _label(self, key: str) -> str:
        return (
            self._one(key, ext.prefLabel, self._minter.plan)
            or self._one(key, ext.rdfs_label, self._minter.provenance)
            or ""
        )

    def _one(self, key: str, predicate: str, graph: str) -> str | None:
        node = ox.NamedNode(self._minter.element(key))
        quad = next(iter(self._kb.match(graph, subject=node, predicate=predicate)), None)
        return None if quad is None else str(getattr(quad.object, "value", ""))

    def _every(self) -> Iterator[str]:
        for cls in _CLASSES:
            yield from self._of(cls)
        gone = self._kb.match(self._minter.provenance, predicate=ext.deprecated)
        yield from self._numbered(gone)

    def _of(self, cls: str) -> Iterator[str]:
        found = self._kb.match(self._minter.plan, predicate=ext.type, value=ox.NamedNode(cls))
        yield from self._numbered(found)

    def _numbered(self, quads: Iterator[ox.Quad]) -> Iterator[str]:
        prefix = f"{self._minter.plan}/"
        for quad in quads:
            key = str(getattr(quad.subject, "value", "")).removeprefix(prefix)
            if _NUMBERED.fullmatch(key):
                yield key
