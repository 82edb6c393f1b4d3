"""The workbook opens in Excel without a repair prompt, whatever a plan calls things."""

import zipfile
from pathlib import Path

import openpyxl
import pytest

from enishi.graph.decisions import Decision, store_decisions
from enishi.graph.worklist import make_worklist
from enishi.visualize.worklist_book import write_worklist_book

from .small_plan import PLAN, SmallPlan
from .workbook_rules import faults

#: Sections and projects named like what means something to Excel, and texts that no cell holds.
ROWS = [
    ("=cmd|' /C calc'!A0", "水車組合と若鮎を放す。\x0b\x1f", "課:[甲]*?/\\'\""),
    ("+1", "水車組合と若鮎を焼く。" + "若鮎の長い説明。" * 5_000, "'観光課'"),
    ("@SUM(A1:A9)", "水車組合と若鮎を見る。\tタブ\r\n改行", "=土木課" + "名" * 40),
    ("_x0041_若鮎", "水車組合と若鮎を\ufffe食べる。\U0001f41f", "-1+1"),
    ('"甲","乙"', "茶屋と若鮎を売る。", '課,"課'),
    ("道", "道を直す。", "道路課"),
    ("橋", "橋を架ける。", "道路課"),
    ("川", "川を掘る。", "道路課"),
]


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    plan = SmallPlan(list(ROWS))
    for number in (1, 2, 3, 4):
        plan.say(number, "partner", "=水車組合", word="水車組合")
    kb = plan.store(tmp_path)
    on = (f"{PLAN}/project/001", f"{PLAN}/project/002")
    made = Decision(
        PLAN, on, "declined", "=企画課", "2026-04-01", "-理由\x07",
        contact="@", contacted="+8月", answer="=",
    )  # fmt: skip
    store_decisions(kb, [made])
    work = make_worklist(kb)
    assert len(work.pairs) > 3 and work.trios and work.joined and work.decided
    path = tmp_path / "hostile.xlsx"
    write_worklist_book(work, path, lang="ja")
    return path


def test_a_hostile_plan_makes_a_workbook_that_needs_no_repair(hostile: Path) -> None:
    assert faults(hostile) == []
    cells = [cell for sheet in openpyxl.load_workbook(hostile) for row in sheet for cell in row]
    risky = [cell for cell in cells if str(cell.value)[:1] in tuple("=+-@")]
    assert len(risky) > 20
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in risky)


def test_the_bundled_plan_makes_a_workbook_that_needs_no_repair(
    iruma_kb: object, tmp_path: Path
) -> None:
    for lang in ("ja", "en"):
        for section in (None, "農政課"):
            path = tmp_path / "worklist.xlsx"
            work = make_worklist(iruma_kb, section=section)  # type: ignore[arg-type]
            write_worklist_book(work, path, lang=lang)  # type: ignore[arg-type]
            assert faults(path) == []


@pytest.mark.parametrize(
    ("part", "old", "new", "told"),
    [
        ("xl/workbook.xml", 'name="候補"', 'name="候/補"', "a sheet called"),
        ("xl/workbook.xml", "'候補'!$1:$1", "候補 1!$1:$1", "is no reference"),
        ("xl/worksheets/sheet1.xml", "採用,検討", "採用" * 130 + ",検討", "a drop-down"),
        ("xl/worksheets/sheet1.xml", "!A2", "!A999", "below the sheet's last row"),
        ("xl/worksheets/sheet1.xml", "<v>1</v>", "<f>1+1</f><v>1</v>", "is a formula"),
        ("xl/worksheets/sheet1.xml", ' s="1"', ' s="99"', "a style that is not there"),
    ],
)
def test_the_rules_find_what_is_wrong(
    hostile: Path, tmp_path: Path, part: str, old: str, new: str, told: str
) -> None:
    broken = tmp_path / "broken.xlsx"
    with zipfile.ZipFile(hostile) as source, zipfile.ZipFile(broken, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == part:
                said = content.decode("utf-8")
                for text in (old, "".join(f"&#{ord(c)};" if ord(c) > 127 else c for c in old)):
                    said = said.replace(text, new)
                assert said != content.decode("utf-8")
                content = said.encode("utf-8")
            target.writestr(name, content)
    assert any(told in each for each in faults(broken))
