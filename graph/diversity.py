"""How different the suggestions at the top of the list are: whom they join, and how evenly.

A list can be right and yet of no use, when it joins the same two sections twenty times.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from .suggest import Suggestion

#: How many suggestions the top of the list is.
TOP: Final = 20


@dataclass(frozen=True, slots=True)
class Diversity:
    """Counts over the `shown` best suggestions.

    `pairs`, `sections` and `projects` are how many different ones they join; `largest_pair`,
    `largest_section` and `largest_project` the share (0-1) of the suggestions that the most
    frequent one is in; `effective_pairs` is 1 / Σ p², p being the share of each pair of sections:
    how many pairs there would be if all were as frequent (inverse Simpson index, Hill 1973).
    """

    shown: int
    pairs: int
    sections: int
    projects: int
    largest_pair: float
    largest_section: float
    largest_project: float
    effective_pairs: float

    def to_json(self) -> dict[str, Any]:
        """Keys in English, shares to four decimals."""
        return {
            "shown": self.shown,
            "section_pairs": self.pairs,
            "sections": self.sections,
            "projects": self.projects,
            "largest_section_pair_share": round(self.largest_pair, 4),
            "largest_section_share": round(self.largest_section, 4),
            "largest_project_share": round(self.largest_project, 4),
            "effective_section_pairs": round(self.effective_pairs, 4),
        }


def diversity(suggestions: Sequence[Suggestion]) -> Diversity | None:
    """The diversity of `suggestions`; None when there are none.

    Rows of several sections count for the whole group of these: 甲・乙課 is no 甲課.
    """
    if not suggestions:
        return None
    shown = len(suggestions)
    pairs = Counter(frozenset(each.section for each in s.projects) for s in suggestions)
    sections = _counted({each.section for each in s.projects} for s in suggestions)
    projects = _counted({each.iri for each in s.projects} for s in suggestions)
    return Diversity(
        shown=shown,
        pairs=len(pairs),
        sections=len(sections),
        projects=len(projects),
        largest_pair=max(pairs.values()) / shown,
        largest_section=max(sections.values()) / shown,
        largest_project=max(projects.values()) / shown,
        effective_pairs=1 / sum((count / shown) ** 2 for count in pairs.values()),
    )


def _counted(groups: Iterable[set[str]]) -> Counter[str]:
    """In how many groups each stands."""
    return Counter(each for group in groups for each in group)
