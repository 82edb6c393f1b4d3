"""Names, owners and levels of running plans that marks, brackets, captions or tables say; all invented."""

from pathlib import Path

from enishi.data.reading import read_document
from enishi.data.records import Goal, Measure, Participation, Project
from enishi.data.settings import settings_for

Told = list[tuple[str, list[str], list[str]]]


def read(path: Path, text: str | None) -> Told:
    """(name, levels above, owners) of each project."""
    if text is not None:
        path.write_text(text, encoding="utf-8")
    (reading,) = read_document(path, settings_for(path))
    levels = {r.key: r for r in reading.records if isinstance(r, Goal | Measure)}
    found: Told = []
    for project in reading.records:
        if not isinstance(project, Project):
            continue
        over, at = [], project.parent
        while at in levels:
            over.insert(0, levels[at].label)
            at = levels[at].parent
        who = [
            r.agent.name for r in reading.records
            if isinstance(r, Participation) and r.element == project.key and r.agent
        ]  # fmt: skip
        found.append((project.label, over, who))
    return found


def test_marks_of_notes_and_classes_are_no_part_of_a_name(tmp_path: Path) -> None:
    rows = "".join(
        f"<tr><td>{name}<td>河川課</tr>"
        for name in (
            "川床の清掃※1",
            "【重点】水車の修理【新規】",
            "堰の点検（注2）",
            "橋の塗装（補助）",
        )
    )
    told = read(tmp_path / "a.html", f"<table><tr><th>事業名<th>担当課</tr>{rows}</table>")
    assert [name for name, _, _ in told] == [
        "川床の清掃",
        "水車の修理",
        "堰の点検",
        "橋の塗装（補助）",
    ]


def test_a_chapter_that_names_no_level_ends_the_one_before_it(tmp_path: Path) -> None:
    text = (
        "星川市計画\n第１章　はじめに\n　星川市の川は短い。\n第２章　施策\n１　水のまち\n（１）川の手入れ\n"
        "①川床の清掃　［所管：河川課］\n②堰の点検　［所管：河川課］\n２　祭りのまち\n（１）行事の支援\n"
        "①灯籠流し　［所管：観光課］\n②船の競争　［所管：観光課］\n"
    )
    assert read(tmp_path / "b.txt", text) == [
        ("川床の清掃", ["水のまち", "川の手入れ"], ["河川課"]),
        ("堰の点検", ["水のまち", "川の手入れ"], ["河川課"]),
        ("灯籠流し", ["祭りのまち", "行事の支援"], ["観光課"]),
        ("船の競争", ["祭りのまち", "行事の支援"], ["観光課"]),
    ]


def test_a_heading_right_below_a_table_of_spaces_is_no_row_of_it(tmp_path: Path) -> None:
    head = "番号  事業名              担当課\n"
    text = (
        f"星川市 事業一覧\n\n基本目標1 水のまち\n\n{head}11    川床の清掃          河川課\n"
        f"12    堰の点検            河川課\n基本目標2 祭りのまち\n\n{head}"
        "21    灯籠流し            観光課\n22    船の競争            観光課\n"
    )
    assert [(name, over) for name, over, _ in read(tmp_path / "c.txt", text)] == [
        ("川床の清掃", ["水のまち"]),
        ("堰の点検", ["水のまち"]),
        ("灯籠流し", ["祭りのまち"]),
        ("船の競争", ["祭りのまち"]),
    ]


def test_a_dash_before_the_label_of_an_owner_is_no_part_of_the_name(tmp_path: Path) -> None:
    text = (
        "# 星川市計画\n\n## 目標1　水のまち\n\n- **川の手入れ**\n  - 川床の清掃 — 担当: 河川課\n"
        "  - 堰の点検 — 担当: 河川課\n"
    )
    assert read(tmp_path / "d.md", text) == [
        ("川床の清掃", ["水のまち", "川の手入れ"], ["河川課"]),
        ("堰の点検", ["水のまち", "川の手入れ"], ["河川課"]),
    ]


def test_bold_names_with_their_section_in_brackets_are_projects(tmp_path: Path) -> None:
    text = (
        "<h1>星川市計画</h1><h2>1 水のまち</h2><h3>(1) 川の手入れ</h3>"
        "<p><strong>川床の清掃</strong>（河川課）<br>川床の石を洗います。</p>"
        "<p><strong>堰の点検</strong>（河川課）<br>堰の傷みを調べます。</p>"
        "<h2>2 祭りのまち</h2><h3>(1) 行事の支援</h3>"
        "<p><strong>灯籠流し</strong>（観光課）<br>灯籠を流します。</p>"
    )
    assert read(tmp_path / "e.html", text) == [
        ("川床の清掃", ["水のまち", "川の手入れ"], ["河川課"]),
        ("堰の点検", ["水のまち", "川の手入れ"], ["河川課"]),
        ("灯籠流し", ["祭りのまち", "行事の支援"], ["観光課"]),
    ]


def captioned(name: str, office: str) -> str:
    return (
        f"<table><caption>{name}</caption><tr><th>概要<td>{name}を行います。</tr>"
        f"<tr><th>担当課<td>{office}</tr><tr><th>目標<td>年10回</tr></table>"
    )


def test_captions_name_the_projects_of_tables_of_labels(tmp_path: Path) -> None:
    text = (
        "<h1>星川市計画</h1><h2>基本方針1 水のまち</h2><h3>1-1 川の手入れ</h3>"
        + captioned("川床の清掃", "河川課")
        + captioned("堰の点検", "河川課")
        + "<h2>基本方針2 祭りのまち</h2><h3>2-1 行事の支援</h3>"
        + captioned("灯籠流し", "観光課")
    )
    assert read(tmp_path / "f.html", text) == [
        ("川床の清掃", ["水のまち", "川の手入れ"], ["河川課"]),
        ("堰の点検", ["水のまち", "川の手入れ"], ["河川課"]),
        ("灯籠流し", ["祭りのまち", "行事の支援"], ["観光課"]),
    ]


def sheet(policy: str, measure: str, *rows: tuple[str, str]) -> str:
    named = "".join(f"<tr><td>{name}<td>{office}<td>B</tr>" for name, office in rows)
    return (
        f"<h1>施策評価シート</h1><table><tr><th>政策<td>{policy}<th>施策<td>{measure}</tr>"
        "<tr><th>主管課<td>企画課<th>関係課<td>財政課</tr></table><h2>1 成果指標</h2>"
        "<table><tr><th>指標名<th>R5<th>R6</tr><tr><td>満足度<td>40<td>41</tr></table>"
        f"<h2>2 構成事業</h2><table><tr><th>事務事業名<th>担当課<th>評価</tr>{named}</table>"
    )


def test_a_table_of_a_measure_is_over_the_table_of_its_projects(tmp_path: Path) -> None:
    text = (
        sheet("1 水のまち", "1-1 川の手入れ", ("川床の清掃", "河川課"), ("堰の点検", "河川課"))
        + sheet("1 水のまち", "1-2 文化の保存", ("水車の修理", "文化課"))
        + sheet("2 祭りのまち", "2-1 行事の支援", ("灯籠流し", "観光課"))
    )
    assert read(tmp_path / "g.html", text) == [
        ("川床の清掃", ["水のまち", "川の手入れ"], ["河川課"]),
        ("堰の点検", ["水のまち", "川の手入れ"], ["河川課"]),
        ("水車の修理", ["水のまち", "文化の保存"], ["文化課"]),
        ("灯籠流し", ["祭りのまち", "行事の支援"], ["観光課"]),
    ]
