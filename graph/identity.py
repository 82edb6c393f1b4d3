"""Stable identity: building again keeps the number of everything that is the same.

An element is the same when its class, its name and its parent are, or when a person has confirmed
its new name as an alias; of several such the order of the document decides. New elements get numbers never used before.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

import pyoxigraph as ox

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
from .store import KnowledgeBase

R = TypeVar("R", bound=Record)

_KNOWN = f"""
SELECT ?element ?label ?parent WHERE {{
  ?element <{ext.prefLabel}> ?label .
  OPTIONAL {{ ?element <{ext.isPartOf}> ?parent }}
}}"""
_NUMBERED = re.compile(r"(?P<kind>[a-z]+)/(?P<number>\d+)")


def keep_identity(kb: KnowledgeBase, reading: Reading) -> Reading:
    """`reading` with the keys that `kb` already has for the same elements."""
    minter = Minter(reading.settings.municipality, reading.settings.plan)
    if not kb.exists() or minter.plan not in kb.graphs():
        return reading
    known, highest = _known(kb, minter)
    aliases = _confirmed(kb, minter, known)
    named = {
        (_kind(record.key), record.label)
        for record in reading.records
        if isinstance(record, Element)
    }
    keys: dict[str, str] = {"": ""}
    fresh: list[str] = []
    for record in reading.records:
        if isinstance(record, Element) and _NUMBERED.fullmatch(record.key):
            parent = keys.get(record.parent, record.parent)
            kind = _kind(record.key)
            held = known[kind, record.label, parent]
            # The old name must be gone: otherwise both stand in the plan, and are two.
            old = aliases.get((kind, record.label, parent), "")
            if not held and old and (kind, old) not in named:
                held = known[kind, old, parent]
            if held:
                keys[record.key] = held.pop(0)
            else:
                fresh.append(record.key)
                # Its children must not be taken for another's while its number is unknown.
                keys[record.key] = f"new:{record.key}"
        elif isinstance(record, Element) and record.key:
            base, _, part = record.key.partition("/part/")
            keys[record.key] = f"{keys.get(base, base)}/part/{part}"
    for key in fresh:
        kind = _kind(key)
        highest[kind] += 1
        keys[key] = f"{kind}/{highest[kind]:03d}"
    for key in [key for key in keys if "/part/" in key]:
        base, _, part = key.partition("/part/")
        keys[key] = f"{keys[base]}/part/{part}"
    ledger = tuple(
        replace(entry, elements=tuple(keys.get(key, key) for key in entry.elements))
        for entry in reading.ledger
    )
    return replace(reading, records=tuple(_renamed(reading.records, keys)), ledger=ledger)


def _kind(key: str) -> str:
    return key.partition("/")[0]


def _known(
    kb: KnowledgeBase, minter: Minter
) -> tuple[dict[tuple[str, str, str], list[str]], dict[str, int]]:
    """(kind, label, parent's key) → keys in order of number; the highest number of each kind."""
    prefix = minter.plan + "/"
    found: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    highest: dict[str, int] = defaultdict(int)
    answer = kb.query(_KNOWN)
    assert isinstance(answer, ox.QuerySolutions)
    rows = []
    for row in answer:
        element, label, parent = row["element"], row["label"], row["parent"]
        if isinstance(element, ox.NamedNode) and element.value.startswith(prefix):
            above = parent.value if isinstance(parent, ox.NamedNode) else minter.plan
            assert isinstance(label, ox.Literal)
            rows.append((element.value[len(prefix) :], label.value, above))
    for key, label_text, above in sorted(rows):
        if match := _NUMBERED.fullmatch(key):
            parent_key = "" if above == minter.plan else above.removeprefix(prefix)
            found[match["kind"], label_text, parent_key].append(key)
            highest[match["kind"]] = max(highest[match["kind"]], int(match["number"]))
    return found, highest


def _confirmed(
    kb: KnowledgeBase, minter: Minter, known: Mapping[tuple[str, str, str], list[str]]
) -> dict[tuple[str, str, str], str]:
    """(kind, alias, parent's key) → the name so far, of the aliases that a person accepted."""
    names = {key: place for place, keys in known.items() for key in keys}
    found: dict[tuple[str, str, str], str] = {}
    for decision in latest(read_decisions(kb, minter.plan)):
        said = decision.statement
        if said and decision.verdict == "accepted" and said.predicate == ext.altLabel:
            place = names.get(said.subject.removeprefix(minter.plan + "/"))
            if place is not None:
                found[place[0], said.object.value, place[2]] = place[1]
    return found


def _renamed(records: Iterable[Record], keys: dict[str, str]) -> Iterable[Record]:
    def new(key: str | None) -> str | None:
        return None if key is None else keys.get(key, key)

    for record in records:
        if isinstance(record, Participation | FundingNote):
            yield replace(record, element=keys.get(record.element, record.element))
        elif isinstance(record, Claim):
            thing = record.thing
            if thing.kind == "element":
                thing = Thing("element", keys.get(thing.name, thing.name))
            yield replace(record, element=keys.get(record.element, record.element), thing=thing)
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
