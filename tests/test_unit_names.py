"""Sections of one name: findings, links and worklist say whose they are.

若葉市, 青波市 and all their sections and projects are invented.
"""

from pathlib import Path

import pytest

from enishi.data.settings import settings_for
from enishi.graph.building import build_plans
from enishi.graph.findings import sentences
from enishi.graph.links import find_links
from enishi.graph.measures import measure
from enishi.graph.plan_view import read_plans
from enishi.graph.store import KnowledgeBase, open_kb
from enishi.graph.unit_names import unit_names
from enishi.graph.worklist import make_worklist

DEPARTMENTS = """\
施策,事業名,担当部,担当課,連携先
くらし,窓口の案内,市民部,総務課,若葉大学
くらし,見守り,福祉部,総務課,若葉大学
くらし,子どもの居場所,福祉部,保育課,
"""
CITIES = """\
自治体名,施策,事業名,担当課,連携先
若葉市,くらし,窓口の案内,企画課,青空大学
青波市,くらし,見守りの輪,企画課,青空大学
青波市,くらし,子どもの居場所,保育課,
"""


def kb_of(tmp_path: Path, rows: str) -> KnowledgeBase:
    path = tmp_path / "plan.csv"
    path.write_text(rows, encoding="utf-8")
    kb = open_kb(tmp_path / "kb.trig")
    build_plans(kb, [(path, settings_for(path))])
    return kb


@pytest.mark.parametrize(
    ("rows", "names", "alone"),
    [
        (DEPARTMENTS, {"総務課（市民部）", "総務課（福祉部）", "保育課"}, "保育課とほか"),
        (CITIES, {"企画課（若葉市）", "企画課（青波市）", "保育課"}, "企画課（若葉市）とほか"),
    ],
    ids=["departments", "cities"],
)
def test_sections_of_one_name_say_whose_they_are(
    tmp_path: Path, rows: str, names: set[str], alone: str
) -> None:
    kb = kb_of(tmp_path, rows)
    assert set(unit_names(read_plans(kb)).values()) == names
    links = find_links(kb, by="section")
    assert {node.name for node in links.nodes} == names
    assert set(make_worklist(kb).sections) == names
    said = "".join(each.ja for each in sentences(read_plans(kb), links, measure(links)))
    assert alone in said


def test_sections_that_nothing_tells_apart_are_numbered(tmp_path: Path) -> None:
    kb = kb_of(tmp_path, DEPARTMENTS)
    view = read_plans(kb)
    view.above = {}
    assert sorted(unit_names(view).values()) == ["保育課", "総務課", "総務課（2）"]
