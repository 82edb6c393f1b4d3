"""From a span of the source to the sentence a planner reads to check a claim."""

from typing import Final

from ..ontology.terms import eni, ext
from .facts import Facts
from .model import Quote

#: Where a sentence ends. Tabs part the cells of a table that was pasted as text.
_STOPS: Final = "。\n\t"
#: A heading without a full stop can be long; the panel shows this much around a mention.
_LONGEST: Final = 220


class Sentences:
    """Finds the quote of a span, by its place in the source or by its own exact text."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._known: dict[tuple[str, bool], Quote | None] = {}

    def of(self, element: str, *, whole: bool = False) -> Quote | None:
        """The quote of what `element` comes from; None if the graph gives no source.

        With `whole` it is the span itself (a row, a paragraph), else the sentence around it.
        """
        span = self._facts.iri(element, eni.sourceSpan)
        return self._of_span(span, whole=whole) if span else None

    def all_of(self, element: str) -> list[Quote]:
        """The sentences that `element` comes from, in the order of their places."""
        spans = self._facts.iris(element, eni.sourceSpan)
        return [quote for span in spans if (quote := self._of_span(span, whole=False))]

    def _of_span(self, span: str, *, whole: bool) -> Quote | None:
        key = (span, whole)
        if key not in self._known:
            self._known[key] = self._quote(span, whole=whole)
        return self._known[key]

    def _quote(self, span: str, *, whole: bool) -> Quote | None:
        facts = self._facts
        locator = facts.text(span, eni.locator)
        start = end = None
        exact = ""
        for selector in facts.iris(span, ext.hasSelector):
            if (found := facts.integer(selector, ext.start)) is not None:
                start, end = found, facts.integer(selector, ext.end)
            exact = exact or facts.text(selector, ext.exact)
        text = facts.text(facts.iri(span, ext.hasSource), eni.text)
        if start is None or end is None or not 0 <= start <= end <= len(text):
            return _tidy(exact, 0, len(exact), locator) if exact or locator else None
        left, right = (start, end) if whole else _around(text, start, end)
        return _tidy(text[left:right], start - left, end - left, locator)


def _around(text: str, start: int, end: int) -> tuple[int, int]:
    """The bounds of the sentence that holds `text[start:end]`."""
    # Looked for no further than the panel shows: a plan may be one line of megabytes.
    first, last = max(start - _LONGEST, 0), min(len(text), end + _LONGEST)
    left = max(first, *(text.rfind(stop, first, start) + 1 for stop in _STOPS))
    ends = [at for stop in _STOPS if (at := text.find(stop, max(end - 1, start), last)) >= 0]
    right = min([last, *ends])
    if right < len(text) and text[right] == "。":
        right += 1
    return left, max(right, end)


def _tidy(text: str, start: int, end: int, locator: str) -> Quote:
    """Without the blanks at both ends, so that equal sentences are stored once."""
    lead = len(text) - len(text.lstrip())
    body = text.strip()
    return Quote(body, max(0, start - lead), max(0, min(len(body), end - lead)), locator)
