"""`enishi export`."""

from pathlib import Path

import click

from ..bilingual import Command, Option
from ..language import Text
from .options import KB, LANG, existing_kb


@click.command(
    cls=Command,
    help=Text("知識グラフを他の形式で書き出す", "Write the graph in another RDF format"),
)
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
    from ..graph.exporting import export_kb

    export_kb(existing_kb(kb), out)
