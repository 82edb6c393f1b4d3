"""Measures checked on paper, and what the bundled plan's links say in words."""

import pytest

from enishi.graph.findings import sentences
from enishi.graph.links import Link, Links, Node, find_links
from enishi.graph.measures import measure
from enishi.graph.plan_view import read_plans
from enishi.graph.store import KnowledgeBase
from enishi.language import Text


def star() -> Links:
    """乙, 丙 and 丁 are joined to 甲 only; 戊 to nobody."""
    nodes = [Node(name, name, "section", degree, 0.0, 1, (name,))
             for name, degree in (("甲", 3), ("乙", 1), ("丙", 1), ("丁", 1), ("戊", 0))]  # fmt: skip
    links = [
        Link("甲", other, "package", f"p{other}", Text("束", "bundle"), ())
        for other in ("乙", "丙", "丁", "丁")
    ]
    return Links("section", tuple(nodes), tuple(links))


def test_measures_of_a_star_are_those_of_paper() -> None:
    found = measure(star())
    # Three neighbours of four others; parallel links count once.
    assert found["甲"].share == pytest.approx(3 / 4)
    # p = 1/3 to each neighbour and no way round: 3 * (1/3)^2.
    assert found["甲"].constraint == pytest.approx(1 / 3)
    # All of 乙's links go to 甲: 1^2.
    assert found["乙"].constraint == pytest.approx(1.0)
    assert found["戊"].constraint is None and found["戊"].share == 0.0
    assert set(found["甲"].bridges) == {"乙", "丙", "丁"} and found["乙"].bridges == ("甲",)
    assert {name: each.community for name, each in found.items()} == {
        "甲": 1, "乙": 1, "丙": 1, "丁": 1, "戊": 2,
    }  # fmt: skip


def test_an_empty_network_has_no_measures() -> None:
    assert measure(Links("section", (), ())) == {}


def test_the_bundled_plan_in_words(iruma_kb: KnowledgeBase) -> None:
    links = find_links(iruma_kb, by="section")
    said = [each.ja for each in sentences(read_plans(iruma_kb), links, measure(links))]
    assert said[0] == "4つの目標すべてに事業があるのは商工課だけです。"
    assert said[1].startswith("二つ以上の課の事業に名前が出てくる連携先は、西武鉄道だけです")
    english = [each.en for each in sentences(read_plans(iruma_kb), links, measure(links))]
    assert english[0] == "Only 商工課 has projects under all 4 goals."


def test_partners_and_projects_have_measures_too(iruma_kb: KnowledgeBase) -> None:
    for by in ("partner", "goal", "project"):
        found = measure(find_links(iruma_kb, by=by))  # type: ignore[arg-type]
        assert found and all(0 <= each.share <= 1 for each in found.values())
