"""Workbooks and lists as cities and their federations publish them: wide sheets, budgets, links.

若葉市 and all its sections and projects are invented; what is expected is what a person reads in the
rows of each test.
"""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from enishi.data.reading import Reading, read_plan
from enishi.data.records import Goal, Measure
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


# -- rows that name the row above -------------------------------------------------------------


def table(path: Path, rows: Rows, delimiter: str = ",") -> Path:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8")
    return path


def test_rows_that_say_what_they_are_stand_below_the_row_they_name(tmp_path: Path) -> None:
    """The last row is above the second: order says nothing, numbers do."""
    path = table(tmp_path / "体系.csv", [
        ["ID", "親ID", "種別", "名称", "担当課", "内容"],
        ["G1", "", "基本目標", "にぎわうまち", "", ""],
        ["P1", "M2", "事業", "朝市の開催", "商工課", "月に一度開く。"],
        ["M1", "G1", "施策", "商店街の支援", "", "店と歩く人を増やす。"],
        ["P2", "M1", "事業", "空き店舗の活用", "商工課", "改装に補助する。"],
        ["M2", "G1", "施策", "市場の振興", "", ""],
    ])  # fmt: skip
    reading = read(path)
    assert projects_of(reading) == [
        ("朝市の開催", ("にぎわうまち", "市場の振興"), ("商工課",)),
        ("空き店舗の活用", ("にぎわうまち", "商店街の支援"), ("商工課",)),
    ]
    measures = [r for r in reading.records if isinstance(r, Measure)]
    assert [(m.label, m.level, [p.text for p in m.prose]) for m in measures] == [
        ("市場の振興", "施策", []), ("商店街の支援", "施策", ["店と歩く人を増やす。"]),
    ]  # fmt: skip
    assert [r.label for r in reading.records if isinstance(r, Goal)] == ["にぎわうまち"]


def test_without_kinds_the_rows_with_owners_are_the_projects(tmp_path: Path) -> None:
    path = table(tmp_path / "plan.csv", [
        ["id", "parent_id", "title", "owner", "description"],
        ["1", "", "A lively town", "", ""],
        ["2", "1", "Markets", "", ""],
        ["3", "2", "Morning market", "Trade Department", "Opens once a month."],
        ["4", "3", "Stalls", "", "Twenty stalls are bought."],
        ["5", "1", "Festival of lanterns", "Culture Department", "Held in August."],
    ])  # fmt: skip
    assert projects_of(read(path)) == [
        ("Morning market", ("A lively town", "Markets"), ("Trade Department",)),
        ("Festival of lanterns", ("A lively town",), ("Culture Department",)),
    ]


def test_rows_of_the_same_names_below_each_project_tell_of_it(tmp_path: Path) -> None:
    rows = [["id", "title", "text", "parent"], ["K", "Klimaschutz", "Der Bereich.", ""]]
    for n in (1, 2, 3):
        rows.append([f"K{n}", f"Massnahme {n}", f"Das Haus {n} wird in diesem Jahr saniert.", "K"])
        rows += [[f"K{n}-p", "geplant", f"Der Plan {n} liegt noch nicht vor.", f"K{n}"]]
        rows += [[f"K{n}-s", "Sachstand", f"Der Stand {n} ist noch offen.", f"K{n}"]]
    reading = read(table(tmp_path / "klima.csv", rows))
    assert projects_of(reading) == [
        (f"Massnahme {n}", ("Klimaschutz",), ()) for n in (1, 2, 3)
    ]  # fmt: skip
    assert not [entry for entry in reading.ledger if entry.state == "unresolved"]


LINKED: Rows = [
    ["番号", "上位番号", "事業名", "担当課", "事業内容"],
    ["1", "", "にぎわい", "", ""],
    ["2", "1", "朝市の開催", "商工課", "月に一度開く。"],
    ["3", "1", "空き店舗の活用", "商工課", "改装に補助する。"],
    ["4", "1", "夜市の開催", "商工課", "夏に開く。"],
    ["5", "1", "商品券の発行", "商工課", "冬に売る。"],
    ["6", "1", "看板の補助", "商工課", "看板を直す。"],
]


def test_a_row_that_is_not_there_is_said_and_what_names_it_stands_below_the_plan(
    tmp_path: Path,
) -> None:
    reading = read(
        table(tmp_path / "事業.csv", [*LINKED, ["7", "99", "街灯の補助", "商工課", "直す。"]])
    )
    assert ("街灯の補助", (), ("商工課",)) in projects_of(reading)
    (said,) = [notice for notice in reading.notices if "99" in notice.message.ja]
    assert said.locator == "A8"


@pytest.mark.parametrize(
    ("rows", "said", "place"),
    [
        ([["8", "9", "甲", "商工課", "直す。"], ["9", "8", "乙", "商工課", "直す。"]], "輪", "A8"),
        ([["1", "", "甲", "商工課", "直す。"]], "「1」の行が二つ", "A8"),
    ],
)
def test_circles_and_doubled_numbers_are_refused_with_their_place(
    tmp_path: Path, rows: Rows, said: str, place: str
) -> None:
    path = table(tmp_path / "事業.csv", [*LINKED, *rows])
    with pytest.raises(InputError) as caught:
        read(path)
    assert said in caught.value.message.ja
    assert caught.value.where.endswith(f"事業.csv:{place}")


def test_a_column_called_parent_that_names_no_rows_links_nothing(tmp_path: Path) -> None:
    """親 are parents of children here."""
    path = table(tmp_path / "子育て.csv", [
        ["事業名", "担当課", "親", "子"],
        ["親子教室", "子育て課", "○", "○"],
        ["父親講座", "子育て課", "○", "-"],
    ])  # fmt: skip
    assert projects_of(read(path)) == [
        ("親子教室", (), ("子育て課",)), ("父親講座", (), ("子育て課",)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "rows",
    [
        [["ID", "親ID", "名称", "備考"], ["1", "", "総務部", ""], ["2", "1", "人事課", ""],
         ["3", "1", "財政課", "新設"], ["4", "3", "予算係", ""]],
        [["組織名", "親", "備考"], ["市長", "", ""], ["副市長", "市長", ""],
         ["技監", "副市長", "兼務"], ["総務担当理事", "副市長", ""], ["参与", "副市長", ""]],
    ],
)  # fmt: skip
def test_a_tree_of_offices_or_people_is_no_plan(tmp_path: Path, rows: Rows) -> None:
    path = table(tmp_path / "組織.csv", rows)
    with pytest.raises(InputError):
        read(path)
