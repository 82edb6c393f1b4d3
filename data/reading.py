"""Reading one document: its source, records, ledger and notices."""

from dataclasses import dataclass, replace
from pathlib import Path

from ..errors import InputError
from ..language import Text
from .corporate import unused
from .decode import read_source
from .headed import HeadedReader
from .ledger import Entry
from .mentions import mentions
from .profile import load_profile
from .proofread import proofread
from .records import Goal, Measure, Notice, Package, Plan, Project, Record
from .settings import Settings
from .source import Source, Span


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read from one document, in document order."""

    source: Source
    settings: Settings
    records: tuple[Record, ...]
    ledger: tuple[Entry, ...]
    notices: tuple[Notice, ...]

    def counts(self) -> dict[str, int]:
        """Number of records per class name, sorted by name."""
        found: dict[str, int] = {}
        for record in self.records:
            found[type(record).__name__] = found.get(type(record).__name__, 0) + 1
        return dict(sorted(found.items()))


def read_plan(document: Path, settings: Settings) -> Reading:
    """Read `document` by the profile that `settings` names.

    Raises InputError when the file cannot be read or holds no plan.
    """
    source = read_source(document)
    profile = load_profile(settings.profile)
    reader = HeadedReader(source, profile)
    records = list(reader.records())
    if not any(isinstance(record, Goal | Measure | Package | Project) for record in records):
        first = next(entry for entry in reader.ledger.entries())
        raise InputError(
            Text(
                "計画の見出しも事業の表も見つかりません"
                f"（最初の行は「{source.quote(first.span)[:30]}」、文字コードは {source.encoding}）",
                "no headings and no project tables of a plan were found"
                f" (the first line is “{source.quote(first.span)[:30]}”, encoding {source.encoding})",
            ),
            where=str(document),
            hint=Text(
                "見出しや表の言葉が違うときは、data/profiles/headed-ja.toml の写しに言葉を足して"
                " --profile で指定してください",
                "if the plan uses other words, add them to a copy of data/profiles/headed-ja.toml"
                " and name it with --profile",
            ),
        )
    records = _with_plan(records, source, settings, document)
    found = list(mentions(source, records, reader.columns_read, profile))
    notices = sorted(
        [
            *reader.notices,
            *proofread(source, records),
            *unused(settings.corporate_numbers, found),
        ],
        key=lambda notice: (notice.line, notice.message.en),
    )
    return Reading(
        source=source,
        settings=settings,
        records=tuple(records + found),
        ledger=tuple(reader.ledger.entries()),
        notices=tuple(notices),
    )


def _with_plan(
    records: list[Record], source: Source, settings: Settings, document: Path
) -> list[Record]:
    """The records with exactly one Plan first, titled by the settings or the file where need be."""
    plan = next((record for record in records if isinstance(record, Plan)), None)
    if plan is None:
        first = source.strip(next(span for _, span in source.lines() if source.quote(span).strip()))
        plan = Plan(key="", parent="", label=document.stem, span=Span(first.start, first.end))
    plan = replace(
        plan,
        label=settings.title or plan.label,
        government=settings.government or plan.government,
    )
    return [plan, *(record for record in records if not isinstance(record, Plan))]
