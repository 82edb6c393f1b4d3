"""What stands behind a plan: how it was made, lists of members, glossaries. It holds no projects."""

import re
from collections.abc import Callable, Sequence
from typing import Final

from .heading_numbers import numbering
from .profile import Profile
from .rows import Row

#: A heading is no longer.
_HEADING: Final = 40
_CHAPTER: Final = re.compile(r"第\s*[0-9０-９一二三四五六七八九十]+\s*[編部章]")


def appendix_rows(
    rows: Sequence[Row],
    texts: Sequence[str],
    profile: Profile,
    is_level: Callable[[int], bool],
    kept: set[int],
) -> set[int]:
    """The rows of appendices, from their heading to the next heading of its rank.

    `kept` are grids of projects with their owners, which some plans list at their end.
    """
    found: set[int] = set()
    within = False
    rank: int | None = None
    for at, (row, text) in enumerate(zip(rows, texts, strict=True)):
        heading = row.level is not None or bool(text) and is_level(at)
        if text and row.kind == "text" and _opens(text, row, profile):
            if not within or rank is not None and row.level is not None and row.level <= rank:
                rank = row.level
            within = True
        elif within:
            chapter = rank is None and _CHAPTER.match(text) is not None
            ranked = row.level is None or rank is None or row.level <= rank
            within = not (chapter or heading and ranked)
        if within and row.grid not in kept:
            found.add(at)
    return found


def _opens(text: str, row: Row, profile: Profile) -> bool:
    """Whether a heading calls what follows an appendix: 資料編, ２　委員名簿, 用語解説."""
    if len(text) > _HEADING:
        return False
    number = numbering(profile.bare(text))
    set_off = row.level is not None or number is not None or profile.is_marked(text)
    title = profile.bare(text)[number[3] :] if number else profile.bare(text)
    return profile.names_appendix(title, marked=set_off)
