"""Rows that name other rows."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import Final

from ..cells import blank_residue
from ..records import Claim, Project, Thing
from ..source import Source, Span
from ..words.spelling import base, key

#: Shorter names are ordinary words; in quotes they may be this short.
LEAST: Final = 6
LEAST_QUOTED: Final = 4
#: A name that more projects have than this means none of them.
SHARED: Final = 3
_KANJI: Final = re.compile("[一-龥々ァ-ヴー]")
_LATIN: Final = re.compile("[A-Za-zÀ-ÿ]")
#: One word of an alphabet is an ordinary word however long: Education.
_ORDINARY: Final = re.compile("[A-Za-zÀ-ÿ'’-]+")


class Names:
    """The names of a plan's projects, to be found in prose."""

    def __init__(self, projects: list[Project]) -> None:
        self._by_name: dict[str, list[Project]] = defaultdict(list)
        for project in projects:
            for name in dict.fromkeys((base(project.label), project.label)):
                if len(name) >= LEAST_QUOTED:
                    self._by_name[name].append(project)
        # A row never names itself: a record of one project has nothing to look for.
        self._alone = projects[0].key if len(projects) == 1 else None

    @cached_property
    def _endings(self) -> set[str]:
        """Every ending of a name, so that 入間市大会 is known as the end of a longer name."""
        return {
            ending[start:] for ending in map(key, self._by_name) for start in range(len(ending) - 2)
        }

    @cached_property
    def _by_start(self) -> dict[str, list[str]]:
        """The names by their first letters, the longest first: a plan may have a hundred thousand."""
        found: dict[str, list[str]] = defaultdict(list)
        for name in sorted(self._by_name, key=lambda name: (-len(name), name)):
            found[name[:LEAST_QUOTED]].append(name)
        return found

    def _named(self, text: str) -> Iterator[tuple[int, str]]:
        """(offset, name) of the names in `text`: at each place the longest, none inside another."""
        at = 0
        while at <= len(text) - LEAST_QUOTED:
            likely = self._by_start.get(text[at : at + LEAST_QUOTED], ())
            name = next((each for each in likely if text.startswith(each, at)), None)
            if name is not None:
                yield at, name
            at += len(name) if name else 1

    def is_name(self, words: str) -> bool:
        """Whether `words` are a project's own name, or the end of one."""
        return key(words) in self._endings

    def references(self, source: Source, prose: list[tuple[str, Span]]) -> Iterator[Claim]:
        """refersTo claims from an element whose prose names a row; never to itself."""
        for element, span in prose:
            if element == self._alone or not self._by_name:
                continue
            text = blank_residue(source.quote(span))
            for start, name in self._named(text):
                end = start + len(name)
                quoted = text[start - 1 : start] in ("「", "『") and text[end : end + 1] in (
                    "」", "』", "（",
                )  # fmt: skip
                if not quoted and (
                    len(name) < LEAST
                    or _ORDINARY.fullmatch(name)
                    or not _stands_alone(text, start, end)
                ):
                    continue
                if len(self._by_name[name]) > SHARED:
                    continue
                for project in self._by_name[name]:
                    if project.key == element:
                        continue
                    if span.start == project.name_span.start:
                        continue
                    yield Claim(
                        element=element,
                        predicate="refersTo",
                        thing=Thing("element", project.key),
                        span=Span(span.start + start, span.start + end),
                        confidence=0.95 if quoted else 0.85,
                        reason=f"事業名「{name}」が書かれている",
                    )


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether the name is no part of a longer word (創業支援事業 in 創業支援事業計画)."""
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    letters = _LATIN.match(before) and _LATIN.match(text[start])
    letters = letters or _LATIN.match(after) and _LATIN.match(text[end - 1])
    return not (_KANJI.match(before) or _KANJI.match(after) or letters)
