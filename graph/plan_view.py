"""What the findings read of a knowledge base: projects, packages and what is said of them.

Made from RDF alone, by one SELECT per predicate, so that any graph in this ontology works, whoever
made it: a missing label, owner, package or span only leaves something out.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from itertools import product
from typing import Final, Literal

import pyoxigraph as ox

from ..language import Text
from ..ontology.terms import eni, ext
from .editions import replaced_plans
from .evidence_spans import Span, SpanReader, rows, select
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
    concepts above a concept, `years` the plan years of year outlines.
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


@cache
def natural(iri: str) -> tuple[tuple[int, int | str], ...]:
    """A sorting key that puts project/9 before project/10."""
    parts = re.split(r"(\d+)", iri)
    return tuple((0, int(part)) if part.isdecimal() else (1, part) for part in parts)


def read_plans(kb: KnowledgeBase) -> PlanView:
    """Read every plan of `kb` that no other replaces (no suggestions, proposals or decisions)."""
    view = PlanView(SpanReader(kb))
    kb.query("ASK {}")  # what is done once for each store is done before two threads ask
    with ThreadPoolExecutor(_READERS) as pool:
        # The store reads in threads of its own; the largest tables first.
        evidence = pool.submit(_evidence, kb, pool.submit(_claims, kb))
        labels, parents = pool.submit(_labels, kb), pool.submit(_parents, kb)
        plain = {
            relation: pool.submit(_values, kb, predicate)
            for relation, predicate in PREDICATES.items()
        }
        years = pool.submit(_values, kb, eni.planYear)
        publishers = pool.submit(_values, kb, ext.publisher, of=f"?s a <{eni.Plan}> .")
        broader = pool.submit(_values, kb, ext.broader)
        packages = pool.submit(_members, kb, eni.Package)
        products = pool.submit(_members, kb, ext.Product)
        view.labels, view.parents = labels.result(), parents.result()
        _read_projects(kb, view)
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
    for relation, targets in plain.items():
        view.statements[relation] = _statements(
            kb, view, relation, targets.result(), evidence.result()
        )
    if old := replaced_plans(kb):
        view.leave_out(frozenset(old))
    return view


def _members(kb: KnowledgeBase, kind: str) -> list[str]:
    # A blank node cannot be pointed to from suggestions, and is none of this contract.
    return [row[0] for row in rows(kb, f"SELECT ?s WHERE {{ ?s a <{kind}> FILTER isIRI(?s) }}")]


def _values(kb: KnowledgeBase, predicate: str, *, of: str = "") -> dict[str, tuple[str, ...]]:
    """Subject → its values of `predicate`, in natural order; `of` narrows ?s and ?o."""
    found: dict[str, set[str]] = defaultdict(set)
    for subject, value in rows(kb, f"SELECT ?s ?o WHERE {{ {of} ?s <{predicate}> ?o }}"):
        found[subject].add(value)
    return {
        subject: tuple(values) if len(values) == 1 else tuple(sorted(values, key=natural))
        for subject, values in found.items()
    }


def _labels(kb: KnowledgeBase) -> dict[str, Text]:
    """Preferred labels; a missing language borrows the other's, no tag counts as Japanese."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for solution in select(kb, f"SELECT * WHERE {{ ?s <{ext.prefLabel}> ?o }}"):
        subject, label = solution["s"], solution["o"]
        if isinstance(label, ox.Literal):
            lang = (label.language or "ja").split("-")[0]
            said = found[subject.value]
            said[lang] = min(label.value, said.get(lang, label.value))
    return {iri: _text(said) for iri, said in found.items()}


def _text(said: Mapping[str, str]) -> Text:
    first = said[min(said)]
    return Text(said.get("ja", first), said.get("en", said.get("ja", first)))


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
    return {iri: _text(said) for iri, said in found.items()}


def _parents(kb: KnowledgeBase) -> dict[str, tuple[str, ...]]:
    """Direct parents; the shortcuts to measure and goal repair a graph that has only those."""
    found: dict[str, tuple[str, ...]] = {}
    for predicate in (ext.isPartOf, eni.inPackage, eni.underMeasure, eni.contributesTo):
        for subject, parents in _values(kb, predicate).items():
            found[subject] = tuple(dict.fromkeys((*found.get(subject, ()), *parents)))
    return found


def _read_projects(kb: KnowledgeBase, view: PlanView) -> None:
    goals, plans = set(_members(kb, eni.Goal)), set(_members(kb, eni.Plan))
    units, subunits = _values(kb, eni.responsibleUnit), _values(kb, eni.responsibleSubUnit)
    above = _values(kb, ext.subOrganizationOf)
    descriptions = _values(kb, ext.description, of=f"?s a <{eni.Project}> .")
    packages = _values(kb, eni.inPackage)
    spans = _values(kb, eni.sourceSpan, of=f"?s a <{eni.Project}> FILTER isIRI(?o)")
    for iri in sorted(_members(kb, eni.Project), key=natural):
        over = view.ancestors(iri)
        view.projects[iri] = Project(
            iri=iri,
            name=view.name(iri),
            plan=next((each for each in over if each in plans), ""),
            # A graph that names a sub-unit as responsible still means its section.
            sections=tuple(dict.fromkeys(above.get(u, (u,))[0] for u in units.get(iri, ()))),
            subunits=subunits.get(iri, ()),
            packages=packages.get(iri, ()),
            goals=tuple(each for each in over if each in goals),
            description="\n".join(descriptions.get(iri, ())),
            spans=spans.get(iri, ()),
        )


#: Threads that read at once: the plan is made for two cores.
_READERS: Final = 2
_Spans = dict[tuple[str, str], dict[str, set[str]]]


def _nodes(kb: KnowledgeBase, predicate: str) -> dict[str, list[str]]:
    """Subject → the IRIs that `predicate` gives it, in no order.

    For the large tables: the engine writes the answer out as text without holding Python up, and
    an IRI in TSV needs no unescaping.
    """
    found: dict[str, list[str]] = defaultdict(list)
    sparql = f"SELECT ?s ?o WHERE {{ ?s <{predicate}> ?o FILTER (isIRI(?s) && isIRI(?o)) }}"
    told = select(kb, sparql).serialize(format=ox.QueryResultsFormat.TSV) or b""
    for line in told.decode().split("\n")[1:-1]:
        subject, value = line[1:-1].split(">\t<")
        found[subject].append(value)
    return found


def _claims(kb: KnowledgeBase) -> list[tuple[str, str, str, str]]:
    """(claim, its subject, predicate and object).

    Each predicate is read by itself and joined here: the store's own join of the patterns looks up
    every claim three times on the disk.
    """
    predicates, objects = _nodes(kb, ext.predicate), _nodes(kb, ext.object)
    return [
        (claim, *said)
        for claim, elements in _nodes(kb, ext.subject).items()
        if claim in objects
        for said in product(elements, predicates.get(claim, ()), objects[claim])
    ]


def _evidence(kb: KnowledgeBase, claims: Future[list[tuple[str, str, str, str]]]) -> _Spans:
    """(element, target) → predicate of the claim ("" for a participation) → spans."""
    found: _Spans = defaultdict(lambda: defaultdict(set))
    spans = _nodes(kb, eni.sourceSpan)
    members = [_nodes(kb, each) for each in (ext.hasParticipant, eni.participantClass)]
    for element, participations in _nodes(kb, ext.hasParticipation).items():
        for each in participations:
            for target in (target for taken in members for target in taken.get(each, ())):
                found[element, target][""].update(spans.get(each, ()))
    for claim, element, predicate, target in claims.result():
        found[element, target][predicate].update(spans.get(claim, ()))
    return found


def _statements(
    kb: KnowledgeBase,
    view: PlanView,
    relation: Relation,
    plain: Mapping[str, Sequence[str]],
    evidence: Mapping[tuple[str, str], Mapping[str, set[str]]],
) -> list[Statement]:
    """The triples `plain` of a relation, each with its spans; those without any are left out."""
    found, bare = [], []
    predicate = PREDICATES[relation]
    for element, targets in plain.items():
        if element not in view.parents and element not in view.projects:
            continue  # a participation has the same predicate as its element
        for target in targets:
            said = evidence.get((element, target), {})
            spans = said.get(predicate, set()) | said.get("", set())
            if spans:
                statement = Statement(element, relation, target, tuple(sorted(spans)))
                found.append(statement)
            else:
                bare.append((element, target))
    found += _from_element(kb, view, relation, bare)
    return sorted(found, key=lambda s: (natural(s.element), natural(s.target)))


def _from_element(
    kb: KnowledgeBase, view: PlanView, relation: Relation, bare: list[tuple[str, str]]
) -> list[Statement]:
    """Triples somebody stated without evidence: good when the element's own text has the label."""
    if not bare:
        return []
    spans = _values(kb, eni.sourceSpan, of=f"?s <{PREDICATES[relation]}> ?any .")
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
