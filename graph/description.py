"""What a plan's graph is, for catalogues: DCAT and VoID, with counts and the source's SHA-256."""

from collections.abc import Iterator, Mapping
from typing import Final

import pyoxigraph as ox

from .. import __version__
from ..data.settings import Settings
from ..ontology.terms import ONTOLOGY, PREFIXES, ext
from .iris import Minter

#: The edition of the ontology that this program writes; also owl:versionInfo of enishi.ttl.
ONTOLOGY_VERSION: Final = "0.1.0"
VERSION_IRI: Final = f"{ONTOLOGY}/{ONTOLOGY_VERSION}"


def description_quads(
    settings: Settings, minter: Minter, counts: Mapping[str, int], *, title: str, source: str
) -> Iterator[ox.Quad]:
    """The description of P, as quads of P/provenance; `counts` are the instances of our classes."""
    lang = settings.lang
    graph, node = ox.NamedNode(minter.provenance), f"{minter.plan}/dataset"

    def say(subject: str, predicate: str, value: ox.NamedNode | ox.Literal) -> ox.Quad:
        return ox.Quad(ox.NamedNode(subject), ox.NamedNode(predicate), value, graph)

    yield say(node, ext.type, ox.NamedNode(ext.Dataset))
    yield say(node, ext.type, ox.NamedNode(ext.void_Dataset))
    yield say(node, ext.title, ox.Literal(title, language=lang))
    yield say(node, ext.dct_subject, ox.NamedNode(minter.plan))
    yield say(node, ext.dct_source, ox.NamedNode(source))
    yield say(node, ext.conformsTo, ox.NamedNode(VERSION_IRI))
    yield say(node, ext.vocabulary, ox.NamedNode(PREFIXES["eni"]))
    yield say(node, ext.dct_language, ox.Literal(lang))
    yield say(node, ext.hasVersion, ox.Literal(__version__))
    yield say(node, ext.uriSpace, ox.Literal(f"{minter.plan}/"))
    if settings.has_government:
        yield say(node, ext.publisher, ox.NamedNode(minter.city))
    if settings.rights:
        yield say(node, ext.rights, ox.Literal(settings.rights, language=lang))
    for cls, count in sorted(counts.items()):
        part = f"{node}/class/{cls.removeprefix(PREFIXES['eni'])}"
        yield say(node, ext.classPartition, ox.NamedNode(part))
        yield say(part, ext.void_class, ox.NamedNode(cls))
        yield say(part, ext.entities, _integer(count))


def _integer(value: int) -> ox.Literal:
    return ox.Literal(str(value), datatype=ox.NamedNode(PREFIXES["xsd"] + "integer"))
