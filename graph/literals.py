"""Nodes and literals as quads want them."""

from functools import lru_cache

import pyoxigraph as ox

from ..ontology.terms import PREFIXES

_XSD = PREFIXES["xsd"]

Term = ox.NamedNode | ox.Literal


@lru_cache(maxsize=1 << 15)
def iri(value: str) -> ox.NamedNode:
    """The node of an IRI; those in use share one node."""
    return ox.NamedNode(value)


def ja(text: str) -> ox.Literal:
    """A Japanese literal."""
    return ox.Literal(text, language="ja")


@lru_cache(maxsize=1 << 12)
def integer(value: int) -> ox.Literal:
    """An xsd:integer."""
    return ox.Literal(str(value), datatype=iri(_XSD + "integer"))


@lru_cache(maxsize=1 << 10)
def decimal(value: float) -> ox.Literal:
    """An xsd:decimal of at most four places."""
    return ox.Literal(f"{value:.4f}".rstrip("0").rstrip("."), datatype=iri(_XSD + "decimal"))
