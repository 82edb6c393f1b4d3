"""Enishi from Python, and the page of first queries as it stands."""

import builtins
import re
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from rdflib import Literal, URIRef

import enishi
from enishi.api import Enishi
from enishi.errors import InputError
from enishi.graph.store import KnowledgeBase

PAGE = (Path(__file__).parent.parent / "docs/first-query.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(
    r"^## (\d+)\. .*?```(python|sparql)\n(.*?)```", PAGE, re.DOTALL | re.MULTILINE
)
P = "https://w3id.org/enishi/id/112259/2016"


@pytest.fixture(scope="module")
def kb(iruma_kb: KnowledgeBase, tmp_path_factory: pytest.TempPathFactory) -> Enishi:
    from enishi.graph.exporting import export_kb

    out = tmp_path_factory.mktemp("api") / "out" / "iruma.trig"
    out.parent.mkdir()
    export_kb(iruma_kb, out)
    return enishi.open(out)


def test_rows_are_dicts_of_rdflib_terms(kb: Enishi) -> None:
    rows = kb.query("SELECT ?p ?name { ?p a eni:Goal ; eni:slogan ?name } ORDER BY ?p")
    assert rows.variables == ("p", "name") and len(rows) == 4
    assert rows[0]["p"] == URIRef(f"{P}/goal/001")
    assert isinstance(rows[0]["name"], Literal) and rows[0]["name"].language == "ja"
    assert [row["p"] for row in rows] == [row["p"] for row in rows[:]]


def test_named_questions_take_parameters(kb: Enishi) -> None:
    assert kb.query("4")[0]["section"] == Literal("商工課", lang="ja")
    (row,) = kb.query("14", partner="埼玉大学")
    assert row["section"] == Literal("農政課", lang="ja")


def test_an_answer_is_a_truth_a_table_or_a_graph(kb: Enishi) -> None:
    assert kb.query("ASK { ?g a eni:Goal }")
    assert not kb.query("ASK { ?g a eni:Vision }")
    graph = kb.query("CONSTRUCT WHERE { ?g a eni:Goal ; eni:slogan ?s }").graph()
    assert len(graph) == 8
    table = kb.query("4").df()
    assert list(table.columns[:2]) == ["section", "projects"]
    assert table.iloc[0].tolist()[:2] == ["商工課", 22]
    assert type(table.iloc[0]["section"]) is str


def test_without_pandas_the_error_says_how_to_get_it(
    kb: Enishi, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def absent(name: str, *rest: Any, **named: Any) -> Any:
        if name == "pandas":
            raise ImportError(name)
        return real(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", absent)
    with pytest.raises(InputError) as told:
        kb.query("4").df()
    assert told.value.hint is not None and 'pip install "enishi[pandas]"' in told.value.hint.en


def test_dataset_and_network(kb: Enishi) -> None:
    assert kb.plans() == [P]
    found = kb.dataset().query(
        "SELECT (COUNT(*) AS ?n) { ?p a <https://w3id.org/enishi/ontology#Project> }"
    )
    assert [int(row[0]) for row in found] == [70]  # type: ignore[index, arg-type]
    network = kb.network(by="section")
    assert isinstance(network, nx.MultiGraph)
    names = {data["name"]: node for node, data in network.nodes(data=True)}
    railway = [
        data
        for one, other, data in network.edges(data=True)
        if {one, other} == {names["企画課"], names["商工課"]} and data["kind"] == "partner"
    ]
    assert [edge["label"] for edge in railway] == ["西武鉄道"]
    assert any("西武鉄道" in sentence for sentence in railway[0]["sentences"])


def test_a_missing_place_and_a_wrong_query_are_told(kb: Enishi, tmp_path: Path) -> None:
    with pytest.raises(InputError):
        enishi.open(tmp_path / "none.trig")
    with pytest.raises(InputError):
        kb.query("SELECT * { ?s ")
    with pytest.raises(InputError):
        kb.query("no-such-question")


def test_a_parameter_is_a_term_and_never_a_piece_of_the_query(kb: Enishi) -> None:
    assert len(kb.query("14", partner='埼玉大学" } ?s ?p ?o { #')) == 0


def test_importing_enishi_is_light() -> None:
    code = (
        "import enishi, sys; print([m for m in ('rdflib','networkx','numpy') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout.strip() == "[]"


def test_the_page_has_ten_examples() -> None:
    assert [number for number, _, _ in EXAMPLES] == [str(n) for n in range(1, 11)]


#: What a planner can check in the document.
EXPECTED = {
    "1": "252行 西武鉄道とのタイアップPR（沿線プロモーション）",
    "2": "252行",
    "10": "商工課",
}
ROWS = {"3": 70, "4": 13, "7": 1}


@pytest.mark.parametrize(("number", "kind", "text"), EXAMPLES)
def test_every_example_runs(
    kb: Enishi,
    number: str,
    kind: str,
    text: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    if kind == "python":
        monkeypatch.chdir(Path(kb._kb.location).parent.parent)
        (tmp_path / "example.py").write_text(text, encoding="utf-8")
        runpy.run_path(str(tmp_path / "example.py"))
        assert EXPECTED[number] in capsys.readouterr().out
    else:
        rows = kb.query(text)
        assert rows
        assert len(rows) == ROWS.get(number, len(rows))
