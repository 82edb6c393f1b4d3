"""Takes the reference screenshots anew: `python -m enishi.tests.take_references`.

Look at every picture before it is committed: the tests only see that nothing changes.
"""

import io
import sys
import tempfile
from pathlib import Path
from typing import Final

import pyoxigraph as ox
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from enishi.data.settings import settings_for
from enishi.graph.building import build_plans
from enishi.graph.store import KnowledgeBase, open_kb
from enishi.ontology.terms import eni, ext
from enishi.visualize.map import write_map

from .browser import FLAGS, executable
from .conftest import IRUMA

REFERENCE: Final = Path(__file__).parent / "reference"
_SIZES: Final = {
    "1366": {"width": 1366, "height": 768},
    "1920": {"width": 1920, "height": 1080},
    "390": {"width": 390, "height": 844},
}
#: name → window, and what stands after # in the address.
PICTURES: Final[dict[str, tuple[dict[str, int], str]]] = {
    f"{view}-{name}": (size, f"#view={view}")
    for view in ("grid", "whole", "hubs", "pairs")
    for name, size in _SIZES.items()
} | {"stage-1366": (_SIZES["1366"], "#stage=1")}


#: Suggestions of the pictures, by the projects' numbers: what the engine finds changes with it.
_PAIRS: Final = (
    (2, 9), (4, 30), (10, 44), (15, 52), (20, 61), (23, 35), (28, 66), (31, 12), (40, 18),
    (45, 3), (49, 57), (55, 38), (63, 26), (68, 7),
)  # fmt: skip


def picture_map(kb: KnowledgeBase, folder: Path) -> Path:
    """The map of the one plan in `kb` with suggestions that stay the same."""
    (plan,) = kb.plans()
    fixed = open_kb(folder / "pictures.trig")
    graph = ox.NamedNode(f"{plan}/suggestions")
    quads: list[ox.Quad] = []
    for rank, pair in enumerate(_PAIRS, 1):
        iri = ox.NamedNode(f"{plan}/suggestion/{rank:03d}")
        said = [(ext.type, ox.NamedNode(eni.Suggestion)), (eni.score, ox.Literal(20.0 - rank))]
        said += [(eni.suggests, ox.NamedNode(f"{plan}/project/{n:03d}")) for n in pair]
        quads += [ox.Quad(iri, ox.NamedNode(predicate), value, graph) for predicate, value in said]
    fixed.replace({plan: list(kb.quads(plan)), graph.value: quads})
    return write_map(fixed, folder / "pictures.html").path


def picture(page: Page, size: dict[str, int]) -> Image.Image:
    """The page halved and in grey, so that a machine's smoothing of letters does not matter."""
    page.wait_for_timeout(150)
    shot = Image.open(io.BytesIO(page.screenshot())).convert("L")
    return shot.resize((size["width"] // 2, size["height"] // 2))


def take(browser: Browser, path: Path) -> None:
    """Write all pictures of the map at `path`."""
    for name, (size, after) in PICTURES.items():
        context = browser.new_context(offline=True, viewport=size)  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(path.as_uri() + after)
        page.wait_for_selector("html[data-ready]")
        picture(page, size).save(REFERENCE / f"{name}.png", optimize=True)
        context.close()


def main() -> None:
    """Build the bundled plan as the tests do, and take the pictures."""
    program = executable()
    if program is None:
        sys.exit("no browser: set ENISHI_CHROMIUM")
    with tempfile.TemporaryDirectory() as folder:
        kb = open_kb(Path(folder) / "iruma.trig")
        build_plans(kb, [(IRUMA, settings_for(IRUMA))])
        path = picture_map(kb, Path(folder))
        with sync_playwright() as tool:
            browser = tool.chromium.launch(executable_path=program, args=FLAGS)
            take(browser, path)
            browser.close()


if __name__ == "__main__":
    main()
