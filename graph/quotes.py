"""Spans of a graph: the places they show, and whether each quote is the slice its position names.

Half of a graph's nodes are spans and selectors, all alike: the shapes would spend most of their
time on them. What shapes.ttl says of them is checked here instead; tests hold both against each other.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from typing import Final

import pyoxigraph as ox

from ..language import Text
from ..ontology.terms import PREFIXES, eni, ext
from .finding import Finding, Place

_SHAPES: Final = "https://w3id.org/enishi/shapes#"
_SPAN: Final = ox.NamedNode(ext.SpecificResource)
_INTEGER: Final = PREFIXES["xsd"] + "integer"


class Places(ABC):
    """Spans, selectors and sources of a graph, for showing and for checking quotes."""

    @abstractmethod
    def spans(self) -> Iterator[str]:
        """The spans, in no order."""

    @abstractmethod
    def all(self, predicate: str, subject: str) -> list[str]:
        """All values, each once."""

    @abstractmethod
    def odd(self, predicate: str, subject: str) -> bool:
        """Whether a value is of the wrong kind: a source that is no IRI, "2" for 2."""

    def first(self, predicate: str, subject: str) -> str | None:
        """One value, or None."""
        rows = self.all(predicate, subject)
        return rows[0] if rows else None

    def only(self, predicate: str, *subjects: str) -> str | None:
        """The one value that these subjects have, of the right kind; None for none or several."""
        if any(self.odd(predicate, subject) for subject in subjects):
            return None
        rows = {value for subject in subjects for value in self.all(predicate, subject)}
        return rows.pop() if len(rows) == 1 else None

    def quote(self, span: str) -> str:
        """The quote of a span, the line of a ledger entry, or ""."""
        selectors = self.all(ext.hasSelector, span)
        if selectors:
            return next((q for s in selectors if (q := self.first(ext.exact, s)) is not None), "")
        if (said := self.first(ext.value, span)) is not None:
            return said
        line = self.first(eni.line, span) or ""
        text = self.first(eni.text, self.first(ext.hasSource, span) or "") or ""
        lines = text.split("\n", int(line)) if line.isdecimal() else []
        return lines[int(line) - 1] if lines and 0 < int(line) <= len(lines) else ""

    def of(self, node: str) -> tuple[Place, ...]:
        """The places of a node, in order of line."""
        found = []
        # A span or a line of the ledger is a place itself.
        itself = [node] if self.first(ext.hasSource, node) is not None else []
        for span in self.all(eni.sourceSpan, node) or itself:
            line = self.first(eni.line, span)
            found.append(
                Place(
                    source=self.first(ext.hasSource, span) or "",
                    locator=self.first(eni.locator, span) or "",
                    line=int(line) if line and line.isdecimal() else None,
                    quote=self.quote(span),
                )
            )
        return tuple(sorted(found, key=lambda place: (place.line or 0, place.locator, place.quote)))


class HeldPlaces(Places):
    """Those of quads that are at hand."""

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        wanted = {
            eni.sourceSpan, ext.hasSource, eni.locator, eni.line, ext.hasSelector,
            ext.exact, ext.start, ext.end, eni.text, ext.title, ext.value,
        }  # fmt: skip
        # Nearly all have one value, which is held by itself (see `shapes`).
        self._said: dict[str, dict[str, str | list[str]]] = {name: {} for name in wanted}
        self._spans: set[str] = set()
        self._odd: set[tuple[str, str]] = set()
        for quad in quads:
            predicate = quad.predicate.value
            if predicate == ext.type:
                if quad.object == _SPAN:
                    self._spans.add(str(getattr(quad.subject, "value", "")))
                continue
            rows = self._said.get(predicate)
            value = quad.object
            if rows is None or isinstance(value, ox.Triple):
                continue
            subject = quad.subject.value if not isinstance(quad.subject, ox.Triple) else ""
            held = rows.get(subject)
            words = value.value
            if held is None:
                rows[subject] = words
            elif isinstance(held, list):
                if words not in held:
                    held.append(words)
            elif held != words:
                rows[subject] = [held, words]
            if is_odd(predicate, value):
                self._odd.add((predicate, subject))

    def spans(self) -> Iterator[str]:
        yield from self._spans

    def all(self, predicate: str, subject: str) -> list[str]:
        held = self._said[predicate].get(subject)
        if held is None:
            return []
        return [held] if isinstance(held, str) else held

    def odd(self, predicate: str, subject: str) -> bool:
        return (predicate, subject) in self._odd


def is_odd(predicate: str, value: ox.NamedNode | ox.BlankNode | ox.Literal) -> bool:
    """Whether `value` is of a kind that `predicate` does not take."""
    if predicate == ext.hasSource:
        return not isinstance(value, ox.NamedNode)
    if predicate == ext.exact:
        return not isinstance(value, ox.Literal)
    if predicate in (ext.start, ext.end):
        return not isinstance(value, ox.Literal) or value.datatype.value != _INTEGER
    return False


def check_quotes(places: Places) -> Iterator[Finding]:
    """What is wrong with spans and selectors, and with quotes that differ from the source."""
    unknown: set[str] = set()
    for span in places.spans():
        selectors = places.all(ext.hasSelector, span)
        source = places.only(ext.hasSource, span)
        start, end = (places.only(end, *selectors) or "" for end in (ext.start, ext.end))
        exact = places.only(ext.exact, *selectors)
        if source is None:
            yield _bad_span("source", span, _NO_SOURCE, places)
        if places.only(eni.locator, span) is None:
            yield _bad_span("locator", span, _NO_LOCATOR, places)
        if not (start.isdecimal() and end.isdecimal() and int(start) < int(end)):
            yield _bad_span("start", span, _NO_POSITION, places)
        elif exact is None:
            yield _bad_span("quote-of", span, _NO_QUOTE, places)
        elif (text := places.first(eni.text, source or "")) is None:
            unknown.add(source or "")
        elif text[int(start) : int(end)] != exact:
            yield _bad_span("exact", span, _WRONG_QUOTE, places)
    for source in sorted(unknown - {""}):
        yield Finding("Warning", _SHAPES + "text", source, _NO_TEXT)


_NO_SOURCE: Final = Text(
    "出典の文書（oa:hasSource）を一つ付けてください。", "Name its source (one oa:hasSource)."
)
_NO_LOCATOR: Final = Text(
    "場所の書き方（eni:locator、例 24行）を一つ付けてください。",
    "Say where it is for a reader (one eni:locator).",
)
_NO_POSITION: Final = Text(
    "始まり（oa:start）は終わり（oa:end）より前の整数一つにしてください。",
    "oa:start must be one integer before oa:end.",
)
_NO_QUOTE: Final = Text("引用（oa:exact）を一つ付けてください。", "Give it one quote (oa:exact).")
_WRONG_QUOTE: Final = Text(
    "引用が出典の文と一致しません。文書を読み直してください（enishi build）。",
    "The quote is not what the source says there; build the document again.",
)
_NO_TEXT: Final = Text(
    "原文の本文（eni:text）がなく、引用を照合できません。元の文書から作り直してください。",
    "Quotes cannot be compared: the text of this source (eni:text) is not here; build it again.",
)


def _bad_span(shape: str, span: str, message: Text, places: Places) -> Finding:
    return Finding("Violation", _SHAPES + shape, span, message, places.of(span))
