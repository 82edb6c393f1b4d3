"""The concepts of our SKOS schemes, as a plan's graph quotes them."""

from functools import cache
from importlib.resources import files

import pyoxigraph as ox

from ..ontology.terms import PREFIXES, ext
from .literals import Term


@cache
def scheme_concepts() -> dict[str, tuple[tuple[str, Term], ...]]:
    """concept IRI → its labels, broader concept and scheme, from the ontology's SKOS file."""
    data = files("enishi.ontology").joinpath("schemes.ttl").read_bytes()
    kept = {ext.type, ext.prefLabel, ext.altLabel, ext.broader, ext.inScheme, ext.related}
    found: dict[str, list[tuple[str, Term]]] = {}
    for triple in ox.parse(data, format=ox.RdfFormat.TURTLE):
        if triple.predicate.value in kept:
            found.setdefault(triple.subject.value, []).append(
                (triple.predicate.value, triple.object)
            )
    return {concept: tuple(rows) for concept, rows in found.items()}


@cache
def class_by_label() -> dict[str, str]:
    """Japanese label → concept IRI of the scheme of participant classes."""
    prefix = PREFIXES["eni-class"]
    return {
        row[1].value: concept
        for concept, rows in sorted(scheme_concepts().items())
        for row in rows
        if concept.startswith(prefix) and row[0] in (ext.prefLabel, ext.altLabel)
        if isinstance(row[1], ox.Literal) and row[1].language == "ja"
    }
