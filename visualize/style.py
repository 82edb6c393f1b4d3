"""Encodings: what a shape, a colour and a line mean. The legend is made from the same tables.

Shape is the type; colour is the goal (the goal's number stands in the label too, so that a
greyscale print can be read); the outline of a dot is the project's status; the dash of a line
is the relation; the size of a dot is its betweenness.
"""

from dataclasses import dataclass
from typing import Final

from ..ontology.terms import status
from .model import NodeType, Rel

#: Families with Japanese glyphs on Linux, Windows and macOS; nothing is loaded.
FONT_FAMILY: Final = (
    "Noto Sans CJK JP, Noto Sans JP, Yu Gothic UI, Yu Gothic, "
    "Hiragino Sans, Hiragino Kaku Gothic ProN, Meiryo, sans-serif"
)
#: Distance of lines in em. vis-network sets lines solid; the page's script widens them to this.
LEADING: Final = 1.22
#: Smallest size on screen, in pixels, at which any label is drawn; the page raises it in most views.
DRAW_THRESHOLD: Final = 8.5

INK: Final = "#1f2933"
PAPER: Final = "#ffffff"
NEUTRAL: Final = "#52606d"

#: Okabe and Ito's colours, told apart with any kind of colour vision; with the ink on top.
SECTOR_COLOURS: Final[tuple[tuple[str, str], ...]] = (
    ("#0072B2", PAPER),
    ("#E69F00", INK),
    ("#009E73", PAPER),
    ("#CC79A7", INK),
    ("#D55E00", PAPER),
    ("#56B4E9", INK),
)


@dataclass(frozen=True, slots=True)
class NodeLook:
    """How a type is drawn; sizes in world units, `wrap` in em, `lines` at most."""

    shape: str
    font: int
    wrap: int
    lines: int
    size: float = 0.0
    margin: int = 0


NODE_LOOKS: Final[dict[NodeType, NodeLook]] = {
    "goal": NodeLook("box", 32, 10, 3, margin=16),
    "measure": NodeLook("box", 27, 10, 5, margin=11),
    "package": NodeLook("box", 24, 10, 4, margin=9),
    "project": NodeLook("dot", 13, 10, 3, size=9),
    "section": NodeLook("square", 26, 8, 2, size=16),
    "partner": NodeLook("diamond", 24, 10, 3, size=13),
}
#: A dot grows by this many units from the least to the most central project.
CENTRALITY_GROWTH: Final = 9.0


@dataclass(frozen=True, slots=True)
class EdgeLook:
    """How a relation is drawn; an empty colour means the colour of the sector."""

    colour: str
    alpha: float
    width: float
    dashes: tuple[int, ...] = ()
    arrow: bool = False
    curve: float = 0.0


EDGE_LOOKS: Final[dict[Rel, EdgeLook]] = {
    "partOf": EdgeLook("", 0.55, 2.0),
    "responsible": EdgeLook(NEUTRAL, 0.26, 1.2),
    "partner": EdgeLook(INK, 0.7, 1.8, (8, 6)),
    "related": EdgeLook(NEUTRAL, 0.75, 1.8, (2, 5)),
    "refersTo": EdgeLook(INK, 0.45, 1.4, arrow=True, curve=0.16),
    "suggestion": EdgeLook("#D55E00", 0.9, 3.0, (14, 6, 3, 6), curve=0.2),
    "proposal": EdgeLook("#7A3E9D", 0.9, 3.0, (14, 5), curve=-0.2),
    "decision": EdgeLook("#0B3C5D", 0.9, 4.5, curve=-0.1),
}

#: Outline of a dot by status: a dash pattern, and whether a second ring is drawn around it.
STATUS_LOOKS: Final[dict[str, tuple[tuple[int, ...], bool]]] = {
    status.new: ((), False),
    status.continuing: ((), True),
    status.feasible: ((4, 3), False),
    status.wide_area: ((1, 3), False),
}


def sector_colour(index: int) -> tuple[str, str]:
    """Fill and ink of the n-th sector; after six they repeat, the number tells them apart."""
    return SECTOR_COLOURS[index % len(SECTOR_COLOURS)]


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def tint(colour: str, share: float) -> str:
    """`share` of the colour on white paper, opaque, so that lines do not shine through.

    >>> tint("#000000", 0.5)
    '#808080'
    """
    mixed = (round(255 + (channel - 255) * share) for channel in _channels(colour))
    return "#" + "".join(f"{channel:02x}" for channel in mixed)


def rgba(colour: str, alpha: float) -> str:
    """The colour as CSS with transparency."""
    red, green, blue = _channels(colour)
    return f"rgba({red},{green},{blue},{alpha:g})"
