"""Records whose fields are objects: owners with ids, levels with names, values in wrappers.

青葉市 and everything in it is invented.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from enishi.data.reading import read_document
from enishi.data.records import Goal, Measure, Participation, Project
from enishi.data.settings import settings_for

Row = tuple[str, str, str, str]
#: name, section, measure, goal
PROJECTS: list[Row] = [
    ("川の清掃", "環境課", "水辺を守る", "緑のまち"),
    ("水質の調査", "下水道課", "水辺を守る", "緑のまち"),
    ("子育て相談", "保育課", "子育てを支える", "学びのまち"),
]
SHAPES: dict[str, Callable[[int, str, str, str, str], dict[str, Any]]] = {
    "owner with an id": lambda n, name, section, measure, goal: {
        "事業名": name, "担当課": {"id": n, "name": section}, "施策": measure, "基本目標": goal,
    },
    "owners with ids": lambda n, name, section, measure, goal: {
        "事業名": name, "担当課": [{"id": n, "name": section}], "施策": measure, "基本目標": goal,
    },
    "levels in each other": lambda n, name, section, measure, goal: {
        "事業名": name, "担当課": section,
        "施策": {"番号": str(n), "名称": measure, "基本目標": {"名称": goal}},
    },
    "names with dots": lambda n, name, section, measure, goal: {
        "project.name": name, "project.section": section, "measure.name": measure, "goal.name": goal,
    },
    "values in wrappers": lambda n, name, section, measure, goal: {
        "事業名": {"value": name}, "担当課": {"value": section}, "施策": {"value": measure},
        "基本目標": {"value": goal},
    },
    "names of the levels": lambda n, name, section, measure, goal: {
        "事業名": name, "担当課": section, "施策名": measure, "基本目標名": goal,
    },
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_objects_in_a_record_are_its_owner_and_its_levels(tmp_path: Path, shape: str) -> None:
    path = tmp_path / "plan.json"
    told = [SHAPES[shape](n, *project) for n, project in enumerate(PROJECTS, 1)]
    path.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    records = [
        each for reading in read_document(path, settings_for(path)) for each in reading.records
    ]
    elements = {each.key: each for each in records if isinstance(each, Goal | Measure | Project)}
    found = []
    for project in elements.values():
        if isinstance(project, Project):
            measure = elements[project.parent]
            owner = next(
                each.agent.name
                for each in records
                if isinstance(each, Participation) and each.element == project.key and each.agent
            )
            found.append((project.label, owner, measure.label, elements[measure.parent].label))
    assert found == PROJECTS
    assert sum(isinstance(each, Goal) for each in elements.values()) == 2
