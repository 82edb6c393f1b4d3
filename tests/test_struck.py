"""What a document strikes out is no part of the plan, and is said; underlines strike nothing.

鴎瀬市, 若葉市 and their projects are invented.
"""

from pathlib import Path

import pytest

from enishi.data.reading import Reading, read_plan
from enishi.data.settings import settings_for

from .readings import projects_of
from .test_pdf_layouts import Sheet


def read(path: Path) -> Reading:
    return read_plan(path, settings_for(path))


def said(reading: Reading) -> list[str]:
    return [n.message.ja for n in reading.notices if "取り消し線" in n.message.ja]


def test_a_line_through_letters_of_a_pdf_strikes_them_out(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "plan.pdf")
    sheet.say("若葉市実施計画", 60, 60, 18)
    sheet.table([60, 220, 320, 500], 100, [
        ("事業名", "担当課", "事業内容"),
        ("川の清掃", "環境課", "川を掃除します。"),
        ("", "", ""),
        ("朝市の開催", "商工課", "朝市を開きます。"),
    ])  # fmt: skip
    sheet.say("花火大会", 63, 154)
    sheet.line(63, 150.5, 103, 150.5)  # through 花火大会 alone
    sheet.say("道路課", 223, 154)
    sheet.line(223, 150.5, 253, 150.5)
    sheet.line(63, 135.8, 103, 135.8)  # under 川の清掃
    reading = sheet.read()
    assert [(name, owners) for name, _, owners in projects_of(reading)] == [
        ("川の清掃", ("環境課",)),
        ("朝市の開催", ("商工課",)),
    ]
    assert "花火大会" not in reading.source.text
    assert said(reading) == [
        "取り消し線の「花火大会」は読んでいません",
        "取り消し線の「道路課」は読んでいません",
    ]
    assert {n.locator for n in reading.notices if "取り消し線" in n.message.ja} == {"1頁"}


def test_an_arrow_across_a_schedule_strikes_nothing(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "plan.pdf")
    sheet.say("若葉市実施計画", 60, 60, 18)
    sheet.table([60, 220, 320, 500], 100, [
        ("事業名", "担当課", "事業内容"),
        ("川の清掃", "環境課", "検討"),
        ("朝市の開催", "商工課", "実施"),
    ])  # fmt: skip
    sheet.line(322, 130.5, 480, 130.5)  # from the first year to the last
    reading = sheet.read()
    assert "検討" in reading.source.text
    assert not said(reading)


def test_struck_runs_of_word(tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    document.add_heading("鴎瀬市計画", 1)
    table = document.add_table(3, 2)
    for r, row in enumerate((("事業名", "担当課"), ("川の清掃", "環境課"), ("朝市", "商工課"))):
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    paragraph = table.cell(1, 1).paragraphs[0]
    paragraph.runs[0].font.strike = True
    paragraph.add_run("河川課")
    path = tmp_path / "plan.docx"
    document.save(str(path))
    reading = read(path)
    assert [(name, owners) for name, _, owners in projects_of(reading)] == [
        ("川の清掃", ("河川課",)),
        ("朝市", ("商工課",)),
    ]
    assert said(reading) == ["取り消し線の「環境課」は読んでいません"]


@pytest.mark.parametrize(
    "old",
    [
        "<del>環境課</del>",
        "<s>環境課</s>",
        '<span style="text-decoration: line-through">環境課</span>',
    ],
)
def test_struck_words_of_a_page(tmp_path: Path, old: str) -> None:
    path = tmp_path / "plan.html"
    path.write_text(
        "<html><body><h1>鴎瀬市計画</h1><table><tr><th>事業名<th>担当課<tr><td>川の清掃"
        f"<td>{old}<u>河川課</u></table></body></html>",
        encoding="utf-8",
    )
    reading = read(path)
    assert [(name, owners) for name, _, owners in projects_of(reading)] == [
        ("川の清掃", ("河川課",))
    ]
    assert said(reading) == ["取り消し線の「環境課」は読んでいません"]


def test_marks_of_markdown_are_no_part_of_a_name(tmp_path: Path) -> None:
    path = tmp_path / "plan.md"
    path.write_text(
        "# 鴎瀬市計画\n\n- **川の清掃**（環境課）\n- [朝市](https://example.org/a)の開催（商工課）\n"
        "- ~~花火~~灯ろう流し（観光課）\n",
        encoding="utf-8",
    )
    assert [name for name, _, _ in projects_of(read(path))] == [
        "川の清掃",
        "朝市の開催",
        "灯ろう流し",
    ]
