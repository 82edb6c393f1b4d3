"""The measurement itself: numbers from paper, no leaks, and honest about chance."""

import json
from pathlib import Path

import numpy as np
import pyoxigraph as ox
import pytest

from enishi.errors import InputError
from enishi.graph.evaluate import _auc, _hits, evaluate
from enishi.graph.evidence import BY_NAME
from enishi.graph.labels import read_labels
from enishi.graph.store import KnowledgeBase
from enishi.ontology.terms import eni, ext
from enishi.visualize.report_evaluation import evaluation_text

from .small_plan import SmallPlan, iri

#: Rows 1 and 2 are in one package and share 水車; 3 and 4 share nothing with anybody.
ROWS = [
    ("水車の修理", "水車を直す。", "甲課"),
    ("水車の祭", "水車で餅をつく。", "乙課"),
    ("橋の点検", "橋を見る。", "甲課"),
    ("花壇の手入", "花を植える。", "乙課"),
]


def small(*, package: str = "川の賑わい") -> SmallPlan:
    plan = SmallPlan(list(ROWS))
    plan.package(1, package, [1, 2])
    return plan


def test_area_under_the_curve_and_hits_are_those_of_paper() -> None:
    # Falling scores 4 3 3 1; right are the first and one of the tied pair.
    scores = np.array([4.0, 3.0, 3.0, 1.0])
    linked = np.array([True, True, False, False])
    once = np.ones((1, 4), dtype=np.int64)
    # Right-wrong pairs: 4>3, 4>1, 3=3 (half), 3>1: 3.5 of 4.
    assert _auc(once, scores, linked)[0] == pytest.approx(3.5 / 4)
    # The two best: the first, and half of the tie.
    assert _hits(once, scores, linked, 2)[0] == pytest.approx(1.5)
    assert _hits(once, scores, linked, 10)[0] == pytest.approx(2.0)
    # A candidate drawn twice counts twice.
    assert _hits(np.array([[2, 0, 0, 1]]), scores, linked, 2)[0] == pytest.approx(2.0)


def test_the_hidden_package_is_found_by_what_its_rows_say(tmp_path: Path) -> None:
    found = evaluate(small().store(tmp_path))
    # Sections 甲 (rows 1, 3) and 乙 (2, 4): four candidates, one of them linked.
    assert (found.candidates, found.links) == (4, 1)
    (score,) = found.results
    assert score.auc.value == 1.0
    assert score.recall[10].value == 1.0 and score.precision[10].value == pytest.approx(0.1)
    by_name = {each.name: each for each in found.baselines}
    # Both sections have two rows: all pairs tie.
    assert by_name["popularity"].auc.value == pytest.approx(0.5)
    assert by_name["wording_only"].auc.value == 1.0


def scores(plan: SmallPlan, folder: Path) -> dict[str, object]:
    folder.mkdir()
    return evaluate(plan.store(folder)).to_json()


def test_traces_of_a_hidden_link_do_not_leak(tmp_path: Path) -> None:
    """A word that only the package, its list and its outline have must change nothing."""
    bare = scores(small(), tmp_path / "bare")
    leaky = small()
    package = f"{leaky.plan}/package/001"
    for number, kind in enumerate((eni.ListedItem, eni.YearOutline)):
        item = f"{package}/leak/{number}"
        leaky.add(item, ext.type, iri(kind))
        leaky.add(item, ext.isPartOf, iri(package))
        leaky.say(3, "partner", "橋", of=item)
    leaky.say(3, "partner", "橋", of=package)
    assert scores(leaky, tmp_path / "leaky") == bare


def test_the_package_name_in_its_rows_does_not_leak(tmp_path: Path) -> None:
    rows = [(f"{name}（川灯籠計画）" if n < 2 else name, text, section)
            for n, (name, text, section) in enumerate((*ROWS[2:], *ROWS[:2]))]  # fmt: skip
    named = SmallPlan(rows)
    named.package(1, "川灯籠計画", [1, 2])
    plain = SmallPlan([*ROWS[2:], *ROWS[:2]])
    plain.package(1, "川灯籠計画", [1, 2])
    assert scores(named, tmp_path / "named") == scores(plain, tmp_path / "plain")


#: A subject (縁結び), means (公民館 / 体操) and a year that the two rows of a package share through
#: its name, its list or its outlines, and through nothing else.
LEAKS = ["縁結び計画", "公民館と体操の計画", "平成28年度計画"]


@pytest.mark.parametrize("name", LEAKS)
def test_what_a_package_name_tells_of_its_rows_does_not_leak(tmp_path: Path, name: str) -> None:
    found = []
    for folder, said in (("named", f"（{name}）"), ("plain", "（）")):
        rows = [(f"{row}{said}" if n < 2 else row, f"{text}{said}" if n < 2 else text, section)
                for n, (row, text, section) in enumerate((*ROWS[2:], *ROWS[:2]))]  # fmt: skip
        plan = SmallPlan(rows)
        plan.package(1, name, [1, 2])
        found.append(scores(plan, tmp_path / folder))
    assert found[0] == found[1]


def test_a_concept_read_from_the_package_name_does_not_leak(tmp_path: Path) -> None:
    found = []
    for folder, claimed in (("plain", False), ("leaky", True)):
        rows = [(f"{row}（川灯籠計画）" if n < 2 else row, text, section)
                for n, (row, text, section) in enumerate((*ROWS[2:], *ROWS[:2]))]  # fmt: skip
        plan = SmallPlan(rows)
        plan.package(1, "川灯籠計画", [1, 2])
        if claimed:
            for row in (1, 2):
                plan.say(row, "theme", "灯籠")
                plan.say(row, "place", "川灯籠", word="川灯籠計画")
        found.append(scores(plan, tmp_path / folder))
    assert found[0] == found[1]


@pytest.mark.parametrize("word", ["縁結び", "公民館", "体操", "平成28年度"])
def test_lists_and_outlines_of_a_package_do_not_leak(tmp_path: Path, word: str) -> None:
    """What a list and year outlines say of two rows is not said by the rows."""
    bare = scores(small(), tmp_path / "bare")
    leaky = small()
    package = f"{leaky.plan}/package/001"
    leaky.add(package, ext.description, ox.Literal(f"{word}・{word}", language="ja"))
    for number, kind in enumerate((eni.ListedItem, eni.YearOutline, eni.YearOutline)):
        item = f"{package}/leak/{number}"
        leaky.add(item, ext.type, iri(kind))
        leaky.add(item, ext.isPartOf, iri(package))
        leaky.add(item, ext.prefLabel, ox.Literal(f"{word}の水車", language="ja"))
        leaky.add(item, ext.description, ox.Literal(f"{word}を行う。", language="ja"))
        if kind == eni.YearOutline:
            leaky.add(item, eni.planYear, ox.Literal(number))
        for row in (1, 2):
            leaky.say(row, "reference", of=item, target=leaky.project(row), word="水車")
    assert scores(leaky, tmp_path / "leaky") == bare


@pytest.mark.parametrize("name", ["subject", "complement", "year"])
def test_kinds_read_from_texts_are_honest_about_chance(iruma_kb: KnowledgeBase, name: str) -> None:
    alone = [BY_NAME[name]]
    found = [evaluate(iruma_kb, shuffle=seed, kinds=alone).results[0].auc.value for seed in (0, 1)]
    assert sum(found) / len(found) == pytest.approx(0.5, abs=0.07)


def test_a_reference_to_another_row_does_not_leak(tmp_path: Path) -> None:
    rows = list(ROWS)
    rows[2] = ("橋の点検", "橋を見る。（花壇の手入と同時に行う）", "甲課")
    plan = SmallPlan(rows)
    plan.say(3, "reference", target=plan.project(4), word="花壇の手入")
    found = evaluate(plan.store(tmp_path))
    assert (found.candidates, found.links) == (4, 1)
    # 花壇 and 手入 in row 3 were only the name of row 4.
    wording = next(each for each in found.baselines if each.name == "wording_only")
    assert wording.recall[10].value == 1.0, "all four candidates are among the ten best"
    assert wording.auc.value < 0.5


def test_links_dealt_out_at_random_give_one_half(iruma_kb: KnowledgeBase) -> None:
    found = [evaluate(iruma_kb, shuffle=seed).results[0].auc.value for seed in range(5)]
    assert sum(found) / len(found) == pytest.approx(0.5, abs=0.05)
    honest = evaluate(iruma_kb).results[0]
    assert honest.auc.low > 0.6


def test_the_report_says_where_a_baseline_wins(iruma_kb: KnowledgeBase) -> None:
    found = evaluate(iruma_kb)
    assert ("AUC", "same_measure") in {(measure, base.name) for measure, base in found.beaten_by}
    assert "“same measure” is better in AUC" in evaluation_text(found)
    json.dumps(found.to_json())


def test_a_plan_without_links_says_that_nothing_can_be_measured(tmp_path: Path) -> None:
    found = evaluate(SmallPlan(list(ROWS)).store(tmp_path))
    assert (found.candidates, found.links, found.results) == (4, 0, ())
    assert "Nothing to measure" in evaluation_text(found)


def test_a_list_of_ones_own_names_rows_as_one_likes(tmp_path: Path) -> None:
    plan = small()
    kb = plan.store(tmp_path)
    file = tmp_path / "good.csv"
    file.write_text(
        f"事業A,事業B,備考\n3,花壇の手入,よい\n{plan.project(1)},4,\n", encoding="utf-8"
    )
    labels = read_labels(kb, file)
    assert labels == [
        (plan.project(3), plan.project(4)),
        (plan.project(1), plan.project(4)),
    ]
    found = evaluate(kb, labels=labels)
    # Rows 1 and 2 are closed, so three open pairs are left.
    assert (found.candidates, found.links, found.labelled) == (3, 2, True)


@pytest.mark.parametrize(
    ("text", "line"), [("1,2\n1,無い事業\n", 2), ("水車の修理\n", 1), ("1,1\n", 1)]
)
def test_a_wrong_list_names_its_line(tmp_path: Path, text: str, line: int) -> None:
    file = tmp_path / "good.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as told:
        read_labels(small().store(tmp_path), file)
    assert told.value.where == f"{file}:{line}"
