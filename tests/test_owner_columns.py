"""Columns that say whose a project is: marks below sections, 実施主体, legends, labels above a table.

柏野市 and all its sections, bodies and projects are invented; what is expected is what a person
reads in the rows of each test.
"""

from collections.abc import Sequence
from pathlib import Path

import openpyxl

from enishi.data.reading import Reading, read_plan
from enishi.data.records import Participation, Project
from enishi.data.settings import settings_for

from .readings import projects_of

Rows = Sequence[Sequence[object]]


def read(path: Path, rows: Rows, merged: Sequence[str] = ()) -> Reading:
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    for place in merged:
        sheet.merge_cells(place)
    made.save(path)
    return read_plan(path, settings_for(path))


def taking_part(reading: Reading) -> set[tuple[str, str, str]]:
    """(project, role, who): bodies and kinds of bodies, sections that lead nothing among them."""
    names = {r.key: r.label for r in reading.records if isinstance(r, Project)}
    return {
        (names[r.element], r.role, r.agent.name if r.agent else (r.kind or ("", ""))[1])
        for r in reading.records
        if isinstance(r, Participation) and not r.role.startswith("responsible")
    }


def test_marks_below_sections_under_one_wide_head_of_owners(tmp_path: Path) -> None:
    """The sections stand in the second row of the head; the legend above names nobody."""
    rows = [
        ["柏野市人権施策 取組と担当課"], ["○：担当課"],
        ["取組名", "内容", "担当課", None, None],
        [None, None, "人権課", "人事課", "農業委員会事務局"],
        ["情報誌の発行", "年に一度配る。", "○", None, None],
        ["職員研修", "全員が受ける。", "○", "○", None],
        ["協定の普及", "農家に伝える。", None, None, "○"],
    ]  # fmt: skip
    read_back = read(tmp_path / "取組.xlsx", rows, ["A3:A4", "B3:B4", "C3:E3"])
    assert projects_of(read_back) == [
        ("情報誌の発行", (), ("人権課",)),
        ("職員研修", (), ("人権課", "人事課")),
        ("協定の普及", (), ("農業委員会事務局",)),
    ]


def test_marks_below_related_sections_make_no_owner(tmp_path: Path) -> None:
    rows = [
        ["取組名", "担当課", "関係課", None],
        [None, None, "福祉課", "建築課"],
        ["住まいの相談", "住宅課", "○", "○"],
        ["空き家の調査", "住宅課", None, "○"],
    ]
    read_back = read(tmp_path / "取組.xlsx", rows, ["A1:A2", "B1:B2", "C1:D1"])
    assert projects_of(read_back) == [
        ("住まいの相談", (), ("住宅課",)),
        ("空き家の調査", (), ("住宅課",)),
    ]
    assert taking_part(read_back) == {
        ("住まいの相談", "cooperation", "福祉課"),
        ("住まいの相談", "cooperation", "建築課"),
        ("空き家の調査", "cooperation", "建築課"),
    }


def test_a_section_below_its_department_in_the_head_over_marks(tmp_path: Path) -> None:
    rows = [
        ["施策", "取組名", "総務部", None, "福祉部"],
        [None, None, "企 画 課", "人事課", "福祉課"],
        ["学び", "研修の開催", "◎", "○", None],
        ["学び", "広報の充実", "◎", None, "○"],
    ]
    read_back = read(tmp_path / "取組.xlsx", rows, ["A1:A2", "B1:B2", "C1:D1"])
    assert projects_of(read_back, paths=True) == [
        ("研修の開催", ("学び",), ("総務部/企画課",)),
        ("広報の充実", ("学び",), ("総務部/企画課",)),
    ]


def test_who_carries_out_names_the_sections_where_no_column_of_owners_does(tmp_path: Path) -> None:
    """The city itself is no section of it; bodies and kinds of bodies take part."""
    rows = [
        ["取組の柱", "取組", "実施主体"],
        ["脱炭素", "太陽光発電の導入", "環境課、施設課"],
        ["脱炭素", "家電の買替え補助", "環境課、柏野市電器商業組合"],
        ["脱炭素", "緑のカーテン", "環境課、市民"],
        ["資源", "生ごみ処理機の貸出し", "市、清掃課"],
    ]
    read_back = read(tmp_path / "取組.xlsx", rows)
    assert projects_of(read_back) == [
        ("太陽光発電の導入", ("脱炭素",), ("環境課", "施設課")),
        ("家電の買替え補助", ("脱炭素",), ("環境課",)),
        ("緑のカーテン", ("脱炭素",), ("環境課",)),
        ("生ごみ処理機の貸出し", ("資源",), ("清掃課",)),
    ]
    assert taking_part(read_back) == {
        ("家電の買替え補助", "participant", "柏野市電器商業組合"),
        ("緑のカーテン", "participant", "市民"),
    }


def test_who_carries_out_beside_a_column_of_owners_takes_part(tmp_path: Path) -> None:
    rows = [
        ["取組", "担当課", "実施主体"],
        ["朝市の開催", "商工課", "柏野商工会"],
        ["夜市の開催", "商工課", "柏野商工会"],
    ]
    read_back = read(tmp_path / "取組.xlsx", rows)
    assert [owners for _, _, owners in projects_of(read_back)] == [("商工課",), ("商工課",)]
    assert {who for _, _, who in taking_part(read_back)} == {"柏野商工会"}


def test_a_label_with_its_section_above_a_table_is_no_head_of_it(tmp_path: Path) -> None:
    """所属：健康課 stands over two columns; 施策 behind the names is a level of its own."""
    rows = [
        ["令和6年度 主要事業", None, "所属：健康課"],
        ["No", "事業名", "事業内容", "施策"],
        [1, "健康ポイント", "歩くと点がたまる。", "健康"],
        [2, "料理教室", "月に一度開く。", "健康"],
    ]
    assert projects_of(read(tmp_path / "主要.xlsx", rows)) == [
        ("健康ポイント", ("健康",), ("健康課",)),
        ("料理教室", ("健康",), ("健康課",)),
    ]


def test_a_blank_section_in_front_of_the_names_is_as_above(tmp_path: Path) -> None:
    """Not below another department, nor below a heading."""
    rows = [
        ["部", "課", "事業名", "目的"],
        ["総務部", "総務課", "文書館の整備", "文書を残す。"],
        [None, None, "平和の式典", "平和を祈る。"],
        [None, "税務課", "納税の推進", "期限内の納付を進める。"],
        ["産業部", None, "農業祭", "農産物を広める。"],
        ["基本目標2 育てる"],
        [None, None, "担い手の育成", "農家を育てる。"],
    ]
    found = projects_of(read(tmp_path / "課別.xlsx", rows))
    assert [(name, owners) for name, _, owners in found] == [
        ("文書館の整備", ("総務課",)),
        ("平和の式典", ("総務課",)),
        ("納税の推進", ("税務課",)),
        ("農業祭", ("産業部",)),
        ("担い手の育成", ()),
    ]


def test_a_blank_section_behind_the_names_is_nobody(tmp_path: Path) -> None:
    rows = [["事業名", "担当課"], ["空き家の調査", "住宅課"], ["空き家の解体", None]]
    assert projects_of(read(tmp_path / "空き家.xlsx", rows)) == [
        ("空き家の調査", (), ("住宅課",)),
        ("空き家の解体", (), ()),
    ]


def test_a_sub_unit_in_brackets_on_the_next_line_is_its_sections(tmp_path: Path) -> None:
    rows = [
        ["事業名", "担当"],
        ["ごみの減量", "環境課\n（減量係）"],
        ["生け垣", "都市課　（公園係）"],
    ]
    found = read(tmp_path / "係.xlsx", rows)
    assert [owners for _, _, owners in projects_of(found)] == [("環境課",), ("都市課",)]
    assert [
        r.agent.name
        for r in found.records
        if isinstance(r, Participation) and r.agent and r.role == "responsible-sub-unit"
    ] == ["減量係", "公園係"]


def test_how_to_call_a_section_is_no_part_of_its_name(tmp_path: Path) -> None:
    rows = [
        ["取組名", "担当課"],
        ["資源の回収", "環境課 内線1235"],
        ["節水", "水道課　℡ 0000-22-3333"],
        ["放送", "電話相談課"],
    ]
    assert [owners for _, _, owners in projects_of(read(tmp_path / "内線.xlsx", rows))] == [
        ("環境課",),
        ("水道課",),
        ("電話相談課",),
    ]
