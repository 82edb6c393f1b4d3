"""`enishi merge`."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..bilingual import Command, Option, say
from ..errors import InputError
from ..language import Text
from .options import KB, LANG, QUIET, existing_kb

if TYPE_CHECKING:
    from ..graph.store import KnowledgeBase


@click.command(
    cls=Command,
    help=Text(
        "ワークショップの地図で作った変更（パッチ）を、提案として取り込む",
        "Merge what workshops changed on their maps (patches), as proposals",
    ),
)
@click.argument("patches", nargs=-1, metavar="PATCH...", type=click.Path(path_type=Path))
@KB
@click.option(
    "--dry-run",
    is_flag=True,
    cls=Option,
    help=Text("違いを見るだけで保存しない", "show the difference, store nothing"),
)
@click.option(
    "--yes", is_flag=True, cls=Option, help=Text("確認せずに保存する", "store without asking")
)
@click.option(
    "--list",
    "listing",
    is_flag=True,
    cls=Option,
    help=Text("取り込んだ提案と番号を出す", "list the proposals with their ids"),
)
@click.option(
    "--take-back",
    multiple=True,
    metavar="ID|PATCH",
    cls=Option,
    help=Text("提案（番号か、パッチ全部）を取り消す", "take a proposal, or a whole patch, back"),
)
@click.option(
    "--restore",
    multiple=True,
    metavar="ID|PATCH",
    cls=Option,
    help=Text("取り消した提案を元に戻す", "bring back what was taken back"),
)
@click.option(
    "--who",
    default="",
    metavar="NAME",
    cls=Option,
    help=Text("取り消す人の名前", "who takes it back"),
)
@click.option("--why", default="", metavar="TEXT", cls=Option, help=Text("理由", "the reason"))
@QUIET
@LANG
def merge(
    patches: tuple[Path, ...],
    kb: str,
    dry_run: bool,
    yes: bool,
    listing: bool,
    take_back: tuple[str, ...],
    restore: tuple[str, ...],
    who: str,
    why: str,
    quiet: bool,
) -> None:
    asked = [bool(patches), listing, bool(take_back), bool(restore)]
    if sum(asked) != 1:
        raise InputError(
            Text("何をするかを一つ指定してください", "say one thing to do"),
            hint=Text(
                "パッチのファイル、--list、--take-back、--restore のどれか一つです",
                "name patches, or give one of --list, --take-back and --restore",
            ),
        )
    opened = existing_kb(kb)
    if listing:
        _list(opened)
    elif patches:
        _merge(opened, patches, dry_run=dry_run, ask=not yes and sys.stdin.isatty(), quiet=quiet)
    else:
        _take_back(opened, take_back or restore, bool(restore), who, why, quiet)


def _merge(
    kb: "KnowledgeBase", paths: tuple[Path, ...], *, dry_run: bool, ask: bool, quiet: bool
) -> None:
    from ..graph.merging import merge_patches
    from ..graph.patches import read_patch
    from ..visualize.report_merge import merged_text

    read = [read_patch(path) for path in paths]
    if dry_run or ask:
        seen = merge_patches(kb, read, dry_run=True)
        say(merged_text(seen, stored=False), err=not dry_run)
        new = any(each.new for each in seen.merged)
        if (
            dry_run
            or not new
            or not click.confirm(str(Text("保存しますか", "Store them")), err=True)
        ):
            return
    result = merge_patches(kb, read)
    if not quiet:
        say(merged_text(result, stored=True), err=True)


def _list(kb: "KnowledgeBase") -> None:
    from ..graph.merging import read_names
    from ..graph.proposals import read_proposals
    from ..visualize.report_merge import proposals_text

    say(proposals_text(read_proposals(kb), read_names(kb)))


def _take_back(
    kb: "KnowledgeBase", named: tuple[str, ...], restore: bool, who: str, why: str, quiet: bool
) -> None:
    from ..graph.merging import operations_of, read_names, take_back
    from ..graph.patches import read_patch
    from ..graph.proposals import read_proposals
    from ..visualize.report_merge import taken_text

    wanted: list[str] = []
    for name in named:
        if Path(name).is_file():
            wanted += operations_of(kb, read_patch(Path(name)), restore=restore)
        else:
            wanted.append(name)
    now = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    made = take_back(kb, wanted, who=who, time=now, why=why, restore=restore)
    if not quiet:
        told = taken_text(made, read_names(kb), read_proposals(kb), restore=restore)
        say(told, err=True)
