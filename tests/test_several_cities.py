"""Plans of two cities in one knowledge base: what is called alike is told apart, lines say their plan."""

from pathlib import Path

import openpyxl
import pyoxigraph as ox
import pytest

from enishi.graph.store import KnowledgeBase, open_kb
from enishi.graph.suggest import find_suggestions
from enishi.graph.worklist import make_worklist
from enishi.language import Lang, set_lang
from enishi.ontology.terms import ID_BASE, ext
from enishi.visualize.reading import read_model
from enishi.visualize.report import suggestions_text
from enishi.visualize.worklist_book import write_worklist_book

from .small_plan import SmallPlan

PLANS = {f"{ID_BASE}local/east": "ひがし計画", f"{ID_BASE}local/west": "にし計画"}
EAST, WEST = PLANS
CITY = f"{ID_BASE}local/west-city"


#: Rows of the same section: what all rows share would tell nothing.
ROOF = [("屋根の修理", "直す。", "図書館"), ("窓の修理", "拭く。", "図書館")]


class OfCity(SmallPlan):
    """Its sections and things are its own: those of another city have other IRIs."""

    def thing(self, label: str) -> str:
        thing = f"{self.plan}/thing/{label.encode().hex()}"
        self.add(thing, ext.prefLabel, ox.Literal(label, language="ja"))
        return thing


@pytest.fixture
def kb(tmp_path: Path) -> KnowledgeBase:
    kb = open_kb(tmp_path / "kb.trig")
    for plan, name in PLANS.items():
        rows = [("鮎の放流", "鮎を放す。", "図書館"), ("鮎の味", "鮎を売る。", "港湾課")]
        if plan == EAST:
            rows = [("鮎の絵本", "鮎を読む。", "図書館"), ("鮎の食堂", "鮎を焼く。", "農林課")]
        made = OfCity(rows + ROOF, plan=plan)
        for row in (1, 2):
            made.say(row, "involves", "鮎")
        made.add(plan, ext.prefLabel, ox.Literal(name, language="ja"))
        if plan == WEST:
            made.add(plan, ext.publisher, ox.NamedNode(CITY))
            made.add(CITY, ext.prefLabel, ox.Literal("にし市", language="ja"))
        kb.replace({plan: made.quads})
    return kb


def test_sections_of_one_name_get_their_city_or_their_plan(kb: KnowledgeBase) -> None:
    work = make_worklist(kb)
    assert set(work.sections) == {"図書館（ひがし計画）", "図書館（にし市）", "農林課", "港湾課"}
    assert {each.sections for each in work.pairs} == {
        ("図書館（ひがし計画）", "農林課"),
        ("図書館（にし市）", "港湾課"),
    }


def test_on_the_map_they_get_the_letters_of_their_plans(kb: KnowledgeBase) -> None:
    names = {node.name for node in read_model(kb).of_type("section")}
    assert names == {"図書館（A）", "図書館（B）", "農林課", "港湾課"}


@pytest.mark.parametrize(
    ("lang", "east", "west"),
    [("ja", "【ひがし計画】", "【にし計画】"), ("en", "[ひがし計画] ", "[にし計画] ")],
)
def test_a_suggestion_says_of_which_plan_it_is(
    kb: KnowledgeBase, tmp_path: Path, lang: Lang, east: str, west: str
) -> None:
    set_lang(lang)
    try:
        said = suggestions_text(find_suggestions(kb))
    finally:
        set_lang(None)
    assert said.count(east) == said.count(west) == 1
    book = tmp_path / "work.xlsx"
    write_worklist_book(make_worklist(kb), book, lang=lang)
    cells = [cell.value for row in openpyxl.load_workbook(book).worksheets[0] for cell in row]
    for mark in (east, west):
        assert sum(str(value).startswith(mark) for value in cells) == 1


def test_one_plan_needs_no_mark(tmp_path: Path) -> None:
    kb = open_kb(tmp_path / "one.trig")
    rows = [("鮎の絵本", "読む。", "図書館"), ("鮎の食堂", "焼く。", "農林課"), *ROOF]
    made = OfCity(rows, plan=EAST)
    for row in (1, 2):
        made.say(row, "involves", "鮎")
    made.add(EAST, ext.prefLabel, ox.Literal("ひがし計画", language="ja"))
    kb.replace({EAST: made.quads})
    said = suggestions_text(find_suggestions(kb))
    assert "鮎の食堂" in said
    assert "ひがし計画" not in said
    assert set(make_worklist(kb).sections) == {"図書館", "農林課"}
