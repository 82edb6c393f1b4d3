"""The 26 questions on graphs that others made: other levels, no packages, labels that are not here.

Each graph is small enough to answer every question on paper.
"""

from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Graph

from enishi.graph.binding import bind_values
from enishi.graph.questions import all_questions, find_question
from enishi.graph.store import KnowledgeBase, open_kb
from enishi.ontology.terms import PREFIXES

Row = tuple[str, ...]
HEAD = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
HEAD += "@prefix : <http://plans.example/hill#> .\n"

#: Policy, measure, basic measure, basic project, project; no goals, no packages, no spans, and no
#: labels of Enishi's schemes. IRIs and labels are those of somebody else, some in English.
FIVE_LEVELS = """
:plan a eni:Plan ; skos:prefLabel "丘陵町総合計画"@ja .
:policy a eni:Measure ; eni:levelLabel "政策" ; skos:prefLabel "安心"@ja ; dct:isPartOf :plan .
:measure a eni:Measure ; eni:levelLabel "施策" ; skos:prefLabel "防災"@ja ; dct:isPartOf :policy .
:basic a eni:Measure ; eni:levelLabel "基本施策" ; skos:prefLabel "備え"@ja ; dct:isPartOf :measure .
:line a eni:Measure ; eni:levelLabel "基本事業" ; skos:prefLabel "備蓄"@ja ; dct:isPartOf :basic .
:empty a eni:Measure ; skos:prefLabel "交通"@ja ; dct:isPartOf :policy .

:stock a eni:Project ; skos:prefLabel "食料の備蓄（本庁）"@ja ; dct:isPartOf :line ;
  dct:description "備蓄を進める。"@ja ; eni:responsibleUnit :safety ; eni:partner :red ;
  eni:proposalStatus eni-status:continuing ; dct:audience eni-audience:residents .
:water a eni:Project ; skos:prefLabel "食料の備蓄（支所）"@ja ; dct:isPartOf :line ;
  dct:description "備蓄を進める。"@ja ; eni:responsibleUnit :health ; eni:partner :red ;
  eni:sourceMark eni-mark:star ; eni:proposalStatus eni-status:wide-area ;
  eni:relatedUnit :safety ; eni:responsibleSubUnit :centre ;
  eni:participantClass eni-class:neighbouring-municipality ; dct:audience :walkers ;
  cv:hasParticipation :p1 .
:grant a eni:Project ; skos:prefLabel "茶の間の耐震"@ja ; dct:isPartOf :measure ;
  dct:description "工事を助成する。"@ja ; eni:responsibleUnit :safety .

:safety a org:OrganizationalUnit ; skos:prefLabel "安全課" .
:health a org:OrganizationalUnit ; skos:prefLabel "健康課"@ja .
:centre a org:OrganizationalUnit ; skos:prefLabel "支所"@ja ; org:subOrganizationOf :health .
:red a org:Organization ; skos:prefLabel "Red Cross"@en .
:walkers a skos:Concept ; skos:prefLabel "Walkers"@en .
:p1 a cv:Participation ; cv:hasParticipant :health ; cv:role eni-role:responsible ;
  eni:openEnded true ; eni:claimStatus eni-claim:asserted ; eni:confidence 1.0 .
"""

#: Two goals whose projects stand in a package or right under the goal, with years and a list.
GOALS = """
:plan a eni:Plan ; skos:prefLabel "海辺市計画"@ja .
:g1 a eni:Goal ; skos:prefLabel "海"@ja ; dct:identifier "1" ; eni:projectAlias "港"@ja ; dct:isPartOf :plan .
:g2 a eni:Goal ; skos:prefLabel "山"@ja ; dct:isPartOf :plan .
:pack a eni:Package ; skos:prefLabel "港（新）"@ja ; dct:isPartOf :g1 ; eni:partner :uni .
:boat a eni:Project ; skos:prefLabel "船"@ja ; dct:isPartOf :pack ; eni:inPackage :pack ;
  eni:responsibleUnit :sea ; dct:description "船を出す。"@ja .
:hut a eni:Project ; skos:prefLabel "小屋"@ja ; dct:isPartOf :g2 ; eni:responsibleUnit :sea .
:sea a org:OrganizationalUnit ; skos:prefLabel "水産課"@ja .
:uni a org:Organization ; skos:prefLabel "海辺大学"@ja .
:bullet a eni:ListedItem ; skos:prefLabel "船の事業"@ja ; dct:isPartOf :pack ; eni:refersTo :boat .
:loose a eni:ListedItem ; skos:prefLabel "網"@ja ; dct:isPartOf :pack .
:y1 a eni:YearOutline ; skos:prefLabel "1年目"@ja ; eni:planYear 1 ; dct:isPartOf :pack .
:y2 a eni:YearOutline ; skos:prefLabel "2年目"@ja ; eni:planYear 2 ; dct:isPartOf :pack .
:i1 a eni:OutlineItem ; skos:prefLabel "船の試験運航を検討"@ja ; dct:isPartOf :y1 .
:i2 a eni:OutlineItem ; skos:prefLabel "船の試験運航を実施"@ja ; dct:isPartOf :y2 .
:i3 a eni:OutlineItem ; skos:prefLabel "桟橋の調査"@ja ; dct:isPartOf :y1 .
:i4 a eni:OutlineItem ; skos:prefLabel "網の購入"@ja ; dct:isPartOf :y2 .
:i5 a eni:OutlineItem ; skos:prefLabel "会議"@ja ; dct:isPartOf :y1 .
:i6 a eni:OutlineItem ; skos:prefLabel "会議"@ja ; dct:isPartOf :y2 .
"""

#: Question → its rows on FIVE_LEVELS, less the IRIs.
FIVE: dict[int, set[Row]] = {
    1: {("continuing", "1"), ("wide-area", "1"), ("区分の記載なし", "1")},
    2: {("食料の備蓄（支所）", "wide-area", "健康課"), ("茶の間の耐震", "", "安全課")},
    3: {
        ("計画", "丘陵町総合計画", "3"),
        ("政策", "安心", "3"),
        ("施策", "防災", "3"),
        ("基本施策", "備え", "2"),
        ("基本事業", "備蓄", "2"),
        ("施策", "交通", "0"),
    },
    4: {("安全課", "2"), ("健康課", "1")},
    5: set(),
    6: set(),
    7: set(),
    8: {("安心", "3"), ("防災", "3"), ("備え", "2"), ("備蓄", "2"), ("交通", "0")},
    9: {("食料の備蓄（支所）", "wide-area", "健康課")},
    10: {("食料の備蓄（支所）", "健康課", "")},
    11: {("支所", "健康課", "食料の備蓄（支所）")},
    12: {("Red Cross", "2", "2")},
    13: {
        ("Red Cross", "健康課", "食料の備蓄（支所）"),
        ("Red Cross", "安全課", "食料の備蓄（本庁）"),
    },
    14: {
        ("Red Cross", "事業", "食料の備蓄（本庁）", "安全課"),
        ("Red Cross", "事業", "食料の備蓄（支所）", "健康課"),
    },
    15: {
        ("Red Cross", "食料の備蓄（本庁）", "", "安全課", "", "", "continuing"),
        ("Red Cross", "食料の備蓄（支所）", "", "健康課", "", "", "wide-area"),
    },
    16: {("neighbouring-municipality", "", "事業", "食料の備蓄（支所）", "健康課")},
    17: {("食料の備蓄（支所）", "健康課", "true", "true")},
    18: {("食料の備蓄（支所）", "健康課", "安全課")},
    19: {("茶の間の耐震", "安全課")},
    20: {
        ("食料の備蓄（本庁）", "安全課", "備蓄を進める。"),
        ("食料の備蓄（支所）", "健康課", "備蓄を進める。"),
    },
    21: {
        ("食料の備蓄", "事業", "食料の備蓄（本庁）"),
        ("食料の備蓄", "事業", "食料の備蓄（支所）"),
    },
    22: set(),
    23: set(),
    24: {("茶の間の耐震", "安全課")},
    25: {("residents", "1", "1", "安全課", "1"), ("Walkers", "1", "1", "健康課", "1")},
    26: {("計画", "1", "1"), ("施策", "5", "5"), ("事業", "3", "3"), ("参加", "1", "1")},
}
#: The same for GOALS, where it says something that FIVE_LEVELS does not.
OTHER: dict[int, set[Row]] = {
    3: {("計画", "海辺市計画", "2"), ("基本目標", "海", "1"), ("基本目標", "山", "1")},
    5: {("水産課", "2", "1", "海", "1"), ("水産課", "2", "", "山", "1")},
    6: {("海", "山", "水産課", "1", "1")},
    7: {("港（新）", "1", "1")},
    8: set(),
    14: {("海辺大学", "パッケージ", "港（新）", "水産課")},
    15: set(),
    21: {("港", "目標の別名", "港"), ("港", "パッケージ", "港（新）")},
    22: {
        ("港（新）", "1", "2", "変更", "船の試験運航を検討", "船の試験運航を実施"),
        ("港（新）", "1", "2", "追加", "", "網の購入"),
        ("港（新）", "1", "2", "記載なし", "桟橋の調査", ""),
    },
    23: {("港（新）", "船の事業", "船", "", ""), ("港（新）", "網", "", "", "")},
}
CASES = [
    *(("five", FIVE_LEVELS, number, rows) for number, rows in FIVE.items()),
    *(("goals", GOALS, number, rows) for number, rows in OTHER.items()),
]


def store(folder: Path, text: str) -> KnowledgeBase:
    """The graph as somebody else's Turtle file."""
    path = folder / "theirs.ttl"
    path.write_text(HEAD + text, encoding="utf-8")
    return open_kb(path)


def answers(kb: KnowledgeBase, sparql: str) -> list[Row]:
    """Rows as text, without the column of IRIs."""
    answer = kb.query(sparql)
    assert isinstance(answer, ox.QuerySolutions)
    names = [v.value for v in answer.variables if v.value != "iri"]
    return [tuple(getattr(row[name], "value", "") for name in names) for row in answer]


@pytest.mark.parametrize(("name", "text", "number", "rows"), CASES, ids=lambda v: str(v)[:5])
def test_the_answer_on_a_graph_of_others(
    tmp_path: Path, name: str, text: str, number: int, rows: set[Row]
) -> None:
    question = find_question(str(number))
    sparql = bind_values(question.sparql, question.bindings({}))
    found = answers(store(tmp_path, text), sparql)
    assert set(found) == rows
    assert len(found) == len(rows), "no row twice"
    merged = Graph().parse(data=HEAD + text, format="turtle")
    columns = [str(v) for v in merged.query(sparql).vars or []]
    by_rdflib = {
        tuple("" if v is None else str(v) for c, v in zip(columns, row, strict=True) if c != "iri")
        for row in merged.query(sparql)  # type: ignore[arg-type]
    }
    assert by_rdflib == rows


def test_every_question_has_an_answer_on_paper() -> None:
    assert set(FIVE) == {int(question.id) for question in all_questions()}


def test_a_plan_with_nothing_in_it_gives_no_error(tmp_path: Path) -> None:
    kb = store(tmp_path, ':plan a eni:Plan ; skos:prefLabel "空"@ja .')
    for question in all_questions():
        sparql = bind_values(question.sparql, question.bindings({}))
        assert len(answers(kb, sparql)) == (1 if question.id in ("03", "26") else 0), question.slug
