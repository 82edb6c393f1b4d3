"""Suggestions: the score on paper, what is never suggested, and what is quoted."""

import math
import re
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest

from enishi.data.words.lexicon import load
from enishi.errors import InputError
from enishi.graph.evidence import KINDS, WORDING
from enishi.graph.evidence_wording import content, says_nothing, tf_idf, with_parts
from enishi.graph.neighbours import audience_neighbours, chain_neighbours
from enishi.graph.store import KnowledgeBase
from enishi.graph.suggest import Suggestion, Suggestions, find_suggestions
from enishi.graph.suggest_rdf import suggestions_quads
from enishi.ontology.terms import ID_BASE, PREFIXES, eni, ext

from .small_plan import PLAN, SmallPlan

#: Four rows of three sections; wording that none shares with another.
ROWS = [
    ("支援事業", "水車組合と連携し、若鮎を販売する。", "農政課"),
    ("推進事業", "水車組合と連携し、若鮎を展示する。", "観光課"),
    ("促進事業", "若者の登山を支援する。", "観光課"),
    ("整備事業", "若者の合唱を支援する。", "文化課"),
]
WEIGHTS = {kind.name: kind.weight for kind in (*KINDS, WORDING)}


def shared(suggestion: Suggestion) -> dict[tuple[str, str], float]:
    return {(each.kind, each.label.ja): each.weight for each in suggestion.evidence}


def numbers(suggestion: Suggestion) -> list[int]:
    return [int(each.iri[-3:]) for each in suggestion.projects]


def pairs(found: Suggestions) -> list[list[int]]:
    return [numbers(each) for each in found]


def four_rows() -> SmallPlan:
    plan = SmallPlan(ROWS)
    for row in (1, 2):
        plan.say(row, "partner", "水車組合")
        plan.say(row, "involves", "若鮎")
    for row in (3, 4):
        plan.say(row, "audience", "若者")
    return plan


def test_weights() -> None:
    assert WEIGHTS == {
        "partner": 1.0,
        "product": 1.0,
        "scheme": 1.0,
        "subject": 1.0,
        "place": 0.75,
        "section_mention": 0.5,
        "audience": 0.5,
        "theme": 0.25,
        "partner_kind": 0.25,
        "life_stage": 0.1,
        "chain": 0.1,
        "complement": 0.25,
        "year": 0.1,
        "wording": 8.0,
    }
    design = {"partner", "partner_kind", "section_mention", "audience", "theme", "place", "product"}
    design |= {"scheme", "wording", "life_stage", "complement", "year"}
    assert {kind.kind for kind in (*KINDS, WORDING)} == design


def test_score_is_information_content_times_weight_plus_weighted_cosine(tmp_path: Path) -> None:
    found = find_suggestions(four_rows().store(tmp_path))
    first, second = found.items
    # Each feature is had by 2 of 4 projects: 1 bit. Rows 1 and 2 share all their content words
    # but one each (販売, 展示): grams 水車, 車組, 組合, 水車組, 車組合, 若鮎 have df 2 (1 bit), 販売 and
    # 展示 df 1 (2 bits), so the cosine is 6 / (6 + 4).
    assert numbers(first) == [1, 2]
    assert shared(first) == {
        ("partner", "水車組合"): 1.0,
        ("product", "若鮎"): 1.0,
        ("wording", "水車組合、若鮎"): round(WEIGHTS["wording"] * 0.6, 4),
    }
    assert first.score == pytest.approx(2 + WEIGHTS["wording"] * 0.6)
    # Rows 3 and 4: 若者 is 1 bit at half weight; as a word for an audience it is no wording too.
    assert numbers(second) == [3, 4]
    assert shared(second) == {("audience", "若者"): 0.5}


def test_a_rarer_feature_weighs_more(tmp_path: Path) -> None:
    rows = [("事業", "北の道で踊る。", f"{n}課") for n in ("甲", "乙", "丙", "丁", "戊")]
    plan = SmallPlan(rows)
    for row in (1, 2, 3, 4):
        plan.say(row, "place", "北の道")
    for row in (1, 5):
        plan.say(row, "scheme", "道で踊る")
    first, second, *_ = find_suggestions(plan.store(tmp_path))
    assert shared(first) == {("scheme", "道で踊る"): round(math.log2(5 / 2), 4)}
    assert shared(second) == {("place", "北の道"): round(0.75 * math.log2(5 / 4), 4)}


def test_what_every_project_has_is_no_evidence(tmp_path: Path) -> None:
    plan = SmallPlan([("事業", "雪を使う。", "甲課"), ("事業", "雪を使う。", "乙課")])
    for row in (1, 2):
        plan.say(row, "theme", "雪")
    found = find_suggestions(plan.store(tmp_path))
    assert found.open_pairs == 1
    assert len(found) == 0
    assert found.notes


@pytest.mark.parametrize("forward", [True, False])
def test_pairs_that_refer_to_each_other_are_closed(tmp_path: Path, forward: bool) -> None:
    plan = four_rows()
    source, target = (1, 2) if forward else (2, 1)
    plan.say(source, "reference", word="水車", target=plan.project(target))
    found = find_suggestions(plan.store(tmp_path))
    assert pairs(found) == [[3, 4]]
    assert found.open_pairs == 4  # of 6 pairs one is inside 観光課 and one refers


def test_pairs_in_one_package_are_closed(tmp_path: Path) -> None:
    plan = four_rows()
    plan.package(1, "川の連携", [1, 2])
    found = find_suggestions(plan.store(tmp_path))
    assert pairs(found) == [[3, 4]]


def test_no_pair_inside_one_section_even_when_it_is_one_of_two_owners(tmp_path: Path) -> None:
    rows = [*ROWS[:1], ("推進事業", ROWS[1][1], "観光課、農政課"), *ROWS[2:]]
    plan = SmallPlan(rows)
    for row in (1, 2):
        plan.say(row, "partner", "水車組合")
    assert [1, 2] not in pairs(find_suggestions(plan.store(tmp_path)))


def test_a_feature_without_a_quoted_place_is_no_evidence(tmp_path: Path) -> None:
    plan = SmallPlan(ROWS)
    for row in (3, 4):
        plan.assert_only(row, "partner", "朝霧大学")  # stands in neither text
    for row in (1, 2):
        plan.assert_only(row, "partner", "水車組合")  # stands in both
    kinds = {numbers(each)[0]: [e.kind for e in each.evidence] for each in four(plan, tmp_path)}
    assert "partner" in kinds[1]
    assert "partner" not in kinds.get(3, [])


def four(plan: SmallPlan, folder: Path) -> Suggestions:
    return find_suggestions(plan.store(folder))


def test_a_place_without_a_quote_is_none(tmp_path: Path) -> None:
    plan = four_rows()
    plan.quads = [
        quad
        for quad in plan.quads
        if not (quad.predicate.value == ext.exact and quad.object.value == "水車組合")
    ]
    first, _ = four(plan, tmp_path)
    assert {each.kind for each in first.evidence} == {"product", "wording"}
    assert first.score == pytest.approx(1 + WEIGHTS["wording"] * 0.6)


def test_rows_without_any_span_are_not_compared_by_wording(tmp_path: Path) -> None:
    plan = SmallPlan(ROWS)
    rows = {plan.project(number) for number in range(1, 5)}
    plan.quads = [
        quad
        for quad in plan.quads
        if not (quad.subject.value in rows and quad.predicate.value == eni.sourceSpan)
    ]
    assert len(four(plan, tmp_path)) == 0


def test_a_named_section_is_evidence_with_the_rows_it_leads(tmp_path: Path) -> None:
    plan = SmallPlan(
        [
            ("支援事業", "観光課と情報を共有する。", "農政課"),
            ("推進事業", "登山を行う。", "観光課"),
            ("促進事業", "合唱を行う。", "文化課"),
            ("整備事業", "舞踊を行う。", "文化課"),
        ]
    )
    plan.say(1, "related", "観光課")
    (only,) = four(plan, tmp_path)
    # 観光課 is named by row 1 and leads row 2: 2 of 4 have it.
    assert shared(only) == {("section_mention", "観光課"): 0.5}
    assert [span.line for span in only.evidence[0].spans] == [1, 2]
    assert only.evidence[0].spans[0].quote == "観光課と情報を共有する。"
    assert "「支援事業」の本文に観光課の名が挙がっています。" in only.reason.ja


def test_words_inside_the_name_of_a_partner_are_no_theme_of_the_project(tmp_path: Path) -> None:
    rows = [("事業", "北峰鉄道と連携する。", "甲課"), ("事業", "鉄道の写真を飾る。", "乙課")]
    plan = SmallPlan([*rows, ("事業", "橋を見る。", "丙課"), ("事業", "石を置く。", "丁課")])
    plan.say(1, "partner", "北峰鉄道")
    for row in (1, 2):
        plan.say(row, "theme", "交通", word="鉄道")
    kinds = {each.kind for suggestion in four(plan, tmp_path) for each in suggestion.evidence}
    assert kinds == {"wording"}


def test_the_order_of_the_graph_changes_nothing(tmp_path: Path) -> None:
    lists = [
        find_suggestions(four_rows().store(tmp_path, shuffle=seed)).to_json() for seed in range(4)
    ]
    assert all(each == lists[0] for each in lists)


def test_the_order_of_the_rows_changes_no_score(tmp_path: Path) -> None:
    def scores(order: list[int], folder: Path) -> set[tuple[frozenset[str], float]]:
        plan = SmallPlan([ROWS[number] for number in order])
        for row, number in enumerate(order, 1):
            if number < 2:
                plan.say(row, "partner", "水車組合")
        folder.mkdir()
        found = find_suggestions(plan.store(folder))
        return {(frozenset(p.name for p in each.projects), each.score) for each in found}

    assert scores([0, 1, 2, 3], tmp_path / "a") == scores([3, 1, 0, 2], tmp_path / "b")


def test_equal_scores_are_in_the_order_of_the_document(tmp_path: Path) -> None:
    rows = [("事業", "雪を使う。", f"{n}課") for n in ("甲", "乙", "丙", "丁")]
    plan = SmallPlan(rows)
    for row in (1, 2, 3):
        plan.say(row, "involves", "雪")
    found = four(plan, tmp_path)
    assert pairs(found) == [[1, 2], [1, 3], [2, 3]]
    assert [each.rank for each in found] == [1, 2, 3]
    assert pairs(find_suggestions(plan.store(tmp_path), top=2)) == [[1, 2], [1, 3]]


def test_section_filter_keeps_only_pairs_of_that_section(tmp_path: Path) -> None:
    kb = four_rows().store(tmp_path)
    assert pairs(find_suggestions(kb, section="文化課")) == [[3, 4]]
    assert find_suggestions(kb, section="文化課").open_pairs == 3


def test_unknown_section_names_the_near_ones(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        find_suggestions(four_rows().store(tmp_path), section="農政")
    assert caught.value.hint is not None
    assert "農政課" in caught.value.hint.ja
    assert "文化課" not in caught.value.hint.ja


def test_top_below_one_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        find_suggestions(four_rows().store(tmp_path), top=0)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], "事業がありません"),
        ([("事業", "雪を使う。", "甲課")] * 2, "所管課が1つ"),
        ([("事業", "雪を使う。", ""), ("事業", "雪を使う。", "甲課")], "所管課の記載がない1事業"),
        ([("事業", "実施する。", "甲課"), ("事業", "実施する。", "乙課")], "根拠を示せる"),
    ],
)
def test_an_empty_list_says_why(
    tmp_path: Path, rows: list[tuple[str, str, str]], said: str
) -> None:
    found = four(SmallPlan(rows), tmp_path)
    assert found.to_json() == []
    assert said in "".join(note.ja for note in found.notes)


def test_graphs_of_others_may_lack_anything(tmp_path: Path) -> None:
    plan = four_rows()
    blank = ox.BlankNode("b0")
    graph = ox.NamedNode(PLAN)
    plan.add(f"{PLAN}/project/009", ext.type, ox.NamedNode(eni.Project))
    for predicate, value in ((ext.type, eni.Project), (eni.partner, f"{ID_BASE}x")):
        plan.quads.append(ox.Quad(blank, ox.NamedNode(predicate), ox.NamedNode(value), graph))
    plan.quads.append(
        ox.Quad(ox.NamedNode(plan.project(1)), ox.NamedNode(eni.sourceSpan), blank, graph)
    )
    found = four(plan, tmp_path)
    assert pairs(found)[0] == [1, 2]


def test_two_plans_are_searched_apart(tmp_path: Path) -> None:
    one, other = four_rows(), SmallPlan(ROWS[:2], plan=f"{ID_BASE}local/other")
    kb = one.store(tmp_path)
    kb.replace({other.plan: other.quads})
    found = find_suggestions(kb)
    assert found.plans == (f"{ID_BASE}local/other", PLAN)
    assert {each.plan for each in found} == {PLAN}  # alone, the other's words are in all its rows


def test_json_has_the_keys_of_the_design_and_the_chosen_language(tmp_path: Path) -> None:
    found = find_suggestions(four_rows().store(tmp_path))
    (first, _) = found.to_json()
    assert list(first) == ["rank", "score", "projects", "reason", "evidence"]
    assert list(first["projects"][0]) == ["iri", "name", "section", "subunit", "lines"]
    assert first["projects"][0]["lines"] == [1]
    assert list(first["evidence"][0]) == ["kind", "label", "weight", "spans"]
    assert list(first["evidence"][0]["spans"][0]) == ["source", "locator", "line", "quote"]
    assert first["reason"].startswith("農政課「支援事業」と観光課「推進事業」は、どちらも")
    assert " both " in found.to_json("en")[0]["reason"]


def test_saved_suggestions_are_in_the_contract_and_replace_the_old_ones(tmp_path: Path) -> None:
    kb = four_rows().store(tmp_path)
    found = find_suggestions(kb)
    kb.replace(suggestions_quads(found))
    graph = f"{PLAN}/suggestions"
    quads = list(kb.quads(graph))
    assert not any(isinstance(q.object, ox.BlankNode) for q in quads)
    assert {q.object.value for q in quads if q.predicate.value == eni.suggests} == {
        f"{PLAN}/project/{n:03d}" for n in (1, 2, 3, 4)
    }
    claims = {q.object.value for q in quads if q.predicate.value == eni.evidence}
    spans = {q.subject.value for q in quads if q.predicate.value == eni.sourceSpan}
    assert claims == spans
    quotes = {q.object.value for q in quads if q.predicate.value == ext.exact}
    assert "水車組合と連携し、若鮎を販売する。" in quotes
    # Places that the plan's graph has are pointed to, not said again.
    assert "水車組合と連携し、若鮎を展示する。" in quotes
    assert not {q for q in quads if q.predicate.value == ext.hasSource} & set(kb.quads(PLAN))
    # What was saved is not read as a part of the plan.
    assert find_suggestions(kb).to_json() == found.to_json()
    kb.replace(suggestions_quads(Suggestions((), (PLAN,), 0)))
    assert graph not in kb.graphs()


# Wording


def test_content_leaves_out_the_language_of_plans() -> None:
    said = content("狭山茶のPRイベントを検討し、相談センターの実施を推進するプロジェクト")
    assert (said.runs, said.words) == (("狭山茶",), ())


def test_katakana_words_count_as_wholes_and_inside_longer_ones() -> None:
    one, other = with_parts([content("デジタルアーカイブ"), content("アーカイブ")])
    assert one.phrases & other.phrases == {"アーカイブ"}
    assert not content("ファッション").phrases & content("クッション").phrases


def test_rows_of_tf_idf_have_length_one_and_do_not_depend_on_order() -> None:
    texts = [content(text) for text in ("梨園の水車", "梨園", "登山", "合唱")]
    matrix = tf_idf(texts).toarray()
    # 梨園 is in 2 of 4 texts (1 bit), 水車 in 1 (2 bits): cosine 1 / sqrt(1 + 4).
    assert float(matrix[0] @ matrix[1]) == pytest.approx(1 / math.sqrt(5))
    # Said twice, 梨園 counts 1 + log2(2) = 2: as much as 水車.
    twice = tf_idf([content("梨園の水車、梨園"), *texts[1:]]).toarray()
    assert float(twice[0] @ twice[1]) == pytest.approx(1 / math.sqrt(2))
    backwards = tf_idf(texts[::-1]).toarray()[::-1]
    assert (matrix == backwards).all()
    assert not tf_idf([content("実施する"), content("検討する")]).toarray().any()


def test_labels_that_fit_any_project_say_nothing() -> None:
    assert all(map(says_nothing, ("相談・窓口", "情報発信", "イベント", "関係課", "PR")))
    assert not any(map(says_nothing, ("観光", "子どもの参画", "広域連携", "市民参画・協働")))


# The bundled plan


@pytest.fixture(scope="module")
def iruma(iruma_kb: KnowledgeBase) -> Suggestions:
    return find_suggestions(iruma_kb, top=400)


def test_iruma_has_1973_open_pairs(iruma: Suggestions) -> None:
    assert iruma.open_pairs == 1973


def test_iruma_suggests_no_closed_pair(iruma: Suggestions, iruma_kb: KnowledgeBase) -> None:
    package = {
        row["p"].value: row["k"].value
        for row in iruma_kb.query(f"SELECT * WHERE {{ ?p <{eni.inPackage}> ?k }}")
    }
    for each in iruma:
        one, other = each.projects
        assert one.section != other.section
        assert one.iri not in package or package[one.iri] != package.get(other.iri)


def test_iruma_quotes_stand_in_the_document_at_their_lines(
    iruma: Suggestions, iruma_kb: KnowledgeBase
) -> None:
    (text,) = (row["t"].value for row in iruma_kb.query(f"SELECT ?t {{ ?s <{eni.text}> ?t }}"))
    lines = text.split("\n")
    for each in iruma:
        assert each.evidence
        for evidence in each.evidence:
            said_by = {span.line for span in evidence.spans}
            assert all(said_by & set(project.lines) for project in each.projects)
            for span in evidence.spans:
                assert span.line is not None
                assert span.quote
                assert span.quote in lines[span.line - 1]


def test_iruma_scores_are_the_sums_of_their_evidence(iruma: Suggestions) -> None:
    assert [each.rank for each in iruma] == list(range(1, len(iruma) + 1))
    assert iruma.items[0].score == max(each.score for each in iruma)
    for each in (*iruma, *iruma.trios):
        assert each.score == pytest.approx(sum(e.weight for e in each.evidence))
        assert each.score > 0


def test_iruma_begins_with_many_sections_and_projects(iruma: Suggestions) -> None:
    first = iruma.items[:20]
    assert len({frozenset(p.section for p in each.projects) for each in first}) >= 10
    uses = Counter(p.iri for each in first for p in each.projects)
    assert max(uses.values()) <= 5


def test_a_short_list_is_the_beginning_of_a_long_one(
    iruma: Suggestions, iruma_kb: KnowledgeBase
) -> None:
    short = find_suggestions(iruma_kb, top=7)
    assert [each.to_json() for each in short] == [each.to_json() for each in iruma.items[:7]]


def test_iruma_rests_on_no_boilerplate(iruma: Suggestions) -> None:
    empty = re.compile("実施|検討|PR|イベント|センター|相談|プロジェクト|・|、|の|事業")
    for each in iruma:
        assert any(empty.sub("", evidence.label.ja) for evidence in each.evidence)


def test_iruma_railway_joins_matchmaking_and_promotion(iruma: Suggestions) -> None:
    found = next(each for each in iruma if ("partner", "西武鉄道") in shared(each))
    assert {(each.section, each.lines) for each in found.projects} == {
        ("企画課", (110,)),
        ("商工課", (252,)),
    }
    # Two of seventy rows name it.
    assert shared(found)["partner", "西武鉄道"] == round(math.log2(35), 4)


def test_iruma_section_filter(iruma_kb: KnowledgeBase) -> None:
    found = find_suggestions(iruma_kb, section="農政課", top=5)
    # 7 rows of 農政課 with 63 of others; its package has rows of no other section.
    assert found.open_pairs == 7 * 63
    assert all("農政課" in {p.section for p in each.projects} for each in found)


def neighbours(folder: Path, *, both: bool = False) -> Suggestion:
    """Row 1 is for infants, row 2 for expectant mothers; four rows, nothing else in common."""
    plan = SmallPlan(
        [
            ("読み聞かせの会", "乳幼児に本を読む。", "甲課"),
            ("体操の会", "妊婦と歩く。" + ("乳幼児も来る。" if both else ""), "乙課"),
            ("橋の点検", "橋を見る。", "甲課"),
            ("花壇の手入", "花を植える。", "乙課"),
        ]
    )
    infants = PREFIXES["eni-audience"] + "infants"
    plan.say(1, "audience", target=infants, word="乳幼児")
    plan.say(2, "audience", target=PREFIXES["eni-audience"] + "expectant-mothers", word="妊婦")
    if both:
        plan.say(2, "audience", target=infants, word="乳幼児")
    return find_suggestions(plan.store(folder)).items[0]


def test_neighbouring_audiences_count_by_the_mean_of_their_bits(tmp_path: Path) -> None:
    found = neighbours(tmp_path)
    # One of four rows has either audience: 2 bits each, their mean is 2, a tenth of it counts.
    assert [(each.kind, each.label.ja) for each in found.evidence] == [
        ("life_stage", "妊産婦と乳幼児")
    ]
    assert found.score == pytest.approx(0.1 * 2)
    assert [span.quote for span in found.evidence[0].spans] == [
        "乳幼児に本を読む。",
        "妊婦と歩く。",
    ]
    assert found.reason.ja == (
        "甲課「読み聞かせの会」と乙課「体操の会」は、対象とする人が近い事業です（妊産婦と乳幼児）。"
    )


def test_sharing_an_audience_counts_beside_its_neighbour(tmp_path: Path) -> None:
    found = neighbours(tmp_path, both=True)
    # Infants: 2 of 4 rows, 1 bit, half counts. The edge: mean of 1 and 2 bits, a tenth counts.
    weights = {each.kind: each.weight for each in found.evidence}
    assert weights["audience"] == pytest.approx(0.5)
    assert weights["life_stage"] == pytest.approx(0.1 * 1.5)
    assert found.score == pytest.approx(sum(weights.values()))


def test_chains_and_neighbours_name_concepts_that_exist() -> None:
    known = {row["id"] for row in load("themes")["concept"]}
    assert {theme for chain in load("chains")["chains"] for theme in chain} <= known
    for edge in audience_neighbours() | chain_neighbours():
        assert edge[0] < edge[1]
    tea = (PREFIXES["eni-theme"] + "agriculture", PREFIXES["eni-theme"] + "local-products")
    assert tea in chain_neighbours()
