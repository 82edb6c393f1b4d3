"""Documents as cities write them: what each kind of plan does with headings, tables and owners.

白浜市, 茜市 and all their sections and projects are invented. What is expected was counted by hand.
"""

import contextlib
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as limits
from hypothesis import strategies as st

from enishi.data.reading import Reading, inspect_document, read_document, read_plan
from enishi.data.records import Goal, Measure, Participation, Plan, Project
from enishi.data.settings import settings_for
from enishi.errors import EnishiError, InputError
from enishi.graph.building import build_plans
from enishi.graph.plan_view import read_plans
from enishi.graph.store import open_kb


def plan_of(path: Path) -> Reading:
    return read_plan(path, settings_for(path))


def word(path: Path, *blocks: str | tuple[str, int] | list[list[str | None]]) -> Path:
    """A Word document: lines, (heading, level) pairs, tables (None is merged with what is above)."""
    import docx

    document = docx.Document()
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
        elif isinstance(block, tuple):
            document.add_heading(*block)
        else:
            table = document.add_table(len(block), len(block[0]))
            for r, row in enumerate(block):
                for c, said in enumerate(row):
                    if said is None:
                        above = table.cell(r - 1, c)
                        kept = above.text
                        above.merge(table.cell(r, c)).text = kept
                    else:
                        table.cell(r, c).text = said
    document.save(str(path))
    return path


def records_of(path: Path, profile: Path | None = None) -> Reading:
    """The whole plan of a file of records, whose sources are read one by one."""
    told = settings_for(path, profile=str(profile) if profile else None)
    shares = list(read_document(path, told))
    return replace(shares[0], records=tuple(r for share in shares for r in share.records))


def projects(reading: Reading) -> list[tuple[str, str, tuple[str, ...]]]:
    """(name, label of what it is under, owners as department/section/sub-unit) of each project."""
    labels = {r.key: r.label for r in reading.records if isinstance(r, Goal | Measure)}
    owners: dict[str, list[str]] = {}
    for record in reading.records:
        if isinstance(record, Participation) and record.agent and record.role == "responsible":
            owners.setdefault(record.element, []).append("/".join(record.agent.path))
    return [
        (r.label, labels.get(r.parent, ""), tuple(owners.get(r.key, ())))
        for r in reading.records
        if isinstance(r, Project)
    ]


def test_a_table_in_word_is_read_by_the_words_of_workbooks(tmp_path: Path) -> None:
    reading = plan_of(
        word(
            tmp_path / "plan.docx",
            "白浜市男女共同参画プラン",
            ("基本目標１　意識づくり", 1),
            [
                ["施策の方向", "具体的施策", "事業内容", "担当部署"],
                ["（1）意識の醸成", "広報の推進", "広報紙で伝えます。", "総務部　人権課"],
                [None, "学ぶ機会の提供", "講座を開きます。", "総務部　人権課\n教育部　生涯学習課"],
            ],
            ("基本目標２　活躍の場", 1),
            [
                ["指標名", "単位", "現状値"],
                ["女性委員の割合", "％", "30"],
            ],
            [
                ["施策の方向", "具体的施策", "事業内容", "担当部署"],
                ["（1）参画", "委員への登用", "割合を高めます。", "人権課"],
            ],
            "用語の説明",
            [["用語", "説明"], ["審議会", "市長の諮問に答える機関"]],
        )
    )
    assert projects(reading) == [
        ("広報の推進", "意識の醸成", ("総務部/人権課",)),
        ("学ぶ機会の提供", "意識の醸成", ("総務部/人権課", "教育部/生涯学習課")),
        ("委員への登用", "参画", ("総務部/人権課",)),
    ]
    assert [(r.number, r.label) for r in reading.records if isinstance(r, Goal)] == [
        ("1", "意識づくり"),
        ("2", "活躍の場"),
    ]


def test_a_table_without_a_head_goes_on_with_the_one_before(tmp_path: Path) -> None:
    head = ["事業名", "事業概要", "所管"]
    rows = [["朝市の開催", "朝市を開く。", "商工課"], ["夕市の開催", "夕市を開く。", "商工課"]]
    page = tmp_path / "plan.html"
    tables = [[head, rows[0]], [rows[1]]]
    written = "".join(
        "<table>"
        + "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in table)
        + "</table>"
        for table in tables
    )
    page.write_text(f"<h1>茜市実施計画</h1><h2>商い</h2>{written}", encoding="utf-8")
    assert [name for name, _, _ in projects(plan_of(page))] == ["朝市の開催", "夕市の開催"]


def text(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_the_owner_behind_a_numbered_name_makes_it_a_project(tmp_path: Path) -> None:
    plan = text(
        tmp_path / "plan.txt",
        "茜市観光振興計画",
        "目次",
        "１　資源の磨き上げ…………３",
        "１　資源の磨き上げ",
        "（１）自然を生かす",
        "　川と森を生かします。",
        "①川下り体験事業【担当：観光課】",
        "　川下りの体験を行います。",
        "②森歩き体験事業【担当：観光課、林業課】",
        "　森を歩きます。",
        "２　受入れの整備",
        "（１）案内",
        "①案内所の整備【担当：都市計画課】",
        "　多言語で案内します。",
    )
    reading = plan_of(plan)
    assert projects(reading) == [
        ("川下り体験事業", "自然を生かす", ("観光課",)),
        ("森歩き体験事業", "自然を生かす", ("観光課", "林業課")),
        ("案内所の整備", "案内", ("都市計画課",)),
    ]
    assert [entry.state for entry in reading.ledger].count("unresolved") == 0


@pytest.mark.parametrize(
    "owner", ["担当課：{}", "（担当課：{}）", "【担当】{}", "〔所管：{}〕", "担当部署　：　{}"]
)
def test_a_line_that_names_the_owner_makes_what_stands_above_a_project(
    tmp_path: Path, owner: str
) -> None:
    plan = text(
        tmp_path / "plan.txt",
        "茜町過疎地域持続的発展計画",
        "１　基本的な事項",
        "（１）町の概況",
        "　半島の先にあります。",
        "２　移住の促進",
        "（１）現況と問題点",
        "　若者が減っています。",
        "（２）その対策",
        "ア　相談窓口の設置",
        "　相談員を置きます。",
        owner.format("企画部　まちづくり課"),
        "イ　空き家の改修",
        "　費用を助成します。",
        owner.format("建設課"),
        "３　産業の振興",
        "（１）現況と問題点",
        "　担い手が減っています。",
        "（２）その対策",
        "ア　担い手の育成",
        "　研修を行います。",
        owner.format("水産課"),
        "イ　体験の開発",
        "　漁業の体験を作ります。",
    )
    assert projects(plan_of(plan)) == [
        ("相談窓口の設置", "移住の促進", ("企画部/まちづくり課",)),
        ("空き家の改修", "移住の促進", ("建設課",)),
        ("担い手の育成", "産業の振興", ("水産課",)),
        ("体験の開発", "産業の振興", ()),  # counts on from ア, which is a project
    ]


def test_lists_of_what_a_project_does_are_no_projects(tmp_path: Path) -> None:
    plan = text(
        tmp_path / "plan.txt",
        "茜市健康づくり計画",
        "基本目標１　動く",
        "■歩く習慣の定着",
        "・歩く催しを開く",
        "・地図を配る",
        "担当：健康課",
        "■運動の場の整備",
        "・体育館を開く",
        "担当：スポーツ課",
    )
    assert projects(plan_of(plan)) == [
        ("歩く習慣の定着", "動く", ("健康課",)),
        ("運動の場の整備", "動く", ("スポーツ課",)),
    ]


def test_items_of_a_list_with_an_owner_below_each_are_projects(tmp_path: Path) -> None:
    plan = text(
        tmp_path / "plan.txt",
        "茜市環境計画",
        "施策１　緑を守る",
        "・里山の手入れ",
        "担当課：農林課",
        "・外来種の防除",
        "担当課：環境課",
    )
    assert projects(plan_of(plan)) == [
        ("里山の手入れ", "緑を守る", ("農林課",)),
        ("外来種の防除", "緑を守る", ("環境課",)),
    ]


def test_an_office_below_an_education_board_is_one_owner(tmp_path: Path) -> None:
    plan = text(
        tmp_path / "plan.txt",
        "白鷺県アクションプログラム",
        "施策１　人を育てる",
        "■工業高校の実習",
        "担当：教育委員会事務局　高校教育課／商工労働部　人材室",
        "■防災訓練",
        "担当：危機管理局、警察本部警備課",
    )
    assert [owners for _, _, owners in projects(plan_of(plan))] == [
        ("教育委員会事務局/高校教育課", "商工労働部/人材室"),
        ("危機管理局", "警察本部/警備課"),
    ]


def test_headings_that_call_themselves_projects_need_no_owner(tmp_path: Path) -> None:
    reading = plan_of(
        word(
            tmp_path / "plan.docx",
            ("１　栄養", 2),
            ("（１）減塩普及プロジェクト", 3),
            "減塩を勧めます。",
            ("（２）朝食推進事業", 3),
            "朝食を勧めます。",
            ("２　運動", 2),
            ("（１）歩こう事業", 3),
            "歩くことを勧めます。",
        )
    )
    assert projects(reading) == [
        ("減塩普及プロジェクト", "栄養", ()),
        ("朝食推進事業", "栄養", ()),
        ("歩こう事業", "運動", ()),
    ]


def test_word_headings_told_by_the_size_of_letters(tmp_path: Path) -> None:
    import docx
    from docx.shared import Pt

    document = docx.Document()
    for line, size in (
        ("茜市環境基本計画", 24),
        ("脱炭素の実現", 18),
        ("市民、事業者、市が力を合わせて取り組んでいきます。", 10),
        ("省エネルギーの推進", 14),
        ("◆省エネ家電への買換え（環境課）", 10),
        ("買換えを助けます。", 10),
        ("自然との共生", 18),
        ("里山の保全", 14),
        ("◆里山の手入れ（農林課）", 10),
        ("団体の活動を助け、里山を守り育てていきます。", 10),
    ):
        document.add_paragraph().add_run(line).font.size = Pt(size)
    path = tmp_path / "plan.docx"
    document.save(str(path))
    reading = plan_of(path)
    assert projects(reading) == [
        ("省エネ家電への買換え", "省エネルギーの推進", ("環境課",)),
        ("里山の手入れ", "里山の保全", ("農林課",)),
    ]
    assert [(r.label, r.parent) for r in reading.records if isinstance(r, Measure)] == [
        ("脱炭素の実現", ""),
        ("省エネルギーの推進", "measure/001"),
        ("自然との共生", ""),
        ("里山の保全", "measure/003"),
    ]


def book(path: Path, sheets: dict[str, list[list[str | int | None]]]) -> Path:
    import openpyxl

    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for r, row in enumerate(rows, 1):
            for c, said in enumerate(row, 1):
                if said is not None:
                    sheet.cell(r, c, said)
    workbook.save(path)
    return path


def unresolved(reading: Reading) -> list[str]:
    return [reading.source.quote(e.span) for e in reading.ledger if e.state == "unresolved"]


def test_one_sheet_a_project_beside_a_sheet_that_lists_them(tmp_path: Path) -> None:
    told = (
        ("ごみ減量事業", "市民部", "環境課", "廃棄物係", "出前講座を行う"),
        ("下水道の補助", "水道部", "下水道課", "業務係", "設置費を補助する"),
    )
    sheets: dict[str, list[list[str | int | None]]] = {
        "一覧": [
            ["事務事業評価シート　一覧"],
            ["番号", "事務事業名", "担当課", "シート"],
            *[[n, row[0], row[2], f"No.{n}"] for n, row in enumerate(told, 1)],
        ]
    }
    for n, (name, above, section, unit, means) in enumerate(told, 1):
        sheets[f"No.{n}"] = [
            ["１　事業の概要（PLAN）"],
            ["事務事業名", name, "会計", "一般"],
            ["担当部署", "部", above, "課", section, "係", unit],
            ["体系", "政策", "住みよいまち"],
            ["手段（事業内容）", means],
            ["事業費", "千円", 100, 110],
            ["必要性", "A", "有効性", "B"],
            ["改善内容", "知らせ方を見直す。"],
        ]
    reading = plan_of(book(tmp_path / "a.xlsx", sheets))
    assert projects(reading) == [
        ("ごみ減量事業", "住みよいまち", ("市民部/環境課",)),
        ("下水道の補助", "住みよいまち", ("水道部/下水道課",)),
    ]
    described = [r.description for r in reading.records if isinstance(r, Project)]
    assert [d.text for d in described if d] == ["出前講座を行う", "設置費を補助する"]
    assert unresolved(reading) == []


def test_blocks_under_chapters_and_labelled_measures(tmp_path: Path) -> None:
    head: list[list[str | int | None]] = [
        ["番号", "事業名", "事業概要", "担当課", "事業費（千円）"],
        [None, None, None, None, "令和６年度", "令和７年度"],
    ]
    reading = plan_of(
        book(
            tmp_path / "a.xlsx",
            {
                "目次": [["茜市実施計画"], ["章", "名称", "頁"], ["第1章", "学び", 1]],
                "第1章": [
                    ["第1章　学びのまち"],
                    ["施策", "1-1 学校"],
                    *head,
                    [1, "校舎の改修", "改修する", "教育総務課", 10, 20],
                    [None, "小計", None, None, 10, 20],
                    ["施策", "1-2 生涯学習"],
                    *head,
                    [1, "市民大学", "講座を開く", "生涯学習課", 10, 20],
                ],
            },
        )
    )
    assert projects(reading) == [
        ("校舎の改修", "学校", ("教育総務課",)),
        ("市民大学", "生涯学習", ("生涯学習課",)),
    ]
    measures = [r for r in reading.records if isinstance(r, Measure)]
    assert [(m.level, m.number, m.label, m.parent) for m in measures] == [
        ("章", "1", "学びのまち", ""),
        ("施策", "1-1", "学校", "measure/001"),
        ("施策", "1-2", "生涯学習", "measure/001"),
    ]
    assert unresolved(reading) == []


def test_several_projects_in_one_cell(tmp_path: Path) -> None:
    reading = plan_of(
        word(
            tmp_path / "plan.docx",
            ("第５章　推進方針", 1),
            [
                ["主な事業", "担当課"],
                ["・耐震化事業\n・ブロック塀の\n撤去事業", "まちづくり課"],
                ["・河川改修事業", "建設課"],
            ],
        )
    )
    assert [(name, owners) for name, _, owners in projects(reading)] == [
        ("耐震化事業", ("まちづくり課",)),
        ("ブロック塀の撤去事業", ("まちづくり課",)),
        ("河川改修事業", ("建設課",)),
    ]


def test_a_body_among_the_owners_takes_part_and_is_no_section(tmp_path: Path) -> None:
    reading = plan_of(
        book(
            tmp_path / "a.xlsx",
            {"計画": [["事業名", "担当課"], ["養成講座", "福祉課、社会福祉協議会"]]},
        )
    )
    assert projects(reading) == [("養成講座", "", ("福祉課",))]
    bodies = [r for r in reading.records if isinstance(r, Participation) and r.agent]
    assert [(r.role, r.agent.name) for r in bodies if r.agent and r.agent.kind == "org"] == [
        ("participant", "社会福祉協議会")
    ]


@pytest.mark.parametrize(
    "rows",
    [
        [["部", "課", "電話", "主な業務"], ["総務部", "総務課", "000-0001", "文書の収受"]],
        [["課名", "業務内容", "電話番号"], ["総務課", "文書に関すること", "000-0001"]],
        [["施設名", "所在地", "所管課", "延床面積"], ["公民館", "本町1", "生涯学習課", "200"]],
    ],
    ids=["telephones", "duties", "buildings"],
)
def test_lists_of_offices_and_buildings_are_refused(tmp_path: Path, rows: list[list[str]]) -> None:
    with pytest.raises(InputError, match=r"no list of projects"):
        plan_of(book(tmp_path / "a.xlsx", {"一覧": [list(row) for row in rows]}))


def test_what_is_done_to_buildings_is_read_by_building(tmp_path: Path) -> None:
    reading = plan_of(
        book(
            tmp_path / "a.xlsx",
            {
                "対策": [
                    ["施設類型", "施設名", "対策の内容", "実施時期", "所管課"],
                    ["文化系", "公民館", "大規模な改修を行う。", "前期", "生涯学習課"],
                    [None, "西公民館", "建物を解体する。", "後期", "生涯学習課"],
                    ["スポーツ系", "体育館", "屋根を直す。", "前期", "スポーツ課"],
                ]
            },
        )
    )
    assert projects(reading) == [
        ("公民館", "文化系", ("生涯学習課",)),
        ("西公民館", "文化系", ("生涯学習課",)),
        ("体育館", "スポーツ系", ("スポーツ課",)),
    ]


def test_the_links_of_a_site_and_a_schedule_are_no_part_of_its_plan(tmp_path: Path) -> None:
    page = tmp_path / "plan.html"
    page.write_text(
        "<table><tr><td><ul><li><a href=/>トップ</a><li><a href=/k>くらし</a></ul><td>"
        "<h1>茜町DX推進計画</h1><h2>基本方針1 窓口</h2>"
        "<table><tr><th>取組名<td colspan=2>1-1　書かない窓口<tr><th>概要<td colspan=2>楽にします。"
        "<tr><th>担当所属<td colspan=2>住民課"
        "<tr><th rowspan=2>スケジュール<th>R6年度<th>R7年度<tr><td>検討<td>導入</table></table>",
        encoding="utf-8",
    )
    reading = plan_of(page)
    assert projects(reading) == [("書かない窓口", "窓口", ("住民課",))]
    assert next(r.label for r in reading.records if isinstance(r, Plan)) == "茜町DX推進計画"
    assert unresolved(reading) == []


def test_a_row_that_a_page_break_cuts_goes_on_below_the_repeated_head(tmp_path: Path) -> None:
    head: list[str | None] = ["事業名", "事業内容", "担当課"]
    reading = plan_of(
        word(
            tmp_path / "plan.docx",
            ("１　商い", 1),
            [
                head,
                ["朝市", "朝市を開き、", "商工課"],
                head,
                ["", "人を集めます。", ""],
                ["夕市", "夕市を開きます。", "商工課"],
            ],
        )
    )
    assert [name for name, _, _ in projects(reading)] == ["朝市", "夕市"]
    assert unresolved(reading) == []


def records(path: Path, *rows: dict[str, object], under: str = "") -> Path:
    told = {"updated": "2024-04-01", under: list(rows)} if under else list(rows)
    path.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    return path


def test_fields_of_records_are_known_by_the_words_of_tables(tmp_path: Path) -> None:
    reading = records_of(
        records(
            tmp_path / "a.json",
            {
                "事務事業の名称": "就学の援助",
                "主管部署": "学校教育課",
                "事業目的・内容": "学用品の費用を援助する。",
                "委託事業者": "",
                "基本施策名": "教育の機会",
            },
            {
                "事務事業の名称": "部活動の移行",
                "主管部署": "生涯学習課",
                "事業目的・内容": "地域のクラブへ移す。",
                "委託事業者": "",
                "基本施策名": "地域の学校",
            },
        )
    )
    assert projects(reading) == [
        ("就学の援助", "教育の機会", ("学校教育課",)),
        ("部活動の移行", "地域の学校", ("生涯学習課",)),
    ]


def odd_records(path: Path) -> Path:
    return records(
        path,
        {
            "no": 1,
            "やること": "遊具の更新事業",
            "どうする": "老朽化した遊具を計画的に更新し、安全を守る。",
            "どこが": "公園緑地課",
        },
        {
            "no": 2,
            "やること": "市民農園の開設事業",
            "どうする": "使われていない農地を生かして農園を開く。",
            "どこが": "農業振興課",
        },
        under="とりくみ",
    )


def test_fields_of_records_are_known_by_what_they_hold(tmp_path: Path) -> None:
    reading = records_of(odd_records(tmp_path / "a.json"))
    assert projects(reading) == [
        ("遊具の更新事業", "", ("公園緑地課",)),
        ("市民農園の開設事業", "", ("農業振興課",)),
    ]
    described = [r.description for r in reading.records if isinstance(r, Project)]
    assert described[1] and described[1].text == "使われていない農地を生かして農園を開く。"


def test_what_inspect_writes_of_records_reads_the_same(tmp_path: Path) -> None:
    path = odd_records(tmp_path / "a.json")
    profile = tmp_path / "p.toml"
    profile.write_text(inspect_document(path, settings_for(path)).profile, encoding="utf-8")
    assert projects(records_of(path, profile)) == projects(records_of(path))
    assert "どこが" in profile.read_text(encoding="utf-8")


def test_records_without_sections_or_prose_are_refused(tmp_path: Path) -> None:
    path = records(tmp_path / "a.json", {"lat": 35.1, "lon": 139.2}, {"lat": 35.2, "lon": 139.3})
    with pytest.raises(InputError, match="lat"):
        records_of(path)


def test_inspect_shows_levels_of_headings_and_columns_of_word_and_pdf(tmp_path: Path) -> None:
    path = word(
        tmp_path / "plan.docx",
        "茜市計画",
        ("基本目標１　働く", 1),
        ("（１）起業", 2),
        [["取組", "内容", "担当所属"], ["創業の支援", "相談に応じる。", "商工課"]],
        ("基本目標２　住む", 1),
        ("（１）空き家", 2),
        [["取組", "内容", "担当所属"], ["空き家バンク", "空き家を紹介する。", "建設課"]],
    )
    found = inspect_document(path, settings_for(path))
    said = {(guess.name, guess.role): guess for guess in found.guesses}
    assert said["基本目標", "goal"].samples == ("働く", "住む")
    assert said["項目", "measure"].samples == ("起業", "空き家")
    assert said["担当所属", "section"].samples in [("商工課",), ("建設課",)]
    profile = tmp_path / "p.toml"
    profile.write_text(found.profile, encoding="utf-8")
    (again,) = read_document(path, settings_for(path, profile=str(profile)))
    assert projects(again) == projects(plan_of(path))


def test_inspect_calls_a_form_a_form(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        {
            "1": [
                ["事業名", "湖の清掃", "会計", "一般"],
                ["担当部署", "部", "環境部", "課", "環境課"],
                ["目的", "水辺を守る"],
            ]
        },
    )
    guesses = inspect_document(path, settings_for(path)).guesses
    assert [(guess.name, guess.role, guess.samples) for guess in guesses] == [
        ("1", "form", ("湖の清掃",)),
        ("事業名", "name", ("湖の清掃",)),
        ("会計", "ignored", ("一般",)),
        ("部", "department", ("環境部",)),
        ("課", "section", ("環境課",)),
        ("目的", "detail", ("水辺を守る",)),
    ]


def a_plan_as_pdf() -> bytes:
    """A PDF of one page with Latin text, written by hand: enough to break in every place."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R "
        + b"/Resources << /Font << /F 5 0 R >> >> >>",
        b"<< /Length 44 >>\nstream\nBT /F 12 Tf 20 150 Td (Goal 1: Work) Tj ET     \nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, held in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, held)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"xref\n0 6\n0000000000 65535 f \n%strailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        table,
        len(out),
    )  # fmt: skip


@limits(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    permille=st.integers(0, 1000),
    flips=st.lists(st.tuples(st.integers(0, 900), st.integers(0, 255)), max_size=12),
)
def test_broken_pdfs_raise_enishi_errors_only(
    tmp_path: Path, permille: int, flips: list[tuple[int, int]]
) -> None:
    data = bytearray(a_plan_as_pdf())
    for at, value in flips:
        data[at % len(data)] = value
    path = tmp_path / "x.pdf"
    path.write_bytes(b"%PDF-1.4\n" + bytes(data[9 : max(10, len(data) * permille // 1000)]))
    with contextlib.suppress(EnishiError):
        plan_of(path)


NAMES = st.lists(
    st.text("山川海空森湖町村市場港", min_size=2, max_size=6), min_size=2, max_size=6, unique=True
)


@limits(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    goals=st.lists(NAMES, min_size=1, max_size=3),
    form=st.sampled_from(["【担当：{}】", "\n担当課：{}", "\n（所管：{}）"]),
    number=st.sampled_from(["①②③④⑤⑥", "アイウエオカ"]),
)
def test_any_numbered_plan_with_owners_comes_back(
    tmp_path: Path, goals: list[list[str]], form: str, number: str
) -> None:
    lines, expected = ["茜市計画"], []
    for g, names in enumerate(goals, 1):
        lines.append(f"基本目標{g}　{'あいう'[g - 1]}の目標")
        for n, name in enumerate(names):
            gap = "　" if number[0] == "ア" else ""
            said = f"{number[n]}{gap}{name}の整備" + form.format("みどり課")
            lines += [*said.split("\n"), "　人が集まる所にします。"]
            expected.append((f"{name}の整備", f"{'あいう'[g - 1]}の目標", ("みどり課",)))
    path = text(tmp_path / "plan.txt", *lines)
    assert projects(plan_of(path)) == expected


def test_sections_below_departments_are_linked_as_sections(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        {
            "計画": [
                ["事業名", "部", "課", "係", "事業内容"],
                ["湖の清掃", "環境部", "環境課", "水辺係", "湖を守る。"],
                ["川の清掃", "土木部", "河川課", None, "川を守る。"],
                ["山の手入れ", "環境部", "緑地課", None, "山を守る。"],
            ]
        },
    )
    kb = open_kb(str(tmp_path / "kb.trig"))
    build_plans(kb, [(path, settings_for(path))])
    view = read_plans(kb)
    shown = [tuple(map(view.name, project.sections)) for project in view.projects.values()]
    assert shown == [("環境課",), ("河川課",), ("緑地課",)]


def test_a_field_called_department_that_holds_sections_is_theirs(tmp_path: Path) -> None:
    path = records(
        tmp_path / "a.json",
        {"title": "湖の清掃", "department": "環境課", "description": "湖を守る。"},
        {"title": "川の清掃", "department": "河川課", "description": "川を守る。"},
    )
    reading = records_of(path)
    assert projects(reading) == [("湖の清掃", "", ("環境課",)), ("川の清掃", "", ("河川課",))]
    assert reading.notices == ()


def test_an_owner_below_a_list_is_that_of_all_its_projects(tmp_path: Path) -> None:
    plan = text(
        tmp_path / "plan.txt",
        "茜市総合計画",
        "施策１　健康づくり",
        "主な取組",
        "・健康診査事業",
        "・がん検診事業",
        "担当課　健康課",
        "施策２　商い",
        "主な取組",
        "・創業の支援",
        "担当課　商工課",
    )
    assert projects(plan_of(plan)) == [
        ("健康診査事業", "健康づくり", ("健康課",)),
        ("がん検診事業", "健康づくり", ("健康課",)),
        ("創業の支援", "商い", ("商工課",)),
    ]


def test_names_with_their_owner_in_brackets_where_no_column_names_one(tmp_path: Path) -> None:
    reading = plan_of(
        word(
            tmp_path / "plan.docx",
            ("１　家庭の読書", 2),
            [
                ["取組（担当）", "内容"],
                ["本の贈り物（図書館）", "健診で絵本を贈ります。"],
                ["おはなし会（図書館・支援センター）", "読み聞かせを行います。"],
                ["読書の広場（仮称）", "広場を開きます。"],
            ],
            ("２　学校の読書", 2),
            [["取組（担当）", "内容"], ["朝の読書（学校教育課）", "始業の前に読みます。"]],
        )
    )
    assert projects(reading) == [
        ("本の贈り物", "家庭の読書", ("図書館",)),
        ("おはなし会", "家庭の読書", ("図書館", "支援センター")),
        ("読書の広場（仮称）", "家庭の読書", ()),
        ("朝の読書", "学校の読書", ("学校教育課",)),
    ]


def test_labels_in_a_list_of_markdown(tmp_path: Path) -> None:
    path = text(
        tmp_path / "plan.md",
        "# 茜市DX戦略",
        "## 柱1 窓口",
        "### 1. 書かない窓口",
        "- 担当: 市民課",
        "- 概要: 手間をなくします。",
        "## 柱2 学び",
        "### 2. 端末の教室",
        "- 担当: 生涯学習課、市民課",
        "- 概要: 教室を開きます。",
    )
    assert projects(plan_of(path)) == [
        ("書かない窓口", "窓口", ("市民課",)),
        ("端末の教室", "学び", ("生涯学習課", "市民課")),
    ]


def test_the_heading_of_a_page_is_the_plan_and_not_what_stands_before(tmp_path: Path) -> None:
    page = tmp_path / "plan.html"
    page.write_text(
        "<header><p>本文へ移動</p></header><h1>茜市行革プラン</h1><h2>取組の一覧</h2><table>"
        "<tr><th rowspan=2>取組名<th colspan=2>所管<th colspan=2>年度計画"
        "<tr><th>部局<th>課等<th>R5<th>R6"
        "<tr><td>使用料の見直し<td>総務部<td>財政課<td>検討<td>→</table>",
        encoding="utf-8",
    )
    reading = plan_of(page)
    assert next(r.label for r in reading.records if isinstance(r, Plan)) == "茜市行革プラン"
    assert [(name, owners) for name, _, owners in projects(reading)] == [
        ("使用料の見直し", ("総務部/財政課",))
    ]


def test_contents_without_leaders_are_no_headings(tmp_path: Path) -> None:
    plan = text(
        tmp_path / "plan.txt",
        "茜市総合計画",
        "目　次",
        "第１章　災害に強いまち 3",
        "第１節　防災3",
        "第２章　健やかなまち 12",
        "第１節　福祉 12",
        "第１章　災害に強いまち",
        "第１節　防災",
        "・防災士の養成（危機管理課）",
        "第２章　健やかなまち",
        "第１節　福祉",
        "・見守りの輪（福祉課）",
    )
    reading = plan_of(plan)
    assert [(r.label, r.parent) for r in reading.records if isinstance(r, Measure)] == [
        ("災害に強いまち", ""),
        ("防災", "measure/001"),
        ("健やかなまち", ""),
        ("福祉", "measure/003"),
    ]
    assert [e.state for e in reading.ledger][1:6] == ["structural"] * 5


def test_a_heading_with_a_tab_behind_its_number_is_one_heading(tmp_path: Path) -> None:
    reading = plan_of(
        word(
            tmp_path / "plan.docx",
            ("第１章\t災害に強いまち", 1),
            [["主な事業", "担当課"], ["防災士の養成", "危機管理課"]],
            ("第２章\t健やかなまち", 1),
            [["主な事業", "担当課"], ["見守りの輪", "福祉課"]],
        )
    )
    assert projects(reading) == [
        ("防災士の養成", "災害に強いまち", ("危機管理課",)),
        ("見守りの輪", "健やかなまち", ("福祉課",)),
    ]


def test_an_owner_in_angle_brackets_behind_its_label(tmp_path: Path) -> None:
    path = text(tmp_path / "plan.txt",
        "茜市総合戦略", "基本目標１　しごとをつくる", "（１）農林業の振興", "【具体的な事業】",
        "ア　わさびの販売＜担当：農林課＞", "　わさびの販路を広げる。",
        "イ　林業研修〈担当課：林業室〉", "　研修を行う。",
    )  # fmt: skip
    assert [(name, owners) for name, _, owners in projects(plan_of(path))] == [
        ("わさびの販売", ("農林課",)),
        ("林業研修", ("林業室",)),
    ]


def test_a_list_of_terms_that_names_the_owner_below_a_paragraph(tmp_path: Path) -> None:
    """On a page of the web: heading, what is done, then 担当課 and 電話 as terms."""
    path = tmp_path / "list.html"
    articles = "".join(
        f"<h3>{name}</h3><p>{said}</p><dl><dt>担当課</dt><dd>{owner}</dd><dt>電話</dt><dd>{phone}</dd></dl>"
        for name, said, owner, phone in (
            ("空き家の改修", "改修費を補助します。", "住宅課", "0123-45-6789"),
            ("お試し移住", "滞在を支援します。", "移住室", "0123-45-6780"),
        )
    )
    path.write_text(f"<h1>茜市移住プラン</h1><h2>住まい</h2>{articles}", encoding="utf-8")
    assert [(name, owners) for name, _, owners in projects(plan_of(path))] == [
        ("空き家の改修", ("住宅課",)),
        ("お試し移住", ("移住室",)),
    ]


def test_a_status_in_brackets_is_no_part_of_a_name(tmp_path: Path) -> None:
    """Before or behind it, in tables and in lists; a bracket that says something else stays."""
    path = word(tmp_path / "plan.docx", "茜市計画", ("施策１　福祉", 1), [
        ["事業名", "事業内容", "担当課"],
        ["総合相談窓口【新規】", "窓口を置きます。", "福祉課"],
        ["（継続）配食", "食事を届けます。", "長寿課"],
        ["見守り（地区別）", "声をかけ合います。", "福祉課"],
    ])  # fmt: skip
    reading = plan_of(path)
    told = [(r.label, r.status) for r in reading.records if isinstance(r, Project)]
    assert told == [("総合相談窓口", "new"), ("配食", "continuing"), ("見守り（地区別）", None)]


def test_a_department_in_brackets_behind_its_section(tmp_path: Path) -> None:
    path = word(tmp_path / "plan.docx", "茜市計画", ("施策１　行政", 1), [
        ["事業名", "事業内容", "所管"],
        ["会議の電子化", "資料を電子化します。", "総務課（総務部）"],
        ["窓口の委託", "委託します。", "市民課（戸籍係）"],
    ])  # fmt: skip
    assert [owners for _, _, owners in projects(plan_of(path))] == [("総務部/総務課",), ("市民課",)]


def test_an_owner_behind_what_is_done_is_that_of_the_name_above(tmp_path: Path) -> None:
    path = text(tmp_path / "plan.txt",
        "茜市食育推進計画", "施策１　家庭の食育",
        "①　朝ごはんの推進", "早寝早起きを呼びかけます。（担当課：健康課）",
        "②　親子料理", "教室を開きます。【担当：保育課】",
    )  # fmt: skip
    reading = plan_of(path)
    assert [(name, owners) for name, _, owners in projects(reading)] == [
        ("朝ごはんの推進", ("健康課",)),
        ("親子料理", ("保育課",)),
    ]
    said = [r.description.text for r in reading.records if isinstance(r, Project) and r.description]
    assert said == ["早寝早起きを呼びかけます。", "教室を開きます。"]


def test_headings_counted_without_a_word(tmp_path: Path) -> None:
    path = text(tmp_path / "plan.txt",
        "茜市防災プラン",
        "第１　人づくり", "１　防災教育", "○　出前講座　《総務課》", "○　学校の授業　《教育課》",
        "第２　まちづくり", "１　耐震化", "○　耐震診断　《建設課》",
    )  # fmt: skip
    labels = {r.key: r.label for r in plan_of(path).records if isinstance(r, Goal | Measure)}
    told = [
        (r.label, labels.get(r.parent)) for r in plan_of(path).records if isinstance(r, Measure)
    ]
    assert told == [
        ("人づくり", None), ("防災教育", "人づくり"), ("まちづくり", None), ("耐震化", "まちづくり"),
    ]  # fmt: skip


def test_a_heading_that_names_a_section_owns_the_projects_below(tmp_path: Path) -> None:
    """山間部 ends like a department and is a place; a table with owners of its own keeps them."""
    path = word(tmp_path / "plan.docx", "茜市の主な事業",
        ("総務課", 2), [["事業名", "内容"], ["防犯灯の更新", "灯りを替えます。"]],
        ("健康推進室", 2), [["事業名", "内容"], ["予防接種の助成", "費用を助成します。"]],
        ("山間部", 2), [["事業名", "内容", "担当課"], ["林道の整備", "道を直します。", "農林課"]],
    )  # fmt: skip
    assert projects(plan_of(path)) == [
        ("防犯灯の更新", "", ("総務課",)),
        ("予防接種の助成", "", ("健康推進室",)),
        ("林道の整備", "山間部", ("農林課",)),
    ]


def test_a_band_across_a_table_names_the_department_of_its_sections(tmp_path: Path) -> None:
    path = tmp_path / "list.html"
    path.write_text(
        "<h1>茜市主要事業一覧</h1><table><tr><th>課名</th><th>事業名</th><th>事業の概要</th></tr>"
        "<tr><td colspan=3>【総務部】</td></tr><tr><td>防災課</td><td>倉庫の設置</td><td>倉庫を置く。</td></tr>"
        "<tr><td colspan=3>【福祉部】</td></tr><tr><td>こども課</td><td>保育料の軽減</td><td>無料にする。</td></tr>"
        "</table>",
        encoding="utf-8",
    )
    assert [owners for _, _, owners in projects(plan_of(path))] == [
        ("総務部/防災課",), ("福祉部/こども課",),
    ]  # fmt: skip


def test_a_table_of_nothing_but_projects_and_their_owner(tmp_path: Path) -> None:
    path = word(tmp_path / "plan.docx", "茜市計画", ("施策１　観光", 1), "現状を述べます。", [
        ["主要事業", "・花火大会\n・案内板の整備"], ["担当課", "観光課"],
    ])  # fmt: skip
    assert projects(plan_of(path)) == [
        ("花火大会", "観光", ("観光課",)), ("案内板の整備", "観光", ("観光課",)),
    ]  # fmt: skip


def test_a_table_drawn_with_lines_in_a_text(tmp_path: Path) -> None:
    path = text(tmp_path / "plan.txt",
        "茜市計画", "施策１　定住",
        "┌────┬──────┬───┐", "│事業名　│取組内容　　│担当課│",
        "├────┼──────┼───┤", "│相談会　│相談を受ける│企画課│",
        "└────┴──────┴───┘",
    )  # fmt: skip
    reading = plan_of(path)
    assert projects(reading) == [("相談会", "定住", ("企画課",))]
    assert unresolved(reading) == []


def test_bold_items_of_markdown_with_their_fields_below(tmp_path: Path) -> None:
    path = tmp_path / "plan.md"
    path.write_text(
        "# 茜市スポーツ推進計画\n\n## 施策1 運動\n\n"
        "- **体操の普及**\n  - 内容: 体操を行う。\n  - 担当課: スポーツ課\n"
        "- **歩く会**\n  - 内容: 皆で歩く。\n  - 担当課: 健康課\n",
        encoding="utf-8",
    )
    assert projects(plan_of(path)) == [
        ("体操の普及", "運動", ("スポーツ課",)), ("歩く会", "運動", ("健康課",)),
    ]  # fmt: skip
