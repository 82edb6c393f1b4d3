"""Decisions on suggestions: repeated, changed, handed in late, of another plan, of a new edition."""

import io
import unicodedata
from pathlib import Path

import openpyxl
import pdfplumber
import pyoxigraph as ox
import pytest
from playwright.sync_api import Browser

from enishi.errors import InputError
from enishi.graph.decisions import (
    Decision,
    Statement,
    Verdict,
    latest,
    read_decisions,
    store_decisions,
)
from enishi.graph.links import find_links
from enishi.graph.renamed import renamed, state_renamed
from enishi.graph.reviewing import list_readings
from enishi.graph.store import KnowledgeBase, open_kb
from enishi.graph.worklist import Worklist, make_worklist
from enishi.ontology.terms import ID_BASE, ext
from enishi.visualize.links_report import links_text
from enishi.visualize.worklist_book import write_worklist_book
from enishi.visualize.worklist_document import write_worklist_document
from enishi.visualize.worklist_page import render
from enishi.visualize.worklist_reading import read_decided

from .browser import browser
from .small_plan import PLAN, SmallPlan

__all__ = ["browser"]  # a fixture: tests name it as a parameter

NEXT = f"{ID_BASE}local/next"
ROWS = [
    ("若鮎の放流", "水車組合と若鮎を放す。", "農林課"),
    ("若鮎の祭", "水車組合と若鮎を焼く。", "観光課"),
    ("橋梁の点検", "橋梁を見る。", "土木課"),
]
PAIR = (f"{PLAN}/project/001", f"{PLAN}/project/002")


def plan(rows: list[tuple[str, str, str]] = ROWS, iri: str = PLAN) -> SmallPlan:
    made = SmallPlan(list(rows), plan=iri)
    for number, row in enumerate(rows, 1):
        if "水車組合" in row[1]:
            made.say(number, "partner", "水車組合")
    return made


@pytest.fixture
def kb(tmp_path: Path) -> KnowledgeBase:
    return plan().store(tmp_path)


def told(verdict: Verdict, day: str = "2026-04-01", who: str = "企画課", why: str = "") -> Decision:
    return Decision(PLAN, PAIR, verdict, who, day, why)


def listed(work: Worklist) -> set[frozenset[str]]:
    return {
        frozenset(project.name for project in each.suggestion.projects)
        for pair in work.pairs
        for each in pair.candidates
    }


FISH = frozenset(("若鮎の放流", "若鮎の祭"))


def test_the_same_decision_again_is_none_whoever_repeats_it(kb: KnowledgeBase) -> None:
    assert len(store_decisions(kb, [told("declined")])) == 1
    assert store_decisions(kb, [told("declined")]) == []
    assert store_decisions(kb, [told("declined", "2026-05-01", "観光課")]) == []
    assert [each.who for each in read_decisions(kb)] == ["企画課"]


def test_two_decisions_of_one_day_keep_their_order_and_both_are_kept(kb: KnowledgeBase) -> None:
    for verdict in ("adopted", "declined", "adopted"):
        store_decisions(kb, [told(verdict)])  # type: ignore[arg-type]
    made = read_decisions(kb)
    assert [each.verdict for each in made] == ["adopted", "declined", "adopted"]
    assert [each.replaces for each in made] == ["", made[0].iri, made[1].iri]
    assert latest(made) == [made[2]]
    now = kb.query(
        "SELECT ?d WHERE { GRAPH ?g { ?d eni:verdict eni-verdict:adopted"
        " FILTER NOT EXISTS { ?later dct:replaces ?d } } }"
    )
    assert isinstance(now, ox.QuerySolutions)
    assert [row["d"].value for row in now] == [made[2].iri]


def test_what_is_handed_in_late_changes_nothing(kb: KnowledgeBase) -> None:
    store_decisions(kb, [told("adopted", "2026-04-10")])
    for _ in range(2):
        store_decisions(kb, [told("declined", "2026-04-01")])
    made = read_decisions(kb)
    assert [each.verdict for each in made] == ["declined", "adopted"]
    assert [each.verdict for each in latest(made)] == ["adopted"]


def test_adopted_rows_are_a_link_of_people_and_the_plans_words_stay(kb: KnowledgeBase) -> None:
    store_decisions(kb, [told("existing", why="毎年一緒に行う")])
    found = find_links(kb)
    (link,) = [each for each in found.links if each.kind == "decision"]
    assert link.decision is not None and link.decision.verdict == "existing"
    assert [span.line for span in link.spans] == [1, 2]
    said = link.to_json()["decision"]
    assert (said["who"], said["when"], said["why"]) == ("企画課", "2026-04-01", "毎年一緒に行う")
    assert all(each.kind != "decision" for each in find_links(kb, decided=False).links)
    assert "毎年一緒に行う" in links_text(found, {}, [])
    assert FISH not in listed(make_worklist(kb))


def edition(kb: KnowledgeBase, rows: list[tuple[str, str, str]]) -> KnowledgeBase:
    after = plan(rows, NEXT)
    after.add(NEXT, ext.replaces, ox.NamedNode(PLAN))
    kb.replace({NEXT: after.quads})
    return open_kb(kb.location)


def test_a_declined_pair_stays_away_in_the_next_edition(kb: KnowledgeBase) -> None:
    assert FISH in listed(make_worklist(kb))
    store_decisions(kb, [told("declined")])
    # The rows change their order, one is new; names and sections are the same.
    work = make_worklist(edition(kb, [ROWS[1], ("朝市", "魚を売る。", "商工課"), ROWS[0]]))
    assert FISH not in listed(work)
    (decided,) = work.decided
    assert decided.found and decided.decision.on == (f"{NEXT}/project/001", f"{NEXT}/project/003")
    assert "土木課" not in work.sections, "the old edition is not part of the list"
    assert any("改められた" in note.ja for note in work.notes)


def test_a_row_of_another_section_is_another_pair_and_the_decision_is_reported(
    kb: KnowledgeBase,
) -> None:
    store_decisions(kb, [told("declined")])
    moved = (ROWS[0][0], ROWS[0][1], "水産課")
    work = make_worklist(edition(kb, [moved, *ROWS[1:]]))
    assert FISH in listed(work)
    assert [each.found for each in work.decided] == [False]


RENAMED = ("若鮎の大祭", ROWS[1][1], "観光交流課")


def alias(kb: KnowledgeBase, plan: str, subject: str, name: str, verdict: Verdict) -> None:
    said = Statement(subject, ext.altLabel, ox.Literal(name, language="ja"))
    store_decisions(kb, [Decision(plan, (f"{subject}/claim/1",), verdict, "企画課", "2026-05-01",
                                  statement=said)])  # fmt: skip


def test_two_editions_of_one_title_are_told_apart(tmp_path: Path) -> None:
    first, after = plan(), plan(ROWS, NEXT)
    for each in (first, after):
        each.add(each.plan, ext.prefLabel, ox.Literal("川の計画", language="ja"))
    after.add(NEXT, ext.replaces, ox.NamedNode(PLAN))
    kb = first.store(tmp_path)
    kb.replace({NEXT: after.quads})
    notes = [note.ja for note in make_worklist(open_kb(kb.location)).notes]
    assert (
        "「川の計画（small）」は「川の計画（next）」に改められたので、この一覧には入れていません。"
        in notes
    )


def test_a_pair_that_people_joined_keeps_something_of_both_names(tmp_path: Path) -> None:
    long = [("若鮎の放流（水車組合と若鮎を放す毎年の行事）", *ROWS[0][1:]),
            ("若鮎の祭（水車組合と若鮎を焼く毎年の行事）", *ROWS[1][1:]), ROWS[2]]  # fmt: skip
    kb = plan(long).store(tmp_path)
    store_decisions(kb, [told("existing")])
    page = render(make_worklist(kb, section="農林課"), lang="ja")
    assert "人の判断（既に連携済み）「若鮎の放流… × 若鮎の祭…」" in page


@pytest.mark.parametrize("verdict", ["accepted", "rejected", None])
def test_a_decision_holds_through_confirmed_aliases_only(
    kb: KnowledgeBase, verdict: Verdict | None
) -> None:
    store_decisions(kb, [told("declined")])
    now = edition(kb, [ROWS[0], RENAMED, ROWS[2]])
    if verdict:
        # The section's new name is said of the old one, the row's old name of the new row.
        old_unit = plan().thing("観光課")
        alias(now, PLAN, old_unit, "観光交流課", verdict)
        alias(now, NEXT, f"{NEXT}/project/002", "若鮎の祭", verdict)
    work = make_worklist(open_kb(now.location))
    pair = frozenset(("若鮎の放流", "若鮎の大祭"))
    assert (pair in listed(work)) == (verdict != "accepted")
    assert [each.found for each in work.decided] == [verdict == "accepted"]


def test_somebody_says_that_names_have_changed(kb: KnowledgeBase) -> None:
    store_decisions(kb, [told("declined")])
    # One is said before the next edition is built, the other after it.
    state_renamed(kb, ["観光課=観光交流課"], who="企画課", why="機構改革", when="2026-05-01")
    now = edition(kb, [ROWS[0], RENAMED, ROWS[2]])
    assert [each.found for each in make_worklist(now).decided] == [False]
    (said,) = state_renamed(now, ["若鮎の祭=若鮎の大祭"], who="企画課", when="2026-05-02")
    assert said.plan == PLAN and said.on == (f"{PLAN}/project/002",)
    work = make_worklist(open_kb(now.location))
    assert [each.found for each in work.decided] == [True]
    assert frozenset(("若鮎の放流", "若鮎の大祭")) not in listed(work)
    told_of = {each.object.ja for each in list_readings(now, decided=True)}
    assert told_of == {"観光交流課", "若鮎の大祭"}


def test_a_name_in_the_graph_that_somebody_rejects_is_none(tmp_path: Path) -> None:
    made = plan(ROWS)
    unit, name = made.thing("観光課"), ox.Literal("観光交流課", language="ja")
    made.add(unit, ext.altLabel, name)
    kb = made.store(tmp_path)
    assert renamed(kb)("観光交流課") == renamed(kb)("観光課")
    said = Statement(unit, ext.altLabel, name)
    store_decisions(
        kb, [Decision(PLAN, (unit,), "rejected", "企画課", "2026-05-01", statement=said)]
    )
    assert renamed(kb)("観光交流課") != renamed(kb)("観光課")


@pytest.mark.parametrize(
    ("said", "told_back"),
    [("観光課", "OLD=NEW"), ("観光課=観光課", "OLD=NEW"), ("環境課=緑課", "no section or project"),
     ("橋梁の点検=橋の点検", "several projects")],
)  # fmt: skip
def test_a_new_name_needs_one_old_name(tmp_path: Path, said: str, told_back: str) -> None:
    kb = plan([*ROWS, ROWS[2]]).store(tmp_path)
    with pytest.raises(InputError) as caught:
        state_renamed(kb, [said], who="企画課", when="2026-05-01")
    assert told_back in str(caught.value)
    assert read_decisions(kb) == []


def test_what_was_adopted_is_a_link_of_the_next_edition_too(kb: KnowledgeBase) -> None:
    store_decisions(kb, [told("adopted")])
    now = edition(kb, [ROWS[0], RENAMED, ROWS[2]])
    assert not [each for each in find_links(now).links if each.kind == "decision"]
    # Somebody who edits the graph says the other names there: no reading of a text is behind it.
    quads = list(now.quads(NEXT))
    unit = plan().thing("観光交流課")
    for subject, name in ((unit, "観光課"), (f"{NEXT}/project/002", "若鮎の祭")):
        quads.append(ox.Quad(ox.NamedNode(subject), ox.NamedNode(ext.altLabel),
                             ox.Literal(name, language="ja"), ox.NamedNode(NEXT)))  # fmt: skip
    now.replace({NEXT: quads})
    (link,) = [each for each in find_links(open_kb(kb.location)).links if each.kind == "decision"]
    assert {link.source, link.target} == {unit, plan().thing("農林課")}


def book(kb: KnowledgeBase, tmp_path: Path) -> tuple[Path, openpyxl.Workbook]:
    path = tmp_path / "worklist.xlsx"
    write_worklist_book(make_worklist(kb), path, lang="ja")
    return path, openpyxl.load_workbook(path)


def decide(kb: KnowledgeBase, path: Path, changed: openpyxl.Workbook) -> int:
    changed.save(path)
    filled = read_decided(kb, path, who="企画課", when="2026-04-01")
    return len(store_decisions(kb, filled.decisions))


def test_a_workbook_of_another_plan_is_refused_and_nothing_is_stored(
    kb: KnowledgeBase, tmp_path: Path
) -> None:
    path, changed = book(kb, tmp_path)
    changed["候補"]["I2"] = "採用"
    other = plan(iri=NEXT).store(tmp_path, shuffle=1)
    with pytest.raises(InputError) as caught:
        decide(other, path, changed)
    assert caught.value.where.endswith("候補!N2")
    assert read_decisions(other) == []


def test_columns_sorted_apart_are_found_out(kb: KnowledgeBase, tmp_path: Path) -> None:
    path, changed = book(kb, tmp_path)
    sheet = changed["候補"]
    sheet["I2"] = "採用"
    sheet["C2"] = "橋梁の点検"
    with pytest.raises(InputError) as caught:
        decide(kb, path, changed)
    assert caught.value.where.endswith("候補!C2")


def test_a_title_above_the_heads_and_notes_without_a_decision(
    kb: KnowledgeBase, tmp_path: Path
) -> None:
    path, changed = book(kb, tmp_path)
    changed["候補"].insert_rows(1)
    changed["候補"]["J3"] = "来年"
    changed.save(path)
    filled = read_decided(kb, path, who="企画課", when="2026-04-01")
    assert filled.decisions == ()
    assert [cell.partition("候補!")[2] for cell in filled.unfinished] == ["J3"]


def test_an_old_workbook_is_named_as_such(kb: KnowledgeBase, tmp_path: Path) -> None:
    old = tmp_path / "old.xls"
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    with pytest.raises(InputError) as caught:
        read_decided(kb, old, who="企画課", when="2026-04-01")
    assert ".xls" in str(caught.value)


HOSTILE = [
    ("=1+1 _x0041_ \U0001f41f" + "長" * 500, "若鮎 水車組合", "a/b:c*?[x]'\"" + "課" * 500),
    ("@SUM(A1)<b>{name}", "若鮎 水車組合\x0b", "-課{{ 7*7 }}"),
    ("-1", "橋梁を見る。", "=課"),
    ("道", "道を直す。", "土木課"),
]


def test_hostile_names_give_files_that_open_and_equal_bytes(tmp_path: Path) -> None:
    kb = plan(HOSTILE).store(tmp_path)
    work = make_worklist(kb)
    assert work.pairs
    for write, name in ((write_worklist_book, "w.xlsx"), (write_worklist_document, "w.docx")):
        write(work, tmp_path / name, lang="ja")
        first = (tmp_path / name).read_bytes()
        write(work, tmp_path / name, lang="ja")
        assert (tmp_path / name).read_bytes() == first
    page = render(work, lang="ja")
    assert "<b>" not in page.split("<body>")[1] and "49" not in page.split("<body>")[1]
    read = openpyxl.load_workbook(tmp_path / "w.xlsx")
    cells = [cell for sheet in read for row in sheet.iter_rows() for cell in row if cell.value]
    assert all(cell.data_type in "sn" and len(str(cell.value)) <= 32_767 for cell in cells)
    risky = [cell for cell in cells if str(cell.value)[0] in "=+-@"]
    assert risky and all(cell.quotePrefix for cell in risky)
    path, changed = book(kb, tmp_path)
    changed["候補"]["I2"] = "検討"
    assert decide(kb, path, changed) == 1


def printed(browser: Browser, page: str, tmp_path: Path) -> pdfplumber.PDF:
    source = tmp_path / "page.html"
    source.write_text(page, encoding="utf-8")
    opened = browser.new_page()
    opened.goto(source.as_uri())
    pdf = opened.pdf(prefer_css_page_size=True)
    opened.close()
    return pdfplumber.open(io.BytesIO(pdf))


def plain(text: str) -> str:
    # A PDF names glyphs, and fonts share some glyphs with radicals and other dots.
    alike = str.maketrans({"⺠": "民", "‧": "・"})
    return "".join(unicodedata.normalize("NFKC", text).translate(alike).split())


def test_each_pair_of_the_bundled_plan_is_whole_on_a_page_two_to_a_page(
    iruma_kb: KnowledgeBase, tmp_path: Path, browser: Browser
) -> None:
    work = make_worklist(iruma_kb)
    pages = [
        plain(p.extract_text()) for p in printed(browser, render(work, lang="ja"), tmp_path).pages
    ]
    forms = [text.count("打診先:") for text in pages]
    assert sum(forms) == len(work.pairs) + len(work.trios), "a box for every one of them"
    assert forms[0] == 0 and "目標・課・連携先" in pages[0] and "1." not in pages[0][:20]
    used = forms[1 : 1 + -(-len(work.pairs) // 2)]
    assert all(count == 2 for count in used[:-1]), "half a page each"
    for number, text in enumerate(pages[1 : 1 + len(used)]):
        for pair in work.pairs[2 * number : 2 * number + 2]:
            assert f"{pair.rank}.{pair.sections[0]}×{pair.sections[1]}" in text


def test_a_sections_own_pages_are_two(
    iruma_kb: KnowledgeBase, tmp_path: Path, browser: Browser
) -> None:
    for name in ("農政課", "商工課", "市民生活課"):
        page = render(make_worklist(iruma_kb, section=name), lang="ja")
        pages = printed(browser, page, tmp_path).pages
        assert len(pages) == 2
        assert plain(pages[0].extract_text()).startswith(f"{name}の連携ワークリスト")
        assert plain(pages[1].extract_text()).count("打診先:") == 4
    hostile = plan(HOSTILE).store(tmp_path)
    page = render(make_worklist(hostile, section=HOSTILE[0][2]), lang="ja")
    assert len(printed(browser, page, tmp_path).pages) == 2
