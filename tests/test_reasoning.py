"""The OWL 2 RL closure of ontology and plan: nothing inconsistent, nothing that is not so."""

from functools import cache
from importlib.resources import files

import owlrl
import pytest
from rdflib import OWL, RDF, RDFS, Graph, Namespace, URIRef

from enishi.graph.store import KnowledgeBase
from enishi.ontology.terms import PREFIXES, eni, ext

PROV = Namespace(PREFIXES["prov"])
ORG = Namespace(PREFIXES["org"])
P = "https://w3id.org/enishi/id/112259/2016"

#: What the closure must know of the vocabularies that we anchor to (their own documents).
ANCHORS = f"""
@prefix prov: <{PREFIXES["prov"]}> . @prefix org: <{PREFIXES["org"]}> .
@prefix skos: <{PREFIXES["skos"]}> . @prefix oa: <{PREFIXES["oa"]}> .
@prefix dcat: <{PREFIXES["dcat"]}> . @prefix time: <{PREFIXES["time"]}> .
@prefix owl: <{PREFIXES["owl"]}> . @prefix rdfs: <{PREFIXES["rdfs"]}> .
prov:Plan rdfs:subClassOf prov:Entity .
prov:Entity owl:disjointWith prov:Activity .
org:FormalOrganization rdfs:subClassOf org:Organization .
org:OrganizationalUnit rdfs:subClassOf org:Organization .
org:subOrganizationOf rdfs:domain org:Organization ; rdfs:range org:Organization .
org:unitOf rdfs:domain org:OrganizationalUnit ; rdfs:range org:FormalOrganization .
prov:used rdfs:domain prov:Activity . prov:wasGeneratedBy rdfs:range prov:Activity .
prov:wasAssociatedWith rdfs:domain prov:Activity .
prov:wasDerivedFrom rdfs:domain prov:Entity ; rdfs:range prov:Entity .
prov:used rdfs:range prov:Entity . prov:wasGeneratedBy rdfs:domain prov:Entity .
prov:wasAssociatedWith rdfs:range prov:Agent . prov:SoftwareAgent rdfs:subClassOf prov:Agent .
org:OrganizationalCollaboration rdfs:subClassOf org:Organization .
skos:Concept owl:disjointWith skos:ConceptScheme, skos:Collection .
skos:inScheme rdfs:range skos:ConceptScheme . skos:broader rdfs:subPropertyOf skos:semanticRelation .
skos:related rdfs:subPropertyOf skos:semanticRelation ; a owl:SymmetricProperty .
skos:semanticRelation rdfs:domain skos:Concept ; rdfs:range skos:Concept .
skos:topConceptOf rdfs:subPropertyOf skos:inScheme ; rdfs:domain skos:Concept .
oa:hasSource rdfs:domain oa:ResourceSelection .
oa:TextPositionSelector rdfs:subClassOf oa:Selector . oa:TextQuoteSelector rdfs:subClassOf oa:Selector .
oa:hasSelector rdfs:range oa:Selector .
dcat:Dataset rdfs:subClassOf dcat:Resource .
time:ProperInterval rdfs:subClassOf time:Interval ; owl:disjointWith time:Instant .
time:intervalMeets rdfs:domain time:ProperInterval ; rdfs:range time:ProperInterval .
"""


@cache
def ontology() -> Graph:
    found = Graph().parse(data=ANCHORS, format="turtle")
    for name in ("enishi.ttl", "schemes.ttl"):
        data = files("enishi.ontology").joinpath(name).read_text(encoding="utf-8")
        found.parse(data=data, format="turtle")
    return found


def closure(data: Graph) -> Graph:
    whole = Graph()
    for triple in (*ontology(), *data):
        whole.add(triple)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics, improved_datatypes=False).expand(whole)
    return whole


def errors(whole: Graph) -> list[str]:
    """What owlrl reports of inconsistencies."""
    kind = URIRef("http://www.daml.org/2002/03/agents/agent-ont#ErrorMessage")
    said = URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")
    return [str(whole.value(node, said)) for node in whole.subjects(RDF.type, kind)]


@pytest.fixture(scope="module")
def closed(iruma_kb: KnowledgeBase) -> Graph:
    """The closure of the whole plan but for its texts: quotes, descriptions and the source."""
    texts = {eni.text, ext.exact, ext.description, ext.comment, eni.background, eni.reason}
    lines = [
        f"{quad.subject} {quad.predicate} {quad.object} ."
        for name in iruma_kb.default_graphs()
        for quad in iruma_kb.quads(name)
        if quad.predicate.value not in texts
    ]
    return closure(Graph().parse(data="\n".join(lines), format="nt"))


def test_the_plan_is_consistent_with_the_ontology(closed: Graph) -> None:
    assert errors(closed) == []
    assert not list(closed.subjects(RDF.type, OWL.Nothing))


def test_no_planned_project_becomes_an_activity(closed: Graph) -> None:
    projects = set(closed.subjects(RDF.type, URIRef(eni.Project)))
    assert len(projects) == 70
    assert projects <= set(closed.subjects(RDF.type, PROV.Entity))
    activities = set(closed.subjects(RDF.type, PROV.Activity))
    assert len(activities) == 1, "only the run that read the document has happened"
    assert not projects & activities


def test_no_subunit_becomes_a_legal_body(closed: Graph) -> None:
    formal = set(closed.subjects(RDF.type, ORG.FormalOrganization))
    assert formal == {URIRef("https://w3id.org/enishi/id/112259")}
    subunits = set(closed.subjects(ORG.subOrganizationOf, None))
    assert subunits and not subunits & formal


def test_elements_and_parents_follow_from_the_narrower_terms(closed: Graph) -> None:
    elements = set(closed.subjects(RDF.type, URIRef(eni.PlanElement)))
    assert URIRef(f"{P}/package/002") in elements and URIRef(f"{P}/goal/001") in elements
    part = URIRef(ext.isPartOf)
    measure, goal = URIRef(f"{P}/measure/001"), URIRef(f"{P}/goal/001")
    assert (measure, part, goal) in closed


@pytest.mark.parametrize(
    "wrong",
    [
        f"<urn:x> a <{eni.Project}>, <{eni.Goal}> .",
        f"<urn:x> a <{eni.Project}>, <{PREFIXES['prov']}Activity> .",
        f"<urn:x> a <{eni.Plan}>, <{eni.Project}> .",
    ],
)
def test_the_closure_does_find_what_is_inconsistent(wrong: str) -> None:
    assert errors(closure(Graph().parse(data=wrong, format="turtle"))) != []
    assert RDFS  # the vocabulary the rules are written in
