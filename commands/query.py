"""`enishi query`."""

import sys
from pathlib import Path

import click

from ..bilingual import Command, Option, say
from ..language import Text
from .options import KB, LANG, existing_kb, formats


@click.command(
    cls=Command,
    help=Text(
        "SPARQLで問い合わせる（引数・ファイル・標準入力・名前付きの質問）",
        "Ask in SPARQL: from the argument, a file, standard input, or a named question",
    ),
)
@click.argument("sparql", required=False)
@KB
@click.option(
    "-f",
    "--file",
    "file",
    type=click.Path(path_type=Path),
    metavar="FILE.rq",
    cls=Option,
    help=Text("SPARQLのファイル", "a file of SPARQL"),
)
@click.option(
    "-n",
    "--name",
    metavar="NAME",
    cls=Option,
    help=Text("名前付きの質問（番号・名前）", "a named question: number or name"),
)
@click.option(
    "--set",
    "values",
    multiple=True,
    metavar="KEY=VALUE",
    cls=Option,
    help=Text("質問の条件（例 section=商工課）", "a parameter, such as section=商工課"),
)
@click.option(
    "--list",
    "listed",
    is_flag=True,
    cls=Option,
    help=Text("質問の一覧", "list the named questions"),
)
@click.option(
    "--include",
    multiple=True,
    metavar="GRAPH",
    cls=Option,
    help=Text("加えるグラフ（例 suggestions）", "a further graph, such as suggestions"),
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0.1),
    default=30.0,
    cls=Option,
    help=Text("制限時間（秒、初期値30）", "time limit in seconds (default 30)"),
)
@click.option(
    "--no-limits",
    is_flag=True,
    cls=Option,
    help=Text("時間とメモリの制限を外す", "lift the limits of time and memory"),
)
@formats("table", "json", "xml", "csv", "tsv", "turtle", "ntriples")
@LANG
def query(
    sparql: str | None,
    kb: str,
    file: Path | None,
    name: str | None,
    values: tuple[str, ...],
    listed: bool,
    include: tuple[str, ...],
    timeout: float,
    no_limits: bool,
    fmt: str,
) -> None:
    from ..graph import asking
    from ..visualize.report import print_table, questions_text

    if listed:
        say(questions_text())
        return
    text, bindings = asking.question(sparql, file, name, values, stdin=sys.stdin)
    result = asking.ask(
        existing_kb(kb), text, bindings, timeout=timeout, include=include, limits=not no_limits
    )
    if fmt == "table":
        print_table(result)
    else:
        sys.stdout.buffer.write(result.serialize(fmt))
        sys.stdout.buffer.flush()
