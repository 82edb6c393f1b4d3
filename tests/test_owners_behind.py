"""Owners behind names and sentences, however they are set off, and names that end like offices.

若葉市 and all its sections and projects are invented.
"""

from pathlib import Path

import pytest

from .readings import projects_of
from .test_label_lines import read

ITEMS = [
    ("学びの広場", "学びを支えます。", "保育課"),
    ("見守りの輪", "地域で見守ります。", "福祉課"),
    ("花いっぱい", "花を植えます。", "公園課"),
]
MARKS = {"○": "○○○", "・": "・・・", "①": "①②③", "■": "■■■", "": ["", "", ""]}


def plan(tmp_path: Path, lines: list[str], name: str = "plan.txt") -> Path:
    path = tmp_path / name
    path.write_text("\n".join(["若葉市の計画", "第1章 子育て", "1 学び", *lines]), encoding="utf-8")
    return path


def owned(path: Path) -> list[tuple[str, tuple[str, ...]]]:
    return [(name, owners) for name, _, owners in projects_of(read(path))]


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("way", ["【{}】", "（{}）", "［{}］", "（担当：{}）", "　{}"])
@pytest.mark.parametrize("between", ["", "\n"])
def test_the_section_behind_what_a_project_is_owns_it(
    tmp_path: Path, mark: str, way: str, between: str
) -> None:
    lines = [
        f"{sign}{name}\n　{told}{between}{way.format(section)}"
        for sign, (name, told, section) in zip(MARKS[mark], ITEMS, strict=True)
    ]
    assert owned(plan(tmp_path, lines)) == [(name, (section,)) for name, _, section in ITEMS]


@pytest.mark.parametrize(
    "name",
    [
        "地域子育て支援センター",
        "放課後の居場所",
        "放課後児童保育室",
        "花の名所",
        "移動図書館",
        "市民農園",
    ],
)
@pytest.mark.parametrize(
    "way",
    ["・{}（{}）", "・{}：{}", "○{}\n　皆で使います。（{}）", "○{}\n　皆で使います。\n【{}】"],
)
def test_places_are_projects_where_a_section_stands_behind_them(
    tmp_path: Path, name: str, way: str
) -> None:
    """子育て支援センター（保育課） says what is done, as 見守りの輪（福祉課） does."""
    told = [(name, "保育課"), ("見守りの輪", "福祉課"), ("花いっぱい", "公園課")]
    found = owned(plan(tmp_path, [way.format(*each) for each in told]))
    assert found == [(each, (section,)) for each, section in told]


def test_a_department_before_its_section_is_no_project(tmp_path: Path) -> None:
    lines = ["○見守りの輪", "福祉部（高齢福祉課）", "○花いっぱい", "都市部（公園課）"]
    assert "福祉部" not in dict(
        owned(plan(tmp_path, [*lines, "・朝市（商工課）", "・花市（農政課）"]))
    )


def test_labels_and_their_values_are_no_items_with_owners(tmp_path: Path) -> None:
    lines = ["○見守りの輪", "担当課：福祉課", "協力課：公園課", "○花いっぱい", "担当課：公園課"]
    assert owned(plan(tmp_path, lines)) == [
        ("見守りの輪", ("福祉課",)),
        ("花いっぱい", ("公園課",)),
    ]


def test_a_committee_above_a_section_is_its_department(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(
        "事業名,担当課\n朝の学び,教育委員会学校教育課\n夜の学び,教育委員会　生涯学習課\n"
        "昼の学び,教育委員会\n",
        encoding="utf-8",
    )
    assert [owners for _, _, owners in projects_of(read(path), paths=True)] == [
        ("教育委員会/学校教育課",), ("教育委員会/生涯学習課",), ("教育委員会",),
    ]  # fmt: skip


@pytest.mark.parametrize("way", ["- {}（{}）", "### {}\n- 担当課：{}", "○{}　　【{}】"])
def test_a_name_keeps_the_quotation_it_begins_with(tmp_path: Path, way: str) -> None:
    names = ["「みどりの日」の催し", "『読書』のまち宣言", "「海」と「山」"]
    lines = [way.format(name, section) for name, (_, _, section) in zip(names, ITEMS, strict=True)]
    path = tmp_path / "plan.md"
    path.write_text("# 若葉市の計画\n## 施策1 くらし\n" + "\n".join(lines), encoding="utf-8")
    assert [name for name, _ in owned(path)] == names
