"""Workbooks and lists as cities and their federations publish them: wide sheets, budgets, links.

若葉市 and all its sections and projects are invented; what is expected is what a person reads in the
rows of each test.
"""

from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from enishi.data.reading import Reading, read_plan
from enishi.data.settings import settings_for
from enishi.errors import InputError

from .readings import projects_of

Rows = Sequence[Sequence[object]]


def book(path: Path, sheets: dict[str, Rows]) -> Path:
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    made.save(path)
    return path


def read(path: Path) -> Reading:
    return read_plan(path, settings_for(path))


# -- levels behind the names ------------------------------------------------------------------


def test_levels_of_the_plan_stand_above_the_projects_behind_whose_names_they_are(
    tmp_path: Path,
) -> None:
    """施策 and 政策 behind the name, the lower first; one policy is written in two ways."""
    path = book(tmp_path / "評価.xlsx", {"一覧": [
        ["No.", "事務事業名", "基本事業名", "施策名", "政策名", "部課名", "分野"],
        [1, "不法投棄の監視", "ごみの減量", "ごみ対策", "美しいまち", "環境課", "環境"],
        [2, "資源の回収", "資源の循環", "ごみ対策", "美しいまち", "環境課", "環境"],
        [3, "水質の調査", "水の保全", "水と緑", "うつくしいまち", "環境課", "環境"],
        [4, "河川の清掃", "水の保全", "水と緑", "美しいまち", "土木課", "土木"],
        [5, "市場の運営", "流通の強化", "水産業", "栄えるまち", "水産課", "産業"],
        [6, "漁業者の育成", "担い手の育成", "水産業", "栄えるまち", "水産課", "産業"],
    ]})  # fmt: skip
    assert [(name, levels) for name, levels, _ in projects_of(read(path))] == [
        ("不法投棄の監視", ("美しいまち", "ごみ対策", "ごみの減量")),
        ("資源の回収", ("美しいまち", "ごみ対策", "資源の循環")),
        ("水質の調査", ("うつくしいまち", "水と緑", "水の保全")),
        ("河川の清掃", ("美しいまち", "水と緑", "水の保全")),
        ("市場の運営", ("栄えるまち", "水産業", "流通の強化")),
        ("漁業者の育成", ("栄えるまち", "水産業", "担い手の育成")),
    ]


def test_a_project_without_a_level_behind_its_name_is_not_under_the_one_above(
    tmp_path: Path,
) -> None:
    path = book(tmp_path / "評価.xlsx", {"一覧": [
        ["事業名", "施策", "担当課"],
        ["市場の運営", "水産業の振興", "水産課"],
        ["庁舎の管理", None, "総務課"],
        ["漁業者の育成", "水産業の振興", "水産課"],
    ]})  # fmt: skip
    assert [(name, levels) for name, levels, _ in projects_of(read(path))] == [
        ("市場の運営", ("水産業の振興",)),
        ("庁舎の管理", ()),
        ("漁業者の育成", ("水産業の振興",)),
    ]


def test_columns_nobody_knows_are_said_in_one_notice_where_they_are_many(tmp_path: Path) -> None:
    unknown = [f"計測{n}" for n in range(30)]
    path = book(tmp_path / "評価.xlsx", {"一覧": [
        ["事業名", "担当課", *unknown],
        ["市場の運営", "水産課", *range(30)],
    ]})  # fmt: skip
    (said,) = [n.message.ja for n in read(path).notices if "計測0" in n.message.ja]
    assert "30列" in said


# -- budgets ----------------------------------------------------------------------------------

BUDGET: Rows = [
    ["議会費", "議会費", "議会費", 4815, "報酬", 2060, "議員の報酬"],
    ["議会費", "議会費", "議会費", 4815, "旅費", 118, "視察"],
    ["民生費", "児童福祉費", "保育費", 9100, "報酬", 5000, "保育士の報酬"],
    ["民生費", "児童福祉費", "保育費", 9100, "需用費", 4100, "給食の材料"],
]


def test_the_items_of_a_budget_are_no_projects(tmp_path: Path) -> None:
    head = ["款", "項", "目", "予算額", "節名", "節金額", "説明"]
    path = book(tmp_path / "予算.xlsx", {"予算": [head, *BUDGET]})
    with pytest.raises(InputError) as caught:
        read(path)
    assert "款・項・目・節は予算の科目" in caught.value.message.ja


def test_a_budget_that_names_projects_lists_them(tmp_path: Path) -> None:
    head = ["款", "項", "目", "予算額", "事業名", "事業費", "説明"]
    path = book(tmp_path / "予算.xlsx", {"予算": [
        head,
        ["民生費", "児童福祉費", "保育費", 9100, "一時保育事業", 5000, "一時保育を行う。"],
        ["民生費", "児童福祉費", "保育費", 9100, "給食改善事業", 4100, "献立を見直す。"],
    ]})  # fmt: skip
    assert projects_of(read(path)) == [("一時保育事業", (), ()), ("給食改善事業", (), ())]
