"""The whole plan for a projector: goals and sections large, measures smaller, the rest as marks."""

from typing import Final

from .arrangement import STAGE, Arrangement, Place, extent, fit_scale
from .labels import label_size, wrap
from .layout import Box, layout_whole
from .model import MapModel, MapNode
from .style import NODE_LOOKS

_FAR: Final = 28.6
#: Fonts of goals and sections to try; the rest keeps its size, so that larger ones gain.
_FONTS: Final = (44.0, 54.0, 66.0, 80.0)


def _font(node: MapNode, font: float) -> float:
    return {"goal": font, "section": font, "measure": 0.56 * font}.get(node.type, 1.0)


def _box(node: MapNode, font: float) -> Box:
    look = NODE_LOOKS[node.type]
    size = _font(node, font)
    if node.type in ("goal", "measure"):
        label = wrap(node.name, width=9, lines=3 if node.type == "goal" else 5)
        label = f"{node.number}. {label}" if node.number else label
        wide, high = label_size(label, size)
        return Box(label, wide + 2 * look.margin, high + 2 * look.margin, 0.0, 0.0)
    if node.type == "section":
        label, icon = wrap(node.name, width=6, lines=2), 0.4 * font
        wide, high = label_size(label, size)
        return Box(label, max(wide, 2 * icon), high + 2 * icon + 4, (high + 4) / 2, icon)
    mark = {"project": 15.0, "partner": 14.0}.get(node.type, 0.0)
    side = 2 * (mark or look.margin + 10)
    return Box("", side, side, 0.0, mark)


def stage_whole(model: MapModel) -> Arrangement:
    """The areas of the goals with letters that can be read from the back of the room."""
    best: tuple[float, Arrangement] | None = None
    for font in _FONTS:
        boxes = {iri: _box(node, font) for iri, node in model.nodes.items()}
        spots = layout_whole(model, boxes)
        places = {
            iri: Place(x, y, boxes[iri].label, _font(model.nodes[iri], font), size=boxes[iri].size)
            for iri, (x, y) in spots.items()
        }
        size = extent(
            (p.x - b.width / 2, p.y + b.drop - b.height / 2, p.x + b.width / 2,
             p.y + b.drop + b.height / 2)
            for p, b in ((places[iri], boxes[iri]) for iri in places)
        )  # fmt: skip
        shown = font * fit_scale(*size, STAGE)
        if best is None or shown > best[0]:
            best = (shown, Arrangement(places, hull=True))
        if shown >= _FAR:
            break
    assert best is not None
    return best[1]
