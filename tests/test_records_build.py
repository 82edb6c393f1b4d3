"""Records in a knowledge base: amounts, numbers, one graph whatever the batch, and what stays."""

import json
from pathlib import Path

import pyoxigraph as ox
import pytest

from enishi.data.settings import settings_for
from enishi.graph import plan_stream
from enishi.graph.building import build_plans
from enishi.graph.check import check_kb
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
