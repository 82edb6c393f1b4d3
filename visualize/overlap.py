"""Pushes boxes apart until none overlaps; what was near stays near.

Each round moves every overlapping pair apart along the axis where less movement is needed
(as in Dwyer, Marriott, Stuckey: Fast node overlap removal, 2005, but all pairs at once).
"""

from collections.abc import Callable
from typing import Final

import numpy as np

from .sectors import Array

#: After this many rounds without a solution the map grows a little.
_ROUNDS: Final = 40
_GROWTH: Final = 1.04
_SHRINK: Final = 1.02
_MOST_STEPS: Final = 60


def touching(points: Array, need: Array) -> tuple[np.ndarray, np.ndarray]:
    """Index pairs (i < j), sorted, whose boxes of size `need` (n, 2) around `points` overlap.

    A sweep: with the left edges sorted, those that begin before a box ends are next to it in the
    list. Boxes of very different sizes cost no more than those that lie above each other.
    """
    half = need / 2
    rank = np.argsort(points[:, 0] - half[:, 0], kind="stable")
    left = (points[:, 0] - half[:, 0])[rank]
    right = (points[:, 0] + half[:, 0])[rank]
    counts = np.searchsorted(left, right, side="left") - np.arange(len(rank)) - 1
    counts = np.maximum(counts, 0)
    one = np.repeat(np.arange(len(rank)), counts)
    # Within the run of each box: 1, 2, 3 ... after it.
    step = np.arange(len(one)) - np.repeat(np.cumsum(counts) - counts, counts) + 1
    a, b = rank[one], rank[one + step]
    high = np.abs(points[a, 1] - points[b, 1]) < half[a, 1] + half[b, 1]
    a, b = a[high], b[high]
    first, second = np.minimum(a, b), np.maximum(a, b)
    in_order = np.argsort(first * len(rank) + second, kind="stable")
    return first[in_order], second[in_order]


def gather(index: np.ndarray, values: Array, count: int) -> Array:
    """The sum of `values` (m, 2) for each index: what `np.add.at` does, ten times as fast."""
    columns = [np.bincount(index, values[:, axis], minlength=count) for axis in (0, 1)]
    return np.stack(columns, axis=1)


def part(
    spot: Array,
    need: Array,
    mobility: Array,
    grown: Array,
    keep: Callable[[Array, Array], None],
) -> bool:
    """Push overlapping boxes apart in place; False if some still overlap after the rounds."""
    count = len(spot)
    for _ in range(_ROUNDS):
        first, second = touching(spot, need)
        delta = spot[second] - spot[first]
        over = (need[first] + need[second]) / 2 - np.abs(delta)
        hit = np.flatnonzero((over[:, 0] > 0.5) & (over[:, 1] > 0.5))
        if not len(hit):
            return True
        first, second, delta, over = first[hit], second[hit], delta[hit], over[hit]
        axis = np.argmin(over, axis=1)
        row = np.arange(len(axis))
        sign = np.where(delta[row, axis] >= 0, 1.0, -1.0)
        share = mobility[first] / (mobility[first] + mobility[second])
        amount = sign * (over[row, axis] * 0.55 + 0.3)
        step = np.zeros_like(delta)
        step[row, axis] = amount
        move = gather(second, step * (1 - share)[:, None], count)
        move -= gather(first, step * share[:, None], count)
        spot += np.clip(move, -60, 60)
        keep(spot, grown)
    return False


def remove_overlaps(
    points: Array,
    sizes: Array,
    mobility: Array,
    gap: tuple[float, float],
    aspect: float,
    keep: Callable[[Array, Array], None],
) -> Array:
    """New centres for boxes of these sizes, both (n, 2).

    `mobility` (n,) says how readily a box gives way; `keep` puts the boxes back where they
    have to stay when the map has grown by the given factors in width and height. The map
    grows until all boxes are parted; then the side that is too long for the aspect shrinks
    as long as they can be parted again, because the longer side decides the size on screen.
    """
    need = sizes + np.array(gap)
    spot, grown = points.copy(), np.ones(2)
    for _ in range(_MOST_STEPS):
        if part(spot, need, mobility, grown, keep):
            break
        grown = grown * _GROWTH
        spot *= _GROWTH
    for _ in range(_MOST_STEPS):
        width, height = np.ptp(np.concatenate((spot - sizes / 2, spot + sizes / 2)), axis=0)
        factor = np.array([_SHRINK, 1.0] if width > aspect * height else [1.0, _SHRINK])
        denser = spot / factor
        keep(denser, grown / factor)
        if not part(denser, need, mobility, grown / factor, keep):
            break
        spot, grown = denser, grown / factor
    return spot
