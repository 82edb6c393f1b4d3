"""`check`: each structural fault is found, and the fast checks of spans agree with the shapes."""

from importlib.resources import files

import pyoxigraph as ox
import pytest

from enishi.graph.check import CheckReport, check_kb, guarded, validate_quads
from enishi.graph.finding import Finding
from enishi.graph.store import KnowledgeBase
from enishi.language import Text
from enishi.ontology.terms import PREFIXES, eni, ext
from enishi.visualize.report import check_text

P = "https://w3id.org/enishi/id/local/p"
S = f"{P}/source/1#char=0,2"


def turtle(*lines: str) -> list[ox.Quad]:
    head = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    return list(ox.parse((head + "\n".join(lines)).encode(), format=ox.RdfFormat.TURTLE))


SPAN = f"""<{S}> a oa:SpecificResource ; oa:hasSource <{P}/source/1> ; eni:locator "1行" ;
  oa:hasSelector <{S};pos>, <{S};quote> .
<{S};pos> a oa:TextPositionSelector ; oa:start 0 ; oa:end 2 .
<{S};quote> a oa:TextQuoteSelector ; oa:exact "甲乙" ."""
SOURCE = f'<{P}/source/1> a eni:SourceText ; eni:text "甲乙丙" ; eni:sha256 "00" .'
PLAN = f'<{P}> a eni:Plan ; skos:prefLabel "計画"@ja ; dct:title "計画"@ja ; eni:sourceSpan <{S}> .'
UNIT = f'<{P}/u> a org:OrganizationalUnit ; skos:prefLabel "課"@ja ; eni:sourceSpan <{S}> .'
PROJECT = f"""<{P}/project/001> a eni:Project ; skos:prefLabel "事業"@ja ; dct:isPartOf <{P}> ;
  eni:sourceSpan <{S}> ; eni:responsibleUnit <{P}/u> ; eni:proposalStatus eni-status:new ."""
CLAIM = f"""<{P}/c> a eni:Claim ; rdf:subject <{P}> ; rdf:predicate dct:subject ; rdf:object "x" ;
  eni:confidence 0.8 ; eni:claimStatus eni-claim:asserted ; eni:sourceSpan <{S}> ."""
VALID = [SPAN, SOURCE, PLAN, UNIT, PROJECT, CLAIM]


def findings(*lines: str) -> list[tuple[str, str]]:
    return [(row.severity, row.message.en) for row in validate_quads(turtle(*lines))]


def test_a_plan_without_goals_or_packages_is_valid() -> None:
    assert findings(*VALID) == []


def test_five_levels_are_valid() -> None:
    chain, parent = [], P
    for n in range(1, 5):
        node = f"{P}/measure/{n:03d}"
        chain.append(
            f'<{node}> a eni:Measure ; skos:prefLabel "施策"@ja ; dct:isPartOf <{parent}> ;'
            f" eni:sourceSpan <{S}> ."
        )
        parent = node
    project = PROJECT.replace(f"dct:isPartOf <{P}>", f"dct:isPartOf <{parent}>")
    assert findings(SPAN, SOURCE, PLAN, UNIT, *chain, project) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('skos:prefLabel "事業"@ja ; ', "", "Give it a name"),
        (f"dct:isPartOf <{P}> ;", "", "one direct parent"),
        (f"dct:isPartOf <{P}>", f"dct:isPartOf <{P}/elsewhere>", "No plan is reached"),
        (f"eni:sourceSpan <{S}> ; eni:resp", "eni:resp", "where the source states it"),
        ("eni-status:new", "eni-status:late", "new, continu"),
        ("eni:confidence 0.8", "eni:confidence 1.8", "decimal from 0 to 1"),
        ("eni-claim:asserted", "eni-claim:maybe", "asserted, doubtful or rejected"),
        ('rdf:object "x" ;', "", "one rdf:object"),
        (f"oa:hasSource <{P}/source/1> ; ", "", "Name its source"),
        ('eni:locator "1行" ;', "", "for a reader"),
        ("oa:start 0", "oa:start 5", "before oa:end"),
        ('oa:exact "甲乙"', 'oa:exact "甲丙"', "not what the source says"),
        ('eni:sha256 "00"', "eni:line 1", "SHA-256"),
    ],
)
def test_each_fault_is_a_violation_that_says_what_to_do(old: str, new: str, said: str) -> None:
    text = "\n".join(VALID)
    assert old in text
    found = findings(text.replace(old, new, 1))
    assert any(severity == "Violation" and said in message for severity, message in found), found


def test_doubt_and_a_missing_owner_are_warnings() -> None:
    text = "\n".join(VALID).replace("eni-claim:asserted", "eni-claim:doubtful")
    text = text.replace(f"eni:responsibleUnit <{P}/u> ; ", "")
    assert sorted(severity for severity, _ in findings(text)) == ["Warning", "Warning"]


def test_span_checks_agree_with_the_shapes() -> None:
    """What is checked in Python is stated in the shapes too, for other tools."""
    from pyshacl import validate
    from rdflib import Graph

    shapes = Graph().parse(
        data=files("enishi.ontology").joinpath("shapes.ttl").read_text(encoding="utf-8"),
        format="turtle",
    )
    head = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    text = head + "\n".join(VALID)
    for old, new in [
        (f"oa:hasSource <{P}/source/1> ; ", ""),
        ('eni:locator "1行" ;', ""),
        ("oa:start 0", "oa:start 5"),
        ('; oa:exact "甲乙"', ""),
    ]:
        data = Graph().parse(data=text.replace(old, new, 1), format="turtle")
        conforms, _, _ = validate(data, shacl_graph=shapes, allow_warnings=True)
        assert not conforms, old
        assert findings("\n".join(VALID).replace(old, new, 1))


def test_messages_are_in_both_languages(iruma_kb: KnowledgeBase) -> None:
    quads = [q for q in iruma_kb.quads() if q.predicate.value != ext.prefLabel]
    rows = validate_quads(quads[:3000])
    assert rows and all(row.message.ja and row.message.en for row in rows)


def test_cells_cannot_run_as_formulas() -> None:
    assert [guarded(cell) for cell in ("=1", "+1", "@x", "-1", "'a", "a", "")] == [
        "'=1",
        "'+1",
        "'@x",
        "'-1",
        "''a",
        "a",
        "",
    ]
    assert eni.Plan.endswith("#Plan")


def test_the_report_in_turtle_is_a_shacl_report(iruma_kb: KnowledgeBase) -> None:
    from rdflib import Graph, Literal
    from rdflib.namespace import RDF, SH

    found = check_kb(iruma_kb)
    report = Graph().parse(data=found.to_turtle(), format="turtle")
    (node,) = report.subjects(RDF.type, SH.ValidationReport)
    assert report.value(node, SH.conforms) == Literal(True)
    results = list(report.objects(node, SH.result))
    assert len(results) == len(found.results) > 0
    for result in results:
        assert report.value(result, SH.resultSeverity) == SH.Warning
        assert len(list(report.objects(result, SH.resultMessage))) == 2


def test_the_table_counts_what_is_alike_and_shows_it_when_asked() -> None:
    one, two = Text("ア", "first"), Text("イ", "second")
    rows = [Finding("Violation", "s", f"urn:a{n}", one) for n in range(13)]
    rows.append(Finding("Warning", "s", "urn:b", two))
    report = CheckReport(tuple(rows), {})
    text = check_text(report)
    assert text.count("first") == 10 and "and 3 more" in text and "urn:b" in text
    whole = check_text(report, everything=True)
    assert whole.count("first") == 13 and "more" not in whole
    assert len(report.to_json()["results"]) == 14
