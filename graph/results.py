"""Answers to queries, in the W3C formats, as RDF and as a table for people."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

import pyoxigraph as ox

from ..errors import InputError
from ..language import Text
from ..ontology import terms
from .rdf_writing import serialize_triples, sort_lines

if TYPE_CHECKING:
    from rich.table import Table

ResultKind = Literal["select", "ask", "graph"]
Node: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

#: Names for `--format`, beside `table`, by what the query answers.
RESULT_FORMATS: Final[dict[str, ox.QueryResultsFormat]] = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
GRAPH_FORMATS: Final[dict[str, ox.RdfFormat]] = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
}
TABLE: Final = "table"


@dataclass(frozen=True)
class QueryResult:
    """The answer to SELECT (`select`), ASK (`ask`), CONSTRUCT or DESCRIBE (`graph`).

    `data` is W3C TSV, `true`/`false`, or N-Triples; the other forms are made from it on demand.
    """

    kind: ResultKind
    data: bytes

    @classmethod
    def from_child(cls, kind: str, data: bytes, *, ordered: bool) -> "QueryResult":
        """What the sandbox's child wrote; put in order unless the query gave one."""
        if kind == "ask":
            return cls("ask", data)
        if kind == "graph":
            # The engine may say a triple twice; a graph holds it once.
            return cls("graph", b"".join(sort_lines(list(set(_lines(data))))))
        head, *rows = _lines(data)
        return cls("select", head + b"".join(rows if ordered else sorted(rows)))

    @property
    def variables(self) -> tuple[str, ...]:
        """The columns of a SELECT, without question marks."""
        if self.kind != "select":
            return ()
        head = self.data.partition(b"\n")[0].decode()
        return tuple(name[1:] for name in head.split("\t") if name)

    @property
    def truth(self) -> bool:
        """The answer to an ASK; for the others, whether there is anything."""
        if self.kind == "ask":
            return self.data == b"true"
        return len(_lines(self.data)) > (self.kind == "select")

    def rows(self) -> Iterator[tuple[Node | None, ...]]:
        """The solutions of a SELECT, one term or None for each of `variables`."""
        if self.kind == "select":
            parsed = ox.parse_query_results(self.data, ox.QueryResultsFormat.TSV)
            if isinstance(parsed, ox.QuerySolutions):
                names = self.variables
                for solution in parsed:
                    yield tuple(solution[name] for name in names)

    def triples(self) -> Iterator[ox.Triple]:
        """The triples of a CONSTRUCT or DESCRIBE."""
        if self.kind == "graph":
            for quad in ox.parse(self.data, ox.RdfFormat.N_TRIPLES):
                yield quad.triple

    def serialize(self, name: str) -> bytes:
        """The answer as `json|xml|csv|tsv` (SELECT, ASK) or `turtle|ntriples` (the others).

        Raises:
            InputError: the answer has no such format.
        """
        if self.kind == "graph":
            if name in GRAPH_FORMATS:
                return serialize_triples(_lines(self.data), GRAPH_FORMATS[name])
            raise self._no_format(name, [*GRAPH_FORMATS, TABLE])
        if name not in RESULT_FORMATS:
            raise self._no_format(name, [*RESULT_FORMATS, TABLE])
        if self.kind == "ask":
            return _serialize_ask(self.truth, RESULT_FORMATS[name])
        if name == "tsv":
            return self.data
        parsed = ox.parse_query_results(self.data, ox.QueryResultsFormat.TSV)
        return parsed.serialize(format=RESULT_FORMATS[name]) or b""

    def table(self) -> "Table":
        """The answer for people: our prefixes for IRIs, literals as they read."""
        from rich import box
        from rich.table import Table
        from rich.text import Text as Cell

        if self.kind == "ask":
            grid = Table(box=box.SIMPLE, show_header=False)
            grid.add_row(
                str(
                    Text(
                        "はい（true）" if self.truth else "いいえ（false）",
                        "yes (true)" if self.truth else "no (false)",
                    )
                )
            )
            return grid
        heads = self.variables if self.kind == "select" else ("subject", "predicate", "object")
        found = (
            self.rows()
            if self.kind == "select"
            else ((triple.subject, triple.predicate, triple.object) for triple in self.triples())
        )
        grid = Table(box=box.SIMPLE, caption_justify="left")
        for head in heads:
            grid.add_column(Cell(head), overflow="fold")
        for row in found:
            # A Cell is never read as markup, whatever a document's label says.
            grid.add_row(*(Cell(readable(term)) for term in row))
        grid.caption = str(Text("{n} 件", "{n} rows").format(n=grid.row_count))
        return grid

    def _no_format(self, name: str, known: list[str]) -> InputError:
        what = {"select": "SELECT", "ask": "ASK", "graph": "CONSTRUCT / DESCRIBE"}[self.kind]
        return InputError(
            Text(
                "{w} の答えは {f} 形式では出せません", "the answer to {w} has no format {f}"
            ).format(w=what, f=name),
            where="--format",
            hint=Text("使えるのは: {k}", "There are: {k}").format(k=", ".join(known)),
        )


def readable(term: Node | None) -> str:
    """A term as a person reads it, on one terminal: no control characters.

    >>> readable(ox.NamedNode("https://w3id.org/enishi/ontology#Project"))
    'eni:Project'
    """
    if term is None:
        return ""
    if isinstance(term, ox.NamedNode):
        return _compact(term.value)
    text = term.value if isinstance(term, ox.Literal) else str(term)
    return "".join(c if c.isprintable() or c == "\n" else " " for c in text)


def _compact(iri: str) -> str:
    for prefix, namespace in terms.PREFIXES.items():
        local = iri.removeprefix(namespace)
        if local != iri and local.replace("-", "").replace("_", "").isalnum():
            return f"{prefix}:{local}"
    return iri


def _serialize_ask(truth: bool, results_format: ox.QueryResultsFormat) -> bytes:
    json = b'{"head":{},"boolean":true}' if truth else b'{"head":{},"boolean":false}'
    parsed = ox.parse_query_results(json, ox.QueryResultsFormat.JSON)
    return parsed.serialize(format=results_format) or b""


def _lines(data: bytes) -> list[bytes]:
    # Both formats escape CR and LF inside terms.
    return data.splitlines(keepends=True)
