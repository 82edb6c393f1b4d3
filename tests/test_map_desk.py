"""The desk in a browser: what is kept and where not, table, keys, prints, languages."""

import io
import json
import shutil
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from playwright.sync_api import Error as PlaywrightError

from enishi.graph.store import KnowledgeBase
from enishi.visualize.map import write_map

from .browser import SMALL, Opened, browser, open_page
from .patch_files import dropped, ident, operation

__all__ = ["browser"]  # a fixture: tests name it as a parameter

TABLES = ("1班", "2班", "3班")


@pytest.fixture(scope="module")
def page_file(iruma_kb: KnowledgeBase, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_map(iruma_kb, tmp_path_factory.mktemp("desk") / "map.html").path


@pytest.fixture
def opened(browser: Browser, page_file: Path) -> Iterator[Opened]:
    for page in open_page(browser, page_file, SMALL):
        yield page
        page.clean()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser with a memory: pages that are closed, crash or move find their storage again."""
    made = browser.new_context(offline=True, viewport=SMALL)  # type: ignore[arg-type]
    yield made
    made.close()


def visit(context: BrowserContext, path: Path) -> Page:
    page = context.new_page()
    page.goto(path.as_uri())
    page.wait_for_selector("html[data-ready]")
    return page


def note(page: Page, text: str) -> None:
    page.fill("#desk-note", text)
    page.press("#desk-note", "Enter")


def sit_down(page: Page, name: str = "1班") -> None:
    page.click("#workshop-open")
    page.fill("#desk-author", name)


# What is kept.


def test_a_crashed_tab_loses_nothing(context: BrowserContext, page_file: Path) -> None:
    page = visit(context, page_file)
    sit_down(page)
    for n in range(3):
        note(page, f"付箋{n}")
    with page.expect_event("crash"), suppress(PlaywrightError):
        page.goto("chrome://crash")
    again = visit(context, page_file)
    # The desk opens by itself when something is unsaved.
    assert again.inner_text("#desk-unsaved") == "未保存 3件"
    assert again.input_value("#desk-author") == "1班"
    again.click("#table-open")
    assert again.locator("#table-proposed tbody tr").count() == 3
    again.click("#desk-undo")
    assert again.inner_text("#desk-unsaved") == "未保存 2件"


def test_a_renamed_page_finds_what_was_written_under_its_old_name(
    context: BrowserContext, page_file: Path, tmp_path: Path
) -> None:
    old, new = tmp_path / "地図.html", tmp_path / "地図（配布）.html"
    shutil.copy(page_file, old)
    page = visit(context, old)
    sit_down(page)
    assert "名前や場所を変えたとき" in page.inner_text("#desk-kept")
    note(page, "旧い名前で")
    page.close()
    old.rename(new)
    page = visit(context, new)
    # It is not silently empty: the desk opens and offers it.
    assert page.inner_text("#desk-unsaved") == "未保存 0件"
    offer = page.locator("#desk-kept button")
    assert "地図.html" in offer.inner_text() and "1件" in offer.inner_text()
    offer.click()
    assert page.inner_text("#desk-unsaved") == "未保存 1件"
    assert page.input_value("#desk-author") == "1班"
    page.click("#desk-outcome")
    assert "旧い名前で" in page.inner_text("#outcome-sheet")


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_browser_that_keeps_nothing_says_so(
    context: BrowserContext, page_file: Path, lang: str
) -> None:
    context.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() {"
        " throw new DOMException('denied', 'SecurityError'); }});"
    )
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(page_file.as_uri() + f"#lang={lang}")
    page.wait_for_selector("html[data-ready]")
    sit_down(page)
    note(page, "残らない")
    said = {"ja": "自動で残せません", "en": "cannot keep changes by itself"}[lang]
    assert said in page.inner_text("#desk-kept")
    assert page.evaluate("document.getElementById('desk-kept').classList.contains('wrong')")
    # Leaving asks first, as long as something is in no file.
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.close(run_before_unload=True)
    for _ in range(40):
        if asked:
            break
        page.wait_for_timeout(50)
    assert asked == ["beforeunload"]
    with page.expect_download():
        page.click("#desk-save")
    assert errors == []


# Table and keys.


def test_25_the_table_has_what_the_workshop_added(opened: Opened, iruma_kb: KnowledgeBase) -> None:
    (plan,) = iruma_kb.plans()
    page = opened.page
    sit_down(page)
    page.click("#table-open")
    assert page.locator("#table-proposed").count() == 0
    note(page, "計画全体への付箋")
    dropped(opened, *shared(plan))
    rows = page.locator("#table-proposed tbody tr").all_inner_texts()
    cells = [row.split("\t") for row in rows]
    assert [each[1] for each in cells] == ["項目の追加", "線の追加", "付箋", "採用", "付箋"]
    assert cells[0][2] == "入間商店会（連携先）" and cells[0][4] == "1班"
    assert cells[1][2].startswith("企業合同説明会（商工課・21行） ― 入間商店会")
    assert cells[1][3] == "いっしょに"
    assert cells[4][2:5] == ["計画全体", "計画全体への付箋", "1班"]
    # The added thing is a row of the other table as well, and the rest is still there.
    names = page.locator("[data-row]").all_inner_texts()
    assert "入間商店会" in names and len(names) == 121 + 1
    page.click("#desk-undo")
    assert page.locator("#table-proposed tbody tr").count() == 4


def test_undo_and_redo_by_keyboard(opened: Opened) -> None:
    page = opened.page
    sit_down(page)
    note(page, "一")
    note(page, "二")
    page.fill("#desk-note", "書きかけ")
    page.keyboard.press("Control+z")  # the field's own undo, not the desk's
    assert page.inner_text("#desk-unsaved") == "未保存 2件"
    page.locator("#map .vis-network").focus()
    page.keyboard.press("Control+z")
    assert page.inner_text("#desk-unsaved") == "未保存 1件"
    assert page.inner_text("[role=status]") == "元に戻しました"
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    assert page.inner_text("#desk-unsaved") == "未保存 0件"
    page.keyboard.press("Control+y")
    page.keyboard.press("Control+Shift+z")
    assert page.inner_text("#desk-unsaved") == "未保存 2件"
    page.click("#help-open")
    assert "やり直す" in page.inner_text("#help")
    page.keyboard.press("Escape")


# Prints.


def shared(plan: str) -> list[dict[str, Any]]:
    """What two tables did: an item, a link, a note, a verdict."""

    def project(number: int) -> str:
        return f"{plan}/project/{number:03d}"

    node = f"{plan}/proposals/{ident(1)}/node"
    return [
        operation(1, "add-node", type="partner", label="入間商店会", time="2024-11-25T05:01:00Z"),
        operation(2, "add-link", text="いっしょに", time="2024-11-25T05:02:00Z")
        | {"from": project(1), "to": node},
        operation(3, "note", on=[project(2)], text="会場がない", author="2班",
                  time="2024-11-25T05:03:00Z"),
        operation(4, "accept", on=[project(1), project(34)], author="2班",
                  time="2024-11-25T05:04:00Z"),
    ]  # fmt: skip


def sheets(opened: Opened, what: str) -> list[Any]:
    opened.js("what => { document.documentElement.dataset.print = what; }", what)
    pdf = opened.page.pdf(prefer_css_page_size=True, print_background=True)
    return list(pdfplumber.open(io.BytesIO(pdf)).pages)


def millimetres(page: Any) -> tuple[int, int]:
    return round(page.width / 72 * 25.4), round(page.height / 72 * 25.4)


def test_the_outcome_is_one_a4_and_each_handout_an_a3(
    opened: Opened, iruma_kb: KnowledgeBase
) -> None:
    (plan,) = iruma_kb.plans()
    sit_down(opened.page)
    dropped(opened, *shared(plan))
    opened.page.click("#desk-outcome")
    (sheet,) = sheets(opened, "sheet")
    assert millimetres(sheet) == (210, 297)
    text = _flat(sheet)
    for said in ("結果まとめ", "入間市まち・ひと・しごと創生総合戦略事業案", "加えたもの（2件）",
                 "企業合同説明会（商工課・21行）", "入間商店会（追加）：いっしょに", "採用（1件）", "会場がない",
                 "計画の記載ではありません"):  # fmt: skip
        assert unicodedata.normalize("NFKC", said) in text, said
    # Readable: no letter below 7 points, and the text stays on the paper.
    assert min(char["size"] for char in sheet.chars) >= 6.9
    assert max(char["bottom"] for char in sheet.chars) <= sheet.height - 20
    handouts = sheets(opened, "handouts")
    assert [millimetres(page) for page in handouts] == [(420, 297)] * 2
    first, second = map(_flat, handouts)
    assert "1班の提案" in first and "2班の提案" in second
    assert "21行企業合同説明会" in first, "the line of the plan and its words"
    assert "会場がない" in second and "会場がない" not in first
    assert "いっしょに" in first and "いっしょに" not in second


def _flat(page: Any) -> str:
    # Fonts give some letters of a print back as their compatibility forms.
    return unicodedata.normalize("NFKC", "".join(page.extract_text().split())).replace("‧", "・")


def test_a_hundred_long_notes_still_are_one_a4_and_lose_nothing(
    opened: Opened, iruma_kb: KnowledgeBase
) -> None:
    (plan,) = iruma_kb.plans()
    many = [
        operation(1000 + n, "note", on=[f"{plan}/project/{n % 70 + 1:03d}"], author=TABLES[n % 3],
                  text=f"意見{n:03d}番。" + "とても長い意見です。" * 12)
        for n in range(1, 121)
    ]  # fmt: skip
    sit_down(opened.page)
    dropped(opened, *shared(plan), *many)
    opened.page.click("#desk-outcome")
    (sheet,) = sheets(opened, "sheet")
    text = _flat(sheet)
    assert "班ごとの配布資料にすべて載っています" in text
    assert max(char["bottom"] for char in sheet.chars) <= sheet.height - 15
    # Notes give way; what was added and accepted stays.
    for said in (
        "入間商店会(連携先)",
        "入間商店会(追加):いっしょに",
        "採用(1件)",
        "企業合同説明会(商工課・21行)×",
    ):
        assert said in text, said
    pages = sheets(opened, "handouts")
    assert {millimetres(page) for page in pages} == {(420, 297)}
    everything = "".join(map(_flat, pages))
    assert [n for n in range(1, 121) if f"意見{n:03d}番" not in everything] == []
    # A table that goes on has its head on every page.
    headless = [_flat(page)[:80] for page in pages if "原文の行" not in _flat(page)]
    assert headless == []
    # Room at the edges of every page, also where a table goes on.
    tops = [min(char["top"] for char in page.chars) / 72 * 25.4 for page in pages]
    assert min(tops) >= 10 and max(tops) <= 20
    for page in pages:
        assert max(each["x1"] for each in (*page.edges, *page.chars)) <= page.width - 25
        assert min(each["x0"] for each in (*page.edges, *page.chars)) >= 25


# Languages.

_STRAY = """() => { const found = []; const walk = document.createTreeWalker(document.body, 4);
  while (walk.nextNode()) { const node = walk.currentNode; const at = node.parentElement;
    if (!at.closest("script, style, [hidden], #said, #desk-said, .vis-tooltip, [data-lang]")
      && /[\\u3041-\\u30fa\\u30fc-\\u30ff\\u4e00-\\u9fff]/.test(node.data)
      && at.closest("[lang]").lang !== "ja") found.push(node.data); }
  return found; }"""


def test_the_plan_s_words_are_japanese_wherever_they_stand(
    opened: Opened, iruma_kb: KnowledgeBase
) -> None:
    (plan,) = iruma_kb.plans()
    page = opened.page
    page.click("[data-lang=en]")
    sit_down(page)
    dropped(opened, *shared(plan))
    assert opened.js(_STRAY) == []
    for hash_ in (
        f"at={plan.split('/id/')[1]}/project/001",
        f"at={plan.split('/id/')[1]}/package/001",
        f"at={plan.split('/id/')[1]}/proposals/{ident(1)}/node",
        f"at={plan.split('/id/')[1]}/project/002",
        "view=pairs&link=" + opened.js("enishi.edges.get().find(e => e.rel === 'suggestion').id"),
        "view=pairs&link=" + opened.js("enishi.edges.get().find(e => e.rel === 'proposal').id"),
        "view=hubs&link=hub/3",
        "table=1",
    ):
        opened.js("h => { location.hash = h + '&lang=en'; }", hash_)
        page.wait_for_timeout(80)
        if "table" not in hash_:
            assert page.is_visible("aside"), hash_
        opened.js("document.querySelectorAll('aside details').forEach(d => { d.open = true; })")
        assert opened.js(_STRAY) == [], hash_
    page.click("#table-open")
    opened.js("document.querySelectorAll('#filters details').forEach(d => { d.open = true; })")
    page.click("#ours-open")
    assert opened.js(_STRAY) == []
    page.keyboard.press("Escape")
    opened.js("h => { location.hash = h + '&lang=en'; }", f"at={plan.split('/id/')[1]}/project/001")
    page.click("#desk-node")
    assert opened.js(_STRAY) == []
    page.click("#desk-node")
    page.click("#desk-link")
    assert opened.js(_STRAY) == []
    page.click("#desk-link")
    page.click("#desk-story")
    page.click("#story-add")
    page.locator("#story input").fill("ここを話す")
    page.keyboard.press("Tab")
    page.click("#story-play")
    assert "ここを話す" in page.inner_text("#player")
    assert opened.js(_STRAY) == []
    page.keyboard.press("Escape")
    page.click("#desk-outcome")
    assert "Outcome" in page.inner_text("#outcome") and "企業合同説明会" in page.inner_text(
        "#outcome"
    )
    assert opened.js(_STRAY) == []
    opened.js("dispatchEvent(new Event('beforeprint'))")
    page.click("#outcome-close")
    opened.js("dispatchEvent(new Event('beforeprint'))")
    assert opened.js(_STRAY) == []
    opened.js("dispatchEvent(new Event('afterprint'))")
    # The test is not blind: the same words without their language are found.
    opened.js("document.querySelector('h1').removeAttribute('lang')")
    assert opened.js(_STRAY) == ["入間市まち・ひと・しごと創生総合戦略事業案"]


def test_trios_are_shipped_once(page_file: Path) -> None:
    """Three lines of a suggestion of three projects say the same: two of them only say where."""
    text = page_file.read_text(encoding="utf-8")
    start = text.index('id="enishi-page">') + len('id="enishi-page">')
    said = json.loads(text[start : text.index("</script>", start)])["evidence"]
    same = [each for each in said if "same" in each]
    trios = {each["same"] for each in same}
    assert len(trios) >= 10 and len(same) == 2 * len(trios)
    assert all(set(each) == {"same"} for each in same)
    assert all("iri" in said[number] and "why" in said[number] for number in trios)
