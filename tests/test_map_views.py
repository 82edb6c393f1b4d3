"""The views of the map in a browser: what each shows, うちの課, 発表, 提案, print and greyscale."""

import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pdfplumber
import pyoxigraph as ox
import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Browser

from enishi.graph.links import find_links
from enishi.graph.store import KnowledgeBase
from enishi.ontology.terms import eni
from enishi.visualize.hubs import shared
from enishi.visualize.map import MapSummary, write_map
from enishi.visualize.reading import read_model

from .browser import LARGE, SMALL, Opened, browser, open_page
from .take_references import PICTURES, REFERENCE, picture, picture_map

__all__ = ["browser"]  # a fixture: tests name it as a parameter

VIEWS = ("grid", "whole", "hubs", "pairs")
SHOWN = "enishi.nodes.get().filter(n => !n.hidden)"


@pytest.fixture(scope="module")
def iruma_map(iruma_kb: KnowledgeBase, tmp_path_factory: pytest.TempPathFactory) -> MapSummary:
    return write_map(iruma_kb, tmp_path_factory.mktemp("views") / "map.html")


@pytest.fixture
def opened(browser: Browser, iruma_map: MapSummary) -> Iterator[Opened]:
    for page in open_page(browser, iruma_map.path, SMALL):
        yield page
        page.clean()


def _ours(opened: Opened, name: str) -> None:
    """One button and a section's name."""
    opened.page.click("#ours-open")
    opened.page.click(f"[data-ours]:has-text('{name}')")


def test_opens_on_sections_and_measures_without_suggestions(
    opened: Opened, iruma_kb: KnowledgeBase
) -> None:
    assert opened.page.get_attribute("[data-view=grid]", "aria-pressed") == "true"
    suggests = ox.NamedNode(eni.suggests)
    joined = Counter(q.subject for q in iruma_kb.quads() if q.predicate == suggests)
    lines = sum(n * (n - 1) // 2 for n in joined.values())  # a trio is three lines
    assert opened.js("enishi.edges.get().filter(e => e.rel === 'suggestion').length") == lines >= 50
    drawn = "enishi.edges.get().filter(e => e.rel === 'suggestion' && !e.hidden).length"
    assert opened.js(drawn) == 0
    opened.page.click("[data-view=pairs]")
    assert opened.js(drawn) == 20
    assert "view=pairs" in opened.js("location.hash")


def test_a_project_stands_in_its_section_s_column_and_its_measure_s_row(opened: Opened) -> None:
    at = opened.js(
        """() => { const p = name => enishi.network.getPosition(
          enishi.nodes.get().find(n => n.name === name).id);
        return Object.fromEntries(["商工課", "農政課", "企業合同説明会", "狭山茶振興事業",
          "地域産業を振興する", "しごとの場を創る・しごと探しを支援する"].map(n => [n, p(n)])); }"""
    )
    assert abs(at["企業合同説明会"]["x"] - at["商工課"]["x"]) < 200
    assert abs(at["狭山茶振興事業"]["x"] - at["農政課"]["x"]) < 200
    assert abs(at["農政課"]["x"] - at["商工課"]["x"]) > 400
    row = at["地域産業を振興する"]["y"]
    assert abs(at["狭山茶振興事業"]["y"] - row) < abs(at["企業合同説明会"]["y"] - row)


def test_views_show_what_they_are_for(opened: Opened, iruma_map: MapSummary) -> None:
    types = f"[...new Set({SHOWN}.map(n => n.type))].sort()"
    everything = ["goal", "measure", "package", "partner", "project", "section"]
    expected = {"grid": everything, "whole": everything, "hubs": ["partner", "section"],
                "pairs": ["project", "section"]}  # fmt: skip
    for view, wanted in expected.items():
        opened.page.click(f"[data-view={view}]")
        assert opened.js(types) == wanted
        assert opened.js("enishi.nodes.length") == 121
        assert opened.js("enishi.edges.length") == sum(iruma_map.edges.values())


def test_hubs_are_what_the_links_command_finds(iruma_kb: KnowledgeBase) -> None:
    mine = {
        (frozenset((hub.source, hub.target)), kind, via)
        for hub in shared(read_model(iruma_kb))
        for kind, vias in hub.reasons
        if kind in ("package", "partner", "mention")
        for via in vias
    }
    theirs = {
        (frozenset((link.source, link.target)), link.kind, link.via)
        for link in find_links(iruma_kb, by="section").links
        if link.kind in ("package", "partner", "mention")
    }
    assert mine == theirs
    work = {
        (frozenset((hub.source, hub.target)), via)
        for hub in shared(read_model(iruma_kb))
        for kind, vias in hub.reasons
        if kind == "work"
        for via in vias
    }
    links = find_links(iruma_kb, by="partner").links
    assert work == {(frozenset((link.source, link.target)), link.via) for link in links}


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["1366", "1920"])
@pytest.mark.parametrize("view", VIEWS)
def test_7_8_labels_are_readable_and_apart_in_each_view(
    browser: Browser, iruma_map: MapSummary, size: dict[str, int], view: str
) -> None:
    for opened in open_page(browser, iruma_map.path, size, f"#view={view}"):
        labels = _labels(opened)
        assert all(label["inside"] for label in labels)
        structure = [each for each in labels if each["type"] in ("goal", "measure", "section")]
        assert min(each["px"] for each in structure) >= 11
        drawn = [each["box"] for each in labels if each["px"] >= 9.5]
        assert len(drawn) >= 31
        covered = [a for a in drawn if any(_overlap(a, b) for b in drawn if b is not a)]
        assert len(covered) <= 0.1 * len(drawn)


def _labels(opened: Opened) -> list[dict[str, object]]:
    found: list[dict[str, object]] = opened.js(
        """() => { const scale = enishi.network.getScale();
        const frame = document.getElementById("map");
        return enishi.nodes.get().filter(n => !n.hidden && n.label.trim()).map(node => {
          const box = enishi.network.getBoundingBox(node.id);
          const a = enishi.network.canvasToDOM({x: box.left, y: box.top});
          const b = enishi.network.canvasToDOM({x: box.right, y: box.bottom});
          return {type: node.type, px: node.font.size * scale, box: [a.x, a.y, b.x, b.y],
            inside: a.x >= 0 && a.y >= 0 && b.x <= frame.clientWidth && b.y <= frame.clientHeight};
        }); }"""
    )
    return found


def _overlap(a: list[float], b: list[float]) -> bool:
    return a[0] < b[2] - 1 and b[0] < a[2] - 1 and a[1] < b[3] - 1 and b[1] < a[3] - 1


def test_our_section_in_two_actions(opened: Opened) -> None:
    _ours(opened, "農政課")
    strong = f"{SHOWN}.filter(n => n.opacity === 1)"
    projects = opened.js(strong + ".filter(n => n.type === 'project').map(n => n.name)")
    assert len(projects) == 7
    partners = set(opened.js(strong + ".filter(n => n.type === 'partner').map(n => n.name)"))
    assert "埼玉大学" in partners
    assert "西武鉄道" not in partners
    panel = opened.page.inner_text("aside")
    assert [name for name in [*projects, "埼玉大学"] if name not in panel] == []
    assert "ours=" in opened.js("location.hash")
    opened.page.keyboard.press("Escape")
    assert opened.js(strong + ".length") == 121


@pytest.mark.parametrize("view", VIEWS)
def test_presenting_is_large_and_without_controls(
    browser: Browser, iruma_map: MapSummary, view: str
) -> None:
    for opened in open_page(browser, iruma_map.path, SMALL, f"#view={view}"):
        opened.page.click("#stage-open")
        opened.page.wait_for_timeout(300)
        labels = _labels(opened)
        far = [each for each in labels if each["type"] in ("goal", "section")]
        assert len(far) >= 12
        assert min(each["px"] for each in far) >= 28
        assert all(each["inside"] for each in far)
        for control in ("#controls", "#bar", "#search"):
            assert not opened.page.is_visible(control)
        opened.page.keyboard.press("Escape")
        opened.until("!document.documentElement.classList.contains('present')")
        assert opened.page.is_visible("#bar")
        opened.clean()


def test_a_suggestion_tells_its_reason_and_strength_filters(opened: Opened) -> None:
    page = opened.page
    page.click("[data-view=pairs]")
    drawn = "enishi.edges.get().filter(e => e.rel === 'suggestion' && !e.hidden)"
    page.fill("[data-strength]", "3")
    assert opened.js(drawn + ".length") == 3
    assert "3" in page.inner_text("#strength output")
    first = opened.js(drawn + "[0].id")
    opened.js("id => { location.hash += '&link=' + id; }", first)
    opened.until("!document.querySelector('aside').hidden")
    panel = page.inner_text("aside")
    assert re.search(r"第\d+位\s+評点\d", panel)
    assert "計画には書かれていない" in panel
    assert page.locator("aside blockquote").count() >= 1
    assert page.locator("aside .ends a").count() >= 4


def test_23_prints_on_one_a3_page(opened: Opened) -> None:
    for view in VIEWS:
        opened.page.click(f"[data-view={view}]")
        pdf = opened.page.pdf(prefer_css_page_size=True, print_background=True)
        boxes = re.findall(rb"/MediaBox\s*\[([^\]]+)\]", pdf)
        assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
        width, height = [float(each) for each in boxes[0].split()][2:]
        assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (420, 297)
        assert len(re.findall(rb"/Subtype\s*/Image", pdf)) >= 1  # the map
        (sheet,) = pdfplumber.open(io.BytesIO(pdf)).pages
        printed = unicodedata.normalize("NFKC", sheet.extract_text())
        # The legend stands beside the map, whatever the view.
        for word in ("形:種類", "課"):
            assert word in printed


def test_18_legend_of_each_view(opened: Opened) -> None:
    """Shapes, colours, outlines and lines that the view draws, and no other."""
    for view in VIEWS:
        opened.page.click(f"[data-view={view}]")
        used = opened.js(
            """() => { const seen = new Set();
            const drawn = enishi.nodes.get().filter(n => !n.hidden);
            for (const node of drawn) {
              seen.add("type:" + node.type);
              if (node.sector) seen.add("sector:" + node.sector);
              if (node.type === "project") seen.add("status:" + node.status);
            }
            for (const e of Object.values(enishi.network.body.edges)) {
              if (!e.options.hidden) seen.add(e.id.startsWith("hub/") ? "hub" : "rel:" + e.id.split("/")[0]);
            }
            return [...seen].sort(); }"""
        )
        keys = "[...document.querySelectorAll('[data-legend]')].map(e => e.dataset.legend).sort()"
        assert opened.js(keys) == used, view
        assert len(used) >= 3


@pytest.fixture(scope="module")
def pictures(iruma_kb: KnowledgeBase, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return picture_map(iruma_kb, tmp_path_factory.mktemp("pictures"))


@pytest.mark.parametrize("name", PICTURES)
def test_looks_like_the_reference(browser: Browser, pictures: Path, name: str) -> None:
    """Halved and greyed, so that the machine's smoothing of letters does not matter."""
    size, after = PICTURES[name]
    for opened in open_page(browser, pictures, size, after):
        found = picture(opened.page, size)
        reference = Image.open(REFERENCE / f"{name}.png").convert("L")
        assert found.size == reference.size
        differ = ImageChops.difference(found, reference).point(lambda v: 255 if v > 48 else 0)
        share = sum(differ.histogram()[200:]) / (found.size[0] * found.size[1])
        assert share < 0.02
        opened.clean()


def test_a_picture_of_another_view_is_no_reference() -> None:
    """Two pixels in a hundred are little: other views differ by more."""
    for one, other in pairwise(f"{view}-1366" for view in VIEWS):
        pictures = [Image.open(REFERENCE / f"{name}.png").convert("L") for name in (one, other)]
        differ = ImageChops.difference(*pictures).point(lambda v: 255 if v > 48 else 0)
        assert sum(differ.histogram()[200:]) > 0.03 * differ.size[0] * differ.size[1]
