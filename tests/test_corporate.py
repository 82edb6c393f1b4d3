"""Corporate numbers a user states: checked, used for identity, never guessed."""

import json
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Literal, URIRef
from rdflib.namespace import ORG, RDF

from enishi.data.agents.corporate import check_digit, organisation_key
from enishi.data.reading import read_plan
from enishi.data.settings import settings_for
from enishi.errors import InputError
from enishi.graph.building import build_plans
from enishi.graph.check import check_kb
from enishi.graph.store import KnowledgeBase, open_kb
from enishi.ontology.terms import eni, ext

#: The worked example of the ordinance; a made-up neighbour with its digit reckoned on paper:
#: 123456789012 from the right 2·1+1·2+0·1+9·2+8·1+7·2+6·1+5·2+4·1+3·2+2·1+1·2 = 74, 9 - 74 % 9 = 7.
NUMBER, MADE_UP = "8700110005901", "7123456789012"
PLAN = (
    "甲市総合戦略\n基本目標1：「働く」\n◇基本施策：雇用を増やす\n【新規事業】\n"
    "事業名\t取組内容\t所管課\n仕事の相談\t甲州大学と連携して相談を行う。\t商工課\n"
)


def folder(tmp_path: Path, table: str) -> Path:
    document = tmp_path / "plan.txt"
    document.write_text(PLAN, encoding="utf-8")
    (tmp_path / "plan.toml").write_text(f"[corporate_numbers]\n{table}\n", encoding="utf-8")
    return document


def test_check_digit_as_worked_by_hand() -> None:
    assert check_digit(NUMBER[1:]) == "8"
    assert check_digit(MADE_UP[1:]) == "7"


def test_a_stated_number_is_the_organisations_identity(tmp_path: Path) -> None:
    document = folder(tmp_path, f'"甲州大学" = "{MADE_UP}"')
    kb = open_kb(str(tmp_path / "kb.trig"))
    (built,) = build_plans(kb, [(document, settings_for(document))])
    assert not built.notices
    graph = kb.dataset().graph(URIRef(built.plan))
    node = URIRef(f"https://w3id.org/enishi/id/org/{MADE_UP}")
    assert (None, URIRef(eni.partner), node) in graph
    assert (node, RDF.type, ORG.FormalOrganization) in graph
    number = Literal(MADE_UP, datatype=URIRef(eni.houjinBangou))
    assert (node, ORG.identifier, number) in graph


def test_without_a_stated_number_no_organisation_is_formal(tmp_path: Path) -> None:
    document = folder(tmp_path, "")
    kb = open_kb(str(tmp_path / "kb.trig"))
    (built,) = build_plans(kb, [(document, settings_for(document))])
    graph = kb.dataset().graph(URIRef(built.plan))
    assert list(graph.subjects(RDF.type, ORG.Organization))
    assert not list(graph.subjects(RDF.type, ORG.FormalOrganization))


def test_a_number_for_a_name_the_plan_does_not_have_is_said(tmp_path: Path) -> None:
    document = folder(tmp_path, f'"乙州大学" = "{MADE_UP}"')
    notices = read_plan(document, settings_for(document)).notices
    assert [MADE_UP in notice.message.ja for notice in notices] == [True]


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ('"甲州大学" = "123"', "123"),
        (f'"甲州大学" = "1{MADE_UP[1:]}"', "甲州大学"),
        (f'"甲州大学" = "{MADE_UP}"\n"乙" = "{MADE_UP}"', "両方"),
        ('"甲州大学" = ["7"]', "甲州大学"),
    ],
)
def test_wrong_numbers_are_refused_with_the_file(tmp_path: Path, table: str, words: str) -> None:
    with pytest.raises(InputError) as caught:
        settings_for(folder(tmp_path, table))
    assert words in caught.value.message.ja
    assert caught.value.where.endswith("plan.toml")


def test_numbers_that_are_no_table_are_refused(tmp_path: Path) -> None:
    document = folder(tmp_path, "")
    (tmp_path / "plan.toml").write_text("corporate_numbers = 3\n", encoding="utf-8")
    with pytest.raises(InputError, match="corporate_numbers"):
        settings_for(document)


#: Of the same company, and one whose form stands behind its name.
SPELT = ("㈱甲州製茶", "株式会社甲州製茶", "（株）甲州製茶", "(株) 甲州製茶", "株式会社　甲州製茶")
OTHER = "甲州製茶㈱"
NAMES = f"SELECT ?o ?l ?a {{ ?o a <{ext.Organization}> ; <{ext.prefLabel}> ?l OPTIONAL {{ ?o <{ext.altLabel}> ?a }} }}"


def reviews(path: Path, *recipients: str) -> Path:
    """Records that pay these, one each."""
    rows = [
        {"事業名": f"事業{n}", "所管課": "商工課", "支出先": [{"支出先名": name}]}
        for n, name in enumerate(recipients, 1)
    ]
    text = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    path.write_text(text, encoding="utf-8")
    return path


def named(kb: KnowledgeBase) -> dict[str, tuple[set[str], set[str]]]:
    """IRI of each organisation → its names, and its other spellings."""
    found: dict[str, tuple[set[str], set[str]]] = {}
    answer = kb.query(NAMES)
    assert isinstance(answer, ox.QuerySolutions)
    for row in answer:
        labels, others = found.setdefault(row["o"].value, (set(), set()))
        labels.add(row["l"].value)
        others |= {row["a"].value} if row["a"] else set()
    return found


def stored(location: Path, *documents: Path) -> KnowledgeBase:
    kb = open_kb(location)
    for document in documents:
        build_plans(kb, [(document, settings_for(document, profile="records-ja"))])
    return kb


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("㈱甲", "株式会社甲"), ("甲㈲", "甲（有）"), ("（一社）甲", "一般社団法人 甲"),
        ("NPO法人甲", "特定非営利活動法人甲"), ("ＡＢＣ㈱", "ABC株式会社"), ("㈶甲", "財団法人甲"),
    ],
)  # fmt: skip
def test_forms_of_companies_are_one_for_comparing(one: str, other: str) -> None:
    assert organisation_key(one) == organisation_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("㈱甲", "甲㈱"), ("㈱甲", "㈲甲"), ("㈱甲", "甲"), ("一般社団法人甲", "公益社団法人甲")],
)
def test_other_companies_stay_others(one: str, other: str) -> None:
    assert organisation_key(one) != organisation_key(other)


def test_a_form_alone_is_a_name() -> None:
    assert organisation_key("㈱") == "(株)" and organisation_key("株式会社") == "株式会社"


def test_a_company_is_one_in_a_plan_however_its_form_is_written(tmp_path: Path) -> None:
    kb = stored(tmp_path / "kb", reviews(tmp_path / "a.ndjson", *SPELT, OTHER))
    found = sorted(named(kb).values(), key=lambda row: len(row[1]))
    others = {" ".join(name.split()) for name in SPELT[1:]}
    assert found == [({OTHER}, set()), ({SPELT[0]}, others)]


@pytest.mark.parametrize("location", ["kb", "kb.trig"])
def test_a_company_is_one_in_several_plans_and_has_one_name(tmp_path: Path, location: str) -> None:
    first, second = reviews(tmp_path / "a.ndjson", SPELT[1]), tmp_path / "b.csv"
    second.write_text(
        f"事業名,事業概要,担当課,委託先\n仕事の相談,相談を行う。,商工課,{SPELT[0]}\n"
        f"道の相談,道を直す相談を行う。,土木課,{SPELT[2]}\n",
        encoding="utf-8",
    )
    kb = stored(tmp_path / location, first)
    build_plans(kb, [(second, settings_for(second))])
    assert list(named(kb).values()) == [({SPELT[1]}, {SPELT[0], SPELT[2]})]
    assert check_kb(kb).conforms
    before = sorted(map(str, kb.quads()))
    build_plans(kb, [(second, settings_for(second))])
    assert sorted(map(str, kb.quads())) == before
    # Both say so of themselves, and the words that stand there stay as they are.
    partners = kb.query(f"SELECT DISTINCT ?o {{ ?p <{eni.partner}> ?o }}")
    assert isinstance(partners, ox.QuerySolutions)
    assert [row["o"].value for row in partners] == list(named(kb))


def test_a_number_stated_for_one_spelling_holds_for_all(tmp_path: Path) -> None:
    folder(tmp_path, f'"{SPELT[1]}" = "{MADE_UP}"')
    document = tmp_path / "plan.csv"
    rows = f"事業名,事業概要,担当課,委託先\n仕事の相談,相談を行う。,商工課,{SPELT[0]}\n"
    document.write_text(rows, encoding="utf-8")
    kb = open_kb(str(tmp_path / "kb.trig"))
    (built,) = build_plans(kb, [(document, settings_for(document))])
    assert not built.notices
    assert list(named(kb)) == [f"https://w3id.org/enishi/id/org/{MADE_UP}"]
