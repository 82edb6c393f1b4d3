"""What a person gets wrong in a profile is named: it must not change nothing without a word.

霧原市 and all its sections and projects are invented.
"""

import json
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from enishi.cli import main
from enishi.data.reading import Reading, read_document, read_plan
from enishi.data.settings import settings_for
from enishi.errors import InputError

from .plan_files import Head, write_file
from .readings import projects_of

ROWS = [
    ["施策", "事業名", "担当課", "中身", "協力相手"],
    ["見守り", "声かけ訪問", "福祉課", "一人暮らしの家を訪ねる", "霧原福祉士会"],
    ["起業", "空き店舗の活用", "商工課", "空いた店に家賃を補う", "霧原信用金庫"],
]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    made = openpyxl.Workbook()
    assert made.active is not None
    made.active.title = "事業"
    for row in ROWS:
        made.active.append(row)
    path = tmp_path / "book.xlsx"
    made.save(path)
    return path


def inspected(path: Path) -> Path:
    profile = path.with_name("p.toml")
    done = CliRunner().invoke(main, ["inspect", str(path), "-o", str(profile)])
    assert done.exit_code == 0, done.output
    return profile


def corrected(profile: Path, old: str, new: str) -> Path:
    text = profile.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    profile.write_text(text.replace(old, new), encoding="utf-8")
    return profile


def read(path: Path, profile: Path) -> Reading:
    return read_plan(path, settings_for(path, profile=str(profile)))


@pytest.mark.parametrize(
    ("old", "new", "said", "hint"),
    [
        ("[[sheets]]", "[[sheet]]", "「sheet」", "「sheets」"),
        ('head = "中身"\n  role', 'head = "中身"\n  rolle', "sheets.columns に「rolle」", "「role」"),
        ('head = "1:1"', 'head = "1:1"\nread = "no"', "true か false", "inspect"),
        ('head = "1:1"', 'head = "9:9"', "head = 9:9。シートは1〜3行", "見出しの行"),
        ('head = "1:1"', 'head = "0:0"', "head = 0:0。シートは1〜3行", "見出しの行"),
        ('head = "1:1"', 'head = "一行目"', "head = 一行目", "見出しの行"),
        ('column = "E"', 'column = "H"', "H列。シートはA〜E列", "column"),
        ('column = "E"', 'column = "D"', "D列が二度", "一度ずつ"),
        ('head = "協力相手"\n  role = ""', 'head = "協力相手"\n  role = "partner"\n  as = "contracter"',
         "as「contracter」", "contractor"),
        ('sheet = "事業"', 'sheet = "事業', "13行", "行"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_profile_of_a_workbook_stops_the_build_and_is_named(
    book: Path, old: str, new: str, said: str, hint: str
) -> None:
    profile = corrected(inspected(book), old, new)
    if said == "13行":
        lines = profile.read_text(encoding="utf-8").splitlines()
        said = f"{lines.index(new) + 1}行"
    with pytest.raises(InputError) as caught:
        read(book, profile)
    assert said in caught.value.message.ja and hint in caught.value.hint.ja
    assert str(profile) in str(caught.value.where)


def test_a_sheet_that_is_not_there_is_named_with_those_that_are(book: Path) -> None:
    profile = corrected(inspected(book), 'sheet = "事業"', 'sheet = "事行"')
    [said] = [n for n in read(book, profile).notices if "事行" in n.message.ja]
    assert "あるもの: 事業" in said.message.ja and said.locator == str(profile)


def test_a_sheet_without_a_column_of_names_is_said_not_to_be_read(book: Path) -> None:
    made = openpyxl.load_workbook(book)
    sheet = made.create_sheet("別表")
    for row in ROWS:
        sheet.append(row)
    made.save(book)
    profile = inspected(book)
    before, rest = profile.read_text(encoding="utf-8").split('sheet = "別表"')
    profile.write_text(
        before + 'sheet = "別表"' + rest.replace('role = "name"', 'role = "detail"'), "utf-8"
    )
    [said] = [n.message.ja for n in read(book, profile).notices if "別表" in n.message.ja]
    assert 'シート「別表」に事業名（role = "name"）の列がない' in said


def test_a_column_that_is_called_otherwise_than_the_profile_says_is_named(book: Path) -> None:
    profile = inspected(book)
    made = openpyxl.load_workbook(book)
    made["事業"]["C1"] = "電話"
    made.save(book)
    said = [
        (n.locator, n.message.ja) for n in read(book, profile).notices if "電話" in n.message.ja
    ]
    assert said == [
        ("事業!C1", "プロファイルでは「担当課」の列が、この文書では「電話」です"),
    ]


def test_a_kind_of_heading_that_the_document_has_not_is_named(tmp_path: Path) -> None:
    page = write_file(
        tmp_path / "plan.docx",
        Head(1, "霧原市こども計画"), Head(2, "基本目標１　遊ぶ"), Head(3, "冒険の遊び場"), "担当課：こども課",
    )  # fmt: skip
    profile = inspected(page)
    assert not [n for n in read(page, profile).notices if "like" in n.message.ja]
    text = profile.read_text(encoding="utf-8")
    profile.write_text(text + '\n[[headings]]\nlike = "styl:3"\nclass = "goal"\n', encoding="utf-8")
    assert [n for n in read(page, profile).notices if "like「styl:3」" in n.message.ja]


def test_a_wrong_key_in_the_profile_of_records_is_named(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    rows = [{"事業名": "夜市", "担当課": "商工課"}, {"事業名": "朝市", "担当課": "農政課"}]
    path.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    profile = inspected(path)
    settings = settings_for(path, profile=str(profile))
    assert list(read_document(path, settings))
    corrected(profile, "[owner]\ndepartment", "[owner]\ndepartmnt")
    with pytest.raises(InputError) as caught:
        list(read_document(path, settings))
    assert "owner に「departmnt」" in caught.value.message.ja


def test_a_sheet_of_unknown_heads_is_written_with_its_columns_for_a_person_to_name(
    tmp_path: Path,
) -> None:
    made = openpyxl.Workbook()
    assert made.active is not None
    made.active.title = "表"
    for row in [
        ["内部資料"],
        [],
        ["甲", "乙", "丙"],
        ["1", "夜市を開く", "賑わい"],
        ["2", "朝市を開く", "賑わい"],
    ]:
        made.active.append(row)
    path = tmp_path / "book.xlsx"
    made.save(path)
    with pytest.raises(InputError, match="no head|見出しはなく"):
        read_plan(path, settings_for(path))
    profile = inspected(path)
    with pytest.raises(InputError):
        read(path, profile)  # uncorrected, it changes nothing
    corrected(profile, "read = false", "read = true")
    corrected(profile, 'head = "乙"\n  role = ""', 'head = "乙"\n  role = "name"')
    corrected(profile, 'head = "丙"\n  role = ""', 'head = "丙"\n  role = "level"')
    assert projects_of(read(path, profile)) == [
        ("夜市を開く", ("賑わい",), ()),
        ("朝市を開く", ("賑わい",), ()),
    ]


def test_inspect_says_which_file_it_could_not_read_and_where_the_profile_went(book: Path) -> None:
    other = book.with_name("other.xml")
    other.write_text("<catalog><book/></catalog>", encoding="utf-8")
    done = CliRunner().invoke(main, ["inspect", str(other)])
    assert done.exit_code == 2 and str(other) in done.output
    profile = book.with_name("own.toml")
    done = CliRunner().invoke(main, ["inspect", str(book), "-o", str(profile), "--lang", "en"])
    assert f"enishi build {book} --profile {profile}" in done.output


def test_what_build_says_in_english_has_no_japanese_commas(book: Path) -> None:
    kb = str(book.with_name("kb.trig"))
    done = CliRunner().invoke(main, ["build", str(book), "--kb", kb, "--lang", "en"])
    assert "modelled" in done.output and not set("、「」") & set(done.output)


def test_headings_that_a_person_calls_none_are_no_projects_even_where_no_others_are_left(
    tmp_path: Path,
) -> None:
    page = write_file(
        tmp_path / "plan.docx",
        Head(1, "霧原市こども計画"), Head(2, "遊び場をつくる"),
        Head(3, "冒険の遊び場"), "担当課：こども課", Head(3, "水の遊び場"), "担当課：公園課",
        Head(2, "学びを支える"), Head(3, "夜の学習室"), "担当課：教育課",
    )  # fmt: skip
    profile = inspected(page)
    assert len(projects_of(read(page, profile))) == 3
    corrected(profile, 'like = "style:3"\nclass = "project"', 'like = "style:3"\nclass = "ignored"')
    reading = read(page, profile)
    assert projects_of(reading) == []
    assert any("事業は1件も見つかりません" in n.message.ja for n in reading.notices)
