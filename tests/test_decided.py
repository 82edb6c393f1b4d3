"""What people decided or proposed, where suggestions are shown: suggest, map, worklist."""

import html
import io
import unicodedata
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import openpyxl
import pdfplumber
import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser

from enishi.cli import main
from enishi.graph.decisions import Decision, Verdict, store_decisions
from enishi.graph.merging import merge_patches
from enishi.graph.open_suggestions import find_open_suggestions
from enishi.graph.patches import read_patch
from enishi.graph.proposed import Proposed
from enishi.graph.store import KnowledgeBase
from enishi.graph.suggest import find_suggestions
from enishi.graph.suggest_rdf import suggestions_quads
from enishi.graph.worklist import make_worklist
from enishi.visualize.map import write_map
from enishi.visualize.reading import read_model
from enishi.visualize.worklist_book import write_worklist_book
from enishi.visualize.worklist_document import write_worklist_document
from enishi.visualize.worklist_page import render

from .browser import SMALL, browser, open_page
from .patch_files import ident, link, node, node_of, operation, patch, project
from .small_plan import PLAN, SmallPlan

__all__ = ["browser"]  # a fixture: tests name it as a parameter

#: Three of six rows name one partner (a bit of evidence): three pairs and one trio.
ROWS = [
    ("若鮎の放流", "水車組合と橋を見る。", "農林課"),
    ("若鮎の祭", "水車組合と石を置く。", "観光課"),
    ("水辺の学校", "水車組合と花を植える。", "教育課"),
    ("丁の会", "空を見る。", "土木課"),
    ("戊の会", "雲を描く。", "土木課"),
    ("己の会", "鐘を打つ。", "土木課"),
]


@pytest.fixture
def kb(tmp_path: Path) -> KnowledgeBase:
    plan = SmallPlan(list(ROWS))
    for row in (1, 2, 3):
        plan.say(row, "partner", "水車組合")
    made = plan.store(tmp_path)
    made.replace(suggestions_quads(find_suggestions(made)))
    return made


def decide(kb: KnowledgeBase, verdict: Verdict, *rows: int, why: str = "") -> None:
    on = tuple(project(row) for row in rows)
    store_decisions(kb, [Decision(PLAN, on, verdict, "企画課", "2026-04-01", why)])


def suggested(kb: KnowledgeBase) -> set[tuple[str, ...]]:
    found = find_open_suggestions(kb)
    return {
        tuple(p.iri[-1] for p in each.projects) for each in (*found.items, *found.trios)
    }  # fmt: skip


def drawn(kb: KnowledgeBase, rel: str) -> set[tuple[str, str]]:
    edges = [edge for edge in read_model(kb).edges if edge.rel == rel]
    return {tuple(sorted((edge.source[-1], edge.target[-1]))) for edge in edges}  # type: ignore[misc]


def test_what_was_declined_is_suggested_nowhere_again(kb: KnowledgeBase) -> None:
    everything = {("1", "2"), ("1", "3"), ("2", "3"), ("1", "2", "3")}
    pairs = {("1", "2"), ("1", "3"), ("2", "3")}
    assert suggested(kb) == everything
    assert drawn(kb, "suggestion") == pairs
    decide(kb, "declined", 1, 2)
    # The trio has the pair in it: it would be drawn again as one of its three lines.
    assert suggested(kb) == {("1", "3"), ("2", "3")}
    assert drawn(kb, "suggestion") == {("1", "3"), ("2", "3")}
    assert drawn(kb, "decision") == set()
    assert [each.rank for each in find_open_suggestions(kb)] == [1, 2]
    decide(kb, "considering", 1, 2)
    assert suggested(kb) == everything
    assert drawn(kb, "suggestion") == pairs


def test_what_was_adopted_is_a_link_by_people_and_no_suggestion(kb: KnowledgeBase) -> None:
    decide(kb, "adopted", 1, 2, why="会場が同じ")
    decide(kb, "existing", 2, 3)
    assert suggested(kb) == {("1", "3"), ("1", "2", "3")}
    assert drawn(kb, "decision") == {("1", "2"), ("2", "3")}
    notes = {edge.note.ja for edge in read_model(kb).edges if edge.rel == "decision"}
    assert notes == {"採用：企画課 2026-04-01（会場が同じ）", "既に連携済み：企画課 2026-04-01"}
    assert not {e.rel for e in read_model(kb, include_suggestions=False).edges} & {"decision"}


def test_a_trio_is_declined_without_its_pairs(kb: KnowledgeBase) -> None:
    decide(kb, "declined", 1, 2, 3)
    assert suggested(kb) == {("1", "2"), ("1", "3"), ("2", "3")}
    assert drawn(kb, "suggestion") == {("1", "2"), ("1", "3"), ("2", "3")}
    assert make_worklist(kb).trios == ()


def test_the_command_leaves_it_out_and_says_so(kb: KnowledgeBase) -> None:
    decide(kb, "declined", 1, 2)
    told = CliRunner().invoke(main, ["suggest", "--kb", kb.location, "--lang", "ja"]).output
    assert "若鮎の放流」 × 観光課「若鮎の祭" not in told
    assert "農林課「若鮎の放流」 × 教育課「水辺の学校」" in told
    assert "人が判断した1組" in told


def test_trios_are_in_the_worklist(kb: KnowledgeBase) -> None:
    (trio,) = make_worklist(kb).trios
    assert [each.name for each in trio.suggestion.projects] == [row[0] for row in ROWS[:3]]
    assert "三課で話せること" in render(make_worklist(kb), lang="ja")


def test_the_map_shows_decisions_as_such(
    browser: Browser, kb: KnowledgeBase, tmp_path: Path
) -> None:
    decide(kb, "adopted", 1, 2, why="会場が同じ")
    decide(kb, "considering", 1, 3, why="来年")
    decide(kb, "declined", 2, 3)
    write_map(kb, tmp_path / "map.html")
    for opened in open_page(browser, tmp_path / "map.html", SMALL, "#view=grid"):
        lines = "enishi.edges.get().filter(e => e.rel === '{}' && !e.hidden)"
        assert opened.js(lines.format("decision") + ".length") == 0, "the room thinks first"
        opened.page.click("[data-view=pairs]")
        assert opened.js(lines.format("decision") + ".length") == 1
        assert opened.js(lines.format("suggestion") + ".length") == 1
        assert opened.page.is_visible('[data-legend="rel:decision"]')
        for rel, said in (("decision", "採用：企画課 2026-04-01（会場が同じ）"),
                          ("suggestion", "検討：企画課 2026-04-01（来年）")):  # fmt: skip
            opened.js(f"location.hash = 'view=pairs&link=' + {lines.format(rel)}[0].id")
            opened.until(f"document.querySelector('aside').innerText.includes('{said}')")
        opened.clean()


def propose(kb: KnowledgeBase, path: Path) -> None:
    """A thing, links, verdicts, a vote; and a link that its author takes back."""
    made = (
        node(1, "<b>商店会"),
        link(2, project(1), node_of(1), text="=1+1 一緒に"),
        link(3, project(1), project(3)),
        operation(4, "undo", target=ident(3)),
        operation(5, "accept", on=sorted([project(1), project(2)]), author="2班"),
        operation(6, "reject", on=[f"{PLAN}/proposals/{ident(2)}"], author="3班"),
        operation(7, "vote", on=[f"{PLAN}/proposals/{ident(2)}"], author="2班"),
        operation(8, "note", on=[project(1)], text="付箋は会のもの"),
    )
    path.write_bytes(patch(*made))
    merge_patches(kb, [read_patch(path)])


def test_the_worklist_tells_what_workshops_proposed(kb: KnowledgeBase, tmp_path: Path) -> None:
    assert "ワークショップの提案" not in render(make_worklist(kb), lang="ja")
    propose(kb, tmp_path / "1.json")
    work = make_worklist(kb)
    said = [
        "つながりの提案：農林課「若鮎の放流」 × 「<b>商店会」、1班 2026-11-25（=1+1 一緒に）　1票",
        "項目の提案：「<b>商店会」、1班 2026-11-25",
        "採用したい：農林課「若鮎の放流」 × 観光課「若鮎の祭」、2班 2026-11-25",
        "見送りたい：農林課「若鮎の放流」 × 「<b>商店会」、3班 2026-11-25",
    ]
    page = render(work, lang="ja")
    start = page.index("ワークショップの提案")
    places = [page.index(html.escape(each), start) for each in said]
    assert places == sorted(places)
    assert page.count("水辺の学校」、1班") == 0, "taken back"
    assert "付箋は会のもの" not in page
    # A proposal is neither a link nor a decision.
    assert work.decided == () and {k.kind for links in work.joined.values() for k in links} == {
        "partner"
    }
    write_worklist_document(work, tmp_path / "w.docx", lang="ja")
    text = [each.text for each in docx.Document(str(tmp_path / "w.docx")).paragraphs]
    assert [each for each in text if each in said] == said
    write_worklist_book(work, tmp_path / "w.xlsx", lang="ja")
    rows = openpyxl.load_workbook(tmp_path / "w.xlsx")["ワークショップの提案"].values
    assert [row[0] for row in rows][1:] == [
        "つながりの提案",
        "項目の提案",
        "採用したい",
        "見送りたい",
    ]
    with zipfile.ZipFile(io.BytesIO((tmp_path / "w.xlsx").read_bytes())) as parts:
        sheets = [parts.read(n) for n in parts.namelist() if "worksheets/sheet" in n]
    assert not [sheet for sheet in sheets if b"<f>" in sheet and b"HYPERLINK" not in sheet]


def test_a_section_sees_the_proposals_that_concern_it(kb: KnowledgeBase, tmp_path: Path) -> None:
    propose(kb, tmp_path / "1.json")
    kinds = {
        name: [each.kind for each in make_worklist(kb, section=name).proposed]
        for name in ("農林課", "観光課", "教育課")
    }
    assert kinds == {"農林課": ["add-link", "accept", "reject"], "観光課": ["accept"], "教育課": []}


def test_a_section_s_two_pages_stay_two_with_many_proposals(
    browser: Browser, iruma_kb: KnowledgeBase, tmp_path: Path
) -> None:
    things = (("商工課", "とても長い名前の事業" * 6), ("農政課", "もう一つの長い名前の事業" * 6))
    one = Proposed("add-link", things, "1班", "2026-11-25", "庁内会議", "理由は長い。" * 40)
    for count in (1, 12):
        work = replace(make_worklist(iruma_kb, section="商工課"), proposed=(one,) * count)
        (tmp_path / "own.html").write_text(render(work, lang="ja"), encoding="utf-8")
        page = browser.new_page()
        page.goto((tmp_path / "own.html").as_uri())
        pages = pdfplumber.open(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
        page.close()
        assert len(pages) == 2
        said = unicodedata.normalize("NFKC", pages[0].extract_text())
        assert "ワークショップの提案" in said and "つながりの提案:商工課" in said
