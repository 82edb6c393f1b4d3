"""Plans in which there is nothing to find: every output is empty and says why."""

import json
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest
from click.testing import CliRunner

from enishi.cli import main

from .small_plan import SmallPlan
from .workbook_rules import faults

Rows = list[tuple[str, str, str]]
#: One section; two sections of which neither row has a text; no section; nothing at all.
PLANS: dict[str, tuple[Rows, str]] = {
    "one": (
        [("甲の事業", "歌う。", "甲課"), ("乙の事業", "踊る。", "甲課")],
        "所管課が1つしかないため（甲課）",
    ),
    "silent": ([("春", "", "甲課"), ("秋", "", "乙課")], "どの事業にも取組内容の記載がなく"),
    "ownerless": (
        [("甲の事業", "歌う。", ""), ("乙の事業", "踊る。", "")],
        "所管課の書かれた事業がない",
    ),
    "nothing": ([], "計画に事業がありません"),
}
CAUTION = "計画に書かれていないことは、行われていないという意味ではありません"


@pytest.fixture(params=PLANS)
def plan(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, str]:
    """(location, why nothing is found)"""
    rows, why = PLANS[request.param]
    return str(SmallPlan(list(rows)).store(tmp_path).location), why


def run(*arguments: str) -> tuple[str, str]:
    done = CliRunner().invoke(main, [*arguments, "--lang", "ja"])
    assert done.exit_code == 0, done.output
    return done.stdout, done.stderr


def test_suggest_says_why(plan: tuple[str, str]) -> None:
    kb, why = plan
    said, _ = run("suggest", "--kb", kb)
    assert said.startswith("候補はありません。") and why in said and CAUTION in said
    assert "挙げた候補です" not in said
    listed, aside = run("suggest", "--kb", kb, "--format", "json")
    assert json.loads(listed) == [] and why in aside
    assert "測れません" in run("suggest", "--kb", kb, "--evaluate")[0]


@pytest.mark.parametrize("by", ["section", "partner", "goal", "project"])
def test_links_say_why(plan: tuple[str, str], by: str) -> None:
    said, _ = run("links", "--kb", plan[0], "--by", by)
    assert "つながりは見つかりません。" in said
    why = said.splitlines()[-1]
    assert why != "つながりは見つかりません。"
    whole, aside = run("links", "--kb", plan[0], "--by", by, "--format", "json")
    assert json.loads(whole)["links"] == [] and why in aside


def page(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def book(path: Path) -> str:
    assert faults(path) == []
    cells = (cell.value for sheet in openpyxl.load_workbook(path) for row in sheet for cell in row)
    return "\n".join(str(value) for value in cells if value is not None)


def document(path: Path) -> str:
    return "\n".join(each.text for each in docx.Document(str(path)).paragraphs)


@pytest.mark.parametrize(("kind", "read"), [("html", page), ("xlsx", book), ("docx", document)])
def test_the_worklist_says_why(
    plan: tuple[str, str], tmp_path: Path, kind: str, read: Callable[[Path], str]
) -> None:
    kb, why = plan
    out = tmp_path / f"worklist.{kind}"
    run("report", "--kb", kb, "-o", str(out))
    said = read(out)
    assert "候補はありません。" in said and why in said and CAUTION in said
    assert "挙げた候補です" not in said
    if kind == "xlsx":
        assert run("decide", "--kb", kb, str(out), "--who", "企画課")[1].startswith("判断を0件")


@pytest.mark.parametrize(("kind", "read"), [("html", page), ("xlsx", book), ("docx", document)])
def test_a_section_without_candidates_has_its_own_pages(
    tmp_path: Path, kind: str, read: Callable[[Path], str]
) -> None:
    kb = SmallPlan(list(PLANS["one"][0])).store(tmp_path)
    out = tmp_path / f"own.{kind}"
    run("report", "--kb", str(kb.location), "--section", "甲課", "-o", str(out))
    said = read(out)
    assert "候補はありません。" in said and PLANS["one"][1] in said
    assert "甲課の事業は2件です。" in said
