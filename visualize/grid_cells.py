"""The cells of the grid: columns of things in rows, set abreast until the whole fits a screen."""

from dataclasses import dataclass, field

import numpy as np

from .sectors import Array


@dataclass(slots=True)
class Column:
    """One column; `room` is that of one thing in it, `abreast` how many stand side by side."""

    key: str
    room: tuple[float, float]
    head: float = 0.0
    abreast: int = 1
    cells: dict[int, list[str]] = field(default_factory=dict)

    @property
    def width(self) -> float:
        """In world units, the head included."""
        return max(self.abreast * self.room[0], self.head)

    def heights(self, rows: int, abreast: int) -> Array:
        """What the things in each row need, with so many of them side by side."""
        found = np.zeros(rows)
        for row, inside in self.cells.items():
            found[row] = -(-len(inside) // abreast) * self.room[1]
        return found


def row_heights(columns: list[Column], least: Array, gap: float) -> Array:
    """The height of each row: what its tallest cell needs, and `least` for its headings."""
    cells = [column.heights(len(least), column.abreast) for column in columns]
    found: Array = gap + np.maximum.reduce([least, np.zeros(len(least)), *cells])
    return found


def spread(
    columns: list[Column],
    least: Array,
    gap: float,
    *,
    around: tuple[float, float],
    aspect: float,
) -> None:
    """Set columns abreast, always where it saves most height for its width, as long as the whole
    gets larger on a screen of this aspect; `around` is what stands beside and above the cells."""
    best: tuple[float, list[int]] = (0.0, [])
    now = np.array([column.heights(len(least), column.abreast) for column in columns])
    after = np.array([column.heights(len(least), column.abreast + 1) for column in columns])
    most = [max((len(inside) for inside in column.cells.values()), default=0) for column in columns]
    while True:
        wide = around[0] + sum(column.width for column in columns)
        high = float((gap + np.maximum(least, now.max(axis=0, initial=0.0))).sum()) + around[1]
        large = min(aspect / wide, 1 / high)
        if large > best[0]:
            best = (large, [column.abreast for column in columns])
        chosen = _worth_widening(columns, most, now, after, least) if wide < aspect * high else None
        if chosen is None:
            break
        column = columns[chosen]
        column.abreast += 1
        now[chosen] = after[chosen]
        after[chosen] = column.heights(len(least), column.abreast + 1)
    for column, abreast in zip(columns, best[1], strict=True):
        column.abreast = abreast


def _worth_widening(
    columns: list[Column], most: list[int], now: Array, after: Array, least: Array
) -> int | None:
    """The column that saves most height for each unit of width, if any saves any."""
    at = np.arange(len(columns))
    tallest = np.maximum(least, now.max(axis=0, initial=0.0))
    best: tuple[float, int | None] = (0.0, None)
    for one in at[[many > column.abreast for many, column in zip(most, columns, strict=True)]]:
        column = columns[one]
        rest = np.maximum(least, now[at != one].max(axis=0, initial=0.0))
        saved = float((tallest - np.maximum(rest, after[one])).sum())
        wider = max((column.abreast + 1) * column.room[0], column.head)
        worth = (saved + 1e-6) / max(wider - column.width, 1.0)
        if worth > best[0]:
            best = (worth, int(one))
    return best[1]
