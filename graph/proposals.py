"""What workshops propose, as RDF in the graph P/proposals; the plan's graph stays as it is.

Every operation of a patch is an `eni:Proposal` with its author, time and workshop. Nothing is ever
deleted: what is taken back stays, beside the operation that took it back.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

import pyoxigraph as ox

from ..ontology.terms import PREFIXES, eni, ext
from .iris import name_hash
from .patches import KINDS, NODE_TYPES, Operation, Step, in_order, when
from .store import KnowledgeBase

PROPOSALS: Final = "/proposals"
TAKING: Final = ("undo", "take-back")
_OWN: Final = re.compile(r"(.+/proposals/[0-9a-f-]{32,36})(/node)?")
_DATETIME: Final = PREFIXES["xsd"] + "dateTime"
_INTEGER: Final = PREFIXES["xsd"] + "integer"

Term = ox.NamedNode | ox.Literal


def proposal_iri(plan: str, operation: str) -> str:
    """P/proposals/{id}."""
    return f"{plan}{PROPOSALS}/{operation}"


def iri_of(operation: Operation) -> str:
    """The operation's own IRI; its plan is the one whose IRI this begins with."""
    return proposal_iri(operation.plan, operation.id)


def node_iri(operation: Operation) -> str:
    """What an add-node operation adds: P/proposals/{id}/node."""
    return iri_of(operation) + "/node"


def proposal_of(iri: str) -> str:
    """The operation (P/proposals/{id}) that an IRI of any plan's proposals belongs to, or "".

    >>> proposal_of(f"urn:p/proposals/{'0' * 32}/node")
    'urn:p/proposals/00000000000000000000000000000000'
    >>> proposal_of("urn:p/project/001")
    ''
    """
    found = _OWN.fullmatch(iri)
    return found[1] if found else ""


def by_iri(operations: Iterable[Operation]) -> dict[str, Operation]:
    """Operations by their IRIs."""
    return {iri_of(each): each for each in operations}


def target_of(operation: Operation) -> str:
    """The IRI of what an operation takes back, which is of the same plan; "" for others."""
    return proposal_iri(operation.plan, operation.target) if operation.target else ""


def read_proposals(kb: KnowledgeBase, plan: str | None = None) -> dict[str, list[Operation]]:
    """Plan → its operations in order of time, also those taken back.

    What a graph from elsewhere holds that is no operation is passed over.
    """
    found: dict[str, list[Operation]] = {}
    for name in kb.graphs():
        owner, _, last = name.rpartition("/")
        if f"/{last}" == PROPOSALS and plan in (None, owner):
            found[owner] = in_order(_read(owner, kb.quads(name)))
    return found


def all_proposals(kb: KnowledgeBase) -> list[Operation]:
    """The operations of all plans: those of one plan may be about what another one's added."""
    return [each for own in read_proposals(kb).values() for each in own]


def in_force(operations: Iterable[Operation]) -> list[Operation]:
    """The operations that count, in order of time, without those that take others back.

    An operation counts unless a later one that counts takes it back, or what it is about does not
    count: a note on a node that is taken back goes with it, also where the node is of another plan.
    """
    ordered = in_order(operations)
    known = by_iri(ordered)
    gone = taken_back(ordered)
    above = defaultdict(list)
    for each in ordered:
        for iri in (*each.ends, *each.on):
            if about := proposal_of(iri):
                above[about].append(iri_of(each))
    waiting = [*gone, *(about for about in above if about not in known)]
    while waiting:
        for child in above.get(waiting.pop(), ()):
            if child not in gone:
                gone.add(child)
                waiting.append(child)
    return [each for each in ordered if iri_of(each) not in gone and each.kind not in TAKING]


def taken_back(operations: Iterable[Operation]) -> set[str]:
    """The IRIs of operations that others, which are not taken back themselves, take back."""
    ordered = in_order(operations)
    known = by_iri(ordered)
    gone: set[str] = set()
    # The latest first: nothing later can change any more what an operation does.
    for each in reversed(ordered):
        target = known.get(target_of(each))
        if iri_of(each) not in gone and target and may_take_back(each, target):
            gone.add(iri_of(target))
    return gone


def may_take_back(taking: Operation, target: Operation) -> bool:
    """One takes back one's own earlier operations; who keeps the plan, everyone's."""
    own = taking.kind == "take-back" or taking.author == target.author
    return taking.kind in TAKING and own and when(target) < when(taking)


def story_in_force(operations: Iterable[Operation]) -> Operation | None:
    """The last story that counts, of those `in_force` gives."""
    return next((each for each in reversed(list(operations)) if each.kind == "story"), None)


def proposed_pairs(kb: KnowledgeBase) -> dict[frozenset[str], list[Operation]]:
    """Pairs of things that a workshop joins by a link, with the operations that do."""
    found: dict[frozenset[str], list[Operation]] = defaultdict(list)
    for each in in_force(all_proposals(kb)):
        if each.kind == "add-link":
            found[frozenset(each.ends)].append(each)
    return dict(found)


def proposal_quads(operations: Iterable[Operation]) -> list[ox.Quad]:
    """Operations as quads of P/proposals, P being the plan of each; in any order the same."""
    return [
        ox.Quad(
            ox.NamedNode(subject),
            ox.NamedNode(predicate),
            value,
            ox.NamedNode(each.plan + PROPOSALS),
        )
        for each in in_order(operations)
        for subject, predicate, value in _said(each)
    ]


Row = tuple[str, str, Term]


def _said(operation: Operation) -> Iterator[Row]:
    plan, iri = operation.plan, iri_of(operation)
    author = f"{plan}/author/{name_hash(operation.author)}"
    workshop = f"{plan}/workshop/{name_hash(operation.workshop)}"
    yield iri, ext.type, ox.NamedNode(eni.Proposal)
    yield iri, eni.editKind, ox.Literal(operation.kind)
    yield iri, ext.wasAttributedTo, ox.NamedNode(author)
    yield author, ext.type, ox.NamedNode(ext.Agent)
    yield author, ext.prefLabel, ox.Literal(operation.author)
    time = ox.Literal(operation.time, datatype=ox.NamedNode(_DATETIME))
    yield iri, ext.generatedAtTime, time
    yield iri, ext.wasDerivedFrom, ox.NamedNode(workshop)
    yield workshop, ext.type, ox.NamedNode(eni.Workshop)
    yield workshop, ext.prefLabel, ox.Literal(operation.workshop)
    if operation.text:
        yield iri, ext.comment, ox.Literal(operation.text)
    yield from _content(iri, operation)


def _content(iri: str, operation: Operation) -> Iterator[Row]:
    if operation.kind == "add-node":
        node = node_iri(operation)
        yield iri, eni.proposes, ox.NamedNode(node)
        yield node, ext.type, ox.NamedNode(eni.ProposedElement)
        yield node, eni.elementType, ox.Literal(operation.type)
        yield node, ext.prefLabel, ox.Literal(operation.label)
    if operation.ends:
        yield iri, ext.type, ox.NamedNode(ext.Statement)
        yield iri, ext.subject, ox.NamedNode(operation.ends[0])
        yield iri, ext.predicate, ox.NamedNode(ext.relation)
        yield iri, ext.object, ox.NamedNode(operation.ends[1])
    for each in operation.on:
        yield iri, eni.concerns, ox.NamedNode(each)
    if operation.target:
        yield iri, eni.takesBack, ox.NamedNode(target_of(operation))
    for number, step in enumerate(operation.steps, 1):
        node = f"{iri}/step/{number}"
        yield iri, eni.step, ox.NamedNode(node)
        yield node, ext.type, ox.NamedNode(eni.StoryStep)
        yield node, eni.position, ox.Literal(str(number), datatype=ox.NamedNode(_INTEGER))
        yield node, eni.view, ox.Literal(step.view)
        if step.note:
            yield node, ext.comment, ox.Literal(step.note)


class _Graph:
    """Statements by subject and predicate; values sorted."""

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        self.said: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for quad in quads:
            if isinstance(quad.subject, ox.NamedNode) and isinstance(
                quad.object, ox.NamedNode | ox.Literal
            ):
                self.said[quad.subject.value][quad.predicate.value].append(quad.object.value)

    def all(self, subject: str, predicate: str) -> list[str]:
        return sorted(self.said[subject][predicate]) if subject in self.said else []

    def one(self, subject: str, predicate: str) -> str:
        return next(iter(self.all(subject, predicate)), "")

    def label(self, subject: str, predicate: str) -> str:
        return self.one(self.one(subject, predicate), ext.prefLabel)


def _read(plan: str, quads: Iterable[ox.Quad]) -> Iterator[Operation]:
    graph = _Graph(quads)
    for iri in [node for node, said in graph.said.items() if eni.Proposal in said[ext.type]]:
        kind, node = graph.one(iri, eni.editKind), graph.one(iri, eni.proposes)
        ident, time = _id_in(plan, iri), graph.one(iri, ext.generatedAtTime)
        ends = graph.one(iri, ext.subject), graph.one(iri, ext.object)
        kind_of_node = graph.one(node, eni.elementType)
        if kind not in KINDS or not ident or not time.endswith("Z"):
            continue
        if (kind == "add-node") != (kind_of_node in NODE_TYPES):
            continue
        if (kind == "add-link") != all(ends):
            continue
        steps = sorted(
            graph.all(iri, eni.step), key=lambda each: _number(graph.one(each, eni.position))
        )
        yield Operation(
            id=ident,
            plan=plan,
            kind=kind,
            author=graph.label(iri, ext.wasAttributedTo),
            time=time,
            workshop=graph.label(iri, ext.wasDerivedFrom),
            text=graph.one(iri, ext.comment),
            type=kind_of_node,
            label=graph.one(node, ext.prefLabel),
            ends=ends if all(ends) else (),
            on=tuple(graph.all(iri, eni.concerns)),
            target=_id_in(plan, graph.one(iri, eni.takesBack)),
            steps=tuple(
                Step(graph.one(each, eni.view), graph.one(each, ext.comment)) for each in steps
            ),
        )


def _id_in(plan: str, iri: str) -> str:
    """The id in P/proposals/{id} of this plan, else ""."""
    start = f"{plan}{PROPOSALS}/"
    return iri.removeprefix(start) if iri.startswith(start) else ""


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0
