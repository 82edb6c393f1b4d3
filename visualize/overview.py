"""What an overview shows instead of nodes: a box for each cluster, lines for what runs between."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from ..language import Text
from .arrangement import Arrangement, Band, Place
from .clusters import MOST_SECTORS, Cluster, elements_of
from .labels import label_size, wrap
from .layout import Box, box_of, layout_whole
from .model import PROPOSED, MapEdge, MapModel, MapNode
from .style import NODE_LOOKS
from .words import both

#: Lines between boxes that are drawn: the strongest.
LINES: Final = 120
#: Names of sections in a box.
_NAMES: Final = 2
_FONT: Final = 26.0
_MARGIN: Final = 10.0


@dataclass(slots=True)
class SuperNode:
    """A box that stands for many nodes; `key` is its id in the page, (x, y) its middle.

    `opens` is the number of the cluster that opens, `cell` (sector, section) what a cell of the
    grid counts.
    """

    key: str
    label: Text
    x: float = 0.0
    y: float = 0.0
    font: float = _FONT
    size: tuple[float, float] = (0.0, 0.0)
    sector: str = ""
    opens: int = -1
    share: float = 0.25
    cell: tuple[str, str] | None = None


@dataclass(slots=True)
class Scene:
    """An arrangement of nodes with boxes among them; lines join keys of boxes, not IRIs."""

    own: Arrangement
    boxes: list[SuperNode] = field(default_factory=list)
    lines: list[tuple[str, str, int]] = field(default_factory=list)

    def page(self, model: MapModel, number: dict[str, int]) -> dict[str, Any]:
        """As the page reads it; sections of cells by their number."""
        sector = {iri: at for at, iri in enumerate(model.sectors())}
        found = self.own.page(model, number)
        found["boxes"] = [
            [b.key, both(b.label), round(b.x), round(b.y), round(b.font, 1),
             round(b.size[0]), round(b.size[1]), sector.get(b.sector, -1), b.opens,
             round(b.share, 2),
             [sector.get(b.cell[0], -1), number.get(b.cell[1], -1)] if b.cell else 0]
            for b in self.boxes
        ]  # fmt: skip
        found["lines"] = [list(line) for line in self.lines]
        return {key: value for key, value in found.items() if value or key == "places"}


def cluster_name(model: MapModel, cluster: Cluster, clusters: list[Cluster]) -> Text:
    """Its busiest sections, else its goal or its first element."""
    names = [model.nodes[iri].name for iri in cluster.sections]
    if not names:
        inside = cluster.elements or elements_of(clusters, clusters.index(cluster))
        name = model.nodes[cluster.sector or inside[0]].name
        return Text(name, name)
    more = len(names) - _NAMES
    first = "・".join(names[:_NAMES])
    if more <= 0:
        return Text(first, first)
    return Text(f"{first}ほか{more}課", f"{first} + {more}")


def overview(model: MapModel, clusters: list[Cluster], shown: list[int]) -> Scene:
    """Boxes of these clusters, near what they are linked with, each in the area of its goal."""
    boxes = [_super(model, clusters, at) for at in shown]
    few = len(model.sectors()) <= MOST_SECTORS
    tops = [iri for iri in model.sectors() if any(box.sector == iri for box in boxes)]
    synthetic: dict[str, MapNode] = {iri: model.nodes[iri] for iri in tops} if few else {}
    edges = []
    for box in boxes:
        synthetic[box.key] = MapNode(
            box.key, "package", box.label.ja, sector=box.sector if few else ""
        )
        if few and box.sector:
            edges.append(MapEdge(box.key, box.sector, "partOf"))
    lines = between(model, clusters, shown)[: min(LINES, 2 * len(shown))]
    edges += [MapEdge(one, other, "refersTo") for one, other, _ in lines]
    sizes = {iri: box_of(node) for iri, node in synthetic.items() if node.type != "package"}
    for box in boxes:
        wide, high = label_size(box.label.ja, box.font)
        box.size = wide, high
        sizes[box.key] = Box(box.label.ja, wide + 2 * _MARGIN, high + 2 * _MARGIN, 0.0, 0.0)
    small = MapModel(model.title, synthetic, edges)
    spots = layout_whole(small, sizes)
    found = Arrangement({iri: Place(*spots[iri]) for iri in tops if few}, hull=few)
    for box in boxes:
        box.x, box.y = spots[box.key]
    return Scene(found, boxes, lines)


def _super(model: MapModel, clusters: list[Cluster], at: int) -> SuperNode:
    cluster = clusters[at]
    name = cluster_name(model, cluster, clusters)
    projects = sum(model.nodes[i].type == "project" for i in elements_of(clusters, at))
    label = Text(
        f"{wrap(name.ja, width=9, lines=3)}\n事業{projects}件",
        f"{wrap(name.en, width=9, lines=3)}\n{projects} projects",
    )
    return SuperNode(f"group/{at}", label, sector=cluster.sector, opens=at)


def between(
    model: MapModel, clusters: list[Cluster], shown: Iterable[int]
) -> list[tuple[str, str, int]]:
    """How much two clusters have to do with each other, the most first.

    Counted are edges between their elements, and partners and sections that both name, each once.
    """
    at = {iri: one for one in shown for iri in elements_of(clusters, one)}
    found: Counter[tuple[int, int]] = Counter()
    served: dict[str, set[int]] = defaultdict(set)
    for edge in model.edges:
        one, other = at.get(edge.source), at.get(edge.target)
        if one is not None and other is not None:
            if one != other and edge.rel not in PROPOSED:
                found[min(one, other), max(one, other)] += 1
        elif one is not None and model.nodes[edge.target].type in ("section", "partner"):
            served[edge.target].add(one)
    for groups in served.values():
        ordered = sorted(groups)
        for n, one in enumerate(ordered):
            for other in ordered[n + 1 :]:
                found[one, other] += 1
    ranked = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
    return [(f"group/{one}", f"group/{other}", count) for (one, other), count in ranked]


@dataclass(frozen=True, slots=True)
class Table:
    """Sizes of a page of 課×施策: letters of names and of numbers, a column, a row, and the heads."""

    font: float
    number: float
    wide: float
    high: float
    side: float
    head: float
    #: Lines that the name of a goal may have.
    lines: int


#: For one's own screen.
TABLE: Final = Table(30.0, 38.0, 128.0, 330.0, 330.0, 200.0, 5)


def cross_table(
    model: MapModel,
    counts: Mapping[tuple[str, str], int],
    sections: list[str],
    sectors: list[str],
    opens: Mapping[tuple[str, str], int],
    table: Table = TABLE,
) -> Scene:
    """One page of 課×施策: a row for each goal, a column for each of these sections."""
    wide, high = table.wide, table.high
    found = Arrangement({})
    right, bottom = table.side + wide * len(sections), table.head + high * len(sectors)
    dx, dy = -right / 2, -bottom / 2
    found.bands.append(Band(dx, dy, dx + right, dy + bottom))
    margin = NODE_LOOKS["goal"].margin
    inner = table.side - 2 * margin - 12
    for row, sector in enumerate(sectors):
        top = dy + table.head + high * row
        found.bands.append(Band(dx, top, dx + right, top + high, sector))
        label = wrap(model.nodes[sector].name, width=8, lines=table.lines)
        number = model.nodes[sector].number
        found.places[sector] = Place(
            dx + table.side / 2, top + high / 2, f"{number}. {label}" if number else label,
            table.font, inner, high - 2 * margin - 14,
        )  # fmt: skip
    most = max(counts.values(), default=1)
    boxes = []
    for column, section in enumerate(sections):
        x = dx + table.side + wide * (column + 0.5)
        if column % 2 == 0:
            found.bands.append(Band(x - wide / 2, dy, x + wide / 2, dy + bottom, strong=True))
        label = wrap(model.nodes[section].name, width=4, lines=4)
        deep = label_size(label, table.font)[1]
        found.places[section] = Place(
            x, dy + table.head - 26 - deep - 13, label, table.font, size=13
        )
        for row, sector in enumerate(sectors):
            count = counts.get((sector, section), 0)
            if not count:
                continue
            y = dy + table.head + high * (row + 0.5)
            boxes.append(SuperNode(
                f"cell/{model.sectors().index(sector)}/{column}", Text(str(count), str(count)),
                x, y, table.number, (wide - 40, high * (0.25 + 0.6 * (count / most) ** 0.5) - 20),
                sector, opens.get((sector, section), -1), 0.2 + 0.5 * count / most,
                (sector, section)))  # fmt: skip
    return Scene(found, boxes)
