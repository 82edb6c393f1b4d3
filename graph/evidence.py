"""The registry of evidence: what two projects can have in common, and what it weighs.

A kind names features of projects. A feature that df of the plan's N projects have is worth its
information content, -log2(df / N) bits, times the weight of its kind: the rarer, the more. Only
features with a quoted place in the text exist here, so that every evidence can be shown.

Weights: whom and what the plan calls by name counts in full. A place counts half, because often
it is no more than the venue; so does a concept, because a list of synonyms stands between it and
the plan, and the wording is scored besides. Neighbouring concepts count a quarter and a tenth
(docs/decisions/0010-weights-of-evidence.md). To add a kind, define it here, test it, and add its
line to the docs.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ..language import Text
from ..ontology.terms import ID_BASE
from .evidence_wording import says_nothing
from .neighbours import Edge, audience_neighbours, chain_neighbours
from .plan_view import PlanView, Project, Relation

#: project IRI → feature IRI → IRIs of the spans that say so
Features = dict[str, dict[str, tuple[str, ...]]]
Finder = Callable[[PlanView, Sequence[Project]], Features]
#: (kind, feature)
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class EvidenceKind:
    """One kind of evidence: its name in JSON and RDF, its weight and its words.

    `says` continues a sentence about both projects, `ends` closes it; {x} is what they share.
    Evidence of two ends (`beside`) has a sentence of its own: they do not have the same.
    """

    name: str
    weight: float
    label: Text
    says: Text
    ends: Text
    find: Finder
    beside: "Neighbours | None" = None


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Evidence of two ends: one project has a concept of `kind`, the other one beside it."""

    kind: str
    edges: Callable[[], frozenset[Edge]]


#: Bits for a cosine of 1. Low, because texts of one line make cosines high by one word; hiding
#: the pairs of packages in two plans and looking for them gave the same from 2 to 12.
WORDING_WEIGHT: Final = 4.0


def _named(relation: Relation) -> Finder:
    """Features = what one relation names."""

    def find(view: PlanView, projects: Sequence[Project]) -> Features:
        wanted = {each.iri for each in projects}
        found: Features = defaultdict(dict)
        for said in view.statements[relation]:
            if said.element in wanted:
                found[said.element][said.target] = said.spans
        return found

    return find


def _concepts(relation: Relation) -> Finder:
    """Features = concepts, where the words for them are the project's own.

    鉄道 in the name of a railway company says what the company does, not what the project is
    about: words inside the name of a partner or a place do not count. A kind of partner that only
    this plan has counts as the broader one of the scheme; a concept that fits any project is none.
    """

    def find(view: PlanView, projects: Sequence[Project]) -> Features:
        wanted = {each.iri for each in projects}
        names = _name_places(view)
        targets = {said.target: _common(view, said.target) for said in view.statements[relation]}
        empty = {target for target in targets.values() if says_nothing(view.name(target))}
        found: Features = defaultdict(dict)
        for said in view.statements[relation]:
            target = targets[said.target]
            own = [span for span in said.spans if not _inside(span, names.get(said.element, ()))]
            if own and said.element in wanted and target not in empty:
                before = found[said.element].get(target, ())
                found[said.element][target] = tuple(dict.fromkeys((*before, *own)))
        return found

    return find


def _common(view: PlanView, concept: str) -> str:
    """`concept`, or the one of the scheme above it when it was found in one plan only."""
    own = concept.startswith(ID_BASE)
    return view.broader.get(concept, (concept,))[0] if own else concept


def _name_places(view: PlanView) -> dict[str, list[tuple[str, int, int]]]:
    """Element → where the names of its partners and places stand."""
    found: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
    for relation in ("partner", "place"):
        for said in view.statements[relation]:
            found[said.element] += filter(None, map(char_range, said.spans))
    return found


def char_range(span: str) -> tuple[str, int, int] | None:
    """Source and character range of a span by its IRI (RFC 5147); None for any other IRI."""
    source, _, range_ = span.rpartition("#char=")
    start, comma, end = range_.partition(",")
    known = bool(source and comma and start.isdecimal() and end.isdecimal())
    return (source, int(start), int(end)) if known else None


def _inside(span: str, names: Iterable[tuple[str, int, int]]) -> bool:
    """Whether `span` is a part of one of `names`, and not all of it."""
    at = char_range(span)
    return at is not None and any(
        at != name and at[0] == name[0] and name[1] <= at[1] and at[2] <= name[2] for name in names
    )


def _section_mentions(view: PlanView, projects: Sequence[Project]) -> Features:
    """A section named in a text is a feature of that project and of those the section leads."""
    wanted = {each.iri: each for each in projects}
    found: Features = defaultdict(dict)
    named = {s.target for s in view.statements["related"] if s.element in wanted}
    for relation in ("related", "responsible"):
        for said in view.statements[relation]:
            if said.target in named and said.element in wanted:
                before = found[said.element].get(said.target, ())
                found[said.element][said.target] = (*before, *said.spans)
    return found


def _nothing(view: PlanView, projects: Sequence[Project]) -> Features:
    return {}


#: In the order in which equal evidence is shown. Wording is last: it has no features of this form.
KINDS: Final[tuple[EvidenceKind, ...]] = (
    EvidenceKind(
        name="partner",
        weight=1.0,
        label=Text("連携先", "Partner"),
        says=Text("連携先に「{x}」を挙げ", "name {x} as a partner"),
        ends=Text("連携先に「{x}」を挙げています", "name {x} as a partner"),
        find=_named("partner"),
    ),
    EvidenceKind(
        name="product",
        weight=1.0,
        label=Text("産品・行事", "Product or event"),
        says=Text("「{x}」にふれ", "mention {x}"),
        ends=Text("「{x}」にふれています", "mention {x}"),
        find=_named("involves"),
    ),
    EvidenceKind(
        name="place",
        weight=0.5,
        label=Text("場所", "Place"),
        says=Text("場所として「{x}」を挙げ", "name {x} as a place"),
        ends=Text("場所として「{x}」を挙げています", "name {x} as a place"),
        find=_named("place"),
    ),
    EvidenceKind(
        name="scheme",
        weight=1.0,
        label=Text("制度・計画", "Scheme"),
        says=Text("「{x}」に関わり", "relate to {x}"),
        ends=Text("「{x}」に関わっています", "relate to {x}"),
        find=_named("scheme"),
    ),
    EvidenceKind(
        name="section_mention",
        weight=1.0,
        label=Text("名指しされた課", "Section named in the text"),
        says=Text("本文で「{x}」を名指しし", "name {x} in their text"),
        ends=Text("本文で「{x}」を名指ししています", "name {x} in their text"),
        find=_section_mentions,
    ),
    EvidenceKind(
        name="audience",
        weight=0.5,
        label=Text("対象者", "Audience"),
        says=Text("「{x}」に向けた事業で", "are for {x}"),
        ends=Text("「{x}」に向けた事業です", "are for {x}"),
        find=_concepts("audience"),
    ),
    EvidenceKind(
        name="theme",
        weight=0.5,
        label=Text("分野", "Theme"),
        says=Text("「{x}」を扱い", "deal with {x}"),
        ends=Text("「{x}」を扱っています", "deal with {x}"),
        find=_concepts("theme"),
    ),
    EvidenceKind(
        name="partner_kind",
        weight=0.5,
        label=Text("連携先の種類", "Kind of partner"),
        says=Text("関わる相手に「{x}」を挙げ", "name {x} as those who take part"),
        ends=Text("関わる相手に「{x}」を挙げています", "name {x} as those who take part"),
        find=_concepts("partner_kind"),
    ),
    EvidenceKind(
        name="life_stage",
        weight=0.25,
        label=Text("隣り合う対象者", "Neighbouring audiences"),
        says=Text("隣り合う対象者（{x}）に向けており", "They are for neighbouring audiences ({x})"),
        ends=Text(
            "隣り合う対象者（{x}）に向けています", "They are for neighbouring audiences ({x})"
        ),
        find=_nothing,
        beside=Neighbours("audience", audience_neighbours),
    ),
    EvidenceKind(
        name="complement",
        weight=0.1,
        label=Text("つながりのある分野", "Adjoining fields"),
        says=Text("つながりのある分野（{x}）を受け持ち", "They work in adjoining fields ({x})"),
        ends=Text(
            "つながりのある分野（{x}）を受け持っています", "They work in adjoining fields ({x})"
        ),
        find=_nothing,
        beside=Neighbours("theme", chain_neighbours),
    ),
)


#: How shared wording is said; its evidence is computed from texts, not from features.
WORDING: Final = EvidenceKind(
    name="wording",
    weight=WORDING_WEIGHT,
    label=Text("共通する言葉", "Shared wording"),
    says=Text("「{x}」という言葉を使い", "use the words {x}"),
    ends=Text("「{x}」という言葉を使っています", "use the words {x}"),
    find=_nothing,
)

BY_NAME: Final[Mapping[str, EvidenceKind]] = {kind.name: kind for kind in (*KINDS, WORDING)}


@dataclass(frozen=True, slots=True)
class FeatureTable:
    """The features of one plan's projects that at least two of them have, but not all.

    `bits` is the information content -log2(df / N) of each (kind, feature). A feature of two ends
    is written "a b"; `ends` says which of them a project has, 0 or 1, and its bits are the mean
    of those of its ends.
    """

    of: dict[str, dict[Key, tuple[str, ...]]]
    bits: dict[Key, float]
    ends: dict[str, dict[Key, dict[int, tuple[str, ...]]]]

    def weight(self, key: Key) -> float:
        """What sharing this feature adds to the score."""
        return BY_NAME[key[0]].weight * self.bits[key]

    def joined(self, one: str, other: str) -> dict[Key, int]:
        """(kind, edge) → how often two projects have its two ends, one each: 1 or 2."""
        mine, theirs = self.ends.get(one, {}), self.ends.get(other, {})
        found = {
            key: (0 in mine[key] and 1 in theirs[key]) + (1 in mine[key] and 0 in theirs[key])
            for key in mine.keys() & theirs.keys()
        }
        return {key: times for key, times in found.items() if times}

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
    of: dict[str, dict[Key, tuple[str, ...]]] = defaultdict(dict)
    df: dict[Key, int] = defaultdict(int)
    kinds = list(kinds)
    for kind in kinds:
        for project, features in kind.find(view, projects).items():
            for feature, spans in features.items():
                of[project][kind.name, feature] = spans
                df[kind.name, feature] += 1
    bits = {key: -math.log2(n / len(projects)) for key, n in df.items() if 1 < n < len(projects)}
    ends: dict[str, dict[Key, dict[int, tuple[str, ...]]]] = defaultdict(dict)
    for kind in kinds:
        if kind.beside is not None:
            bits |= _add_ends(kind, kind.beside, view, projects, ends)
    return FeatureTable(
        of={p: {k: s for k, s in has.items() if k in bits} for p, has in of.items()},
        bits=bits,
        ends=dict(ends),
    )


def _add_ends(
    kind: EvidenceKind,
    beside: Neighbours,
    view: PlanView,
    projects: Sequence[Project],
    ends: dict[str, dict[Key, dict[int, tuple[str, ...]]]],
) -> dict[Key, float]:
    """Put the ends that projects have into `ends`; the bits of each edge that has both."""
    base = next(each for each in KINDS if each.name == beside.kind)
    having: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for project, features in base.find(view, projects).items():
        for feature, spans in features.items():
            having[feature][project] = spans
    bits: dict[Key, float] = {}
    for edge in sorted(beside.edges()):
        if all(end in having for end in edge):
            key = (kind.name, " ".join(edge))
            df = [len(having[end]) for end in edge]
            value = -math.log2(math.sqrt(df[0] * df[1]) / len(projects))
            if value <= 0:  # every project has both ends: that says nothing
                continue
            bits[key] = value
            for number, end in enumerate(edge):
                for project, spans in having[end].items():
                    ends[project].setdefault(key, {})[number] = spans
    return bits
