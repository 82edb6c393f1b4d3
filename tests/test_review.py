"""Decisions on readings: kept, applied, and applied again when the document is built again."""

import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from enishi.cli import main
from enishi.data.settings import settings_for
from enishi.errors import EnishiError, InputError
from enishi.graph.building import build_plans
from enishi.graph.check import check_kb
from enishi.graph.decisions import Decision, latest, read_decisions, store_decisions
from enishi.graph.reviewing import decide, list_readings
from enishi.graph.stating import state_sdgs
from enishi.graph.store import KnowledgeBase, open_kb
from enishi.ontology.terms import PREFIXES, claim, eni, ext

IRUMA = Path(__file__).parent.parent / "data/plans/iruma-2016/iruma-2016.txt"
P = "https://w3id.org/enishi/id/112259/2016"


def build(kb: KnowledgeBase, document: Path = IRUMA) -> None:
    build_plans(kb, [(document, settings_for(IRUMA))])


@pytest.fixture
def kb(tmp_path: Path) -> KnowledgeBase:
    made = open_kb(tmp_path / "kb.trig")
    build(made)
    return made


def ask(kb: KnowledgeBase, pattern: str) -> bool:
    return bool(kb.query(f"ASK {{ {pattern} }}"))


def test_the_three_aliases_of_the_plan_wait_with_their_sentences(kb: KnowledgeBase) -> None:
    aliases = {each.object.ja: each for each in list_readings(kb) if each.predicate == ext.altLabel}
    assert {"総合相談窓口設置事業", "T-1 グランプリ"} <= set(aliases)
    found = aliases["総合相談窓口設置事業"]
    assert found.subject.ja == "福祉総合相談支援窓口設置事業"
    assert [span.line for span in found.spans] == [122]
    assert "総合相談窓口設置事業" in found.spans[0].quote


def test_a_rejected_alias_loses_its_name_and_stays_rejected(kb: KnowledgeBase) -> None:
    (alias,) = [r for r in list_readings(kb) if r.object.ja == "総合相談窓口設置事業"]
    named = f'<{alias.statement.subject}> skos:altLabel "総合相談窓口設置事業"@ja'
    assert ask(kb, named)
    decide(kb, reject=[alias.id], who="企画課 山田", why="別の窓口", when="2026-04-01")
    for _ in range(2):
        assert not ask(kb, named)
        assert ask(kb, f"<{alias.iri}> eni:claimStatus <{claim.rejected}>")
        build(kb)
    assert alias.id not in {each.id for each in list_readings(kb)}
    (decided,) = list_readings(kb, decided=True)
    assert decided.decision is not None
    assert (decided.id, decided.decision.who, decided.decision.why) == (
        alias.id,
        "企画課 山田",
        "別の窓口",
    )
    assert check_kb(kb).conforms


def test_an_accepted_doubt_becomes_a_plain_statement_of_an_edited_plan_too(
    kb: KnowledgeBase, tmp_path: Path
) -> None:
    doubtful = next(
        each
        for each in list_readings(kb)
        if each.status == "doubtful" and each.predicate == eni.refersTo
    )
    plain = f"<{doubtful.statement.subject}> eni:refersTo <{doubtful.statement.object.value}>"
    assert not ask(kb, plain)
    decide(kb, accept=[doubtful.iri], who="企画課", when="2026-04-01")
    assert ask(kb, plain)
    # The edition of next week has one more line; what was decided still holds.
    edited = tmp_path / "edited.txt"
    edited.write_text(IRUMA.read_text(encoding="utf-8") + "\nおわり\n", encoding="utf-8")
    build(kb, edited)
    assert ask(kb, plain)
    assert ask(kb, f"?claim rdf:subject <{doubtful.statement.subject}> ;"
                   f" eni:claimStatus <{claim.asserted}> ; rdf:predicate eni:refersTo")  # fmt: skip


def test_deciding_and_building_lead_to_the_same_graph(kb: KnowledgeBase, tmp_path: Path) -> None:
    one = list_readings(kb)[0]
    decide(kb, reject=[one.id], who="企画課", when="2026-04-01")
    decided = set(kb.quads())
    build(kb)
    assert set(kb.quads()) == decided


def test_a_later_decision_counts_and_the_earlier_is_kept(kb: KnowledgeBase) -> None:
    one = list_readings(kb)[0]
    decide(kb, reject=[one.id], who="甲", when="2026-04-01")
    decide(kb, accept=[one.id], who="乙", when="2026-04-02")
    made = read_decisions(kb)
    assert [each.who for each in made] == ["甲", "乙"]
    assert [each.verdict for each in latest(made)] == ["accepted"]
    assert ask(kb, f"<{one.iri}> eni:claimStatus <{claim.asserted}>")


def test_decisions_on_suggestions_come_back_as_they_were(kb: KnowledgeBase) -> None:
    pair = (f"{P}/project/001", f"{P}/project/002")
    made = Decision(
        P, pair, "adopted", "企画課", "2026-04-01", "効果が大きい",
        contact="農政課", contacted="2026-04-10", answer="協議する",
    )  # fmt: skip
    store_decisions(kb, [made])
    store_decisions(kb, [made])
    assert read_decisions(kb, P) == [made]
    assert [name for name in kb.graphs() if name.endswith("/decisions")] == [f"{P}/decisions"]
    # Decisions are not part of the plan.
    assert not ask(kb, "?d a eni:Decision")
    assert check_kb(kb).conforms


@pytest.mark.parametrize("name", ["claim/99999", "project/001"])
def test_an_unknown_reading_is_named(kb: KnowledgeBase, name: str) -> None:
    with pytest.raises(InputError, match=name):
        decide(kb, accept=[name], who="企画課", when="2026-04-01")
    assert read_decisions(kb) == []


def test_accepting_and_rejecting_one_reading_is_refused(kb: KnowledgeBase) -> None:
    one = list_readings(kb)[0].id
    with pytest.raises(InputError):
        decide(kb, accept=[one], reject=[one], who="企画課", when="2026-04-01")


def test_a_decision_needs_a_name(kb: KnowledgeBase) -> None:
    with pytest.raises(InputError):
        decide(kb, accept=[list_readings(kb)[0].id], who=" ", when="2026-04-01")


def test_a_file_of_one_graph_cannot_keep_decisions(kb: KnowledgeBase, tmp_path: Path) -> None:
    flat = open_kb(tmp_path / "kb.ttl")
    build(flat)
    before = (tmp_path / "kb.ttl").read_bytes()
    with pytest.raises(EnishiError) as told:
        decide(flat, accept=[list_readings(flat)[0].id], who="企画課", when="2026-04-01")
    assert told.value.hint is not None and ".trig" in told.value.hint.ja
    assert (tmp_path / "kb.ttl").read_bytes() == before


def test_a_folder_keeps_decisions_like_a_file(tmp_path: Path) -> None:
    folder = open_kb(tmp_path / "kb")
    build(folder)
    one = list_readings(folder)[0]
    decide(folder, reject=[one.id], who="企画課", when="2026-04-01")
    again = open_kb(shutil.move(str(tmp_path / "kb"), str(tmp_path / "moved")))
    assert [each.id for each in list_readings(again, decided=True)] == [one.id]
    assert isinstance(one.statement.object, ox.NamedNode | ox.Literal)


@pytest.mark.parametrize("confirmed", [True, False])
def test_a_confirmed_alias_keeps_the_number_of_a_renamed_row(
    kb: KnowledgeBase, tmp_path: Path, confirmed: bool
) -> None:
    """Line 129 has 福祉総合相談支援窓口設置事業; the next edition calls it as the list does."""
    old, new = "福祉総合相談支援窓口設置事業", "総合相談窓口設置事業"
    (alias,) = [r for r in list_readings(kb) if r.object.ja == new]
    if confirmed:
        decide(kb, accept=[alias.id], who="企画課", when="2026-04-01")
    edited = tmp_path / "edited.txt"
    edited.write_text(IRUMA.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    build(kb, edited)
    kept = ask(kb, f'<{alias.statement.subject}> a eni:Project ; skos:prefLabel "{new}"@ja')
    assert kept is confirmed
    assert ask(kb, f'?row a eni:Project ; skos:prefLabel "{new}"@ja')


def test_two_rows_never_share_a_number_because_of_an_alias(
    kb: KnowledgeBase, tmp_path: Path
) -> None:
    old, new = "福祉総合相談支援窓口設置事業", "総合相談窓口設置事業"
    (alias,) = [r for r in list_readings(kb) if r.object.ja == new]
    decide(kb, accept=[alias.id], who="企画課", when="2026-04-01")
    text = IRUMA.read_text(encoding="utf-8")
    row = next(line for line in text.splitlines(keepends=True) if line.startswith(old + "\t"))
    edited = tmp_path / "edited.txt"
    edited.write_text(text.replace(row, row.replace(old, new) + row), encoding="utf-8")
    build(kb, edited)
    assert ask(kb, f'<{alias.statement.subject}> skos:prefLabel "{old}"@ja')
    assert not ask(kb, f'<{alias.statement.subject}> skos:prefLabel "{new}"@ja')


# -- what analysts state of SDGs --------------------------------------------------------------

SERVES = "?d a eni:Decision ; rdf:subject ?s ; rdf:predicate dct:subject ; rdf:object ?o"


def test_an_analysts_sdg_is_kept_with_the_name_and_not_in_the_plan(kb: KnowledgeBase) -> None:
    before = set(kb.quads(P))
    state_sdgs(
        kb, serves=["project/024=17"], who="企画課 山田", why="鉄道会社と", when="2026-04-01"
    )
    build(kb)
    assert set(kb.quads(P)) == before
    assert not ask(kb, f"?s dct:subject <{PREFIXES['sdg']}17>")
    asked = f"ASK {{ {SERVES} ; dct:creator '企画課 山田' ; eni:verdict eni-verdict:accepted }}"
    assert kb.query(asked, include=["decisions"]) and not kb.query(asked)
    (shown,) = list_readings(kb, decided=True)
    assert (shown.id, shown.object.ja) == (
        "project/024",
        "SDG 17 パートナーシップで目標を達成しよう",
    )
    assert shown.spans and shown.decision is not None and shown.decision.why == "鉄道会社と"
    assert check_kb(kb).conforms


def test_an_sdg_is_taken_back_and_both_are_kept(kb: KnowledgeBase) -> None:
    state_sdgs(kb, serves=["goal/003=4", f"{P}/project/024=17"], who="甲", when="2026-04-01")
    state_sdgs(kb, not_so=["project/024=17"], who="乙", when="2026-04-02")
    told = read_decisions(kb)
    assert sorted((each.on[0].rpartition("/")[2], each.who) for each in told) == [
        ("003", "甲"),
        ("024", "乙"),
        ("024", "甲"),
    ]
    counting = {each.on[0].removeprefix(f"{P}/"): each.verdict for each in latest(told)}
    assert counting == {"goal/003": "accepted", "project/024": "rejected"}


@pytest.mark.parametrize(
    "told", ["project/024", "project/024=18", "project/999=4", "project/024=0", "> <x>=4", "=4"]
)
def test_what_is_no_statement_of_an_sdg_is_refused(kb: KnowledgeBase, told: str) -> None:
    with pytest.raises(InputError):
        state_sdgs(kb, serves=["project/001=4", told], who="甲", when="2026-04-01")
    assert read_decisions(kb) == []


def test_what_the_document_states_is_decided_on_as_a_reading(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_text("事業名,担当課,SDGs\n朝市,水産課,14\n", encoding="utf-8")
    made = open_kb(tmp_path / "kb.trig")
    build_plans(made, [(path, settings_for(path, municipality="local", plan="p"))])
    with pytest.raises(InputError) as caught:
        state_sdgs(made, not_so=["project/001=14"], who="甲", when="2026-04-01")
    assert "project/001/claim/" in caught.value.message.en
    state_sdgs(made, serves=["project/001=17"], who="甲", when="2026-04-01")
    assert len(read_decisions(made)) == 1


def test_review_states_sdgs_from_the_command_line(kb: KnowledgeBase) -> None:
    told = ["review", "--kb", str(kb.location), "--sdg", "project/024=17"]
    run = CliRunner().invoke(main, told)
    assert run.exit_code == 2 and "--who" in run.stderr
    run = CliRunner().invoke(main, [*told, "--who", "企画課", "--date", "2026-04-01"])
    assert run.exit_code == 0, run.stderr
    run = CliRunner().invoke(
        main, ["review", "--kb", str(kb.location), "--decided", "--lang", "en"]
    )
    assert "SDG 17 Partnerships for the goals" in run.stdout and "企画課 2026-04-01" in run.stdout
