"""`check`: SHACL shapes, quotes against the source, and the ledger."""

import csv
import io
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

from ..language import LANGS, Lang, Text
from ..ontology.terms import PREFIXES, eni, ext
from ..progress import step
from .atomic import write_atomically
from .finding import Finding
from .quotes import HeldPlaces, Places, check_quotes
from .shapes import QuadTriples, Shape, broken
from .store import KnowledgeBase
from .stored import StoredPlaces, StoredTriples

_SH: Final = PREFIXES["sh"]
_SHAPES: Final = "https://w3id.org/enishi/shapes#"
_SPAN_CLASSES: Final = (ext.SpecificResource, ext.TextPositionSelector, ext.TextQuoteSelector)
_RDF_TYPE: Final = ox.NamedNode(ext.type)
_ORDER: Final = {"Violation": 0, "Warning": 1, "Info": 2}


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
    """Validate what queries see of `kb`, with what is suggested, proposed and decided, and read its ledger.

    A folder of any size is looked up piece by piece, in the same memory.
    """
    step(Text("読み出しています", "reading the knowledge base"))
    graphs = kb.default_graphs(("suggestions", "proposals", "decisions"))
    if (store := kb.stored()) is not None:
        step(Text("検査しています", "validating"))
        triples = StoredTriples(store, graphs)
        faults = broken(triples, leave_out=_SPAN_CLASSES)
        found = _found(faults, StoredPlaces(triples))
        return CheckReport(tuple(found), _by_state(triples.ledger()))
    quads = [quad for name in graphs for quad in kb.quads(name)]
    step(Text("検査しています", "validating"))
    findings = validate_quads(quads)
    ledger: dict[str, int] = {}
    places = {
        quad.subject: int(quad.object.value)
        for quad in quads
        if quad.predicate.value == eni.places and isinstance(quad.object, ox.Literal)
    }
    for quad in quads:
        if quad.predicate.value == eni.ledgerState and isinstance(quad.object, ox.Literal):
            count = places.get(quad.subject, 1)
            ledger[quad.object.value] = ledger.get(quad.object.value, 0) + count
    return CheckReport(tuple(findings), _by_state(ledger))


def _by_state(ledger: dict[str, int]) -> dict[str, int]:
    """Every state with its number of places; nothing where there is no ledger."""
    states = ("modelled", "structural", "ignored", "unresolved")
    return {state: ledger.get(state, 0) for state in states} if ledger else {}


def validate_quads(
    quads: Collection[ox.Quad], *, standing: Sequence[ox.Quad] = ()
) -> list[Finding]:
    """The findings of the shapes and of the quotes, the gravest first, then by focus node.

    `standing` was validated before: nothing is found of it, but `quads` may refer to it.
    """
    faults = list(broken(QuadTriples(quads, standing), leave_out=_SPAN_CLASSES))
    # The index of the shapes is gone before that of the places is made.
    return _found(faults, HeldPlaces(quads))


def _found(faults: Iterable[tuple[Shape, str]], places: Places) -> list[Finding]:
    found = {*_shacl(faults, places), *check_quotes(places)}
    return sorted(found, key=lambda row: (_ORDER[row.severity], row.focus, row.message.en))


def _sh(name: str) -> ox.NamedNode:
    return ox.NamedNode(_SH + name)


# -- SHACL ------------------------------------------------------------------------------------


def _shacl(faults: Iterable[tuple[Shape, str]], places: Places) -> Iterator[Finding]:
    for shape, focus in faults:
        yield Finding(shape.severity, shape.iri, focus, shape.message, places.of(focus))


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
