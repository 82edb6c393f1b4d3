"""Tables of projects in workbooks and CSV files, all invented; expected values are the tables'."""

import csv
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enishi.cli import main
from enishi.data.document import Grid
from enishi.data.formats.registry import load_document
from enishi.data.ledger import STATES
from enishi.data.reading import Reading, read_document
from enishi.data.records import Goal, Measure, Participation, Plan, Project
from enishi.data.settings import settings_for
from enishi.errors import EnishiError, InputError
from enishi.graph.building import build_plans
from enishi.graph.store import open_kb

Rows = Sequence[Sequence[object]]
HEAD = ["事業名", "担当課", "事業内容"]
FAIR = ["星空市開催事業", "観光課", "星空の下で市を開催する。"]
BOAT = ["渡し船運航事業", "交通課", "渡し船を運航する。"]


def book(path: Path, rows: Rows, *, merges: Sequence[str] = (), title: str = "一覧") -> Path:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    for merge in merges:
        sheet.merge_cells(merge)
    made.save(path)
    return path


def table(path: Path, rows: Rows, encoding: str = "utf-8", delimiter: str = ",") -> Path:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def all_of(path: Path, profile: str | None = None) -> list[Reading]:
    return list(read_document(path, settings_for(path, profile=profile)))


def read(path: Path, profile: str | None = None) -> Reading:
    (reading,) = all_of(path, profile)
    return reading


def of(reading: Reading, cls: type) -> list[Any]:
    return [record for record in reading.records if isinstance(record, cls)]


def labels(reading: Reading) -> list[str]:
    return [project.label for project in of(reading, Project)]


def told(reading: Reading, *roles: str) -> list[tuple[str, str, tuple[str, ...]]]:
    """(project, role, names from the top) of those who take part in these roles."""
    names = {project.key: project.label for project in of(reading, Project)}
    return [
        (names[p.element], p.role, p.agent.path)
        for p in of(reading, Participation)
        if p.role in roles and p.agent
    ]


def owners(reading: Reading) -> list[tuple[str, ...]]:
    return [path for _, _, path in told(reading, "responsible")]


# -- structures -------------------------------------------------------------------------------


def test_levels_in_columns_go_on_where_cells_are_blank(tmp_path: Path) -> None:
    rows = [
        ["基本目標", "施策", *HEAD],
        ["1 にぎわう", "(1) 祭り", *FAIR],
        [None, None, "花火事業", "観光課", "花火を上げる。"],
        [None, "(2) 港", *BOAT],
        ["2 つながる", "(1) 橋", "橋りょう点検事業", "土木課", "橋を点検する。"],
    ]
    reading = read(book(tmp_path / "a.xlsx", rows))
    assert [(g.number, g.label) for g in of(reading, Goal)] == [
        ("1", "にぎわう"),
        ("2", "つながる"),
    ]
    measures = {m.key: (m.parent, m.number, m.label, m.level) for m in of(reading, Measure)}
    assert list(measures.values()) == [
        ("goal/001", "1", "祭り", "施策"),
        ("goal/001", "2", "港", "施策"),
        ("goal/002", "1", "橋", "施策"),
    ]
    assert [(p.label, measures[p.parent][2]) for p in of(reading, Project)] == [
        ("星空市開催事業", "祭り"),
        ("花火事業", "祭り"),
        ("渡し船運航事業", "港"),
        ("橋りょう点検事業", "橋"),
    ]


def test_merged_levels_and_a_head_over_two_rows_below_filler(tmp_path: Path) -> None:
    rows = [
        ["令和6年度 星見市 事業一覧（架空）"],
        [None, None, None, None, None, "（単位：千円）"],
        ["政策", "事務事業名", "事業概要", None, "担当部署", None],
        [None, None, "目的", "内容", "部", "課"],
        ["にぎわう", FAIR[0], "人を呼ぶため。", FAIR[2], "産業部", "観光課"],
        [None, BOAT[0], "島へ渡るため。", BOAT[2], "都市部", "交通課"],
        [None, "合計", None, None, None, None],
        ["※担当課は4月1日現在"],
    ]
    merges = ["C3:D3", "E3:F3", "A3:A4", "B3:B4", "A5:A6"]
    reading = read(book(tmp_path / "a.xlsx", rows, merges=merges))
    assert of(reading, Plan)[0].label == "令和6年度 星見市 事業一覧（架空）"
    assert [(p.label, p.description.text) for p in of(reading, Project)] == [
        (FAIR[0], FAIR[2]),
        (BOAT[0], BOAT[2]),
    ]
    assert {p.parent for p in of(reading, Project)} == {of(reading, Measure)[0].key}
    assert owners(reading) == [("産業部", "観光課"), ("都市部", "交通課")]


def test_a_table_is_repeated_year_by_year_and_its_projects_are_not(tmp_path: Path) -> None:
    rows = [
        ["【令和4年度】"], HEAD, FAIR, BOAT, [],
        ["【令和5年度】"], HEAD, FAIR, ["花火事業", "観光課", "花火を上げる。"],
    ]  # fmt: skip
    reading = read(book(tmp_path / "a.xlsx", rows))
    assert labels(reading) == [FAIR[0], BOAT[0], "花火事業"]
    assert len(told(reading, "responsible")) == 3


def test_a_sheet_of_labels_and_values_is_one_project(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    cover = made.active
    assert cover is not None
    cover["B2"] = "星見市実施計画（架空）"
    for number, (name, section, text) in enumerate((FAIR, BOAT), start=1):
        sheet = made.create_sheet(str(number))
        sheet["A1"], sheet["B1"], sheet["C1"], sheet["D1"] = "事業名", name, "所管課", section
        sheet["A2"], sheet["B2"] = "事業内容", text
        sheet["A3"], sheet["B3"] = "関係団体", "星見市商工会"
    made.save(tmp_path / "a.xlsx")
    reading = read(tmp_path / "a.xlsx")
    assert of(reading, Plan)[0].label == "星見市実施計画（架空）"
    assert [(p.label, p.description.text) for p in of(reading, Project)] == [
        (FAIR[0], FAIR[2]),
        (BOAT[0], BOAT[2]),
    ]
    assert owners(reading) == [("観光課",), ("交通課",)]
    assert {path for _, _, path in told(reading, "cooperation")} == {("星見市商工会",)}


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("産業部 観光課", [("産業部", "観光課")]),
        ("産業部観光課", [("産業部", "観光課")]),
        ("観光課　交通課", [("観光課",), ("交通課",)]),
        ("観光課、交通課", [("観光課",), ("交通課",)]),
        ("観光課・交通課", [("観光課",), ("交通課",)]),
        ("観光課／交通課", [("観光課",), ("交通課",)]),
        ("観光課\n交通課", [("観光課",), ("交通課",)]),
        ("－", []),
        # A cell of a PDF may have no room behind the first of two names.
        ("農政課土木課", [("農政課",), ("土木課",)]),
        ("資産税課課税係", [("資産税課",)]),
        ("市民課題対策課", [("市民課題対策課",)]),
    ],
)
def test_owners_in_one_cell(tmp_path: Path, cell: str, expected: list[tuple[str, ...]]) -> None:
    reading = read(book(tmp_path / "a.xlsx", [HEAD, [FAIR[0], cell, FAIR[2]], BOAT]))
    assert owners(reading) == [*expected, ("交通課",)]


def test_a_mark_tells_the_leading_owner(tmp_path: Path) -> None:
    reading = read(book(tmp_path / "a.xlsx", [HEAD, [FAIR[0], "◎観光課、○交通課", FAIR[2]], BOAT]))
    assert told(reading, "responsible", "cooperation")[:2] == [
        (FAIR[0], "responsible", ("観光課",)),
        (FAIR[0], "cooperation", ("交通課",)),
    ]


def test_a_section_without_its_department_is_the_one_that_has_it_elsewhere(tmp_path: Path) -> None:
    rows = [HEAD, [FAIR[0], "産業部 観光課", FAIR[2]], ["花火事業", "観光課", "花火を上げる。"]]
    assert owners(read(book(tmp_path / "a.xlsx", rows))) == [("産業部", "観光課")] * 2


def test_sections_of_one_name_in_two_departments_stay_two(tmp_path: Path) -> None:
    rows = [
        ["事業名", "部", "課", "事業内容"],
        [FAIR[0], "産業部", "総務課", FAIR[2]],
        [BOAT[0], "都市部", "総務課", BOAT[2]],
    ]
    assert owners(read(book(tmp_path / "a.xlsx", rows))) == [
        ("産業部", "総務課"),
        ("都市部", "総務課"),
    ]


def test_partners_have_the_role_of_their_column_and_their_amount(tmp_path: Path) -> None:
    rows = [
        [*HEAD, "委託先", "委託料（千円）", "連携先"],
        [*FAIR, "㈱ほしの舎", 1200, "（一社）星見観光協会、星見高校"],
        [*BOAT, "-", None, None],
    ]
    reading = read(book(tmp_path / "a.xlsx", rows))
    paid = [p for p in of(reading, Participation) if p.role == "contractor"]
    assert [(p.agent.name, p.amount) for p in paid] == [("㈱ほしの舎", 1_200_000)]
    assert told(reading, "cooperation") == [
        (FAIR[0], "cooperation", ("（一社）星見観光協会",)),
        (FAIR[0], "cooperation", ("星見高校",)),
    ]


def test_each_government_of_a_file_is_a_plan(tmp_path: Path) -> None:
    rows = [["団体名", *HEAD], ["星見市", *FAIR], ["潮路町", *BOAT]]
    readings = all_of(table(tmp_path / "a.csv", rows))
    assert [(r.settings.government, labels(r)) for r in readings] == [
        ("星見市", [FAIR[0]]),
        ("潮路町", [BOAT[0]]),
    ]
    assert len({r.settings.municipality for r in readings}) == 2


def test_columns_of_unknown_heads_are_known_by_their_content(tmp_path: Path) -> None:
    rows = [["なまえ", "担当課", "事業内容"], FAIR, BOAT, ["花火事業", "観光課", "花火を上げる。"]]
    reading = read(book(tmp_path / "a.xlsx", rows))
    assert labels(reading) == [FAIR[0], BOAT[0], "花火事業"]
    assert owners(reading) == [("観光課",), ("交通課",), ("観光課",)]


def test_a_place_is_called_as_a_spreadsheet_calls_it(tmp_path: Path) -> None:
    reading = read(book(tmp_path / "a.xlsx", [HEAD, FAIR], title="シート2"))
    (project,) = of(reading, Project)
    assert reading.source.quote(project.name_span) == FAIR[0]
    assert reading.source.locator(project.name_span) == "シート2!A2"


def test_every_filled_cell_is_in_the_ledger(tmp_path: Path) -> None:
    rows = [["星見市事業一覧"], [*HEAD, "予算額（千円）", "なぞ"], [*FAIR, 5, "?"], [*BOAT, 6, "?"]]
    path = book(tmp_path / "a.xlsx", rows)
    reading = read(path)
    told_of = [reading.source.quote(entry.span) for entry in reading.ledger]
    document, _ = load_document(path)
    for cell in (cell for grid in document.grids() for cell in grid.cells):
        assert any(cell.text in words for words in told_of), cell.text
    assert {entry.state for entry in reading.ledger} <= set(STATES)
    unread = [reading.source.quote(e.span) for e in reading.ledger if e.state == "unresolved"]
    assert unread == ["?", "?"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "euc-jp", "utf-16"])
def test_encodings_of_csv(tmp_path: Path, encoding: str) -> None:
    reading = read(table(tmp_path / "a.csv", [HEAD, FAIR, BOAT], encoding))
    assert labels(reading) == [FAIR[0], BOAT[0]]
    assert reading.source.encoding == encoding


@pytest.mark.parametrize(("name", "delimiter"), [("a.tsv", "\t"), ("a.csv", ";"), ("a.csv", "|")])
def test_delimiters(tmp_path: Path, name: str, delimiter: str) -> None:
    reading = read(table(tmp_path / name, [HEAD, FAIR, BOAT], delimiter=delimiter))
    assert labels(reading) == [FAIR[0], BOAT[0]]


def test_a_profile_says_what_columns_are(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", [["甲", "乙", "丙"], FAIR, BOAT], title="表")
    with pytest.raises(InputError):
        read(path)
    profile = tmp_path / "p.toml"
    columns = "".join(
        f'[[sheets.columns]]\ncolumn = "{column}"\nrole = "{role}"\n'
        for column, role in (("A", "name"), ("B", "section"), ("C", "description"))
    )
    profile.write_text(
        f'kind = "table"\nname = "own"\n[[sheets]]\nsheet = "表"\nhead = "1:1"\n{columns}',
        encoding="utf-8",
    )
    reading = read(path, str(profile))
    assert labels(reading) == [FAIR[0], BOAT[0]]
    assert owners(reading) == [("観光課",), ("交通課",)]


def test_a_built_table_keeps_the_shapes_and_is_the_same_twice(tmp_path: Path) -> None:
    rows = [
        ["施策", "事業名", "部", "課", "係", "委託先", "委託料（円）", "事業内容"],
        ["祭り", FAIR[0], "産業部", "観光課", "企画係", "㈱ほしの舎", "1,000", FAIR[2]],
        [None, BOAT[0], "都市部", "交通課", None, None, None, BOAT[2]],
    ]
    path = book(tmp_path / "a.xlsx", rows)
    texts = []
    for name in ("one.trig", "two.trig"):
        (built,) = build_plans(open_kb(str(tmp_path / name)), [(path, settings_for(path))])
        assert built.counts["Project"] == 2
        texts.append((tmp_path / name).read_bytes())
    assert texts[0] == texts[1]


def test_what_inspect_writes_reads_the_same_projects(tmp_path: Path) -> None:
    path, profile = book(tmp_path / "a.xlsx", [HEAD, FAIR, BOAT]), tmp_path / "p.toml"
    done = CliRunner().invoke(main, ["inspect", str(path), "-o", str(profile)])
    assert done.exit_code == 0
    assert "一覧!A1" in done.output
    assert "section" in profile.read_text(encoding="utf-8")
    assert labels(read(path, str(profile))) == [FAIR[0], BOAT[0]]


# -- what is no plan --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "rows",
    [
        [["団体名", "代表者", "所在地", "電話番号"], ["星見市商工会", "星野", "星見市1-1", "000"]],
        [["款", "項", "目", "本年度予算額"], ["総務費", "総務管理費", "一般管理費", 1000]],
        [["市長あいさつ"], ["日頃からご協力をいただき、お礼申し上げます。"]],
    ],
)
def test_what_lists_no_projects_is_refused_with_what_was_seen(tmp_path: Path, rows: Rows) -> None:
    with pytest.raises(InputError) as refused:
        read(book(tmp_path / "a.xlsx", rows))
    assert str(rows[0][0]) in str(refused.value)


# -- hostile files ----------------------------------------------------------------------------


def replaced(path: Path, name: str, content: bytes) -> Path:
    """The archive at `path` with one entry's content put in place of its own."""
    with zipfile.ZipFile(path) as archive:
        parts = {each: archive.read(each) for each in archive.namelist()}
    parts[name] = content
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, data in parts.items():
            archive.writestr(each, data)
    return path


SHEET = "xl/worksheets/sheet1.xml"


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = replaced(book(tmp_path / "a.xlsx", [HEAD, FAIR]), SHEET, b"<a>" + b" " * 300_000_000)
    with pytest.raises(InputError):
        read(path)


def test_entities_are_refused(tmp_path: Path) -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><worksheet>&c;</worksheet>'
    path = replaced(book(tmp_path / "a.xlsx", [HEAD, FAIR]), SHEET, bomb)
    with pytest.raises(InputError, match="DTD|entities"):
        read(path)


def test_a_cell_of_a_million_characters_is_loaded_whole(tmp_path: Path) -> None:
    rows = [HEAD, [FAIR[0], FAIR[1], "星" * 1_000_000], BOAT]
    document, _ = load_document(table(tmp_path / "a.csv", rows))
    (grid,) = document.grids()
    assert [len(cell.text) for cell in grid.cells if len(cell.text) > 100] == [1_000_000]


def test_a_cell_at_the_far_corner_costs_one_cell(tmp_path: Path) -> None:
    made = openpyxl.load_workbook(book(tmp_path / "a.xlsx", [HEAD, FAIR, BOAT]))
    made.active["XFD1048576"] = "端"
    made.save(tmp_path / "a.xlsx")
    assert labels(read(tmp_path / "a.xlsx")) == [FAIR[0], BOAT[0]]


def test_a_merge_over_a_whole_sheet(tmp_path: Path) -> None:
    rows = [["星見市事業一覧"], HEAD, FAIR, BOAT]
    path = book(tmp_path / "a.xlsx", rows, merges=["E5:F6"])
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read(SHEET)
    assert sheet.count(b"E5:F6") == 1
    replaced(path, SHEET, sheet.replace(b"E5:F6", b"E5:XFD1048576"))
    assert labels(read(path)) == [FAIR[0], BOAT[0]]


def test_a_formula_is_read_by_its_stored_value_only(tmp_path: Path) -> None:
    reading = read(book(tmp_path / "a.xlsx", [HEAD, [*FAIR, "=1+1"], BOAT]))
    assert "=1+1" not in reading.source.text
    assert any("D2" in notice.place.ja for notice in reading.notices)


def test_an_encrypted_or_old_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4000))
    with pytest.raises(InputError):
        read(path)


def test_a_workbook_under_another_name_is_read_and_said(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", [HEAD, FAIR, BOAT]).rename(tmp_path / "a.csv")
    reading = read(path)
    assert labels(reading) == [FAIR[0], BOAT[0]]
    assert any("xlsx" in notice.message.en for notice in reading.notices)


FEW = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@FEW
@given(
    permille=st.integers(0, 1000),
    flips=st.lists(st.tuples(st.integers(0, 9999), st.integers(0, 255))),
)
def test_broken_workbooks_raise_nothing_but_our_errors(
    tmp_path: Path, permille: int, flips: list[tuple[int, int]]
) -> None:
    # The workbook's length varies with the time written into it: what is drawn must not depend on it.
    whole = book(tmp_path / "a.xlsx", [HEAD, FAIR, BOAT]).read_bytes()
    broken = bytearray(whole[: len(whole) * permille // 1000])
    for at, byte in flips:
        if broken:
            broken[at % len(broken)] = byte
    (tmp_path / "b.xlsx").write_bytes(broken)
    try:
        all_of(tmp_path / "b.xlsx")
    except EnishiError as error:
        assert "b.xlsx" in str(error)


@FEW
@given(sheet=st.binary(max_size=300), inside=st.booleans())
def test_broken_sheets_raise_nothing_but_our_errors(
    tmp_path: Path, sheet: bytes, inside: bool
) -> None:
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rows = b'<row r="1"><c r="A1" t="n"><v>' + sheet + b"</v></c></row>"
    content = b'<worksheet xmlns="' + space + b'"><sheetData>' + rows + b"</sheetData></worksheet>"
    path = replaced(book(tmp_path / "a.xlsx", [HEAD, FAIR]), SHEET, content if inside else sheet)
    with pytest.raises(EnishiError):
        all_of(path)


@FEW
@given(content=st.binary(max_size=400), ending=st.sampled_from(["csv", "tsv"]))
def test_any_bytes_as_csv_raise_nothing_but_our_errors(
    tmp_path: Path, content: bytes, ending: str
) -> None:
    path = tmp_path / f"a.{ending}"
    path.write_bytes("事業名,担当課\n".encode() + content)
    try:
        all_of(path)
    except EnishiError as error:
        assert path.name in str(error)


# -- properties -------------------------------------------------------------------------------

WORDS = st.text(st.sampled_from("星見潮路花橋森湖祭港"), min_size=2, max_size=8)
SECTIONS = st.sampled_from(["観光課", "交通課", "土木課", "産業部 観光課", "観光課、交通課"])
PLANS = st.lists(
    st.tuples(WORDS, WORDS.map("{}事業".format), SECTIONS, WORDS.map("{}を行う。".format)),
    min_size=1, max_size=8, unique_by=lambda row: row[1],
)  # fmt: skip


@FEW
@given(rows=PLANS)
def test_a_plan_comes_back_the_same_from_every_format(
    tmp_path: Path, rows: list[tuple[str, str, str, str]]
) -> None:
    whole = [["施策", *HEAD], *sorted(rows)]
    readings = [
        read(book(tmp_path / "a.xlsx", whole)),
        read(table(tmp_path / "a.csv", whole)),
        read(table(tmp_path / "b.csv", whole, "cp932")),
        read(table(tmp_path / "a.tsv", whole, "utf-16", "\t")),
    ]
    expected = [(row[1], row[3]) for row in whole[1:]]
    for reading in readings:
        assert [(p.label, p.description.text) for p in of(reading, Project)] == expected
        above = {m.key: m.label for m in of(reading, Measure)}
        assert [above[p.parent] for p in of(reading, Project)] == [row[0] for row in whole[1:]]
        assert owners(reading) == owners(readings[0])


@FEW
@given(cells=st.lists(st.lists(st.text(max_size=6), max_size=4), min_size=1, max_size=6))
def test_cells_of_a_csv_stand_where_the_source_says(tmp_path: Path, cells: list[list[str]]) -> None:
    path = tmp_path / "a.csv"
    text = io.StringIO()
    csv.writer(text).writerows([HEAD, *cells])
    path.write_bytes(text.getvalue().encode("utf-8", "replace"))
    try:
        document, _ = load_document(path)
    except EnishiError:
        return
    for grid in document.parts:
        assert isinstance(grid, Grid)
        for cell in grid.cells:
            assert document.source.quote(cell.span) == cell.text


def test_partners_in_columns_that_speak_of_working_with_bodies(tmp_path: Path) -> None:
    """連携する団体等 holds bodies; 協力する内容 holds sentences and names none."""
    path = book(tmp_path / "list.xlsx", [
        ["事業名", "担当課", "連携する団体等", "協力する団体の役割"],
        ["創業塾", "商工課", "甲商工会議所\n乙信用金庫", "講師を招くことを手伝う。"],
        ["利子補給", "商工課", "㈱丙銀行", "貸付を行う。"],
    ])  # fmt: skip
    partners = [
        (r.element, r.agent.name)
        for r in of(read(path), Participation)
        if r.agent and r.agent.kind == "org"
    ]
    assert partners == [
        ("project/001", "甲商工会議所"), ("project/001", "乙信用金庫"), ("project/002", "㈱丙銀行"),
    ]  # fmt: skip
