"""Terms of pyoxigraph as rdflib's, without changing how a literal is written."""

from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from ..ontology.terms import PREFIXES

if TYPE_CHECKING:
    from rdflib.term import BNode, Literal, URIRef

_STRING: Final = PREFIXES["xsd"] + "string"


def rdflib_term(term: object) -> "URIRef | BNode | Literal":
    """The same term for rdflib; a plain string has no datatype there.

    Raises TypeError for a triple term, which rdflib 7 does not know.
    """
    from rdflib import BNode, Literal, URIRef

    if isinstance(term, ox.Literal):
        if term.language:
            return Literal(term.value, lang=term.language)
        kind = term.datatype.value
        # rdflib tells "a" from "a"^^xsd:string, RDF 1.1 does not.
        return Literal(
            term.value, datatype=None if kind == _STRING else URIRef(kind), normalize=False
        )
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    raise TypeError(type(term))
