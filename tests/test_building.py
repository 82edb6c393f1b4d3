"""From the document to a stored graph: the contract, identity, and what is refused."""

from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest

from enishi.data.settings import settings_for
from enishi.errors import CheckFailedError
from enishi.graph.building import build_plans
from enishi.graph.check import check_kb, write_ledger_csv
from enishi.graph.store import KnowledgeBase, open_kb
from enishi.ontology.terms import ID_BASE, claim, eni, ext

IRUMA = Path(__file__).parent.parent / "data/plans/iruma-2016/iruma-2016.txt"
P = "https://w3id.org/enishi/id/112259/2016"


def values(kb: KnowledgeBase, query: str) -> list[tuple[str, ...]]:
    answer = kb.query(query)
    assert isinstance(answer, ox.QuerySolutions)
    names = [variable.value for variable in answer.variables]
    return sorted(tuple(getattr(row[name], "value", "") for name in names) for row in answer)


def test_no_blank_nodes_and_the_named_graphs(iruma_kb: KnowledgeBase) -> None:
    assert iruma_kb.graphs() == [P, f"{P}/provenance", f"{P}/suggestions"]
    for quad in iruma_kb.quads():
        assert not isinstance(quad.subject, ox.BlankNode)
        assert not isinstance(quad.object, ox.BlankNode)


def test_every_quote_is_the_slice_of_the_document(iruma_kb: KnowledgeBase, iruma_text: str) -> None:
    rows = values(
        iruma_kb,
        f"SELECT ?s ?e ?q {{ ?span <{ext.hasSelector}> ?p, ?t . ?p <{ext.start}> ?s ; <{ext.end}> ?e ."
        f" ?t <{ext.exact}> ?q }}",
    )
    assert len(rows) > 500
    assert [row for row in rows if iruma_text[int(row[0]) : int(row[1])] != row[2]] == []


def test_the_bundled_plan_is_the_documents_bytes(iruma_kb: KnowledgeBase) -> None:
    (row,) = values(iruma_kb, f"SELECT ?h {{ ?s <{eni.sha256}> ?h }}")
    assert row == ("b18424a50abfac8bff658cccf9221c3ad64325614dd5c406a7cdff4f570176ac",)


def test_participation_of_the_design_note(iruma_kb: KnowledgeBase) -> None:
    rows = values(
        iruma_kb,
        f"SELECT ?role ?span ?open {{ <{P}/project/024> <{ext.hasParticipation}> ?p ."
        f" ?p <{ext.hasParticipant}> ?o ; <{ext.role}> ?role ; <{eni.sourceSpan}> ?span ;"
        f' <{eni.openEnded}> ?open . ?o <{ext.prefLabel}> "西武鉄道"@ja }}',
    )
    span = f"{P}/source/1#char=3984,3989"
    assert rows == [("https://w3id.org/enishi/role/cooperation", span, "true")]


def test_check_finds_no_violation_and_counts_the_ledger(iruma_kb: KnowledgeBase) -> None:
    report = check_kb(iruma_kb)
    assert report.conforms
    assert {row.severity for row in report.results} <= {"Warning"}
    assert sum(report.ledger.values()) == 183 and report.ledger["unresolved"] == 0


def test_the_ledger_opens_in_a_spreadsheet(iruma_kb: KnowledgeBase, tmp_path: Path) -> None:
    write_ledger_csv(iruma_kb, tmp_path / "ledger.csv")
    data = (tmp_path / "ledger.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbflocator,line,state,reason,iris,text\r\n")
    assert data.count(b"\r\n") == 184


def test_building_again_changes_no_byte(tmp_path: Path) -> None:
    told = [(IRUMA, settings_for(IRUMA))]
    build_plans(open_kb(tmp_path / "kb.trig"), told)
    first = (tmp_path / "kb.trig").read_bytes()
    build_plans(open_kb(tmp_path / "kb.trig"), told)
    assert (tmp_path / "kb.trig").read_bytes() == first


def test_a_row_inserted_in_the_middle_keeps_the_other_numbers(
    tmp_path: Path, iruma_text: str
) -> None:
    document, kb = tmp_path / "plan.txt", open_kb(tmp_path / "kb.trig")
    document.write_text(iruma_text, encoding="utf-8")
    settings = settings_for(document, municipality="112259", plan="2016")
    build_plans(kb, [(document, settings)])
    labels = f"SELECT ?p ?l {{ ?p a <{eni.Project}> ; <{ext.prefLabel}> ?l }}"
    before = values(kb, labels)
    row = "企業等誘致事業\t"
    edited = iruma_text.replace(row, "新しい事業\t新しく行う。\t商工課\n" + row, 1)
    document.write_text(edited, encoding="utf-8")
    build_plans(kb, [(document, settings)])
    after = values(kb, labels)
    assert set(before) < set(after)
    assert set(after) - set(before) == {(f"{P}/project/071", "新しい事業")}


def test_labels_without_mark_and_classes(iruma_kb: KnowledgeBase) -> None:
    labels = [
        row[0]
        for row in values(iruma_kb, f"SELECT ?l {{ ?p a <{eni.Project}> ; <{ext.prefLabel}> ?l }}")
    ]
    assert len(labels) == 70 and not any(label.startswith("★") for label in labels)
    classes = Counter(row[1] for row in values(iruma_kb, "SELECT ?s ?c { ?s a ?c }"))
    assert classes[eni.Measure] == 10 and classes[eni.MeasurePart] == 5


@pytest.mark.parametrize("suffix", [".ttl", ".jsonld", ".rdf", ".nt", ".nq"])
def test_every_format_holds_the_plan(tmp_path: Path, iruma_kb: KnowledgeBase, suffix: str) -> None:
    from enishi.graph.exporting import export_kb

    out = tmp_path / f"plan{suffix}"
    export_kb(iruma_kb, out)
    count = f"SELECT (COUNT(*) AS ?n) {{ ?s a <{eni.Project}> }}"
    assert values(open_kb(out), count) == [("70",)]


def test_everything_read_from_the_plan_has_its_place(iruma_kb: KnowledgeBase) -> None:
    """Each typed node of P: its span; but for spans themselves and concepts of our schemes."""
    rows = values(
        iruma_kb,
        f"SELECT ?node ?class {{ GRAPH <{P}> {{ ?node a ?class }}"
        f" FILTER NOT EXISTS {{ ?node <{eni.sourceSpan}> ?span }}"
        f" FILTER(?class NOT IN (<{ext.SpecificResource}>, <{ext.TextPositionSelector}>,"
        f" <{ext.TextQuoteSelector}>)) }}",
    )
    assert rows, "concepts of the schemes are there with their labels"
    outside = [node for node, _ in rows if not node.startswith("https://w3id.org/enishi/")]
    assert outside == [] and [node for node, _ in rows if node.startswith(ID_BASE)] == []


def test_shortcuts_are_there_for_what_is_asserted_and_for_nothing_else(
    iruma_kb: KnowledgeBase,
) -> None:
    """The triples that the questions need, each resting on an asserted reading, and none missing."""
    role = "https://w3id.org/enishi/role/"
    by_role = {
        eni.responsibleUnit: f"?role = <{role}responsible>",
        eni.responsibleSubUnit: f"?role = <{role}responsible-sub-unit>",
        eni.partner: f"?role NOT IN (<{role}venue>, <{role}example>, <{role}platform>)"
        f" && NOT EXISTS {{ ?who a <{ext.OrganizationalUnit}> }}",
        eni.relatedUnit: f"?role NOT IN (<{role}responsible>, <{role}responsible-sub-unit>)"
        f" && EXISTS {{ ?who a <{ext.OrganizationalUnit}> }}",
    }
    taking = (
        f"?e <{ext.hasParticipation}> ?p . ?p <{ext.role}> ?role ; <{ext.hasParticipant}> ?who ;"
        f" <{eni.claimStatus}> <{claim.asserted}>"
    )
    for shortcut, when in by_role.items():
        plain = set(values(iruma_kb, f"SELECT ?e ?who {{ ?e <{shortcut}> ?who }}"))
        said = values(iruma_kb, f"SELECT DISTINCT ?e ?who {{ {taking} FILTER({when}) }}")
        assert plain == set(said) and plain, shortcut
    for predicate in (ext.audience, ext.dct_subject, ext.spatial, eni.involves, eni.underScheme,
                      eni.refersTo, ext.altLabel):  # fmt: skip
        elements = f"FILTER(STRSTARTS(STR(?s), '{P}'))"
        plain = set(values(iruma_kb, f"SELECT ?s ?o {{ ?s <{predicate}> ?o {elements} }}"))
        stated = values(
            iruma_kb,
            f"SELECT DISTINCT ?s ?o {{ ?c <{ext.subject}> ?s ; <{ext.predicate}> <{predicate}> ;"
            f" <{ext.object}> ?o ; <{eni.claimStatus}> <{claim.asserted}> {elements} }}",
        )
        plain -= {(f"{P}/dataset", P)}  # what the description of the graph is about
        assert plain == set(stated) and plain, predicate


def test_a_source_that_is_not_understood_well_enough_is_not_stored(tmp_path: Path) -> None:
    table = "事業名\t取組内容\t所管課\n茶の道\t茶畑を歩く。\t農政課\n"
    document = tmp_path / "plan.txt"
    document.write_text(f"基本施策：道をつくる\n\n{table}\n@@@ 1 @@@ 2\n", encoding="utf-8")
    told = [(document, settings_for(document))]
    kb = open_kb(tmp_path / "kb.trig")
    with pytest.raises(CheckFailedError, match="@@@ 1 @@@ 2"):
        build_plans(kb, told, least=1.0)
    assert not kb.exists()
    # Four lines of text, one of them unresolved.
    (built,) = build_plans(kb, told, least=0.75)
    assert built.coverage == 0.75
    assert built.unresolved == (("6行", "@@@ 1 @@@ 2"),)
