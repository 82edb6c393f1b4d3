"""The worklist as a printable page: summary, half an A4 page for each pair, then the lists behind.

Of one section it is that section's own two pages. Nothing is fetched and no script runs; cells of
the table lead to the sentences behind them.
"""

import math
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from ..graph.atomic import write_atomically
from ..graph.links import Link
from ..graph.worklist import Decided, Worklist
from ..language import Lang
from .excerpt import lines, short
from .flow_diagram import BAR, FONT, WIDTH, flow_diagram
from .punctuation import bracketed, labelled, led, listed
from .worklist_blocks import block, could, link_kind, unsaid_line
from .worklist_facts import MANY_LINKS, Quote, behind, places
from .worklist_section import own_pages
from .worklist_words import (
    CHOICES,
    COLUMNS,
    VERDICTS,
    WORDS,
    decided_by,
    decided_line,
    proposed_line,
)

#: Cells of the heat map get one of so many shades.
_SHADES: Final = 4
#: More sections than this do not fit on the first page; the workbook has them all.
MOST_SECTIONS: Final = 22
#: Millimetres of the first page: what the diagram may have with no sections, and a row's part.
_FLOW_ROOM: Final = 172.0
_ROW: Final = 4.6
_FINDING: Final = 5.0
#: Em of a line of text. A diagram with less room than this has a page of its own.
_TEXT: Final = 50.0
_LEAST_ROOM: Final = 60.0
_OWN_PAGE: Final = 230.0
_QUOTE: Final = 110.0


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the heat map: links and candidates of two sections, and where they are told."""

    links: int
    candidates: int
    shade: int
    target: str


@dataclass(frozen=True, slots=True)
class Listed:
    """All links of two sections with the rows and sentences behind each."""

    anchor: str
    sections: tuple[str, str]
    links: tuple["Told", ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A link: what it is, who decided it, its rows or sentences, where the others stand, and where
    all of them do."""

    said: str
    who: str
    quotes: tuple[Quote, ...]
    rest: str
    places: str


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
    common: dict[str, Any] = {
        "lang": lang,
        "w": {key: text.in_lang(lang) for key, text in WORDS.items()},
        "c": {key: text.in_lang(lang) for key, text in COLUMNS.items()},
        "choices": [VERDICTS[key].in_lang(lang) for key in CHOICES],
        "work": work,
        "findings": [text.in_lang(lang) for text in work.findings],
        "proposed": [proposed_line(each, lang) for each in work.proposed],
        "notes": [text.in_lang(lang) for text in work.notes],
        "bracketed": partial(bracketed, lang=lang),
    }
    if work.section is not None:
        template = environment.get_template("worklist_section.html")
        return template.render(**common, own=own_pages(work, lang))
    tables, room = _listed(work, lang), _room(work, lang)
    own_page = room < _LEAST_ROOM
    return environment.get_template("worklist.html").render(
        **common,
        counts=_counts(work, lang),
        heat=_heat(work, tables),
        left_out=listed((short(name, 20) for name in work.sections[MOST_SECTIONS:]), lang),
        flow=flow_diagram(
            work.goals,
            work.partners,
            height=_OWN_PAGE if own_page else room,
            others=WORDS["others"].in_lang(lang),
        ),
        own_page=own_page,
        bar=BAR, width=WIDTH, font=FONT,
        blocks=[block(pair, lang) for pair in work.pairs],
        trios=[(each, could(each, lang)) for each in work.trios],
        listed=tables,
        many_links=sum(len(each.links) for each in tables) > MANY_LINKS,
        decided=[_decided(each, lang) for each in work.decided],
        absent=[unsaid_line(each, lang) for each in work.unseen],
    )  # fmt: skip


def _counts(work: Worklist, lang: Lang) -> str:
    candidates = sum(len(pair.candidates) for pair in work.pairs)
    said = WORDS["of_pairs"].in_lang(lang)
    return said.format(pairs=len(work.pairs), candidates=candidates)


def _room(work: Worklist, lang: Lang) -> float:
    """Millimetres of the first page that the table and the sentences leave for the diagram."""
    rows = min(len(work.sections), MOST_SECTIONS) * _ROW
    told = sum(lines(each.in_lang(lang), _TEXT) for each in (*work.findings, *work.notes))
    return _FLOW_ROOM - rows - told * _FINDING


def _heat(work: Worklist, tables: list[Listed]) -> list[tuple[str, list[Cell | None]]]:
    """A row for each section with a cell for every other; None with itself."""
    anchors = {each.sections: each.anchor for each in tables}
    anchors |= {pair.sections: f"pair-{pair.rank}" for pair in work.pairs}
    names = work.sections[:MOST_SECTIONS]
    # By the logarithm, or one pair with many candidates would leave all others white.
    most = math.log1p(
        max(
            len(work.joined.get(pair, ())) + work.suggested.get(pair, 0)
            for pair in {("", ""), *work.joined, *work.suggested}
        )
        or 1
    )
    rows: list[tuple[str, list[Cell | None]]] = []
    for here, one in enumerate(names):
        cells: list[Cell | None] = []
        for there, other in enumerate(names):
            pair = (one, other) if here <= there else (other, one)
            linked, could_be = len(work.joined.get(pair, ())), work.suggested.get(pair, 0)
            shade = math.ceil(_SHADES * math.log1p(linked + could_be) / most)
            target = anchors.get(pair, "")
            cells.append(None if here == there else Cell(linked, could_be, shade, target))
        rows.append((one, cells))
    return rows


def _listed(work: Worklist, lang: Lang) -> list[Listed]:
    return [
        Listed(f"links-{number}", sections, tuple(_told(link, lang) for link in links))
        for number, (sections, links) in enumerate(work.joined.items(), 1)
    ]


def _told(link: Link, lang: Lang) -> Told:
    shown, rest = behind(link.spans, lang, _QUOTE)
    return Told(
        said=labelled(link_kind(link, lang), link.label.in_lang(lang), lang),
        who=bracketed(decided_by(link.decision) if link.decision else "", lang),
        quotes=shown,
        rest=rest,
        places=bracketed(places(link.spans, lang), lang),
    )


def _decided(each: Decided, lang: Lang) -> str:
    projects = " × ".join(led(section, short(name, 40), lang) for section, name in each.projects)
    said = decided_line(projects, each.decision, lang)
    return said if each.found else f"{said}　※{WORDS['lost'].in_lang(lang)}"
