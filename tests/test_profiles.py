"""What `enishi inspect` writes: read unchanged it changes nothing, corrected it changes the plan.

若葉市 and all its sections and projects are invented.
"""

import json
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from enishi.cli import main
from enishi.data.reading import inspect_document, read_plan
from enishi.data.records import Goal, Participation, Project
from enishi.data.settings import settings_for
from enishi.errors import InputError

from .plan_files import Head, Table, write_file
from .readings import Row, projects_of

Cells = list[list[str]]

TEXT = """若葉市環境計画

基本目標１　水を守る
（１）川の水
①川の清掃
市民と川を清掃する。
②水質の調査
毎月調べる。
（２）海の水
①浜の清掃
浜を清掃する。
"""

PAGE = """<h1>若葉市観光計画</h1><h2>祭りを育てる</h2>
<table><tr><th>取組<th>内容<th>主体<tr><td>灯籠流し<td>川に灯籠を流す。<td>観光課
<tr><td>朝市<td>月に一度、朝市を開く。<td>農政課</table>"""


def read(path: Path, profile: Path | None = None) -> list[Row]:
    return projects_of(read_plan(path, settings_for(path, profile=profile and str(profile))))


def inspected(path: Path, *changes: tuple[str, str]) -> Path:
    """The profile that inspect writes of a document, with `changes` made by hand."""
    told = inspect_document(path, settings_for(path)).profile
    for old, new in changes:
        assert told.count(old) == 1, (old, told)
        told = told.replace(old, new)
    profile = path.with_suffix(".profile.toml")
    profile.write_text(told, encoding="utf-8")
    return profile


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def book(path: Path, sheets: dict[str, Cells]) -> Path:
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    made.save(path)
    return path


def test_a_kind_of_heading_becomes_projects_when_the_profile_says_so(tmp_path: Path) -> None:
    """Nothing in this text says that ① are projects: no owner, no 事業, no heading of a list."""
    plan = written(tmp_path / "plan.txt", TEXT)
    assert read(plan) == []
    profile = inspected(
        plan, ('like = "number:circled"\nclass = ""', 'like = "number:circled"\nclass = "project"')
    )
    assert read(plan, profile) == [
        ("川の清掃", ("水を守る", "川の水"), ()),
        ("水質の調査", ("水を守る", "川の水"), ()),
        ("浜の清掃", ("水を守る", "海の水"), ()),
    ]


def test_a_plan_without_projects_says_so(tmp_path: Path) -> None:
    plan = written(tmp_path / "plan.txt", TEXT)
    notices = read_plan(plan, settings_for(plan)).notices
    assert ["事業は1件も見つかりません" in notice.message.ja for notice in notices] == [True]


def test_a_heading_that_is_none_is_left_out(tmp_path: Path) -> None:
    plan = written(
        tmp_path / "plan.md",
        "# 若葉市産業計画\n\n## 商い\n\n### はじめに\n\n"
        "| 事業名 | 内容 | 担当課 |\n|---|---|---|\n| 朝市 | 朝市を開く。 | 商工課 |\n\n"
        "## 農業\n\n### 担い手\n\n"
        "| 事業名 | 内容 | 担当課 |\n|---|---|---|\n| 農業塾 | 塾を開く。 | 農政課 |\n",
    )
    assert read(plan)[0] == ("朝市", ("商い", "はじめに"), ("商工課",))
    profile = inspected(
        plan, ('like = "style:3"\nclass = "measure"', 'like = "style:3"\nclass = "ignored"')
    )
    assert read(plan, profile) == [
        ("朝市", ("商い",), ("商工課",)),
        ("農業塾", ("農業",), ("農政課",)),
    ]


def test_a_column_of_a_page_is_read_as_the_profile_says(tmp_path: Path) -> None:
    page = written(tmp_path / "plan.html", PAGE)
    assert [owners for _, _, owners in read(page)] == [("観光課",), ("農政課",)]
    profile = inspected(
        page,
        (
            'roles   = ["name", "description", "section"]',
            'roles   = ["name", "section", "description"]',
        ),
    )
    # What a person says of a column holds, whatever stands in it.
    reading = read_plan(page, settings_for(page, profile=str(profile)))
    described = [r.description.text for r in reading.records if hasattr(r, "name_span")]
    assert described == ["観光課", "農政課"]


def test_words_can_be_added_to_an_inspected_profile(tmp_path: Path) -> None:
    plan = written(
        tmp_path / "plan.txt",
        "若葉市計画\n基本目標１　水を守る\n施策１　川\n■川の清掃\n取りまとめ役：環境課\n市民と行う。\n"
        "■水質の調査\n取りまとめ役：下水道課\n毎月調べる。\n",
    )
    assert read(plan) == []
    profile = inspected(plan)
    profile.write_text(
        profile.read_text(encoding="utf-8") + '[columns]\nsection = ["取りまとめ役"]\n',
        encoding="utf-8",
    )
    assert read(plan, profile) == [
        ("川の清掃", ("水を守る", "川"), ("環境課",)),
        ("水質の調査", ("水を守る", "川"), ("下水道課",)),
    ]


def test_a_sheet_without_projects_does_not_stop_the_others(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        {
            "一覧": [
                ["施策", "事業名", "所管課", "事業内容"],
                ["水", "川の清掃", "環境課", "清掃する。"],
            ],
            "メモ": [["作成は企画課です"], ["提出は月末までです"]],
        },
    )
    assert read(path, inspected(path)) == read(path) == [("川の清掃", ("水",), ("環境課",))]


def test_labels_of_forms_are_read_as_the_profile_says(tmp_path: Path) -> None:
    forms: Cells = [
        ["事業名", "湖の清掃", "会計", "一般"],
        ["担当課", "環境課"],
        ["目的", "水辺を守る"],
        ["手段", "市民と清掃する"],
    ]
    path = book(tmp_path / "a.xlsx", {"1": forms})
    assert read(path, inspected(path)) == read(path) == [("湖の清掃", (), ("環境課",))]
    profile = inspected(
        path,
        (
            'role = "detail"\nnames = ["目的"]',
            'role = "level"\nnames = ["目的"]',
        ),
    )
    assert read(path, profile) == [("湖の清掃", ("水辺を守る",), ("環境課",))]


def test_figures_in_objects_of_records_are_no_part_of_the_plan(tmp_path: Path) -> None:
    rows = [
        {"事業名": f"{name}の清掃", "担当課": "環境課", "概要": f"{name}を清掃する。",
         "予算": {"国費": 10, "一般財源": 20}}
        for name in ("川", "海")
    ]  # fmt: skip
    path = written(tmp_path / "a.json", json.dumps({"事業": rows}, ensure_ascii=False))
    reading = read_plan(path, settings_for(path))
    states = {
        reading.source.locator(entry.span).rpartition("/")[2]: entry.state
        for entry in reading.ledger
    }
    assert states["国費"] == states["一般財源"] == "ignored"
    assert read(path, inspected(path)) == read(path)


def test_build_names_the_first_fields_of_records_that_nobody_reads(tmp_path: Path) -> None:
    rows = [
        {"事業名": f"{n}号線の整備", "担当課": "道路課", "概要": "道を直す。", "天気": "晴"}
        for n in range(3)
    ]
    path = written(tmp_path / "a.json", json.dumps(rows, ensure_ascii=False))
    args = ["build", str(path), "--kb", str(tmp_path / "kb.trig"), "--lang", "ja"]
    done = CliRunner().invoke(main, args)
    assert done.exit_code == 0
    assert "/0/天気  「晴」" in done.output and "/1/天気" not in done.output


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ('[[headings]]\nlike = "style:1"\nclass = "purpose"\n', "purpose"),
        ('[[heads]]\ncolumns = ["事業名"]\nroles = ["title"]\n', "title"),
        ('[[heads]]\ncolumns = ["事業名", "内容"]\nroles = ["name"]\n', "heads"),
    ],
)
def test_a_wrong_correction_is_named(tmp_path: Path, wrong: str, said: str) -> None:
    page = written(tmp_path / "plan.html", PAGE)
    profile = inspected(page)
    profile.write_text(profile.read_text(encoding="utf-8") + wrong, encoding="utf-8")
    with pytest.raises(InputError, match=said):
        read(page, profile)


def test_a_base_is_a_shipped_profile(tmp_path: Path) -> None:
    page = written(tmp_path / "plan.html", PAGE)
    profile = written(tmp_path / "p.toml", 'name = "own"\nbase = "other.toml"\n')
    with pytest.raises(InputError, match="shipped|収録"):
        read(page, profile)


def test_inspect_speaks_japanese(tmp_path: Path) -> None:
    page = written(tmp_path / "plan.html", PAGE)
    said = CliRunner().invoke(main, ["inspect", str(page), "--lang", "ja"]).output
    assert "課（section） 0" in said and "事業名（name） 0.95" in said
    assert "section 0" in CliRunner().invoke(main, ["inspect", str(page), "--lang", "en"]).output


def test_build_says_whose_plan_each_of_a_file_is(tmp_path: Path) -> None:
    path = written(
        tmp_path / "two.csv",
        "市町村名,事業名,担当課,内容\n若葉市,訓練,防災課,訓練する。\n青葉町,祭り,商工課,祭りを開く。\n",
    )
    args = ["build", str(path), "--kb", str(tmp_path / "kb.trig"), "--lang", "ja"]
    said = CliRunner().invoke(main, args).output
    assert "「two.csv」（文字コード UTF-8）の若葉市の計画を読み" in said
    assert "「two.csv」（文字コード UTF-8）の青葉町の計画を読み" in said


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".docx", ".html", ".md", ".txt"])
def test_a_table_that_a_person_calls_none_of_projects_is_not_read(
    tmp_path: Path, ending: str
) -> None:
    """Neither by its lines nor as a form, whose labels its heads could be."""
    head = ["事業名", "内容", "担当課", "委託先"]
    rows = [
        ["朝市の開催", "朝市を開く。", "商工課", "㈱若葉"],
        ["川の清掃", "清掃する。", "環境課", ""],
    ]
    plan = write_file(tmp_path / f"plan{ending}", Table([head, *rows]))
    assert [name for name, _, _ in read(plan)] == ["朝市の開催", "川の清掃"]
    told = ('role = "name"', 'role = ""') if ending in (".csv", ".xlsx") else ('"name"', '""')
    with pytest.raises(InputError):
        read(plan, inspected(plan, told))


def test_a_title_is_a_goal_when_the_profile_says_so(tmp_path: Path) -> None:
    table = [["事業名", "内容", "担当課"], ["朝市の開催", "朝市を開く。", "商工課"]]
    plan = write_file(tmp_path / "plan.docx", Head(1, "若葉市産業計画"), Table(table))
    assert read(plan) == [("朝市の開催", (), ("商工課",))]
    profile = inspected(plan, ('like = "style:1"\nclass = ""', 'like = "style:1"\nclass = "goal"'))
    assert read(plan, profile) == [("朝市の開催", ("若葉市産業計画",), ("商工課",))]


def test_columns_of_a_text_with_tabs_are_read_as_the_profile_says(tmp_path: Path) -> None:
    """Its lines are read as they stand, until a person says what else a column is."""
    plan = written(
        tmp_path / "plan.txt",
        "若葉市計画\n基本目標１　水を守る\n施策１　川\n事業名\t内容\t担当課\n"
        "川の清掃\t環境課と行う。\t水の会\n施策２　海\n事業名\t内容\t担当課\n"
        "浜の清掃\t港湾課と行う。\t浜の会\n",
    )
    told = inspect_document(plan, settings_for(plan))
    (name,) = [guess for guess in told.guesses if guess.name == "事業名"]
    assert (name.place, name.role, name.samples) == ("4行の表!A1", "name", ("川の清掃",))
    assert "2表" in name.reason.ja
    unchanged = read(plan, inspected(plan))
    assert unchanged == read(plan)
    profile = inspected(
        plan, ('"name", "description", "section"]', '"name", "description", "partner:contractor"]')
    )
    reading = read_plan(plan, settings_for(plan, profile=str(profile)))
    assert [name for name, _, _ in projects_of(reading)] == ["川の清掃", "浜の清掃"]
    contractors = [
        (r.agent.name, reading.source.locator(r.span))
        for r in reading.records
        if isinstance(r, Participation) and r.agent and r.role == "contractor"
    ]
    assert contractors == [("水の会", "5行"), ("浜の会", "8行")]


def nested_records(path: Path) -> Path:
    """Two projects of one measure, with a body each and a remark that nobody reads."""
    rows = [
        {"事業名": "川の清掃", "内容": "川を清掃する。", "担当課": "環境課", "主体": "川の会",
         "メモ": "毎年行う。"},
        {"事業名": "魚の放流", "内容": "魚を放す。", "担当課": "農政課", "主体": "魚の会",
         "メモ": "春に行う。"},
    ]  # fmt: skip
    goals = [{"名称": "水のまち", "施策": [{"名称": "川を守る", "事業": rows}]}]
    return written(
        path, json.dumps({"計画名": "若葉市計画", "基本目標": goals}, ensure_ascii=False)
    )


@pytest.mark.parametrize("ending", [".json", ".ndjson"])
def test_fields_of_records_are_read_as_the_profile_says(tmp_path: Path, ending: str) -> None:
    path = nested_records(tmp_path / f"plan{ending}")
    told = [("川の清掃", ("水のまち", "川を守る"), ("環境課",)),
            ("魚の放流", ("水のまち", "川を守る"), ("農政課",))]  # fmt: skip
    assert read(path) == told
    assert read(path, inspected(path)) == told

    profile = inspected(
        path,
        ('"主体" = "partner:participant"', '"主体" = "section"'),
        ('"担当課" = "section"', '"担当課" = "ignored"'),
        ('"内容" = "description"', '"内容" = ""'),
        ('"メモ" = ""', '"メモ" = "description"'),
    )
    reading = read_plan(path, settings_for(path, profile=str(profile)))
    assert projects_of(reading) == [(name, above, (owner,)) for (name, above, _), owner in
                                    zip(told, ["川の会", "魚の会"], strict=True)]  # fmt: skip
    described = [r.description.text for r in reading.records if isinstance(r, Project)]
    assert described == ["毎年行う。", "春に行う。"]
    became = {reading.source.quote(entry.span): entry.state for entry in reading.ledger}
    assert became.get("環境課") == "ignored", became


def test_a_level_of_records_is_what_the_profile_says(tmp_path: Path) -> None:
    path = nested_records(tmp_path / "plan.json")
    profile = inspected(path, ('"施策" = "measure"', '"施策" = "goal"'))
    reading = read_plan(path, settings_for(path, profile=str(profile)))
    assert [r.label for r in reading.records if isinstance(r, Goal)] == ["水のまち", "川を守る"]
    profile = inspected(path, ('"担当課" = "section"', '"担当課" = "owner"'))
    with pytest.raises(InputError, match="owner"):
        read(path, profile)
