"""Lists of records that are called by what they list, all invented; expected values are theirs."""

import json
from pathlib import Path
from typing import Any

import pytest

from enishi.data.reading import Reading, read_document
from enishi.data.records import Measure, Project
from enishi.data.settings import settings_for
from enishi.errors import InputError

from .readings import projects_of


def _read(path: Path, value: Any) -> list[Reading]:
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    return list(read_document(path, settings_for(path)))


def _action(number: int, name: str, **more: str) -> dict[str, str]:
    told = {"actionId": f"A{number}", "actionName": name, "actionDesc": f"{name} until spring."}
    return {**told, **more}


def _pillar(name: str, area: str, *actions: dict[str, str]) -> dict[str, Any]:
    stories = [{"title": f"Story {n} of {area}", "url": "x", "county": "Reed"} for n in range(4)]
    return {
        "pillarName": name,
        "focusAreas": [{"focusAreaName": area, "actions": list(actions), "stories": stories}],
    }


def test_the_names_of_lists_say_what_their_objects_are_and_are_called(tmp_path: Path) -> None:
    pillars = [
        _pillar(
            "Clean water", "Rivers", _action(1, "Count the otters"), _action(2, "Dredge ponds")
        ),
        _pillar("Dark skies", "Lamps", _action(3, "Dim the lamps")),
    ]
    (reading,) = _read(tmp_path / "plan.json", {"lastUpdated": "2031-04-01", "pillars": pillars})
    assert projects_of(reading) == [
        ("Count the otters", ("Clean water", "Rivers"), ()),
        ("Dredge ponds", ("Clean water", "Rivers"), ()),
        ("Dim the lamps", ("Dark skies", "Lamps"), ()),
    ]  # the stories beside them are no projects, however many
    projects = [r for r in reading.records if isinstance(r, Project)]
    assert [p.number for p in projects] == ["A1", "A2", "A3"]
    assert (
        projects[0].description and projects[0].description.text == "Count the otters until spring."
    )
    # No record has an owner: said once, not of each.
    assert len(reading.notices) == 1


def test_of_records_with_owners_each_without_is_told(tmp_path: Path) -> None:
    actions = [_action(n, f"Plant tree {n}") for n in range(1, 4)]
    actions[0]["section"] = "Parks office"
    (reading,) = _read(tmp_path / "plan.json", {"pillars": [_pillar("Trees", "Oaks", *actions)]})
    assert len(reading.notices) == 2


def test_indicators_with_the_figures_of_each_year_are_no_plan(tmp_path: Path) -> None:
    indicators = [
        {
            "id": name, "measureId": f"M{n}", "name": name, "goal": "More of it by 2033.",
            "dataSeries": [{"year": year, "target": 10 + year} for year in range(4)],
        }
        for n, name in enumerate(["Otters seen", "Lamps dimmed", "Trees planted"])
    ]  # fmt: skip
    with pytest.raises(InputError, match="measureId"):
        _read(tmp_path / "indicators.json", indicators)


def test_goals_above_measures_without_projects_are_a_plan(tmp_path: Path) -> None:
    goals = [{"name": "Clean water", "measures": [{"name": "Rivers"}, {"name": "Ponds"}]}]
    (reading,) = _read(tmp_path / "plan.json", {"plan": "Bay", "goals": goals})
    assert [r.label for r in reading.records if isinstance(r, Measure)] == ["Rivers", "Ponds"]


def test_a_department_with_a_unit_in_brackets_owns_where_the_section_is_a_dash(
    tmp_path: Path,
) -> None:
    value = {
        "projects": [
            {"事業名": "星の観察会", "department": "教育部学校教育課（天文台）", "section": "‐", "概要": "星を見る。"},
            {"事業名": "橋の点検", "department": "建設部土木課", "section": "橋りょう係", "概要": "橋を見る。"},
        ]
    }  # fmt: skip
    (reading,) = _read(tmp_path / "plan.json", value)
    assert projects_of(reading, paths=True) == [
        ("星の観察会", (), ("教育部/学校教育課",)),
        ("橋の点検", (), ("建設部/土木課",)),
    ]


def test_lists_inside_projects_are_no_projects_however_they_are_called(tmp_path: Path) -> None:
    def project(number: int, policy: str, measure: str) -> dict[str, Any]:
        counted = [{"name": f"数え方{n}", "unit": "回"} for n in range(3)]
        return {
            "id": str(number), "name": f"灯台の点検{number}", "department": "港湾部港湾課",
            "policy": {"id": "1", "name": policy}, "measure": {"id": "2", "name": measure},
            "overview": "点検する。", "labels": {"activity": counted, "outcome": counted},
        }  # fmt: skip

    value = {
        "projects": [
            project(1, "守る", "航路"),
            project(2, "守る", "航路"),
            project(3, "守る", "浜"),
        ]
    }
    (reading,) = _read(tmp_path / "plan.json", value)
    assert [(name, levels) for name, levels, _ in projects_of(reading)] == [
        ("灯台の点検1", ("守る", "航路")),
        ("灯台の点検2", ("守る", "航路")),
        ("灯台の点検3", ("守る", "浜")),
    ]


def test_objects_by_their_numbers_with_what_they_say_in_a_field_of_each_are_all_read(
    tmp_path: Path,
) -> None:
    def held(name: str, section: str) -> dict[str, Any]:
        return {
            "matches": 1,
            "info": {"事業名": name, "担当課": section, "事業の概要": f"{name}を行う。"},
        }

    value = {
        "696": held("灯台の点検", "港湾課"),
        "697": held("朝市", "商工課"),
        "698": held("凧揚げ", "公園課"),
    }
    (reading,) = _read(tmp_path / "found.json", value)
    assert projects_of(reading) == [
        ("灯台の点検", (), ("港湾課",)), ("朝市", (), ("商工課",)), ("凧揚げ", (), ("公園課",)),
    ]  # fmt: skip
