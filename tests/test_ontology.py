"""The ontology and its schemes: complete, in two languages, and the same as `terms` and lexicon."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import OWL, RDF, RDFS, SH, SKOS
from rdflib.plugins.sparql import prepareQuery

from enishi import ontology
from enishi.data.words.profile import load_profile
from enishi.graph.check import validate_quads
from enishi.graph.questions import all_questions
from enishi.language import LANGS
from enishi.ontology import terms
from enishi.ontology.terms import PREFIXES, eni, ext

FOLDER = Path(ontology.__file__).parent
LEXICON = FOLDER.parent / "data" / "lexicon"
ENI = PREFIXES["eni"]
#: The schemes whose ids the rules of `data` use, and where those ids stand.
FROM_LEXICON = {
    "audience": ("audiences.toml", "concept", "id"),
    "theme": ("themes.toml", "concept", "id"),
    "participant-class": ("organisations.toml", "kinds", "class"),
}
ROLES = [
    "responsible",
    "responsible-sub-unit",
    "co-host",
    "tie-up",
    "cooperation",
    "information-sharing",
    "funder",
    "contractor",
    "member",
    "participant",
    "venue",
    "example",
    "platform",
]


@cache
def graph(name: str) -> Graph:
    return Graph().parse(data=(FOLDER / name).read_text(encoding="utf-8"), format="turtle")


def own_terms() -> set[str]:
    return {value for name, value in vars(eni).items() if not name.startswith("_")}


def ids_of(scheme: str) -> set[str]:
    """The ids of the concepts in a scheme."""
    base = f"https://w3id.org/enishi/{scheme}"
    concepts = graph("schemes.ttl").subjects(SKOS.inScheme, URIRef(base))
    return {str(concept).removeprefix(base + "/") for concept in concepts}


def languages(graph: Graph, subject: URIRef, predicate: URIRef) -> list[str]:
    values = graph.objects(subject, predicate)
    return sorted(str(value.language) for value in values if isinstance(value, Literal))


def test_terms_and_turtle_name_the_same_terms() -> None:
    declared = {
        str(subject)
        for kind in (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, RDFS.Datatype)
        for subject in graph("enishi.ttl").subjects(RDF.type, kind)
    }
    assert declared == own_terms()


def test_every_term_has_label_definition_and_home_in_both_languages() -> None:
    turtle = graph("enishi.ttl")
    for term in map(URIRef, own_terms()):
        assert languages(turtle, term, RDFS.label) == sorted(LANGS), term
        assert languages(turtle, term, SKOS.definition) == sorted(LANGS), term
        assert (term, RDFS.isDefinedBy, URIRef(terms.ONTOLOGY)) in turtle, term


def test_classes_and_properties_are_named_in_one_style() -> None:
    turtle = graph("enishi.ttl")
    for term in own_terms():
        local = term.removeprefix(ENI)
        is_class = (URIRef(term), RDF.type, OWL.Class) in turtle
        assert re.fullmatch("[A-Z][A-Za-z]+" if is_class else "[a-z][A-Za-z0-9]+", local), term


def test_no_foreign_term_is_redefined() -> None:
    for subject in set(graph("enishi.ttl").subjects()):
        assert str(subject) == terms.ONTOLOGY or str(subject).startswith(ENI), subject
    for subject in set(graph("schemes.ttl").subjects()):
        assert str(subject).startswith("https://w3id.org/enishi/"), subject


def test_every_property_says_what_it_relates() -> None:
    """An anchor, a domain or a range: no property is left without a meaning for machines."""
    turtle = graph("enishi.ttl")
    free = {eni.reason, eni.score, eni.weight}
    for kind in (OWL.ObjectProperty, OWL.DatatypeProperty):
        for term in turtle.subjects(RDF.type, kind):
            said = [(term, p, None) for p in (RDFS.subPropertyOf, RDFS.domain, RDFS.range)]
            assert str(term) in free or any(row in turtle for row in said), term


def test_goal_measure_package_and_project_exclude_each_other() -> None:
    turtle = graph("enishi.ttl")
    classes = [URIRef(each) for each in (eni.Goal, eni.Measure, eni.Package, eni.Project)]
    for number, one in enumerate(classes):
        for other in classes[number + 1 :]:
            stated = {(one, OWL.disjointWith, other), (other, OWL.disjointWith, one)}
            assert stated & set(turtle), (one, other)


def test_a_planned_project_is_neither_an_activity_nor_an_organisation() -> None:
    turtle = graph("enishi.ttl")
    above = set(turtle.transitive_objects(URIRef(eni.Project), RDFS.subClassOf))
    assert URIRef(eni.PlanElement) in above
    assert URIRef(ext.Activity) not in above and URIRef(ext.Organization) not in above
    assert not any(str(each).startswith(PREFIXES["schema"]) for each in above)
    for prop in turtle.subjects(RDFS.domain, URIRef(ext.Activity)):
        raise AssertionError(prop)


def test_the_header_says_what_a_catalogue_asks() -> None:
    turtle, head = graph("enishi.ttl"), URIRef(terms.ONTOLOGY)
    said = {str(predicate) for predicate in turtle.predicates(head)}
    dct, vann = PREFIXES["dct"], PREFIXES["vann"]
    for name in ("title", "description", "creator", "publisher", "created", "modified", "license"):
        assert dct + name in said, name
    for name in ("preferredNamespacePrefix", "preferredNamespaceUri"):
        assert vann + name in said, name
    version = turtle.value(head, OWL.versionInfo)
    assert turtle.value(head, OWL.versionIRI) == URIRef(f"{terms.ONTOLOGY}/{version}")
    assert str(turtle.value(head, URIRef(vann + "preferredNamespaceUri"))) == ENI


def test_no_blank_nodes_where_a_name_would_do() -> None:
    for name in ("enishi.ttl", "schemes.ttl"):
        assert all(isinstance(term, (URIRef, Literal)) for row in graph(name) for term in row)


@pytest.mark.parametrize("scheme", sorted(FROM_LEXICON))
def test_schemes_have_the_ids_of_the_lexicon(scheme: str) -> None:
    file, table, key = FROM_LEXICON[scheme]
    rows = tomllib.loads((LEXICON / file).read_text(encoding="utf-8"))[table]
    assert ids_of(scheme) == {row[key] for row in rows}


def test_roles_statuses_claims_and_marks_are_those_that_the_data_uses() -> None:
    assert ids_of("role") == set(ROLES)
    rows = tomllib.loads((LEXICON / "roles.toml").read_text(encoding="utf-8"))["roles"]
    assert {row["role"] for row in rows} <= set(ROLES)
    for scheme, named in (
        ("status", terms.status),
        ("claim", terms.claim),
        ("mark", terms.mark),
    ):
        values = {value for name, value in vars(named).items() if not name.startswith("_")}
        assert {f"https://w3id.org/enishi/{scheme}/{each}" for each in ids_of(scheme)} == values
    for written, name in load_profile("headed-ja").source_marks.items():
        concept = URIRef(PREFIXES["eni-mark"] + name)
        assert str(graph("schemes.ttl").value(concept, SKOS.notation)) == written


def test_every_concept_has_one_label_and_definition_in_each_language() -> None:
    schemes = graph("schemes.ttl")
    for concept in schemes.subjects(RDF.type, SKOS.Concept):
        assert isinstance(concept, URIRef)
        assert languages(schemes, concept, SKOS.prefLabel) == sorted(LANGS), concept
        assert languages(schemes, concept, SKOS.definition) == sorted(LANGS), concept
        assert len(list(schemes.objects(concept, SKOS.inScheme))) == 1, concept


def test_no_two_concepts_of_a_scheme_have_one_label() -> None:
    schemes = graph("schemes.ttl")
    for scheme in schemes.subjects(RDF.type, SKOS.ConceptScheme):
        labels = [
            label
            for concept in schemes.subjects(SKOS.inScheme, scheme)
            for label in schemes.objects(concept, SKOS.prefLabel)
        ]
        assert len(labels) == len(set(labels)), scheme


def test_relations_of_concepts_are_sound() -> None:
    """SKOS S23 and S27: related is symmetric, and never joins what broader joins."""
    schemes = graph("schemes.ttl")
    concepts = set(schemes.subjects(RDF.type, SKOS.Concept))
    for one, other in schemes.subject_objects(SKOS.related):
        assert one in concepts and other in concepts
        assert (other, SKOS.related, one) in schemes
        above = set(schemes.transitive_objects(one, SKOS.broader))
        assert other not in above and one not in set(
            schemes.transitive_objects(other, SKOS.broader)
        )
    for one, other in schemes.subject_objects(SKOS.broader):
        assert schemes.value(one, SKOS.inScheme) == schemes.value(other, SKOS.inScheme)
        assert one not in set(schemes.transitive_objects(other, SKOS.broader))


def test_planners_words_are_joined_where_planners_join_them() -> None:
    schemes, base = graph("schemes.ttl"), PREFIXES["eni-audience"]

    def neighbours(name: str) -> set[str]:
        found = schemes.objects(URIRef(base + name), SKOS.related)
        return {str(each).removeprefix(base) for each in found}

    assert {"infants", "families-with-children", "unmarried"} <= neighbours("expectant-mothers")
    label = schemes.value(URIRef(base + "families-with-children"), SKOS.prefLabel, any=True)
    labels = set(schemes.objects(URIRef(base + "families-with-children"), SKOS.prefLabel))
    assert label in labels and Literal("子育て世帯", lang="ja") in labels


def test_every_name_the_shapes_use_exists() -> None:
    known = {str(s) for name in ("enishi.ttl", "schemes.ttl") for s in graph(name).subjects()}
    used = {
        str(term)
        for row in graph("shapes.ttl")
        for term in row
        if isinstance(term, URIRef) and str(term).startswith("https://w3id.org/enishi/")
    }
    assert {each for each in used if "/shapes#" not in each} <= known


def test_every_question_parses_in_both_engines() -> None:
    store = ox.Store()
    questions = all_questions(FOLDER / "questions")
    assert [int(question.id) for question in questions] == list(range(1, 27))
    for question in questions:
        prepareQuery(question.sparql)
        assert isinstance(store.query(question.sparql), ox.QuerySolutions), question.path.name


def test_every_name_the_questions_use_exists() -> None:
    known = {str(s) for name in ("enishi.ttl", "schemes.ttl") for s in graph(name).subjects()}
    for question in all_questions(FOLDER / "questions"):
        prefixes = dict(re.findall(r"PREFIX ([\w-]+): <([^>]+)>", question.sparql))
        assert all(PREFIXES[prefix] == iri for prefix, iri in prefixes.items())
        body = question.sparql.partition("\nSELECT")[2]
        for prefix, local in re.findall(r"(?<![\w:-])([a-z-]+):([\w-]+)", body):
            if prefix.startswith("eni"):
                assert prefixes[prefix] + local in known, (question.path.name, prefix, local)


EXAMPLES = sorted(Path(str(files("enishi.ontology"))).glob("examples/*.ttl"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_the_examples_are_valid(path: Path) -> None:
    quads = list(ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE))
    assert quads and validate_quads(quads) == []


def test_mappings_are_sssom_and_name_terms_that_exist() -> None:
    lines = files("enishi.ontology").joinpath("mappings.sssom.tsv").read_text("utf-8").splitlines()
    prefixes = {line.split(":", 1)[0].strip("# ") for line in lines if line.startswith("#  ")}
    head, *rows = [line.split("\t") for line in lines if not line.startswith("#")]
    assert head[:5] == [
        "subject_id", "subject_label", "predicate_id", "object_id", "mapping_justification",
    ]  # fmt: skip
    own = {term.removeprefix(terms.PREFIXES["eni"]) for term in own_terms()}
    for row in rows:
        said = dict(zip(head, row, strict=True))
        assert said["subject_id"] == f"eni:{said['subject_label']}"
        assert said["subject_label"] in own
        assert {said["predicate_id"].split(":")[0], said["object_id"].split(":")[0]} <= prefixes
        assert 0 < float(said["confidence"]) <= 1 and said["comment"]
    # SKOS matches in the ontology itself would make concepts of the classes on both sides.
    for match in (SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.relatedMatch):
        assert not list(graph("enishi.ttl").subject_objects(match))


def test_no_pitfalls_that_a_scanner_would_call_critical() -> None:
    """The checks of OOPS! that need no network: P02, P04-P06, P19, P21, P24, P27-29, P34, P35.

    P11 (domain or range missing) and P40 (a foreign namespace hijacked) have tests of their own
    above.
    """
    onto = graph("enishi.ttl")
    classes = set(onto.subjects(RDF.type, OWL.Class))
    properties = {
        each
        for kind in (OWL.ObjectProperty, OWL.DatatypeProperty)
        for each in onto.subjects(RDF.type, kind)
    }
    assert not classes & properties, "P34/P35: every term has one kind"
    for one, two in onto.subject_objects(OWL.equivalentClass):
        assert one != two, "P02"
    for one, other in onto.subject_objects(RDFS.subClassOf):
        assert one not in set(onto.transitive_objects(other, RDFS.subClassOf)), "P06: no cycle"
    for each in properties:
        assert len(list(onto.objects(each, RDFS.domain))) <= 1, "P19: several domains intersect"
        assert len(list(onto.objects(each, RDFS.range))) <= 1, "P19: several ranges intersect"
        for kind in (OWL.SymmetricProperty, OWL.TransitiveProperty):
            if (each, RDF.type, kind) in onto:  # P28, P29
                assert onto.value(each, RDFS.domain) == onto.value(each, RDFS.range)
    for one, two in onto.subject_objects(OWL.inverseOf):  # P05
        assert onto.value(one, RDFS.domain) == onto.value(two, RDFS.range)
    for one, _ in onto.subject_objects(OWL.equivalentProperty):  # P27
        raise AssertionError(one)
    used = set(onto.objects(None, RDFS.domain)) | set(onto.objects(None, RDFS.range))
    used |= set(onto.objects(None, RDFS.subClassOf)) | set(onto.objects(None, OWL.disjointWith))
    shaped = set(graph("shapes.ttl").objects(None, SH.targetClass))
    for each in classes:
        linked = each in used or (each, RDFS.subClassOf, None) in onto or each in shaped
        assert linked, f"P04: {each} hangs in the air"
    rest = re.compile("その他|雑|その他の|other|miscellaneous|unknown", re.IGNORECASE)
    for file in ("enishi.ttl", "schemes.ttl"):
        for term, label in graph(file).subject_objects(RDFS.label | SKOS.prefLabel):
            assert not rest.fullmatch(str(label)), f"P21: {term} is a class for the rest"
