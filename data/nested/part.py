"""One source's share of a plan while it is read: its records, its ledger, what is noted."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, Literal

from ...language import Text
from ..ledger import Entry, Ledger, State
from ..numbering import Numbering
from ..records import Goal, Measure, Notice, Passage, Record, notice_at
from ..settings import Settings
from ..source import Source, Span
from ..tree import Leaf, Node, leaves
from .faults import too_many_records

#: What one value of a file may say: all of it is held while it is read.
MAX_RECORDS: Final = 200_000


@dataclass(slots=True)
class OpenPlan:
    """A plan of which more records may come: its settings, numbers and elements by name."""

    settings: Settings
    numbering: Numbering = field(default_factory=Numbering)
    begun: bool = False
    #: (key of the parent, class, name) → key, of elements that fields of projects name.
    named: dict[tuple[str, str, str], str] = field(default_factory=dict)


class Part:
    """What one source says of one plan."""

    def __init__(self, plan: OpenPlan, source: Source, *, grouped: bool) -> None:
        self.plan, self.source = plan, source
        self.records: list[Record] = []
        self.notices: list[Notice] = []
        self._ledger = Ledger(source)
        self._own: set[int] = set()
        self._spans: dict[str, Span] = {}
        self._grouped = grouped

    def add(self, record: Record) -> None:
        """Keep a record, and where an element stands; raises InputError when there are too many."""
        if len(self.records) >= MAX_RECORDS:
            raise too_many_records(self.source.name, self.source.locator(record.span), MAX_RECORDS)
        self.records.append(record)
        if key := getattr(record, "key", ""):
            self._spans[key] = record.span

    def add_level(
        self,
        kind: Literal["goal", "measure"],
        key: str,
        name: Leaf,
        *,
        parent: str,
        goal: str | None,
        word: str,
        number: Leaf | None = None,
        prose: tuple[Passage, ...] = (),
    ) -> None:
        """Keep a level above the projects; `word` is what the source calls it, `goal` the one it is
        below. A goal without a number of its own has the one of its key."""
        label, told = " ".join(name.text.split()), number.text if number else ""
        if kind == "goal":
            told = told or str(int(key.partition("/")[2]))
            level: Goal | Measure = Goal(
                key=key, parent=parent, label=label, span=name.span, number=told, prose=prose
            )
        else:
            level = Measure(
                key=key,
                parent=parent,
                label=label,
                span=name.span,
                level=word,
                goal=goal,
                number=told,
                prose=prose,
            )
        self.add(level)
        self.claim(name, "modelled", "目標" if kind == "goal" else "施策", key)

    def at(self, key: str) -> Span:
        """Where the element of that key stands."""
        return self._spans[key]

    def own(self, node: Node) -> None:
        """The leaves of `node` are this plan's to account for."""
        self._own.update(self.source.unit_of(leaf.span.start) for leaf in leaves(node))

    def owns(self, number: int) -> bool:
        """Whether the place of that number is this plan's."""
        return number in self._own

    def claim(self, leaf: Leaf, state: State, reason: str, *elements: str) -> None:
        """Say what became of a leaf."""
        number = self.source.unit_of(leaf.span.start)
        self._own.add(number)
        self._ledger.note(number, leaf.span, state, reason, *elements)

    def leave(self, leaf: Leaf, reason: str) -> None:
        """A leaf that the profile leaves out, unless something was made of it."""
        number = self.source.unit_of(leaf.span.start)
        if not self._ledger.has(number):
            self._ledger.note(number, leaf.span, "ignored", reason)

    def notice(self, span: Span, message: Text) -> None:
        """Note what a person should look at."""
        self.notices.append(notice_at(self.source, span, message))

    def entries(self, rest: set[int]) -> list[Entry]:
        """The ledger of what is this plan's, and of the places `rest`."""
        mine = [
            entry
            for entry in self._ledger.entries()
            if entry.number in self._own or entry.number in rest
        ]
        return _grouped(mine, self.source) if self._grouped else mine


def _grouped(entries: list[Entry], source: Source) -> list[Entry]:
    """One entry for all leaves of a field with one fate; what is unresolved stays by itself."""
    groups: dict[tuple[str, str, str, str], list[Entry]] = {}
    for entry in entries:
        place = source.locator(entry.span)
        head, _, pointer = place.partition("/")
        field_name = pointer.partition("/")[0]
        alone = pointer if entry.state == "unresolved" else ""
        groups.setdefault((field_name, entry.state, entry.reason, alone), []).append(entry)
    found = []
    for (field_name, *_), group in groups.items():
        first = group[0]
        if len(group) == 1:
            found.append(first)
            continue
        head = source.locator(first.span).partition("/")[0]
        elements = tuple(dict.fromkeys(key for entry in group for key in entry.elements))
        locator = f"{head}/{field_name}（{len(group)}か所）"
        found.append(replace(first, elements=elements, locator=locator, places=len(group)))
    return sorted(found, key=lambda entry: entry.number)


def plan_title(settings: Settings, template: str, source: Source) -> str:
    """What a plan is called that has no name of its own."""
    if settings.government:
        return template.replace("{government}", settings.government)
    return Path(source.name).stem
