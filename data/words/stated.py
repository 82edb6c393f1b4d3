"""What a column states outright of its row: the SDGs it serves, and how its name is read."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from ..records import Claim, Thing
from ..source import Source, Span
from .profile import Column
from .sdgs import sdg_numbers

#: Kana alone is a reading; anything else in such a column is a remark.
_KANA: Final = re.compile(r"[ぁ-ゖァ-ヺー・\s　]+")
_CONFIDENCE: Final = 0.95


def sdg_claims(source: Source, element: str, span: Span) -> Iterator[Claim]:
    """The goals whose numbers stand in a cell of SDGs, each at its number."""
    for start, end, goal in sdg_numbers(source.quote(span)):
        yield Claim(
            element=element,
            predicate="subject",
            thing=Thing("sdg", str(goal)),
            span=Span(span.start + start, span.start + end),
            confidence=_CONFIDENCE,
            reason="SDGsの欄に書かれている番号",
        )


def reading_claims(source: Source, element: str, span: Span) -> Iterator[Claim]:
    """The reading in a cell of kana; none where the cell says something else."""
    place = source.strip(span)
    text = " ".join(source.quote(place).split())
    if text and _KANA.fullmatch(text):
        yield Claim(
            element=element,
            predicate="altLabel",
            thing=Thing("reading", text),
            span=place,
            confidence=_CONFIDENCE,
            reason="読みの欄に書かれている",
        )


STATED: Final[dict[Column, Callable[[Source, str, Span], Iterator[Claim]]]] = {
    "sdgs": sdg_claims,
    "reading": reading_claims,
}


def stated(source: Source, columns: Iterable[tuple[str, Column, Span]]) -> Iterator[Claim]:
    """What `columns` (element, column, cell) state, cell by cell."""
    for element, column, span in columns:
        if column in STATED:
            yield from STATED[column](source, element, span)
