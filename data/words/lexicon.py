"""Knowledge of words, read from the TOML files in `data/lexicon/`."""

import re
import tomllib
import unicodedata
from functools import cache
from importlib.resources import files
from typing import Any, Final

#: Full-width ASCII to half width, one character for one, so that offsets hold.
_NARROW: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


def narrow(text: str) -> str:
    """`text` with full-width ASCII made half width; every character stays at its offset.

    >>> narrow("ＰＲ（１）")
    'PR(1)'
    """
    return text.translate(_NARROW)


def squeeze(text: str) -> str:
    """How words of a profile are compared: NFKC, lower case, no white space."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).lower()


@cache
def load(name: str) -> dict[str, Any]:
    """The lexicon file `name`.toml as a dictionary."""
    path = files("enishi.data").joinpath("lexicon", f"{name}.toml")
    loaded: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    return loaded


def alternation(words: list[str]) -> str:
    """A regular expression for any of `words`, the longest first."""
    return "|".join(
        re.escape(narrow(word)) for word in sorted(set(words), key=lambda w: (-len(w), w))
    )


@cache
def concept_words(name: str) -> dict[str, tuple[str, ...]]:
    """word → ids of the concepts it stands for, of the lexicon `audiences` or `themes`."""
    found: dict[str, tuple[str, ...]] = {}
    for concept in load(name)["concept"]:
        for word in concept["words"]:
            key = narrow(word)
            found[key] = tuple(dict.fromkeys((*found.get(key, ()), concept["id"])))
    return found


@cache
def concept_pattern(name: str) -> re.Pattern[str]:
    """Finds the words of `concept_words(name)`, the longest at each place."""
    return re.compile(alternation(list(concept_words(name))))
