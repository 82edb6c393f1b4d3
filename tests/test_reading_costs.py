"""What hostile or very large files cost: time grows with their size, and there is an end to it.

All texts are invented. Times are of the processor, so that a busy machine tells the same.
"""

import time
from pathlib import Path

import pytest

from enishi.data.formats.registry import load_document
from enishi.data.reading import read_document, read_plan
from enishi.data.settings import settings_for
from enishi.errors import InputError


def seconds(path: Path) -> float:
    started = time.process_time()
    read_plan(path, settings_for(path))
    return time.process_time() - started


def test_prose_below_one_heading_costs_time_by_its_length(tmp_path: Path) -> None:
    """Eight times the lines: eightfold time, not sixty-fourfold."""
    path = tmp_path / "plan.txt"
    took = []
    for lines in (3_000, 24_000):
        path.write_text(
            "目標１　まち\n施策１　道\n" + "・道を直していく\n" * lines, encoding="utf-8"
        )
        took.append(seconds(path))
    assert took[1] < 24 * took[0]


def test_names_of_thousands_of_projects_are_looked_for_in_time_by_their_number(
    tmp_path: Path,
) -> None:
    from enishi.data.prose.references import Names
    from enishi.data.records import Project
    from enishi.data.source import Source, Span

    def cost(count: int) -> float:
        """Seconds to look for `count` names in as many sentences, each of which names one."""
        names = [f"{number:06d}号線の補修" for number in range(count)]
        text = "".join(f"「{name}」と併せて行う。\n" for name in names)
        source = Source(name="甲", text=text, sha256="", encoding="utf-8")
        far = Span(len(text), len(text))
        rows = [
            Project(key=name, parent="", label=name, span=far, name_span=far, description=None,
                    measure=None, package=None, status=None)
            for name in names
        ]  # fmt: skip
        prose = [(f"other/{n}", span) for n, span in source.lines()]
        started = time.process_time()
        found = list(Names(rows).references(source, prose))
        assert [claim.thing.name for claim in found] == names
        return time.process_time() - started

    assert cost(8_000) < 40 * cost(1_000)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("tabs.txt", "目標１　まち\n" + "\t" * 400_001, "400,000"),
        ("wide.csv", "事業名,担当課,事業内容\n" + "甲," * 20_000, "2行"),
        ("table.md", "# 計画\n|事業名|担当課|\n|-|-|\n" + "|甲|乙|\n" * 110_000, "2行"),
        ("tags.html", "<body>" + "<p>甲" * 1_000_001, "1,000,000"),
        ("paragraphs.html", "<body>" + "<p>甲</p>" * 200_001, "200,000"),
        ("deep.html", "<body>" + "<div>" * 3_000 + "甲", "1行"),
    ],
)
def test_more_than_can_be_read_is_refused_by_file_and_place(
    tmp_path: Path, name: str, text: str, said: str
) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as error:
        load_document(path)
    assert name in str(error.value) and said in str(error.value)


def test_unclosed_tags_by_the_hundred_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "old.html"
    lines = "".join(f"<font><p>施策{number} 道</p>" for number in range(1, 400))
    path.write_text(f"<body>{lines}<p>終わり", encoding="utf-8")
    assert load_document(path)[0].source.text.endswith("施策399 道\n終わり\n")


def test_a_passage_that_names_bodies_by_the_ten_thousand_is_refused(tmp_path: Path) -> None:
    """As many as a passage may name are read; more are refused before all are held."""
    from enishi.data.prose.mentions import MAX_NAMES

    path = tmp_path / "names.csv"
    head = "事業名,事業内容,担当課\n見守り,"
    path.write_text(head + "㈱あと連携し、" * MAX_NAMES + ",福祉課\n", encoding="utf-8")
    read_plan(path, settings_for(path))
    path.write_text(head + "㈱あと連携し、" * (MAX_NAMES + 1) + ",福祉課\n", encoding="utf-8")
    with pytest.raises(InputError, match="10,000") as error:
        read_plan(path, settings_for(path))
    assert error.value.where == f"{path}:B2"


def test_columns_by_the_thousand_cost_time_by_their_number(tmp_path: Path) -> None:
    def wide(count: int) -> Path:
        path = tmp_path / f"{count}.csv"
        head = ["事業名", "担当課", *(f"{n}年度の取組" for n in range(count))]
        rows = [[f"茜{r}号事業", "企画課", *["催しを開く。"] * count] for r in range(6)]
        path.write_text("\n".join(",".join(row) for row in [head, *rows]), encoding="utf-8")
        return path

    few, many = wide(500), wide(4000)
    seconds(few)  # loads the words
    assert seconds(many) < 16 * seconds(few)  # the square was 64 times


def test_what_would_not_fit_into_memory_is_refused_before_it_is_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "plan.csv"
    rows = [f"茜{r}号事業,企画課" for r in range(50)]
    path.write_text("\n".join(["事業名,担当課", *rows]), encoding="utf-8")
    monkeypatch.setattr("enishi.data.reading.MAX_KEPT", 150)  # 101 records and 102 places
    with pytest.raises(InputError, match="NDJSON") as caught:
        read_plan(path, settings_for(path))
    assert str(path) in caught.value.where


def test_a_tag_with_attributes_by_the_hundred_thousand_is_refused(tmp_path: Path) -> None:
    page = "<h1>茜市計画</h1><p>本文。</p>"
    path = tmp_path / "plan.html"
    path.write_text(f"{page}<p {' '.join(f'a{n}=1' for n in range(100_000))}>", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_plan(path, settings_for(path))
    assert f"{path}:1行" in caught.value.where
    # A picture within an attribute has lines by the thousand and is one attribute.
    table = "<table><tr><th>事業名<th>担当課</tr><tr><td>朝市の開催<td>商工課</tr></table>"
    picture = "\n".join(["iVBORw0KGgoAAAANSUhEUgAA"] * 5_000)
    path.write_text(f'{page}<img src="data:image/png;base64,{picture}">{table}', encoding="utf-8")
    assert read_plan(path, settings_for(path)).counts()["Project"] == 1


@pytest.mark.parametrize(
    ("name", "filler"), [("a.txt", "…"), ("a.txt", "．"), ("a.md", "*"), ("a.md", "[")]
)
def test_marks_without_end_cost_time_by_their_number(
    tmp_path: Path, name: str, filler: str
) -> None:
    plan = ["茜市計画", "基本目標１　人", "施策１　学ぶ", "・朝市の開催（商工課）"]

    def of(count: int) -> Path:
        path = tmp_path / f"{count}{name}"
        path.write_text("\n".join([*plan, filler * count, "おわり"]), encoding="utf-8")
        return path

    seconds(of(2_000))  # loads the words
    assert seconds(of(16_000)) < 0.5 + 24 * seconds(of(2_000))  # the square was 64 times


def test_merged_cells_of_a_page_that_cover_millions_of_places_are_single_cells(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.html"
    wide = "<tr>" + "<td rowspan=1000 colspan=1000>x</td>" * 20 + "</tr>"
    table = "<table><tr><th>事業名<th>担当課</tr><tr><td>朝市の開催<td>商工課</tr></table>"
    path.write_text(f"<h1>茜市計画</h1>{table}<table>{wide * 60}</table>", encoding="utf-8")
    assert seconds(path) < 10


def test_one_record_with_partners_by_the_hundred_thousand_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.json"
    partners = ",".join(f'{{"name": "茜{n}商事株式会社"}}' for n in range(60))
    path.write_text(
        f'[{{"事業名": "朝市", "担当課": "商工課", "委託先": [{partners}]}}]', encoding="utf-8"
    )
    monkeypatch.setattr("enishi.data.nested.part.MAX_RECORDS", 50)
    with pytest.raises(InputError, match="NDJSON") as caught:
        list(read_document(path, settings_for(path)))
    assert f"{path}:/0/委託先/" in caught.value.where


@pytest.mark.parametrize("field", ["担当課", "連携先"])
@pytest.mark.parametrize(
    "said",
    [
        "福祉課 ",
        "福祉課・",
        "福祉課→",
        "担当：",
        "①",
        "福祉課長 佐藤",
        "〜",
        "課と",
        "1,",
        "青葉大学 ",
        "<br>",
    ],
)
def test_a_cell_of_names_is_read_in_time_or_refused_by_its_place(
    tmp_path: Path, field: str, said: str
) -> None:
    path = tmp_path / "plan.csv"
    row = {"担当課": "環境課", "連携先": "青葉大学"}
    for length in (900, 1_000_000):
        row[field] = said * (length // len(said))
        path.write_text(
            f'事業名,担当課,連携先\n見守り,"{row["担当課"]}","{row["連携先"]}"\n花の日,税務課,\n',
            encoding="utf-8",
        )
        started = time.process_time()
        try:
            read_plan(path, settings_for(path))
        except InputError as error:
            assert length > 900 and "plan.csv:" in str(error)
        assert time.process_time() - started < 6
