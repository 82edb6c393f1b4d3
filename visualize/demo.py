"""The bundled plan the whole way: build, check, findings, map."""

from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path

from ..data.settings import settings_for
from ..errors import StoreError
from ..graph.building import Built, build_plans
from ..graph.check import CheckReport, check_kb, write_ledger_csv
from ..graph.links import Links, find_links
from ..graph.store import open_kb
from ..graph.suggest import Suggestions, find_suggestions
from ..graph.suggest_rdf import suggestions_quads
from ..graph.worklist import make_worklist
from ..language import Lang, Text
from .map import MapSummary, write_map
from .worklist_page import write_worklist_page


@dataclass(frozen=True, slots=True)
class Demo:
    """What the demo found and the files it wrote."""

    built: Built
    check: CheckReport
    links: Links
    suggestions: Suggestions
    map: MapSummary
    knowledge_base: Path
    ledger: Path
    worklist: Path


def run_demo(out: Path, *, lang: Lang) -> Demo:
    """Read the bundled plan and write `iruma.trig`, `map.html`, `worklist.html` and `ledger.csv` into `out`.

    Raises StoreError when `out` cannot be made.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            Text("フォルダを作れません", "the folder cannot be made"),
            where=str(out),
            hint=Text("--out で別の場所を指定してください", "name another place with --out"),
        ) from error
    location = out / "iruma.trig"
    kb = open_kb(location)
    with as_file(files("enishi.data").joinpath("plans", "iruma-2016")) as folder:
        document = folder / "iruma-2016.txt"
        (built,) = build_plans(kb, [(document, settings_for(document))])
    suggestions = find_suggestions(kb, top=50)
    kb.replace(suggestions_quads(suggestions))
    checked = check_kb(kb)
    ledger = out / "ledger.csv"
    write_ledger_csv(kb, ledger)
    worklist = out / "worklist.html"
    write_worklist_page(make_worklist(kb), worklist, lang=lang)
    drawn = write_map(kb, out / "map.html", lang=lang)
    return Demo(
        built=built,
        check=checked,
        links=find_links(kb, by="section"),
        suggestions=suggestions,
        map=drawn,
        knowledge_base=location,
        ledger=ledger,
        worklist=worklist,
    )
