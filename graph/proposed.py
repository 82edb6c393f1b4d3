"""What workshops proposed, by name, for reports: links, things, and their word on suggestions."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from .patches import Kind, Operation
from .proposals import all_proposals, by_iri, in_force, iri_of, proposal_of
from .store import KnowledgeBase

if TYPE_CHECKING:
    from .plan_view import PlanView

#: What is put before readers; notes, votes and stories are the workshop's own.
KINDS: Final[tuple[Kind, ...]] = ("add-link", "add-node", "accept", "reject")


@dataclass(frozen=True, slots=True)
class Proposed:
    """Something that `author` proposed or judged on `day` (ISO 8601) in `workshop`.

    `things` are pairs (sections joined by ・ or "", name). `text` is what was written with it; of a
    verdict also the same author's comments on the same things. `votes` is how many it got;
    `sections` are the IRIs of those concerned; `plan` is the plan's name where there are several.
    """

    kind: Kind
    things: tuple[tuple[str, str], ...]
    author: str
    day: str
    workshop: str
    text: str = ""
    votes: int = 0
    sections: frozenset[str] = frozenset()
    plan: str = ""


def read_proposed(kb: KnowledgeBase, view: "PlanView") -> tuple[Proposed, ...]:
    """What counts of all plans' proposals, by kind and then by time; nothing that was taken back."""
    several = len(kb.plans()) > 1
    found = _read(in_force(all_proposals(kb)), view, several=several)
    return tuple(sorted(found, key=lambda each: KINDS.index(each.kind)))


def _read(counting: Sequence[Operation], view: "PlanView", *, several: bool) -> Iterator[Proposed]:
    known = by_iri(counting)
    votes = Counter(each.on for each in counting if each.kind == "vote")
    comments: dict[tuple[str, tuple[str, ...]], list[str]] = defaultdict(list)
    for each in counting:
        if each.kind == "comment":
            comments[each.author, each.on].append(each.text)
    for each in counting:
        if each.kind not in KINDS:
            continue
        own = iri_of(each)
        said = [each.text] if each.text else []
        said += comments[each.author, each.on] if each.on else []
        leaves = [leaf for iri in each.on or (own,) for leaf in _leaves(iri, known)]
        yield Proposed(
            kind=each.kind,
            things=tuple(_named(leaf, known, view) for leaf in leaves),
            author=each.author,
            day=each.time[:10],
            workshop=each.workshop,
            text="／".join(said),
            # Votes for a proposal stand with it, not with every verdict on it.
            votes=0 if len(each.on) == 1 else votes[each.on or (own,)],
            sections=frozenset(unit for leaf in leaves for unit in _units(leaf, view)),
            plan=view.name(each.plan) if several else "",
        )


def _leaves(iri: str, known: Mapping[str, Operation]) -> tuple[str, ...]:
    """The thing itself, or what a proposed link joins; a link joins things, never links."""
    proposal = known.get(proposal_of(iri))
    return proposal.ends if proposal is not None and proposal.ends else (iri,)


def _named(iri: str, known: Mapping[str, Operation], view: "PlanView") -> tuple[str, str]:
    proposal = known.get(proposal_of(iri))
    if proposal is not None and proposal.label:
        return "", proposal.label
    project = view.projects.get(iri)
    if project is None:
        return "", view.name(iri)
    return "・".join(map(view.name, project.sections)), project.name


def _units(iri: str, view: "PlanView") -> tuple[str, ...]:
    """The sections of a project; a section itself."""
    return view.projects[iri].sections if iri in view.projects else (iri,)
