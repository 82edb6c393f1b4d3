"""The registry of structures: what finds plans in a document, by the `kind` of its profile.

A structure knows plans and nothing of file formats. To add one: write a module with a function
`read(document, settings) -> Iterator[Found]` and one `inspect(document, settings) -> Inspection`,
and put a `Structure` into `STRUCTURES`. `settings.profile` is the profile's name; `read_profile`
gives its TOML.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ..errors import InputError
from ..language import Text
from .document import Document
from .found import Found, Units
from .inspection import Inspection
from .settings import Settings
from .words.profile import read_profile
from .words.profile_keys import check_keys


@dataclass(frozen=True, slots=True)
class Structure:
    """How plans of one kind are read, and how a document is inspected for them.

    `read_units` reads a document that comes unit by unit; `plans` tells beforehand which plans are
    in it.
    """

    kind: str
    read: Callable[[Document, Settings], Iterator[Found]]
    inspect: Callable[[Document, Settings], Inspection]
    read_units: Callable[[Units, Settings], Iterator[Found]] | None = None
    plans: Callable[[Units, Settings], list[Settings]] | None = None


def _read_headed(document: Document, settings: Settings) -> Iterator[Found]:
    from .headed.structure import read

    return read(document, settings)


def _inspect_headed(document: Document, settings: Settings) -> Inspection:
    from .headed.inspection import inspect

    return inspect(document, settings)


def _read_records(document: Document, settings: Settings) -> Iterator[Found]:
    return _read_record_units(iter([(1, document)]), settings)


def _read_record_units(units: Units, settings: Settings) -> Iterator[Found]:
    from .nested.structure import read_units

    return read_units(units, settings)


def _plans_of_records(units: Units, settings: Settings) -> list[Settings]:
    from .nested.structure import plans

    return plans(units, settings)


def _inspect_records(document: Document, settings: Settings) -> Inspection:
    from .nested.inspection import inspect

    return inspect(document, settings)


def _read_stratml(document: Document, settings: Settings) -> Iterator[Found]:
    from .nested.stratml import read

    return read(document, settings)


def _inspect_stratml(document: Document, settings: Settings) -> Inspection:
    from .nested.stratml import inspect

    return inspect(document, settings)


def _read_tables(document: Document, settings: Settings) -> Iterator[Found]:
    from .tables.structure import read

    return read(document, settings)


def _inspect_tables(document: Document, settings: Settings) -> Inspection:
    from .tables.inspection import inspect

    return inspect(document, settings)


STRUCTURES: tuple[Structure, ...] = (
    Structure("table", _read_tables, _inspect_tables),
    Structure("headed", _read_headed, _inspect_headed),
    Structure("stratml", _read_stratml, _inspect_stratml),
    Structure("records", _read_records, _inspect_records, _read_record_units, _plans_of_records),
)


def structure_of(profile: str) -> Structure:
    """The structure that reads by the profile of that name.

    Raises InputError when the profile names a kind that there is not, or says what nobody reads.
    """
    kind = read_profile(profile)["kind"]
    for structure in STRUCTURES:
        if structure.kind == kind:
            if profile.endswith(".toml"):
                check_keys(profile)
            return structure
    known = ", ".join(structure.kind for structure in STRUCTURES)
    raise InputError(
        Text(f"「{kind}」という種類の読み方はありません", f"there is no kind “{kind}” of profile"),
        where=profile,
        hint=Text(f"kind に書けるのは {known} です", f"kind may be {known}"),
    )
