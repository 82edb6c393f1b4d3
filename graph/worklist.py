"""The section-pair worklist: what joins two sections today, what could, and what was decided.

One model for every form it is written in (page, workbook, document). Made from links, suggestions
and decisions; whoever was turned down leaves the list, what was adopted comes back as a link.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

from ..language import Text
from .decisions import Decision
from .editions import Standing, standing_decisions
from .findings import decided_sentences, portrait, sentences
from .links import Link, Links, find_links
from .measures import measure
from .open_suggestions import open_ones
from .plan_view import PlanView, Project, read_plans
from .proposed import Proposed, read_proposed
from .replaced import replaced_plans
from .store import KnowledgeBase
from .suggest import Suggestion, Suggestions
from .unit_names import unit_names
from .unseen import Unseen, find_unseen

#: A pair of sections is ranked by its best suggestions, so that many weak ones do not win.
_COUNTED: Final = 3
_MOST_INVITED: Final = 6

#: Two sections by IRI, in the order of the document.
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A suggestion and what was decided of it so far."""

    suggestion: Suggestion
    decision: Decision | None


@dataclass(frozen=True, slots=True)
class SectionPair:
    """Two sections: the links they have, the candidates, who else has the same ground.

    `unseen` is what the plan leaves open about the rows of these candidates, or does not say of
    rows of the two sections.
    """

    rank: int
    sections: tuple[str, str]
    score: float
    links: tuple[Link, ...]
    candidates: tuple[Candidate, ...]
    invite: tuple[str, ...]
    unseen: tuple[Unseen, ...] = ()


@dataclass(frozen=True, slots=True)
class Decided:
    """Projects that people decided on: (sections, name) of each, and the decision.

    `found` is whether today's plan still has all of them.
    """

    projects: tuple[tuple[str, str], ...]
    decision: Decision
    found: bool = True


@dataclass(frozen=True, slots=True)
class Flow:
    """So many projects of a goal and a section, or so many rows of a section and a partner."""

    source: str
    target: str
    count: int


@dataclass(frozen=True, slots=True)
class Worklist:
    """The whole list; names of sections stand for sections.

    `joined` has the links of every pair of sections, `suggested` how many candidates; `silent` are
    sections of which the plan says nothing that could join them. `proposed` is what workshops
    proposed: the plan does not say it. `section` is the one that the
    list, its links and its findings are about, or None.
    """

    title: str
    sections: tuple[str, ...]
    pairs: tuple[SectionPair, ...]
    trios: tuple[Candidate, ...]
    joined: dict[tuple[str, str], tuple[Link, ...]]
    suggested: dict[tuple[str, str], int]
    decided: tuple[Decided, ...]
    silent: tuple[str, ...]
    unseen: tuple[Unseen, ...]
    findings: tuple[Text, ...]
    goals: tuple[Flow, ...]
    partners: tuple[Flow, ...]
    notes: tuple[Text, ...]
    proposed: tuple[Proposed, ...] = ()
    section: str | None = None


def make_worklist(kb: KnowledgeBase, *, top: int = 100, section: str | None = None) -> Worklist:
    """The worklist of `kb` from its `top` open suggestions; of one section's only, when named.

    Raises InputError when no project is led by `section`.
    """
    view = read_plans(kb)
    standing = standing_decisions(kb, view)
    found, open_ones = _open_suggestions(kb, standing, top=top, section=section)
    links = find_links(kb, by="section")
    return _Maker(kb, view, standing, links, section).make(found, open_ones)


def _open_suggestions(
    kb: KnowledgeBase, standing: Standing, *, top: int, section: str | None
) -> tuple[Suggestions, list[Candidate]]:
    """The best suggestions that are not settled, pairs and then trios, with what was said of them."""
    decided = {frozenset(each.on): each for each in standing.decisions}
    found = open_ones(kb, decided, top=top, section=section)
    return found, [
        Candidate(each, decided.get(frozenset(project.iri for project in each.projects)))
        for each in (*found.items, *found.trios)
    ]


class _Maker:
    """Puts the parts together; sections are told apart by IRI and shown by name."""

    def __init__(
        self,
        kb: KnowledgeBase,
        view: PlanView,
        standing: Standing,
        links: Links,
        section: str | None,
    ) -> None:
        self.kb, self.view, self.standing, self.links = kb, view, standing, links
        units = dict.fromkeys(u for each in view.projects.values() for u in each.sections)
        units |= dict.fromkeys(node.iri for node in links.nodes if node.type == "section")
        self.order = {unit: number for number, unit in enumerate(units)}
        self.names = unit_names(view)
        wanted = None if section is None else _plain(section)
        self.own = frozenset(unit for unit in units if _plain(view.name(unit)) == wanted)

    def make(self, found: Suggestions, candidates: Sequence[Candidate]) -> Worklist:
        by_pair: dict[Pair, list[Candidate]] = defaultdict(list)
        for each in candidates:
            if len(each.suggestion.projects) == 2 and (pair := self._pair_of(each.suggestion)):
                by_pair[pair].append(each)
        joined: dict[Pair, list[Link]] = defaultdict(list)
        for link in self.links.links:
            if not self.own or self.own & {link.source, link.target}:
                joined[self._pair(link.source, link.target)].append(link)
        unseen = find_unseen(self.kb, self.view)
        if self.own:
            unseen = tuple(each for each in unseen if self.own & set(each.sections))
        ranked = sorted(by_pair, key=lambda pair: (-_score(by_pair[pair]), self._place(pair)))
        return Worklist(
            title="・".join(self.view.name(plan) for plan in self.view.plans()),
            sections=tuple(self.names[unit] for unit in self.order),
            pairs=tuple(
                SectionPair(
                    rank=rank,
                    sections=self._named(pair),
                    score=_score(by_pair[pair]),
                    links=tuple(joined.get(pair, ())),
                    candidates=tuple(by_pair[pair]),
                    invite=self._invite(pair, by_pair),
                    unseen=_about(pair, by_pair[pair], unseen),
                )
                for rank, pair in enumerate(ranked, 1)
            ),
            trios=tuple(each for each in candidates if len(each.suggestion.projects) > 2),
            joined={
                self._named(pair): tuple(joined[pair]) for pair in sorted(joined, key=self._place)
            },
            suggested={self._named(pair): len(group) for pair, group in by_pair.items()},
            decided=tuple(self._decided()),
            silent=self._silent(by_pair),
            unseen=unseen,
            findings=tuple(self._findings()),
            goals=self._goals(),
            partners=self._partners(),
            notes=(*found.notes, *self._replaced()),
            proposed=tuple(
                each
                for each in read_proposed(self.kb, self.view)
                if not self.own or self.own & each.sections
            ),
            section=self.names[min(self.own)] if self.own else None,
        )

    def _findings(self) -> Iterable[Text]:
        stated = find_links(self.kb, by="section", decided=False)
        measured = measure(stated)
        if not self.own:
            yield from sentences(self.view, stated, measured)
            yield from decided_sentences(self.links)
        for unit in sorted(self.own):
            yield from portrait(self.view, stated, measured, unit)

    def _pair(self, one: str, other: str) -> Pair:
        return (one, other) if self.order[one] <= self.order[other] else (other, one)

    def _place(self, pair: Pair) -> tuple[int, int]:
        return self.order[pair[0]], self.order[pair[1]]

    def _named(self, pair: Pair) -> tuple[str, str]:
        return self.names[pair[0]], self.names[pair[1]]

    def _pair_of(self, suggestion: Suggestion) -> Pair | None:
        """The sections it is listed under: of rows with several, the first two that differ."""
        one, other = (self.view.projects[each.iri].sections for each in suggestion.projects)
        pairs = [self._pair(a, b) for a, b in product(one, other) if a != b]
        pairs = [pair for pair in pairs if not self.own or self.own & set(pair)] or pairs
        return min(pairs, key=self._place, default=None)

    def _invite(self, pair: Pair, by_pair: Mapping[Pair, Sequence[Candidate]]) -> tuple[str, ...]:
        """Who leads these rows besides, is suggested for them, is named by them, or partners."""
        own = _projects(by_pair[pair][:_COUNTED])
        rows = [self.view.projects[iri] for iri in own]
        units = [unit for row in rows for unit in row.sections]
        for group in by_pair.values():
            for each in group:
                near = [self.view.projects[project.iri] for project in each.suggestion.projects]
                if any(project.iri in own for project in near):
                    units += [unit for project in near for unit in project.sections]
        around = own | {package for row in rows for package in row.packages}
        statements = self.view.statements
        units += [each.target for each in statements["related"] if each.element in around]
        partners = [each.target for each in statements["partner"] if each.element in around]
        names = [self.names.get(unit, self.view.name(unit)) for unit in units if unit not in pair]
        return tuple(dict.fromkeys([*names, *map(self.view.name, partners)]))[:_MOST_INVITED]

    def _decided(self) -> Iterable[Decided]:
        both = [(True, each) for each in self.standing.decisions]
        both += [(False, each) for each in self.standing.lost]
        for found, each in sorted(both, key=lambda pair: (pair[1].when, pair[1].iri)):
            yield Decided(tuple(self.standing.names[iri] for iri in each.on), each, found)

    def _silent(self, by_pair: Mapping[Pair, Sequence[Candidate]]) -> tuple[str, ...]:
        known = {unit for pair in by_pair for unit in pair}
        known |= {node.iri for node in self.links.nodes if node.degree}
        return tuple(self.names[unit] for unit in self.order if unit not in known)

    def _goals(self) -> tuple[Flow, ...]:
        return _flows(
            (self.view.name(goal), self.names[unit])
            for project in self.view.projects.values()
            for goal in project.goals
            for unit in project.sections
        )

    def _partners(self) -> tuple[Flow, ...]:
        return _flows(
            (self.names[unit], self.view.name(said.target))
            for said in self.view.statements["partner"]
            for unit in _units(self.view, said.element)
        )

    def _replaced(self) -> Iterable[Text]:
        for old, new in sorted(replaced_plans(self.kb).items()):
            names = [self.view.label(old), self.view.label(new)]
            if names[0] == names[1]:  # editions of one title are told apart by their numbers
                ids = [iri.rpartition("/")[2] for iri in (old, new)]
                names = [
                    Text(f"{n.ja}（{i}）", f"{n.en} ({i})") for n, i in zip(names, ids, strict=True)
                ]
            yield Text(
                f"「{names[0].ja}」は「{names[1].ja}」に改められたので、この一覧には入れていません。",
                f"“{names[0].en}” was replaced by “{names[1].en}” and is not in this list.",
            )


def _plain(name: str) -> str:
    return unicodedata.normalize("NFKC", name).strip()


def _score(candidates: Sequence[Candidate]) -> float:
    return round(sum(each.suggestion.score for each in candidates[:_COUNTED]), 4)


def _projects(candidates: Iterable[Candidate]) -> frozenset[str]:
    return frozenset(project.iri for each in candidates for project in each.suggestion.projects)


def _about(
    pair: Pair, candidates: Sequence[Candidate], unseen: Iterable[Unseen]
) -> tuple[Unseen, ...]:
    """What is left open about the rows of the candidates, then rows of the pair without text."""
    own = _projects(candidates)
    near = [each for each in unseen if each.element in own]
    near += [
        each
        for each in unseen
        if each.kind in ("no_text", "open_owner") and set(each.sections) & set(pair)
    ]
    return tuple(dict.fromkeys(near))


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
