"""`enishi inspect`."""

from pathlib import Path

import click

from ..bilingual import Command, Option, say
from ..errors import InputError
from ..language import Text, current_lang
from .options import LANG, formats, machine_lang, print_json


@click.command(
    cls=Command,
    help=Text(
        "文書の各部分を何として読むかを示し、直せる形で書き出す",
        "Show what each part of a document is taken for; write it as a profile to correct",
    ),
)
@click.argument("document", type=click.Path(path_type=Path))
@click.option(
    "--profile",
    metavar="NAME|FILE.toml",
    cls=Option,
    help=Text("読み方のプロファイル", "the profile to read by"),
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE.toml",
    cls=Option,
    help=Text("プロファイルの書き出し先", "where to write the profile"),
)
@formats("table", "json")
@LANG
def inspect(document: Path, profile: str | None, output: Path | None, fmt: str) -> None:
    from ..data.reading import inspect_document
    from ..data.settings import settings_for

    found = inspect_document(document, settings_for(document, profile=profile))
    if fmt == "json":
        lang = machine_lang(fmt)
        print_json({"kind": found.kind, "parts": [g.to_json(lang) for g in found.guesses]})
    else:
        heads = Text(
            "場所  名前  読み方 確からしさ（0〜1）  理由  例",
            "place  name  taken for, confidence 0-1  why  samples",
        )
        click.echo(heads.in_lang(current_lang()))
        for guess in found.guesses:
            role = f"{guess.called} {guess.confidence:.2f}" if guess.role else "-"
            samples = " | ".join(guess.samples)
            reason = guess.reason.in_lang(current_lang())
            say(f"{guess.place}  {guess.name}  {role}  {reason}  {samples}".rstrip())
    if output is not None:
        try:
            output.write_text(found.profile, encoding="utf-8", newline="\n")
        except OSError as error:
            raise InputError(
                Text(f"書けません（{error.strerror}）", f"cannot be written ({error.strerror})"),
                where=str(output),
                hint=Text("書き出し先を確かめてください", "check where it is to be written"),
            ) from error
        click.echo(
            Text(
                f"{output} に書き出しました。直してから: enishi build {document} --profile {output}",
                f"Wrote {output}. Correct it, then: enishi build {document} --profile {output}",
            ).in_lang(current_lang()),
            err=True,
        )
