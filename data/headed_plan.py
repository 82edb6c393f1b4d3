"""Headed plans as a structure: reading them."""

from collections.abc import Iterator

from ..errors import InputError
from ..language import Text
from .document import Document
from .headed import HeadedReader
from .profile import load_profile
from .records import Goal, Measure, Package, Project
from .settings import Settings
from .structures import Found

_NO_PROJECT = Text(
    "見出しだけを読みました。事業は1件も見つかりません（事業の表、または名称と担当課のある行が要ります）。"
    "`enishi inspect 文書` で、どの行を何と読んだかを確かめてください",
    "only headings were read, and no project was found (a table of projects, or lines with a name"
    " and a section, are needed); `enishi inspect DOCUMENT` shows what each line was taken for",
)


def read(document: Document, settings: Settings) -> Iterator[Found]:
    """The plan of a text document.

    Raises InputError when it has no heading and no table of a plan.
    """
    source, profile = document.source, load_profile(settings.profile)
    reader = HeadedReader(document, profile)
    records = list(reader.records())
    if not any(isinstance(record, Goal | Measure | Package | Project) for record in records):
        first = next(entry for entry in reader.draft.ledger.entries())
        raise InputError(
            Text(
                "計画の見出しも事業の表も見つかりません"
                f"（最初の行は「{source.quote(first.span)[:30]}」、文字コードは {source.encoding}）",
                "no headings and no project tables of a plan were found"
                f" (the first line is “{source.quote(first.span)[:30]}”, encoding {source.encoding})",
            ),
            where=source.name,
            hint=Text(
                "`enishi inspect 文書 -o 読み方.toml` で、見出しと表を何として読んだかを書き出し、"
                "直して --profile で指定してください",
                "write what headings and tables were taken for with"
                " `enishi inspect DOC -o P.toml`, correct it, and name it with --profile",
            ),
        )
    if not any(isinstance(record, Project) for record in records):
        reader.draft.notice(records[0].span, _NO_PROJECT)
    yield Found(
        source=source,
        settings=settings,
        records=records,
        ledger=reader.draft.ledger.entries(),
        words=profile,
        columns=reader.draft.columns_read,
        notices=reader.draft.notices,
    )
