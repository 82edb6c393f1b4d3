"""What became of every unit of the source that is not blank: its lines, or its cells and leaves."""

from collections import Counter
from dataclasses import dataclass
from typing import Final, Literal

from .source import Source, Span

State = Literal["modelled", "structural", "ignored", "unresolved"]
STATES: Final[tuple[State, ...]] = ("modelled", "structural", "ignored", "unresolved")


@dataclass(frozen=True, slots=True)
class Entry:
    """One unit: its number, its state, why, and the keys of the elements it became.

    An entry may stand for `places` units of one field, and its `locator` then names the field.
    """

    number: int
    span: Span
    state: State
    reason: str
    elements: tuple[str, ...] = ()
    locator: str = ""
    places: int = 1


class Ledger:
    """Collects an entry for each unit that is not blank; one nobody claimed is `unresolved`."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._entries: dict[int, Entry] = {}

    def note(self, number: int, span: Span, state: State, reason: str, *elements: str) -> None:
        """Say what became of unit `number`; a second note adds its elements to the first."""
        known = self._entries.get(number)
        if known:
            elements = tuple(dict.fromkeys(known.elements + elements))
            if known.state == "modelled":
                state, reason = known.state, known.reason
        self._entries[number] = Entry(number, span, state, reason, elements)

    def has(self, number: int) -> bool:
        """Whether something was said of unit `number`."""
        return number in self._entries

    def claim(self, span: Span, state: State, reason: str, *elements: str) -> None:
        """Say what became of the unit that `span` begins in."""
        self.note(self._source.unit_of(span.start), span, state, reason, *elements)

    def entries(self) -> list[Entry]:
        """All entries in order, the unclaimed units among them."""
        found = dict(self._entries)
        unread = "計画のどの部分か読み取れない" + ("所" if self._source.places else "行")
        for number, span in self._source.units():
            if number in found:
                continue
            stripped = self._source.strip(span)
            if stripped.start < stripped.end:
                found[number] = Entry(number, stripped, "unresolved", unread)
        return [found[number] for number in sorted(found)]

    def counts(self) -> dict[State, int]:
        """Number of units per state, every state named."""
        counted = Counter(entry.state for entry in self.entries())
        return {state: counted[state] for state in STATES}
