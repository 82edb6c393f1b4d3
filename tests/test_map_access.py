"""The map for everybody: axe-core in every view, mode and language; keyboard; phone; greyscale."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from enishi.graph.store import KnowledgeBase
from enishi.visualize.map import MapSummary, write_map

from .browser import PHONE, SMALL, Opened, browser, open_page

__all__ = ["browser"]  # a fixture: tests name it as a parameter

_VENDOR = Path(__file__).parent / "vendor"
_AXE = (_VENDOR / "axe.min.js").read_text(encoding="utf-8")

_RUN = """async () => (await axe.run(document, {runOnly: {type: "tag",
  values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}))
  .violations.map(v => v.id + ": " + v.nodes.map(n => n.target.join(" ")).slice(0, 4).join(" | "))"""


@pytest.fixture(scope="module")
def iruma_map(iruma_kb: KnowledgeBase, tmp_path_factory: pytest.TempPathFactory) -> MapSummary:
    return write_map(iruma_kb, tmp_path_factory.mktemp("access") / "map.html")


@pytest.fixture
def opened(browser: Browser, iruma_map: MapSummary) -> Iterator[Opened]:
    for page in open_page(browser, iruma_map.path, SMALL):
        yield page
        page.clean()


def test_axe_is_the_file_named_in_its_readme() -> None:
    found = hashlib.sha256((_VENDOR / "axe.min.js").read_bytes()).hexdigest()
    assert found in (_VENDOR / "README.md").read_text(encoding="utf-8")


def _goto(opened: Opened, hash_: str) -> None:
    opened.js("h => { location.hash = h; }", hash_)
    opened.page.wait_for_timeout(60)


def _violations(opened: Opened) -> list[str]:
    found: list[str] = opened.js(_RUN)
    return found


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_no_violation_in_any_view_and_mode(opened: Opened, lang: str) -> None:
    opened.js(_AXE)
    assert opened.js("axe.version") == "4.14.1"
    at = opened.js("enishi.nodes.get().find(n => n.name === '埼玉大学').iri.split('/id/')[1]")
    ours = opened.js("enishi.nodes.get().find(n => n.name === '農政課').iri.split('/id/')[1]")
    spoken = "&lang=en" if lang == "en" else ""
    for hash_ in (
        "view=grid",
        "view=whole",
        "view=hubs",
        "view=pairs",
        "stage=1",
        "table=1",
        f"at={at}",
        f"ours={ours}",
        "view=pairs&link=" + opened.js("enishi.edges.get().find(e => e.rel==='suggestion').id"),
    ):
        _goto(opened, hash_ + spoken)
        assert opened.js("document.documentElement.lang") == lang
        assert _violations(opened) == [], hash_
    _goto(opened, "view=grid" + spoken)
    opened.js("document.querySelectorAll('#filters details').forEach(d => { d.open = true; })")
    opened.page.click("#ours-open")
    assert _violations(opened) == []
    opened.page.keyboard.press("Escape")
    opened.page.click("#help-open")
    assert _violations(opened) == []


def test_axe_would_find_a_fault(opened: Opened) -> None:
    opened.js(_AXE)
    opened.js("document.querySelector('#zoom-in').removeAttribute('aria-label');"
              "document.querySelector('#zoom-in').removeAttribute('title');"
              "document.querySelector('#zoom-in').textContent = '';")  # fmt: skip
    assert any(found.startswith("button-name") for found in _violations(opened))


def test_24_everything_is_named_large_enough_and_shows_its_focus(opened: Opened) -> None:
    page = opened.page
    page.click("#search")
    seen = set()
    for _ in range(80):
        page.keyboard.press("Tab")
        told = opened.js(
            """() => { const e = document.activeElement; const r = e.getBoundingClientRect();
            const style = getComputedStyle(e);
            return [e.id || e.dataset.view || e.dataset.filter || e.className || e.tagName,
              e.tagName, Math.round(r.width), Math.round(r.height), style.outlineStyle,
              parseFloat(style.outlineWidth)]; }"""
        )
        seen.add(told[0])
        if told[1] == "BODY":
            break
        assert told[4] != "none", told
        assert told[5] >= 2, told
        if told[1] == "BUTTON":
            assert min(told[2], told[3]) >= 24, told
    assert {
        "grid",
        "whole",
        "hubs",
        "pairs",
        "ours-open",
        "stage-open",
        "table-open",
        "fit",
    } <= seen


def test_24_every_node_can_be_walked_to_and_is_announced(opened: Opened) -> None:
    page = opened.page
    page.locator("#map .vis-network").focus()
    total = opened.js("enishi.nodes.length")
    walked = []
    page.keyboard.press("Home")
    for _ in range(total):
        said = page.inner_text("[role=status]")
        name = page.inner_text("aside h2")
        assert name in said
        assert re.search(rf"{total}件中{len(walked) + 1}番目", said)
        walked.append(opened.js("enishi.network.getSelectedNodes()[0]"))
        page.keyboard.press(".")
    assert len(set(walked)) == total
    page.keyboard.press("Home")
    page.keyboard.press(",")
    assert opened.js("enishi.network.getSelectedNodes()[0]") == walked[-1]
    before = opened.js("enishi.network.getPosition(enishi.network.getSelectedNodes()[0])")
    page.keyboard.press("Shift+ArrowLeft")
    after = opened.js("enishi.network.getPosition(enishi.network.getSelectedNodes()[0])")
    assert after["x"] < before["x"]
    page.keyboard.press("Enter")
    assert opened.js("document.activeElement.id") == "panel"


def test_24_one_letter_keys_can_be_switched_off(opened: Opened) -> None:
    opened.page.click("#help-open")
    opened.page.click("#shortcuts")
    opened.page.keyboard.press("Escape")
    opened.page.keyboard.press("/")
    assert opened.js("document.activeElement.id") != "search"


def test_25_the_table_holds_every_node(opened: Opened) -> None:
    opened.page.click("#table-open")
    rows = opened.js(
        "[...document.querySelectorAll('[data-row]')].map(e => [e.dataset.row, e.textContent])"
    )
    assert rows == opened.js("enishi.nodes.get().map(n => [n.iri, n.name])")
    row = opened.page.locator("tr", has_text="企業合同説明会").first.inner_text()
    for said in ("事業", "働きやすいまちをつくる", "商工課", "ハローワーク所沢", "2年目"):
        assert said in row
    opened.page.click("[data-row]:has-text('埼玉大学')")
    assert opened.page.inner_text("aside h2") == "埼玉大学"
    opened.page.click("#table-open")
    assert opened.page.is_visible("#map canvas")


def test_26_phone_has_no_sideways_scroll_and_a_large_map(
    browser: Browser, iruma_map: MapSummary
) -> None:
    for hash_ in ("", "#view=hubs", "#view=pairs", "#table=1", "#lang=en"):
        for opened in open_page(browser, iruma_map.path, PHONE, hash_):
            wide = "[document.documentElement.scrollWidth, document.body.scrollWidth]"
            assert max(opened.js(wide)) <= 390
            shown = "#table" if "table" in hash_ else "#map"
            box = opened.page.locator(shown).bounding_box()
            assert box
            assert box["height"] >= 0.4 * PHONE["height"]
            assert box["width"] <= 390
            buttons = opened.js(
                "[...document.querySelectorAll('button')].map(b => b.getBoundingClientRect())"
                ".filter(r => r.width).map(r => Math.round(r.right))"
            )
            assert max(buttons) <= 390
            opened.clean()


def test_languages_change_the_page_and_not_the_plan(opened: Opened) -> None:
    page = opened.page
    opened.click_node(opened.iri("商工課"))
    before = page.inner_text("aside h2"), page.title(), page.inner_text("h1")
    page.click("[data-lang=en]")
    assert opened.js("document.documentElement.lang") == "en"
    assert page.inner_text("#table-open") == "Table"
    assert "Sections × measures" in page.inner_text("#views")
    assert "In charge of" in page.inner_text("aside")
    assert "所管する事業" not in page.inner_text("aside")
    assert (page.inner_text("aside h2"), page.title(), page.inner_text("h1")) == before
    # Japanese words stand in elements that say so, for voices and for fonts.
    stray = opened.js(
        """() => { const found = []; const walk = document.createTreeWalker(document.body, 4);
        while (walk.nextNode()) { const node = walk.currentNode; const at = node.parentElement;
          if (!at.closest("script, style, [hidden], #said, .vis-tooltip") && /[\\u3041-\\u30ff\\u4e00-\\u9fff]/.test(node.data)
            && at.closest("[lang]").lang !== "ja") found.push(node.data); }
        return found; }"""
    )
    # An announcement mixes both languages in one sentence; a tooltip repeats what is drawn.
    assert stray == []
    page.click("[data-lang=ja]")
    assert "所管する事業" in page.inner_text("aside")
    assert "lang=" not in opened.js("location.hash")


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_no_violation_in_the_workshop(opened: Opened, lang: str) -> None:
    page = opened.page
    opened.js(_AXE)
    if lang == "en":
        page.click("#workshop-open")
        page.fill("#desk-note", "half written")
        page.click("[data-lang=en]")
        assert page.input_value("#desk-note") == "half written"
        assert page.inner_text("#desk-save") == "Save changes"
    else:
        page.click("#workshop-open")
    page.fill("#desk-author", "1班")
    page.fill("#desk-note", "付箋")
    page.press("#desk-note", "Enter")
    _goto(opened, "view=pairs&link=" + opened.js(
        "enishi.edges.get().find(e => e.rel==='suggestion').id")
        + ("&lang=en" if lang == "en" else ""))  # fmt: skip
    page.click("[data-judge=accept]")
    page.fill("[data-comment]", "やってみる")
    page.press("[data-comment]", "Enter")
    assert _violations(opened) == []
    for tool in ("node", "link"):
        page.click(f"#desk-{tool}")
        assert _violations(opened) == [], tool
    page.click("#desk-link")
    page.click("#desk-story")
    page.click("#story-add")
    assert _violations(opened) == []
    page.click("#story-play")
    assert _violations(opened) == []
    page.keyboard.press("Escape")
    page.click("#desk-outcome")
    assert _violations(opened) == []
    page.click("#outcome-close")
    page.click("#table-open")
    assert page.locator("#table-proposed tbody tr").count() >= 3
    assert _violations(opened) == []
