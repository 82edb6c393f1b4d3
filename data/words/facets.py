"""Facets of a heading: what its words say of novelty, commitment and scope, and nothing they do not."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .lexicon import load, squeeze


@dataclass(frozen=True, slots=True)
class _Value:
    facet: str
    value: str
    within: str | None


class Facets:
    """The words of facets: those of the lexicon and a profile's own.

    >>> Facets().said_by("実施可能な新規事業案")
    ('commitment/feasible', 'novelty/new')
    >>> Facets().said_by("新規・継続"), Facets().said_by("主な事業")
    ((), ())
    """

    def __init__(self, own: Sequence[Mapping[str, Any]] = ()) -> None:
        self._words: dict[str, list[_Value]] = defaultdict(list)
        for row in (*load("facets")["facet"], *own):
            value = _Value(row["facet"], row["value"], row.get("within"))
            for word in row["words"]:
                self._words[squeeze(word)].append(value)
        self._longest_first = sorted(self._words, key=lambda word: (-len(word), word))

    def said_by(self, text: str) -> tuple[str, ...]:
        """`facet/value` for each facet of which `text` says one thing, in alphabetical order."""
        rest = squeeze(text)
        matched: list[list[_Value]] = []
        for word in self._longest_first:
            if word in rest:
                rest = rest.replace(word, " ")
                matched.append(self._words[word])
        twofold = {facet for facet, values in _by_facet(matched).items() if len(values) > 1}
        # A word that is half of an "either or" says nothing of the other facets either.
        plain = [row for row in matched if not twofold & {value.facet for value in row}]
        said = (
            f"{facet}/{value}" for facet, values in _by_facet(plain).items() for value in values
        )
        return tuple(sorted(said))


def _by_facet(matched: Sequence[Sequence[_Value]]) -> dict[str, set[str]]:
    """facet → the values that words gave it, without those that contain a narrower one of them."""
    found: dict[str, set[_Value]] = defaultdict(set)
    for row in matched:
        for each in row:
            found[each.facet].add(each)
    return {
        facet: {value.value for value in values} - {value.within for value in values}
        for facet, values in found.items()
    }
