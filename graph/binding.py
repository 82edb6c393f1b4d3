"""Values put into a query as terms, never as text."""

from collections.abc import Mapping
from typing import TypeAlias

import pyoxigraph as ox

from ..errors import InputError
from ..language import Text
from .tokens import Token, tokens

Term: TypeAlias = ox.NamedNode | ox.Literal


def bind_values(sparql: str, bindings: Mapping[str, Term]) -> str:
    """`sparql` with each variable of `bindings` bound to its term by a VALUES block.

    Every one-variable block `VALUES ?name { … }` that the query has for the variable gets the
    term as its only row; so a question can say where the value counts (a sub-select, a branch of
    a UNION) and what holds without one (`UNDEF`). When there is no such block, one is put at the
    head of the outermost group. The term is written by pyoxigraph, which escapes it.

    >>> bind_values("ASK { ?s ?p ?o }", {"o": ox.Literal('" } #')})
    'ASK { VALUES ?o { "\\\\" } #" } ?s ?p ?o }'

    Raises:
        InputError: the query has no group to bind a variable in.
    """
    if not bindings:
        return sparql
    pieces = list(tokens(sparql))
    edits: list[tuple[int, int, str]] = []
    for name, term in bindings.items():
        ox.Variable(name)  # raises ValueError on a name that is none
        spans = [span for at in range(len(pieces)) if (span := _block(pieces, at, name))]
        if spans:
            edits += [(start, end, f" {term} ") for start, end in spans]
        else:
            head = _outermost_group(pieces)
            edits.append((head, head, f" VALUES ?{name} {{ {term} }}"))
    for start, end, new in sorted(edits, key=lambda edit: edit[:2], reverse=True):
        sparql = sparql[:start] + new + sparql[end:]
    return sparql


def _block(pieces: list[Token], at: int, name: str) -> tuple[int, int] | None:
    """The inside of `VALUES ?name { … }` when it starts at token `at`."""
    head = pieces[at : at + 3]
    if len(head) < 3 or head[0].keyword != "VALUES" or head[2].text != "{":
        return None
    if head[1].kind != "variable" or head[1].text[1:] != name:
        return None
    end = next((piece for piece in pieces[at + 3 :] if piece.text == "}"), None)
    return (head[2].end, end.start) if end else None


def _outermost_group(pieces: list[Token]) -> int:
    """Just after the brace that opens the query's pattern (not a CONSTRUCT template)."""
    for before, piece in zip([None, *pieces], pieces, strict=False):
        opens = piece.text == "{" and piece.kind == "mark"
        if opens and not (before and before.keyword == "CONSTRUCT"):
            return piece.end
    raise InputError(
        Text(
            "この問い合わせには、値を結びつける { } がありません",
            "this query has no group { } in which a value could be bound",
        )
    )
