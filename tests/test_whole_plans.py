"""Whole documents as cities write them: what stands around the projects is no part of them.

青葉野市, 汐見市, 千波町, 東雲市 and all their sections and projects are invented.
"""

from pathlib import Path

from enishi.data.reading import Reading, read_plan
from enishi.data.records import Participation, Project
from enishi.data.settings import settings_for

from .readings import projects_of


def read(path: Path, text: str | None = None) -> Reading:
    if text is not None:
        path.write_text(text, encoding="utf-8")
    return read_plan(path, settings_for(path))


def partners_of(reading: Reading) -> list[tuple[str, str]]:
    names = {r.key: r.label for r in reading.records if isinstance(r, Project)}
    return [
        (names[r.element], r.agent.name)
        for r in reading.records
        if isinstance(r, Participation) and r.agent and r.agent.kind == "org"
        if r.confidence > 0.5
    ]


def told(reading: Reading) -> list[str]:
    return [r.description.text for r in reading.records if isinstance(r, Project) and r.description]


def unresolved(reading: Reading) -> list[str]:
    return [reading.source.quote(e.span) for e in reading.ledger if e.state == "unresolved"]


def test_appendices_hold_no_projects(tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    document.add_heading("青葉野市総合計画", 0)

    def table(*rows: tuple[str, ...]) -> None:
        grid = document.add_table(len(rows), len(rows[0]))
        for r, row in enumerate(rows):
            for c, text in enumerate(row):
                grid.cell(r, c).text = text

    for section, measure, project, office in (
        ("第１節　安全", "施策１－１　防災", "防災訓練", "危機管理課"),
        ("第２節　教育", "施策２－１　学校", "読書活動", "学校教育課"),
    ):
        document.add_heading(section, 2)
        document.add_heading(measure, 3)
        table(("事業名", "所管課"), (project, office))
    document.add_heading("資料編", 1)
    document.add_heading("１　策定経過", 2)
    table(("年月日", "会議", "内容"), ("令和５年７月１日", "策定委員会", "計画の骨子"))
    document.add_heading("２　策定委員会委員名簿", 2)
    table(
        ("氏名", "所属", "分野"),
        ("山田　一郎", "青葉野大学", "防災"),
        ("森　花子", "企画課", "事務局"),
    )
    document.add_paragraph("・委員　森　次郎（企画課）")
    document.add_paragraph("・委員　林　三郎（福祉課）")
    document.add_heading("３　用語解説", 2)
    table(("用語", "解説"), ("自助", "自分の命は自分で守ること。"))
    path = tmp_path / "plan.docx"
    document.save(str(path))
    reading = read(path)
    assert projects_of(reading) == [
        ("防災訓練", ("安全", "防災"), ("危機管理課",)),
        ("読書活動", ("教育", "学校"), ("学校教育課",)),
    ]
    assert not unresolved(reading)
    behind = [e for e in reading.ledger if e.reason == "資料編・名簿・用語解説など"]
    assert {e.state for e in behind} == {"ignored"}
    # 4 headings, tables of 6, 9 and 4 cells, two lines
    assert len(behind) == 25


def test_a_list_of_all_projects_in_an_appendix_is_read(tmp_path: Path) -> None:
    reading = read(
        tmp_path / "plan.md",
        "# 汐見市計画\n\n## 目標1 海を守る\n\n本文です。\n\n## 資料編\n\n### 事業一覧\n\n"
        "|事業名|担当課|\n|---|---|\n|海岸清掃|環境課|\n|稚魚の放流|水産課|\n\n### 用語集\n\n- 稚魚：小さい魚\n",
    )
    assert [(name, owners) for name, _, owners in projects_of(reading)] == [
        ("海岸清掃", ("環境課",)),
        ("稚魚の放流", ("水産課",)),
    ]


def test_items_with_a_remark_and_several_labels_in_their_bracket(tmp_path: Path) -> None:
    reading = read(
        tmp_path / "plan.md",
        """# 汐見市観光振興計画

## 重点戦略1 魅力をみがく

### 取組1-1 海の魅力

#### 主な事業

- 海開き：海水浴場の開設に合わせて催しを行う（担当：観光課）
- 浜焼き市：漁港で市を開く（担当：水産課／連携：汐見漁業協同組合）

### 取組1-2 まち歩き

#### 主な事業

- 地図づくり：見どころを地図にする（担当：観光課）

## 重点戦略2 人を迎える

### 取組2-1 受け入れ

#### 主な事業

- 料理教室：郷土料理を教える（担当：観光課）

## 用語集

- DMO：観光地域づくり法人のこと（観光庁）
- インバウンド：海外から来る旅行のこと（観光庁）
""",
    )
    first, second = "魅力をみがく", "人を迎える"
    assert projects_of(reading) == [
        ("海開き", (first, "海の魅力"), ("観光課",)),
        ("浜焼き市", (first, "海の魅力"), ("水産課",)),
        ("地図づくり", (first, "まち歩き"), ("観光課",)),
        ("料理教室", (second, "受け入れ"), ("観光課",)),
    ]
    assert told(reading) == [
        "海水浴場の開設に合わせて催しを行う",
        "漁港で市を開く",
        "見どころを地図にする",
        "郷土料理を教える",
    ]
    assert partners_of(reading) == [("浜焼き市", "汐見漁業協同組合")]
    assert not unresolved(reading)


def test_a_list_of_terms_below_a_counted_heading_is_its_page(tmp_path: Path) -> None:
    reading = read(
        tmp_path / "plan.html",
        "<html><body><h1>千波町DX計画</h1><h2>柱1　行政を変える</h2>"
        "<h3>取組1　オンライン申請</h3><dl><dt>概要<dd>申請をオンライン化します。<dt>担当部署<dd>デジタル推進室"
        "<dt>スケジュール<dd>令和6年度から</dl>"
        "<h3>取組2　スマホ教室</h3><dl><dt>概要<dd>教室を開きます。<dt>担当部署<dd>生涯学習課"
        "<dt>連携先<dd>株式会社千波テレコム</dl></body></html>",
    )
    assert projects_of(reading) == [
        ("オンライン申請", ("行政を変える",), ("デジタル推進室",)),
        ("スマホ教室", ("行政を変える",), ("生涯学習課",)),
    ]
    assert told(reading) == ["申請をオンライン化します。", "教室を開きます。"]
    assert partners_of(reading) == [("スマホ教室", "株式会社千波テレコム")]
    assert not unresolved(reading)


PAGE = """<!DOCTYPE html><html lang="ja"><head><meta charset="utf-8"><title>主な取組｜海原市</title></head><body>
<div id="header"><p class="logo"><a href="/">海原市</a></p><ul><li><a href="/life/">くらし</a></li></ul></div>
<div id="pankuzu"><p><a href="/">トップ</a> &gt; <a href="/k/">計画</a> &gt; 主な取組</p></div>
<div class="side-menu"><h2>よく見られるページ</h2><ul><li><a href="x">ごみの出し方（環境課）</a></li>
<li><a href="y">住民票（市民課）</a></li></ul></div>
<div id="main"><h1>環境行動計画の主な取組</h1><p>更新日：2024年4月1日</p>
<h2>1 温室効果ガスを減らす</h2><h3>(1) 公共施設の省エネ</h3><p>照明を替えます。</p><p>担当課：資産管理課</p>
<h2>2 自然を守る</h2><h3>(1) 海岸清掃</h3><p>清掃します。</p><p>担当課：環境課、観光課<br>連携先：海原青年会議所</p>
<h2>関連リンク</h2><ul><li><a href="z">国のページ（環境省）</a></li></ul>
<div class="contact"><h2>このページに関するお問い合わせ先</h2><p>担当課：環境部 環境課 計画係</p><p>電話：0000</p></div></div>
<div id="footer"><p>海原市役所 電話：0000</p></div></body></html>
"""


def test_menus_crumbs_and_who_to_ask_are_no_part_of_a_page(tmp_path: Path) -> None:
    reading = read(tmp_path / "page.html", PAGE)
    assert projects_of(reading) == [
        ("公共施設の省エネ", ("温室効果ガスを減らす",), ("資産管理課",)),
        ("海岸清掃", ("自然を守る",), ("環境課", "観光課")),
    ]
    assert partners_of(reading) == [("海岸清掃", "海原青年会議所")]
    assert not unresolved(reading)
    running = [e for e in reading.ledger if e.reason == "柱・頁番号・書式"]
    # header 2, crumbs 1, the day it was written 1, side 3, links 2, contact 3, footer 1
    assert len(running) == 13


def test_a_page_that_is_called_a_menu_is_read_all_the_same(tmp_path: Path) -> None:
    reading = read(
        tmp_path / "page.html",
        "<html><body><div class='menu'><p>海原市計画</p><table><tr><th>事業名<th>担当課"
        "<tr><td>海岸清掃<td>環境課<tr><td>稚魚の放流<td>水産課</table></div></body></html>",
    )
    assert [name for name, _, _ in projects_of(reading)] == ["海岸清掃", "稚魚の放流"]


PAGED = """東雲市地域公共交通計画

第３章　計画の目標と施策

目標１　暮らしを支える移動手段を守る

（１）路線バスの維持

ア　バス路線の再編（都市計画課）
　利用の少ない路線を見直し、病院や商店を回る路線にまとめ
ます。

                            - 12 -
東雲市地域公共交通計画　　　　　　　　　　　第３章　計画の目標と施策

イ　バス停の改善（道路管理課）
　屋根やベンチを置きます。

目標２　みんなで公共交通を育てる

（１）利用の促進

ア　乗り方教室（学校教育課）
　小学生にバスの乗り方を教えます。

                            - 13 -
東雲市地域公共交通計画　　　　　　　　　　　資料編

資料編

１　策定の経過
令和５年６月１日　第１回　東雲市地域公共交通会議

２　委員名簿
会長　　山本　太郎　　東雲大学
委員　　川口　花子　　企画課

                            - 14 -
"""


def test_pages_of_a_text_and_sentences_over_two_lines(tmp_path: Path) -> None:
    reading = read(tmp_path / "plan.txt", PAGED)
    keep, grow = "暮らしを支える移動手段を守る", "みんなで公共交通を育てる"
    assert projects_of(reading) == [
        ("バス路線の再編", (keep, "路線バスの維持"), ("都市計画課",)),
        ("バス停の改善", (keep, "路線バスの維持"), ("道路管理課",)),
        ("乗り方教室", (grow, "利用の促進"), ("学校教育課",)),
    ]
    assert told(reading) == [
        "利用の少ない路線を見直し、病院や商店を回る路線にまとめます。",
        "屋根やベンチを置きます。",
        "小学生にバスの乗り方を教えます。",
    ]
    assert not unresolved(reading)
    running = [
        reading.source.quote(e.span) for e in reading.ledger if e.reason == "柱・頁番号・書式"
    ]
    assert [said.split("　")[0].strip() for said in running] == [
        "- 12 -", "東雲市地域公共交通計画", "- 13 -", "東雲市地域公共交通計画", "- 14 -",
    ]  # fmt: skip
