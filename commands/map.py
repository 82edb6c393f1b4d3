"""`enishi map`."""

from pathlib import Path

import click

from ..bilingual import Command, Option, say
from ..language import Text, current_lang
from .options import KB, LANG, QUIET, existing_kb
from .working import working


@click.command(
    "map",
    cls=Command,
    help=Text("地図を一つのHTMLファイルに書く", "Draw the map into one offline HTML file"),
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
    from ..visualize.map import write_map
    from ..visualize.report import map_text

    with working(quiet=quiet):
        written = write_map(existing_kb(kb), out, lang=current_lang())
    if not quiet:
        say(map_text(written), err=True)
