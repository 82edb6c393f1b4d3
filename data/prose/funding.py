"""What the text says of the money: notes on who pays, kept word for word."""

import re
from collections.abc import Iterator
from functools import cache

from ..words.lexicon import alternation, load, narrow

#: A note is a sentence, or what stands in brackets.
_SENTENCE = re.compile(r"[^。\n\t()]+")


@cache
def _words() -> re.Pattern[str]:
    return re.compile(alternation(load("funding")["words"]))


def funding_notes(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of each note in `text`.

    >>> text = "大会を開く。(費用は協議会の予算で対応)"
    >>> [text[start:end] for start, end in funding_notes(text)]
    ['費用は協議会の予算で対応']
    """
    for match in _SENTENCE.finditer(narrow(text)):
        if _words().search(match[0]):
            start = match.start() + len(match[0]) - len(match[0].lstrip())
            yield start, match.start() + len(match[0].rstrip())
