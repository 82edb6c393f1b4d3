"""What a knowledge base says of itself, and those that this program does not understand."""

from pathlib import Path

import pytest

import enishi
from enishi.data.settings import settings_for
from enishi.errors import InputError
from enishi.graph.building import build_plans
from enishi.graph.description import ONTOLOGY_VERSION, VERSION_IRI
from enishi.graph.store import KnowledgeBase, open_kb
from enishi.ontology.terms import eni

IRUMA = Path(__file__).parent.parent / "data/plans/iruma-2016/iruma-2016.txt"
FOAF = '<urn:a> a <http://xmlns.com/foaf/0.1/Person> ; <http://xmlns.com/foaf/0.1/name> "甲" .'
PLAN = f"<urn:p> a <{eni.Plan}> . <urn:d> <http://purl.org/dc/terms/conformsTo> <{{version}}> ."


def test_the_description_counts_what_the_document_has(iruma_kb: KnowledgeBase) -> None:
    rows = iruma_kb.query(
        "SELECT ?class ?n { ?d a dcat:Dataset, void:Dataset ; void:classPartition ?p ."
        " ?p void:class ?class ; void:entities ?n }"
    )
    counts = {row["class"].value.rpartition("#")[2]: int(row["n"].value) for row in rows}  # type: ignore[union-attr]
    assert {name: counts[name] for name in ("Goal", "Measure", "Package", "Project")} == {
        "Goal": 4,
        "Measure": 10,
        "Package": 6,
        "Project": 70,
    }
    assert iruma_kb.query("ASK { ?d a dcat:Dataset ; dct:source/eni:sha256 ?h }")
    assert iruma_kb.query(f"ASK {{ ?d dct:conformsTo <{VERSION_IRI}> }}")


def test_the_one_funding_note_of_the_plan_is_kept_word_for_word(iruma_kb: KnowledgeBase) -> None:
    rows = iruma_kb.query(
        "SELECT ?line ?text { ?e eni:fundingNote ?f . ?f rdfs:comment ?text ; eni:sourceSpan/eni:line ?line }"
    )
    assert [(row["line"].value, row["text"].value) for row in rows] == [  # type: ignore[union-attr]
        ("193", "費用については子ども会育成会連絡協議会の予算で対応")
    ]


def test_the_ontology_says_the_version_that_is_written() -> None:
    text = (Path(enishi.__file__).parent / "ontology/enishi.ttl").read_text(encoding="utf-8")
    assert f'owl:versionInfo "{ONTOLOGY_VERSION}"' in text
    assert f"owl:versionIRI <{VERSION_IRI}>" in text


def written(folder: Path, text: str) -> Path:
    path = folder / "kb.ttl"
    path.write_text(text, encoding="utf-8")
    return path


def test_rdf_of_another_ontology_is_refused_with_what_was_found(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="foaf/0.1/Person") as told:
        enishi.open(written(tmp_path, FOAF))
    assert told.value.where.endswith("kb.ttl") and told.value.hint is not None


@pytest.mark.parametrize("version", ["0.2.0", "1.0.0", "10.0.0"])
def test_a_later_edition_is_refused(tmp_path: Path, version: str) -> None:
    iri = VERSION_IRI.replace(ONTOLOGY_VERSION, version)
    with pytest.raises(InputError, match=version):
        enishi.open(written(tmp_path, PLAN.format(version=iri)))


def test_nothing_is_built_into_a_later_edition(tmp_path: Path) -> None:
    iri = VERSION_IRI.replace(ONTOLOGY_VERSION, "0.9.0")
    path = written(tmp_path, PLAN.format(version=iri))
    before = path.read_bytes()
    with pytest.raises(InputError, match=r"0\.9\.0"):
        build_plans(open_kb(path), [(IRUMA, settings_for(IRUMA))])
    assert path.read_bytes() == before


@pytest.mark.parametrize("version", [VERSION_IRI, VERSION_IRI + "9", "urn:something/else"])
def test_this_edition_and_its_corrections_are_read(tmp_path: Path, version: str) -> None:
    assert enishi.open(written(tmp_path, PLAN.format(version=version))).query(
        "ASK { ?p a eni:Plan }"
    )


def test_a_stamp_is_written_only_when_asked_for(tmp_path: Path) -> None:
    for stamp in (None, "2026-04-01T09:00:00+00:00"):
        kb = open_kb(tmp_path / "kb.trig")
        build_plans(kb, [(IRUMA, settings_for(IRUMA, stamp=stamp))])
        assert bool(kb.query("ASK { ?run prov:endedAtTime ?when }")) is (stamp is not None)
