"""The map in a notebook: a frame of its own, in which nothing reaches the page around it."""

import html
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from enishi.api import Enishi
from enishi.errors import InputError
from enishi.graph.store import KnowledgeBase

from .browser import SMALL, browser, open_page

__all__ = ["browser"]  # a fixture: tests name it as a parameter


def test_the_map_is_shown_inline_and_works(
    browser: Browser, iruma_kb: KnowledgeBase, tmp_path: Path
) -> None:
    shown = Enishi(iruma_kb).map(lang="ja", height=500)._repr_html_()
    assert shown.startswith("<iframe ")
    assert shown.count("<") == 2
    page = tmp_path / "notebook.html"
    page.write_text(f"<!doctype html><html data-ready='1'><meta charset='utf-8'>{shown}", "utf-8")
    for opened in open_page(browser, page, SMALL):
        frame = opened.page.frame_locator("iframe")
        frame.locator("html[data-ready]").wait_for()
        frame.locator("[data-view=whole]").click()
        assert frame.locator("[data-view=whole]").get_attribute("aria-pressed") == "true"
        frame.locator("#search").fill("埼玉大")
        frame.locator("#search").press("Enter")
        assert frame.locator("aside h2").inner_text() == "埼玉大学"
        assert frame.locator("html[data-ready]").count() == 1
        opened.clean()


def test_the_same_map_as_a_file_and_as_a_network(iruma_kb: KnowledgeBase, tmp_path: Path) -> None:
    drawn = Enishi(iruma_kb).map(lang="ja")
    assert drawn.save(tmp_path / "map.html").size == len(drawn.html.encode())
    assert len(drawn.network.nodes) == 121
    assert html.unescape(drawn._repr_html_()).count("Content-Security-Policy") == 1


def test_a_height_that_is_no_number_is_refused(iruma_kb: KnowledgeBase) -> None:
    with pytest.raises(InputError):
        Enishi(iruma_kb).map(height=0)
