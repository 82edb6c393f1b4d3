"""The worklist as one printable page: summary, then half a page for each pair of sections."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from ..graph.atomic import write_atomically
from ..graph.worklist import Flow, Worklist
from ..language import Lang
from .worklist_words import EVIDENCE, LINKS, VERDICTS, WORDS

#: The flow diagram's measures, in pixels.
_WIDTH: Final = 1080
_COLUMNS: Final = (0, 400, 800)
_BAR: Final = 14
_UNIT: Final = 5.0
_GAP: Final = 7.0
#: Cells of the heat map get one of so many shades.
_SHADES: Final = 4


@dataclass(frozen=True, slots=True)
class Bar:
    """A node of the flow diagram."""

    name: str
    x: float
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Ribbon:
    """A flow between two bars, as an SVG path with its width."""

    path: str
    width: float
    said: str


def write_worklist_page(work: Worklist, out: Path, *, lang: Lang) -> None:
    """Write the page; it fetches nothing and runs no script."""
    write_atomically(out, render(work, lang=lang).encode("utf-8"))


def render(work: Worklist, *, lang: Lang) -> str:
    """The page as HTML; everything from the plan is escaped."""
    environment = Environment(
        loader=PackageLoader("enishi.visualize"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    bars, ribbons, height = flow_diagram(work.goals, work.partners)
    return environment.get_template("worklist.html").render(
        lang=lang,
        w={key: text.in_lang(lang) for key, text in WORDS.items()},
        kinds={key: text.in_lang(lang) for key, text in LINKS.items()},
        evidence={key: text.in_lang(lang) for key, text in EVIDENCE.items()},
        verdicts={key: text.in_lang(lang) for key, text in VERDICTS.items()},
        work=work,
        heat=_heat(work),
        bars=bars,
        ribbons=ribbons,
        width=_WIDTH,
        height=height,
        bar=_BAR,
    )


def _heat(work: Worklist) -> list[tuple[str, list[tuple[int, int, int] | None]]]:
    """A row for each section: (links, candidates, shade) with every other; None with itself."""
    rows: list[tuple[str, list[tuple[int, int, int] | None]]] = []
    for one in work.sections:
        cells: list[tuple[int, int, int] | None] = []
        for other in work.sections:
            pair = (one, other) if one <= other else (other, one)
            linked, could = work.joined.get(pair, 0), work.suggested.get(pair, 0)
            shade = min(_SHADES, linked + could)
            cells.append(None if one == other else (linked, could, shade))
        rows.append((one, cells))
    return rows


def flow_diagram(
    goals: tuple[Flow, ...], partners: tuple[Flow, ...]
) -> tuple[list[Bar], list[Ribbon], float]:
    """Bars and ribbons from goals through sections to partners, and the height of it all.

    A bar is as high as what flows through it on its busier side; ribbons leave it in the order of
    the bars they go to.
    """
    columns: list[list[str]] = [
        list(dict.fromkeys(flow.source for flow in goals)),
        list(dict.fromkeys([*(f.target for f in goals), *(f.source for f in partners)])),
        list(dict.fromkeys(flow.target for flow in partners)),
    ]
    bars: dict[tuple[int, str], Bar] = {}
    total = 0.0
    for number, names in enumerate(columns):
        y = 4.0
        for name in names:
            out = sum(f.count for f in (goals, partners, ())[number] if f.source == name)
            into = sum(f.count for f in ((), goals, partners)[number] if f.target == name)
            bars[number, name] = Bar(name, _COLUMNS[number], y, max(out, into) * _UNIT)
            y += max(out, into) * _UNIT + max(_GAP, 15 - max(out, into) * _UNIT)
        total = max(total, y)
    ribbons: list[Ribbon] = []
    for number, flows in enumerate((goals, partners)):
        left: dict[str, float] = {}
        right: dict[str, float] = {}
        order = sorted(
            flows,
            key=lambda f: (
                columns[number].index(f.source),
                columns[number + 1].index(f.target),
            ),
        )
        for flow in order:
            source, target = bars[number, flow.source], bars[number + 1, flow.target]
            width = flow.count * _UNIT
            y1 = source.y + left.get(flow.source, 0.0) + width / 2
            y2 = target.y + right.get(flow.target, 0.0) + width / 2
            left[flow.source] = left.get(flow.source, 0.0) + width
            right[flow.target] = right.get(flow.target, 0.0) + width
            x1, x2 = source.x + _BAR, target.x
            middle = (x1 + x2) / 2
            path = f"M{x1} {y1:.1f} C{middle} {y1:.1f} {middle} {y2:.1f} {x2} {y2:.1f}"
            ribbons.append(Ribbon(path, width, f"{flow.source} – {flow.target}: {flow.count}"))
    return list(bars.values()), ribbons, total
