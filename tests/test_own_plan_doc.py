"""The guide for a city's own plan: its example is read as it says, and what it quotes is said."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from enishi.cli import main

_LINES = re.MULTILINE | re.DOTALL
GUIDE = Path(__file__).parents[1] / "docs" / "own-plan.ja.md"


def blocks(kind: str) -> list[str]:
    """What stands between the fences of one kind."""
    fenced = re.findall(r"^```(\w*)\n(.*?)^```$", GUIDE.read_text(encoding="utf-8"), _LINES)
    return [text for said, text in fenced if said == kind]


def said(command: str) -> Result:
    return CliRunner().invoke(main, ["--lang", "ja", *command.split()[1:]])


@pytest.fixture
def example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "一覧.csv").write_text(blocks("csv")[0], encoding="utf-8")
    return tmp_path


def test_every_command_of_the_guide_runs_and_says_what_is_quoted(example: Path) -> None:
    corrected = blocks("toml")[0]
    outputs = []
    lines = [line for block in blocks("") for line in block.splitlines()]
    for line in lines:
        if line.startswith("enishi "):
            result = said(line)
            assert result.exit_code == 0, (line, result.output)
            outputs.append(result.output)
        else:
            assert line.strip() in "\n".join(outputs), line
        profile = example / "読み方.toml"
        if " -o 読み方.toml" in line:
            told = profile.read_text(encoding="utf-8")
            before = corrected.replace('"detail"', '""')
            assert before in told
            profile.write_text(told.replace(before, corrected), encoding="utf-8")
    assert "未解決 0" in outputs[3]  # read by the corrected profile
    assert (example / "地図.html").stat().st_size > 100_000


def test_a_plan_without_owners_is_read_once_its_headings_are_called_projects(
    example: Path,
) -> None:
    (example / "計画.txt").write_text(
        "青葉市総合計画\n第1章　緑のまち\n（1）川を守る\n①ごみを拾う\n・川辺の清掃をします\n"
        "②水を調べる\n・毎月調べます\n",
        encoding="utf-8",
    )
    refused = said("enishi build 計画.txt --plan x --kb x.trig")
    assert refused.exit_code == 2
    assert "計画の見出しも事業の表も見つかりません" in refused.output
    assert said("enishi inspect 計画.txt -o 読み方.toml").exit_code == 0
    profile = example / "読み方.toml"
    told, block = profile.read_text(encoding="utf-8"), blocks("toml")[1]
    kind = 'like = "number:circled"\nclass = '
    assert kind + '""' in told and block.splitlines()[0] in told
    profile.write_text(told.replace(kind + '""', kind + '"project"'), encoding="utf-8")
    built = said("enishi build 計画.txt --profile 読み方.toml --plan x --kb x.trig")
    assert built.exit_code == 0 and "事業 2" in built.output, built.output


def test_the_table_of_messages_quotes_what_the_program_says(example: Path) -> None:
    table = GUIDE.read_text(encoding="utf-8").partition("## こう言われたら")[2]
    quoted = re.findall(r"^\| (?!縁の|-)(\S.*?) \|", table, re.MULTILINE)
    sources = "".join(
        path.read_text(encoding="utf-8") for path in (GUIDE.parents[1] / "data").rglob("*.py")
    )
    assert len(quoted) == 6
    for message in quoted:
        assert message.removeprefix("「…」") in sources, message
