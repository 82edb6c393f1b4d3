"""How near two projects are in meaning, where they do not use the same words.

A project is the mean of its words' vectors, each weighted by log2(N / df), less the mean of the
plan's projects (what all of them have says nothing of two), made length 1; nearness is the cosine.
(Arora, Liang and Ma, A simple but tough-to-beat baseline for sentence embeddings, ICLR 2017.)
"""

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import sparse

from .word_vectors import word_vectors

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

#: The mean of fewer projects says more of these than of the plan: nothing is near anything then.
FEWEST: Final = 20
#: Cosines are rounded to this many decimals: the order of sums must not show.
_DECIMALS: Final = 6
#: Pairs compared at once: some tens of megabytes.
_AT_ONCE: Final = 20_000
#: Words less alike than this are not shown as near each other.
_ALIKE: Final = 0.4


@dataclass(frozen=True, slots=True)
class Meaning:
    """`rows` has a row of length 1 for each text (0 where no word is known); `rarity` is the
    log2(N / df) of each word of the plan."""

    rows: Floats
    texts: tuple[str, ...]
    rarity: Mapping[str, float]

    def only(self, numbers: Ints) -> "Meaning":
        """The texts with these numbers."""
        kept = tuple(self.texts[number] for number in numbers.tolist())
        return Meaning(self.rows[numbers], kept, self.rarity)

    def cosines(self, first: Ints, second: Ints) -> Floats:
        """Nearness of each pair of rows, 0 where they are apart."""
        found = np.empty(len(first))
        for at in range(0, len(first), _AT_ONCE):
            block = slice(at, at + _AT_ONCE)
            one, other = self.rows[first[block]], self.rows[second[block]]
            found[block] = (one * other).sum(axis=1)
        return np.asarray(np.round(np.maximum(found, 0.0), _DECIMALS), np.float64)

    def words(self, number: int) -> dict[str, float]:
        """The words of a text with what they weigh in it."""
        counts = Counter(word_vectors().words(self.texts[number])) if self.rarity else {}
        return {w: times * self.rarity[w] for w, times in counts.items() if self.rarity[w] > 0}


def meaning(texts: Sequence[str]) -> Meaning:
    """The meaning of each text of a plan."""
    table = word_vectors()
    if len(texts) < FEWEST:
        return Meaning(np.zeros((len(texts), table.vectors.shape[1])), tuple(texts), {})
    number: dict[str, int] = {}
    columns, ends = array("q"), array("q", [0])
    for text in texts:
        columns.extend([number.setdefault(word, len(number)) for word in table.words(text)])
        ends.append(len(columns))
    shape = (len(texts), len(number))
    counts = sparse.csr_array((np.ones(len(columns)), columns, ends), shape=shape)
    counts.sum_duplicates()
    df = np.bincount(counts.indices, minlength=len(number))
    rarity = np.log2(len(texts) / np.maximum(df, 1))
    vectors = table.vectors[[table.row[word] for word in number]]
    rows = _unit(np.asarray(counts @ (vectors * rarity[:, None])))
    said = rows.any(axis=1)
    if said.any():
        rows[said] -= rows[said].mean(axis=0)
    return Meaning(_unit(rows), tuple(texts), dict(zip(number, rarity.tolist(), strict=True)))


def near_words(
    one: Mapping[str, float], other: Mapping[str, float], *, most: int
) -> list[tuple[str, str]]:
    """The words of the one and of the other (with their weights) that bring them near.

    The heaviest first; each word is named once, words that both have are left to the wording.
    """
    mine, theirs = sorted(one.keys() - other.keys()), sorted(other.keys() - one.keys())
    if not mine or not theirs:
        return []
    alike = _vectors(mine) @ _vectors(theirs).T
    weight = np.outer([one[w] for w in mine], [other[w] for w in theirs])
    shares = np.where(alike >= _ALIKE, np.round(alike * weight, _DECIMALS), 0.0)
    found: list[tuple[str, str]] = []
    while len(found) < most and shares.max() > 0:
        row, column = np.unravel_index(int(shares.argmax()), shares.shape)
        found.append((mine[row], theirs[column]))
        shares[row], shares[:, column] = 0.0, 0.0
    return found


def _vectors(words: Iterable[str]) -> Floats:
    table = word_vectors()
    found: Floats = table.vectors[[table.row[word] for word in words]]
    return found


def _unit(rows: Floats) -> Floats:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    found: Floats = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0)
    return found
