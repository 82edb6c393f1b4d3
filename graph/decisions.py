"""What people decided, in the graph P/decisions: on readings of the text, and on suggestions.

A decision on a reading names it by what it says (subject, predicate, object) beside its IRI,
because the number of a claim may change when an edited plan is built again. Of several decisions
on the same thing the latest counts; all of them are kept.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_args

import pyoxigraph as ox

from ..errors import InputError
from ..language import Text
from ..ontology.terms import PREFIXES, eni, ext
from .store import KnowledgeBase

Verdict = Literal["accepted", "rejected", "adopted", "considering", "declined", "existing"]
VERDICTS: Final[tuple[Verdict, ...]] = get_args(Verdict)
Term = ox.NamedNode | ox.Literal

DECISIONS: Final = "/decisions"
_TEXTS: Final = {
    "who": ext.creator,
    "when": ext.created,
    "why": eni.reason,
    "contact": eni.contact,
    "contacted": eni.contactedOn,
    "answer": eni.answer,
}


@dataclass(frozen=True, slots=True)
class Statement:
    """What a reading says, whatever its number is."""

    subject: str
    predicate: str
    object: Term


@dataclass(frozen=True, slots=True)
class Decision:
    """Somebody's word on a claim or participation (`on` has one IRI) or on two or three projects.

    `when` is an ISO 8601 date or time given by the caller; `contact`, `contacted` and `answer` are
    what a planner notes about a suggestion: 打診先, 打診日, 回答.
    """

    plan: str
    on: tuple[str, ...]
    verdict: Verdict
    who: str
    when: str
    why: str = ""
    statement: Statement | None = None
    contact: str = ""
    contacted: str = ""
    answer: str = ""

    @property
    def iri(self) -> str:
        """P/decision/{12 hex}, of who decided what on what and when."""
        told = "\n".join((*sorted(self.on), self.verdict, self.who, self.when))
        return f"{self.plan}/decision/{hashlib.sha256(told.encode()).hexdigest()[:12]}"

    @property
    def subject(self) -> object:
        """Equal for decisions on the same thing."""
        return self.statement or frozenset(self.on)


def read_decisions(kb: KnowledgeBase, plan: str | None = None) -> list[Decision]:
    """All decisions of `kb` (or of one plan), earliest first."""
    found: list[Decision] = []
    for name in kb.graphs():
        owner, _, last = name.rpartition("/")
        if f"/{last}" == DECISIONS and plan in (None, owner):
            found += _read(owner, kb.quads(name))
    return sorted(found, key=lambda each: (each.when, each.iri))


def latest(decisions: Iterable[Decision]) -> list[Decision]:
    """The decision that counts on each thing, in the order given."""
    return list({each.subject: each for each in decisions}.values())


def store_decisions(kb: KnowledgeBase, decisions: Sequence[Decision]) -> None:
    """Add `decisions` to those that are stored; the same decision twice is one.

    Raises InputError when a decision names nobody or no day.
    """
    for each in decisions:
        if not each.who.strip() or not each.when.strip():
            raise InputError(
                Text("だれが、いつ決めたかが要ります", "a decision needs who decided and when"),
                hint=Text("--who に名前を指定してください", "say who with --who"),
            )
    with kb.writing():
        by_plan: dict[str, list[Decision]] = defaultdict(list)
        for each in decisions:
            by_plan[each.plan].append(each)
        graphs: dict[str, list[ox.Quad]] = {}
        for plan, new in by_plan.items():
            name = plan + DECISIONS
            old = list(kb.quads(name)) if name in kb.graphs() else []
            quads = [*old, *(quad for each in new for quad in decision_quads(each))]
            graphs[name] = list(dict.fromkeys(quads))
        kb.replace(graphs)


def decision_quads(decision: Decision) -> Iterator[ox.Quad]:
    """One decision as quads of P/decisions."""
    graph, node = ox.NamedNode(decision.plan + DECISIONS), ox.NamedNode(decision.iri)

    def say(predicate: str, value: Term) -> ox.Quad:
        return ox.Quad(node, ox.NamedNode(predicate), value, graph)

    yield say(ext.type, ox.NamedNode(eni.Decision))
    for each in decision.on:
        yield say(eni.decidesOn, ox.NamedNode(each))
    yield say(eni.verdict, ox.NamedNode(PREFIXES["eni-verdict"] + decision.verdict))
    for field, predicate in _TEXTS.items():
        if value := getattr(decision, field):
            yield say(predicate, ox.Literal(value))
    if decision.statement:
        yield say(ext.subject, ox.NamedNode(decision.statement.subject))
        yield say(ext.predicate, ox.NamedNode(decision.statement.predicate))
        yield say(ext.object, decision.statement.object)


def _read(plan: str, quads: Iterable[ox.Quad]) -> Iterator[Decision]:
    nodes: dict[str, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        if isinstance(quad.subject, ox.NamedNode) and isinstance(
            quad.object, ox.NamedNode | ox.Literal
        ):
            nodes[quad.subject.value][quad.predicate.value].append(quad.object)
    for said in nodes.values():
        kinds = [value.value for value in said.get(ext.type, ())]
        verdict = next((v.value.rpartition("/")[2] for v in said.get(eni.verdict, ())), "")
        if eni.Decision not in kinds or verdict not in VERDICTS:
            continue  # a graph that somebody else wrote

        def first(predicate: str, said: dict[str, list[Term]] = said) -> Term | None:
            return min(said.get(predicate, ()), key=str, default=None)

        subject, predicate, thing = map(first, (ext.subject, ext.predicate, ext.object))
        texts = {field: first(iri) for field, iri in _TEXTS.items()}
        yield Decision(
            plan=plan,
            on=tuple(sorted(value.value for value in said.get(eni.decidesOn, ()))),
            verdict=verdict,
            statement=(
                Statement(subject.value, predicate.value, thing)
                if subject and predicate and thing
                else None
            ),
            **{field: value.value if value else "" for field, value in texts.items()},
        )
