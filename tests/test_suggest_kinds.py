"""Finer subjects, complementary means, years, trios and the order shown: all on paper."""

import math
from pathlib import Path

import pytest

from enishi.data.words.lexicon import load
from enishi.graph.evidence_finders import told_means
from enishi.graph.evidence_wording import normal
from enishi.graph.store import KnowledgeBase
from enishi.graph.subjects import PREFIX, subjects
from enishi.graph.suggest import Suggestion, find_suggestions
from enishi.graph.suggest_order import shown_order
from enishi.graph.suggest_rdf import suggestions_quads
from enishi.ontology.terms import eni, ext

from .small_plan import SmallPlan, iri


def told(text: str) -> set[str]:
    return {each.removeprefix(PREFIX) for each in subjects(text)}


def by_kind(found: Suggestion) -> dict[tuple[str, str], float]:
    return {(each.kind, each.label.ja): each.weight for each in found.evidence}


def numbers(found: Suggestion) -> list[int]:
    return [int(each.iri[-3:]) for each in found.projects]


def test_a_subject_is_found_by_any_of_its_words() -> None:
    assert told("婚活の集い") == told("縁結びの集い") == told("街コン") == {"matchmaking"}
    assert told("宇治茶の歴史") >= {"tea"}
    assert "tea" not in told("お茶を飲む喫茶の茶の間")
    assert told("パソコンとエアコン") == set()


def test_a_word_that_is_not_what_its_parts_are_hides_them() -> None:
    assert "eating-out" in told("食堂") and "eating-out" not in told("子ども食堂")
    assert {"women-at-work", "finding-work", "returning-to-work"} <= told("女性の再就職")


def test_subjects_have_one_id_and_both_languages() -> None:
    listed = load("subjects")["subject"]
    assert len({each["id"] for each in listed}) == len(listed)
    assert all(each["ja"] and each["en"] and each["words"] for each in listed)
    for each in listed:
        assert all(normal(word) for word in each["words"])


def test_no_subject_rests_on_words_that_fit_any_project() -> None:
    said = "実施 検討 PR イベント センター 相談 プロジェクト 推進 支援 事業 講座 窓口"
    assert told(said) == set()


def test_what_both_names_say_counts_more(tmp_path: Path) -> None:
    rows = [
        ("縁結びの会", "甲を行う。", "甲課"),
        ("婚活の会", "乙を行う。", "乙課"),
        ("丙の会", "独身の男女が集う。", "丙課"),
        ("丁の会", "丁を行う。", "丁課"),
    ]
    found = find_suggestions(SmallPlan(rows).store(tmp_path))
    bits = math.log2(4 / 3)
    weights = {tuple(numbers(each)): by_kind(each) for each in found}
    name = ("theme", "出会い・婚活")
    assert weights[1, 2][name] == pytest.approx(bits * 1.5 * 1.5, abs=1e-4)
    assert weights[1, 3][name] == weights[2, 3][name] == pytest.approx(bits * 1.5, abs=1e-4)
    assert numbers(found.items[0]) == [1, 2]
    assert found.items[0].reason.ja.startswith(
        "甲課「縁結びの会」と乙課「婚活の会」は、どちらも「出会い・婚活」に関わる事業です。"
    )
    (theme,) = (each for each in found.items[1].evidence if each.kind == "theme")
    assert "独身の男女が集う。" in {span.quote for span in theme.spans}


def test_one_has_the_place_the_other_what_to_do_there(tmp_path: Path) -> None:
    assert told_means("公民館を開ける。")[0] == [f"{PREFIX.replace('subject', 'means')}venue"]
    rows = [
        ("甲の貸出", "公民館の戸を妊婦に開く。", "甲課"),
        ("乙の会", "妊婦と体操をする。", "乙課"),
        ("丙の会", "橋を見る。", "丙課"),
        ("丁の会", "石を置く。", "丁課"),
    ]
    found = find_suggestions(SmallPlan(rows).store(tmp_path)).items[0]
    # Each end stands in one of four rows: 2 bits, a quarter counts. 妊婦 is a subject of two rows.
    assert by_kind(found)["complement", "場所と催し：妊娠・出産・産後"] == pytest.approx(0.5)
    assert by_kind(found)["theme", "妊娠・出産・産後"] == pytest.approx(1.0)
    assert found.reason.ja.endswith(
        "「妊娠・出産・産後」に関わり、場所と催しの面で補い合えそうです。"
    )
    (means,) = (each for each in found.evidence if each.kind == "complement")
    assert [span.quote for span in means.spans] == [rows[0][1], rows[1][1]]


def plan_of_years(shared: str) -> SmallPlan:
    return SmallPlan(
        [
            ("甲の会", f"平成28年度に橋を見る。{shared}", "甲課"),
            ("乙の会", f"2016年度に石を置く。{shared}", "乙課"),
            ("丙の会", "花を植える。", "丙課"),
            ("丁の会", "空を見る。", "丁課"),
        ]
    )


def test_the_same_year_counts_beside_other_evidence_and_never_alone(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    found = find_suggestions(plan_of_years("縁結び。").store(tmp_path / "a")).items[0]
    # Two of four rows name the year: 1 bit, a tenth counts.
    assert by_kind(found)["year", "2016年度"] == pytest.approx(0.1)
    assert found.score == pytest.approx(sum(by_kind(found).values()))
    (tmp_path / "b").mkdir()
    assert len(find_suggestions(plan_of_years("").store(tmp_path / "b"))) == 0


def test_outlines_of_two_packages_say_the_same_year(tmp_path: Path) -> None:
    plan = SmallPlan(
        [
            ("甲の会", "縁結びを行う。", "甲課"),
            ("乙の会", "縁結びをする。", "乙課"),
            ("丙の会", "花を植える。", "丙課"),
            ("丁の会", "空を見る。", "丁課"),
        ]
    )
    for row in (1, 2):
        package = plan.package(row, f"束{row}", [row])
        outline = f"{package}/year/2"
        plan.add(outline, ext.isPartOf, iri(package))
        plan.add(outline, eni.planYear, ox_integer(2))
        plan.say(row, "reference", of=outline, target=plan.project(row), word=plan.rows[row - 1][0])
    found = find_suggestions(plan.store(tmp_path)).items[0]
    assert by_kind(found)["year", "計画の2年目"] == pytest.approx(0.1)


def ox_integer(value: int):  # type: ignore[no-untyped-def]
    import pyoxigraph as ox

    return ox.Literal(value)


# Order


def test_the_same_sections_and_projects_step_back() -> None:
    # 2.9 · 0.95 (sections shown) · 0.9 (project 1 shown) < 2.6; then it is its turn.
    order = shown_order(
        [3.0, 2.9, 2.6, 1.0], ["ab", "ab", "cd", "ef"], [(1, 2), (1, 3), (4, 5), (6, 7)]
    )
    assert order == [0, 2, 1, 3]


def test_nothing_falls_below_half_and_equals_keep_their_order() -> None:
    scores = [10.0] * 40 + [4.9]
    order = shown_order(scores, ["ab"] * 40 + ["cd"], [(1, 2)] * 40 + [(3, 4)])
    assert order == list(range(41))


def test_the_order_is_that_of_trying_each_time_all_that_are_left() -> None:
    scores = [9.0, 8.8, 8.7, 8.1, 7.9, 7.7, 7.2, 6.0]
    sections = ["ab", "ab", "ac", "ab", "cd", "ac", "cd", "ab"]
    projects = [(1, 2), (1, 3), (1, 4), (5, 6), (4, 7), (8, 9), (4, 9), (2, 3)]
    left, slow = list(range(8)), []
    while left:

        def value(n: int) -> float:
            factor = 0.95 ** sum(sections[m] == sections[n] for m in slow)
            factor *= 0.9 ** sum(p in projects[m] for m in slow for p in projects[n])
            return scores[n] * max(factor, 0.5)

        slow.append(max(left, key=lambda n: (value(n), -n)))
        left.remove(slow[-1])
    assert shown_order(scores, sections, projects) == slow


# Trios


def three(folder: Path) -> KnowledgeBase:
    plan = SmallPlan(
        [
            ("甲の会", "水車組合と橋を見る。", "甲課"),
            ("乙の会", "水車組合と石を置く。", "乙課"),
            ("丙の会", "水車組合と花を植える。", "丙課"),
            ("丁の会", "空を見る。", "丁課"),
            ("戊の会", "雲を描く。", "丁課"),
            ("己の会", "鐘を打つ。", "丁課"),
        ]
    )
    for row in (1, 2, 3):
        plan.say(row, "partner", "水車組合")
    return plan.store(folder)


def test_three_sections_with_the_same_ground_are_a_trio(tmp_path: Path) -> None:
    kb = three(tmp_path)
    found = find_suggestions(kb)
    (trio,) = found.trios
    assert numbers(trio) == [1, 2, 3]
    # Three of six rows name the partner: 1 bit.
    assert by_kind(trio) == {("partner", "水車組合"): 1.0}
    assert trio.score == 1.0
    assert trio.reason.ja == (
        "甲課「甲の会」、乙課「乙の会」、丙課「丙の会」は、いずれも連携先に「水車組合」を挙げています。"
    )
    assert [span.line for span in trio.evidence[0].spans] == [1, 2, 3]
    assert all(len(each.projects) == 2 for each in found)
    (told_trio,) = found.to_json(trios=True)
    assert len(told_trio["projects"]) == 3


def test_trios_are_saved_after_the_pairs(tmp_path: Path) -> None:
    kb = three(tmp_path)
    found = find_suggestions(kb)
    (quads,) = suggestions_quads(found).values()
    suggested: dict[str, set[str]] = {}
    for quad in quads:
        if quad.predicate.value == eni.suggests:
            suggested.setdefault(quad.subject.value, set()).add(quad.object.value)
    assert [len(suggested[each]) for each in sorted(suggested)] == [2, 2, 2, 3]
    ranks = {q.object.value for q in quads if q.predicate.value == eni.rank}
    assert ranks == {"1", "2", "3", "4"}


def test_two_sections_make_no_trio(tmp_path: Path) -> None:
    plan = SmallPlan([("甲", "橋。", "甲課"), ("乙", "石。", "乙課"), ("丙", "花。", "乙課")])
    for row in (1, 2, 3):
        plan.say(row, "partner", "水車組合", word=plan.rows[row - 1][0])
    assert find_suggestions(plan.store(tmp_path)).trios == ()


# What must change nothing


def scores(kb: KnowledgeBase) -> dict[frozenset[str], float]:
    return {frozenset(p.name for p in e.projects): e.score for e in find_suggestions(kb, top=99)}


BASE = [
    ("縁結びの会", "水車組合と橋を見る。", "甲課"),
    ("婚活の会", "水車組合と石を置く。", "乙課"),
    ("丙の会", "花を植える。", "丙課"),
    ("丁の会", "花壇を直す。", "甲課"),
]


def test_renaming_a_section_changes_no_score(tmp_path: Path) -> None:
    plans = [BASE, [(n, d, s.replace("乙課", "新しい部")) for n, d, s in BASE]]
    found = []
    for number, rows in enumerate(plans):
        (tmp_path / str(number)).mkdir()
        found.append(scores(SmallPlan(rows).store(tmp_path / str(number))))
    assert found[0] == found[1] != {}


def test_an_unrelated_goal_added_twice_over_keeps_the_order(tmp_path: Path) -> None:
    lists = []
    for times in (0, 1, 2):
        folder = tmp_path / str(times)
        folder.mkdir()
        more = [(f"{n}の件", f"{n}を直す。", "戊課") for n in ("鐘", "塔", "堀", "壁")[: 2 * times]]
        found = scores(SmallPlan([*BASE, *more]).store(folder))
        own = {each[0] for each in BASE}
        lists.append(sorted((p for p in found if p <= own), key=lambda p: (-found[p], sorted(p))))
    assert lists[0] == lists[1] == lists[2]
    assert lists[0][0] == {"縁結びの会", "婚活の会"}


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([("縁結び", "橋。", "甲課"), ("婚活", "石。", "甲課")], "所管課が1つしかない"),
        ([("縁結び", "橋。", ""), ("婚活", "石。", "")], "所管課の記載がない"),
        ([("会一", "", "甲課"), ("会二", "", "乙課"), ("会三", "", "丙課")], "根拠を示せる"),
    ],
)
def test_an_empty_list_says_why(
    tmp_path: Path, rows: list[tuple[str, str, str]], said: str
) -> None:
    found = find_suggestions(SmallPlan(rows).store(tmp_path))
    assert len(found) == 0
    assert any(said in note.ja for note in found.notes)


def test_a_project_without_a_text_is_said_to_have_none(tmp_path: Path) -> None:
    rows = [("縁結びの会", "", "甲課"), ("婚活の会", "石を置く。", "乙課"), ("丙", "花。", "丙課")]
    found = find_suggestions(SmallPlan(rows).store(tmp_path)).items[0]
    assert "「縁結びの会」は、計画に内容の記載がありません。" in found.reason.ja
