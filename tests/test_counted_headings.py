"""Headings that count levels and projects by a word: Goal 1, Objective 1.1 –, 取組1-2, プロジェクト4.

Harbour City, Lakeside Town, 鴎瀬市, 白鳥市 and their bodies are invented.
"""

from pathlib import Path

import pytest

from enishi.data.formats.pdf_text import joined, opens
from enishi.data.reading import Reading, read_plan
from enishi.data.records import Goal, Measure, Participation, Project
from enishi.data.settings import settings_for

from .readings import projects_of

HARBOUR = """# Harbour City Climate Action Plan

This plan says what we do.

## Goal 1: A city that stays cool

### Objective 1.1 – Plant more trees

#### Action 1.1.1: Street tree programme

**Lead:** Department of Parks, Recreation and Culture
**Partners:** Harbour Tree Trust, City Library; Rotary Club

Plant 200 trees a year.

#### Action 1.1.2: School gardens

- **Lead**: Education Office
- **Partners**: Harbour University

| Milestone | Target |
|---|---|
| Ten gardens | 2028 |

### Objective 1.2 – Shade at bus stops

#### Action 1.2.1: Roofs for stops

Responsible: Department of Transport; Partners: Metro Bus Ltd

## Goal 2: A city that saves water

### Objective 2.1 – Use rain

#### Action 2.1.1: Rain barrels

Responsible: Water Office and Department of Housing
"""

LAKESIDE = """Lakeside Town Strategic Plan 2030

Strategy A – Safe streets

Project 1
Lighting in side streets
Lead: Department of Public Works
Partners: Lakeside Power Company

Project 2
Crossings near schools
Lead: Department of Public Works

Strategy B – Lively centre

Project 3
Market hall
Responsible: Economic Development Office
"""

KAMOSE = """# 鴎瀬市行動計画

## 施策3：川を守る

### 取組3-1 川の清掃

担当課：環境課　期間：令和6年度～令和8年度

川をきれいにします。

### 取組3-2 水辺の学校

担当課：学校教育課　連携先：鴎瀬川漁業協同組合

## 施策4：道をなおす

### 取組4-1 歩道の点検

担当課：道路課
"""

SHIRATORI = """白鳥市総合戦略

基本目標１
安心して働けるまち

施策１
しごとをふやす

プロジェクト１　起業の応援
【取組内容】
空き店舗を貸し出します。
【担当課】
商工課

プロジェクト２　農業の跡継ぎ
【取組内容】
農地を紹介します。
【担当課】
農政課
【連携先】
白鳥農業協同組合

基本目標２
人が行き交うまち

施策２
駅をにぎやかに

プロジェクト３　駅前の市
【担当課】
商工課
"""


def read(tmp_path: Path, name: str, text: str) -> Reading:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_plan(path, settings_for(path))


def partners_of(reading: Reading) -> list[tuple[str, str]]:
    names = {r.key: r.label for r in reading.records if isinstance(r, Project)}
    return [
        (names[r.element], r.agent.name)
        for r in reading.records
        if isinstance(r, Participation) and r.agent and r.role == "cooperation"
    ]


def test_an_english_plan_of_goals_objectives_and_actions(tmp_path: Path) -> None:
    reading = read(tmp_path, "plan.md", HARBOUR)
    cool, water = "A city that stays cool", "A city that saves water"
    assert projects_of(reading) == [
        (
            "Street tree programme",
            (cool, "Plant more trees"),
            ("Department of Parks, Recreation and Culture",),
        ),
        ("School gardens", (cool, "Plant more trees"), ("Education Office",)),
        ("Roofs for stops", (cool, "Shade at bus stops"), ("Department of Transport",)),
        ("Rain barrels", (water, "Use rain"), ("Water Office", "Department of Housing")),
    ]
    assert partners_of(reading) == [
        ("Street tree programme", "Harbour Tree Trust"),
        ("Street tree programme", "City Library"),
        ("Street tree programme", "Rotary Club"),
        ("School gardens", "Harbour University"),
        ("Roofs for stops", "Metro Bus Ltd"),
    ]
    goals = [r for r in reading.records if isinstance(r, Goal)]
    measures = [r for r in reading.records if isinstance(r, Measure)]
    assert [(g.number, g.label) for g in goals] == [("1", cool), ("2", water)]
    assert [(m.level, m.number) for m in measures] == [
        ("Objective", "1.1"), ("Objective", "1.2"), ("Objective", "2.1"),
    ]  # fmt: skip
    first = next(r for r in reading.records if isinstance(r, Project))
    assert first.description is not None and first.description.text == "Plant 200 trees a year."
    said = {e.reason for e in reading.ledger if "2028" in reading.source.quote(e.span)}
    assert said == {"事業の中の表"}
    assert not [e for e in reading.ledger if e.state == "unresolved"]


def test_a_number_has_its_title_in_the_line_below(tmp_path: Path) -> None:
    reading = read(tmp_path, "plan.txt", LAKESIDE)
    works = ("Department of Public Works",)
    assert projects_of(reading) == [
        ("Lighting in side streets", ("Safe streets",), works),
        ("Crossings near schools", ("Safe streets",), works),
        ("Market hall", ("Lively centre",), ("Economic Development Office",)),
    ]
    assert [(m.level, m.number) for m in reading.records if isinstance(m, Measure)] == [
        ("Strategy", "A"), ("Strategy", "B"),
    ]  # fmt: skip
    assert not [e for e in reading.ledger if e.state == "unresolved"]


def test_japanese_words_that_count_projects(tmp_path: Path) -> None:
    reading = read(tmp_path, "plan.md", KAMOSE)
    assert projects_of(reading) == [
        ("川の清掃", ("川を守る",), ("環境課",)),
        ("水辺の学校", ("川を守る",), ("学校教育課",)),
        ("歩道の点検", ("道をなおす",), ("道路課",)),
    ]
    assert partners_of(reading) == [("水辺の学校", "鴎瀬川漁業協同組合")]


def test_labels_have_their_value_in_the_line_below(tmp_path: Path) -> None:
    reading = read(tmp_path, "plan.txt", SHIRATORI)
    work, people = "安心して働けるまち", "人が行き交うまち"
    assert projects_of(reading) == [
        ("起業の応援", (work, "しごとをふやす"), ("商工課",)),
        ("農業の跡継ぎ", (work, "しごとをふやす"), ("農政課",)),
        ("駅前の市", (people, "駅をにぎやかに"), ("商工課",)),
    ]
    assert partners_of(reading) == [("農業の跡継ぎ", "白鳥農業協同組合")]
    assert not [e for e in reading.ledger if e.state == "unresolved"]


def test_a_word_of_projects_over_a_table_of_projects_is_a_level(tmp_path: Path) -> None:
    table = "|事業名|担当課|\n|---|---|\n|{}|{}|\n|{}|{}|\n\n"
    reading = read(
        tmp_path,
        "plan.md",
        "# 鴎瀬市計画\n\n## 取組1 川を守る\n\n"
        + table.format("川の清掃", "環境課", "水辺の学校", "学校教育課")
        + "## 取組2 道をなおす\n\n"
        + table.format("歩道の点検", "道路課", "街路灯の交換", "道路課"),
    )
    assert [(name, above) for name, above, _ in projects_of(reading)] == [
        ("川の清掃", ("川を守る",)),
        ("水辺の学校", ("川を守る",)),
        ("歩道の点検", ("道をなおす",)),
        ("街路灯の交換", ("道をなおす",)),
    ]


def test_goals_below_pillars_are_measures(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        "plan.md",
        "# Harbour Plan\n\n## Pillar 1: Home\n\n### Goal 1.1: Roofs\n\n#### Action 1: Repairs\n\n"
        "Lead: Housing Office\n\n### Goal 1.2: Rents\n\n#### Action 2: Advice\n\n"
        "Lead: Housing Office\n\n## Pillar 2: Work\n\n### Goal 2.1: Skills\n\n"
        "#### Action 3: Evening school\n\nLead: Education Office\n",
    )
    assert [(name, above) for name, above, _ in projects_of(reading)] == [
        ("Repairs", ("Home", "Roofs")),
        ("Advice", ("Home", "Rents")),
        ("Evening school", ("Work", "Skills")),
    ]
    assert [g.label for g in reading.records if isinstance(g, Goal)] == ["Home", "Work"]


@pytest.mark.parametrize(
    "line",
    [
        "Action 3 was finished in the spring of last year.",
        "Priority: high",
        "Strategy 2030: how the city was planned",
        "Goals 1 and 2 were dropped.",
    ],
)
def test_sentences_and_years_count_nothing(tmp_path: Path, line: str) -> None:
    reading = read(tmp_path, "plan.txt", LAKESIDE + "\n" + line + "\n")
    assert [m.number for m in reading.records if isinstance(m, Measure)] == ["A", "B"]
    assert not [g for g in reading.records if isinstance(g, Goal)]
    assert len(projects_of(reading)) == 3


TRAIN = (
    "Train the clerks of all counters so that each of them can open, sort and answer letters within a"
    " day, and write down what the machine cannot read and why, month by month."
)
SHORT = f"""# Otter Bay Business Plan

G1 (Goal) Answer letters faster.

O1 (Objective) Sort letters by machine (FY 2031).

D1 (Deliverable) Buy the machine in spring.

D2 (Deliverable) {TRAIN}

O2. (Objective) Fewer letters.

D1 (Deliverable) Put forms on the web.

G2 (Goal) Keep the archive dry.

O1 (Objective) New roof.

D1 (Deliverable) Ask three roofers.
"""


def test_a_short_form_stands_before_its_word_in_brackets(tmp_path: Path) -> None:
    path = tmp_path / "plan.md"
    path.write_text(SHORT, encoding="utf-8")
    found = projects_of(read_plan(path, settings_for(path)))
    assert [(name, levels) for name, levels, _ in found] == [
        ("Buy the machine in spring.", ("Answer letters faster.", "Sort letters by machine (FY 2031).")),
        (
            TRAIN,
            ("Answer letters faster.", "Sort letters by machine (FY 2031)."),
        ),
        ("Put forms on the web.", ("Answer letters faster.", "Fewer letters.")),
        ("Ask three roofers.", ("Keep the archive dry.", "New roof.")),
    ]  # fmt: skip


def test_a_line_of_a_pdf_that_begins_with_a_short_form_goes_on_with_no_other() -> None:
    assert opens("D4 (Deliverable) Ask three roofers") and opens("O2. (Objective) Fewer letters")
    assert not opens("FY27 and (perhaps) later") and not opens("D4 is a room")
    assert (
        joined("the archive (FY 2031).", "Then it is dry")
        == "the archive (FY 2031). Then it is dry"
    )
