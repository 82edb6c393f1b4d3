"""Reads the statements the map needs, once, into one lookup table.

A few queries that a store answers in a single pass each; what the order of their rows was cannot
show in the map because every list is sorted here.
"""

import gc
import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

import pyoxigraph as ox

from ..ontology.terms import PREFIXES, eni, ext

if TYPE_CHECKING:
    from ..graph.store import KnowledgeBase

LABEL: Final = PREFIXES["rdfs"] + "label"

#: Classes whose instances are looked for.
_CLASSES: Final = (
    eni.Goal,
    eni.Measure,
    eni.Package,
    eni.Project,
    eni.Plan,
    eni.YearOutline,
    eni.OutlineItem,
)
_ELEMENTS: Final = _CLASSES[:4]
_AGENTS: Final = (eni.responsibleUnit, eni.relatedUnit, eni.partner)
#: What is read of everything that has it.
_PREDICATES: Final = (
    ext.prefLabel,
    LABEL,
    ext.title,
    ext.identifier,
    ext.description,
    ext.isPartOf,
    eni.slogan,
    eni.projectAlias,
    eni.background,
    eni.proposalStatus,
    eni.sourceMark,
    eni.planYear,
    eni.responsibleUnit,
    eni.responsibleSubUnit,
    eni.relatedUnit,
    eni.partner,
    eni.refersTo,
    eni.openEnded,
    eni.participantClass,
    eni.text,
    ext.subOrganizationOf,
    ext.hasParticipation,
    ext.hasParticipant,
    ext.role,
)
_CLAIM_PREDICATES: Final = (
    ext.type,
    ext.subject,
    ext.object,
    eni.reason,
)
_SPAN_PREDICATES: Final = (eni.locator, ext.hasSource, ext.hasSelector)
_SELECTOR_PREDICATES: Final = (ext.start, ext.end, ext.exact)
_DIGITS: Final = re.compile(r"([0-9]{1,18})")
_SUGGESTION_PREDICATES: Final = (
    ext.type,
    eni.suggests,
    eni.score,
    eni.rank,
    eni.reason,
    eni.evidence,
    LABEL,
)


class Value(NamedTuple):
    """The object of a statement: an IRI, or the text of a literal with its language."""

    text: str
    is_iri: bool
    lang: str = ""


class Facts:
    """Statements by subject and predicate; all answers are sorted."""

    def __init__(self) -> None:
        #: One string for each IRI, however often it occurs.
        self.known: dict[str, str] = {}
        self._by_subject: dict[str, dict[str, list[Value]]] = defaultdict(dict)
        self._by_class: dict[str, list[str]] = defaultdict(list)

    def add(self, subject: str, predicate: str, value: Value) -> None:
        """Take one statement in."""
        values = self._by_subject[subject].setdefault(predicate, [])
        if value not in values:
            values.append(value)
            if predicate == ext.type:
                self._by_class[value.text].append(subject)

    def instances(self, class_iri: str) -> list[str]:
        """Everything of this class, in order of IRI: the order of the document."""
        return sorted(self._by_class.get(class_iri, ()), key=_in_number_order)

    def objects(self, predicate: str) -> set[str]:
        """The IRIs that this is said of anything."""
        return {
            value.text
            for about in self._by_subject.values()
            for value in about.get(predicate, ())
            if value.is_iri
        }

    def shown(self) -> set[str]:
        """What the map shows a source of: elements, who takes part, references, suggestions."""
        found = {iri for name in (*_ELEMENTS, eni.Claim) for iri in self._by_class.get(name, ())}
        for predicate in (*_AGENTS, ext.hasParticipation, eni.evidence):
            found |= self.objects(predicate)
        return found

    def iris(self, subject: str, predicate: str) -> list[str]:
        """The IRIs this statement has as objects."""
        values = self._by_subject.get(subject, {}).get(predicate, ())
        return sorted(value.text for value in values if value.is_iri)

    def iri(self, subject: str, predicate: str) -> str:
        """The first of `iris`, or the empty string."""
        return next(iter(self.iris(subject, predicate)), "")

    def texts(self, subject: str, predicate: str, *, lang: str = "ja") -> list[str]:
        """The literals in `lang` if there are any, else those without a language, else all."""
        values = self._by_subject.get(subject, {}).get(predicate, ())
        literals = sorted(value for value in values if not value.is_iri)
        for wanted in (lang, ""):
            chosen = [value.text for value in literals if value.lang.split("-")[0] == wanted]
            if chosen:
                return chosen
        return [value.text for value in literals]

    def text(self, subject: str, predicate: str, *, lang: str = "ja") -> str:
        """The first of `texts`, or the empty string."""
        return next(iter(self.texts(subject, predicate, lang=lang)), "")

    def integer(self, subject: str, predicate: str) -> int | None:
        """A whole number, or None where there is none or it is not one."""
        try:
            return int(self.text(subject, predicate))
        except ValueError:
            return None

    def name(self, subject: str) -> str:
        """What people call it; for a thing without any label the end of its IRI."""
        for predicate in (ext.prefLabel, eni.slogan, ext.title, LABEL):
            label = self.text(subject, predicate)
            if label.strip():
                return label
        return subject.rstrip("/#").replace("#", "/").rpartition("/")[2]


def _in_number_order(iri: str) -> list[tuple[int, str]]:
    """`…/project/1000` after `…/project/999`."""
    return [(int(part), "") if part.isdecimal() else (0, part) for part in _DIGITS.split(iri)]


def _fill(facts: Facts, answer: Iterable[Any], of: Container[str] | None = None) -> None:
    """Take the rows of a SELECT in, of these subjects or of all; blank nodes that RDF of others
    may hold are passed over."""
    known = facts.known
    for row in answer:
        subject = row[0]
        if not isinstance(subject, ox.NamedNode) or (of is not None and subject.value not in of):
            continue
        predicate, value = row[1], row[2]
        about = known.setdefault(subject.value, subject.value)
        says = known.setdefault(predicate.value, predicate.value)
        if isinstance(value, ox.Literal):
            facts.add(about, says, Value(value.value, False, value.language or ""))
        elif isinstance(value, ox.NamedNode):
            facts.add(about, says, Value(known.setdefault(value.value, value.value), True))


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the collector of cycles: millions of new records make no cycles; looking for some takes longer than making them."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _iris(names: Sequence[str]) -> str:
    return " ".join(f"<{name}>" for name in names)


def _select(predicates: Sequence[str], subjects: str = "") -> str:
    """Statements with these predicates; `subjects`, a pattern for ?s, is answered before they are
    looked up one by one: left to itself the store joins all there are with all."""
    inner = f"{{ SELECT DISTINCT ?s {{ {subjects} }} }}" if subjects else ""
    return f"SELECT ?s ?p ?o {{ {inner} VALUES ?p {{ {_iris(predicates)} }} ?s ?p ?o }}"


_REFERENCE: Final = f"?s <{ext.predicate}> <{eni.refersTo}>"
_SUGGESTED: Final = f"{{ ?s a <{eni.Suggestion}> }} UNION {{ ?x <{eni.evidence}> ?s }}"


def read_facts(kb: "KnowledgeBase", *, include_suggestions: bool) -> Facts:
    """All statements the map is made of, from the plans and, if asked, the suggestions."""
    facts = Facts()
    with_suggestions = include_suggestions and bool(
        kb.query(f"ASK {{ ?s a <{eni.Suggestion}> }}", include=("suggestions",))
    )
    everywhere = ("suggestions",) if with_suggestions else ()

    def take(sparql: str, include: tuple[str, ...] = (), of: Container[str] | None = None) -> None:
        _fill(facts, cast("Iterable[Any]", kb.query(sparql, include=include)), of)

    values = f"VALUES (?p ?o) {{ {' '.join(f'(<{ext.type}> <{c}>)' for c in _CLASSES)} }}"
    take(f"SELECT ?s ?p ?o {{ {values} ?s ?p ?o }}")
    take(_select(_PREDICATES))
    take(_select(_CLAIM_PREDICATES, _REFERENCE))
    if with_suggestions:
        take(_select(_SUGGESTION_PREDICATES, _SUGGESTED), everywhere)
    # Of a plan's spans the map needs those of what it shows. Passing over the others is faster
    # than having the store join them.
    take(_select((eni.claimStatus, eni.sourceSpan)), everywhere, facts.shown())
    take(_select(_SPAN_PREDICATES), everywhere, facts.objects(eni.sourceSpan))
    take(_select(_SELECTOR_PREDICATES), everywhere, facts.objects(ext.hasSelector))
    return facts
