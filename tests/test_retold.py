"""A project that several rows or several tables of a book tell of is one project.

波木市 and all its sections, bodies and projects are invented; what is expected is what a person
reads in the rows of each test.
"""

from collections.abc import Sequence
from pathlib import Path

import openpyxl

from enishi.data.reading import Reading, read_plan
from enishi.data.records import Participation, Project
from enishi.data.settings import settings_for

from .readings import projects_of

Rows = Sequence[Sequence[object]]


def read(path: Path, sheets: dict[str, Rows]) -> Reading:
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    made.save(path)
    return read_plan(path, settings_for(path))


def paid(reading: Reading) -> list[tuple[str, str, int | None]]:
    names = {r.key: r.label for r in reading.records if isinstance(r, Project)}
    return [
        (names[r.element], r.agent.name, r.amount)
        for r in reading.records
        if isinstance(r, Participation) and r.agent and r.role == "contractor"
    ]


# -- rows ---------------------------------------------------------------------------------------


def test_a_row_for_each_indicator_tells_of_one_project(tmp_path: Path) -> None:
    rows = [
        ["施策", "事業名", "担当課", "事業内容", "No.", "指標名"],
        ["農業", "スマート農業", "農政課", "機械を貸し出す。", 1, "導入農家数"],
        ["農業", "スマート農業", "農政課", "機械を貸し出す。", 2, "研修会の回数"],
        ["商業", "スマート農業", "農政課", "機械を貸し出す。", 3, "講演の回数"],
        ["商業", "朝市", "商工課", "月に一度開く。", 4, "出店数"],
    ]
    assert projects_of(read(tmp_path / "指標.xlsx", {"一覧": rows})) == [
        ("スマート農業", ("農業",), ("農政課",)),
        ("スマート農業", ("商業",), ("農政課",)),
        ("朝市", ("商業",), ("商工課",)),
    ]


def test_a_row_for_each_payee_gives_one_project_all_of_them(tmp_path: Path) -> None:
    rows = [
        ["事業番号", "事業名", "担当課", "支出先", "支出額（円）"],
        ["A1", "庁舎の改修", "財政課", "株式会社はぎ建設", 500],
        ["A1", "庁舎の改修", "財政課", "株式会社はぎ建設", 300],
        ["A1", "庁舎の改修", "財政課", "波木設計株式会社", 200],
        ["A2", "庁舎の清掃", "財政課", "波木ビル管理株式会社", 100],
    ]
    found = read(tmp_path / "支出.xlsx", {"一覧": rows})
    assert [name for name, _, _ in projects_of(found)] == ["庁舎の改修", "庁舎の清掃"]
    assert paid(found) == [
        ("庁舎の改修", "株式会社はぎ建設", 500),
        ("庁舎の改修", "株式会社はぎ建設", 300),
        ("庁舎の改修", "波木設計株式会社", 200),
        ("庁舎の清掃", "波木ビル管理株式会社", 100),
    ]


def test_rows_of_one_name_with_their_own_number_or_owner_are_projects_each(tmp_path: Path) -> None:
    rows = [
        ["番号", "事業名", "担当課"],
        [1, "備品の購入", "総務課"],
        [2, "備品の購入", "総務課"],
        [2, "備品の購入", "税務課"],
    ]
    assert [owners for _, _, owners in projects_of(read(tmp_path / "備品.xlsx", {"一覧": rows}))] == [
        ("総務課",), ("総務課",), ("税務課",),
    ]  # fmt: skip


# -- tables -------------------------------------------------------------------------------------

LIST: Rows = [
    ["番号", "事業名", "基本目標", "担当課", "事業内容"],
    ["A-1", "段差の解消", "歩きやすいまち", "道路課", "段差を直す。"],
    ["A-2", "トイレの改修", "歩きやすいまち", "施設課", "洋式に変える。"],
    ["B-1", "出前教室", "学び合うまち", "福祉課", "小学校で開く。"],
]
LISTED = [
    ("段差の解消", ("歩きやすいまち",), ("道路課",)),
    ("トイレの改修", ("歩きやすいまち",), ("施設課",)),
    ("出前教室", ("学び合うまち",), ("福祉課",)),
]
RESULTS: Rows = [
    ["番号", "事業名", "実績", "連携先"],
    ["A-1", "段差の解消", "三か所を直した。", None],
    ["A-2", "トイレの改修", "二棟を直した。", None],
    ["B-1", "出前教室", "四回開いた。", "波木市社会福祉協議会"],
]


def test_a_sheet_of_results_tells_of_the_projects_of_the_list(tmp_path: Path) -> None:
    found = read(tmp_path / "計画.xlsx", {"一覧": LIST, "評価": RESULTS})
    assert projects_of(found) == LISTED
    (three,) = [n for n in found.notices if "3件" in n.message.ja]
    assert three.locator.startswith("評価!")
    partners = {
        r.agent.name
        for r in found.records
        if isinstance(r, Participation) and r.agent and r.agent.kind == "org"
    }
    assert partners == {"波木市社会福祉協議会"}
    keys = {r.key for r in found.records if isinstance(r, Project)}
    told = {key for entry in found.ledger for key in entry.elements if key.startswith("project/")}
    assert told == keys


def test_results_in_front_of_the_list_tell_of_its_projects_too(tmp_path: Path) -> None:
    assert projects_of(read(tmp_path / "計画.xlsx", {"評価": RESULTS, "一覧": LIST})) == LISTED


def test_names_in_common_with_other_owners_are_projects_of_their_own(tmp_path: Path) -> None:
    rows = [["事業名", "担当課", "事業内容"], *([r[1], "総務課", "別に行う。"] for r in LIST[1:])]
    found = read(tmp_path / "計画.xlsx", {"一覧": LIST, "別表": rows})
    assert len(projects_of(found)) == 6


def test_a_table_of_which_a_few_names_stand_elsewhere_is_a_list_of_its_own(tmp_path: Path) -> None:
    rows = [["事業名", "事業内容"], ["段差の解消", "県道で行う。"], ["橋の点検", "五年ごとに行う。"],
            ["川の清掃", "年に一度行う。"]]  # fmt: skip
    found = read(tmp_path / "計画.xlsx", {"一覧": LIST, "県の事業": rows})
    assert [name for name, _, _ in projects_of(found)] == [
        "段差の解消", "トイレの改修", "出前教室", "段差の解消", "橋の点検", "川の清掃",
    ]  # fmt: skip


def test_a_list_that_alone_knows_the_levels_places_the_projects_of_forms(tmp_path: Path) -> None:
    forms: dict[str, Rows] = {
        name: [["事業名", name], ["担当課", "福祉課"], ["事業内容", told], ["備考", "なし"]]
        for name, told in (("配食", "夕食を届ける。"), ("見守り", "月に一度訪ねる。"))
    }
    listed = [["施策", "事業名"], ["高齢者", "配食"], ["高齢者", "見守り"]]
    assert projects_of(read(tmp_path / "調書.xlsx", {"総括表": listed, **forms})) == [
        ("配食", ("高齢者",), ("福祉課",)),
        ("見守り", ("高齢者",), ("福祉課",)),
    ]


def test_a_title_on_a_later_sheet_is_the_plans(tmp_path: Path) -> None:
    """Owners of the sheets before stay with their projects."""
    sheets: dict[str, Rows] = {
        "一覧": [["事業名", "担当課"], ["歩こう会", "健康課"], ["清流調べ", "環境課"]],
        "別表": [["波木市みらい計画 追加事業"], ["事業名", "担当課"], ["禁煙相談", "健康課"]],
    }
    assert projects_of(read(tmp_path / "事業.xlsx", sheets)) == [
        ("歩こう会", (), ("健康課",)),
        ("清流調べ", (), ("環境課",)),
        ("禁煙相談", (), ("健康課",)),
    ]


def test_a_section_that_leads_in_one_table_does_not_also_take_part(tmp_path: Path) -> None:
    forms: dict[str, Rows] = {
        name: [["事業名", name], ["実施主体", "健康課"], ["事業の概要", told], ["課題", "多い。"]]
        for name, told in (("歩こう会", "月に一度歩く。"), ("禁煙相談", "相談に乗る。"))
    }
    listed = [
        ["施策名", "事業名", "担当課"],
        ["健康", "歩こう会", "健康課"],
        ["健康", "禁煙相談", "健康課"],
    ]
    found = read(tmp_path / "カルテ.xlsx", {"一覧": listed, **forms})
    assert projects_of(found) == [
        ("歩こう会", ("健康",), ("健康課",)),
        ("禁煙相談", ("健康",), ("健康課",)),
    ]
    assert {r.role for r in found.records if isinstance(r, Participation)} == {"responsible"}
