"""What a room sees while a table works: slips, added items, three projects at once, and paper."""

import io
import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import numpy as np
import pdfplumber
import pytest
from PIL import Image
from playwright.sync_api import Browser

from enishi.graph.store import KnowledgeBase
from enishi.visualize.map import write_map

from .browser import SMALL, Opened, browser, open_page
from .canvas import noted, on_screen, watch
from .patch_files import dropped, ident, operation

__all__ = ["browser"]  # a fixture: tests name it as a parameter

YELLOW = (0xFF, 0xE2, 0x7A)


@pytest.fixture(scope="module")
def page_file(iruma_kb: KnowledgeBase, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_map(iruma_kb, tmp_path_factory.mktemp("room") / "map.html").path


def sit_down(opened: Opened) -> None:
    opened.page.click("#workshop-open")
    opened.page.fill("#desk-author", "1班")


def find(opened: Opened, words: str) -> None:
    opened.page.fill("#search", words)
    opened.page.keyboard.press("Enter")
    opened.until(
        f"(document.querySelector('aside h2') || {{}}).textContent === {json.dumps(words)}"
    )


def note(opened: Opened, text: str) -> None:
    opened.page.fill("#desk-note", text)
    opened.page.press("#desk-note", "Enter")


def yellow(picture: Image.Image) -> int:
    pixels = np.asarray(picture.convert("RGB"), dtype=np.int16)
    return int((np.abs(pixels - YELLOW).max(axis=2) <= 6).sum())


_SIGHT = """() => { const at = enishi.network.getViewPosition();
  return [enishi.network.getScale(), at.x, at.y]; }"""
PACKAGE = "狭山茶ブランド振興プロジェクト（広域化）"


def test_slips_are_seen_at_once_and_stay_on_the_picture_and_on_paper(
    browser: Browser, page_file: Path
) -> None:
    for opened in open_page(browser, page_file, SMALL):
        page = opened.page
        before = opened.js(_SIGHT)
        sit_down(opened)
        # The bar takes room; the map is still whole, as if one had asked for it.
        opened.until(f"JSON.stringify(({_SIGHT})()) !== {json.dumps(json.dumps(before))}")
        seen = opened.js(_SIGHT)
        page.click("#fit")
        assert opened.js(_SIGHT) == pytest.approx(seen)
        find(opened, PACKAGE)
        # Found, one can read it; it does not fill the screen.
        largest = max(each.px for each in on_screen(opened))
        assert 12 <= largest <= 26
        assert yellow(Image.open(io.BytesIO(page.screenshot(clip=_map(opened))))) == 0
        watch(opened)
        note(opened, "去年も同じ話が出た")
        opened.until("window.canvasTexts.some(t => t.text === '1' && t.px > 10)")
        assert yellow(Image.open(io.BytesIO(page.screenshot(clip=_map(opened))))) > 60
        # What one has said stands at the top of the panel, not below all of its text.
        said = page.locator("aside .desk li", has_text="去年も同じ話が出た").bounding_box()
        assert said and said["y"] < 700
        assert page.locator('[data-legend="slip"]').count() == 1
        text = page.inner_text("aside")
        assert "[object" not in text and not re.search(r"^null$", text, re.MULTILINE)

        page.keyboard.press("Escape")
        watch(opened)
        with page.expect_download() as download:
            page.click('[data-export="png"]')
        saved = Image.open(download.value.path())
        assert yellow(saved) > 400
        line = f"{PACKAGE}：去年も同じ話が出た（1班）"
        (written,) = [each for each in noted(opened) if each.text == line]
        assert written.box[2] <= saved.size[0] and written.box[3] <= saved.size[1]

        pdf = pdfplumber.open(io.BytesIO(page.pdf(prefer_css_page_size=True)))
        (sheet,) = pdf.pages
        assert unicodedata.normalize("NFKC", line) in _flat(sheet)
        assert yellow(sheet.to_image(resolution=72).original) > 20
        page.click("#desk-outcome")
        opened.js("document.documentElement.dataset.print = 'handouts'")
        # Without the reader having asked for backgrounds.
        (handout,) = pdfplumber.open(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
        assert yellow(handout.to_image(resolution=72).original) > 200
        page.click("#outcome-close")
        # Where proposals are not shown there are no slips either.
        page.click("#workshop-open")
        assert yellow(Image.open(io.BytesIO(page.screenshot(clip=_map(opened))))) == 0
        opened.clean()


def _map(opened: Opened) -> Any:
    return opened.page.locator("#map").bounding_box()


def _flat(page: Any) -> str:
    return unicodedata.normalize("NFKC", "".join(page.extract_text().split())).replace("‧", "・")


def test_a_hundred_notes_on_a_print_are_still_one_page(browser: Browser, page_file: Path) -> None:
    plan = "https://w3id.org/enishi/id/112259/2016"
    many = [
        operation(n, "note", on=[f"{plan}/project/{n % 70 + 1:03d}"], text="長い意見です。" * 30)
        for n in range(1, 121)
    ]
    for opened in open_page(browser, page_file, SMALL):
        sit_down(opened)
        dropped(opened, *many)
        (sheet,) = pdfplumber.open(io.BytesIO(opened.page.pdf(prefer_css_page_size=True))).pages
        assert max(char["bottom"] for char in sheet.chars) <= sheet.height
        assert "ほか104件" in _flat(sheet)
        opened.clean()


def test_an_added_item_is_read_in_every_view_and_outlives_a_reload(
    browser: Browser, page_file: Path
) -> None:
    for opened in open_page(browser, page_file, SMALL):
        page = opened.page
        sit_down(opened)
        find(opened, PACKAGE)
        page.click("#desk-node")
        # With the line to the package each time: by then one may stand before the other.
        for name in ("入間商店会", "茶業協会", "製茶工場"):
            page.fill("#node-label", name)
            page.keyboard.press("Enter")
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
        for view in ("grid", "whole", "hubs", "pairs"):
            page.click(f"[data-view={view}]")
            texts = {each.text: each for each in on_screen(opened)}
            places = [texts[name] for name in ("入間商店会", "茶業協会", "製茶工場")]
            box = _map(opened)
            for each in places:
                assert each.px >= 7.6, view
                assert each.box[0] >= 0 and each.box[2] <= box["width"], view
                assert each.box[1] >= 0 and each.box[3] <= box["height"] + 1, view
            one, two, three = (each.box for each in places)
            for a, b in ((one, two), (one, three), (two, three)):
                assert not (a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]), view
            # The map stays as large as it was: a far away item would make everything small.
            if view == "pairs":
                # What is to be judged has its name, also under the open bar.
                projects = opened.js(
                    "enishi.nodes.get().filter(n => n.type === 'project' && !n.hidden && !n.proposed)"
                    ".map(n => n.label.split('\\n')[0])"
                )
                assert len(projects) > 20 and all(name in texts for name in projects)
            section = max(each.px for each in texts.values() if each.text in ("農政課", "商工課"))
            assert section >= 9, view
        before = page.inner_text("#desk-unsaved")
        assert before == "未保存 6件"
        # Nothing jumps when another note comes.
        places = """enishi.nodes.get().filter(n => n.proposed).map(n => [n.x, n.y])"""
        page.click("[data-view=whole]")
        stood = opened.js(places)
        note(opened, "もう一枚")
        assert opened.js(places) == stood
        page.click("#desk-undo")
        page.reload()
        page.wait_for_selector("html[data-ready]")
        assert page.inner_text("#desk-unsaved") == before
        assert "合わない" not in page.inner_text("#workshop")
        # Whoever loads the page again after saving goes on at the same table.
        with page.expect_download():
            page.click("#desk-save")
        page.reload()
        page.wait_for_selector("html[data-ready]")
        assert page.is_visible("#desk-note")
        page.click("#workshop-open")
        assert "6件" in page.inner_text("#workshop-open"), (
            "who is given the map sees that it has some"
        )
        page.click("#workshop-open")
        page.click("#desk-story")
        page.click("#story-add")
        assert "null" not in page.inner_text("#story")
        page.click("#story-play")
        assert page.locator('[data-legend="type:proposed"]').count() == 1
        bar, box = page.locator("#player").bounding_box(), _map(opened)
        assert bar and box["y"] + box["height"] <= bar["y"] + 1, "the map is above the words"
        opened.clean()


def test_what_is_stored_in_the_wrong_order_is_all_there(browser: Browser, page_file: Path) -> None:
    """Two operations of one moment are told apart by their ids: a line may stand before its end."""
    plan = "https://w3id.org/enishi/id/112259/2016"
    node = operation(9, "add-node", type="partner", label="入間商店会")
    tie = operation(1, "add-link") | {
        "time": node["time"], "from": f"{plan}/project/001",
        "to": f"{plan}/proposals/{ident(9)}/node",
    }  # fmt: skip
    for opened in open_page(browser, page_file, SMALL):
        sit_down(opened)
        dropped(opened, tie, node)
        opened.page.reload()
        opened.page.wait_for_selector("html[data-ready]")
        assert opened.js("enishi.edges.get().filter(e => e.rel === 'proposal').length") == 1
        opened.clean()


def test_three_projects_are_suggested_and_shown_together(browser: Browser, page_file: Path) -> None:
    for opened in open_page(browser, page_file, SMALL):
        page = opened.page
        sit_down(opened)
        trio = opened.js(
            """() => { const all = JSON.parse(document.getElementById("enishi-page").textContent).evidence;
            const first = all.findIndex((e, n) => all.some((o) => o.same === n));
            return enishi.edges.get().filter(e => e.number === first || all[e.number]?.same === first)
              .map(e => [e.id, e.from, e.to]); }"""
        )
        assert len(trio) == 3
        opened.js("id => { location.hash = 'view=pairs&link=' + id; }", trio[0][0])
        opened.until("document.querySelector('[data-judge=accept]') !== null")
        shown = page.eval_on_selector_all(
            "aside .ends > li > a", "all => all.map(a => a.dataset.node)"
        )
        assert set(shown) == {iri for _, *ends in trio for iri in ends}
        # The verdict is in sight, above the sentences that may be many.
        accept = page.locator("[data-judge=accept]").bounding_box()
        assert accept and accept["y"] + accept["height"] < SMALL["height"]
        lit = "enishi.network.body.edges[{}].options.width".format
        widths = [opened.js(lit(json.dumps(line))) for line, *_ in trio]
        assert len(set(widths)) == 1, "all three lines stand out"
        for control in ("#fit", "#zoom-in"):
            spot = page.locator(control).bounding_box()
            assert spot
            hit = opened.js("([x, y]) => document.elementFromPoint(x, y).id",
                            [spot["x"] + 5, spot["y"] + 5])  # fmt: skip
            assert "#" + hit == control, "the panel covers no button"
        # The bar holds everything in both languages.
        page.click("[data-lang=en]")
        end = page.locator("#fit").bounding_box()
        assert end and end["x"] + end["width"] <= SMALL["width"]
        opened.clean()
