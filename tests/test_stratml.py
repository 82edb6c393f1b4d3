"""StratML Part 1 and Part 2, on an invented port; English words stay English."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from enishi.data.reading import Reading, read_document, read_plan
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


GOAL = "<Goal><Name>{0}</Name><Objective><Name>{0} kept</Name></Objective>{1}</Goal>"  # a goal with one objective


def plan(
    inner: str, *, body: str = "<Organization><Name>Port of Heron</Name></Organization>"
) -> str:
    return (
        "<StrategicPlan><Name>Heron plan</Name>"
        f"<StrategicPlanCore>{body}{inner}</StrategicPlanCore></StrategicPlan>"
    )


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "x.xml"
    path.write_text(text, encoding="utf-8")
    return path


def taking_part(reading: Reading) -> list[tuple[str, str, str]]:
    return [
        (r.element, r.role, r.agent.name if r.agent else r.kind[1] if r.kind else "")
        for r in reading.records
        if isinstance(r, Participation)
    ]


def test_lists_around_goals_and_marks_inside_words(tmp_path: Path) -> None:
    text = plan(
        "<Goals><Goal><Name>Clean <em>water</em> for all</Name><Objectives><Objective>"
        "<Name>Wells</Name></Objective></Objectives></Goal></Goals>"
    )
    reading = read(written(tmp_path, text))
    assert [(r.label, r.parent) for r in reading.records if isinstance(r, Goal | Measure)] == [
        ("Clean water for all", ""),
        ("Wells", "goal/001"),
    ]
    assert "unresolved" not in {entry.state for entry in reading.ledger}


def test_a_goal_without_a_name_loses_no_objective(tmp_path: Path) -> None:
    text = plan(
        "<Goal><Name/><SequenceIndicator>1</SequenceIndicator><Objective><Name>Wells</Name>"
        "</Objective></Goal>"
    )
    reading = read(written(tmp_path, text))
    assert [(r.label, r.parent) for r in reading.records if isinstance(r, Measure)] == [
        ("Wells", "")
    ]
    assert any("no name" in notice.message.en for notice in reading.notices)


def test_whose_type_is_not_said_is_a_body_by_its_name_or_a_person_by_a_post(tmp_path: Path) -> None:
    def holder(name: str, role: str = "", kind: str = "") -> str:
        said = f' StakeholderTypeType="{kind}"' if kind else ""
        return (
            f"<Stakeholder{said}><Name>{name}</Name><Role><Name>{role}</Name></Role></Stakeholder>"
        )

    text = plan(
        GOAL.format(
            "Safety",
            holder("Heron Lamp Trust", "Partner")
            + holder("Ada Wader", "Co-Chair")
            + holder("Fishing crews")
            + holder("Harbour Office", "Lead agency", "Organization"),
        )
        + GOAL.format("Order", holder("Ada Wader", "Watch"))
    )
    reading = read(written(tmp_path, text))
    assert taking_part(reading) == [
        ("goal/001", "cooperation", "Heron Lamp Trust"),
        ("goal/001", "participant", "Fishing crews"),
        ("goal/001", "responsible", "Harbour Office"),
    ]  # a person is nobody's partner, in the second goal neither
    kinds = [r for r in reading.records if isinstance(r, Participation) and r.kind]
    assert [k.confidence < 0.6 for k in kinds] == [True]  # doubtful: nobody says what they are
    kb = open_kb(tmp_path / "kb.trig")
    build_plans(kb, [(tmp_path / "x.xml", settings_for(tmp_path / "x.xml"))])
    assert check_kb(kb).conforms


def test_a_second_organisation_takes_part_and_a_submitter_is_left_out(tmp_path: Path) -> None:
    body = (
        "<Organization><Name>Port of Heron</Name></Organization>"
        "<Organization><Name>Port of Stork</Name></Organization>"
    )
    text = plan(GOAL.format("Safety", ""), body=body).replace(
        "</StrategicPlan>",
        "<Submitter><FirstName>Ada</FirstName><LastName>Wader</LastName></Submitter></StrategicPlan>",
    )
    reading = read(written(tmp_path, text))
    assert taking_part(reading) == [("", "cooperation", "Port of Stork")]
    assert "unresolved" not in {entry.state for entry in reading.ledger}


def test_a_list_of_plans_is_one_plan_for_each_organisation(tmp_path: Path) -> None:
    other = "<Organization><Name>Port of Stork</Name></Organization>"
    two = plan(GOAL.format("Safety", "")) + plan(GOAL.format("Order", ""), body=other)
    path = written(tmp_path, f"<Plans><Note>Two ports</Note>{two}</Plans>")
    readings = list(read_document(path, settings_for(path)))
    assert [
        (next(r.government for r in reading.records if isinstance(r, Plan)),
         [r.label for r in reading.records if isinstance(r, Goal)])
        for reading in readings
    ] == [("Port of Heron", ["Safety"]), ("Port of Stork", ["Order"])]  # fmt: skip
    assert len({reading.settings.municipality for reading in readings}) == 2
    places = [entry.number for reading in readings for entry in reading.ledger]
    assert len(places) == len(set(places)) == len(list(readings[0].source.units()))
    path.write_text(f"<Plans>{plan(GOAL.format('Safety', '')) * 2}</Plans>", encoding="utf-8")
    with pytest.raises(InputError, match="Organization"):
        list(read_document(path, settings_for(path)))
