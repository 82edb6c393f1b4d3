"""Point 10 where people look and write: every view, table, print, workshop, patch and notebook."""

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from playwright.sync_api import Browser

from enishi.api import Enishi
from enishi.graph.decisions import Decision, store_decisions
from enishi.graph.merging import merge_patches
from enishi.graph.patches import read_patch
from enishi.graph.store import KnowledgeBase, open_kb
from enishi.visualize.map import write_map

from .browser import SMALL, Opened, browser, open_page
from .patch_files import ident, operation, patch
from .test_map_hostile import PAYLOADS, _hostile_quads

__all__ = ["browser"]  # a fixture: tests name it as a parameter

PLAN = "https://example.org/id/plan"
FIRST = "javascript:window.pwned=0"
#: What a page of ours may hold; anything more was made from a text.
_MADE = """() => { const all = [...document.querySelectorAll("*")];
  const bad = all.filter(e => [...e.attributes].some(a => a.name.startsWith("on")
    || (["href", "src", "action", "formaction", "srcdoc"].includes(a.name)
      && !/^(#|data:image\\/png;|blob:|data:,)/.test(a.value))));
  return { bad: bad.map(e => e.outerHTML.slice(0, 200)),
    made: ["script", "style", "iframe", "svg", "base", "object", "embed", "meta", "link"]
      .map(tag => document.querySelectorAll(tag).length),
    images: [...document.images].filter(i => !i.src.startsWith("data:image/png")).length,
    pwned: window.pwned === undefined }; }"""


def quiet(opened: Opened, before: dict[str, Any]) -> None:
    """Nothing ran and nothing but our own elements is there."""
    assert opened.js(_MADE) == before
    assert before["bad"] == [] and before["images"] == 0 and before["pwned"]
    assert opened.js("getComputedStyle(document.body).display") in ("flex", "block")


def _operations() -> list[dict[str, Any]]:
    """One of each kind per payload; the payload as author, workshop, label and text."""
    made: list[dict[str, Any]] = []

    def add(kind: str, payload: str, /, **fields: Any) -> str:
        number = len(made) + 1
        plain = payload.replace("\u2028", " ").replace("\u2029", " ")
        who = {"author": plain[:90], "workshop": plain[:90]}
        made.append(operation(number, kind, **who, **fields))
        return f"{PLAN}/proposals/{ident(number)}"

    for n, text in enumerate(PAYLOADS, 1):
        package = f"{PLAN}/package/{n:03d}"
        node = add("add-node", text, type="partner", label=text, text=text) + "/node"
        link = add("add-link", text, **{"from": package, "to": node}, text=text)
        add("note", text, on=[package], text=text)
        add("comment", text, on=[link], text=text)
        add("accept", text, on=[link], text=text)
        add("vote", text, on=[link])
        add("reject", text, on=[link], text=text)
        add("story", text, steps=[{"view": f"at={text}&view={text}", "note": text}])
    return made


@pytest.fixture(scope="module")
def hostile_kb(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    """The hostile plan; of one suggestion people said 検討, of another 採用, in hostile words."""
    kb = open_kb(str(tmp_path_factory.mktemp("hostile") / "hostile.trig"))
    quads = _hostile_quads()
    kb.replace(quads)
    pairs = {}
    for quad in quads[f"{PLAN}/suggestions"]:
        if quad.predicate.value.endswith("suggests"):
            pairs.setdefault(quad.subject, set()).add(quad.object.value)
    on = sorted(tuple(sorted(pair)) for pair in pairs.values())
    store_decisions(
        kb,
        [
            Decision(PLAN, on[0], "adopted", PAYLOADS[2], "2026-01-01", PAYLOADS[0]),
            Decision(PLAN, on[1], "considering", PAYLOADS[4], "2026-01-01", PAYLOADS[1]),
        ],
    )
    return kb


@pytest.fixture(scope="module")
def plain_map(hostile_kb: KnowledgeBase, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_map(hostile_kb, tmp_path_factory.mktemp("map") / "</title><script>a&b'.html").path


@pytest.fixture(params=["ja", "en"])
def opened(browser: Browser, plain_map: Path, request: pytest.FixtureRequest) -> Iterator[Opened]:
    for page in open_page(browser, plain_map, SMALL, f"#lang={request.param}"):
        yield page
        page.clean()


def _goto(opened: Opened, hash_: str) -> None:
    opened.js("h => { location.hash = h; }", hash_ + "&lang=" + opened.js("enishiLang()"))
    opened.page.wait_for_timeout(60)


@pytest.fixture(autouse=True)
def _speak(request: pytest.FixtureRequest) -> None:
    if "opened" in request.fixturenames:
        page = request.getfixturevalue("opened")
        page.js("() => { window.enishiLang = () => document.documentElement.lang; }")


def test_10_every_view_and_line(opened: Opened) -> None:
    before = opened.js(_MADE)
    links = opened.js(
        "['suggestion', 'decision'].map(rel => enishi.edges.get().find(e => e.rel === rel).id)"
    )
    for view in ("grid", "whole", "hubs", "pairs"):
        for stage in ("", "&stage=1"):
            _goto(opened, f"view={view}{stage}")
            quiet(opened, before)
    for link in (*links, "hub/0", "hub/5"):
        _goto(opened, f"view={'hubs' if 'hub' in link else 'pairs'}&link={link}")
        assert opened.page.is_visible("aside")
        assert opened.page.locator("aside .ends a").count() >= 2
        quiet(opened, before)
    opened.page.click("#ours-open")
    assert opened.page.locator("[data-ours]").count() == len(PAYLOADS)
    opened.page.locator("[data-ours]").nth(2).click()
    assert opened.page.is_visible("aside")
    quiet(opened, before)


def test_10_table_and_prints(opened: Opened) -> None:
    page = opened.page
    before = opened.js(_MADE)
    page.click("#table-open")
    rows = opened.js("[...document.querySelectorAll('[data-row]')].map(e => e.textContent)")
    assert sum(text in PAYLOADS for text in rows) == 7 * len(PAYLOADS) - len(PAYLOADS)
    quiet(opened, before)
    printed = _printed(page.pdf(prefer_css_page_size=True))
    assert "window.pwned=3" in printed and "evil.invalid" in printed
    page.click("#table-open")
    for view in ("grid", "whole", "hubs", "pairs"):
        page.click(f"[data-view={view}]")
        assert len(pdfplumber.open(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages) == 1
        quiet(opened, before)


def _printed(pdf: bytes) -> str:
    pages = pdfplumber.open(io.BytesIO(pdf)).pages
    return "".join(page.extract_text() for page in pages).replace("\n", "")


def test_10_what_people_type(opened: Opened, tmp_path: Path) -> None:
    """Names, meeting, items, links, notes, comments and the story of a table that means no good."""
    page = opened.page
    before = opened.js(_MADE)
    page.click("#workshop-open")
    for text in PAYLOADS:
        page.fill("#desk-author", text)
        page.fill("#desk-workshop", text)
        page.fill("#desk-note", text)
        page.press("#desk-note", "Enter")
        page.click("#desk-node")
        page.fill("#node-label", text)
        page.keyboard.press("Enter")
        page.keyboard.press("Escape")
    _goto(opened, "view=pairs&link=" + opened.js(
        "enishi.edges.get().find(e => e.rel === 'suggestion').id"))  # fmt: skip
    for text in PAYLOADS:
        page.fill("[data-comment]", text)
        page.press("[data-comment]", "Enter")
    page.click("[data-judge=accept]")
    page.click("[data-judge=vote]")
    assert page.locator("aside .desk .text").all_inner_texts()[0].strip() != ""
    quiet(opened, before)
    page.click("#desk-story")
    for number, text in enumerate(PAYLOADS):
        page.click("#story-add")
        page.locator("#story input").nth(number).fill(text)
        page.keyboard.press("Tab")
    quiet(opened, before)
    page.click("#story-play")
    for text in PAYLOADS:
        said = opened.js("document.querySelector('#player p').textContent")
        assert text.replace("\u2028", "").strip()[:20].split("\u2028")[-1] in said
        quiet(opened, before)
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    _outcome(opened, before)
    with page.expect_download() as download:
        page.click("#desk-page")
    assert not set(download.value.suggested_filename) & set('\\/:*?"<>|')
    download.value.save_as(tmp_path / "saved.html")
    with page.expect_download() as download:
        page.click("#desk-save")
    download.value.save_as(tmp_path / "saved.json")
    read_patch(tmp_path / "saved.json")
    quiet(opened, before)


def _outcome(opened: Opened, before: dict[str, Any]) -> None:
    """結果まとめ and the handouts, on screen and on paper."""
    page = opened.page
    page.click("#desk-outcome")
    assert page.locator("#outcome .handout").count() >= 1
    quiet(opened, before)
    sheet = page.pdf(prefer_css_page_size=True)
    assert len(pdfplumber.open(io.BytesIO(sheet)).pages) == 1
    opened.js("document.documentElement.dataset.print = 'handouts'")
    assert "window.pwned=3" in _printed(page.pdf(prefer_css_page_size=True))
    quiet(opened, before)
    page.click("#outcome-close")


def test_10_patches_that_are_dropped(opened: Opened) -> None:
    page = opened.page
    before = opened.js(_MADE)
    operations = _operations()
    data = patch(*operations, author=PAYLOADS[0], plan=PLAN).decode()
    opened.js(
        """([text, name]) => { const data = new DataTransfer();
        data.items.add(new File([text], name, {type: "application/json"}));
        document.body.dispatchEvent(
          new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true})); }""",
        [data, "<img src=x onerror=window.pwned=20>.json"],
    )
    opened.until("document.getElementById('desk-said').textContent.includes('onerror')")
    assert str(len(operations)) in page.inner_text("#desk-said")
    nodes = "enishi.nodes.get().filter(n => n.proposed).length"
    assert opened.js(nodes) == len(PAYLOADS)
    for view in ("grid", "whole", "pairs"):
        page.click(f"[data-view={view}]")
        quiet(opened, before)
    for iri in opened.js("enishi.nodes.get().filter(n => n.proposed).map(n => n.id)"):
        opened.js("iri => { location.hash = 'view=whole&at=' + encodeURIComponent(iri); }", iri)
        opened.until(f"document.querySelector('aside code')?.textContent === {json.dumps(iri)}")
        quiet(opened, before)
    page.click("#table-open")
    assert page.locator("[data-operation]").count() == len(operations)
    quiet(opened, before)
    page.click("#table-open")
    page.click("#desk-story")
    # Of several stories the last counts; its view is no view of ours.
    page.locator("#story li button").first.click()
    quiet(opened, before)
    page.locator("#story .row button").last.click()
    _outcome(opened, before)


def test_10_proposals_that_the_map_was_written_with(
    browser: Browser, hostile_kb: KnowledgeBase, tmp_path: Path
) -> None:
    kb = open_kb(tmp_path / "kb.trig")
    kb.replace({name: list(hostile_kb.quads(name)) for name in hostile_kb.graphs()})
    (tmp_path / "p.json").write_bytes(patch(*_operations(), plan=PLAN))
    merge_patches(kb, [read_patch(tmp_path / "p.json")])
    write_map(kb, tmp_path / "map.html")
    for opened in open_page(browser, tmp_path / "map.html", SMALL):
        before = opened.js(_MADE)
        assert opened.js("enishi.nodes.get().filter(n => n.proposed).length") == len(PAYLOADS)
        opened.page.click("#workshop-open")
        quiet(opened, before)
        _outcome(opened, before)
        opened.clean()


def test_10_the_notebook_s_frame_is_shut(
    browser: Browser, hostile_kb: KnowledgeBase, tmp_path: Path
) -> None:
    shown = Enishi(hostile_kb).map(lang="en")._repr_html_()
    # One element, whatever the names hold: nothing of them is outside its attributes.
    assert shown.count("<") == 2 and shown.count(">") == 2
    page = tmp_path / "notebook.html"
    page.write_text(f"<!doctype html><html data-ready='1'><meta charset='utf-8'>{shown}", "utf-8")
    for opened in open_page(browser, page, SMALL):
        frame = opened.page.frame_locator("iframe")
        frame.locator("html[data-ready]").wait_for()
        frame.locator("[data-view=pairs]").click()
        frame.locator("#table-open").click()
        assert frame.locator("[data-row]").count() == 6 * len(PAYLOADS)
        assert opened.js("window.pwned") is None
        inner = opened.page.frames[1]
        assert inner.evaluate("() => window.pwned === undefined")
        made = inner.evaluate(_MADE)
        assert made["bad"] == [] and made["pwned"]
        # An opaque origin: the notebook's page and its cookies are out of reach.
        assert (
            inner.evaluate("() => { try { return parent.document.title } catch { return 0 } }") == 0
        )
        opened.clean()
