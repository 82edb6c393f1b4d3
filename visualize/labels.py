"""Japanese names on a map: where to break a line, and how large the text becomes.

Widths are in em: a full-width character is 1, a half-width one 0.55.
"""

import math
import re
from functools import cache
from typing import Final
from unicodedata import category, east_asian_width

from ..data.words.lexicon import load
from .style import LEADING

_NOT_FIRST: Final = set(
    "、。，．・：；？！）］｝」』】〉》〕〜～ーゝ々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ,.)]}!?"
)
_NOT_LAST: Final = set("（［｛「『【〈《〔([{★")
_GOOD_END: Final = set("、。・）」』】 　/")
_PARTICLE: Final = set("のをにではがとへもやる")
#: Characters that end a longer word (協議会, 支援課): a line should not begin with them.
_SUFFIX: Final = set("会課部局所者員等他化性的費")


@cache
def char_width(char: str) -> float:
    """One character's width in em."""
    if category(char) in ("Mn", "Me", "Cf"):
        return 0.0
    return 1.0 if east_asian_width(char) in "WFA" else 0.55


def text_width(text: str) -> float:
    """The width of one line in em."""
    return sum(char_width(char) for char in text)


def _kind(char: str) -> str:
    if "\u3041" <= char <= "\u309f":
        return "hiragana"
    if "\u30a0" <= char <= "\u30ff":
        return "katakana"
    if char.isascii() and char.isalnum():
        return "latin"
    return "other"


def _penalty(text: str, at: int) -> float:
    """How bad a line break before `text[at]` is; 0 is a natural one."""
    before, after = text[at - 1], text[at]
    if after in _NOT_FIRST or before in _NOT_LAST:
        return 1000.0
    if before in _GOOD_END or after in _NOT_LAST or after == " ":
        return 0.0
    kinds = _kind(before), _kind(after)
    if after in _SUFFIX:
        return 11.0
    if kinds[0] == "hiragana" and kinds[1] != "hiragana":
        return 0.6 if before in _PARTICLE else 2.0
    if before == "を":
        return 0.8
    if kinds[0] != kinds[1]:
        # 推進|する: what follows a kanji in hiragana mostly belongs to it.
        return 7.0 if kinds[1] == "hiragana" else 2.5
    if kinds[0] == "other":
        if before in _SUFFIX:
            return 3.0
        return 5.0 if _between_words(text, at) else 9.0
    return 12.0 if kinds[0] in ("latin", "katakana") else 8.0


def _between_words(text: str, at: int) -> bool:
    """Whether a break inside a run of kanji falls between words, by a rule of thumb.

    Sino-Japanese words mostly have two characters, with a third where one of `_SUFFIX` ends
    the run: 公共|交通|協議会. So it counts how many characters the run still has.
    """
    end = at
    while end < len(text) and _kind(text[end]) == "other" and text[end] not in _GOOD_END:
        end += 1
    return (end - at) % 2 == (1 if text[end - 1] in _SUFFIX else 0)


@cache
def _forms() -> re.Pattern[str]:
    """Forms of companies and corporations, the longest first: 株式会社, （一社）."""
    forms = sorted(load("spelling")["company_forms"], key=lambda form: (-len(form), form))
    return re.compile("|".join(map(re.escape, forms)))


def _at_forms(text: str, width: int) -> dict[int, float]:
    """Penalties of breaks at such forms: none inside one that fits, one behind or before is natural."""
    found: dict[int, float] = {}
    for match in _forms().finditer(text):
        if len(match[0]) <= width:
            found |= dict.fromkeys(range(match.start() + 1, match.end()), 1000.0)
        found |= {match.start(): 0.5, match.end(): 0.5}
    return found


@cache
def _break(text: str, width: int) -> tuple[str, ...]:
    """Least-cost lines: natural breaks, few lines, even lengths (as TeX breaks paragraphs)."""
    best: list[tuple[float, int]] = [(0.0, 0)]
    total = text_width(text)
    even = total / max(1, math.ceil(total / width))
    forms = _at_forms(text, width)
    for end in range(1, len(text) + 1):
        choices = []
        for start in range(end - 1, -1, -1):
            length = text_width(text[start:end].strip())
            if length > width and end - start > 1:
                break
            slack = 0.12 * (even - length) ** 2
            cost = 0.0 if end == len(text) else forms.get(end) or _penalty(text, end)
            choices.append((best[start][0] + slack + cost + 2.0, start))
        best.append(min(choices))
    lines, end = [], len(text)
    while end:
        start = best[end][1]
        lines.append(text[start:end].strip())
        end = start
    return tuple(line for line in reversed(lines) if line)


def wrap(name: str, *, width: int = 10, lines: int = 3) -> str:
    """Break a name into at most `lines` lines of at most `width` em; `…` marks what is cut.

    >>> wrap("地域産業を振興する")
    '地域産業を振興する'
    >>> wrap("企業誘致・創業支援・雇用促進連携プロジェクト").split(chr(10))
    ['企業誘致・創業支援・', '雇用促進連携', 'プロジェクト']
    """
    # A name of tens of thousands of characters must not cost quadratic work for three lines.
    text = " ".join(name[: width * (lines + 2) * 2].split())
    broken = list(_break(text, width))
    if len(broken) > lines or len(text) < len(" ".join(name.split())):
        broken = broken[:lines]
        while broken[-1] and text_width(broken[-1]) > width - 1:
            broken[-1] = broken[-1][:-1]
        broken[-1] += "…"
    return "\n".join(broken)


def label_size(label: str, font: float) -> tuple[float, float]:
    """Width and height of a broken label in world units."""
    lines = label.split("\n")
    return max(text_width(line) for line in lines) * font, font * LEADING * len(lines)
