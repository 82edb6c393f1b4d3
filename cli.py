"""The command line: the group, its version and its commands in the order of a day's work.

Imports of the library stand inside the commands: `--help` must not load rdflib or networkx.
"""

import click

from enishi import __version__
from enishi.bilingual import Group, Option
from enishi.commands.build import build
from enishi.commands.check import check
from enishi.commands.decide import decide
from enishi.commands.demo import demo
from enishi.commands.export import export
from enishi.commands.inspect import inspect
from enishi.commands.links import links
from enishi.commands.map import map_
from enishi.commands.merge import merge
from enishi.commands.options import LANG
from enishi.commands.query import query
from enishi.commands.report import report
from enishi.commands.review import review
from enishi.commands.suggest import suggest
from enishi.language import Text


@click.group(
    cls=Group,
    help=Text(
        "計画の文書を読み、課と課のつながりと、まだないつながりを見つけます。",
        "Reads a public plan and finds who works, and who could work, with whom.",
    ),
)
@click.version_option(
    __version__,
    prog_name="enishi",
    message="%(prog)s %(version)s",
    cls=Option,
    help=Text("版を出す", "print the version"),
)
@LANG
def main() -> None:
    pass


for command in (
    demo,
    inspect,
    build,
    check,
    review,
    query,
    links,
    suggest,
    report,
    decide,
    map_,
    merge,
    export,
):
    main.add_command(command)
