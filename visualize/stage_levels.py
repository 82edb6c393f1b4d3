"""The topmost level of a large plan in front of an audience: each goal with its busiest sections.

The overview names dozens of clusters, which nobody reads from the back of a room. Here a goal is a
heading with a list below it, in letters that can be read there; what the list leaves out is told in
its last line. Goals that do not fit one screen come in pages.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ..language import Text
from .arrangement import AIR, STAGE, Arrangement, Band, Place
from .labels import label_size, text_width, wrap
from .model import MapModel
from .overview import Scene, SuperNode
from .style import NODE_LOOKS

Cell = tuple[str, str]

_GAP: Final = 18.0
#: Between a heading and its list, and between lines of it.
_CLOSE: Final = 7.0
#: Free room that the page puts inside a box at each side, and the border around it.
_PADDING: Final = 11.5
_PAGER: Final = 44.0
#: Em that a section's name has at least.
_NAME: Final = 6


@dataclass(frozen=True, slots=True)
class Screen:
    """A screen in pixels, the letters on it, and how many goals it has beside and below each other."""

    width: float
    height: float
    font: float
    columns: int
    rows: int


#: 28 pixels are the least from the back of the room; a telephone is held in the hand.
WIDE: Final = Screen(STAGE[0] - 2 * AIR, STAGE[1] - 2 * AIR, 28.8, 4, 2)
TALL: Final = Screen(390 - 2 * AIR, 844 - 2 * AIR, 16.0, 1, 4)


def stage_top(
    model: MapModel, counts: Mapping[Cell, int], opens: Mapping[Cell, int], screen: Screen
) -> list[Scene]:
    """Pages of goals. `counts` has the projects of each (goal, section), `opens` the cluster where
    most of them are."""
    sectors = model.sectors()
    most = screen.columns * screen.rows
    pages = max(1, -(-len(sectors) // most))
    each = max(1, -(-len(sectors) // pages))
    found = []
    for at in range(0, len(sectors), each):
        some = sectors[at : at + each]
        rows = min(screen.rows, -(-len(some) // screen.columns))
        columns = -(-len(some) // rows)
        wide = (screen.width - _GAP * (columns - 1)) / columns
        # Below, the buttons that turn the pages.
        free = screen.height - (_PAGER if pages > 1 else 0.0)
        high = (free - _GAP * (rows - 1)) / rows
        scene = Scene(Arrangement({}))
        for n, sector in enumerate(some):
            left = (n % columns) * (wide + _GAP) - screen.width / 2
            top = (n // columns) * (high + _GAP) - screen.height / 2
            _goal(model, scene, sector, counts, opens, (left, top, wide, high), screen.font)
        found.append(scene)
    return found


def _goal(
    model: MapModel, scene: Scene, sector: str, counts: Mapping[Cell, int],
    opens: Mapping[Cell, int], area: tuple[float, float, float, float], font: float,
) -> None:  # fmt: skip
    """A heading and as many lines as the area has room for."""
    left, top, wide, high = area
    around = _GAP / 2 - 1
    scene.own.bands.append(
        Band(left - around, top - around, left + wide + around, top + high + around, sector)
    )
    node, margin = model.nodes[sector], NODE_LOOKS[model.nodes[sector].type].margin
    number = f"{node.number}. " if node.number else ""
    label = number + wrap(node.name, width=max(4, int((wide - 2 * margin) / font - 1.2)), lines=3)
    deep = label_size(label, font)[1] + 2 * margin
    scene.own.places[sector] = Place(
        left + wide / 2, top + deep / 2, label, font, wide - 2 * margin - 4, 0.0
    )
    busy = Counter({s: n for (one, s), n in counts.items() if one == sector and n})
    order = {iri: at for at, iri in enumerate(model.nodes)}
    ranked = sorted(busy, key=lambda s: (-busy[s], order[s]))
    digits = text_width(f" {max(busy.values(), default=0)}")
    beside = max(1, int((wide + _CLOSE) // ((_NAME + digits) * font + 2 * _PADDING + _CLOSE)))
    across = (wide - _CLOSE * (beside - 1)) / beside
    em = max(3, int((across - 2 * _PADDING) / font - digits))
    names = {s: wrap(model.nodes[s].name, width=em, lines=2) for s in ranked}
    line = label_size("課", font)[1] + 2 * _PADDING + _CLOSE
    y, end, at = top + deep + _CLOSE, top + high, 0
    index = model.sectors().index(sector)
    while at < len(ranked):
        some = ranked[at : at + beside]
        tall = max(label_size(names[s], font)[1] for s in some)
        last = at + beside >= len(ranked)
        if y + tall + 2 * _PADDING + (0 if last else line) > end and at:
            break
        for n, section in enumerate(some):
            key = (sector, section)
            scene.boxes.append(SuperNode(
                f"top/{index}/{at + n}",
                Text(f"{names[section]} {busy[section]}", f"{names[section]} {busy[section]}"),
                left + n * (across + _CLOSE) + across / 2, y + tall / 2 + _PADDING, font,
                (across - 2 * _PADDING, tall), sector, opens.get(key, -1), 0.25, key))  # fmt: skip
        y += tall + 2 * _PADDING + _CLOSE
        at += beside
    more = ranked[at:]
    if more:
        total = sum(busy[s] for s in more)
        text = Text(f"ほか{len(more)}課 計{total}件", f"{len(more)} more: {total}")
        deep = label_size(text.ja, font)[1]
        scene.boxes.append(SuperNode(
            f"top/{index}/more", text, left + wide / 2, y + deep / 2 + _PADDING, font,
            (wide - 2 * _PADDING, deep), sector, -1, 0.08, (sector, "")))  # fmt: skip
