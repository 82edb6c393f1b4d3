"""Projects that mean much the same without a word in common."""

import hashlib
import itertools
import re
from pathlib import Path

import numpy as np
import pytest

from enishi.graph.evaluate import evaluate
from enishi.graph.evidence import MEANING_WEIGHT
from enishi.graph.evidence_meaning import FEWEST, meaning, near_words
from enishi.graph.plan_view import read_plans
from enishi.graph.suggest import Suggestion, find_suggestions
from enishi.graph.suggest_pairs import searched
from enishi.graph.suggest_search import best_pairs
from enishi.graph.word_vectors import word_vectors

from .small_plan import SmallPlan

ROOT = Path(__file__).parent.parent

#: Two rows about small children in other words, and what else a city does.
ROWS = [
    ("幼稚園の園庭開放", "幼児と母親が遊べる。", "教育課"),
    ("託児つき育児サロン", "赤ん坊を連れた親が集う。", "福祉課"),
    *(
        (name, text, f"課{number}")
        for number, (name, text) in enumerate(
            [
                ("下水管の更新", "老朽管を取り替える。"),
                ("橋梁の補修", "橋桁を塗り直す。"),
                ("植木剪定講座", "剪定を学ぶ。"),
                ("納税窓口の延長", "夜間に税を納める。"),
                ("消防車の更新", "消火に備える。"),
                ("野球場の改修", "芝生を張り替える。"),
                ("戸籍の電子化", "証明書を発行する。"),
                ("林道の舗装", "木材を運び出す。"),
                ("図書の電子貸出", "蔵書を閲覧する。"),
                ("放置自転車の撤去", "駅前を片付ける。"),
                ("選挙の啓発", "投票を呼びかける。"),
                ("漁港の浚渫", "航路を保つ。"),
                ("献血の受付", "輸血に備える。"),
                ("墓地の造成", "区画を貸し出す。"),
                ("水道料金の改定", "収支を改める。"),
                ("ゴミ袋の値下げ", "焼却を減らす。"),
                ("街灯の交換", "夜道を照らす。"),
                ("刀剣の展示", "甲冑を飾る。"),
            ]
        )
    ),
]


def only_pair(found: tuple[Suggestion, ...], one: str, other: str) -> Suggestion:
    names = {one, other}
    (pair,) = (each for each in found if {p.name for p in each.projects} == names)
    return pair


def test_the_bundled_table_is_the_one_the_note_describes() -> None:
    folder = ROOT / "data/word_vectors"
    told = re.search(r"`chive.npz` \| `([0-9a-f]{64})`", (folder / "README.md").read_text("utf-8"))
    assert told is not None
    assert hashlib.sha256((folder / "chive.npz").read_bytes()).hexdigest() == told[1]
    table = word_vectors()
    assert np.linalg.norm(table.vectors, axis=1) == pytest.approx(1.0)
    assert set(table.row.values()) <= set(range(len(table.vectors)))


@pytest.mark.parametrize(
    ("word", "near", "far"),
    [("保育", "子育て", "鉄道"), ("農業", "農家", "消防"), ("旅館", "宿泊", "給食")],
)
def test_words_used_alike_stand_near_each_other(word: str, near: str, far: str) -> None:
    table = word_vectors()
    here, there, away = (table.vectors[table.row[each]] for each in (word, near, far))
    assert here @ there > here @ away + 0.1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("空き家の活用", ["空き家", "活用"]),
        ("ﾎｰﾑﾍﾟｰｼﾞ", ["ホームページ"]),
        ("ひらがなだけ", []),
        ("", []),
    ],
)
def test_words_of_a_text(text: str, words: list[str]) -> None:
    assert word_vectors().words(text) == words


def test_rows_without_a_common_word_are_suggested_for_what_they_mean(tmp_path: Path) -> None:
    found = find_suggestions(SmallPlan(ROWS).store(tmp_path), top=500)
    pair = only_pair(found.items, ROWS[0][0], ROWS[1][0])
    (near,) = (each for each in pair.evidence if each.kind == "wording")
    assert pair.score == pytest.approx(sum(each.weight for each in pair.evidence), abs=1e-3)
    assert 0.2 * MEANING_WEIGHT < near.weight <= MEANING_WEIGHT
    # Words of the one and of the other, each in a sentence of its own row.
    words = re.findall("「(.+?)」と「(.+?)」", near.label.ja)
    assert words
    texts = {name: name + text for name, text, _ in ROWS}
    first, second = (texts[each.name] for each in pair.projects)
    assert all(one in first and other in second for one, other in words)
    # Each is quoted from its own row, in a sentence that has the word.
    mine, theirs = (
        "".join(span.quote for span in near.spans if span.quote in texts[each.name])
        for each in pair.projects
    )
    assert all(one in mine and other in theirs for one, other in words)
    assert "のように近い言葉を使って" in pair.reason.ja


def test_a_few_projects_are_no_measure_of_what_is_near(tmp_path: Path) -> None:
    few = ROWS[: FEWEST - 1]
    assert not meaning([f"{name}\n{text}" for name, text, _ in few]).rows.any()
    assert not any(
        each.label.ja.startswith("「")
        for pair in find_suggestions(SmallPlan(few).store(tmp_path), top=500)
        for each in pair.evidence
    )


def test_what_all_projects_have_in_common_says_nothing_of_two() -> None:
    """Plans are about cities: without the mean taken off all of them would be near each other."""
    rows = meaning([f"{name}\n{text}" for name, text, _ in ROWS]).rows
    assert np.linalg.norm(rows, axis=1) == pytest.approx(1.0)
    assert abs(np.mean((rows @ rows.T)[np.triu_indices(len(ROWS), k=1)])) < 0.06


def test_measured_without_meaning_nothing_joins_what_only_meaning_joins(tmp_path: Path) -> None:
    plan = SmallPlan(ROWS)
    found = evaluate(plan.store(tmp_path), labels=[(plan.project(1), plan.project(2))], kinds=[])
    (without,) = (each for each in found.ablations if each.name == "without meaning")
    (score,) = found.results
    (wording,) = (each for each in found.baselines if each.name == "wording_only")
    assert score.auc.value > 0.98
    assert without.auc == wording.auc
    assert without.auc.value < 0.6


def test_the_order_of_the_projects_does_not_matter() -> None:
    texts = [f"{name}\n{text}" for name, text, _ in ROWS]
    forth, back = meaning(texts), meaning(texts[::-1])
    one, other = np.array(list(itertools.combinations(range(len(texts)), 2))).T
    last = len(texts) - 1
    assert forth.cosines(one, other).tolist() == back.cosines(last - one, last - other).tolist()


def test_words_near_each_other_are_named_once_and_common_ones_not() -> None:
    one = {"保育": 3.0, "公園": 1.0, "橋": 5.0}
    other = {"子育て": 3.0, "育児": 2.0, "公園": 1.0}
    found = near_words(one, other, most=3)
    assert found == [("保育", "子育て")]
    assert near_words(other, one, most=3) == [("子育て", "保育")]
    assert near_words({}, other, most=3) == []


@pytest.mark.parametrize("keep", [1, 5, 40, 500])
def test_the_search_finds_what_comparing_all_pairs_finds(tmp_path: Path, keep: int) -> None:
    view = read_plans(SmallPlan(ROWS).store(tmp_path))
    ground = searched(view, next(iter(view.plans()))).ground
    one, other = np.array(list(itertools.combinations(range(len(ROWS)), 2))).T
    scores = ground.scores(one, other)
    order = [n for n in np.lexsort((other, one, -scores)).tolist() if scores[n] > 0][:keep]
    found = best_pairs(ground, keep=keep)
    assert list(zip(found.rows.tolist(), found.columns.tolist(), strict=True)) == [
        (int(one[n]), int(other[n])) for n in order
    ]
    assert found.scores.tolist() == scores[order].tolist()
