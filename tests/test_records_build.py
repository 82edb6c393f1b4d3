"""Records in a knowledge base: amounts, numbers, one graph whatever the batch, and what stays."""

import json
from pathlib import Path

import pyoxigraph as ox
import pytest

from enishi.data.settings import settings_for
from enishi.graph import plan_stream, store
from enishi.graph.building import build_plans
from enishi.graph.check import check_kb
from enishi.graph.sandbox_child import MERGE, MERGE_OF
from enishi.graph.store import KnowledgeBase, open_kb
from enishi.ontology.terms import eni, ext

HOSHIMI = Path(__file__).parent / "plans/hoshimi/reviews.ndjson"
COMPANY = "https://w3id.org/enishi/id/org/7900000000101"


def build(document: Path, location: Path, profile: str | None = "judgit") -> KnowledgeBase:
    kb = open_kb(location)
    build_plans(kb, [(document, settings_for(document, profile=profile))])
    return kb


def values(kb: KnowledgeBase, query: str) -> list[tuple[str, ...]]:
    answer = kb.query(query)
    assert isinstance(answer, ox.QuerySolutions)
    names = [variable.value for variable in answer.variables]
    return sorted(tuple(getattr(row[name], "value", "") for name in names) for row in answer)


def everything(kb: KnowledgeBase) -> list[str]:
    return sorted(str(quad) for quad in kb.quads())


def projects(kb: KnowledgeBase) -> dict[str, str]:
    rows = values(kb, f"SELECT ?l ?p {{ ?p a <{eni.Project}> ; <{ext.prefLabel}> ?l }}")
    return {row[0]: row[1] for row in rows}


def write(path: Path, *names: str) -> Path:
    rows = ({"事業名": name, "所管課": "商工課", "施策": "商い"} for name in names)
    path.write_text(
        "\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8"
    )
    return path


def test_the_graph_is_sound_and_the_ledger_counts_leaves(tmp_path: Path) -> None:
    kb = build(HOSHIMI, tmp_path / "kb")
    report = check_kb(kb)
    assert report.conforms
    text = HOSHIMI.read_text(encoding="utf-8")

    def count(value: object) -> int:
        inner = list(value.values()) if isinstance(value, dict) else value
        if isinstance(inner, list):
            return sum(map(count, inner))
        return int(value is not None)

    assert sum(report.ledger.values()) == sum(count(json.loads(row)) for row in text.splitlines())
    assert report.ledger["unresolved"] == 1


def test_an_organisation_with_a_number_is_one_in_both_plans(tmp_path: Path) -> None:
    kb = build(HOSHIMI, tmp_path / "kb.trig")
    rows = values(
        kb,
        f"SELECT ?project ?amount ?currency ?year {{ ?project <{ext.hasParticipation}> ?t ;"
        f" <{eni.partner}> <{COMPANY}> . ?t <{ext.hasParticipant}> <{COMPANY}> ;"
        f" <{eni.amount}> ?amount ; <{eni.currency}> ?currency ; <{eni.fiscalYear}> ?year }}",
    )
    assert sorted(row[1:] for row in rows) == [("12500000", "JPY", "2031"), ("6000", "JPY", "2031")]
    assert len({row[0].rpartition("/project/")[0] for row in rows}) == 2


def test_a_quote_is_in_the_text_of_its_record(tmp_path: Path) -> None:
    kb = build(HOSHIMI, tmp_path / "kb.trig")
    rows = values(
        kb,
        f'SELECT ?source ?locator {{ ?p <{ext.prefLabel}> "隕石の受入れ"@ja ; <{eni.sourceSpan}> ?s .'
        f" ?s <{ext.hasSource}> ?source ; <{eni.locator}> ?locator }}",
    )
    (row,) = rows
    assert row[0].endswith("/source/3") and row[1] == "3行 /事業名"


def test_batches_of_any_size_give_the_same_graph(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = everything(build(HOSHIMI, tmp_path / "a"))
    monkeypatch.setattr(plan_stream, "BATCH", 1)
    assert everything(build(HOSHIMI, tmp_path / "b")) == whole
    assert everything(build(HOSHIMI, tmp_path / "c.trig")) == whole
    monkeypatch.setattr(store, "LOAD", 1)
    assert everything(build(HOSHIMI, tmp_path / "d")) == whole


def triple(quad: ox.Quad) -> tuple[str, ...]:
    return (str(quad.subject), str(quad.predicate), str(quad.object))


def merge_of(location: Path) -> tuple[set[tuple[str, ...]], set[tuple[str, ...]]]:
    """The merge that a folder keeps, and the triples of its plans."""
    kept, plans = set(), set()
    for quad in ox.Store.read_only(str(location)):
        if quad.graph_name in (MERGE, ox.DefaultGraph()):
            kept.add(triple(quad))
        elif quad.graph_name != MERGE_OF:
            plans.add(triple(quad))
    return kept, plans


@pytest.mark.parametrize("emptied", [1, 1_000_000])
def test_the_merge_that_queries_ask_follows_what_is_streamed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, emptied: int
) -> None:
    from enishi.graph import directory_store

    monkeypatch.setattr(directory_store, "EMPTIED_UP_TO", emptied)
    a, b, location = tmp_path / "a.ndjson", tmp_path / "b.ndjson", tmp_path / "kb"
    build(write(a, "朝市"), location, None)
    assert merge_of(location)[0] == set()  # one plan needs none
    build(write(b, "夜市"), location, None)
    kept, plans = merge_of(location)
    assert kept == plans
    assert set(projects(open_kb(location))) == {"朝市", "夜市"}
    build(write(a, "花壇"), location, None)
    kept, plans = merge_of(location)
    assert kept == plans
    assert set(projects(open_kb(location))) == {"花壇", "夜市"}
    build(HOSHIMI, location)
    kept, plans = merge_of(location)
    assert kept == plans
    assert values(open_kb(location), "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") == [(str(len(plans)),)]


def test_what_stands_beside_the_plans_leaves_their_merge_alone(tmp_path: Path) -> None:
    kb = build(HOSHIMI, tmp_path / "kb")
    before = merge_of(tmp_path / "kb")[0]
    plan = kb.plans()[0]
    kb.replace({f"{plan}/suggestions": list(kb.quads(plan))[:5]})
    assert merge_of(tmp_path / "kb")[0] == before and before
    kb.replace({plan: [q for q in kb.quads(plan) if "/project/001" not in str(q.subject)]})
    kept = merge_of(tmp_path / "kb")[0]
    left = {triple(q) for name in kb.default_graphs() for q in kb.quads(name)}
    assert kept == left < before


def test_a_merge_with_a_name_is_used_and_moves_when_the_folder_is_written(tmp_path: Path) -> None:
    """As folders were written before the unnamed graph took it."""
    location = tmp_path / "kb"
    before = projects(build(HOSHIMI, location))
    store = ox.Store(location)
    of = {str(q.object.value) for q in store.quads_for_pattern(None, None, None, MERGE_OF)}
    store.update(f"MOVE DEFAULT TO {MERGE}")
    store.remove_graph(MERGE_OF)
    store.extend(ox.Quad(MERGE, MERGE_OF, ox.Literal(name), MERGE_OF) for name in of)
    store.flush()
    del store
    kb = open_kb(location)
    count = [(str(len({triple(quad) for quad in kb.quads()})),)]
    assert projects(kb) == before
    assert values(kb, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") == count
    build(HOSHIMI, location)
    kept, plans = merge_of(location)
    assert kept == plans
    assert MERGE not in set(ox.Store.read_only(str(location)).named_graphs())


def test_a_folder_with_unnamed_triples_keeps_them_apart_from_its_merge(tmp_path: Path) -> None:
    location = tmp_path / "kb"
    store, node = ox.Store(location), ox.NamedNode("urn:x:loose")
    store.add(ox.Quad(node, node, node))
    store.flush()
    del store
    for _ in range(2):
        kb = build(HOSHIMI, location)
        loose = [quad for quad in kb.quads() if quad.graph_name == ox.DefaultGraph()]
        assert loose == [ox.Quad(node, node, node)]
        everywhere = {triple(quad) for quad in kb.quads()}
        assert values(kb, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") == [(str(len(everywhere)),)]


def test_building_again_changes_nothing(tmp_path: Path) -> None:
    before = everything(build(HOSHIMI, tmp_path / "kb"))
    assert everything(build(HOSHIMI, tmp_path / "kb")) == before
    build(HOSHIMI, tmp_path / "kb.trig")
    first = (tmp_path / "kb.trig").read_bytes()
    build(HOSHIMI, tmp_path / "kb.trig")
    assert (tmp_path / "kb.trig").read_bytes() == first


def test_records_keep_their_numbers_and_numbers_are_given_once(tmp_path: Path) -> None:
    path, location = tmp_path / "r.ndjson", tmp_path / "kb"
    first = projects(build(write(path, "朝市", "夜市", "花壇"), location, None))
    second = projects(build(write(path, "新市", "花壇", "朝市"), location, None))
    assert second["花壇"] == first["花壇"] and second["朝市"] == first["朝市"]
    assert second["新市"].endswith("project/004")
    third = projects(build(write(path, "夜市", "別市"), location, None))
    assert third["夜市"] == first["夜市"] and third["別市"].endswith("project/005")


def test_twins_keep_their_numbers(tmp_path: Path) -> None:
    path, location = tmp_path / "r.ndjson", tmp_path / "kb"
    names = ("朝市", "朝市", "夜市")
    kb = build(write(path, *names), location, None)
    before = everything(kb)
    assert everything(build(path, location, None)) == before


def test_other_plans_of_the_folder_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from enishi.graph import directory_store

    a, b = write(tmp_path / "a.ndjson", "朝市"), write(tmp_path / "b.ndjson", "夜市")
    location = tmp_path / "kb"
    build(a, location, None)
    build(b, location, None)
    both = everything(open_kb(location))
    monkeypatch.setattr(directory_store, "EMPTIED_UP_TO", 1)  # the way of large graphs
    assert everything(build(b, location, None)) == both
    assert set(projects(open_kb(location))) == {"朝市", "夜市"}
