"""`enishi links`."""

from typing import Any

import click

from ..bilingual import Command, Option, say
from ..language import Text
from .options import KB, LANG, existing_kb, formats, machine_lang, print_json
from .working import working


@click.command(
    cls=Command,
    help=Text(
        "すでにあるつながりを、表と一覧（原文の行つき）と指標で示す。指標の式は docs/measures.md にあります",
        "List the links there are: a matrix, a list with its sentences, measures"
        " (formulae: docs/measures.md)",
    ),
)
@KB
@click.option(
    "--by",
    type=click.Choice(["section", "partner", "goal", "project"]),
    default="section",
    cls=Option,
    help=Text("何と何のつながりか（初期値 section＝課）", "between what (default section)"),
)
@formats("table", "json")
@LANG
def links(kb: str, by: Any, fmt: str) -> None:
    from ..graph.findings import decided_sentences, no_links, sentences
    from ..graph.links import find_links
    from ..graph.measures import measure
    from ..graph.plan_view import read_plans
    from ..visualize.links_report import links_text

    opened = existing_kb(kb)
    with working():
        found = find_links(opened, by=by)
        measured = measure(found)
        why = [] if found.links else no_links(read_plans(opened), by)
        said = []
        if fmt != "json":
            stated, by_plan = found, measured
            if any(link.decision for link in found.links):
                stated = find_links(opened, by=by, decided=False)
                by_plan = measure(stated)
            said = [
                *sentences(read_plans(opened), stated, by_plan),
                *decided_sentences(found),
            ]
    if fmt == "json":
        whole = found.to_json(machine_lang(fmt))
        for node in whole["nodes"]:
            node |= measured[node["iri"]].to_json()
        print_json(whole)
        for each in why:
            say(str(each), err=True)
    else:
        say(links_text(found, measured, said, why))
