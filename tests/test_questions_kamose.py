"""Questions on another city's plan (tests/plans/kamose): answers worked out by hand from its text.

Its levels, marks and tables are named otherwise than Iruma's, rows have several owners, and
packages are 重点プロジェクト. Numbers in comments are lines of plan.txt.
"""

from collections import Counter

import pytest

from enishi.data.settings import settings_for
from enishi.graph.building import build_plans
from enishi.graph.store import KnowledgeBase, open_kb

from .test_questions import KAMOSE, ask, columns

EARN, LIVE, LEARN = (
    "海と雪の恵みを稼ぐ力に変える",
    "雪の日も安心して住み続けられる",
    "海と雪に学び、楽しむ人を育てる",
)
#: Section → its rows in each of the three goals. A row of two sections is a row of each: 42
#: (水産振興課、農林課), 119 (交通防災課、学校教育課), 124 (産業政策課、健康長寿課).
SECTIONS = {
    "産業政策課": (7, 1, 0),  # 35; 50-52; 56; 61; 68; then 124
    "水産振興課": (5, 0, 0),  # 29, 31, 37, 42, 43
    "学校教育課": (1, 1, 3),  # 57 (等); 119; 145, 146, 150
    "交通防災課": (0, 5, 0),  # 114, 118, 119, 120; 131
    "移住定住推進室": (0, 4, 0),  # 98, 99, 100; 105
    "健康長寿課": (0, 4, 0),  # 112, 113, 124; 132
    "農林課": (3, 0, 0),  # 30, 36, 42
    "観光文化課": (2, 1, 0),  # 69, 70 (ほか); 134
    "まちづくり推進課": (1, 1, 1),  # 74; 104; 160
    "総務企画課": (0, 2, 1),  # 133, 135; 151
    "子育て支援課": (0, 0, 3),  # 158, 159, 164
}


@pytest.fixture(scope="module")
def kamose(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    kb = open_kb(tmp_path_factory.mktemp("kamose") / "kamose.trig")
    build_plans(kb, [(KAMOSE, settings_for(KAMOSE, municipality="local", plan="kamose"))])
    return kb


def test_01_by_heading(kamose: KnowledgeBase) -> None:
    """新規 3+3+3+3+2, 継続 3+2+3+2+3+2+3, 構想・検討段階 2+1+1+1+1, 広域連携 5: 43 rows."""
    assert dict(columns(ask(kamose, "1"), "kind", "projects")) == {
        "新規事業": "14",
        "継続事業": "18",
        "実施可能な新規事業": "6",
        "広域で実施可能な新規事業": "5",
    }


def test_03_goals_and_measures(kamose: KnowledgeBase) -> None:
    rows = columns(ask(kamose, "3"), "level", "name", "projects")
    assert [(name, n) for level, name, n in rows if level == "基本目標"] == [
        (EARN, "18"),
        (LIVE, "17"),
        (LEARN, "8"),
    ]
    assert [n for level, _, n in rows if level == "施策の柱"] == list("86457544")


def test_04_sections(kamose: KnowledgeBase) -> None:
    assert dict(columns(ask(kamose, "4"), "section", "projects")) == {
        section: str(sum(goals)) for section, goals in SECTIONS.items()
    }


def test_05_and_06_sections_of_several_goals(kamose: KnowledgeBase) -> None:
    several = {
        (section, goal, str(rows))
        for section, numbers in SECTIONS.items()
        if sum(map(bool, numbers)) > 1
        for goal, rows in zip((EARN, LIVE, LEARN), numbers, strict=True)
        if rows
    }
    assert set(columns(ask(kamose, "5"), "section", "goal", "projects")) == several
    between = Counter(columns(ask(kamose, "6"), "goal_a", "goal_b"))
    # Goals 1 and 2 share 産業, 学校, 観光, まちづくり; 1 and 3 学校, まちづくり; 2 and 3 these and 総務企画.
    assert between == {(EARN, LIVE): 4, (EARN, LEARN): 2, (LIVE, LEARN): 3}


def test_07_packages(kamose: KnowledgeBase) -> None:
    """Rows 29-31 and 35-37 (水産振興, 農林, 産業政策); 98-100 and 104-105 (移住定住, まちづくり)."""
    assert [(name[:5], *rest) for name, *rest in columns(ask(kamose, "7"), "package", "projects", "sections")] == [
        ("雪室熟成「", "6", "3"),
        ("お試し居住", "5", "2"),
    ]  # fmt: skip


def test_08_measures_without_package(kamose: KnowledgeBase) -> None:
    """Eight measures, of which 1-1 and 2-1 have the two packages."""
    assert columns(ask(kamose, "8"), "projects") == [(n,) for n in "647544"]


def test_09_marked_rows(kamose: KnowledgeBase) -> None:
    """☆ stands before five names: 29, 50 (second column), 100 (with a space), 112, 145."""
    assert columns(ask(kamose, "9"), "project", "section") == [
        ("雪室熟成加工品開発事業", "水産振興課"),
        ("海辺のテレワーク拠点運営事業", "産業政策課"),
        ("先輩移住者の「よりあい会」", "移住定住推進室"),
        ("雪下ろし時間銀行", "健康長寿課"),
        ("海の学校", "学校教育課"),
    ]


def test_10_open_ended_owners(kamose: KnowledgeBase) -> None:
    assert columns(ask(kamose, "10"), "project", "words") == [
        ("浜の直売朝市「かもめ市」", "水産振興課ほか"),
        ("高校生しごと探訪バス", "学校教育課等"),
        ("クルーズ船寄港歓迎事業", "観光文化課ほか"),
    ]


def test_11_sub_units(kamose: KnowledgeBase) -> None:
    assert set(columns(ask(kamose, "11"), "section", "subunit", "project")) == {
        ("農林課", "雪利用推進室", "雪室オーナー制度"),
        ("水産振興課", "漁港係", "漁港施設長寿命化事業"),
        ("産業政策課", "創業支援係", "かもせ創業応援融資制度"),
        ("まちづくり推進課", "空き家対策係", "空き家改修費補助"),
        ("健康長寿課", "地域包括支援センター", "雪下ろし時間銀行"),
        ("交通防災課", "雪対策室", "雪捨場の確保"),
        ("交通防災課", "雪対策室", "除雪オペレーター育成事業"),
        ("子育て支援課", "母子保健係", "産前産後のはぐくみ教室"),
        ("子育て支援課", "こども相談センター", "雪の日の一時預かり"),
    }


def test_12_partners_of_several_rows(kamose: KnowledgeBase) -> None:
    """鴎瀬信用金庫 in 51 and 151. 雪科市 (43), 霜羽銀行 (74) and 鴎瀬郵便局前 (118) are no partners there,
    and NPO法人ゆきかもめ is the partner of a package (82) and one row (98)."""
    assert columns(ask(kamose, "12"), "partner", "projects", "sections") == [
        ("鴎瀬信用金庫", "2", "2")
    ]


def test_15_rows_of_a_partner(kamose: KnowledgeBase) -> None:
    bank = ask(kamose, "15", partner="鴎瀬信用金庫")
    assert columns(bank, "project", "role", "section", "goal") == [
        ("かもせ創業応援融資制度", "タイアップ", "産業政策課", EARN),  # 51: と協定を結び
        ("奨学金返還応援基金", "費用負担", "総務企画課", LEARN),  # 151: からの寄附を財源
    ]


def test_20_no_two_rows_share_a_text(kamose: KnowledgeBase) -> None:
    assert ask(kamose, "20") == []


def test_24_money_for_others(kamose: KnowledgeBase) -> None:
    """低利の融資枠 51, 金利を引き下げ 99, 改修費の一部を補助 104, 開催費を助成 105, 費用を補助 120, 返還を助ける 151.

    Line 164 hopes for 国の交付金: money that the city gets.
    """
    assert columns(ask(kamose, "24"), "project") == [
        ("かもせ創業応援融資制度",),
        ("移住者向け住宅資金応援制度",),
        ("空き家改修費補助",),
        ("ふるさと同窓会応援事業",),
        ("除雪オペレーター育成事業",),
        ("奨学金返還応援基金",),
    ]
