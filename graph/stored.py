"""A graph too large to hold, looked up where it is stored: what shapes and quotes ask of it.

A subject is read once, with all that is said of it in any of the graphs, and stays for a while.
What is asked comes subject by subject, so few are read twice; the memory is the same for any graph.
"""

from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import Final

import pyoxigraph as ox

from ..ontology.terms import eni, ext
from .quotes import Places, is_odd
from .sandbox_child import GraphName, kept_merge, merged_graphs
from .shapes import Node, lower_classes

#: Subjects that stay known.
KEPT: Final = 1 << 14
_TYPE: Final = ox.NamedNode(ext.type)

#: Predicate → its objects, each once.
Said = dict[str, list[Node]]


class StoredTriples:
    """The merge of some graphs of a store, as the shapes ask it."""

    def __init__(self, store: ox.Store, graphs: Collection[str]) -> None:
        self._store = store
        self._graphs: frozenset[GraphName] = frozenset(map(ox.NamedNode, graphs))
        # The merge that a folder of many plans keeps is asked for all of them at once.
        kept, merged = kept_merge(store), merged_graphs(store)
        self._asked: list[GraphName] = []
        if kept and merged <= self._graphs:
            self._asked = [kept.place, *(self._graphs - merged)]
        self.said = lru_cache(maxsize=KEPT)(self._read)

    def quads(
        self,
        subject: ox.NamedNode | ox.BlankNode | None = None,
        predicate: ox.NamedNode | None = None,
        value: Node | None = None,
    ) -> Iterator[ox.Quad]:
        """The quads of the graphs with these terms; what several graphs state may come so often."""
        for graph in self._asked:
            yield from self._store.quads_for_pattern(subject, predicate, value, graph)
        if not self._asked:
            for quad in self._store.quads_for_pattern(subject, predicate, value, None):
                if quad.graph_name in self._graphs:
                    yield quad

    def objects(self, subject: Node, predicate: ox.NamedNode) -> list[Node]:
        """The objects of `subject` `predicate`."""
        if isinstance(subject, ox.Literal):
            return []
        return self.said(subject).get(predicate.value, [])

    def subjects(self, predicate: ox.NamedNode, value: Node) -> list[Node]:
        """The subjects of `predicate` `value`."""
        found = (quad.subject for quad in self.quads(None, predicate, value))
        return list(dict.fromkeys(each for each in found if not isinstance(each, ox.Triple)))

    def instances(self, cls: ox.NamedNode) -> Iterator[Node]:
        """The nodes of type `cls` or of a class that the graphs put below it.

        One that several graphs or classes have may come again.
        """
        for name in lower_classes(cls, self):
            yield from self.direct_instances(name)

    def direct_instances(self, cls: ox.NamedNode) -> Iterator[Node]:
        """The nodes of type `cls` itself."""
        last: Node | None = None
        for quad in self.quads(None, _TYPE, cls):
            subject = quad.subject
            if subject != last and not isinstance(subject, ox.Triple):
                last = subject
                yield subject

    def ledger(self) -> dict[str, int]:
        """How many places of the sources each state of the ledger has; of states that occur."""
        counts: dict[str, int] = {}
        for quad in self.quads(None, ox.NamedNode(eni.ledgerState)):
            if isinstance(quad.object, ox.Literal):
                counts[quad.object.value] = counts.get(quad.object.value, 0) + 1
        for quad in self.quads(None, ox.NamedNode(eni.places)):
            if isinstance(quad.object, ox.Literal):
                more = int(quad.object.value) - 1
                for state in self.said(quad.subject).get(eni.ledgerState, []):
                    counts[state.value] += more
        return counts

    def _read(self, subject: ox.NamedNode | ox.BlankNode) -> Said:
        found: dict[str, dict[Node, None]] = {}
        for quad in self.quads(subject):
            if not isinstance(quad.object, ox.Triple):
                found.setdefault(quad.predicate.value, {})[quad.object] = None
        return {predicate: list(values) for predicate, values in found.items()}


class StoredPlaces(Places):
    """Spans, selectors and sources, looked up when they are asked for."""

    def __init__(self, triples: StoredTriples) -> None:
        self._triples = triples

    def spans(self) -> Iterator[str]:
        for node in self._triples.direct_instances(ox.NamedNode(ext.SpecificResource)):
            yield node.value

    def all(self, predicate: str, subject: str) -> list[str]:
        return list(dict.fromkeys(each.value for each in self._nodes(predicate, subject)))

    def odd(self, predicate: str, subject: str) -> bool:
        return any(is_odd(predicate, each) for each in self._nodes(predicate, subject))

    def _nodes(self, predicate: str, subject: str) -> list[Node]:
        # The names that stores give to blank nodes have no colon; every IRI has one.
        node = ox.NamedNode(subject) if ":" in subject else ox.BlankNode(subject)
        return self._triples.said(node).get(predicate, [])
