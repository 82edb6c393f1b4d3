"""Workbooks whose levels stand in rows of their own, or are the names of sheets.

青葉市 and everything in it is invented.
"""

from itertools import cycle
from pathlib import Path

import openpyxl
import pytest

from enishi.data.records import Goal, Participation

from .readings import projects_of
from .test_label_lines import read
from .test_ways_of_writing import GOALS, LEVELS, PROJECTS, TOLD, UPPER, WANTED

HEADS = [
    ("事業名", "内容", "担当課"),
    ("担当課", "事業名", "内容"),
    ("No", "事業名", "担当課", "内容"),
]


def row(head: tuple[str, ...], n: int) -> list[str | int]:
    name, section = PROJECTS[n]
    values = {"事業名": name, "担当課": section, "内容": TOLD, "No": n + 1}
    return [values[each] for each in head]


def titles(upper: str, lower: str) -> list[tuple[str, list[str]]]:
    return [
        (
            upper.format(n=goal, title=title, roman="ⅠⅡ"[goal - 1]).replace("\n", "　"),
            [lower.format(goal=goal, n=n, title=each) for n, each in enumerate(measures, 1)],
        )
        for goal, (title, measures) in enumerate(GOALS, 1)
    ]


@pytest.mark.parametrize(
    ("levels", "head", "merged"),
    [*zip(LEVELS, cycle(HEADS), cycle([False, False, False, True, True]), strict=False)],
)
@pytest.mark.parametrize("heads", ["once", "each"])
def test_levels_in_rows_of_their_own(
    tmp_path: Path, levels: tuple[str, str], head: tuple[str, ...], merged: bool, heads: str
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["青葉市総合計画 事業一覧"])
    if heads == "once":
        sheet.append(head)
    bands, n = [], 0
    for goal, measures in titles(*levels):
        sheet.append([goal])
        bands.append(sheet.max_row)
        for measure in measures:
            sheet.append([measure])
            bands.append(sheet.max_row)
            if heads == "each":
                sheet.append(head)
            for _ in range(2):
                sheet.append(row(head, n))
                n += 1
    for band in bands if merged else []:
        sheet.merge_cells(start_row=band, end_row=band, start_column=1, end_column=len(head))
    book.save(tmp_path / "plan.xlsx")
    assert projects_of(read(tmp_path / "plan.xlsx")) == WANTED


@pytest.mark.parametrize("lower", [lower for _, lower in LEVELS[:11]])
@pytest.mark.parametrize(
    "upper", [upper for upper in UPPER if upper[0] not in "■◎" and "標　" not in upper]
)
def test_sheets_that_are_named_by_levels(tmp_path: Path, upper: str, lower: str) -> None:
    book = openpyxl.Workbook()
    n = 0
    for at, (goal, measures) in enumerate(titles(upper, lower)):
        sheet = book.create_sheet(goal, at)
        sheet.append(HEADS[0])
        for measure in measures:
            sheet.append([measure])
            for _ in range(2):
                sheet.append(row(HEADS[0], n))
                n += 1
    del book["Sheet"]
    book.save(tmp_path / "plan.xlsx")
    assert projects_of(read(tmp_path / "plan.xlsx")) == WANTED


@pytest.mark.parametrize(
    "names", [("令和6年度", "令和7年度"), ("1 一覧", "2 一覧"), ("継続", "新規")]
)
def test_other_names_of_sheets_are_no_levels(tmp_path: Path, names: tuple[str, str]) -> None:
    book = openpyxl.Workbook()
    for at, name in enumerate(names):
        sheet = book.create_sheet(name, at)
        sheet.append(HEADS[0])
        for n in range(4 * at, 4 * at + 4):
            sheet.append(row(HEADS[0], n))
    del book["Sheet"]
    book.save(tmp_path / "plan.xlsx")
    assert [levels for _, levels, _ in projects_of(read(tmp_path / "plan.xlsx"))] == [()] * 8


def test_a_name_with_a_mark_and_nothing_beside_it_is_a_project(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEADS[0])
    for name, told, section in [
        ("■川の清掃", TOLD, "環境課"),
        ("■水質の調査", "", ""),
        ("■森の学校", TOLD, "農政課"),
        ("■花の日", "", ""),
    ]:
        sheet.append([name, told or None, section or None])
    book.save(tmp_path / "plan.xlsx")
    reading = read(tmp_path / "plan.xlsx")
    assert [name for name, *_ in projects_of(reading)] == [
        "川の清掃", "水質の調査", "森の学校", "花の日",
    ]  # fmt: skip
    assert not [record for record in reading.records if isinstance(record, Goal)]


@pytest.mark.parametrize(
    ("head", "bodies", "read_as"),
    [
        ("一緒に取り組む相手", ["青葉商工会", "株式会社青葉書店、農家", "青葉大学"], 3),
        ("訪ねる所", ["青葉小学校", "青葉第二小学校", "青葉病院"], 0),
    ],
)
def test_a_column_of_bodies_without_a_known_head_lists_who_takes_part(
    tmp_path: Path, head: str, bodies: list[str], read_as: int
) -> None:
    lines = [f"事業名,担当課,事業概要,{head}"]
    for n, body in enumerate(bodies):
        lines.append(f'{PROJECTS[n][0]},{PROJECTS[n][1]},{TOLD},"{body}"')
    (tmp_path / "plan.csv").write_text("\n".join(lines), encoding="utf-8")
    named = [
        record.agent.name
        for record in read(tmp_path / "plan.csv").records
        if isinstance(record, Participation) and record.agent and record.agent.kind == "org"
    ]
    assert len([each for each in named if "青葉" in each]) == read_as
