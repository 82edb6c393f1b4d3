"""Places in a PDF: the page and the box on it, as a person and as a program look for them.

若葉市 and all its sections and projects are invented. Boxes were read from the drawing.
"""

import re
from pathlib import Path

import pytest

from enishi.data.reading import Reading
from enishi.data.records import Project
from enishi.data.settings import settings_for
from enishi.data.source import Region, Span
from enishi.graph.building import build_plans
from enishi.graph.check import check_kb
from enishi.graph.store import open_kb
from enishi.ontology.terms import ext

from .test_building import values
from .test_pdf_layouts import Sheet, sheet  # noqa: F401  the fixture

HEADS = ("事業名", "事業内容", "担当課")
EDGES = [60.0, 180.0, 420.0, 520.0]


def draw(sheet: Sheet) -> None:  # noqa: F811
    sheet.say("若葉市観光計画", 60, 60, 18)
    sheet.say("施策１　観光の振興", 60, 100, 13)
    sheet.table(EDGES, 120, [HEADS, ("花めぐり", "花の名所をつなぐ道を示します。", "都市整備課"),
                             ("まちあるき", "市内を歩く観光を広めます。", "観光課")])  # fmt: skip


def region_of(reading: Reading, label: str) -> tuple[Region, ...]:
    at = reading.source.text.index(label)
    return reading.source.regions(Span(at, at + len(label)))


def test_a_cell_has_the_box_of_its_rules(sheet: Sheet) -> None:  # noqa: F811
    draw(sheet)
    (region,) = region_of(sheet.read(), "まちあるき")
    assert region.page == 1
    assert tuple(region)[1:] == pytest.approx((60, 160, 180, 180), abs=1.5)


def test_a_line_has_the_box_of_its_letters(sheet: Sheet) -> None:  # noqa: F811
    draw(sheet)
    reading = sheet.read()
    at = reading.source.text.index("観光の振興")
    (place,) = [p for p in reading.source.places if p.start <= at < p.start + 12 and p.regions]
    (region,) = place.regions
    assert (region.x0, region.x1) == pytest.approx((60, 60 + 9 * 13), abs=2)
    assert region.top < 100 < region.bottom + 1 and region.bottom - region.top < 20


def test_boxes_count_from_what_is_shown_of_the_page(sheet: Sheet) -> None:  # noqa: F811
    sheet._canvas.setCropBox((50, 0, 595, 742))  # 50 points less at the left, 100 at the top
    draw(sheet)
    (region,) = region_of(sheet.read(), "まちあるき")
    assert tuple(region)[1:] == pytest.approx((10, 60, 130, 80), abs=1.5)


def test_a_cell_that_goes_on_over_the_page_has_a_box_on_both(sheet: Sheet) -> None:  # noqa: F811
    sheet.say("若葉市観光計画", 60, 60, 18)
    sheet.table(EDGES, 100, [HEADS, ("花めぐり", "花の名所をつなぐ", "都市整備課")])
    sheet.turn()
    sheet.table(EDGES, 60, [("", "道を示します。", ""), ("まちあるき", "歩きます。", "観光課")])
    reading = sheet.read()
    (told,) = [
        r.description
        for r in reading.records
        if isinstance(r, Project) and r.label == "花めぐり" and r.description
    ]
    assert told.text == "花の名所をつなぐ道を示します。"
    assert [region.page for region in region_of(reading, told.text)] == [1, 2]


def test_the_graph_holds_page_and_box(sheet: Sheet, tmp_path: Path) -> None:  # noqa: F811
    draw(sheet)
    sheet.save()
    kb = open_kb(tmp_path / "kb.trig")
    build_plans(kb, [(sheet.path, settings_for(sheet.path))])
    rows = values(
        kb,
        f"""SELECT ?exact ?place {{
      ?span <{ext.hasSelector}>/<{ext.exact}> ?exact ; <{ext.hasSelector}> ?box .
      ?box a <{ext.FragmentSelector}> ; <{ext.conformsTo}> <{ext.pdf_fragments}> ;
        <{ext.value}> ?place FILTER(CONTAINS(?exact, "まちあるき")) }}""",
    )
    places = {place for _, place in rows}
    assert places and all(re.fullmatch("page=1&viewrect=60,16[0-9.]*,[0-9.,]+", p) for p in places)
    assert check_kb(kb).results == ()
