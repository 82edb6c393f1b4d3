"""Finer subjects than the themes of the graph, found in what projects say of themselves.

The words are data (data/lexicon/subjects.toml), general for municipal plans. At each place of a
text the longest known word counts and nothing inside it, so that 子ども食堂 is no 食堂.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from ..data.words.lexicon import load
from ..language import Text
from ..ontology.terms import ID_BASE
from .evidence_wording import normal

#: Subjects are features, not resources of the graph: this IRI is never written.
PREFIX: Final = f"{ID_BASE}subject/"
_SCRIPTS: Final = (re.compile(r"[ァ-ヴヵヶー]"), re.compile(r"[㐀-䶿一-鿿々]"))


@dataclass(frozen=True, slots=True)
class _Words:
    """Words by their first two characters, the longest first, with the subjects they mean."""

    by_start: Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]]
    endings: Mapping[str, str]
    whole: frozenset[str]


@cache
def _words() -> _Words:
    lexicon = load("subjects")
    meaning: dict[str, list[str]] = {normal(word): [] for word in lexicon["whole"]}
    endings: dict[str, str] = {}
    for subject in lexicon["subject"]:
        for word in subject["words"]:
            meaning.setdefault(normal(word), []).append(subject["id"])
        endings |= dict.fromkeys(subject.get("endings", ()), subject["id"])
    by_start: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for word in sorted(meaning, key=lambda word: (-len(word), word)):
        by_start.setdefault(word[:2], []).append((word, tuple(dict.fromkeys(meaning[word]))))
    return _Words(
        {start: tuple(words) for start, words in by_start.items()},
        endings,
        frozenset(map(normal, lexicon["whole"])),
    )


def places(text: str) -> Iterator[tuple[str, str]]:
    """(subject id, the word for it) in the order of `text`, which is in `normal` spelling.

    >>> list(places("空き家を使った子ども食堂"))[0]
    ('vacant-homes', '空き家')
    """
    known = _words()
    closed = 0  # nothing counts before this place: a word that is not what its parts are
    for at in range(len(text)):
        for word, subjects in known.by_start.get(text[at : at + 2], ()):
            if at + len(word) > closed and text.startswith(word, at):
                yield from ((subject, word) for subject in subjects)
                if word in known.whole:
                    closed = at + len(word)
        for ending, subject in known.endings.items():
            if (
                at + len(ending) > closed
                and text.startswith(ending, at)
                and _ends_name(text, at, len(ending))
            ):
                yield subject, ending


def _ends_name(text: str, at: int, length: int) -> bool:
    """Whether an ending ends a name: コン in 街コン (not in コンサート), 茶 in 宇治茶 (not in お茶)."""
    if not at:
        return False
    katakana, kanji = _SCRIPTS
    if katakana.match(text, at):
        return not katakana.match(text, at + length)
    return kanji.match(text, at - 1) is not None


def subjects(text: str) -> dict[str, tuple[str, ...]]:
    """Feature IRI → the words of `text` (any spelling) that stand for it."""
    found: dict[str, dict[str, None]] = {}
    for subject, word in places(normal(text)):
        found.setdefault(PREFIX + subject, {})[word] = None
    return {subject: tuple(words) for subject, words in found.items()}


@cache
def subject_labels() -> dict[str, Text]:
    """Feature IRI → what people call it."""
    return {
        PREFIX + subject["id"]: Text(subject["ja"], subject["en"])
        for subject in load("subjects")["subject"]
    }
