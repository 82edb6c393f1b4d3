"""Queries from people, looked at before any engine sees them.

Oxigraph's parser recurses: 5 KB of nested braces overflow its stack. It also reads without a
lexer: `trueSERVICE<…>`, `ex:a.b.SERVICE<…>` and `?a<'x>')SERVICE <…>` all reach a SERVICE that a
grammar-abiding tokeniser does not see. So what could be read in two ways is refused here.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import urljoin

from ..errors import InputError
from ..language import Text
from ..ontology import terms
from .tokens import Token, fault, tokens

QueryKind = Literal["select", "ask", "construct", "describe"]

MAX_BYTES: Final = 64 * 1024
MAX_DEPTH: Final = 128
#: How often one operator, and how often a separator of triples, may stand in a query.
MAX_CHAIN: Final = 512
MAX_TRIPLES: Final = 2048
#: Signs before one operand: `!!!!?x`.
MAX_PREFIXED: Final = 64

_KINDS: Final[dict[str, QueryKind]] = {
    "SELECT": "select",
    "ASK": "ask",
    "CONSTRUCT": "construct",
    "DESCRIBE": "describe",
}
_UPDATES: Final = frozenset(
    ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH", "USING")
)
_GROUPS: Final = frozenset(
    ("UNION", "OPTIONAL", "MINUS", "FILTER", "BIND", "VALUES", "GRAPH", "EXISTS", "AS", "IN")
)
_OPERATORS: Final = frozenset(
    ("!", "&&", "||", "|", "/", "^", "^^", "*", "+", "-", "?", "=", "!=", "<", ">", "<=", ">=")
)
_SEPARATORS: Final = frozenset((".", ";", ","))
_SIGNS: Final = frozenset(("!", "+", "-", "^", "^^"))
_OPENING: Final = frozenset(("{", "(", "[", "<<"))
_CLOSING: Final = frozenset(("}", ")", "]", ">>"))
_OPERANDS: Final = frozenset(
    ("iri", "string", "name", "blank", "variable", "language", "number", "word")
)
_ESCAPE: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))")


@dataclass(frozen=True)
class QueryForm:
    """What a checked query is.

    `ordered`: the solutions have an order of their own. `default_graphs` and `named_graphs` are
    the IRIs after FROM and FROM NAMED; both are None when the query says neither.
    """

    kind: QueryKind
    ordered: bool = False
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None


def check_query(text: str, known_graphs: Collection[str], *, limits: bool = True) -> QueryForm:
    """Refuse what must not run; say what kind of query the rest is.

    Refused: more than 64 KB, nesting over 128, over-long operator chains (these three only with
    `limits`); SERVICE in any disguise; updates; FROM of a graph that is not in `known_graphs`.
    What is only wrong SPARQL is left to the engine to explain.

    >>> check_query('ASK { ?s ?p "SERVICE" }', []).kind
    'ask'

    Raises:
        InputError: with line and column.
    """
    if limits and len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise InputError(
            Text(
                "問い合わせが長すぎます（上限 {n} KB）", "the query is too long (at most {n} KB)"
            ).format(n=MAX_BYTES // 1024),
            where="query",
            hint=_LESS,
        )
    _refuse_hidden_ascii(text)
    pieces = list(tokens(text))
    for piece in pieces:
        _refuse_forbidden(text, piece)
    _refuse_ambiguous_iris(text, pieces)
    if limits:
        _check_depth(text, pieces)
        _check_chains(text, pieces)
    return _form(text, pieces, known_graphs)


_LESS: Final = Text(
    "短く、浅くしてください。値を並べるだけなら VALUES が使えます。自分の知識ベースなら "
    "--no-limits で上限を外せます。",
    "Make it shorter and flatter; a list of values can be a VALUES block. For your own knowledge "
    "base --no-limits lifts the limit.",
)


def _refuse_hidden_ascii(text: str) -> None:
    for escape in _ESCAPE.finditer(text):
        if int(escape[1] or escape[2], 16) < 0x80:
            raise fault(
                text,
                escape.start(),
                Text(
                    "ASCII 文字の \\u 表記は使えません",
                    "\\u escapes of ASCII characters are refused",
                ),
                Text("その文字をそのまま書いてください。", "Write the character itself."),
            )


def _refuse_forbidden(text: str, piece: Token) -> None:
    shown = piece.text.lower()
    word, name = piece.kind == "word", piece.kind in ("name", "blank")
    prefix = shown.partition(":")[0] if name else ""
    if (word and "service" in shown) or "service" in prefix or (name and ".service" in shown):
        raise fault(
            text,
            piece.start,
            Text(
                "SERVICE（外部への問い合わせ）は使えません",
                "SERVICE (asking another server) is refused",
            ),
            Text(
                "必要なデータを知識ベースに取り込んでください。service という接頭辞は"
                "別の名前にしてください。",
                "Bring the data into the knowledge base. Give a prefix called “service” another "
                "name.",
            ),
        )
    if piece.keyword in _UPDATES:
        raise fault(
            text,
            piece.start,
            Text(
                "問い合わせは読み取り専用です。{w} は使えません",
                "queries are read-only: {w} is refused",
            ).format(w=piece.keyword),
            Text(
                "データを変えるには enishi build を使ってください。",
                "Use `enishi build` to change data.",
            ),
        )


def _refuse_ambiguous_iris(text: str, pieces: list[Token]) -> None:
    """In an expression `?a<b#c>` may be a comparison and a comment, or an IRI."""
    brackets: list[str] = []
    data = False  # in a VALUES block, where nothing is compared
    before: Token | None = None
    for piece in pieces:
        operand = before is not None and (before.kind in _OPERANDS or before.text in _CLOSING)
        compared = operand and not data and brackets[-1:] == ["("]
        if piece.kind == "iri" and compared and any(mark in piece.text for mark in "'#)"):
            raise fault(
                text,
                piece.start,
                Text(
                    "ここの < は比較とも IRI の始まりとも読めます",
                    "this < can be read as a comparison or as the start of an IRI",
                ),
                Text(
                    "比較なら < の前後に空白を入れ、IRI なら PREFIX を使って書いてください。",
                    "Put spaces around a comparison; write an IRI with a PREFIX.",
                ),
            )
        if piece.keyword == "VALUES":
            data = True
        elif piece.text in _OPENING and piece.kind == "mark":
            triple_term = piece.text == "(" and before is not None and before.text == "<<"
            brackets.append("<<(" if triple_term else piece.text)
        elif piece.text in _CLOSING and piece.kind == "mark":
            data = data and piece.text != "}"
            del brackets[-1:]
        before = piece


def _check_depth(text: str, pieces: list[Token]) -> None:
    depth = signs = 0
    for piece in pieces:
        mark = piece.text if piece.kind == "mark" else ""
        depth = depth + 1 if mark in _OPENING else max(0, depth - (mark in _CLOSING))
        signs = signs + 1 if mark in _SIGNS else 0
        if depth > MAX_DEPTH or signs > MAX_PREFIXED:
            raise fault(
                text,
                piece.start,
                Text(
                    "入れ子が深すぎます（上限 {n} 段）", "nested too deeply (at most {n} levels)"
                ).format(n=MAX_DEPTH if depth > MAX_DEPTH else MAX_PREFIXED),
                _LESS,
            )


def _check_chains(text: str, pieces: list[Token]) -> None:
    seen: Counter[str] = Counter()
    for piece in _outside_values(pieces):
        name = piece.keyword if piece.kind == "word" else piece.text
        if name in _SEPARATORS:
            name = "."
        elif name not in _GROUPS and not (piece.kind == "mark" and name in _OPERATORS):
            continue
        seen[name] += 1
        limit = MAX_TRIPLES if name == "." else MAX_CHAIN
        if seen[name] > limit:
            raise fault(
                text,
                piece.start,
                Text(
                    "{w} が多すぎます（上限 {n} 個）", "there are too many {w} (at most {n})"
                ).format(w=name, n=limit),
                _LESS,
            )


def _outside_values(pieces: list[Token]) -> Iterator[Token]:
    """The tokens but those between the braces of VALUES: data may be long."""
    waiting = inside = False
    for before, piece in zip([None, *pieces], pieces, strict=False):
        if inside:
            inside = piece.text != "}"
        elif waiting and piece.text == "{":
            waiting, inside = False, True
        # The ^^ of a typed literal is no operator.
        elif not (piece.text == "^^" and before is not None and before.kind == "string"):
            yield piece
        waiting = waiting or piece.keyword == "VALUES"


def _form(text: str, pieces: list[Token], known_graphs: Collection[str]) -> QueryForm:
    prefixes, base, at = _prologue(pieces)
    kind = _KINDS.get(pieces[at].keyword) if at < len(pieces) else None
    if kind is None:
        start = pieces[at].start if at < len(pieces) else len(text)
        raise fault(
            text,
            start,
            Text(
                "SELECT、ASK、CONSTRUCT、DESCRIBE のどれかで始まる問い合わせではありません",
                "this is no SELECT, ASK, CONSTRUCT or DESCRIBE query",
            ),
            Text("例: SELECT * { ?s ?p ?o } LIMIT 10", "Example: SELECT * { ?s ?p ?o } LIMIT 10"),
        )
    merged: list[str] = []
    named: list[str] = []
    depth, ordered = 0, False
    for index, piece in enumerate(pieces):
        depth += (piece.text == "{") - (piece.text == "}")
        ordered = ordered or (depth == 0 and piece.keyword == "ORDER")
        if piece.keyword == "FROM":
            target = pieces[index + 1 : index + 3]
            is_named = bool(target) and target[0].keyword == "NAMED"
            graph = target[int(is_named) :][:1]
            if graph:
                iri = _resolve(text, graph[0], prefixes, base)
                _refuse_unknown_graph(text, graph[0], iri, known_graphs)
                (named if is_named else merged).append(iri)
    if not merged and not named:
        return QueryForm(kind, ordered)
    return QueryForm(kind, ordered, tuple(merged), tuple(named))


def _prologue(pieces: list[Token]) -> tuple[dict[str, str], str, int]:
    """The prefixes, the base and the index of the first token after them."""
    prefixes, base, at = dict(terms.PREFIXES), "", 0
    while at < len(pieces):
        step = pieces[at : at + 3]
        if step[0].keyword == "PREFIX" and len(step) == 3 and step[2].kind == "iri":
            prefixes[step[1].text.removesuffix(":")] = urljoin(base, _iri(step[2]))
            at += 3
        elif step[0].keyword == "BASE" and len(step) > 1 and step[1].kind == "iri":
            base = urljoin(base, _iri(step[1]))
            at += 2
        elif step[0].keyword == "VERSION":
            at += 2
        else:
            break
    return prefixes, base, at


def _resolve(text: str, token: Token, prefixes: dict[str, str], base: str) -> str:
    if token.kind == "iri":
        return urljoin(base, _iri(token))
    prefix, _, local = token.text.partition(":")
    if token.kind != "name" or prefix not in prefixes:
        raise fault(
            text,
            token.start,
            Text("FROM の後にグラフの IRI がありません", "no IRI of a graph follows FROM"),
            Text("宣言のない接頭辞かもしれません。", "Is the prefix declared?"),
        )
    return prefixes[prefix] + re.sub(r"\\(.)", r"\1", local)


def _iri(token: Token) -> str:
    return _ESCAPE.sub(lambda found: chr(int(found[1] or found[2], 16)), token.text[1:-1])


def _refuse_unknown_graph(text: str, token: Token, iri: str, known: Collection[str]) -> None:
    if iri not in known:
        raise fault(
            text,
            token.start,
            Text(
                "FROM の <{g}> はこの知識ベースのグラフではありません",
                "FROM <{g}> is not a graph of this knowledge base",
            ).format(g=iri),
            Text("あるグラフ: {k}", "Its graphs: {k}").format(
                k=", ".join(sorted(known)[:8]) or "-"
            ),
        )
