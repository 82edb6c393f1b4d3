"""Every kind of local knowledge base: what it keeps, and what it refuses."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from enishi.errors import InputError, LockError, StoreError
from enishi.graph import rdf_reading
from enishi.graph.directory_store import DirectoryKnowledgeBase
from enishi.graph.sandbox import run_query
from enishi.graph.sandbox_child import MERGE, MERGE_OF
from enishi.graph.store import KnowledgeBase, open_kb
from enishi.ontology import terms

P = "https://w3id.org/enishi/id/local/a"
Q = "https://w3id.org/enishi/id/local/b"
SECTION = "https://w3id.org/enishi/id/local/unit/0123456789ab"
LOCATIONS = ["kb.trig", "kb.nq", "kb"]
FLAT = ["kb.ttl", "kb.nt", "kb.rdf", "kb.jsonld"]
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


def iri(text: str) -> ox.NamedNode:
    return ox.NamedNode(text)


def plan(name: str, *labels: str) -> list[ox.Quad]:
    """A plan with one project per label: 1 + 2 triples a label."""
    quads = [ox.Quad(iri(name), iri(terms.ext.type), iri(terms.eni.Plan))]
    for number, label in enumerate(labels, start=1):
        project = iri(f"{name}/project/{number:03d}")
        quads.append(ox.Quad(project, iri(terms.ext.type), iri(terms.eni.Project)))
        quads.append(ox.Quad(project, iri(terms.ext.prefLabel), ox.Literal(label, language="ja")))
    return quads


def note(name: str, text: str) -> list[ox.Quad]:
    return [ox.Quad(iri(name), iri(terms.ext.title), ox.Literal(text))]


def count(kb: KnowledgeBase, include: tuple[str, ...] = ()) -> int:
    answer = kb.query(COUNT, include=include)
    assert isinstance(answer, ox.QuerySolutions)
    value = next(iter(answer))["n"]
    assert isinstance(value, ox.Literal)
    return int(value.value)


@pytest.fixture(params=LOCATIONS)
def kb(request: pytest.FixtureRequest, tmp_path: Path) -> KnowledgeBase:
    return open_kb(tmp_path / request.param)


def test_a_new_knowledge_base_does_not_exist_until_it_is_written(kb: KnowledgeBase) -> None:
    assert not kb.exists()
    with pytest.raises(InputError, match="there is no knowledge base"):
        kb.graphs()
    kb.replace({P: plan(P, "茶業の振興")})
    assert kb.exists()
    assert kb.graphs() == [P]


def test_what_is_written_is_read_again_by_another_reader(kb: KnowledgeBase) -> None:
    kb.replace({P: plan(P, "茶", "道"), P + "/provenance": note(P + "/source/1", "plan.txt")})
    again = open_kb(kb.location)
    assert again.graphs() == [P, P + "/provenance"]
    expected = {ox.Quad(q.subject, q.predicate, q.object, iri(P)) for q in plan(P, "茶", "道")}
    assert set(again.quads(P)) == expected
    assert len(list(again.quads())) == 6


def test_replacing_a_graph_leaves_the_others_and_removes_emptied_ones(kb: KnowledgeBase) -> None:
    kb.replace({P: plan(P, "茶"), P + "/decisions": note(P, "x")})
    kb.replace({P: plan(P, "道", "川")})
    assert len(list(kb.quads(P))) == 5
    assert len(list(kb.quads(P + "/decisions"))) == 1
    kb.replace({P + "/decisions": []})
    assert kb.graphs() == [P]


def test_a_graph_can_be_rewritten_from_its_own_quads(kb: KnowledgeBase) -> None:
    kb.replace({P: plan(P, "茶")})
    kb.replace({P: kb.quads(P), Q: plan(Q)})
    assert (len(list(kb.quads(P))), len(list(kb.quads(Q)))) == (3, 1)


def test_queries_see_plans_and_provenance_and_the_rest_only_when_asked(kb: KnowledgeBase) -> None:
    kb.replace(
        {
            P: plan(P, "茶"),
            P + "/provenance": note(P + "/source/1", "plan.txt"),
            P + "/suggestions": note(P + "/suggestion/001", "茶と道"),
            P + "/decisions": [*note(P, "採用"), *plan(P)],
        }
    )
    assert kb.plans() == [P]
    assert kb.default_graphs() == [P, P + "/provenance"]
    assert kb.default_graphs(["suggestions"]) == [P, P + "/provenance", P + "/suggestions"]
    assert (count(kb), count(kb, ("suggestions",))) == (4, 5)
    # The plan's own type stands in P and P/decisions, and is one triple of their merge.
    assert count(kb, ("decisions",)) == 5
    inside = kb.query(f"ASK {{ GRAPH <{P}/suggestions> {{ ?s ?p ?o }} }}")
    assert isinstance(inside, ox.QueryBoolean)
    assert bool(inside)


def test_including_a_graph_nobody_knows_is_refused(kb: KnowledgeBase) -> None:
    kb.replace({P: plan(P)})
    assert kb.default_graphs(["proposals"]) == [P]
    with pytest.raises(InputError, match="no graph is called “sugestions”"):
        kb.default_graphs(["sugestions"])


def test_a_triple_that_two_plans_state_counts_once(kb: KnowledgeBase) -> None:
    # Oxigraph 0.5 counts it twice (its issue 1919).
    shared = [ox.Quad(iri(SECTION), iri(terms.ext.prefLabel), ox.Literal("企画課", language="ja"))]
    kb.replace({P: [*plan(P), *shared], Q: [*plan(Q), *shared]})
    assert count(kb) == 3


def test_a_trusted_query_binds_terms(kb: KnowledgeBase) -> None:
    kb.replace({P: plan(P, "茶", '道" } #')})
    query = "SELECT ?s { ?s skos:prefLabel ?label FILTER(STR(?label) = ?name) }"
    found = kb.query(query, bindings={"name": ox.Literal('道" } #')})
    assert isinstance(found, ox.QuerySolutions)
    assert [str(row["s"]) for row in found] == [f"<{P}/project/002>"]


def test_a_reader_sees_what_another_process_wrote_meanwhile(kb: KnowledgeBase) -> None:
    kb.replace({P: plan(P)})
    other = open_kb(kb.location)
    assert other.graphs() == [P]
    kb.replace({Q: plan(Q)})
    assert other.graphs() == [P, Q]


def test_a_failing_source_of_quads_changes_nothing(kb: KnowledgeBase) -> None:
    def broken() -> Iterator[ox.Quad]:
        yield from plan(P, "途中まで")
        raise RuntimeError("the document ended")

    kb.replace({P: plan(P, "茶")})
    before = set(kb.quads())
    with pytest.raises(RuntimeError, match="the document ended"):
        kb.replace({P: broken()})
    assert set(open_kb(kb.location).quads()) == before


def test_a_snapshot_can_be_opened_while_the_original_changes(kb: KnowledgeBase) -> None:
    kb.replace({P: plan(P, "茶")})
    with kb.snapshot() as path:
        if path.is_dir():
            kb.replace({P: []})
            assert len(ox.Store.read_only(str(path))) == 3
        else:
            assert path.read_bytes().count("茶".encode()) == 1


def test_the_public_face_is_an_rdflib_dataset(kb: KnowledgeBase) -> None:
    kb.replace({P: plan(P, "茶"), Q: plan(Q)})
    dataset = kb.dataset()
    assert len(dataset) == 4
    rows = dataset.query("SELECT ?l { ?s <http://www.w3.org/2004/02/skos/core#prefLabel> ?l }")
    assert [str(row[0]) for row in rows] == ["茶"]  # type: ignore[index]


def test_the_written_file_is_readable_and_the_same_every_time(tmp_path: Path) -> None:
    quads = plan(P, "茶", "道")
    first, second = open_kb(tmp_path / "1.trig"), open_kb(tmp_path / "2.trig")
    first.replace({P: quads, P + "/provenance": note(P, "x")})
    second.replace({P + "/provenance": note(P, "x")})
    second.replace({P: reversed(quads)})
    text = Path(first.location).read_text(encoding="utf-8")
    assert text == Path(second.location).read_text(encoding="utf-8")
    prefixes, _, body = text.partition(f"<{P}> {{")
    assert sorted(prefixes.splitlines()) == [
        "@prefix dct: <http://purl.org/dc/terms/> .",
        "@prefix eni: <https://w3id.org/enishi/ontology#> .",
        "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .",
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .",
    ]
    assert body == (
        f"\n\t<{P}> a eni:Plan .\n"
        f"\t<{P}/project/001> a eni:Project ;\n"
        '\t\tskos:prefLabel "茶"@ja .\n'
        f"\t<{P}/project/002> a eni:Project ;\n"
        '\t\tskos:prefLabel "道"@ja .\n'
        "}\n"
        f"<{P}/provenance> {{\n"
        f'\t<{P}> dct:title "x" .\n'
        "}\n"
    )


def test_writing_the_same_again_does_not_touch_the_file(tmp_path: Path) -> None:
    kb = open_kb(tmp_path / "kb.trig")
    kb.replace({P: plan(P, "茶")})
    os.utime(kb.location, ns=(1, 1))
    kb.replace({P: plan(P, "茶")})
    assert Path(kb.location).stat().st_mtime_ns == 1


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_write_that_fails_midway_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    kb = open_kb(tmp_path / "kb.trig")
    kb.replace({P: plan(P, "茶")})
    before = Path(kb.location).read_bytes()

    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(f"os.{step}", full)
    with pytest.raises(StoreError, match="No space left") as caught:
        kb.replace({P: plan(P, "道")})
    monkeypatch.undo()
    assert caught.value.exit_code == 3
    assert Path(kb.location).read_bytes() == before
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".tmp"] == []
    assert len(list(kb.quads())) == 3


def test_a_folder_is_finished_when_its_writer_was_killed_between_the_renames(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    kb = open_kb(tmp_path / "kb")
    kb.replace({P: plan(P, "茶")})

    def killed(self: DirectoryKnowledgeBase, fresh: Path) -> None:
        shutil.copytree(fresh.parent, tmp_path / "left")
        shutil.copytree(tmp_path / "kb", tmp_path / "left" / "old")
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(DirectoryKnowledgeBase, "_swap", killed)
        with pytest.raises(Killed):
            kb.replace({P: plan(P, "道", "川")})
    assert len(list(open_kb(tmp_path / "kb").quads())) == 3  # killed before the renames: old
    # The state after the first rename: the folder is away, old and new lie beside it.
    shutil.rmtree(tmp_path / "kb")
    (tmp_path / "left").rename(tmp_path / ".kb.replacing")
    again = open_kb(tmp_path / "kb")
    assert again.exists()
    assert len(list(again.quads())) == 5
    assert not (tmp_path / ".kb.replacing").exists()


def test_a_folder_that_another_program_has_open_is_a_lock_error(tmp_path: Path) -> None:
    open_kb(tmp_path / "kb").replace({P: plan(P)})
    server = ox.Store(tmp_path / "kb")
    with pytest.raises(LockError, match="another program"):
        open_kb(tmp_path / "kb").graphs()
    del server
    assert open_kb(tmp_path / "kb").graphs() == [P]


def test_readers_leave_no_copies_behind(tmp_path: Path) -> None:
    kb = open_kb(tmp_path / "kb")
    kb.replace({P: plan(P)})
    assert count(kb) == 1
    assert len(list(tmp_path.glob(".kb.*"))) == 1
    del kb
    assert list(tmp_path.glob(".kb.*")) == []


@pytest.mark.parametrize("name", FLAT)
def test_a_flat_file_keeps_one_plan_with_its_graphs_merged(tmp_path: Path, name: str) -> None:
    kb = open_kb(tmp_path / name)
    kb.replace({P: plan(P, "茶"), P + "/provenance": note(P + "/source/1", "x")})
    again = open_kb(tmp_path / name)
    assert again.graphs() == again.default_graphs() == [P]
    assert count(again) == 4
    kb.replace({P: plan(P, "茶", "道"), P + "/provenance": note(P + "/source/1", "x")})
    assert count(again) == 6


@pytest.mark.parametrize("graphs", [(Q,), (P, Q), (P, P + "/decisions"), (P + "/provenance",)])
def test_a_flat_file_refuses_what_it_cannot_keep(tmp_path: Path, graphs: tuple[str, ...]) -> None:
    kb = open_kb(tmp_path / "kb.ttl")
    kb.replace({P: plan(P, "茶")})
    with pytest.raises(InputError, match=r"exactly one plan") as caught:
        kb.replace({name: note(name, "x") for name in graphs})
    assert ".trig" in str(caught.value.hint)
    assert count(kb) == 3


def test_a_flat_file_with_two_plans_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "two.nt"
    kind = f"<{terms.ext.type}> <{terms.eni.Plan}>"
    path.write_text(f"<{P}> {kind} .\n<{Q}> {kind} .\n", encoding="utf-8")
    with pytest.raises(InputError, match="exactly one plan"):
        open_kb(path).graphs()


def test_a_flat_file_without_a_plan_is_queried_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "schemes.ttl"
    path.write_text('<http://x/a> <http://x/b> "c" .', encoding="utf-8")
    kb = open_kb(path)
    assert (kb.graphs(), count(kb)) == ([], 1)


@pytest.mark.parametrize(
    ("location", "said"),
    [
        ("http://localhost:7878/query", "not in this version"),
        ("HTTPS://example.org/sparql", "not in this version"),
        ("kb.sqlite", "ends in “.sqlite”"),
    ],
)
def test_places_that_cannot_be_a_knowledge_base_are_named(location: str, said: str) -> None:
    with pytest.raises(InputError, match=said) as caught:
        open_kb(location)
    assert caught.value.where == location
    assert caught.value.hint is not None


def test_a_folder_with_something_else_in_it_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "a.jpg").write_bytes(b"")
    with pytest.raises(InputError, match="holds something else"):
        open_kb(tmp_path / "photos")
    assert [path.name for path in (tmp_path / "photos").iterdir()] == ["a.jpg"]


def test_a_syntax_error_is_reported_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "kb.trig"
    path.write_text('<http://x/a> <http://x/b> "c" .\n\n<http://x/a> "c" .\n', encoding="utf-8")
    with pytest.raises(InputError, match="not valid RDF") as caught:
        open_kb(path).graphs()
    assert caught.value.where == f"{path}:3"


XML = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="http://x/">'
BOMBS = {
    "entities.rdf": '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    + XML
    + "<rdf:Description><x:p>&b;</x:p></rdf:Description></rdf:RDF>",
    "external.rdf": '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + XML + "</rdf:RDF>",
    "deep.rdf": XML + "<rdf:Description><x:p>" * 20_000,
    "deep.jsonld": '{"http://x/p":' * 20_000 + "1" + "}" * 20_000,
    "context.jsonld": '{"@context":"http://127.0.0.1:9/c.jsonld","name":"x"}',
    "file.jsonld": '{"@context":"file:///etc/hostname","name":"x"}',
    "terms.ttl": "<http://x/a> <http://x/b> "
    + "<<( <http://x/a> <http://x/b> " * 20_000
    + "1"
    + ")>>" * 20_000
    + " .",
}


@pytest.mark.parametrize("name", BOMBS)
def test_files_made_to_hurt_are_refused_before_parsing(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(BOMBS[name], encoding="utf-8")
    with pytest.raises(InputError) as caught:
        open_kb(path).graphs()
    assert caught.value.where.startswith(str(path))
    assert caught.value.hint is not None


def test_brackets_inside_json_strings_are_not_depth() -> None:
    data = b'{"@id":"http://x/a","http://x/b":"' + b'[{\\"' * 500 + b'"}'
    rdf_reading.check_before_parsing(data, ox.RdfFormat.JSON_LD, where="x")


def test_a_file_over_the_limit_is_refused_by_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rdf_reading, "MAX_FILE_BYTES", 10)
    path = tmp_path / "kb.trig"
    path.write_bytes(b"#" * 11)
    with pytest.raises(InputError, match="too large"):
        open_kb(path).graphs()


def shared(*plans: str) -> dict[str, list[ox.Quad]]:
    """Plans that all call the same section by its name: one triple each has."""
    label = ox.Quad(iri(SECTION), iri(terms.ext.prefLabel), ox.Literal("農政課", language="ja"))
    return {name: [*plan(name, "茶"), label] for name in plans}


def test_a_triple_of_several_plans_counts_once_also_after_a_plan_is_replaced(
    kb: KnowledgeBase,
) -> None:
    kb.replace(shared(P, Q) | {P + "/provenance": note(P + "/source/1", "plan.txt")})
    assert count(kb) == 3 + 3 + 1 + 1
    assert count(open_kb(kb.location)) == 8
    kb.replace({P: plan(P, "道")})
    assert count(kb) == 3 + 4 + 1
    kb.replace({Q: [], P + "/suggestions": shared(P)[P]})
    assert (count(kb), count(kb, ("suggestions",))) == (4, 4 + 2)


def test_the_merge_of_several_plans_is_no_graph_that_people_see(kb: KnowledgeBase) -> None:
    kb.replace(shared(P, Q))
    assert kb.graphs() == kb.plans() == kb.default_graphs() == [P, Q]
    assert len(list(kb.quads())) == 8
    names = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g"
    assert run_query(kb, names).data.decode().split() == ["?g", f"<{P}>", f"<{Q}>"]
    assert run_query(kb, COUNT).data == b"?n\n7\n"
    assert run_query(kb, f"SELECT (COUNT(*) AS ?n) FROM <{P}> {{ ?s ?p ?o }}").data == b"?n\n4\n"


def test_a_plan_of_a_folder_stays_one_when_nothing_is_shared(tmp_path: Path) -> None:
    folder = open_kb(tmp_path / "kb")
    folder.replace({P: plan(P, "茶")})
    store = ox.Store.read_only(str(tmp_path / "kb"))
    assert [name.value for name in store.named_graphs()] == [P]


def test_a_file_cannot_claim_to_hold_a_merge(tmp_path: Path) -> None:
    quads = [ox.Quad(MERGE, MERGE_OF, ox.Literal(f"<{P}>"), MERGE_OF)]
    quads += [ox.Quad(q.subject, q.predicate, q.object, iri(P)) for q in plan(P, "茶")]
    path = tmp_path / "kb.nq"
    path.write_bytes(ox.serialize(quads, format=ox.RdfFormat.N_QUADS))
    assert count(open_kb(path)) == 3
    assert run_query(open_kb(path), COUNT).data == b"?n\n3\n"
