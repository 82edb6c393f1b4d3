"""More structures of plans than `test_structures.py`: any number of levels, pages, sheets, records.

Plans are drawn at random, written to every format that can carry the structure, and come back the
same. All cities, sections and bodies are invented; what is expected is what was drawn.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as limits
from hypothesis import strategies as st

from enishi.data.reading import Reading, read_document
from enishi.data.records import Participation, Plan, Project
from enishi.data.settings import settings_for

from .plan_files import Block, Head, Page, Table, write_book, write_file
from .readings import Row, projects_of

FEW = limits(
    max_examples=2,
    phases=[Phase.generate],
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
TABLES = [".csv", ".tsv", ".xlsx", ".docx", ".html", ".md", ".json", ".txt", ".pdf"]
MERGING = [".xlsx", ".docx", ".html", ".pdf"]
PAGES = [".txt", ".md", ".docx", ".html", ".pdf"]
#: What cities call the levels above a project, from the top.
FAMILIES = [
    ("基本目標", "政策", "施策", "基本事業"),
    ("基本目標", "戦略方針", "施策の柱", "具体的施策"),
    ("章", "節", "施策", "基本事業"),
    ("大項目", "中項目", "小項目", "施策"),
    ("基本方針", "基本施策", "施策", "取組の方向"),
]

_STEMS = st.text("山川海空森湖村港橋畑", min_size=2, max_size=5)
_OWNERS = st.sampled_from(["環境課", "商工課", "こども家庭課", "市民税務室", "図書館"])


@dataclass(frozen=True)
class Drawn:
    """A project with the names of the levels above it, from the top."""

    above: tuple[str, ...]
    name: str
    content: str
    owner: str


@st.composite
def plans(draw: st.DrawFn, most: int = 4, least: int = 0) -> list[Drawn]:
    """Projects below `least` to `most` levels; every name is another."""
    depth = draw(st.integers(least, most))
    names = iter(draw(st.lists(_STEMS, min_size=40, max_size=40, unique=True)))
    found: list[Drawn] = []

    def level(above: tuple[str, ...]) -> None:
        if len(above) == depth:
            for _ in range(draw(st.integers(1, 2))):
                stem = next(names)
                content = f"{stem}を訪れる人のために行います。"
                found.append(Drawn(above, f"{stem}整備事業", content, draw(_OWNERS)))
            return
        for _ in range(draw(st.integers(1, 2)) if above else 2):
            if len(found) < 7:
                level(
                    (
                        *above,
                        f"{next(names)}{['をめざすまち', 'の振興', 'の充実', 'の推進'][len(above)]}",
                    )
                )

    level(())
    return found


def expected(plan: Sequence[Drawn]) -> list[Row]:
    return [(each.name, each.above, (each.owner,)) for each in plan]


def read_all(path: Path) -> list[Reading]:
    return list(read_document(path, settings_for(path)))


def read(path: Path) -> Reading:
    """The one plan of a file, all its sources together."""
    shares = read_all(path)
    records = tuple(record for share in shares for record in share.records)
    assert sum(isinstance(record, Plan) for record in records) == 1
    return Reading(shares[0].source, shares[0].settings, records, (), ())


def contents(reading: Reading) -> list[str]:
    return [
        record.description.text if record.description else ""
        for record in reading.records
        if isinstance(record, Project)
    ]


def as_above(rows: Sequence[Sequence[str]], columns: int) -> list[list[str | None]]:
    found: list[list[str | None]] = []
    for n, row in enumerate(rows):
        same = 0
        while n and same < columns and rows[n - 1][same] == row[same]:
            same += 1
        found.append([None] * same + list(row[same:]))
    return found


def rows_of(plan: Sequence[Drawn]) -> list[list[str]]:
    return [[*each.above, each.name, each.content, each.owner] for each in plan]


# -- any number of levels -----------------------------------------------------------------------


@FEW
@given(plan=plans(), family=st.sampled_from(FAMILIES), blank=st.booleans())
@pytest.mark.parametrize("ending", TABLES)
def test_any_number_of_levels_in_columns(
    tmp_path: Path, ending: str, plan: list[Drawn], family: tuple[str, ...], blank: bool
) -> None:
    depth = len(plan[0].above)
    head = [*family[:depth], "事業名", "事業内容", "担当課"]
    rows = as_above(rows_of(plan), depth if blank else 0)
    reading = read(write_file(tmp_path / f"a{ending}", Table([head, *rows])))
    assert projects_of(reading) == expected(plan)
    assert contents(reading) == [each.content for each in plan]


@FEW
@given(plan=plans(least=1), family=st.sampled_from(FAMILIES))
@pytest.mark.parametrize("ending", MERGING)
def test_any_number_of_levels_in_merged_cells(
    tmp_path: Path, ending: str, plan: list[Drawn], family: tuple[str, ...]
) -> None:
    depth = len(plan[0].above)
    head = [*family[:depth], "事業名", "事業内容", "担当課"]
    table = Table([head, *as_above(rows_of(plan), depth)], merged=True)
    assert projects_of(read(write_file(tmp_path / f"a{ending}", table))) == expected(plan)


@FEW
@given(plan=plans(least=1), family=st.sampled_from(FAMILIES[:2] + FAMILIES[4:]))
@pytest.mark.parametrize("ending", [*PAGES, ".xlsx", ".csv"])
def test_any_number_of_levels_in_headings(
    tmp_path: Path, ending: str, plan: list[Drawn], family: tuple[str, ...]
) -> None:
    """Each level has its word and a number; the projects stand in tables below."""
    blocks: list[Block] = [Head(1, "白鷺市総合計画")]
    numbers = [0] * len(plan[0].above)
    before: tuple[str, ...] = ()
    rows: list[list[str]] = []

    def table() -> None:
        if rows:
            blocks.append(Table([["事業名", "事業内容", "担当課"], *rows]))
            rows.clear()

    for each in plan:
        for n, name in enumerate(each.above):
            if before[: n + 1] != each.above[: n + 1]:
                table()
                numbers[n] += 1
                numbers[n + 1 :] = [0] * (len(numbers) - n - 1)
                blocks.append(Head(n + 2, f"{family[n]}{numbers[n]}　{name}"))
        before = each.above
        rows.append([each.name, each.content, each.owner])
    table()
    assert projects_of(read(write_file(tmp_path / f"a{ending}", *blocks))) == expected(plan)


def nested(plan: Sequence[Drawn], family: Sequence[str], depth: int = 0) -> list[dict[str, Any]]:
    """The levels as objects, each with a list of those below it."""
    if depth == len(plan[0].above):
        return [{"事業名": e.name, "事業内容": e.content, "担当課": e.owner} for e in plan]
    names = list(dict.fromkeys(each.above[depth] for each in plan))
    below = family[depth + 1] if depth + 1 < len(plan[0].above) else "事業"
    return [
        {
            "名称": name,
            below: nested([e for e in plan if e.above[depth] == name], family, depth + 1),
        }
        for name in names
    ]


@FEW
@given(plan=plans(least=1), family=st.sampled_from(FAMILIES))
@pytest.mark.parametrize("form", ["object", "array", "lines"])
def test_any_number_of_levels_by_nesting(
    tmp_path: Path, form: str, plan: list[Drawn], family: tuple[str, ...]
) -> None:
    goals = nested(plan, family)
    if form == "lines":
        path = tmp_path / "a.ndjson"
        text = "\n".join(json.dumps(goal, ensure_ascii=False) for goal in goals)
    else:
        path = tmp_path / "a.json"
        whole: Any = {"計画名": "白鷺市計画", family[0]: goals} if form == "object" else goals
        text = json.dumps(whole, ensure_ascii=False)
    path.write_text(text, encoding="utf-8")
    assert projects_of(read(path)) == expected(plan)


@FEW
@given(plan=plans(least=1), family=st.sampled_from(FAMILIES), order=st.booleans())
@pytest.mark.parametrize("ending", [".ndjson", ".json"])
def test_any_number_of_levels_in_fields_of_records(
    tmp_path: Path, ending: str, plan: list[Drawn], family: tuple[str, ...], order: bool
) -> None:
    records = []
    for each in plan:
        fields = {
            **dict(zip(family, each.above, strict=False)),
            "事業名": each.name, "事業内容": each.content, "担当課": each.owner,
        }  # fmt: skip
        records.append(fields if order else dict(reversed(fields.items())))
    path = tmp_path / f"a{ending}"
    dump = (
        "\n".join(json.dumps(each, ensure_ascii=False) for each in records)
        if ending == ".ndjson" else json.dumps(records, ensure_ascii=False)
    )  # fmt: skip
    path.write_text(dump, encoding="utf-8")
    assert projects_of(read(path)) == expected(plan)


# -- sheets and pages ---------------------------------------------------------------------------


@FEW
@given(plan=plans(least=1))
def test_several_sheets_with_several_projects(tmp_path: Path, plan: list[Drawn]) -> None:
    """One sheet for each goal, which stands above its table; a cover and a list of the sheets."""
    depth = len(plan[0].above)
    goals = list(dict.fromkeys(each.above[0] for each in plan))
    sheets: dict[str, Sequence[Block]] = {
        "表紙": ["白鷺市総合計画　実施計画"],
        "目次": [Table([["番号", "基本目標"], *([str(n), g] for n, g in enumerate(goals, 1))])],
    }
    for n, goal in enumerate(goals, 1):
        rows = [[*e.above[1:], e.name, e.content, e.owner] for e in plan if e.above[0] == goal]
        head = [*("政策", "施策", "基本事業")[: depth - 1], "事業名", "事業内容", "担当課"]
        sheets[f"目標{n}"] = [f"基本目標{n}　{goal}", Table([head, *rows])]
    assert projects_of(read(write_book(tmp_path / "a.xlsx", sheets))) == expected(plan)


def form(each: Drawn, family: Sequence[str]) -> list[list[str | None]]:
    levels = [[word, name, None, None] for word, name in zip(family, each.above, strict=False)]
    return [
        ["事務事業名", each.name, "担当課", each.owner],
        *levels,
        ["事業内容", each.content, None, None],
        ["事業の目的", "暮らしをよくするため。", None, None],
    ]


@FEW
@given(plan=plans(), family=st.sampled_from(FAMILIES[:2]))
@pytest.mark.parametrize("ending", [".docx", ".pdf", ".html"])
def test_one_project_a_page_in_a_form(
    tmp_path: Path, ending: str, plan: list[Drawn], family: tuple[str, ...]
) -> None:
    blocks: list[Block] = []
    for n, each in enumerate(plan):
        blocks += [*([Page()] if n else []), "事務事業評価シート", Table(form(each, family))]
    assert projects_of(read(write_file(tmp_path / f"a{ending}", *blocks))) == expected(plan)


@FEW
@given(plan=plans(), family=st.sampled_from(FAMILIES[:2]), first=st.booleans(), last=st.booleans())
@pytest.mark.parametrize("ending", PAGES)
def test_one_project_a_page_in_labels_and_values(
    tmp_path: Path, ending: str, plan: list[Drawn], family: tuple[str, ...], first: bool, last: bool
) -> None:
    blocks: list[Block] = []
    for n, each in enumerate(plan):
        blocks += [Page()] if n else []
        levels = [f"{word}：{name}" for word, name in zip(family, each.above, strict=False)]
        fields = [f"担当課：{each.owner}", f"事業内容：{each.content}"]
        behind = [*fields, *levels] if last else [*levels, *fields]
        name = f"事業名：{each.name}"
        blocks += [*levels, name, *fields] if first else [name, *behind]
    assert projects_of(read(write_file(tmp_path / f"a{ending}", *blocks))) == expected(plan)


@FEW
@given(plan=plans(least=1, most=2))
def test_levels_whose_names_run_down_a_page(tmp_path: Path, plan: list[Drawn]) -> None:
    """In the first column of a PDF a level's letters stand one below the other."""
    depth = len(plan[0].above)
    head = [*("基本目標", "施策")[:depth], "事業名", "事業内容", "担当課"]
    rows = as_above(rows_of(plan), depth)
    table = Table([head, *rows], merged=True, down=True)
    assert projects_of(read(write_file(tmp_path / "a.pdf", table))) == expected(plan)


# -- years, partners, marks ---------------------------------------------------------------------


@FEW
@given(plan=plans(least=1), years=st.integers(2, 5))
@pytest.mark.parametrize("ending", TABLES)
def test_columns_repeated_for_each_year(
    tmp_path: Path, ending: str, plan: list[Drawn], years: int
) -> None:
    """What is planned in each year, in words and figures, is of the same projects."""
    depth = len(plan[0].above)
    first: list[str | None] = [*FAMILIES[0][:depth], "事業名", "事業内容", "担当課"]
    second: list[str | None] = [None] * len(first)
    for n in range(years):
        first += [f"令和{5 + n}年度", None]
        second += ["取組予定", "事業費（千円）"]
    rows = [
        [*row, *(said for n in range(years) for said in ("準備を進める。", f"{n + 1}00"))]
        for row in rows_of(plan)
    ]
    reading = read(write_file(tmp_path / f"a{ending}", Table([first, second, *rows])))
    assert projects_of(reading) == expected(plan)


@FEW
@given(
    plan=plans(least=1, most=2),
    body=st.sampled_from(
        ["白鷺商工会議所", "NPO法人みずうみ", "白鷺大学", "株式会社白鷺", "(一社)白鷺観光協会"]
    ),
    said=st.sampled_from(
        ["{}と連携して行います。", "{}と協働で実施する。", "{}に委託して行います。"]
    ),
)
@pytest.mark.parametrize("ending", [*TABLES, ".ndjson"])
def test_partners_in_prose(
    tmp_path: Path, ending: str, plan: list[Drawn], body: str, said: str
) -> None:
    told = [Drawn(e.above, e.name, said.format(body), e.owner) for e in plan]
    head = [*FAMILIES[0][: len(plan[0].above)], "事業名", "事業内容", "担当課"]
    rows = rows_of(told)
    if ending == ".ndjson":
        path = tmp_path / "a.ndjson"
        lines = [dict(zip(head, row, strict=True)) for row in rows]
        path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    else:
        path = write_file(tmp_path / f"a{ending}", Table([head, *rows]))
    reading = read(path)
    assert projects_of(reading) == expected(told)
    role = "contractor" if "委託" in said else "cooperation"
    found = [
        (r.element, r.agent.name, r.role)
        for r in reading.records
        if isinstance(r, Participation) and r.agent and r.agent.kind == "org"
    ]
    keys = [r.key for r in reading.records if isinstance(r, Project)]
    assert sorted(found) == sorted((key, body, role) for key in keys)


@FEW
@given(plan=plans(least=1, most=2), yen=st.integers(1, 9_999))
@pytest.mark.parametrize("unit", ["支出額", "支出額（千円）", "支出額（百万円）"])
def test_recipients_in_lists_of_records(
    tmp_path: Path, unit: str, plan: list[Drawn], yen: int
) -> None:
    records = [
        {**dict(zip(FAMILIES[0], e.above, strict=False)), "事業名": e.name, "事業内容": e.content,
         "担当課": e.owner,
         "支出先": [{"支出先名": "株式会社白鷺", unit: yen, "役割": "委託"},
                 {"支出先名": f"{e.name[:2]}財団", unit: f"{yen:,}"}]}
        for e in plan
    ]  # fmt: skip
    path = tmp_path / "a.json"
    path.write_text(json.dumps(records, ensure_ascii=False), encoding="utf-8")
    reading = read(path)
    assert projects_of(reading) == expected(plan)
    times = {"支出額": 1, "支出額（千円）": 1_000, "支出額（百万円）": 1_000_000}[unit]
    found = [
        (r.agent.name, r.amount)
        for r in reading.records
        if isinstance(r, Participation) and r.agent and r.agent.kind == "org"
    ]
    told = [(n, yen * times) for e in plan for n in ("株式会社白鷺", f"{e.name[:2]}財団")]
    assert sorted(found) == sorted(told)


# -- encodings ----------------------------------------------------------------------------------

ENCODINGS = {
    "utf-8": "utf-8", "utf-8-sig": "utf-8-sig", "cp932": "cp932", "euc_jp": "euc-jp",
    "iso2022_jp": "iso2022_jp", "utf-16": "utf-16", "utf-16-le": "utf-16-le", "utf-16-be": "utf-16-be",
}  # fmt: skip


@FEW
@given(plan=plans(least=1, most=2))
@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("ending", [".txt", ".csv", ".tsv", ".md", ".html", ".json", ".ndjson"])
def test_every_encoding_is_read_and_stated(
    tmp_path: Path, ending: str, encoding: str, plan: list[Drawn]
) -> None:
    head = [*FAMILIES[0][: len(plan[0].above)], "事業名", "事業内容", "担当課"]
    path = tmp_path / f"a{ending}"
    if ending == ".ndjson":
        lines = [dict(zip(head, row, strict=True)) for row in rows_of(plan)]
        path.write_text("\n".join(json.dumps(o, ensure_ascii=False) for o in lines), "utf-8")
    else:
        write_file(path, Table([head, *rows_of(plan)]))
    text = path.read_bytes().decode("utf-8-sig").replace("charset=utf-8", "")
    path.write_bytes(text.encode(encoding))
    shares = read_all(path)
    assert {share.source.encoded_in for share in shares} == {ENCODINGS[encoding]}
    assert projects_of(read(path)) == expected(plan)


# -- ledger and places --------------------------------------------------------------------------

#: What a person looks for in a file of each format.
LOCATORS = {
    ".csv": r"[A-Z]\d+", ".tsv": r"[A-Z]\d+", ".xlsx": r"計画![A-Z]\d+",
    ".docx": r"表1 \d+行\d+列", ".html": r"/html/body/table\[1\]/tr\[\d+\]/td\[\d+\]",
    ".md": r"\d+行", ".json": r"/\d+/\d+", ".txt": r"\d+行", ".pdf": r"1頁 表1 \d+行\d+列.*",
}  # fmt: skip


@FEW
@given(plan=plans(least=1))
@pytest.mark.parametrize("ending", TABLES)
def test_every_cell_is_accounted_for_and_every_quote_is_where_it_is_said(
    tmp_path: Path, ending: str, plan: list[Drawn]
) -> None:
    head = [*FAMILIES[0][: len(plan[0].above)], "事業名", "事業内容", "担当課", "整理記号"]
    rows = [[*row, "＠甲"] for row in rows_of(plan)]
    path = write_file(tmp_path / f"a{ending}", Table([head, *rows]))
    (reading,) = read_all(path)
    units = [n for n, span in reading.source.units() if reading.source.quote(span).strip()]
    counted = [entry.number for entry in reading.ledger]
    states = {entry.number: entry.state for entry in reading.ledger}
    if ending not in (".md", ".txt"):  # there a line is the unit
        assert counted == units
        known = [reading.source.quote(e.span) for e in reading.ledger if e.state == "modelled"]
        assert set(known) >= {said for row in rows for said in row[:-1]}
        unread = [n for n, span in reading.source.units() if reading.source.quote(span) == "＠甲"]
        assert {states[n] for n in unread} <= {"unresolved", "ignored"}
    for record in reading.records:
        if isinstance(record, Project):
            assert record.name_span is not None
            assert reading.source.quote(record.name_span) == record.label
            assert re.fullmatch(LOCATORS[ending], reading.source.locator(record.name_span))


@FEW
@given(
    plan=plans(least=1, most=2),
    marks=st.sampled_from([("◎", "○"), ("主：", "副："), ("【主】", "【副】")]),
    yen=st.integers(1, 9_999),
)
def test_marked_owners_and_sums_in_flat_records(
    tmp_path: Path, plan: list[Drawn], marks: tuple[str, str], yen: int
) -> None:
    """What a sheet has in its cells, exported as one object to a project."""
    records = [
        {**dict(zip(FAMILIES[0], e.above, strict=False)), "事業名": e.name, "事業内容": e.content,
         "担当課": f"{marks[0]}{e.owner}\n{marks[1]}土木課",
         "委託先": f"株式会社{e.name[:2]}", "委託料（千円）": f"{yen:,}"}
        for e in plan
    ]  # fmt: skip
    path = tmp_path / "a.ndjson"
    path.write_text("\n".join(json.dumps(each) for each in records), encoding="utf-8")
    reading = read(path)
    assert projects_of(reading) == expected(plan)
    shared = [r for r in reading.records if isinstance(r, Participation) and r.agent]
    assert [r.agent.name for r in shared if r.role == "cooperation" and r.agent] == [
        "土木課"
    ] * len(plan)
    paid = [(r.agent.name, r.amount) for r in shared if r.role == "contractor" and r.agent]
    assert paid == [(f"株式会社{e.name[:2]}", yen * 1_000) for e in plan]


@FEW
@given(plan=plans(least=1, most=2), about=st.sampled_from(["現状", "現状と課題", "動向"]))
@pytest.mark.parametrize("ending", PAGES)
def test_what_is_said_of_a_measure_stands_over_no_projects(
    tmp_path: Path, ending: str, plan: list[Drawn], about: str
) -> None:
    """Below each measure a heading 川の現状 with its text comes before the table of projects."""
    blocks: list[Block] = [Head(1, "白鷺市総合計画")]
    levels = FAMILIES[0][: len(plan[0].above)]
    before: tuple[str, ...] = ()
    for each in plan:
        for n, (word, name) in enumerate(zip(levels, each.above, strict=True)):
            if before[: n + 1] != each.above[: n + 1]:
                blocks.append(Head(n + 2, f"{word}{len(blocks)}　{name}"))
        if before != each.above:
            blocks += [Head(5, f"{each.name[:2]}の{about}"), "近年は利用が増えています。"]
        before = each.above
        blocks.append(
            Table([["事業名", "事業内容", "担当課"], [each.name, each.content, each.owner]])
        )
    assert projects_of(read(write_file(tmp_path / f"a{ending}", *blocks))) == expected(plan)


#: What NFKC would change: half and full width, circled and squared letters (～ a font of PDF does).
_WIDE = st.text("ＡＢ１２ｱｲｶﾞﾊﾟ㈱㈲①②㌔㍻ⅡⅣｰ：ー（）", min_size=2, max_size=6)


@FEW
@given(plan=plans(least=1, most=2), wide=_WIDE)
@pytest.mark.parametrize("ending", [*TABLES, ".ndjson"])
def test_names_and_quotes_are_as_they_are_written(
    tmp_path: Path, ending: str, plan: list[Drawn], wide: str
) -> None:
    told = [
        Drawn(e.above, f"{e.name[:2]}{wide}整備事業", f"{wide}のために行います。", e.owner)
        for e in plan
    ]
    head = [*FAMILIES[0][: len(plan[0].above)], "事業名", "事業内容", "担当課"]
    path = tmp_path / f"a{ending}"
    if ending == ".ndjson":
        lines = [dict(zip(head, row, strict=True)) for row in rows_of(told)]
        path.write_text("\n".join(json.dumps(o, ensure_ascii=False) for o in lines), "utf-8")
    else:
        write_file(path, Table([head, *rows_of(told)]))
    shares = read_all(path)
    found = [(share, r) for share in shares for r in share.records if isinstance(r, Project)]
    assert [r.label for _, r in found] == [e.name for e in told]
    for (share, project), each in zip(found, told, strict=True):
        assert project.description and project.name_span
        assert share.source.quote(project.name_span) == each.name
        assert share.source.quote(project.description.span) == each.content
