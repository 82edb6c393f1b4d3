"""Without colours and in a small window: greyscale on screen and on paper, names on a phone."""

import base64
import io
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser

from enishi.graph.store import KnowledgeBase
from enishi.visualize.map import MapSummary, write_map

from .browser import LARGE, PHONE, SMALL, Opened, browser, open_page
from .canvas import noted, on_screen, watch

__all__ = ["browser"]  # a fixture: tests name it as a parameter

Grey = np.ndarray[tuple[int, int], np.dtype[np.float64]]
Box = tuple[float, float, float, float]


@pytest.fixture(scope="module")
def iruma_map(iruma_kb: KnowledgeBase, tmp_path_factory: pytest.TempPathFactory) -> MapSummary:
    return write_map(iruma_kb, tmp_path_factory.mktemp("signs") / "map.html")


@pytest.fixture
def opened(browser: Browser, iruma_map: MapSummary) -> Iterator[Opened]:
    for page in open_page(browser, iruma_map.path, LARGE, "#view=whole"):
        yield page
        page.clean()


# Point 27: greys.

_BOXES = """() => { const frame = document.getElementById("map").getBoundingClientRect();
  return enishi.nodes.get().filter(n => ["goal", "measure", "package"].includes(n.type)).map(n => {
    const s = enishi.network.body.nodes[n.id].shape;
    const a = enishi.network.canvasToDOM({x: s.left, y: s.top});
    const b = enishi.network.canvasToDOM({x: s.left + s.width, y: s.top + s.height});
    return {type: n.type, sector: n.sector, font: n.font.size, world: [s.left, s.top, s.left + s.width, s.top + s.height],
      box: [a.x + frame.left, a.y + frame.top, b.x + frame.left, b.y + frame.top]}; }); }"""


def _grey(picture: Image.Image) -> Grey:
    return np.asarray(picture.convert("L"), dtype=np.float64)


def _fill(grey: Grey, box: Box) -> float:
    """The grey of a box just inside its lower right corner, where no letter stands."""
    right, bottom = round(box[2]), round(box[3])
    return float(np.median(grey[bottom - 7 : bottom - 4, right - 7 : right - 4]))


def _edges(grey: Grey, box: Box, reach: int) -> int:
    """How many lines one crosses when one leaves the box to the left, a quarter from below."""
    y = round(box[3] - (box[3] - box[1]) / 4)
    left = round(box[0])
    row = grey[y - 1 : y + 2, left - reach : left + 4].mean(axis=0)
    paper = float(np.median(row[: reach // 2])) if reach > 12 else float(row.max())
    dark = row < min(paper, float(row.max())) - 25
    return int(dark[0]) + sum(1 for a, b in pairwise(dark.tolist()) if b and not a)


def _badge(grey: Grey, box: Box, radius: float) -> Grey:
    """The numeral at the upper left corner, its ink 1 and its ground 0, on 16 × 16 pixels."""
    x, y = box[0], box[1]
    r = radius * 0.72
    crop = Image.fromarray(grey[round(y - r) : round(y + r), round(x - r) : round(x + r)])
    small = np.asarray(crop.resize((16, 16), Image.Resampling.BILINEAR))
    low, high = small.min(), small.max()
    found: Grey = (small - low) / max(1.0, high - low)
    # White on dark or dark on light: the ground is what there is more of.
    return 1 - found if np.median(found) > 0.5 else found


def _high(each: Mapping[str, Any]) -> float:
    top, bottom = each["world"][1], each["world"][3]
    return float(bottom - top)


def _tell_apart(grey: Grey, boxes: list[Mapping[str, Any]], scale: float) -> None:
    """Types by their fills and borders, goals by their numerals, nothing by its colour."""
    of = {kind: [b for b in boxes if b["type"] == kind] for kind in ("goal", "measure", "package")}
    assert {kind: len(found) for kind, found in of.items()} == {
        "goal": 4, "measure": 10, "package": 6,
    }  # fmt: skip
    fills = {kind: [_fill(grey, each["box"]) for each in found] for kind, found in of.items()}
    assert max(fills["goal"]) < 180 < min(fills["measure"])
    assert max(fills["measure"]) < 250 <= min(fills["package"])
    edges = {kind: [_edges(grey, each["box"], 9) for each in found] for kind, found in of.items()}
    assert set(edges["measure"]) == {1}, edges
    assert set(edges["package"]) == {2}, edges
    marked = of["measure"] + of["package"]
    badges = [
        _badge(grey, each["box"], max(7.5, scale * min(0.5 * each["font"], 0.3 * _high(each))))
        for each in marked
    ]
    for at, badge in enumerate(badges):
        others = [n for n in range(len(badges)) if n != at]
        likest = min(others, key=lambda n: float(np.abs(badges[n] - badge).mean()))
        assert marked[likest]["sector"] == marked[at]["sector"], at


def test_27_types_and_goals_in_grey_on_screen(opened: Opened) -> None:
    grey = _grey(Image.open(io.BytesIO(opened.page.screenshot())))
    _tell_apart(grey, opened.js(_BOXES), opened.js("enishi.network.getScale()"))
    shapes = opened.js("Object.fromEntries(enishi.nodes.get().map(n => [n.type, n.shape]))")
    assert [shapes[kind] for kind in ("project", "section", "partner")] == [
        "dot", "square", "diamond",
    ]  # fmt: skip


def test_27_types_and_goals_in_grey_on_paper(opened: Opened) -> None:
    """The picture that is printed, as a printer without colours would show it."""
    boxes = opened.js(_BOXES)
    opened.js("dispatchEvent(new Event('beforeprint'))")
    source = opened.js("document.querySelector('#print img').src")
    picture = Image.open(io.BytesIO(base64.b64decode(source.split(",")[1])))
    low_x, low_y, high_x, high_y = opened.js(
        """() => { const all = enishi.nodes.get().map(n => enishi.network.getBoundingBox(n.id));
        return [Math.min(...all.map(b => b.left)), Math.min(...all.map(b => b.top)),
          Math.max(...all.map(b => b.right)), Math.max(...all.map(b => b.bottom))]; }"""
    )
    scale = min(3200 / (high_x - low_x), 2000 / (high_y - low_y))
    middle = (low_x + high_x) / 2, (low_y + high_y) / 2
    for each in boxes:
        each["box"] = [
            picture.size[n % 2] / 2 + (value - middle[n % 2]) * scale
            for n, value in enumerate(each["world"])
        ]
    _tell_apart(_grey(picture), boxes, scale)
    assert opened.page.locator("#print .key canvas").count() >= 15


def test_27_a_goal_without_its_numeral_would_be_found(opened: Opened) -> None:
    grey = _grey(Image.open(io.BytesIO(opened.page.screenshot())))
    boxes = opened.js(_BOXES)
    for each in boxes:
        if each["type"] != "goal":
            x, y = (round(v) for v in each["box"][:2])
            grey[y - 8 : y + 8, x - 8 : x + 8] = 128
            grey[y - 2, x - 2] = 0
    with pytest.raises(AssertionError):
        _tell_apart(grey, boxes, opened.js("enishi.network.getScale()"))


# Point 26: names on a phone.


def _readable(opened: Opened) -> tuple[str, list[Box]]:
    """All letters of 11 pixels and more that the map draws, and their boxes."""
    texts = [each for each in on_screen(opened) if each.px >= 11]
    return "".join(each.text for each in texts), [each.box for each in texts]


def _names(opened: Opened, kind: str) -> list[str]:
    found: list[str] = opened.js(
        f"enishi.nodes.get().filter(n => !n.hidden && n.type === '{kind}')"
        ".map(n => n.name.replace(/\\s/g, ''))"
    )
    return found


@pytest.mark.parametrize("view", ["grid", "whole", "hubs", "pairs"])
def test_26_names_can_be_read_on_a_phone_without_zooming(
    browser: Browser, iruma_map: MapSummary, view: str
) -> None:
    for opened in open_page(browser, iruma_map.path, PHONE, f"#view={view}"):
        said, boxes = _readable(opened)
        sections = _names(opened, "section")
        read = [name for name in sections if name in said]
        if view == "whole":
            # Everything of the plan on 390 pixels: the goals, and most of the rest after a tap.
            assert [n for n in _names(opened, "goal") if n in said] == _names(opened, "goal")
            assert len(read) >= 8
        else:
            assert read == sections
        if view == "hubs":
            assert sum(name in said for name in _names(opened, "partner")) >= 12
        across = [b for b in boxes if b[2] - b[0] > 15]
        assert all(box[0] >= -1 and box[2] <= 391 for box in across)
        clash = [
            (a, b)
            for n, a in enumerate(across)
            for b in across[n + 1 :]
            if a[0] < b[2] - 2 and b[0] < a[2] - 2 and a[1] < b[3] - 2 and b[1] < a[3] - 2
        ]
        assert clash == []
        opened.clean()


@pytest.mark.parametrize("size", [SMALL, PHONE], ids=["1366", "390"])
def test_26_no_numeral_touches_the_name_of_a_goal(
    browser: Browser, iruma_map: MapSummary, size: dict[str, int]
) -> None:
    for opened in open_page(browser, iruma_map.path, size, "#view=grid"):
        texts = on_screen(opened)
        lines = opened.js(
            "enishi.nodes.get().filter(n => n.type === 'goal').flatMap(n => n.label.split('\\n'))"
        )
        names = [each.box for each in texts if each.text in lines]
        assert len(names) >= 8, "four names of two lines and more"
        # The disc around a numeral is 7.5 pixels wide, the numeral in its middle.
        discs = []
        for each in texts:
            if each.text in "1234" and each.px >= 9:
                x, y = (each.box[0] + each.box[2]) / 2, (each.box[1] + each.box[3]) / 2
                discs.append((x - 7.5, y - 7.5, x + 7.5, y + 7.5))
        assert len(discs) >= (10 if size is SMALL else 3)
        touching = [
            (disc, name)
            for disc in discs
            for name in names
            if disc[0] < name[2] and name[0] < disc[2] and disc[1] < name[3] and name[1] < disc[3]
        ]
        assert touching == []
        opened.clean()


@pytest.mark.parametrize("size", [SMALL, LARGE, PHONE], ids=["1366", "1920", "390"])
def test_the_workshop_bar_leaves_room_for_the_map(
    browser: Browser, iruma_map: MapSummary, size: dict[str, int]
) -> None:
    for opened in open_page(browser, iruma_map.path, size):
        page = opened.page
        page.click("#workshop-open")
        page.fill("#desk-author", "1班")
        page.fill("#desk-note", "付箋")
        page.press("#desk-note", "Enter")
        bar, box = page.locator("#workshop").bounding_box(), page.locator("#map").bounding_box()
        assert bar and box
        assert bar["height"] <= (0.35 if size is PHONE else 0.16) * size["height"]
        assert box["height"] >= (0.35 if size is PHONE else 0.6) * size["height"]
        assert opened.js("document.documentElement.scrollWidth") <= size["width"]
        # In reach, if need be by scrolling inside the bar.
        for name in ("node", "link", "save", "page", "open", "outcome", "story", "undo"):
            button = page.locator(f"#desk-{name}")
            button.scroll_into_view_if_needed()
            place = button.bounding_box()
            assert place and place["x"] >= 0 and place["x"] + place["width"] <= size["width"]
        opened.clean()


# Point 22: the picture.


def test_22_the_picture_has_map_title_and_legend(opened: Opened) -> None:
    legend = opened.js("[...document.querySelectorAll('#legend li span')].map(e => e.textContent)")
    shown = opened.js(
        """() => { const all = enishi.nodes.get().map(n => enishi.network.getBoundingBox(n.id));
        return (Math.max(...all.map(b => b.right)) - Math.min(...all.map(b => b.left)))
          * enishi.network.getScale(); }"""
    )
    watch(opened)
    with opened.page.expect_download() as download:
        opened.page.click('[data-export="png"]')
    texts = noted(opened)
    picture = Image.open(download.value.path()).convert("RGB")
    wide, high = picture.size
    assert wide >= 2 * shown
    title = next(each for each in texts if each.text == opened.page.title())
    # As large as the picture asks for: it is read fitted to a page.
    assert title.px >= max(30, wide / 70)
    assert title.box[1] >= 0 and title.box[3] <= 96 * title.px / 34
    below = [each for each in texts if each.box[1] > 0.75 * high and each.px >= title.px / 2.1]
    assert [text for text in legend if text not in {each.text for each in below}] == []
    heads = opened.js("[...document.querySelectorAll('#legend h3')].map(e => e.textContent)")
    assert len(heads) == 4 and set(heads) <= {each.text for each in below}
    names = {each.text for each in texts}
    for name in ("埼玉大学", "高校生市政モニター"):
        assert name in names
    grey = np.asarray(picture.convert("L"))

    def ink(box: Box) -> float:
        left, top, right, bottom = (round(value) for value in box)
        return float((grey[top:bottom, left:right] < 140).mean())

    # Letters are there as pixels, not only as calls: some dark, mostly paper.
    for each in (title, *[b for b in below if b.text in legend]):
        assert 0.03 < ink(each.box) < 0.6, each
    assert ink((0, 100, wide, high - 400)) > 0.002
    # Each line of the legend has its sign to the left of its words.
    colour = np.asarray(picture, dtype=np.int16)
    for each in below:
        if each.text in legend:
            left, top, _, bottom = (round(value) for value in each.box)
            sign = colour[top:bottom, left - round(2.4 * each.px) : left - 4]
            assert (sign.min(axis=2) < 235).mean() > 0.02, each.text
    colours = {colour for _, colour in picture.getcolors(1 << 24) or []}
    for sector in ("#0072B2", "#E69F00", "#009E73", "#CC79A7"):
        assert tuple(int(sector[n : n + 2], 16) for n in (1, 3, 5)) in colours
