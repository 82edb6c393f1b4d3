"""What is not installed is said with the line that installs it, format by format.

白鷺市 and its plan are invented.
"""

import os
import sys
from pathlib import Path

import pytest

from enishi.data.reading import read_plan
from enishi.data.settings import settings_for
from enishi.errors import InputError

from .plan_files import Table, write_file

PLAN = Table([["事業名", "事業内容", "担当課"], ["川の清掃事業", "川を清掃します。", "環境課"]])
INSTALL = 'pip install "enishi[documents]"'


@pytest.mark.parametrize(
    ("ending", "library"), [(".xlsx", "openpyxl"), (".docx", "lxml"), (".html", "lxml")]
)
def test_a_missing_library_is_said_with_its_install_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str, library: str
) -> None:
    path = write_file(tmp_path / f"plan{ending}", PLAN)
    for name in [name for name in sys.modules if name.partition(".")[0] == library]:
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(InputError) as told:
        read_plan(path, settings_for(path))
    assert library in told.value.message.en and library in told.value.message.ja
    assert told.value.where == str(path)
    assert told.value.hint is not None
    assert INSTALL in told.value.hint.en and INSTALL in told.value.hint.ja


def test_a_missing_library_is_said_by_the_process_that_reads_pdf(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_file(tmp_path / "plan.pdf", PLAN)
    folder = tmp_path / "broken"
    folder.mkdir()
    (folder / "pdfplumber.py").write_text("raise ImportError\n", encoding="utf-8")
    before = os.environ.get("PYTHONPATH")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, [str(folder), before])))
    with pytest.raises(InputError) as told:
        read_plan(path, settings_for(path))
    assert "pdfplumber" in told.value.message.en
    assert told.value.hint is not None and INSTALL in told.value.hint.en


@pytest.mark.parametrize("ending", [".txt", ".md", ".csv", ".tsv", ".json"])
def test_other_formats_need_no_library(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    path = write_file(tmp_path / f"plan{ending}", PLAN)
    for library in ("lxml", "openpyxl", "pdfplumber", "docx"):
        monkeypatch.setitem(sys.modules, library, None)
    assert read_plan(path, settings_for(path)).counts()["Project"] == 1
