"""Pages whose headings are labels. 霞野市 and everything in it is invented."""

from pathlib import Path

import pytest

from enishi.data.reading import Reading, inspect_document, read_plan
from enishi.data.records import Participation, Project
from enishi.data.settings import settings_for

from .plan_files import Block, Head, Table, write_file
from .readings import projects_of

#: name, sections, measure, what is done, contractor
PROJECTS = [
    ("防災士の養成", ["危機管理課", "教育総務課"], "備えるまち", "資格を取る人を支援します。", "霞野防災会"),
    ("公園の更新", ["みどり課"], "緑のまち", "古い遊具を新しくします。", "株式会社かすみ造園"),
    ("移住の相談", ["企画課"], "選ばれるまち", "首都圏で相談会を開きます。", "NPO法人かすみ暮らし"),
]  # fmt: skip
WANTED = [(name, (measure,), tuple(owners)) for name, owners, measure, *_ in PROJECTS]


def page(number: int, *, marked: bool = False) -> list[Block]:
    name, sections, measure, told, contractor = PROJECTS[number]
    owner = "【担当課】" if marked else "担当課"
    return [
        Head(1, f"{number + 1} {name}"), "この事業は総合計画に基づくものです。",
        Head(2, "施策名"), measure,
        Head(2, owner), *sections,
        Head(2, "事業の目的・内容"), told,
        Head(2, "委託先"), contractor,
        Head(2, "令和6年度の実績"), "三回行いました。",
        Table([["指標", "目標"], ["回数", "3"]]),
    ]  # fmt: skip


def read(path: Path) -> Reading:
    return read_plan(path, settings_for(path))


def told(reading: Reading) -> list[str | None]:
    projects = [record for record in reading.records if isinstance(record, Project)]
    return [each.description.text if each.description else None for each in projects]


@pytest.mark.parametrize("ending", [".docx", ".html", ".md"])
@pytest.mark.parametrize("marked", [False, True])
def test_headings_are_labels_of_the_project_above(
    tmp_path: Path, ending: str, marked: bool
) -> None:
    blocks = [block for n in range(3) for block in page(n, marked=marked)]
    reading = read(write_file(tmp_path / f"a{ending}", *blocks))
    assert projects_of(reading) == WANTED
    assert told(reading) == [each[3] for each in PROJECTS]
    contractors = [
        record.agent.name
        for record in reading.records
        if isinstance(record, Participation) and record.role == "contractor" and record.agent
    ]
    assert contractors == [each[4] for each in PROJECTS]
    assert not [entry for entry in reading.ledger if entry.state == "unresolved"]


def test_one_page_alone(tmp_path: Path) -> None:
    reading = read(write_file(tmp_path / "a.html", *page(1)))
    assert projects_of(reading) == WANTED[1:2]


def test_lines_say_the_owner_and_headings_the_rest(tmp_path: Path) -> None:
    text = "".join(
        f"# {name}\n\n- 担当課: {sections[0]}\n- **施策**: {measure}\n- 連携先: {partner}\n\n"
        f"## 概要\n\n{what}\n\n## 評価\n\nA\n\n"
        for name, sections, measure, what, partner in PROJECTS
    )
    path = tmp_path / "a.md"
    path.write_text(text, "utf-8")
    reading = read(path)
    assert projects_of(reading) == [(n, (m,), (s[0],)) for n, s, m, *_ in PROJECTS]
    assert told(reading) == [each[3] for each in PROJECTS]


def test_parts_of_a_measure_are_no_labels_of_a_project(tmp_path: Path) -> None:
    blocks: list[Block] = []
    for number, (name, sections, measure, what, _) in enumerate(PROJECTS, 1):
        blocks += [
            Head(1, f"施策{number} {measure}"), Head(2, "現状と課題"), "高齢化が進んでいます。",
            Head(2, "概要"), what, Head(2, "主な取組"), f"・{name}（{sections[0]}）",
        ]  # fmt: skip
    reading = read(write_file(tmp_path / "a.docx", *blocks))
    assert projects_of(reading) == [(n, (m,), (s[0],)) for n, s, m, *_ in PROJECTS]


def test_a_list_behind_the_section_is_not_its_name(tmp_path: Path) -> None:
    blocks = [
        Head(1, "朝市の開催"), Head(2, "内容"), "月に一度、駅前で開きます。",
        Head(2, "担当課"), "商工課", "電話でのお問い合わせは平日にお願いします。",
    ]  # fmt: skip
    reading = read(write_file(tmp_path / "a.html", *blocks))
    assert projects_of(reading) == [("朝市の開催", (), ("商工課",))]


def test_inspecting_says_what_the_page_is(tmp_path: Path) -> None:
    path = write_file(tmp_path / "a.docx", *(block for n in range(3) for block in page(n)))
    found = inspect_document(path, settings_for(path))
    named = [guess for guess in found.guesses if guess.role == "project"]
    assert named and "防災士の養成" in " ".join(named[0].samples)


def test_what_else_a_page_says_is_read_too(tmp_path: Path) -> None:
    """Prose below 目的 names partners; a heading over figures only is no part of the plan."""
    blocks: list[Block] = [Head(1, "施策1　緑のまち")]
    for name, group in (
        ("公園の更新", "NPO法人かすみ緑の会"),
        ("並木の手入れ", "NPO法人かすみ並木の会"),
    ):
        blocks += [
            Head(2, name), Head(3, "目的"), f"{group}と協働して緑を守ります。",
            Head(3, "担当課"), "みどり課", Head(3, "目標指標"), Table([["指標", "R6"], ["本数", "3"]]),
        ]  # fmt: skip
    reading = read(write_file(tmp_path / "a.md", *blocks))
    assert [row[0] for row in projects_of(reading)] == ["公園の更新", "並木の手入れ"]
    named = {
        record.agent.name
        for record in reading.records
        if isinstance(record, Participation) and record.agent and record.agent.kind == "org"
    }
    assert named == {"NPO法人かすみ緑の会", "NPO法人かすみ並木の会"}
    assert not [entry for entry in reading.ledger if entry.state == "unresolved"]
