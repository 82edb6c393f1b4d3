"""Names in prose that kana and particles would break: that of the city, and societies (里山の会)."""

import re
from collections.abc import Sequence
from typing import Final

from .nouns import Run

_GOVERNMENT: Final = re.compile("[市区町村]$")
_KANA: Final = re.compile("[ぁ-ん]")
#: A name of two kana is told from endings of words by what stands around it.
_SHORT: Final = 2
_SOCIETY: Final = "会"
#: What a society is named by has so many letters at least: 親の会 says only who its members are.
_LETTERS: Final = 3


def home_in_kana(government: str | None) -> str:
    """The name of a city without 市, where kana are in it: みやま; "" for any other.

    >>> [home_in_kana(name) for name in ("みやま市", "あさぎり町", "入間市", None)]
    ['みやま', 'あさぎり', '', '']
    """
    stem = _GOVERNMENT.sub("", government or "")
    return stem if len(stem) >= _SHORT and _KANA.search(stem) else ""


def with_home(text: str, home: str, masked: str) -> str:
    """`text` with `masked`, which is as long, for the name of the city."""
    if len(home) > _SHORT:
        return text.replace(home, masked)
    return re.sub(rf"(?<![ぁ-んァ-ヶ一-龥]){home}(?=[一-龥ァ-ヶ])", masked, text)


def with_societies(text: str, found: Sequence[Run]) -> list[Run]:
    """`found`, a society joined to what it is named by: 里山の会, 案内人の会."""
    joined: list[Run] = []
    for run in found:
        last = joined[-1] if joined else None
        apart = last is not None and text[last.end : run.start] == "の"
        if last and apart and run.words == _SOCIETY and len(last.words) >= _LETTERS:
            joined[-1] = Run(last.start, run.end, text[last.start : run.end])
        else:
            joined.append(run)
    return joined
