"""Rows that name other rows."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import Final

from .cells import blank_residue
from .records import Claim, Project, Thing
from .source import Source, Span
from .spelling import base, key

#: Shorter names are ordinary words; in quotes they may be this short.
LEAST: Final = 6
LEAST_QUOTED: Final = 4
_KANJI: Final = re.compile("[一-龥々ァ-ヴー]")


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
    def _pattern(self) -> re.Pattern[str]:
        names = sorted(self._by_name, key=lambda name: (-len(name), name))
        return re.compile("|".join(map(re.escape, names)) or r"(?!)")

    def is_name(self, words: str) -> bool:
        """Whether `words` are a project's own name, or the end of one."""
        return key(words) in self._endings

    def references(self, source: Source, prose: list[tuple[str, Span]]) -> Iterator[Claim]:
        """refersTo claims from an element whose prose names a row; never to itself."""
        for element, span in prose:
            if element == self._alone or not self._by_name:
                continue
            text = blank_residue(source.quote(span))
            for match in self._pattern.finditer(text):
                quoted = text[match.start() - 1 : match.start()] in ("「", "『") and text[
                    match.end() : match.end() + 1
                ] in ("」", "』", "（")
                if not quoted and (len(match[0]) < LEAST or not _stands_alone(text, match)):
                    continue
                for project in self._by_name[match[0]]:
                    if project.key == element:
                        continue
                    if span.start == project.name_span.start:
                        continue
                    yield Claim(
                        element=element,
                        predicate="refersTo",
                        thing=Thing("element", project.key),
                        span=Span(span.start + match.start(), span.start + match.end()),
                        confidence=0.95 if quoted else 0.85,
                        reason=f"事業名「{match[0]}」が書かれている",
                    )


def _stands_alone(text: str, match: re.Match[str]) -> bool:
    """Whether the name is no part of a longer word (創業支援事業 in 創業支援事業計画)."""
    before, after = text[: match.start()][-1:], text[match.end() :][:1]
    return not (_KANJI.match(before) or _KANJI.match(after))
