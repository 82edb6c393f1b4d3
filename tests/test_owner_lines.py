"""Who is in charge as plans print it: at the right, on a line of its own, once for a whole measure.

葦原市 and all its sections, projects and partners are invented.
"""

from pathlib import Path

from enishi.data.reading import Reading, read_plan
from enishi.data.records import Participation
from enishi.data.settings import settings_for

from .readings import projects_of


def read(tmp_path: Path, body: str, name: str = "plan.html") -> Reading:
    path = tmp_path / name
    text = f"<html><head><meta charset=utf-8></head><body>{body}</body></html>"
    path.write_text(text if name.endswith("html") else body, encoding="utf-8")
    return read_plan(path, settings_for(path))


def partners_of(reading: Reading) -> set[str]:
    return {
        r.agent.name
        for r in reading.records
        if isinstance(r, Participation) and r.agent and r.agent.kind == "org" and r.confidence > 0.5
    }


def word(tmp_path: Path, lines: list[str]) -> Reading:
    import docx

    document = docx.Document()
    for line in lines:
        mark, _, text = line.partition("|")
        if mark.isdecimal():
            document.add_heading(text, int(mark))
        else:
            document.add_paragraph(line)
    path = tmp_path / "plan.docx"
    document.save(str(path))
    return read_plan(path, settings_for(path))


def test_a_section_in_brackets_behind_a_tab_belongs_to_the_line(tmp_path: Path) -> None:
    reading = word(
        tmp_path,
        ["1|葦原市総合戦略", "2|基本目標１　働く", "① 市場の開設\t（商工課）", "毎月開きます。",
         "② 棚田の保全\t【農政課】", "2|基本目標２　住む", "① 空き家の改修\t（建築課）"],
    )  # fmt: skip
    assert projects_of(reading) == [
        ("市場の開設", ("働く",), ("商工課",)),
        ("棚田の保全", ("働く",), ("農政課",)),
        ("空き家の改修", ("住む",), ("建築課",)),
    ]


def test_a_section_alone_on_a_line_is_that_of_the_name_above(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        "<h1>葦原市文化計画</h1><h2>基本方針１　ふれる</h2>"
        "<p>○朝の音楽会</p><p>【文化課】</p><p>広場で演奏します。</p>"
        "<p>○動く美術館</p><p>【文化課・学校教育課】</p><p>学校を回ります。</p>",
    )
    assert projects_of(reading) == [
        ("朝の音楽会", ("ふれる",), ("文化課",)),
        ("動く美術館", ("ふれる",), ("文化課", "学校教育課")),
    ]


def test_a_section_alone_above_a_list_is_that_of_all_items(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        "<h1>葦原市行動計画</h1><h2>基本方針１　ふれる</h2>"
        "<p>【文化課】</p><h3>主な事業</h3><ul><li>朝の音楽会</li><li>夜の図書館</li></ul>"
        "<h2>基本方針２　守る</h2>"
        "<p>【環境課】</p><h3>主な事業</h3><ul><li>川の調査</li></ul>",
    )
    assert projects_of(reading) == [
        ("朝の音楽会", ("ふれる",), ("文化課",)),
        ("夜の図書館", ("ふれる",), ("文化課",)),
        ("川の調査", ("守る",), ("環境課",)),
    ]


def test_a_label_in_brackets_is_no_section(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        "葦原市計画\n\n基本目標１　働く\n\n事業１　朝の市\n【担当課】\n商工課\n\n事業２　夜の市\n【担当課】\n観光課\n",
        "plan.txt",
    )
    assert projects_of(reading) == [
        ("朝の市", ("働く",), ("商工課",)),
        ("夜の市", ("働く",), ("観光課",)),
    ]


def test_the_owner_of_a_heading_over_others_is_that_of_all_below_it(tmp_path: Path) -> None:
    reading = word(
        tmp_path,
        ["1|葦原市地域防災計画", "2|第1章　予防", "3|第1節　知る", "担当：危機管理課、教育総務課",
         "（１）広報", "市は、防災の知識を広める。", "（２）訓練", "市は、毎年訓練する。",
         "3|第2節　備える", "担当：建設課", "（１）備蓄", "市は、水を蓄える。"],
    )  # fmt: skip
    both = ("危機管理課", "教育総務課")
    assert projects_of(reading) == [
        ("広報", ("予防", "知る"), both),
        ("訓練", ("予防", "知る"), both),
        ("備蓄", ("予防", "備える"), ("建設課",)),
    ]


def test_what_is_done_and_by_whom_is_a_project_where_nothing_else_is(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        "<h1>葦原市環境計画</h1><h2>基本目標１　水を守る</h2><h3>市の取組</h3>"
        "<p>・川の水質を調べます。［環境課］</p><p>・下水道を広げます。［下水道課］</p>"
        "<h3>市民の取組</h3><p>・油を流しません。</p>",
    )
    assert projects_of(reading) == [
        ("川の水質を調べます", ("水を守る",), ("環境課",)),
        ("下水道を広げます", ("水を守る",), ("下水道課",)),
    ]
    told = {reading.source.quote(e.span): (e.state, e.reason) for e in reading.ledger}
    assert told["・油を流しません。"] == ("ignored", "市民や事業者などの取組")


def test_levels_with_owners_are_read_as_projects_where_nothing_else_is_and_it_is_said(
    tmp_path: Path,
) -> None:
    reading = read(
        tmp_path,
        "Strategic Plan of the Reedfield Board\n\nGoal 1: Reach more readers\n"
        "Objective 1.1: Mobile library\n  Lead: Outreach Services\n  Partners: Reed School District\n"
        "Objective 1.2: Digital lending\n  Lead: Digital Services\n",
        "plan.txt",
    )
    assert projects_of(reading) == [
        ("Mobile library", ("Reach more readers",), ("Outreach Services",)),
        ("Digital lending", ("Reach more readers",), ("Digital Services",)),
    ]
    assert any("each “objective” was read as a project" in n.message.en for n in reading.notices)


def test_a_sentence_between_a_heading_and_its_fields_is_no_name(tmp_path: Path) -> None:
    fields = "<dl><dt>Lead</dt><dd>{}</dd><dt>Partners</dt><dd>{}</dd></dl>"
    reading = read(
        tmp_path,
        "<h1>Reedfield Action Plan</h1><h2>Theme 1: Skills</h2>"
        "<h3>Open a skills hub</h3><p>We will open a hub.</p>"
        + fields.format("Economy Team", "Reed College")
        + "<h3>Train mentors</h3><p>We will train them.</p>"
        + fields.format("People Team", "Reed Trust"),
    )
    assert projects_of(reading) == [
        ("Open a skills hub", ("Skills",), ("Economy Team",)),
        ("Train mentors", ("Skills",), ("People Team",)),
    ]
    assert partners_of(reading) == {"Reed College", "Reed Trust"}


def test_who_carries_a_project_out_is_read_from_its_page(tmp_path: Path) -> None:
    sheet = "<h3>{}</h3><table><tr><td>概要</td><td>{}</td></tr><tr><td>実施主体</td><td>{}</td></tr></table>"
    reading = read(
        tmp_path,
        "<h1>葦原市交通計画</h1><h2>目標1　つなぐ</h2>"
        + sheet.format("幹線の維持", "時刻を見直す。", "市（交通課）、葦原バス株式会社、（なし）")
        + sheet.format("呼べば来る車", "予約で走る。", "有限会社葦原タクシー")
        + sheet.format("乗り方教室", "子どもに教える。", "市、学校"),
    )
    assert projects_of(reading) == [
        ("幹線の維持", ("つなぐ",), ("交通課",)),
        ("呼べば来る車", ("つなぐ",), ()),
        ("乗り方教室", ("つなぐ",), ()),
    ]
    assert partners_of(reading) == {"葦原バス株式会社", "有限会社葦原タクシー"}
    roles = {r.role for r in reading.records if isinstance(r, Participation) and r.agent
             and r.agent.kind == "org"}  # fmt: skip
    assert roles == {"participant"}


def test_a_bare_section_at_the_right_of_a_numbered_line_belongs_to_it(tmp_path: Path) -> None:
    reading = word(
        tmp_path,
        ["1|葦原市環境計画", "2|基本目標１　守る", "（1）空気の測定\t環境課", "三か所で測る。",
         "（2）車の見直し\t環境課、交通課", "2|基本目標２　減らす", "（1）回収の箱\t清掃課"],
    )  # fmt: skip
    assert projects_of(reading) == [
        ("空気の測定", ("守る",), ("環境課",)),
        ("車の見直し", ("守る",), ("環境課", "交通課")),
        ("回収の箱", ("減らす",), ("清掃課",)),
    ]


def test_headings_below_a_measure_with_an_owner_are_its_projects(tmp_path: Path) -> None:
    measure = ["現状と課題", "（１）{}が足りない", "（２）{}が古い", "取組方針", "（１）{}を増やす",
               "人を集める。", "（２）{}を直す", "順に直す。"]  # fmt: skip
    lines = ["1|葦原市総合計画", "2|基本目標1　育む"]
    for number, (name, office) in enumerate((("保育", "保育課"), ("学校", "教育課")), 1):
        lines += [
            f"3|施策{number}　{name}",
            f"主管課：{office}",
            *(s.format(name) for s in measure),
        ]
    assert projects_of(word(tmp_path, lines)) == [
        ("保育を増やす", ("育む", "保育"), ("保育課",)),
        ("保育を直す", ("育む", "保育"), ("保育課",)),
        ("学校を増やす", ("育む", "学校"), ("教育課",)),
        ("学校を直す", ("育む", "学校"), ("教育課",)),
    ]


def test_a_raised_mark_of_a_note_is_no_part_of_a_name_in_word(tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    document.add_heading("葦原市計画", 1)
    document.add_heading("基本施策1　気づく", 2)
    for name, mark in (("門番の研修", "※1"), ("心の相談", "")):
        line = document.add_paragraph(f"・{name}")
        line.add_run(mark).font.superscript = True
        line.add_run("（健康課）")
    path = tmp_path / "plan.docx"
    document.save(str(path))
    assert projects_of(read_plan(path, settings_for(path))) == [
        ("門番の研修", ("気づく",), ("健康課",)),
        ("心の相談", ("気づく",), ("健康課",)),
    ]


def test_a_label_parted_by_space_is_no_name_and_does_not_run_on(tmp_path: Path) -> None:
    lines = []
    for measure, name, section in (
        ("川を守る", "川の清掃事業", "環境課"),
        ("緑を守る", "並木保全事業", "道路課"),
    ):
        lines += [
            f"施策{1 + len(lines) // 5}　{measure}", "SDGs　3 すべての人に健康と福祉を　11 まちづくりを",
            name, "毎年度、計画的に行います。", f"担当課：{section}",
        ]  # fmt: skip
    assert projects_of(word(tmp_path, lines)) == [
        ("川の清掃事業", ("川を守る",), ("環境課",)),
        ("並木保全事業", ("緑を守る",), ("道路課",)),
    ]
