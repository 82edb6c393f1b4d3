"""Clauses of a Japanese (or English) text, and its brackets, which no quote may be cut inside of."""

import re
from typing import Final

_PAIRS: Final = dict(zip("「『（(【［[〈《〔｛{“", "」』）)】］]〉》〕｝}”", strict=True))
_CLOSING: Final = frozenset(_PAIRS.values())
#: A clause ends after these, and at a blank between Japanese words (a cell, a tab, a bullet).
_END: Final = re.compile(r"[、。，；]|[！？!?](?=\s|$)|[.;,](?=\s|$)|[\t\n\u3000]| (?=\S)")


def enclosed(text: str) -> list[tuple[int, int]]:
    """The outermost brackets of `text` with what they enclose, as character ranges in order.

    A bracket without its other half encloses nothing.

    >>> enclosed("（甲「乙」）と丙」")
    [(0, 6)]
    """
    opened: list[tuple[str, int]] = []
    found: list[tuple[int, int]] = []
    for at, character in enumerate(text):
        if character in _PAIRS:
            opened.append((_PAIRS[character], at))
        elif character in _CLOSING and any(close == character for close, _ in opened):
            while opened[-1][0] != character:
                opened.pop()
            start = opened.pop()[1]
            while found and found[-1][0] > start:
                found.pop()
            found.append((start, at + 1))
    return found


def is_inside(at: int, ranges: list[tuple[int, int]]) -> bool:
    """Whether a cut before the character `at` would be inside one of `ranges`."""
    return any(start < at < end for start, end in ranges)


def clauses(text: str) -> list[tuple[int, int]]:
    """The clauses of `text` as character ranges that lie side by side; brackets stay whole.

    >>> [("甲を（乙、丙）、丁を直す。")[a:b] for a, b in clauses("甲を（乙、丙）、丁を直す。")]
    ['甲を（乙、丙）、', '丁を直す。']
    """
    whole = enclosed(text)
    found, left = [], 0
    for mark in _END.finditer(text):
        if mark.end() > left and not is_inside(mark.end(), whole):
            found.append((left, mark.end()))
            left = mark.end()
    return [*found, (left, len(text))] if left < len(text) else found
