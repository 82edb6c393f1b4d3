"""Builds the map's model from RDF: which things are nodes, which statements are edges."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import TYPE_CHECKING, Final

from ..language import Text
from ..ontology.terms import claim, eni, ext, mark
from .decided import Decided, read_decided
from .facts import LABEL, Facts, read_facts, uncollected
from .model import (
    NODE_TYPES,
    RELS,
    SILENT,
    Evidence,
    MapEdge,
    MapModel,
    MapNode,
    NodeType,
    Participant,
    Quote,
    Rel,
    plan_letter,
)
from .sentences import Sentences

if TYPE_CHECKING:
    from ..graph.store import KnowledgeBase

_CLASS_OF: Final[dict[NodeType, str]] = {
    "goal": eni.Goal,
    "measure": eni.Measure,
    "package": eni.Package,
    "project": eni.Project,
}
_PREDICATE_OF: Final[dict[Rel, str]] = {
    "partOf": ext.isPartOf,
    "responsible": eni.responsibleUnit,
    "partner": eni.partner,
    "related": eni.relatedUnit,
    "refersTo": eni.refersTo,
}


def read_model(kb: "KnowledgeBase", *, include_suggestions: bool = True) -> MapModel:
    """The nodes and edges of every plan in the knowledge base, nothing that is not in the RDF."""
    with uncollected():
        facts = read_facts(kb, include_suggestions=include_suggestions)
        decided = read_decided(kb) if include_suggestions else Decided()
        return _Reader(facts, decided, kb.plans()).model()


class _Reader:
    def __init__(self, facts: Facts, decided: Decided, plans: list[str]) -> None:
        self.plans = plans
        self.facts = facts
        self.decided = decided
        self.sentences = Sentences(facts)
        self.nodes: dict[str, MapNode] = {}

    def model(self) -> MapModel:
        """Elements first, then the agents their statements name, then the statements."""
        for kind, class_iri in _CLASS_OF.items():
            for iri in self.facts.instances(class_iri):
                self.nodes.setdefault(iri, self._node(iri, kind))
        elements = list(self.nodes)
        for kind, predicates in (
            ("section", (eni.responsibleUnit, eni.relatedUnit)),
            ("partner", (eni.partner,)),
        ):
            self._agents(elements, kind, predicates)
        self._add_years()
        edges = sorted(self._edges(elements), key=_edge_order)
        titles = [self.facts.name(plan) for plan in self.facts.instances(eni.Plan)]
        ordered = sorted(self.nodes.values(), key=lambda node: NODE_TYPES.index(node.type))
        model = MapModel("、".join(titles), {node.iri: node for node in ordered}, edges)
        _set_sectors(model)
        if len(self.plans) > 1:
            _tell_apart(model, self._letter(model))
        return model

    def _letter(self, model: MapModel) -> dict[str, str]:
        """Goals of several plans have the same numbers: a letter of their plan stands before.

        The letters by the IRIs of the goals.
        """
        letters: dict[str, str] = {}
        count: dict[str, int] = defaultdict(int)
        for iri in model.sectors():
            plan = self.facts.iri(iri, ext.isPartOf)
            if plan in self.plans:
                count[plan] += 1
                letters[iri] = plan_letter(self.plans.index(plan))
                number = model.nodes[iri].number or str(count[plan])
                model.nodes[iri].number = letters[iri] + number
        return letters

    def _agents(self, elements: list[str], kind: NodeType, predicates: tuple[str, ...]) -> None:
        found = {
            agent: None
            for element in elements
            for predicate in predicates
            for agent in self.facts.iris(element, predicate)
        }
        for iri in found:
            self.nodes.setdefault(iri, self._node(iri, kind))

    def _node(self, iri: str, kind: NodeType) -> MapNode:
        facts = self.facts
        described = facts.texts(iri, ext.description) or facts.texts(iri, eni.background)
        return MapNode(
            iri=iri,
            type=kind,
            name=facts.name(iri),
            number=facts.text(iri, ext.identifier) if kind == "goal" else "",
            aliases=tuple(facts.texts(iri, eni.projectAlias)),
            description="\n".join(described),
            status=facts.iri(iri, eni.proposalStatus),
            starred=mark.star in facts.iris(iri, eni.sourceMark),
            sub_units=tuple(facts.name(u) for u in facts.iris(iri, eni.responsibleSubUnit)),
            participants=tuple(self._participants(iri)),
            source=self.sentences.of(iri, whole=True),
        )

    def _participants(self, element: str) -> Iterator[Participant]:
        facts = self.facts
        for node in facts.iris(element, ext.hasParticipation):
            # Doubtful readings wait for `enishi review`; the map shows what is asserted.
            if facts.iri(node, eni.claimStatus) not in ("", claim.asserted):
                continue
            agents = facts.iris(node, ext.hasParticipant)
            for agent in agents or facts.iris(node, eni.participantClass):
                yield Participant(
                    name=facts.name(agent),
                    role=facts.iri(node, ext.role),
                    iri=agent,
                    open_ended=facts.text(node, eni.openEnded) in ("true", "1"),
                    quote=self.sentences.of(node),
                )

    def _add_years(self) -> None:
        """Which years name a project: the items of a year's outline refer to it."""
        facts = self.facts
        named: dict[str, set[int]] = defaultdict(set)
        outlines: dict[str, dict[int, str]] = defaultdict(dict)
        year_of: dict[str, int] = {}
        for outline in facts.instances(eni.YearOutline):
            year = facts.integer(outline, eni.planYear)
            package = self.nodes.get(facts.iri(outline, ext.isPartOf))
            if year is None or package is None:
                continue
            year_of[outline] = year
            outlines[package.iri][year] = facts.text(outline, ext.description)
            named[package.iri].add(year)
        for item in (*facts.instances(eni.OutlineItem), *year_of):
            year = year_of.get(item) or year_of.get(facts.iri(item, ext.isPartOf))
            for target in facts.iris(item, eni.refersTo) if year else ():
                named[target].add(year)  # type: ignore[arg-type]
        for iri, years in named.items():
            if node := self.nodes.get(iri):
                node.years = tuple(sorted(years))
                node.outlines = dict(sorted(outlines.get(iri, {}).items()))

    def _edges(self, elements: list[str]) -> Iterator[MapEdge]:
        claims = self._claims()
        for rel, predicate in _PREDICATE_OF.items():
            for source in elements:
                for target in self.facts.iris(source, predicate):
                    if target in self.nodes and target != source:
                        found = self._evidence(source, target, rel)
                        found += claims.get((source, target), []) if rel == "refersTo" else []
                        yield MapEdge(source, target, rel, tuple(found))
        yield from self._suggestions()
        for edge in self.decided.edges():
            if edge.source in self.nodes and edge.target in self.nodes:
                yield edge

    def _evidence(self, source: str, target: str, rel: Rel) -> list[Evidence]:
        """The participations that say it; where there are none, the place of the element."""
        if rel not in ("responsible", "partner", "related"):
            return [Evidence(self.sentences.of(source))] if rel == "partOf" else []
        mine = [who for who in self.nodes[source].participants if who.iri == target]
        if rel != "partner":
            is_owner = rel == "responsible"
            mine = [who for who in mine if who.role.endswith("/responsible") == is_owner] or mine
        said = [Evidence(who.quote, who.role) for who in mine]
        return said or [Evidence(self.sentences.of(source))]

    def _claims(self) -> dict[tuple[str, str], list[Evidence]]:
        """Evidence of references, by what refers and what is referred to."""
        facts = self.facts
        found: dict[tuple[str, str], list[Evidence]] = defaultdict(list)
        for node in facts.instances(eni.Claim):
            ends = facts.iri(node, ext.subject), facts.iri(node, ext.object)
            if all(ends) and facts.iri(node, eni.claimStatus) in ("", claim.asserted):
                evidence = Evidence(self.sentences.of(node), note=self._both(node, eni.reason))
                found[ends].append(evidence)
        return found

    def _both(self, node: str, predicate: str) -> Text:
        """The words of ours about a thing, in both languages."""
        texts = self.facts.text
        return Text(texts(node, predicate, lang="ja"), texts(node, predicate, lang="en"))

    def _shared(self, claim: str) -> Iterator[Evidence]:
        """What two projects share, before the first of the sentences that say so."""
        quotes: list[Quote | None] = [*self.sentences.all_of(claim)]
        for at, quote in enumerate(quotes or [None]):
            yield Evidence(quote, note=self._both(claim, LABEL) if at == 0 else SILENT)

    def _suggestions(self) -> Iterator[MapEdge]:
        facts = self.facts
        for node in facts.instances(eni.Suggestion):
            projects = [iri for iri in facts.iris(node, eni.suggests) if iri in self.nodes]
            if self.decided.settled(projects):
                continue  # stored before people had decided
            evidence = tuple(
                said for c in facts.iris(node, eni.evidence) for said in self._shared(c)
            )
            score = _number(facts.text(node, eni.score))
            note = self._both(node, eni.reason)
            if said := self.decided.note(projects):
                note = Text(f"{note.ja}\n{said.ja}", f"{note.en}\n{said.en}")
            for source, target in combinations(projects, 2):
                yield MapEdge(source, target, "suggestion", evidence, score, note, node)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


def _edge_order(edge: MapEdge) -> tuple[int, str, str, float]:
    return RELS.index(edge.rel), edge.source, edge.target, -edge.score


def _tell_apart(model: MapModel, letters: Mapping[str, str]) -> None:
    """Sections of one name in several cities get the letters of their plans: 図書館（B）."""
    called: dict[str, list[MapNode]] = defaultdict(list)
    for node in model.of_type("section"):
        called[unicodedata.normalize("NFKC", node.name)].append(node)
    alike = {node.iri: node for group in called.values() if len(group) > 1 for node in group}
    plans: dict[str, set[str]] = defaultdict(set)
    for edge in model.edges if alike else ():
        for iri, other in ((edge.source, edge.target), (edge.target, edge.source)):
            if iri in alike and (letter := letters.get(model.nodes[other].sector)):
                plans[iri].add(letter)
    for iri, node in alike.items():
        if plans[iri]:
            node.name += f"（{'・'.join(sorted(plans[iri]))}）"


def _set_sectors(model: MapModel) -> None:
    """Give each element the topmost element it is part of; agents belong to no sector."""
    parent = {edge.source: edge.target for edge in model.edges if edge.rel == "partOf"}
    for node in model.nodes.values():
        if node.type in ("section", "partner"):
            continue
        top, seen = node.iri, {node.iri}
        # RDF from elsewhere may contain a circle; then the walk ends where it began.
        while (above := parent.get(top)) is not None and above not in seen:
            seen.add(above)
            top = above
        node.sector = top
