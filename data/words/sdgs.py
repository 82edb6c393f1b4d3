"""The Sustainable Development Goals that a cell states by number."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from ...language import Text
from .lexicon import load, narrow

_CIRCLED: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰"
#: A number from 1 to 17, with or without the target behind it (11.2), that counts nothing else.
_NUMBER: Final = re.compile(
    rf"(?<![0-9.])(?P<number>1[0-7]|[1-9])(?:\.[0-9a-d]{{1,2}})?(?![0-9.]|[年月日人件回か箇つ%割]|の目標)"
    rf"|(?P<circled>[{_CIRCLED}])"
)
_RANGE: Final = re.compile(r"[~〜～-]")


@cache
def sdg_names() -> dict[int, Text]:
    """Number → the goal's name."""
    return {row["number"]: Text(row["ja"], row["en"]) for row in load("sdgs")["goal"]}


def sdg_numbers(text: str) -> Iterator[tuple[int, int, int]]:
    """(start, end, goal) for each goal that `text` states by number, each once.

    A run (1～3) states all its goals, at the place of the run.

    >>> [goal for _, _, goal in sdg_numbers("目標３、⑪、17.17")]
    [3, 11, 17]
    >>> [goal for _, _, goal in sdg_numbers("1～3")], list(sdg_numbers("2030年までに"))
    ([1, 2, 3], [])
    """
    plain, seen = narrow(text), set()
    held: tuple[int, int, int] | None = None
    for match in _NUMBER.finditer(plain):
        goal = int(match["number"] or _CIRCLED.index(match["circled"]) + 1)
        found = [(match.start(), match.end(), goal)]
        if held and held[2] < goal and _RANGE.fullmatch(plain[held[1] : match.start()].strip()):
            found = [(held[0], match.end(), each) for each in range(held[2] + 1, goal + 1)]
        for row in found:
            if row[2] not in seen:
                seen.add(row[2])
                yield row
        held = found[-1]
