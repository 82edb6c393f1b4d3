"""Sheets as city offices make them: sums, banners, blanks, tables side by side, strict files.

若葉市 and all its sections and projects are invented; what is expected is what a person reads in the
rows of each test.
"""

import zipfile
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from enishi.data.formats.registry import load_document
from enishi.data.reading import Reading, inspect_document, read_plan
from enishi.data.records import Participation
from enishi.data.settings import settings_for
from enishi.errors import InputError

from .readings import Row, projects_of

Rows = Sequence[Sequence[object]]


def book(path: Path, rows: Rows, *merges: str) -> Path:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "一覧"
    for row in rows:
        sheet.append(list(row))
    for merge in merges:
        sheet.merge_cells(merge)
    made.save(path)
    return path


def read(path: Path) -> Reading:
    return read_plan(path, settings_for(path))


def found(reading: Reading) -> list[Row]:
    return projects_of(reading, paths=True)


def test_sums_are_no_projects_and_no_departments(tmp_path: Path) -> None:
    """「家計相談」 ends like a sum, and 市民部計 is none of the city's departments."""
    path = book(tmp_path / "list.xlsx", [
        ["部", "課", "施策", "事業名", "事業内容", "予算額"],
        ["市民部", "環境課", "ごみの減量", "生ごみ処理機の補助", "購入に補助する。", 500],
        [None, "市民課", None, "家計相談", "相談を受ける。", 300],
        ["市民部計", None, None, None, None, 800],
        ["経済部", "農政課", "農業", "直売所の支援", "直売所に補助する。", 200],
        [None, None, "農業　計", None, None, 200],
        ["経済部　小計", None, None, None, None, 200],
        ["総計", None, None, None, None, 1000],
    ])  # fmt: skip
    assert found(read(path)) == [
        ("生ごみ処理機の補助", ("ごみの減量",), ("市民部/環境課",)),
        ("家計相談", ("ごみの減量",), ("市民部/市民課",)),
        ("直売所の支援", ("農業",), ("経済部/農政課",)),
    ]


def test_a_blank_department_is_not_taken_over_by_what_is_none_of_its_sections(
    tmp_path: Path,
) -> None:
    path = book(tmp_path / "list.xlsx", [
        ["部", "課", "事業名", "事業内容"],
        ["総務部", "総務課", "文書の保存", "文書を保存する。"],
        [None, "人事課", "職員研修", "研修を行う。"],
        [None, "議会事務局", "議会中継", "議会を中継する。"],
    ])  # fmt: skip
    assert [owners for _, _, owners in found(read(path))] == [
        ("総務部/総務課",), ("総務部/人事課",), ("議会事務局",),
    ]  # fmt: skip


def test_headings_among_the_names_are_levels_below_one_another(tmp_path: Path) -> None:
    path = book(tmp_path / "plan.xlsx", [
        ["コード", "施策・事業名", "事業の内容", "担当", "事業費"],
        ["1", "政策１　安全に暮らせるまち"],
        ["1-1", "施策：消防の充実"],
        [None, "消防車の更新", "車両を更新する。", "総務課", 12000],
        ["1-2", "施策：交通安全"],
        [None, "道路鏡の設置", "交差点に設置する。", "建設課", 500],
        [None, "施策計", None, None, 500],
        ["2", "政策２　活力あるまち"],
        ["2-1", "施策：農業の振興"],
        [None, "鳥獣対策", "柵を設ける。", "農林課", 800],
    ])  # fmt: skip
    assert found(read(path)) == [
        ("消防車の更新", ("安全に暮らせるまち", "消防の充実"), ("総務課",)),
        ("道路鏡の設置", ("安全に暮らせるまち", "交通安全"), ("建設課",)),
        ("鳥獣対策", ("活力あるまち", "農業の振興"), ("農林課",)),
    ]


@pytest.mark.parametrize("gap", [0, 1], ids=["touching", "apart"])
def test_tables_side_by_side_are_read_one_after_the_other(tmp_path: Path, gap: int) -> None:
    heads = ["事業名", "事業概要", "担当課"]
    left = [
        ["食堂の支援", "団体に補助する。", "子ども課"],
        ["窓口の予約", "予約制にする。", "市民課"],
    ]
    right = [["バスの維持", "会社に補助する。", "交通課"], ["間伐", "森を手入れする。", "農林課"],
             ["英語", "先生を増やす。", "教育課"]]  # fmt: skip
    blank: list[object] = [None] * gap
    rows = [["若葉市の新規・拡充事業一覧"], [*heads, *blank, *heads]]
    rows += [[*(left[n] if n < 2 else [None] * 3), *blank, *right[n]] for n in range(3)]
    path = book(tmp_path / "list.xlsx", rows, "A1:F1")
    expected = [
        ("食堂の支援", (), ("子ども課",)), ("窓口の予約", (), ("市民課",)),
        ("バスの維持", (), ("交通課",)), ("間伐", (), ("農林課",)), ("英語", (), ("教育課",)),
    ]  # fmt: skip
    assert found(read(path)) == expected
    profile = tmp_path / "told.toml"
    profile.write_text(inspect_document(path, settings_for(path)).profile, encoding="utf-8")
    assert found(read_plan(path, settings_for(path, profile=str(profile)))) == expected


def test_a_form_with_department_and_section_side_by_side(tmp_path: Path) -> None:
    path = book(tmp_path / "form.xlsx", [
        ["事業評価シート"],
        ["事業名", "公民館講座"],
        ["担当部署", "教育部", "生涯学習課", "記入者", "山田"],
        ["政策", "学びあうまち"],
        ["事業の内容", "公民館で講座を開く。"],
    ])  # fmt: skip
    assert found(read(path)) == [("公民館講座", ("学びあうまち",), ("教育部/生涯学習課",))]


def test_a_sheet_whose_columns_are_the_projects(tmp_path: Path) -> None:
    path = book(tmp_path / "compared.xlsx", [
        ["重点事業の比較"],
        ["項目", "１", "２"],
        ["事業名", "食堂の開設", "空き家の活用"],
        ["担当課", "こども課", "建築課"],
        ["事業概要", "開設に補助する。", "改修に補助する。"],
        ["連携先", "社会福祉協議会", "甲商工会"],
        ["予算額", 1000, 2000],
    ])  # fmt: skip
    reading = read(path)
    assert found(reading) == [("食堂の開設", (), ("こども課",)), ("空き家の活用", (), ("建築課",))]
    partners = [
        (r.element, r.agent.name)
        for r in reading.records
        if isinstance(r, Participation) and r.agent and r.agent.kind == "org"
    ]
    assert partners == [("project/001", "社会福祉協議会"), ("project/002", "甲商工会")]


def test_a_strict_workbook_reads_like_any_other(tmp_path: Path) -> None:
    rows = [["事業名", "担当課", "事業内容"], ["朝市", "商工課", "朝市を開く。"]]
    plain, strict = book(tmp_path / "plain.xlsx", rows), tmp_path / "strict.xlsx"
    names = {
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main":
            "http://purl.oclc.org/ooxml/spreadsheetml/main",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships":
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
    }  # fmt: skip
    with zipfile.ZipFile(plain) as parts, zipfile.ZipFile(strict, "w") as copy:
        for name in parts.namelist():
            text = parts.read(name).decode()
            for loose, told in names.items():
                text = text.replace(loose, told)
            copy.writestr(name, text)
    assert b"purl.oclc.org" in zipfile.ZipFile(strict).read("xl/worksheets/sheet1.xml")
    assert load_document(strict)[0].source.text == load_document(plain)[0].source.text
    assert found(read(strict)) == [("朝市", (), ("商工課",))]


def test_names_cut_by_a_chunk_are_put_in_too() -> None:
    import io

    from enishi.data.formats.strict_ooxml import _CHUNK, _renamed

    name = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
    for cut in range(1, len(name), 7):
        data = b" " * (_CHUNK - cut) + name + b" " * 10
        written = b"".join(_renamed(io.BytesIO(data)))
        assert written.strip() == b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def test_merges_by_the_thousand_cost_what_they_hide(tmp_path: Path) -> None:
    """Sixty thousand ranges over all columns: a billion places, of which two cells stand in some."""
    path = book(tmp_path / "plain.xlsx", [
        ["事業名", "担当課", "事業内容"], ["朝市", "商工課", "朝市を開く。"], ["夜市", "隠れた課"],
    ])  # fmt: skip
    bomb = tmp_path / "bomb.xlsx"
    ranges = "".join(f'<mergeCell ref="A{row}:XFD{row}"/>' for row in range(3, 60_000))
    with zipfile.ZipFile(path) as parts, zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in parts.namelist():
            data = parts.read(name)
            if name == "xl/worksheets/sheet1.xml":
                said = f"</sheetData><mergeCells>{ranges}</mergeCells>".encode()
                data = data.replace(b"</sheetData>", said)
            copy.writestr(name, data)
    document = load_document(bomb)[0]
    (grid,) = document.grids()
    assert [cell.text for cell in grid.cells if cell.row == 2] == ["夜市"]
    assert any("隠れた値" in notice.message.ja for notice in document.notices)


def test_places_of_merges_are_bounded() -> None:
    from enishi.data.document import Cell, Grid
    from enishi.data.source import Span
    from enishi.data.tables.layout import SPREAD, Field

    cells = tuple(Cell(row, 400 * (row % 2), "甲", Span(0, 1), 1, 16_000) for row in range(20_000))
    place = Field.of(Grid("表", cells))
    assert sum(map(len, place.cells.values())) <= SPREAD + len(cells)
    assert all(place.at(cell.row, cell.column) is cell for cell in cells)


def test_a_line_of_bars_is_no_table_of_markdown(tmp_path: Path) -> None:
    path = tmp_path / "bars.md"
    path.write_text("# 計画\n" + "|" * 200_000 + "\n" + "|-" * 100_000 + "\n", encoding="utf-8")
    with pytest.raises(InputError) as error:
        read(path)
    assert "bars.md" in str(error.value)


def test_a_budget_by_accounts_is_no_list_of_projects(tmp_path: Path) -> None:
    """Neither its sections (報酬, 旅費) nor the words of its explanations are names of projects."""
    head = ["款", "項", "目", "本年度予算額", "節番号", "節名", "節金額", "説明"]
    rows = [
        ["総務費", "総務管理費", "1 一般管理費", 900, 1, "報酬", 500, "委員の報酬"],
        ["総務費", "総務管理費", "1 一般管理費", 900, 8, "旅費", 400, "職員の旅費"],
        ["総務費", "総務管理費", "2 文書費", 300, 12, "委託料", 300, "文書の運搬"],
    ]
    with pytest.raises(InputError) as caught:
        read(book(tmp_path / "budget.xlsx", [head, *rows]))
    assert "款、項、目" in caught.value.message.ja
    assert "事業名の列" in caught.value.message.ja
    # The same accounts beside a column of projects are a list of projects.
    named = [[*row, f"事業{at}の推進", "総務課"] for at, row in enumerate(rows)]
    path = book(tmp_path / "projects.xlsx", [[*head, "事業名", "所管課"], *named])
    assert [name for name, _, _ in found(read(path))] == [f"事業{at}の推進" for at in range(3)]


def test_a_row_of_figures_or_like_the_one_above_is_no_second_head(tmp_path: Path) -> None:
    """委託料 and 事業名 are heads elsewhere; here they are what the rows say."""
    path = book(tmp_path / "list.xlsx", [
        ["区分", "分野", "事業名", "担当課", "事業内容", "決算額"],
        ["継続", "福祉", "見守りの推進", "福祉課", "見守る。", 1200],
        ["継続", "福祉", "委託料", "所管", "課への委託。", 676],
        ["継続", "福祉", "予算額", "担当", "説明", "―"],
        ["継続", "環境", "植樹の推進", "環境課", "木を植える。", 300],
    ])  # fmt: skip
    assert [name for name, _, _ in found(read(path))] == [
        "見守りの推進", "委託料", "予算額", "植樹の推進",
    ]  # fmt: skip
