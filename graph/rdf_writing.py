"""RDF as bytes that are the same every time: sorted, prefixed, grouped by subject.

Order: the unnamed graph, then graphs by name; in a graph by subject (a plan before its parts),
`rdf:type` first, then predicate and object, all by UTF-8 bytes of their N-Triples form.

Blank nodes keep the label they were read with; an anonymous one (`[]`) of a foreign file gets a
new label at each reading, so only data without them, such as ours, is byte-identical.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from ..ontology import terms
from .json_ld import compact_json_ld
from .rdf_reading import FLAT, format_of
from .sandbox_child import GraphName

_TYPE: Final = f" <{terms.ext.type}> ".encode()


def serialize_store(store: ox.Store, path: Path) -> bytes:
    """All of `store` in the format that the extension of `path` names.

    Flat formats lose the graph names; a triple that several graphs state is written once.
    """
    rdf_format = format_of(path)
    if path.suffix.lower() in FLAT:
        merged = sorted({line for graph in graph_terms(store) for line in _lines(store, graph)})
        return serialize_triples(sorted(merged, key=_type_first), rdf_format)
    graphs = graph_terms(store)
    if rdf_format == ox.RdfFormat.N_QUADS:
        return b"".join(
            _with_graph(line, graph) for graph in graphs for line in sorted_lines(store, graph)
        )
    lines = {graph: sorted_lines(store, graph) for graph in graphs}
    prefixes = used_prefixes(b"".join(b"".join(group) for group in lines.values()))
    return (
        ox.serialize(
            (
                ox.Quad(quad.subject, quad.predicate, quad.object, graph)
                for graph, group in lines.items()
                for quad in ox.parse(b"".join(group), ox.RdfFormat.N_TRIPLES)
            ),
            format=rdf_format,
            prefixes=prefixes,
        )
        or b""
    )


def serialize_triples(lines: list[bytes], rdf_format: ox.RdfFormat) -> bytes:
    """N-Triples lines, in the order given, as another format."""
    data = b"".join(lines)
    if rdf_format == ox.RdfFormat.N_TRIPLES:
        return data
    if rdf_format == ox.RdfFormat.JSON_LD:
        return compact_json_ld(quad.triple for quad in ox.parse(data, ox.RdfFormat.N_TRIPLES))
    return (
        ox.serialize(
            (quad.triple for quad in ox.parse(data, ox.RdfFormat.N_TRIPLES)),
            format=rdf_format,
            prefixes=used_prefixes(data),
        )
        or b""
    )


def sort_lines(lines: list[bytes]) -> list[bytes]:
    """N-Triples lines in the order of this module."""
    # Two sorts, because the key of two different lines may be equal.
    return sorted(sorted(lines), key=_type_first)


def sorted_lines(store: ox.Store, graph: GraphName) -> list[bytes]:
    """One graph as sorted N-Triples lines, each with its line end."""
    return sort_lines(list(_lines(store, graph)))


def graph_terms(store: ox.Store) -> list[GraphName]:
    """The unnamed graph, then the named graphs by name."""
    return [ox.DefaultGraph(), *sorted(store.named_graphs(), key=lambda name: name.value)]


def used_prefixes(ntriples: bytes) -> dict[str, str]:
    """Those of our prefixes whose namespace occurs in `ntriples`."""
    return {
        prefix: iri for prefix, iri in terms.PREFIXES.items() if b"<" + iri.encode() in ntriples
    }


def _lines(store: ox.Store, graph: GraphName) -> Iterator[bytes]:
    dumped = store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=graph) or b""
    # bytes.splitlines splits at CR and LF only, and N-Triples escapes both.
    return iter(dumped.splitlines(keepends=True))


def _type_first(line: bytes) -> bytes:
    # Without the subject's ">" a plan comes before its parts; two spaces come before any "<".
    return line.replace(b"> ", b" ", 1).replace(_TYPE, b"  ", 1)


def _with_graph(line: bytes, graph: GraphName) -> bytes:
    if isinstance(graph, ox.DefaultGraph):
        return line
    return line.removesuffix(b".\n") + f"{graph} .\n".encode()
