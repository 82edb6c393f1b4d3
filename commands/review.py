"""`enishi review`."""

from datetime import datetime

import click

from ..bilingual import Command, Option, say
from ..errors import InputError
from ..language import Text
from .options import DAY, KB, LANG, existing_kb, formats, machine_lang, print_json


@click.command(
    cls=Command,
    help=Text(
        "疑いのある読み取りと別名を、原文を見て採用・却下する",
        "Look at doubtful readings and aliases; accept or reject them",
    ),
)
@KB
@click.option(
    "--accept",
    multiple=True,
    metavar="ID",
    cls=Option,
    help=Text("正しいとする読み取り", "a reading that is right"),
)
@click.option(
    "--reject",
    multiple=True,
    metavar="ID",
    cls=Option,
    help=Text("誤りとする読み取り", "a reading that is wrong"),
)
@click.option(
    "--sdg",
    multiple=True,
    metavar="ID=N",
    cls=Option,
    help=Text(
        "要素がSDGsの目標Nに資すると述べる（計画ではなく、述べた人の見方として残す）",
        "state that an element serves SDG N: kept as the view of who says so, not as the plan's",
    ),
)
@click.option(
    "--not-sdg",
    multiple=True,
    metavar="ID=N",
    cls=Option,
    help=Text("そうではないとする", "take such a statement back"),
)
@click.option(
    "--renamed",
    multiple=True,
    metavar="OLD=NEW",
    cls=Option,
    help=Text(
        "課や事業の名前が次の版で変わる・変わったと述べる（判断が引き継がれる）",
        "state that a section or project goes on under another name: decisions follow it",
    ),
)
@click.option("--who", metavar="NAME", cls=Option, help=Text("判断した人の名前", "who decides"))
@click.option("--why", default="", metavar="TEXT", cls=Option, help=Text("理由", "the reason"))
@DAY
@click.option(
    "--decided",
    is_flag=True,
    cls=Option,
    help=Text("判断の済んだものを出す", "list what has been decided"),
)
@formats("table", "json")
@LANG
def review(
    kb: str,
    accept: tuple[str, ...],
    reject: tuple[str, ...],
    sdg: tuple[str, ...],
    not_sdg: tuple[str, ...],
    renamed: tuple[str, ...],
    who: str | None,
    why: str,
    day: datetime | None,
    decided: bool,
    fmt: str,
) -> None:
    from ..graph.renamed import state_renamed
    from ..graph.reviewing import decide, list_readings
    from ..graph.stating import state_sdgs
    from ..visualize.report_review import decided_text, readings_text

    opened = existing_kb(kb)
    kinds = [accept or reject, sdg or not_sdg, renamed]
    if any(kinds):
        if not who:
            raise InputError(
                Text("だれの判断かが要ります", "a decision needs a name"),
                hint=Text("--who に名前を指定してください", "say who with --who"),
            )
        if sum(map(bool, kinds)) > 1:
            raise InputError(
                Text(
                    "読み取りの採否、SDGs、名前の変更は、別々に指定してください",
                    "verdicts on readings, SDGs and new names come one at a time",
                ),
                hint=Text("分けて実行してください", "run the command once for each"),
            )
        when = str((day or datetime.now()).date())
        if sdg or not_sdg:
            made = state_sdgs(opened, serves=sdg, not_so=not_sdg, who=who, why=why, when=when)
        elif renamed:
            made = state_renamed(opened, renamed, who=who, why=why, when=when)
        else:
            made = decide(opened, accept=accept, reject=reject, who=who, why=why, when=when)
        say(decided_text(made), err=True)
        return
    found = list_readings(opened, decided=decided)
    if fmt == "json":
        print_json([each.to_json(machine_lang(fmt)) for each in found])
    else:
        say(readings_text(found, decided=decided))
