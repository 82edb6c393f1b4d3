"""The command line as a person runs it: output, exit codes, both languages."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
IRUMA = ROOT / "data/plans/iruma-2016/iruma-2016.txt"


def run(*words: str, stdin: str = "", cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "enishi", *words],
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        cwd=cwd,
        env={**os.environ, "ENISHI_LANG": "en"},
        timeout=300,
        check=False,
    )


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> str:
    location = str(tmp_path_factory.mktemp("cli") / "kb.trig")
    done = run("build", str(IRUMA), "--kb", location, "--format", "json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["counts"]["Project"] == 70
    assert sum(told["ledger"].values()) == 183
    assert {123, 177, 211} <= {warning["line"] for warning in told["warnings"]}
    return location


def test_help_is_in_both_languages_and_loads_no_graph_library() -> None:
    assert "Usage: " in run("--help", "--lang", "en").stdout
    assert "使い方: " in run("--lang", "ja", "--help").stdout
    code = (
        "import sys; sys.argv=['enishi','--help']\n"
        "from enishi.cli import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print([m for m in ('rdflib','networkx','numpy','pyoxigraph') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=False
    )
    assert done.stdout.strip().endswith("[]")


@pytest.mark.parametrize(("set_by_user", "used"), [({}, "1"), ({"OPENBLAS_NUM_THREADS": "4"}, "4")])
def test_a_command_computes_on_one_thread_unless_the_user_says_otherwise(
    set_by_user: dict[str, str], used: str
) -> None:
    code = (
        "import os, sys; sys.argv=['enishi','--version']\n"
        "from enishi.cli import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print(os.environ['OPENBLAS_NUM_THREADS'])"
    )
    plain = {name: value for name, value in os.environ.items() if "BLAS" not in name}
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        encoding="utf-8",
        env={**plain, **set_by_user},
        check=False,
    )
    assert done.stdout.split()[-1] == used


@pytest.mark.parametrize(
    "command",
    [
        "demo",
        "build",
        "check",
        "query",
        "links",
        "suggest",
        "map",
        "export",
        "review",
        "report",
        "decide",
    ],
)
def test_every_command_has_help_in_both_languages(command: str) -> None:
    english, japanese = (
        run(command, "--help", "--lang", "en"),
        run(command, "--help", "--lang", "ja"),
    )
    assert english.returncode == japanese.returncode == 0
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"enishi {command}" in readme
    assert english.stdout != japanese.stdout


def test_named_questions_answer(kb: str) -> None:
    rows = run("query", "-n", "4", "--kb", kb, "--format", "csv").stdout.splitlines()
    assert rows[1].startswith("商工課,22,") and len(rows) == 14
    rows = run("query", "-n", "partners-across-sections", "--kb", kb, "--format", "csv").stdout
    assert {row.split(",")[0] for row in rows.splitlines()[1:]} == {"西武鉄道"}
    asked = ("query", "-n", "14", "--set", "partner=埼玉大学", "--kb", kb, "--format", "csv")
    (row,) = run(*asked).stdout.splitlines()[1:]
    assert row.startswith("埼玉大学,パッケージ,狭山茶ブランド振興プロジェクト（広域化）,農政課,")


def test_query_from_standard_input_and_refusals(kb: str) -> None:
    done = run("query", "--kb", kb, "--format", "json", stdin="ASK { ?p a eni:Project }")
    assert json.loads(done.stdout)["boolean"] is True
    service = run("query", "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", "--kb", kb)
    assert service.returncode == 2 and "SERVICE" in service.stderr
    update = run("query", "DROP ALL", "--kb", kb)
    assert update.returncode == 2
    bomb = run("query", "--kb", kb, stdin="SELECT * {" + "{" * 3000 + "}" * 3000 + "}")
    assert bomb.returncode == 2 and "Traceback" not in bomb.stderr


def test_a_query_that_takes_too_long_is_stopped(kb: str) -> None:
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    done = run("query", slow, "--kb", kb, "--timeout", "1")
    assert done.returncode == 3 and "Traceback" not in done.stderr


def test_links_suggest_map_and_export(kb: str, tmp_path: Path) -> None:
    links = json.loads(run("links", "--kb", kb, "--format", "json").stdout)
    assert {link["kind"] for link in links["links"]} >= {"package", "partner", "mention"}
    found = json.loads(run("suggest", "--kb", kb, "--top", "5", "--format", "json").stdout)
    assert [row["rank"] for row in found] == [1, 2, 3, 4, 5]
    assert all(evidence["spans"] for row in found for evidence in row["evidence"])
    assert run("map", "--kb", kb, "-o", str(tmp_path / "map.html")).returncode == 0
    assert (tmp_path / "map.html").stat().st_size < 1_500_000
    assert run("export", "--kb", kb, "-o", str(tmp_path / "plan.ttl")).returncode == 0


def test_errors_name_the_place_and_the_next_step(tmp_path: Path) -> None:
    done = run("build", "none.txt", "--kb", str(tmp_path / "kb.trig"), cwd=tmp_path)
    assert done.returncode == 2 and "none.txt" in done.stderr and "hint:" in done.stderr
    assert list(tmp_path.glob("*.trig")) == []
    assert run("check", "--kb", str(tmp_path / "none.trig")).returncode == 2
    assert run("nonsense").returncode == 2
    assert run("suggest", "--top", "0").returncode == 2


def test_a_review_from_the_command_line_needs_a_name_and_a_real_day(
    kb: str, tmp_path: Path
) -> None:
    import shutil

    own = str(shutil.copy(kb, tmp_path / "kb.trig"))
    listed = json.loads(run("review", "--kb", own, "--format", "json").stdout)
    one = listed[0]["id"]
    assert run("review", "--kb", own, "--accept", one).returncode == 2
    wrong = run("review", "--kb", own, "--accept", one, "--who", "企画課", "--date", "2026-13-01")
    assert wrong.returncode == 2 and "2026-13-01" in wrong.stderr
    done = run("review", "--kb", own, "--accept", one, "--who", "企画課", "--date", "2026-04-01")
    assert done.returncode == 0, done.stderr
    (decided,) = json.loads(run("review", "--kb", own, "--decided", "--format", "json").stdout)
    assert (decided["id"], decided["decision"]["when"]) == (one, "2026-04-01")
