"""The worklist of a plan with many sections, partners and links: still to be read and printed."""

import io
import unicodedata
from pathlib import Path

import docx
import pdfplumber
import pytest
from playwright.sync_api import Browser

from enishi.graph.findings import MOST_NAMES
from enishi.graph.store import KnowledgeBase
from enishi.graph.worklist import make_worklist
from enishi.visualize.worklist_document import write_worklist_document
from enishi.visualize.worklist_page import MOST_SECTIONS, render

from .browser import browser
from .small_plan import SmallPlan

__all__ = ["browser"]  # a fixture: tests name it as a parameter

SECTIONS = 24
PARTNERS = 12


@pytest.fixture
def kb(tmp_path: Path) -> KnowledgeBase:
    """Every section has one row and names the twelve partners: 276 pairs with twelve links each."""
    names = "、".join(f"団体{n:02d}" for n in range(PARTNERS))
    plan = SmallPlan(
        [(f"事業{n:02d}", f"{names}と働く。", f"第{n:02d}課") for n in range(SECTIONS)]
    )
    for row in range(1, SECTIONS + 1):
        for n in range(PARTNERS):
            plan.say(row, "partner", f"団体{n:02d}")
    return plan.store(tmp_path)


def test_sentences_stay_short(kb: KnowledgeBase) -> None:
    work = make_worklist(kb)
    shared = work.findings[0].ja
    assert shared.startswith("二つ以上の課の事業に名前が出てくる連携先は12あり")
    assert shared.count("団体") == 5 and "（24課）" in shared
    assert all(each.ja.count("第") <= MOST_NAMES + 1 for each in work.findings)


def test_many_links_are_printed_with_their_places_only(
    kb: KnowledgeBase, tmp_path: Path, browser: Browser
) -> None:
    work = make_worklist(kb)
    assert sum(map(len, work.joined.values())) == 276 * PARTNERS
    page = render(work, lang="ja")
    source = tmp_path / "page.html"
    source.write_text(page, encoding="utf-8")
    opened = browser.new_page()
    opened.goto(source.as_uri())
    assert opened.locator("section.links .quote").first.is_visible()
    pdf = pdfplumber.open(io.BytesIO(opened.pdf(prefer_css_page_size=True)))
    opened.close()
    # A PDF names glyphs, and fonts share some of them with radicals and other dots.
    texts = [
        unicodedata.normalize("NFKC", each.extract_text()).replace("‧", "・") for each in pdf.pages
    ]
    assert "目標・課・連携先" in texts[1], "the diagram has a page of its own"
    assert len([n for n in range(SECTIONS) if f"第{n:02d}課" in texts[0]]) >= MOST_SECTIONS
    # 276 heads and 3,312 links in two columns of about 60 lines.
    assert len(texts) < 60
    assert "印刷では原文の場所だけを示します。" in "".join(texts)
    out = tmp_path / "worklist.docx"
    write_worklist_document(work, out, lang="ja")
    told = [each.text for each in docx.Document(str(out)).paragraphs]
    assert "1行・2行" in told and not any(each.startswith("1行 団体") for each in told)
