"""Comparing names: spellings that mean the same, and how like two names are."""

import re
import unicodedata
from difflib import SequenceMatcher
from functools import cache, lru_cache

from .lexicon import load

#: Names that are compared again and again stay known; of a nation's plans, not all do.
_REMEMBERED = 1 << 15
_BRACKETED = re.compile(r"[（(]([^（()）]*(?:[（(][^（()）]*[)）][^（()）]*)*)[)）]")


@cache
def _variants() -> list[tuple[str, str]]:
    """(spelling, what it is read as), the longest spellings first."""
    table = (*load("spelling")["variants"], *load("spelling")["forms"])
    rows = [(other, row[0]) for row in table for other in row[1:]]
    return sorted(rows, key=lambda row: (-len(row[0]), row[0]))


@lru_cache(maxsize=_REMEMBERED)
def key(name: str) -> str:
    """What two spellings of one name have in common.

    >>> key("T-1 グランプリ") == key("T1グランプリ"), key("茶畠") == key("茶畑")
    (True, True)
    """
    text = unicodedata.normalize("NFKC", name)
    for spelling, usual in _variants():
        text = text.replace(spelling, usual)
    for char in load("spelling")["ignored"]:
        text = text.replace(unicodedata.normalize("NFKC", char), "")
    return re.sub(r"\s", "", text).lower()


@lru_cache(maxsize=_REMEMBERED)
def base(name: str) -> str:
    """`name` without what stands in brackets and without （仮称）.

    >>> base("（仮称）児童センター子ども運営委員会（意見を述べる場）")
    '児童センター子ども運営委員会'
    """
    for word in load("spelling")["provisional"]:
        name = name.replace(word, "")
    return _BRACKETED.sub("", name).strip() or name


@lru_cache(maxsize=_REMEMBERED)
def core(name: str) -> str:
    """The key of a name's base without endings that only say that it is done (事業, の実施)."""
    text = base(name)
    changed = True
    while changed:
        changed = False
        for ending in sorted(load("spelling")["endings"], key=len, reverse=True):
            if text.endswith(ending) and len(text) - len(ending) >= 4:
                text, changed = text[: -len(ending)], True
                break
    return key(text)


@lru_cache(maxsize=_REMEMBERED)
def glosses(name: str) -> tuple[str, ...]:
    """What stands in the brackets of `name`, and its parts between ・."""
    found: list[str] = []
    for match in _BRACKETED.finditer(name):
        inner = match[1].strip()
        found += [inner, *(part for part in re.split("・(?![^（(]*[)）])", inner) if part != inner)]
    return tuple(part for part in found if len(part) >= 3)


def usual_spelling(name: str) -> str:
    """`name` with rare variants of a character replaced by the usual one (茶畠 → 茶畑)."""
    table: dict[str, str] = load("spelling")["usual"]
    return "".join(table.get(char, char) for char in name)


def common(a: str, b: str) -> int:
    """Length of the longest common substring."""
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    return matcher.find_longest_match(0, len(a), 0, len(b)).size


def ordered_share(a: str, b: str) -> float:
    """The share (0-1) of the shorter text's characters that the longer has in the same order.

    The longest common subsequence over the shorter length: 1 when one is the other with words put
    in (総合相談窓口 in 福祉総合相談支援窓口).
    """
    short, long = sorted((a, b), key=len)
    row = [0] * (len(long) + 1)
    for char in short:
        previous = 0
        for index, other in enumerate(long, 1):
            held = row[index]
            row[index] = previous + 1 if char == other else max(row[index], row[index - 1])
            previous = held
    return row[-1] / len(short) if short else 0.0
