"""The map as a file and as a model: what is in it, where it stands, and that it is repeatable."""

import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest

from enishi.errors import StoreError
from enishi.graph.store import KnowledgeBase, open_kb
from enishi.ontology.terms import eni, ext
from enishi.visualize.labels import text_width, wrap
from enishi.visualize.layout import box_of, layout_whole
from enishi.visualize.map import MapSummary, build_network, write_map
from enishi.visualize.model import MapModel
from enishi.visualize.reading import read_model

_CLASSES = {
    eni.Goal: "goal",
    eni.Measure: "measure",
    eni.Package: "package",
    eni.Project: "project",
}
_STATEMENTS = {
    "partOf": ext.isPartOf,
    "responsible": eni.responsibleUnit,
    "partner": eni.partner,
    "related": eni.relatedUnit,
    "refersTo": eni.refersTo,
}


@pytest.fixture(scope="module")
def iruma_model(iruma_kb: KnowledgeBase) -> MapModel:
    return read_model(iruma_kb)


@pytest.fixture(scope="module")
def iruma_map(iruma_kb: KnowledgeBase, tmp_path_factory: pytest.TempPathFactory) -> MapSummary:
    return write_map(iruma_kb, tmp_path_factory.mktemp("map") / "地図.html")


def _block(path: Path, name: str) -> list[dict[str, object]]:
    page = path.read_text(encoding="utf-8")
    found = re.search(
        rf'<script type="application/json" id="{name}">(.*?)</script>', page, re.DOTALL
    )
    assert found
    blocks: list[dict[str, object]] = json.loads(found[1])
    return blocks


def _name_of(model: MapModel, part: str) -> str:
    return next(node.iri for node in model.nodes.values() if part in node.name)


def test_edges_are_the_statements_of_the_graph(iruma_kb: KnowledgeBase) -> None:
    said = [(q.subject, q.predicate.value, q.object) for q in iruma_kb.quads()]
    elements = {s for s, p, o in said if p == ext.type and getattr(o, "value", "") in _CLASSES}
    agents = {
        o
        for s, p, o in said
        if s in elements and p in (eni.responsibleUnit, eni.relatedUnit, eni.partner)
    }
    expected = {
        rel: {(s, o) for s, p, o in said if p == iri and s in elements and o in elements | agents}
        for rel, iri in _STATEMENTS.items()
    }
    drawn = Counter(edge.rel for edge in read_model(iruma_kb, include_suggestions=False).edges)
    assert drawn == {rel: len(found) for rel, found in expected.items() if found}


def test_all_of_the_plan_is_there(iruma_model: MapModel) -> None:
    counts = iruma_model.node_counts()
    expected = {"goal": 4, "measure": 10, "package": 6, "project": 70, "section": 13}
    assert {kind: counts[kind] for kind in expected} == expected  # type: ignore[index]
    names = {node.name for node in iruma_model.of_type("partner")}
    assert {"埼玉大学", "西武鉄道", "りそな銀行"} <= names


def test_years_come_from_the_outlines(iruma_model: MapModel) -> None:
    def years(part: str) -> tuple[int, ...]:
        return iruma_model.nodes[_name_of(iruma_model, part)].years

    assert years("企業合同説明会") == (2,)
    assert years("子育て住宅認証制度") == (3,)
    assert years("高校生市政モニター") == ()
    assert years("企業誘致・創業支援・雇用促進連携") == (1, 2, 3)


def test_partner_is_proved_by_its_sentence(iruma_model: MapModel) -> None:
    bank = _name_of(iruma_model, "りそな銀行")
    edge = next(edge for edge in iruma_model.edges if edge.target == bank)
    quote = edge.evidence[0].quote
    assert quote is not None
    assert quote.text[quote.start : quote.end] == "りそな銀行"
    assert "りそな銀行とタイアップして" in quote.text
    assert re.fullmatch(r"\d+行", quote.locator)


def test_summary_tells_what_the_file_holds(iruma_map: MapSummary) -> None:
    nodes = _block(iruma_map.path, "enishi-nodes")
    edges = _block(iruma_map.path, "enishi-edges")
    assert Counter(node["type"] for node in nodes) == iruma_map.nodes
    assert Counter(edge["rel"] for edge in edges) == iruma_map.edges
    assert iruma_map.path.stat().st_size == iruma_map.size


def test_one_file_of_at_most_one_and_a_half_megabytes(iruma_map: MapSummary) -> None:
    assert iruma_map.size <= 1_500_000
    assert [entry.name for entry in iruma_map.path.parent.iterdir()] == ["地図.html"]


def test_writing_again_gives_the_same_bytes(iruma_kb: KnowledgeBase, iruma_map: MapSummary) -> None:
    first = iruma_map.path.read_bytes()
    write_map(iruma_kb, iruma_map.path)
    assert iruma_map.path.read_bytes() == first
    assert b"\r" not in first


def test_every_sentence_is_written_once(iruma_map: MapSummary) -> None:
    page = _block(iruma_map.path, "enishi-page")
    quotes = page["quotes"]  # type: ignore[call-overload]
    assert len(quotes) == len(set(quotes)) > 70


def test_english_changes_the_page_but_not_the_plan(iruma_kb: KnowledgeBase, tmp_path: Path) -> None:
    path = tmp_path / "map.html"
    write_map(iruma_kb, path, lang="en")
    page = path.read_text(encoding="utf-8")
    assert '<html lang="en">' in page
    assert "Show all" in page
    # Both word lists are there; what is written out is English.
    assert ">全体を表示</button>" not in page
    assert "狭山茶ブランド振興プロジェクト" in page


def test_unwritable_place_is_told_and_leaves_nothing(
    iruma_kb: KnowledgeBase, tmp_path: Path
) -> None:
    (tmp_path / "a file").write_text("kept", encoding="utf-8")
    with pytest.raises(StoreError):
        write_map(iruma_kb, tmp_path / "a file" / "map.html")
    assert [entry.name for entry in tmp_path.iterdir()] == ["a file"]


def test_boxes_do_not_overlap(iruma_model: MapModel) -> None:
    boxes = {iri: box_of(node) for iri, node in iruma_model.nodes.items()}
    spots = layout_whole(iruma_model, boxes)
    sides = [
        (x - box.width / 2, y + box.drop - box.height / 2, box.width, box.height)
        for (x, y), box in ((spots[iri], boxes[iri]) for iri in spots)
    ]
    for at, (x, y, width, height) in enumerate(sides):
        for x2, y2, width2, height2 in sides[:at]:
            apart = x + width < x2 or x2 + width2 < x or y + height < y2 or y2 + height2 < y
            assert apart
    assert layout_whole(iruma_model, boxes) == spots


def test_pyvis_network_is_still(iruma_kb: KnowledgeBase) -> None:
    network = build_network(iruma_kb)
    assert network.options["physics"] == {"enabled": False}
    assert all("x" in node and "y" in node for node in network.nodes)
    assert len({edge["id"] for edge in network.edges}) == len(network.edges)


def test_empty_knowledge_base_gives_an_empty_map(tmp_path: Path) -> None:
    kb = open_kb(str(tmp_path / "empty.trig"))
    kb.replace({"https://example.org/p": [_quad("https://example.org/p", ext.type, eni.Plan)]})
    summary = write_map(kb, tmp_path / "map.html")
    assert (summary.nodes, summary.edges) == ({}, {})


def test_plan_without_goals_is_coloured_by_its_topmost_measures(tmp_path: Path) -> None:
    p = "https://example.org/p"
    kb = open_kb(str(tmp_path / "flat.trig"))
    quads = [
        _quad(p, ext.type, eni.Plan),
        *(_quad(f"{p}/measure/{n}", ext.type, eni.Measure) for n in (1, 2, 3)),
        _quad(f"{p}/measure/1", ext.isPartOf, p),
        _quad(f"{p}/measure/2", ext.isPartOf, f"{p}/measure/1"),
        # A circle, as only RDF from elsewhere would have it.
        _quad(f"{p}/measure/3", ext.isPartOf, f"{p}/measure/3"),
        _quad(f"{p}/project/1", ext.type, eni.Project),
        _quad(f"{p}/project/1", ext.isPartOf, f"{p}/measure/2"),
    ]
    kb.replace({p: quads})
    model = read_model(kb)
    assert model.sectors() == [f"{p}/measure/1", f"{p}/measure/3"]
    assert model.nodes[f"{p}/project/1"].sector == f"{p}/measure/1"
    assert model.nodes[f"{p}/project/1"].name == "1"
    assert write_map(kb, tmp_path / "map.html").edges == {"partOf": 2}


def test_suggestions_are_there_hidden_and_only_if_wanted(tmp_path: Path) -> None:
    p = "https://example.org/p"
    projects = [f"{p}/project/{n}" for n in (1, 2, 3)]
    kb = open_kb(str(tmp_path / "s.trig"))
    plan = [_quad(p, ext.type, eni.Plan), *(_quad(i, ext.type, eni.Project) for i in projects)]
    trio = [_quad(f"{p}/suggestion/1", ext.type, eni.Suggestion)]
    trio += [_quad(f"{p}/suggestion/1", eni.suggests, iri) for iri in projects]
    kb.replace({p: plan, f"{p}/suggestions": trio})
    assert write_map(kb, tmp_path / "a.html").edges == {"suggestion": 3}
    assert all(edge["hidden"] for edge in _block(tmp_path / "a.html", "enishi-edges"))
    assert write_map(kb, tmp_path / "b.html", include_suggestions=False).edges == {}


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("地域産業を振興する", ["地域産業を振興する"]),
        ("働きやすいまちをつくる", ["働きやすいまちを", "つくる"]),
        ("入間市地域公共交通協議会", ["入間市地域", "公共交通協議会"]),
        ("しごとの場を創る・しごと探しを支援する", ["しごとの場を創る・", "しごと探しを支援する"]),
        ("株式会社みどり森林製作所", ["株式会社", "みどり森林製作所"]),
        ("みどり森林組合株式会社", ["みどり森林組合", "株式会社"]),
        ("一般社団法人入間市観光協会", ["一般社団法人", "入間市観光協会"]),
    ],
)
def test_lines_break_where_a_reader_would(name: str, lines: list[str]) -> None:
    assert wrap(name).split("\n") == lines


@pytest.mark.parametrize("name", ["", " ", "あ" * 50_000, "abc " * 40, "（" * 30, "\n\t★"])
def test_any_name_fits_its_box(name: str) -> None:
    lines = wrap(name, width=10, lines=3).split("\n")
    assert len(lines) <= 3
    assert all(text_width(line) <= 11 for line in lines)


def test_importing_the_map_imports_no_heavy_library() -> None:
    code = (
        "import sys, enishi.visualize.map;"
        "print(sorted({'pyvis', 'IPython', 'rdflib', 'networkx', 'jinja2'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def _quad(subject: str, predicate: str, value: str) -> ox.Quad:
    return ox.Quad(ox.NamedNode(subject), ox.NamedNode(predicate), ox.NamedNode(value))
