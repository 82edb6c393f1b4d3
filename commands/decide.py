"""`enishi decide`."""

from datetime import datetime
from pathlib import Path

import click

from ..bilingual import Command, Option, say
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
    from ..visualize.worklist_reading import read_decided
    from ..visualize.worklist_words import decided_text

    opened = existing_kb(kb)
    filled = read_decided(opened, workbook, who=who, when=str((day or datetime.now()).date()))
    made = store_decisions(opened, filled.decisions)
    if not quiet:
        say(decided_text(filled.decisions, made, filled.unfinished), err=True)
