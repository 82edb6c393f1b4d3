"""What a plan's graph is, for catalogues: DCAT and VoID, with counts and the source's SHA-256."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

import pyoxigraph as ox

from .. import __version__
from ..data.reading import Reading
from ..data.records import Plan
from ..ontology.terms import ONTOLOGY, PREFIXES, ext
from .iris import Minter

#: The edition of the ontology that this program writes; also owl:versionInfo of enishi.ttl.
ONTOLOGY_VERSION: Final = "0.1.0"
VERSION_IRI: Final = f"{ONTOLOGY}/{ONTOLOGY_VERSION}"


def description_quads(
    reading: Reading, minter: Minter, plan_quads: Iterable[ox.Quad]
) -> Iterator[ox.Quad]:
    """The description of P, as quads of P/provenance; counts are of the instances of our classes."""
    graph, node = ox.NamedNode(minter.provenance), f"{minter.plan}/dataset"

    def say(subject: str, predicate: str, value: ox.NamedNode | ox.Literal) -> ox.Quad:
        return ox.Quad(ox.NamedNode(subject), ox.NamedNode(predicate), value, graph)

    plan = next(record for record in reading.records if isinstance(record, Plan))
    yield say(node, ext.type, ox.NamedNode(ext.Dataset))
    yield say(node, ext.type, ox.NamedNode(ext.void_Dataset))
    yield say(node, ext.title, ox.Literal(plan.label, language="ja"))
    yield say(node, ext.dct_subject, ox.NamedNode(minter.plan))
    yield say(node, ext.dct_source, ox.NamedNode(minter.source()))
    yield say(node, ext.conformsTo, ox.NamedNode(VERSION_IRI))
    yield say(node, ext.vocabulary, ox.NamedNode(PREFIXES["eni"]))
    yield say(node, ext.dct_language, ox.Literal("ja"))
    yield say(node, ext.hasVersion, ox.Literal(__version__))
    yield say(node, ext.uriSpace, ox.Literal(f"{minter.plan}/"))
    if reading.settings.has_code:
        yield say(node, ext.publisher, ox.NamedNode(minter.city))
    if reading.settings.rights:
        yield say(node, ext.rights, ox.Literal(reading.settings.rights, language="ja"))
    counts = Counter(
        quad.object.value
        for quad in plan_quads
        if quad.predicate.value == ext.type
        and isinstance(quad.object, ox.NamedNode)
        and quad.object.value.startswith(PREFIXES["eni"])
    )
    for cls, count in sorted(counts.items()):
        part = f"{node}/class/{cls.removeprefix(PREFIXES['eni'])}"
        yield say(node, ext.classPartition, ox.NamedNode(part))
        yield say(part, ext.void_class, ox.NamedNode(cls))
        yield say(part, ext.entities, _integer(count))


def _integer(value: int) -> ox.Literal:
    return ox.Literal(str(value), datatype=ox.NamedNode(PREFIXES["xsd"] + "integer"))
