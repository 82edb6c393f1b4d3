"""What a structure finds in a document."""

from collections.abc import Iterator
from dataclasses import dataclass

from .document import Document
from .ledger import Entry
from .numbering import Numbering
from .records import Notice, Record
from .settings import Settings
from .source import Source, Span
from .words.profile import Column, Profile


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One plan as a structure reads it, before its prose is read.

    `columns` are the asides of elements (partner, note) with their places, `words` the profile
    that knows the endings of sections. `source` and `settings` are the plan's own: a document of
    several governments gives several. Where a plan has many sources, `number` is this one's,
    `continued` says that the plan began in an earlier one, and `numbering` goes through all.
    """

    source: Source
    settings: Settings
    records: list[Record]
    ledger: list[Entry]
    words: Profile
    columns: list[tuple[str, Column, Span]]
    notices: list[Notice]
    number: int = 1
    continued: bool = False
    numbering: Numbering | None = None


#: The units of a document that is too long to hold: (number from 1, unit).
Units = Iterator[tuple[int, Document]]
