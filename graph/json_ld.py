"""JSON-LD 1.1 in the compact form of `ontology/context.jsonld`: what a web developer reads.

The context is written into the file: nobody has to fetch one, and Enishi never does. Objects are
sorted by id and arrays by content, so that the same graph is the same bytes. Whole numbers are
JSON numbers: an integer that somebody wrote as 007 comes back as 7.
"""

import json
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

import pyoxigraph as ox

from .rdf_terms import rdflib_term


@cache
def context() -> dict[str, Any]:
    """The terms of the compact form."""
    text = files("enishi.ontology").joinpath("context.jsonld").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)["@context"]
    return found


def compact_json_ld(triples: Iterable[ox.Triple]) -> bytes:
    """The triples as one JSON document, `@context` and `@graph`."""
    from rdflib import Graph

    graph = Graph()
    for triple in triples:
        graph.add(
            (
                rdflib_term(triple.subject),
                rdflib_term(triple.predicate),
                rdflib_term(triple.object),
            )
        )
    written = json.loads(graph.serialize(format="json-ld", context=context()))
    if "@graph" in written:
        nodes = written["@graph"]
    else:  # a single node stands beside the context
        nodes = [{key: value for key, value in written.items() if key != "@context"}]
    ordered = sorted(map(_ordered, nodes), key=lambda node: str(node.get("id", "")))
    whole = {"@context": context(), "@graph": ordered}
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _ordered(value: Any) -> Any:
    """Keys with id and type first, arrays by content: in RDF neither has an order."""
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: (key not in ("id", "type"), key))
        return {key: _ordered(value[key]) for key in keys}
    if isinstance(value, list):
        return sorted(
            map(_ordered, value),
            key=lambda each: json.dumps(each, ensure_ascii=False, sort_keys=True),
        )
    return value
