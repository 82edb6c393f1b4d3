"""Enishi from Python: three lines from a knowledge base to rows, tables and networks.

    import enishi
    kb = enishi.open("out/iruma.trig")
    kb.query("projects-per-section").df()

Terms come as rdflib's (`URIRef`, `Literal`), graphs as rdflib's and networkx's own objects.
"""

import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal, overload

from .errors import InputError
from .graph.asking import ask, question
from .graph.columns import natural
from .graph.compatibility import check_compatible
from .graph.rdf_terms import rdflib_term
from .graph.results import QueryResult
from .graph.store import KnowledgeBase, missing, open_kb
from .language import Lang, Text, current_lang

if TYPE_CHECKING:
    import networkx as nx
    from pandas import DataFrame
    from rdflib import Dataset, Graph
    from rdflib.term import BNode, URIRef
    from rdflib.term import Literal as RdfLiteral

    from .visualize.inline import InlineMap

    Term = URIRef | BNode | RdfLiteral | None

Row = dict[str, "Term"]


class Rows(Sequence[Row]):
    """The answer to a query, one dict of variable → rdflib term (None where unbound) for each row.

    `bool(rows)` is the answer to an ASK; `graph()` that of a CONSTRUCT or DESCRIBE.
    """

    def __init__(self, result: QueryResult) -> None:
        self._result = result
        self.variables = result.variables
        self._rows: list[Row] = [
            {
                name: None if term is None else rdflib_term(term)
                for name, term in zip(result.variables, row, strict=True)
            }
            for row in result.rows()
        ]

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> list[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | list[Row]:
        return self._rows[index]

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows)

    def __bool__(self) -> bool:
        return self._result.truth

    def df(self) -> "DataFrame":
        """The rows as a pandas DataFrame of plain Python values.

        Raises InputError, with the install line, when pandas is not there.
        """
        try:
            from pandas import DataFrame
        except ImportError as error:
            raise InputError(
                Text("pandas が入っていません", "pandas is not installed"),
                where="df()",
                hint=Text(
                    'pip install "enishi[pandas]" を実行してください',
                    'run: pip install "enishi[pandas]"',
                ),
            ) from error
        plain = [
            {name: None if term is None else term.toPython() for name, term in row.items()}
            for row in self._rows
        ]
        return DataFrame(plain, columns=list(self.variables)).map(
            lambda value: str(value) if isinstance(value, str) else value
        )

    def graph(self) -> "Graph":
        """The triples of a CONSTRUCT or DESCRIBE as an rdflib Graph; empty for other queries."""
        from rdflib import Graph

        found = Graph()
        for triple in self._result.triples():
            subject, predicate, value = map(
                rdflib_term, (triple.subject, triple.predicate, triple.object)
            )
            found.add((subject, predicate, value))
        return found

    def __repr__(self) -> str:
        return f"<{len(self)} rows of {', '.join(self.variables) or 'a graph or a truth'}>"


class Enishi:
    """An opened knowledge base, for reading."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self._kb = kb

    def plans(self) -> list[str]:
        """The IRIs of the plans, sorted."""
        return sorted(self._kb.plans(), key=natural)

    def query(
        self,
        sparql: str,
        *,
        timeout: float = 30.0,
        include: Sequence[str] = (),
        **values: str,
    ) -> Rows:
        """Ask in SPARQL, or a named question by number or name; `values` are its parameters.

        The prefixes are declared already. The query runs in a process of its own and is stopped
        after `timeout` seconds; `include` adds graphs, such as `suggestions`.

        Raises InputError for a wrong query, LimitError when it takes too long.
        """
        given = [f"{name}={value}" for name, value in values.items()]
        named = not any(mark in sparql for mark in " \t\r\n{")
        text, bindings = question(
            None if named else sparql, None, sparql if named else None, given, stdin=_NOTHING
        )
        found = ask(self._kb, text, bindings, timeout=timeout, include=include, limits=True)
        return Rows(found)

    def dataset(self) -> "Dataset":
        """A copy as an rdflib Dataset; its queries see all named graphs at once."""
        return self._kb.dataset()

    def network(
        self, by: Literal["section", "partner", "goal", "project"] = "section"
    ) -> "nx.MultiGraph[str]":
        """What the plan joins already, as a networkx MultiGraph.

        Nodes are IRIs with `name`, `type`, `degree` and `betweenness`; each edge has its `kind`
        (package, partner, mention, reference), `label` and the `sentences` that say so.
        """
        import networkx as nx

        from .graph.links import find_links

        found = find_links(self._kb, by=by)
        network: nx.MultiGraph[str] = nx.MultiGraph()
        for node in found.nodes:
            network.add_node(
                node.iri,
                name=node.name,
                type=node.type,
                degree=node.degree,
                betweenness=node.betweenness,
            )
        for link in found.links:
            network.add_edge(
                link.source,
                link.target,
                kind=link.kind,
                label=link.label.ja,
                sentences=[f"{span.locator} {span.quote}" for span in link.spans],
            )
        return network

    def map(self, *, lang: Lang | None = None, height: int = 640) -> "InlineMap":
        """The interactive map: a notebook shows it inline; `.save(path)`, `.network` (pyvis).

        `height` in pixels; `lang` is the page's language, by default that of messages.
        """
        from .visualize.inline import InlineMap

        return InlineMap(self._kb, lang or current_lang(), height)

    def suggestions(self, *, top: int = 20, section: str | None = None) -> list[dict[str, Any]]:
        """The best open pairs with their evidence: the shape of `suggest --format json`."""
        from .graph.open_suggestions import find_open_suggestions

        return find_open_suggestions(self._kb, top=top, section=section).to_json()


def open_(location: str | os.PathLike[str]) -> Enishi:
    """The knowledge base at `location`: a file or a folder.

    Raises InputError when there is none.
    """
    kb = open_kb(location)
    if not kb.exists():
        raise missing(os.fspath(location))
    check_compatible(kb, os.fspath(location))
    return Enishi(kb)


class _Nothing:
    """Standard input is not read here."""

    def read(self) -> str:
        return ""

    def isatty(self) -> bool:
        return True


_NOTHING: Any = _Nothing()
