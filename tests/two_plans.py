"""A knowledge base of two small plans of one city, which share a section and a partner."""

from pathlib import Path

import pyoxigraph as ox

from enishi.graph.store import KnowledgeBase, open_kb
from enishi.ontology.terms import ID_BASE, ext

from .small_plan import SmallPlan

BASE = f"{ID_BASE}local/"
HARBOUR, FOREST = BASE + "harbour", BASE + "forest"
NAMES = {HARBOUR: "みなと計画", FOREST: "もり計画"}
ROWS = {
    HARBOUR: [("岸壁の灯り", "灯す。", "農林課"), ("船の学校", "学ぶ。漁協と行う。", "港湾課")],
    FOREST: [("若鮎の放流", "放す。漁協と行う。", "農林課"), ("森の学校", "学ぶ。", "教育課")],
}
#: Both plans name them: IRIs are made from names.
SHARED_SECTION = f"{BASE}thing/{'農林課'.encode().hex()}"
SHARED_PARTNER = f"{BASE}thing/{'漁協'.encode().hex()}"


def project(plan: str, number: int) -> str:
    return f"{plan}/project/{number:03d}"


def two_plans(path: Path) -> KnowledgeBase:
    """Both plans in one file; nothing is proposed yet."""
    kb = open_kb(path)
    for plan, rows in ROWS.items():
        made = SmallPlan(rows, plan=plan)
        made.say(2 if plan == HARBOUR else 1, "partner", "漁協")
        made.add(plan, ext.prefLabel, ox.Literal(NAMES[plan], language="ja"))
        kb.replace({plan: made.quads})
    return kb
