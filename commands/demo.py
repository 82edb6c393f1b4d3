"""`enishi demo`."""

from pathlib import Path

import click

from ..bilingual import Command, Option, say
from ..language import Text, current_lang
from .options import LANG, QUIET
from .working import working


@click.command(
    cls=Command,
    help=Text(
        "収録した計画で試す（構築・検査・発見・地図）",
        "Try it on the bundled plan: build, check, findings, map",
    ),
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
def demo(out: Path, quiet: bool) -> int:
    from ..visualize.demo import run_demo
    from ..visualize.report import demo_text

    with working(quiet=quiet):
        found = run_demo(out, lang=current_lang())
    if not quiet:
        say(demo_text(found))
    return 0 if found.check.conforms else 1
