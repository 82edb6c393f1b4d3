"""One plan in every shape that files of JSON give it: each comes back as the same records.

白鷺市, its sections and its partners are invented.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from enishi.data.reading import Reading, inspect_document, read_document
from enishi.data.records import Element, Goal, Measure, Participation, Plan, Project
from enishi.data.settings import settings_for
from enishi.errors import InputError

from .readings import Row, projects_of

#: The plan as a person reads it: (name, levels above it, owners).
PLAN: list[Row] = [
    ("湖岸清掃事業", ("水辺のまち", "湖の保全"), ("環境課",)),
    ("水質調査事業", ("水辺のまち", "湖の保全"), ("環境課",)),
    ("朝市事業", ("働くまち", "商いの支援"), ("商工課",)),
]
TYPES = [("goal", "measure", "project"), ("基本目標", "施策", "事業")]


def write(path: Path, value: Any) -> Path:
    if path.suffix == ".ndjson":
        text = "\n".join(json.dumps(each, ensure_ascii=False) for each in value)
    else:
        text = json.dumps(value, ensure_ascii=False, indent=1)
    path.write_text(text, encoding="utf-8")
    return path


def read(path: Path) -> list[Reading]:
    return list(read_document(path, settings_for(path, municipality="local", plan="p")))


def rows(readings: list[Reading]) -> list[Row]:
    """The projects of all sources of one plan."""
    first = readings[0]
    records = tuple(record for reading in readings for record in reading.records)
    whole = Reading(first.source, first.settings, records, (), ())
    return projects_of(whole)


def unresolved(readings: list[Reading]) -> list[str]:
    return [
        reading.source.locator(entry.span)
        for reading in readings
        for entry in reading.ledger
        if entry.state == "unresolved"
    ]


def project(name: str, section: str) -> dict[str, Any]:
    return {"name": name, "section": section, "description": "水と人のために行う。"}


def node(name: str, *children: Any, **more: Any) -> dict[str, Any]:
    return {"name": name, **more, **({"children": list(children)} if children else {})}


def tree(kind: str | None, words: tuple[str, str, str]) -> list[dict[str, Any]]:
    """The plan's goals; each object says under `kind` what it is."""

    def told(level: int) -> dict[str, str]:
        return {kind: words[level]} if kind else {}

    def leaf(name: str, section: str) -> dict[str, Any]:
        return project(name, section) | told(2)

    return [
        node(
            "水辺のまち",
            node(
                "湖の保全",
                leaf("湖岸清掃事業", "環境課"),
                leaf("水質調査事業", "環境課"),
                **told(1),
            ),
            **told(0),
        ),
        node("働くまち", node("商いの支援", leaf("朝市事業", "商工課"), **told(1)), **told(0)),
    ]


@pytest.mark.parametrize("kind", ["type", "kind", "level", "種別"])
@pytest.mark.parametrize("words", TYPES)
@pytest.mark.parametrize("form", ["plan", "list", "lines"])
def test_a_tree_whose_objects_say_what_they_are(
    tmp_path: Path, kind: str, words: tuple[str, str, str], form: str
) -> None:
    made = tree(kind, words)
    value: Any = {"name": "白鷺市計画", kind: "plan", "children": made} if form == "plan" else made
    readings = read(write(tmp_path / ("a.ndjson" if form == "lines" else "a.json"), value))
    assert rows(readings) == PLAN
    goals = [r.label for each in readings for r in each.records if isinstance(r, Goal)]
    assert goals == ["水辺のまち", "働くまち"]
    assert unresolved(readings) == []
    if form == "plan":
        (plan,) = [r for r in readings[0].records if isinstance(r, Plan)]
        assert plan.label == "白鷺市計画"


@pytest.mark.parametrize("field", ["children", "nodes", "子要素", "branches"])
@pytest.mark.parametrize("form", ["plan", "list"])
def test_a_tree_that_does_not_say_is_told_by_its_owners(
    tmp_path: Path, field: str, form: str
) -> None:
    """What has an owner or a content is a project, what stands above it a measure, never a goal."""
    text = json.dumps(tree(None, TYPES[0]), ensure_ascii=False).replace('"children"', f'"{field}"')
    goals = json.loads(text)
    value = {"name": "白鷺市計画", field: goals} if form == "plan" else goals
    readings = read(write(tmp_path / "a.json", value))
    assert rows(readings) == PLAN
    assert not [r for each in readings for r in each.records if isinstance(r, Goal)]


def test_numbers_of_levels_say_no_more_than_the_depth(tmp_path: Path) -> None:
    text = json.dumps(tree("level", ("1", "2", "3")), ensure_ascii=False)
    readings = read(write(tmp_path / "a.json", {"name": "計画", "children": json.loads(text)}))
    assert rows(readings) == PLAN
    assert unresolved(readings) == []


def adjacent(kind: bool, key: str = "id", parent: str = "parent") -> list[dict[str, Any]]:
    said = [
        ("g1", None, "goal", {"name": "水辺のまち"}),
        ("m1", "g1", "measure", {"name": "湖の保全"}),
        ("p1", "m1", "project", project("湖岸清掃事業", "環境課")),
        ("p2", "m1", "project", project("水質調査事業", "環境課")),
        ("g2", None, "goal", {"name": "働くまち"}),
        ("m2", "g2", "measure", {"name": "商いの支援"}),
        ("p3", "m2", "project", project("朝市事業", "商工課")),
    ]
    return [
        {key: own, parent: above, **({"type": cls} if kind else {}), **fields}
        for own, above, cls, fields in said
    ]


@pytest.mark.parametrize("kind", [True, False])
@pytest.mark.parametrize("fields", [("id", "parent"), ("id", "parentId"), ("コード", "親コード")])
@pytest.mark.parametrize("form", ["a.json", "a.ndjson", "keyed", "beside", "backwards"])
def test_records_that_name_the_one_above(
    tmp_path: Path, kind: bool, fields: tuple[str, str], form: str
) -> None:
    records = adjacent(kind, *fields)
    value: Any = records
    if form == "keyed":
        value = {each[fields[0]]: {k: v for k, v in each.items() if k != fields[0]}
                 for each in records}  # fmt: skip
    elif form == "beside":
        value = {"plan": "白鷺市計画", "elements": records}
    elif form == "backwards":
        value = records[::-1]
    readings = read(write(tmp_path / (form if form.startswith("a.") else "a.json"), value))
    assert sorted(rows(readings)) == sorted(PLAN)
    assert len(readings) == 1, "such a list is read as a whole"
    assert readings[0].source.locator(
        next(r.span for r in readings[0].records if isinstance(r, Project) and r.label == PLAN[0][0])
    ) == {
        "a.json": "/2/name", "a.ndjson": "3行 /name", "keyed": "/p1/name",
        "beside": "/elements/2/name", "backwards": "/4/name",
    }[form]  # fmt: skip


def test_the_source_of_a_whole_list_is_the_files_own(tmp_path: Path) -> None:
    import hashlib

    path = write(tmp_path / "a.json", adjacent(True))
    (reading,) = read(path)
    assert reading.source.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    for record in reading.records:
        if isinstance(record, Element) and record.key:
            assert reading.source.quote(record.span) == record.label


def test_records_in_order_that_say_what_they_are(tmp_path: Path) -> None:
    listed = [
        {k: v for k, v in each.items() if k not in ("id", "parent")} for each in adjacent(True)
    ]
    assert rows(read(write(tmp_path / "a.json", listed))) == PLAN


def test_lists_of_levels_that_refer_to_one_another(tmp_path: Path) -> None:
    value = {
        "plan": "白鷺市計画",
        "goals": [{"id": 1, "name": "水辺のまち"}, {"id": 2, "name": "働くまち"}],
        "measures": [
            {"id": 1, "goal_id": 1, "name": "湖の保全"},
            {"id": 2, "goal_id": 2, "name": "商いの支援"},
        ],
        "projects": [
            {"id": n, "measure_id": m, "goal_id": m, "name": name, "section": section}
            for n, m, name, section in (
                (1, 1, "湖岸清掃事業", "環境課"),
                (2, 1, "水質調査事業", "環境課"),
                (3, 2, "朝市事業", "商工課"),
            )
        ],
    }
    assert rows(read(write(tmp_path / "a.json", value))) == PLAN


def test_a_record_above_that_is_not_there_is_said(tmp_path: Path) -> None:
    records = adjacent(True)
    records[2]["parent"] = "m9"
    readings = read(write(tmp_path / "a.json", records))
    assert ("湖岸清掃事業", (), ("環境課",)) in rows(readings)
    said = [(n.place.ja, n.message.en) for n in readings[0].notices]
    assert any(place == "/2/name" and "m9" in message for place, message in said)


@pytest.mark.parametrize(
    ("change", "said"),
    [({0: {"parent": "m1"}}, "circle"), ({1: {"id": "g1"}}, "two records are called “g1”")],
)
def test_records_in_a_circle_or_of_one_number_are_refused(
    tmp_path: Path, change: dict[int, dict[str, str]], said: str
) -> None:
    records = adjacent(True)
    for number, fields in change.items():
        records[number] |= fields
    with pytest.raises(InputError, match=said) as caught:
        read(write(tmp_path / "a.json", records))
    assert "a.json" in caught.value.where and "/" in caught.value.where


def test_an_outline_of_names_alone_is_refused(tmp_path: Path) -> None:
    value = node("計画", node("水辺", node("湖"), node("川")), node("働く", node("朝")))
    with pytest.raises(InputError, match="which of them are projects") as caught:
        read(write(tmp_path / "a.json", value))
    assert "name" in caught.value.message.en


def test_what_stands_below_a_project_is_said_not_to_be_read(tmp_path: Path) -> None:
    value = {"name": "計画", "children": [project("朝市事業", "商工課") | {
        "children": [{"name": "会場の準備"}, {"name": "出店者の募集"}]}]}  # fmt: skip
    readings = read(write(tmp_path / "a.json", value))
    assert rows(readings) == [("朝市事業", (), ("商工課",))]
    assert any("2 objects" in notice.message.en for notice in readings[0].notices)
    assert [place for place in unresolved(readings)] == [
        "/children/0/children/0/name", "/children/0/children/1/name",
    ]  # fmt: skip


HEAD = ["基本目標", "施策", "事業名", "担当課", "委託先"]
ROWS = [[*above, name, *owners, None] for name, above, owners in PLAN]
AS_RECORDS = [dict(zip(HEAD, row, strict=True)) for row in ROWS]


@pytest.mark.parametrize(
    "value",
    [
        [HEAD, *ROWS],
        {"columns": HEAD, "index": [0, 1, 2], "data": ROWS},
        {"columns": HEAD, "rows": ROWS, "truncated": False},
        {"fields": [{"type": "text", "id": name} for name in HEAD], "records": ROWS},
        {"meta": {"view": {"columns": [{"name": name, "position": 1} for name in HEAD]}},
         "data": ROWS},
        {"range": "A1:E4", "values": [HEAD, *ROWS]},
        {name: [row[n] for row in ROWS] for n, name in enumerate(HEAD)},
        {name: {str(r): row[n] for r, row in enumerate(ROWS)} for n, name in enumerate(HEAD)},
        {"head": {"vars": HEAD}, "results": {"bindings": [
            {k: {"type": "literal", "value": v} for k, v in each.items() if v}
            for each in AS_RECORDS]}},
        {"success": True, "result": {"fields": [{"id": name} for name in HEAD],
                                     "records": AS_RECORDS, "total": 3}},
        {"schema": {"fields": [{"name": name} for name in HEAD]}, "data": AS_RECORDS},
        {"一覧": AS_RECORDS},
    ],
    ids=["rows", "split", "columns", "fields", "meta", "values", "lists", "by-number", "bindings",
         "answer", "schema", "sheet"],
)  # fmt: skip
def test_tables_as_other_programs_export_them(tmp_path: Path, value: Any) -> None:
    readings = read(write(tmp_path / "a.json", value))
    assert rows(readings) == PLAN
    goals = [r.label for each in readings for r in each.records if isinstance(r, Goal)]
    assert goals == ["水辺のまち", "働くまち"]
    written = [reading.source.quote(span).strip() for reading in readings
               for _, span in reading.source.units()]  # fmt: skip
    for said in _values(value):
        assert any(unit.endswith(said) for unit in written), "every value is in the ledger"


def _values(value: Any) -> list[str]:
    if isinstance(value, dict | list):
        inner = value.values() if isinstance(value, dict) else value
        return [said for each in inner for said in _values(each)]
    return [value] if isinstance(value, str) else []


def test_rows_one_to_a_line(tmp_path: Path) -> None:
    (reading,) = read(write(tmp_path / "a.ndjson", [HEAD, *ROWS]))
    assert rows([reading]) == PLAN
    (first, *_) = [r for r in reading.records if isinstance(r, Measure)]
    assert reading.source.locator(first.span) == "2行 /1"


@pytest.mark.parametrize("form", ["a.json", "a.ndjson"])
def test_features_of_a_map_are_projects(tmp_path: Path, form: str) -> None:
    features = [
        {"type": "Feature", "properties": each,
         "geometry": {"type": "Polygon", "coordinates": [[[139.4, 35.8], [139.5, 35.9]]]}}
        for each in AS_RECORDS
    ]  # fmt: skip
    value = features
    if form == "a.json":
        value = {"type": "FeatureCollection", "name": "白鷺市の事業", "features": features}  # type: ignore[assignment]
    readings = read(write(tmp_path / form, value))
    assert rows(readings) == PLAN
    assert unresolved(readings) == []
    ignored = [e for each in readings for e in each.ledger if e.state == "ignored"]
    assert sum(entry.places for entry in ignored) == 3 * 5, "type and four numbers of each place"


@pytest.mark.parametrize(
    "value",
    [
        [{"名称": "白鷺商工会", "住所": "一丁目", "電話": "000"},
         {"名称": "湖守る会", "住所": "二丁目", "電話": "001"}],
        [{"name": "City hall", "description": "Open to all.", "address": "1 Lake Road"}] * 2,
        {"type": "FeatureCollection", "features": [
            {"type": "Feature", "properties": {"名称": name, "住所": "一丁目"}, "geometry": None}
            for name in ("市役所", "公民館")]},
        [["名称", "住所"], ["白鷺商工会", "一丁目"], ["湖守る会", "二丁目"]],
        [["款", "項", "金額"], ["総務費", "総務管理費", "100"]],
    ],
    ids=["bodies", "buildings", "map", "rows", "budget"],
)  # fmt: skip
def test_lists_of_something_else_are_refused_with_what_was_seen(tmp_path: Path, value: Any) -> None:
    path = write(tmp_path / "a.json", value)
    with pytest.raises(InputError) as caught:
        read(path)
    assert "a.json" in caught.value.where and caught.value.hint
    seen = ("名称", "name", "款")
    assert any(word in caught.value.message.ja for word in seen)


def test_owners_that_are_objects_of_their_own(tmp_path: Path) -> None:
    value = [{"事業名": "朝市事業", "担当": [{"部": "産業部", "課": "商工課"},
                                      {"部": "農林部", "課": "農政課"}]}]  # fmt: skip
    (reading,) = read(write(tmp_path / "a.json", value))
    assert projects_of(reading, paths=True) == [
        ("朝市事業", (), ("産業部/商工課", "農林部/農政課"))
    ]


def test_a_partner_says_its_role_and_its_sum(tmp_path: Path) -> None:
    value = [{"事業名": "湖岸清掃事業", "担当課": "環境課", "連携": [
        {"団体": "湖守る会", "役割": "場所の案内"},
        {"団体": "㈱みずうみ", "役割": "清掃の委託", "金額": "1,200千円"}]}]  # fmt: skip
    (reading,) = read(write(tmp_path / "a.json", value))
    partners = [(r.agent.name, r.role, r.amount) for r in reading.records
                if isinstance(r, Participation) and r.agent and r.agent.kind == "org"]  # fmt: skip
    assert partners == [("湖守る会", "cooperation", None), ("㈱みずうみ", "contractor", 1_200_000)]


def test_a_list_whose_records_above_come_after_the_first_hundreds_is_whole(tmp_path: Path) -> None:
    records = [
        {"id": f"p{n}", "parent": f"m{n % 3}", **project(f"第{n}事業", "環境課")}
        for n in range(600)
    ]
    records += [{"id": f"m{n}", "parent": None, "name": f"第{n}施策"} for n in range(3)]  # type: ignore[dict-item]
    found = rows(read(write(tmp_path / "a.json", records)))
    assert len(found) == 600
    assert all(above == (f"第{int(name[1:-2]) % 3}施策",) for name, above, _ in found)


def test_a_profile_that_inspect_writes_reads_the_same(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", {"name": "白鷺市計画", "children": tree("type", TYPES[0])})
    written = inspect_document(path, settings_for(path))
    profile = tmp_path / "p.toml"
    profile.write_text(written.profile, encoding="utf-8")
    again = list(read_document(path, settings_for(path, profile=str(profile))))
    assert rows(again) == PLAN
