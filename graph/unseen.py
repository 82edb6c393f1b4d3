"""What a worklist cannot show because the plan does not say it, so that silence is not mistaken.

no_owner      a row without a responsible section: it can be in no pair of sections
open_owner    the owner is written with 他 or 等: who else takes part is not named
open_partner  a partner is written with 他 or 等: the other partners are not named
no_text       a row without a description: only its name could be compared
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, get_args

from ..ontology.terms import PREFIXES, eni, ext
from .columns import natural
from .evidence_spans import Span, rows
from .plan_view import PlanView
from .store import KnowledgeBase

Silence = Literal["no_owner", "open_owner", "open_partner", "no_text"]
SILENCES: Final[tuple[Silence, ...]] = get_args(Silence)

_OPEN: Final = f"""SELECT ?element ?role ?span WHERE {{
  ?element <{ext.hasParticipation}> ?part .
  ?part <{eni.openEnded}> true ; <{ext.role}> ?role ; <{eni.sourceSpan}> ?span }}"""
_OWNERS: Final = frozenset(
    PREFIXES["eni-role"] + name for name in ("responsible", "responsible-sub-unit")
)


@dataclass(frozen=True, slots=True)
class Unseen:
    """One such place: the row or package, its sections by IRI, and the words of the plan."""

    kind: Silence
    element: str
    name: str
    sections: tuple[str, ...]
    span: Span | None


def find_unseen(kb: KnowledgeBase, view: PlanView) -> tuple[Unseen, ...]:
    """All such places, by kind, then in the order of the document."""
    found = [*_open(kb, view), *_empty(view)]
    found.sort(key=lambda each: (SILENCES.index(each.kind), natural(each.element)))
    return tuple(dict.fromkeys(found))


def _open(kb: KnowledgeBase, view: PlanView) -> Iterator[Unseen]:
    said = sorted(rows(kb, _OPEN))
    view.spans.read(span for _, _, span in said)
    for element, role, span in said:
        inside = view.packages.get(element, (element,))
        units = dict.fromkeys(
            unit for row in inside if row in view.projects for unit in view.projects[row].sections
        )
        if not units:
            continue  # of an older edition, or of no section
        spans = view.spans.all([span])
        kind: Silence = "open_owner" if role in _OWNERS else "open_partner"
        yield Unseen(kind, element, view.name(element), tuple(units), spans[0] if spans else None)


def _empty(view: PlanView) -> Iterator[Unseen]:
    for project in view.projects.values():
        kinds: list[Silence] = []
        if not project.sections:
            kinds.append("no_owner")
        if not project.description.strip():
            kinds.append("no_text")
        if kinds:
            spans = view.spans.all(project.spans)
            for kind in kinds:
                yield Unseen(
                    kind, project.iri, project.name, project.sections, spans[0] if spans else None
                )
