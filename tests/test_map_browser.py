"""The map in a real browser; the numbers are the acceptance points of the map."""

import json
from collections import Counter
from collections.abc import Iterator

import pyoxigraph as ox
import pytest
from playwright.sync_api import Browser

from enishi.graph.store import KnowledgeBase
from enishi.ontology.terms import eni, ext, status
from enishi.visualize.map import MapSummary, write_map

from .browser import LARGE, SMALL, Opened, browser, open_page

__all__ = ["browser"]  # a fixture: tests name it as a parameter


@pytest.fixture(scope="module")
def iruma_map(iruma_kb: KnowledgeBase, tmp_path_factory: pytest.TempPathFactory) -> MapSummary:
    return write_map(iruma_kb, tmp_path_factory.mktemp("map") / "入間市の地図.html")


@pytest.fixture
def opened(browser: Browser, iruma_map: MapSummary) -> Iterator[Opened]:
    for page in open_page(browser, iruma_map.path, SMALL):
        yield page
        page.clean()


# Points 1-6: one file, still, complete.


def test_1_2_opens_from_one_file_without_a_network(opened: Opened, iruma_map: MapSummary) -> None:
    opened.page.wait_for_timeout(500)
    assert opened.requests == [iruma_map.path.as_uri()]
    assert iruma_map.path.stat().st_size <= 1_500_000
    assert opened.js("document.compatMode") == "CSS1Compat"
    assert opened.js("document.documentElement.lang") == "ja"
    assert "入間市" in opened.page.title()


def test_3_same_positions_on_every_load(browser: Browser, iruma_map: MapSummary) -> None:
    found = []
    for size in (SMALL, SMALL, LARGE):
        for opened in open_page(browser, iruma_map.path, size):
            found.append(opened.js("enishi.network.getPositions()"))
    assert found[0] == found[1] == found[2]
    assert len(found[0]) == sum(iruma_map.nodes.values())


def test_4_ready_within_three_seconds_and_still_afterwards(opened: Opened) -> None:
    assert opened.js("performance.now()") < 3000
    canvas = opened.page.locator("#map canvas")
    first = canvas.screenshot()
    before = opened.js("enishi.network.getPositions()")
    opened.page.wait_for_timeout(1500)
    assert opened.js("enishi.network.getPositions()") == before
    assert canvas.screenshot() == first


def test_5_totals_equal_the_graph(opened: Opened, iruma_kb: KnowledgeBase) -> None:
    def subjects(class_iri: str) -> int:
        return sum(
            1
            for quad in iruma_kb.quads()
            if quad.predicate.value == ext.type and quad.object == ox.NamedNode(class_iri)
        )

    def statements(predicate: str) -> int:
        return len(
            {(q.subject, q.object) for q in iruma_kb.quads() if q.predicate.value == predicate}
        )

    types = Counter(opened.js("enishi.nodes.get().map(node => node.type)"))
    rels = Counter(opened.js("enishi.edges.get().map(edge => edge.rel)"))
    assert types["goal"] == subjects(eni.Goal) == 4
    assert types["measure"] == subjects(eni.Measure) == 10
    assert types["package"] == subjects(eni.Package) == 6
    assert types["project"] == subjects(eni.Project) == 70
    assert types["section"] == 13
    assert rels["responsible"] == statements(eni.responsibleUnit)
    assert rels["partner"] == statements(eni.partner)
    assert rels["related"] == statements(eni.relatedUnit)
    # Every goal is part of the plan, which is no node; the rest hangs on a node.
    assert rels["partOf"] == 10 + 6 + 70


def test_6_the_partners_only_packages_name_are_there_too(opened: Opened) -> None:
    names = opened.js("enishi.nodes.get().filter(n => n.type === 'partner').map(n => n.name)")
    assert {"埼玉大学", "西武鉄道", "りそな銀行"} <= set(names)


# Points 7-9: readable.

_LABELS = """() => {
  const scale = enishi.network.getScale();
  const frame = document.getElementById("map");
  return enishi.nodes.get().map(node => {
    const box = enishi.network.getBoundingBox(node.id);
    const a = enishi.network.canvasToDOM({x: box.left, y: box.top});
    const b = enishi.network.canvasToDOM({x: box.right, y: box.bottom});
    return {type: node.type, px: node.font.size * scale, box: [a.x, a.y, b.x, b.y],
            inside: a.x >= 0 && a.y >= 0 && b.x <= frame.clientWidth && b.y <= frame.clientHeight};
  }); }"""


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["1366", "1920"])
def test_7_8_structure_is_readable_at_fit_and_labels_keep_apart(
    browser: Browser, iruma_map: MapSummary, size: dict[str, int]
) -> None:
    for opened in open_page(browser, iruma_map.path, size):
        labels = opened.js(_LABELS)
        assert all(label["inside"] for label in labels)
        structure = [label for label in labels if label["type"] in ("goal", "measure", "section")]
        assert min(label["px"] for label in structure) >= 11
        drawn = [label["box"] for label in labels if label["px"] >= 9.5]
        assert len(drawn) >= 33
        covered = sum(
            any(
                a[0] < b[2] - 1 and b[0] < a[2] - 1 and a[1] < b[3] - 1 and b[1] < a[3] - 1
                for b in drawn
                if a is not b
            )
            for a in drawn
        )
        assert covered <= 0.1 * len(drawn)


# Paints each character and compares it with what the browser paints for characters that no font
# has. U+0378, U+2FE0 and U+10FFFE are not assigned.
_TOFU = """chars => {
  const face = getComputedStyle(document.documentElement).fontFamily;
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 48;
  const ctx = canvas.getContext("2d", {willReadFrequently: true});
  const paint = (char) => {
    ctx.clearRect(0, 0, 48, 48);
    ctx.font = "32px " + face;
    ctx.fillText(char, 6, 36);
    return ctx.getImageData(0, 0, 48, 48).data.join();
  };
  const missing = new Set(["\\u0378", "\\u2fe0", "\\u{10fffe}", " "].map(paint));
  return chars.filter(char => missing.has(paint(char)));
}"""


def test_9_every_character_has_a_glyph(opened: Opened) -> None:
    text = opened.js(
        """() => enishi.nodes.get().map(n => n.label + n.name).join("") + document.body.innerText
        + document.getElementById("enishi-page").textContent"""
    )
    chars = sorted({char for char in text if not char.isspace() and char.isprintable()})
    assert len(chars) > 500
    assert opened.js(_TOFU, chars) == []


def test_9_the_glyph_test_finds_a_missing_glyph(opened: Opened) -> None:
    assert opened.js(_TOFU, ["課", "\u0380", "A"]) == ["\u0380"]


# Points 11-13: search.


def test_11_12_search_selects_centres_and_announces(opened: Opened) -> None:
    page = opened.page
    for typed, name in (
        ("いるまマイクロ", "いるまマイクロバレー構想"),
        ("ｻｲﾀﾏ大学", ""),
        ("埼玉大", "埼玉大学"),
        ("りそなぎんこう", ""),
        ("ぱっく", ""),
        ("ﾋﾞｼﾞﾈｽﾏｯﾁﾝｸﾞ", "ビジネスマッチング（企業間連携による経営強化）"),
        ("びじねすまっちんぐ", "ビジネスマッチング（企業間連携による経営強化）"),
        ("ＰＴＡ", "PTA連合会"),
    ):
        page.keyboard.press("/")
        assert opened.js("document.activeElement.type") == "search"
        page.fill("input[type=search]", typed)
        if not name:
            continue
        page.keyboard.press("Enter")
        assert page.inner_text("aside h2") == name
        assert name in page.inner_text("[role=status]")
        spot = opened.js(
            "n => enishi.network.canvasToDOM(enishi.network.getPosition(n))", opened.iri(name)
        )
        free = opened.js("innerWidth - document.querySelector('aside').offsetWidth") - 236
        assert abs(spot["x"] - free / 2) < 3
        assert abs(spot["y"] - opened.js("document.getElementById('map').clientHeight") / 2) < 3


def test_13_no_hit_says_so(opened: Opened) -> None:
    opened.page.fill("input[type=search]", "存在しない名称")
    assert opened.page.inner_text("#hits") == "該当なし"
    assert opened.page.inner_text("[role=status]") == "該当なし"
    opened.page.keyboard.press("Escape")
    assert not opened.page.is_visible("#hits")


# Points 14-17: selection and panel.


def test_14_click_opens_the_panel_again_and_again(opened: Opened) -> None:
    page = opened.page
    assert not page.is_visible("aside")
    for name, texts in {
        "商工課": ["所管する事業（", "企業合同説明会"],
        "埼玉大学": ["連携する事業・パッケージ", "狭山茶ブランド振興プロジェクト（広域化）"],
        "働きやすいまちをつくる": ["しごと応援プロジェクト", "内訳（2件）"],
    }.items():
        opened.click_node(opened.iri(name))
        assert page.inner_text("aside h2") == name
        panel = page.inner_text("aside")
        assert [text for text in texts if text not in panel] == []
        page.click("aside .shut")
        assert not page.is_visible("aside")


def test_the_name_at_the_pointer_goes_with_the_pointer_the_view_and_escape(
    opened: Opened,
) -> None:
    project = opened.js("enishi.network.body.nodeIndices.find(id => id.includes('/project/'))")
    shown = "document.querySelector('.vis-tooltip')?.style.visibility === 'visible'"

    def point() -> None:
        x, y = opened.js(
            """iri => { const at = enishi.network.canvasToDOM(enishi.network.getPosition(iri));
            const frame = document.getElementById("map").getBoundingClientRect();
            return [at.x + frame.left, at.y + frame.top]; }""",
            project,
        )
        opened.page.mouse.move(x - 2, y)
        opened.page.mouse.move(x, y)
        opened.until(shown)

    point()
    opened.page.mouse.move(400, 30)
    opened.until(f"!({shown})")
    point()
    opened.page.keyboard.press("Escape")
    opened.until(f"!({shown})")
    point()
    opened.page.keyboard.press("v")
    opened.until(f"!({shown})")


def test_14_panel_tells_everything_the_plan_says(opened: Opened) -> None:
    opened.js("location.hash = 'at=' + enishi.nodes.get().find(n => "
              "n.name.startsWith('キッズマネー')).iri.split('/id/')[1]")  # fmt: skip
    panel = opened.page.inner_text("aside")
    for said in (
        "商工課",
        "実施可能な新規事業",
        "りそな銀行",
        "タイアップ",
        "りそな銀行とタイアップして子供向け経済・金融講座を開催する。",
        "年の記載なし",
        "37行",
        "https://w3id.org/enishi/id/112259/2016/project/",
    ):
        assert said in panel
    assert opened.page.locator("aside mark").first.inner_text() == "りそな銀行"
    why = opened.page.locator("aside details").first
    why.locator("summary").click()
    assert why.locator("blockquote").is_visible()


def test_15_escape_clears_and_back_restores(opened: Opened) -> None:
    page = opened.page
    first, second = opened.iri("商工課"), opened.iri("農政課")
    opened.click_node(first)
    page.click(f'aside a[data-node="{opened.iri("雇用対策事業")}"]')
    assert page.inner_text("aside h2") == "雇用対策事業"
    page.go_back()
    opened.until("document.querySelector('aside h2')?.textContent === '商工課'")
    page.keyboard.press("Escape")
    assert not page.is_visible("aside")
    assert opened.js("enishi.network.getSelectedNodes()") == []
    page.go_back()
    opened.until("document.querySelector('aside h2')?.textContent === '商工課'")
    assert opened.js("enishi.network.getSelectedNodes()") == [first]
    assert second != first


def test_16_neighbour_link_moves_the_focus(opened: Opened) -> None:
    opened.click_node(opened.iri("埼玉大学"))
    opened.page.click("aside li a")
    assert opened.page.inner_text("aside h2") == "狭山茶ブランド振興プロジェクト（広域化）"
    selected = opened.js("enishi.network.getSelectedNodes()")
    assert selected == [opened.iri("狭山茶ブランド振興プロジェクト（広域化）")]


def test_17_steps_widen_and_labels_survive(opened: Opened) -> None:
    labels = opened.js("enishi.nodes.get().map(n => n.label)")
    opened.click_node(opened.iri("埼玉大学"))
    strong = "enishi.nodes.get().filter(n => !n.hidden && (n.opacity ?? 1) === 1).length"
    seen = []
    for key in ("1", "2", "3"):
        opened.page.keyboard.press(key)
        seen.append(opened.js(strong))
    assert seen[0] == 2
    assert seen[0] < seen[1] < seen[2] < len(labels)
    assert opened.js("enishi.nodes.get().map(n => n.label)") == labels
    opened.page.keyboard.press("Escape")
    assert opened.js(strong) == len(labels)


# Points 18-21: legend, filters, years, address.


def _legend(opened: Opened) -> set[str]:
    keys = opened.js("[...document.querySelectorAll('[data-legend]')].map(e => e.dataset.legend)")
    assert len(keys) == len(set(keys))
    return set(keys)


def test_18_legend_lists_what_is_drawn_and_only_that(opened: Opened) -> None:
    used = opened.js(
        """() => { const seen = new Set();
        for (const node of enishi.nodes.get().filter(n => !n.hidden)) {
          seen.add("type:" + node.type);
          if (node.sector) seen.add("sector:" + node.sector);
          if (node.type === "project") seen.add("status:" + node.status);
        }
        for (const edge of enishi.edges.get().filter(e => !e.hidden)) seen.add("rel:" + edge.rel);
        return [...seen]; }"""
    )
    assert _legend(opened) == set(used)
    assert {"type:goal", "rel:partner", f"status:{status.continuing}"} <= set(used)
    assert opened.page.is_visible("#legend")


def test_18_legend_follows_what_is_switched_off(opened: Opened) -> None:
    before = _legend(opened)
    opened.page.click('[data-group="type"] summary')
    opened.page.click('[data-filter="type"][value="partner"]')
    assert before - _legend(opened) == {"type:partner", "rel:partner"}
    opened.page.click('[data-filter="type"][value="partner"]')
    assert _legend(opened) == before


def test_19_each_filter_changes_the_count_and_restores_it(opened: Opened) -> None:
    page = opened.page
    opened.js("document.querySelectorAll('#filters details').forEach(d => { d.open = true; })")
    whole = opened.count()
    boxes = opened.js(
        "[...document.querySelectorAll('[data-filter]')].map(b => [b.dataset.filter, b.value])"
    )
    assert {name for name, _ in boxes} == {"sector", "section", "partner", "status", "type", "rel"}
    for name, value in boxes:
        box = page.locator(f'[data-filter="{name}"][value="{value}"]')
        box.click()
        assert opened.count() != whole, (name, value)
        box.click()
        assert opened.count() == whole, (name, value)


def test_19_filters_combine_and_hide_on_request(opened: Opened) -> None:
    page = opened.page
    page.click('[data-group="section"] summary')
    page.click('[data-group="section"] label:has-text("農政課") input')
    faded = "enishi.nodes.get().filter(n => n.opacity < 1).length"
    assert opened.js(faded) > 60
    page.click("#hide")
    shown = opened.js("enishi.nodes.get().filter(n => !n.hidden && n.type === 'section')"
                      ".map(n => n.name)")  # fmt: skip
    assert "農政課" in shown
    assert "図書館" not in shown
    page.click("#reset")
    assert opened.js(faded) == 0
    assert opened.js("enishi.nodes.get().filter(n => n.hidden).length") == 0


def test_20_years_show_what_their_outlines_name(opened: Opened) -> None:
    strong = (
        "enishi.nodes.get().filter(n => n.type === 'project' && (n.opacity ?? 1) === 1)"
        ".map(n => n.name)"
    )
    sets = {}
    for year in (1, 2, 3):
        opened.page.fill("input[type=range][data-year]", str(year))
        sets[year] = set(opened.js(strong))
        assert f"{year}年目の記載" in opened.page.inner_text("#year")
    assert "企業合同説明会" in sets[2] - sets[1] - sets[3]
    assert "子育て住宅認証制度" in sets[3] - sets[1] - sets[2]
    assert "多世代居住支援事業" in sets[1] & sets[2] - sets[3]
    # No year is stated for it: it stays, paler, and is told as such.
    pale = opened.js("enishi.nodes.get().find(n => n.name === '高校生市政モニター')")
    assert (pale["hidden"], pale["opacity"]) == (False, 0.5)
    opened.page.fill("input[type=range][data-year]", "0")
    assert len(opened.js(strong)) == 70


def test_21_address_reproduces_the_view(browser: Browser, iruma_map: MapSummary) -> None:
    for opened in open_page(browser, iruma_map.path, SMALL):
        page = opened.page
        page.click('[data-group="status"] summary')
        page.click('[data-group="status"] input >> nth=1')
        page.fill("input[data-year]", "2")
        opened.click_node(opened.iri("商工課"))
        page.keyboard.press("2")
        told = "[location.hash, document.querySelector('[data-count]').textContent, "
        told += "document.querySelector('aside h2').textContent, "
        told += "JSON.stringify(enishi.nodes.get().map(n => [n.opacity ?? 1, n.hidden ?? false]))]"
        before = opened.js(told)
        for again in open_page(browser, iruma_map.path, SMALL, before[0]):
            assert again.js(told) == before


def test_24_map_moves_and_zooms_by_keyboard(opened: Opened) -> None:
    where = "JSON.stringify(enishi.network.getViewPosition())"
    opened.page.locator("#map .vis-network").focus()
    before = opened.js(where)
    opened.page.keyboard.down("ArrowRight")
    opened.until(f"{where} !== {json.dumps(before)}")
    opened.page.keyboard.up("ArrowRight")
    scale = opened.js("enishi.network.getScale()")
    opened.page.keyboard.press("+")
    assert opened.js("enishi.network.getScale()") > 1.1 * scale
    for _ in range(2):
        opened.page.keyboard.press("-")
    assert opened.js("enishi.network.getScale()") < scale / 1.1
    name = opened.page.locator("[role=application]").get_attribute("aria-label")
    assert name is not None
    assert "矢印キー" in name
