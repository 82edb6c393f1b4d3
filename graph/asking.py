"""A person's question: where its text comes from, and its answer."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TextIO

import pyoxigraph as ox

from ..errors import InputError
from ..language import Text
from .binding import Term
from .questions import find_question
from .results import QueryResult
from .sandbox import run_query
from .store import KnowledgeBase


def question(
    sparql: str | None,
    file: Path | None,
    name: str | None,
    values: Sequence[str],
    *,
    stdin: TextIO,
) -> tuple[str, dict[str, Term]]:
    """(text, bindings) of the one source that was named; standard input when none was.

    Raises InputError when two were named, a file is missing, or there is no question at all.
    """
    if sum(source is not None for source in (sparql, file, name)) > 1:
        raise InputError(
            Text("質問は一つだけ指定してください", "name one query only"),
            hint=Text("引数、-f、-n のどれか一つです", "the argument, -f or -n"),
        )
    given: dict[str, str] = {}
    for pair in values:
        key, equals, value = pair.partition("=")
        if not equals or not key.isidentifier():
            raise InputError(
                Text(f"--set {pair} の形が違います", f"--set {pair} is malformed"),
                hint=Text("--set 名前=値 と書いてください", "write --set name=value"),
            )
        given[key] = value
    if name is not None:
        found = find_question(name)
        return found.sparql, found.bindings(given)
    bindings: dict[str, Term] = {key: ox.Literal(value) for key, value in given.items()}
    if file is not None:
        try:
            return file.read_text(encoding="utf-8-sig"), bindings
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(
                Text("質問のファイルを読めません", "the query file cannot be read"),
                where=str(file),
                hint=Text(
                    "名前と、UTF-8であることを確かめてください",
                    "check its name and that it is UTF-8",
                ),
            ) from error
    if sparql is None and stdin.isatty():
        raise InputError(
            Text("質問がありません", "no query was given"),
            hint=Text("enishi query --list で質問の一覧が出ます", "see enishi query --list"),
        )
    return (stdin.read() if sparql in (None, "-") else str(sparql)), bindings


def ask(
    kb: KnowledgeBase,
    text: str,
    bindings: Mapping[str, Term],
    *,
    timeout: float,
    include: Sequence[str],
    limits: bool,
) -> QueryResult:
    """The answer, from a process of its own."""
    return run_query(kb, text, timeout=timeout, include=include, bindings=bindings, limits=limits)
