"""A place of a document as statements: a selector for its position, one for its words, one a page.

The model is W3C's Web Annotation: an oa:SpecificResource with selectors.
"""

from collections.abc import Iterator

import pyoxigraph as ox

from ..data.source import Source, Span
from ..ontology.terms import eni, ext
from .literals import integer, iri

Triple = tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode | ox.Literal]

# The nodes of a span, made once: a plan's graph is mostly spans.
_TYPE, _SPAN, _SOURCE, _LOCATOR, _LINE, _SELECTOR = map(
    ox.NamedNode,
    (ext.type, ext.SpecificResource, ext.hasSource, eni.locator, eni.line, ext.hasSelector),
)
_POSITION, _START, _END, _QUOTE, _EXACT = map(
    ox.NamedNode,
    (ext.TextPositionSelector, ext.start, ext.end, ext.TextQuoteSelector, ext.exact),
)
_FRAGMENT, _VALUE, _CONFORMS_TO, _PDF = map(
    ox.NamedNode, (ext.FragmentSelector, ext.value, ext.conformsTo, ext.pdf_fragments)
)


def span_statements(name: str, source: Source, span: Span, document: str) -> Iterator[Triple]:
    """What the node `name` says of `span` of `source`, which the graph calls `document`.

    Positions are 0-based code points of the canonical text. In a PDF there is a selector for each
    page too: the page and the box on it, in points from its top left corner.
    """
    node, position, quote = iri(name), iri(f"{name};pos"), iri(f"{name};quote")
    yield node, _TYPE, _SPAN
    yield node, _SOURCE, iri(document)
    yield node, _LOCATOR, ox.Literal(source.locator(span))
    yield node, _LINE, integer(source.line_of(span.start))
    yield node, _SELECTOR, position
    yield node, _SELECTOR, quote
    yield position, _TYPE, _POSITION
    yield position, _START, integer(span.start)
    yield position, _END, integer(span.end)
    yield quote, _TYPE, _QUOTE
    yield quote, _EXACT, ox.Literal(source.quote(span))
    for region in source.regions(span):
        box = iri(f"{name};page{region.page}")
        yield node, _SELECTOR, box
        yield box, _TYPE, _FRAGMENT
        yield box, _CONFORMS_TO, _PDF
        yield box, _VALUE, ox.Literal(region.fragment)
