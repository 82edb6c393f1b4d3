"""Suggestions that still wait for an answer: what people decided is not suggested again.

What was 見送り is gone, also inside a trio; what was 採用 or 既に連携済み is a link by now.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from ..language import Text
from .decisions import Decision, Verdict, has_decisions
from .editions import standing_decisions
from .plan_view import read_plans
from .store import KnowledgeBase
from .suggest import Suggestion, Suggestions, find_suggestions

#: Decisions after which a suggestion is no longer asked about.
SETTLED: Final[frozenset[Verdict]] = frozenset({"declined", "adopted", "existing"})
#: Projects → the decision that counts on them.
Decisions = Mapping[frozenset[str], Decision]


def find_open_suggestions(
    kb: KnowledgeBase, *, top: int = 20, section: str | None = None
) -> Suggestions:
    """`find_suggestions` without what is settled; as many more are looked for as were decided."""
    if not has_decisions(kb):
        return find_suggestions(kb, top=top, section=section)
    standing = standing_decisions(kb, read_plans(kb))
    decided = {frozenset(each.on): each for each in standing.decisions}
    return open_ones(kb, decided, top=top, section=section)


def open_ones(
    kb: KnowledgeBase, decided: Decisions, *, top: int, section: str | None
) -> Suggestions:
    """The same with the decisions given; ranks count from 1 again."""
    settled = sum(each.verdict in SETTLED for each in decided.values())
    found = find_suggestions(kb, top=top + settled, section=section)
    if not settled:
        return found
    items = [each for each in found.items if not is_settled(_projects(each), decided)]
    trios = [each for each in found.trios if not is_settled(_projects(each), decided)]
    few = max(1, len(found.trios) * top // (top + settled))
    note = Text(
        f"人が判断した{settled}組（採用・見送り・既に連携済み）は挙げていません。",
        f"{settled} groups that people decided on (adopted, declined, existing) are left out.",
    )
    return replace(
        found,
        items=_ranked(items[:top]),
        trios=_ranked(trios[:few]),
        notes=(*found.notes, note),
    )


def is_settled(projects: frozenset[str], decided: Decisions) -> bool:
    """Whether these projects, or a pair among them that was 見送り, are no longer asked about."""
    own = decided.get(projects)
    return (own is not None and own.verdict in SETTLED) or any(
        each.verdict == "declined" and on < projects for on, each in decided.items()
    )


def _projects(each: Suggestion) -> frozenset[str]:
    return frozenset(project.iri for project in each.projects)


def _ranked(found: list[Suggestion]) -> tuple[Suggestion, ...]:
    return tuple(replace(each, rank=rank) for rank, each in enumerate(found, 1))
