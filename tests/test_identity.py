"""Identity over edits: what is the same keeps its IRI, and no IRI ever means something else."""

import re
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest

from enishi.data.settings import settings_for
from enishi.graph.building import build_plans
from enishi.graph.kept import Numbers
from enishi.graph.store import KnowledgeBase, open_kb
from enishi.ontology.terms import eni, ext

P = "https://w3id.org/enishi/id/local/p"
HEAD = "事業名\t取組内容\t所管課\n"
#: A plan of two goals, three measures and two packages; lines are taken from it by their words.
PLAN = f"""山里町総合戦略

基本目標1：「しごとをつくる」<しごとプロジェクト>

◇基本施策：産業を育てる

【パッケージ案】

パッケージ名称等	産業プロジェクト
【事業の背景・概要】	
産業を育てる。	
1年目の事業概要	調査 準備会の設置
2年目の事業概要	調査 事業の実施

【パッケージ新規事業案】

{HEAD}朝市の開催	山里まつりで朝市を開く。甲州大学と連携する。	商工課
展示の支援	展示会の費用を補助する。	商工課
展示の支援	商店の展示を支援する。	農政課

【パッケージ継続事業】

{HEAD}相談窓口	相談を受ける。商工会と連携する。	商工課

◇基本施策：人を育てる

【実施可能な新規事業案】

{HEAD}講座の開催	講座を開く。収穫祭りと農業まつりで発表する。	農政課

基本目標2：「くらしを守る」<くらしプロジェクト>

◇基本施策：まちを守る

【実施可能な新規事業案】

{HEAD}点検	道路を点検する。	建設課
見守り	自治会と協力して見守る。	福祉課
"""


class Editions:
    """One knowledge base and the editions of the plan that are built into it."""

    def __init__(self, folder: Path, kb: str) -> None:
        self.document = folder / "plan.txt"
        self.location = folder / kb

    def build(self, text: str) -> KnowledgeBase:
        self.document.write_text(text, encoding="utf-8")
        kb = open_kb(self.location)
        build_plans(
            kb, [(self.document, settings_for(self.document, municipality="local", plan="p"))]
        )
        return kb


@pytest.fixture(params=["kb.trig", "kb", "kb.ttl"])
def editions(tmp_path: Path, request: pytest.FixtureRequest) -> Editions:
    """The same for a file, a folder and a file of one graph."""
    return Editions(tmp_path, request.param)


def select(kb: KnowledgeBase, pattern: str) -> list[tuple[str, ...]]:
    """Rows of the variables of `pattern` in the order in which it names them."""
    names = list(dict.fromkeys(re.findall(r"[?](\w+)", pattern)))
    answer = kb.query(f"SELECT {' '.join('?' + name for name in names)} {{ {pattern} }}")
    assert isinstance(answer, ox.QuerySolutions)
    return [tuple(str(getattr(row[name], "value", "")) for name in names) for row in answer]


def elements(kb: KnowledgeBase) -> dict[str, str]:
    """IRI of every element and event (from P on) → its name; no IRI has two."""
    rows = select(kb, f"?iri <{ext.prefLabel}> ?name . FILTER(STRSTARTS(STR(?iri), '{P}/'))")
    assert [iri for iri, number in Counter(iri for iri, _ in rows).items() if number > 1] == []
    return {iri.removeprefix(P + "/"): name for iri, name in rows}


def owners(kb: KnowledgeBase, name: str) -> dict[str, str]:
    """IRI → section, of the rows of that name."""
    rows = select(
        kb, f'?iri <{ext.prefLabel}> "{name}"@ja ; <{eni.responsibleUnit}>/<{ext.prefLabel}> ?s'
    )
    return {iri.removeprefix(P + "/"): section for iri, section in rows}


def readings(kb: KnowledgeBase) -> dict[str, tuple[str, str]]:
    """IRI of every claim and participation → what it says, less the place."""
    claims = select(kb, f"?n a <{eni.Claim}> ; <{ext.predicate}> ?p ; <{ext.object}> ?o")
    taking = select(
        kb,
        f"?n a <{ext.Participation}> ; <{ext.role}> ?r ;"
        f" <{ext.hasParticipant}>|<{eni.participantClass}> ?a",
    )
    assert len({row[0] for row in (*claims, *taking)}) == len(claims) + len(taking)
    return {node: (how, what) for node, how, what in (*claims, *taking)}


def of(found: dict[str, str], name: str) -> list[str]:
    return sorted(iri for iri, label in found.items() if label == name)


def swap(text: str, one: str, other: str) -> str:
    """`text` with the lines that begin with `one` and `other` exchanged."""
    lines = text.splitlines(keepends=True)
    a, b = (next(n for n, line in enumerate(lines) if line.startswith(w)) for w in (one, other))
    lines[a], lines[b] = lines[b], lines[a]
    return "".join(lines)


def row(text: str, start: str, nth: int = 0) -> str:
    return [line for line in text.splitlines(keepends=True) if line.startswith(start)][nth]


def test_building_again_keeps_every_iri_and_every_statement(editions: Editions) -> None:
    first = set(editions.build(PLAN).quads())
    assert set(editions.build(PLAN).quads()) == first
    names = elements(open_kb(editions.location))
    assert len(of(names, "展示の支援")) == 2 and len(of(names, "調査")) == 2


@pytest.mark.parametrize("before", ["朝市の開催", "展示の支援", "相談窓口", "講座の開催", "見守り"])
def test_a_row_inserted_anywhere_changes_no_other_iri(tmp_path: Path, before: str) -> None:
    editions = Editions(tmp_path, "kb.trig")
    kb = editions.build(PLAN)
    names, said = elements(kb), readings(kb)
    new = "直売所の整備\t山里産業祭りで直売する。乙川大学と連携する。\t農政課\n"
    kb = editions.build(PLAN.replace(row(PLAN, before), new + row(PLAN, before), 1))
    after = elements(kb)
    assert {iri: after.get(iri) for iri in names} == names
    added = {iri: name for iri, name in after.items() if iri not in names}
    assert added.pop("project/008") == "直売所の整備"
    assert {iri.partition("/")[0] for iri in added} <= {"event"}
    found = readings(kb)
    assert {node: found.get(node) for node in said} == said


def test_rows_in_another_order_keep_their_iris(editions: Editions) -> None:
    before = elements(editions.build(PLAN))
    assert elements(editions.build(swap(PLAN, "朝市", "展示"))) == before


def test_of_two_rows_with_one_name_each_stays_itself(editions: Editions) -> None:
    first = owners(editions.build(PLAN), "展示の支援")
    assert sorted(first.values()) == ["商工課", "農政課"]
    one, two = row(PLAN, "展示の支援", 0), row(PLAN, "展示の支援", 1)
    # The other way round, then without the first, then with a third before it.
    swapped = PLAN.replace(one + two, two + one)
    assert owners(editions.build(swapped), "展示の支援") == first
    farming = {iri: s for iri, s in first.items() if s == "農政課"}
    assert owners(editions.build(PLAN.replace(one, "")), "展示の支援") == farming
    third = "展示の支援\t駅で展示する。\t企画課\n"
    more = owners(editions.build(PLAN.replace(one, third)), "展示の支援")
    assert farming.items() <= more.items() and len(more) == 2
    # 商工課's row is no more; its number is not 企画課's now.
    assert not (set(first) - set(farming)) & set(more)


def test_of_two_rows_with_one_name_the_edited_one_is_known_by_its_words(
    editions: Editions,
) -> None:
    first = owners(editions.build(PLAN), "展示の支援")
    one, two = row(PLAN, "展示の支援", 0), row(PLAN, "展示の支援", 1)
    text = PLAN.replace(one, "").replace(two, two.replace("商店の展示", "町の商店の展示"))
    left = owners(editions.build(text), "展示の支援")
    assert left == {iri: section for iri, section in first.items() if section == "農政課"}


def test_a_row_in_another_package_or_under_another_name_is_new(editions: Editions) -> None:
    before = elements(editions.build(PLAN))
    moved = row(PLAN, "見守り")
    text = PLAN.replace(moved, "").replace(row(PLAN, "講座"), row(PLAN, "講座") + moved)
    text = text.replace("朝市の開催\t", "夜市の開催\t")
    after = elements(editions.build(text))
    assert of(after, "見守り") in (["project/008"], ["project/009"])
    assert of(before, "見守り") == ["project/007"] and "project/007" not in after
    assert of(before, "朝市の開催") == ["project/001"] and "project/001" not in after
    assert len(of(after, "夜市の開催")) == 1 and of(after, "夜市の開催")[0] > "project/007"
    assert {iri: n for iri, n in after.items() if iri in before}.items() <= before.items()


def test_a_goal_with_another_number_is_the_same_goal(editions: Editions) -> None:
    before = elements(editions.build(PLAN))
    text = PLAN.replace("基本目標2：", "基本目標3：")
    kb = editions.build(text)
    assert elements(kb) == before
    assert select(kb, f"<{P}/goal/002> <{ext.identifier}> ?n") == [("3",)]


def test_a_measure_under_another_name_is_new_with_all_it_holds(editions: Editions) -> None:
    """The same is what has the same name and parent; nothing of the old measure is given away."""
    before = elements(editions.build(PLAN))
    after = elements(editions.build(PLAN.replace("◇基本施策：人を育てる", "◇基本施策：ひとを育む")))
    assert of(before, "人を育てる") == ["measure/002"] and of(after, "ひとを育む") == [
        "measure/004"
    ]
    assert of(before, "講座の開催") == ["project/005"] and of(after, "講座の開催") == [
        "project/008"
    ]
    rest = {"measure/002", "project/005"}
    assert {i: n for i, n in before.items() if i not in rest}.items() <= after.items()


def test_a_number_is_not_given_again_after_its_row_has_gone(editions: Editions) -> None:
    """Three editions: the last row goes, then another comes; and then the first returns."""
    last = row(PLAN, "見守り")
    before = elements(editions.build(PLAN))
    assert of(before, "見守り") == ["project/007"]
    kb = editions.build(PLAN.replace(last, ""))
    assert select(kb, f"?gone <{ext.deprecated}> true ; <{ext.rdfs_label}> ?name") == [
        (f"{P}/project/007", "見守り")
    ]
    other = PLAN.replace(last, "声かけ\t声をかける。\t福祉課\n")
    after = elements(editions.build(other))
    assert of(after, "声かけ") == ["project/008"] and "project/007" not in after
    kb = editions.build(other.replace("声かけ\t", last + "声かけ\t"))
    back = elements(kb)
    assert of(back, "見守り") == ["project/007"] and of(back, "声かけ") == ["project/008"]
    assert select(kb, f"?gone <{ext.deprecated}> true") == []


def test_an_event_keeps_its_number_when_an_earlier_one_goes(editions: Editions) -> None:
    before = {i: n for i, n in elements(editions.build(PLAN)).items() if i.startswith("event")}
    assert len(before) > 1
    first = before["event/001"]
    text = PLAN.replace(first, "朝の会")
    after = {i: n for i, n in elements(editions.build(text)).items() if i.startswith("event")}
    assert after == {i: n for i, n in before.items() if i != "event/001"}
    again = elements(editions.build(PLAN.replace(first, "朝の会と" + first)))
    assert {i: n for i, n in again.items() if i.startswith("event")} == before


def test_claims_and_participations_keep_their_numbers_when_the_text_grows(
    editions: Editions,
) -> None:
    kb = editions.build(PLAN)
    before = readings(kb)
    taking = [n for n in before if "/participation/" in n and n.startswith(f"{P}/project/001")]
    assert len(taking) >= 2  # 商工課 and 甲州大学
    # Another partner is named before the one that stood there.
    text = PLAN.replace("甲州大学と連携", "乙川大学、甲州大学と連携")
    after = readings(editions.build(text))
    assert {node: after.get(node) for node in before} == before
    assert len(after) == len(before) + 1


def test_two_plans_of_one_city_share_no_claim(tmp_path: Path) -> None:
    kb = open_kb(tmp_path / "kb.trig")
    told = []
    for name in ("p", "q"):
        document = tmp_path / f"{name}.txt"
        document.write_text(PLAN.replace("山里", name), encoding="utf-8")
        told.append((document, settings_for(document, municipality="local", plan=name)))
    build_plans(kb, told)
    shared = {quad.subject for quad in kb.quads(P)} & {
        quad.subject for quad in kb.quads(P.replace("/p", "/q"))
    }
    for node in shared:  # units, organisations, places and concepts: what both plans speak of
        assert not select(kb, f"{node} <{eni.claimStatus}>|<{ext.isPartOf}> ?o")


def test_numbers_are_taken_up_and_never_given_twice() -> None:
    numbers = Numbers({("a", "x"): [2, 5]}, highest=5)
    assert [numbers.take(("a", "x")), numbers.take(("b", "x"))] == [2, 6]
    assert [numbers.take(("a", "x")), numbers.take(("a", "x"))] == [5, 7]
