"""The features of one plan's projects and what sharing them is worth."""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .evidence import BY_NAME, IN_NAME, KINDS, EvidenceKind
from .evidence_finders import Features
from .plan_view import PlanView, Project

#: (kind, feature)
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class FeatureTable:
    """The features of one plan's projects that at least two of them have, but not all.

    `of` has, for each project, its features with the spans that say so; `bits` is the information
    content -log2(df / N) of each. A feature of two ends is written "a b"; `ends` says which of them
    a project has, 0 or 1, and its bits are the mean of those of its ends. `in_name` has what the
    projects' names say.
    """

    of: dict[str, dict[Key, tuple[str, ...]]]
    bits: dict[Key, float]
    ends: dict[str, dict[Key, dict[int, tuple[str, ...]]]]
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
        has, uses = self.ends.get(one, {}), self.ends.get(other, {})
        for key in has.keys() & uses.keys():
            # One end each; both ways when both projects have both.
            times = (0 in has[key] and 1 in uses[key]) + (1 in has[key] and 0 in uses[key])
            if times:
                found[key] = times * self.weight(key)
        return found

    def spans(self, key: Key, project: str) -> tuple[str, ...]:
        """Where the text of `project` says what `key` stands for."""
        if key in self.of.get(project, {}):
            return self.of[project][key]
        ends = self.ends.get(project, {}).get(key, {})
        return tuple(span for end in sorted(ends) for span in ends[end])


def feature_table(
    view: PlanView, projects: Sequence[Project], *, kinds: Iterable[EvidenceKind] = KINDS
) -> FeatureTable:
    """Collect the features of `projects` (all those of one plan) and their information content."""
    kinds = list(kinds)
    # Kinds of two ends need what others find, even where those are left out.
    found = {kind.name: kind.find(view, projects) for kind in KINDS if kind.sides is None}
    bits: dict[Key, float] = {}
    of: dict[str, dict[Key, tuple[str, ...]]] = defaultdict(dict)
    in_name: dict[str, frozenset[Key]] = {}
    for kind in kinds:
        if kind.sides is None:
            bits |= _bits(kind.name, found[kind.name], len(projects))
            for project, features in found[kind.name].items():
                of[project].update(
                    ((kind.name, feature), spans)
                    for feature, spans in features.items()
                    if (kind.name, feature) in bits
                )
        if kind.in_name is not None:
            for each in projects:
                named = frozenset((kind.name, feature) for feature in kind.in_name(each))
                if named:
                    in_name[each.iri] = in_name.get(each.iri, frozenset()) | named
    ends: dict[str, dict[Key, dict[int, tuple[str, ...]]]] = defaultdict(dict)
    for kind in kinds:
        if kind.sides is not None:
            sides = kind.sides(view, projects, found)
            bits |= _bits_of_ends(kind.name, sides, len(projects))
            for number, side in enumerate(sides):
                for project, features in side.items():
                    for feature, spans in features.items():
                        if (key := (kind.name, feature)) in bits:
                            ends[project].setdefault(key, {})[number] = spans
    return FeatureTable(dict(of), bits, dict(ends), in_name)


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
