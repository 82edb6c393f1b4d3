"""What stands beside the text of a PDF's pages: a second column, tabs at the edge, notes.

若葉市 and all its sections and projects are invented. What is expected was read from the drawing.
"""

from pathlib import Path

import pytest

from enishi.data.records import Project

from .readings import projects_of
from .test_pdf_layouts import Sheet


@pytest.fixture
def sheet(tmp_path: Path) -> Sheet:
    return Sheet(tmp_path / "plan.pdf")


def test_two_columns_of_short_lines_are_read_one_after_the_other(sheet: Sheet) -> None:
    left = ["○朝の体操（健康課）", "集会所で毎朝、音楽に合わせて体を動かします。", "○認知症の茶房（福祉課）",
            "誰でも寄れます。", "○野菜の料理（健康課）", "畑の野菜を使います。"]  # fmt: skip
    right = ["○福祉の乗り物（福祉課）", "券を配ります。", "○買い物の足（企画課）",
             "店が遠い地区と駅とを、週に二回、小さな車で結びます。", "○家の手すり（建築課）", "費用を助けます。"]  # fmt: skip
    sheet.say("若葉市福祉計画", 40, 50, 18)
    sheet.say("基本目標１　元気", 40, 90, 14)
    sheet.say("基本目標２　安心", 310, 84, 14)
    for n, (a, b) in enumerate(zip(left, right, strict=True)):
        sheet.say(a, 40, 120 + 17 * n)
        sheet.say(b, 310, 111 + 17 * n)
    assert projects_of(sheet.read()) == [
        ("朝の体操", ("元気",), ("健康課",)),
        ("認知症の茶房", ("元気",), ("福祉課",)),
        ("野菜の料理", ("元気",), ("健康課",)),
        ("福祉の乗り物", ("安心",), ("福祉課",)),
        ("買い物の足", ("安心",), ("企画課",)),
        ("家の手すり", ("安心",), ("建築課",)),
    ]


def test_names_of_chapters_at_the_edge_of_each_page_are_no_part_of_its_text(sheet: Sheet) -> None:
    pages = [("健やか", "朝の体操", "健康課"), ("賑わい", "夜の市", "商工課"), ("学び", "森の教室", "教育課")]  # fmt: skip
    for number, (chapter, name, office) in enumerate(pages, 1):
        sheet.say(f"第{number}章　{chapter}の計画", 40, 90, 16)
        for place, tab in enumerate(("安心", "活力", "未来")):
            sheet.down(tab, 570, 130 + 30 * place, 9)
        for y, said in ((130, f"{name}　担当課　{office}"), (144, "毎週、広場で開きます。"),
                        (160, f"続・{name}　担当課　{office}"), (174, "毎月、駅で開きます。")):  # fmt: skip
            sheet.say(said, 40, y)
        sheet.turn()
    reading = sheet.read()
    assert projects_of(reading) == [
        (before + name, (f"{chapter}の計画",), (office,))
        for chapter, name, office in pages
        for before in ("", "続・")
    ]
    assert not [e for e in reading.ledger if e.state == "unresolved"]


def test_raised_numbers_refer_to_notes_and_are_no_part_of_names(sheet: Sheet) -> None:
    sheet.say("若葉市総合戦略", 40, 60, 18)
    sheet.say("基本目標１　稼ぐ", 40, 100, 14)
    sheet.say("①　ＤＸ", 40, 130)
    sheet.say("1", 80, 125, 5)
    sheet.say("の補助（商工課）", 84, 130)
    sheet.say("広さ20m", 40, 146)
    sheet.say("2", 78, 141, 5)
    sheet.say("の部屋を借りて相談に応じます。", 82, 146)
    sheet.say("②　畑の機械（農政課）", 40, 170)
    sheet.say("畑で使う機械を、市内の農家に年に三回まで貸し出します。", 40, 186)
    sheet.say("1 ＤＸとは、電子の技術で仕事を変えることです。", 40, 700, 7)
    reading = sheet.read()
    assert projects_of(reading) == [
        ("ＤＸの補助", ("稼ぐ",), ("商工課",)),
        ("畑の機械", ("稼ぐ",), ("農政課",)),
    ]
    first = next(r for r in reading.records if isinstance(r, Project))
    assert first.description is not None
    assert first.description.text == "広さ20m2の部屋を借りて相談に応じます。"
    note = next(e for e in reading.ledger if reading.source.quote(e.span).startswith("1 ＤＸ"))
    assert note.state == "ignored"


def test_what_is_set_at_the_right_does_not_go_on_in_the_line_below(sheet: Sheet) -> None:
    sheet.say("若葉市図書館計画", 40, 60, 18)
    sheet.say("基本目標１　出会う", 40, 100, 14)
    for y, name, offices in (
        (140, "お話の会", "図書館係"),
        (200, "本の贈り物", "図書館係、健康課"),
    ):
        sheet.say(name, 40, y, 12)
        said = f"担当：{offices}"
        sheet.say(said, 540 - 10 * len(said), y + 15)
        sheet.say(
            "毎月、町の集会所で、子どもたちに古い本と新しい本を声に出して読み、歌も一緒に歌います。",
            40,
            y + 29,
        )
        sheet.say("誰でも入れます。", 40, y + 41)
    assert [(name, owners) for name, _, owners in projects_of(sheet.read())] == [
        ("お話の会", ("図書館係",)),
        ("本の贈り物", ("図書館係", "健康課")),
    ]


def test_kana_of_a_sentence_right_above_a_large_heading_is_text_and_not_its_reading(
    sheet: Sheet,
) -> None:
    sheet.say("若葉市川の計画", 40, 60, 24)
    sheet.say("基本目標１　川を守る", 40, 100, 20)
    sheet.say("◇清流の日　担当課：河川課", 40, 120)
    sheet.say("年に一度、住民と川を掃除します。", 40, 134)
    sheet.say("基本目標２　川で結ぶ", 40, 156, 20)
    for place, reading in enumerate(("き", "ほん", "もく", "ひょう")):
        sheet.say(reading, 40 + 20 * place + (20 - 5 * len(reading)) / 2, 138.5, 5)
    sheet.say("◇舟の市　担当課：商工課", 40, 180)
    sheet.say("舟で野菜を売ります。", 40, 194)
    reading = sheet.read()
    assert [r.description.text for r in reading.records if isinstance(r, Project) and r.description] == [
        "年に一度、住民と川を掃除します。", "舟で野菜を売ります。"
    ]  # fmt: skip
    assert projects_of(reading) == [
        ("清流の日", ("川を守る",), ("河川課",)),
        ("舟の市", ("川で結ぶ",), ("商工課",)),
    ]
    assert "ひょう" not in reading.source.text
