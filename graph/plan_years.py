"""The years of a plan as intervals: 1年目 meets 2年目, whenever the first begins.

Documents that count years from the plan's start do not say which calendar year the first is, so
an interval here has no beginning and no end; what is known is the order. They stand for what a
document names only: no year is added to fill a gap.
"""

from collections.abc import Iterator

import pyoxigraph as ox

from ..ontology.terms import eni, ext
from .iris import Minter
from .literals import Term, integer, iri

#: subject, predicate, object.
Statement = tuple[str, str, Term]


class PlanYears:
    """The years that the outlines of one plan have named so far."""

    def __init__(self, minter: Minter, lang: str) -> None:
        self._minter = minter
        self._lang = lang
        self._known: set[int] = set()

    def statements(self, year: int) -> Iterator[Statement]:
        """What stands of plan year `year` (from 1), now that an outline is of it."""
        node = self._minter.plan_year(year)
        yield node, ext.type, iri(ext.ProperInterval)
        name = f"{year}年目" if self._lang == "ja" else f"Year {year}"
        yield node, ext.prefLabel, ox.Literal(name, language=self._lang)
        yield node, eni.planYear, integer(year)
        self._known.add(year)
        for first in (year - 1, year):
            if {first, first + 1} <= self._known:
                following = iri(self._minter.plan_year(first + 1))
                yield self._minter.plan_year(first), ext.intervalMeets, following
