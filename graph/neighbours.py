"""Concepts that stand next to each other: audiences in the SKOS scheme, steps of a chain.

Two undertakings need not share a concept to belong together: one is for babies and the other for
expectant mothers; one grows tea and the other brings visitors.
"""

import itertools
from functools import cache
from importlib.resources import files

import pyoxigraph as ox

from ..data.words.lexicon import load
from ..ontology.terms import PREFIXES, ext

#: Two concept IRIs in alphabetical order.
Edge = tuple[str, str]


@cache
def audience_neighbours() -> frozenset[Edge]:
    """Audiences that the scheme relates (skos:related) or puts under one another (skos:broader)."""
    prefix = PREFIXES["eni-audience"]
    turtle = files("enishi.ontology").joinpath("schemes.ttl").read_bytes()
    return frozenset(
        _edge(triple.subject.value, triple.object.value)
        for triple in ox.parse(turtle, format=ox.RdfFormat.TURTLE)
        if triple.predicate.value in (ext.related, ext.broader)
        and isinstance(triple.subject, ox.NamedNode)
        and isinstance(triple.object, ox.NamedNode)
        and triple.subject.value.startswith(prefix)
    )


@cache
def chain_neighbours() -> frozenset[Edge]:
    """Themes that are one step apart in `data/lexicon/chains.toml`."""
    prefix = PREFIXES["eni-theme"]
    return frozenset(
        _edge(prefix + one, prefix + other)
        for chain in load("chains")["chains"]
        for one, other in itertools.pairwise(chain)
    )


def _edge(one: str, other: str) -> Edge:
    return (one, other) if one < other else (other, one)
