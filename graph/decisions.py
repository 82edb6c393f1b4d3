"""What people decided, in the graph P/decisions: on readings of the text, and on suggestions.

A decision on a reading names it by what it says (subject, predicate, object) beside its IRI,
because the number of a claim may change when an edited plan is built again. Of several decisions
on the same thing the latest counts; all of them are kept, each pointing at the one it replaces
(`dct:replaces`), so that the order of a single day is known too.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
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
    what a planner notes about a suggestion: 打診先, 打診日, 回答. `replaces` is the decision before.
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
    replaces: str = ""
    node: str = field(default="", compare=False, repr=False)

    @property
    def iri(self) -> str:
        """What it is stored as; for a new one P/decision/{12 hex} of all it says."""
        if self.node:
            return self.node
        said = (self.verdict, self.who, self.when, *self.content[1:], self.replaces)
        told = "\n".join((*sorted(self.on), *said))
        return f"{self.plan}/decision/{hashlib.sha256(told.encode()).hexdigest()[:12]}"

    @property
    def content(self) -> tuple[str, ...]:
        """What was decided, whoever says so and whenever."""
        return (self.verdict, self.why, self.contact, self.contacted, self.answer)

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
    before = {each.iri: each.replaces for each in found}

    def steps(iri: str) -> int:
        """How many decisions came before this one; a loop that somebody wrote ends."""
        seen: set[str] = set()
        while iri in before and iri not in seen:
            seen.add(iri)
            iri = before[iri]
        return len(seen)

    return sorted(found, key=lambda each: (each.when, steps(each.iri), each.iri))


def has_decisions(kb: KnowledgeBase) -> bool:
    """Whether anything was ever decided."""
    return any(name.endswith(DECISIONS) for name in kb.graphs())


def latest(decisions: Iterable[Decision]) -> list[Decision]:
    """The decision that counts on each thing, of `decisions` with the earliest first."""
    return list({each.subject: each for each in decisions}.values())


def store_decisions(kb: KnowledgeBase, decisions: Sequence[Decision]) -> list[Decision]:
    """Add `decisions` to those that are stored and return the new ones.

    What says the same as the decision that counts already, whoever repeats it, is no new decision.

    Raises InputError when a decision names nobody or no day.
    """
    for each in decisions:
        if not each.who.strip() or not each.when.strip():
            raise InputError(
                Text("だれが、いつ決めたかが要ります", "a decision needs who decided and when"),
                hint=Text("--who に名前を指定してください", "say who with --who"),
            )
    with kb.writing():
        made = _news(read_decisions(kb) if kb.exists() else [], decisions)
        by_plan: dict[str, list[Decision]] = defaultdict(list)
        for each in made:
            by_plan[each.plan].append(each)
        graphs: dict[str, list[ox.Quad]] = {}
        for plan, new in by_plan.items():
            name = plan + DECISIONS
            old = list(kb.quads(name)) if name in kb.graphs() else []
            quads = [*old, *(quad for each in new for quad in decision_quads(each))]
            graphs[name] = list(dict.fromkeys(quads))
        if graphs:
            kb.replace(graphs)
    return made


def _news(stored: Sequence[Decision], decisions: Iterable[Decision]) -> list[Decision]:
    """Those of `decisions` that say something new, each with the one it replaces."""
    counting = {each.subject: each for each in latest(stored)}
    known = {(each.subject, each.content, each.who, each.when) for each in stored}
    made: list[Decision] = []
    for each in decisions:
        now = counting.get(each.subject)
        told = (each.subject, each.content, each.who, each.when)
        # Somebody may hand in late what was decided earlier: that is kept and changes nothing.
        late = now is not None and now.when > each.when
        if (now is not None and now.content == each.content) or (late and told in known):
            continue
        if not late:
            each = replace(each, replaces=now.iri) if now else each
            counting[each.subject] = each
        known.add(told)
        made.append(each)
    return made


def decision_quads(decision: Decision) -> Iterator[ox.Quad]:
    """One decision as quads of P/decisions."""
    graph, node = ox.NamedNode(decision.plan + DECISIONS), ox.NamedNode(decision.iri)

    def say(predicate: str, value: Term) -> ox.Quad:
        return ox.Quad(node, ox.NamedNode(predicate), value, graph)

    yield say(ext.type, ox.NamedNode(eni.Decision))
    for each in decision.on:
        yield say(eni.decidesOn, ox.NamedNode(each))
    yield say(eni.verdict, ox.NamedNode(PREFIXES["eni-verdict"] + decision.verdict))
    for name, predicate in _TEXTS.items():
        if value := getattr(decision, name):
            yield say(predicate, ox.Literal(value))
    if decision.replaces:
        yield say(ext.replaces, ox.NamedNode(decision.replaces))
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
    for node, said in nodes.items():
        kinds = [value.value for value in said.get(ext.type, ())]
        verdict = next((v.value.rpartition("/")[2] for v in said.get(eni.verdict, ())), "")
        if eni.Decision not in kinds or verdict not in VERDICTS:
            continue  # a graph that somebody else wrote

        def first(predicate: str, said: dict[str, list[Term]] = said) -> Term | None:
            return min(said.get(predicate, ()), key=str, default=None)

        subject, predicate, thing = map(first, (ext.subject, ext.predicate, ext.object))
        texts = {name: first(iri) for name, iri in _TEXTS.items()}
        before = first(ext.replaces)
        yield Decision(
            plan=plan,
            on=tuple(sorted(value.value for value in said.get(eni.decidesOn, ()))),
            verdict=verdict,
            statement=(
                Statement(subject.value, predicate.value, thing)
                if subject and predicate and thing
                else None
            ),
            replaces=before.value if before else "",
            node=node,
            **{name: value.value if value else "" for name, value in texts.items()},
        )
