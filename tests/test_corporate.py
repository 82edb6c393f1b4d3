"""Corporate numbers a user states: checked, used for identity, never guessed."""

from pathlib import Path

import pytest
from rdflib import Literal, URIRef
from rdflib.namespace import ORG, RDF

from enishi.data.corporate import check_digit
from enishi.data.reading import read_plan
from enishi.data.settings import settings_for
from enishi.errors import InputError
from enishi.graph.building import build_plans
from enishi.graph.store import open_kb
from enishi.ontology.terms import eni

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
