"""What a view is made of: places of nodes, grounds behind them, links that only the view has."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from .model import MapModel

#: The part of a screen of 1366×768 that the map has, beside the columns and below the bars, and
#: in front of an audience, without either.
SCREEN: Final = (1130.0, 664.0)
STAGE: Final = (1366.0, 768.0)
#: What the page leaves free around everything when it fits the map, in world units.
AIR: Final = 32.0
#: The most pixels that it gives a world unit then.
LARGEST: Final = 1.5


@dataclass(slots=True)
class Place:
    """Where a node stands.

    `label`, `font`, the least inner `width` and `height` of a box and the `size` of a dot, square
    or diamond are given only where the view differs (0: as it is everywhere).
    """

    x: float
    y: float
    label: str | None = None
    font: float = 0.0
    width: float = 0.0
    height: float = 0.0
    size: float = 0.0


@dataclass(frozen=True, slots=True)
class Band:
    """A rectangle behind the nodes; tinted with the sector's colour, or grey if there is none."""

    left: float
    top: float
    right: float
    bottom: float
    sector: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Stripe:
    """A column or row of the grid from `start` to `end`; `node` is empty for “none stated”."""

    node: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Hub:
    """What two hubs share, drawn as one line; `reasons` are pairs (kind, IRIs of what they share)."""

    source: str
    target: str
    weight: int
    reasons: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(slots=True)
class Arrangement:
    """One way of showing the nodes; those without a place are not in it.

    `implied` holds numbers of edges that the position says already: they are drawn only around a
    selection. `hull` asks for the outline of each sector as its ground; `line` is how many times
    as wide as usual lines are, where the whole is large.
    """

    places: dict[str, Place]
    bands: list[Band] = field(default_factory=list)
    columns: list[Stripe] = field(default_factory=list)
    rows: list[Stripe] = field(default_factory=list)
    hubs: list[Hub] = field(default_factory=list)
    implied: set[int] = field(default_factory=set)
    hull: bool = False
    line: float = 1.0

    def page(self, model: MapModel, number: dict[str, int] | None = None) -> dict[str, Any]:
        """As the page reads it; nodes by their number in the model's order."""
        number = number or {iri: at for at, iri in enumerate(model.nodes)}
        sector = {iri: at for at, iri in enumerate(model.sectors())}
        found: dict[str, Any] = {
            "places": [_row(number[iri], place) for iri, place in self.places.items()],
            "bands": [
                [*_rounded(b.left, b.top, b.right, b.bottom), sector.get(b.sector, -1), b.strong]
                for b in self.bands
            ],
            "columns": [_stripe(stripe, number) for stripe in self.columns],
            "rows": [_stripe(stripe, number) for stripe in self.rows],
            "hubs": [
                [number[h.source], number[h.target], h.weight,
                 [[kind, list(iris)] for kind, iris in h.reasons]]
                for h in self.hubs
            ],
            "implied": sorted(self.implied),
            "hull": self.hull,
            "line": round(self.line, 2),
        }  # fmt: skip
        return {key: value for key, value in found.items() if value or key == "places"}


def _rounded(*values: float) -> list[int]:
    return [round(value) for value in values]


def _stripe(stripe: Stripe, number: dict[str, int]) -> list[int]:
    return [number.get(stripe.node, -1), *_rounded(stripe.start, stripe.end)]


def _row(number: int, place: Place) -> list[int | float | str | None]:
    row: list[int | float | str | None] = [number, *_rounded(place.x, place.y)]
    own = [round(place.font, 1), *_rounded(place.width, place.height, place.size)]
    return [*row, place.label, *own] if place.label is not None or any(own) else row


def fit_scale(width: float, height: float, screen: tuple[float, float] = SCREEN) -> float:
    """Pixels per world unit when a map of this size just fits the screen; small ones are not blown up."""
    return min(screen[0] / (width + 2 * AIR), screen[1] / (height + 2 * AIR), LARGEST)


def extent(boxes: Iterable[tuple[float, float, float, float]]) -> tuple[float, float]:
    """Width and height around boxes of (left, top, right, bottom)."""
    sides = list(zip(*boxes, strict=True))
    if not sides:
        return 0.0, 0.0
    return max(sides[2]) - min(sides[0]), max(sides[3]) - min(sides[1])
