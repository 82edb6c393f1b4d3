"""Outlines that go on with an earlier year: 「1年目の事業に加え」 refers to the outline of year 1."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from ..records import Claim, OutlineItem, Record, Thing, YearOutline
from ..words.lexicon import alternation, load, narrow


@cache
def _pattern() -> re.Pattern[str]:
    words = load("years")
    what, on = alternation(words["what"]), alternation(words["goes_on"])
    year = rf"(?P<year>[0-9]{{1,2}})(?:{alternation(words['earlier'])})"
    return re.compile(rf"^[・\s]*(?:{year}|{alternation(words['previous'])})(?:{what})等?(?:{on})")


def carried(records: Iterable[Record]) -> Iterator[Claim]:
    """A refersTo claim from each item that goes on with an earlier outline of its package."""
    outlines: dict[str, YearOutline] = {}
    by_year: dict[tuple[str, int], YearOutline] = {}
    items: list[OutlineItem] = []
    for record in records:
        if isinstance(record, YearOutline):
            outlines[record.key] = record
            by_year[record.parent, record.year] = record
        elif isinstance(record, OutlineItem):
            items.append(record)
    for item in items:
        match = _pattern().match(narrow(item.label))
        if match is None:
            continue
        here = outlines[item.parent]
        year = int(match["year"]) if match["year"] else here.year - 1
        earlier = by_year.get((here.parent, year))
        if earlier is not None and year < here.year:
            yield Claim(
                element=item.key,
                predicate="refersTo",
                thing=Thing("element", earlier.key),
                span=item.span,
                confidence=0.95,
                reason=f"{year}年目の取組を続けると書かれている",
            )
