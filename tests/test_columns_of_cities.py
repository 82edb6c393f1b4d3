"""Columns as city halls draw them: levels with heads of their own, SDGs, rows that say what they are.

瀬波市 and all its sections, bodies and projects are invented; what is expected is what a person
reads in the rows of each test.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from enishi.data.reading import Reading, read_document, read_plan
from enishi.data.records import Claim, Participation, Plan, Project
from enishi.data.settings import settings_for
from enishi.errors import InputError

from .readings import projects_of

Rows = Sequence[Sequence[object]]


def book(path: Path, sheets: dict[str, Rows]) -> Path:
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    made.save(path)
    return path


def read(path: Path, rows: Rows) -> Reading:
    return read_plan(book(path, {"一覧": rows}), settings_for(path))


def test_the_column_right_behind_the_levels_names_the_projects_whatever_it_is_called(
    tmp_path: Path,
) -> None:
    rows = [
        ["章", "節", "対策項目", "実施内容", "担当部署"],
        ["第1章 まちを守る", "第1節 建物", "住宅の診断", "費用を補助する。", "建築課"],
        [None, None, "校舎の補強", "工事を行う。", "施設課"],
        [None, "第2節 水道", "水道管の更新", "古い管を替える。", "水道課"],
    ]
    assert projects_of(read(tmp_path / "防災.xlsx", rows)) == [
        ("住宅の診断", ("まちを守る", "建物"), ("建築課",)),
        ("校舎の補強", ("まちを守る", "建物"), ("施設課",)),
        ("水道管の更新", ("まちを守る", "水道"), ("水道課",)),
    ]


def test_the_lowest_level_names_the_projects_where_it_tells_every_row_apart(tmp_path: Path) -> None:
    rows = [
        ["事前に備えるべき目標", "最悪の事態", "推進する施策", "担当課"],
        ["1 命を守る", "1-1 建物の倒壊", "住宅の補強", "建築課"],
        [None, None, "空き家の除却", "建築課"],
        [None, "1-2 火災", "消防水利の整備", "警防課"],
        ["2 助け合う", "2-1 物資の不足", "備蓄の充実", "防災課"],
    ]
    assert projects_of(read(tmp_path / "強靱化.xlsx", rows)) == [
        ("住宅の補強", ("命を守る", "建物の倒壊"), ("建築課",)),
        ("空き家の除却", ("命を守る", "建物の倒壊"), ("建築課",)),
        ("消防水利の整備", ("命を守る", "火災"), ("警防課",)),
        ("備蓄の充実", ("助け合う", "物資の不足"), ("防災課",)),
    ]


def test_an_unknown_column_beside_a_level_is_one_where_their_values_nest(tmp_path: Path) -> None:
    rows = [
        ["Priority", "What we want", "Action", "Description", "Lead department"],
        ["A greener borough", "Cleaner air", "Charging points", "Install 120.", "Highways"],
        ["A greener borough", "Cleaner air", "School streets", "Close roads.", "Highways"],
        ["A greener borough", "Less waste", "Food waste", "Collect it weekly.", "Environment"],
        ["A fairer borough", "Good homes", "Council homes", "Build 300.", "Housing"],
        ["A fairer borough", "Good jobs", "Apprentices", "Set up a hub.", "Economy"],
    ]
    found = projects_of(read(tmp_path / "council.xlsx", rows))
    assert [levels for _, levels, _ in found] == [
        ("A greener borough", "Cleaner air"),
        ("A greener borough", "Cleaner air"),
        ("A greener borough", "Less waste"),
        ("A fairer borough", "Good homes"),
        ("A fairer borough", "Good jobs"),
    ]


def test_an_unknown_column_whose_values_stand_in_several_levels_groups_nothing(
    tmp_path: Path,
) -> None:
    rows = [
        ["施策", "会場", "事業名", "担当課"],
        ["学び", "本館", "読書会", "図書館"],
        ["学び", "本館", "朗読会", "図書館"],
        ["学び", "別館", "講座", "公民館"],
        ["遊び", "本館", "工作", "公民館"],
        ["遊び", "広場", "凧揚げ", "公民館"],
    ]
    found = projects_of(read(tmp_path / "催し.xlsx", rows))
    assert {levels for _, levels, _ in found} == {("学び",), ("遊び",)}


def test_a_level_behind_the_names_is_called_by_what_it_is_to_them(tmp_path: Path) -> None:
    rows = [
        ["事務事業の名称", "担当課", "上位施策"],
        ["井戸の調査", "環境課", "暮らしの環境"],
        ["苗の配布", "環境課", "緑化"],
    ]
    assert projects_of(read(tmp_path / "事務.xlsx", rows)) == [
        ("井戸の調査", ("暮らしの環境",), ("環境課",)),
        ("苗の配布", ("緑化",), ("環境課",)),
    ]


def test_marks_below_the_numbers_of_the_sdgs(tmp_path: Path) -> None:
    def row(name: str, *goals: int) -> list[object]:
        return [name, "環境課", *("●" if n in goals else None for n in range(1, 18))]

    rows = [["取組名", "担当課", *range(1, 18)], row("食品の回収", 1, 2, 12), row("植樹", 15, 17)]
    found = read(tmp_path / "SDGs.xlsx", rows)
    names = {r.key: r.label for r in found.records if isinstance(r, Project)}
    stated = [
        (names[r.element], r.thing.name, found.source.locator(r.span))
        for r in found.records
        if isinstance(r, Claim) and r.thing.kind == "sdg"
    ]
    assert stated == [
        ("食品の回収", "1", "一覧!C2"), ("食品の回収", "2", "一覧!D2"),
        ("食品の回収", "12", "一覧!N2"), ("植樹", "15", "一覧!Q3"), ("植樹", "17", "一覧!S3"),
    ]  # fmt: skip
    assert all(entry.state != "unresolved" for entry in found.ledger)


def test_columns_numbered_otherwise_are_no_sdgs(tmp_path: Path) -> None:
    rows = [["取組名", "担当課", 1, 2, 3], ["植樹", "環境課", "●", None, "●"]]
    found = read(tmp_path / "段階.xlsx", rows)
    assert not [r for r in found.records if isinstance(r, Claim) and r.thing.kind == "sdg"]


def test_rows_that_say_what_they_are_stand_below_the_last_of_a_higher_kind(tmp_path: Path) -> None:
    rows = [
        ["コード", "階層", "名称", "所属名", "説明"],
        ["01", "政策", "学びと文化", None, None],
        ["0101", "施策", "学校教育", None, None],
        ["010101", "事務事業", "支援員の配置", "学校教育課", "各校に置く。"],
        ["010102", "事務事業", "給食費の補助", "学校教育課", "一部を補助する。"],
        ["0102", "施策", "文化財", None, None],
        ["010201", "事務事業", "史跡の整備", "文化財課", "公園にする。"],
        ["02", "政策", "産業", None, None],
        ["0201", "施策", "観光", None, None],
        ["020101", "事務事業", "案内所の運営", "観光課", "駅前で行う。"],
    ]
    assert projects_of(read(tmp_path / "体系.xlsx", rows)) == [
        ("支援員の配置", ("学びと文化", "学校教育"), ("学校教育課",)),
        ("給食費の補助", ("学びと文化", "学校教育"), ("学校教育課",)),
        ("史跡の整備", ("学びと文化", "文化財"), ("文化財課",)),
        ("案内所の運営", ("産業", "観光"), ("観光課",)),
    ]


def test_two_sections_joined_by_a_word(tmp_path: Path) -> None:
    """と inside a name of a section parts nothing."""
    rows = [
        ["事業名", "担当課"],
        ["避難の案内", "防災課及び協働課"],
        ["通訳の派遣", "協働課並びに福祉課と防災課"],
        ["まつり", "ひとと緑の推進課"],
    ]
    assert [owners for _, _, owners in projects_of(read(tmp_path / "協働.xlsx", rows))] == [
        ("防災課", "協働課"), ("協働課", "福祉課", "防災課"), ("ひとと緑の推進課",),
    ]  # fmt: skip


def test_towns_of_one_name_in_two_prefectures_are_two_governments(tmp_path: Path) -> None:
    rows = [
        ["都道府県名", "市町村名", "事業名", "担当課"],
        ["東浜県", "瀬波町", "梅の加工", "産業課"],
        ["東浜県", "戸賀町", "空き家の改修", "企画課"],
        ["西岳県", "瀬波町", "木材の利用", "農林課"],
    ]
    path = book(tmp_path / "交付金.xlsx", {"一覧": rows})
    found = list(read_document(path, settings_for(path)))
    assert [(r.settings.government, projects_of(r)) for r in found] == [
        ("東浜県瀬波町", [("梅の加工", (), ("産業課",))]),
        ("戸賀町", [("空き家の改修", (), ("企画課",))]),
        ("西岳県瀬波町", [("木材の利用", (), ("農林課",))]),
    ]


@pytest.mark.parametrize(
    "legend", [("A", "計画どおり進んでいる"), ("この一覧は計画の進み具合を示す。",)]
)
def test_an_explanation_in_front_is_not_the_title(tmp_path: Path, legend: tuple[str, ...]) -> None:
    rows = [["瀬波市みらい計画 進捗一覧"], ["事業名", "担当課", "評価"], ["植樹", "環境課", "A"]]
    path = book(tmp_path / "進捗.xlsx", {"はじめに": [legend], "進捗": rows})
    found = read_plan(path, settings_for(path))
    (plan,) = (r for r in found.records if isinstance(r, Plan))
    assert plan.label == "瀬波市みらい計画 進捗一覧"


def test_stakeholders_take_part(tmp_path: Path) -> None:
    rows = [["取組名", "担当課", "協働するステークホルダー"],
            ["植樹", "環境課", "瀬波大学／NPO法人里の会"]]  # fmt: skip
    found = read(tmp_path / "協働.xlsx", rows)
    assert [r.agent.name for r in found.records
            if isinstance(r, Participation) and r.agent and r.agent.kind == "org"] == [
        "瀬波大学", "NPO法人里の会",
    ]  # fmt: skip


def test_heads_numbered_with_circles(tmp_path: Path) -> None:
    rows = [
        ["①施策名", "②事務事業名", "③事業の概要", "④担当部署名", "⑤連携する団体等"],
        ["観光", "桜まつり", "公園で開く。", "観光課", "瀬波観光協会"],
        ["農業", "鳥獣の捕獲", "わなを置く。", "農林課", "瀬波猟友会"],
    ]
    found = read(tmp_path / "調書.xlsx", rows)
    assert projects_of(found) == [
        ("桜まつり", ("観光",), ("観光課",)),
        ("鳥獣の捕獲", ("農業",), ("農林課",)),
    ]
    assert [r.agent.name for r in found.records
            if isinstance(r, Participation) and r.agent and r.agent.kind == "org"] == [
        "瀬波観光協会", "瀬波猟友会",
    ]  # fmt: skip


def test_labels_and_their_values_in_one_cell(tmp_path: Path) -> None:
    """Places are those of the values in their cells; what is no label stays a cell."""
    rows = [
        ["主な事業の概要"],
        ["事業名：海岸の清掃"], ["担当課：環境課", "【施策】：美しいまち"], ["内容：年に四回行う。"],
        ["事業名：磯の観察会"], ["担当課：学習課", "【施策】：学びのまち"], ["内容：生き物を見る。"],
    ]  # fmt: skip
    found = read(tmp_path / "概要.xlsx", rows)
    assert projects_of(found) == [
        ("海岸の清掃", ("美しいまち",), ("環境課",)),
        ("磯の観察会", ("学びのまち",), ("学習課",)),
    ]
    spans = [r.name_span for r in found.records if isinstance(r, Project)]
    assert [(found.source.quote(s), found.source.locator(s)) for s in spans] == [
        ("海岸の清掃", "一覧!A2"), ("磯の観察会", "一覧!A5"),
    ]  # fmt: skip


LISTS = {
    "会議": [["開催日", "会議名", "場所", "担当課"], ["4月10日", "環境審議会", "大会議室", "環境課"],
             ["4月20日", "都市計画審議会", "大会議室", "都市課"]],
    "管理者": [["施設名称", "指定管理者", "所管課"], ["市民会館", "株式会社ホール", "文化課"],
               ["運動公園", "瀬波スポーツ協会", "体育課"]],
    "工事": [["工事名", "工事場所", "工期", "担当課"], ["舗装工事", "本町", "90日", "土木課"],
             ["外壁改修工事", "北町", "60日", "教育課"]],
}  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
def test_lists_of_other_things_with_sections_are_no_plans(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="a column of project names"):
        read(tmp_path / f"{name}.xlsx", LISTS[name])


def test_projects_that_are_called_so_are_read_with_their_places(tmp_path: Path) -> None:
    rows = [["事業名", "会場", "開催日", "担当課"], ["植樹のつどい", "里山", "4月10日", "緑課"]]
    assert projects_of(read(tmp_path / "催し.xlsx", rows)) == [("植樹のつどい", (), ("緑課",))]


def test_short_sentences_below_years_are_read(tmp_path: Path) -> None:
    rows = [
        ["取組", "担当課", "令和5年度", "令和6年度"],
        ["植樹", "緑課", "瀬波大学と連携した。", "続ける。"],
        ["花壇", "緑課", "春に開いた。", "続ける。"],
    ]
    found = read(tmp_path / "実績.xlsx", rows)
    assert [r.agent.name for r in found.records
            if isinstance(r, Participation) and r.agent and r.agent.kind == "org"] == ["瀬波大学"]  # fmt: skip


def test_forms_side_by_side_on_a_sheet_are_a_project_each(tmp_path: Path) -> None:
    rows = [
        ["事業名", "図書の宅配", None, "事業名", "移動図書館"],
        ["担当課", "図書館", None, "担当課", "図書館"],
        ["施策", "読書", None, "施策", "山あいの支援"],
        ["事業内容", "自宅に届ける。", None, "事業内容", "集落を回る。"],
    ]
    assert projects_of(read(tmp_path / "個票.xlsx", rows)) == [
        ("図書の宅配", ("読書",), ("図書館",)),
        ("移動図書館", ("山あいの支援",), ("図書館",)),
    ]


def test_twelve_months_beside_the_heads_do_not_hide_them(tmp_path: Path) -> None:
    rows = [
        ["重点施策", "取組事項", "担当課", *(f"{month}月" for month in range(1, 13))],
        ["税収", "口座振替", "収税課", *["→"] * 12],
        ["人材", "若手研修", "人事課", None, "実施", *[None] * 10],
    ]
    assert projects_of(read(tmp_path / "年間.xlsx", rows)) == [
        ("口座振替", ("税収",), ("収税課",)),
        ("若手研修", ("人材",), ("人事課",)),
    ]


def test_marks_in_front_of_bands_are_no_part_of_levels(tmp_path: Path) -> None:
    path = book(tmp_path / "主要.xlsx", {"一覧": [
        ["事業名", "担当課", "内容"], ["■ 教育・文化"], ["図書の宅配", "図書館", "届ける。"],
        ["書道展", "文化課", "秋に開く。"],
    ]})  # fmt: skip
    made = openpyxl.load_workbook(path)
    made.worksheets[0].merge_cells("A2:C2")
    made.save(path)
    found = read_plan(path, settings_for(path))
    assert [levels for _, levels, _ in projects_of(found)] == [("教育・文化",)] * 2


def test_a_sheet_that_the_profile_leaves_out_is_ignored_in_the_ledger(tmp_path: Path) -> None:
    """One that nobody told about stays unresolved."""
    path = book(tmp_path / "計画.xlsx", {
        "一覧": [["事業名", "担当課"], ["植樹", "緑課"], ["花壇", "緑課"]],
        "用語": [["用語", "説明"], ["里山", "人が手を入れた森。"]],
        "名簿": [["森野", "林田"]],
    })  # fmt: skip
    profile = tmp_path / "読み方.toml"
    profile.write_text(
        'kind = "table"\nname = "own"\n[[sheets]]\nsheet = "用語"\nread = false\n', encoding="utf-8"
    )
    found = read_plan(path, settings_for(path, profile=str(profile)))
    states = {found.source.locator(entry.span): entry.state for entry in found.ledger}
    assert {states[f"用語!{place}"] for place in ("A1", "B1", "A2", "B2")} == {"ignored"}
    assert {states[f"名簿!{place}"] for place in ("A1", "B1")} == {"unresolved"}
    assert [name for name, _, _ in projects_of(found)] == ["植樹", "花壇"]


@pytest.mark.parametrize("title", ["", "渓谷圏の事業一覧"])
def test_plans_of_several_governments_in_one_file_have_titles_that_tell_them_apart(
    tmp_path: Path, title: str
) -> None:
    above = [[title], []] if title else []
    rows = [["市町村名", "事業名", "担当課"], ["霧原市", "夜市", "商工課"], ["雲見町", "雪かき", "福祉課"]]  # fmt: skip
    path = book(tmp_path / "two.xlsx", {"一覧": [*above, *rows]})
    settings = settings_for(path)
    titles = [
        [
            plan.label
            for each in read_document(path, told)
            for plan in each.records[:1]
            if isinstance(plan, Plan)
        ]
        for told in (settings, replace(settings, title="渓谷圏域計画"))
    ]
    assert titles == [
        [f"霧原市 {title or 'two'}", f"雲見町 {title or 'two'}"],
        ["渓谷圏域計画", "渓谷圏域計画"],
    ]
