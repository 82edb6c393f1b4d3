"""Options and answers that several commands share."""

import json
import sys
from collections.abc import Callable
from typing import Any, TypeVar

import click

from ..bilingual import Option, asked_language
from ..language import Text, current_lang, set_lang

F = TypeVar("F", bound=Callable[..., Any])


def _choose_lang(ctx: click.Context, param: click.Parameter, value: Any) -> Any:
    if value:
        set_lang(value)
    return value


KB = click.option(
    "--kb",
    default="enishi.trig",
    envvar="ENISHI_KB",
    metavar="LOCATION",
    cls=Option,
    help=Text(
        "知識ベースの場所（.trig .nq .ttl などのファイルか、フォルダ）。初期値 enishi.trig",
        "where the knowledge base is (.trig, .nq, .ttl … file, or a folder); enishi.trig",
    ),
)
LANG = click.option(
    "--lang",
    type=click.Choice(["ja", "en"]),
    is_eager=True,
    expose_value=False,
    callback=_choose_lang,
    cls=Option,
    help=Text("表示の言語", "language of messages"),
)
DAY = click.option(
    "--date",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    cls=Option,
    help=Text("判断した日（初期値 今日）", "the day of the decision (default today)"),
)
QUIET = click.option(
    "--quiet", is_flag=True, cls=Option, help=Text("結果だけを出す", "print results only")
)


def formats(*names: str) -> Callable[[F], F]:
    return click.option(
        "--format",
        "fmt",
        type=click.Choice(names),
        default=names[0],
        cls=Option,
        help=Text(f"出力の形（初期値 {names[0]}）", f"form of the output (default {names[0]})"),
    )


def print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def machine_lang(fmt: str) -> Any:
    """The language of labels in machine formats is Japanese unless --lang asks for another."""
    return (asked_language(sys.argv[1:]) or "ja") if fmt == "json" else current_lang()


def existing_kb(location: str) -> Any:
    from ..graph.compatibility import check_compatible
    from ..graph.store import missing, open_kb

    kb = open_kb(location)
    if not kb.exists():
        raise missing(location)
    check_compatible(kb, location)
    return kb
