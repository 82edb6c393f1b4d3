"""`enishi build`."""

from datetime import UTC, datetime
from pathlib import Path

import click

from ..bilingual import Command, Option, say
from ..errors import InputError
from ..language import Text
from .options import KB, LANG, QUIET, formats, machine_lang, print_json
from .working import working


@click.command(
    cls=Command,
    help=Text(
        "文書を読み、知識グラフを作って保存する",
        "Read documents, validate and store their graph",
    ),
)
@click.argument("documents", nargs=-1, required=True, type=click.Path(path_type=Path))
@KB
@click.option(
    "--municipality",
    metavar="CODE",
    cls=Option,
    help=Text("市区町村コード（6桁）", "six-digit municipality code"),
)
@click.option(
    "--plan", metavar="ID", cls=Option, help=Text("計画の番号（例 2016）", "plan id, such as 2016")
)
@click.option(
    "--profile",
    metavar="NAME|FILE.toml",
    cls=Option,
    help=Text("読み方のプロファイル", "the profile to read by"),
)
@click.option(
    "--replaces",
    metavar="ID",
    cls=Option,
    help=Text("この計画が改める計画の番号", "id of the plan this one replaces"),
)
@click.option(
    "--stamp",
    is_flag=True,
    cls=Option,
    help=Text("読んだ日時を記録する", "record when the document was read"),
)
@click.option(
    "--strict",
    type=click.FloatRange(0, 100),
    is_flag=False,
    flag_value=100.0,
    default=0.0,
    metavar="[PERCENT]",
    cls=Option,
    help=Text(
        "原文のこの割合（初期値 100）まで読み取れなければ、何も保存せずに終える",
        "store nothing unless this share of the source is understood (100 if no figure is given)",
    ),
)
@formats("table", "json")
@QUIET
@LANG
def build(
    documents: tuple[Path, ...],
    kb: str,
    municipality: str | None,
    plan: str | None,
    profile: str | None,
    replaces: str | None,
    stamp: bool,
    strict: float,
    fmt: str,
    quiet: bool,
) -> None:
    from ..data.settings import settings_for
    from ..graph.building import build_plans
    from ..graph.store import open_kb
    from ..visualize.report import built_text

    if plan and len(documents) > 1:
        raise InputError(
            Text("--plan は文書が一つのときだけ使えます", "--plan goes with one document only"),
            hint=Text(
                "文書ごとに実行してください。合わせて一つの計画になる文書は、一つのフォルダに入れて"
                "そのフォルダを指定してください",
                "run build once for each document; put documents that are one plan together into a"
                " folder and name the folder",
            ),
        )
    now = datetime.now(UTC).isoformat(timespec="seconds") if stamp else None
    told = [
        (
            document,
            settings_for(
                document,
                municipality=municipality,
                plan=plan,
                profile=profile,
                replaces=replaces,
                stamp=now,
            ),
        )
        for document in documents
    ]
    with working(quiet=quiet):
        built = build_plans(open_kb(kb), told, least=strict / 100)
    if fmt == "json":
        reports = [report.to_json(machine_lang(fmt)) for report in built]
        print_json(reports[0] if len(reports) == 1 else reports)
    for report in built:
        if not quiet:
            several = sum(other.source == report.source for other in built) > 1
            say(built_text(report, kb, several=several), err=fmt == "json")
