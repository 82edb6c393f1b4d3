"""Headed plans as a structure: reading them."""

from collections.abc import Iterator
from dataclasses import replace

from ...language import Text
from ..document import Document
from ..found import Found
from ..no_plan import refuse_no_plan
from ..records import Project
from ..settings import Settings
from ..tables.governments import several
from ..tables.structure import read as read_tables
from ..tables.tabbed_text import with_grids
from ..words.profile import load_profile
from ..words.table_words import words_beside
from .label_lines import with_forms
from .reader import HeadedReader

_LOWERED = Text(
    "「{}」を事業として読みました（事業の名前がほかになく、見出しのすぐ下に担当課があります）。違うときは "
    "`enishi inspect 文書 -o 読み方.toml` で直してください",
    "each “{}” was read as a project (no other line names one, and a section stands right below its"
    " heading); if that is wrong, correct it with `enishi inspect DOCUMENT -o P.toml`",
)
_NO_PROJECT = Text(
    "見出しだけを読みました。事業は1件も見つかりません（事業の表、または名称と担当課のある行が要ります）。"
    "`enishi inspect 文書` で、どの行を何と読んだかを確かめてください",
    "only headings were read, and no project was found (a table of projects, or lines with a name"
    " and a section, are needed); `enishi inspect DOCUMENT` shows what each line was taken for",
)
_IN_VAIN = Text(
    "プロファイルの [[headings]] の like「{}」にあたる行は、この文書にありません",
    "no line of this document is set off like “{}”, of which the profile's [[headings]] speaks",
)


def read(document: Document, settings: Settings) -> Iterator[Found]:
    """The plan of a text document, or those of the governments that its tables name.

    Raises InputError when it holds none: see `no_plan`.
    """
    profile = load_profile(settings.profile)
    words = words_beside(profile)
    document = with_forms(with_grids(document, profile, words), profile, words)
    source = document.source
    if several(document, words):
        # The rows of one table are plans of several governments: headings stand above all.
        yield from read_tables(document, replace(settings, profile="table"))
        return
    reader = HeadedReader(document, profile)
    records = list(reader.records())
    refuse_no_plan(document, records, reader.draft.ledger.entries(), profile)
    if not any(isinstance(record, Project) for record in records):
        reader.draft.notice(records[0].span, _NO_PROJECT)
    for word in sorted(reader.places.lowered):
        said = Text(_LOWERED.ja.format(word), _LOWERED.en.format(word))
        reader.draft.notice(records[0].span, said)
    if profile.tells_headings:
        set_off = {":".join(way) for ways in reader.places.ways().values() for way in ways}
        for like in profile.headings_told:
            if like not in set_off:
                reader.draft.notice(
                    records[0].span, Text(_IN_VAIN.ja.format(like), _IN_VAIN.en.format(like))
                )
    yield Found(
        source=source,
        settings=settings,
        records=records,
        ledger=reader.draft.ledger.entries(),
        words=profile,
        columns=reader.draft.columns_read,
        notices=reader.draft.notices,
    )
