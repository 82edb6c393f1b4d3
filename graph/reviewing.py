"""`review`: doubtful readings and aliases with their sentences, and what people decide of them.

A decision is kept in P/decisions. The plan's graph is made from the document and the decisions:
an accepted reading is asserted and gets its plain triple, a rejected one loses it. Building the
document again applies the same decisions, so both ways lead to the same graph.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import pyoxigraph as ox

from ..data.words.sdgs import sdg_names
from ..errors import InputError
from ..language import Lang, Text
from ..ontology.terms import PREFIXES, claim, eni, ext
from .build import NO_PARTNER, READING
from .columns import natural
from .decisions import Decision, Statement, Term, Verdict, latest, read_decisions, store_decisions
from .evidence_spans import Span, SpanReader
from .stating import is_stated
from .store import KnowledgeBase

_STATUS: Final = {"accepted": claim.asserted, "rejected": claim.rejected}
_RESPONSIBLE: Final = {
    "responsible": eni.responsibleUnit,
    "responsible-sub-unit": eni.responsibleSubUnit,
}


@dataclass(frozen=True, slots=True)
class Reading:
    """A claim or participation that waits for a person, or has been decided.

    `id` is what `--accept` and `--reject` take: the end of the IRI after the plan's.
    """

    iri: str
    plan: str
    status: str
    confidence: float
    reason: str
    subject: Text
    predicate: str
    object: Text
    statement: Statement
    spans: tuple[Span, ...]
    decision: Decision | None = None

    @property
    def id(self) -> str:
        return self.iri.removeprefix(self.plan + "/")

    def to_json(self, lang: Lang = "ja") -> dict[str, Any]:
        """Keys in English, labels in `lang`."""
        decided = self.decision
        return {
            "id": self.id,
            "iri": self.iri,
            "status": self.status,
            "confidence": self.confidence,
            "subject": self.subject.in_lang(lang),
            "predicate": self.predicate,
            "object": self.object.in_lang(lang),
            "reason": self.reason,
            "spans": [span.to_json() for span in self.spans],
            "decision": decided
            and {
                "verdict": decided.verdict,
                "who": decided.who,
                "when": decided.when,
                "why": decided.why,
            },
        }


class _Nodes:
    """Claims and participations of one plan's graph, and the plain triples they stand for."""

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        self.quads = dict.fromkeys(quads)
        self.said: dict[str, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
        self.holders: dict[str, str] = {}
        for quad in self.quads:
            if isinstance(quad.subject, ox.NamedNode) and not isinstance(quad.object, ox.BlankNode):
                value = quad.object
                assert not isinstance(value, ox.Triple)
                self.said[quad.subject.value][quad.predicate.value].append(value)
                if quad.predicate.value == ext.hasParticipation:
                    self.holders[value.value] = quad.subject.value

    def first(self, node: str, predicate: str) -> Term | None:
        return min(self.said.get(node, {}).get(predicate, ()), key=str, default=None)

    def readings(self) -> dict[str, Statement]:
        """Every claim and participation with what it says."""
        found: dict[str, Statement] = {}
        for node, said in self.said.items():
            if eni.claimStatus not in said:
                continue
            subject, predicate = self.first(node, ext.subject), self.first(node, ext.predicate)
            thing = self.first(node, ext.object)
            if subject and predicate and thing:
                found[node] = Statement(subject.value, predicate.value, thing)
            elif node in self.holders and (taking := self._participation(node)):
                found[node] = taking
        return found

    def _participation(self, node: str) -> Statement | None:
        role = self.first(node, ext.role)
        agent = self.first(node, ext.hasParticipant)
        if agent is None:
            kind = self.first(node, eni.participantClass)
            return kind and Statement(self.holders[node], eni.participantClass, kind)
        name = role.value.removeprefix(PREFIXES["eni-role"]) if role else ""
        kinds = {each.value for each in self.said.get(agent.value, {}).get(ext.type, ())}
        if name in _RESPONSIBLE:
            predicate = _RESPONSIBLE[name]
        elif ext.OrganizationalUnit in kinds:
            predicate = eni.relatedUnit
        else:
            # Without a plain triple of its own, a venue is still what the participation says.
            predicate = ext.hasParticipant if name in NO_PARTNER else eni.partner
        return Statement(self.holders[node], predicate, agent)


def list_readings(kb: KnowledgeBase, *, decided: bool = False) -> list[Reading]:
    """Doubtful readings and aliases, of every plan, in document order; or those decided already."""
    spans, found = SpanReader(kb), []
    for plan in kb.plans():
        nodes = _Nodes(kb.quads(plan))
        verdicts = {each.statement: each for each in latest(read_decisions(kb, plan))}
        for iri, statement in nodes.readings().items():
            decision = verdicts.get(statement)
            if decided:
                wanted = decision is not None
            else:
                wanted = decision is None and _asks(nodes, iri, statement)
            if wanted:
                found.append((nodes, _reading(nodes, plan, iri, statement, decision)))
        for said in filter(is_stated, verdicts.values() if decided else ()):
            assert said.statement is not None
            about = said.statement.subject
            found.append((nodes, _reading(nodes, plan, about, said.statement, said)))
    spans.read(span for nodes, each in found for span in _span_iris(nodes, each.iri))
    readings = [
        replace(each, spans=tuple(map(spans.sentence, spans.all(_span_iris(nodes, each.iri)))))
        for nodes, each in found
    ]
    return sorted(readings, key=lambda each: (_first(each.spans), natural(each.iri)))


def decide(
    kb: KnowledgeBase,
    *,
    accept: Sequence[str] = (),
    reject: Sequence[str] = (),
    who: str,
    why: str = "",
    when: str,
) -> list[Decision]:
    """Store what `who` decided and bring the plan's graph up to it.

    `accept` and `reject` hold ids as `list_readings` gives them, or whole IRIs.

    Raises InputError for an id that names no reading, or one that is accepted and rejected.
    """
    if both := sorted(set(accept) & set(reject)):
        raise InputError(
            Text(f"{both[0]} を採用と却下の両方にしています", f"{both[0]} is accepted and rejected")
        )
    with kb.writing():
        known = {plan: _Nodes(kb.quads(plan)) for plan in kb.plans()}
        readings = {plan: nodes.readings() for plan, nodes in known.items()}
        wanted: list[tuple[str, Verdict]] = [
            *((each, "accepted") for each in accept),
            *((each, "rejected") for each in reject),
        ]
        made = []
        for name, verdict in wanted:
            plan, iri = _find(name, readings)
            statement = readings[plan][iri]
            made.append(Decision(plan, (iri,), verdict, who, when, why, statement))
        store_decisions(kb, made)
        changed = {each.plan for each in made}
        kb.replace({plan: apply_decisions(kb, plan, known[plan].quads) for plan in changed})
    return made


def apply_decisions(
    kb: KnowledgeBase, plan: str, quads: Collection[ox.Quad]
) -> Collection[ox.Quad]:
    """The plan's quads as the stored decisions have them: status of readings, plain triples."""
    decided = {
        each.statement: each
        for each in (latest(read_decisions(kb, plan)) if kb.exists() else ())
        if each.statement and each.verdict in _STATUS
    }
    if not decided:
        return quads
    nodes, graph = _Nodes(quads), ox.NamedNode(plan)
    result = dict(nodes.quads)
    readings = nodes.readings()
    status = ox.NamedNode(eni.claimStatus)
    for iri, statement in readings.items():
        if statement in decided:
            node = ox.NamedNode(iri)
            for old in nodes.said[iri][eni.claimStatus]:
                result.pop(ox.Quad(node, status, old, graph), None)
            new = ox.NamedNode(_STATUS[decided[statement].verdict])
            result[ox.Quad(node, status, new, graph)] = None
    for statement, decision in decided.items():
        assert statement is not None
        plain = ox.Quad(
            ox.NamedNode(statement.subject),
            ox.NamedNode(statement.predicate),
            statement.object,
            graph,
        )
        if decision.verdict == "rejected":
            result.pop(plain, None)
        elif statement in readings.values() and statement.predicate != ext.hasParticipant:
            result[plain] = None
    return list(result)


def _asks(nodes: _Nodes, iri: str, statement: Statement) -> bool:
    """Whether a person should look: what is doubted, and every alias, but for stated readings."""
    status = nodes.first(iri, eni.claimStatus)
    doubtful = status is not None and status.value == claim.doubtful
    if doubtful or statement.predicate != ext.altLabel:
        return doubtful
    said = statement.object
    return not (isinstance(said, ox.Literal) and (said.language or "").lower() == READING.lower())


def _reading(
    nodes: _Nodes, plan: str, iri: str, statement: Statement, decision: Decision | None
) -> Reading:
    status, sure = nodes.first(iri, eni.claimStatus), nodes.first(iri, eni.confidence)
    reason = nodes.first(iri, eni.reason)
    return Reading(
        iri=iri,
        plan=plan,
        status=status.value.rpartition("/")[2] if status else "",
        confidence=float(sure.value) if sure else 0.0,
        reason=reason.value if reason else "",
        subject=_label(nodes, ox.NamedNode(statement.subject)),
        predicate=statement.predicate,
        object=_label(nodes, statement.object),
        statement=statement,
        spans=(),
        decision=decision,
    )


def _label(nodes: _Nodes, term: Term) -> Text:
    if isinstance(term, ox.Literal):
        return Text(term.value, term.value)
    labels = {
        value.language or "ja": value.value
        for value in nodes.said.get(term.value, {}).get(ext.prefLabel, ())
        if isinstance(value, ox.Literal)
    }
    last = term.value.rpartition("/")[2]
    if not labels and term.value.startswith(PREFIXES["sdg"]) and last.isdecimal():
        goal = sdg_names().get(int(last), Text("", ""))
        return Text(f"SDG {last} {goal.ja}", f"SDG {last} {goal.en}")
    japanese = labels.get("ja", labels.get("en", last))
    return Text(japanese, labels.get("en", japanese))


def _span_iris(nodes: _Nodes, iri: str) -> list[str]:
    return [value.value for value in nodes.said[iri].get(eni.sourceSpan, ())]


def _first(spans: Sequence[Span]) -> tuple[int, int]:
    return min(((span.line or 0, span.start or 0) for span in spans), default=(0, 0))


def _find(name: str, readings: dict[str, dict[str, Statement]]) -> tuple[str, str]:
    found = [
        (plan, iri)
        for plan, known in readings.items()
        for iri in (name, f"{plan}/{name}")
        if iri in known
    ]
    if len(found) != 1:
        raise InputError(
            Text(f"{name} という読み取りはありません", f"there is no reading {name}")
            if not found
            else Text(f"{name} は複数の計画にあります", f"{name} is in more than one plan"),
            hint=Text(
                "enishi review の一覧にある番号か、IRIを指定してください",
                "name one as `enishi review` lists it, or its IRI",
            ),
        )
    return found[0]
