"""Folders whose files are one plan together. 霞野市 and everything in it is invented."""

import hashlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from enishi.cli import main
from enishi.data.reading import Reading, read_document, read_plan
from enishi.data.records import Element, Goal, Notice
from enishi.data.settings import settings_for
from enishi.errors import InputError
from enishi.graph.building import build_plans
from enishi.graph.store import open_kb

from .plan_files import Head, Table, write_file
from .readings import projects_of

#: name, section, measure, what is done
PROJECTS = [
    ("防災士の養成", "危機管理課", "備えるまち", "防災士の資格を取る人を支援します。"),
    ("公園の更新", "みどり課", "緑のまち", "古い遊具を新しくします。"),
    ("移住の相談", "企画課", "選ばれるまち", "首都圏で相談会を開きます。"),
]
WANTED = [(name, (measure,), (section,)) for name, section, measure, _ in PROJECTS]


def read(folder: Path) -> Reading:
    return read_plan(folder, settings_for(folder))


def form(name: str, section: str, measure: str, told: str) -> Table:
    return Table([["事業名", name], ["担当課", section], ["施策名", measure], ["事業概要", told]])


def folder_of_forms(folder: Path, ending: str) -> Path:
    folder.mkdir()
    for number, project in enumerate(PROJECTS, 9):  # 9, 10, 11: counted, not spelled
        write_file(folder / f"{number}{ending}", Head(1, "事業調書"), form(*project))
    return folder


@pytest.mark.parametrize("ending", [".html", ".docx", ".xlsx", ".md", ".csv"])
def test_a_page_or_form_for_each_project(tmp_path: Path, ending: str) -> None:
    reading = read(folder_of_forms(tmp_path / "調書", ending))
    assert projects_of(reading) == WANTED
    source = reading.source
    for record in reading.records:
        if isinstance(record, Element) and record.key.startswith("project"):
            assert record.label in source.quote(record.span)
            at = [name for name, *_ in PROJECTS].index(record.label)
            assert source.locator(record.span).startswith(f"{9 + at}{ending} ")
    assert not [entry for entry in reading.ledger if entry.state == "unresolved"]


def test_chapters_follow_each_other_by_their_numbers(tmp_path: Path) -> None:
    folder = tmp_path / "計画"
    folder.mkdir()
    (folder / "第1章.txt").write_text("霞野市総合計画\nこの計画は将来像を示すものです。\n", "utf-8")
    for number, (name, section, measure, told) in enumerate(PROJECTS, 9):
        (folder / f"第{number}章.txt").write_text(
            f"基本目標{number}　{measure}\n○{name}（{section}）\n　{told}\n", "utf-8"
        )
    reading = read(folder)
    assert projects_of(reading) == WANTED
    assert reading.records[0].label == "霞野市総合計画"  # type: ignore[union-attr]


def test_a_file_for_each_section_may_say_the_section_in_its_name(tmp_path: Path) -> None:
    folder = tmp_path / "各課"
    folder.mkdir()
    for name, section, measure, told in PROJECTS:
        text = f"事業名,施策,事業内容\n{name},{measure},{told}\n"
        encoding = "cp932" if section == "企画課" else "utf-8"
        (folder / f"{section}.csv").write_text(text, encoding)
    reading = read(folder)
    assert sorted(projects_of(reading)) == sorted(WANTED)
    assert set(reading.source.encoding.split("、")) == {"cp932", "utf-8"}


def test_records_come_one_by_one_from_all_files(tmp_path: Path) -> None:
    folder = tmp_path / "reviews"
    folder.mkdir()
    for number, (name, section, measure, told) in enumerate(PROJECTS, 9):
        record = {"事業名": name, "担当課": section, "施策名": measure, "事業概要": told}
        (folder / f"{number}.json").write_text(json.dumps(record, ensure_ascii=False), "utf-8")
    readings = list(read_document(folder, settings_for(folder)))
    assert [row for reading in readings for row in projects_of(reading)] == WANTED
    assert [reading.number for reading in readings] == [1, 2, 3]
    assert [reading.continued for reading in readings] == [False, True, True]
    kb = tmp_path / "kb"
    (built,) = build_plans(open_kb(str(kb)), [(folder, settings_for(folder))])
    assert built.source == "reviews" and built.counts["Project"] == 3
    asked = CliRunner().invoke(
        main,
        ["query", "--kb", str(kb), "--format", "csv", "SELECT ?l { ?s eni:locator ?l }"],
    )
    assert "10.json /事業名" in asked.output


def test_what_is_no_document_is_left_out_and_said(tmp_path: Path) -> None:
    folder = folder_of_forms(tmp_path / "調書", ".html")
    for name in ("~$9.xlsx", ".DS_Store", "9_files/ad.html", "__MACOSX/x.html", "plan.toml"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("", "utf-8")
    (folder / "地図.png").write_bytes(b"\x89PNG")
    (folder / "外.html").symlink_to(tmp_path / "secret.html")
    (tmp_path / "secret.html").write_text("<h1>秘密</h1>", "utf-8")
    reading = read(folder)
    assert [name for name, _ in reading.source.files] == ["9.html", "10.html", "11.html"]
    assert "秘密" not in reading.source.text
    (said,) = [notice for notice in reading.notices if "地図.png" in notice.message.ja]
    assert isinstance(said, Notice) and "1個" in said.message.ja


def test_the_graph_keeps_the_hash_of_each_file(tmp_path: Path) -> None:
    folder = folder_of_forms(tmp_path / "sheets", ".csv")
    kb = tmp_path / "kb.trig"
    build_plans(open_kb(str(kb)), [(folder, settings_for(folder))])
    first = kb.read_bytes()
    for path in folder.iterdir():
        assert hashlib.sha256(path.read_bytes()).hexdigest() in first.decode()
    checked = CliRunner().invoke(main, ["check", "--kb", str(kb)])
    assert checked.exit_code == 0, checked.output
    build_plans(open_kb(str(kb)), [(folder, settings_for(folder))])
    assert kb.read_bytes() == first


def test_a_folder_may_be_called_by_a_dot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = folder_of_forms(tmp_path / "sheets", ".csv")
    (folder / "plan.toml").write_text('title = "霞野市の調書"\nplan = "r6"\n', "utf-8")
    monkeypatch.chdir(folder)
    settings = settings_for(Path())
    assert settings.plan == "r6"
    reading = read_plan(Path(), settings)
    assert reading.source.name == "sheets"
    assert reading.records[0].label == "霞野市の調書"  # type: ignore[union-attr]
    monkeypatch.chdir(tmp_path)
    (folder / "plan.toml").unlink()
    assert settings_for(Path("sheets")).plan == "sheets"


def refused(folder: Path) -> InputError:
    with pytest.raises(InputError) as raised:
        read(folder)
    return raised.value


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    folder = folder_of_forms(tmp_path / "調書", ".xlsx")
    (folder / "10.xlsx").write_bytes((folder / "10.xlsx").read_bytes()[:600])
    assert str(refused(folder).where).endswith("10.xlsx")


def test_records_among_other_documents_are_refused(tmp_path: Path) -> None:
    folder = folder_of_forms(tmp_path / "調書", ".html")
    (folder / "1.json").write_text('{"事業名": "朝市", "担当課": "商工課"}', "utf-8")
    error = refused(folder)
    assert str(error.where).endswith("1.json") and "フォルダ" in error.message.ja


def test_an_empty_folder_says_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8")
    assert "photo.jpg" in refused(tmp_path).message.ja


def test_a_folder_that_holds_no_plan_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "議事録"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.txt").write_text("本日の会議は午後二時に始まりました。\n", "utf-8")
    assert "見つかりません" in refused(folder).message.ja


def test_a_list_and_forms_of_other_formats_are_read_together(tmp_path: Path) -> None:
    folder = folder_of_forms(tmp_path / "調書", ".docx")
    rows = [["No.", "事業名", "担当課", "施策"]]
    rows += [
        [str(n), name, section, measure] for n, (name, section, measure, _) in enumerate(PROJECTS)
    ]
    write_file(folder / "0_一覧.xlsx", Table(rows))
    reading = read(folder)
    assert projects_of(reading) == WANTED
    assert not [entry for entry in reading.ledger if entry.state == "unresolved"]


def test_a_goal_may_be_a_chapter(tmp_path: Path) -> None:
    """第２章　基本目標１　備えるまち: the chapter counts on from the file before."""
    folder = tmp_path / "計画"
    folder.mkdir()
    write_file(folder / "1.docx", Head(1, "第１章　計画の概要"), "この計画は将来像を示すものです。")
    for number, (name, section, measure, _) in enumerate(PROJECTS, 1):
        write_file(
            folder / f"{number + 1}.docx",
            Head(1, f"第{number + 1}章　基本目標{number}　{measure}"),
            Head(2, f"施策{number}-1　{measure}をつくる"),
            Table([["事業名", "担当課"], [name, section], [f"{name}の広報", section]]),
        )
    reading = read(folder)
    goals = [record.label for record in reading.records if isinstance(record, Goal)]
    assert goals == [measure for _, _, measure, _ in PROJECTS]
    assert len(projects_of(reading)) == 6
