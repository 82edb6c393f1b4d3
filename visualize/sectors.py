"""Divides the map's rectangle among the goals: one wedge each, as large as its contents need."""

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

#: A wedge stays convex (under 180°), so that pushing a node to its edges always ends inside.
_LARGEST_SHARE: Final = 0.47
_STEPS: Final = 3600


@dataclass(frozen=True, slots=True)
class Wedge:
    """A slice of the rectangle between two directions, clockwise; `whole` has no borders."""

    start: float
    end: float
    whole: bool = False

    @property
    def middle(self) -> float:
        """The direction of its axis."""
        return (self.start + self.end) / 2


def _shares(needs: list[float]) -> list[float]:
    total = sum(needs) or 1.0
    # A share no smaller than a third of an equal one: a goal with one project is still seen.
    shares = [max(need / total, 1 / (3 * len(needs))) for need in needs]
    total = sum(shares)
    shares = [share / total for share in shares]
    largest = max(shares)
    if largest > _LARGEST_SHARE and len(shares) > 2:
        rest = (1 - _LARGEST_SHARE) / (1 - largest)
        shares = [_LARGEST_SHARE if s == largest else s * rest for s in shares]
        total = sum(shares)
    return [share / total for share in shares]


def rim(angle: float, half_width: float, half_height: float) -> float:
    """Distance from the centre of the rectangle to its edge in this direction."""
    cosine, sine = abs(math.cos(angle)), abs(math.sin(angle))
    return min(
        half_width / cosine if cosine > 1e-9 else math.inf,
        half_height / sine if sine > 1e-9 else math.inf,
    )


def wedges(needs: list[float], half_width: float, half_height: float) -> list[Wedge]:
    """One wedge per need, clockwise from the left, its area in proportion to the need.

    The area between two directions is the integral of r(angle)²/2 (r: distance to the edge).
    """
    if len(needs) < 2:
        return [Wedge(-math.pi / 2, 1.5 * math.pi, whole=True) for _ in needs]
    angles = np.linspace(math.pi, 3 * math.pi, _STEPS + 1)
    areas = np.array([rim(float(a), half_width, half_height) ** 2 for a in angles[:-1]])
    cumulated = np.concatenate(([0.0], np.cumsum(areas))) / areas.sum()
    edges = np.concatenate(([0.0], np.cumsum(_shares(needs))))
    borders = np.interp(edges, cumulated, angles)
    return [Wedge(float(a), float(b)) for a, b in pairwise(borders)]


def push_inside(wedge: Wedge, points: Array, half: Array, gap: float) -> None:
    """Move boxes (centres `points`, half sizes `half`, both (n, 2)) into the wedge, in place."""
    if wedge.whole:
        return
    for angle, side in ((wedge.start, 1.0), (wedge.end, -1.0)):
        normal = side * np.array([-math.sin(angle), math.cos(angle)])
        room = half @ np.abs(normal) + gap
        lack = np.maximum(room - points @ normal, 0.0)
        points += lack[:, None] * normal
