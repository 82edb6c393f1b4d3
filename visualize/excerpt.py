"""Text in the room there is: names cut at the end, quotes cut around what they are quoted for.

Widths are in em (a wide character is 1 em, another 0.55). Where something is left out stands …,
and never inside brackets if there is a place outside them.
"""

import math
import unicodedata
from collections.abc import Sequence
from typing import Final

from ..graph.clauses import clauses, enclosed, is_inside
from ..graph.evidence_spans import Span

_CUT: Final = "…"
_CLOSING: Final = dict(zip("「『（(【［[〈《〔｛{“", "」』）)】］]〉》〕｝}”", strict=True))
#: A cut before a bracket may leave so much less than there is room for.
_LEAST: Final = 0.4


def em(text: str) -> float:
    """The width of `text` in em."""
    return math.fsum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.55 for c in text)


def lines(text: str, width: float) -> int:
    """Lines of print that `text` takes."""
    return max(1, math.ceil(em(text) / width))


def flat(text: str) -> str:
    """`text` on one line."""
    return " ".join(text.split())


def short(text: str, most: float) -> str:
    """`text` on one line, cut to `most` em with an ellipsis; a bracket is left out or closed.

    >>> short("散策拠点（地場産品と結び付けた整備）", 14)
    '散策拠点…'
    """
    said = flat(text)
    if em(said) <= most:
        return said
    cut = _fitting(said, most - 1)
    whole = enclosed(said)
    if is_inside(cut, whole):
        before = next(start for start, end in whole if start < cut < end)
        if em(said[:before]) >= _LEAST * most or before and em(said[:before]) >= 4:
            cut = before
        else:
            return _closed(said, most)
    return said[:cut].rstrip(" 、") + _CUT


def excerpt(span: Span, most: float) -> str:
    """The quote of `span` in `most` em: the clauses around what it is quoted for.

    Whole clauses are taken as long as there is room, the following ones first.
    """
    said = flat(span.quote)
    if em(said) <= most:
        return said
    parts = [span.quote[slice(*each)] for each in clauses(span.quote)]
    at = _clause_of(span, parts)
    first = last = at
    room = most - 2 - em(flat(parts[at]))
    if room < 0:
        inside = flat(parts[at]).rstrip("、，")
        return (_CUT if at else "") + short(inside, most - 1 if at else most)
    for step in (1, -1):
        edge = at + step
        while 0 <= edge < len(parts) and em(flat(parts[edge])) <= room:
            room -= em(flat(parts[edge]))
            first, last = min(first, edge), max(last, edge)
            edge += step
    kept = flat("".join(parts[first : last + 1]))
    if last < len(parts) - 1:
        kept = kept.rstrip("、，, ") + _CUT
    return (_CUT if first else "") + kept


def _clause_of(span: Span, parts: Sequence[str]) -> int:
    """The number of the clause that has what the span is quoted for; else the first."""
    if span.told is None:
        return 0
    left = 0
    for number, part in enumerate(parts):
        left += len(part)
        if span.told[0] < left:
            return number
    return 0


def _fitting(text: str, room: float) -> int:
    """How many characters fit in `room` em."""
    for number, character in enumerate(text):
        room -= em(character)
        if room < 0:
            return number
    return len(text)


def _closed(text: str, most: float) -> str:
    """`text` cut inside its brackets, which are closed again."""
    cut = _fitting(text, most - 2)
    opened: list[str] = []
    for character in text[:cut]:
        if character in _CLOSING:
            opened.append(_CLOSING[character])
        elif opened and character == opened[-1]:
            opened.pop()
    closing = "".join(reversed(opened))
    cut = _fitting(text, most - 1 - len(closing))
    return text[:cut] + _CUT + closing
