"""Rows of labels and values, codes before names, examples of how to fill in; all invented."""

from pathlib import Path

import openpyxl
import pytest

from .test_marks_and_lines import Told, read

Sheets = dict[str, list[list[object]]]


def book(path: Path, sheets: Sheets) -> Told:
    made = openpyxl.Workbook()
    for title, rows in sheets.items():
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(row)
    del made["Sheet"]
    made.save(path)
    return read(path, None)


HEAD: list[object] = ["番号", "事業名", "担当課", "評価"]


def measure(policy: str, name: str, *rows: list[object]) -> list[list[object]]:
    return [
        ["施策評価シート"], ["政策", policy, "施策", name], ["主管課", "企画課", "関係課", "財政課"],
        ["指標名", "単位", "R5実績", "R6実績"], ["満足度", "％", 40, 41], [], HEAD, *rows,
    ]  # fmt: skip


def test_pairs_of_labels_in_a_row_are_levels_of_the_table_below(tmp_path: Path) -> None:
    sheets: Sheets = {
        "1-1": measure("1 水のまち", "1-1 川の手入れ", [1, "川床の清掃", "河川課", "A"], [2, "堰の点検", "河川課", "B"]),
        "2-1": measure("2 祭りのまち", "2-1 行事の支援", [1, "灯籠流し", "観光課", "A"]),
    }  # fmt: skip
    assert book(tmp_path / "a.xlsx", sheets) == [
        ("川床の清掃", ["水のまち", "川の手入れ"], ["河川課"]),
        ("堰の点検", ["水のまち", "川の手入れ"], ["河川課"]),
        ("灯籠流し", ["祭りのまち", "行事の支援"], ["観光課"]),
    ]


def test_codes_are_no_part_of_a_name_and_years_are(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["事業名", "担当課"], ["0012　川床の清掃", "河川課"], ["10203 堰の点検", "河川課"], ["2030 水の祭典", "観光課"],
    ]  # fmt: skip
    assert [name for name, _, _ in book(tmp_path / "b.xlsx", {"一覧": rows})] == [
        "川床の清掃",
        "堰の点検",
        "2030 水の祭典",
    ]


def test_a_row_that_shows_how_to_fill_in_is_no_project(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["施策", "取組名", "担当課"], ["（例）施策の名称", "（例）○○の見直し", "（例）○○課"],
        ["川の手入れ", "川床の清掃", "河川課"], ["行事の支援", "例大祭の支援", "観光課"],
    ]  # fmt: skip
    assert book(tmp_path / "c.xlsx", {"一覧": rows}) == [
        ("川床の清掃", ["川の手入れ"], ["河川課"]),
        ("例大祭の支援", ["行事の支援"], ["観光課"]),
    ]


def test_a_cell_of_several_numbered_levels_is_the_path(tmp_path: Path) -> None:
    def form(name: str, place: str, office: str) -> list[list[object]]:
        return [
            ["事業名", name],
            ["位置づけ", place],
            ["事業概要", f"{name}を進める。"],
            ["担当課", office],
        ]

    sheets: Sheets = {
        "1": form("川床の清掃", "基本目標1 水のまち／施策1-1 川の手入れ", "河川課"),
        "2": form("灯籠流し", "基本目標2 祭りのまち\n施策2-1 行事の支援", "観光課"),
        "3": form("石の展示", "第3次計画に関連する。", "文化課"),
    }
    assert book(tmp_path / "d.xlsx", sheets) == [
        ("川床の清掃", ["水のまち", "川の手入れ"], ["河川課"]),
        ("灯籠流し", ["祭りのまち", "行事の支援"], ["観光課"]),
        ("石の展示", [], ["文化課"]),
    ]


def test_a_row_of_owners_below_a_heading_is_that_of_its_project(tmp_path: Path) -> None:
    def told(name: str, office: str) -> str:
        return f"<h3>{name}</h3><table><tr><td>担当課<td>{office}<td>関係課<td>企画課</tr></table><p>{name}を進めます。</p>"

    text = (
        f"<h1>星川市計画</h1><h2>1-1 川の手入れ</h2>{told('1-1-1 川床の清掃', '河川課')}"
        f"{told('1-1-2 堰の点検', '河川課')}<h2>1-2 行事の支援</h2>{told('1-2-1 灯籠流し', '観光課')}"
    )
    assert read(tmp_path / "e.html", text) == [
        ("川床の清掃", ["川の手入れ"], ["河川課", "企画課"]),
        ("堰の点検", ["川の手入れ"], ["河川課", "企画課"]),
        ("灯籠流し", ["行事の支援"], ["観光課", "企画課"]),
    ]


def test_levels_set_apart_from_their_labels_are_those_of_the_page(tmp_path: Path) -> None:
    canvas = pytest.importorskip("reportlab.pdfgen.canvas")
    fonts = pytest.importorskip("reportlab.pdfbase.cidfonts")
    metrics = pytest.importorskip("reportlab.pdfbase.pdfmetrics")
    metrics.registerFont(fonts.UnicodeCIDFont("HeiseiMin-W3"))
    page = canvas.Canvas(str(tmp_path / "f.pdf"), pagesize=(595, 842))
    page.setFont("HeiseiMin-W3", 16)
    page.drawString(60, 790, "星川市の主要事業")
    y = 750
    page.setFont("HeiseiMin-W3", 10)
    for name, policy, level, office in (
        ("川床の清掃", "水のまち", "川の手入れ", "河川課"),
        ("灯籠流し", "祭りのまち", "行事の支援", "観光課"),
    ):
        for label, value in (
            ("事業名", name), ("政策", policy), ("施策", level), ("担当課", office),
            ("事業内容", f"{name}を進めます。"),
        ):  # fmt: skip
            page.drawString(60, y, label)
            page.drawString(200, y, value)
            y -= 18
        y -= 20
    page.save()
    assert read(tmp_path / "f.pdf", None) == [
        ("川床の清掃", ["水のまち", "川の手入れ"], ["河川課"]),
        ("灯籠流し", ["祭りのまち", "行事の支援"], ["観光課"]),
    ]
