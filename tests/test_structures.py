"""Generated plans in every structure that cities use, written to every format that can carry it.

Whatever is written comes back as the same projects, levels, owners and partners. All cities,
sections and bodies are invented; what is expected is what was drawn, never what was read.
"""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as limits
from hypothesis import strategies as st

from enishi.data.reading import Reading, read_document
from enishi.data.records import Goal, Measure, Participation, Plan, Project
from enishi.data.settings import settings_for

from .plan_files import Block, Head, Table, write_book, write_file
from .readings import Row, projects_of

FEW = limits(
    max_examples=2,
    phases=[Phase.generate],
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
TABLES = [".csv", ".tsv", ".xlsx", ".docx", ".html", ".md", ".json", ".txt", ".pdf"]
PAGES = [".txt", ".md", ".docx", ".html", ".pdf"]

#: (goal, measure, project, its content, its owner)
Five = tuple[str, str, str, str, str]

_STEMS = st.text("山川海空森湖村港橋畑", min_size=2, max_size=5)
_OWNERS = st.sampled_from(["環境課", "商工課", "こども家庭課", "市民税務室", "図書館"])


@st.composite
def plans(draw: st.DrawFn) -> list[Five]:
    """Two goals, each with measures and projects; every name is another."""
    stems = draw(st.lists(_STEMS, min_size=14, max_size=14, unique=True))
    names = iter(stems)
    found: list[Five] = []
    for _ in range(2):
        goal = f"{next(names)}を守るまち"
        for _ in range(draw(st.integers(1, 2))):
            measure = f"{next(names)}の充実"
            for _ in range(draw(st.integers(1, 2))):
                name = next(names, None)
                if name is not None:
                    content = f"{name}を訪れる人のために行います。"
                    found.append((goal, measure, f"{name}整備事業", content, draw(_OWNERS)))
    return found


def read(path: Path) -> Reading:
    """The one plan of a file, all its sources together."""
    shares = list(read_document(path, settings_for(path)))
    records = tuple(record for share in shares for record in share.records)
    assert sum(isinstance(record, Plan) for record in records) == 1
    return Reading(shares[0].source, shares[0].settings, records, (), ())


def expected(plan: Sequence[Five]) -> list[Row]:
    return [(name, (goal, measure), (owner,)) for goal, measure, name, _, owner in plan]


def contents(reading: Reading) -> list[str]:
    return [
        record.description.text if record.description else ""
        for record in reading.records
        if isinstance(record, Project)
    ]


def partners(reading: Reading) -> list[tuple[str, str, int | None]]:
    return [
        (record.agent.name, record.role, record.amount)
        for record in reading.records
        if isinstance(record, Participation) and record.agent and record.agent.kind == "org"
    ]


def as_above(rows: Sequence[Sequence[str]], columns: int) -> list[list[str | None]]:
    """The first `columns` left blank where they are as above; a new level is written out whole."""
    found: list[list[str | None]] = []
    for n, row in enumerate(rows):
        same = 0
        while n and same < columns and rows[n - 1][same] == row[same]:
            same += 1
        found.append([None] * same + list(row[same:]))
    return found


HEAD = ["基本目標", "施策", "事業名", "事業内容", "担当課"]


# -- levels ------------------------------------------------------------------------------------


@FEW
@given(plan=plans())
@pytest.mark.parametrize("merged", [False, True], ids=["blank", "merged"])
@pytest.mark.parametrize("ending", TABLES)
def test_levels_in_columns(tmp_path: Path, ending: str, merged: bool, plan: list[Five]) -> None:
    if merged and ending in (".csv", ".tsv", ".md", ".json", ".txt"):
        return  # no merged cells there
    table = Table([HEAD, *as_above(plan, 2)], merged)
    reading = read(write_file(tmp_path / f"a{ending}", table))
    assert projects_of(reading) == expected(plan)
    assert contents(reading) == [row[3] for row in plan]


@FEW
@given(plan=plans())
@pytest.mark.parametrize("ending", [".docx", ".html", ".md", ".xlsx", ".csv", ".pdf"])
def test_levels_in_headings_above_tables(tmp_path: Path, ending: str, plan: list[Five]) -> None:
    blocks: list[Block] = [Head(1, "白鷺市総合計画")]
    goals = list(dict.fromkeys(row[0] for row in plan))
    for g, goal in enumerate(goals, 1):
        blocks.append(Head(2, f"基本目標{g}　{goal}"))
        measures = list(dict.fromkeys(row[1] for row in plan if row[0] == goal))
        for m, measure in enumerate(measures, 1):
            blocks.append(Head(3, f"施策{m}　{measure}"))
            blocks.append(Table([HEAD[2:], *(row[2:] for row in plan if row[1] == measure)]))
    assert projects_of(read(write_file(tmp_path / f"a{ending}", *blocks))) == expected(plan)


STYLES: dict[str, tuple[Callable[[int], str], Callable[[int], str], Callable[[int], str]]] = {
    "words": (lambda n: f"基本目標{n}　", lambda n: f"施策{n}　", lambda n: "①②③④⑤"[n - 1] + "　"),
    "chapters": (lambda n: f"第{n}章　", lambda n: f"第{n}節　", lambda n: f"（{n}）"),
    "numbers": (lambda n: f"{n}　", lambda n: f"（{n}）", lambda n: "①②③④⑤"[n - 1]),
    "dashes": (lambda n: f"{n}　", lambda n: f"1-{n}　", lambda n: f"1-1-{n}　"),
    "kana": (
        lambda n: f"基本目標{n}　",
        lambda n: f"（{n}）",
        lambda n: "アイウエオ"[n - 1] + "　",
    ),
}


@FEW
@given(plan=plans())
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("contents_first", [False, True], ids=["", "contents"])
@pytest.mark.parametrize("ending", PAGES)
def test_numbered_headings_and_projects_with_their_owner(
    tmp_path: Path, ending: str, style: str, contents_first: bool, plan: list[Five]
) -> None:
    """The contents name all goals and measures and are none of them."""
    goal_no, measure_no, project_no = STYLES[style]
    body: list[Block] = []
    listed: list[str] = []
    goals = list(dict.fromkeys(row[0] for row in plan))
    for g, goal in enumerate(goals, 1):
        body.append(Head(2, f"{goal_no(g)}{goal}"))
        listed.append(f"{goal_no(g)}{goal}……………{g}")
        for m, measure in enumerate(dict.fromkeys(r[1] for r in plan if r[0] == goal), 1):
            body.append(Head(3, f"{measure_no(m)}{measure}"))
            listed.append(f"{measure_no(m)}{measure}……………{g}")
            below = [row for row in plan if row[1] == measure]
            for n, (_, _, name, content, owner) in enumerate(below, 1):
                body += [f"{project_no(n)}{name}【担当：{owner}】", f"　{content}"]
    front: list[Block] = ["目次", *listed] if contents_first else []
    blocks = [Head(1, "白鷺市総合計画"), *front, *body]
    reading = read(write_file(tmp_path / f"a{ending}", *blocks))
    assert projects_of(reading) == expected(plan)
    assert contents(reading) == [row[3] for row in plan]


def nested(plan: Sequence[Five]) -> list[dict[str, Any]]:
    goals: dict[str, dict[str, list[Five]]] = {}
    for row in plan:
        goals.setdefault(row[0], {}).setdefault(row[1], []).append(row)
    return [
        {"名称": goal, "施策": [
            {"名称": measure, "事業": [
                {"事業名": name, "事業内容": content, "担当課": owner}
                for _, _, name, content, owner in rows]}
            for measure, rows in measures.items()]}
        for goal, measures in goals.items()
    ]  # fmt: skip


@FEW
@given(plan=plans())
@pytest.mark.parametrize("form", ["object", "array", "lines"])
def test_levels_by_nesting(tmp_path: Path, form: str, plan: list[Five]) -> None:
    goals = nested(plan)
    if form == "lines":
        path = tmp_path / "a.ndjson"
        path.write_text("\n".join(json.dumps(goal) for goal in goals), encoding="utf-8")
    else:
        path = tmp_path / "a.json"
        value: Any = {"計画名": "白鷺市計画", "基本目標": goals} if form == "object" else goals
        path.write_text(json.dumps(value), encoding="utf-8")
    reading = read(path)
    assert projects_of(reading) == expected(plan)
    assert contents(reading) == [row[3] for row in plan]


@FEW
@given(plan=plans())
def test_levels_by_nesting_in_stratml(tmp_path: Path, plan: list[Five]) -> None:
    """Part 1: a goal with objectives; an objective has a stakeholder."""
    goals = []
    for number, goal in enumerate(nested(plan)):
        objectives = "".join(
            f"<Objective><Name>{p['事業名']}</Name><Description>{p['事業内容']}</Description>"
            f"<Identifier>_{number}{p['事業名']}</Identifier><SequenceIndicator>1</SequenceIndicator>"
            f"<Stakeholder><Name>{p['担当課']}</Name></Stakeholder></Objective>"
            for measure in goal["施策"]
            for p in measure["事業"]
        )
        goals.append(
            f"<Goal><Name>{goal['名称']}</Name><Identifier>_{number}</Identifier>"
            f"<SequenceIndicator>{number + 1}</SequenceIndicator>{objectives}</Goal>"
        )
    path = tmp_path / "a.xml"
    path.write_text(
        '<?xml version="1.0"?><StrategicPlan xmlns="urn:ISO:std:iso:17469:tech:xsd:stratml_core">'
        "<Name>計画</Name><StrategicPlanCore><Organization><Name>白鷺市</Name></Organization>"
        f"{''.join(goals)}</StrategicPlanCore></StrategicPlan>",
        encoding="utf-8",
    )
    records = read(path).records
    above = {record.key: record.label for record in records if isinstance(record, Goal)}
    found = [(r.label, above[r.parent]) for r in records if isinstance(r, Measure)]
    assert found == [(row[2], row[0]) for row in plan]


# -- heads -------------------------------------------------------------------------------------


@FEW
@given(plan=plans(), fillers=st.integers(0, 3))
@pytest.mark.parametrize("ending", TABLES)
def test_heads_over_two_rows_with_breaks_below_filler_rows(
    tmp_path: Path, ending: str, plan: list[Five], fillers: int
) -> None:
    head: list[list[str | None]] = [
        ["基本\n目標", "施策", "事業", None, "担当"],
        [None, None, "事業名", "事業\n内容", "課"],
    ]
    above: list[Block] = ["白鷺市実施計画 事業一覧", "（令和6年4月1日現在）", "第1表"][:fillers]
    reading = read(write_file(tmp_path / f"a{ending}", *above, Table([*head, *plan])))
    assert projects_of(reading) == expected(plan)
    assert contents(reading) == [row[3] for row in plan]


@FEW
@given(plan=plans())
@pytest.mark.parametrize("ending", TABLES)
def test_blocks_repeated_for_each_year(tmp_path: Path, ending: str, plan: list[Five]) -> None:
    """Figures of each year are no projects and change none."""
    head: list[list[str | None]] = [
        ["施策", "事業名", "事業内容", "担当課", "令和5年度", None, "令和6年度", None],
        [
            None,
            None,
            None,
            None,
            "計画額（千円）",
            "決算額（千円）",
            "計画額（千円）",
            "決算額（千円）",
        ],
    ]
    rows = [[*row[1:], "100", "90", "200", "180"] for row in plan]
    reading = read(write_file(tmp_path / f"a{ending}", Table([*head, *rows])))
    assert projects_of(reading) == [(name, (m,), (o,)) for _, m, name, _, o in plan]


# -- forms -------------------------------------------------------------------------------------


def form(row: Five) -> list[list[str | None]]:
    goal, measure, name, content, owner = row
    return [
        ["事務事業名", name, "担当課", owner],
        ["基本目標", goal, "施策", measure],
        ["事業内容", content, None, None],
    ]


@FEW
@given(plan=plans())
def test_one_project_a_sheet(tmp_path: Path, plan: list[Five]) -> None:
    sheets: dict[str, Sequence[Block]] = {
        f"様式{n}": ["事務事業評価シート", Table(form(row))] for n, row in enumerate(plan, 1)
    }
    reading = read(write_book(tmp_path / "a.xlsx", sheets))
    assert projects_of(reading) == expected(plan)


@FEW
@given(plan=plans())
@pytest.mark.parametrize("ending", [".xlsx", ".csv", ".docx", ".html", ".md", ".txt", ".pdf"])
def test_forms_one_below_another(tmp_path: Path, ending: str, plan: list[Five]) -> None:
    blocks = [Table([*form(row), [None] * 4]) for row in plan]
    assert projects_of(read(write_file(tmp_path / f"a{ending}", *blocks))) == expected(plan)


@FEW
@given(plan=plans())
@pytest.mark.parametrize("ending", [".docx", ".html", ".md", ".txt", ".pdf"])
def test_one_project_below_each_heading_with_labels(
    tmp_path: Path, ending: str, plan: list[Five]
) -> None:
    blocks: list[Block] = [Head(1, "白鷺市総合計画")]
    before: tuple[str, str] = ("", "")
    goals = list(dict.fromkeys(row[0] for row in plan))
    measures = list(dict.fromkeys(row[1] for row in plan))
    for goal, measure, name, content, owner in plan:
        if goal != before[0]:
            blocks.append(Head(2, f"基本目標{goals.index(goal) + 1}　{goal}"))
        if measure != before[1]:
            blocks.append(Head(3, f"施策{measures.index(measure) + 1}　{measure}"))
        before = (goal, measure)
        blocks += [f"事業名：{name}", f"担当課：{owner}", f"事業内容：{content}"]
    assert projects_of(read(write_file(tmp_path / f"a{ending}", *blocks))) == expected(plan)


# -- owners ------------------------------------------------------------------------------------


@FEW
@given(plan=plans(), mark=st.sampled_from(["、", "，", "・", "/", "／", "\n", " ", "　", ","]))
@pytest.mark.parametrize("ending", TABLES)
def test_two_sections_in_one_cell(tmp_path: Path, ending: str, plan: list[Five], mark: str) -> None:
    rows = [[*row[:4], f"{row[4]}{mark}土木課"] for row in plan]
    reading = read(write_file(tmp_path / f"a{ending}", Table([HEAD, *rows])))
    assert projects_of(reading) == [(row[2], row[:2], (row[4], "土木課")) for row in plan]


@FEW
@given(plan=plans(), mark=st.sampled_from([" ", "　", "\n"]))
@pytest.mark.parametrize("ending", TABLES)
def test_department_and_section_in_one_cell(
    tmp_path: Path, ending: str, plan: list[Five], mark: str
) -> None:
    rows = [[*row[:4], f"市民部{mark}{row[4]}"] for row in plan]
    reading = read(write_file(tmp_path / f"a{ending}", Table([HEAD, *rows])))
    owners = [(f"市民部/{row[4]}",) for row in plan]
    assert [found for _, _, found in projects_of(reading, paths=True)] == owners


@FEW
@given(plan=plans(), marks=st.sampled_from([("◎", "○"), ("主：", "副："), ("【主】", "【副】")]))
@pytest.mark.parametrize("ending", TABLES)
def test_the_leading_owner_has_its_own_mark(
    tmp_path: Path, ending: str, plan: list[Five], marks: tuple[str, str]
) -> None:
    rows = [[*row[:4], f"{marks[0]}{row[4]}\n{marks[1]}土木課"] for row in plan]
    reading = read(write_file(tmp_path / f"a{ending}", Table([HEAD, *rows])))
    assert projects_of(reading) == expected(plan)
    others = [r.agent.name for r in reading.records
              if isinstance(r, Participation) and r.agent and r.role == "cooperation"]  # fmt: skip
    assert others == ["土木課"] * len(plan)


@FEW
@given(plan=plans(), nobody=st.sampled_from([None, "－", "未定", "該当なし"]), at=st.integers(0, 9))
@pytest.mark.parametrize("ending", TABLES)
def test_nobody_owns_a_project(
    tmp_path: Path, ending: str, plan: list[Five], nobody: str | None, at: int
) -> None:
    at %= len(plan)
    rows = [[*row[:4], nobody if n == at else row[4]] for n, row in enumerate(plan)]
    reading = read(write_file(tmp_path / f"a{ending}", Table([HEAD, *rows])))
    told = expected(plan)
    told[at] = (*told[at][:2], ())
    assert projects_of(reading) == told


@FEW
@given(plan=plans(), mark=st.sampled_from(["、", "，", "・", "／", "　"]), department=st.booleans())
@pytest.mark.parametrize("line", ["【担当：{}】", "担当課：{}", "（所管：{}）"])
@pytest.mark.parametrize("ending", PAGES)
def test_two_owners_in_a_line_of_text(
    tmp_path: Path, ending: str, plan: list[Five], mark: str, department: bool, line: str
) -> None:
    blocks: list[Block] = [Head(1, "白鷺市総合計画")]
    above = ("", "")
    for n, (goal, measure, name, content, owner) in enumerate(plan, 1):
        if goal != above[0]:
            blocks.append(Head(2, f"基本目標{n}　{goal}"))
        if measure != above[1]:
            blocks.append(Head(3, f"施策{n}　{measure}"))
        above = (goal, measure)
        first = f"市民部 {owner}" if department else owner
        owners = line.format(f"{first}{mark}土木課")
        name = f"①　{name}"
        blocks += [f"{name}{owners}"] if line[0] == "【" else [name, owners]
        blocks.append(f"　{content}")
    reading = read(write_file(tmp_path / f"a{ending}", *blocks))
    told = [(row[2], row[:2], (row[4], "土木課")) for row in plan]
    assert projects_of(reading) == told


# -- partners, governments ---------------------------------------------------------------------

FORMS = ["㈱{}", "株式会社{}", "{}（株）", "(一社){}", "NPO法人{}", "{}有限会社"]


@FEW
@given(plan=plans(), form=st.sampled_from(FORMS), yen=st.integers(1, 9_999))
@pytest.mark.parametrize("ending", TABLES)
def test_partners_with_their_sums_in_columns(
    tmp_path: Path, ending: str, plan: list[Five], form: str, yen: int
) -> None:
    """Names are shown as they are written; sums are in thousands of yen."""
    names = [form.format(f"白鷺{'あいうえおかきくけこ'[n]}") for n in range(len(plan))]
    head = [*HEAD, "委託先", "委託料（千円）", "連携先"]
    rows = [[*row, name, f"{yen + n:,}", "湖守る会"]
            for n, (row, name) in enumerate(zip(plan, names, strict=True))]  # fmt: skip
    reading = read(write_file(tmp_path / f"a{ending}", Table([head, *rows])))
    assert projects_of(reading) == expected(plan)
    told = [(name, "contractor", (yen + n) * 1000) for n, name in enumerate(names)]
    assert sorted(partners(reading), key=str) == sorted(
        [*told, *[("湖守る会", "cooperation", None)] * len(plan)], key=str
    )


@FEW
@given(plan=plans())
@pytest.mark.parametrize("ending", TABLES)
def test_several_governments_are_a_plan_each(tmp_path: Path, ending: str, plan: list[Five]) -> None:
    cities = ["白鷺市", "茜町"]
    rows = [[city, *row] for city in cities for row in plan]
    path = write_file(tmp_path / f"a{ending}", Table([["団体名", *HEAD], *rows]))
    readings = list(read_document(path, settings_for(path)))
    assert [reading.settings.government for reading in readings] == cities
    assert [projects_of(reading) for reading in readings] == [expected(plan)] * 2
