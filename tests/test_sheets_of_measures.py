"""Sheets of a measure with its projects in one cell, framed projects, texts side by side, leaders.

葦原市 and all its sections and projects are invented.
"""

from pathlib import Path

import pytest

from enishi.data.reading import inspect_document, read_plan
from enishi.data.settings import settings_for

from .readings import projects_of
from .test_owner_lines import read


def test_items_of_a_cell_have_their_section_in_brackets(tmp_path: Path) -> None:
    sheet = (
        "<table><tr><td>施策1</td><td>支え合い</td></tr><tr><td>担当課</td><td>福祉課</td></tr>"
        "<tr><td>施策の方向</td><td>担い手と力を合わせます。</td></tr>"
        "<tr><td>主な事業</td><td>・朝の体操（健康課）<br>・見守り（福祉課、子ども課）</td></tr></table>"
    )
    reading = read(tmp_path, f"<h1>葦原市計画</h1><h2>基本目標1　やさしい</h2>{sheet}")
    assert projects_of(reading) == [
        ("朝の体操", ("やさしい", "支え合い"), ("健康課",)),
        ("見守り", ("やさしい", "支え合い"), ("福祉課", "子ども課")),
    ]
    assert not [e for e in reading.ledger if e.state == "unresolved"]


def test_a_framed_project_has_its_owner_and_the_label_in_one_cell(tmp_path: Path) -> None:
    frame = "<table><tr><td>{}</td><td>担当課：{}</td></tr><tr><td colspan=2>{}</td></tr></table>"
    reading = read(
        tmp_path,
        "<h1>葦原市計画</h1><h2>基本目標1　調べる</h2>"
        + frame.format("１　祭りの記録", "文化財課", "祭りを調べます。")
        + frame.format("２　古文書の写し", "文化財課、図書館", "写して見せます。"),
    )
    assert projects_of(reading) == [
        ("祭りの記録", ("調べる",), ("文化財課",)),
        ("古文書の写し", ("調べる",), ("文化財課", "図書館")),
    ]


def test_texts_side_by_side_in_one_row_are_no_table(tmp_path: Path) -> None:
    pair = "<table><tr><td>◆{}<br>（{}）<br>{}</td><td>◆{}<br>（{}）<br>{}</td></tr></table>"
    reading = read(
        tmp_path,
        "<h1>葦原市計画</h1><h2>基本目標1　来てもらう</h2>"
        + pair.format("お試しの家", "企画課", "短く住めます。", "移住の市", "観光課", "都会で開きます。"),
    )  # fmt: skip
    assert projects_of(reading) == [
        ("お試しの家", ("来てもらう",), ("企画課",)),
        ("移住の市", ("来てもらう",), ("観光課",)),
    ]


def test_leaders_lead_to_the_section(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        "<h1>葦原市計画</h1><h2>基本目標1　備える</h2><p>○水の備蓄…………………危機管理課</p>"
        "<p>○無線の更新………………………危機管理課</p><h2>基本目標2　学ぶ</h2>"
        "<p>○通学の車…………………学校教育課、企画課</p>",
    )
    assert projects_of(reading) == [
        ("水の備蓄", ("備える",), ("危機管理課",)),
        ("無線の更新", ("備える",), ("危機管理課",)),
        ("通学の車", ("学ぶ",), ("学校教育課", "企画課")),
    ]


def test_labels_set_apart_by_wide_blanks_are_no_table(tmp_path: Path) -> None:
    page = "　事業名　：　{}\n　担当課　：　{}\n　事業費　：　３，０００千円\n　内　容　：　{}\n\n"
    reading = read(
        tmp_path,
        "葦原市主要事業\n\n【基本目標１】　育てる\n\n" + page.format("祝いの品", "福祉課", "品を贈る。")
        + page.format("保育所の改修", "教育課", "屋根を直す。"),
        "plan.txt",
    )  # fmt: skip
    assert projects_of(reading) == [
        ("祝いの品", ("育てる",), ("福祉課",)),
        ("保育所の改修", ("育てる",), ("教育課",)),
    ]


def test_labels_in_one_line_are_parted_by_slashes(tmp_path: Path) -> None:
    page = "#### {}\n\n**担当**：{}／**期間**：R6-R8\n\n{}\n\n"
    reading = read(
        tmp_path,
        "# 葦原市計画\n\n## 施策1 窓口\n\n" + page.format("電子の申請", "情報課", "手続を増やす。")
        + page.format("札のいらない窓口", "会計課・情報課", "端末を置く。"),
        "plan.md",
    )  # fmt: skip
    assert projects_of(reading) == [
        ("電子の申請", ("窓口",), ("情報課",)),
        ("札のいらない窓口", ("窓口",), ("会計課", "情報課")),
    ]


def test_of_what_and_how_the_first_names_the_project(tmp_path: Path) -> None:
    table = (
        "<table><tr><th>What we will do</th><th>How we will do it</th><th>By when</th><th>Who</th></tr>"
        "<tr><td>Improve the high street</td><td>Install new benches</td><td>2026</td><td>Parks Team</td></tr>"
        "<tr><td>Collect food waste</td><td>Provide a caddy to each home</td><td>2025</td><td>Waste Services</td></tr></table>"
    )
    reading = read(tmp_path, f"<h1>Reedfield Plan</h1><h2>Theme 1: Clean</h2>{table}")
    assert projects_of(reading) == [
        ("Improve the high street", ("Clean",), ("Parks Team",)),
        ("Collect food waste", ("Clean",), ("Waste Services",)),
    ]


@pytest.mark.parametrize(
    "body",
    [
        (
            "<h2>目標1　つなぐ</h2><h3>幹線の維持</h3><table><tr><td>概要</td><td>時刻を見直す。</td></tr>"
            "<tr><td>実施主体</td><td>市（交通課）、葦原バス株式会社</td></tr></table>"
        ),
        (
            "<h2>施策1　学ぶ</h2><table><tr><td>主担当課</td><td>教育課</td></tr><tr><td>関係課</td>"
            "<td>住民課</td></tr></table><h3>主な事業</h3><ul><li>朝の講座</li><li>夜の講座</li></ul>"
        ),
        (
            "<table><tr><td>事業名</td><td>森の道</td><td>番号</td><td>12</td></tr><tr><td>担当部課</td>"
            "<td>建設部 道路課</td><td>施策</td><td>道を直す</td></tr><tr><td>内容</td><td colspan=3>"
            "道を広げる。</td></tr></table>"
        ),
    ],
    ids=["page", "owner of a measure", "form"],
)
def test_labels_and_values_are_read_alike_by_the_profile_of_their_inspection(
    tmp_path: Path, body: str
) -> None:
    reading = read(tmp_path, f"<h1>葦原市計画</h1>{body}")
    path = tmp_path / "plan.html"
    profile = tmp_path / "P.toml"
    profile.write_text(inspect_document(path, settings_for(path)).profile, encoding="utf-8")
    again = read_plan(path, settings_for(path, profile=str(profile)))
    assert projects_of(again) == projects_of(reading)
    assert [e.state for e in again.ledger] == [e.state for e in reading.ledger]
    assert all(owners for _, _, owners in projects_of(again))
