"""Point 10 of the map: twelve hostile texts in every field, and in IRIs, are only text."""

import json
import re
from typing import Any
from urllib.parse import quote

import pyoxigraph as ox
import pytest
from playwright.sync_api import Browser

from enishi.graph.store import open_kb
from enishi.ontology.terms import PREFIXES, eni, ext, mark
from enishi.visualize.map import MapSummary, write_map

from .browser import SMALL, Opened, browser, open_page

__all__ = ["browser"]  # a fixture: tests name it as a parameter

PAYLOADS = [
    "<script>window.pwned=1</script>",
    "</script><script>window.pwned=2</script>",
    "<img src=x onerror=window.pwned=3>",
    '" onmouseover="window.pwned=4" autofocus onfocus="window.pwned=4',
    "'><svg/onload=window.pwned=5>",
    '<a href="javascript:window.pwned=6">href</a>',
    "{{ 7*7 }}{% for x in '' %}{{ config }}{# window.pwned=7 #}",
    "${window.pwned=8}`;window.pwned=8//",
    "<!--<script>window.pwned=9",
    "]]></style><style>*{display:none}</style><base href=http://evil.invalid/>",
    "\u2028window.pwned=11\u2029\\u003cscript>",
    '<iframe srcdoc="<script>parent.pwned=12</script>"></iframe>',
]


def _hostile_quads() -> dict[str, list[ox.Quad]]:
    """One element of each kind per payload, and the payload in everything that takes text."""
    base = "https://example.org/id"
    p = f"{base}/plan"
    quads: list[ox.Quad] = []
    suggested: list[ox.Quad] = []

    def say(subject: str, predicate: str, value: str, *, lang: str = "", to: Any = None) -> None:
        named = value.startswith(("http", "javascript:")) and not lang
        term = ox.NamedNode(value) if named else ox.Literal(value, language=lang or None)
        quad = ox.Quad(ox.NamedNode(subject), ox.NamedNode(predicate), term)
        (quads if to is None else to).append(quad)

    say(p, ext.type, eni.Plan)
    say(p, ext.prefLabel, "".join(PAYLOADS), lang="ja")
    for n, text in enumerate(PAYLOADS, 1):
        goal, measure, package = f"{p}/goal/{n:03d}", f"{p}/measure/{n:03d}", f"{p}/package/{n:03d}"
        # An IRI is text from outside too.
        project = "javascript:window.pwned=0" if n == 1 else f"{p}/project/{quote(text, safe='')}"
        unit, sub, org = f"{base}/unit/{n}", f"{base}/unit/{n}b", f"{base}/org/{n}"
        span, source = f"{p}/source/{n}#char=0,5", f"{p}/source/{n}"
        year, item = f"{p}/year/{n:03d}", f"{p}/item/{n:03d}"
        for iri, kind in (
            (goal, eni.Goal),
            (measure, eni.Measure),
            (package, eni.Package),
            (project, eni.Project),
            (year, eni.YearOutline),
            (item, eni.OutlineItem),
        ):
            say(iri, ext.type, kind)
            say(iri, eni.sourceSpan, span)
        for iri in (goal, measure, package, project, unit, sub, org):
            say(iri, ext.prefLabel, text, lang="ja")
        for predicate in (ext.identifier, eni.projectAlias, eni.slogan):
            say(goal, predicate, text)
        for iri in (goal, measure, package, project, year):
            say(iri, ext.description, text, lang="ja")
        for child, parent in (
            (measure, goal),
            (package, measure),
            (project, package),
            (year, package),
            (item, year),
        ):
            say(child, ext.isPartOf, parent)
        say(year, eni.planYear, str(n % 3 + 1))
        say(item, eni.refersTo, project)
        say(project, eni.proposalStatus, f"{base}/status/{quote(text, safe='')}")
        say(project, eni.sourceMark, mark.star)
        for predicate, iri in (
            (eni.responsibleUnit, unit),
            (eni.responsibleSubUnit, sub),
            (eni.relatedUnit, f"{base}/unit/{n % len(PAYLOADS) + 1}"),
            (eni.partner, org),
        ):
            say(project, predicate, iri)
        who = f"{project}/participation/1"
        say(project, ext.hasParticipation, who)
        say(who, ext.hasParticipant, org)
        say(who, ext.role, f"{base}/role/{quote(text, safe='')}")
        say(who, eni.sourceSpan, span)
        say(span, ext.hasSource, source)
        say(span, eni.locator, text)
        say(span, ext.hasSelector, f"{span};quote")
        say(f"{span};quote", ext.exact, text)
        say(source, eni.text, "x" if n % 2 else f"{text}。{text}")
        say(source, ext.title, f"{text}.txt")
        if n > 1:
            found = f"{p}/suggestion/{n:03d}"
            say(found, ext.type, eni.Suggestion, to=suggested)
            say(found, eni.suggests, project, to=suggested)
            say(found, eni.suggests, "javascript:window.pwned=0", to=suggested)
            say(found, eni.reason, text, lang="ja", to=suggested)
            say(found, eni.evidence, f"{found}/claim/1", to=suggested)
            say(f"{found}/claim/1", PREFIXES["rdfs"] + "label", text, lang="ja", to=suggested)
            say(f"{found}/claim/1", eni.sourceSpan, span, to=suggested)
    return {p: quads, f"{p}/suggestions": suggested}


@pytest.fixture(scope="module")
def hostile_map(tmp_path_factory: pytest.TempPathFactory) -> MapSummary:
    folder = tmp_path_factory.mktemp("hostile")
    kb = open_kb(str(folder / "hostile.trig"))
    kb.replace(_hostile_quads())
    return write_map(kb, folder / "a'b&c;onload=window.pwned=99 #{{7}}.html")


def test_10_hostile_text_is_only_text(browser: Browser, hostile_map: MapSummary) -> None:
    assert hostile_map.nodes == dict.fromkeys(
        ("goal", "measure", "package", "project", "section", "partner"), len(PAYLOADS)
    )
    assert hostile_map.edges["suggestion"] == len(PAYLOADS) - 1
    for opened in open_page(browser, hostile_map.path, SMALL, "#at=<img src=x onerror=pwned=13>"):
        page = opened.page
        elements = (
            "[...document.querySelectorAll('script,style,img,iframe,svg,base,object')].length"
        )
        whole = opened.js(elements)
        page.click('[data-group="rel"] summary')
        page.click('[data-filter="rel"][value="suggestion"]')
        opened.js("document.querySelectorAll('#filters details').forEach(d => { d.open = true; })")
        for iri, name in opened.js("enishi.nodes.get().map(n => [n.iri, n.name])"):
            opened.js("iri => { location.hash = 'at=' + encodeURIComponent(iri); }", iri)
            opened.until(f"document.querySelector('aside code')?.textContent === {json.dumps(iri)}")
            assert opened.js("document.querySelector('aside h2').textContent") == name
            opened.js("document.querySelectorAll('aside details').forEach(d => { d.open = true; })")
            assert (
                opened.js("document.querySelectorAll('aside [onload], aside [onerror]').length")
                == 0
            )
            for link in page.locator("aside a").all()[:3]:
                assert (link.get_attribute("href") or "").startswith("#at=")
        _hover_and_search(opened)
        with page.expect_download() as download:
            page.click('[data-export="png"]')
        assert re.search(r"^[^\\/:*?\"<>|]+\.png$", download.value.suggested_filename)
        assert opened.js(elements) == whole
        assert opened.js("window.pwned") is None
        assert opened.js("getComputedStyle(document.body).display") == "flex"
        opened.clean()


def _hover_and_search(opened: Opened) -> None:
    """Show the tooltip of some nodes and the list of hits of every payload."""
    page = opened.page
    page.keyboard.press("Escape")
    page.click("#fit")
    shown = []
    for iri in opened.js("enishi.nodes.get().filter(n => n.type === 'goal').map(n => n.iri)"):
        spot = opened.js("n => enishi.network.canvasToDOM(enishi.network.getPosition(n))", iri)
        page.mouse.move(spot["x"] + 236, spot["y"] + 52)
        page.wait_for_timeout(400)
        shown.append(opened.js("document.querySelector('.vis-tooltip')?.textContent"))
    assert sum(text in PAYLOADS for text in shown) >= len(PAYLOADS) // 2
    for text in PAYLOADS:
        page.fill("input[type=search]", text)
        hits = json.loads(opened.js("JSON.stringify([...hits.children].map(e => e.textContent))"))
        assert len(hits) > 1
    page.keyboard.press("Escape")
