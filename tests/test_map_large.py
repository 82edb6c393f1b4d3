"""Large plans: levels instead of one picture, and layouts that do not grow with the square.

Point 29 of the map's acceptance is tested by what makes it true: what is in the network at once,
no physics, no motion. `bench/map_large.py` measures seconds and frames.
"""

import importlib.util
import re
from collections import Counter
from collections.abc import Iterator

import numpy as np
import pyoxigraph as ox
import pytest
from playwright.sync_api import Browser

from enishi.data.settings import settings_for
from enishi.graph.building import build_plans
from enishi.graph.store import KnowledgeBase, open_kb
from enishi.graph.suggest import find_suggestions
from enishi.graph.suggest_rdf import suggestions_quads
from enishi.ontology.terms import eni, ext
from enishi.visualize.clusters import agglomerate, divide, elements_of
from enishi.visualize.levels import FULL_UP_TO, make_levels
from enishi.visualize.map import MapSummary, write_map
from enishi.visualize.model import MapModel, MapNode
from enishi.visualize.overlap import touching
from enishi.visualize.page import own_script
from enishi.visualize.reading import read_model
from enishi.visualize.stage_levels import TALL, WIDE, stage_top

from .browser import LARGE, PHONE, SMALL, Opened, browser, open_page
from .canvas import on_screen
from .conftest import ROOT

__all__ = ["browser"]  # a fixture: tests name it as a parameter

_PROJECTS = 1300


def _invented(size: int) -> str:
    spec = importlib.util.spec_from_file_location("bench_generate", ROOT / "bench/generate.py")
    assert spec and spec.loader
    import sys

    module = importlib.util.module_from_spec(spec)
    sys.modules["bench_generate"] = module
    spec.loader.exec_module(module)
    text: str = module.generate(size)
    return text


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    folder = tmp_path_factory.mktemp("large")
    document = folder / "plan.txt"
    document.write_text(_invented(_PROJECTS), encoding="utf-8")
    found = open_kb(folder / "plan.trig")
    build_plans(found, [(document, settings_for(document, municipality="local", plan="large"))])
    found.replace(suggestions_quads(find_suggestions(found, top=50)))
    return found


@pytest.fixture(scope="module")
def model(kb: KnowledgeBase) -> MapModel:
    return read_model(kb)


@pytest.fixture(scope="module")
def written(kb: KnowledgeBase, tmp_path_factory: pytest.TempPathFactory) -> MapSummary:
    return write_map(kb, tmp_path_factory.mktemp("map") / "大きな計画.html")


@pytest.fixture
def opened(browser: Browser, written: MapSummary) -> Iterator[Opened]:
    for page in open_page(browser, written.path, SMALL):
        yield page
        page.clean()


def test_boxes_that_overlap_are_found_whatever_their_sizes() -> None:
    noise = np.random.default_rng(5)
    points = noise.uniform(-500, 500, (90, 2))
    need = noise.uniform(5, 60, (90, 2))
    need[::15] = noise.uniform(300, 700, (6, 2))
    expected = [
        (a, b)
        for a in range(90)
        for b in range(a + 1, 90)
        if (np.abs(points[a] - points[b]) < (need[a] + need[b]) / 2).all()
    ]
    assert 100 < len(expected) < 4005
    assert list(zip(*(found.tolist() for found in touching(points, need)), strict=True)) == expected
    assert len(touching(points[:1], need[:1])[0]) == 0


def test_what_hangs_together_most_is_joined_first_within_the_bound() -> None:
    # 0-1 by ten edges, 1-2 by one, 3-4 by five but of another realm than each other.
    links = Counter({(0, 1): 10, (1, 2): 1, (3, 4): 5})
    sizes, realms = [40, 40, 40, 40, 40], ["a", "a", "a", "a", "b"]
    assert agglomerate(sizes, links, realms, 80) == [[0, 1], [2], [3], [4]]
    assert agglomerate(sizes, links, realms, 120) == [[0, 1, 2], [3], [4]]
    # Small ones that nothing joins share a box with the next of their realm only.
    assert agglomerate([10, 10, 10], Counter(), ["a", "b", "a"], 30) == [[0, 2], [1]]


def test_every_element_is_in_one_cluster_and_none_is_too_large(model: MapModel) -> None:
    assert len(model.nodes) > 2 * FULL_UP_TO
    for most, boxes in ((64, 48), (30, 12)):
        clusters = divide(model, most=most, boxes=boxes)
        leaves = [at for at, cluster in enumerate(clusters) if not cluster.children]
        inside = [iri for at in leaves for iri in clusters[at].elements]
        elements = {n.iri for n in model.nodes.values() if n.type not in ("section", "partner")}
        assert len(inside) == len(elements)
        assert set(inside) == elements
        assert max(len(clusters[at].elements) for at in leaves) <= most
        tops = [at for at, cluster in enumerate(clusters) if cluster.parent < 0]
        assert len(tops) <= boxes
        assert sorted(iri for at in tops for iri in elements_of(clusters, at)) == sorted(elements)
        for cluster in clusters:
            assert len({model.nodes[iri].sector for iri in cluster.elements}) <= 1


def test_no_scene_has_more_than_800_things_and_together_they_show_all(model: MapModel) -> None:
    levels = make_levels(model)
    scenes = [levels.top, *levels.inside.values(), *levels.tables, *levels.rings, *levels.pairs]
    sizes = [len(scene.own.places) + len(scene.boxes) for scene in scenes]
    assert max([*sizes, *(len(found.places) for found in levels.whole.values())]) <= FULL_UP_TO
    seen = {iri for found in levels.whole.values() for iri in found.places}
    assert seen == set(model.nodes)
    assert all(
        iri in levels.whole[at].places or at < 0 or not levels.clusters[at].elements
        for iri, at in levels.home.items()
    )
    # 課×施策 counts every project that has a section once.
    counted = sum(int(box.label.ja) for scene in levels.tables for box in scene.boxes)
    owned = {edge.source for edge in model.edges if edge.rel == "responsible"}
    assert counted == sum(model.nodes[iri].type == "project" for iri in owned)
    # Every section is on one page of 連携.
    rings = [iri for scene in levels.rings for iri in scene.own.places]
    sections = [node.iri for node in model.of_type("section")]
    assert sorted(iri for iri in rings if model.nodes[iri].type == "section") == sorted(sections)


def _drawn(opened: Opened) -> int:
    count: int = opened.js("enishi.network.body.nodeIndices.length")
    return count


def test_29_totals_are_the_graphs_and_what_is_drawn_is_little(
    opened: Opened, kb: KnowledgeBase, written: MapSummary
) -> None:
    classes = {
        node: opened.js(f"enishi.nodes.get().filter(node => node.type === '{node}').length")
        for node in ("goal", "measure", "package", "project")
    }
    said = {"goal": eni.Goal, "measure": eni.Measure, "package": eni.Package,
            "project": eni.Project}  # fmt: skip
    in_graph = Counter(
        quad.object.value
        for quad in kb.quads()
        if quad.predicate.value == ext.type and isinstance(quad.object, ox.NamedNode)
    )
    assert classes == {node: in_graph[class_iri] for node, class_iri in said.items()}
    assert classes["project"] == _PROJECTS
    owned = {(q.subject, q.object) for q in kb.quads() if q.predicate.value == eni.responsibleUnit}
    rels = Counter(opened.js("enishi.edges.get().map(edge => edge.rel)"))
    assert rels["responsible"] == len(owned)
    total = sum(written.nodes.values())
    assert opened.count().startswith(f"{total}／{total}件")
    assert opened.js("enishi.network.physics.physicsEnabled") is False
    assert _drawn(opened) <= FULL_UP_TO
    # A row for each node and edge, texts and sentences: under 3 kB for each node.
    assert written.path.stat().st_size < 3000 * total


def test_29_nothing_moves_and_every_view_stays_small(opened: Opened) -> None:
    for view in ("whole", "hubs", "pairs", "grid"):
        opened.page.click(f'[data-view="{view}"]')
        assert 5 < _drawn(opened) <= 100
        while opened.page.is_visible('[data-turn="1"]:enabled'):
            opened.page.click('[data-turn="1"]')
            assert 2 < _drawn(opened) <= 150
    # What is drawn is what the view has: suggestions, and nothing else.
    opened.page.click('[data-view="pairs"]')
    visible = opened.js(
        """() => Object.values(enishi.network.body.edges).filter(edge => !edge.options.hidden)
        .map(edge => edge.id.split("/")[0])"""
    )
    assert set(visible) == {"suggestion"}
    assert len(visible) >= 20
    before = opened.js("enishi.network.getPositions()")
    picture = opened.page.locator("#map canvas").screenshot()
    opened.page.wait_for_timeout(600)
    assert opened.js("enishi.network.getPositions()") == before
    assert opened.page.locator("#map canvas").screenshot() == picture


def _double(opened: Opened, node: str) -> None:
    spot = opened.js(
        """id => { const at = enishi.network.canvasToDOM(enishi.network.getPosition(id));
        const frame = document.getElementById("map").getBoundingClientRect();
        return [at.x + frame.left, at.y + frame.top]; }""",
        node,
    )
    opened.page.mouse.dblclick(*spot)


def test_from_the_overview_into_a_cluster_around_a_node_and_back(
    opened: Opened, model: MapModel
) -> None:
    boxes = opened.js("enishi.network.body.nodeIndices.filter(id => id.startsWith('group/'))")
    assert 10 < len(boxes) <= 48
    left = opened.js("ids => ids.sort((a, b) => enishi.network.getPosition(a).x"
                     " - enishi.network.getPosition(b).x)[0]", list(boxes))  # fmt: skip
    _double(opened, left)
    opened.until("location.hash.includes('in=')")
    opened.until("!enishi.network.body.nodeIndices.some(id => id.startsWith('group/'))")
    inside = opened.js("enishi.network.body.nodeIndices")
    project = next(iri for iri in inside if model.nodes[iri].type == "project")
    # Around it: exactly what its own statements join it with.
    opened.click_node(project)
    opened.page.click('[data-around="1"]')
    opened.until("location.hash.includes('around=')")
    near = {project}
    for edge in model.edges:
        if edge.rel != "suggestion" and project in (edge.source, edge.target):
            near |= {edge.source, edge.target}
    assert set(opened.js("enishi.network.body.nodeIndices")) == near
    opened.page.click('[data-around="2"]')
    opened.until("location.hash.includes('far=2')")
    assert near < set(opened.js("enishi.network.body.nodeIndices"))
    assert _drawn(opened) <= FULL_UP_TO
    opened.page.go_back()
    opened.until("!location.hash.includes('far=2')")
    assert set(opened.js("enishi.network.body.nodeIndices")) == near
    opened.page.keyboard.press("Escape")  # the selection
    opened.page.keyboard.press("Escape")  # the node's surroundings
    opened.until("!location.hash.includes('around=')")
    assert opened.js("enishi.network.body.nodeIndices") == inside
    opened.page.click('[data-level="0"]')
    assert opened.js(
        "enishi.network.body.nodeIndices.filter(id => id.startsWith('group/'))"
    ) == boxes  # fmt: skip


def test_search_opens_the_cluster_and_an_address_does_too(
    opened: Opened, browser: Browser, written: MapSummary, model: MapModel
) -> None:
    wanted = model.of_type("project")[777]
    opened.page.fill("#search", wanted.name)
    opened.page.keyboard.press("Enter")
    opened.until("document.querySelector('aside h2') !== null")
    assert opened.page.inner_text("aside h2") == wanted.name
    assert wanted.iri in opened.js("enishi.network.body.nodeIndices")
    assert opened.js("enishi.network.getSelectedNodes()") == [wanted.iri]
    assert _drawn(opened) <= FULL_UP_TO
    # Its text, its source and the sentence behind each link have come with the part.
    assert wanted.description.split("\n")[0] in opened.page.inner_text("aside")
    assert opened.page.locator("aside blockquote").count() >= 2
    address = opened.js("location.hash")
    for again in open_page(browser, written.path, LARGE, address):
        assert again.page.inner_text("aside h2") == wanted.name
        assert wanted.iri in again.js("enishi.network.body.nodeIndices")
    short = "#at=" + address.split("at=")[1].split("&")[0]
    for again in open_page(browser, written.path, SMALL, short):
        assert wanted.iri in again.js("enishi.network.body.nodeIndices")


def test_our_section_filters_and_table_work_on_the_whole_plan(
    opened: Opened, model: MapModel
) -> None:
    busiest = Counter(e.target for e in model.edges if e.rel == "responsible").most_common(1)[0]
    section, projects = busiest
    opened.page.click("#ours-open")
    opened.page.click(f'#ours-list button:has-text("{model.nodes[section].name}") >> nth=0')
    ours = set(opened.js("enishi.network.body.nodeIndices"))
    named = opened.js("document.querySelector('#ours-open').textContent").partition("：")[2]
    chosen = next(node.iri for node in model.of_type("section") if node.name == named)
    owned = {e.source for e in model.edges if e.rel == "responsible" and e.target == chosen}
    assert owned <= ours
    assert projects >= len(owned) > 0
    opened.page.keyboard.press("Escape")
    # A filter counts over the whole plan, and the boxes say how much of them is left.
    opened.page.click('[data-view="whole"]')
    first = model.sectors()[0]
    opened.page.click('[data-filter="sector"] >> nth=0')
    kept = sum(node.sector == first and node.type == "project" for node in model.nodes.values())
    labels = opened.js(
        """() => enishi.network.body.nodeIndices.filter(id => id.startsWith("group/"))
        .map(id => enishi.network.body.nodes[id].options.label.match(/事業(\\d+)件$/)[1])"""
    )
    assert sum(map(int, labels)) == kept
    opened.page.click("#reset")
    opened.page.click("#table-open")
    assert f"{len(model.nodes)}件のうち" in opened.page.inner_text("#table caption")


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["1366", "1920"])
def test_names_of_boxes_can_be_read(
    browser: Browser, written: MapSummary, size: dict[str, int]
) -> None:
    for opened in open_page(browser, written.path, size):
        fonts = opened.js(
            """() => enishi.network.body.nodeIndices.map(id =>
            enishi.network.body.nodes[id].options.font.size * enishi.network.getScale())"""
        )
        assert min(fonts) >= 11
        opened.clean()
    for opened in open_page(browser, written.path, size, "#view=grid"):
        fonts = opened.js(
            """() => enishi.network.body.nodeIndices.map(id =>
            enishi.network.body.nodes[id].options.font.size * enishi.network.getScale())"""
        )
        assert min(fonts) >= 11
        opened.clean()


@pytest.mark.parametrize("view", ["whole", "grid"])
def test_on_a_phone_every_box_says_inside_itself_what_it_counts(
    browser: Browser, written: MapSummary, view: str
) -> None:
    for opened in open_page(browser, written.path, PHONE, f"#view={view}"):
        boxes = opened.js(
            """() => Object.values(enishi.network.body.nodes)
            .filter(n => /^(group|cell)\\//.test(n.id)).map(n => {
              const from = enishi.network.canvasToDOM({ x: n.shape.left, y: n.shape.top });
              const to = enishi.network.canvasToDOM(
                { x: n.shape.left + n.shape.width, y: n.shape.top + n.shape.height });
              return [n.options.label.split("\\n").pop(), from.x, from.y, to.x, to.y]; })"""
        )
        texts = [each for each in on_screen(opened) if each.px >= 11]
        assert len(boxes) >= 8
        for count, left, top, right, bottom in boxes:
            inside = [
                each.text
                for each in texts
                if left - 1 <= each.box[0]
                and each.box[2] <= right + 1
                and top - 2 <= each.box[1]
                and each.box[3] <= bottom + 2
            ]
            number = re.sub("[^0-9]", "", count)
            assert inside and inside[-1] in (count, number), (count, inside)
            if right - left > 70 and bottom - top > 30 and view == "whole":
                assert len(inside) >= 2, "a section and the number of projects"
        opened.clean()


_LABELS = """() => { const scale = enishi.network.getScale();
  const nodes = Object.values(enishi.network.body.nodes).filter(node => !node.options.hidden);
  const drawn = nodes.filter(node => node.options.font.size * scale >= 9.5);
  const boxes = drawn.map(node => node.shape.boundingBox);
  let over = 0;
  boxes.forEach((a, at) => boxes.slice(at + 1).forEach(b => {
    if (a.left < b.right - 3 && b.left < a.right - 3 && a.top < b.bottom - 3 && b.top < a.bottom - 3)
      over += 1; }));
  return { small: drawn.filter(node => node.options.font.size * scale < 12).map(node => node.id),
    over: over, drawn: drawn.length, all: nodes.length }; }"""


def test_every_name_that_an_opened_cluster_draws_can_be_read(opened: Opened) -> None:
    clusters = opened.js("JSON.parse(document.getElementById('enishi-page').textContent)"
                         ".large.clusters.map(cluster => Boolean(cluster.scene))")  # fmt: skip
    shares = []
    for at, inner in enumerate(clusters):
        if inner:
            continue
        opened.js("at => { location.hash = `view=whole&in=${at}`; }", at)
        opened.until(f"location.hash.includes('in={at}')"
                     " && !enishi.network.body.nodeIndices.some(id => id.startsWith('group/'))")  # fmt: skip
        opened.page.wait_for_timeout(30)
        seen = opened.js(_LABELS)
        assert seen["small"] == [], at
        assert seen["over"] == 0, at
        shares.append(seen["drawn"] / seen["all"])
    assert len(shares) > 20
    # Of most clusters that is every name, those of projects too.
    assert sum(share == 1 for share in shares) > 0.8 * len(shares)


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["1366", "1920"])
def test_from_the_back_of_the_room_goals_and_sections_can_be_read(
    browser: Browser, written: MapSummary, model: MapModel, size: dict[str, int]
) -> None:
    for opened in open_page(browser, written.path, size, "#view=whole&stage=1"):
        fonts = opened.js(
            """() => enishi.network.body.nodeIndices.map(id =>
            enishi.network.body.nodes[id].options.font.size * enishi.network.getScale())"""
        )
        assert min(fonts) >= 28
        seen = opened.js(_LABELS)
        assert seen["over"] == 0
        goals = {node.iri for node in model.of_type("goal")}
        ids = set(opened.js("enishi.network.body.nodeIndices"))
        assert goals <= ids
        labels = opened.js(
            """() => enishi.network.body.nodeIndices.filter(id => id.startsWith("top/"))
            .map(id => enishi.network.body.nodes[id].options.label)"""
        )
        assert len(labels) >= 20
        assert not any("…" in label for label in labels)
        # Every project that has a section is in one of the lists or in their last lines.
        counted = sum(int(re.findall(r"(\d+)件?$", label)[0]) for label in labels)
        owned = {e.source for e in model.edges if e.rel == "responsible"}
        assert counted == sum(node.iri in owned for node in model.of_type("project"))
        corners = opened.js(
            """() => enishi.network.body.nodeIndices.flatMap(id => {
            const box = enishi.network.getBoundingBox(id);
            const at = [[box.left, box.top], [box.right, box.bottom]]
              .map(([x, y]) => enishi.network.canvasToDOM({x, y}));
            return at.map(p => p.x >= 0 && p.y >= 0 && p.x <= innerWidth && p.y <= innerHeight); })"""
        )
        assert all(corners)
        if size is SMALL:
            _into_a_list(opened)
        opened.clean()


@pytest.mark.parametrize("view", ["grid", "hubs", "pairs"])
def test_every_page_in_front_of_an_audience_can_be_read_from_the_back(
    browser: Browser, written: MapSummary, model: MapModel, view: str
) -> None:
    seen: set[str] = set()
    for opened in open_page(browser, written.path, SMALL, f"#view={view}&stage=1"):
        pages = int(re.findall(r"／(\d+)", opened.page.inner_text("#pager"))[0])
        for page in range(1, pages + 1):
            assert opened.page.inner_text("#pager span").startswith(f"{page}／")
            drawn = opened.js(
                """() => enishi.network.body.nodeIndices.map(id => {
                const node = enishi.network.body.nodes[id];
                const box = enishi.network.getBoundingBox(id);
                const at = [[box.left, box.top], [box.right, box.bottom]]
                  .map(([x, y]) => enishi.network.canvasToDOM({x, y}));
                return [id, node.options.font.size * enishi.network.getScale(),
                  at.every(p => p.x >= 0 && p.y >= 0 && p.x <= innerWidth && p.y <= innerHeight)]; })"""
            )
            for iri, pixels, inside in drawn:
                partner = iri in model.nodes and model.nodes[iri].type == "partner"
                assert pixels >= (16 if partner else 28), (page, iri)
                assert inside, (page, iri)
            if view != "pairs":  # bent lines keep names in place there
                assert opened.js(_LABELS)["over"] == 0, page
            seen |= {iri for iri, _, _ in drawn}
            opened.page.keyboard.press("PageDown")
            opened.page.wait_for_timeout(60)
        opened.clean()
    if view == "pairs":
        wanted = {end for e in model.edges if e.rel == "suggestion" for end in (e.source, e.target)}
        assert len(wanted) >= 20
    else:
        wanted = {node.iri for node in model.of_type("section")}
    assert wanted <= seen


def _into_a_list(opened: Opened) -> None:
    """A line of a goal's list opens its cluster; Esc leads back; the last line tells the rest."""
    _click(opened, "top/0/0")
    opened.until("document.querySelector('aside [data-open]') !== null")
    assert opened.page.locator("aside li").count() >= 10
    _click(opened, "top/1/more")
    opened.until("document.querySelector('aside h2').textContent.includes('ほかの課')")
    rest = int(re.findall(r"計(\d+)件", opened.js(
        "enishi.network.body.nodes['top/1/more'].options.label"))[0])  # fmt: skip
    assert f"（{rest}件" in opened.page.inner_text("aside")
    _click(opened, "top/0/0")
    _click(opened, "top/0/0")
    opened.until("location.hash.includes('in=')")


def _click(opened: Opened, node: str) -> None:
    spot = opened.js(
        """id => { const at = enishi.network.canvasToDOM(enishi.network.getPosition(id));
        return [at.x, at.y]; }""",
        node,
    )
    opened.page.mouse.click(*spot)


def test_many_goals_come_in_pages_for_the_audience() -> None:
    nodes, counts = {}, {}
    for goal in range(27):
        iri = f"https://example.org/goal/{goal:02}"
        nodes[iri] = MapNode(iri, "goal", "みんなで支え合うまちをつくる", f"{goal + 1}", iri)
    for number in range(15):
        iri = f"https://example.org/section/{number:02}"
        nodes[iri] = MapNode(iri, "section", "子ども若者支援センター準備室")
        counts |= {(goal, iri): 100 + number for goal in list(nodes)[:27]}
    model = MapModel("計画", nodes, [])
    for screen in (WIDE, TALL):
        pages = stage_top(model, counts, dict.fromkeys(counts, 0), screen)
        assert [iri for page in pages for iri in page.own.places] == list(nodes)[:27]
        for page in pages:
            assert len(page.own.places) <= screen.columns * screen.rows
            sizes = [(b.x, b.y, b.size[0] + 20, b.size[1] + 20) for b in page.boxes]
            for x, y, wide, high in sizes:
                assert abs(x) + wide / 2 <= screen.width / 2 + 1
                assert abs(y) + high / 2 <= screen.height / 2 + 1
        # What a list has no room for is told in its last line.
        told = [int(re.findall(r"(\d+)件?$", box.label.ja)[0]) for p in pages for box in p.boxes]
        assert sum(told) == 27 * sum(range(100, 115))


def test_keyboard_and_the_other_language(opened: Opened) -> None:
    opened.page.click('[data-view="whole"]')
    opened.page.focus("#map .vis-network")
    opened.page.keyboard.press("Home")
    assert opened.page.is_visible("aside [data-open]")
    opened.page.keyboard.press("Enter")
    opened.until("location.hash.includes('in=')")
    opened.page.click('[data-lang="en"]')
    assert "Whole plan" in opened.page.inner_text("#trail")
    opened.page.click('[data-level="0"]')
    label = opened.js(
        """() => enishi.network.body.nodes[enishi.network.body.nodeIndices
        .find(id => id.startsWith("group/"))].options.label"""
    )
    assert label.endswith(" projects")


def test_no_two_parts_of_the_script_define_the_same_name() -> None:
    # They share one scope, where a second function of a name silently replaces the first.
    names = re.findall(r"^(?:async )?(?:function|const|let) (\w+)", own_script(), re.MULTILINE)
    assert len(names) > 200
    assert [name for name, count in Counter(names).items() if count > 1] == []
