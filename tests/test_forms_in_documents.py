"""Forms in documents and books beside lists, figures and headings of their own; all invented."""

from pathlib import Path

import openpyxl

from enishi.data.reading import read_document
from enishi.data.records import Goal, Measure, Participation, Project
from enishi.data.settings import settings_for

Told = dict[str, tuple[list[str], list[str]]]


def read(path: Path) -> Told:
    """Name of each project → the levels above it and who takes part; no name twice."""
    (reading,) = read_document(path, settings_for(path))
    levels = {r.key: r for r in reading.records if isinstance(r, Goal | Measure)}
    projects = [r for r in reading.records if isinstance(r, Project)]
    found: Told = {}
    for project in projects:
        over, at = [], project.parent
        while at in levels:
            over.insert(0, levels[at].label)
            at = levels[at].parent
        who = [
            r.agent.name for r in reading.records
            if isinstance(r, Participation) and r.element == project.key and r.agent
        ]  # fmt: skip
        found[project.label] = (over, sorted(who))
    assert len(found) == len(projects)
    return found


def form(number: int, name: str, goal: str, measure: str, office: str) -> str:
    return (
        f"<h2>事業番号{number}</h2><table><tr><th>番号<td>{number}<th>担当課<td>{office}</tr>"
        f"<tr><th>事業名<td colspan=3>{name}</tr>"
        f"<tr><th>基本目標<td>{goal}<th>施策<td>{measure}</tr>"
        f"<tr><th>事業内容<td colspan=3>{name}を進めます。</tr></table>"
    )


FORMS: Told = {
    "川床の清掃": (["水のまち", "川の手入れ"], ["河川課"]),
    "水車の修理": (["水のまち", "文化の保存"], ["文化課"]),
    "灯籠流しの支援": (["祭りのまち", "行事の支援"], ["観光課"]),
}


def pages() -> str:
    return "".join(
        form(n, name, *over, *who) for n, (name, (over, who)) in enumerate(FORMS.items(), 1)
    )


def test_a_heading_that_only_numbers_and_one_over_all_forms_are_no_levels(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(f"<h1>令和7年度の主要事業</h1>{pages()}")
    assert read(path) == FORMS


def test_a_list_of_the_projects_that_have_forms_names_none_a_second_time(tmp_path: Path) -> None:
    rows = "".join(
        f"<tr><td>{n}<td>{name}<td>{who[0]}<td>A</tr>"
        for n, (name, (_, who)) in enumerate(FORMS.items(), 1)
    )
    path = tmp_path / "b.html"
    path.write_text(
        "<h1>星川市 施策評価報告書</h1><h2>1 評価結果一覧</h2><table><tr><th>番号<th>事業名<th>担当課"
        f"<th>総合評価</tr>{rows}</table><h2>2 評価シート</h2>{pages()}"
    )
    assert read(path) == FORMS


def test_money_like_a_year_is_no_label(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["事業名", "川床の清掃", "担当課", "河川課"],
        ["施策", "川の手入れ", "区分", "継続"],
        ["事業費（千円）", None, 2000],
        ["委託先", None, "株式会社せせらぎ", "委託料", 1500],
    ):
        sheet.append(row)
    book.save(tmp_path / "d.xlsx")
    assert read(tmp_path / "d.xlsx") == {
        "川床の清掃": (["川の手入れ"], ["株式会社せせらぎ", "河川課"])
    }


def test_an_owner_above_the_name_is_that_of_the_form_it_begins(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for number, (name, ((goal, measure), (office,))) in enumerate(FORMS.items(), 1):
        sheet.append(["番号", number, "担当課", office])
        sheet.append(["事業名", name])
        sheet.append(["基本目標", goal, "施策", measure])
        sheet.append(["事業内容", f"{name}を進めます。"])
    book.save(tmp_path / "e.xlsx")
    assert read(tmp_path / "e.xlsx") == FORMS


def test_goals_of_a_resilience_plan_are_levels(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        [
            "事前に備えるべき目標",
            "起きてはならない最悪の事態（リスクシナリオ）",
            "事業名",
            "担当課",
        ],
        ["1 直接死を最大限防ぎ、人の命を守る", "1-1 多数の家屋の倒壊", "水門の補強", "河川課"],
        [None, None, "橋の点検", "道路課"],
        [
            "2 救助や医療の活動が迅速に行われるとともに、避難する人の健康を確実に確保する",
            "2-1 長い断水",
            "水道管の更新",
            "水道課",
        ],
    ):
        sheet.append(row)
    book.save(tmp_path / "f.xlsx")
    assert read(tmp_path / "f.xlsx") == {
        "水門の補強": (["直接死を最大限防ぎ、人の命を守る", "多数の家屋の倒壊"], ["河川課"]),
        "橋の点検": (["直接死を最大限防ぎ、人の命を守る", "多数の家屋の倒壊"], ["道路課"]),
        "水道管の更新": (
            [
                "救助や医療の活動が迅速に行われるとともに、避難する人の健康を確実に確保する",
                "長い断水",
            ],
            ["水道課"],
        ),
    }
