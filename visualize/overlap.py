"""Pushes boxes apart until none overlaps; what was near stays near.

Each round moves every overlapping pair apart along the axis where less movement is needed
(as in Dwyer, Marriott, Stuckey: Fast node overlap removal, 2005, but all pairs at once).
"""

from collections.abc import Callable
from functools import cache
from typing import Final

import numpy as np

from .sectors import Array

#: After this many rounds without a solution the map grows a little.
_ROUNDS: Final = 40
_GROWTH: Final = 1.04
_SHRINK: Final = 1.02
_MOST_STEPS: Final = 60
#: Up to this many boxes all pairs are looked at; above it only neighbours.
_ALL_PAIRS: Final = 700


@cache
def _all_pairs(count: int) -> tuple[np.ndarray, np.ndarray]:
    return np.triu_indices(count, 1)


def near_pairs(points: Array, reach: float) -> tuple[np.ndarray, np.ndarray]:
    """Index pairs (i < j) nearer than `reach`; for few points simply all pairs."""
    if len(points) <= _ALL_PAIRS:
        return _all_pairs(len(points))
    from scipy.spatial import cKDTree

    found = cKDTree(points).query_pairs(reach, output_type="ndarray")
    found = found[np.lexsort((found[:, 1], found[:, 0]))]
    return found[:, 0], found[:, 1]


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
        first, second = near_pairs(spot, float(need.max()))
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
