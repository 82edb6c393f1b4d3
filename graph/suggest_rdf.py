"""Suggestions as RDF, for the graph P/suggestions of each plan."""

from collections.abc import Iterator

import pyoxigraph as ox

from ..ontology.terms import PREFIXES, eni, ext
from ..ontology.terms import claim as claim_status
from .evidence_spans import Span
from .suggest import Evidence, Suggestion, Suggestions

_XSD = PREFIXES["xsd"]


def suggestions_quads(found: Suggestions) -> dict[str, list[ox.Quad]]:
    """Graph IRI → its quads, for `KnowledgeBase.replace`; ranks count from 1 in each plan.

    Trios come after the pairs, with the ranks that follow.    Every plan that was read has its graph here, an empty one when nothing was found: saving again
    removes what was suggested before.
    """
    graphs: dict[str, list[ox.Quad]] = {}
    for plan in found.plans:
        graph = f"{plan}/suggestions"
        own = [each for each in (*found.items, *found.trios) if each.plan == plan]
        quads = [
            ox.Quad(*triple, ox.NamedNode(graph))
            for rank, each in enumerate(own, 1)
            for triple in _suggestion(f"{plan}/suggestion/{rank:03d}", rank, each, found.new_spans)
        ]
        graphs[graph] = list(dict.fromkeys(quads))
    return graphs


Triple = tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode | ox.Literal]


def _suggestion(
    iri: str, rank: int, each: Suggestion, new_spans: frozenset[str]
) -> Iterator[Triple]:
    yield _iri(iri, ext.type, eni.Suggestion)
    for project in each.projects:
        yield _iri(iri, eni.suggests, project.iri)
    yield _number(iri, eni.score, each.score)
    yield _integer(iri, eni.rank, rank)
    yield _said(iri, eni.reason, each.reason.ja, "ja")
    yield _said(iri, eni.reason, each.reason.en, "en")
    for number, evidence in enumerate(each.evidence, 1):
        claim = f"{iri}/claim/{number}"
        yield _iri(iri, eni.evidence, claim)
        yield from _claim(iri, claim, evidence)
        for span in evidence.spans:
            yield _iri(claim, eni.sourceSpan, span.iri)
            if span.iri in new_spans:
                yield from _span(span)


def _claim(suggestion: str, iri: str, evidence: Evidence) -> Iterator[Triple]:
    """Evidence says of the suggestion that it has evidence of this kind, and where that stands."""
    yield _iri(iri, ext.type, eni.Claim)
    yield _iri(iri, ext.type, ext.Statement)
    yield _iri(iri, ext.subject, suggestion)
    yield _iri(iri, ext.predicate, eni.evidenceKind)
    yield _plain(iri, ext.object, evidence.kind)
    yield _number(iri, eni.confidence, 1.0)
    yield _iri(iri, eni.claimStatus, claim_status.asserted)
    yield _plain(iri, eni.evidenceKind, evidence.kind)
    yield _number(iri, eni.weight, evidence.weight)
    yield _said(iri, ext.rdfs_label, evidence.label.ja, "ja")
    if evidence.label.en != evidence.label.ja:
        yield _said(iri, ext.rdfs_label, evidence.label.en, "en")


def _span(span: Span) -> Iterator[Triple]:
    """A sentence as a span of its own; what is in the plan's graph already is not said twice."""
    if span.start is None or span.end is None:
        return  # never: a sentence is cut out of a text
    yield _iri(span.iri, ext.type, ext.SpecificResource)
    yield _iri(span.iri, ext.hasSource, span.source)
    if span.locator:
        yield _plain(span.iri, eni.locator, span.locator)
    if span.line is not None:
        yield _integer(span.iri, eni.line, span.line)
    place, quote = f"{span.iri};pos", f"{span.iri};quote"
    yield _iri(span.iri, ext.hasSelector, place)
    yield _iri(place, ext.type, ext.TextPositionSelector)
    yield _integer(place, ext.start, span.start)
    yield _integer(place, ext.end, span.end)
    yield _iri(span.iri, ext.hasSelector, quote)
    yield _iri(quote, ext.type, ext.TextQuoteSelector)
    yield _plain(quote, ext.exact, span.quote)


def _iri(subject: str, predicate: str, value: str) -> Triple:
    return ox.NamedNode(subject), ox.NamedNode(predicate), ox.NamedNode(value)


def _plain(subject: str, predicate: str, value: str) -> Triple:
    return ox.NamedNode(subject), ox.NamedNode(predicate), ox.Literal(value)


def _said(subject: str, predicate: str, value: str, lang: str) -> Triple:
    return ox.NamedNode(subject), ox.NamedNode(predicate), ox.Literal(value, language=lang)


def _integer(subject: str, predicate: str, value: int) -> Triple:
    literal = ox.Literal(str(value), datatype=ox.NamedNode(_XSD + "integer"))
    return ox.NamedNode(subject), ox.NamedNode(predicate), literal


def _number(subject: str, predicate: str, value: float) -> Triple:
    literal = ox.Literal(f"{value:.4f}", datatype=ox.NamedNode(_XSD + "decimal"))
    return ox.NamedNode(subject), ox.NamedNode(predicate), literal
