"""What every test may use: the bundled plan, read and built once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from enishi.data.reading import Reading, read_plan
from enishi.data.settings import settings_for
from enishi.graph.building import build_plans
from enishi.graph.store import KnowledgeBase, open_kb
from enishi.graph.suggest import find_suggestions
from enishi.graph.suggest_rdf import suggestions_quads
from enishi.language import set_lang

ROOT = Path(__file__).parent.parent
IRUMA = ROOT / "data/plans/iruma-2016/iruma-2016.txt"
KAMOSE = ROOT / "tests/plans/kamose/plan.txt"


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    """Messages come in English in tests, whatever the machine's locale."""
    set_lang("en")
    yield
    set_lang(None)


@pytest.fixture(scope="session")
def iruma_text() -> str:
    return IRUMA.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def iruma_reading() -> Reading:
    return read_plan(IRUMA, settings_for(IRUMA))


@pytest.fixture(scope="session")
def kamose_reading() -> Reading:
    return read_plan(KAMOSE, settings_for(KAMOSE, municipality="local", plan="kamose"))


@pytest.fixture(scope="session")
def iruma_kb(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    """The bundled plan's knowledge base with its suggestions; read it only."""
    kb = open_kb(tmp_path_factory.mktemp("iruma") / "iruma.trig")
    build_plans(kb, [(IRUMA, settings_for(IRUMA))])
    kb.replace(suggestions_quads(find_suggestions(kb, top=50)))
    return kb
