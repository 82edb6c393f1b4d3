"""A workshop on a map of two plans: what is written belongs to one of them, and comes back so."""

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from enishi.data.settings import settings_for
from enishi.graph.building import build_plans
from enishi.graph.merging import merge_patches
from enishi.graph.patches import read_patch
from enishi.graph.store import open_kb
from enishi.visualize.map import write_map

from .browser import SMALL, Opened, browser, open_page
from .canvas import on_screen
from .patch_files import ident, joint, operation, patch
from .two_plans import FOREST, HARBOUR, SHARED_SECTION, project, two_plans

ROOT = Path(__file__).parent.parent
IRUMA = ROOT / "data/plans/iruma-2016/iruma-2016.txt"
KAMOSE = next((ROOT / "tests/plans/kamose").glob("*.txt"))

__all__ = ["browser"]  # a fixture: tests name it as a parameter


def choose(opened: Opened, iri: str) -> None:
    opened.js("iri => { location.hash = 'view=whole&at=' + encodeURIComponent(iri); }", iri)
    # The panel before this one has a heading too.
    shown = "(document.querySelector('aside .iri code') || {}).textContent"
    opened.until(f"{shown} === {json.dumps(iri)}")


def note(opened: Opened, text: str) -> None:
    opened.page.fill("#desk-note", text)
    opened.page.press("#desk-note", "Enter")


def drop(opened: Opened, name: str, data: bytes) -> str:
    opened.js("document.getElementById('desk-said').textContent = ''")
    file = {"name": name, "mimeType": "application/json", "buffer": data}
    opened.page.set_input_files("#desk-files", [file])  # type: ignore[list-item]
    opened.until("document.getElementById('desk-said').textContent !== ''")
    return opened.page.inner_text("#desk-said")


def save(opened: Opened, path: Path) -> Any:
    with opened.page.expect_download() as download:
        opened.page.click("#desk-save")
    download.value.save_as(path)
    return json.loads(path.read_bytes())


def test_28_edit_save_merge_and_map_again_with_two_plans(browser: Browser, tmp_path: Path) -> None:
    kb = two_plans(tmp_path / "two.trig")
    write_map(kb, tmp_path / "two.html")
    first, again = tmp_path / "1.json", tmp_path / "2.json"
    for opened in open_page(browser, tmp_path / "two.html", SMALL):
        page = opened.page
        legend = page.inner_text("#legend")
        # In the order of their IRIs; goals of both begin to be counted at 1.
        assert "もり計画" in legend and "みなと計画" in legend
        page.click("#workshop-open")
        page.fill("#desk-author", "1班")
        page.select_option("#desk-plan", HARBOUR)
        # On nothing chosen: the plan that the table works on.
        note(opened, "まず計画へ")
        assert "みなと計画" in page.get_attribute("#desk-note", "placeholder")  # type: ignore[operator]
        choose(opened, project(FOREST, 1))
        assert "もり計画" in page.inner_text("aside dl")
        note(opened, "森の付箋")
        page.click("[data-judge=vote]")
        # A section of both plans: the one the table works on.
        choose(opened, SHARED_SECTION)
        assert "もり計画" in page.inner_text("aside dl")
        note(opened, "人手がない")
        page.click("#desk-link")
        page.fill("#search", "岸壁")
        page.keyboard.press("Enter")
        opened.until("document.activeElement.id === 'link-text'")
        page.keyboard.type("課から")
        page.keyboard.press("Enter")
        choose(opened, project(FOREST, 2))
        page.click("#desk-node")
        page.fill("#node-label", "木こりの会")
        page.keyboard.press("Enter")
        page.keyboard.press("Escape")
        page.click("#desk-link")
        page.fill("#search", "船の学校")
        page.keyboard.press("Enter")
        opened.until("document.activeElement.id === 'link-text'")
        page.keyboard.press("Enter")
        page.click("#desk-undo")
        page.click("#desk-redo")
        page.reload()
        page.wait_for_selector("html[data-ready]")
        assert page.inner_text("#desk-unsaved") == "未保存 8件"
        assert page.input_value("#desk-plan") == HARBOUR
        said = save(opened, first)
        assert said["version"] == 2 and "plan" not in said
        plans = [
            (each["kind"], each["plan"].rpartition("/")[2], each.get("text", ""))
            for each in said["operations"]
        ]
        assert plans == [
            ("note", "harbour", "まず計画へ"),
            ("note", "forest", "森の付箋"),
            ("vote", "forest", ""),
            ("note", "harbour", "人手がない"),
            ("add-link", "harbour", "課から"),
            ("add-node", "forest", ""),
            ("add-link", "forest", ""),
            ("add-link", "forest", ""),
        ]
        # From one plan to the other: the plan that the line starts in; the far end is named.
        page.click("#desk-outcome")
        outcome = page.inner_text("#outcome-sheet")
        assert (
            "もり計画】森の学校（教育課・2行） ― 船の学校（港湾課・2行・B みなと計画）" in outcome
        )
        page.click("#outcome-close")
        theirs = operation(1, "note", on=[project(FOREST, 1)], text="2班から", author="2班")
        assert "新しい変更 1件（2班）" in drop(opened, "2班.json", patch(theirs, plan=FOREST))
        other = theirs | {"id": ident(2), "plan": "urn:elsewhere"}
        assert "別の計画" in drop(opened, "x.json", joint(other))
        wrong = theirs | {"id": ident(3), "plan": HARBOUR}
        assert "対象のどれもありません" in drop(opened, "x.json", joint(wrong))
        opened.clean()

    merge_patches(kb, [read_patch(first)])
    graphs = [f"{plan}/proposals" for plan in (HARBOUR, FOREST)]
    stored = {graph: set(kb.quads(graph)) for graph in graphs}
    assert all(stored.values())
    write_map(kb, tmp_path / "again.html")
    for opened in open_page(browser, tmp_path / "again.html", SMALL):
        opened.page.click("#workshop-open")
        opened.page.fill("#desk-author", "事務局")
        drawn = opened.js("enishi.edges.get().filter(e => e.rel === 'proposal').length")
        assert drawn == 3
        save(opened, again)
        opened.clean()
    fresh = two_plans(tmp_path / "fresh.trig")
    merge_patches(fresh, [read_patch(again)])
    # IRIs come from ids: isomorphic graphs without blank nodes are equal.
    assert {graph: set(fresh.quads(graph)) for graph in graphs} == stored


def test_a_grid_of_two_whole_plans_keeps_its_names_in_their_boxes(
    browser: Browser, tmp_path: Path
) -> None:
    """24 columns leave no room for larger letters: words over the next box are read by nobody."""
    kb = open_kb(tmp_path / "both.trig")
    for document in (IRUMA, KAMOSE):
        build_plans(kb, [(document, settings_for(document))])
    out = tmp_path / "both.html"
    write_map(kb, out, lang="ja", include_suggestions=False)
    for opened in open_page(browser, out, SMALL):
        boxes = opened.js("""() => enishi.nodes.get().filter(n => ["measure", "package"].includes(n.type))
          .map(n => { const b = enishi.network.getBoundingBox(n.id), at = (x, y) => enishi.network.canvasToDOM({x, y});
            const one = at(b.left, b.top), two = at(b.right, b.bottom);
            return { lines: n.label.split("\\n"), box: [one.x, one.y, two.x, two.y] }; })""")
        assert len(boxes) > 20
        written = on_screen(opened)
        for each in boxes:
            left, top, right, bottom = each["box"]
            for line in each["lines"]:
                inside = [w for w in written if w.text == line
                          and left <= (w.box[0] + w.box[2]) / 2 <= right
                          and top <= (w.box[1] + w.box[3]) / 2 <= bottom]  # fmt: skip
                assert inside, f"{line} is not written in its box"
                for word in inside:
                    assert left - 2 <= word.box[0] and word.box[2] <= right + 2, line
                    assert top - 2 <= word.box[1] and word.box[3] <= bottom + 2, line
