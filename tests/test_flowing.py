"""Flowing documents: the same plan as Word, web page, Markdown and PDF; structures; refusals.

鴎瀬市, 白鳥市 and their projects are invented.
"""

import contextlib
import html
import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enishi.data.reading import Reading, read_plan
from enishi.data.records import Goal, Measure, Package, Participation, Plan, Project
from enishi.data.settings import settings_for
from enishi.errors import EnishiError, InputError

Block = str | list[list[str]]


def blocks(text: str) -> Iterator[Block]:
    """The lines of a plan, runs of lines with tabs as tables."""
    table: list[list[str]] = []
    for line in text.splitlines():
        if "\t" in line and line.strip():
            table.append(line.split("\t"))
            continue
        if table:
            yield table
            table = []
        if line.strip():
            yield line
    if table:
        yield table


def as_word(text: str, path: Path) -> None:
    import docx

    document = docx.Document()
    for block in blocks(text):
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        table = document.add_table(len(block), max(map(len, block)))
        for r, row in enumerate(block):
            for c, cell in enumerate(row):
                table.cell(r, c).text = cell
    document.save(str(path))


def as_html(text: str, path: Path) -> None:
    parts = ["<!DOCTYPE html><html><head><meta charset=utf-8></head><body>"]
    for block in blocks(text):
        if isinstance(block, str):
            parts.append(f"<p>{html.escape(block)}</p>")
            continue
        rows = "".join(
            "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>"
            for row in block
        )
        parts.append(f"<table>{rows}</table>")
    path.write_text("".join(parts), encoding="utf-8")


def as_markdown(text: str, path: Path) -> None:
    lines = []
    for block in blocks(text):
        if isinstance(block, str):
            lines += [block, ""]
            continue
        rows = [[cell.replace("|", "\\|") for cell in row] for row in block]
        lines.append("|" + "|".join(rows[0]) + "|")
        lines.append("|" + "---|" * len(rows[0]))
        lines += ["|" + "|".join(row) + "|" for row in rows[1:]] + [""]
    path.write_text("\n".join(lines), encoding="utf-8")


def as_pdf(text: str, path: Path) -> None:
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

    pdfmetrics.registerFont(UnicodeCIDFont("HeiseiMin-W3"))
    style = ParagraphStyle("x", fontName="HeiseiMin-W3", fontSize=9, leading=13, wordWrap="CJK")
    flow = []
    for block in blocks(text):
        if isinstance(block, str):
            flow.append(Paragraph(html.escape(block), style))
            continue
        width = max(map(len, block))
        data = [
            [Paragraph(html.escape(c), style) for c in row + [""] * (width - len(row))]
            for row in block
        ]
        flow.append(
            Table(
                data,
                colWidths=[500 / width] * width,
                style=[("GRID", (0, 0), (-1, -1), 0.5, "black")],
            )
        )
    SimpleDocTemplate(str(path), pagesize=A4, leftMargin=40, rightMargin=40).build(flow)


def plan_of(path: Path) -> Reading:
    return read_plan(path, settings_for(path))


def outline_of(reading: Reading) -> list[tuple[str, ...]]:
    """Goals, measures, packages and projects with their parents' labels, owners and status."""
    names = {
        r.key: r.label for r in reading.records if isinstance(r, Plan | Goal | Measure | Package)
    }
    names[""] = ""
    owners: dict[str, list[str]] = {}
    for record in reading.records:
        if (
            isinstance(record, Participation)
            and record.agent
            and record.role.startswith("responsible")
        ):
            owners.setdefault(record.element, []).append(record.agent.name)
    found = []
    for r in reading.records:
        if isinstance(r, Goal | Measure | Package | Project):
            status = str(getattr(r, "status", ""))
            found.append(
                (
                    type(r).__name__,
                    squeezed(r.label),
                    squeezed(names[r.parent]),
                    status,
                    *owners.get(r.key, []),
                )
            )
    return found


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize(
    ("write", "name"),
    [(as_word, "plan.docx"), (as_html, "plan.html"), (as_pdf, "plan.pdf")],
    ids=["word", "html", "pdf"],
)
def test_the_same_plan_in_another_format_gives_the_same_records(
    tmp_path: Path, kamose_reading: Reading, write: Callable[[str, Path], None], name: str
) -> None:
    path = tmp_path / name
    write(kamose_reading.source.text, path)
    assert outline_of(plan_of(path)) == outline_of(kamose_reading)


SWAN = """# 白鳥市地域みらい計画

## 目次

- [産業を育てる](#a)

## 第1章 はじめに

この計画は、白鳥市の十年後を描きます。

## 第2章 取組

### 1 産業を育てる

#### (1) 農業の担い手を増やす

| 事業名 | 事業概要 | 担当課 |
|---|---|---|
| 新規就農支援事業 | 研修と農地の紹介を行う。 | 農政課 |

### 2 暮らしを守る

#### (1) 見守りを広げる

| 事業名 | 事業概要 | 担当課 |
|---|---|---|
| 声かけ運動 | 高齢者宅を訪ねる。 | 福祉課、防災課 |
"""


def test_headings_in_unknown_words_carry_the_hierarchy(tmp_path: Path) -> None:
    path = tmp_path / "plan.md"
    path.write_text(SWAN, encoding="utf-8")
    reading = plan_of(path)
    assert outline_of(reading) == [
        ("Measure", "産業を育てる", "", ""),
        ("Measure", "農業の担い手を増やす", "産業を育てる", ""),
        ("Project", "新規就農支援事業", "農業の担い手を増やす", "None", "農政課"),
        ("Measure", "暮らしを守る", "", ""),
        ("Measure", "見守りを広げる", "暮らしを守る", ""),
        ("Project", "声かけ運動", "見守りを広げる", "None", "福祉課", "防災課"),
    ]
    by_text = {reading.source.quote(e.span): e.state for e in reading.ledger}
    assert by_text["- [産業を育てる](#a)"] == "structural"


def test_one_project_a_page_with_labels_and_values(tmp_path: Path) -> None:
    path = tmp_path / "plan.html"
    cards = "".join(
        f"<table><tr><th>事業名</th><td>{name}</td></tr><tr><th>担当課</th><td>{section}</td></tr>"
        f"<tr><th>事業内容</th><td>{text}</td></tr></table>"
        for name, section, text in (
            ("白鳥の湖清掃", "環境課", "湖岸の清掃を行う。"),
            ("図書館まつり", "図書館", "読み聞かせを行う。"),
        )
    )
    path.write_text(f"<h1>白鳥市実施計画</h1><h2>自然を守る</h2>{cards}", encoding="utf-8")
    reading = plan_of(path)
    projects = [r for r in reading.records if isinstance(r, Project)]
    assert [p.label for p in projects] == ["白鳥の湖清掃", "図書館まつり"]
    assert [p.description.text for p in projects if p.description] == [
        "湖岸の清掃を行う。",
        "読み聞かせを行う。",
    ]
    assert reading.source.locator(projects[0].name_span) == "/html/body/table[1]/tr[1]/td[1]"


def test_word_numbers_headings_merges_and_deletions(tmp_path: Path) -> None:
    import docx
    from docx.oxml import OxmlElement

    document = docx.Document()
    document.add_heading("白鳥市総合計画", 1)
    for name, rows in (("産業", ["市場開設", "直売所"]), ("福祉", ["見守り"])):
        document.add_heading(name, 2)
        table = document.add_table(len(rows) + 1, 3)
        for c, head in enumerate(("担当課", "事業名", "内容")):
            table.cell(0, c).text = head
        for r, row in enumerate(rows, 1):
            table.cell(r, 1).text, table.cell(r, 2).text = row, row + "を行う。"
        merged = table.cell(1, 0).merge(table.cell(len(rows), 0))
        merged.text = name + "課"
    deleted = OxmlElement("w:del")
    deleted.append(document.add_paragraph("消した文").runs[0]._r)
    document.paragraphs[-1]._p.append(deleted)
    path = tmp_path / "plan.docx"
    document.save(str(path))
    reading = plan_of(path)
    assert outline_of(reading) == [
        ("Measure", "産業", "", ""),
        ("Project", "市場開設", "産業", "None", "産業課"),
        ("Project", "直売所", "産業", "None", "産業課"),
        ("Measure", "福祉", "", ""),
        ("Project", "見守り", "福祉", "None", "福祉課"),
    ]
    assert "消した文" not in reading.source.text


def test_prose_is_refused_with_what_was_seen(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("<h1>市長の挨拶</h1><p>春になりました。</p>", encoding="utf-8")
    with pytest.raises(InputError, match="市長の挨拶"):
        plan_of(path)


def test_a_scanned_pdf_is_refused_with_the_way_out(tmp_path: Path) -> None:
    from PIL import Image

    path = tmp_path / "scan.pdf"
    Image.new("RGB", (200, 200), "white").save(path)
    with pytest.raises(InputError, match="OCR"):
        plan_of(path)


def test_an_entity_bomb_in_word_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.docx"
    with zipfile.ZipFile(path, "w") as container:
        container.writestr("word/document.xml", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>")
    with pytest.raises(InputError, match="document type"):
        plan_of(path)


def test_deep_nesting_ends_in_words_or_text(tmp_path: Path) -> None:
    path = tmp_path / "deep.html"
    path.write_text("<html>" + "<div>" * 100_000 + "深い", encoding="utf-8")
    with pytest.raises(InputError):
        plan_of(path)


def _word_bytes() -> bytes:
    import docx

    document = docx.Document()
    document.add_heading("施策", 1)
    document.add_table(2, 3)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    cut=st.integers(0, 30_000),
    flips=st.lists(st.tuples(st.integers(0, 30_000), st.integers(0, 255)), max_size=6),
)
def test_broken_word_files_raise_enishi_errors_only(
    tmp_path: Path, cut: int, flips: list[tuple[int, int]]
) -> None:
    data = bytearray(_word_bytes())
    for at, value in flips:
        data[at % len(data)] = value
    path = tmp_path / "x.docx"
    path.write_bytes(bytes(data[: max(4, len(data) - cut // 10)]))
    with contextlib.suppress(EnishiError):
        plan_of(path)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(body=st.binary(max_size=400))
@pytest.mark.parametrize("name", ["x.html", "x.md", "x.docx"])
def test_any_bytes_raise_enishi_errors_only(tmp_path: Path, name: str, body: bytes) -> None:
    path = tmp_path / name
    path.write_bytes((b"<html>" if name == "x.html" else b"") + body)
    with contextlib.suppress(EnishiError):
        plan_of(path)


PAGE = (
    "<!doctype html><html lang=ja><meta charset=utf-8><title>白鳥市の計画</title>"
    "<nav><ul><li><a href=/>ホーム</a></ul></nav><main><h1>白鳥市総合戦略</h1>"
    "<h2>基本目標1：水辺のまち</h2><h3>湖の保全</h3><table><tr><th>事業名<th>事業概要<th>担当課</tr>"
    "<tr><td>湖岸清掃事業<td>湖岸を掃除する。<td>環境課</table>"
    "<h2>基本目標2：働くまち</h2><h3>商いの支援</h3><table><tr><th>事業名<th>事業概要<th>担当課</tr>"
    "<tr><td>朝市事業<td>朝市を開く。<td>商工課</table></main>"
    "<footer>白鳥市役所 電話000</footer></html>"
)


def test_a_page_without_head_and_body_tags_is_read(tmp_path: Path) -> None:
    path = tmp_path / "plan.html"
    path.write_text(PAGE, encoding="utf-8")
    reading = plan_of(path)
    assert outline_of(reading) == [
        ("Goal", "水辺のまち", "", ""),
        ("Measure", "湖の保全", "水辺のまち", ""),
        ("Project", "湖岸清掃事業", "湖の保全", "None", "環境課"),
        ("Goal", "働くまち", "", ""),
        ("Measure", "商いの支援", "働くまち", ""),
        ("Project", "朝市事業", "商いの支援", "None", "商工課"),
    ]
    assert "ホーム" not in reading.source.text
    states = {reading.source.quote(e.span): e.state for e in reading.ledger}
    assert states["白鳥市役所 電話000"] == "structural"


def test_markdown_with_front_matter_leaves_nothing_unread(tmp_path: Path) -> None:
    path = tmp_path / "plan.md"
    table = "| 事業 | 担当課 | 概要 |\n|---|---|---|\n| {} | {} | {} |\n\n"
    path.write_text(
        "---\ntitle: 白鳥市の戦略\n---\n# 白鳥市の戦略\n\n## 1 水辺\n\n### 湖\n\n"
        + table.format("湖岸清掃", "環境課", "掃除する。")
        + "## 2 商い\n\n### 市場\n\n"
        + table.format("朝市", "商工課", "朝市を開く。"),
        encoding="utf-8",
    )
    reading = plan_of(path)
    assert outline_of(reading) == [
        ("Measure", "水辺", "", ""),
        ("Measure", "湖", "水辺", ""),
        ("Project", "湖岸清掃", "湖", "None", "環境課"),
        ("Measure", "商い", "", ""),
        ("Measure", "市場", "商い", ""),
        ("Project", "朝市", "市場", "None", "商工課"),
    ]
    assert [e for e in reading.ledger if e.state == "unresolved"] == []


def test_a_page_of_one_project_named_by_its_heading(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    fields = (
        ("政策", "水辺"),
        ("施策", "湖"),
        ("担当課", "環境部 環境課"),
        ("事業の概要", "掃除する。"),
    )
    listing = "".join(f"<dt>{label}</dt><dd>{value}</dd>" for label, value in fields)
    path.write_text(f"<body><h1>湖岸清掃事業</h1><dl>{listing}</dl></body>", encoding="utf-8")
    reading = plan_of(path)
    assert outline_of(reading)[:2] == [("Measure", "水辺", "", ""), ("Measure", "湖", "水辺", "")]
    (project,) = [r for r in reading.records if isinstance(r, Project)]
    assert project.label == "湖岸清掃事業"
    assert project.description and project.description.text == "掃除する。"
    owners = [r for r in reading.records if isinstance(r, Participation) and r.agent]
    assert any(r.agent and r.agent.name.endswith("環境課") for r in owners)


def test_bare_numbers_and_items_with_their_sections(tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    for line in (
        "白鳥市総合計画", "１．水辺", "（１）湖", "　湖を守ります。", "・湖岸清掃事業（環境課）",
        "　湖岸を掃除する。", "・新規観察会事業（環境課）", "　鳥を観察する。",
        "２．商い", "（１）市場", "・朝市事業（商工課）", "　朝市を開く。",
    ):  # fmt: skip
        document.add_paragraph(line)
    path = tmp_path / "plan.docx"
    document.save(str(path))
    reading = plan_of(path)
    assert outline_of(reading) == [
        ("Measure", "水辺", "", ""),
        ("Measure", "湖", "水辺", ""),
        ("Project", "湖岸清掃事業", "湖", "None", "環境課"),
        ("Project", "新規観察会事業", "湖", "None", "環境課"),
        ("Measure", "商い", "", ""),
        ("Measure", "市場", "商い", ""),
        ("Project", "朝市事業", "市場", "None", "商工課"),
    ]
    described = [
        r.description.text for r in reading.records if isinstance(r, Project) and r.description
    ]
    assert described == ["湖岸を掃除する。", "鳥を観察する。", "朝市を開く。"]


def test_levels_in_columns_merged_or_blank_as_above(tmp_path: Path) -> None:
    path = tmp_path / "plan.html"
    path.write_text(
        "<p>白鳥市実施計画</p><table><tr><th>基本目標<th>施策<th>事業名<th>所管課"
        "<tr><td rowspan=3>水辺<td rowspan=2>湖<td>湖岸清掃<td>環境課"
        "<tr><td>観察会<td>環境課<tr><td>川<td>川遊び<td>公園課"
        "<tr><td>商い<td>湖<td>朝市<td>商工課<tr><td>商い<td><td>夕市<td>商工課</table>",
        encoding="utf-8",
    )
    assert outline_of(plan_of(path)) == [
        ("Goal", "水辺", "", ""),
        ("Measure", "湖", "水辺", ""),
        ("Project", "湖岸清掃", "湖", "None", "環境課"),
        ("Project", "観察会", "湖", "None", "環境課"),
        ("Measure", "川", "水辺", ""),
        ("Project", "川遊び", "川", "None", "公園課"),
        ("Goal", "商い", "", ""),
        ("Measure", "湖", "商い", ""),
        ("Project", "朝市", "湖", "None", "商工課"),
        ("Project", "夕市", "湖", "None", "商工課"),
    ]
