"""Concepts beside the hierarchy: years of a plan, each worked out by hand from small documents."""

import csv
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from enishi.data.prose.topics import schemes
from enishi.data.settings import settings_for
from enishi.data.words.facets import Facets
from enishi.data.words.lexicon import load
from enishi.graph.building import build_plans
from enishi.graph.concepts import scheme_concepts
from enishi.graph.reviewing import list_readings
from enishi.graph.store import KnowledgeBase, open_kb
from enishi.ontology.terms import PREFIXES, claim, eni, ext

P = "https://w3id.org/enishi/id/112259/2016"

Build = Callable[[str], KnowledgeBase]


def pairs(kb: KnowledgeBase, pattern: str) -> set[tuple[str, str]]:
    """The values of ?a and ?b."""
    answer = kb.query(f"SELECT ?a ?b {{ {pattern} }}")
    assert isinstance(answer, ox.QuerySolutions)
    return {(str(row["a"].value), str(row["b"].value)) for row in answer}  # type: ignore[union-attr]


@pytest.fixture
def build(tmp_path: Path) -> Build:
    """Builds a headed text plan of nobody in particular."""

    def built(text: str) -> KnowledgeBase:
        path = tmp_path / "plan.txt"
        path.write_text(text, encoding="utf-8")
        kb = open_kb(tmp_path / "kb.trig")
        build_plans(kb, [(path, settings_for(path, municipality="local", plan="p"))])
        return kb

    return built


# -- years of a plan --------------------------------------------------------------------------

MEETS = f"?a <{ext.intervalMeets}> ?b"
OUTLINES = """
基本目標1：「海と生きる」

◇基本施策：港を生かす

【パッケージ案】

パッケージ名称等\t港の連携
【事業の背景・概要】\t港を生かす。
"""


def test_the_years_of_six_packages_are_three_intervals_in_a_row(
    iruma_kb: KnowledgeBase,
) -> None:
    """Each of the six 【パッケージ案】 has 1年目, 2年目 and 3年目: the same three years."""
    year = f"{P}/plan-year/"
    assert pairs(iruma_kb, MEETS) == {(year + "1", year + "2"), (year + "2", year + "3")}
    of = pairs(iruma_kb, f"?a a <{eni.YearOutline}> ; <{ext.temporal}> ?b")
    packages = pairs(iruma_kb, f"?a a <{eni.Package}> ; a ?b")
    assert len({package for package, _ in packages}) == 6
    assert sorted(interval for _, interval in of) == [year + n for n in "111111222222333333"]


def test_an_interval_has_the_number_and_no_calendar_year(iruma_kb: KnowledgeBase) -> None:
    said = pairs(iruma_kb, f"<{P}/plan-year/2> ?a ?b")
    assert (eni.planYear, "2") in said and (ext.prefLabel, "2年目") in said
    assert {predicate for predicate, _ in said} == {
        ext.type, ext.prefLabel, eni.planYear, ext.intervalMeets, eni.sourceSpan,
    }  # fmt: skip


def test_years_with_a_gap_do_not_meet_and_no_year_is_invented(build: Build) -> None:
    kb = build(
        f"{OUTLINES}1年目の事業概要\t調べる\n3年目の事業概要\t始める\n4年目の事業概要\t続ける\n"
    )
    year = "https://w3id.org/enishi/id/local/p/plan-year/"
    assert pairs(kb, MEETS) == {(year + "3", year + "4")}
    found = {
        number for _, number in pairs(kb, f"?a a <{ext.ProperInterval}> ; <{eni.planYear}> ?b")
    }
    assert found == {"1", "3", "4"}


# -- area codes -------------------------------------------------------------------------------


def test_the_city_has_the_area_code_of_its_municipality_code(iruma_kb: KnowledgeBase) -> None:
    """入間市 is 112259 (11225 and the check digit 9); e-Stat writes the five digits alone."""
    found = pairs(iruma_kb, f"?a <{eni.areaCode}> ?b")
    city = "https://w3id.org/enishi/id/112259"
    assert found == {(city, "http://data.e-stat.go.jp/lod/sac/C11225")}


def test_no_area_code_where_no_code_is_stated(build: Build) -> None:
    assert pairs(build(f"{OUTLINES}1年目の事業概要\t調べる\n"), f"?a <{eni.areaCode}> ?b") == set()


# -- rules and named plans --------------------------------------------------------------------

PROJECTS = """
基本目標1：「海と生きる」

◇基本施策：港を生かす

【新規事業】

事業名\t取組内容\t所管課
"""


def test_the_plans_that_the_plan_names_are_named_plans(iruma_kb: KnowledgeBase) -> None:
    """創業支援事業計画 (continuing row), 公共交通網形成計画 (two rows), シティセールス戦略プラン and
    入間エコツーリズム事業計画 (years of a package); 制度 and プログラム are none, and the document
    itself stays the only eni:Plan."""
    named = pairs(iruma_kb, f"?a a <{eni.NamedPlan}>, <{eni.Scheme}> ; <{ext.prefLabel}> ?b")
    assert {name for _, name in named} == {
        "創業支援事業計画",
        "公共交通網形成計画",
        "シティセールス戦略プラン",
        "入間エコツーリズム事業計画",
    }
    assert {plan for plan, _ in pairs(iruma_kb, f"?a a <{eni.Plan}> ; a ?b")} == {P}


def test_a_rule_still_to_be_made_is_no_legal_resource(iruma_kb: KnowledgeBase) -> None:
    """空き家バンク制度要綱制定 is what the first year is to do, so there is no such rule yet."""
    assert pairs(iruma_kb, f"?a a <{ext.LegalResource}> ; a ?b") == set()
    assert pairs(iruma_kb, f'?a a <{eni.Scheme}>, ?b ; <{ext.prefLabel}> "空き家バンク制度要綱"@ja')


def test_a_rule_that_stands_is_a_legal_resource(build: Build) -> None:
    kb = build(
        f"{PROJECTS}朝市\t鴎瀬市朝市条例に基づき、朝市を開く。\t水産課\n"
        "夕市\t鴎瀬市夕市要綱を制定し、夕市を始める。\t水産課\n"
        "夜市\t昨年度に鴎瀬市夜市要領を制定した。鴎瀬市観光ビジョンにより夜市を開く。\t水産課\n"
        "昼市\t鴎瀬市昼市規則に基づき、鴎瀬市昼市規則の制定後に開く。\t水産課\n"
    )
    named = pairs(kb, f"?a a <{ext.LegalResource}> ; <{ext.prefLabel}> ?b")
    assert {name for _, name in named} == {
        "鴎瀬市朝市条例",
        "鴎瀬市夜市要領",
        "鴎瀬市昼市規則",
    }
    under = pairs(kb, f"?a <{eni.underScheme}> ?s . ?s a <{eni.NamedPlan}> ; <{ext.prefLabel}> ?b")
    assert {name for _, name in under} == {"鴎瀬市観光ビジョン"}


# -- facets of the status ---------------------------------------------------------------------

NOVELTY, COMMITMENT, SCOPE = (
    PREFIXES["eni-novelty"],
    PREFIXES["eni-commitment"],
    PREFIXES["eni-scope"],
)


def facets(kb: KnowledgeBase, cls: str) -> Counter[str]:
    """facet/value → how many elements of the class have it."""
    found: Counter[str] = Counter()
    for facet in (eni.novelty, eni.commitment, eni.scope):
        for _, value in pairs(kb, f"?a a <{cls}> ; <{facet}> ?b"):
            found[value.removeprefix("https://w3id.org/enishi/")] += 1
    return found


def test_facets_of_the_four_headings_of_the_plan(iruma_kb: KnowledgeBase) -> None:
    """Rows counted in the document, measure by measure.

    パッケージ新規事業案 2+2+4+10+3+1 = 22; パッケージ継続事業 5+2+1+5+4+3 = 20; 実施可能な新規事業案
    2+5+3+2+3+4+2+3 = 24; 広域で実施可能な新規事業案 4. New are 22+24+4; feasible are the 実施可能.
    """
    assert facets(iruma_kb, eni.Project) == {
        "novelty/new": 50,
        "novelty/continuing": 20,
        "commitment/proposed": 22,
        "commitment/committed": 20,
        "commitment/feasible": 28,
        "scope/wide-area": 4,
    }


def test_a_package_has_the_facets_that_its_background_claims(iruma_kb: KnowledgeBase) -> None:
    """狭山茶ブランド振興プロジェクト alone says that it is 継続事業として位置づける."""
    tea = f"{P}/package/002"
    assert pairs(iruma_kb, f"?a a <{eni.Package}> ; <{eni.novelty}> ?b") == {
        (tea, NOVELTY + "continuing")
    }
    assert pairs(iruma_kb, f"?a a <{eni.Package}> ; <{eni.commitment}> ?b") == {
        (tea, COMMITMENT + "committed")
    }


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ("拡充事業", {"novelty/expanded", "commitment/committed"}),
        ("検討中の圏域連携事業", {"commitment/proposed", "scope/wide-area"}),
        ("継続検討とする事業", {"commitment/proposed"}),
        ("市内で実施可能な新規取組", {"scope/city", "commitment/feasible", "novelty/new"}),
        ("新規・継続事業", set()),
        ("構成事業", set()),
    ],
)
def test_headings_of_other_cities_say_what_their_words_say(
    build: Build, heading: str, said: set[str]
) -> None:
    kb = build(PROJECTS.replace("新規事業", heading) + "朝市\t朝市を開く。\t水産課\n")
    assert len(pairs(kb, f"?a a <{eni.Project}> ; a ?b")) == 1
    assert set(facets(kb, eni.Project)) == said


def test_status_cells_of_a_workbook_say_facets_too(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_text(
        "事業名,区分,担当課\n朝市,拡充,水産課\n夕市,構想,水産課\n夜市,未定,水産課\n",
        encoding="utf-8",
    )
    kb = open_kb(tmp_path / "kb.trig")
    build_plans(kb, [(path, settings_for(path, municipality="local", plan="p"))])
    name = f"<{ext.prefLabel}> ?a"
    assert pairs(kb, f"?p a <{eni.Project}> ; {name} ; <{eni.commitment}> ?b") == {
        ("朝市", COMMITMENT + "committed"),
        ("夕市", COMMITMENT + "proposed"),
    }
    assert pairs(kb, f"?p {name} ; <{eni.novelty}> ?b") == {("朝市", NOVELTY + "expanded")}


def test_a_profile_adds_words_of_its_own() -> None:
    own = Facets([{"facet": "novelty", "value": "new", "words": ["チャレンジ枠"]}])
    assert own.said_by("チャレンジ枠の事業") == ("novelty/new",)
    assert Facets().said_by("チャレンジ枠の事業") == ()


def test_facets_of_the_lexicon_are_the_concepts_of_the_schemes() -> None:
    schemes = scheme_concepts()
    for row in load("facets")["facet"]:
        base = PREFIXES[f"eni-{row['facet']}"]
        above = [str(o.value) for p, o in schemes[base + row["value"]] if p == ext.broader]  # type: ignore[union-attr]
        assert above == ([base + row["within"]] if "within" in row else [])
    stated = {PREFIXES[f"eni-{row['facet']}"] + row["value"] for row in load("facets")["facet"]}
    known = {each for each in schemes if each.startswith((NOVELTY, COMMITMENT, SCOPE))}
    assert stated == known


# -- SDGs and readings that a column states ---------------------------------------------------

SDG = PREFIXES["sdg"]
TABLE = "事業名,ふりがな,取組内容,担当課,関連するSDGs\n"
ROWS = (
    '縁日,えにち,朝市を開く。,水産課,"14、17"\n'
    "磯焼け対策,いそやけ たいさく,藻場を守る。,水産課,⑭ 海の豊かさを守ろう\n"
    "浜辺清掃,要確認,2030年までに浜を清掃する。,環境課,17の目標すべて\n"
    "港の夜,,夜に港を開く。,水産課,目標８～１１\n"
)


def stated_in(kb: KnowledgeBase) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """(project, SDG) and (project, reading) that the plan's graph states."""
    name = f"?p a <{eni.Project}> ; <{ext.prefLabel}> ?a"
    goals = pairs(kb, f"{name} ; <{ext.dct_subject}> ?b . FILTER(STRSTARTS(STR(?b), '{SDG}'))")
    readings = pairs(kb, f"{name} ; <{ext.altLabel}> ?b . FILTER(LCASE(LANG(?b)) = 'ja-hrkt')")
    return {(name, goal.removeprefix(SDG)) for name, goal in goals}, readings


EXPECTED_GOALS = {
    ("縁日", "14"),
    ("縁日", "17"),
    ("磯焼け対策", "14"),
    *(("港の夜", number) for number in ("8", "9", "10", "11")),
}
EXPECTED_READINGS = {("縁日", "えにち"), ("磯焼け対策", "いそやけ たいさく")}


def test_sdgs_and_readings_of_a_workbooks_columns(tmp_path: Path) -> None:
    """Numbers only: 17の目標すべて and 要確認 state nothing, and prose is never searched for them."""
    path = tmp_path / "plan.csv"
    path.write_text(TABLE + ROWS, encoding="utf-8")
    kb = open_kb(tmp_path / "kb.trig")
    (built,) = build_plans(kb, [(path, settings_for(path, municipality="local", plan="p"))])
    assert stated_in(kb) == (EXPECTED_GOALS, EXPECTED_READINGS)
    assert built.ledger["unresolved"] == 0
    labels = pairs(kb, f"<{SDG}14> <{ext.prefLabel}> ?a . <{SDG}14> a ?b")
    assert labels == {("海の豊かさを守ろう", ext.Concept), ("Life below water", ext.Concept)}
    claimed = pairs(
        kb,
        f"?c <{ext.object}> <{SDG}17> ; <{eni.sourceSpan}>/<{ext.hasSelector}>/<{ext.exact}> ?a ;"
        f" <{eni.claimStatus}> ?b",
    )
    assert claimed == {("17", claim.asserted)}
    # A reading that the document states asks nobody to confirm it.
    assert list_readings(kb) == []


def test_sdgs_and_readings_of_a_headed_plans_table(build: Build) -> None:
    rows = ROWS.replace('"', "").replace(",", "\t")
    head = PROJECTS.replace("事業名\t取組内容\t所管課", TABLE.strip().replace(",", "\t"))
    assert stated_in(build(head + rows)) == (EXPECTED_GOALS, EXPECTED_READINGS)


def test_sdgs_and_readings_of_records(tmp_path: Path) -> None:
    names = TABLE.strip().split(",")
    rows = [dict(zip(names, row, strict=True)) for row in csv.reader(ROWS.splitlines())]
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    kb = open_kb(tmp_path / "kb.trig")
    build_plans(kb, [(path, settings_for(path, municipality="local", plan="p"))])
    assert stated_in(kb) == (EXPECTED_GOALS, EXPECTED_READINGS)


def test_kana_in_brackets_is_no_reading(build: Build) -> None:
    """（ふれあい） may be a name, a gloss or a reading: nothing is claimed of it."""
    kb = build(PROJECTS + "交流館（ふれあい）整備\t縁（えにし）を結ぶ。\t水産課\n")
    assert stated_in(kb) == (set(), set())


# -- words that are not what they look like ---------------------------------------------------


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("小学、中学、高校、大学生と協働で祭りを行う。", {"大学生"}),
        ("中学・高校生と協働で祭りを行う。", {"高校生"}),
        ("高校、大学と連携して祭りを行う。", {"高校", "大学"}),
    ],
)
def test_schools_that_share_the_last_letter_are_pupils(
    build: Build, words: str, kinds: set[str]
) -> None:
    kb = build(f"{PROJECTS}朝市\t{words}\t水産課\n")
    found = pairs(kb, f"?p <{eni.participantClass}> ?a . ?a <{ext.prefLabel}> ?b")
    assert {name for _, name in found if name in {"高校", "大学", "大学生", "高校生"}} == kinds


def test_a_kind_in_the_words_of_the_plan_is_a_class_of_agents(build: Build) -> None:
    kb = build(f"{PROJECTS}朝市\t近隣茶産地と連携して朝市を開く。\t水産課\n")
    named = pairs(kb, f'?a <{ext.prefLabel}> "近隣茶産地"@ja ; a ?b')
    assert {cls for _, cls in named} == {ext.Concept, ext.AgentClass}


def test_a_service_that_moves_is_no_place(build: Build) -> None:
    kb = build(
        f"{PROJECTS}読書\t「Day移動児童館」と鴎瀬移動図書館を走らせ、鴎瀬図書館で休む。\t水産課\n"
    )
    found = pairs(kb, f"?p <{ext.spatial}> ?a . ?a <{ext.prefLabel}> ?b")
    assert {name for _, name in found} == {"鴎瀬図書館"}


def test_a_fund_with_a_name_in_kana_is_a_scheme(iruma_kb: KnowledgeBase) -> None:
    """観光ショウケース実施事業（ふるさと創造資金活用事業）, line 235; a fund is no rule and no plan."""
    fund = f'?a a <{eni.Scheme}> ; <{ext.prefLabel}> "ふるさと創造資金"@ja'
    assert {kind for _, kind in pairs(iruma_kb, f"{fund} ; a ?b")} == {eni.Scheme}
    users = pairs(iruma_kb, f"{fund} . ?p <{eni.underScheme}> ?a ; <{ext.prefLabel}> ?b")
    assert {name[:8] for _, name in users} == {"観光ショウケース"}


def test_words_that_can_be_parted_in_many_ways_are_read_once() -> None:
    """障がい者 is 障がい and 者 too: without one reading of it, this would not end."""
    assert list(schemes("障がい者" * 300 + "。")) == []
    (found,) = schemes("障がい者支援基本計画に基づき")
    assert found.name == "障がい者支援基本計画"
