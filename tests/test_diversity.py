"""Diversity of the first suggestions, by hand."""

from dataclasses import replace
from pathlib import Path

import pytest

from enishi.graph.diversity import diversity
from enishi.graph.evaluate import evaluate
from enishi.graph.suggest import SuggestedProject, Suggestion
from enishi.language import Text, set_lang
from enishi.visualize.report_evaluation import evaluation_text

from .small_plan import SmallPlan


def suggestion(*projects: tuple[str, str]) -> Suggestion:
    made = tuple(SuggestedProject(name, name, section, None, ()) for name, section in projects)
    return Suggestion(1, 1.0, "plan", made, Text("", ""), ())


def test_counts_and_shares() -> None:
    first = suggestion(("a", "甲課"), ("b", "乙課"))
    found = diversity(
        [
            first,
            suggestion(("c", "乙課"), ("a", "甲課")),
            suggestion(("a", "甲課"), ("d", "丙課")),
            suggestion(("e", "丁課"), ("d", "丙課")),
        ]
    )
    assert found is not None
    assert (found.shown, found.pairs, found.sections, found.projects) == (4, 3, 4, 5)
    # 甲・乙 is in two of four, 甲課 and the project a in three; 1 / (1/4 + 1/16 + 1/16) = 8/3.
    assert (found.largest_pair, found.largest_section, found.largest_project) == (0.5, 0.75, 0.75)
    assert found.effective_pairs == pytest.approx(8 / 3)
    same = diversity([first, replace(first, rank=2)])
    assert same is not None and same.effective_pairs == 1 and same.largest_pair == 1
    assert diversity([]) is None


def test_evaluate_tells_it(tmp_path: Path) -> None:
    rows = [
        ("一", "朝霧大学と学ぶ。", "甲課"),
        ("二", "朝霧大学と歌う。", "乙課"),
        ("三", "橋。", "丙課"),
    ]
    plan = SmallPlan(rows)
    for row in (1, 2):
        plan.say(row, "partner", "朝霧大学")
    found = evaluate(plan.store(tmp_path))
    assert found.to_json()["diversity"] == {
        "shown": 1,
        "section_pairs": 1,
        "sections": 2,
        "projects": 2,
        "largest_section_pair_share": 1.0,
        "largest_section_share": 1.0,
        "largest_project_share": 1.0,
        "effective_section_pairs": 1.0,
    }
    set_lang("ja")
    assert "上位1件の広がり: 課の組 1（均等なら 1.0 組分）、課 2、事業 2。" in evaluation_text(
        found
    )
