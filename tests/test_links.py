"""Links: the four kinds on small plans, their measures on paper, and those of the bundled plan."""

from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest

from enishi.errors import InputError
from enishi.graph.findings import sentences
from enishi.graph.links import Links, find_links, project_network, section_network
from enishi.graph.measures import measure
from enishi.graph.plan_view import read_plans
from enishi.graph.questions import find_question
from enishi.graph.store import KnowledgeBase
from enishi.visualize.links_report import links_text

from .small_plan import SmallPlan


def named(found: Links) -> dict[str, str]:
    return {node.iri: node.name for node in found.nodes}


def joined(found: Links) -> set[tuple[frozenset[str], str, str]]:
    names = named(found)
    return {
        (frozenset((names[link.source], names[link.target])), link.kind, link.label.ja)
        for link in found.links
    }


def path_of_four() -> SmallPlan:
    """甲課 - 乙課 - 丙課 - 丁課, each joined to the next by one partner."""
    partners = ["朝霧大学", "水車組合", "雪原銀行"]
    rows = [
        ("一", "朝霧大学と学ぶ。", "甲課"),
        ("二", "朝霧大学や水車組合と学ぶ。", "乙課"),
        ("三", "水車組合や雪原銀行と学ぶ。", "丙課"),
        ("四", "雪原銀行と学ぶ。", "丁課"),
    ]
    plan = SmallPlan(rows)
    for number, partner in enumerate(partners, 1):
        plan.say(number, "partner", partner)
        plan.say(number + 1, "partner", partner)
    return plan


def test_measures_of_a_path_of_four(tmp_path: Path) -> None:
    found = find_links(path_of_four().store(tmp_path))
    # An inner node lies on the shortest paths of 2 of the 3 pairs of other nodes.
    assert {(n.name, n.degree, n.betweenness) for n in found.nodes} == {
        ("甲課", 1, 0.0),
        ("乙課", 2, 0.666667),
        ("丙課", 2, 0.666667),
        ("丁課", 1, 0.0),
    }
    assert [node.name for node in found.nodes] == ["乙課", "丙課", "甲課", "丁課"]


def test_a_partner_link_quotes_the_sentence_of_each_side(tmp_path: Path) -> None:
    first = find_links(path_of_four().store(tmp_path)).links[0]
    assert (first.kind, first.label.ja) == ("partner", "朝霧大学")
    assert [(span.line, span.quote) for span in first.spans] == [
        (1, "朝霧大学と学ぶ。"),
        (2, "朝霧大学や水車組合と学ぶ。"),
    ]


def test_rows_of_one_section_make_no_link(tmp_path: Path) -> None:
    plan = SmallPlan([("一", "朝霧大学と学ぶ。", "甲課"), ("二", "朝霧大学と遊ぶ。", "甲課")])
    for row in (1, 2):
        plan.say(row, "partner", "朝霧大学")
    plan.package(1, "束", [1, 2])
    found = find_links(plan.store(tmp_path))
    assert [node.projects for node in found.nodes] == [2]
    assert found.links == ()


def test_package_mention_and_reference(tmp_path: Path) -> None:
    plan = SmallPlan(
        [
            ("一", "乙課と話す。", "甲課"),
            ("二", "「三」とともに行う。", "乙課"),
            ("三", "歌う。", "丙課"),
            ("四", "踊る。", "甲課"),
        ]
    )
    plan.say(1, "related", "乙課")
    plan.say(2, "reference", word="三", target=plan.project(3))
    plan.package(1, "束", [3, 4])
    found = find_links(plan.store(tmp_path))
    assert joined(found) == {
        (frozenset(("甲課", "乙課")), "mention", "一"),
        (frozenset(("乙課", "丙課")), "reference", "二 → 三"),
        (frozenset(("甲課", "丙課")), "package", "束"),
    }
    package = next(link for link in found.links if link.kind == "package")
    assert [span.quote for span in package.spans] == ["三\t歌う。\t丙課", "四\t踊る。\t甲課"]


def test_a_row_that_two_sections_lead_names_them_both(tmp_path: Path) -> None:
    plan = SmallPlan([("一", "歌う。", "甲課、乙課")])
    found = find_links(plan.store(tmp_path))
    assert joined(found) == {(frozenset(("甲課", "乙課")), "mention", "一")}
    assert "led together “一”" in links_text(found, measure(found), [])


def test_a_joint_row_that_names_a_third_section_says_which_is_which(tmp_path: Path) -> None:
    plan = SmallPlan([("一", "丙課と歌う。", "甲課、乙課")])
    plan.say(1, "related", "丙課")
    found = find_links(plan.store(tmp_path)).links
    names = {plan.thing(name): name for name in ("甲課", "乙課", "丙課")}
    told = {(frozenset((names[each.source], names[each.target])), each.joint) for each in found}
    assert told == {
        (frozenset(("甲課", "乙課")), True),
        (frozenset(("甲課", "丙課")), False),
        (frozenset(("乙課", "丙課")), False),
    }


def test_a_section_can_be_joined_to_partners_only_and_they_to_sections(tmp_path: Path) -> None:
    plan = SmallPlan([("一", "朝霧大学と潮鳴社。", "甲課"), ("二", "朝霧大学と波組。", "乙課"),
                      ("三", "歌う。", "丙課")])  # fmt: skip
    for row, partner in ((1, "朝霧大学"), (1, "潮鳴社"), (2, "朝霧大学"), (2, "波組")):
        plan.say(row, "partner", partner)
    found = find_links(plan.store(tmp_path), by="partner")
    measured = measure(found)
    shares = {each.node.name: each.share for each in measured.values()}
    # Three sections, three partners.
    assert shares == pytest.approx(
        {"甲課": 2 / 3, "乙課": 2 / 3, "丙課": 0, "朝霧大学": 2 / 3, "潮鳴社": 1 / 3, "波組": 1 / 3}
    )
    told = links_text(found, measured, [])
    heads, first = told.splitlines()[-6:-4]
    assert heads.split() == ["degree", "share", "betweenness", "constraint", "community", "bridges"]
    # 朝霧大学 stands between 甲課・潮鳴社 and 乙課・波組: 4 of the 10 pairs of five others.
    assert first.split()[:4] == ["朝霧大学", "2", "67%", "0.400"]


@pytest.mark.parametrize(("second", "shared"), [("", False), ("甲課", True), ("丙課", True)])
def test_one_row_with_two_owners_is_no_partner_across_sections(
    tmp_path: Path, second: str, shared: bool
) -> None:
    """The row joins its owners; the partner joins sections when a second row names it."""
    rows = [("一", "朝霧大学と学ぶ。朝霧大学が教える。", "甲課、乙課")]
    plan = SmallPlan(rows + ([("二", "朝霧大学と歌う。", second)] if second else []))
    for row in range(1, len(plan.rows) + 1):
        plan.say(row, "partner", "朝霧大学")
    kb = plan.store(tmp_path)
    found = {pair for pair, kind, _ in joined(find_links(kb)) if kind == "partner"}
    by_hand = {
        "": set(),
        "甲課": {frozenset(("甲課", "乙課"))},
        "丙課": {frozenset(("甲課", "丙課")), frozenset(("乙課", "丙課"))},
    }
    assert found == by_hand[second]
    said = "".join(each.ja for each in sentences(read_plans(kb), find_links(kb), {}))
    assert ("連携先は、朝霧大学だけです" in said) == shared
    assert ("連携先はありません" in said) == (not shared)
    answer = kb.query(find_question("13").sparql)
    assert isinstance(answer, ox.QuerySolutions)
    rows_said = {(row["section"].value, row["project"].value) for row in answer}
    both = {("甲課", "一"), ("乙課", "一")}
    assert rows_said == ({*both, (second, "二")} if shared else set())


def test_a_partner_of_a_package_and_of_its_own_row_joins_nothing_new(tmp_path: Path) -> None:
    plan = SmallPlan([("一", "朝霧大学と学ぶ。", "甲課"), ("二", "歌う。", "乙課")])
    package = plan.package(1, "束", [1, 2])
    plan.say(1, "partner", "朝霧大学")
    plan.say(1, "partner", "朝霧大学", of=package)
    links = find_links(plan.store(tmp_path)).links
    assert [(link.kind, link.via) for link in links] == [("package", package)]


def test_a_package_joins_its_sections_to_what_it_names_elsewhere(tmp_path: Path) -> None:
    plan = SmallPlan(
        [
            ("一", "朝霧大学と丙課と「四」と「二」。", "甲課"),
            ("二", "歌う。", "甲課"),
            ("三", "朝霧大学と学ぶ。", "乙課"),
            ("四", "踊る。", "丁課"),
        ]
    )
    package = plan.package(1, "束", [2])
    plan.say(1, "partner", "朝霧大学", of=package)
    plan.say(3, "partner", "朝霧大学")
    plan.say(1, "related", "丙課", of=package)
    for target, word in ((2, "二"), (4, "四")):
        plan.say(1, "reference", word=word, target=plan.project(target), of=package)
    # That it lists its own row 二 is no link besides the package.
    assert joined(find_links(plan.store(tmp_path))) == {
        (frozenset(("甲課", "乙課")), "partner", "朝霧大学"),
        (frozenset(("甲課", "丙課")), "mention", "束"),
        (frozenset(("甲課", "丁課")), "reference", "束 → 四"),
    }


def test_a_package_that_lists_its_own_rows_adds_no_reference(tmp_path: Path) -> None:
    plan = SmallPlan([("一", "歌う。", "甲課"), ("二", "踊る。", "乙課")])
    package = plan.package(1, "束", [1, 2])
    plan.say(1, "reference", word="一", target=plan.project(1), of=package)
    assert [link.kind for link in find_links(plan.store(tmp_path)).links] == ["package"]


def test_levels(tmp_path: Path) -> None:
    plan = path_of_four()
    kb = plan.store(tmp_path)
    partners = find_links(kb, by="partner")
    assert {(n.name, n.type, n.degree) for n in partners.nodes if n.type == "partner"} == {
        ("朝霧大学", "partner", 2),
        ("水車組合", "partner", 2),
        ("雪原銀行", "partner", 2),
    }
    assert {link.kind for link in partners.links} == {"partner"}
    projects = find_links(kb, by="project")
    assert [(named(projects)[x.source], named(projects)[x.target]) for x in projects.links] == [
        ("一", "二"),
        ("二", "三"),
        ("三", "四"),
    ]
    assert find_links(kb, by="goal").nodes == ()  # this plan has no goals


def test_an_unknown_level_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        find_links(path_of_four().store(tmp_path), by="bureau")  # type: ignore[arg-type]
    assert "section" in str(caught.value)


def test_networks_are_networkx_graphs(tmp_path: Path) -> None:
    kb = path_of_four().store(tmp_path)
    graph = section_network(kb)
    assert isinstance(graph, nx.MultiGraph)
    assert nx.is_isomorphic(nx.Graph(graph), nx.path_graph(4))
    assert project_network(kb).number_of_edges() == 3


def test_the_order_of_the_graph_changes_nothing(tmp_path: Path) -> None:
    answers = [
        find_links(path_of_four().store(tmp_path, shuffle=seed)).to_json() for seed in range(4)
    ]
    assert all(answer == answers[0] for answer in answers)


def test_json_has_the_keys_of_the_design(tmp_path: Path) -> None:
    said = find_links(path_of_four().store(tmp_path)).to_json()
    assert list(said) == ["nodes", "links"]
    assert list(said["nodes"][0])[:5] == ["iri", "name", "type", "degree", "betweenness"]
    assert list(said["links"][0]) == ["source", "target", "kind", "label", "spans"]


# The bundled plan


@pytest.fixture(scope="module")
def iruma(iruma_kb: KnowledgeBase) -> Links:
    return find_links(iruma_kb, by="section")


def test_iruma_packages_join_the_sections_of_their_tables(iruma: Links) -> None:
    names = named(iruma)
    behind: dict[str, set[str]] = {}
    for link in iruma.links:
        if link.kind == "package":
            both = {names[link.source], names[link.target]}
            behind.setdefault(link.label.ja, set()).update(both)
    assert behind == {
        "企業誘致・創業支援・雇用促進連携プロジェクト": {"商工課", "自治文化課"},
        "移住・定住促進、市の魅力発信・移住情報提供連携プロジェクト": {
            "都市計画課",
            "広報広聴課",
            "商工課",
        },
        "入間市版ネウボラ編成プロジェクト": {
            "生活福祉課",
            "こども支援課",
            "図書館",
            "親子支援課",
        },
        "子育ち応援プロジェクト": {"生涯学習課", "中央公民館"},
        "地域の魅力アップ・魅力発信プロジェクト": {"商工課", "自治文化課"},
    }


def test_iruma_one_partner_joins_sections(iruma: Links) -> None:
    partners = [link for link in iruma.links if link.kind == "partner"]
    names = named(iruma)
    assert [
        ({names[x.source], names[x.target]}, x.label.ja, [s.line for s in x.spans])
        for x in partners
    ] == [({"企画課", "商工課"}, "西武鉄道", [110, 252])]


def test_iruma_agriculture_names_commerce(iruma: Links) -> None:
    names = named(iruma)
    mentions = [link for link in iruma.links if link.kind == "mention"]
    assert [{names[x.source], names[x.target]} for x in mentions] == [{"農政課", "商工課"}]
    (span,) = mentions[0].spans
    assert span.line == 56
    assert span.quote.startswith("商工課等と情報の共有や事業の連携を図りつつ")


def test_iruma_network_of_sections(iruma: Links) -> None:
    # 商工課 has 自治文化課, 農政課, 都市計画課, 広報広聴課 and 企画課; it is between all pairs of them but
    # 都市計画課 and 広報広聴課: 9 of the 66 pairs of the 12 others.
    first = iruma.nodes[0]
    assert (first.name, first.degree, first.projects) == ("商工課", 5, 22)
    assert first.betweenness == round(9 / 66, 6)
    assert len(iruma.nodes) == 13


def test_iruma_goals(iruma_kb: KnowledgeBase) -> None:
    found = find_links(iruma_kb, by="goal")
    assert sorted(node.projects for node in found.nodes) == [5, 13, 18, 34]
    assert all("商工課" in node.sections for node in found.nodes)
