"""Overviews, lines above tables, heads that come again on each page, names with text; all invented."""

from pathlib import Path

import openpyxl
import pytest

from .test_marks_and_lines import Told, read

OVERVIEW = (
    "<h2>第1章　施策の体系</h2><table><tr><th>基本目標<th>施策の方向<th>取組</tr>"
    "<tr><td>1 水のまち<td>(1) 川の手入れ<td>川床の清掃</tr>"
    "<tr><td>1 水のまち<td>(1) 川の手入れ<td>堰の点検</tr>"
    "<tr><td>2 祭りのまち<td>(1) 行事の支援<td>灯籠流し</tr></table><h2>第2章　施策の展開</h2>"
)
PLAN: Told = [
    ("川床の清掃", ["水のまち", "川の手入れ"], ["河川課"]),
    ("堰の点検", ["水のまち", "川の手入れ"], ["河川課"]),
    ("灯籠流し", ["祭りのまち", "行事の支援"], ["観光課"]),
]


def told(name: str, office: str, tables: bool) -> str:
    if tables:
        return (
            "<table><tr><th>取組<th>内容<th>担当課</tr>"
            f"<tr><td>{name}<td>{name}を進めます。<td>{office}</tr></table>"
        )
    return f"<h5>{name}</h5><p>{name}を進めます。</p><p>担当課：{office}</p>"


@pytest.mark.parametrize("tables", [True, False])
def test_an_overview_of_what_is_told_in_full_lists_no_projects(
    tmp_path: Path, tables: bool
) -> None:
    text = (
        "<h1>星川市計画</h1>"
        + OVERVIEW
        + "<h3>基本目標1 水のまち</h3><h4>施策の方向(1) 川の手入れ</h4>"
    )
    text += told("川床の清掃", "河川課", tables) + told("堰の点検", "河川課", tables)
    text += "<h3>基本目標2 祭りのまち</h3><h4>施策の方向(1) 行事の支援</h4>"
    text += told("灯籠流し", "観光課", tables)
    assert read(tmp_path / "a.html", text) == PLAN


def test_an_overview_alone_is_the_list_of_projects(tmp_path: Path) -> None:
    found = read(tmp_path / "b.html", f"<h1>星川市計画</h1>{OVERVIEW}<p>以上を進めます。</p>")
    assert [name for name, _, _ in found] == [name for name, _, _ in PLAN]


def book(path: Path, rows: list[list[object]]) -> Told:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    made.save(path)
    return read(path, None)


HEAD: list[object] = ["番号", "事業名", "担当課"]


def test_lines_above_tables_below_each_other_are_levels(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["星川市の事業"], [], ["川の手入れ"], HEAD, [1, "川床の清掃", "河川課"], [2, "堰の点検", "河川課"],
        [], ["行事の支援"], HEAD, [1, "灯籠流し", "観光課"],
    ]  # fmt: skip
    assert book(tmp_path / "c.xlsx", rows) == [(name, over[1:], who) for name, over, who in PLAN]


def test_lines_above_tables_side_by_side_are_levels(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["星川市の事業"], ["川の手入れ", None, None, None, "行事の支援"], [*HEAD, None, *HEAD],
        [1, "川床の清掃", "河川課", None, 1, "灯籠流し", "観光課"], [2, "堰の点検", "河川課"],
    ]  # fmt: skip
    assert book(tmp_path / "d.xlsx", rows) == [(name, over[1:], who) for name, over, who in PLAN]


def test_the_title_above_the_first_of_two_tables_is_no_level(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["星川市事業一覧"], HEAD, [1, "川床の清掃", "河川課"], [2, "堰の点検", "河川課"],
        ["令和7年度"], HEAD, [1, "灯籠流し", "観光課"],
    ]  # fmt: skip
    assert [over for _, over, _ in book(tmp_path / "e.xlsx", rows)] == [[], [], []]


def test_a_section_goes_on_below_a_head_that_comes_again(tmp_path: Path) -> None:
    head: list[object] = ["部", "課", "事業名"]
    rows: list[list[object]] = [
        head, ["建設部", "河川課", "川床の清掃"], [None, None, "水門の点検"], [None, "公園課", "池の掃除"],
        head, [None, None, "花壇の手入れ"], ["産業部", "観光課", "灯籠流し"],
    ]  # fmt: skip
    assert [(name, who) for name, _, who in book(tmp_path / "f.xlsx", rows)] == [
        ("川床の清掃", ["河川課"]),
        ("水門の点検", ["河川課"]),
        ("池の掃除", ["公園課"]),
        ("花壇の手入れ", ["公園課"]),
        ("灯籠流し", ["観光課"]),
    ]


def test_the_first_line_above_sentences_is_the_name(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["事業名・事業内容", "担当課"],
        ["川床の清掃\n　石を洗います。\n草も刈ります。", "河川課"],
        ["灯籠流し\n　灯籠を流します。", "観光課"],
        ["古い水車を\n直す仕事", "文化課"],
    ]
    assert [name for name, _, _ in book(tmp_path / "g.xlsx", rows)] == [
        "川床の清掃",
        "灯籠流し",
        "古い水車を直す仕事",
    ]
