"""Every format gives the graph back; JSON-LD is one that a web developer can read."""

import json
from importlib.resources import files
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Graph
from rdflib.compare import isomorphic

from enishi.graph.exporting import export_kb
from enishi.graph.json_ld import compact_json_ld, context
from enishi.graph.store import KnowledgeBase, open_kb
from enishi.ontology.terms import PREFIXES, eni, ext

P = "https://w3id.org/enishi/id/112259/2016"
FORMATS = {".ttl": "turtle", ".nt": "nt", ".rdf": "xml", ".jsonld": "json-ld"}

#: Names and texts that a format could trip over.
HOSTILE = """
@prefix eni: <https://w3id.org/enishi/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<urn:p> a eni:Plan ; skos:prefLabel "計画"@ja, "plan"@en, "no tag" ;
  dct:description "</script>\\"\\\\ \\t\\n }; DROP ALL #"@ja, "@id"@ja, "二つ目"@ja ;
  eni:confidence "0.50"^^xsd:decimal, "1"^^xsd:decimal ; eni:line 7 ;
  eni:openEnded true ; dct:isPartOf <urn:x>, "not an IRI" ; <urn:other> "x"^^<urn:type>, <urn:y> .
<urn:x> dct:title "題"@ja-Hrkt, "title", "髙𠮷"@ja .
"""


def in_one(kb: KnowledgeBase) -> Graph:
    """What queries see, as one rdflib graph."""
    quads = [quad for name in kb.default_graphs() for quad in kb.quads(name)]
    data = "".join(f"{q.subject} {q.predicate} {q.object} .\n" for q in quads)
    return Graph().parse(data=data, format="nt")


@pytest.mark.parametrize("suffix", FORMATS)
def test_one_plan_comes_back_isomorphic_in_both_engines(
    iruma_kb: KnowledgeBase, tmp_path: Path, suffix: str
) -> None:
    out = tmp_path / f"plan{suffix}"
    export_kb(iruma_kb, out)
    wanted = in_one(iruma_kb)
    assert isomorphic(in_one(open_kb(out)), wanted)
    if suffix != ".jsonld":  # rdflib's own JSON-LD reader is tried below on a smaller graph
        assert isomorphic(Graph().parse(out, format=FORMATS[suffix]), wanted)


@pytest.mark.parametrize("suffix", [".trig", ".nq"])
def test_named_graphs_come_back_as_they_were(
    iruma_kb: KnowledgeBase, tmp_path: Path, suffix: str
) -> None:
    out = tmp_path / f"plan{suffix}"
    export_kb(iruma_kb, out)
    assert set(open_kb(out).quads()) == set(iruma_kb.quads())


def triples(turtle: str) -> set[ox.Triple]:
    return {quad.triple for quad in ox.parse(turtle.encode(), format=ox.RdfFormat.TURTLE)}


def test_json_ld_keeps_every_literal_as_it_is_written() -> None:
    wanted = triples(HOSTILE)
    written = compact_json_ld(wanted)
    back = {quad.triple for quad in ox.parse(written, format=ox.RdfFormat.JSON_LD)}
    assert back == wanted
    assert compact_json_ld(sorted(wanted, key=str, reverse=True)) == written


def test_json_ld_reads_like_json(iruma_kb: KnowledgeBase, tmp_path: Path) -> None:
    out = tmp_path / "plan.jsonld"
    export_kb(iruma_kb, out)
    whole = json.loads(out.read_text(encoding="utf-8"))
    assert isinstance(whole["@context"], dict), "no context has to be fetched"
    nodes = {node["id"]: node for node in whole["@graph"]}
    row = nodes[f"{P}/project/024"]  # line 110 of the plan
    assert row["type"] == "Project"
    assert row["name"] == {"ja": "ダイアコン（西部まちづくり協議会による婚活イベント）"}
    assert row["proposalStatus"] == "eni-status:feasible"
    assert row["partOf"] == row["underMeasure"] == f"{P}/measure/004"
    assert [nodes[each]["name"]["ja"] for each in row["partner"]] != []
    assert nodes[row["span"]]["locator"] == "110行"
    # Every property of a project has a short name.
    assert not [key for node in nodes.values() if node.get("type") == "Project"
                for key in node if ":" in key]  # fmt: skip


def test_the_context_names_every_class_and_property_of_the_ontology() -> None:
    data = files("enishi.ontology").joinpath("enishi.ttl").read_bytes()
    ours = {
        quad.subject.value
        for quad in ox.parse(data, format=ox.RdfFormat.TURTLE)
        if quad.predicate.value == ext.type
        and isinstance(quad.subject, ox.NamedNode)
        and quad.subject.value.startswith(PREFIXES["eni"])
        and str(getattr(quad.object, "value", "")).endswith(("Class", "Property"))
    }
    said = {each if isinstance(each, str) else each.get("@id", "") for each in context().values()
            if isinstance(each, str | dict)}  # fmt: skip
    named = {each.replace("eni:", PREFIXES["eni"]) for each in said}
    assert ours - named == set()
    assert named - ours - {PREFIXES["eni"]} >= {PREFIXES["skos"]}
    assert {PREFIXES["eni"] + name[4:] for name in said if name.startswith("eni:")} <= ours
    for prefix, namespace in PREFIXES.items():
        assert context()[prefix] == namespace
    assert eni.Project in named


def test_rdflib_reads_the_compact_form_too() -> None:
    wanted = Graph().parse(data=HOSTILE, format="turtle")
    data = compact_json_ld(triples(HOSTILE)).decode("utf-8")
    found = Graph().parse(data=data, format="json-ld")
    assert len(found) == len(wanted)


#: What a format could lose: line ends, separators, quotes, tags, lexical forms, big numbers.
TEXTS = [
    '"a\\nb\\r\\nc\\td"', '"\u2028\u2029\u0085"', '"]]> & <b> \'x\' \\"y\\""', '"\U00020bb7\u3099"',
    '" leading and trailing "', '""', '"x"@ja', '"x"@ja-Hrkt', '"x"@en',
    '"12345678901234567890"^^xsd:integer', '"2026-04-01"^^xsd:date',
    '"9700110005901"^^eni:houjinBangou', '"0.5"^^xsd:decimal',
    '"@id"', '"http://not.an.iri/"', '"_:b0"', '"\ufeffx"',
]  # fmt: skip


#: Numbers as somebody else may write them, and the same values as the store writes them.
NUMBERS = {
    '"007"^^xsd:integer': '"7"^^xsd:integer',
    '"+7"^^xsd:integer': '"7"^^xsd:integer',
    '"1.50"^^xsd:decimal': '"1.5"^^xsd:decimal',
    '"1"^^xsd:boolean': '"true"^^xsd:boolean',
}


@pytest.mark.parametrize("suffix", [".ttl", ".nt", ".rdf", ".jsonld", ".trig", ".nq"])
def test_every_format_keeps_the_values_of_numbers(tmp_path: Path, suffix: str) -> None:
    """Oxigraph keeps values, not spellings, of numbers: 007 is 7 from then on (decision 13)."""
    head = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    plan = f'{head}<{P}> a eni:Plan ; skos:prefLabel "計画"@ja ; eni:line '
    source, out = tmp_path / "source.ttl", tmp_path / f"plan{suffix}"
    source.write_text(plan + ", ".join(NUMBERS) + " .", encoding="utf-8")
    export_kb(open_kb(source), out)
    found = {quad.triple for quad in open_kb(out).quads()}
    assert found == triples(plan + ", ".join(NUMBERS.values()) + " .")


@pytest.mark.parametrize("suffix", [".ttl", ".nt", ".rdf", ".jsonld", ".trig", ".nq"])
def test_every_format_keeps_every_literal_as_it_is_written(tmp_path: Path, suffix: str) -> None:
    head = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    values = " , ".join(TEXTS)
    text = f'{head}<{P}> a eni:Plan ; skos:prefLabel "計画"@ja ; dct:description {values} ; eni:line {values} .'
    wanted = triples(text)
    source = tmp_path / "source.ttl"
    source.write_bytes(text.encode("utf-8"))
    out = tmp_path / f"plan{suffix}"
    export_kb(open_kb(source), out)
    assert {quad.triple for quad in open_kb(out).quads()} == wanted
