"""Plans as offices write them in plain text: ways to set off levels, lists, projects and owners.

青葉市 and everything in it is invented.
"""

from itertools import cycle
from pathlib import Path

import pytest

from enishi.data.records import Participation, Project

from .plan_files import write_file
from .readings import projects_of
from .test_label_lines import read

GOALS = [
    ("緑のまち", ["水辺を守る", "公園を活かす"]),
    ("学びのまち", ["子育てを支える", "学校を豊かにする"]),
]
PROJECTS = [
    ("川の清掃", "環境課"),
    ("水質の調査", "下水道課"),
    ("公園の花づくり", "公園課"),
    ("森の学校", "農政課"),
    ("子育て相談", "保育課"),
    ("親子の集い", "福祉課"),
    ("校舎の改修", "教育総務課"),
    ("図書の充実", "図書館課"),
]
TOLD = "市民とともに計画的に進めます。"
UPPER = [
    "基本目標{n}　{title}",
    "基本目標　{title}",
    "第{n}章　{title}",
    "第{n}の柱　{title}",
    "{roman}　{title}",
    "{n}　{title}",
    "■{title}",
    "◎{title}",
    "基本目標{n}\n{title}",
]
LOWER = [
    "施策{goal}-{n}　{title}",
    "{goal}-{n}　{title}",
    "（{n}）{title}",
    "（施策{n}）{title}",
    "【施策{n}】{title}",
    "［{n}］{title}",
    "施策（{n}）　{title}",
    "第{n}節　{title}",
    "◆{title}",
    "●{title}",
    "＜{title}＞",
]
FORMS = [
    "・{name}（{section}）",
    "・{name}　{section}",
    "・{name}：{told}（{section}）",
    "・{name}\n　{told}\n　担当課：{section}",
    "○{name}\n　{told}（{section}）",
    "－{name}（{section}）",
    "（{kana}）{name}（担当：{section}）",
    "{letter}) {name}（{section}）",
    "No.{n} {name}\n所管：{section}\n概要：{told}",
    "事業{n}：{name}【{section}】",
    "取組{circled}：{name}【{section}】",
    "{circled}{name}【{section}】\n　{told}",
    "▼{name}\n［{section}］\n{told}",
    "事業名：{name}\n担当課：{section}\n事業概要：{told}",
]
LISTS = ["", "【具体的な取組】", "主な事業", "＜主な取組＞"]


def plan(upper: str, lower: str, form: str, listed: str, prose: str = "") -> str:
    lines, projects = ["青葉市総合計画"], iter(PROJECTS)
    for goal, (title, measures) in enumerate(GOALS, 1):
        lines += [upper.format(n=goal, title=title, roman="ⅠⅡ"[goal - 1]), prose]
        for measure, what in enumerate(measures, 1):
            lines += [lower.format(goal=goal, n=measure, title=what), prose, listed]
            for n in range(2):
                name, section = next(projects)
                marks = {"kana": "アイ"[n], "letter": "ab"[n], "circled": "①②"[n], "n": n + 1}
                lines.append(form.format(name=name, section=section, told=TOLD, **marks))
    return "\n".join(filter(None, lines)) + "\n"


WANTED = [
    (name, (GOALS[n // 4][0], GOALS[n // 4][1][n // 2 % 2]), (section,))
    for n, (name, section) in enumerate(PROJECTS)
]
LEVELS = [(upper, lower) for upper in UPPER for lower in LOWER]


@pytest.mark.parametrize(
    ("levels", "form", "listed"), [*zip(LEVELS, cycle(FORMS), cycle([*LISTS, ""]), strict=False)]
)
def test_levels_and_projects_however_they_are_set_off(
    tmp_path: Path, levels: tuple[str, str], form: str, listed: str
) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(plan(*levels, form, listed), encoding="utf-8")
    assert projects_of(read(path)) == WANTED


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("listed", LISTS)
def test_prose_between_headings_and_lists_changes_nothing(
    tmp_path: Path, form: str, listed: str
) -> None:
    path = tmp_path / "plan.txt"
    told = "現状を踏まえ、次の取組を進めます。"
    path.write_text(plan("第{n}章　{title}", "■{title}", form, listed, told), encoding="utf-8")
    assert projects_of(read(path)) == WANTED


def test_marks_inside_a_measure_are_no_levels(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(
        "青葉市総合計画\n第1章　緑のまち\n■現状と課題\n川が汚れています。\n■めざす姿\n"
        "水がきれいです。\n■取組の方向\n・川の清掃（環境課）\n・水質の調査（下水道課）\n"
        "第2章　学びのまち\n■現状と課題\n本が古くなりました。\n■めざす姿\n皆が本を読みます。\n"
        "■取組の方向\n・図書の充実（図書館課）\n",
        encoding="utf-8",
    )
    assert projects_of(read(path)) == [
        ("川の清掃", ("緑のまち",), ("環境課",)),
        ("水質の調査", ("緑のまち",), ("下水道課",)),
        ("図書の充実", ("学びのまち",), ("図書館課",)),
    ]


def test_a_mark_that_stands_once_is_no_level(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(
        "青葉市総合計画\n第1章　緑のまち\n■ひとことで言うと\n・川の清掃（環境課）\n"
        "・水質の調査（下水道課）\n第2章　学びのまち\n・図書の充実（図書館課）\n",
        encoding="utf-8",
    )
    assert [levels for _, levels, _ in projects_of(read(path))] == [
        ("緑のまち",),
        ("緑のまち",),
        ("学びのまち",),
    ]


def test_a_label_over_the_text_of_one_project_heads_no_list(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    cards = [
        f"{n}　{name}\n【担当課】\n{section}\n【具体的な取組】\n・{name}の日を設ける\n・冊子を配る"
        for n, (name, section) in enumerate(PROJECTS[:3], 1)
    ]
    path.write_text("\n".join(["青葉市実施計画", *cards]) + "\n", encoding="utf-8")
    assert projects_of(read(path)) == [(name, (), (owner,)) for name, owner in PROJECTS[:3]]


@pytest.mark.parametrize("ending", [".txt", ".docx", ".html"])
def test_further_paragraphs_of_a_project_are_kept(tmp_path: Path, ending: str) -> None:
    further = "青葉川漁業協同組合と稚魚を放流します。"
    reading = read(
        write_file(
            tmp_path / f"plan{ending}",
            "青葉市総合計画",
            "基本目標1　緑のまち",
            "施策1　水辺を守る",
            *(
                "①川の清掃",
                "担当課：環境課",
                "ごみを拾います。",
                further,
                "◇参考",
                "夏に開きます。",
            ),
            *("②水質の調査", "担当課：下水道課", "川の水を調べます。"),
        )
    )
    projects = [record for record in reading.records if isinstance(record, Project)]
    assert [[part.text for part in each.prose] for each in projects] == [
        [further, "夏に開きます。"],
        [],
    ]
    assert "青葉川漁業協同組合" in [
        record.agent.name
        for record in reading.records
        if isinstance(record, Participation) and record.agent and record.element == projects[0].key
    ]
    assert [e.reason for e in reading.ledger if reading.source.quote(e.span) == "◇参考"] == [
        "事業の中の見出し"
    ]


def test_lines_of_one_paragraph_are_one_passage(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(
        "青葉市総合計画\n第1章　緑のまち\n（1）川の清掃\n担当課：環境課\nごみを拾います。\n"
        "夏には市民が集まって川辺で遊ぶ日を\n開き、生きものを観察します。\n"
        "（2）水質の調査\n担当課：下水道課\n川の水を調べます。\n",
        encoding="utf-8",
    )
    first = next(record for record in read(path).records if isinstance(record, Project))
    assert [part.text for part in first.prose] == [
        "夏には市民が集まって川辺で遊ぶ日を開き、生きものを観察します。"
    ]


MIDDLE = ["政策{goal}-{n}　{title}", "（{n}）{title}", "第{n}節　{title}", "{goal}-{n}　{title}", "{kana}　{title}", "＜{title}＞"]  # fmt: skip
LOWEST = ["施策{goal}-{middle}-{n}　{title}", "施策{n}　{title}", "{circled}{title}", "◆{title}"]


@pytest.mark.parametrize("upper", ["基本目標{n}　{title}", "第{n}章　{title}", "■{title}"])
@pytest.mark.parametrize("middle", MIDDLE)
@pytest.mark.parametrize("lowest", LOWEST)
def test_three_levels(tmp_path: Path, upper: str, middle: str, lowest: str) -> None:
    tree = {
        "緑のまち": {
            "自然と生きる": ["水辺を守る", "森を育てる"],
            "憩いをつくる": ["公園を活かす"],
        },
        "学びのまち": {"子どもを育む": ["子育てを支える"], "学校を高める": ["校舎を整える"]},
    }
    lines, wanted = ["青葉市総合計画"], []
    projects = iter(PROJECTS)
    for goal, (top, below) in enumerate(tree.items(), 1):
        lines.append(upper.format(n=goal, title=top))
        for n, (policy, measures) in enumerate(below.items(), 1):
            lines.append(middle.format(goal=goal, n=n, title=policy, kana="アイ"[n - 1]))
            for m, measure in enumerate(measures, 1):
                numbers = {"goal": goal, "middle": n, "n": m, "circled": "①②"[m - 1]}
                name, section = next(projects)
                lines += [lowest.format(title=measure, **numbers), f"・{name}（{section}）"]
                wanted.append((name, (top, policy, measure), (section,)))
    path = tmp_path / "plan.txt"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert projects_of(read(path)) == wanted
