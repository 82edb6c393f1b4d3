"""Reading documents: plans with their sources, records, ledgers and notices.

A format reader makes a Document (`formats.py`), a structure finds plans in it (`structures.py`);
what their prose says is read here, alike for all.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from ..errors import EnishiError, InputError
from ..language import Text
from .agents.corporate import unused
from .document import Document
from .formats.opening import format_at, open_document
from .formats.registry import Format
from .found import Found, Units
from .inspection import Inspection
from .ledger import Entry
from .prose.mentions import mentions
from .prose.proofread import proofread
from .records import Notice, Plan, Record
from .repeats import settle_repeats
from .settings import AUTO, Settings
from .source import Source, Span
from .structures import structure_of

#: Elements and places of one document that is held as a whole; building takes 5 KB for each.
MAX_KEPT: Final = 300_000


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read of one plan, in document order.

    A plan with many sources has a Reading for each: `number` is its source's, and one that goes on
    with a plan (`continued`) has no Plan record.
    """

    source: Source
    settings: Settings
    records: tuple[Record, ...]
    ledger: tuple[Entry, ...]
    notices: tuple[Notice, ...]
    number: int = 1
    continued: bool = False

    def counts(self) -> dict[str, int]:
        """Number of records per class name, sorted by name."""
        found: dict[str, int] = {}
        for record in self.records:
            found[type(record).__name__] = found.get(type(record).__name__, 0) + 1
        return dict(sorted(found.items()))


def read_document(path: Path, settings: Settings) -> Iterator[Reading]:
    """The plans in the file or folder at `path`, in document order: one Reading for each source of each.

    Raises InputError, naming the file, when it cannot be read or holds no plan.
    """
    try:
        found = format_at(path)
        if found.units is not None:
            yield from _read_units(found.units(path), _with_profile(settings, found), path)
            return
        document, found = open_document(path)
        yield from read_plans(document, _with_profile(settings, found))
    except EnishiError as error:
        _at(path, error)
        raise


def _at(path: Path, error: EnishiError) -> None:
    """Say of which file an error is: a structure knows its name only, followed by the place in it."""
    if not error.where or error.where.startswith(path.name):
        error.where = f"{path}{error.where.removeprefix(path.name)}"


def plans_in(path: Path, settings: Settings) -> list[Settings] | None:
    """The plans of a file that is read unit by unit, which reads all of it; None for others.

    Raises InputError for the first unit that cannot be read.
    """
    found = format_at(path)
    settings = _with_profile(settings, found)
    structure = structure_of(settings.profile)
    if found.units is None or structure.plans is None:
        return None
    return structure.plans(found.units(path), settings)


def _read_units(units: Units, settings: Settings, path: Path) -> Iterator[Reading]:
    structure = structure_of(settings.profile)
    if structure.read_units is None:
        raise InputError(
            Text(
                f"プロファイル {settings.profile} は、この種類のファイルを読みません",
                f"the profile {settings.profile} does not read files of this kind",
            ),
            where=str(path),
            hint=Text(
                "kind が records のプロファイルを指定するか、--profile を付けずに実行してください",
                "name a profile of kind records, or leave --profile out",
            ),
        )
    for found in structure.read_units(units, settings):
        yield _finished(found)


def read_plans(document: Document, settings: Settings) -> Iterator[Reading]:
    """The plans in `document`, by the profile that `settings` names.

    Raises InputError when it holds none.
    """
    said = list(document.notices)
    kept = 0
    for found in structure_of(settings.profile).read(document, settings):
        found.notices.extend(said)
        said.clear()  # what is said of the file is said once
        reading = _finished(found)
        kept += len(reading.records) + len(reading.ledger)
        if kept > MAX_KEPT:
            raise _too_much(reading, kept)
        yield reading


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
    try:
        document, found = open_document(path)
        settings = _with_profile(settings, found)
        return structure_of(settings.profile).inspect(document, settings)
    except EnishiError as error:
        _at(path, error)
        raise


def _with_profile(settings: Settings, found: Format) -> Settings:
    return replace(settings, profile=found.profile) if settings.profile == AUTO else settings


def _finished(found: Found) -> Reading:
    source = found.source
    records, ledger, columns = _with_plan(found), found.ledger, found.columns
    if found.numbering is None:  # one source of many does not see the rows that it repeats
        records, ledger, columns, said = settle_repeats(source, records, ledger, columns)
        found.notices.extend(said)
    read = list(mentions(source, records, columns, found.words))
    if found.numbering is not None:
        read = found.numbering.settle(read)
    if found.continued:
        records = [record for record in records if not isinstance(record, Plan)]
    whole = found.numbering is None
    notices = sorted(
        [
            *found.notices,
            *proofread(source, records),
            # One source of many cannot say what the others do not name.
            *(unused(found.settings.corporate_numbers, [*records, *read]) if whole else ()),
        ],
        key=lambda notice: (notice.line, notice.message.en),
    )
    return Reading(
        source=source,
        settings=found.settings,
        records=tuple(records + read),
        ledger=tuple(ledger),
        notices=tuple(notices),
        number=found.number,
        continued=found.continued,
    )


def _too_much(reading: Reading, kept: int) -> InputError:
    return InputError(
        Text(
            f"計画の要素と文書の箇所が合わせて{kept:,}を超えます（上限{MAX_KEPT:,}）",
            f"it has more than {kept:,} elements and places (the limit is {MAX_KEPT:,})",
        ),
        where=reading.source.name,
        hint=Text(
            "年度や部局ごとに文書を分けて一つずつ読むか、1行1事業の NDJSON にして --kb にフォルダを"
            "指定してください（大きさに上限がありません）",
            "split it by year or department and build each part, or write it as NDJSON, one project"
            " to a line, and name a folder with --kb (of any size)",
        ),
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
