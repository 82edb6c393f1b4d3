"""The page of a large plan under hostile texts, and for everybody: points 10 and 24 on every level.

Small plans are cut into levels as large ones are, so that every kind of level is there: an overview,
an overview inside, a cluster, what is around a node, pages, 発表.
"""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser

from enishi.graph.store import KnowledgeBase, open_kb
from enishi.visualize import level_pages, levels
from enishi.visualize import map as written_map
from enishi.visualize.clusters import divide
from enishi.visualize.map import write_map

from .browser import SMALL, Opened, browser, open_page
from .test_map_access import _AXE, _violations
from .test_map_hostile import PAYLOADS, _hostile_quads
from .test_map_hostile_views import _MADE, quiet

__all__ = ["browser"]  # a fixture: tests name it as a parameter


def _as_large(kb: KnowledgeBase, path: Path, *, most: int, boxes: int) -> Path:
    """The map of a small plan in levels; parts of views are small, so that there are pages."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(written_map, "FULL_UP_TO", 20)
        patch.setattr(levels, "divide", partial(divide, most=most, boxes=boxes))
        for name, size in (("COLUMNS", 6), ("ROWS", 3), ("RING", 8), ("SUGGESTIONS", 5)):
            patch.setattr(level_pages, name, size)
        return write_map(kb, path).path


def _addresses(opened: Opened) -> list[str]:
    """One of every level of every view, and every page."""
    large = opened.js("JSON.parse(document.getElementById('enishi-page').textContent).large")
    found = ["view=whole", "view=whole&stage=1", "table=1"]
    found += [f"view=whole&in={at}" for at in range(len(large["clusters"]))]
    for view, pages in (("grid", "tables"), ("hubs", "rings"), ("pairs", "pairs")):
        found += [f"view={view}&page={at + 1}" for at in range(len(large[pages]))]
    for view, pages in large["stage"].items():
        found += [f"view={view}&stage=1&page={at + 1}" for at in range(len(pages))]
    return found


def _goto(opened: Opened, hash_: str) -> None:
    opened.js("h => { location.hash = h; }", hash_)
    opened.page.wait_for_timeout(40)


def test_10_every_level_of_a_large_plan(browser: Browser, tmp_path: Path) -> None:
    kb = open_kb(str(tmp_path / "hostile.trig"))
    kb.replace(_hostile_quads())
    path = _as_large(kb, tmp_path / "</title><script>a&b'.html", most=2, boxes=5)
    for opened in open_page(browser, path, SMALL, "#at=<img src=x onerror=pwned=13>"):
        page = opened.page
        before = opened.js(_MADE)
        addresses = _addresses(opened)
        assert len(addresses) > 40
        assert opened.js("enishi.network.body.nodeIndices.length") > 0
        for hash_ in addresses:
            _goto(opened, hash_)
            quiet(opened, before)
        assert opened.js(
            "enishi.nodes.get().filter(n => n.type === 'goal').map(n => n.name)"
        ) == PAYLOADS  # fmt: skip
        # Every node's own texts, in the panel and in what is around it.
        for n, iri in enumerate(opened.js("enishi.nodes.get().map(n => n.iri)")):
            at = quote(iri, safe="")
            lang = "en" if n % 2 else "ja"
            _goto(opened, f"lang={lang}&around={at}&far=2&at={at}")
            assert page.inner_text("aside h2") != ""
            if n % 4 == 0:
                quiet(opened, before)
        _goto(opened, "view=whole")
        # A box, by keyboard: its panel, then its inside.
        for step in ("Home", "Enter"):
            page.focus("#map .vis-network")
            page.keyboard.press(step)
            quiet(opened, before)
        page.fill("#search", "window.pwned")
        quiet(opened, before)
        page.keyboard.press("Enter")
        quiet(opened, before)
        page.click("#ours-open")
        assert page.locator("[data-ours]").count() == len(PAYLOADS)
        page.locator("[data-ours]").nth(2).click()
        quiet(opened, before)
        page.click("#table-open")
        page.pdf(prefer_css_page_size=True)
        quiet(opened, before)
        page.click("#table-open")
        page.pdf(prefer_css_page_size=True)
        quiet(opened, before)
        opened.clean()


@pytest.fixture
def levelled(browser: Browser, iruma_kb: KnowledgeBase, tmp_path: Path) -> Iterator[Opened]:
    path = _as_large(iruma_kb, tmp_path / "levels.html", most=8, boxes=5)
    for opened in open_page(browser, path, SMALL):
        yield opened
        opened.clean()


def test_24_every_level_of_a_large_plan(levelled: Opened) -> None:
    opened, page = levelled, levelled.page
    opened.js(_AXE)
    section = opened.js("enishi.nodes.get().find(n => n.name === '農政課').iri.split('/id/')[1]")
    leaf = opened.js("JSON.parse(document.getElementById('enishi-page').textContent)"
                     ".large.clusters.findIndex(c => !c.scene)")  # fmt: skip
    inner = opened.js("JSON.parse(document.getElementById('enishi-page').textContent)"
                      ".large.clusters.findIndex(c => c.scene)")  # fmt: skip
    assert leaf >= 0 and inner >= 0
    for hash_ in (
        "view=whole",
        f"view=whole&in={inner}",
        f"view=whole&in={leaf}",
        f"around={section}&at={section}",
        f"ours={section}",
        "view=grid&page=2",
        "view=hubs&page=2&lang=en",
        "view=pairs&page=2",
        "view=whole&stage=1",
        f"view=whole&in={leaf}&lang=en",
        "table=1",
    ):
        _goto(opened, hash_)
        assert _violations(opened) == [], hash_
    # What only large plans have is reached with the Tab key, is named, and shows its focus.
    _goto(opened, "view=whole")
    page.focus("#map .vis-network")
    page.keyboard.press("Home")
    assert page.is_visible("aside [data-open]")
    assert _violations(opened) == []
    for hash_, wanted in ((f"view=whole&in={leaf}", "level"), ("view=grid", "turn")):
        _goto(opened, hash_)
        page.click("#search")
        seen = {}
        for _ in range(40):
            page.keyboard.press("Tab")
            told = opened.js(
                """() => { const e = document.activeElement; const r = e.getBoundingClientRect();
                const style = getComputedStyle(e);
                return [e.dataset.level !== undefined ? "level" : e.dataset.turn !== undefined ? "turn" : "",
                  Math.min(r.width, r.height), style.outlineStyle, parseFloat(style.outlineWidth),
                  (e.getAttribute("aria-label") || e.textContent).trim()]; }"""
            )
            seen[told[0]] = told
        assert wanted in seen
        _, small, outline, width, name = seen[wanted]
        assert small >= 24
        assert outline != "none" and width >= 2
        assert name
    # Every thing of a level is walked to; PageDown turns the page, whatever has the focus.
    _goto(opened, "view=whole")
    page.focus("#map .vis-network")
    page.keyboard.press("Home")
    names = set()
    total = opened.js("enishi.network.body.nodeIndices.length")
    for _ in range(total):
        names.add(page.inner_text("aside h2"))
        page.focus("#map .vis-network")
        page.keyboard.press(".")
    assert len(names) == total
    _goto(opened, "view=grid")
    page.focus("#map .vis-network")
    scale = opened.js("enishi.network.getScale()")
    page.keyboard.press("PageDown")
    opened.until("location.hash.includes('page=2')")
    page.keyboard.press("PageUp")
    opened.until("!location.hash.includes('page=2')")
    assert opened.js("enishi.network.getScale()") == pytest.approx(scale, rel=0.2)
