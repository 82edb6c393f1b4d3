"""Which columns of a table are levels above its projects, and which of them is above which."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import Final

from ..words.lexicon import load, squeeze
from ..words.table_words import head_forms, joined
from .layout import Column, Field, Table

#: So many rows are looked at.
_SAMPLE: Final = 400


def is_of_policy(head: str) -> bool:
    """Whether a head names a level of the plan itself (政策, 施策), not a class (分野, 分類).

    Such a column is a level wherever it stands; a class behind the names only sorts them.
    """
    last = head.rpartition(" ")[2]  # of heads of several rows: 位置づけ 施策
    return any(form in _policy() for form in (*head_forms(head), *head_forms(last)))


@cache
def _policy() -> frozenset[str]:
    return frozenset(map(squeeze, load("fields")["policy"]))


def nested(place: Field, table: Table, columns: Sequence[Column], name: Column) -> list[Column]:
    """`columns` with the depths of levels where some stand behind the names, told by their cells.

    The fewer values a level has the higher it is, for each value of a lower one stands with one of
    its own; as many values keep the usual order of their words, then their order in the table.
    """
    levels = [c for c in columns if c.meaning and c.meaning.role == "level"]
    if not any(column.number > name.number for column in levels):
        return list(columns)
    rows = [row for row in place.rows if table.body <= row < table.end][:_SAMPLE]
    many = {c.number: len({_text(place, row, c.number) for row in rows} - {""}) for c in levels}
    goals = {c.number for c in levels if c.meaning and c.meaning.goal}
    order = sorted(
        levels, key=lambda c: (many[c.number], c.number not in goals, _rank(c.head), c.number)
    )
    depth = {column.number: n for n, column in enumerate(order)}
    return [replace(c, depth=depth[c.number]) if c in levels else c for c in columns]


def stacked(place: Field, table: Table, column: Column, columns: Sequence[Column]) -> bool:
    """Whether a column and the level beside it stand above one another: goals, then outcomes.

    Each value of the lower one goes with one of the upper one.
    """
    order = [c for c in columns if c is column or c.meaning and c.meaning.role == "level"]
    at = order.index(column)
    rows = [row for row in place.rows if table.body <= row < table.end][:_SAMPLE]
    for upper, lower in pairwise(order[max(0, at - 1) : at + 2]):
        above: dict[str, set[str]] = {}
        held = ["", ""]
        for row in rows:
            for n, each in enumerate((upper, lower)):
                held[n] = _text(place, row, each.number) or held[n]
            above.setdefault(held[1], set()).add(held[0])
        if any(len(found) > 1 for found in above.values()):
            return False
    return len(order) > 1


def _text(place: Field, row: int, number: int) -> str:
    cell = place.at(row, number)
    return joined(cell.text) if cell else ""


def _rank(head: str) -> int:
    """The place of a level's word among those that are usual, the highest first."""
    plain = squeeze(head)
    ranks: list[str] = load("fields")["ranks"]
    return next((n for n, word in enumerate(ranks) if squeeze(word) in plain), len(ranks))


def behind(column: Column, length: float, sentences: float) -> bool:
    """Whether a column behind the names is a level above them: 事業名|政策名|施策名.

    Its head names a level of the plan, and its cells are words: no marks and no sentences.
    """
    meaning = column.meaning
    named = column.by == "name" and meaning is not None and meaning.confidence > 0.9
    return named and is_of_policy(column.head) and 1 < length <= 60 and sentences < 0.3
