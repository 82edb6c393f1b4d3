"""What stands between the headings and projects of a plan changes neither: the city is invented.

Real plans tell of every measure how things are, what is aimed at and what is measured, in many ways. One
plan is written with each of these in turn, at five places, and must come back as it is without them.
"""

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from enishi.data.reading import read_plan
from enishi.data.records import Goal, Measure
from enishi.data.settings import settings_for

from .plan_files import Block, Head, Table, write_file
from .readings import Row, projects_of

PLAN = [
    ("安心して暮らせるまち", [
        ("地域医療の充実", [
            ("救急医療体制整備事業", "健康推進課", "休日夜間の診療体制を確保します。"),
            ("在宅医療介護連携事業", "高齢者支援課", "医療と介護の関係者の会議を開きます。"),
        ]),
        ("防災対策の推進", [
            ("自主防災組織育成事業", "危機管理課", "自治会と避難訓練を実施します。"),
            ("木造住宅耐震改修補助事業", "建築課", "耐震診断の費用を補助します。"),
        ]),
    ]),
    ("にぎわいのあるまち", [
        ("観光の振興", [
            ("海辺のまち歩き事業", "観光交流課", "まち歩きの道を整えます。"),
            ("朝市活性化事業", "農水産課", "朝市を開き、特産品を広めます。"),
        ]),
        ("働く場の創出", [
            ("創業支援事業", "商工課", "創業塾を開きます。"),
            ("空き家活用事業", "都市計画課", "空き家の改修費用を補助します。"),
        ]),
    ]),
]  # fmt: skip
EXPECTED: list[Row] = [
    (name, (goal, measure), (section,))
    for goal, measures in PLAN
    for measure, projects in measures
    for name, section, _ in projects
]

#: How the two levels are headed.
HEADINGS: dict[str, tuple[Callable[[int], str], Callable[[int, int], str]]] = {
    "chapter": (lambda i: f"第{i}章　", lambda i, j: f"施策{i}-{j}　"),
    "section": (lambda i: f"第{i}章 ", lambda _, j: f"第{j}節 "),
    "number": (lambda i: f"{i}　", lambda i, j: f"{i}-{j}　"),
    "goal": (lambda i: f"基本目標{i}　", lambda _, j: f"施策{j}　"),
    "bracket": (lambda i: "ⅠⅡ"[i - 1] + "　", lambda _, j: f"（{j}）"),
}

BETWEEN: dict[str, list[Block]] = {
    "issue behind a label": ["現状と課題：人口減少が進むなかで、取組の連携が求められています。"],
    "policy as a sentence": ["基本方針：市民とともに取り組みます。"],
    "policy in brackets": ["【基本方針】", "市民とともに取り組みます。"],
    "marked parts": [
        "■現状と課題", "高齢化が進み、需要が増えています。",
        "■施策の方向性", "必要な体制を整えます。",
    ],
    "heading of a part": [Head(3, "現状と課題"), "高齢化が進み、需要が増えています。"],
    "list of issues": ["現状と課題", "・高齢化が進んでいます。", "・担い手が不足しています。"],
    "list of words": ["課題", "・高齢化の進行", "・担い手の不足"],
    "vision": ["目指す姿　誰もが安心して暮らしています。"],
    "vision in brackets": ["＜目指す姿＞", "誰もが安心して暮らすまち"],
    "indicators": ["成果指標", Table([
        ["指標名", "現状値（令和5年度）", "目標値（令和10年度）"],
        ["満足度", "45.2％", "60.0％"],
        ["利用者数", "1,200人", "1,500人"],
    ])],
    "figure": ["図1-1　人口の推移", "資料：国勢調査"],
    "note": ["※ 医療圏：市内の病院が属する圏域のこと。"],
    "numbered parts": ["（1）現状", "高齢化が進んでいます。", "（2）課題", "担い手が不足しています。"],
    "numbered statements": ["①高齢化の進行への対応", "②担い手の確保が必要です。"],
    "related plans": ["関連計画：健康増進計画、地域福祉計画"],
    "development goals": ["SDGs　3 すべての人に健康と福祉を　11 住み続けられるまちづくりを"],
    "page number": ["- 12 -"],
    "roles": ["市民の役割", "健康づくりに進んで取り組みます。", "行政の役割", "場を提供します。"],
    "roles in a table": [Table([
        ["市民の役割", "行政の役割"], ["健康診断を受けます。", "健康診断を実施します。"],
    ]), "以上のように役割を分担します。"],
    "column": ["コラム　海のめぐみ", "市の海は昔から豊かな漁場です。"],
    "population": ["総人口 45,000人（令和5年10月1日現在）"],
    "long text": [
        "本市では、平成30年度に策定した計画に基づき、市民、事業者と連携しながら取組を進めてきました。"
        + "しかし、人口減少や少子高齢化の進行など、本市を取り巻く環境は大きく変化しています。"
    ],
    "survey": ["○市民アンケートの結果", "「医療機関が少ない」という意見が38％ありました。"],
    "measure in words": ["施策の方針", "　市民が必要な医療を受けられるようにします。"],
    "contact": ["問い合わせ：企画政策課　電話 0123-45-6789"],
}  # fmt: skip
PLACES = ("start", "goal", "measure", "after", "end")
#: Each is read in one of these, in turn, so that all meet.
WAYS = [
    (heads, layout, suffix)
    for heads in HEADINGS
    for layout in ("table", "items", "labels", "pages")
    for suffix in (".docx", ".md", ".txt", ".html")
]


def document(heads: str, layout: str, between: list[Block], place: str) -> Iterator[Block]:
    """The plan with `between` at every place of one kind."""

    def here(at: str) -> list[Block]:
        return between if at == place else []

    first, second = HEADINGS[heads]
    yield Head(1, "みさき市総合計画")
    yield from here("start")
    for i, (goal, measures) in enumerate(PLAN, 1):
        yield Head(2, first(i) + goal)
        yield from here("goal")
        for j, (measure, projects) in enumerate(measures, 1):
            yield Head(3, second(i, j) + measure)
            yield from here("measure")
            if layout == "table":
                yield Table([["事業名", "内容", "担当課"], *([a, c, b] for a, b, c in projects)])
                yield "　"
            for name, section, told in projects:
                if layout == "items":
                    yield from (f"○{name}（{section}）", told)
                elif layout == "pages":
                    yield from (Head(4, name), told, f"担当課：{section}")
                elif layout == "labels":
                    yield from (f"事業名：{name}", f"担当課：{section}", f"内容：{told}")
            yield from here("after")
    yield from here("end")


@pytest.mark.parametrize("between", BETWEEN)
def test_text_between_changes_no_project_and_no_level(between: str, tmp_path: Path) -> None:
    turn = list(BETWEEN).index(between) * 7
    ways = itertools.islice(itertools.cycle(WAYS), turn, None)
    for place, (heads, layout, suffix) in zip(PLACES * 3, ways, strict=False):
        blocks = [
            Head(4, b.text) if isinstance(b, Head) and b.level == 3 else b for b in BETWEEN[between]
        ]
        path = write_file(tmp_path / f"plan{suffix}", *document(heads, layout, blocks, place))
        reading = read_plan(path, settings_for(path))
        levels = [r.label for r in reading.records if isinstance(r, Goal | Measure)]
        assert projects_of(reading) == EXPECTED, (place, heads, layout, suffix)
        assert len(levels) == 6, (place, heads, layout, suffix, levels)


@pytest.mark.parametrize("suffix", [".docx", ".md", ".txt", ".html"])
@pytest.mark.parametrize("layout", ["items", "table", "pages"])
def test_page_numbers_below_projects_are_none(layout: str, suffix: str, tmp_path: Path) -> None:
    blocks: list[Block] = ["- 12 -"]
    document_blocks = list(document("goal", layout, blocks, "after"))
    for at, block in enumerate(document_blocks):
        if isinstance(block, Table):  # 1<tab>名称: its first cell is a number
            rows = [[str(n) if n else "No.", *row] for n, row in enumerate(block.rows)]
            document_blocks[at] = Table(rows)
    path = write_file(tmp_path / f"plan{suffix}", *document_blocks)
    assert projects_of(read_plan(path, settings_for(path))) == EXPECTED
