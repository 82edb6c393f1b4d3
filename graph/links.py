"""Existing links: who is joined to whom, by what, and where it says so.

Four kinds from the plan's RDF, and one from what people decided (P/decisions):

* package: rows of both stand in the same package;
* partner: both name the same organisation, in a row or in a package;
* mention: a row or package of one names the other section, in its text or as a second owner;
* reference: a row, or a list or outline of a package, refers to a row of the other by name;
* decision: people adopted a suggestion of rows of both, or said that they work together already.

Measures are of the simple graph (one edge however many links): degree = number of neighbours,
betweenness = share of shortest paths between two others that run through a node (Brandes 2001,
normalised to 0-1).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, product
from typing import Any, Final, Literal, get_args

import networkx as nx

from ..errors import InputError
from ..language import Lang, Text
from .columns import natural
from .decisions import Decision, Verdict
from .editions import standing_decisions
from .evidence_spans import Span, in_order
from .plan_view import PlanView, Project, Statement, read_plans
from .store import KnowledgeBase
from .unit_names import unit_names

By = Literal["section", "partner", "goal", "project"]
Kind = Literal["package", "partner", "mention", "reference", "decision"]

LEVELS: Final[tuple[By, ...]] = ("section", "partner", "goal", "project")
_KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
#: Above this many nodes betweenness is estimated from this many sources (Brandes & Pich 2007).
_EXACT_UP_TO: Final = 1000
_SOURCES: Final = 100
#: Kinds that are about whole rows.
_BY_ROWS: Final[frozenset[Kind]] = frozenset({"package", "decision"})
#: Decisions that make a link.
JOINING: Final[frozenset[Verdict]] = frozenset({"adopted", "existing"})


@dataclass(frozen=True, slots=True)
class Node:
    """A node of the network; `sections` are the names of the sections behind it."""

    iri: str
    name: str
    type: str
    degree: int
    betweenness: float
    projects: int
    sections: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """The shape of DESIGN.md, with the number of project rows and the sections behind it."""
        return {
            "iri": self.iri,
            "name": self.name,
            "type": self.type,
            "degree": self.degree,
            "betweenness": self.betweenness,
            "projects": self.projects,
            "sections": list(self.sections),
        }


@dataclass(frozen=True, slots=True)
class Link:
    """One thing that joins two nodes; `label` names it, `via` is its IRI.

    `joint` is true of a row that both sections lead, which counts as a mention of one another.
    """

    source: str
    target: str
    kind: Kind
    via: str
    label: Text
    spans: tuple[Span, ...]
    decision: Decision | None = None
    joint: bool = False

    def to_json(self, lang: Lang = "ja") -> dict[str, Any]:
        """The shape of DESIGN.md; a link that people decided on says who, when and why."""
        said: dict[str, Any] = {
            "source": self.source,
            "target": self.target,
            "kind": self.kind,
            "label": self.label.in_lang(lang),
            "spans": [span.to_json() for span in self.spans],
        }
        if made := self.decision:
            said["decision"] = {
                "iri": made.iri,
                "verdict": made.verdict,
                "who": made.who,
                "when": made.when,
                "why": made.why,
                "projects": list(made.on),
            }
        return said


@dataclass(frozen=True, slots=True)
class Links:
    """A network: nodes by falling degree, then betweenness; links by the order of their nodes."""

    by: By
    nodes: tuple[Node, ...]
    links: tuple[Link, ...]

    def to_json(self, lang: Lang = "ja") -> dict[str, Any]:
        """The object of DESIGN.md."""
        return {
            "nodes": [node.to_json() for node in self.nodes],
            "links": [link.to_json(lang) for link in self.links],
        }

    def network(self) -> "nx.MultiGraph[str]":
        """The same as a networkx graph: nodes are IRIs, edges are keyed by (kind, via)."""
        graph: nx.MultiGraph[str] = nx.MultiGraph()
        for node in self.nodes:
            graph.add_node(node.iri, name=node.name, type=node.type, projects=node.projects)
        for link in self.links:
            key = (link.kind, link.via)
            graph.add_edge(link.source, link.target, key, kind=link.kind, label=link.label.ja)
        return graph


def find_links(kb: KnowledgeBase, *, by: By = "section", decided: bool = True) -> Links:
    """The typed links between sections, goals or projects, or of sections with partners.

    With `by="partner"` the network has two types of nodes: a section is joined to each partner
    that its rows or packages name. With `by="project"` a mention joins a row to the section it
    names, which is then a node too. Goals are joined by what their rows share, mentions left out.
    Without `decided` the network is what the plan states, whatever people have decided since.

    Raises:
        InputError: `by` is no level.

    >>> [node.name for node in find_links(kb, by="section").nodes][:1]  # doctest: +SKIP
    ['商工課']
    """
    if by not in LEVELS:
        raise InputError(
            Text(f"「{by}」という単位はありません。", f"There is no level “{by}”."),
            where="--by",
            hint=Text(f"指定できる単位：{'、'.join(LEVELS)}", f"Use one of: {', '.join(LEVELS)}"),
        )
    view = read_plans(kb)
    found = _Collector(view, by)
    if by == "partner":
        found.partner_section_links()
    else:
        found.package_links()
        found.partner_links()
        if by != "goal":
            found.mention_links()
        found.reference_links()
        if decided:
            found.decision_links(kb)
    return found.result()


def section_network(kb: KnowledgeBase) -> "nx.MultiGraph[str]":
    """Sections joined by packages, partners, mentions and references."""
    return find_links(kb, by="section").network()


def project_network(kb: KnowledgeBase) -> "nx.MultiGraph[str]":
    """Project rows joined by packages, partners and references, and to the sections they name."""
    return find_links(kb, by="project").network()


class _Collector:
    """Gathers what joins two nodes of one level, with the spans of both sides."""

    def __init__(self, view: PlanView, by: By) -> None:
        self.view = view
        self.by = by
        self._joined: dict[tuple[str, str, Kind, str], set[str]] = defaultdict(set)
        self._labels: dict[str, Text] = {}
        self._order: dict[str, int] = {}
        self._types: dict[str, str] = {}
        self._decisions: dict[str, Decision] = {}
        self._joint: set[str] = set()
        self._rows: dict[str, set[str]] = defaultdict(set)
        kind = "section" if by == "partner" else by
        for project in view.projects.values():
            for node in self._level(project):
                self._node(node, kind)
                self._rows[node].add(project.iri)

    def _level(self, project: Project) -> tuple[str, ...]:
        """The nodes of the level that a project row belongs to."""
        if self.by == "project":
            return (project.iri,)
        return project.goals if self.by == "goal" else project.sections

    def _node(self, iri: str, kind: str) -> None:
        """Nodes keep the order of the document in which they were met."""
        self._order.setdefault(iri, len(self._order))
        self._types.setdefault(iri, kind)

    def _package_of(self, element: str) -> str:
        """The package that `element` is, or whose list or outline it belongs to; else ""."""
        around = (element, *self.view.ancestors(element))
        return next((each for each in around if each in self.view.packages), "")

    def _behind(self, element: str) -> dict[str, set[str]]:
        """Node → its project rows, for a row, a package, or a list item of a package."""
        rows: Iterable[str] = (element,)
        if element not in self.view.projects:
            rows = self.view.packages.get(self._package_of(element), ())
        found: dict[str, set[str]] = defaultdict(set)
        for row in rows:
            for node in self._level(self.view.projects[row]):
                found[node].add(row)
        return found

    def _join(self, one: str, other: str, kind: Kind, via: str, spans: Iterable[str]) -> None:
        if one != other:
            low, high = sorted((one, other), key=lambda node: self._order[node])
            self._joined[low, high, kind, via].update(spans)

    def package_links(self) -> None:
        """Nodes with rows in the same package; the rows are the evidence."""
        for package in self.view.packages:
            self._labels[package] = self.view.label(package)
            behind = self._behind(package)
            for one, other in combinations(behind, 2):
                both = sorted(behind[one] | behind[other])
                spans = [span for row in both for span in self.view.projects[row].spans]
                self._join(one, other, "package", package, spans)

    def _partner_groups(self) -> Iterator[tuple[str, list[tuple[Statement, dict[str, set[str]]]]]]:
        """Partner → (where it is named, the nodes behind), partners in natural order."""
        named: dict[str, list[Statement]] = defaultdict(list)
        for said in self.view.statements["partner"]:
            named[said.target].append(said)
        for partner in sorted(named, key=natural):
            self._labels[partner] = self.view.label(partner)
            yield partner, [(said, self._behind(said.element)) for said in named[partner]]

    def partner_links(self) -> None:
        """Nodes that name the same partner in different places.

        One package that names a partner joins nothing new: its rows are joined by the package.
        """
        for partner, groups in self._partner_groups():
            for (said, behind), (also, others) in combinations(groups, 2):
                if said.element == also.element or self._is_row_of(said.element, also.element):
                    continue  # one row that names it twice joins its owners by itself
                for one, other in product(behind, others):
                    self._join(one, other, "partner", partner, (*said.spans, *also.spans))

    def _is_row_of(self, one: str, other: str) -> bool:
        """Whether one of two elements is a package and the other a row of it."""
        packages = self.view.packages
        return other in packages.get(one, ()) or one in packages.get(other, ())

    def partner_section_links(self) -> None:
        """Sections and the partners that their rows and packages name."""
        for partner, groups in self._partner_groups():
            for said, behind in groups:
                for section, rows in behind.items():
                    self._node(partner, "partner")
                    self._rows[partner] |= rows
                    self._labels[said.element] = self.view.label(said.element)
                    self._join(section, partner, "partner", said.element, said.spans)

    def mention_links(self) -> None:
        """A row, or a package through its rows, whose text names another section."""
        for said in self.view.statements["related"]:
            self._labels[said.element] = self.view.label(said.element)
            for node in self._behind(said.element):
                self._node(said.target, "section")
                self._join(node, said.target, "mention", said.element, said.spans)
        if self.by == "section":
            self._shared_rows()

    def _shared_rows(self) -> None:
        """A row that two sections lead together."""
        for said in self.view.statements["responsible"]:
            project = self.view.projects.get(said.element)
            for one, other in combinations(project.sections if project else (), 2):
                self._labels[said.element] = self.view.label(said.element)
                self._joint.add(said.element)
                self._join(one, other, "mention", said.element, said.spans)

    def _is_joint(self, one: str, other: str, row: str) -> bool:
        """Whether both sections lead `row`; it may name a third one besides."""
        return row in self._joint and {one, other} <= set(self.view.projects[row].sections)

    def reference_links(self) -> None:
        """Rows, list items and outline items that refer to a row outside their own package."""
        projects, packages = self.view.projects, self.view.packages
        for said in self.view.statements["reference"]:
            own = (
                () if said.element in projects else packages.get(self._package_of(said.element), ())
            )
            if said.target not in projects or said.target in own:
                continue
            via = f"{said.element} {said.target}"
            self._labels[via] = self._reference_label(said)
            for one in self._behind(said.element):
                for other in self._level(projects[said.target]):
                    self._join(one, other, "reference", via, said.spans)

    def decision_links(self, kb: KnowledgeBase) -> None:
        """Rows that people have joined; the rows are the evidence."""
        for made in standing_decisions(kb, self.view).decisions:
            if made.verdict not in JOINING:
                continue
            rows = [self.view.projects[iri] for iri in made.on]
            self._decisions[made.iri] = made
            self._labels[made.iri] = self._pair_label(rows)
            for row, other in combinations(rows, 2):
                for one, two in product(self._level(row), self._level(other)):
                    self._join(one, two, "decision", made.iri, (*row.spans, *other.spans))

    def _pair_label(self, rows: Iterable[Project]) -> Text:
        labels = [self.view.label(row.iri) for row in rows]
        return Text(" × ".join(each.ja for each in labels), " × ".join(each.en for each in labels))

    def _reference_label(self, said: Statement) -> Text:
        source, target = self.view.label(said.element), self.view.label(said.target)
        return Text(f"{source.ja} → {target.ja}", f"{source.en} → {target.en}")

    def result(self) -> Links:
        """Everything, measured and in order."""
        self.view.spans.read(span for spans in self._joined.values() for span in spans)
        links = [
            Link(
                low,
                high,
                kind,
                via,
                self._labels[via],
                tuple(self._spans(kind, spans)),
                self._decisions.get(via),
                kind == "mention" and self._is_joint(low, high, via),
            )
            for (low, high, kind, via), spans in self._joined.items()
        ]
        # A statement whose place has no quote cannot be checked; the others stand for themselves.
        links = [link for link in links if link.spans or link.kind in _BY_ROWS]
        links.sort(key=self._link_order)
        degree, betweenness = _measures(self._order, links)
        names = unit_names(self.view)
        nodes = [
            Node(
                iri=iri,
                name=names.get(iri) or self.view.name(iri),
                type=kind,
                degree=degree[iri],
                betweenness=betweenness[iri],
                projects=len(self._rows[iri]),
                sections=self._sections(iri, names),
            )
            for iri, kind in self._types.items()
        ]
        nodes.sort(key=lambda n: (-n.degree, -n.betweenness, self._order[n.iri]))
        return Links(self.by, tuple(nodes), tuple(links))

    def _spans(self, kind: Kind, spans: Iterable[str]) -> list[Span]:
        """Whole rows for a package or a decision, else the sentences that name the partner, section or row."""
        return in_order(self.view.spans.all(spans)) if kind in _BY_ROWS else self.view.quoted(spans)

    def _link_order(self, link: Link) -> tuple[Any, ...]:
        ends = self._order[link.source], self._order[link.target]
        return (*ends, _KINDS.index(link.kind), natural(link.via))

    def _sections(self, iri: str, names: Mapping[str, str]) -> tuple[str, ...]:
        if self._types[iri] == "section":
            return (names[iri],)
        rows = sorted(self._rows[iri], key=natural)
        units = dict.fromkeys(u for row in rows for u in self.view.projects[row].sections)
        return tuple(names[unit] for unit in units)


def _measures(
    nodes: Iterable[str], links: Iterable[Link]
) -> tuple[dict[str, int], dict[str, float]]:
    """Degree and betweenness of the simple graph, in the order of `nodes`."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(nodes)
    graph.add_edges_from((link.source, link.target) for link in links)
    sample = None if len(graph) <= _EXACT_UP_TO else _SOURCES
    between = nx.betweenness_centrality(graph, k=sample, seed=0)
    return (
        {node: len(graph[node]) for node in graph},
        {node: round(value, 6) for node, value in between.items()},
    )
