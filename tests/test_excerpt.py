"""Quotes are whole clauses around what they are quoted for, and brackets are never cut."""

import pytest

from enishi.graph.clauses import clauses, enclosed
from enishi.graph.evidence_spans import Span
from enishi.visualize.excerpt import em, excerpt, short

from .small_plan import SmallPlan


def span(quote: str, word: str = "") -> Span:
    at = quote.index(word)
    return Span("s", "source", "1行", 1, 0, len(quote), quote, (at, at + len(word)))


def test_brackets_enclose_the_outermost_and_half_a_pair_encloses_nothing() -> None:
    assert enclosed("甲「乙（丙）」丁（戊）") == [(1, 7), (8, 11)]
    assert enclosed("甲（乙") == [] and enclosed("甲）乙") == []
    assert enclosed("（甲「乙）丙") == [(0, 5)]


def test_clauses_lie_side_by_side_and_keep_brackets_whole() -> None:
    text = "「春祭り、夏祭り」等を開く。（雨なら、中止。）秋は、休む"
    parts = [text[slice(*each)] for each in clauses(text)]
    assert parts == ["「春祭り、夏祭り」等を開く。", "（雨なら、中止。）秋は、", "休む"]
    assert clauses("") == []


LONG = (
    "子どもの愛着を目的に、教室を開き、記者の目線で、まちを取材し記事をつくり、市外へ広く発信する。"
)


@pytest.mark.parametrize(
    ("word", "most", "told"),
    [
        ("愛着", 60, LONG),
        ("愛着", 24, "子どもの愛着を目的に、教室を開き…"),
        ("取材", 16, "…まちを取材し記事をつくり…"),
        ("取材", 24, "…記者の目線で、まちを取材し記事をつくり…"),
        ("取材", 28, "…まちを取材し記事をつくり、市外へ広く発信する。"),
        ("発信", 26, "…まちを取材し記事をつくり、市外へ広く発信する。"),
        ("発信", 9, "…市外へ広く発信…"),
    ],
)
def test_the_clause_that_is_quoted_for_stays(word: str, most: float, told: str) -> None:
    assert excerpt(span(LONG, word), most) == told
    assert em(told) <= most


def test_a_cut_name_leaves_its_bracket_out_or_closes_it() -> None:
    assert short("散策拠点（地場産品と結び付けた整備）", 14) == "散策拠点…"
    assert short("「地場産品と結び付けた整備」の事業", 10) == "「地場産品と結び…」"
    assert short("甲「乙（丙丁戊己庚辛壬癸）」", 10) == "甲「乙（丙丁戊…）」"
    assert short("短い\n名", 10) == "短い 名"


def test_a_sentence_is_not_cut_inside_brackets_nor_at_an_exclamation_in_a_name(
    tmp_path: object,
) -> None:
    from enishi.graph.evidence_spans import SpanReader
    from enishi.graph.plan_view import read_plans

    rows = [("元気！いるま", "店で「茶を飲む。語る。」会を（春！秋）開く。次は未定。", "甲課")]
    plan = SmallPlan(rows)
    plan.say(1, "partner", "店", word="語る")
    view = read_plans(plan.store(tmp_path))  # type: ignore[arg-type]
    assert isinstance(view.spans, SpanReader)
    (said,) = view.quoted(view.statements["partner"][0].spans)
    assert said.quote == "店で「茶を飲む。語る。」会を（春！秋）開く。"
    assert said.told is not None and said.quote[slice(*said.told)] == "語る"
    (row,) = view.spans.all(view.projects[next(iter(view.projects))].spans)
    assert [each.quote for each in view.spans.sentences(row)] == [
        "元気！いるま", "店で「茶を飲む。語る。」会を（春！秋）開く。", "次は未定。", "甲課",
    ]  # fmt: skip
