"""Headings and labels in two parts: 基本目標１ and its title below it, 【担当課】 and its value."""

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Final

from ..rows import Row
from ..source import Source, Span
from ..words.profile import Column, Profile
from .outline import Told

#: A title is no longer.
_TITLE: Final = 60


def levels_apart(
    source: Source, rows: Sequence[Row], texts: Sequence[str], profile: Profile
) -> dict[int, Told]:
    """The headings of a level that are a word and a number, by row, with the title below or beside.

    `texts` are the texts of rows of one cell; a title stands beside in a table of one row.
    """
    found: dict[int, Told] = {}
    titles: set[int] = set()
    height = Counter(row.grid for row in rows)
    for at, row in enumerate(rows[:-1]):
        cells = row.filled
        pair = row.grid is not None and height[row.grid] == 1 and len(cells) == 2
        if at in titles or not (texts[at] or pair) or row.kind == "contents":
            continue
        alone = profile.level_alone(source.quote(cells[0]))
        title = cells[1] if pair else rows[at + 1].filled[0] if texts[at + 1] else None
        if alone is None or title is None or not _is_title(source.quote(title), profile):
            continue
        level, word, number = alone
        found[at] = (level.cls, word, number, title)
        if not pair:
            titles.add(at + 1)
    return found


def _is_title(text: str, profile: Profile) -> bool:
    known = profile.level_heading(text) or profile.level_alone(text)
    return len(text) <= _TITLE and not text.endswith(("。", "、", ".", ",")) and not known


def values_below(
    rows: Sequence[Row], fields: Callable[[Row], list[tuple[Column, Span]]]
) -> set[int]:
    """The rows below a label that has its line to itself; sentences may follow sentences."""
    found: set[int] = set()
    for at, (row, below) in enumerate(pairwise(rows)):
        if row.grid is not None or below.grid is not None or below.level is not None:
            continue
        if at in found:
            opens = row.text.endswith("。") and below.text.endswith("。")
        else:
            told = fields(row)
            opens = bool(told) and all(value.start == value.end for _, value in told)
        if opens and not fields(below):
            found.add(at + 1)
    return found
