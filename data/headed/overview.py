"""Tables of a running plan that only list what it tells in full elsewhere: 施策の体系."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from ..rows import Row
from ..tables.grids import ProjectGrid
from ..words.lexicon import squeeze
from ..words.table_words import joined

#: The share of a list's names that must stand elsewhere.
_KNOWN: Final = 0.8
#: What the columns of such a table are for.
_BARE: Final = frozenset(("name", "level", "number", "ignored"))


def overviews(
    grids: Mapping[int, ProjectGrid], rows: Sequence[Row], named: Callable[[int], str]
) -> set[int]:
    """The numbers of the tables of names and levels alone that other places tell in full.

    Those are tables that say more, below headings or with levels of their own, and lines: `named`
    says what project a row names together with its owner, "" where it names none.
    """
    bare = {number for number, grid in grids.items() if _is_bare(grid)}
    if not bare:
        return set()
    told = {
        squeeze(name)
        for number, grid in grids.items()
        if number not in bare and not grid.contents
        for name in _names(grid)
    }
    told |= {
        squeeze(name) for at in range(len(rows)) if rows[at].grid is None and (name := named(at))
    }
    found = set()
    for number in bare:
        names = {squeeze(name) for name in _names(grids[number])}
        if len(names) > 1 and len(names & told) >= _KNOWN * len(names):
            found.add(number)
    return found


def _is_bare(grid: ProjectGrid) -> bool:
    columns = [column for table in grid.tables for column in table.columns]
    roles = {column.meaning.role for column in columns if column.meaning}
    return bool(columns) and not grid.forms and not grid.contents and roles <= _BARE


def _names(grid: ProjectGrid) -> Iterator[str]:
    for table in grid.tables:
        column = table.first("name")
        for row in grid.place.rows:
            if column is not None and table.body <= row < table.end:
                cell = grid.place.at(row, column.number)
                if cell is not None and cell.row == row:
                    yield joined(cell.text)
