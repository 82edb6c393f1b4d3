"""docs/evidence.md lists the registry of evidence: every kind, its weight and its labels."""

from pathlib import Path

from enishi.graph.evidence import BY_NAME, COMPUTED, IN_NAME
from enishi.graph.evidence_finders import nothing
from enishi.graph.plan_view import PREDICATES
from enishi.ontology.terms import PREFIXES

ROOT = Path(__file__).parent.parent
DOC = ROOT / "docs/evidence.md"


def listed() -> list[list[str]]:
    lines = DOC.read_text(encoding="utf-8").splitlines()
    table = [line for line in lines if line.startswith("|")][2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table]


def test_the_page_lists_the_registry() -> None:
    said = [(name, kind, float(weight), label) for name, kind, weight, label, _ in listed()]
    assert said == [
        (each.name, each.kind, each.weight, f"{each.label.ja} · {each.label.en}")
        for each in BY_NAME.values()
    ]
    assert f"counts {IN_NAME:g} times" in DOC.read_text(encoding="utf-8")


def test_what_it_says_of_each_kind_is_so() -> None:
    known = {
        iri.replace(PREFIXES["eni"], "eni:").replace(PREFIXES["dct"], "dct:")
        for iri in PREDICATES.values()
    }
    for name, _, _, _, found in listed():
        kind = BY_NAME[name]
        assert found.startswith("two ends") == (kind.sides is not None)
        assert ("never alone" in found) == (not kind.alone)
        for term in (part for part in found.split("`") if part.startswith(("eni:", "dct:"))):
            assert term in known
        for path in (part for part in found.split("`") if part.startswith("data/")):
            assert (ROOT / path).is_file()
        assert kind.find is not nothing or kind.sides is not None or kind in COMPUTED
