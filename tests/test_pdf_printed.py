"""Plans that a browser prints to PDF: cards, forms, tables and lists as offices lay them out.

青葉市 and everything in it is invented.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from enishi.data.records import Participation, Project

from .browser import browser
from .readings import projects_of
from .test_label_lines import read

__all__ = ["browser"]  # a fixture: tests name it as a parameter

Row = tuple[str, str, str, str]
GOALS = [
    ("緑のまち", ["水辺を守る", "公園を活かす"]),
    ("学びのまち", ["子育てを支える", "学校を豊かにする"]),
]
#: name, section, what is done, partner
PROJECTS: list[Row] = [
    ("川の清掃と生きもの観察会の開催", "環境政策課", "川辺のごみを拾い、生きものを観察します。", "青葉漁業協同組合"),
    ("水質の調査", "下水道課", "毎月一回、市内十か所で川の水を調べ、結果を公表します。", "青葉大学"),
    ("公園の花づくり", "公園緑地課", "自治会と花壇をつくり、四季の花を植えます。", "青葉造園組合"),
    ("森の学校", "農業振興課", "子どもが里山で木を植え、育てる教室を開きます。", "青葉森林組合"),
    ("子育て相談の充実", "保育課", "子育てに悩む親の相談に応じます。", "青葉助産師会"),
    ("親子の集い", "福祉総務課", "親子が集まって遊ぶ場を設けます。", "社会福祉法人青葉会"),
    ("校舎の改修", "教育総務課", "古くなった校舎を計画的に改修します。", "青葉建設協同組合"),
    ("図書の充実", "学校教育課", "読みたい本を増やし、放課後も開けます。", "青葉書店組合"),
]  # fmt: skip
STYLE = """@page{margin:18mm} body{font-family:'Noto Sans CJK JP';font-size:10.5pt}
table{border-collapse:collapse;width:100%;margin-bottom:8pt}
td,th{border:1px solid #333;padding:3pt;vertical-align:top;text-align:left}
h1{font-size:20pt} h2{font-size:16pt} h3{font-size:13pt} .bare td,.bare th{border:none}
.bar{background:#246;color:#fff;display:flex;justify-content:space-between;padding:4pt}"""
HEADS = "<tr><th>事業名</th><th>事業内容</th><th>担当課</th><th>連携先</th></tr>"


def rows(projects: list[Row], width: str = "25%") -> str:
    return "".join(
        f"<tr><td style='width:{width}'>{name}</td><td>{told}</td><td>{section}</td><td>{partner}</td></tr>"
        for name, section, told, partner in projects
    )


def card(name: str, section: str, told: str, partner: str) -> str:
    pairs = (("事業名", name), ("担当課", section), ("事業内容", told), ("連携先", partner))
    return "<table>" + "".join(
        f"<tr><th style='width:18%;background:#dde'>{label}</th><td>{value}</td></tr>"
        for label, value in pairs
    ) + "</table>"  # fmt: skip


def each(text: str) -> Callable[[list[Row]], str]:
    """One block of HTML for each project."""
    return lambda projects: "".join(
        text.format(n=n, name=name, section=section, told=told, partner=partner)
        for n, (name, section, told, partner) in enumerate(projects, 1)
    )


LAYOUTS: dict[str, Callable[[list[Row]], str]] = {
    "cards": lambda projects: "".join(card(*project) for project in projects),
    "table": lambda projects: f"<table>{HEADS}{rows(projects)}</table>",
    "narrow names": lambda projects: f"<table>{HEADS}{rows(projects, '60pt')}</table>",
    "no rules": lambda projects: f"<table class=bare>{HEADS}{rows(projects)}</table>",
    "bands": lambda projects: (
        f"<table class=bare>{HEADS.replace('<tr>', '<tr style=background:#356;color:#fff>')}"
        f"{rows(projects)}</table>"
    ),
    "two rows a project": lambda projects: (
        "<table><tr><th>事業名</th><th>担当課</th><th>連携先</th></tr>"
        + each(
            "<tr><td>{name}</td><td>{section}</td><td>{partner}</td></tr>"
            "<tr><td colspan=3>{told}</td></tr>"
        )(projects)
        + "</table>"
    ),
    "forms of three rows": lambda projects: (
        "<table>"
        + each(
            "<tr><th>事業名</th><td>{name}</td><th>担当課</th><td>{section}</td></tr>"
            "<tr><th>事業内容</th><td colspan=3>{told}</td></tr>"
            "<tr><th>連携先</th><td colspan=3>{partner}</td></tr>"
        )(projects)
        + "</table>"
    ),
    "title bars": each(
        "<div style='border:1px solid;margin:6pt'><div class=bar><b>{n}　{name}</b>"
        "<span>【{section}】</span></div><div>{told}</div><div>連携先：{partner}</div></div>"
    ),
    "headings": each(
        "<h4>（{n}）{name}</h4><p>{told}</p><p>担当課：{section}　連携先：{partner}</p>"
    ),
    "names without marks": lambda projects: (
        "<p>主な取組</p><ul style='list-style:none'>"
        + each("<li>{name}（{section}）<br>{told}</li>")(projects)
        + "</ul>"
    ),
    "bullets": lambda projects: (
        "<p>主な取組</p><ul>" + each("<li>{name}（{section}）<br>{told}</li>")(projects) + "</ul>"
    ),
}  # fmt: skip
WANTED = [
    (name, (GOALS[n // 4][0], GOALS[n // 4][1][n // 2 % 2]), (section,))
    for n, (name, section, *_) in enumerate(PROJECTS)
]


def printed(browser: Browser, path: Path, body: str) -> Path:
    page = browser.new_page()
    page.set_content(f"<!doctype html><meta charset=utf-8><style>{STYLE}</style>{body}")
    page.pdf(path=str(path), format="A4", prefer_css_page_size=True)
    page.close()
    return path


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_plan_as_a_browser_prints_it(browser: Browser, tmp_path: Path, layout: str) -> None:
    body, n = "<h1>青葉市総合計画</h1>", 0
    for goal, (title, measures) in enumerate(GOALS, 1):
        body += f"<h2>基本目標{goal}　{title}</h2>"
        for measure, what in enumerate(measures, 1):
            body += f"<h3>施策{goal}-{measure}　{what}</h3>{LAYOUTS[layout](PROJECTS[n : n + 2])}"
            n += 2
    reading = read(printed(browser, tmp_path / "plan.pdf", body))
    assert projects_of(reading) == WANTED
    projects = [record for record in reading.records if isinstance(record, Project)]
    assert [p.description.text if p.description else "" for p in projects] == [
        told for _, _, told, _ in PROJECTS
    ]
    named = {
        record.agent.name
        for record in reading.records
        if isinstance(record, Participation) and record.agent and record.agent.kind == "org"
    }
    told = layout not in ("names without marks", "bullets")
    assert not told or named >= {partner for *_, partner in PROJECTS}
    assert not [entry for entry in reading.ledger if entry.state == "unresolved"]


def test_a_row_that_a_page_parts_inside_its_lines_is_one_project(
    browser: Browser, tmp_path: Path
) -> None:
    many = [
        (f"{name}その{n}", section, told * 3, partner)
        for n in range(1, 7)
        for name, section, told, partner in PROJECTS
    ]
    table = f"<h1>青葉市実施計画</h1><table><thead>{HEADS}</thead>{rows(many, '22%')}</table>"
    reading = read(printed(browser, tmp_path / "plan.pdf", table))
    assert projects_of(reading) == [(name, (), (section,)) for name, section, *_ in many]


def test_sections_as_headings_own_the_lists_below_them(browser: Browser, tmp_path: Path) -> None:
    body = "<h1>青葉市実施計画</h1>" + each("<h2>{section}</h2><p>・{name}：{told}</p>")(PROJECTS)
    reading = read(printed(browser, tmp_path / "plan.pdf", body))
    assert projects_of(reading) == [(name, (), (section,)) for name, section, *_ in PROJECTS]


def test_whom_to_ask_about_what_is_no_plan(tmp_path: Path) -> None:
    from enishi.errors import InputError

    (tmp_path / "guide.txt").write_text(
        "青葉市の窓口\n住民票の写し（市民課）\n印鑑登録（市民課）\n保育所の申込み（保育課）\n",
        encoding="utf-8",
    )
    with pytest.raises(InputError):
        read(tmp_path / "guide.txt")
