"""What the panel shows, as compact JSON: every sentence is written once and then numbered."""

import re
from typing import Any

from ..language import LANGS, Lang
from ..ontology.terms import ID_BASE
from .model import MapModel, MapNode, Quote
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
from .views import VIEWS
from .words import both, concept_text, words_for

#: `[sentence, start, end, locator]`; start and end count as JavaScript does, in UTF-16 units.
QuoteRef = list[int | str]


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


class _Quotes:
    def __init__(self) -> None:
        self.texts: dict[str, int] = {}

    def ref(self, quote: Quote | None) -> QuoteRef | None:
        if quote is None:
            return None
        number = self.texts.setdefault(quote.text, len(self.texts))
        start, end = _units(quote.text[: quote.start]), _units(quote.text[: quote.end])
        return [number, start, end, quote.locator]


def _detail(node: MapNode, quotes: _Quotes) -> dict[str, Any]:
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


def _evidence(model: MapModel, quotes: _Quotes) -> list[dict[str, Any]]:
    """In the order of the edges; the place of a child in the plan is its own source line.

    The three lines of a trio say the same: the second and third only name the first (`same`).
    """
    found: list[dict[str, Any]] = []
    first: dict[str, int] = {}
    for at, edge in enumerate(model.edges):
        if edge.iri and first.setdefault(edge.iri, at) != at:
            found.append({"same": first[edge.iri]})
            continue
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
        found.append(entry)
    return found


def page_data(model: MapModel, lang: Lang) -> dict[str, Any]:
    """Everything the page's script needs beside nodes and edges."""
    quotes = _Quotes()
    details = {iri: _detail(node, quotes) for iri, node in model.nodes.items()}
    evidence = _evidence(model, quotes)
    statuses = sorted({node.status for node in model.nodes.values() if node.status})
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
        "statuses": [_status(iri) for iri in _in_order(statuses)],
        "years": sorted({year for node in model.nodes.values() for year in node.years}),
        "ink": INK,
        "neutral": NEUTRAL,
        "leading": LEADING,
        "views": [{"title": both(v.title), "hint": both(v.hint), **v.page(model)} for v in VIEWS],
        "details": details,
        "evidence": evidence,
        "quotes": list(quotes.texts),
    }


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
