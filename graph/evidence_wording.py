"""Which content words two projects share: TF-IDF of character 2-3-grams without boilerplate.

A gram counts only inside a run of kanji from which the language of plans (data/lexicon/
boilerplate.toml) was cut out; words in katakana, in Latin letters and the listed words with
hiragana count as a whole, because their syllables (ション, ーター) mean nothing. So whatever two
projects share can be shown as a phrase.

    tf = 1 + log2(count)      idf = log2(N / df)      cosine = dot product of rows of length 1

N = projects of the plan, df = projects that have the gram.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import sparse

from ..data.words.lexicon import load

_KANJI: Final = r"[㐀-䶿一-鿿豈-﫿々〆]"
_KATAKANA: Final = re.compile(r"[ァ-ヴヵヶー]+")
_LATIN: Final = re.compile(r"[A-Za-z]{2,}")
#: A katakana word inside a longer one (プロモーション in シティプロモーション) from this length on.
_SHORTEST_PART: Final = 3
#: Code points are below 2**21: three of them fit in a 64-bit key, the top bit marks a word.
_BITS: Final = 21
_WORD: Final = 1 << 63


@dataclass(frozen=True, slots=True)
class Content:
    """What a text is about: runs of kanji and whole words, each as often as it occurs."""

    runs: tuple[str, ...]
    words: tuple[str, ...]

    @property
    def phrases(self) -> set[str]:
        """Every kanji substring of two or more characters, and every word."""
        found = set(self.words)
        for run in self.runs:
            for start in range(len(run) - 1):
                found.update(run[start:end] for end in range(start + 2, len(run) + 1))
        return found


@dataclass(frozen=True, slots=True)
class _Patterns:
    same: re.Pattern[str]
    meaning: Mapping[str, str]
    usual: Mapping[int, str]
    token: re.Pattern[str]
    stop: re.Pattern[str]
    compound: re.Pattern[str]
    empty: re.Pattern[str]
    latin_stop: frozenset[str]
    kana: frozenset[str]


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(set(words), key=lambda w: (-len(w), w)))


@cache
def _patterns() -> _Patterns:
    lexicon, spelling = load("boilerplate"), load("spelling")
    meaning = {other: word for word, others in lexicon["same"].items() for other in others}
    kana = [word for word in lexicon["kana"] if word not in meaning]
    return _Patterns(
        same=re.compile(_any(meaning)),
        meaning=meaning,
        usual=str.maketrans(spelling["usual"]),
        token=re.compile(
            f"(?P<kana>{_any(kana)})|(?P<kanji>{_KANJI}+?(?={_any(kana)}|(?!{_KANJI})))"
            f"|(?P<katakana>{_KATAKANA.pattern})|(?P<latin>{_LATIN.pattern})"
        ),
        stop=re.compile(_any(lexicon["words"])),
        compound=re.compile(f"({_any(lexicon['compounds'])})"),
        empty=re.compile(rf"{_any(lexicon['empty_labels'])}|[^\w]|[ぁ-ん]|_"),
        latin_stop=frozenset(word.casefold() for word in lexicon["latin"]),
        kana=frozenset(kana),
    )


def normal(text: str) -> str:
    """`text` in the spelling in which wording is compared."""
    known = _patterns()
    text = unicodedata.normalize("NFKC", text).translate(known.usual)
    return known.same.sub(lambda found: known.meaning[found.group()], text)


def content(text: str) -> Content:
    """The runs and words of `text` that say what it is about.

    >>> content("狭山茶のイベントを実施する。")
    Content(runs=('狭山茶',), words=())
    >>> content("Ensure that the Otters of our river are counted").words
    ('Otters', 'river', 'counted')
    """
    known = _patterns()
    runs: list[str] = []
    words: list[str] = []
    for token in known.token.finditer(normal(text)):
        kind, said = token.lastgroup, token.group()
        if kind == "kanji":
            runs += [part for part in _without_stops(said) if len(part) > 1]
        elif kind == "katakana":
            words += [part for part in known.stop.split(said) if len(part.strip("ー")) > 1]
        elif kind == "kana" or said.casefold() not in known.latin_stop:
            words.append(said)
    return Content(tuple(runs), tuple(words))


def _without_stops(run: str) -> list[str]:
    """`run` cut at boilerplate; a compound that has a meaning of its own stays together."""
    known = _patterns()
    kept: list[str] = []
    # With a group in the pattern, every second piece is a compound.
    for number, piece in enumerate(known.compound.split(run)):
        kept += [piece] if number % 2 else known.stop.split(piece)
    return kept


def says_nothing(label: str) -> bool:
    """Whether a concept's label is made of words that fit any project, such as 相談・窓口."""
    return not _patterns().empty.sub("", normal(label))


def with_parts(contents: Sequence[Content], heads: Iterable[str] = ()) -> list[Content]:
    """Add words that stand inside longer ones, so that texts meet in them.

    A katakana word of another text (プロモーション in シティプロモーション); and each of `heads`, the
    single kanji that products of the plan end in (茶 of 宇治茶, in 茶業者 and 茶摘み).
    """
    known = {w for each in contents for w in each.words if _KATAKANA.fullmatch(w)}
    parts = {word: _parts(word, known) for word in known}
    heads = sorted(heads)
    return [
        Content(
            each.runs,
            (
                *each.words,
                *(part for word in each.words for part in parts.get(word, ())),
                *(head for run in each.runs for head in heads if head in run),
            ),
        )
        for each in contents
    ]


def _parts(word: str, known: set[str]) -> tuple[str, ...]:
    spans = (
        word[start:end]
        for start in range(len(word) - _SHORTEST_PART + 1)
        for end in range(start + _SHORTEST_PART, len(word) + 1)
    )
    return tuple(dict.fromkeys(part for part in spans if part != word and part in known))


def tf_idf(contents: Sequence[Content]) -> sparse.csr_array:
    """One row of length 1 per text (an empty one stays zero), one column per gram or word.

    Columns are in the order of the grams' code points, whatever the order of the texts.
    """
    keys, owners = _grams(contents)
    names, columns = np.unique(keys, return_inverse=True)
    shape = (len(contents), len(names))
    counts = sparse.csr_array((np.ones(len(keys)), (owners, columns)), shape=shape)
    counts.sum_duplicates()
    df = np.bincount(counts.indices, minlength=shape[1])
    idf = np.log2(len(contents) / np.maximum(df, 1))
    counts.data = (1 + np.log2(counts.data)) * idf[counts.indices]
    counts.eliminate_zeros()
    lengths = np.sqrt(np.asarray(counts.multiply(counts).sum(axis=1)).ravel())
    per_row = np.repeat(lengths, np.diff(counts.indptr))
    counts.data = counts.data / per_row
    counts.sort_indices()
    return counts


def _grams(
    contents: Sequence[Content],
) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.int64]]:
    """Every gram and word of every text as a 64-bit key, and the text's number."""
    text, sizes, words, word_owners = [], [], [], []
    for number, each in enumerate(contents):
        joined = "\0".join(each.runs) + "\0"
        text.append(joined)
        sizes.append(len(joined))
        words += [_word_key(word) for word in each.words]
        word_owners += [number] * len(each.words)
    codes = np.frombuffer("".join(text).encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    owners = np.repeat(np.arange(len(contents)), sizes)
    bits = np.uint64(_BITS)
    first, second = codes[:-1], codes[1:]
    pair = (first << bits) | second
    two = (first > 0) & (second > 0)
    three = two[:-1] & two[1:]
    triple = (pair[:-1] << bits) | codes[2:]
    keys = np.concatenate([pair[two], triple[three], np.array(words, dtype=np.uint64)])
    whose = np.concatenate(
        [owners[:-1][two], owners[:-2][three], np.array(word_owners, dtype=np.int64)]
    )
    return keys, whose


@cache
def _word_key(word: str) -> int:
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "big") | _WORD


def shared_phrases(one: Content, other: Content, *, rarity: Mapping[str, float]) -> list[str]:
    """The longest phrases both have, the rarest (then the longest) first, none inside another.

    `rarity` gives the information content of single phrases where it is known.
    """
    both = one.phrases & other.phrases
    longest = [
        phrase
        for phrase in both
        if not any(phrase != longer and phrase in longer for longer in both)
    ]
    return sorted(longest, key=lambda p: (-rarity.get(p, 0.0), -len(p), p))


def document_frequency(contents: Iterable[Content], phrases: set[str]) -> Counter[str]:
    """How many of `contents` have each of `phrases`."""
    found: Counter[str] = Counter()
    for each in contents:
        found.update(phrases & each.phrases)
    return found
