"""Records as services and people hand them out: wrapped, by key, by office, in two languages.

白鷺市, 白鷺省 and all their sections and partners are invented.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from enishi.data.reading import Reading, inspect_document, read_document
from enishi.data.records import Goal, Measure, Participation, Plan, Project
from enishi.data.settings import settings_for
from enishi.errors import InputError

from .readings import projects_of

CLEAN = {"name": "湖岸清掃事業", "section": "環境課", "description": "湖の岸を掃除する。"}
MARKET = {"name": "朝市事業", "section": "商工課", "description": "朝市を月に一度開く。"}
BOTH = [("湖岸清掃事業", (), ("環境課",)), ("朝市事業", (), ("商工課",))]


def write(path: Path, value: Any) -> Path:
    lines = path.suffix == ".ndjson"
    text = (
        "\n".join(json.dumps(each, ensure_ascii=False) for each in value)
        if lines
        else json.dumps(value, ensure_ascii=False)
    )
    path.write_text(text, encoding="utf-8")
    return path


def read(path: Path, value: Any) -> list[Reading]:
    return list(read_document(write(path, value), settings_for(path, plan="p")))


def rows(readings: list[Reading]) -> list[Any]:
    records = tuple(record for reading in readings for record in reading.records)
    return projects_of(
        Reading(readings[0].source, readings[0].settings, records, (), ()), paths=True
    )


def partners(readings: list[Reading]) -> list[tuple[str, str, str]]:
    return [
        (r.element, r.role, r.agent.name)
        for reading in readings
        for r in reading.records
        if isinstance(r, Participation) and r.agent and r.role != "responsible"
    ]


def unresolved(readings: list[Reading]) -> list[str]:
    entries = [(reading.source, e) for reading in readings for e in reading.ledger]
    return [source.quote(e.span) for source, e in entries if e.state == "unresolved"]


def bare(record: dict[str, str]) -> dict[str, str]:
    return {k: v for k, v in record.items() if k != "section"}


def test_keys_that_are_sections_own_what_is_listed_below_them(tmp_path: Path) -> None:
    readings = read(
        tmp_path / "a.json",
        {"計画名": "白鷺市計画", "環境課": [bare(CLEAN)], "商工課": [bare(MARKET)]},
    )
    assert rows(readings) == BOTH
    assert unresolved(readings) == []
    (reading,) = readings
    owner = next(r for r in reading.records if isinstance(r, Participation))
    assert reading.source.quote(owner.span) == "環境課"
    assert reading.source.locator(owner.span) == "/環境課"


def test_keys_that_are_departments_stand_over_those_of_their_sections(tmp_path: Path) -> None:
    value = {"市民部": {"環境課": [bare(CLEAN)]}, "産業部": {"商工課": [bare(MARKET)]}}
    assert rows(read(tmp_path / "a.json", value)) == [
        ("湖岸清掃事業", (), ("市民部/環境課",)),
        ("朝市事業", (), ("産業部/商工課",)),
    ]


def test_keys_that_are_ministries_are_a_plan_each(tmp_path: Path) -> None:
    value = {"白鷺省": [CLEAN], "青鷺庁": [MARKET, {**MARKET, "name": "夕市事業"}]}
    found = {
        reading.settings.government: [r.label for r in reading.records if isinstance(r, Project)]
        for reading in read(tmp_path / "a.json", value)
    }
    assert found == {"白鷺省": ["湖岸清掃事業"], "青鷺庁": ["朝市事業", "夕市事業"]}


@pytest.mark.parametrize(
    ("keys", "levels"),
    [
        (("基本目標1 水辺のまち", "基本目標2 働くまち"), [("水辺のまち",), ("働くまち",)]),
        (("施策1-1 湖の保全", "施策2-1 商い"), [("湖の保全",), ("商い",)]),
        (("水辺", "産業"), [("水辺",), ("産業",)]),
        (("令和6年度", "令和7年度"), [(), ()]),
        (("active", "planned_later"), [(), ()]),
    ],
)
def test_keys_that_are_headings_or_years(
    tmp_path: Path, keys: tuple[str, str], levels: list[tuple[str, ...]]
) -> None:
    readings = read(tmp_path / "a.json", {"計画": {keys[0]: [CLEAN], keys[1]: [MARKET]}})
    assert [row[1] for row in rows(readings)] == levels
    assert [row[0] for row in rows(readings)] == ["湖岸清掃事業", "朝市事業"]
    goals = sum(isinstance(r, Goal) for r in readings[0].records)
    assert goals == (2 if keys[0].startswith("基本目標") else 0)
    assert unresolved(readings) == []


def test_keys_that_name_lists_of_a_record_stay_names_of_fields(tmp_path: Path) -> None:
    value = {
        "goals": [{"id": "g", "name": "水辺のまち"}],
        "projects": [{"id": "p", "name": "湖岸清掃事業", "goal_id": "g", "section": "環境課"}],
    }
    readings = read(tmp_path / "a.json", value)
    assert rows(readings) == [("湖岸清掃事業", ("水辺のまち",), ("環境課",))]
    assert unresolved(readings) == []


@pytest.mark.parametrize(
    "wrapped",
    [
        {"records": [{"id": "r1", "fields": CLEAN}, {"id": "r2", "fields": MARKET}]},
        {"features": [{"attributes": r, "geometry": {"x": 1, "y": 2}} for r in (CLEAN, MARKET)]},
        {"hits": {"hits": [{"_id": n, "_source": r} for n, r in enumerate((CLEAN, MARKET))]}},
        {"data": {"projects": {"edges": [{"node": CLEAN}, {"node": MARKET}]}}},
        [{f"project.{k}": v for k, v in r.items()} for r in (CLEAN, MARKET)],
        [{k: {"ja": v, "en": f"{n} {k}"} for k, v in r.items()} for n, r in enumerate((CLEAN, MARKET))],
        {"projects": [{k: {"en-GB": "x", "ja": v} for k, v in r.items()} for r in (CLEAN, MARKET)]},
    ],
)  # fmt: skip
def test_records_are_taken_out_of_what_is_around_them(tmp_path: Path, wrapped: Any) -> None:
    readings = read(tmp_path / "a.json", wrapped)
    assert rows(readings) == BOTH
    assert set(unresolved(readings)) <= {"id\tr1", "id\tr2"}


def test_lines_that_wrap_a_record_each(tmp_path: Path) -> None:
    lines = [{"_index": "plans", "_source": CLEAN}, {"_index": "plans", "_source": MARKET}]
    assert rows(read(tmp_path / "a.ndjson", lines)) == BOTH


def test_resources_of_json_api_with_what_they_refer_to(tmp_path: Path) -> None:
    def resource(number: str, record: dict[str, str], measure: str) -> dict[str, Any]:
        link = {"data": {"type": "measures", "id": measure}}
        return {"type": "projects", "id": number, "attributes": record,
                "relationships": {"measure": link}}  # fmt: skip

    value = {
        "data": [resource("1", CLEAN, "m1"), resource("2", MARKET, "m2")],
        "included": [
            {"type": "measures", "id": "m1", "attributes": {"name": "湖の保全"}},
            {"type": "measures", "id": "m2", "attributes": {"name": "商いの支援"}},
        ],
    }
    readings = read(tmp_path / "a.json", value)
    assert [row[1] for row in rows(readings)] == [("湖の保全",), ("商いの支援",)]
    assert unresolved(readings) == []


def test_names_in_fields_that_are_called_as_their_list(tmp_path: Path) -> None:
    actions = [
        {"action": "Heron hides", "lead": "Parks Team", "partners": ["Heron Works Co., Ltd."]},
        {
            "action": "Reed cutting",
            "lead": "Lakes Team",
            "supporting": ["Reed Trust", "Roads Team"],
        },
    ]
    value = {
        "title": "Lake plan",
        "goals": [
            {"goal": "A living lake", "strategies": [{"strategy": "Birds", "actions": actions}]}
        ],
    }
    readings = read(tmp_path / "a.json", value)
    assert rows(readings) == [
        ("Heron hides", ("A living lake", "Birds"), ("Parks Team",)),
        ("Reed cutting", ("A living lake", "Birds"), ("Lakes Team",)),
    ]
    assert partners(readings) == [
        ("project/001", "cooperation", "Heron Works Co., Ltd."),
        ("project/002", "cooperation", "Reed Trust"),
        ("project/002", "cooperation", "Roads Team"),
    ]
    measures = [r for r in readings[0].records if isinstance(r, Measure)]
    assert [(m.label, m.parent) for m in measures] == [("Birds", "goal/001")]


def test_departments_and_sections_over_lists_own_what_is_below(tmp_path: Path) -> None:
    value = {
        "departments": [
            {"department": "市民部", "sections": [{"section": "環境課", "projects": [bare(CLEAN)]}]},
            {"department": "産業部", "sections": [{"section": "商工課", "projects": [bare(MARKET)]}]},
        ]
    }  # fmt: skip
    assert rows(read(tmp_path / "a.json", value)) == [
        ("湖岸清掃事業", (), ("市民部/環境課",)),
        ("朝市事業", (), ("産業部/商工課",)),
    ]


def test_a_list_of_plans_is_a_plan_each(tmp_path: Path) -> None:
    value = {
        "plans": [
            {"title": "白鷺市計画", "city": "白鷺市", "projects": [CLEAN]},
            {"title": "青鷺市計画", "city": "青鷺市", "projects": [MARKET]},
        ]
    }
    found = {
        next(r.label for r in reading.records if isinstance(r, Plan)): rows([reading])
        for reading in read(tmp_path / "a.json", value)
    }
    assert found == {"白鷺市計画": BOTH[:1], "青鷺市計画": BOTH[1:]}


@pytest.mark.parametrize(
    "value",
    [
        [
            {"氏名": "白鷺太郎", "委員会": "総務委員会"},
            {"氏名": "青鷺花子", "委員会": "文教委員会"},
        ],
        [{"催し": "夏の祭り", "場所": "中央公園"}, {"催し": "秋の祭り", "場所": "東公園"}],
        {"name": "heron", "version": "1.0", "description": "A program that counts birds."},
    ],
)
def test_people_events_and_programs_are_no_projects(tmp_path: Path, value: Any) -> None:
    with pytest.raises(InputError):
        read(tmp_path / "a.json", value)


@pytest.mark.parametrize(
    "value",
    [
        {"環境課": [bare(CLEAN)], "商工課": [bare(MARKET)]},
        {"hits": [{"_source": CLEAN}, {"_source": MARKET}]},
    ],
)
def test_the_profile_that_inspect_writes_reads_the_same(tmp_path: Path, value: Any) -> None:
    path = write(tmp_path / "a.json", value)
    profile = tmp_path / "p.toml"
    profile.write_text(inspect_document(path, settings_for(path)).profile, encoding="utf-8")
    told = settings_for(path, plan="p", profile=str(profile))
    assert rows(list(read_document(path, told))) == BOTH
