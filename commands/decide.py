"""`enishi decide`."""

from datetime import datetime
from pathlib import Path

import click

from ..bilingual import Command, Option
from ..language import Text
from .options import DAY, KB, LANG, QUIET, existing_kb


@click.command(
    cls=Command,
    help=Text(
        "記入したワークリスト（Excel）の判断を保存する",
        "Store the decisions filled in in a worklist (workbook)",
    ),
)
@click.argument("workbook", type=click.Path(path_type=Path))
@KB
@click.option(
    "--who",
    required=True,
    metavar="NAME",
    cls=Option,
    help=Text("判断した人や課の名前", "who decided"),
)
@DAY
@QUIET
@LANG
def decide(workbook: Path, kb: str, who: str, day: datetime | None, quiet: bool) -> None:
    from ..graph.decisions import store_decisions
    from ..visualize.worklist_book import read_decided

    opened = existing_kb(kb)
    made = read_decided(workbook, who=who, when=str((day or datetime.now()).date()))
    if made:
        store_decisions(opened, made)
    if not quiet:
        said = Text(f"判断を{len(made)}件保存しました", f"stored {len(made)} decisions")
        click.echo(str(said), err=True)
