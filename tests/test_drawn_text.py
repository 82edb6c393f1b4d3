"""Tables drawn in plain text, with lines or with columns of spaces; cells go on in lines below.

鴎瀬市 and its projects are invented.
"""

from pathlib import Path

import pytest

from enishi.data.reading import Reading, read_plan
from enishi.data.records import Project
from enishi.data.settings import settings_for

from .readings import projects_of

BOX = """
┌────────┬───────┬──────────┐
│事業名　│担当課 │事業内容　│
├────────┼───────┼──────────┤
│防災訓練│危機管 │訓練を行い│
│の実施　│理課　 │ます。　　│
├────────┼───────┼──────────┤
│見守り　│福祉課 │地域で見守│
│　　　　│　　　 │ります。　│
└────────┴───────┴──────────┘
"""
ASCII = """
+--------+--------+------------+
| 事業名 | 担当課 | 事業内容   |
+========+========+============+
| 防災訓 | 危機管 | 訓練を行い |
| 練の実 | 理課   | ます。     |
| 施     |        |            |
+--------+--------+------------+
| 見守り | 福祉課 | 地域で見守 |
|        |        | ります。   |
+--------+--------+------------+
"""
HEAD_RULE = """
| 事業名         | 担当課     | 事業内容       |
|----------------|------------|----------------|
| 防災訓練の実施 | 危機管理課 | 訓練を行います |
|                |            | 。             |
| 見守り         | 福祉課     | 地域で見守りま |
|                |            | す。           |
"""
SPACES = """
事業名          担当課        事業内容
防災訓練の実施  危機管理課    訓練を行います。
見守り          福祉課        地域で見守り
                              ます。
"""
WIDE_SPACES = """
事業名　　　　　担当課　　　事業内容
防災訓練の実施　危機管理課　訓練を行います。
見守り　　　　　福祉課　　　地域で見守り
　　　　　　　　　　　　　　ます。
"""


def read(tmp_path: Path, text: str) -> Reading:
    path = tmp_path / "plan.txt"
    path.write_text(text, encoding="utf-8")
    return read_plan(path, settings_for(path))


@pytest.mark.parametrize("table", [BOX, ASCII, HEAD_RULE, SPACES, WIDE_SPACES])
def test_a_row_of_a_drawn_table_goes_on_in_the_lines_below(tmp_path: Path, table: str) -> None:
    reading = read(
        tmp_path, "鴎瀬市実施計画\n\n１　安全なまち\n" + table + "\n２　川のまち\n" + table
    )
    rows = [("防災訓練の実施", ("危機管理課",)), ("見守り", ("福祉課",))]
    assert projects_of(reading) == [
        (name, (above,), owners)
        for above in ("安全なまち", "川のまち")
        for name, owners in rows
    ]  # fmt: skip
    told = [r.description.text for r in reading.records if isinstance(r, Project) and r.description]
    assert told == ["訓練を行います。", "地域で見守ります。"] * 2
    assert not [e for e in reading.ledger if e.state == "unresolved"]


def test_places_are_the_lines_of_the_file(tmp_path: Path) -> None:
    reading = read(tmp_path, "鴎瀬市実施計画" + BOX)
    first = next(r for r in reading.records if isinstance(r, Project))
    assert first.description is not None
    assert reading.source.locator(first.name_span) == "5-6行"
    assert reading.source.quote(first.description.span) == "訓練を行います。"


def test_a_rule_under_some_columns_leaves_the_others_open(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        """鴎瀬市実施計画

┌──────┬────────┬───────┐
│施策　│事業名　│担当課 │
├──────┼────────┼───────┤
│安全な│防災訓練│危機管 │
│まちへ│　　　　│理課　 │
│　　　├────────┼───────┤
│　　　│見守り　│福祉課 │
├──────┼────────┼───────┤
│川を守│川の清掃│環境課 │
│る　　│　　　　│　　　 │
└──────┴────────┴───────┘
""",
    )
    assert projects_of(reading) == [
        ("防災訓練", ("安全なまちへ",), ("危機管理課",)),
        ("見守り", ("安全なまちへ",), ("福祉課",)),
        ("川の清掃", ("川を守る",), ("環境課",)),
    ]


def test_prose_with_wide_gaps_is_no_table(tmp_path: Path) -> None:
    text = "鴎瀬市計画\n\n春　　夏　　秋\n花が咲きます。\n海へ行きます。\n\n・川の清掃（環境課）\n・見守り（福祉課）\n"
    reading = read(tmp_path, text)
    assert reading.source.text == text  # the file's own text, line by line
    assert len(projects_of(reading)) == 2


def test_a_line_with_room_for_more_was_ended_by_its_writer(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(
        """葦原市計画

基本目標１　備える

┌──┬────────┬─────┐
│No│事業名  │担当課    │
├──┼────────┼─────┤
│ 1│津波の塔│総務課    │
│  │の建設  │建設課    │
├──┼────────┼─────┤
│ 2│海の掃除│住民環境保│
│  │        │全課      │
└──┴────────┴─────┘
""",
        encoding="utf-8",
    )
    assert projects_of(read_plan(path, settings_for(path))) == [
        ("津波の塔の建設", ("備える",), ("総務課", "建設課")),
        ("海の掃除", ("備える",), ("住民環境保全課",)),
    ]
