"""Columns of a knowledge base: one query for each predicate, joined inside the engine.

A row costs what turning its terms into text costs, so a query gives only the terms that are needed
and no row twice; and a term that many rows have is one string for all of them. Patterns are joined as sub-selects: the engine then reads each column once and
joins by hashing; joined as plain patterns it looks every row up again in each column.
"""

import io
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from sys import intern
from typing import Final

import pyoxigraph as ox

from ..language import Text
from ..ontology.terms import eni, ext
from .evidence_spans import rows, select
from .store import KnowledgeBase

#: IRIs whose sorting keys are remembered; all of a large plan would fill the memory.
_REMEMBERED: Final = 1 << 15

#: (element, target) → the IRIs of the spans that say so
Places = dict[tuple[str, str], list[str]]


@lru_cache(maxsize=_REMEMBERED)
def natural(iri: str) -> tuple[tuple[int, int | str], ...]:
    """A sorting key that puts project/9 before project/10."""
    parts = re.split(r"(\d+)", iri)
    return tuple((0, int(part)) if part.isdecimal() else (1, part) for part in parts)


def members(kb: KnowledgeBase, kind: str) -> list[str]:
    """The IRIs of class `kind`, in no order."""
    # A blank node cannot be pointed to from suggestions, and is none of this contract.
    return [row[0] for row in _iris(kb, f"SELECT ?s WHERE {{ ?s a <{kind}> }}", 1)]


def values(kb: KnowledgeBase, predicate: str, *, of: str = "") -> dict[str, tuple[str, ...]]:
    """Subject → its values of `predicate`, in natural order; the pattern `of` narrows ?s."""
    column = f"?s <{predicate}> ?o"
    where = f"{_each(of, 's')} {_each(column, 's o')}" if of else column
    found: dict[str, set[str]] = defaultdict(set)
    for subject, value in rows(kb, f"SELECT ?s ?o WHERE {{ {where} }}"):
        found[intern(subject)].add(intern(value))
    return _sorted(found)


def nodes(kb: KnowledgeBase, predicate: str, *, of: str) -> dict[str, tuple[str, ...]]:
    """Subject → the IRIs that `predicate` gives it, in natural order; the pattern `of` narrows ?s."""
    where = f"{_each(of, 's')} {_each(f'?s <{predicate}> ?o', 's o')}"
    found: dict[str, set[str]] = defaultdict(set)
    for subject, value in _iris(kb, f"SELECT ?s ?o WHERE {{ {where} }}", 2):
        found[intern(subject)].add(value)
    return _sorted(found)


def _sorted(found: Mapping[str, set[str]]) -> dict[str, tuple[str, ...]]:
    return {
        subject: tuple(said) if len(said) == 1 else tuple(sorted(said, key=natural))
        for subject, said in found.items()
    }


def labels(kb: KnowledgeBase) -> dict[str, Text]:
    """Preferred labels; a missing language borrows the other's, no tag counts as Japanese."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for subject, label in select(kb, f"SELECT ?s ?o WHERE {{ ?s <{ext.prefLabel}> ?o }}"):
        if isinstance(label, ox.Literal) and subject is not None:
            lang = (label.language or "ja").split("-")[0]
            said = found[subject.value]
            said[lang] = min(label.value, said.get(lang, label.value))
    return {iri: text(said) for iri, said in found.items()}


def text(said: Mapping[str, str]) -> Text:
    """A label from its languages; Japanese first, else the first of them."""
    first = said[min(said)]
    return Text(said.get("ja", first), said.get("en", said.get("ja", first)))


def parents(kb: KnowledgeBase) -> dict[str, tuple[str, ...]]:
    """Direct parents; the shortcuts to measure and goal repair a graph that has only those."""
    found: dict[str, tuple[str, ...]] = {}
    for predicate in (ext.isPartOf, eni.inPackage, eni.underMeasure, eni.contributesTo):
        for subject, over in values(kb, predicate).items():
            before = found.get(subject)
            found[subject] = tuple(dict.fromkeys((*before, *over))) if before else over
    return found


def claimed(kb: KnowledgeBase, predicates: Collection[str]) -> dict[str, Places]:
    """Predicate → what claims say with it, and where."""
    found: dict[str, Places] = {predicate: {} for predicate in predicates}
    wanted = " ".join(f"<{predicate}>" for predicate in predicates)
    where = " ".join(
        (
            _each(f"?c <{ext.predicate}> ?p VALUES ?p {{ {wanted} }}", "c p"),
            _each(f"?c <{ext.subject}> ?e", "c e"),
            _each(f"?c <{ext.object}> ?t", "c t"),
            _each(f"?c <{eni.sourceSpan}> ?s", "c s"),
        )
    )
    for predicate, element, target, span in _iris(kb, f"SELECT ?p ?e ?t ?s {{ {where} }}", 4):
        found[predicate].setdefault((intern(element), intern(target)), []).append(span)
    return found


def taking_part(kb: KnowledgeBase) -> Places:
    """Who takes part in an element, by name or by kind, and where that is said."""
    found: Places = {}
    for member in (ext.hasParticipant, eni.participantClass):
        where = " ".join(
            (
                _each(f"?e <{ext.hasParticipation}> ?x", "e x"),
                _each(f"?x <{member}> ?t", "x t"),
                _each(f"?x <{eni.sourceSpan}> ?s", "x s"),
            )
        )
        for element, target, span in _iris(kb, f"SELECT ?e ?t ?s {{ {where} }}", 3):
            found.setdefault((intern(element), intern(target)), []).append(span)
    return found


def _each(pattern: str, variables: str) -> str:
    """`pattern` as a table of its own, which is read once and then joined."""
    return f"{{ SELECT {' '.join(f'?{name}' for name in variables.split())} {{ {pattern} }} }}"


def _iris(kb: KnowledgeBase, sparql: str, width: int) -> Iterator[list[str]]:
    """The rows of a SELECT of `width` variables in which all terms are IRIs.

    The engine writes the answer out as text without holding Python up, and an IRI in TSV needs no
    unescaping. A filter by isIRI would look every term up once more.
    """
    told = select(kb, sparql).serialize(format=ox.QueryResultsFormat.TSV) or b""
    for line in io.BytesIO(told):
        row = line[1:-2].decode().split(">\t<")
        if len(row) == width and line.startswith(b"<") and line.count(b"<") == width:
            yield row
