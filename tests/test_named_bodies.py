"""Names of bodies in prose as plans write them: what counts, rules and kinds of bodies are no names.

星見市, its bodies and its projects are invented.
"""

import csv
from pathlib import Path

import pytest

from enishi.data.agents.partners import Context, partner_mentions
from enishi.data.reading import read_plan
from enishi.data.records import ASSERTED_FROM, Participation
from enishi.data.settings import settings_for

NOBODY = Context(frozenset(), frozenset(), None)


def _named(text: str, *, doubtful: bool = False) -> list[str]:
    return [
        m.name for m in partner_mentions(text, NOBODY)
        if m.kind == "org" and (doubtful or m.confidence >= ASSERTED_FROM)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "named"),
    [
        # 全 of 全国 is a part of the name.
        ("全国灯台会議所と連携して講座を開く。", ["全国灯台会議所"]),
        # A form of company with others behind it names none.
        ("社会福祉法人等に委託する。", []),
        ("社会福祉法人やNPO法人に委託する。", []),
        ("NPO法人等に見守りを委託する。", []),
        ("NPO法人ほしのわに見守りを委託する。", ["NPO法人ほしのわ"]),
        # Letters that only begin like one.
        ("JAXA星見観測所の一般公開等での物産展へ出展し、JA星見と連携する。", ["JA星見"]),
        # Markets are no cities.
        ("夜市の支援を行う。", []),
        ("骨董市の支援と、屋台村の支援を行う。", []),
        # Counted, or meant by the text around.
        ("市内の6小学校と連携する。", []),
        ("４漁協と連携する。", []),
        ("企業16社と連携する。", []),
        ("本協議会と連携する。", []),
        ("所属漁協と連携する。", []),
        ("星見漁協と連携する。", ["星見漁協"]),
        # Parts of the land, and who is meant by 国県.
        ("地区に委託する。", []),
        ("国県と連携する。", []),
        ("関係国政府と連携する。", []),
        ("こども園に委託する。", []),
        # What is done, not who does it.
        ("住宅建設等に協力する。", []),
        ("水産加工業と連携する。", []),
    ],
)
def test_who_is_named(text: str, named: list[str]) -> None:
    assert _named(text.translate({ord("４"): "4"})) == named


@pytest.mark.parametrize(
    "text",
    [
        "独立行政法人灯台基金法第10条に基づき支給する。",
        "一般財団法人星見市灯台協会運営事業補助金交付要綱による。",
        "社会福祉法人指導監査を行う。",
        "灯台協会定款に基づき総会を開く。",
    ],
)
def test_rules_are_no_bodies(text: str) -> None:
    assert _named(text, doubtful=True) == []


def _partners(tmp_path: Path, rows: list[list[str]]) -> set[str]:
    path = tmp_path / "plan.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["事業名", "担当課", "事業内容"], *rows])
    reading = read_plan(path, settings_for(path))
    return {
        r.agent.name for r in reading.records
        if isinstance(r, Participation) and r.agent and r.agent.kind == "org"
        if r.confidence >= ASSERTED_FROM
    }  # fmt: skip


def test_the_municipality_that_a_plan_speaks_of_most_is_no_partner_of_its_own(
    tmp_path: Path,
) -> None:
    rows = [[f"灯台の点検{n}", "港湾課", f"星見市の灯台{n}を直す。"] for n in range(10)]
    rows.append(["桜の植樹", "港湾課", "星見市に委託された土地に、月見市と連携して桜を植える。"])
    assert _partners(tmp_path, rows) == {"月見市"}
    # Where two are named as often, it is not known whose plan it is.
    rows += [[f"橋の点検{n}", "港湾課", f"月見市の橋{n}を見る。"] for n in range(10)]
    assert _partners(tmp_path, rows) == {"星見市", "月見市"}
