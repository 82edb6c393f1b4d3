"""Workbooks that people have worked in: days in every form, rows sorted, columns moved or renamed."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from enishi.errors import InputError
from enishi.graph.decisions import Decision
from enishi.graph.store import KnowledgeBase
from enishi.graph.worklist import make_worklist
from enishi.visualize.days import as_day
from enishi.visualize.worklist_book import write_worklist_book
from enishi.visualize.worklist_reading import Filled, read_decided

from .small_plan import SmallPlan

ROWS = [
    ("若鮎の放流", "水車組合と若鮎を放す。", "農林課"),
    ("若鮎の祭", "水車組合と若鮎を焼く。", "観光課"),
    ("若鮎の塾", "水車組合と若鮎を学ぶ。", "教育課"),
    ("橋梁の点検", "橋梁を見る。", "土木課"),
    ("夜の道路", "道路を照らす。", "土木課"),
]


@pytest.fixture
def kb(tmp_path: Path) -> KnowledgeBase:
    plan = SmallPlan(list(ROWS))
    for row in (1, 2, 3):
        plan.say(row, "partner", "水車組合")
    return plan.store(tmp_path)


class Book:
    """The workbook of `kb`, opened and saved as people do; rows are told by number, heads by name."""

    def __init__(self, kb: KnowledgeBase, tmp_path: Path) -> None:
        self.kb, self.path = kb, tmp_path / "worklist.xlsx"
        write_worklist_book(make_worklist(kb), self.path, lang="ja")
        self.book = openpyxl.load_workbook(self.path)
        self.sheet = self.book["候補"]

    def column(self, head: str) -> int:
        return next(cell.column for cell in self.sheet[1] if cell.value == head)

    def fill(self, row: int, **values: Any) -> None:
        for head, value in values.items():
            self.sheet.cell(row, self.column(head)).value = value

    def read(self) -> Filled:
        self.book.save(self.path)
        return read_decided(self.kb, self.path, who="企画課", when="2026-11-25")

    def names(self, row: int) -> set[str]:
        return {self.sheet.cell(row, self.column(head)).value for head in ("事業A", "事業B")}


@pytest.fixture
def book(kb: KnowledgeBase, tmp_path: Path) -> Book:
    made = Book(kb, tmp_path)
    assert made.sheet.max_row == 4, "a head and three pairs"
    return made


def decided(made: Decision) -> set[str]:
    """The names of the projects: their numbers are those of ROWS."""
    return {ROWS[int(iri.rpartition("/")[2]) - 1][0] for iri in made.on}


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        (date(2026, 11, 25), "2026-11-25"),
        (datetime(2026, 11, 25, 9, 30), "2026-11-25"),
        (46351, "2026-11-25"),  # 46,351 days after 1899-12-30
        ("2026/11/25", "2026-11-25"),
        ("２０２６．１１．２５", "2026-11-25"),
        ("2026-11-5", "2026-11-05"),
        ("20261125", "2026-11-25"),
        ("2026年11月25日（水）", "2026-11-25"),
        ("R8.11.25", "2026-11-25"),
        ("r8/11/25", "2026-11-25"),
        ("令和8年11月25日", "2026-11-25"),
        ("令和元年5月1日", "2019-05-01"),
        ("H31.4.30", "2019-04-30"),
        ("来月", "来月"),
        ("2026/2/30", "2026/2/30"),
        ("11/25", "11/25"),
        (8, "8"),
        (None, ""),
    ],
)
def test_days_as_people_type_them(typed: Any, day: str) -> None:
    assert as_day(typed) == day


def test_some_rows_are_filled_in_and_the_others_wait(book: Book) -> None:
    book.fill(2, 判断="採用", 打診先="水車組合", 打診日=date(2026, 11, 25), 回答="前向き")
    book.fill(3, 判断="見送り", 打診日="R8.11.25")
    found = book.read()
    assert [each.verdict for each in found.decisions] == ["adopted", "declined"]
    assert {each.contacted for each in found.decisions} == {"2026-11-25"}
    assert [decided(each) for each in found.decisions] == [book.names(2), book.names(3)]
    assert found.unfinished == ()


def test_sorted_and_filtered_rows_say_the_same(book: Book) -> None:
    book.fill(2, 判断="採用", 理由="春に行う")
    names = book.names(2)
    rows = [[cell.value for cell in row] for row in book.sheet.iter_rows(min_row=2)]
    for number, values in enumerate(reversed(rows), 2):
        for column, value in enumerate(values, 1):
            book.sheet.cell(number, column).value = value
    book.sheet.row_dimensions[4].hidden = True
    book.sheet.auto_filter.add_filter_column(8, ["見送り"])
    (made,) = book.read().decisions
    assert (decided(made), made.why) == (names, "春に行う")


def test_a_column_may_be_inserted_or_deleted(book: Book) -> None:
    book.fill(2, 判断="採用", 理由="春に行う")
    names = book.names(2)
    book.sheet.insert_cols(3)
    book.sheet.cell(1, 3).value = "担当"
    book.sheet.cell(2, 3).value = "山田"
    (made,) = book.read().decisions
    assert (decided(made), made.why) == (names, "春に行う")
    book.sheet.delete_cols(3)
    book.sheet.delete_cols(book.column("回答"))
    (made,) = book.read().decisions
    assert (decided(made), made.why) == (names, "春に行う")


@pytest.mark.parametrize(
    ("head", "name", "told"),
    [
        ("判断", "判定", "判断"),
        ("理由", "メモ", "メモ"),
        ("打診先", "理由", "理由"),
        ("ID", "", "ID"),
    ],
)
def test_a_renamed_head_is_told_with_its_sheet(book: Book, head: str, name: str, told: str) -> None:
    book.fill(2, 判断="採用", 理由="春に行う")
    book.sheet.cell(1, book.column(head)).value = name
    with pytest.raises(InputError) as caught:
        book.read()
    assert "候補!A1" in caught.value.where
    assert told in caught.value.message.ja, "also when another sheet of it can be read"
    assert caught.value.hint is not None


def test_a_head_with_a_line_break_or_wide_letters_is_the_same_head(book: Book) -> None:
    book.fill(2, 判断=" 採用 ", 理由="春に行う")
    book.sheet.cell(1, book.column("判断")).value = "判\n断"
    book.sheet.cell(1, book.column("ID")).value = "ＩＤ"
    (made,) = book.read().decisions
    assert made.verdict == "adopted"
