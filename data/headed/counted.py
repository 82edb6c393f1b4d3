"""Headings that count projects by a word and a number: 取組1-2 …, プロジェクト4 …, Action 3: …."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from ..rows import Row
from ..source import Source, Span
from ..words.level_words import first_sentence
from ..words.profile import Profile, number_of

_LONGEST: Final = 150
_TITLE: Final = 80
#: A paragraph whose first words are parted from the rest: its first sentence is the title.
#: So is D2 (Deliverable) … however long it is.
_PARTED: Final = re.compile(
    r"[^：:。]{3,40}[：:]|[A-Z]{1,3} ?[0-9]{1,3}\.? *[（(][A-Za-z ]{3,20}[)）]"
)
#: What may stand before such a heading in Markdown: the mark of an item, of bold letters.
_LEAD: Final = re.compile(r"\s*(?:[-*+]\s+)?(?:\*\*|__)?")
_TAIL: Final = re.compile(r"[\s*_]+$")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of that kind: its row, its word in lower case, its number, its title, the row after it.

    The title may stand in the row below.
    """

    at: int
    word: str
    number: str
    title: Span
    body: int


@dataclass(slots=True)
class Group:
    """The headings of one word, and the row at which the section of each ends."""

    found: list[Heading] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)

    @property
    def counts(self) -> bool:
        """Whether they go by more than one number."""
        return len({heading.number for heading in self.found}) > 1

    def over(self, rows: Sequence[int]) -> bool:
        """Whether most have one of `rows` (sorted) in their section: they are a level then."""
        having = 0
        for heading, end in zip(self.found, self.ends, strict=True):
            after = bisect_left(rows, heading.body)
            having += after < len(rows) and rows[after] < end
        return 2 * having > len(self.found)


def counted_heading(source: Source, profile: Profile, span: Span) -> tuple[str, str, Span] | None:
    """(word, number, title) of a heading that counts projects; None for any other text."""
    text = source.quote(span)
    if len(text) > _LONGEST and not _PARTED.match(text):
        return None
    lead = _LEAD.match(text)
    start = lead.end() if lead else 0
    said = profile.project_heading(text[start:].replace("**", "  "))
    if said is None:
        return None
    bare = _TAIL.sub("", text)
    sentence = len(first_sentence(bare[start + said.at :])) + start + said.at
    if sentence + 1 < len(bare):  # what stands behind it tells of the project
        bare = bare[:sentence]
    title = source.strip(Span(span.start + start + said.at, span.start + len(bare)))
    return said.word, number_of(said.number), title


def groups_of(
    source: Source,
    rows: Sequence[Row],
    texts: Sequence[str],
    profile: Profile,
    levels: set[int],
) -> list[Group]:
    """The headings that count projects, by their word, in order; `levels` are other headings.

    The section of one ends at the next of its word, of a word before it, or of a level.
    """
    groups: dict[str, Group] = {}
    for at, text in enumerate(texts):
        if not text or at in levels or rows[at].grid is not None:
            continue
        below = texts[at + 1] if at + 1 < len(texts) else ""
        said = counted_heading(source, profile, rows[at].filled[0])
        titled = 0 < len(below) <= _TITLE and not below.endswith(("。", "、", ".", ","))
        if said is None and titled and (alone := profile.project_alone(text)):
            said = (*alone, rows[at + 1].filled[0])
        if said is not None:
            word, title = said[0].casefold(), said[2]
            body = at + 1 + (title.start >= rows[at].span.end)
            found = Heading(at, word, said[1], title, body)
            groups.setdefault(word, Group()).found.append(found)
    above = set(levels)
    for group in groups.values():
        above |= {heading.at for heading in group.found}
        stops = sorted(above)
        stops.append(len(rows))
        group.ends = [stops[bisect_right(stops, heading.at)] for heading in group.found]
    return list(groups.values())
