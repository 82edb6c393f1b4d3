"""Blocks of web pages: what opens and folds, what is bold, lists in lists, notes and dates.

葦原市 and all its sections and projects are invented.
"""

from pathlib import Path

import pytest

from .readings import projects_of
from .test_owner_lines import read


def test_items_over_items_of_projects_are_their_levels(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        "<h1>葦原市計画</h1><ul><li>基本目標1　働く<ul><li>商いを助ける<ul>"
        "<li>朝の市（商工課）</li><li>夜の市（商工課）</li></ul></li>"
        "<li>畑を守る<ul><li>棚田の保全（農政課）</li></ul></li></ul></li></ul>",
    )
    assert projects_of(reading) == [
        ("朝の市", ("働く", "商いを助ける"), ("商工課",)),
        ("夜の市", ("働く", "商いを助ける"), ("商工課",)),
        ("棚田の保全", ("働く", "畑を守る"), ("農政課",)),
    ]


def test_what_folds_out_is_a_heading_with_its_text(tmp_path: Path) -> None:
    folded = "<details><summary>{}</summary><p>{}</p><ul><li>担当課：{}</li></ul></details>"
    reading = read(
        tmp_path,
        "<h1>葦原市計画</h1><h2>戦略1　便利</h2>"
        + folded.format("書かない窓口", "職員が聞き取ります。", "市民課")
        + folded.format("道の通報", "写真で知らせます。", "道路課"),
    )
    assert projects_of(reading) == [
        ("書かない窓口", ("便利",), ("市民課",)),
        ("道の通報", ("便利",), ("道路課",)),
    ]


def test_a_block_that_is_all_bold_is_a_heading(tmp_path: Path) -> None:
    card = "<div><div><strong>{}</strong></div><div>{}</div><div>所管課：{}</div></div>"
    reading = read(
        tmp_path,
        "<h1>葦原市計画</h1><h2>方針1　広げる</h2>"
        + card.format("市民の提案", "提案を<b>公募</b>します。", "協働課")
        + card.format("話し合いの会", "市民と話します。", "企画課"),
    )
    assert projects_of(reading) == [
        ("市民の提案", ("広げる",), ("協働課",)),
        ("話し合いの会", ("広げる",), ("企画課",)),
    ]


def test_dates_of_pages_and_raised_numbers_of_notes_are_no_text_of_the_plan(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        "<h1>森の学校<sup>※1</sup>の運営</h1><p>更新日：2024年4月1日</p>"
        "<dl><dt>施策</dt><dd>森で学ぶ</dd><dt>担当課</dt><dd>教育課</dd>"
        "<dt>内容</dt><dd>広さ20m<sup>2</sup>の小屋を使います。</dd></dl>",
    )
    assert projects_of(reading) == [("森の学校の運営", ("森で学ぶ",), ("教育課",))]
    assert "20m2の小屋" in reading.source.text


PAIRS = [("川の清掃", "環境課", "ごみを拾います。"), ("森の学校", "農政課", "木を植えます。")]


@pytest.mark.parametrize(
    "block",
    [
        "<dl><dt>{0}</dt><dd>{2}</dd><dd>担当課：{1}</dd></dl>",
        "<div><div>{0}</div><div>{2}</div><div><span>担当課</span><span>{1}</span></div></div>",
        "<p>○{0}" + "…" * 90 + "{1}</p>",
    ],
)
def test_blocks_that_name_a_project_and_its_section(tmp_path: Path, block: str) -> None:
    blocks = "".join(block.format(*pair) for pair in PAIRS)
    reading = read(
        tmp_path,
        f"<h1>葦原市計画</h1><h2>基本目標1　緑のまち</h2><h3>施策1　自然を守る</h3>{blocks}",
    )
    assert projects_of(reading) == [
        (name, ("緑のまち", "自然を守る"), (section,)) for name, section, _ in PAIRS
    ]
