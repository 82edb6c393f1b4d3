"""`merge`: any order and repetition gives one graph; the plan stays; nothing is half-written."""

import itertools
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from enishi.cli import main
from enishi.errors import InputError, LockError
from enishi.graph.building import build_plans
from enishi.graph.check import check_kb, validate_quads
from enishi.graph.lock import WriterLock
from enishi.graph.merging import merge_patches, take_back
from enishi.graph.patches import Patch, parse_patch
from enishi.graph.proposals import in_force, proposal_quads, proposed_pairs, read_proposals
from enishi.graph.store import KnowledgeBase, open_kb
from enishi.ontology.terms import eni, ext

from .conftest import IRUMA
from .patch_files import ident, link, node, node_of, operation, patch, project, small_kb
from .small_plan import PLAN

A, B, C = project(1), project(2), project(3)
GRAPH = f"{PLAN}/proposals"


@pytest.fixture
def kb(tmp_path: Path) -> KnowledgeBase:
    return small_kb(tmp_path)


def read(*operations: Any, name: str = "1班.json") -> Patch:
    return parse_patch(patch(*operations), name)


def graph(kb: KnowledgeBase) -> set[ox.Quad]:
    return set(kb.quads(GRAPH)) if GRAPH in kb.graphs() else set()


ROOM = [
    node(1),
    link(2, node_of(1), A, text="いっしょに"),
    operation(3, "note", on=[B], text="去年もやった", author="2班"),
    operation(4, "accept", on=[A, B]),
    operation(5, "reject", on=[B, A], author="2班", text="重い"),
    operation(6, "vote", on=[f"{PLAN}/proposals/{ident(2)}"], author="2班"),
    operation(7, "story", steps=[{"view": "at=x", "note": "まず"}, {"view": "", "note": ""}]),
    operation(8, "undo", target=ident(4)),
    operation(9, "comment", on=[A, C], text="聞く", author="2班"),
]


def test_proposals_say_who_when_and_where_and_the_plan_is_untouched(kb: KnowledgeBase) -> None:
    before = set(kb.quads(PLAN))
    merge_patches(kb, [read(*ROOM)])
    assert set(kb.quads(PLAN)) == before
    assert kb.graphs() == [PLAN, GRAPH]
    iri = ox.NamedNode(f"{GRAPH}/{ident(2)}")

    def value(predicate: str, subject: Any = iri) -> Any:
        (row,) = [
            q.object for q in graph(kb) if (q.subject, q.predicate.value) == (subject, predicate)
        ]
        return row

    assert value(ext.prefLabel, value(ext.wasAttributedTo)).value == "1班"
    assert value(ext.prefLabel, value(ext.wasDerivedFrom)).value == "庁内会議"
    assert value(ext.generatedAtTime).value == "2026-11-25T05:02:00Z"
    assert value(ext.subject).value == f"{GRAPH}/{ident(1)}/node"
    assert value(ext.object).value == A
    assert value(ext.comment).value == "いっしょに"
    labels = [q.subject.value for q in graph(kb) if getattr(q.object, "value", "") == "商店会"]
    assert labels == [f"{GRAPH}/{ident(1)}/node"], "the IRI comes from the id, not from the label"
    assert validate_quads(list(graph(kb))) == []
    assert not any(
        row.severity == "Violation" for row in check_kb(kb).results if "/proposals/" in row.focus
    )


def test_what_is_stored_reads_back_as_it_was_said(kb: KnowledgeBase) -> None:
    patch_ = read(*ROOM)
    merge_patches(kb, [patch_])
    assert tuple(read_proposals(kb)[PLAN]) == patch_.operations


def test_merging_again_changes_no_byte(kb: KnowledgeBase) -> None:
    merge_patches(kb, [read(*ROOM)])
    data = Path(kb.location).read_bytes()
    result = merge_patches(kb, [read(*ROOM), read(*ROOM[:3])])
    assert Path(kb.location).read_bytes() == data
    assert [(len(each.new), each.known) for each in result.merged] == [(0, 9), (0, 3)]


def closed(chosen: set[int]) -> list[Any]:
    """The chosen operations of the room and what they build on, as a page saves them."""
    needed = {2: [1], 6: [2, 1], 8: [4]}
    return [ROOM[n - 1] for n in sorted(chosen | {m for n in chosen for m in needed.get(n, ())})]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.sets(st.integers(1, 9), min_size=1), min_size=1, max_size=4),
    st.randoms(use_true_random=False),
)
def test_any_order_grouping_and_repetition_gives_one_graph(
    tmp_path_factory: pytest.TempPathFactory, parts: list[set[int]], random: Any
) -> None:
    patches = [read(*closed(part), name=f"{n}.json") for n, part in enumerate(parts)]
    wanted = {each.id: each for one in patches for each in one.operations}
    whole = set(proposal_quads(wanted.values()))
    for _ in range(2):
        order = [*patches, random.choice(patches)]
        random.shuffle(order)
        cut = random.randint(0, len(order))
        kb = small_kb(tmp_path_factory.mktemp("any"))
        merge_patches(kb, order[:cut])
        merge_patches(kb, order[cut:])
        assert graph(kb) == whole
        assert in_force(read_proposals(kb)[PLAN]) == in_force(wanted.values())


def test_one_table_may_build_on_anothers_node_merged_with_it(kb: KnowledgeBase) -> None:
    second = read(link(2, node_of(1), A, author="2班"), name="2班.json")
    with pytest.raises(InputError, match=r"2班\.json.*operation 1") as error:
        merge_patches(kb, [second])
    assert "in no plan or proposal" in error.value.message.en
    merge_patches(kb, [second, read(node(1))])
    assert len(read_proposals(kb)[PLAN]) == 2


def test_two_tables_that_decide_differently_are_both_kept(kb: KnowledgeBase) -> None:
    merge_patches(kb, [read(ROOM[3]), read(ROOM[4], name="2班.json")])
    said = [(each.kind, each.author, each.on) for each in in_force(read_proposals(kb)[PLAN])]
    assert said == [("accept", "1班", (A, B)), ("reject", "2班", (A, B))]


REFUSED = {
    "another plan": (lambda: parse_patch(patch(node(1), plan="urn:other:plan"), "x.json"), "another plan"),
    "an unknown node": (lambda: read(link(1, A, f"{PLAN}/project/999"), name="x.json"), "operation 1"),
    "a link to an operation": (
        lambda: read(node(1), link(2, A, f"{PLAN}/proposals/{ident(1)}"), name="x.json"), "operation 2"),
    "a node of a note": (
        lambda: read(ROOM[2], link(9, A, node_of(3)), name="x.json"), "operation 2"),
    "other content for a known id": (lambda: read(node(30, "別の会"), name="x.json"), "other content"),
    "a verdict on an element": (lambda: read(operation(1, "accept", on=[A]), name="x.json"), "verdict"),
    "a section among projects": (
        lambda: read(operation(1, "accept", on=[A, PLAN]), name="x.json"), "only projects"),
    "taking back what is not there": (
        lambda: read(operation(1, "undo", target=ident(77)), name="x.json"), "operation 1"),
    "taking back another's": (
        lambda: read(operation(31, "undo", target=ident(30), author="2班"), name="x.json"), "own"),
    "taking back what comes later": (
        lambda: read(operation(1, "undo", target=ident(30)), name="x.json"), "earlier"),
    "taking back in the keeper's name": (
        lambda: read(operation(31, "take-back", target=ident(30)), name="x.json"), "cannot take back"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_a_patch_that_does_not_fit_is_refused_and_nothing_is_written(
    kb: KnowledgeBase, case: str
) -> None:
    merge_patches(kb, [read(node(30))])
    data = Path(kb.location).read_bytes()
    make, word = REFUSED[case]
    with pytest.raises(InputError, match=r"x\.json") as error:
        merge_patches(kb, [read(node(40), name="good.json"), make()])
    assert word in error.value.message.en
    assert Path(kb.location).read_bytes() == data


def test_what_is_taken_back_stays_recorded_and_can_come_back(kb: KnowledgeBase) -> None:
    merge_patches(kb, [read(node(1), link(2, node_of(1), A))])
    (made,) = take_back(kb, [ident(1)], who="企画課", time="2026-11-25T06:00:00Z", why="重複")
    assert in_force(read_proposals(kb)[PLAN]) == [], "a link goes with its node"
    assert proposed_pairs(kb) == {}
    assert {ident(1), ident(2)} < {each.id for each in read_proposals(kb)[PLAN]}
    assert (made[0].author, made[0].text, made[0].target) == ("企画課", "重複", ident(1))
    assert validate_quads(list(graph(kb))) == []
    with pytest.raises(InputError, match="taken back already"):
        take_back(kb, [ident(1)], who="企画課", time="2026-11-25T06:01:00Z")
    take_back(kb, [ident(1)], who="企画課", time="2026-11-25T06:01:00Z", restore=True)
    assert len(in_force(read_proposals(kb)[PLAN])) == 2
    assert set(proposed_pairs(kb)) == {frozenset((A, node_of(1)))}
    with pytest.raises(InputError, match="not taken back"):
        take_back(kb, [ident(1)], who="企画課", time="2026-11-25T06:02:00Z", restore=True)
    # The patch that brought it does not bring it back by itself, nor is it lost by merging again.
    take_back(kb, [ident(1)], who="企画課", time="2026-11-25T06:03:00Z")
    merge_patches(kb, [read(node(1), link(2, node_of(1), A))])
    assert in_force(read_proposals(kb)[PLAN]) == []


def test_a_laptop_whose_clock_ran_ahead_can_be_taken_back(kb: KnowledgeBase) -> None:
    merge_patches(kb, [read(node(1) | {"time": "2999-12-31T23:59:59.9Z"})])
    take_back(kb, [ident(1)], who="企画課", time="2026-11-25T06:00:00Z")
    assert in_force(read_proposals(kb)[PLAN]) == []
    assert validate_quads(list(graph(kb))) == []


def test_undoing_an_undo_counts_again() -> None:
    chain = [node(1), *(operation(n, "undo", target=ident(n - 1)) for n in range(2, 6))]
    for length in range(1, 6):
        counted = in_force(read(*chain[:length]).operations)
        assert len(counted) == length % 2, length


def test_a_foreign_graph_is_passed_over_and_kept(kb: KnowledgeBase) -> None:
    odd = [
        ox.Quad(ox.NamedNode(f"{GRAPH}/x"), ox.NamedNode(ext.type), ox.NamedNode(eni.Proposal)),
        ox.Quad(ox.BlankNode("b"), ox.NamedNode(ext.type), ox.NamedNode(eni.Proposal)),
    ]
    kb.replace({GRAPH: odd})
    assert read_proposals(kb) == {PLAN: []}
    merge_patches(kb, [read(node(1))])
    kept = [q.subject for q in graph(kb)]
    assert odd[0].subject in kept and any(isinstance(each, ox.BlankNode) for each in kept)


def test_a_writer_elsewhere_is_waited_for_by_nobody(kb: KnowledgeBase) -> None:
    with WriterLock(Path(kb.location)).held(), pytest.raises(LockError):
        merge_patches(open_kb(kb.location), [read(node(1))])


def test_a_flat_file_says_where_proposals_can_be_kept(tmp_path: Path) -> None:
    flat = open_kb(tmp_path / "plan.ttl")
    flat.replace({PLAN: list(small_kb(tmp_path).quads(PLAN))})
    with pytest.raises(InputError, match=r"\.trig"):
        merge_patches(flat, [read(node(1))])


def run(*arguments: str, lang: str = "en") -> Any:
    return CliRunner().invoke(main, ["merge", *arguments, "--lang", lang])


def test_the_command_shows_merges_lists_and_takes_back(kb: KnowledgeBase, tmp_path: Path) -> None:
    first, second = tmp_path / "1班.json", tmp_path / "2班.json"
    first.write_bytes(patch(node(1), link(2, node_of(1), A, text="いっしょに"), ROOM[3]))
    second.write_bytes(patch(ROOM[4], author="2班"))
    at = ["--kb", kb.location]
    shown = run(str(first), str(second), "--dry-run", *at, lang="ja")
    assert shown.exit_code == 0 and graph(kb) == set()
    for line in (
        "＋ 項目 「商店会」（連携先）",
        "＋ つながり 「商店会」 ― 「防災訓練」: いっしょに",
        "○ 採用 「防災訓練」 × 「防災教育」",
        "× 却下 「防災訓練」 × 「防災教育」: 重い",
        "判断が分かれています: 「防災訓練」 × 「防災教育」（採用 1班／却下 2班）",
        "まだ何も保存していません",
    ):
        assert line in shown.stdout
    assert run(str(first), str(second), *at).exit_code == 0
    assert len(read_proposals(kb)[PLAN]) == 4
    again = run(str(first), *at)
    assert "Nothing is new" in again.stderr
    assert ident(2) in run("--list", *at).stdout
    assert run("--take-back", str(first), "--who", "企画課", *at).exit_code == 0
    assert [each.kind for each in in_force(read_proposals(open_kb(kb.location))[PLAN])] == [
        "reject"
    ]
    assert run("--list", *at).stdout.count("(taken back)") == 3
    assert run("--restore", str(first), "--who", "企画課", *at).exit_code == 0
    assert len(in_force(read_proposals(open_kb(kb.location))[PLAN])) == 4


def test_the_command_wants_one_thing_and_a_name(kb: KnowledgeBase, tmp_path: Path) -> None:
    at = ["--kb", kb.location]
    path = tmp_path / "1.json"
    path.write_bytes(patch(node(1)))
    for arguments in ([], [str(path), "--list"], ["--list", "--take-back", "x"]):
        assert run(*arguments, *at).exit_code == 2
    run(str(path), *at)
    assert "--who" in run("--take-back", ident(1), *at).output
    assert run("--take-back", ident(9), "--who", "企画課", *at).exit_code == 2


def test_a_broken_patch_ends_with_2_and_names_the_file(kb: KnowledgeBase, tmp_path: Path) -> None:
    path = tmp_path / "壊れた.json"
    path.write_bytes(b"[" * 50_000)
    done = run(str(path), "--kb", kb.location)
    assert done.exit_code == 2 and "壊れた.json" in done.output and "Traceback" not in done.output


def test_building_the_document_again_keeps_proposals(tmp_path: Path) -> None:
    from enishi.data.settings import settings_for

    kb = open_kb(tmp_path / "kb.trig")
    build_plans(kb, [(IRUMA, settings_for(IRUMA))])
    (plan,) = kb.plans()
    said = operation(1, "note", on=[f"{plan}/project/001"], text="x")
    merge_patches(kb, [parse_patch(patch(said, plan=plan), "1.json")])
    before = set(kb.quads(f"{plan}/proposals"))
    build_plans(kb, [(IRUMA, settings_for(IRUMA))])
    assert before and set(kb.quads(f"{plan}/proposals")) == before


def test_every_pair_of_kinds_can_be_merged_in_both_orders(
    kb: KnowledgeBase, tmp_path: Path
) -> None:
    other = small_kb(tmp_path / "other")
    for one, two in itertools.combinations([read(*closed({n})) for n in range(1, 10)], 2):
        merge_patches(kb, [one, two])
        merge_patches(other, [two, one])
    assert graph(kb) == graph(other)
