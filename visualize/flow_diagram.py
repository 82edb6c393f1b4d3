"""A Sankey diagram of three columns (goals, sections, partners), as bars and ribbons for an SVG.

Lengths are millimetres of paper. A bar is as high as what flows through it on its busier side, by
one scale for all; every bar has at least the height of a line of text, so labels never overlap.
What does not fit is gathered in a last bar of its column.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from ..graph.worklist import Flow
from .excerpt import short

WIDTH: Final = 182.0
BAR: Final = 3.0
FONT: Final = 2.7
#: Left edges of the columns, and the em that their labels have.
_X: Final = (0.0, 70.0, 128.0)
_LABEL: Final = (22.0, 17.0, 17.0)
#: From one bar's middle to the next there is at least a line.
_PITCH: Final = 3.7
_GAP: Final = 1.1
_LARGEST_UNIT: Final = 1.6


@dataclass(frozen=True, slots=True)
class Bar:
    """A node: `name` in full, `label` as it is written."""

    name: str
    label: str
    x: float
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Ribbon:
    """A flow between two bars, as an SVG path with its width."""

    path: str
    width: float
    said: str


@dataclass(frozen=True, slots=True)
class Diagram:
    """Everything with the height that it takes."""

    bars: tuple[Bar, ...]
    ribbons: tuple[Ribbon, ...]
    height: float


def flow_diagram(
    goals: Sequence[Flow], partners: Sequence[Flow], *, height: float, others: str = "+{n}"
) -> Diagram:
    """Goals → sections → partners within `height`; `others` names what was gathered ({n} bars)."""
    goals, partners = _gathered(goals, partners, max(2, int(height / _PITCH)), others)
    columns = _columns(goals, partners)
    sizes = [_sizes(number, names, goals, partners) for number, names in enumerate(columns)]
    unit = _unit(sizes, height)
    bars: dict[tuple[int, str], Bar] = {}
    bottom = 0.0
    for number, column in enumerate(sizes):
        y = 0.0
        for name, size in column.items():
            tall = size * unit
            room = max(tall + _GAP, _PITCH)
            label = short(name, _LABEL[number])
            bars[number, name] = Bar(name, label, _X[number], y + (room - tall) / 2, tall)
            y += room
        bottom = max(bottom, y)
    return Diagram(
        tuple(bars.values()), tuple(_ribbons(columns, bars, goals, partners, unit)), bottom
    )


def _columns(goals: Sequence[Flow], partners: Sequence[Flow]) -> list[list[str]]:
    return [
        list(dict.fromkeys(flow.source for flow in goals)),
        list(dict.fromkeys([*(f.target for f in goals), *(f.source for f in partners)])),
        list(dict.fromkeys(flow.target for flow in partners)),
    ]


def _sizes(
    number: int, names: Sequence[str], goals: Sequence[Flow], partners: Sequence[Flow]
) -> dict[str, int]:
    """Name → what flows through it on its busier side."""
    out, into = Counter[str](), Counter[str]()
    for flow in (goals, partners, ())[number]:
        out[flow.source] += flow.count
    for flow in ((), goals, partners)[number]:
        into[flow.target] += flow.count
    return {name: max(out[name], into[name]) for name in names}


def _unit(sizes: Sequence[dict[str, int]], height: float) -> float:
    """The largest millimetres per project with which every column fits."""

    def tall(unit: float) -> float:
        return max(
            (sum(max(size * unit + _GAP, _PITCH) for size in column.values()) for column in sizes),
            default=0.0,
        )

    low, high = 0.0, _LARGEST_UNIT
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if tall(middle) <= height else (low, middle)
    return low


def _gathered(
    goals: Sequence[Flow], partners: Sequence[Flow], most: int, others: str
) -> tuple[list[Flow], list[Flow]]:
    """Flows with the smallest bars of each column made one, so that a column has at most `most`."""
    renamed: list[dict[str, str]] = []
    for number, names in enumerate(_columns(goals, partners)):
        sizes = _sizes(number, names, goals, partners)
        rest: list[str] = []
        if len(names) > most:
            rest = sorted(names, key=lambda name: (-sizes[name], names.index(name)))[most - 1 :]
        renamed.append(dict.fromkeys(rest, others.format(n=len(rest))))
    first, second, third = renamed
    return (
        _summed(Flow(first.get(f.source, f.source), second.get(f.target, f.target), f.count)
                for f in _last(goals, first, second)),
        _summed(Flow(second.get(f.source, f.source), third.get(f.target, f.target), f.count)
                for f in _last(partners, second, third)),
    )  # fmt: skip


def _last(flows: Sequence[Flow], left: dict[str, str], right: dict[str, str]) -> list[Flow]:
    """What is gathered goes last, so that its bar is the last of its column."""
    return sorted(flows, key=lambda flow: (flow.source in left) + (flow.target in right))


def _summed(flows: Iterable[Flow]) -> list[Flow]:
    counts = Counter[tuple[str, str]]()
    for flow in flows:
        counts[flow.source, flow.target] += flow.count
    return [Flow(*ends, count) for ends, count in counts.items()]


def _ribbons(
    columns: Sequence[Sequence[str]],
    bars: dict[tuple[int, str], Bar],
    goals: Sequence[Flow],
    partners: Sequence[Flow],
    unit: float,
) -> list[Ribbon]:
    """Ribbons leave a bar in the order of the bars they go to."""
    made: list[Ribbon] = []
    places = [{name: at for at, name in enumerate(column)} for column in columns]
    for number, flows in enumerate((goals, partners)):
        left, right = Counter[str](), Counter[str]()
        here, there = places[number], places[number + 1]
        for flow in sorted(flows, key=lambda f: (here[f.source], there[f.target])):
            source, target = bars[number, flow.source], bars[number + 1, flow.target]
            y1 = source.y + (left[flow.source] + flow.count / 2) * unit
            y2 = target.y + (right[flow.target] + flow.count / 2) * unit
            left[flow.source] += flow.count
            right[flow.target] += flow.count
            x1, x2 = source.x + BAR, target.x
            middle = (x1 + x2) / 2
            path = (
                f"M{x1:.1f} {y1:.2f}C{middle:.1f} {y1:.2f} {middle:.1f} {y2:.2f} {x2:.1f} {y2:.2f}"
            )
            said = f"{flow.source} – {flow.target}: {flow.count}"
            made.append(Ribbon(path, round(max(flow.count * unit, 0.3), 2), said))
    return made
