"""The reference page of the ontology."""

import re
from itertools import pairwise
from pathlib import Path

from enishi.ontology import terms
from enishi.visualize.ontology_page import arrows, diagram, render, schemes
from enishi.visualize.ontology_page import terms as documented

PAGE = Path(__file__).parent.parent / "docs/ontology.html"


def test_the_page_in_docs_is_that_of_the_ontology() -> None:
    assert PAGE.read_text(encoding="utf-8") == render(), "run `make docs`"


def test_every_term_has_an_entry_in_both_languages() -> None:
    page = render()
    named = {value for name, value in vars(terms.eni).items() if not name.startswith("_")}
    assert {f"{terms.PREFIXES['eni']}{each.name[4:]}" for each in documented()} == named
    for each in documented():
        assert f'<section id="{each.name[4:]}">' in page
        assert set(each.label) == set(each.definition) == {"ja", "en"}
    assert {scheme.name for scheme in schemes()} == {
        "status", "role", "claim", "mark", "audience", "theme", "participant-class", "verdict",
        "novelty", "commitment", "scope",
    }  # fmt: skip


def test_links_in_the_page_have_targets_and_nothing_is_fetched() -> None:
    page = render()
    ids = set(re.findall(r'id="([^"]+)"', page))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= ids
    assert not re.search(r'(?:src|href)="(?!#)', page)
    assert "<script" not in page


def test_lines_of_the_diagram_pass_between_the_boxes() -> None:
    """Every line goes straight up or along, from its class to the one above, through no box."""
    found = documented()
    boxes = diagram(found)
    lines = arrows(found, boxes)
    assert {line.said for line in lines} >= {
        "eni:Goal ⊑ eni:PlanElement",
        "eni:OutlineItem ⊑ eni:PlanElement",
        "eni:NamedPlan ⊑ eni:Scheme",
    }
    at = {box.name: box for box in boxes}
    for line in lines:
        below, above = (at[name] for name in line.said.split(" ⊑ "))
        assert line.corners[0][1] == below.y and line.corners[-1][1] == above.y + above.height
        for (x1, y1), (x2, y2) in pairwise(line.corners):
            assert x1 == x2 or y1 == y2
            for box in boxes:
                beside = max(x1, x2) <= box.x or min(x1, x2) >= box.x + box.width
                apart = max(y1, y2) <= box.y or min(y1, y2) >= box.y + box.height
                assert beside or apart, (line.said, box.name)


def test_boxes_of_the_diagram_do_not_overlap() -> None:
    boxes = diagram(documented())
    assert len(boxes) == len({box.name for box in boxes}) > 15
    for one in boxes:
        for other in boxes:
            if one is not other:
                apart_x = one.x + one.width <= other.x or other.x + other.width <= one.x
                apart_y = one.y + one.height <= other.y or other.y + other.height <= one.y
                assert apart_x or apart_y
