"""Words of Japanese as points: words that are used alike stand near each other (保育, 子育て).

The table is a reduced copy of chiVe (data/word_vectors/README.md).
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

_TABLE: Final = "word_vectors/chive.npz"


@dataclass(frozen=True, slots=True)
class WordVectors:
    """`vectors` has rows of length 1; `row` says which is a word's; `longest` how many characters
    the longest word has that begins with two given ones."""

    row: Mapping[str, int]
    longest: Mapping[str, int]
    vectors: Floats

    def words(self, text: str) -> list[str]:
        """The known words of `text`, from left to right, the longest at each place.

        >>> word_vectors().words("空き家の活用")
        ['空き家', '活用']
        """
        text = unicodedata.normalize("NFKC", text)
        row, longest = self.row, self.longest
        found = []
        at, end = 0, len(text)
        while at < end:
            # No word begins with hiragana: they have no entry in `longest` and are no words.
            for size in range(longest.get(text[at : at + 2], 1), 0, -1):
                word = text[at : at + size]
                if word in row:
                    found.append(word)
                    at += len(word)
                    break
            else:
                at += 1
        return found


@cache
def word_vectors() -> WordVectors:
    """The bundled table."""
    with (files("enishi.data") / _TABLE).open("rb") as file, np.load(file) as table:
        words = bytes(table["words"]).decode().split("\n")
        rows = table["rows"].tolist()
        vectors = table["vectors"].astype(np.float64)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    # The longest of those that begin alike comes last and stays.
    longest = {word[:2]: len(word) for word in sorted(words, key=len)}
    return WordVectors(dict(zip(words, rows, strict=True)), longest, vectors)
