"""`enishi suggest`."""

import click

from ..bilingual import Command, Option
from ..language import Text
from .options import KB, LANG, existing_kb, formats, machine_lang, print_json
from .working import working


@click.command(
    cls=Command,
    help=Text(
        "連携の候補を、根拠の文とともに挙げる", "Suggest collaborations, with their evidence"
    ),
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
@formats("table", "json")
@LANG
def suggest(kb: str, top: int, section: str | None, save: bool, fmt: str) -> None:
    from ..graph.suggest import find_suggestions
    from ..graph.suggest_rdf import suggestions_quads
    from ..visualize.report import suggestions_text

    opened = existing_kb(kb)
    with working():
        found = find_suggestions(opened, top=top, section=section)
    if save:
        opened.replace(suggestions_quads(found))
    if fmt == "json":
        print_json(found.to_json(machine_lang(fmt)))
    else:
        click.echo(suggestions_text(found))
