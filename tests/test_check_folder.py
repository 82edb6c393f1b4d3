"""`check` of a folder looks the graph up piece by piece and finds what the whole would show."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from enishi.graph import stored
from enishi.graph.check import CheckReport, check_kb
from enishi.graph.store import KnowledgeBase, open_kb

from .test_check import CLAIM, PLAN, PROJECT, SOURCE, SPAN, UNIT, P, S, turtle

Q = "https://w3id.org/enishi/id/local/q"
T = f"{Q}/source/1#char=0,2"
ORG = "https://w3id.org/enishi/id/org/7900000000101"
JOINED = f"{P}/project/001/participation/1"

#: Sound by themselves, graph for graph, but for what is said below each.
GRAPHS: dict[str, list[str]] = {
    P: [
        SPAN, PLAN, UNIT, PROJECT, CLAIM,
        # An organisation that both plans name, each in its own way.
        f'<{ORG}> a org:Organization ; skos:prefLabel "北辰測量"@ja ; eni:sourceSpan <{S}> .',
        # A participation of this project, which the other plan takes for its own as well.
        f"""<{P}/project/001> cv:hasParticipation <{JOINED}> ; eni:underMeasure <{Q}/measure/001> .
        <{JOINED}> a cv:Participation ; cv:role eni-role:contractor ; cv:hasParticipant <{ORG}> ;
          eni:confidence 0.9 ; eni:claimStatus eni-claim:asserted ; eni:sourceSpan <{S}> .""",
        # Of a class that only the other graph puts below the projects; it stands under nothing.
        (f'<{P}/pilot> a <{P}/Pilot> ; skos:prefLabel "試行"@ja ; eni:sourceSpan <{S}> ;'
        f" eni:responsibleUnit <{P}/u> ."),
        # A span of a source that nobody keeps, and one whose position is words.
        f"""<{P}/lost> a oa:SpecificResource ; oa:hasSource <{P}/source/9> ; eni:locator "1行" ;
          oa:hasSelector <{P}/lost;p>, <{P}/lost;q> .
        <{P}/lost;p> oa:start 0 ; oa:end 2 . <{P}/lost;q> oa:exact "甲乙" .""",
        f"""<{P}/odd> a oa:SpecificResource ; oa:hasSource <{P}/source/1> ; eni:locator "1行" ;
          oa:hasSelector <{P}/odd;p>, <{P}/odd;q> .
        <{P}/odd;p> oa:start "0" ; oa:end 2 . <{P}/odd;q> oa:exact "甲乙" .""",
    ],
    P + "/provenance": [
        SOURCE,
        f"""<{P}/l1> a eni:LedgerEntry ; eni:ledgerState "modelled" ; oa:hasSource <{P}/source/1> ;
          eni:line 1 ; eni:locator "1行" ; eni:places 5 ; eni:reason "計画"@ja ;
          eni:element <{P}> .
        <{P}/l2> a eni:LedgerEntry ; eni:ledgerState "structural" ; oa:hasSource <{P}/source/1> ;
          eni:line 1 ; eni:locator "1行" ; eni:reason "見出し"@ja .""",
    ],
    # The readings that a person decided have a second confidence there.
    P + "/decisions": [f"<{P}/c> eni:confidence 0.5 ."],
    Q: [
        SPAN.replace(S, T).replace(f"{P}/source", f"{Q}/source").replace('"甲乙"', '"甲丙"'),
        PLAN.replace(S, T).replace(f"<{P}>", f"<{Q}>"),
        (f'<{Q}/measure/001> a eni:Measure ; skos:prefLabel "施策"@ja ; dct:isPartOf <{Q}> ;'
        f" eni:sourceSpan <{T}> ."),
        f'<{ORG}> a org:Organization ; skos:prefLabel "(株)北辰測量"@ja ; eni:sourceSpan <{T}> .',
        f"<{Q}/measure/001> cv:hasParticipation <{JOINED}> .",
        f"<{P}/project/001> dct:isPartOf <{Q}> .",
        f"<{P}/Pilot> rdfs:subClassOf eni:Project .",
        f'<{Q}/source/1> a eni:SourceText ; eni:text "甲乙丙" ; eni:sha256 "00" .',
    ],
    # Neither a plan nor beside one: nobody asks it.
    "https://example.org/foreign": [f"<{P}/foreign> a eni:Project ."],
}  # fmt: skip

#: (shape, focus), worked out from the comments above.
EXPECTED = {
    ("label", ORG),
    ("participates-in", JOINED),
    ("parent", f"{P}/project/001"),
    ("parent", f"{P}/pilot"),
    ("reaches-plan", f"{P}/pilot"),
    ("confidence", f"{P}/c"),
    ("text", f"{P}/source/9"),
    ("start", f"{P}/odd"),
    ("exact", T),
}


def written(location: Path) -> KnowledgeBase:
    kb = open_kb(location)
    kb.replace({name: quads(lines) for name, lines in GRAPHS.items()})
    return kb


def quads(lines: list[str]) -> list[ox.Quad]:
    return turtle(*lines)


def shown(report: CheckReport) -> set[tuple[str, str]]:
    return {(row.shape.rpartition("#")[2], row.focus) for row in report.results}


@pytest.mark.parametrize("kept", [1, 1 << 14])
def test_faults_that_only_several_graphs_show_are_found_in_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept: int
) -> None:
    monkeypatch.setattr(stored, "KEPT", kept)
    folder, file = written(tmp_path / "kb"), written(tmp_path / "kb.trig")
    assert folder.stored() is not None and file.stored() is None
    report = check_kb(folder)
    assert shown(report) == EXPECTED
    assert report == check_kb(file)
    assert report.ledger == {"modelled": 5, "structural": 1, "ignored": 0, "unresolved": 0}


def test_a_folder_of_one_plan_is_asked_for_that_plan_only(tmp_path: Path) -> None:
    """One plan has no merge: its graphs stand among others, which nobody asked for."""
    kept = {name: lines for name, lines in GRAPHS.items() if not name.startswith(Q)}
    folder, file = open_kb(tmp_path / "kb"), open_kb(tmp_path / "kb.trig")
    for kb in (folder, file):
        kb.replace({name: quads(lines) for name, lines in kept.items()})
    report = check_kb(folder)
    assert report == check_kb(file)
    assert shown(report)
    assert not {focus for _, focus in shown(report)} & {f"{P}/foreign"}


def test_a_folder_without_a_ledger_says_so(tmp_path: Path) -> None:
    kb = open_kb(tmp_path / "kb")
    kb.replace({P: turtle(SPAN, SOURCE, PLAN)})
    assert check_kb(kb) == CheckReport((), {})
