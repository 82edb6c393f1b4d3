"""Layouts of tables, boxes and lists that cities' plans use; 若葉市 and all in it are invented.

What is expected was written down from the document before it was read.
"""

from pathlib import Path

import openpyxl
import pytest

from enishi.data.reading import Reading, read_plan
from enishi.data.records import Participation, Plan, Project
from enishi.data.settings import settings_for

from .readings import Row, projects_of

Cells = list[list[str]]


def page(path: Path, body: str) -> Path:
    path.write_text(f"<h1>若葉市計画</h1>{body}", encoding="utf-8")
    return path


def table(*rows: list[str]) -> str:
    """A table; a cell that begins with < is written as it is: "<td rowspan=2>1"."""
    return "<table>" + "".join(
        "<tr>" + "".join(cell if cell[:1] == "<" else f"<td>{cell}" for cell in row)
        for row in rows
    ) + "</table>"  # fmt: skip


def read(path: Path) -> Reading:
    return read_plan(path, settings_for(path))


def rows_of(tmp_path: Path, body: str) -> list[Row]:
    return projects_of(read(page(tmp_path / "plan.html", body)))


def book(path: Path, *sheets: Cells, merged: tuple[str, ...] = ()) -> Path:
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for number, rows in enumerate(sheets, 1):
        sheet = made.create_sheet(str(number))
        for row in rows:
            sheet.append(row)
        for area in merged:
            sheet.merge_cells(area)
    made.save(path)
    return path


def test_a_framed_project_without_a_label_for_its_name(tmp_path: Path) -> None:
    """As in the pages of measures of a large city: number, name, 所管, and below what is done."""
    body = "<h2>政策１　子育て</h2><p>主な施策</p>"
    for number, name, owner, done in (
        ("1", "相談の充実", "こども局", "助産師が相談に応じます。"),
        ("2", "保育の充実", "こども局、教育局", "預かる枠を広げます。"),
    ):
        body += table([f"<td rowspan=2>{number}", name, "所管", owner], [f"<td colspan=3>{done}"])
        body += table(["想定事業量", "直近の現状値", "令和11年度末目標"], ["件数", "8件", "12件"])
    reading = read(page(tmp_path / "plan.html", body))
    assert projects_of(reading) == [
        ("相談の充実", ("子育て",), ("こども局",)),
        ("保育の充実", ("子育て",), ("こども局", "教育局")),
    ]
    described = [
        r.description.text for r in reading.records if isinstance(r, Project) and r.description
    ]
    assert described == ["助産師が相談に応じます。", "預かる枠を広げます。"]
    assert not [entry for entry in reading.ledger if entry.state == "unresolved"]


def test_a_table_without_names_and_owners_is_no_framed_project(tmp_path: Path) -> None:
    body = "<h2>政策１　子育て</h2>" + table(
        ["1", "会議の記録", "日時", "4月1日"], ["<td colspan=4>開催した。"]
    )
    assert rows_of(tmp_path, body) == []


def test_what_is_done_is_no_name_though_the_owner_stands_behind_it(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(
        "若葉県計画\n１　暮らし\n１－１　環境\n主な施策\n○住宅の省エネ化\n・改修に助成します。（住宅課）\n"
        "○再エネの普及\n・屋根に置きます。（環境政策課、若葉太陽光協議会と連携）\n"
        "１－２　防災\n主な施策\n○治水の推進\n・池を整えます。（河川課）\n"
        "２　産業\n２－１　創業\n主な施策\n○創業の場づくり\n・場を設けます。（創業推進室）\n",
        encoding="utf-8",
    )
    assert projects_of(read(path)) == [
        ("住宅の省エネ化", ("暮らし", "環境"), ("住宅課",)),
        ("再エネの普及", ("暮らし", "環境"), ("環境政策課",)),
        ("治水の推進", ("暮らし", "防災"), ("河川課",)),
        ("創業の場づくり", ("産業", "創業"), ("創業推進室",)),
    ]


def test_the_form_of_plans_for_depopulated_areas(tmp_path: Path) -> None:
    """事業名（施設名） holds kinds of a fixed list, 事業内容 what is done."""
    body = "<h2>２　移住の促進</h2><p>事業計画</p>" + table(
        ["持続的発展施策区分", "事業名（施設名）", "事業内容", "事業主体"],
        ["<td rowspan=3>２　移住の促進", "（１）移住・定住", "村営住宅の建設", "村"],
        ["", "空き家の改修補助", "村"],
        ["（３）人材育成", "リーダー講座の開催", "若葉村商工会"],
    )
    reading = read(page(tmp_path / "plan.html", body))
    assert projects_of(reading) == [
        ("村営住宅の建設", ("移住の促進", "移住・定住"), ()),
        ("空き家の改修補助", ("移住の促進", "移住・定住"), ()),
        ("リーダー講座の開催", ("移住の促進", "人材育成"), ()),
    ]
    carried = [r.agent.name for r in reading.records if isinstance(r, Participation) and r.agent]
    assert carried == ["若葉村商工会"]


@pytest.mark.parametrize("head", ["具体的な取組", "市の取組", "具体的な事業"])
def test_what_a_city_calls_the_column_of_names(tmp_path: Path, head: str) -> None:
    body = "<h2>基本目標１　農業</h2>" + table(
        ["施策", head, "市担当課"],
        ["<td rowspan=2>担い手", "就農相談会の開催", "農政課"],
        ["研修農場の設置", "農政課"],
        ["農地", "草刈り隊の支援", "農地課"],
    )
    assert rows_of(tmp_path, body) == [
        ("就農相談会の開催", ("農業", "担い手"), ("農政課",)),
        ("研修農場の設置", ("農業", "担い手"), ("農政課",)),
        ("草刈り隊の支援", ("農業", "農地"), ("農地課",)),
    ]


def test_two_words_with_a_stroke_head_a_column_of_names(tmp_path: Path) -> None:
    body = "<h2>Goal 1: Housing</h2>" + table(
        ["ID", "Strategy / Action", "Lead Agency", "Time Frame", "Cost"],
        ["H-1", "Update the zoning code", "Community Development", "Short-term", "Low"],
        ["H-2", "Create a trust fund", "Finance; Community Development", "Long-term", "High"],
    )
    assert rows_of(tmp_path, body) == [
        ("Update the zoning code", ("Housing",), ("Community Development",)),
        ("Create a trust fund", ("Housing",), ("Finance", "Community Development")),
    ]


def test_numbers_with_dots_are_no_part_of_a_name(tmp_path: Path) -> None:
    body = "<h2>Goal 1: Buildings</h2>" + table(
        ["Action", "Description", "Lead"],
        ["1.1.1 Home energy loans", "Offer loans.", "Housing Department"],
        ["LU-2.3: 3D models of streets", "Model them.", "Planning Department"],
    )
    names = [name for name, _, _ in rows_of(tmp_path, body)]
    assert names == ["Home energy loans", "LU-2.3: 3D models of streets"]


def test_owners_in_short_and_every_office_of_a_kind(tmp_path: Path) -> None:
    body = "<h2>基本目標１　安全</h2>" + table(
        ["事業名", "事業内容", "担当"],
        ["備蓄の充実", "備蓄を更新する。", "危）危機対策部"],
        ["訓練の実施", "訓練を行う。", "危機管理本部<br>各区役所"],
        ["健康の相談", "相談に応じる。", "若葉保健所　健康推進課"],
    )
    assert [owners for _, _, owners in rows_of(tmp_path, body)] == [
        ("危機対策部",),
        ("危機管理本部", "各区役所"),
        ("健康推進課",),
    ]


def test_a_measure_with_its_number_above_the_table_of_a_sheet(tmp_path: Path) -> None:
    def sheet(number: int, measure: str, name: str) -> Cells:
        return [
            [f"施策№{number}", "", measure],
            ["施策の目標", "", "安心して暮らせる。"],
            ["【行政の５年間の主な取組】"],
            ["番号", "取組", "内容", "担当課"],
            [f"{number}-1", name, "拠点を運営する。", "こども課"],
        ]

    path = book(
        tmp_path / "a.xlsx",
        sheet(1, "子育て", "広場の運営"),
        sheet(2, "環境", "古紙の回収"),
        merged=("A1:B1",),
    )
    reading = read(path)
    assert projects_of(reading) == [
        ("広場の運営", ("子育て",), ("こども課",)),
        ("古紙の回収", ("環境",), ("こども課",)),
    ]
    assert [r.label for r in reading.records if isinstance(r, Plan)] == ["a"]


def test_a_cell_merged_over_two_columns_is_read_once(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        [
            ["事業名", "", "担当課", ""],
            ["川の清掃", "", "環境課", ""],
            ["海の清掃", "", "環境課", ""],
        ],
        merged=("A1:B1", "A2:B2", "A3:B3", "C1:D1", "C2:D2", "C3:D3"),
    )
    assert projects_of(read(path)) == [
        ("川の清掃", (), ("環境課",)),
        ("海の清掃", (), ("環境課",)),
    ]


def test_the_one_part_of_a_book_is_a_level_when_it_is_the_first(tmp_path: Path) -> None:
    """A file for each 部: its heading is the level, 第３章 事業一覧 is none."""
    rows = table(["事業名", "事業内容", "担当課"], ["音楽祭", "開く。", "文化課"])
    body = "<h2>第１部　文化のまち</h2><h3>１　音楽</h3>" + rows + "<h3>２　美術</h3>"
    other = table(["事業名", "事業内容", "担当課"], ["美術展", "開く。", "文化課"])
    assert [levels for _, levels, _ in rows_of(tmp_path, body + other)] == [
        ("文化のまち", "音楽"),
        ("文化のまち", "美術"),
    ]
    body = body.replace("第１部　文化のまち", "第３章　計画事業一覧")
    assert [levels for _, levels, _ in rows_of(tmp_path, body + other)] == [("音楽",), ("美術",)]


def test_a_strategy_without_a_number_is_a_goal_where_it_is_a_heading(tmp_path: Path) -> None:
    rows = table(["事業名", "事業内容", "担当課"], ["音楽祭", "開く。", "文化課"])
    body = f"<h2>基本戦略　暮らしを守る</h2><h3>政策１　音楽</h3>{rows}"
    assert [levels for _, levels, _ in rows_of(tmp_path, body)] == [("暮らしを守る", "音楽")]


def test_marks_below_kinds_of_bodies_say_who_takes_part(tmp_path: Path) -> None:
    body = "<h2>基本目標１　環境</h2>" + table(
        ["<td rowspan=2>市の取組", "<td rowspan=2>担当課", "<td colspan=2>協働の主体"],
        ["市民", "事業者"],
        ["診断の実施", "環境課", "●", ""],
        ["食品の回収", "ごみ課", "●", "●"],
    )
    reading = read(page(tmp_path / "plan.html", body))
    kinds = [
        (r.element, r.kind) for r in reading.records if isinstance(r, Participation) and r.kind
    ]
    assert kinds == [
        ("project/001", ("residents", "市民")),
        ("project/002", ("residents", "市民")),
        ("project/002", ("company", "事業者")),
    ]


def test_of_tables_alike_an_unknown_column_is_said_once(tmp_path: Path) -> None:
    rows = table(["事業名", "事業内容", "担当課", "星の数"], ["音楽祭", "開く。", "文化課", "多い"])
    body = f"<h2>基本目標１　音楽</h2>{rows}<h2>基本目標２　美術</h2>{rows.replace('音楽祭', '美術展')}"
    notices = read(page(tmp_path / "plan.html", body)).notices
    assert [notice.message.ja for notice in notices if "星の数" in notice.message.ja] == [
        "「星の数」の列は読みません（何の列か分からない見出し）"
    ]


@pytest.mark.parametrize("order", ["utf-16-le", "utf-16-be"])
def test_japanese_in_utf_16_without_a_mark_of_its_order(tmp_path: Path, order: str) -> None:
    """(U+3000) and 一 (U+4E00) have zero bytes on the other side than line ends."""
    path = tmp_path / "plan.txt"
    path.write_bytes(
        "若葉市計画\n基本目標１　一つの町\n①見守り（福祉課）\n②配食（福祉課）\n".encode(order)
    )
    reading = read(path)
    assert reading.source.encoding == order
    assert [name for name, _, _ in projects_of(reading)] == ["見守り", "配食"]


def test_text_with_commas_that_is_called_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "plan.xls"
    path.write_bytes(
        "事業名,担当課,内容\n音楽祭,文化課,開く。\n美術展,文化課,絵を並べる。\n".encode("cp932")
    )
    reading = read(path)
    assert [name for name, _, _ in projects_of(reading)] == ["音楽祭", "美術展"]
    assert [notice.message.ja for notice in reading.notices] == [
        "名前は .xls ですが、中身は csv なので、そのように読みました"
    ]
