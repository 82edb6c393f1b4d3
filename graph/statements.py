"""Quads held small: a large plan's graph is most of the memory that building takes.

A quad of Oxigraph has copies of its four names, some 600 bytes. Here the nodes are shared, and
a quad is made when somebody looks at it.
"""

from collections.abc import Collection, Iterable, Iterator
from itertools import chain

import pyoxigraph as ox

from .literals import Term


class Statements(Collection[ox.Quad]):
    """The quads of one graph, each once, in the order they came."""

    def __init__(self, graph: ox.NamedNode) -> None:
        self._graph = graph
        self._rows: dict[tuple[ox.NamedNode, ox.NamedNode, Term], None] = {}

    def add(self, subject: ox.NamedNode, predicate: ox.NamedNode, value: Term) -> None:
        """State this; a second time changes nothing."""
        self._rows[subject, predicate, value] = None

    def __iter__(self) -> Iterator[ox.Quad]:
        for subject, predicate, value in self._rows:
            yield ox.Quad(subject, predicate, value, self._graph)

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, quad: object) -> bool:
        return isinstance(quad, ox.Quad) and quad.graph_name == self._graph and (
            (quad.subject, quad.predicate, quad.object) in self._rows
        )  # fmt: skip


class Together(Collection[ox.Quad]):
    """The quads of several collections, one after the other, without a copy."""

    def __init__(self, parts: Iterable[Collection[ox.Quad]]) -> None:
        self._parts = list(parts)

    def __iter__(self) -> Iterator[ox.Quad]:
        return chain.from_iterable(self._parts)

    def __len__(self) -> int:
        return sum(map(len, self._parts))

    def __contains__(self, quad: object) -> bool:
        return any(quad in part for part in self._parts)
