"""StratML Part 1 and Part 2, on an invented port; English words stay English."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from enishi.data.reading import Reading, read_plan
from enishi.data.records import Goal, Measure, Participation, Plan
from enishi.data.settings import settings_for
from enishi.errors import EnishiError, InputError
from enishi.graph.building import build_plans
from enishi.graph.check import check_kb
from enishi.graph.store import open_kb
from enishi.ontology.terms import eni, ext

HERE = Path(__file__).parent / "plans/lanternport"
BOTH = pytest.mark.parametrize("name", ["plan-part1.xml", "plan-part2.xml"])


def read(path: Path) -> Reading:
    return read_plan(path, settings_for(path))


@BOTH
def test_goals_and_objectives_are_the_hierarchy(name: str) -> None:
    reading = read(HERE / name)
    found = [
        (type(r).__name__, r.label, r.parent, getattr(r, "number", ""))
        for r in reading.records
        if isinstance(r, Plan | Goal | Measure)
    ]
    assert found == [
        ("Plan", "Lanternport Harbour Plan", "", ""),
        ("Goal", "Safe passage", "", "1"),
        ("Measure", "Lamps lit", "goal/001", "1.1"),
        ("Measure", "Charts kept", "goal/001", "1.2"),
    ]
    assert [r.prose[0].text for r in reading.records if isinstance(r, Goal)] == ["No ship is lost."]


@BOTH
def test_stakeholders_take_part_in_their_role(name: str) -> None:
    found = [
        (r.element, r.role, r.agent.name if r.agent else r.kind)
        for r in read(HERE / name).records
        if isinstance(r, Participation)
    ]
    assert found == [
        ("goal/001", "cooperation", "Harbour Pilots Guild"),
        ("goal/001", "participant", ("", "Fishing crews")),
        ("measure/001", "funder", "Lamp Fund"),
    ]


@BOTH
def test_every_element_with_words_is_accounted_for_by_its_path(name: str) -> None:
    reading = read(HERE / name)
    places = {reading.source.locator(e.span): e.state for e in reading.ledger}
    root = "/StrategicPlan" if "1" in name else "/PerformancePlanOrReport"
    assert places[f"{root}/StrategicPlanCore[1]/Goal[1]/Objective[2]/Name[1]"] == "modelled"
    assert "unresolved" not in places.values()


def test_words_are_tagged_with_their_language(tmp_path: Path) -> None:
    path = HERE / "plan-part2.xml"
    kb = open_kb(tmp_path / "kb.trig")
    build_plans(kb, [(path, settings_for(path))])
    assert check_kb(kb).conforms
    answer = kb.query(f"SELECT ?l {{ ?g a <{eni.Measure}> ; <{ext.prefLabel}> ?l }} ORDER BY ?l")
    assert isinstance(answer, ox.QuerySolutions)
    assert [str(row["l"]) for row in answer] == ['"Charts kept"@en', '"Lamps lit"@en']


@pytest.mark.parametrize(
    "text",
    [
        "<a",
        "<a/>",
        "<plan><Name>x</Name></plan>",
        "<StrategicPlan><Name>x</Name></StrategicPlan>",
        '<!DOCTYPE a [<!ENTITY b "c">]><StrategicPlan><Name>&b;</Name></StrategicPlan>',
        '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><StrategicPlan>&b;</StrategicPlan>',
        '<!DOCTYPE a SYSTEM "http://localhost/x.dtd"><StrategicPlan><Name>x</Name></StrategicPlan>',
        '<?xml version="1.0" encoding="no-such"?><StrategicPlan/>',
        "<a>" * 500 + "x" + "</a>" * 500,
    ],
)
def test_what_is_no_plan_or_means_harm_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.xml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read(path)
    assert str(path) in caught.value.where and isinstance(caught.value, EnishiError)


def test_a_document_a_hundred_thousand_deep_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "deep.xml"
    path.write_text("<a>" * 100_000 + "x" + "</a>" * 100_000, encoding="utf-8")
    with pytest.raises(EnishiError):
        read(path)
