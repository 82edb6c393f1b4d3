"""Records as offices write them: levels in objects, more figures than projects, units below one
another. The records are invented."""

import json
from pathlib import Path
from typing import TypeVar

from enishi.data.reading import Reading, read_document
from enishi.data.records import Measure, Participation, Plan, Project
from enishi.data.settings import settings_for
from enishi.data.words.table_words import load_table_words

T = TypeVar("T")


def read(tmp_path: Path, value: object) -> list[Reading]:
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    return list(read_document(path, settings_for(path, municipality="local", plan="p")))


def of(readings: list[Reading], cls: type[T]) -> list[T]:
    return [record for reading in readings for record in reading.records if isinstance(record, cls)]


def project(name: str, department: str, section: str, basic: str) -> dict[str, object]:
    return {
        "id": "7",
        "name": name,
        "policy": {"id": "1", "name": "海と暮らす"},
        "measure": {"id": "12", "name": "港を守る"},
        "basicProject": {"id": "03", "name": basic},
        "category": "Ａ　一般",
        "department": department,
        "section": section,
        "overview": "灯りをともす。毎夜、見回りを行う。",
        "financials": [{"year": year, "totalCost": 10} for year in range(6)],
    }


def test_objects_with_a_name_are_the_levels_above_in_their_order(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        {
            "totalCount": 3,
            "projects": [
                project("灯台事業", "港湾部灯台課", "点灯係", "灯台の維持"),
                project("霧笛事業", "港湾部灯台課", "点灯係", "灯台の維持"),
                project("浮標事業", "港湾部灯台課", "浮標係", "航路の標識"),
            ],
        },
    )
    measures = of(found, Measure)
    assert [(m.label, m.number, m.parent) for m in measures] == [
        ("海と暮らす", "1", ""),
        ("港を守る", "12", "measure/001"),
        ("灯台の維持", "03", "measure/002"),
        ("航路の標識", "03", "measure/002"),
    ]
    assert [(p.label, p.parent) for p in of(found, Project)] == [
        ("灯台事業", "measure/003"),
        ("霧笛事業", "measure/003"),
        ("浮標事業", "measure/004"),
    ]


def test_a_policy_and_a_measure_side_by_side_are_two_levels(tmp_path: Path) -> None:
    row = {"政策": "海と暮らす", "施策": "港を守る", "事業名": "灯台事業", "担当課": "灯台課"}
    found = read(tmp_path, [row, row | {"事業名": "霧笛事業", "施策": "漁を守る"}])
    assert [(m.label, m.parent) for m in of(found, Measure)] == [
        ("海と暮らす", ""),
        ("港を守る", "measure/001"),
        ("漁を守る", "measure/001"),
    ]


def test_a_unit_in_the_field_of_sections_stands_below_the_section(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        {
            "projects": [
                project("灯台事業", "港湾部灯台課", "点灯係", "灯台の維持"),
                project("霧笛事業", "港湾部灯台課", "-", "灯台の維持"),
            ]
        },
    )
    owners = [
        (p.element, p.role, p.agent.path, p.agent.section)
        for p in of(found, Participation)
        if p.agent
    ]
    # A dash is nobody.
    assert owners == [
        ("project/001", "responsible", ("港湾部", "灯台課"), None),
        ("project/001", "responsible-sub-unit", ("港湾部", "灯台課", "点灯係"), "灯台課"),
        ("project/002", "responsible", ("港湾部", "灯台課"), None),
    ]
    notices = [notice.message.en for reading in found for notice in reading.notices]
    assert not any("section" in said for said in notices)


def test_one_record_is_a_project_though_it_holds_more_figures(tmp_path: Path) -> None:
    record = {
        "事業名": "灯台の保守",
        "担当課室": "灯台課",
        "事業概要": "灯りをともす。毎夜、見回りを行う。",
        "予算": [{"年度": 2030 + n, "当初予算": n, "執行額": n} for n in range(5)],
    }
    (found,) = read(tmp_path, record)
    assert [p.label for p in of([found], Project)] == ["灯台の保守"]


def test_the_meaning_of_a_head_is_looked_up_once() -> None:
    words = load_table_words("table")
    first = words.meaning("令和７年度の担当課名")
    assert first is not None and first.role == "section"
    words.roles.clear()  # what is asked again is not looked up again
    assert words.meaning("令和７年度の担当課名") is first


def test_a_field_of_sections_that_repeats_the_units_above_names_each_once(tmp_path: Path) -> None:
    """「データなし」 is nobody, 部局外 no unit; a name goes on over its ・ behind a department."""
    owners = {
        "灯台の維持": ("港湾部", "港湾部　灯台課"),
        "秘書の仕事": ("市長公室", "市長公室　秘書課"),
        "会計の仕事": ("データなし", "会計課"),
        "農地の調査": ("部局外", "部局外　農業委員会事務局"),
        "監査の仕事": ("監査事務局", "監査事務局　監査事務局"),
        "講座の開催": ("教育局", "教育局　スポーツ・文化課"),
        "駐輪場の管理": ("建設部　道路課", "建設部　道路課　交通課"),
    }
    rows = [
        {"name": name, "bureau": bureau, "dept": dept, "summary": "市が行います。"}
        for name, (bureau, dept) in owners.items()
    ]
    found = read(tmp_path, rows)
    names = {p.key: p.label for p in of(found, Project)}
    read_owners: dict[str, list[str]] = {}
    for each in of(found, Participation):
        if each.agent and each.role == "responsible":
            read_owners.setdefault(names[each.element], []).append("/".join(each.agent.path))
    assert read_owners == {
        "灯台の維持": ["港湾部/灯台課"],
        "秘書の仕事": ["市長公室/秘書課"],
        "会計の仕事": ["会計課"],
        "農地の調査": ["農業委員会事務局"],
        "監査の仕事": ["監査事務局"],
        "講座の開催": ["教育局/スポーツ・文化課"],
        "駐輪場の管理": ["建設部/道路課", "建設部/交通課"],
    }


def test_a_ministry_is_the_government_and_no_section_of_its_bureau(tmp_path: Path) -> None:
    rows = {
        str(number): {"projectId": number, "projectName": name, "ministry": ministry,
                      "bureau": bureau, "purpose": "海を守ることを目的とする。"}
        for number, (name, ministry, bureau) in enumerate([
            ("灯台の維持事業", "港湾省", "灯台局"), ("植林の推進事業", "森林庁", "植林部"),
        ], 1)
    }  # fmt: skip
    found = read(tmp_path, rows)
    assert [plan.government for plan in of(found, Plan)] == ["港湾省", "森林庁"]
    owners = [p.agent.path for p in of(found, Participation) if p.agent]
    assert owners == [("灯台局",), ("植林部",)]
