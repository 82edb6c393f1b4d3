"""`enishi suggest`."""

from pathlib import Path

import click

from ..bilingual import Command, Option, say
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
    "--trios",
    is_flag=True,
    cls=Option,
    help=Text("三つの課の組だけを挙げる", "only trios: three sections with the same ground"),
)
@click.option(
    "--save", is_flag=True, cls=Option, help=Text("知識ベースに保存する", "save them in the KB")
)
@click.option(
    "--evaluate",
    "measured",
    is_flag=True,
    cls=Option,
    help=Text(
        "既にあるつながりを隠して当てさせ、得点の確かさを測る",
        "measure: hide the known links and look for them again",
    ),
)
@click.option(
    "--labels",
    type=click.Path(path_type=Path),
    metavar="FILE.csv",
    cls=Option,
    help=Text(
        "よい組の一覧（2列：事業名・行番号・IRI）に照らして測る",
        "measure against your own list of good pairs: two columns of names, lines or IRIs",
    ),
)
@formats("table", "json")
@LANG
def suggest(
    kb: str,
    top: int,
    section: str | None,
    trios: bool,
    save: bool,
    measured: bool,
    labels: Path | None,
    fmt: str,
) -> None:
    from ..graph.open_suggestions import find_open_suggestions
    from ..graph.suggest_rdf import suggestions_quads
    from ..visualize.report import suggestions_text

    opened = existing_kb(kb)
    if measured or labels:
        from ..graph.evaluate import evaluate
        from ..graph.labels import read_labels
        from ..visualize.report_evaluation import evaluation_text

        with working():
            result = evaluate(opened, labels=read_labels(opened, labels) if labels else None)
        if fmt == "json":
            print_json(result.to_json(machine_lang(fmt)))
        else:
            say(evaluation_text(result))
        return
    with working():
        found = find_open_suggestions(opened, top=top, section=section)
    if save:
        opened.replace(suggestions_quads(found))
    if fmt == "json":
        print_json(found.to_json(machine_lang(fmt), trios=trios))
        for note in () if found.items else found.notes:
            say(str(note), err=True)
    else:
        say(suggestions_text(found, trios=trios))
