"""Pages of PDFs as different programs lay them out: what a person reads must come back.

若葉市 and all its sections and projects are invented. Pages are drawn letter by letter; what is
expected was read from the drawing by hand.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from enishi.data.formats.flow import plain
from enishi.data.formats.pdf_text import opens
from enishi.data.reading import Reading, read_plan
from enishi.data.records import Goal, Plan, Project
from enishi.data.settings import settings_for

from .readings import projects_of

#: Draws on a canvas of 595 by 842 points; y counts from the top.
Draw = Callable[[str, float, float, float], None]
Rows = list[tuple[str, ...]]


class Sheet:
    """A PDF that is drawn page by page."""

    def __init__(self, path: Path) -> None:
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfbase.cidfonts import UnicodeCIDFont
        from reportlab.pdfgen.canvas import Canvas

        pdfmetrics.registerFont(UnicodeCIDFont("HeiseiMin-W3"))
        self.path = path
        self._canvas: Any = Canvas(str(path), pagesize=(595, 842))

    def say(self, text: str, x: float, y: float, size: float = 10) -> None:
        self._canvas.setFont("HeiseiMin-W3", size)
        self._canvas.drawString(x, 842 - y, text)

    def down(self, text: str, x: float, y: float, size: float = 10) -> None:
        for number, letter in enumerate(text):
            self.say(letter, x, y + number * size, size)

    def box(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self._canvas.rect(x0, 842 - y1, x1 - x0, y1 - y0)

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self._canvas.line(x0, 842 - y0, x1, 842 - y1)

    def ground(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A coloured rectangle without an outline."""
        self._canvas.setFillColorRGB(0.8, 0.9, 1)
        self._canvas.rect(x0, 842 - y1, x1 - x0, y1 - y0, stroke=0, fill=1)
        self._canvas.setFillColorRGB(0, 0, 0)

    def bar(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A thick rule."""
        self._canvas.rect(x0, 842 - y1, x1 - x0, y1 - y0, stroke=1, fill=1)

    def save(self) -> None:
        self._canvas.save()

    def turn(self) -> None:
        self._canvas.showPage()

    def read(self) -> Reading:
        self.save()
        return read_plan(self.path, settings_for(self.path))

    def table(self, edges: list[float], top: float, rows: Rows, height: float = 20) -> None:
        """A ruled table; a line break in a cell starts a line 12 points below."""
        for number, row in enumerate(rows):
            y = top + number * height
            for x0, x1, said in zip(edges, edges[1:], row, strict=False):
                self.box(x0, y, x1, y + height)
                for line, text in enumerate(said.split("\n")):
                    self.say(text, x0 + 3, y + 14 + 12 * line)


def described(reading: Reading) -> dict[str, str]:
    return {
        r.label: r.description.text
        for r in reading.records
        if isinstance(r, Project) and r.description
    }


@pytest.fixture
def sheet(tmp_path: Path) -> Sheet:
    return Sheet(tmp_path / "plan.pdf")


def test_a_table_without_rules_is_read_by_its_columns(sheet: Sheet) -> None:
    sheet.say("若葉市観光計画", 60, 60, 18)
    sheet.say("施策１　観光の振興", 60, 100, 13)
    for x, said in ((60, "事業名"), (170, "事業内容"), (430, "担当課")):
        sheet.say(said, x, 130)
    for x, y, said in (
        (60, 150, "まちあるき案内人の"), (170, 150, "案内人の養成講座を開き、市内を歩く観光を"), (430, 150, "観光課"),
        (60, 163, "養成"), (170, 163, "広めます。"),
        (60, 186, "花めぐり"), (170, 186, "花の名所をつなぐ道を示します。"), (430, 186, "都市整備課"),
    ):  # fmt: skip
        sheet.say(said, x, y)
    sheet.say(
        "市民の皆様のご意見をいただきながら、毎年度、取組の見直しを進めてまいります。", 60, 240
    )
    reading = sheet.read()
    assert projects_of(reading) == [
        ("まちあるき案内人の養成", ("観光の振興",), ("観光課",)),
        ("花めぐり", ("観光の振興",), ("都市整備課",)),
    ]
    assert described(reading)["まちあるき案内人の養成"] == (
        "案内人の養成講座を開き、市内を歩く観光を広めます。"
    )


def test_small_kana_above_letters_are_no_text(sheet: Sheet) -> None:
    sheet.say("若葉市計画", 60, 60, 18)
    sheet.say("施策１　文化", 60, 100, 13)
    sheet.table(
        [60, 200, 440, 535],
        120,
        [("事業名", "事業内容", "担当課"), ("", "祭りの担い手を育てます。", "文化課")],
    )
    sheet.say("山車の修理", 63, 156)
    sheet.say("だし", 63, 146, 5)
    assert projects_of(sheet.read()) == [("山車の修理", ("文化",), ("文化課",))]


def test_labels_that_run_down_are_read_from_right_to_left(sheet: Sheet) -> None:
    """Two lines of 縦書き in one cell over two projects, and one beside the table."""
    sheet.say("若葉市計画", 60, 50, 18)
    sheet.down("福祉の部", 40, 100, 14)
    sheet.box(60, 100, 110, 120)
    sheet.say("基本目標", 63, 114)
    sheet.box(60, 120, 110, 220)
    sheet.down("支え合い暮", 92, 124, 12)
    sheet.down("らせるまち", 70, 124, 12)
    sheet.table([110, 250, 440, 535], 100, [("事業名", "事業内容", "担当課")])
    sheet.table([110, 250, 440, 535], 120, [
        ("見守り", "声をかけ合います。", "福祉課"), ("配食", "食事を届けます。", "長寿課"),
    ], height=50)  # fmt: skip
    assert projects_of(sheet.read()) == [
        ("見守り", ("支え合い暮らせるまち",), ("福祉課",)),
        ("配食", ("支え合い暮らせるまち",), ("長寿課",)),
    ]


def test_a_row_and_a_label_that_a_page_parts_are_whole_again(sheet: Sheet) -> None:
    heads = ("柱", "施策", "事業名", "事業内容", "担当課")
    edges = [60.0, 90.0, 180.0, 290.0, 440.0, 535.0]

    def label(top: float, bottom: float, text: str) -> None:
        sheet.box(60, top, 90, bottom)
        sheet.down(text, 70, top + 12)

    sheet.say("若葉市計画", 60, 60, 18)
    sheet.say("市の施策をお示しします。" * 3, 60, 100)
    sheet.table(edges, 700, [heads])
    label(720, 780, "子育て")
    sheet.table(edges[1:], 720, [
        ("保育の充実", "病児保育", "病気の子どもを預かり", "保育課"),
    ], height=60)  # fmt: skip
    sheet.turn()
    sheet.table(edges, 60, [heads])
    label(80, 160, "と教育")
    sheet.table(edges[1:], 80, [
        ("", "", "ます。", ""), ("", "一時保育", "一時的に預かります。", "こども課"),
    ], height=40)  # fmt: skip
    label(160, 200, "環境")
    sheet.table(edges[1:], 160, [("緑化", "花いっぱい", "花を植えます。", "環境課")], height=40)
    reading = sheet.read()
    above = ("子育てと教育", "保育の充実")
    assert projects_of(reading) == [
        ("病児保育", above, ("保育課",)),
        ("一時保育", above, ("こども課",)),
        ("花いっぱい", ("環境", "緑化"), ("環境課",)),
    ]
    assert described(reading)["病児保育"] == "病気の子どもを預かります。"


def test_a_table_in_the_cell_of_another_has_its_own_cells(sheet: Sheet) -> None:
    sheet.say("若葉市計画", 60, 50, 18)
    for top, name, rows in (
        (80, "施策１　道路", [("橋の補修", "橋を直します。", "道路課"), ("歩道", "歩道を広げます。", "建設課")]),
        (260, "施策２　公園", [("遊具", "遊具を替えます。", "公園課")]),
    ):  # fmt: skip
        sheet.box(50, top, 545, top + 22)
        sheet.say(name, 55, top + 15)
        sheet.box(50, top + 22, 545, top + 120)
        sheet.table([60, 200, 400, 535], top + 35, [("事業名", "概要", "所管課"), *rows])
    assert projects_of(sheet.read()) == [
        ("橋の補修", ("道路",), ("道路課",)),
        ("歩道", ("道路",), ("建設課",)),
        ("遊具", ("公園",), ("公園課",)),
    ]


def test_latin_words_broken_in_a_cell_are_one_name(sheet: Sheet) -> None:
    """A line ends where the next word does not fit, with much room left."""
    sheet.say("Strategic Plan of Wakaba", 60, 50, 18)
    sheet.say("Goal 1: Health", 60, 80, 13)
    sheet.table([60, 200, 430, 535], 100, [
        ("Project", "Description", "Lead department"),
        ("Greenway", "Build cycling paths along the river.", "Economic\nDevelopment"),
    ], height=36)  # fmt: skip
    reading = sheet.read()
    assert projects_of(reading) == [("Greenway", ("Health",), ("Economic Development",))]
    assert [r.label for r in reading.records if isinstance(r, Goal)] == ["Health"]


def test_letters_that_a_font_draws_as_one_are_written_apart() -> None:
    from enishi.data.formats.flow import plain

    assert plain("Larkﬁeld oﬃce") == "Larkfield office"


def test_a_label_with_its_number_in_brackets_names_a_level(sheet: Sheet) -> None:
    sheet.say("若葉市計画", 60, 50, 18)
    for top, goal, name in ((80, "人権の尊重", "講座"), (200, "両立の支援", "相談")):
        sheet.say(f"施策の方向（{1 if top == 80 else 2}）　{goal}", 60, top, 13)
        sheet.table([60, 200, 400, 535], top + 15, [
            ("事業名", "概要", "所管課"), (name, f"{name}を開きます。", "人権課"),
        ])  # fmt: skip
    assert projects_of(sheet.read()) == [
        ("講座", ("人権の尊重",), ("人権課",)),
        ("相談", ("両立の支援",), ("人権課",)),
    ]


def test_a_number_and_its_heading_parted_by_a_tab_are_one_heading(sheet: Sheet) -> None:
    sheet.say("若葉市地域福祉計画", 60, 50, 18)
    for top, number, name, owner in (
        (90, "①", "見守り", "高齢福祉課"),
        (150, "②", "移動支援", "交通政策課"),
    ):
        sheet.say(number, 60, top)
        sheet.say(name, 110, top)
        sheet.say("地域の人々と力を合わせて取り組みます。", 60, top + 18)
        sheet.say(f"【担当課】{owner}", 60, top + 36)
    assert projects_of(sheet.read()) == [
        ("見守り", (), ("高齢福祉課",)),
        ("移動支援", (), ("交通政策課",)),
    ]


def test_coloured_grounds_are_no_cells_and_headings_between_tables_stay_between(
    sheet: Sheet,
) -> None:
    """Two small tables joined by a bar at their side, a heading on a coloured ground in between."""
    sheet.say("若葉市計画", 60, 40, 18)
    for top, number, name, owner in (
        (60, 1, "日本語教室", "国際課"),
        (160, 2, "相談窓口", "健康課"),
    ):
        sheet.ground(60, top, 535, top + 20)
        sheet.say(f"施策{number}　{name}の充実", 70, top + 15, 13)
        for row, cells in enumerate(
            (("事業名", name, "担当課", owner), ("内容", f"{name}を開きます。"))
        ):
            y = top + 22 + 20 * row
            edges = [66, 140, 330, 410, 535] if row == 0 else [66, 140, 535]
            sheet.table([float(edge) for edge in edges], y, [cells])
    sheet.bar(60, 60, 66, 222)
    assert projects_of(sheet.read()) == [
        ("日本語教室", ("日本語教室の充実",), ("国際課",)),
        ("相談窓口", ("相談窓口の充実",), ("健康課",)),
    ]


def test_text_inside_a_table_but_in_no_cell_is_not_lost(sheet: Sheet) -> None:
    """A ring of cells around a place without rules of its own."""
    for x0, y0, x1, y1, said in (
        (60, 60, 300, 80, "上の欄"), (60, 80, 120, 140, "左の欄"),
        (240, 80, 300, 140, "右の欄"), (60, 140, 300, 160, "下の欄"),
    ):  # fmt: skip
        sheet.box(x0, y0, x1, y1)
        sheet.say(said, x0 + 4, y0 + 14)
    sheet.say("中の文", 150, 110)
    sheet.save()
    from enishi.data.formats.registry import load_document

    text = load_document(sheet.path)[0].source.text
    assert all(said in text for said in ("上の欄", "左の欄", "右の欄", "下の欄", "中の文"))


def test_paragraphs_of_the_left_of_two_columns_are_joined(sheet: Sheet) -> None:
    """Lines of 20 letters, the left column up to 260, the right one up to 500."""
    sheet.say("若葉市計画", 60, 40, 18)
    prose = "川の水を守るため川岸の草を刈り魚の道を整えます市民と力を合わせて進めてまいります"
    for x in (60, 300):
        for paragraph in range(4):
            for line, at in enumerate((0, 20)):
                sheet.say(
                    prose[at : at + 20] + ("。" if at else ""), x, 80 + 44 * paragraph + 14 * line
                )
    sheet.save()
    from enishi.data.formats.registry import load_document

    lines = load_document(sheet.path)[0].source.text.split("\n")
    assert lines.count(prose[:40] + "。") == 8


def test_a_merged_cell_that_a_page_leaves_open_at_its_end(sheet: Sheet) -> None:
    """The page closes the row of its last project but not the cell of the level beside it."""
    edges = [130.0, 260.0, 430.0, 535.0]
    sheet.say("若葉市計画", 60, 60, 18)
    sheet.table([60, *edges], 700, [("施策", "事業名", "事業概要", "担当課")])
    for x in (60, 130):  # the level's cell has sides, and no rule below
        sheet.line(x, 720, x, 780)
    sheet.say("水道", 64, 750)
    sheet.table(
        edges,
        720,
        [("管の更新", "管を替えます。", "水道課"), ("検針", "検針します。", "経営課")],
        30,
    )
    sheet.turn()
    for x in (60, 130):
        sheet.line(x, 40, x, 70)
    sheet.line(60, 70, 130, 70)
    sheet.table(edges, 40, [("漏水調査", "漏れを調べます。", "水道課")], 30)
    assert projects_of(sheet.read()) == [
        ("管の更新", ("水道",), ("水道課",)),
        ("検針", ("水道",), ("経営課",)),
        ("漏水調査", ("水道",), ("水道課",)),
    ]


def test_heads_that_come_again_below_a_heading_open_another_table(tmp_path: Path) -> None:
    """Without rules: the second heading is no cell of the first table."""
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.say("若葉市総合計画", 200, 40, 16)
    heads = ("事業名", "内容", "担当課")

    def lines(y: float, *rows: tuple[str, ...]) -> None:
        for number, row in enumerate(rows):
            for x, said in zip((60, 220, 440), row, strict=True):
                sheet.say(said, x, y + 16 * number)

    sheet.say("１　防災", 60, 80, 12)
    lines(
        100,
        heads,
        ("地図の作成", "洪水の地図を作る。", "防災課"),
        ("訓練", "訓練を行う。", "防災課"),
    )
    sheet.say("２　交通", 60, 174, 12)
    lines(194, heads, ("点検", "通学路を点検する。", "学校課"))
    assert projects_of(sheet.read()) == [
        ("地図の作成", ("防災",), ("防災課",)),
        ("訓練", ("防災",), ("防災課",)),
        ("点検", ("交通",), ("学校課",)),
    ]


def test_latin_headings_and_paragraphs_go_on_where_a_word_had_no_room(sheet: Sheet) -> None:
    """A large sentence over two lines is one heading, though its first line is long."""
    left = [
        ("Measure Water-1: Keep the water that falls on the town in gardens, ponds,", 12),
        ("and barrels.", 12),
        (
            "・Action Water-1.1: Give barrels to households, to schools, to shops and offices, and to",
            10,
        ),
        ("everybody who asks. The town buys 500 a year.", 10),
        ("・Action Water-1.2: Dig ponds.", 10),
        ("Measure Heat-2: Cool the streets", 12),
        ("・Action Heat-2.1: Plant trees.", 10),
        ("They stand in every street, and whoever lives there waters them in summer.", 10),
    ]
    for number, (text, size) in enumerate(left):
        sheet.say(text, 60, 100 + 16 * number, size)
    reading = sheet.read()
    first = "Keep the water that falls on the town in gardens, ponds, and barrels."
    assert projects_of(reading) == [
        (
            "Give barrels to households, to schools, to shops and offices, and to everybody who asks",
            (first,),
            (),
        ),
        ("Dig ponds.", (first,), ()),
        ("Plant trees.", ("Cool the streets",), ()),
    ]
    told = described(reading)
    assert told[
        "Give barrels to households, to schools, to shops and offices, and to everybody who asks"
    ] == ("The town buys 500 a year.")
    assert told["Plant trees."].startswith("They stand in every street")


def test_marks_of_lists_in_fonts_of_symbols() -> None:
    assert [plain("\uf0b7 one"), plain("\uf0d8 two"), opens("\uf075 three"), opens("three")] == [
        "• one", "▶ two", True, False,
    ]  # fmt: skip


def test_two_columns_of_short_headings_below_headings_across_both(sheet: Sheet) -> None:
    full = "この事業では市の全域を対象に相談を受け付け、"  # nearly as wide as a column
    sheet.say("若葉市こども計画", 50, 60, 20)

    def half(top: float, x: float, names: list[tuple[str, str]]) -> None:
        for n, (name, office) in enumerate(names):
            y = top + n * 70
            sheet.say(name, x, y, 11)
            sheet.say(full, x, y + 16)
            sheet.say("窓口を増やします。", x, y + 29)
            sheet.say(f"【担当課】{office}", x, y + 45)

    sheet.say("基本目標１　すべてのこどもの育ちを支えるまちをみんなで", 50, 110, 14)
    half(140, 50, [("① 健康診査", "健康課"), ("② 産後のケア", "健康課")])
    half(147, 310, [("③ 児童館の運営", "こども課"), ("④ 食堂への支援", "福祉課")])
    sheet.say("基本目標２　仕事との両立", 50, 310, 14)
    half(340, 50, [("⑤ 保育所の整備", "保育課")])
    half(347, 310, [("⑥ 病児の保育", "保育課")])
    reading = sheet.read()
    first, second = "すべてのこどもの育ちを支えるまちをみんなで", "仕事との両立"
    assert projects_of(reading) == [
        ("健康診査", (first,), ("健康課",)),
        ("産後のケア", (first,), ("健康課",)),
        ("児童館の運営", (first,), ("こども課",)),
        ("食堂への支援", (first,), ("福祉課",)),
        ("保育所の整備", (second,), ("保育課",)),
        ("病児の保育", (second,), ("保育課",)),
    ]
    assert described(reading)["健康診査"] == full + "窓口を増やします。"


def test_a_head_on_both_of_two_pages_is_no_title(sheet: Sheet) -> None:
    for page, name in ((1, "川の清掃"), (2, "朝市の開催")):
        sheet.say("若葉市ビジョン", 40, 30, 8)
        if page == 1:
            sheet.say("第２次若葉市ビジョン 行動計画", 60, 70, 18)
        sheet.table([60, 220, 320], 100, [("事業名", "担当課"), (name, "環境課")])
        sheet.say(f"- {page} -", 290, 820, 8)
        sheet.turn()
    reading = sheet.read()
    assert [r.label for r in reading.records if isinstance(r, Plan)] == [
        "第２次若葉市ビジョン 行動計画"
    ]


def test_short_sentences_set_the_measure_where_most_of_the_text_is_in_smaller_tables(
    tmp_path: Path,
) -> None:
    """Lists above tables are no headings for being larger than the cells."""
    sheet = Sheet(tmp_path / "表の多い計画.pdf")
    sheet.say("若葉市計画", 60, 60, 20)
    sheet.say("1．人を育てる", 60, 100, 16)
    sheet.say("担い手が足りません。", 60, 125, 12)
    sheet.say("課題", 60, 145, 12)
    sheet.say("・世代の交代", 60, 163, 12)
    sheet.say("・場所の不足", 60, 181, 12)
    rows: Rows = [("主な事業", "概要", "担当課")]
    rows += [
        (f"{name}の講座", f"{name}を学ぶ場を年に三度、各地で開く", "生涯学習課")
        for name in "茶書歌"
    ]
    sheet.table([60, 180, 420, 530], 200, rows)
    assert projects_of(sheet.read()) == [
        (f"{name}の講座", ("人を育てる",), ("生涯学習課",)) for name in "茶書歌"
    ]
