"""A web page for each project, with all that stands around it. 霞野市 and everything is invented."""

from collections.abc import Callable
from pathlib import Path

import pytest

from enishi.data.reading import read_plan
from enishi.data.records import Participation, Project
from enishi.data.settings import settings_for

from .readings import projects_of

#: name, department and section, measure, what is done, partner
Fields = tuple[str, str, str, str, str]
PROJECTS: list[Fields] = [
    ("防災士の養成", "総務部危機管理課", "備えるまち", "資格を取る人を支援します。", "霞野防災会"),
    (
        "公園の更新",
        "都市整備部みどり課",
        "緑のまち",
        "古い遊具を新しくします。",
        "株式会社かすみ造園",
    ),
    (
        "移住の相談",
        "企画部企画課",
        "選ばれるまち",
        "首都圏で相談会を開きます。",
        "NPO法人かすみ暮らし",
    ),
]
WANTED = [
    ("防災士の養成", ("備えるまち",), ("危機管理課",)),
    ("公園の更新", ("緑のまち",), ("みどり課",)),
    ("移住の相談", ("選ばれるまち",), ("企画課",)),
]


def pairs(project: Fields) -> list[tuple[str, str]]:
    _, section, measure, told, partner = project
    labels = ("担当課", "施策", "事業概要", "連携先")
    return list(zip(labels, (section, measure, told, partner), strict=True))


def definitions(project: Fields) -> str:
    told = [("事務事業名", project[0]), *pairs(project)]
    return "<dl>" + "".join(f"<dt>{label}</dt><dd>{value}</dd>" for label, value in told) + "</dl>"


def table(project: Fields) -> str:
    name, section, measure, told, partner = project
    department, _, rest = section.partition("部")
    return (
        f"<table><caption>事業の概要</caption><tr><th>事業名</th><td colspan=3>{name}</td></tr>"
        f"<tr><th>担当部</th><td>{department}部</td><th>担当課</th><td>{rest}</td></tr>"
        f"<tr><th>施策</th><td>{measure}</td><th>連携先</th><td>{partner}</td></tr>"
        f"<tr><th>事業内容</th><td colspan=3>{told}</td></tr></table>"
        "<h2>指標</h2><table><tr><th>指標名</th><th>R6</th></tr><tr><td>回数</td><td>3</td></tr></table>"
    )


def boxes(project: Fields) -> str:
    return "".join(
        f"<div class=row><div>{label}</div><div>{value}</div></div>"
        for label, value in pairs(project)
    )


def lines(project: Fields) -> str:
    _, section, measure, told, partner = project
    return (
        f"<p>担当課：{section}<br>施策：{measure}<br>連携先：{partner}</p>"
        f"<h2>事業の内容</h2><p>{told}</p>"
    )


def bold(project: Fields) -> str:
    return "".join(f"<p><strong>{a}</strong><br>{b}</p>" for a, b in pairs(project))


def headings(project: Fields) -> str:
    return "".join(f"<h2>{label}</h2><p>{value}</p>" for label, value in pairs(project))


def squares(project: Fields) -> str:
    return "".join(f"<p>■{label}</p><p>{value}</p>" for label, value in pairs(project))


def brackets(project: Fields) -> str:
    return "".join(f"<p>【{label}】{value}</p>" for label, value in pairs(project))


def page(number: int, body: Callable[[Fields], str]) -> str:
    """A page of a city's web site, with what stands around every one of them."""
    name = PROJECTS[number][0]
    return f"""<!DOCTYPE html><html lang="ja"><head><meta charset="utf-8">
<title>{name}／霞野市公式ホームページ</title></head><body>
<header><p><a href="/">霞野市</a></p><ul><li><a href="/a/">くらし</a></li><li><a href="/b/">市政情報</a></li>
</ul></header><div id="pankuzu"><a href="/">トップ</a> &gt; <a href="/h/">行政評価</a> &gt; {name}</div>
<main><article><h1>{name}</h1><p>更新日：2025年6月{number + 1}日　ページ番号：100{number}</p>
{body(PROJECTS[number])}</article><section><h2>このページに関するお問い合わせ</h2>
<p>企画部 政策推進課<br>電話番号：000-000-000{number}</p></section></main>
<aside><h2>行政評価</h2><ul><li><a href="1.html">防災士の養成</a></li><li><a href="2.html">公園の更新</a></li>
</ul></aside><footer><p>霞野市役所</p></footer></body></html>"""


STYLES = [definitions, table, boxes, lines, bold, headings, squares, brackets]


@pytest.mark.parametrize("style", STYLES)
def test_pages_of_a_web_site_are_projects(tmp_path: Path, style: Callable[[Fields], str]) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number + 9}.html").write_text(page(number, style), "utf-8")
    reading = read_plan(folder, settings_for(folder))
    assert projects_of(reading) == WANTED
    described = [
        record.description.text
        for record in reading.records
        if isinstance(record, Project) and record.description
    ]
    assert described == [told for _, _, _, told, _ in PROJECTS]
    partners = [
        record.agent.name
        for record in reading.records
        if isinstance(record, Participation) and record.role == "cooperation" and record.agent
    ]
    assert partners == [partner for *_, partner in PROJECTS]
    for number in range(3):
        path = folder / f"{number + 9}.html"
        assert projects_of(read_plan(path, settings_for(path))) == WANTED[number : number + 1]


def test_heads_below_each_other_are_no_labels(tmp_path: Path) -> None:
    """The cells of a table, each on a line of its own, have their values further down."""
    path = tmp_path / "a.html"
    heads = "".join(f"<p>{head}</p>" for head in ("事業名", "担当課", "事業概要"))
    path.write_text(
        f"<h1>基本目標1 緑のまち</h1><h2>事業</h2>{heads}"
        "<p>○公園の更新（みどり課）</p><p>○並木の手入れ（道路課）</p>",
        "utf-8",
    )
    assert [row[0] for row in projects_of(read_plan(path, settings_for(path)))] == [
        "公園の更新",
        "並木の手入れ",
    ]
