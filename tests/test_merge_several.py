"""Proposals on several plans in one knowledge base: each operation is of one plan, and says so."""

import random
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from click.testing import CliRunner

from enishi.cli import main
from enishi.errors import InputError
from enishi.graph.check import check_kb
from enishi.graph.merging import merge_patches, take_back
from enishi.graph.patches import parse_patch
from enishi.graph.proposals import all_proposals, in_force, proposed_pairs, read_proposals
from enishi.graph.store import KnowledgeBase

from .patch_files import ident, joint, link, node, operation, patch
from .two_plans import FOREST, HARBOUR, SHARED_PARTNER, SHARED_SECTION, project, two_plans

SEA, FISH = project(HARBOUR, 1), project(FOREST, 1)
NODE = f"{HARBOUR}/proposals/{ident(1)}/node"


@pytest.fixture
def kb(tmp_path: Path) -> KnowledgeBase:
    return two_plans(tmp_path / "two.trig")


def of(plan: str, said: dict[str, Any]) -> dict[str, Any]:
    return said | {"plan": plan}


ROOM = [
    of(HARBOUR, node(1, "灯台守の会")),
    of(FOREST, link(2, FISH, NODE, text="いっしょに")),
    of(HARBOUR, link(3, SEA, FISH, text="同じ川")),
    of(FOREST, operation(4, "note", on=[SHARED_SECTION], text="人手がない", author="2班")),
    of(FOREST, operation(5, "vote", on=[f"{FOREST}/proposals/{ident(4)}"])),
    of(HARBOUR, operation(6, "accept", on=sorted([SEA, FISH]))),
    of(HARBOUR, operation(8, "comment", on=sorted([SEA, FISH]), text="担当に聞く", author="2班")),
    of(HARBOUR, operation(7, "reject", on=sorted([SEA, FISH]), author="2班")),
]


def test_each_plan_s_graph_gets_its_own_and_the_plans_stay(kb: KnowledgeBase) -> None:
    before = {plan: set(kb.quads(plan)) for plan in (HARBOUR, FOREST)}
    merge_patches(kb, [parse_patch(joint(*ROOM), "1班.json")])
    assert kb.graphs() == sorted([
        HARBOUR, FOREST, f"{HARBOUR}/proposals", f"{FOREST}/proposals",
    ])  # fmt: skip
    assert {plan: set(kb.quads(plan)) for plan in before} == before
    stored = read_proposals(kb)
    assert [each.id for each in stored[HARBOUR]] == [ident(n) for n in (1, 3, 6, 7, 8)]
    assert [each.id for each in stored[FOREST]] == [ident(n) for n in (2, 4, 5)]
    # Whose plan an operation is of stands in its own IRI and in its graph's name.
    for plan in (HARBOUR, FOREST):
        for quad in kb.quads(f"{plan}/proposals"):
            assert quad.subject.value.startswith(f"{plan}/"), quad
    assert not [row for row in check_kb(kb).results if "/proposals" in row.focus]
    assert set(proposed_pairs(kb)) == {frozenset((FISH, NODE)), frozenset((SEA, FISH))}


def test_in_any_order_and_in_files_of_one_plan_or_several_it_is_the_same(
    kb: KnowledgeBase, tmp_path: Path
) -> None:
    merge_patches(kb, [parse_patch(joint(*ROOM), "all.json")])
    for seed in range(4):
        other = two_plans(tmp_path / f"{seed}.trig")
        mixed = random.Random(seed).sample(ROOM, len(ROOM))
        alone = [
            parse_patch(
                patch(*[{k: v for k, v in o.items() if k != "plan"} for o in mixed
                        if o["plan"] == plan], plan=plan),
                f"{plan[-6:]}.json",
            )
            for plan in (FOREST, HARBOUR)
        ]  # fmt: skip
        merge_patches(other, [parse_patch(joint(*mixed[:3]), "x.json"), *alone])
        for plan in (HARBOUR, FOREST):
            graph = f"{plan}/proposals"
            assert set(other.quads(graph)) == set(kb.quads(graph)), seed


def test_a_folder_keeps_the_same_as_a_file(kb: KnowledgeBase, tmp_path: Path) -> None:
    folder = two_plans(tmp_path / "folder")
    for each in (kb, folder):
        merge_patches(each, [parse_patch(joint(*ROOM), "1班.json")])
    assert Path(folder.location).is_dir() and folder.graphs() == kb.graphs()
    for plan in (HARBOUR, FOREST):
        graph = f"{plan}/proposals"
        assert set(folder.quads(graph)) == set(kb.quads(graph))


def test_what_builds_on_another_plan_s_item_goes_with_it(kb: KnowledgeBase) -> None:
    merge_patches(kb, [parse_patch(joint(*ROOM[:2]), "1班.json")])
    take_back(kb, [ident(1)], who="企画課", time="2026-11-25T06:00:00Z")
    assert in_force(all_proposals(kb)) == []
    (taken,) = [each for each in all_proposals(kb) if each.kind == "take-back"]
    assert taken.plan == HARBOUR
    take_back(kb, [ident(1)], who="企画課", time="2026-11-25T06:01:00Z", restore=True)
    assert len(in_force(all_proposals(kb))) == 2


WRONG = {
    "a plan that is not here": (
        joint(of("urn:other", operation(1, "note", on=[SEA], text="x"))), "another plan"),
    "nothing of the plan that it names": (
        joint(of(FOREST, operation(1, "note", on=[SEA], text="x"))), "of the plan"),
    "a link inside another plan": (
        joint(of(FOREST, link(1, SEA, project(HARBOUR, 2)))), "of the plan"),
    "an undo in another plan": (
        joint(ROOM[0], of(FOREST, operation(8, "undo", target=ident(1)))), "operation 2"),
    "one id in two plans": (
        joint(ROOM[0], of(FOREST, node(1, "灯台守の会"))), "operation 2"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_what_belongs_to_no_plan_here_is_refused(kb: KnowledgeBase, case: str) -> None:
    data, word = WRONG[case]
    before = Path(kb.location).read_bytes()
    with pytest.raises(InputError, match=r"x\.json") as error:
        merge_patches(kb, [parse_patch(data, "x.json")])
    assert word in error.value.message.en
    assert Path(kb.location).read_bytes() == before


def test_every_operation_names_its_plan_in_a_file_of_several() -> None:
    with pytest.raises(InputError, match="operation 1.*no plan"):
        parse_patch(joint(node(1)), "x.json")
    with pytest.raises(InputError, match="operation 1.*IRI"):
        parse_patch(joint(of("harbour", node(1))), "x.json")
    with pytest.raises(InputError, match="operation 1.*unknown field 'plan'"):
        parse_patch(patch(of(HARBOUR, node(1)), plan=HARBOUR), "x.json")
    shared = joint(of(HARBOUR, link(1, SHARED_PARTNER, SEA)))
    assert parse_patch(shared, "x.json").plans == (HARBOUR,)


def run(*arguments: str) -> Any:
    return CliRunner().invoke(main, [*arguments, "--lang", "ja"])


def test_diff_list_and_reports_say_which_plan(kb: KnowledgeBase, tmp_path: Path) -> None:
    path = tmp_path / "1班.json"
    path.write_bytes(joint(*ROOM))
    at = ["--kb", kb.location]
    shown = run("merge", str(path), "--dry-run", *at).stdout
    for line in (
        "【みなと計画】＋ 項目 「灯台守の会」（連携先）",
        "【もり計画】＋ つながり 「若鮎の放流」 ― 「灯台守の会」（みなと計画）: いっしょに",
        "【みなと計画】＋ つながり 「岸壁の灯り」 ― 「若鮎の放流」（もり計画）: 同じ川",
        "【もり計画】✎ 付箋 「農林課」: 人手がない",
        "判断が分かれています: 【みなと計画】",
    ):
        assert line in shown, line
    assert run("merge", str(path), *at).exit_code == 0
    assert f"{ident(2)}  【もり計画】＋ つながり" in run("merge", "--list", *at).stdout
    taken = run("merge", "--take-back", ident(3), "--who", "企画課", *at)
    assert "【みなと計画】＋ つながり 「岸壁の灯り」" in taken.stderr
    assert run("merge", "--restore", ident(3), "--who", "企画課", *at).exit_code == 0

    made = [tmp_path / f"worklist.{kind}" for kind in ("html", "xlsx", "docx")]
    for each in made:
        assert run("report", "-o", str(each), *at).exit_code == 0
    said = "つながりの提案：農林課「岸壁の灯り」 × 農林課「若鮎の放流」"
    page = made[0].read_text(encoding="utf-8")
    # What a table said with its verdict stands with it.
    pair = "農林課「若鮎の放流」 × 農林課「岸壁の灯り」"
    assert f"【みなと計画】見送りたい：{pair}、2班 2026-11-25（担当に聞く）" in page
    assert f"【みなと計画】採用したい：{pair}、1班 2026-11-25<" in page
    assert f"【みなと計画】{said}" in page and "【もり計画】つながりの提案" in page
    text = "\n".join(each.text for each in docx.Document(str(made[2])).paragraphs)
    assert f"【みなと計画】{said}" in text
    sheet = openpyxl.load_workbook(made[1])["ワークショップの提案"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][-1] == "計画"
    assert [row[-1] for row in rows[1:] if row[0] == "つながりの提案"] == ["もり計画", "みなと計画"]
