"""What must change nothing, or only what it should, on a plan with evidence of every kind."""

import itertools
import math
from pathlib import Path

import pytest

from enishi.graph.evidence import BY_NAME, IN_NAME, KINDS
from enishi.graph.plan_view import Relation, read_plans
from enishi.graph.store import KnowledgeBase
from enishi.graph.suggest import Suggestion, find_suggestions
from enishi.graph.suggest_pairs import SearchedPlan, searched
from enishi.ontology.terms import PREFIXES, eni, ext

from .small_plan import PLAN, SmallPlan, iri
from .test_suggest_kinds import ox_integer

ROWS = [
    ("縁結びの会", "水車組合と橋の広場で若鮎を配る。橋守条例により平成28年度に始める。", "甲課"),
    ("婚活の会", "水車組合と橋の広場で若鮎を焼く。橋守条例により2016年度に終える。", "乙課"),
    ("鐘の会", "水車組合と鐘を打つ。", "丙課"),
    ("開館の会", "公民館の戸を妊婦に開く。", "丙課"),
    ("体操の会", "妊婦と体操をする。", "丁課"),
    ("読み聞かせの会", "乳幼児に本を読む。自治会に頼む。", "丁課"),
    ("畑の会", "畑を耕す。自治会と丁課に頼む。", "甲課"),
    ("土産の会", "土産を包む。若者と畑の鐘を鋳る。", "乙課"),
    ("灯籠の会", "灯籠を若者と流す。土産を置く。", "丁課"),
]
_AUDIENCE, _THEME = PREFIXES["eni-audience"], PREFIXES["eni-theme"]
#: (name of the row, relation, label or the end of a concept's IRI, word that says so)
SAID: list[tuple[str, Relation, str, str]] = [
    *((row, "partner", "水車組合", "") for row in ("縁結びの会", "婚活の会", "鐘の会")),
    *((row, "place", "橋の広場", "") for row in ("縁結びの会", "婚活の会")),
    *((row, "involves", "若鮎", "") for row in ("縁結びの会", "婚活の会")),
    *((row, "scheme", "橋守条例", "") for row in ("縁結びの会", "婚活の会")),
    *((row, "partner_kind", "自治会", "") for row in ("読み聞かせの会", "畑の会")),
    *((row, "audience", "若者", "") for row in ("土産の会", "灯籠の会")),
    ("開館の会", "audience", f"{_AUDIENCE}expectant-mothers", "妊婦"),
    ("読み聞かせの会", "audience", f"{_AUDIENCE}infants", "乳幼児"),
    ("畑の会", "theme", f"{_THEME}agriculture", "畑"),
    ("土産の会", "theme", f"{_THEME}local-products", "土産"),
    ("灯籠の会", "theme", f"{_THEME}local-products", "土産"),
    ("畑の会", "related", "丁課", ""),
]


def every_kind(order: list[int], *, rename: dict[str, str] | None = None) -> SmallPlan:
    """The rows in this order; `rename` gives sections other names, in the texts too."""

    def named(text: str) -> str:
        for old, new in (rename or {}).items():
            text = text.replace(old, new)
        return text

    rows = [ROWS[number] for number in order]
    plan = SmallPlan([(name, named(text), named(section)) for name, text, section in rows])
    number = {name: row for row, (name, _, _) in enumerate(rows, 1)}
    for name, relation, what, word in SAID:
        concept = what if what.startswith("http") else None
        plan.say(number[name], relation, named(what), word=named(word), target=concept)
    for name in ("縁結びの会", "婚活の会"):  # both in the second year, of two packages
        row = number[name]
        outline = f"{plan.package(row, f'束{row}', [row])}/year/2"
        plan.add(outline, ext.isPartOf, iri(PLAN))
        plan.add(outline, eni.planYear, ox_integer(2))
        plan.say(row, "reference", of=outline, target=plan.project(row), word=name)
    return plan


def plan_in(kb: KnowledgeBase) -> SearchedPlan:
    return searched(read_plans(kb), PLAN)


Told = dict[frozenset[str], tuple[float, dict[tuple[str, str], float]]]


def told(kb: KnowledgeBase) -> tuple[Told, Told]:
    """Pairs and trios by the names of their projects: score and evidence."""

    def said(each: Suggestion) -> tuple[float, dict[tuple[str, str], float]]:
        return each.score, {(e.kind, e.label.ja): e.weight for e in each.evidence}

    found = find_suggestions(kb, top=99)
    pairs, trios = (
        {frozenset(p.name for p in each.projects): said(each) for each in listed}
        for listed in (found.items, found.trios)
    )
    return pairs, trios


AS_WRITTEN = list(range(len(ROWS)))


def store(plan: SmallPlan, folder: Path) -> KnowledgeBase:
    folder.mkdir()
    return plan.store(folder)


def test_the_plan_has_evidence_of_every_kind(tmp_path: Path) -> None:
    plan = plan_in(store(every_kind(AS_WRITTEN), tmp_path / "a"))
    pairs = itertools.combinations(plan.ground.projects, 2)
    kinds = {kind for one, other in pairs for kind, _ in plan.table.shared(one.iri, other.iri)}
    assert kinds == {kind.name for kind in KINDS}
    _, trios = told(plan.view.spans._kb)
    assert set(trios) == {frozenset(("縁結びの会", "婚活の会", "鐘の会"))}


@pytest.mark.parametrize("order", [AS_WRITTEN[::-1], [4, 0, 8, 2, 6, 1, 7, 3, 5]])
def test_the_order_of_the_rows_changes_no_score_and_no_evidence(
    tmp_path: Path, order: list[int]
) -> None:
    written = told(store(every_kind(AS_WRITTEN), tmp_path / "a"))
    assert told(store(every_kind(order), tmp_path / "b")) == written
    assert all(written)


def test_names_of_sections_change_nothing_but_their_names(tmp_path: Path) -> None:
    new = {"甲課": "水辺の暮らし課", "乙課": "縁結び推進部", "丁課": "妊婦支援課"}
    pairs, trios = told(store(every_kind(AS_WRITTEN), tmp_path / "a"))
    renamed_pairs, renamed_trios = told(store(every_kind(AS_WRITTEN, rename=new), tmp_path / "b"))
    # A section that is called like a subject or an audience adds neither.
    assert renamed_trios == trios
    assert renamed_pairs == {
        who: (score, {(kind, new.get(label, label)): w for (kind, label), w in evidence.items()})
        for who, (score, evidence) in pairs.items()
    }


@pytest.mark.parametrize("times", [1, 2])
def test_an_unrelated_goal_only_makes_everything_rarer(tmp_path: Path, times: int) -> None:
    """Each feature is in as many projects of a larger plan, and nothing else changes."""
    unrelated = [("雲の記録", "雲を描く。", "戊課"), ("空の記録", "空を見る。", "戊課")]
    plan, more = every_kind(AS_WRITTEN), every_kind(AS_WRITTEN)
    goal = SmallPlan(unrelated * times, plan=f"{PLAN}/goal/9")
    more.quads += [
        quad
        for quad in goal.quads
        if not (quad.subject.value == goal.plan and quad.object.value == eni.Plan)
    ]
    more.add(goal.plan, ext.type, iri(eni.Goal))
    more.add(goal.plan, ext.isPartOf, iri(PLAN))
    more.quads = [type(q)(q.subject, q.predicate, q.object, iri(PLAN)) for q in more.quads]
    small, large = (
        plan_in(store(each, tmp_path / name)) for each, name in ((plan, "a"), (more, "b"))
    )
    assert large.size == small.size + 2 * times
    rarer = math.log2(large.size / small.size)
    for one, other in itertools.combinations([each.iri for each in small.ground.projects], 2):
        before, after = small.table.shared(one, other), large.table.shared(one, other)
        assert before.keys() == after.keys()
        for key, weight in after.items():
            kind = BY_NAME[key[0]]
            named = sum(key in large.table.in_name.get(p, ()) for p in (one, other))
            ways = 1 if kind.sides is None else round(weight / large.table.weight(key))
            more_bits = kind.weight * ways * IN_NAME**named * rarer
            assert weight - before[key] == pytest.approx(more_bits)
    # Its rows are of one section and share nothing with the others.
    pairs, trios = told(large.view.spans._kb)
    assert pairs.keys() == told(small.view.spans._kb)[0].keys()
    assert trios.keys() == told(small.view.spans._kb)[1].keys()
