"""What is opened at all: names, pipes, devices, folders without end, TOML. 霞野市 is invented."""

import os
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from enishi.cli import main
from enishi.data.reading import read_document, read_plan
from enishi.data.settings import settings_for
from enishi.errors import EnishiError, InputError

from .plan_files import Head, Table, write_file
from .readings import projects_of

FORM = Table([["事業名", "朝市の支援"], ["担当課", "商工課"], ["事業概要", "朝市を開く。"]])
PLAN = (Head(1, "霞野市の計画"), Head(2, "基本目標1 にぎわい"), FORM)


def refused(path: Path, profile: str | None = None) -> InputError:
    with pytest.raises(InputError) as raised:
        list(read_document(path, settings_for(path, plan="x", profile=profile)))
    error = raised.value
    assert error.where and error.hint, str(error)
    str(error).encode("utf-8")  # it can be printed
    assert error.where.isprintable() and error.message.ja.isprintable()
    return error


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes in folders")
@pytest.mark.parametrize("ending", [".txt", ".csv", ".xlsx", ".json", ".html", ".pdf", ".xml"])
def test_pipes_and_devices_are_refused_unopened(tmp_path: Path, ending: str) -> None:
    os.mkfifo(tmp_path / f"a{ending}")  # to open it waits for ever
    assert "パイプ" in refused(tmp_path / f"a{ending}").message.ja
    (tmp_path / f"zero{ending}").symlink_to("/dev/zero")  # to read it takes all memory
    assert "装置" in refused(tmp_path / f"zero{ending}").message.ja


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes in folders")
def test_a_profile_or_its_numbers_may_be_no_pipe(tmp_path: Path) -> None:
    plan = write_file(tmp_path / "plan.md", *PLAN)
    os.mkfifo(tmp_path / "p.toml")
    assert "パイプ" in refused(plan, str(tmp_path / "p.toml")).message.ja


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
@pytest.mark.parametrize("name", ["\udcff計画", "二\n行", "赤\x1b[31m", "\x9b2J"])
def test_names_that_are_no_text_are_refused(tmp_path: Path, name: str) -> None:
    assert "名前" in refused(write_file(tmp_path / f"{name}.md", *PLAN)).message.ja
    inside, below, called = tmp_path / "a", tmp_path / "b", tmp_path / name
    for folder, file in ((inside, f"{name}.md"), (below, f"{name}/1.md"), (called, "1.md")):
        (folder / file).parent.mkdir(parents=True)
        write_file(folder / file, *PLAN)
        assert "名前" in refused(folder).message.ja
    # What is not read may be called as it likes.
    beside = tmp_path / "c"
    beside.mkdir()
    write_file(beside / "1.md", *PLAN)
    (beside / f"{name}.png").write_bytes(b"\x89PNG")
    (said,) = read_plan(beside, settings_for(beside)).notices
    assert ".png" in said.message.ja and said.message.ja.isprintable()


def test_links_and_pipes_in_a_folder_are_said(tmp_path: Path) -> None:
    folder = tmp_path / "計画"
    folder.mkdir()
    write_file(folder / "1.md", *PLAN)
    (folder / "2.md").symlink_to(write_file(tmp_path / "2.md", *PLAN))
    (folder / "輪").symlink_to(folder, target_is_directory=True)
    reading = read_plan(folder, settings_for(folder))
    assert [name for name, *_ in projects_of(reading)] == ["朝市の支援"]
    (said,) = reading.notices
    assert "2個" in said.message.ja and "2.md" in said.message.ja and "輪" in said.message.ja
    (folder / "1.md").unlink()
    assert "リンク" in refused(folder).message.ja and "2.md" in refused(folder).message.ja


def test_links_in_a_folder_of_records_are_said_once(tmp_path: Path) -> None:
    folder = tmp_path / "記録"
    folder.mkdir()
    for number, name in enumerate(("朝市", "夜市"), 1):
        (folder / f"{number}.json").write_text(
            f'{{"事業名": "{name}", "担当課": "商工課", "施策": "にぎわい"}}', "utf-8"
        )
    (folder / "3.json").symlink_to(folder / "1.json")
    readings = list(read_document(folder, settings_for(folder)))
    said = [n.message.ja for each in readings for n in each.notices if "リンク" in n.message.ja]
    assert len(said) == 1 and "3.json" in said[0]


@pytest.mark.skipif(sys.platform == "win32", reason="paths are shorter there")
def test_a_folder_in_a_folder_without_end_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "計画"
    folder.mkdir()
    write_file(folder / "1.md", *PLAN)
    monkeypatch.chdir(folder)
    for _ in range(1_500):  # deeper than Python calls itself
        Path("d").mkdir()
        os.chdir("d")
    assert len(projects_of(read_plan(folder, settings_for(folder)))) == 1
    for _ in range(1_500):  # longer than a path can be
        Path("d").mkdir()
        os.chdir("d")
    monkeypatch.chdir(tmp_path)
    assert "読めません" in refused(folder).message.ja
    at = os.open(folder, os.O_RDONLY)
    os.chdir(at)
    while Path("d").is_dir():
        os.chdir("d")
    for _ in range(3_000):  # pytest would not get it away again
        os.chdir("..")
        Path("d").rmdir()
    os.close(at)


@pytest.mark.parametrize(
    "text",
    [
        'kind = "stratml"\nname = "x"',
        'kind = "records"\nname = "x"\nelement = 1',
        'kind = "headed"\nname = "x"',
        "x = " + "[" * 5_000,
        "x = " + "9" * 10_000,
        "x = 2024-02-31",
        "x = 1\nx = 2",
        "#" * (2 << 20),
    ],
    ids=lambda text: text[:20],
)
def test_a_profile_that_lacks_or_overflows_is_refused(tmp_path: Path, text: str) -> None:
    profile = tmp_path / "p.toml"
    profile.write_text(text, "utf-8")
    refused(write_file(tmp_path / "plan.md", *PLAN), str(profile))


def test_what_a_part_of_a_profile_lacks_is_named(tmp_path: Path) -> None:
    plan = write_file(tmp_path / "plan.md", *PLAN)
    whole = tmp_path / "p.toml"
    shipped = (Path(__file__).parent.parent / "data/profiles/headed-ja.toml").read_text("utf-8")
    assert "bullets = " in shipped
    lines = [line for line in shipped.splitlines() if not line.startswith("bullets = ")]
    whole.write_text("\n".join(lines), "utf-8")
    (tmp_path / "plan.txt").write_text(
        "# 霞野市の計画\n## 基本目標1 にぎわい\n主な事業\n・朝市の支援\n担当課：商工課\n", "utf-8"
    )
    with pytest.raises(EnishiError) as raised:
        list(read_document(tmp_path / "plan.txt", settings_for(plan, profile=str(whole))))
    assert "package.bullets" in raised.value.message.ja and str(whole) in raised.value.where


ORDERS = "\x1b]0;evil\x07\x1b[2J\x9b2J\u202e"  # the title of a window, an empty screen, backwards


def test_a_document_gives_a_terminal_no_orders(tmp_path: Path) -> None:
    said = ORDERS.replace("\x07", "")  # which no text file may hold
    rows = [["施策", "事業名", "担当課", "謎"]] + [
        [f"{name}{said}", f"{name}事業{said}", f"{name}課", f"謎{said}"]
        for name in ("朝市", "夜市")
    ]
    plan = write_file(tmp_path / "plan.csv", Table(rows))
    kb = str(tmp_path / "kb.trig")
    for words in (
        ["build", str(plan), "--kb", kb],
        ["inspect", str(plan)],
        *([word, "--kb", kb] for word in ("links", "check", "suggest", "review")),
        ["build", str(tmp_path / f"{ORDERS}.txt"), "--kb", kb],
        ["build", str(plan), "--kb", kb, "--plan", ORDERS],
    ):
        done = CliRunner().invoke(main, words)
        assert done.exit_code in (0, 2), (words, done.output)
        assert not {"\x1b", "\x9b", "\u202e", "\x07"} & set(done.output + done.stderr), words
    assert "朝市" in plan.read_text("utf-8")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_place_that_is_no_text_can_be_named(tmp_path: Path) -> None:
    plan = write_file(tmp_path / "plan.md", *PLAN)
    done = CliRunner().invoke(main, ["build", str(plan), "--kb", str(tmp_path / "a\udcff.trig")])
    assert done.exit_code == 0, done.output
