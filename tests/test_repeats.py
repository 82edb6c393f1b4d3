"""Projects that a list names twice and says so (再掲). 若葉市 and everything in it is invented."""

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

from enishi.cli import main
from enishi.data.reading import Reading, read_plan
from enishi.data.records import Claim, ListedItem, Measure, Participation, Project
from enishi.data.repeats import without_mark
from enishi.data.settings import settings_for
from enishi.graph.building import build_plans
from enishi.graph.store import open_kb

from .readings import projects_of

Rows = Sequence[Sequence[str]]
HEAD = ["基本目標", "施策", "事業名", "担当課", "事業内容"]
MARKET = ["にぎわうまち", "市場の振興", "朝市の開催", "商工課", "月に一度開く。"]


def read(path: Path, rows: Rows) -> Reading:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8")
    return read_plan(path, settings_for(path))


def entries(reading: Reading) -> list[tuple[str, str, str]]:
    """(entry, the measure it stands in, the project it means)."""
    named = {r.key: r.label for r in reading.records if isinstance(r, Measure | Project)}
    items = {r.key: r for r in reading.records if isinstance(r, ListedItem)}
    return [
        (items[r.element].label, named[items[r.element].parent], named[r.thing.name])
        for r in reading.records
        if isinstance(r, Claim) and r.predicate == "refersTo" and r.element in items
    ]


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("朝市の開催（再掲）", "朝市の開催"),
        ("朝市の開催 (再掲)", "朝市の開催"),
        ("【再掲】朝市の開催", "朝市の開催"),
        ("朝市の開催　※再掲", "朝市の開催"),
        ("朝市の開催（再掲：施策1-2）", "朝市の開催"),
        ("朝市の開催［2-1の再掲］", "朝市の開催"),
        ("朝市の開催【再】", "朝市の開催"),
        ("再掲：朝市の開催", "朝市の開催"),
        ("朝市の開催（春・秋）（再掲）", "朝市の開催（春・秋）"),
    ],
)
def test_the_mark_leaves_the_name(name: str, bare: str) -> None:
    part = without_mark(name)
    assert part is not None and name[part[0] : part[1]] == bare


@pytest.mark.parametrize(
    "name", ["再掲資料の作成", "朝市の開催（再開）", "（再掲）", "再生の森づくり"]
)
def test_a_name_that_only_looks_so_stays(name: str) -> None:
    assert without_mark(name) is None


def test_a_repeated_row_is_an_entry_that_means_the_project_before_or_behind_it(
    tmp_path: Path,
) -> None:
    reading = read(tmp_path / "一覧.csv", [
        HEAD,
        ["にぎわうまち", "商店街", "夜市の開催（再掲）", "観光課", ""],
        MARKET,
        ["にぎわうまち", "観光", "夜市の開催", "観光課", "夏に開く。"],
        ["健やかなまち", "食育", "【再掲】朝市の開催", "健康課", "朝市で食育の話をする。"],
    ])  # fmt: skip
    assert projects_of(reading) == [
        ("朝市の開催", ("にぎわうまち", "市場の振興"), ("商工課", "健康課")),
        ("夜市の開催", ("にぎわうまち", "観光"), ("観光課",)),
    ]
    assert entries(reading) == [
        ("夜市の開催", "商店街", "夜市の開催"),
        ("朝市の開催", "食育", "朝市の開催"),
    ]
    assert not [entry for entry in reading.ledger if entry.state == "unresolved"]


def test_what_a_repeated_row_says_besides_is_the_projects(tmp_path: Path) -> None:
    reading = read(tmp_path / "一覧.csv", [
        [*HEAD, "連携先"],
        [*MARKET, "若葉商店会"],
        ["健やかなまち", "食育", "朝市の開催（再掲）", "商工課", "", "若葉栄養士会"],
    ])  # fmt: skip
    (project,) = [r for r in reading.records if isinstance(r, Project)]
    told = [(r.role, r.agent.name) for r in reading.records
            if isinstance(r, Participation) and r.agent and r.element == project.key]  # fmt: skip
    assert sorted(told) == [
        ("cooperation", "若葉商店会"), ("cooperation", "若葉栄養士会"), ("responsible", "商工課"),
    ]  # fmt: skip


def test_a_repeated_row_whose_project_is_nowhere_is_a_project_and_said(tmp_path: Path) -> None:
    reading = read(tmp_path / "一覧.csv", [
        HEAD,
        MARKET,
        ["健やかなまち", "食育", "料理教室（再掲）", "健康課", "教室を開く。"],
        ["健やかなまち", "健康", "料理教室（再掲）", "健康課", ""],
    ])  # fmt: skip
    assert [name for name, _, _ in projects_of(reading)] == ["朝市の開催", "料理教室"]
    assert entries(reading) == [("料理教室", "健康", "料理教室")]
    (said,) = [notice for notice in reading.notices if "再掲" in notice.message.ja]
    assert said.locator == "A3:E3"


HEADED = """# 若葉市総合計画

## 基本目標1 にぎわうまち

### 施策1-1 市場の振興

| 事業名 | 担当課 | 内容 |
|---|---|---|
| 朝市の開催 | 商工課 | 月に一度開く。 |

### 施策1-2 食育

| 事業名 | 担当課 | 内容 |
|---|---|---|
| 朝市の開催（再掲：施策1-1） | 健康課 | 月に一度開く。 |
| 料理教室 | 健康課 | 教室を開く。 |
"""

LINES = """基本目標1 にぎわうまち
施策1-1 市場の振興
事業名：朝市の開催
担当課：商工課
内容：月に一度開く。
施策1-2 食育
事業名：朝市の開催【再掲】
担当課：健康課
事業名：料理教室
担当課：健康課
"""


@pytest.mark.parametrize(("name", "text"), [("計画.md", HEADED), ("計画.txt", LINES)])
def test_headed_documents_name_projects_twice_too(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    reading = read_plan(path, settings_for(path))
    assert projects_of(reading) == [
        ("朝市の開催", ("にぎわうまち", "市場の振興"), ("商工課", "健康課")),
        ("料理教室", ("にぎわうまち", "食育"), ("健康課",)),
    ]
    assert entries(reading) == [("朝市の開催", "食育", "朝市の開催")]


def test_the_graph_has_one_project_and_keeps_the_shapes(tmp_path: Path) -> None:
    path = tmp_path / "計画.md"
    path.write_text(HEADED, encoding="utf-8")
    kb = open_kb(str(tmp_path / "kb.trig"))
    (built,) = build_plans(kb, [(path, settings_for(path))])
    assert built.counts["Project"] == 2
    done = CliRunner().invoke(main, [
        "query", "--kb", str(tmp_path / "kb.trig"), "-n", "23", "--format", "json",
    ])  # fmt: skip
    (row,) = json.loads(done.stdout)["results"]["bindings"]
    assert [row[name]["value"] for name in ("package", "item", "project")] == [
        "食育", "朝市の開催", "朝市の開催",
    ]  # fmt: skip


def test_the_mark_may_have_a_cell_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "plan.html"
    table = "<table><tr><th>No.</th><th>事業名</th><th>担当課</th></tr>{}</table>"
    rows = "<tr><td>1</td><td>朝の市</td><td>商工課</td></tr><tr><td>2</td><td>夜の市</td><td>商工課</td></tr>"
    again = "<tr><td>再掲</td><td>朝の市</td><td>商工課</td></tr><tr><td>3</td><td>森の教室</td><td>教育課</td></tr>"
    path.write_text(
        "<meta charset=utf-8><h1>葦原市計画</h1><h2>基本目標1　稼ぐ</h2>"
        + table.format(rows) + "<h2>基本目標2　学ぶ</h2>" + table.format(again),
        encoding="utf-8",
    )  # fmt: skip
    reading = read_plan(path, settings_for(path))
    names = [r.label for r in reading.records if isinstance(r, Project)]
    assert names == ["朝の市", "夜の市", "森の教室"]
    assert [r.label for r in reading.records if isinstance(r, ListedItem)] == ["朝の市"]
