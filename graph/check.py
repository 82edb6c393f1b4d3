"""`check`: SHACL shapes, quotes against the source, and the ledger."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

from ..language import LANGS, Lang, Text
from ..ontology.terms import PREFIXES, eni, ext
from ..progress import step
from .atomic import write_atomically
from .shapes import QuadTriples, broken
from .store import KnowledgeBase

_SH: Final = PREFIXES["sh"]
_SHAPES: Final = "https://w3id.org/enishi/shapes#"
_SPAN: Final = ox.NamedNode(ext.SpecificResource)
_SPAN_CLASSES: Final = (ext.SpecificResource, ext.TextPositionSelector, ext.TextQuoteSelector)
_RDF_TYPE: Final = ox.NamedNode(ext.type)
_ORDER: Final = {"Violation": 0, "Warning": 1, "Info": 2}


@dataclass(frozen=True, slots=True)
class Place:
    """Where the source says what a finding is about."""

    source: str
    locator: str
    line: int | None
    quote: str

    def to_json(self) -> dict[str, Any]:
        """The span of DESIGN.md."""
        return {
            "source": self.source,
            "locator": self.locator,
            "line": self.line,
            "quote": self.quote,
        }


@dataclass(frozen=True, slots=True)
class Finding:
    """One result of validation: how serious, which shape, which node, what to do."""

    severity: str
    shape: str
    focus: str
    message: Text
    spans: tuple[Place, ...] = ()

    def to_json(self, lang: Lang = "ja") -> dict[str, Any]:
        """The shape of DESIGN.md."""
        return {
            "severity": self.severity,
            "shape": self.shape,
            "focus": self.focus,
            "message": self.message.in_lang(lang),
            "spans": [span.to_json() for span in self.spans],
        }


@dataclass(frozen=True, slots=True)
class CheckReport:
    """All findings, the gravest first, and the ledger's counts (empty without a ledger)."""

    results: tuple[Finding, ...]
    ledger: dict[str, int]

    @property
    def conforms(self) -> bool:
        """Whether no finding is a Violation."""
        return all(row.severity != "Violation" for row in self.results)

    def to_turtle(self) -> str:
        """The report as SHACL has it (sh:ValidationReport), in Turtle."""
        report = ox.BlankNode("report")
        triples = [
            ox.Triple(report, _RDF_TYPE, _sh("ValidationReport")),
            ox.Triple(report, _sh("conforms"), ox.Literal(self.conforms)),
        ]
        for number, row in enumerate(self.results, 1):
            node = ox.BlankNode(f"result{number}")
            triples.append(ox.Triple(report, _sh("result"), node))
            triples.append(ox.Triple(node, _RDF_TYPE, _sh("ValidationResult")))
            triples.append(ox.Triple(node, _sh("resultSeverity"), _sh(row.severity)))
            for name, value in (("focusNode", row.focus), ("sourceShape", row.shape)):
                if ":" in value:  # neither a blank node nor a shape without a name can be named
                    triples.append(ox.Triple(node, _sh(name), ox.NamedNode(value)))
            for lang in LANGS:
                said = ox.Literal(row.message.in_lang(lang), language=lang)
                triples.append(ox.Triple(node, _sh("resultMessage"), said))
        prefixes = {"sh": _SH, "shape": _SHAPES, "eni": PREFIXES["eni"]}
        data = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=prefixes)
        return (data or b"").decode("utf-8")

    def to_json(self, lang: Lang = "ja") -> dict[str, Any]:
        """The shape of DESIGN.md."""
        return {
            "conforms": self.conforms,
            "results": [row.to_json(lang) for row in self.results],
        }


def check_kb(kb: KnowledgeBase) -> CheckReport:
    """Validate what queries see of `kb`, with what is suggested, proposed and decided, and read its ledger."""
    step(Text("読み出しています", "reading the knowledge base"))
    graphs = kb.default_graphs(("suggestions", "proposals", "decisions"))
    quads = [quad for name in graphs for quad in kb.quads(name)]
    step(Text("検査しています", "validating"))
    findings = validate_quads(quads)
    ledger: dict[str, int] = {}
    for quad in quads:
        if quad.predicate.value == eni.ledgerState and isinstance(quad.object, ox.Literal):
            ledger[quad.object.value] = ledger.get(quad.object.value, 0) + 1
    if ledger:
        ledger = {s: ledger.get(s, 0) for s in ("modelled", "structural", "ignored", "unresolved")}
    return CheckReport(tuple(findings), ledger)


def validate_quads(quads: Sequence[ox.Quad]) -> list[Finding]:
    """The findings of the shapes and of the quotes, the gravest first, then by focus node."""
    places = _Places(quads)
    found = [*_shacl(quads, places), *_quotes(places)]
    return sorted(set(found), key=lambda row: (_ORDER[row.severity], row.focus, row.message.en))


def _sh(name: str) -> ox.NamedNode:
    return ox.NamedNode(_SH + name)


# -- SHACL ------------------------------------------------------------------------------------


def _shacl(quads: Iterable[ox.Quad], places: "_Places") -> Iterator[Finding]:
    for shape, focus in broken(QuadTriples(quads), leave_out=_SPAN_CLASSES):
        yield Finding(shape.severity, shape.iri, focus, shape.message, places.of(focus))


# -- quotes -----------------------------------------------------------------------------------


class _Places:
    """Spans, selectors and sources of a set of quads, for showing and for checking quotes."""

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        wanted = {
            eni.sourceSpan, ext.hasSource, eni.locator, eni.line, ext.hasSelector,
            ext.exact, ext.start, ext.end, eni.text, ext.title, ext.value,
        }  # fmt: skip
        self.said: dict[str, dict[str, list[str]]] = {predicate: {} for predicate in wanted}
        self.spans: set[str] = set()
        for quad in quads:
            if quad.predicate.value == ext.type and quad.object == _SPAN:
                self.spans.add(str(getattr(quad.subject, "value", "")))
            if quad.predicate.value in wanted and not isinstance(quad.object, ox.Triple):
                subject = quad.subject.value if not isinstance(quad.subject, ox.Triple) else ""
                rows = self.said[quad.predicate.value].setdefault(subject, [])
                if quad.object.value not in rows:
                    rows.append(quad.object.value)

    def first(self, predicate: str, subject: str) -> str | None:
        """One value, or None."""
        rows = self.said[predicate].get(subject)
        return rows[0] if rows else None

    def quote(self, span: str) -> str:
        """The quote of a span, the line of a ledger entry, or ""."""
        selectors = self.said[ext.hasSelector].get(span, [])
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
        itself = [node] if node in self.said[ext.hasSource] else []
        for span in self.said[eni.sourceSpan].get(node, itself):
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


def _quotes(places: _Places) -> Iterator[Finding]:
    """The shapes of spans and selectors, and that a quote is the slice its position names.

    Half of a graph's nodes are spans and selectors, all alike: the shapes would spend most of
    their time on them. A test holds these checks against the shapes.
    """
    unknown: set[str] = set()
    for span in sorted(places.spans):
        source = places.first(ext.hasSource, span)
        selectors = places.said[ext.hasSelector].get(span, [])
        start = next((v for s in selectors if (v := places.first(ext.start, s))), "")
        end = next((v for s in selectors if (v := places.first(ext.end, s))), "")
        exact = next((v for s in selectors if (v := places.first(ext.exact, s)) is not None), None)
        if source is None:
            yield _bad_span("source", span, _NO_SOURCE, places)
        if places.first(eni.locator, span) is None:
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
    "出典の文書（oa:hasSource）を一つ付けてください。", "Name its source (oa:hasSource)."
)
_NO_LOCATOR: Final = Text(
    "場所の書き方（eni:locator、例 24行）を付けてください。",
    "Say where it is for a reader (eni:locator).",
)
_NO_POSITION: Final = Text(
    "始まり（oa:start）は終わり（oa:end）より前の整数にしてください。",
    "oa:start must be an integer before oa:end.",
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


def _bad_span(shape: str, span: str, message: Text, places: _Places) -> Finding:
    return Finding("Violation", _SHAPES + shape, span, message, places.of(span))


# -- the ledger as a file ---------------------------------------------------------------------

_LEDGER: Final = f"""
SELECT ?entry ?line ?locator ?state ?reason ?source ?said WHERE {{
  ?entry a <{eni.LedgerEntry}> ; <{eni.ledgerState}> ?state .
  OPTIONAL {{ ?entry <{eni.line}> ?line }}
  OPTIONAL {{ ?entry <{eni.locator}> ?locator }}
  OPTIONAL {{ ?entry <{eni.reason}> ?reason }}
  OPTIONAL {{ ?entry <{ext.hasSource}> ?source }}
  OPTIONAL {{ ?entry <{ext.value}> ?said }}
}}"""


def write_ledger_csv(kb: KnowledgeBase, path: Path) -> None:
    """The ledger as CSV for Excel: UTF-8 with BOM, CRLF, no cell that runs as a formula."""
    elements: dict[str, list[str]] = {}
    answer = kb.query(f"SELECT ?e ?i {{ ?e a <{eni.LedgerEntry}> ; <{eni.element}> ?i }}")
    assert isinstance(answer, ox.QuerySolutions)
    for row in answer:
        elements.setdefault(str(_value(row["e"])), []).append(str(_value(row["i"])))
    texts: dict[str, list[str]] = {}
    answer = kb.query(f"SELECT ?s ?t {{ ?s <{eni.text}> ?t }}")
    assert isinstance(answer, ox.QuerySolutions)
    for row in answer:
        texts[_value(row["s"])] = _value(row["t"]).split("\n")
    answer = kb.query(_LEDGER)
    assert isinstance(answer, ox.QuerySolutions)
    rows = []
    for row in answer:
        entry, line = _value(row["entry"]), _value(row["line"])
        lines = texts.get(_value(row["source"]), [])
        number = int(line) if line.isdecimal() else 0
        quoted = lines[number - 1] if 0 < number <= len(lines) else ""
        quoted = _value(row["said"]) or quoted
        cells = (_value(row["locator"]), line, _value(row["state"]), _value(row["reason"]))
        rows.append(
            (
                _value(row["source"]),
                number,
                entry,
                (*cells, " ".join(sorted(elements.get(entry, []))), quoted),
            )
        )
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(("locator", "line", "state", "reason", "iris", "text"))
    for *_, row_cells in sorted(rows):
        writer.writerow([guarded(cell) for cell in row_cells])
    write_atomically(path, b"\xef\xbb\xbf" + buffer.getvalue().encode("utf-8"))


def guarded(cell: str) -> str:
    """`cell` as no spreadsheet takes it for a formula; readers take the first ' away again.

    >>> guarded("=1+1"), guarded("'a"), guarded("a")
    ("'=1+1", "''a", 'a')
    """
    return f"'{cell}" if cell[:1] in tuple("=+-@\t\r'") else cell


def _value(term: object) -> str:
    return str(getattr(term, "value", "") or "")
