"""Plans that name their projects by a word and a number, in bold lines, or only in lists.

青葉市, Greenford and all they plan are invented; what is expected is what a person reads in them.
"""

from pathlib import Path

import pytest

from enishi.data.reading import Reading, read_plan
from enishi.data.records import Goal, Measure, Package, Project
from enishi.data.settings import settings_for
from enishi.errors import InputError

from .readings import projects_of


def read(path: Path, text: str) -> Reading:
    path.write_text(text, encoding="utf-8")
    return read_plan(path, settings_for(path))


def told(reading: Reading) -> dict[str, str]:
    return {
        record.label: record.description.text if record.description else ""
        for record in reading.records
        if isinstance(record, Project)
    }


WELFARE = """\
# 青葉市地域福祉計画
## 基本目標1 支え合うまち
### 施策1 見守りの体制をつくる
#### 取組1 見守りネットワークの充実
民生委員と連携して見守りを行います。
#### 取組2 緊急通報システムの設置
一人暮らしの高齢者宅に設置します。
### 施策2 相談の場をつくる
#### 取組3 出張相談の実施
公民館で相談を受けます。
"""


@pytest.mark.parametrize("name", ["plan.md", "plan.txt"])
def test_numbered_headings_of_a_word_for_projects_are_projects(tmp_path: Path, name: str) -> None:
    text = WELFARE if name.endswith(".md") else WELFARE.replace("#", "").replace("\n ", "\n")
    reading = read(tmp_path / name, text)
    assert projects_of(reading) == [
        ("見守りネットワークの充実", ("支え合うまち", "見守りの体制をつくる"), ()),
        ("緊急通報システムの設置", ("支え合うまち", "見守りの体制をつくる"), ()),
        ("出張相談の実施", ("支え合うまち", "相談の場をつくる"), ()),
    ]
    assert told(reading)["緊急通報システムの設置"] == "一人暮らしの高齢者宅に設置します。"


def test_the_lowest_numbered_word_names_the_projects(tmp_path: Path) -> None:
    reading = read(
        tmp_path / "plan.md",
        "# 青葉市観光計画\n## 取組1 道をつくる\n### 事業1 遊歩道の整備\n### 事業2 標識の設置\n"
        "## 取組2 人を育てる\n### 事業3 案内人の養成\n",
    )
    assert projects_of(reading) == [
        ("遊歩道の整備", ("道をつくる",), ()),
        ("標識の設置", ("道をつくる",), ()),
        ("案内人の養成", ("人を育てる",), ()),
    ]


def test_goals_without_projects_are_said(tmp_path: Path) -> None:
    reading = read(tmp_path / "plan.md", "# 青葉市計画\n## 基本目標1 育てる\n## 基本目標2 働く\n")
    assert [r.label for r in reading.records if isinstance(r, Goal)] == ["育てる", "働く"]
    assert any("事業" in notice.message.ja for notice in reading.notices)


BOLD = """\
# 青葉村総合戦略
【重点プロジェクト】
青葉村七つの夢プロジェクト
## 戦略の体系
### 1. 学校を強くする
#### 具体的な施策
**(1) 仕組みを強める**
**主な事業**
- 生徒募集事業
- 夏の学校事業(青葉大学との授業)
**期待される効果**
- 生徒の確保
### 2. 働く場をつくる
#### 具体的な施策
**(1) 新しい産業を起こす**
**主な事業**
- 木工所の開設
**期待される効果**
- 若者の定住
"""


def test_bold_lines_head_lists_and_end_them(tmp_path: Path) -> None:
    """A label of a figure (重点プロジェクト) opens no package that would swallow the plan."""
    reading = read(tmp_path / "plan.md", BOLD)
    assert projects_of(reading) == [
        ("生徒募集事業", ("学校を強くする", "仕組みを強める"), ()),
        ("夏の学校事業(青葉大学との授業)", ("学校を強くする", "仕組みを強める"), ()),
        ("木工所の開設", ("働く場をつくる", "新しい産業を起こす"), ()),
    ]
    assert [r.label for r in reading.records if isinstance(r, Measure | Package)] == [
        "学校を強くする", "仕組みを強める", "働く場をつくる", "新しい産業を起こす",
    ]  # fmt: skip
    assert set(told(reading).values()) == {""}


def test_bold_cells_of_markdown_are_read_without_their_marks(tmp_path: Path) -> None:
    reading = read(
        tmp_path / "plan.md",
        "# 青葉市計画\n\n| **事業名** | **担当課** | 事業内容 |\n|---|---|---|\n"
        "| **花の道** | 公園課 | 花を植える |\n| __水の道__ | **水道課** | 水を流す |\n",
    )
    assert projects_of(reading) == [("花の道", (), ("公園課",)), ("水の道", (), ("水道課",))]


def test_actions_with_codes_stand_below_measures_with_codes(tmp_path: Path) -> None:
    """「Measure:」 without a number is an indicator, and no level."""
    reading = read(
        tmp_path / "plan.md",
        "# Climate plan of Greenford\n## Measure Water-1: Save water\nMeasure: litres a day\n\n"
        "- Action Water-1.1: Repair the mains.\n- Action Water-1.2: Give barrels away\n"
        "## Measure Heat-2:: Cool the streets\n- Action Heat-2.1: Plant trees\n",
    )
    assert projects_of(reading) == [
        ("Repair the mains.", ("Save water",), ()),
        ("Give barrels away", ("Save water",), ()),
        ("Plant trees", ("Cool the streets",), ()),
    ]


def test_a_form_that_is_not_filled_in_is_refused(tmp_path: Path) -> None:
    goals = "".join(
        f"## Strategic Goal {n}: [Goal Title]\n[Alignment of goal {n}]\n"
        f"| Initiative | Lead Department | Description |\n|---|---|---|\n"
        f"| [Initiative {n}] | [Department {n}] | [What it does in year {n}] |\n"
        for n in range(1, 6)
    )
    with pytest.raises(InputError) as caught:
        read(tmp_path / "form.md", f"# Strategic plan\n{goals}")
    assert "様式" in caught.value.message.ja and "[Goal Title]" in caught.value.message.ja


def test_a_label_with_its_value_names_no_project(tmp_path: Path) -> None:
    reading = read(
        tmp_path / "plan.md",
        "# Plan of Greenford\n## Goal 1: Work\n### New market hall\nPeriod: spring\n\n"
        "Department: Markets Office\n\n### Longer hours\nPeriod: summer\n\n"
        "Department: Parks Office\n",
    )
    assert projects_of(reading) == [
        ("New market hall", ("Work",), ("Markets Office",)),
        ("Longer hours", ("Work",), ("Parks Office",)),
    ]


ITEMS = """\
# 青葉市観光計画
## 基本目標1 歩く
### 施策1 道をつくる
#### 主な取組
- 遊歩道の整備
  - 測量を行う
  - 工事を行う
- 標識の設置
### 施策2 人を育てる
#### 主な取組
- 案内人の養成
    - 講座を開く
- 語学教室の開催
"""


def as_page(text: str) -> str:
    """The same as a web page: items set in stand in a list of their own."""
    page, depth = "<html><body>", 0
    for line in text.splitlines():
        mark, said = line.lstrip().split(" ", 1)
        now = 0 if mark != "-" else 2 if line.startswith(" ") else 1
        page += "<ul>" * (now - depth) + "</ul>" * (depth - now)
        depth = now
        page += f"<li>{said}" if now else f"<h{len(mark)}>{said}</h{len(mark)}>"
    return page + "</ul>" * depth + "</body></html>"


@pytest.mark.parametrize("name", ["plan.md", "plan.html", "plan.txt"])
def test_items_set_in_below_a_project_tell_of_it(tmp_path: Path, name: str) -> None:
    text = ITEMS
    if name.endswith(".html"):
        text = as_page(ITEMS)
    elif name.endswith(".txt"):
        text = ITEMS.replace("#### ", "").replace("### ", "").replace("## ", "").replace("# ", "")
        text = text.replace("\n- ", "\n・")
    reading = read(tmp_path / name, text)
    assert projects_of(reading) == [
        ("遊歩道の整備", ("歩く", "道をつくる"), ()),
        ("標識の設置", ("歩く", "道をつくる"), ()),
        ("案内人の養成", ("歩く", "人を育てる"), ()),
        ("語学教室の開催", ("歩く", "人を育てる"), ()),
    ]
    paved = told(reading)["遊歩道の整備"]
    assert "測量を行う" in paved and "工事を行う" in paved
    assert "講座を開く" in told(reading)["案内人の養成"]
    assert not [entry for entry in reading.ledger if entry.state == "unresolved"]


def test_yaml_is_refused_with_the_way_out(tmp_path: Path) -> None:
    """Its labels and values would read like the pages of projects, named by whatever is above."""
    with pytest.raises(InputError) as caught:
        read(
            tmp_path / "plans.yml",
            "plans:\n  - id: welfare\n    status: valid\n    department: 福祉課 地域班\n"
            "  - id: roads\n    status: expired\n    department: 道路課\n",
        )
    assert "JSON" in (caught.value.hint.ja if caught.value.hint else "")


def test_an_event_in_a_newsletter_is_no_plan(tmp_path: Path) -> None:
    news = "".join(
        f"## お知らせ{n}号\n窓口の時間が変わります。\n詳しくは窓口へ。\n" for n in range(30)
    )
    with pytest.raises(InputError, match="only one|1件"):
        read(
            tmp_path / "news.md", f"# 広報あおば\n{news}## 絵の展示\n主催：文化課\n担当課：文化課\n"
        )


SENTENCES = """\
青葉市見守り計画

第1節　支え合い
(1) 見守りの輪
① 声かけ隊
担当課：福祉課
次の順に行う。
(1) 家を訪問する
(2) 様子を記録する
② 集いの場
担当課：長寿課
空き家を開く。
(2) みんなで学びを応援する
① 聞き手の講座
担当課：協働課
話を聞く人を育てる。
第2節　住まい
(1) 家を直しやすくする
① 手すりの助成
担当課：住宅課
手すりの取付けを助ける。
"""


def test_numbered_titles_that_end_like_sentences_are_levels_and_lists_in_a_text_are_not(
    tmp_path: Path,
) -> None:
    reading = read(tmp_path / "plan.txt", SENTENCES)
    assert projects_of(reading) == [
        ("声かけ隊", ("支え合い", "見守りの輪"), ("福祉課",)),
        ("集いの場", ("支え合い", "見守りの輪"), ("長寿課",)),
        ("聞き手の講座", ("支え合い", "みんなで学びを応援する"), ("協働課",)),
        ("手すりの助成", ("住まい", "家を直しやすくする"), ("住宅課",)),
    ]
