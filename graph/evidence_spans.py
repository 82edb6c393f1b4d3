"""Where a statement stands in the plan's text, and the sentence around it.

A span is an `oa:SpecificResource` with a quote (RFC 5147 character range of the source's
`eni:text`). What a planner reads is not the two words of a mention but the sentence they stand in.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final

import pyoxigraph as ox

from ..ontology.terms import eni, ext
from .clauses import clauses, enclosed, is_inside
from .store import KnowledgeBase

#: IRIs in one VALUES block; more make the query text slow to parse.
_BATCH: Final = 1000

# A cell, a line or an HTML tag: what stands on both sides is never one sentence.
_CELL: Final = re.compile(r"[\t\n]|<[^<>\n]*>")
# A sentence or a bullet ends here, outside brackets. A bullet needs the space before it:
# 企業誘致・創業支援 is one phrase; so is 元気！プラン.
_END: Final = re.compile(r"。|[！？](?=\s|$)|[ \u3000](?=・)")


@dataclass(frozen=True, slots=True)
class Span:
    """A quoted place in a source; `start` and `end` are code points of the source's text.

    `told` is the part of the quote, as a character range, for the sake of which it is quoted.
    """

    iri: str
    source: str
    locator: str
    line: int | None
    start: int | None
    end: int | None
    quote: str
    told: tuple[int, int] | None = field(default=None, compare=False)

    @property
    def lines(self) -> list[int]:
        """The physical lines it covers, from 1; empty when the graph does not say."""
        if self.line is None:
            return []
        return list(range(self.line, self.line + self.quote.rstrip("\n").count("\n") + 1))

    def to_json(self) -> dict[str, Any]:
        """The shape of DESIGN.md."""
        return {
            "source": self.source,
            "locator": self.locator,
            "line": self.line,
            "quote": self.quote,
        }


def select(kb: KnowledgeBase, sparql: str) -> ox.QuerySolutions:
    """The solutions of a SELECT of ours."""
    answer = kb.query(sparql)
    if not isinstance(answer, ox.QuerySolutions):
        raise TypeError(type(answer))
    return answer


def rows(kb: KnowledgeBase, sparql: str) -> Iterator[tuple[str, ...]]:
    """The lexical values of each solution in the order of the SELECT; "" where one is unbound."""
    for solution in select(kb, sparql):
        # By position: naming the variables doubles the time of a large answer.
        yield tuple(["" if term is None else term.value for term in solution])


class SpanReader:
    """Reads spans in batches, on demand: only what is shown is ever fetched."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self._kb = kb
        self._spans: dict[str, Span] = {}
        self._texts: dict[str, str] | None = None

    def read(self, iris: Iterable[str]) -> None:
        """Fetch the spans `iris` that were not fetched before."""
        # A blank node has a name without a colon; it cannot be asked for.
        wanted = sorted({iri for iri in iris if iri not in self._spans and ":" in iri})
        for at in range(0, len(wanted), _BATCH):
            self._read_batch(wanted[at : at + _BATCH])

    def _read_batch(self, iris: list[str]) -> None:
        values = " ".join(str(ox.NamedNode(iri)) for iri in iris)
        selector = f"?span <{ext.hasSelector}> ?selector . ?selector"
        found: dict[str, dict[str, str]] = {}
        # Two plain joins: with OPTIONAL the store would go through all spans for each predicate.
        for subject in ("?span", selector):
            sparql = f"""SELECT ?span ?predicate ?value WHERE {{
              VALUES ?span {{ {values} }} {subject} ?predicate ?value }}"""
            for span, predicate, value in rows(self._kb, sparql):
                said = found.setdefault(span, {})
                # A graph with two quotes on one span is broken; the smaller is as good.
                said[predicate] = min(value, said.get(predicate, value))
        for iri, said in found.items():
            if ext.exact in said:
                self._spans[iri] = _span(iri, said)

    def known(self, iri: str) -> bool:
        """Whether the span was fetched and can be quoted."""
        return iri in self._spans

    def all(self, iris: Iterable[str]) -> list[Span]:
        """The spans of `iris` that can be quoted, in the order of the text, without repetition."""
        listed = list(iris)
        self.read(listed)
        return in_order(self._spans[iri] for iri in listed if iri in self._spans)

    def text(self, source: str) -> str:
        """The canonical text of a source; "" when the knowledge base does not keep it."""
        if self._texts is None:
            sparql = f"SELECT ?source ?text WHERE {{ ?source <{eni.text}> ?text }}"
            self._texts = {row[0]: row[1] for row in rows(self._kb, sparql)}
        return self._texts.get(source, "")

    def holds(self, span: Span) -> bool:
        """Whether position and quote agree with the source's text."""
        if span.start is None or span.end is None:
            return False
        return self.text(span.source)[span.start : span.end] == span.quote

    def sentence(self, span: Span) -> Span:
        """The span widened to its sentence; as it is when the source's text cannot be read."""
        if not self.holds(span) or span.start is None or span.end is None:
            return span
        text = self.text(span.source)
        left = text.rfind("\n", 0, span.start) + 1
        for mark in _CELL.finditer(text, left, span.start):
            left = mark.end()
        after = _CELL.search(text, span.end)
        right = len(text) if after is None else after.start()
        ends = [left + end for _, end in _sentences(text[left:right])]
        start = max((end for end in ends if end <= span.start), default=left)
        stop = min((end for end in ends if end >= span.end), default=right)
        found = self._cut(span, start, stop)
        at = span.start - (found.start or 0)
        return replace(found, told=(at, at + len(span.quote)))

    def sentences(self, span: Span) -> list[Span]:
        """The sentences (cells, lines) inside `span`, in order; itself when it cannot be cut."""
        if not self.holds(span) or span.start is None or span.end is None:
            return [span]
        text = self.text(span.source)
        cells, left = [], span.start
        for mark in _CELL.finditer(text, span.start, span.end):
            cells.append((left, mark.start()))
            left = mark.end()
        found = [
            self._cut(span, start + one, start + other)
            for start, end in (*cells, (left, span.end))
            for one, other in _sentences(text[start:end])
        ]
        return [each for each in found if each.quote]

    def _cut(self, span: Span, start: int, end: int) -> Span:
        """The part `start`-`end` of the source's text, blanks at both ends left out."""
        text = self.text(span.source)
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        line = span.line
        if line is not None and span.start is not None:
            line += text.count("\n", span.start, start) if start > span.start else 0
        # Only a locator that is a line number can be moved with the line.
        locator = f"{line}行" if span.locator == f"{span.line}行" else span.locator
        iri = f"{span.source}#char={start},{end}"
        return Span(iri, span.source, locator, line, start, end, text[start:end])


def _sentences(cell: str) -> list[tuple[int, int]]:
    """The sentences of a cell as character ranges that lie side by side; brackets stay whole."""
    whole = enclosed(cell)
    found, left = [], 0
    for mark in _END.finditer(cell):
        if not is_inside(mark.end(), whole):
            found.append((left, mark.end()))
            left = mark.end()
    return [*found, (left, len(cell))] if left < len(cell) else found


def telling(span: Span, tells: Callable[[str], bool]) -> Span:
    """The span with its first clause of which `tells` is true marked as what it is quoted for."""
    quote = span.quote
    found = next((each for each in clauses(quote) if tells(quote[slice(*each)])), None)
    return span if found is None else replace(span, told=found)


def _span(iri: str, said: dict[str, str]) -> Span:
    return Span(
        iri=iri,
        source=said.get(ext.hasSource, ""),
        locator=said.get(eni.locator, ""),
        line=_number(said.get(eni.line)),
        start=_number(said.get(ext.start)),
        end=_number(said.get(ext.end)),
        quote=said[ext.exact],
    )


def _number(lexical: str | None) -> int | None:
    return int(lexical) if lexical and lexical.isdecimal() else None


def in_order(spans: Iterable[Span]) -> list[Span]:
    """Spans by source and place; of equal places only one."""
    unique = {(span.source, span.start, span.end, span.quote): span for span in spans}
    return sorted(
        unique.values(), key=lambda s: (s.source, s.start or 0, s.end or 0, s.quote, s.iri)
    )
