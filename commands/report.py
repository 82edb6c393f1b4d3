"""`enishi report`."""

from pathlib import Path

import click

from ..bilingual import Command, Option, say
from ..errors import InputError
from ..language import Text, current_lang
from .options import KB, LANG, QUIET, existing_kb
from .working import working


@click.command(
    cls=Command,
    help=Text(
        "課の組ごとのワークリストを書く（印刷用のページ、Excel、Word）",
        "Write the worklist of section pairs: a page to print, a workbook or a document",
    ),
)
@KB
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    required=True,
    metavar="FILE.(html|xlsx|docx)",
    cls=Option,
    help=Text("書き出すファイル。形式は拡張子で決まる", "the file; its extension is the format"),
)
@click.option(
    "--section",
    metavar="NAME",
    cls=Option,
    help=Text("この課にかかわるものだけ", "this section's only"),
)
@click.option(
    "--top",
    type=click.IntRange(min=1),
    default=100,
    cls=Option,
    help=Text("候補の数（初期値100）", "how many candidates (default 100)"),
)
@QUIET
@LANG
def report(kb: str, out: Path, section: str | None, top: int, quiet: bool) -> None:
    from ..graph.worklist import make_worklist
    from ..visualize.worklist_book import write_worklist_book
    from ..visualize.worklist_document import write_worklist_document
    from ..visualize.worklist_page import write_worklist_page

    writers = {
        ".html": write_worklist_page,
        ".xlsx": write_worklist_book,
        ".docx": write_worklist_document,
    }
    writer = writers.get(out.suffix.lower())
    if writer is None:
        raise InputError(
            Text(f"「{out.suffix}」では書けません", f"“{out.suffix}” is no form of a report"),
            where=str(out),
            hint=Text("使えるのは .html .xlsx .docx です", "use .html, .xlsx or .docx"),
        )
    with working(quiet=quiet):
        work = make_worklist(existing_kb(kb), top=top, section=section)
        writer(work, out, lang=current_lang())
    if not quiet:
        said = Text(
            f"{out} を書きました（課の組 {len(work.pairs)}）",
            f"wrote {out} ({len(work.pairs)} pairs of sections)",
        )
        say(str(said), err=True)
