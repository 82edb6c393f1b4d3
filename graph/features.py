"""The features of one plan's projects and what sharing them is worth."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .evidence import BY_NAME, IN_NAME, KINDS, EvidenceKind
from .evidence_finders import Features
from .plan_view import PlanView, Project

#: (kind, feature)
Key = tuple[str, str]
#: project → its features, each with the spans that say so
Spoken = dict[str, dict[Key, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class FeatureTable:
    """The features of one plan's projects that at least two of them have, but not all.

    `of` has, for each project, its features with the spans that say so; `bits` is the information
    content -log2(df / N) of each. A feature of two ends is written "a b"; `ends` has for each of
    them the projects that have it, and its bits are the mean of those of its ends. `in_name` has
    what the projects' names say. Keys are the same objects everywhere: there are many projects.
    """

    of: Spoken
    bits: dict[Key, float]
    ends: tuple[Spoken, Spoken]
    in_name: dict[str, frozenset[Key]]

    def weight(self, key: Key) -> float:
        """What sharing this feature adds to the score, where no name says it."""
        return BY_NAME[key[0]].weight * self.bits[key]

    def emphasis(self, key: Key, project: str) -> float:
        """How many times the feature counts on this project's side."""
        return IN_NAME if key in self.in_name.get(project, ()) else 1.0

    def shared(self, one: str, other: str) -> dict[Key, float]:
        """(kind, feature) → what it adds to the score of two projects, before rounding."""
        mine, theirs = self.of.get(one, {}), self.of.get(other, {})
        found = {
            key: self.weight(key) * self.emphasis(key, one) * self.emphasis(key, other)
            for key in mine.keys() & theirs.keys()
        }
        # One end each; both ways when both projects have both.
        low, high = self.ends
        ways = Counter(low.get(one, {}).keys() & high.get(other, {}).keys())
        ways.update(high.get(one, {}).keys() & low.get(other, {}).keys())
        for key, times in ways.items():
            found[key] = times * self.weight(key)
        return found

    def spans(self, key: Key, project: str) -> tuple[str, ...]:
        """Where the text of `project` says what `key` stands for."""
        if key in self.of.get(project, {}):
            return self.of[project][key]
        return tuple(span for end in self.ends for span in end.get(project, {}).get(key, ()))


def feature_table(
    view: PlanView, projects: Sequence[Project], *, kinds: Iterable[EvidenceKind] = KINDS
) -> FeatureTable:
    """Collect the features of `projects` (all those of one plan) and their information content."""
    kinds = list(kinds)
    # Kinds of two ends need what others find, even where those are left out.
    found = {kind.name: kind.find(view, projects) for kind in KINDS if kind.sides is None}
    bits: dict[Key, float] = {}
    of: Spoken = defaultdict(dict)
    in_name: dict[str, frozenset[Key]] = {}
    for kind in kinds:
        if kind.sides is None:
            told = _bits(kind.name, found[kind.name], len(projects))
            bits |= told
            _add(of, found[kind.name], told)
        if kind.in_name is not None:
            for each in projects:
                named = frozenset((kind.name, feature) for feature in kind.in_name(each))
                if named:
                    in_name[each.iri] = in_name.get(each.iri, frozenset()) | named
    ends: tuple[Spoken, Spoken] = (defaultdict(dict), defaultdict(dict))
    for kind in kinds:
        if kind.sides is not None:
            sides = kind.sides(view, projects, found)
            told = _bits_of_ends(kind.name, sides, len(projects))
            bits |= told
            for end, side in zip(ends, sides, strict=True):
                _add(end, side, told)
    return FeatureTable(dict(of), bits, (dict(ends[0]), dict(ends[1])), in_name)


def _add(table: Spoken, features: Features, bits: Iterable[Key]) -> None:
    """Add what `features` say of each project, with the keys of `bits` and no others."""
    keys = {key[1]: key for key in bits}
    for project, told in features.items():
        known = {keys[feature]: spans for feature, spans in told.items() if feature in keys}
        if known:
            table[project].update(known)


def _count(features: Features) -> dict[str, int]:
    df: dict[str, int] = defaultdict(int)
    for has in features.values():
        for feature in has:
            df[feature] += 1
    return df


def _bits(kind: str, features: Features, size: int) -> dict[Key, float]:
    df = _count(features)
    return {(kind, f): -math.log2(n / size) for f, n in df.items() if 1 < n < size}


def _bits_of_ends(kind: str, sides: tuple[Features, Features], size: int) -> dict[Key, float]:
    """The mean of the bits of both ends; an edge that every project has both ends of says nothing."""
    low, high = (_count(side) for side in sides)
    bits = {f: -math.log2(math.sqrt(low[f] * high[f]) / size) for f in low.keys() & high.keys()}
    return {(kind, feature): value for feature, value in bits.items() if value > 0}
