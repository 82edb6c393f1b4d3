"""The command line: parse arguments, call one function, print. No logic lives here.

Imports of the library stand inside the commands: `--help` must not load rdflib or networkx.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from enishi import __version__
from enishi.bilingual import Group, Option
from enishi.errors import InputError
from enishi.language import Text, current_lang, set_lang

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
QUIET = click.option(
    "--quiet", is_flag=True, cls=Option, help=Text("結果だけを出す", "print results only")
)


def _format(*names: str) -> Callable[[F], F]:
    return click.option(
        "--format",
        "fmt",
        type=click.Choice(names),
        default=names[0],
        cls=Option,
        help=Text(f"出力の形（初期値 {names[0]}）", f"form of the output (default {names[0]})"),
    )


def _print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def _machine_lang(fmt: str) -> Any:
    """The language of labels in machine formats is Japanese unless --lang asks for another."""
    from enishi.bilingual import asked_language

    return (asked_language(sys.argv[1:]) or "ja") if fmt == "json" else current_lang()


def _existing(location: str) -> Any:
    from enishi.graph.store import missing, open_kb

    kb = open_kb(location)
    if not kb.exists():
        raise missing(location)
    return kb


@click.group(
    cls=Group,
    help=Text(
        "計画の文書を読み、課と課のつながりと、まだないつながりを見つけます。",
        "Reads a public plan and finds who works, and who could work, with whom.",
    ),
)
@click.version_option(__version__, prog_name="enishi")
@LANG
def main() -> None:
    pass


@main.command(
    help=Text(
        "収録した計画で試す（構築・検査・発見・地図）",
        "Try it on the bundled plan: build, check, findings, map",
    )
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("out"),
    cls=Option,
    help=Text("書き出すフォルダ（初期値 out）", "folder to write into (default out)"),
)
@QUIET
@LANG
def demo(out: Path, quiet: bool) -> None:
    from enishi.visualize.demo import run_demo
    from enishi.visualize.report import demo_text

    found = run_demo(out, lang=current_lang())
    if not quiet:
        click.echo(demo_text(found))


@main.command(
    help=Text(
        "文書を読み、知識グラフを作って保存する",
        "Read documents, validate and store their graph",
    )
)
@click.argument("documents", nargs=-1, required=True, type=click.Path(path_type=Path))
@KB
@click.option(
    "--municipality",
    metavar="CODE",
    cls=Option,
    help=Text("市区町村コード（6桁）", "six-digit municipality code"),
)
@click.option(
    "--plan", metavar="ID", cls=Option, help=Text("計画の番号（例 2016）", "plan id, such as 2016")
)
@click.option(
    "--profile",
    metavar="NAME|FILE.toml",
    cls=Option,
    help=Text("読み方のプロファイル", "the profile to read by"),
)
@click.option(
    "--replaces",
    metavar="ID",
    cls=Option,
    help=Text("この計画が改める計画の番号", "id of the plan this one replaces"),
)
@_format("table", "json")
@QUIET
@LANG
def build(
    documents: tuple[Path, ...],
    kb: str,
    municipality: str | None,
    plan: str | None,
    profile: str | None,
    replaces: str | None,
    fmt: str,
    quiet: bool,
) -> None:
    from enishi.data.settings import settings_for
    from enishi.graph.building import build_plans
    from enishi.graph.store import open_kb
    from enishi.visualize.report import built_text

    if plan and len(documents) > 1:
        raise InputError(
            Text("--plan は文書が一つのときだけ使えます", "--plan goes with one document only"),
            hint=Text("文書ごとに実行してください", "run build once for each document"),
        )
    told = [
        (
            document,
            settings_for(
                document, municipality=municipality, plan=plan, profile=profile, replaces=replaces
            ),
        )
        for document in documents
    ]
    built = build_plans(open_kb(kb), told)
    if fmt == "json":
        reports = [report.to_json(_machine_lang(fmt)) for report in built]
        _print_json(reports[0] if len(reports) == 1 else reports)
    for report in built:
        if not quiet:
            click.echo(built_text(report, kb), err=fmt == "json")


@main.command(
    help=Text("グラフの構造と台帳を検査する", "Check the graph's structure and the ledger")
)
@KB
@click.option(
    "--strict", is_flag=True, cls=Option, help=Text("注意も誤りとして扱う", "warnings fail too")
)
@click.option(
    "--ledger",
    type=click.Path(path_type=Path),
    metavar="FILE.csv",
    cls=Option,
    help=Text("台帳をCSVに書き出す", "write the ledger as CSV"),
)
@_format("table", "json")
@QUIET
@LANG
def check(kb: str, strict: bool, ledger: Path | None, fmt: str, quiet: bool) -> int:
    from enishi.graph.check import check_kb, write_ledger_csv
    from enishi.visualize.report import check_text

    opened = _existing(kb)
    report = check_kb(opened)
    if ledger is not None:
        write_ledger_csv(opened, ledger)
    if fmt == "json":
        _print_json(report.to_json(_machine_lang(fmt)))
    elif not quiet:
        click.echo(check_text(report))
    return 0 if report.conforms and not (strict and report.results) else 1


@main.command(
    help=Text(
        "SPARQLで問い合わせる（引数・ファイル・標準入力・名前付きの質問）",
        "Ask in SPARQL: from the argument, a file, standard input, or a named question",
    )
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
@_format("table", "json", "xml", "csv", "tsv", "turtle", "ntriples")
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
    from enishi.graph import asking
    from enishi.visualize.report import print_table, questions_text

    if listed:
        click.echo(questions_text())
        return
    text, bindings = asking.question(sparql, file, name, values, stdin=sys.stdin)
    result = asking.ask(
        _existing(kb), text, bindings, timeout=timeout, include=include, limits=not no_limits
    )
    if fmt == "table":
        print_table(result)
    else:
        sys.stdout.buffer.write(result.serialize(fmt))
        sys.stdout.buffer.flush()


@main.command(
    help=Text("すでにあるつながりを一覧にする", "List the links that the plan already states")
)
@KB
@click.option(
    "--by",
    type=click.Choice(["section", "partner", "goal", "project"]),
    default="section",
    cls=Option,
    help=Text("何と何のつながりか（初期値 section＝課）", "between what (default section)"),
)
@_format("table", "json")
@LANG
def links(kb: str, by: Any, fmt: str) -> None:
    from enishi.graph.links import find_links
    from enishi.visualize.report import links_text

    found = find_links(_existing(kb), by=by)
    if fmt == "json":
        _print_json(found.to_json(_machine_lang(fmt)))
    else:
        click.echo(links_text(found))


@main.command(
    help=Text("連携の候補を、根拠の文とともに挙げる", "Suggest collaborations, with their evidence")
)
@KB
@click.option(
    "--top",
    type=click.IntRange(min=1),
    default=20,
    cls=Option,
    help=Text("件数（初期値20）", "how many (default 20)"),
)
@click.option(
    "--section",
    metavar="NAME",
    cls=Option,
    help=Text("この課にかかわるものだけ", "this section's only"),
)
@click.option(
    "--save", is_flag=True, cls=Option, help=Text("知識ベースに保存する", "save them in the KB")
)
@_format("table", "json")
@LANG
def suggest(kb: str, top: int, section: str | None, save: bool, fmt: str) -> None:
    from enishi.graph.suggest import find_suggestions
    from enishi.graph.suggest_rdf import suggestions_quads
    from enishi.visualize.report import suggestions_text

    opened = _existing(kb)
    found = find_suggestions(opened, top=top, section=section)
    if save:
        opened.replace(suggestions_quads(found))
    if fmt == "json":
        _print_json(found.to_json(_machine_lang(fmt)))
    else:
        click.echo(suggestions_text(found))


@main.command(
    "map", help=Text("地図を一つのHTMLファイルに書く", "Draw the map into one offline HTML file")
)
@KB
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    required=True,
    metavar="FILE.html",
    cls=Option,
    help=Text("書き出すファイル", "the file to write"),
)
@QUIET
@LANG
def map_(kb: str, out: Path, quiet: bool) -> None:
    from enishi.visualize.map import write_map
    from enishi.visualize.report import map_text

    written = write_map(_existing(kb), out, lang=current_lang())
    if not quiet:
        click.echo(map_text(written), err=True)


@main.command(help=Text("知識グラフを他の形式で書き出す", "Write the graph in another RDF format"))
@KB
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    required=True,
    metavar="FILE.(trig|nq|ttl|nt|rdf|jsonld)",
    cls=Option,
    help=Text("書き出すファイル。形式は拡張子で決まる", "the file; its extension is the format"),
)
@LANG
def export(kb: str, out: Path) -> None:
    from enishi.graph.exporting import export_kb

    export_kb(_existing(kb), out)
