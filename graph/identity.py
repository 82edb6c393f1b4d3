"""Stable identity: building again keeps the number of everything that is the same.

An element is the same when its class, its name and its parent are, or when a person has confirmed
its new name as an alias. Of several such, the one whose words in the source are the same, then the
one whose words are most alike, then the first. New elements get numbers never used before.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from difflib import SequenceMatcher
from functools import partial
from typing import TypeVar

from ..data.reading import Reading
from ..data.records import (
    Claim,
    Element,
    FundingNote,
    Measure,
    Package,
    Participation,
    Project,
    Record,
    Thing,
)
from ..ontology.terms import ext
from .decisions import latest, read_decisions
from .iris import Minter
from .kept import Held, Kept, Place, read_kept
from .store import KnowledgeBase

R = TypeVar("R", bound=Record)


def keep_identity(kb: KnowledgeBase, reading: Reading) -> tuple[Reading, Kept]:
    """`reading` with the keys that `kb` already has for the same elements, and what else is kept."""
    minter = Minter(reading.settings.municipality, reading.settings.plan)
    kept = read_kept(kb, minter)
    if not kept.held:
        return reading, kept
    keys = _Keys(reading, kept, _confirmed(kb, minter, kept)).keys
    used = set(keys.values())
    kept.retired = [each for each in kept.held if each.key not in used and each.place[0] != "event"]
    ledger = tuple(
        replace(entry, elements=tuple(keys.get(key, key) for key in entry.elements))
        for entry in reading.ledger
    )
    records = tuple(renamed(reading.records, keys))
    return replace(reading, records=records, ledger=ledger), kept


class _Keys:
    """The key of each element as read → its key in the knowledge base."""

    def __init__(
        self, reading: Reading, kept: Kept, aliases: Mapping[Place, tuple[str, ...]]
    ) -> None:
        self._reading = reading
        self._aliases = aliases
        self._held: dict[Place, list[Held]] = defaultdict(list)
        for each in kept.held:
            self._held[each.place].append(each)
        elements = [record for record in reading.records if isinstance(record, Element)]
        self._named = {(_kind(each.key), each.label) for each in elements}
        self.keys: dict[str, str] = {"": ""}
        self._fresh: list[str] = []
        alike: dict[tuple[str, str, str], list[Element]] = defaultdict(list)
        for element in elements:
            alike[_kind(element.key), element.label, element.parent].append(element)
        for element in elements:
            if element.key not in self.keys:
                self._settle(alike[_kind(element.key), element.label, element.parent])
        self._number(kept.highest(), [each.key for each in kept.held])

    def _settle(self, group: list[Element]) -> None:
        """Keys for all elements of one kind, name and parent at once."""
        first = group[0]
        parent = self.keys.get(first.parent, first.parent)
        kind = _kind(first.key)
        held = self._held[kind, first.label, parent]
        if len(held) > 1:
            # The name alone does not say which of them comes back.
            held[:] = [each for each in held if not each.gone]
        for old in () if held else self._aliases.get((kind, first.label, parent), ()):
            # The old name must be gone: otherwise both stand in the plan, and are two.
            if (kind, old) not in self._named:
                held = held or self._held[kind, old, parent]
        left = []
        for element in group:
            quote = self._reading.source.quote(element.span)
            same = next((each for each in held if quote in each.quotes), None)
            if same is None:
                left.append((element, quote))
            else:
                held.remove(same)
                self.keys[element.key] = same.key
        for element, quote in left:
            if held:
                same = held[0] if len(held) == 1 else max(held, key=partial(_likeness, quote))
                held.remove(same)
                self.keys[element.key] = same.key
            else:
                self._fresh.append(element.key)
                # Its children must not be taken for another's while its number is unknown.
                self.keys[element.key] = f"new:{element.key}"

    def _number(self, highest: dict[str, int], taken: Iterable[str]) -> None:
        parts: dict[str, int] = defaultdict(int)
        for key in taken:
            base, _, number = key.partition("/part/")
            if number:
                parts[base] = max(parts[base], int(number))
        for key in self._fresh:
            base, _, number = key.partition("/part/")
            if number:
                above = self.keys[base]
                parts[above] += 1
                self.keys[key] = f"{above}/part/{parts[above]}"
            else:
                kind = _kind(key)
                highest[kind] += 1
                self.keys[key] = f"{kind}/{highest[kind]:03d}"


def _likeness(quote: str, held: Held) -> float:
    """How much of its words an element shares with one that is there, 0-1."""
    return max((SequenceMatcher(None, quote, each).ratio() for each in held.quotes), default=0.0)


def _kind(key: str) -> str:
    return "part" if "/part/" in key else key.partition("/")[0]


def _confirmed(kb: KnowledgeBase, minter: Minter, kept: Kept) -> dict[Place, tuple[str, ...]]:
    """(kind, alias, parent's key) → the names so far, of the aliases that a person accepted."""
    places = {each.key: each.place for each in reversed(kept.held)}
    found: dict[Place, tuple[str, ...]] = defaultdict(tuple)
    for decision in latest(read_decisions(kb, minter.plan)):
        said = decision.statement
        if said and decision.verdict == "accepted" and said.predicate == ext.altLabel:
            place = places.get(said.subject.removeprefix(minter.plan + "/"))
            if place is not None:
                found[place[0], said.object.value, place[2]] += (place[1],)
    return found


def _moved(thing: Thing, keys: Mapping[str, str]) -> Thing:
    """`thing` with its new key if it is an element of the plan."""
    if thing.kind in ("element", "scheme"):
        return replace(thing, name=keys.get(thing.name, thing.name))
    return thing


def renamed(records: Iterable[Record], keys: Mapping[str, str]) -> Iterable[Record]:
    """`records` with new keys for the elements that `keys` names."""

    def new(key: str | None) -> str | None:
        return None if key is None else keys.get(key, key)

    for record in records:
        if isinstance(record, Participation | FundingNote):
            yield replace(record, element=keys.get(record.element, record.element))
        elif isinstance(record, Claim):
            element = keys.get(record.element, record.element)
            yield replace(
                record,
                element=element,
                thing=_moved(record.thing, keys),
                subject=record.subject and _moved(record.subject, keys),
            )
        else:
            moved = replace(
                record, key=keys.get(record.key, record.key), parent=keys.get(record.parent, "")
            )
            if isinstance(moved, Measure):
                yield replace(moved, goal=new(moved.goal))
            elif isinstance(moved, Package):
                yield replace(moved, measure=new(moved.measure))
            elif isinstance(moved, Project):
                yield replace(moved, measure=new(moved.measure), package=new(moved.package))
            else:
                yield moved
