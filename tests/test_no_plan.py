"""Documents that are no plan are refused with what was seen; short plans are read.

鴎瀬市 and what is said of it are invented.
"""

from pathlib import Path

import pytest

from enishi.data.reading import read_plan
from enishi.data.settings import settings_for
from enishi.errors import InputError

from .plan_files import Table, write_file
from .readings import projects_of

CRITICISM = """<html><body><h1>議会だより 6月号</h1>
<h2>補正予算を考える</h2><p>今回の補正予算は、新規の事業にお金をかけすぎています。</p>
<h3>歳出</h3><p>継続している事業の見直しが先ではないでしょうか。</p>
<table><tr><th>事業</th><th>金額（円）</th></tr>
<tr><td>庁舎エレベーター改修</td><td>約1,200万円</td></tr>
<tr><td>予約システム再構築</td><td>約480万円</td></tr>
<tr><td>公園遊具の更新</td><td>約320万円</td></tr></table>
<p>私は反対しました。</p><p>理由は三つあります。</p><p>市長の説明は足りません。</p></body></html>
"""

TEMPLATE = """{{first:2020-08-03}}
# 議案第4号 補正予算

<details>
<summary>市長の報告</summary>
</details>

## 目次
- [概要](#概要)
- [解説](#解説)

## 概要
今回の補正予算は、市民の暮らしを支える事業の継続と新規の取組に使われます。

> 財源としましては、事業の実施に伴い、国の支出金を増額するとともに、継続事業の見直しを行います。

## 解説
今までで一番ひどい予算です。
"""

ORDINANCE = """# 鴎瀬市災害対策基金条例の解説

## 第1条 目的

この条例は、災害に備えるための基金を置くことを定めます。

方針：基金は市長が管理します。

## 第2条 積立て

積み立てる額は予算で定めます。
"""


@pytest.mark.parametrize(
    ("name", "text", "seen"),
    [
        ("report.html", CRITICISM, "庁舎エレベーター改修"),
        ("bill.md", TEMPLATE, "議案第4号|first:2020"),
        ("law.md", ORDINANCE, "鴎瀬市災害対策基金条例の解説|基金は市長が管理します"),
    ],
)
def test_criticism_bills_and_ordinances_are_refused(
    tmp_path: Path, name: str, text: str, seen: str
) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=seen) as caught:
        read_plan(path, settings_for(path))
    said = str(caught.value)
    assert name in said
    assert "担当課" in said or "owns" in said  # what is missing
    assert "--profile" in said


SHORT = {
    "owners.txt": "・防災訓練（危機管理課）\n・見守り訪問（福祉課）\n",
    "levels.md": "# 鴎瀬市ビジョン\n\n## 基本目標1 川を守る\n\n## 基本目標2 道をなおす\n",
    "one.txt": "鴎瀬市実施計画\n\n事業名：川の清掃\n事業概要：川を掃除します。\n",
}


@pytest.mark.parametrize(
    ("name", "projects"), [("owners.txt", 2), ("levels.md", 0), ("one.txt", 1)]
)
def test_short_plans_are_read(tmp_path: Path, name: str, projects: int) -> None:
    path = tmp_path / name
    path.write_text(SHORT[name], encoding="utf-8")
    assert len(projects_of(read_plan(path, settings_for(path)))) == projects


def test_a_label_with_a_long_sentence_names_no_goal(tmp_path: Path) -> None:
    path = tmp_path / "strategy.md"
    text = "# 鴎瀬市下水道経営戦略\n\n## 投資\n\n目標：{}\n\n古い管を直す。\n\n## 財源\n\n目標：{}\n\n料金を見直す。\n"
    path.write_text(
        text.format(
            "施設の更新は経営に与える影響を確かめ、計画に沿って進めます。",
            "独立採算で事業を続けられるよう、料金の収入を確保します。",
        ),
        encoding="utf-8",
    )
    with pytest.raises(InputError):
        read_plan(path, settings_for(path))


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".docx", ".html", ".md", ".json", ".txt"])
def test_a_calendar_of_events_is_no_plan(tmp_path: Path, ending: str) -> None:
    """Its days are no projects, and the schools where something takes place own nothing."""
    rows = [
        ["日付", "内容", "場所"],
        ["4月1日", "入学式", "鴎瀬小学校"],
        ["5月3日", "港まつり", "鴎瀬公園"],
        ["8月15日", "花火大会", "東小学校"],
    ]
    path = write_file(tmp_path / f"a{ending}", "年間行事", Table(rows))
    with pytest.raises(InputError):
        read_plan(path, settings_for(path))
