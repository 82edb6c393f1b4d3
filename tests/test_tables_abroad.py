"""Tables of other countries, of data bases and of ministries, all invented; expected values are theirs."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from enishi.data.reading import Reading, read_document
from enishi.data.records import Claim, Measure, Participation, Plan, Project
from enishi.data.settings import settings_for

from .readings import projects_of

Rows = Sequence[Sequence[str]]


def _read(path: Path, rows: Rows) -> list[Reading]:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8")
    return list(read_document(path, settings_for(path)))


def _related(reading: Reading) -> dict[str, set[str]]:
    names = {r.key: r.label for r in reading.records if isinstance(r, Project)}
    found: dict[str, set[str]] = {name: set() for name in names.values()}
    for record in reading.records:
        if isinstance(record, Participation) and record.role == "cooperation" and record.agent:
            found[names[record.element]].add(record.agent.name)
    return found


def test_commitments_have_the_minister_who_reports_and_all_others(tmp_path: Path) -> None:
    (reading,) = _read(
        tmp_path / "promises.csv",
        [
            ["ID", "Commitment", "Reporting Lead", "Reporting Lead Name", "All ministers"],
            [
                "1", "Plant a tree for every child", "Minister of Forests, Rivers and Parks",
                "Ada Morrow",
                "Minister of Schools; Minister of Trade, Ports and Fairs; Minister of Forests, Rivers and Parks",
            ],
            ["2", "Open a ferry at night", "Deputy Chancellor and Minister of Boats", "Ben Hale",
             "Deputy Chancellor and Minister of Boats"],
            ["3", "Lend bicycles to visitors", "Minister of Schools", "Cy Lund", ""],
        ],
    )  # fmt: skip
    assert projects_of(reading) == [
        ("Plant a tree for every child", (), ("Minister of Forests, Rivers and Parks",)),
        ("Open a ferry at night", (), ("Deputy Chancellor and Minister of Boats",)),
        ("Lend bicycles to visitors", (), ("Minister of Schools",)),
    ]
    # Who leads is no other; a column of people is nobody's section.
    assert _related(reading) == {
        "Plant a tree for every child": {"Minister of Schools", "Minister of Trade, Ports and Fairs"},
        "Open a ferry at night": set(),
        "Lend bicycles to visitors": set(),
    }  # fmt: skip


def test_heads_of_a_data_base_are_read_as_one_says_them(tmp_path: Path) -> None:
    (reading,) = _read(
        tmp_path / "actions.csv",
        [
            ["l1_topic", "pillar_name", "action_name", "action_desc", "lead_department"],
            ["Water", "Clean rivers", "Count the otters", "Otters are counted.", "Parks"],
            ["Water", "Clean rivers", "Dredge the mill pond", "Mud is taken out.", "Works"],
            ["Light", "Dark skies", "Dim the lamps", "Lamps go out at ten.", "Works"],
        ],
    )
    assert projects_of(reading) == [
        ("Count the otters", ("Water", "Clean rivers"), ("Parks",)),
        ("Dredge the mill pond", ("Water", "Clean rivers"), ("Works",)),
        ("Dim the lamps", ("Light", "Dark skies"), ("Works",)),
    ]


def test_each_ministry_of_a_list_of_reviews_has_its_own_plan(tmp_path: Path) -> None:
    readings = _read(
        tmp_path / "reviews.csv",
        [
            ["シート種別", "予算事業ID", "事業名", "府省庁", "局・庁", "部", "課", "室",
             "責任者_no", "課（その他担当組織）"],
            ["シート", "11", "灯台の点検", "海図省", "灯台局", "", "総務課", "", "1", ""],
            ["シート", "11", "灯台の点検", "海図省", "灯台局", "", "総務課", "", "2", "航路課"],
            ["シート", "12", "浮標の更新", "海図省", "灯台局", "設備部", "浮標課", "点検室", "1", ""],
            ["シート", "12", "鯨の観測", "海図省", "", "", "", "観測室", "1", ""],
            ["シート", "21", "凧の検定", "大空省", "大臣官房", "", "総務課", "", "1", ""],
        ],
    )  # fmt: skip
    plans = [next(r for r in reading.records if isinstance(r, Plan)) for reading in readings]
    assert [plan.government for plan in plans] == ["海図省", "大空省"]
    assert [projects_of(reading, paths=True) for reading in readings] == [
        [
            ("灯台の点検", (), ("灯台局/総務課",)),  # two rows, one project
            ("浮標の更新", (), ("設備部/浮標課",)),
            ("鯨の観測", (), ("観測室",)),
        ],
        [("凧の検定", (), ("大臣官房/総務課",))],
    ]
    assert _related(readings[0])["灯台の点検"] == {"航路課"}
    assert not any(isinstance(r, Measure) for r in readings[0].records)


def test_ministries_that_nothing_stands_below_own_the_projects_of_one_plan(tmp_path: Path) -> None:
    (reading,) = _read(
        tmp_path / "list.csv",
        [
            ["事業名", "府省庁", "事業内容"],
            ["灯台の点検", "海図省", "灯台を点検する。"],
            ["凧の検定", "大空省", "凧を検定する。"],
        ],
    )
    assert projects_of(reading) == [("灯台の点検", (), ("海図省",)), ("凧の検定", (), ("大空省",))]


@pytest.mark.parametrize(
    ("number", "owner", "count"), [("1", "観光課", 1), ("2", "観光課", 2), ("1", "交通課", 2)]
)
def test_a_row_that_follows_with_the_same_name_number_and_owner_is_the_same_project(
    tmp_path: Path, number: str, owner: str, count: int
) -> None:
    (reading,) = _read(
        tmp_path / "partners.csv",
        [
            ["番号", "事業名", "担当課", "委託先"],
            ["1", "星空市の開催", "観光課", "株式会社ほしぞら"],
            [number, "星空市の開催", owner, "一般社団法人よぞら"],
            ["3", "渡し船の運航", "交通課", ""],
        ],
    )
    names = [name for name, _, _ in projects_of(reading)]
    assert names == [*["星空市の開催"] * count, "渡し船の運航"]
    partners = [
        r.element for r in reading.records
        if isinstance(r, Participation) and r.role == "contractor"
    ]  # fmt: skip
    assert len(partners) == 2 and len(set(partners)) == count


def test_a_french_plan_of_axes_with_a_row_that_says_how_to_fill_it_in(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in [
        ["Plan de la baie"],
        ["Axe (x)", "Sous-axe (x.x)", "Titre de l'action", "Moyens humains et techniques",
         "Descriptif", "Direction ou service pilote", "Partenaires"],
        ["Champ texte", "Champ texte", "Champ texte", "Champ texte", "Champ texte",
         "Champ texte (virgule)", "Champ texte (virgule)"],
        ["Axe 1", None, "Action 1", None, "Compter les loutres.", "Service des rivières", None],
        ["Axe 2", "Sous-axe 2.1", "Action 2", "Deux agents", "Éteindre les lampes.",
         "Voirie", "Club des étoiles"],
    ]:  # fmt: skip
        sheet.append(row)
    path = tmp_path / "plan.xlsx"
    book.save(path)
    (reading,) = read_document(path, settings_for(path))
    assert projects_of(reading) == [
        ("Action 1", ("Axe 1",), ("Service des rivières",)),
        ("Action 2", ("Axe 2", "Sous-axe 2.1"), ("Voirie",)),
    ]
    partners = [
        r for r in reading.records if isinstance(r, Participation) and r.role != "responsible"
    ]
    assert [r.agent.name for r in partners if r.agent] == ["Club des étoiles"]


def test_a_word_of_an_alphabet_and_a_name_of_many_refer_to_no_project(tmp_path: Path) -> None:
    rows = [["番号", "action", "description", "department"]]
    rows += [[str(n), "Public lighting", f"Lamp {n} is mended.", "Works"] for n in range(1, 6)]
    rows += [
        ["6", "Education", "Classes are held.", "Schools"],
        ["7", "Winter school", "Education and Public lighting meet here.", "Schools"],
        ["8", "Summer school", "As the Winter school does, but outdoors.", "Schools"],
    ]
    (reading,) = _read(tmp_path / "list.csv", rows)
    names = {r.key: r.label for r in reading.records if isinstance(r, Project)}
    assert len(names) == 8
    referred = [
        (names[r.element], names[r.thing.name])
        for r in reading.records
        if isinstance(r, Claim) and r.predicate == "refersTo"
    ]
    assert referred == [("Summer school", "Winter school")]


def test_which_practice_belongs_to_which_action_is_no_list_of_projects(tmp_path: Path) -> None:
    rows = "".join(
        "<tr>" + (f"<td rowspan=3>Kind {n // 3}</td>" if n % 3 == 0 else "")
        + f"<td>{n + 1}. Look after otter {n}</td>"
        + "".join(f"<td>{'•' if n % 3 == action else ''}</td>" for action in range(3)) + "</tr>"
        for n in range(9)
    )  # fmt: skip
    path = tmp_path / "plan.html"
    path.write_text(
        "<h1>Otter Plan</h1><h2>Otter Actions</h2><h3>Action 1: Count the otters</h3><p>They are counted.</p>"
        "<h3>Action 2: Feed the otters</h3><p>They are fed.</p><h2>Looking ahead</h2>"
        "<table><tr><th rowspan=2>Category</th><th rowspan=2>Practices</th><th colspan=3>Actions*</th></tr>"
        f"<tr><th>1</th><th>2</th><th>3</th></tr>{rows}</table>",
        encoding="utf-8",
    )
    (reading,) = read_document(path, settings_for(path))
    assert [name for name, _, _ in projects_of(reading)] == ["Count the otters", "Feed the otters"]
