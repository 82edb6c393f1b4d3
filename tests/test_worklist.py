"""The worklist: one model, a page that prints, a workbook that comes back."""

import io
import itertools
import re
import unicodedata
import zipfile
from pathlib import Path

import docx
import openpyxl
import pdfplumber
import pytest
from docx.enum.text import WD_LINE_SPACING
from playwright.sync_api import Browser

from enishi.errors import InputError
from enishi.graph.decisions import read_decisions, store_decisions
from enishi.graph.store import KnowledgeBase, open_kb
from enishi.graph.worklist import Flow, make_worklist
from enishi.visualize.flow_diagram import flow_diagram
from enishi.visualize.worklist_book import write_worklist_book
from enishi.visualize.worklist_document import write_worklist_document
from enishi.visualize.worklist_page import render
from enishi.visualize.worklist_reading import read_decided

from .browser import browser
from .small_plan import SmallPlan

__all__ = ["browser"]  # a fixture: tests name it as a parameter

ROWS = [
    ("若鮎の放流", "水車組合と若鮎を放す。", "農林課"),
    ("若鮎の祭", "水車組合と若鮎を焼く。", "観光課"),
    ('=HYPERLINK("<script>","甲")', "水車組合@SUM", "観光課"),
    ("橋梁の点検", "=1+1 橋梁を見る。", "土木課"),
    ("夜の橋梁", "橋梁を照らす。", "観光課"),
]


@pytest.fixture
def kb(tmp_path: Path) -> KnowledgeBase:
    plan = SmallPlan(list(ROWS))
    for row in (1, 2, 3):
        plan.say(row, "partner", "水車組合")
    return plan.store(tmp_path)


def test_pairs_are_ranked_and_say_what_there_is(kb: KnowledgeBase) -> None:
    work = make_worklist(kb)
    first = work.pairs[0]
    assert first.sections == ("農林課", "観光課")
    assert {link.kind for link in first.links} == {"partner"}
    assert first.invite[-1] == "水車組合"
    assert work.suggested[("観光課", "土木課")] >= 1
    assert work.partners == (Flow("農林課", "水車組合", 1), Flow("観光課", "水車組合", 2))
    assert work.silent == ()


def test_a_plan_of_one_section_gives_an_empty_list_that_says_why(tmp_path: Path) -> None:
    work = make_worklist(SmallPlan([(*row[:2], "甲課") for row in ROWS]).store(tmp_path))
    assert work.pairs == () and work.silent == ("甲課",)
    page = render(work, lang="ja")
    assert "候補はありません" in page
    assert work.notes and work.notes[0].ja in page


def test_bars_and_ribbons_are_as_wide_as_what_they_count() -> None:
    made = flow_diagram(
        (Flow("目標", "甲", 3), Flow("目標", "乙", 1)), (Flow("甲", "大学", 2),), height=80
    )
    sizes = {bar.name: bar.height for bar in made.bars}
    assert sizes["目標"] == pytest.approx(4 * sizes["乙"])
    assert sizes["甲"] == pytest.approx(3 * sizes["乙"])
    widths = [ribbon.width for ribbon in made.ribbons]
    assert widths == pytest.approx([sizes["甲"], sizes["乙"], 2 * sizes["乙"]], abs=0.01)


def test_labels_of_a_crowded_diagram_never_overlap_and_it_keeps_its_height() -> None:
    goals = [Flow(f"目標{n % 4}", f"課{n}", n + 1) for n in range(60)]
    partners = [Flow(f"課{n}", f"連携先{n}", 1) for n in range(40)]
    made = flow_diagram(goals, partners, height=70, others="ほか{n}")
    assert made.height <= 70.01
    columns: dict[float, list[float]] = {}
    for bar in made.bars:
        columns.setdefault(bar.x, []).append(bar.y + bar.height / 2)
    for middles in columns.values():
        assert all(b - a >= 3.69 for a, b in itertools.pairwise(sorted(middles)))
    # 18 bars have room: the 17 largest of the 60 sections, and one for the 43 others.
    assert [bar.name for bar in made.bars if bar.x == 70.0][-1] == "ほか43"
    assert sum(r.width for r in made.ribbons) > 0


def test_the_page_escapes_the_plan_and_fetches_nothing(kb: KnowledgeBase, tmp_path: Path) -> None:
    page = render(make_worklist(kb), lang="ja")
    assert "<script" not in page and "&lt;script&gt;" in page
    assert "default-src 'none'" in page
    assert not re.search(r"src=|url\(|@import", page)
    targets = set(re.findall(r'href="([^"]*)"', page))
    assert targets and all(target.startswith("#") for target in targets)
    assert all(f'id="{target[1:]}"' in page for target in targets)


def test_the_page_of_the_bundled_plan_prints_on_a4_without_cut_boxes(
    iruma_kb: KnowledgeBase, tmp_path: Path, browser: Browser
) -> None:
    out = tmp_path / "worklist.html"
    out.write_text(render(make_worklist(iruma_kb), lang="ja"), encoding="utf-8")
    page = browser.new_page()
    seen: list[str] = []
    page.on("request", lambda request: seen.append(request.url))
    page.on("pageerror", lambda error: seen.append(str(error)))
    page.goto(out.as_uri())
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 688, "height": 1017})  # A4 less the margins, at 96 dpi
    pairs = page.query_selector_all("section.pair")
    assert len(pairs) > 20
    heights = [box["height"] for pair in pairs if (box := pair.bounding_box())]
    assert max(heights) < 1017, "every pair fits on a page, and break-inside keeps it whole"
    assert sorted(heights)[len(heights) // 2] < 1017 / 2, "most need half a page"
    assert page.evaluate("document.documentElement.scrollWidth") <= 688
    boxes = page.locator(".trio .box").all()
    assert len(boxes) == len(make_worklist(iruma_kb).trios) >= 1
    for box in boxes:
        place = box.bounding_box()
        assert place and place["height"] >= 70 and place["width"] > 650, "room to write in"
    sheets = pdfplumber.open(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert {(round(s.width / 72 * 25.4), round(s.height / 72 * 25.4)) for s in sheets} == {
        (210, 297)
    }
    # A trio is on one page with its box: page by page as many boxes as headings of pairs and trios.
    texts = [unicodedata.normalize("NFKC", sheet.extract_text()) for sheet in sheets]
    with_trios = [
        each for each in texts if re.search(r"^\d+\. \S+ × \S+ × \S+$", each, re.MULTILINE)
    ]
    assert with_trios
    for text in with_trios:
        heads = re.findall(r"^\d+\. \S+(?: × \S+){1,2}$", text, re.MULTILINE)
        assert text.count("判断: □ 採用") == len(heads)
    assert seen == [out.as_uri()]


def filled(kb: KnowledgeBase, tmp_path: Path, **values: str) -> Path:
    """The workbook with `values` (header → text) in its first row."""
    path = tmp_path / "worklist.xlsx"
    write_worklist_book(make_worklist(kb), path, lang="ja")
    book = openpyxl.load_workbook(path)
    sheet = book["候補"]
    heads = {cell.value: cell.column for cell in sheet[1]}
    for name, value in values.items():
        sheet.cell(2, heads[name]).value = value
    book.save(path)
    return path


def test_the_workbook_is_a_tool_and_no_cell_is_a_formula(kb: KnowledgeBase, tmp_path: Path) -> None:
    path = tmp_path / "worklist.xlsx"
    write_worklist_book(make_worklist(kb), path, lang="ja")
    again = tmp_path / "again.xlsx"
    write_worklist_book(make_worklist(kb), again, lang="ja")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == [
        "候補", "課の組", "課と課の表", "今あるつながり", "これまでの判断", "計画にないこと",
        "まとめ",
    ]  # fmt: skip
    sheet = book["候補"]
    assert sheet.freeze_panes == "A2" and sheet.auto_filter.ref.startswith("A1:")
    (choices,) = sheet.data_validations.dataValidation
    assert choices.formula1 == '"採用,検討,見送り,既に連携済み"'
    assert sheet.column_dimensions["N"].hidden
    link = sheet["A2"].hyperlink
    assert "'課の組'!A2" in f"{link.location} {link.target}"
    cells = [cell for each in book.worksheets for row in each.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s", "n"}
    assert any(str(cell.value).startswith("=HYPERLINK") for cell in cells)
    with zipfile.ZipFile(path) as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist())


def test_decisions_come_back_and_change_the_list(kb: KnowledgeBase, tmp_path: Path) -> None:
    before = make_worklist(kb)
    first = before.pairs[0].candidates[0].suggestion
    path = filled(kb, tmp_path, 判断="見送り", 理由="時期が早い", 打診先="観光協会", 回答="来年")
    (made,) = read_decided(kb, path, who="企画課", when="2026-04-01").decisions
    assert made.verdict == "declined" and made.why == "時期が早い"
    assert (made.contact, made.answer) == ("観光協会", "来年")
    assert set(made.on) == {project.iri for project in first.projects}
    store_decisions(kb, [made])
    assert read_decisions(kb) == [made]
    after = make_worklist(open_kb(kb.location))
    assert first not in [each.suggestion for pair in after.pairs for each in pair.candidates]
    assert [each.decision for each in after.decided] == [made]


def test_what_was_adopted_returns_as_a_link_of_people(kb: KnowledgeBase, tmp_path: Path) -> None:
    path = filled(kb, tmp_path, 判断="採用")
    (made,) = read_decided(kb, path, who="企画課", when="2026-04-01").decisions
    store_decisions(kb, [made])
    out = tmp_path / "next.xlsx"
    write_worklist_book(make_worklist(kb), out, lang="ja")
    rows = list(openpyxl.load_workbook(out)["今あるつながり"].iter_rows(values_only=True))
    assert ("人の判断（採用）", "企画課 2026-04-01") in {(row[2], row[5]) for row in rows}


@pytest.mark.parametrize(
    ("values", "cell"), [({"判断": "たぶん"}, "I2"), ({"判断": "採用", "ID": "?"}, "N2")]
)
def test_a_wrong_cell_is_named(
    kb: KnowledgeBase, tmp_path: Path, values: dict[str, str], cell: str
) -> None:
    with pytest.raises(InputError) as told:
        read_decided(kb, filled(kb, tmp_path, **values), who="企画課", when="2026-04-01")
    assert told.value.where.endswith(f"候補!{cell}")


def test_another_workbook_or_no_workbook_is_refused(kb: KnowledgeBase, tmp_path: Path) -> None:
    other = tmp_path / "other.xlsx"
    openpyxl.Workbook().save(other)
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 no archive")
    for path in (other, broken, tmp_path / "none.xlsx"):
        with pytest.raises(InputError) as told:
            read_decided(kb, path, who="企画課", when="2026-04-01")
        assert str(path) in told.value.where and told.value.hint is not None


def test_the_document_has_the_text_of_the_page(kb: KnowledgeBase, tmp_path: Path) -> None:
    out = tmp_path / "worklist.docx"
    work = make_worklist(kb)
    write_worklist_document(work, out, lang="ja")
    document = docx.Document(str(out))
    text = "\n".join(each.text for each in document.paragraphs)
    assert "1. 農林課 × 観光課" in text
    for pair in work.pairs:
        assert pair.candidates[0].suggestion.reason.ja in text
    assert len(document.tables) == 1 + len(work.pairs), "the list, and a form for each decision"
    assert document.sections[0].page_width.mm == pytest.approx(210, abs=1)


def test_trios_are_on_the_list_and_can_be_decided(tmp_path: Path) -> None:
    rows = [("甲", "水車組合", "甲課"), ("乙", "水車組合", "乙課"), ("丙", "水車組合", "丙課")]
    plan = SmallPlan([*rows, ("道", "道を直す。", "丁課"), ("橋", "橋を架ける。", "丁課")])
    for row in (1, 2, 3):
        plan.say(row, "partner", "水車組合")
    kb = plan.store(tmp_path)
    work = make_worklist(kb)
    (trio,) = work.trios
    assert [each.name for each in trio.suggestion.projects] == ["甲", "乙", "丙"]
    # On paper there is a box to decide in for each, pairs and trios alike.
    page = render(work, lang="ja")
    assert page.count("□ 採用") == page.count('class="box"') == len(work.pairs) + 1
    assert (
        page.index('class="trio"') < page.rindex('class="box"') < page.index("今あるつながりの一覧")
    )
    path = tmp_path / "worklist.xlsx"
    write_worklist_book(make_worklist(kb), path, lang="ja")
    book = openpyxl.load_workbook(path)
    heads = {cell.value: cell.column for cell in book["三課"][1]}
    book["三課"].cell(2, heads["判断"]).value = "見送り"
    book.save(path)
    (made,) = read_decided(kb, path, who="企画課", when="2026-04-01").decisions
    assert len(made.on) == 3
    store_decisions(kb, [made])
    after = make_worklist(open_kb(kb.location))
    assert after.trios == () and len(after.pairs) == 3, "the three pairs are not decided"


def test_the_document_is_laid_out_for_half_a_page_each(
    iruma_kb: KnowledgeBase, tmp_path: Path
) -> None:
    work = make_worklist(iruma_kb)
    out = tmp_path / "worklist.docx"
    write_worklist_document(work, out, lang="ja")
    document = docx.Document(str(out))
    paragraphs = document.paragraphs
    heads = {
        at: int(each.text.partition(".")[0])
        for at, each in enumerate(paragraphs)
        if each.style.name == "Heading 1" and re.match(r"\d+\. ", each.text)
    }
    assert list(heads.values()) == [pair.rank for pair in work.pairs]
    for at, rank in heads.items():
        assert bool(paragraphs[at].paragraph_format.page_break_before) == (rank % 2 == 1)
    # What stands between two heads is kept together with the form below it.
    starts = sorted(heads)
    for start, end in itertools.pairwise(starts):
        assert all(
            each.paragraph_format.keep_with_next or each.style.name.startswith("Heading")
            for each in paragraphs[start:end]
        )
    for name in ("Normal", "List Bullet", "Heading 1", "Heading 2"):
        form = document.styles[name].paragraph_format
        assert form.line_spacing_rule == WD_LINE_SPACING.EXACTLY
    for table in document.tables[1:]:
        widths = [column.width.mm for column in table.columns]
        assert sum(widths) == pytest.approx(180, abs=1), "both programs' widths: columns and cells"
        assert [cell.width.mm for cell in table.rows[2].cells] == pytest.approx(widths, abs=0.1)
