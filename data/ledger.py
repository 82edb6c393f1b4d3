"""What became of every non-blank line of the source."""

from collections import Counter
from dataclasses import dataclass
from typing import Final, Literal

from .source import Source, Span

State = Literal["modelled", "structural", "ignored", "unresolved"]
STATES: Final[tuple[State, ...]] = ("modelled", "structural", "ignored", "unresolved")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: its state, why, and the keys of the elements it became."""

    line: int
    span: Span
    state: State
    reason: str
    elements: tuple[str, ...] = ()


class Ledger:
    """Collects an entry for each non-blank line; a line nobody claimed is `unresolved`."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._entries: dict[int, Entry] = {}

    def note(self, line: int, span: Span, state: State, reason: str, *elements: str) -> None:
        """Say what became of `line`; a second note adds its elements to the first."""
        known = self._entries.get(line)
        if known:
            elements = tuple(dict.fromkeys(known.elements + elements))
            if known.state == "modelled":
                state, reason = known.state, known.reason
        self._entries[line] = Entry(line, span, state, reason, elements)

    def entries(self) -> list[Entry]:
        """All entries in line order, the unclaimed lines among them."""
        found = dict(self._entries)
        for line, span in self._source.lines():
            stripped = self._source.strip(span)
            if line not in found and stripped.start < stripped.end:
                found[line] = Entry(line, stripped, "unresolved", "計画のどの部分か読み取れない行")
        return [found[line] for line in sorted(found)]

    def counts(self) -> dict[State, int]:
        """Number of lines per state, every state named."""
        counted = Counter(entry.state for entry in self.entries())
        return {state: counted[state] for state in STATES}
