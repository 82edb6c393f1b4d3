"""What people decided of suggestions, for the map: 見送り vanishes, the rest is told as decided."""

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import TYPE_CHECKING, Final

from ..graph.decisions import Decision, has_decisions
from ..graph.editions import standing_decisions
from ..graph.open_suggestions import is_settled
from ..graph.plan_view import read_plans
from ..language import Text
from .model import MapEdge
from .worklist_words import VERDICTS, decided_by

if TYPE_CHECKING:
    from ..graph.store import KnowledgeBase

#: Verdicts that join two projects.
_JOINING: Final = ("adopted", "existing")


class Decided:
    """The decisions that count today, by the projects they are on."""

    def __init__(self, decisions: Iterable[Decision] = ()) -> None:
        self._on = {frozenset(each.on): each for each in decisions}

    def settled(self, projects: Iterable[str]) -> bool:
        """Whether a suggestion of these projects has had its answer."""
        return is_settled(frozenset(projects), self._on)

    def edges(self) -> Iterator[MapEdge]:
        """A line for every pair that people joined, with who, when and why."""
        for on, each in self._on.items():
            if each.verdict in _JOINING:
                for source, target in combinations(sorted(on), 2):
                    yield MapEdge(source, target, "decision", note=_said(each), iri=each.iri)

    def note(self, projects: Iterable[str]) -> Text | None:
        """What was said so far of a suggestion that is still open (検討)."""
        found = self._on.get(frozenset(projects))
        return _said(found) if found else None


def read_decided(kb: "KnowledgeBase") -> Decided:
    """The decisions of `kb`, brought over to today's editions."""
    if not has_decisions(kb):
        return Decided()
    return Decided(standing_decisions(kb, read_plans(kb)).decisions)


def _said(each: Decision) -> Text:
    verdict, who = VERDICTS[each.verdict], decided_by(each)
    return Text(f"{verdict.ja}：{who}", f"{verdict.en}: {who}")
