"""Labels on lines of their own, above what they say. 霞野市 and everything in it is invented."""

from pathlib import Path

import pytest

from enishi.data.reading import Reading, read_plan
from enishi.data.records import Participation, Project
from enishi.data.settings import settings_for

from .plan_files import write_file
from .readings import projects_of

#: name, section, measure, what is done, partner
PROJECTS = [
    ("防災士の養成", "危機管理課", "備えるまち", "資格を取る人を支援します。", "霞野防災会"),
    ("公園の更新", "みどり課", "緑のまち", "古い遊具を新しくします。", "株式会社かすみ造園"),
    ("移住の相談", "企画課", "選ばれるまち", "首都圏で相談会を開きます。", "NPO法人かすみ暮らし"),
]
WANTED = [(name, (measure,), (section,)) for name, section, measure, *_ in PROJECTS]


def read(path: Path) -> Reading:
    return read_plan(path, settings_for(path))


def told(reading: Reading) -> list[str | None]:
    projects = [record for record in reading.records if isinstance(record, Project)]
    return [each.description.text if each.description else None for each in projects]


def partners(reading: Reading) -> list[str]:
    return [
        record.agent.name
        for record in reading.records
        if isinstance(record, Participation) and record.role == "cooperation" and record.agent
    ]


@pytest.mark.parametrize("ending", [".txt", ".docx", ".html", ".pdf"])
@pytest.mark.parametrize("name", ["{n}　{name}", "（{n}）{name}", "◆{name}", "事業{n}　{name}"])
@pytest.mark.parametrize("label", ["■{}", "【{}】", "{}", "{}：", "＜{}＞", "・{}"])
def test_labels_above_their_values(tmp_path: Path, ending: str, name: str, label: str) -> None:
    lines = ["霞野市実施計画"]
    for n, (title, section, measure, what, partner) in enumerate(PROJECTS, 1):
        lines.append(name.format(n=n, name=title))
        values = (("施策", measure), ("担当課", section), ("事業概要", what), ("連携先", partner))
        for said, value in values:
            lines += [label.format(said), value]
    reading = read(write_file(tmp_path / f"a{ending}", *lines))
    assert projects_of(reading) == WANTED
    assert told(reading) == [what for _, _, _, what, _ in PROJECTS]
    assert partners(reading) == [partner for *_, partner in PROJECTS]
    assert not [entry for entry in reading.ledger if entry.state == "unresolved"]


def test_a_label_of_the_name_wherever_it_stands(tmp_path: Path) -> None:
    lines = ["霞野市実施計画"]
    for title, section, measure, what, _ in PROJECTS:
        lines += ["■施策", measure, "■事業名", title, "■担当課", section, "■事業概要", what]
    assert projects_of(read(write_file(tmp_path / "a.txt", *lines))) == WANTED


def test_numbered_levels_above_are_headings(tmp_path: Path) -> None:
    lines = ["霞野市実施計画", ""]
    for n, (title, section, measure, what, _) in enumerate(PROJECTS, 1):
        lines += [f"施策{n}", measure, "", title, "■担当課", section, "■事業概要", what, ""]
    path = tmp_path / "a.txt"
    path.write_text("\n".join(lines), "utf-8")
    assert projects_of(read(path)) == WANTED


def test_heads_below_each_other_are_no_form(tmp_path: Path) -> None:
    """The cells of a table, copied line by line: no label has its value below it."""
    lines = ["基本目標1　緑のまち", "事業名", "担当課", "事業概要"]
    lines += ["○公園の更新（みどり課）", "○並木の手入れ（道路課）"]
    names = [row[0] for row in projects_of(read(write_file(tmp_path / "a.txt", *lines)))]
    assert names == ["公園の更新", "並木の手入れ"]


def test_what_a_measure_says_of_itself_is_no_project(tmp_path: Path) -> None:
    lines = ["霞野市総合計画"]
    for n, (title, section, measure, what, _) in enumerate(PROJECTS, 1):
        lines += [f"施策{n}　{measure}", "■担当課", section, "■概要", what]
        lines += ["■主な事業", f"○{title}", f"○{title}の広報"]
    names = [row[0] for row in projects_of(read(write_file(tmp_path / "a.txt", *lines)))]
    assert names == [name for title, *_ in PROJECTS for name in (title, f"{title}の広報")]


def test_one_project_alone_in_a_text(tmp_path: Path) -> None:
    title, section, measure, what, _ = PROJECTS[0]
    lines = ["■事業名", title, "■施策", measure, "■担当課", section, "■事業概要", what]
    assert projects_of(read(write_file(tmp_path / "a.txt", *lines))) == WANTED[:1]
