"""What the panel shows, as compact JSON: every sentence is written once and then numbered."""

import re
from collections.abc import Iterable
from typing import Any

from ..language import LANGS, Lang
from ..ontology.terms import ID_BASE
from .model import MapEdge, MapModel, MapNode, Quote
from .style import (
    EDGE_LOOKS,
    INK,
    LEADING,
    NEUTRAL,
    NODE_LOOKS,
    STATUS_LOOKS,
    sector_colour,
    tint,
)
from .views import VIEWS, View
from .words import both, concept_text, words_for

#: `[sentence, start, end, locator]`; start and end count as JavaScript does, in UTF-16 units.
QuoteRef = list[int | str]


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


class Quotes:
    """Sentences by number, counted from `first`."""

    def __init__(self, first: int = 0) -> None:
        self.texts: dict[str, int] = {}
        self.first = first

    def ref(self, quote: Quote | None) -> QuoteRef | None:
        if quote is None:
            return None
        number = self.first + self.texts.setdefault(quote.text, len(self.texts))
        start, end = _units(quote.text[: quote.start]), _units(quote.text[: quote.end])
        return [number, start, end, quote.locator]


def detail_of(node: MapNode, quotes: Quotes) -> dict[str, Any]:
    detail: dict[str, Any] = {
        "text": node.description,
        "alias": list(node.aliases),
        "units": list(node.sub_units),
        "who": [
            [
                both(concept_text(who.iri, otherwise=who.name)),
                both(concept_text(who.role)),
                who.iri,
                who.open_ended,
                quotes.ref(who.quote),
            ]
            for who in node.participants
            if "/responsible" not in who.role
        ],
        "outlines": {str(year): text for year, text in node.outlines.items()},
        "source": quotes.ref(node.source),
    }
    return {key: value for key, value in detail.items() if value}


def evidence_of(edge: MapEdge, quotes: Quotes) -> dict[str, Any]:
    """What the panel says of a link; the place of a child in the plan is its own source line."""
    entry: dict[str, Any] = {}
    if edge.rel != "partOf" and edge.evidence:
        entry["why"] = [
            [both(concept_text(e.role) if e.role else e.note), quotes.ref(e.quote)]
            for e in edge.evidence
        ]
    if edge.note.ja:
        entry["note"] = both(edge.note)
    if edge.score:
        entry["score"] = round(edge.score, 2)
    if edge.iri:
        entry["iri"] = edge.iri
    return entry


def evidence_by_number(
    model: MapModel, numbers: Iterable[int], quotes: Quotes
) -> dict[int, dict[str, Any]]:
    """`evidence_of` the edges with these numbers, in ascending order.

    The three lines of a trio say the same: the second and third only name the first (`same`).
    """
    found: dict[int, dict[str, Any]] = {}
    first: dict[str, int] = {}
    for at in numbers:
        edge = model.edges[at]
        again = edge.iri and first.setdefault(edge.iri, at) != at
        found[at] = {"same": first[edge.iri]} if again else evidence_of(edge, quotes)
    return found


def page_data(model: MapModel, lang: Lang) -> dict[str, Any]:
    """Everything the page's script needs beside nodes and edges."""
    quotes = Quotes()
    details = {iri: detail_of(node, quotes) for iri, node in model.nodes.items()}
    evidence = evidence_by_number(model, range(len(model.edges)), quotes)
    return frame_data(model, lang) | {
        "views": [view_words(v) | v.page(model) for v in VIEWS],
        "details": details,
        "evidence": list(evidence.values()),
        "quotes": list(quotes.texts),
    }


def view_words(view: View) -> dict[str, Any]:
    """What the page says of a view."""
    return {"title": both(view.title), "hint": both(view.hint)}


def frame_data(model: MapModel, lang: Lang) -> dict[str, Any]:
    """What the page needs whatever the size of the plan: words, looks, goals, statuses, years."""
    statuses = statuses_of(model)
    return {
        "lang": lang,
        "title": model.title,
        "words": {each: words_for(each) for each in LANGS},
        "planLang": _plan_lang(model),
        "idBase": ID_BASE,
        "sectors": [_sector(model, iri, at) for at, iri in enumerate(model.sectors())],
        "looks": {kind: {"shape": look.shape} for kind, look in NODE_LOOKS.items()},
        "lines": {
            rel: {"colour": look.colour, "dashes": list(look.dashes), "arrow": look.arrow}
            for rel, look in EDGE_LOOKS.items()
        },
        "statuses": [_status(iri) for iri in statuses],
        "years": sorted({year for node in model.nodes.values() for year in node.years}),
        "ink": INK,
        "neutral": NEUTRAL,
        "leading": LEADING,
    }


def statuses_of(model: MapModel) -> list[str]:
    """Statuses in use, in the order of the legend."""
    return _in_order(sorted({node.status for node in model.nodes.values() if node.status}))


def _sector(model: MapModel, iri: str, at: int) -> dict[str, str]:
    node = model.nodes[iri]
    fill, ink = sector_colour(at)
    number = node.number or str(at + 1)
    return {"iri": iri, "number": number, "name": node.name, "fill": fill, "ink": ink,
            "tint": tint(fill, 0.09)}  # fmt: skip


def _in_order(statuses: list[str]) -> list[str]:
    known = [iri for iri in STATUS_LOOKS if iri in statuses]
    return known + [iri for iri in statuses if iri not in STATUS_LOOKS]


def _status(iri: str) -> dict[str, Any]:
    dashes, double = STATUS_LOOKS.get(iri, ((), False))
    return {"iri": iri, "label": both(concept_text(iri)), "dashes": list(dashes), "double": double}


def _plan_lang(model: MapModel) -> str:
    """`ja` if the names are Japanese, by their letters; else nothing is claimed.

    >>> from .model import MapModel
    >>> _plan_lang(MapModel("計画", {}, []))
    'ja'
    """
    names = model.title + "".join(node.name for node in model.nodes.values())
    return "ja" if re.search("[\u3041-\u30ff\u4e00-\u9fff]", names) else ""
