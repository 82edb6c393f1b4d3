"""The workshop in a real browser: edit, undo, save, merge, and the same proposals come back."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from enishi.graph.merging import merge_patches
from enishi.graph.patches import read_patch
from enishi.graph.store import KnowledgeBase, open_kb
from enishi.visualize.map import write_map

from .browser import SMALL, Opened, browser, open_page
from .patch_files import operation, patch
from .test_patches import HOSTILE

__all__ = ["browser"]  # a fixture: tests name it as a parameter


@pytest.fixture(scope="module")
def page_file(iruma_kb: KnowledgeBase, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("workshop") / "map.html"
    write_map(iruma_kb, path)
    return path


def sit_down(opened: Opened, name: str = "1班") -> None:
    opened.page.click("#workshop-open")
    opened.page.fill("#desk-author", name)


def save(opened: Opened, path: Path) -> bytes:
    with opened.page.expect_download() as download:
        opened.page.click("#desk-save")
    download.value.save_as(path)
    return path.read_bytes()


def edit(opened: Opened, project: str) -> None:
    """A node, a note on a project and a link between both, by keyboard and search."""
    page = opened.page
    page.click("#desk-node")
    page.fill("#node-label", "入間商店会<b>")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    opened.js("iri => { location.hash = 'view=whole&at=' + encodeURIComponent(iri); }", project)
    opened.until("document.querySelector('aside h2') !== null")
    page.fill("#desk-note", "去年もやった <img src=x onerror=pwned=1>")
    page.keyboard.press("Enter")
    page.click("#desk-link")
    page.fill("#search", "入間商店会")
    page.keyboard.press("Enter")
    opened.until("document.activeElement.id === 'link-text'")
    page.keyboard.type("いっしょに")
    page.keyboard.press("Enter")


def proposals(opened: Opened) -> int:
    found: int = opened.js("enishi.edges.get().filter(e => e.rel === 'proposal').length")
    return found


def test_28_edit_undo_redo_export_merge_and_map_again(
    browser: Browser, page_file: Path, iruma_kb: KnowledgeBase, tmp_path: Path
) -> None:
    kb = open_kb(tmp_path / "kb.trig")
    kb.replace({name: list(iruma_kb.quads(name)) for name in iruma_kb.graphs()})
    (plan,) = kb.plans()
    first, again = tmp_path / "1.json", tmp_path / "2.json"
    for opened in open_page(browser, page_file, SMALL):
        sit_down(opened)
        edit(opened, f"{plan}/project/001")
        assert proposals(opened) == 1
        assert opened.page.inner_text("#desk-unsaved") == "未保存 3件"
        kept = opened.js("localStorage.getItem(Object.keys(localStorage)[0])")
        before = {each["id"] for each in json.loads(kept)["operations"]}
        for _ in range(3):
            opened.page.click("#desk-undo")
        assert proposals(opened) == 0 and "未保存 0件" in opened.page.inner_text("#desk-unsaved")
        for _ in range(3):
            opened.page.click("#desk-redo")
        opened.page.reload()
        opened.page.wait_for_selector("html[data-ready]")
        assert opened.page.inner_text("#desk-unsaved") == "未保存 3件", "autosave survives a reload"
        saved = json.loads(save(opened, first))
        assert {each["id"] for each in saved["operations"]} == before
        assert "未保存 0件" in opened.page.inner_text("#desk-unsaved")
        assert opened.js("window.pwned") is None
        assert opened.page.locator("aside img, aside b > b").count() == 0
        opened.clean()
    merge_patches(kb, [read_patch(first)])
    stored = set(kb.quads(f"{plan}/proposals"))
    write_map(kb, tmp_path / "again.html")
    for opened in open_page(browser, tmp_path / "again.html", SMALL):
        sit_down(opened)
        assert proposals(opened) == 1
        assert opened.page.locator('[data-legend="type:proposed"]').count() == 1
        save(opened, again)
        opened.clean()
    fresh = open_kb(tmp_path / "fresh.trig")
    fresh.replace({plan: list(iruma_kb.quads(plan))})
    merge_patches(fresh, [read_patch(again)])
    # IRIs come from ids: isomorphic graphs without blank nodes are equal.
    assert set(fresh.quads(f"{plan}/proposals")) == stored


def test_what_a_file_already_has_is_taken_back_by_an_operation(
    browser: Browser, page_file: Path, tmp_path: Path
) -> None:
    for opened in open_page(browser, page_file, SMALL):
        sit_down(opened)
        opened.page.fill("#desk-note", "計画全体への付箋")
        opened.page.keyboard.press("Enter")
        save(opened, tmp_path / "1.json")
        opened.page.click("#desk-undo")
        said = json.loads(save(opened, tmp_path / "2.json"))
        assert [each["kind"] for each in said["operations"]] == ["note", "undo"]
        read_patch(tmp_path / "2.json")
        opened.clean()


def test_patches_of_other_tables_are_taken_in_and_hostile_ones_refused(
    browser: Browser, page_file: Path, iruma_kb: KnowledgeBase
) -> None:
    (plan,) = iruma_kb.plans()
    good = operation(1, "note", on=[plan], text="2班から", author="2班")
    files = [{"name": "2班.json", "mimeType": "application/json", "buffer": patch(good, plan=plan)}]
    for opened in open_page(browser, page_file, SMALL):
        sit_down(opened)
        opened.page.set_input_files("#desk-files", files)  # type: ignore[arg-type]
        opened.until("document.getElementById('desk-said').textContent.includes('2班.json')")
        assert "新しい変更 1件（2班）" in opened.page.inner_text("#desk-said")
        for name, said, _ in HOSTILE:
            bad = {
                "name": "x.json",
                "mimeType": "application/json",
                "buffer": patch(said, plan=plan),
            }
            opened.js("document.getElementById('desk-said').textContent = ''")
            opened.page.set_input_files("#desk-files", [bad])  # type: ignore[list-item]
            opened.until("document.getElementById('desk-said').textContent !== ''")
            assert "x.json は読めません" in opened.page.inner_text("#desk-said"), name
        assert opened.page.inner_text("#desk-unsaved") == "未保存 0件"
        opened.clean()


def test_a_story_is_played_with_the_arrow_keys_and_the_page_can_be_saved(
    browser: Browser, page_file: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "saved.html"
    for opened in open_page(browser, page_file, SMALL):
        page = opened.page
        sit_down(opened)
        page.click("#desk-story")
        page.click("#story-add")
        page.click('[data-view="whole"]')
        page.click("#story-add")
        page.locator("#story input").last.fill("全体です")
        page.keyboard.press("Tab")
        page.click("#story-play")
        opened.until("!location.hash.includes('whole')")
        page.keyboard.press("ArrowRight")
        opened.until("location.hash.includes('whole')")
        assert "全体です" in page.inner_text("#player")
        page.keyboard.press("Escape")
        with page.expect_download() as download:
            page.click("#desk-page")
        download.value.save_as(copy)
        opened.clean()
    for opened in open_page(browser, copy, SMALL):
        opened.page.click("#workshop-open")
        opened.page.click("#desk-story")
        assert opened.page.locator("#story li").count() == 2
        opened.clean()


def test_the_outcome_is_one_page_of_a4(
    browser: Browser, page_file: Path, iruma_kb: KnowledgeBase
) -> None:
    (plan,) = iruma_kb.plans()
    many = [
        operation(
            n,
            "note",
            on=[f"{plan}/project/{n % 70 + 1:03d}"],
            text="長い意見。" * 20,
            author=f"{n % 5}班",
        )
        for n in range(1, 120)
    ]
    file = {"name": "a.json", "mimeType": "application/json", "buffer": patch(*many, plan=plan)}
    for opened in open_page(browser, page_file, SMALL):
        sit_down(opened)
        opened.page.set_input_files("#desk-files", [file])  # type: ignore[list-item]
        opened.until("document.getElementById('desk-said').textContent !== ''")
        opened.page.click("#desk-outcome")
        pdf = opened.page.pdf(prefer_css_page_size=True)
        assert pdf.count(b"/Type /Page\n") == 1
        assert opened.page.locator("#outcome .handout").count() == 5
        opened.clean()


def test_a_suggestion_is_accepted_rejected_commented_and_voted_for_on_the_spot(
    browser: Browser, page_file: Path, iruma_kb: KnowledgeBase, tmp_path: Path
) -> None:
    (plan,) = iruma_kb.plans()
    dropped = operation(1, "note", on=[plan], text="2班から", author="2班")
    for opened in open_page(browser, page_file, SMALL):
        page = opened.page
        sit_down(opened)
        line = opened.js("enishi.edges.get().find(e => e.rel === 'suggestion').id")
        opened.js("id => { location.hash = 'view=pairs&link=' + id; }", line)
        opened.until("document.querySelector('[data-judge=accept]') !== null")
        page.click("[data-judge=accept]")
        assert page.get_attribute("[data-judge=accept]", "aria-pressed") == "true"
        page.click("[data-judge=reject]")
        assert page.get_attribute("[data-judge=accept]", "aria-pressed") == "false"
        assert page.get_attribute("[data-judge=reject]", "aria-pressed") == "true"
        page.click("[data-judge=vote]")
        page.click("[data-judge=vote]")
        page.fill("[data-comment]", "担当がちがう")
        page.press("[data-comment]", "Enter")
        assert "担当がちがう" in page.inner_text("aside .desk")
        # A table that changed its mind leaves one verdict.
        assert page.inner_text("#desk-unsaved") == "未保存 4件"
        opened.js(
            """text => { const data = new DataTransfer();
            data.items.add(new File([text], "2班.json", {type: "application/json"}));
            document.getElementById("map").dispatchEvent(
              new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true})); }""",
            patch(dropped, plan=plan).decode(),
        )
        opened.until("document.getElementById('desk-said').textContent.includes('2班')")
        said = json.loads(save(opened, tmp_path / "1.json"))
        kinds = sorted(each["kind"] for each in said["operations"])
        assert kinds == ["comment", "note", "reject", "vote", "vote"]
        ends = opened.js("id => { const e = enishi.edges.get(id); return [e.from, e.to]; }", line)
        for each in said["operations"]:
            if each["kind"] != "note":
                assert set(ends) <= set(each["on"])
        page.click("#desk-outcome")
        assert "担当がちがう" in page.inner_text("#outcome-sheet")
        assert "2班から" in page.inner_text("#outcome-sheet")
        page.click("#outcome-close")
        opened.clean()
    read_patch(tmp_path / "1.json")
