"""The registry of evidence: what two projects can have in common, and what it weighs.

A kind names features of projects. A feature that df of the plan's N projects have is worth its
information content, -log2(df / N) bits, times the weight of its kind: the rarer, the more. Of some
kinds (`sides`) the one project has the one end and the other project the other; their bits are the
mean of both ends. What a project's *name* says is what the project is about: there a finer subject
counts `IN_NAME` times as much, for each of the two.

The weights are few and were fixed on invented plans with labelled pairs, then measured on hidden
links (docs/decisions/0010-weights-of-evidence.md). To add a kind, define it here, test it, and add
its line to docs/evidence.md (a test compares).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from ..language import Text
from .evidence_finders import (
    Finder,
    Sides,
    concepts,
    means,
    named,
    neighbours,
    nothing,
    section_mentions,
    subjects_in_name,
    told_subjects,
    years,
)
from .neighbours import audience_neighbours, chain_neighbours
from .plan_view import Project


@dataclass(frozen=True, slots=True)
class EvidenceKind:
    """One kind of evidence: its weight, where it is found, and its words.

    `says` continues a sentence about both projects, `ends` closes it; {x} is what they share.
    Evidence of two ends (`sides`) has a sentence of its own: they do not have the same. `shown_as`
    is the kind of DESIGN.md in JSON and RDF where several kinds of the registry share one.
    `in_name` finds the features that a project's name says. Evidence that is not `alone` is
    counted only for pairs that have some other evidence.
    """

    name: str
    weight: float
    label: Text
    says: Text
    ends: Text
    find: Finder = nothing
    sides: Sides | None = None
    shown_as: str = ""
    in_name: Callable[[Project], set[str]] | None = None
    alone: bool = True

    @property
    def kind(self) -> str:
        """Its name in JSON and RDF."""
        return self.shown_as or self.name


#: Bits for a cosine of 1. Low, because texts of one line make cosines high by one word; from 4 to
#: 16 the measured plans hardly differ.
WORDING_WEIGHT: Final = 8.0
#: Bits for a cosine of 1 of what two projects mean. Fixed on plans of other hands (see above).
MEANING_WEIGHT: Final = 16.0
#: How much more a subject counts on the side whose name says it.
IN_NAME: Final = 1.5

#: In the order in which equal evidence is shown. What is computed from texts comes last.
KINDS: Final[tuple[EvidenceKind, ...]] = (
    EvidenceKind(
        name="partner",
        weight=1.0,
        label=Text("連携先", "Partner"),
        says=Text("連携先に「{x}」を挙げ", "name {x} as a partner"),
        ends=Text("連携先に「{x}」を挙げています", "name {x} as a partner"),
        find=named("partner"),
    ),
    EvidenceKind(
        name="product",
        weight=1.0,
        label=Text("産品・行事", "Product or event"),
        says=Text("「{x}」を取り上げ", "mention {x}"),
        ends=Text("「{x}」を取り上げています", "mention {x}"),
        find=named("involves"),
    ),
    EvidenceKind(
        name="place",
        weight=0.75,
        label=Text("場所", "Place"),
        says=Text("場所に「{x}」を挙げ", "name {x} as a place"),
        ends=Text("場所に「{x}」を挙げています", "name {x} as a place"),
        find=named("place"),
    ),
    EvidenceKind(
        name="scheme",
        weight=1.0,
        label=Text("制度・計画", "Scheme"),
        says=Text("制度・計画の「{x}」に関わり", "relate to {x}"),
        ends=Text("制度・計画の「{x}」に関わる事業です", "relate to {x}"),
        find=named("scheme"),
    ),
    EvidenceKind(
        name="section_mention",
        weight=0.5,
        label=Text("名指しされた課", "Section named in the text"),
        says=Text("本文に「{x}」の名を挙げ", "name {x} in their text"),
        ends=Text("本文に「{x}」の名を挙げています", "name {x} in their text"),
        find=section_mentions,
    ),
    EvidenceKind(
        name="audience",
        weight=0.5,
        label=Text("対象者", "Audience"),
        says=Text("「{x}」を対象とし", "are for {x}"),
        ends=Text("「{x}」を対象とした事業です", "are for {x}"),
        find=concepts("audience"),
    ),
    EvidenceKind(
        name="subject",
        shown_as="theme",
        weight=1.0,
        label=Text("主題", "Subject"),
        says=Text("「{x}」に関わり", "concern {x}"),
        ends=Text("「{x}」に関わる事業です", "concern {x}"),
        find=told_subjects,
        in_name=subjects_in_name,
    ),
    EvidenceKind(
        name="theme",
        weight=0.25,
        label=Text("分野", "Theme"),
        says=Text("「{x}」の分野で", "are in the field of {x}"),
        ends=Text("「{x}」の分野の事業です", "are in the field of {x}"),
        find=concepts("theme"),
    ),
    EvidenceKind(
        name="partner_kind",
        weight=0.25,
        label=Text("連携先の種類", "Kind of partner"),
        says=Text("連携や参加の相手に「{x}」を挙げ", "name {x} among those who take part"),
        ends=Text("連携や参加の相手に「{x}」を挙げています", "name {x} among those who take part"),
        find=concepts("partner_kind"),
    ),
    EvidenceKind(
        name="life_stage",
        weight=0.1,
        label=Text("隣り合う対象者", "Neighbouring audiences"),
        says=Text("対象とする人が近く（{x}）", "are for neighbouring audiences ({x})"),
        ends=Text("対象とする人が近い事業です（{x}）", "are for neighbouring audiences ({x})"),
        sides=neighbours("audience", audience_neighbours),
    ),
    EvidenceKind(
        name="chain",
        shown_as="life_stage",
        weight=0.1,
        label=Text("つながりのある分野", "Adjoining fields"),
        says=Text("分野が隣り合い（{x}）", "are in adjoining fields ({x})"),
        ends=Text("分野が隣り合う事業です（{x}）", "are in adjoining fields ({x})"),
        sides=neighbours("theme", chain_neighbours),
    ),
    EvidenceKind(
        name="complement",
        weight=0.25,
        label=Text("補い合うもの", "What completes each other"),
        says=Text("{x}の面で補い合えそうで", "could complement each other ({x})"),
        ends=Text("{x}の面で補い合えそうです", "could complement each other ({x})"),
        sides=means("subject", "audience"),
    ),
    EvidenceKind(
        name="year",
        weight=0.1,
        label=Text("同じ年", "Same year"),
        says=Text("「{x}」の記載があり", "name {x}"),
        ends=Text("「{x}」の記載があります", "name {x}"),
        find=years,
        alone=False,
    ),
)


#: How shared wording is said; its evidence is computed from texts, not from features.
WORDING: Final = EvidenceKind(
    name="wording",
    weight=WORDING_WEIGHT,
    label=Text("共通する言葉", "Shared wording"),
    says=Text("「{x}」という言葉を使い", "use the words {x}"),
    ends=Text("「{x}」という言葉を使っています", "use the words {x}"),
)

#: How nearness in meaning is said: {x} are words of the one and of the other. Computed as well.
MEANING: Final = EvidenceKind(
    name="meaning",
    shown_as="wording",
    weight=MEANING_WEIGHT,
    label=Text("近い言葉", "Kindred words"),
    says=Text("{x}のように近い言葉を使い", "use kindred words such as {x}"),
    ends=Text("{x}のように近い言葉を使っています", "use kindred words such as {x}"),
)

#: Kinds that are computed from texts, not from features.
COMPUTED: Final = (WORDING, MEANING)

BY_NAME: Final[Mapping[str, EvidenceKind]] = {kind.name: kind for kind in (*KINDS, *COMPUTED)}
