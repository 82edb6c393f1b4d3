"""What stands behind a plan: how it was made, lists of members, glossaries. It holds no projects."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from ..rows import Row
from ..words.heading_numbers import numbering
from ..words.profile import Profile

#: A heading is no longer.
_HEADING: Final = 40
_CHAPTER: Final = re.compile(r"第\s*[0-9０-９一二三四五六七八九十]+\s*[編部章]")


@dataclass(frozen=True, slots=True)
class _Opener:
    """The heading of an appendix: its style, else its kind of numbering, and its number."""

    level: int | None
    kind: str = ""
    number: str = ""


def appendix_rows(
    rows: Sequence[Row],
    texts: Sequence[str],
    profile: Profile,
    is_level: Callable[[int], bool],
    kept: set[int],
    owned: Callable[[int], bool],
) -> set[int]:
    """The rows of appendices, from their heading to the next heading of its rank.

    `kept` are grids of projects with their owners, which some plans list at their end; `owned`
    tells whether a line names the owner of a project. What a line without style or number opens is
    a remark inside a plan that goes on with such lines, and an appendix where none follows.
    """
    found: set[int] = set()
    opener, begun = None, 0
    owners = {at for at, row in enumerate(rows) if row.grid in kept or owned(at)}
    headings = [
        at for at, text in enumerate(texts)
        if rows[at].level is not None or is_level(at) or numbering(text)
    ]  # fmt: skip
    #: The last heading that still has owners of projects below it, and the first of these.
    last = max((at for at in headings if at < max(owners, default=0)), default=-1)
    below = min((at for at in owners if at > last), default=-1)
    for at, (row, text) in enumerate(zip(rows, texts, strict=True)):
        opened = _opener(text, row, profile) if text and row.kind == "text" else None
        if opened and (opener is None or _above(row, opener)):
            opener, begun = opened, at
        elif opener is not None and not opened:
            level = is_level(at) and (row.level is None or _above(row, opener))
            goes_on = opener == _Opener(None) and begun < below
            aside = goes_on and (at in owners or numbering(text) is not None)
            if level or aside or _ends(opener, row, text, profile):
                opener = None
        if opener is not None and row.grid not in kept:
            found.add(at)
    return found


def _above(row: Row, opener: _Opener) -> bool:
    """Whether the style of a row is as high as that of the appendix's heading."""
    return row.level is not None and (opener.level is None or row.level <= opener.level)


def _ends(opener: _Opener, row: Row, text: str, profile: Profile) -> bool:
    """Whether a heading stands as high as that of the appendix, or counts on from it."""
    if opener.level is not None or row.level is not None:
        return _above(row, opener)
    if _CHAPTER.match(text):
        return True
    number = numbering(profile.bare(text)) if text and opener.kind else None
    return (
        number is not None
        and number[0] == opener.kind
        and number[2].isdecimal()
        and opener.number.isdecimal()
        and int(number[2]) == int(opener.number) + 1
    )


def _opener(text: str, row: Row, profile: Profile) -> _Opener | None:
    """A heading that calls what follows an appendix: 資料編, ２　委員名簿, 用語解説."""
    if len(text) > _HEADING:
        return None
    bare = profile.bare(text)
    number = numbering(bare)
    set_off = row.level is not None or number is not None or profile.is_marked(text)
    if not profile.names_appendix(bare[number[3] :] if number else bare, marked=set_off):
        return None
    return _Opener(row.level, number[0], number[2]) if number else _Opener(row.level)
