"""Reads the statements the map needs, once, into one lookup table.

One query for all predicates: a store answers it in a single pass, and what the order of its
rows was cannot show in the map because every list is sorted here.
"""

import gc
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

import pyoxigraph as ox

from ..ontology.terms import PREFIXES, eni, ext

if TYPE_CHECKING:
    from ..graph.store import KnowledgeBase

LABEL: Final = PREFIXES["rdfs"] + "label"

_PREDICATES: Final = (
    ext.type,
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
    eni.claimStatus,
    eni.sourceSpan,
    eni.locator,
    eni.text,
    eni.reason,
    ext.subOrganizationOf,
    ext.hasParticipation,
    ext.hasParticipant,
    ext.role,
    ext.hasSource,
    ext.hasSelector,
    ext.start,
    ext.end,
    ext.exact,
)
_DIGITS: Final = re.compile(r"([0-9]{1,18})")
_SUGGESTION_PREDICATES: Final = (
    ext.type,
    eni.suggests,
    eni.score,
    eni.rank,
    eni.reason,
    eni.evidence,
    eni.sourceSpan,
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


def _fill(facts: Facts, answer: Iterable[Any]) -> None:
    """Take the rows of a SELECT in; blank nodes that RDF of others may hold are passed over."""
    known: dict[str, str] = {}  # one string for each IRI, however often it occurs
    for row in answer:
        subject, predicate, value = row[0], row[1], row[2]
        if not isinstance(subject, ox.NamedNode):
            continue
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


def _select(predicates: Sequence[str], where: str = "") -> str:
    values = " ".join(f"<{predicate}>" for predicate in predicates)
    return f"SELECT ?s ?p ?o WHERE {{ VALUES ?p {{ {values} }} {where} ?s ?p ?o }}"


def read_facts(kb: "KnowledgeBase", *, include_suggestions: bool) -> Facts:
    """All statements the map is made of, from the plans and, if asked, the suggestions."""
    facts = Facts()

    def take(sparql: str, *include: str) -> None:
        _fill(facts, cast("Iterable[Any]", kb.query(sparql, include=include)))

    take(_select(_PREDICATES))
    claims = f"?s <{ext.predicate}> <{eni.refersTo}> ."
    about = (ext.type, ext.subject, ext.object, eni.reason, eni.claimStatus, eni.sourceSpan)
    take(_select(about, claims))
    if include_suggestions:
        wanted = f"{{ ?s a <{eni.Suggestion}> }} UNION {{ ?x <{eni.evidence}> ?s }}"
        take(_select(_SUGGESTION_PREDICATES, wanted), "suggestions")
        # A sentence that nothing in the plan's graph comes from is a span of the suggestions.
        span = f"?x <{eni.evidence}>/<{eni.sourceSpan}>"
        found = f"{{ {span} ?s }} UNION {{ {span}/<{ext.hasSelector}> ?s }}"
        # Found once, before their properties are looked up one by one.
        spans = f"{{ SELECT DISTINCT ?s {{ {found} }} }}"
        about = (eni.locator, ext.hasSource, ext.hasSelector, ext.start, ext.end, ext.exact)
        take(_select(about, spans), "suggestions")
    return facts
