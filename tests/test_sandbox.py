"""A person's query runs in a process of its own, and only that process suffers."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pyoxigraph as ox
import pytest

from enishi.errors import InputError, LimitError
from enishi.graph import sandbox, sandbox_child
from enishi.graph.sandbox import run_query
from enishi.graph.store import KnowledgeBase, open_kb
from enishi.ontology import terms

P = "https://w3id.org/enishi/id/local/a"
Q = "https://w3id.org/enishi/id/local/b"
N = 300

CROSS_JOIN = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
HOG = (
    "ASK { BIND('aaaaaaaaaaaaaaaa' AS ?x0) "
    + " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(28))
    + " FILTER(STRLEN(?x28) > 1) }"
)


def quads(plan: str) -> list[ox.Quad]:
    """A plan with N projects, all of one section that both plans name."""
    name, kind = ox.NamedNode(plan), ox.NamedNode(terms.ext.type)
    unit = ox.NamedNode("https://w3id.org/enishi/id/local/unit/0123456789ab")
    found = [
        ox.Quad(name, kind, ox.NamedNode(terms.eni.Plan)),
        ox.Quad(unit, ox.NamedNode(terms.ext.prefLabel), ox.Literal("企画課", language="ja")),
    ]
    for number in range(1, N + 1):
        project = ox.NamedNode(f"{plan}/project/{number:03d}")
        found.append(ox.Quad(project, kind, ox.NamedNode(terms.eni.Project)))
        found.append(ox.Quad(project, ox.NamedNode(terms.eni.responsibleUnit), unit))
    return found


def fill(kb: KnowledgeBase) -> KnowledgeBase:
    label = ox.NamedNode(terms.ext.title)
    kb.replace(
        {
            P: quads(P),
            P + "/provenance": [ox.Quad(ox.NamedNode(P + "/source/1"), label, ox.Literal("x"))],
            P + "/suggestions": [
                ox.Quad(ox.NamedNode(P + "/suggestion/1"), label, ox.Literal("y"))
            ],
            Q: quads(Q),
        }
    )
    return kb


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    return fill(open_kb(tmp_path_factory.mktemp("sandbox") / "kb.trig"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    return fill(open_kb(tmp_path_factory.mktemp("sandbox") / "kb"))


def children() -> list[psutil.Process]:
    return psutil.Process().children(recursive=True)


SAME = [
    ("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", b'?n\n1204\n'),
    ("SELECT ?l (COUNT(?p) AS ?n) { ?p eni:responsibleUnit/skos:prefLabel ?l } GROUP BY ?l",
     '?l\t?n\n"企画課"@ja\t600\n'.encode()),
    (f"SELECT (COUNT(*) AS ?n) FROM <{P}> FROM <{Q}> {{ ?s ?p ?o }}", b"?n\n1203\n"),
    (f"SELECT (COUNT(*) AS ?n) FROM NAMED <{P}> {{ GRAPH ?g {{ ?s ?p ?o }} }}", b"?n\n602\n"),
    (f"ASK {{ <{P}/suggestion/1> ?p ?o }}", b"false"),
    (f"ASK {{ GRAPH <{P}/suggestions> {{ ?s ?p ?o }} }}", b"true"),
    (f"DESCRIBE <{P}/source/1>",
     f'<{P}/source/1> <http://purl.org/dc/terms/title> "x" .\n'.encode()),
]  # fmt: skip


@pytest.mark.parametrize(("query", "expected"), SAME)
def test_file_and_folder_give_the_same_answer(
    kb: KnowledgeBase, folder: KnowledgeBase, query: str, expected: bytes
) -> None:
    # A plan has 602 triples; the section's label stands in both and counts once: 1,203;
    # the provenance has one more.
    assert run_query(kb, query).data == expected
    assert run_query(folder, query).data == expected


def test_rows_without_an_order_come_sorted_and_ordered_ones_as_ordered(
    kb: KnowledgeBase, folder: KnowledgeBase
) -> None:
    pattern = f"{{ VALUES ?x {{ 3 1 2 }} <{P}> a eni:Plan }}"
    assert run_query(kb, f"SELECT ?x {pattern}").data == b"?x\n1\n2\n3\n"
    assert run_query(kb, f"SELECT ?x {pattern} ORDER BY DESC(?x)").data == b"?x\n3\n2\n1\n"
    everything = "SELECT ?s ?p ?o { ?s ?p ?o }"
    assert run_query(kb, everything) == run_query(folder, everything)


def test_included_graphs_are_part_of_the_merge(kb: KnowledgeBase) -> None:
    query = f"ASK {{ <{P}/suggestion/1> ?p ?o }}"
    assert run_query(kb, query, include=["suggestions"]).truth


def test_a_flat_file_is_queried_as_its_plan(tmp_path: Path) -> None:
    flat = open_kb(tmp_path / "kb.ttl")
    flat.replace({P: quads(P)})
    query = f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{P}> {{ ?s ?p ?o }} }}"
    assert run_query(flat, query).data == b"?n\n602\n"


def test_parameters_are_bound_as_terms(kb: KnowledgeBase) -> None:
    query = "SELECT ?u { ?u skos:prefLabel ?l FILTER(STR(?l) = ?name) }"
    assert len(list(run_query(kb, query, bindings={"name": ox.Literal("企画課")}).rows())) == 1
    evil = ox.Literal('企画課" } SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } #')
    assert list(run_query(kb, query, bindings={"name": evil}).rows()) == []


def test_a_cross_join_is_stopped_at_its_time_limit(kb: KnowledgeBase) -> None:
    started = time.monotonic()
    with pytest.raises(LimitError, match=r"time limit \(1 s\)") as caught:
        run_query(kb, CROSS_JOIN, timeout=1)
    assert 1 <= time.monotonic() - started < 10  # else it would run for hours
    assert caught.value.exit_code == 3
    assert "--timeout" in str(caught.value.hint)
    assert children() == []


def test_a_memory_hog_is_stopped(kb: KnowledgeBase) -> None:
    with pytest.raises(LimitError, match=r"memory limit \(150 MB\)|process .* died"):
        run_query(kb, HOG, memory_mb=150)
    assert children() == []


def test_an_endless_answer_is_stopped(folder: KnowledgeBase) -> None:
    with pytest.raises(LimitError, match=r"longer than its limit \(1 MB\)"):
        run_query(folder, "SELECT * { ?a ?b ?c . ?d ?e ?f }", max_bytes=1 << 20)
    assert children() == []


def test_a_bomb_without_limits_kills_only_its_own_process(kb: KnowledgeBase) -> None:
    bomb = "ASK " + "{" * 40_000 + "}" * 40_000
    with pytest.raises(LimitError, match="died"):
        run_query(kb, bomb, limits=False)
    assert run_query(kb, "ASK { ?s a eni:Plan }").truth


def test_without_limits_a_query_may_be_long_but_not_reach_out(kb: KnowledgeBase) -> None:
    long = "ASK { ?s a eni:Plan } #" + "x" * 100_000
    assert run_query(kb, long, limits=False, timeout=0.0).truth
    with pytest.raises(InputError, match="SERVICE"):
        run_query(kb, "ASK { SERVICE <http://127.0.0.1:9/> { } }", limits=False)


def test_a_refused_query_starts_no_process(
    kb: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    def started() -> None:
        raise AssertionError

    monkeypatch.setattr(sandbox, "_started", started)
    with pytest.raises(InputError):
        run_query(kb, "LOAD <http://127.0.0.1:9/>")


def test_wrong_sparql_is_an_input_error_with_a_place(kb: KnowledgeBase) -> None:
    with pytest.raises(InputError, match="cannot be run") as caught:
        run_query(kb, "SELECT ?x\n{ ?x }")
    assert caught.value.where.startswith("query:2:")
    assert caught.value.exit_code == 2


def test_our_prefixes_are_declared_and_a_query_may_declare_its_own(kb: KnowledgeBase) -> None:
    assert run_query(kb, "ASK { ?s a eni:Plan }").truth
    assert not run_query(kb, "PREFIX eni: <http://other/> ASK { ?s a eni:Plan }").truth


def test_the_child_imports_nothing_from_the_folder_it_is_started_in(
    kb: KnowledgeBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("pyoxigraph.py", "json.py", "enishi.py"):
        (tmp_path / name).write_text("raise SystemExit('taken over')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert run_query(kb, "ASK { ?s a eni:Plan }").truth


def test_an_orphaned_child_ends(kb: KnowledgeBase) -> None:
    with subprocess.Popen(
        [sys.executable, "-P", sandbox_child.__file__],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        assert process.stdin is not None
        with kb.snapshot() as path:
            request: dict[str, object] = {
                "path": str(path),
                "extension": "trig",
                "unnamed_graph": "",
                "query": CROSS_JOIN,
                "prefixes": {},
                "default_graphs": [P],
                "named_graphs": None,
                "seconds": None,
                "memory_bytes": None,
            }
            process.stdin.write(json.dumps(request).encode() + b"\n")
            process.stdin.flush()
            with pytest.raises(subprocess.TimeoutExpired):
                process.wait(0.5)
            process.stdin.close()  # what the system does when the parent dies
            assert process.wait(5) == 1


def test_a_child_that_has_its_data_can_open_no_connection() -> None:
    # Were a SERVICE ever to slip through, it would not get out: the load is done, files are shut.
    code = (
        "import runpy, socket, sys\n"
        "child = runpy.run_path(sys.argv[1])\n"
        "child['forbid_new_files']()\n"
        "socket.socket()\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code, sandbox_child.__file__],
        capture_output=True,
        text=True,
        check=False,
    )
    # Windows has no such limit; there the guard stands alone.
    assert ended.returncode == (0 if os.name == "nt" else 1)
    assert ("Too many open files" in ended.stderr) == (os.name != "nt")
