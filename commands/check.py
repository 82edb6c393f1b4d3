"""`enishi check`."""

from pathlib import Path

import click

from ..bilingual import Command, Option, say
from ..language import Text
from .options import KB, LANG, QUIET, existing_kb, formats, machine_lang, print_json
from .working import working


@click.command(
    cls=Command,
    help=Text("グラフの構造と台帳を検査する", "Check the graph's structure and the ledger"),
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
@click.option(
    "--all",
    "everything",
    is_flag=True,
    cls=Option,
    help=Text("同じ指摘も省かず、すべて表示する", "show every finding, however many are alike"),
)
@formats("table", "json", "ttl")
@QUIET
@LANG
def check(
    kb: str, strict: bool, ledger: Path | None, everything: bool, fmt: str, quiet: bool
) -> int:
    from ..graph.check import check_kb, write_ledger_csv
    from ..visualize.report import check_text

    opened = existing_kb(kb)
    with working(quiet=quiet):
        report = check_kb(opened)
    if ledger is not None:
        write_ledger_csv(opened, ledger)
    if fmt == "json":
        print_json(report.to_json(machine_lang(fmt)))
    elif fmt == "ttl":
        click.echo(report.to_turtle(), nl=False)
    elif not quiet:
        say(check_text(report, everything=everything))
    return 0 if report.conforms and not (strict and report.results) else 1
