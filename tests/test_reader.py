"""The reader on the bundled plan and on the invented one; expected values are the documents'."""

from collections import Counter
from pathlib import Path

import pytest

from enishi.data.formats.decode import decode
from enishi.data.reading import Reading, read_plan
from enishi.data.records import (
    Claim,
    Goal,
    Measure,
    MeasurePart,
    Package,
    Participation,
    Project,
    YearOutline,
)
from enishi.data.settings import check_digit, settings_for, valid_municipality
from enishi.data.words.profile import load_profile, number_of
from enishi.errors import InputError

TABLE = "事業名\t取組内容\t所管課\n"
SMALL = "甲市総合戦略\n基本目標1：「働く」\n◇基本施策：雇用を増やす\n【新規事業】\n" + TABLE


def write(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "plan.txt"
    path.write_bytes(text.encode(encoding))
    return path


def read(path: Path) -> Reading:
    return read_plan(path, settings_for(path))


def projects(reading: Reading) -> list[Project]:
    return [record for record in reading.records if isinstance(record, Project)]


def test_every_heading_of_the_plan_is_read(iruma_reading: Reading) -> None:
    records = iruma_reading.records
    goals = [record for record in records if isinstance(record, Goal)]
    assert [(goal.number, goal.label, goal.alias) for goal in goals] == [
        ("1", "働きやすいまちをつくる", "しごと応援プロジェクト"),
        ("2", "ずっと住みたいまちをつくる", "定住応援プロジェクト"),
        ("3", "子どもの育ちを支える", "子育ち応援プロジェクト"),
        ("4", "まちの魅力を活かす", "魅力づくりプロジェクト"),
    ]
    assert sum(isinstance(record, Measure) for record in records) == 10
    assert [record.label for record in records if isinstance(record, Package)] == [
        "企業誘致・創業支援・雇用促進連携プロジェクト",
        "狭山茶ブランド振興プロジェクト（広域化）",
        "移住・定住促進、市の魅力発信・移住情報提供連携プロジェクト",
        "入間市版ネウボラ編成プロジェクト",
        "子育ち応援プロジェクト",
        "地域の魅力アップ・魅力発信プロジェクト",
    ]


def test_compound_measures_keep_one_heading_and_list_their_parts(iruma_reading: Reading) -> None:
    parts = [record.label for record in iruma_reading.records if isinstance(record, MeasurePart)]
    assert parts == [
        "しごとの場を創る",
        "しごと探しを支援する",
        "若者の定住を推進する",
        "親子の同居・近居を促進する",
        "子育て世代の移住を促進する",
    ]


def test_projects_by_kind_of_table_and_by_goal(iruma_reading: Reading) -> None:
    found = projects(iruma_reading)
    assert Counter(project.status for project in found) == {
        "new": 22,
        "continuing": 20,
        "feasible": 24,
        "wide-area": 4,
    }
    goal_of = {r.key: r.goal for r in iruma_reading.records if isinstance(r, Measure)}
    per_goal = Counter(goal_of[project.measure or ""] for project in found)
    assert [per_goal[f"goal/00{n}"] for n in (1, 2, 3, 4)] == [18, 5, 34, 13]
    assert sum(project.mark == "star" for project in found) == 6


def test_owners_subunits_and_open_ends(iruma_reading: Reading) -> None:
    owners = [
        record
        for record in iruma_reading.records
        if isinstance(record, Participation) and record.role.startswith("responsible")
    ]
    sections = Counter(o.agent.name for o in owners if o.agent and o.role == "responsible")
    assert sections["商工課"] == 22 and sections["中央公民館"] == 2 and len(sections) == 13
    open_ended = {o.agent.name for o in owners if o.agent and o.open_ended}
    assert open_ended == {"中央公民館", "商工課"}
    subunits = Counter(o.agent.name for o in owners if o.agent and o.agent.section)
    assert subunits == {"青少年活動センター": 3, "児童センター": 1}


def test_a_year_broken_by_a_blank_row_is_read_whole(iruma_reading: Reading) -> None:
    years = [record for record in iruma_reading.records if isinstance(record, YearOutline)]
    third = next(y for y in years if y.year == 3 and "小中高大学生" in y.text)
    assert third.text.endswith("小中高校生が意見を述べる場を提供する事業の実施")
    assert iruma_reading.source.locator(third.span) == "175-177行"


def test_every_line_is_in_the_ledger_and_none_unresolved(
    iruma_reading: Reading, iruma_text: str
) -> None:
    lines = [n for n, line in enumerate(iruma_text.split("\n"), 1) if line.strip()]
    assert [entry.number for entry in iruma_reading.ledger] == lines
    assert len(lines) == 183
    assert [entry for entry in iruma_reading.ledger if entry.state == "unresolved"] == []


def test_defects_of_the_source_are_named_by_line(iruma_reading: Reading) -> None:
    assert {123, 177, 211} <= {notice.line for notice in iruma_reading.notices}


@pytest.mark.parametrize(
    ("names", "subject"),
    [
        ("総合相談窓口設置事業", "福祉総合相談支援窓口設置事業"),
        ("茶畑の景観活用プロジェクト", "茶畠の景観活用プロジェクト"),
    ],
)
def test_other_names_of_a_row_are_claims_with_a_reason(
    iruma_reading: Reading, names: str, subject: str
) -> None:
    labels = {project.key: project.label for project in projects(iruma_reading)}
    aliases = [
        r for r in iruma_reading.records if isinstance(r, Claim) and r.predicate == "altLabel"
    ]
    found = [a for a in aliases if a.thing.name == names]
    assert [labels[alias.element] for alias in found] == [subject]
    assert found[0].reason and 0 < found[0].confidence < 1


def test_an_event_written_in_two_ways_is_one_with_an_alias(iruma_reading: Reading) -> None:
    aliases = [r for r in iruma_reading.records if isinstance(r, Claim) and r.subject is not None]
    assert [(a.subject.name, a.thing.name) for a in aliases if a.subject] == [
        ("T1グランプリ", "T-1 グランプリ")
    ]


def test_another_citys_plan_is_read_by_the_same_words(kamose_reading: Reading) -> None:
    found = projects(kamose_reading)
    assert len(found) == 43
    assert Counter(project.status for project in found) == {
        "new": 14,
        "continuing": 18,
        "feasible": 6,
        "wide-area": 5,
    }
    assert sum(isinstance(record, Measure) for record in kamose_reading.records) == 8
    assert [e.number for e in kamose_reading.ledger if e.state == "unresolved"] == []


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp932", "euc_jp", "utf-16", "iso2022_jp"]
)
def test_encodings_are_detected(tmp_path: Path, encoding: str) -> None:
    text = SMALL + "雇用相談事業\t高校生の就職を支援する。\t商工課\n"
    reading = read(write(tmp_path, text, encoding))
    assert reading.source.text == text
    assert [project.label for project in projects(reading)] == ["雇用相談事業"]


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_become_lf(tmp_path: Path, end: str) -> None:
    text = SMALL + "雇用相談事業\t支援する。\t商工課\n"
    assert read(write(tmp_path, text.replace("\n", end))).source.text == text


def test_windows_characters_outside_jis_are_kept() -> None:
    assert decode("①㈱髙～".encode("cp932")) == ("①㈱髙～", "cp932")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no text"),
        (b"\n \n", "no text"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "not text"),
        ("これは日記です。\n今日は晴れ。\n".encode(), "no headings"),
        (b"\xff\xfe\xfd\xfc\xfb\x80\x81", "encoding"),
    ],
)
def test_what_is_no_plan_is_refused_in_words(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read(path)
    assert said in str(caught.value) or "not text" in str(caught.value)
    assert caught.value.hint is not None


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.txt", tmp_path):
        with pytest.raises(InputError, match="folder|file"):
            read(path)


def test_a_short_row_is_read_with_a_notice_that_names_its_line(tmp_path: Path) -> None:
    reading = read(write(tmp_path, SMALL + "雇用相談事業\t支援する。\n"))
    assert [project.label for project in projects(reading)] == ["雇用相談事業"]
    assert [notice.line for notice in reading.notices] == [6]


def test_markup_and_query_syntax_in_names_stay_text(tmp_path: Path) -> None:
    name = '</script><b>"x" } ; DROP ALL #'
    reading = read(write(tmp_path, SMALL + f"{name}\t支援する。\t商工課\n"))
    assert projects(reading)[0].label == '</script> "x" } ; DROP ALL #'


def test_a_plan_without_goals_or_packages(tmp_path: Path) -> None:
    reading = read(write(tmp_path, "乙町の事業\n" + TABLE + "防災訓練\t訓練をする。\t総務課\n"))
    (project,) = projects(reading)
    assert (project.parent, project.measure, project.package) == ("", None, None)


@pytest.mark.parametrize(
    ("written", "number"), [("２", "2"), ("三", "3"), ("十二", "12"), ("Ⅳ", "4"), ("１－２", "1-2")]
)
def test_written_numbers(written: str, number: str) -> None:
    assert number_of(written) == number


def test_municipality_codes_are_checked() -> None:
    # 入間市 11225-9, 札幌市 01100-2, 東京都 13000-1 (Ministry of Internal Affairs' list).
    assert [check_digit(five) for five in ("11225", "01100", "13000")] == ["9", "2", "1"]
    assert valid_municipality("112259") == "112259"
    with pytest.raises(InputError, match="check digit"):
        valid_municipality("112258")


def test_an_unknown_profile_names_those_there_are() -> None:
    with pytest.raises(InputError, match="headed-ja"):
        load_profile("none")
