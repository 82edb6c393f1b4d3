"""Reading documents: plans with their sources, records, ledgers and notices.

A format reader makes a Document (`formats.py`), a structure finds plans in it (`structures.py`);
what their prose says is read here, alike for all.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from ..errors import EnishiError, InputError
from ..language import Text
from .corporate import unused
from .document import Document
from .formats import Format, load_document
from .inspection import Inspection
from .ledger import Entry
from .mentions import mentions
from .proofread import proofread
from .records import Notice, Plan, Record
from .settings import AUTO, Settings
from .source import Source, Span
from .structures import Found, structure_of


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read of one plan, in document order."""

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


def read_document(path: Path, settings: Settings) -> Iterator[Reading]:
    """The plans in the file at `path`, one Reading each, in document order.

    Raises InputError, naming the file, when it cannot be read or holds no plan.
    """
    try:
        document, found = load_document(path)
        yield from read_plans(document, _with_profile(settings, found))
    except EnishiError as error:
        # A structure knows the document's name only, followed by the place in it.
        if not error.where or error.where.startswith(path.name):
            error.where = f"{path}{error.where.removeprefix(path.name)}"
        raise


def read_plans(document: Document, settings: Settings) -> Iterator[Reading]:
    """The plans in `document`, by the profile that `settings` names.

    Raises InputError when it holds none.
    """
    said = list(document.notices)
    for found in structure_of(settings.profile).read(document, settings):
        found.notices.extend(said)
        said.clear()  # what is said of the file is said once
        yield _finished(found)


def read_plan(path: Path, settings: Settings) -> Reading:
    """The one plan of the file at `path`.

    Raises InputError when it cannot be read, or holds no plan or several.
    """
    readings = list(read_document(path, settings))
    if len(readings) > 1:
        raise InputError(
            Text(f"{len(readings)}の計画が入っています", f"it holds {len(readings)} plans"),
            where=str(path),
            hint=Text("read_document を使ってください", "use read_document"),
        )
    return readings[0]


def inspect_document(path: Path, settings: Settings) -> Inspection:
    """What the file at `path` is taken for; raises InputError when it cannot be read."""
    document, found = load_document(path)
    settings = _with_profile(settings, found)
    return structure_of(settings.profile).inspect(document, settings)


def _with_profile(settings: Settings, found: Format) -> Settings:
    return replace(settings, profile=found.profile) if settings.profile == AUTO else settings


def _finished(found: Found) -> Reading:
    source = found.source
    records = _with_plan(found)
    read = list(mentions(source, records, found.columns, found.words))
    notices = sorted(
        [
            *found.notices,
            *proofread(source, records),
            *unused(found.settings.corporate_numbers, read),
        ],
        key=lambda notice: (notice.line, notice.message.en),
    )
    return Reading(
        source=source,
        settings=found.settings,
        records=tuple(records + read),
        ledger=tuple(found.ledger),
        notices=tuple(notices),
    )


def _with_plan(found: Found) -> list[Record]:
    """The records with exactly one Plan first, titled by the settings or the file where need be."""
    source, settings = found.source, found.settings
    plan = next((record for record in found.records if isinstance(record, Plan)), None)
    if plan is None:
        first = source.strip(next(span for _, span in source.units() if source.quote(span).strip()))
        title = Path(source.name).stem
        plan = Plan(key="", parent="", label=title, span=Span(first.start, first.end))
    plan = replace(
        plan,
        label=settings.title or plan.label,
        government=settings.government or plan.government,
    )
    return [plan, *(record for record in found.records if not isinstance(record, Plan))]
