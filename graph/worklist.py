"""The section-pair worklist: what joins two sections today, what could, and what was decided.

One model for every form it is written in (page, workbook). Made from links, suggestions and
decisions; whoever was turned down leaves the list, what was adopted comes back as a link.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from .decisions import Decision, Verdict, latest, read_decisions
from .links import Link, Links, find_links
from .plan_view import PlanView, Project, read_plans
from .store import KnowledgeBase
from .suggest import Suggestion, Suggestions, find_suggestions

#: A pair of sections is ranked by its best suggestions, so that many weak ones do not win.
_COUNTED: Final = 3
_GONE: Final[frozenset[Verdict]] = frozenset({"declined", "adopted", "existing"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A suggestion and what was decided of it so far."""

    suggestion: Suggestion
    decision: Decision | None


@dataclass(frozen=True, slots=True)
class SectionPair:
    """Two sections: the links they have, the candidates, who else has the same ground."""

    rank: int
    sections: tuple[str, str]
    score: float
    links: tuple[Link, ...]
    candidates: tuple[Candidate, ...]
    invite: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decided:
    """A pair of projects that people decided on: names, sections and the decision."""

    projects: tuple[tuple[str, str], ...]
    decision: Decision


@dataclass(frozen=True, slots=True)
class Flow:
    """So many projects of a goal and a section, or so many rows of a section and a partner."""

    source: str
    target: str
    count: int


@dataclass(frozen=True, slots=True)
class Worklist:
    """The whole list. `silent` are sections of which the plan says nothing that could join them."""

    title: str
    sections: tuple[str, ...]
    pairs: tuple[SectionPair, ...]
    joined: dict[tuple[str, str], int]
    suggested: dict[tuple[str, str], int]
    decided: tuple[Decided, ...]
    silent: tuple[str, ...]
    goals: tuple[Flow, ...]
    partners: tuple[Flow, ...]
    notes: Suggestions


def make_worklist(kb: KnowledgeBase, *, top: int = 100, section: str | None = None) -> Worklist:
    """The worklist of `kb` from its `top` suggestions; of one section's only, when named.

    Raises InputError when no project is led by `section`.
    """
    view = read_plans(kb)
    decisions = {frozenset(each.on): each for each in latest(read_decisions(kb))}
    found = find_suggestions(kb, top=top, section=section)
    links = find_links(kb, by="section")
    names = {node.iri: node.name for node in links.nodes}
    by_pair: dict[tuple[str, str], list[Candidate]] = defaultdict(list)
    for each in found:
        decision = decisions.get(frozenset(project.iri for project in each.projects))
        if decision is None or decision.verdict not in _GONE:
            by_pair[_pair(*(project.section for project in each.projects))].append(
                Candidate(each, decision)
            )
    joined: dict[tuple[str, str], list[Link]] = defaultdict(list)
    for link in links.links:
        joined[_pair(names[link.source], names[link.target])].append(link)
    ranked = sorted(by_pair, key=lambda pair: (-_score(by_pair[pair]), pair))
    return Worklist(
        title="・".join(view.name(plan) for plan in view.plans()),
        sections=_sections(view),
        pairs=tuple(
            SectionPair(
                rank=rank,
                sections=pair,
                score=_score(by_pair[pair]),
                links=tuple(joined.get(pair, ())),
                candidates=tuple(by_pair[pair]),
                invite=_invite(view, pair, by_pair),
            )
            for rank, pair in enumerate(ranked, 1)
        ),
        joined={pair: len(group) for pair, group in joined.items()},
        suggested={pair: len(group) for pair, group in by_pair.items()},
        decided=tuple(_decided(view, decisions.values())),
        silent=_silent(view, links, by_pair),
        goals=_flows(
            (view.name(goal), view.name(unit))
            for project in view.projects.values()
            for goal in project.goals
            for unit in project.sections
        ),
        partners=_flows(
            (view.name(unit), view.name(said.target))
            for said in view.statements["partner"]
            for unit in _units(view, said.element)
        ),
        notes=found,
    )


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one <= other else (other, one)


def _score(candidates: Sequence[Candidate]) -> float:
    return round(sum(each.suggestion.score for each in candidates[:_COUNTED]), 4)


def _sections(view: PlanView) -> tuple[str, ...]:
    units = dict.fromkeys(u for project in view.projects.values() for u in project.sections)
    return tuple(view.name(unit) for unit in units)


def _units(view: PlanView, element: str) -> tuple[str, ...]:
    """The sections behind a row, or behind the rows of a package."""
    projects: list[Project] = [
        view.projects[iri]
        for iri in (element, *view.packages.get(element, ()))
        if iri in view.projects
    ]
    return tuple(dict.fromkeys(unit for project in projects for unit in project.sections))


def _flows(pairs: Iterable[tuple[str, str]]) -> tuple[Flow, ...]:
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for pair in pairs:
        counts[pair] += 1
    return tuple(Flow(*pair, count) for pair, count in counts.items())


def _invite(
    view: PlanView, pair: tuple[str, str], by_pair: dict[tuple[str, str], list[Candidate]]
) -> tuple[str, ...]:
    """Sections suggested for the same projects, and the partners these projects name."""
    own = {project.iri for each in by_pair[pair][:_COUNTED] for project in each.suggestion.projects}
    others = [
        project.section
        for group in by_pair.values()
        for each in group
        if own & {project.iri for project in each.suggestion.projects}
        for project in each.suggestion.projects
        if project.section not in pair
    ]
    partners = [
        view.name(said.target) for said in view.statements["partner"] if said.element in own
    ]
    return tuple(dict.fromkeys([*others, *partners]))[:6]


def _decided(view: PlanView, decisions: Iterable[Decision]) -> Iterable[Decided]:
    for each in decisions:
        projects = [view.projects[iri] for iri in each.on if iri in view.projects]
        if len(projects) > 1:
            said = tuple(
                ("・".join(map(view.name, project.sections)), project.name) for project in projects
            )
            yield Decided(said, each)


def _silent(
    view: PlanView, links: Links, by_pair: dict[tuple[str, str], list[Candidate]]
) -> tuple[str, ...]:
    named = {name for pair in by_pair for name in pair}
    named |= {node.name for node in links.nodes if node.degree}
    return tuple(name for name in _sections(view) if name not in named)
