"""What a knowledge base already has numbers for: elements, events, claims, and what is no more.

A number is given once. What an edited plan no longer has is *retired*: its IRI stays in
P/provenance (`owl:deprecated true`, with its name and its parent), is never given to something
else, and is taken up again when the same element comes back.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import pyoxigraph as ox

from ..ontology.terms import eni, ext
from .iris import Minter
from .store import KnowledgeBase

#: (kind, name, key of the parent): what makes an element the same.
Place = tuple[str, str, str]
#: What a numbered claim, participation or funding note says: equal for the same statement.
Said = tuple[str, ...]

_ELEMENTS: Final = f"""
SELECT ?element ?label ?parent ?quote ?gone WHERE {{
  {{
    ?element <{ext.prefLabel}> ?label .
    OPTIONAL {{ ?element <{ext.isPartOf}> ?parent }}
    OPTIONAL {{ ?element <{eni.sourceSpan}>/<{ext.hasSelector}>/<{ext.exact}> ?quote }}
    BIND(false AS ?gone)
  }} UNION {{
    ?element <{ext.deprecated}> true ; <{ext.rdfs_label}> ?label .
    OPTIONAL {{ ?element <{eni.formerParent}> ?parent }}
    BIND(true AS ?gone)
  }}
}}"""
_SAID: Final = f"""
SELECT ?node ?a ?b WHERE {{
  {{ ?node a <{eni.Claim}> ; <{ext.predicate}> ?a ; <{ext.object}> ?b }}
  UNION {{ ?node a <{ext.Participation}> ; <{ext.role}> ?a ; <{ext.hasParticipant}> ?b }}
  UNION {{ ?node a <{ext.Participation}> ; <{ext.role}> ?a ; <{eni.participantClass}> ?b }}
  UNION {{ ?node a <{eni.FundingNote}> ; <{ext.comment}> ?b }}
}}"""
_NUMBERED: Final = re.compile(r"(?P<kind>[a-z]+)/(?P<number>\d+)")
_PART: Final = re.compile(r"(?P<measure>measure/\d+)/part/(?P<number>\d+)")
_STATEMENT: Final = re.compile(r"(?P<base>.+/(?:claim|participation|funding))/(?P<number>\d+)")


@dataclass(frozen=True, slots=True)
class Held:
    """An element that the knowledge base has or had: its key, place and the words it stood in."""

    key: str
    place: Place
    quotes: frozenset[str] = frozenset()
    gone: bool = False


@dataclass
class Numbers:
    """Numbers of what belongs to one node, by what it says, and the highest one given so far.

    >>> numbers = Numbers({("role", "甲"): [2]}, highest=2)
    >>> numbers.take(("role", "乙")), numbers.take(("role", "甲")), numbers.take(("role", "甲"))
    (3, 2, 4)
    """

    known: dict[Said, list[int]] = field(default_factory=dict)
    highest: int = 0

    def take(self, said: Said) -> int:
        """The number that `said` had, or the next new one."""
        if held := self.known.get(said):
            return held.pop(0)
        self.highest += 1
        return self.highest


@dataclass
class Kept:
    """What is known of one plan before its document is built again; empty for a new plan.

    `events` maps an event's name to its key; `statements` maps `{node}/claim` and the like to the
    numbers under it; `retired` is what the new reading no longer has.
    """

    held: list[Held] = field(default_factory=list)
    statements: dict[str, Numbers] = field(default_factory=dict)
    retired: list[Held] = field(default_factory=list)

    @property
    def events(self) -> dict[str, str]:
        """Name of an event → its key."""
        return {each.place[1]: each.key for each in self.held if each.place[0] == "event"}

    def highest(self) -> dict[str, int]:
        """Kind → the highest number that was ever given."""
        found: dict[str, int] = defaultdict(int)
        for each in self.held:
            if match := _NUMBERED.fullmatch(each.key):
                found[match["kind"]] = max(found[match["kind"]], int(match["number"]))
        return found

    def number(self, base: str, said: Said) -> int:
        """The number of what says `said` under `base` (`{element}/claim`)."""
        return self.statements.setdefault(base, Numbers()).take(said)


def read_kept(kb: KnowledgeBase, minter: Minter) -> Kept:
    """What `kb` has of the plan that `minter` names."""
    if not kb.exists() or minter.plan not in kb.graphs():
        return Kept()
    return Kept(held=_held(kb, minter), statements=_statements(kb, minter))


def retired_quads(kept: Kept, minter: Minter) -> Iterator[ox.Quad]:
    """The IRIs that stay taken, as quads of P/provenance."""
    graph = ox.NamedNode(minter.provenance)
    true = ox.Literal("true", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#boolean"))
    for each in sorted(kept.retired, key=lambda held: _order(held.key)):
        node = ox.NamedNode(minter.element(each.key))
        parent = ox.NamedNode(minter.element(each.place[2]))
        label = ox.Literal(each.place[1], language="ja")
        yield ox.Quad(node, ox.NamedNode(ext.deprecated), true, graph)
        yield ox.Quad(node, ox.NamedNode(ext.rdfs_label), label, graph)
        yield ox.Quad(node, ox.NamedNode(eni.formerParent), parent, graph)


def _held(kb: KnowledgeBase, minter: Minter) -> list[Held]:
    """What is there comes before what is gone, each by number."""
    prefix = minter.plan + "/"
    quotes: dict[tuple[str, Place, bool], set[str]] = defaultdict(set)
    answer = kb.query(_ELEMENTS)
    assert isinstance(answer, ox.QuerySolutions)
    for row in answer:
        element, label, parent, quote = (row[n] for n in ("element", "label", "parent", "quote"))
        if not isinstance(element, ox.NamedNode) or not isinstance(label, ox.Literal):
            continue
        key = element.value.removeprefix(prefix)
        match = _NUMBERED.fullmatch(key) or _PART.fullmatch(key)
        if not element.value.startswith(prefix) or match is None:
            continue
        above = parent.value if isinstance(parent, ox.NamedNode) else minter.plan
        parent_key = "" if above == minter.plan else above.removeprefix(prefix)
        kind = "part" if "/part/" in key else key.partition("/")[0]
        gone = isinstance(row["gone"], ox.Literal) and row["gone"].value == "true"
        found = quotes[key, (kind, label.value, parent_key), gone]
        if isinstance(quote, ox.Literal):
            found.add(quote.value)
    held = [Held(key, place, frozenset(said), gone) for (key, place, gone), said in quotes.items()]
    return sorted(held, key=lambda each: (each.gone, _order(each.key), each.place))


def _order(key: str) -> tuple[str, int, int]:
    """Kind, number, number of the part: project/1000 comes after project/999."""
    kind, number, *part = key.split("/")
    return (kind, int(number), int(part[1]) if part else 0)


def _statements(kb: KnowledgeBase, minter: Minter) -> dict[str, Numbers]:
    found: dict[str, Numbers] = {}
    answer = kb.query(_SAID)
    assert isinstance(answer, ox.QuerySolutions)
    rows = []
    for row in answer:
        node = str(getattr(row["node"], "value", ""))
        match = _STATEMENT.fullmatch(node)
        if match and node.startswith(minter.plan + "/"):
            said = (str(getattr(row["a"], "value", "")), str(row["b"]))
            rows.append((match["base"], int(match["number"]), said))
    for base, number, said in sorted(rows):
        numbers = found.setdefault(base, Numbers())
        numbers.known.setdefault(said, []).append(number)
        numbers.highest = max(numbers.highest, number)
    return found
