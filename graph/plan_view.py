"""What the findings read of a knowledge base: projects, packages and what is said of them.

Made from RDF alone, by one SELECT per predicate, so that any graph in this ontology works, whoever
made it: a missing label, owner, package or span only leaves something out.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import Final, Literal

import pyoxigraph as ox

from ..language import Text
from ..ontology.terms import eni, ext
from .columns import (
    Places,
    claimed,
    labels,
    members,
    natural,
    nodes,
    parents,
    taking_part,
    text,
    values,
)
from .evidence_spans import Span, SpanReader
from .replaced import replaced_plans
from .store import KnowledgeBase

Relation = Literal[
    "responsible",
    "related",
    "partner",
    "partner_kind",
    "audience",
    "theme",
    "place",
    "involves",
    "scheme",
    "reference",
]

#: The plain triple that says a relation holds; evidence for it is looked up besides.
PREDICATES: Final[dict[Relation, str]] = {
    "responsible": eni.responsibleUnit,
    "related": eni.relatedUnit,
    "partner": eni.partner,
    "partner_kind": eni.participantClass,
    "audience": ext.audience,
    "theme": ext.dct_subject,
    "place": ext.spatial,
    "involves": eni.involves,
    "scheme": eni.underScheme,
    "reference": eni.refersTo,
}


@dataclass(frozen=True, slots=True)
class Project:
    """A project row: who leads it, where it belongs, what it says."""

    iri: str
    name: str
    plan: str
    sections: tuple[str, ...] = ()
    subunits: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    description: str = ""
    spans: tuple[str, ...] = ()

    @property
    def content(self) -> str:
        """Its name and its description, one to a line."""
        return f"{self.name}\n{self.description}"


@dataclass(frozen=True, slots=True)
class Statement:
    """An element relates to something; `spans` are the IRIs of the places that say so."""

    element: str
    relation: Relation
    target: str
    spans: tuple[str, ...]


@dataclass(slots=True)
class PlanView:
    """The read model of all plans of a knowledge base; every table is in natural IRI order.

    `parents` are the direct parents of every element, `statements` what projects, packages, listed
    items and year outlines say, only as far as the graph has a place in the text for it. `publishers`
    are the governments of each plan, `products` the things of type schema:Product, `broader` the
    concepts above a concept, `years` the plan years of year outlines, `above` the departments of
    sections and the sections of sub-units.
    """

    spans: SpanReader
    projects: dict[str, Project] = field(default_factory=dict)
    packages: dict[str, tuple[str, ...]] = field(default_factory=dict)
    parents: dict[str, tuple[str, ...]] = field(default_factory=dict)
    statements: dict[Relation, list[Statement]] = field(default_factory=dict)
    labels: dict[str, Text] = field(default_factory=dict)
    publishers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    products: frozenset[str] = frozenset()
    broader: dict[str, tuple[str, ...]] = field(default_factory=dict)
    years: dict[str, int] = field(default_factory=dict)
    above: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def label(self, iri: str) -> Text:
        """What people call it: its label, the scheme's, else the end of its IRI."""
        found = self.labels.get(iri) or _scheme_labels().get(iri)
        if found is None:
            last = re.split(r"[/#]", iri.rstrip("/"))[-1]
            return Text(last, last)
        return found

    def name(self, iri: str) -> str:
        """The Japanese label."""
        return self.label(iri).ja

    def plans(self) -> list[str]:
        """The IRIs of the plans that have projects."""
        return sorted({each.plan for each in self.projects.values()}, key=natural)

    def ancestors(self, iri: str) -> list[str]:
        """Everything `iri` is a part of, nearest first; a loop in the graph ends it."""
        found: list[str] = []
        todo = [iri]
        while todo:
            for parent in self.parents.get(todo.pop(0), ()):
                if parent not in found and parent != iri:
                    found.append(parent)
                    todo.append(parent)
        return found

    def keep_quotable(self) -> None:
        """Forget every span without a quote, and every statement that has no other."""
        groups = [each.spans for group in self.statements.values() for each in group]
        groups += [each.spans for each in self.projects.values()]
        self.spans.read(span for spans in groups for span in spans)

        def kept(spans: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(span for span in spans if self.spans.known(span))

        for relation, group in self.statements.items():
            left = (replace(each, spans=kept(each.spans)) for each in group)
            self.statements[relation] = [each for each in left if each.spans]
        for iri, project in self.projects.items():
            self.projects[iri] = replace(project, spans=kept(project.spans))

    def leave_out(self, plans: frozenset[str]) -> None:
        """Forget the projects and packages of these plans and what is said of them."""

        def stays(element: str) -> bool:
            return plans.isdisjoint(self.ancestors(element))

        self.projects = {iri: each for iri, each in self.projects.items() if each.plan not in plans}
        self.packages = {iri: inside for iri, inside in self.packages.items() if stays(iri)}
        for relation, group in self.statements.items():
            self.statements[relation] = [each for each in group if stays(each.element)]

    def quoted(self, iris: Iterable[str]) -> list[Span]:
        """The sentences around the spans `iris`, in the order of the text."""
        read = self.spans.all(iris)
        unique = {each.iri: each for each in map(self.spans.sentence, read)}
        return list(unique.values())


def read_plans(kb: KnowledgeBase) -> PlanView:
    """Read every plan of `kb` that no other replaces (no suggestions, proposals or decisions)."""
    view = PlanView(SpanReader(kb))
    kb.query("ASK {}")  # what is done once for each store is done before two threads ask
    with ThreadPoolExecutor(_READERS) as pool:
        # The store reads in threads of its own; the largest tables first.
        claims = pool.submit(claimed, kb, tuple(PREDICATES.values()))
        known, parts = pool.submit(labels, kb), pool.submit(parents, kb)
        plain = {
            relation: pool.submit(values, kb, predicate)
            for relation, predicate in PREDICATES.items()
        }
        projects = _ProjectColumns(kb, pool)
        taken = pool.submit(taking_part, kb)
        years = pool.submit(values, kb, eni.planYear)
        publishers = pool.submit(values, kb, ext.publisher, of=f"?s a <{eni.Plan}>")
        broader = pool.submit(values, kb, ext.broader)
        packages = pool.submit(members, kb, eni.Package)
        products = pool.submit(members, kb, ext.Product)
        view.labels, view.parents = known.result(), parts.result()
        view.projects = projects.read(view, plain["responsible"].result())
    view.packages = dict.fromkeys(sorted(packages.result(), key=natural), ())
    inside: dict[str, list[str]] = defaultdict(list)
    for project in view.projects.values():
        for package in project.packages:
            inside[package].append(project.iri)
    view.packages = {
        iri: tuple(inside[iri]) for iri in sorted({*view.packages, *inside}, key=natural)
    }
    view.publishers, view.broader = publishers.result(), broader.result()
    view.products = frozenset(products.result())
    view.years = {
        iri: int(min(said)) for iri, said in years.result().items() if min(said).isdecimal()
    }
    for relation, predicate in PREDICATES.items():
        # Each table is let go as soon as it is read: they are the largest there are.
        targets = plain.pop(relation).result()
        places = claims.result().pop(predicate)
        view.statements[relation] = _statements(kb, view, relation, targets, places, taken.result())
    if old := replaced_plans(kb):
        view.leave_out(frozenset(old))
    return view


@cache
def _scheme_labels() -> dict[str, Text]:
    """Labels of the concepts that come with Enishi and need not be repeated in every graph."""
    turtle = files("enishi.ontology").joinpath("schemes.ttl").read_bytes()
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for triple in ox.parse(turtle, format=ox.RdfFormat.TURTLE):
        label = triple.object
        if triple.predicate.value == ext.prefLabel and isinstance(label, ox.Literal):
            assert isinstance(triple.subject, ox.NamedNode)
            found[triple.subject.value][label.language or "ja"] = label.value
    return {iri: text(said) for iri, said in found.items()}


#: Threads that read at once: the plan is made for two cores.
_READERS: Final = 2


class _ProjectColumns:
    """The columns of projects, on their way."""

    def __init__(self, kb: KnowledgeBase, pool: Executor) -> None:
        project = f"?s a <{eni.Project}>"
        self._projects = pool.submit(members, kb, eni.Project)
        self._goals = pool.submit(members, kb, eni.Goal)
        self._plans = pool.submit(members, kb, eni.Plan)
        self._subunits = pool.submit(values, kb, eni.responsibleSubUnit)
        self._above = pool.submit(values, kb, ext.subOrganizationOf)
        self._descriptions = pool.submit(values, kb, ext.description, of=project)
        self._packages = pool.submit(values, kb, eni.inPackage)
        self._spans = pool.submit(nodes, kb, eni.sourceSpan, of=project)

    def read(self, view: PlanView, units: Mapping[str, Sequence[str]]) -> dict[str, Project]:
        """The projects in natural order; `units` are those responsible."""
        goals, plans = set(self._goals.result()), set(self._plans.result())
        subunits = self._subunits.result()
        view.above = above = self._above.result()
        descriptions, packages = self._descriptions.result(), self._packages.result()
        spans = self._spans.result()
        parts = {unit for named in subunits.values() for unit in named}
        found = {}
        for iri in sorted(self._projects.result(), key=natural):
            over = view.ancestors(iri)
            found[iri] = Project(
                iri=iri,
                name=view.name(iri),
                plan=next((each for each in over if each in plans), ""),
                # A graph that names a sub-unit as responsible still means its section; a section
                # below a department is no sub-unit.
                sections=tuple(
                    dict.fromkeys(
                        above.get(u, (u,))[0] if u in parts else u for u in units.get(iri, ())
                    )
                ),
                subunits=subunits.get(iri, ()),
                packages=packages.get(iri, ()),
                goals=tuple(each for each in over if each in goals),
                description="\n".join(descriptions.get(iri, ())),
                spans=spans.get(iri, ()),
            )
        return found


def _statements(
    kb: KnowledgeBase,
    view: PlanView,
    relation: Relation,
    plain: Mapping[str, Sequence[str]],
    claims: Places,
    taken: Places,
) -> list[Statement]:
    """The triples `plain` of a relation, each with its spans; those without any are left out."""
    found: dict[str, list[Statement]] = defaultdict(list)
    bare = []
    for element, targets in plain.items():
        if element not in view.parents and element not in view.projects:
            continue  # a participation has the same predicate as its element
        for target in targets:
            pair = element, target
            spans = claims.get(pair, []) + taken.get(pair, [])
            if spans:
                told = tuple(sorted(set(spans))) if len(spans) > 1 else (spans[0],)
                found[element].append(Statement(element, relation, target, told))
            else:
                bare.append(pair)
    for late in _from_element(kb, view, relation, bare):
        found[late.element].append(late)
        found[late.element].sort(key=lambda said: natural(said.target))
    # The targets of an element are in natural order already.
    return [said for element in sorted(found, key=natural) for said in found[element]]


def _from_element(
    kb: KnowledgeBase, view: PlanView, relation: Relation, bare: list[tuple[str, str]]
) -> list[Statement]:
    """Triples somebody stated without evidence: good when the element's own text has the label."""
    if not bare:
        return []
    spans = values(kb, eni.sourceSpan, of=f"?s <{PREDICATES[relation]}> ?any")
    view.spans.read(span for element, _ in bare for span in spans.get(element, ()))
    found = []
    for element, target in bare:
        saying = [
            span.iri
            for span in view.spans.all(spans.get(element, ()))
            if view.name(target) in span.quote
        ]
        if saying:
            found.append(Statement(element, relation, target, tuple(saying)))
    return found
