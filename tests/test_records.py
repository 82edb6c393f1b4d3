"""Records of a nation's projects: an invented file of JUDGIT!'s shape, and the real sample."""

import json
import os
from collections import Counter
from pathlib import Path

import pytest

from enishi.data.reading import Reading, inspect_document, plans_in, read_document
from enishi.data.records import Claim, Goal, Measure, Participation, Plan, Project
from enishi.data.settings import settings_for
from enishi.errors import InputError

HOSHIMI = Path(__file__).parent / "plans/hoshimi/reviews.ndjson"
SAMPLE = Path(__file__).parent.parent.parent / "shared/samples/judgit-2022-64.ndjson"
#: Digits that begin with the number of an invented company and of an invented town.
COMPANY, TOWN = "900000000101", "900000000202"


def read(path: Path, profile: str | None = "judgit") -> list[Reading]:
    return list(read_document(path, settings_for(path, profile=profile)))


def of(readings: list[Reading], cls: type) -> list[object]:
    return [record for reading in readings for record in reading.records if isinstance(record, cls)]


def write(path: Path, *records: object) -> Path:
    lines = (json.dumps(record, ensure_ascii=False) for record in records)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_each_government_is_a_plan_of_its_own_without_a_guessed_code() -> None:
    told = plans_in(HOSHIMI, settings_for(HOSHIMI, profile="judgit"))
    assert told is not None
    assert [each.government for each in told] == ["星見省", "潮路庁"]
    # First twelve digits of the SHA-256 of the name, by `printf 星見省 | sha256sum`.
    assert [each.municipality for each in told] == ["local-19fa9035a445", "local-f2d3e0451a68"]
    assert {each.plan for each in told} == {"reviews"}


def test_records_become_projects_with_their_numbers_and_texts() -> None:
    projects = of(read(HOSHIMI), Project)
    assert [(p.label, p.key, p.number) for p in projects] == [  # type: ignore[attr-defined]
        ("星図の公開に必要な経費", "project/001", "2032-星-31-0001"),
        ("灯台の保守", "project/001", "2032-潮-31-0001"),
        ("隕石の受入れ", "project/002", "2032-星-31-0002"),
        ("潮位の観測", "project/002", "2032-潮-31-0002"),
    ]
    first = projects[0]
    assert first.description.text == "事業目的：星図を公開し、天文教育の振興を図る。"  # type: ignore[attr-defined]
    assert [part.text for part in first.prose] == [  # type: ignore[attr-defined]
        "事業概要：天文台と連携し、小学生を対象に観望会を行う。"
    ]


def test_sections_stand_below_their_departments() -> None:
    owners = [
        (p.agent.path, p.role)  # type: ignore[attr-defined]
        for p in of(read(HOSHIMI), Participation)
        if p.role == "responsible"  # type: ignore[attr-defined]
    ]
    assert owners == [
        (("天文局", "星図課"), "responsible"),
        (("航路部", "灯台課"), "responsible"),
        (("航路部", "沿岸課"), "responsible"),
        (("地表局",), "responsible"),  # no section is named, and the ministry is known already
        (("航路部",), "responsible"),  # two departments, three sections: none is guessed
        (("観測部",), "responsible"),
        (("企画課",), "responsible"),
        (("観測課",), "responsible"),
        (("情報課",), "responsible"),
    ]


def test_recipients_have_numbers_amounts_in_yen_years_and_roles() -> None:
    paid = [p for p in of(read(HOSHIMI), Participation) if p.amount is not None]  # type: ignore[attr-defined]
    assert [
        (p.agent.name, (p.agent.number or "")[1:], p.role, p.amount, p.fiscal_year, p.note)  # type: ignore[attr-defined]
        for p in paid
    ] == [
        ("株式会社北辰測量", COMPANY, "contractor", 12_500_000, 2031, "星図の作成業務"),
        ("（株）北辰測量", COMPANY, "contractor", 6_000, 2031, "灯器の保守"),
        ("夜見町", TOWN, "participant", 3_000_000, 2031, "受入れ体制の整備への補助"),
        ("流星研究会", "", "participant", 1_000_000, 2031, "標本の整理"),
    ]


def test_what_is_missing_wrong_or_hidden_is_said() -> None:
    said = [(n.locator, n.message.ja[:20]) for r in read(HOSHIMI) for n in r.notices]
    assert [place for place, _ in said] == [
        "1行 /支出先/1/支出先名",
        "3行 /事業名",
        "3行 /支出先/1/法人番号",
        "4行 /事業名",
    ]
    assert "伏せられている" in said[0][1] and "書かれていません" in said[1][1]
    assert "法人番号" in said[2][1] and "部局が2、課が3" in said[3][1]


def test_policies_that_several_records_name_are_topics() -> None:
    topics = [
        (c.element, c.thing.name)  # type: ignore[attr-defined]
        for c in of(read(HOSHIMI), Claim)
        if c.thing.kind == "topic"  # type: ignore[attr-defined]
    ]
    assert topics == [
        ("project/001", "天文教育"),
        ("project/002", "天文教育"),
        ("project/002", "防災"),
    ]


def test_every_leaf_is_in_the_ledger_once() -> None:
    def count(value: object) -> int:
        if isinstance(value, dict):
            return sum(map(count, value.values()))
        if isinstance(value, list):
            return sum(map(count, value))
        return 0 if value is None or value == "" else 1

    rows = [json.loads(line) for line in HOSHIMI.read_text(encoding="utf-8").splitlines()]
    for row, reading in zip(rows, read(HOSHIMI), strict=True):
        assert sum(entry.places for entry in reading.ledger) == count(row)
    states = Counter(e.state for r in read(HOSHIMI) for e in r.ledger)
    unread = [
        (r.source.locator(e.span), r.source.quote(e.span))
        for r in read(HOSHIMI)
        for e in r.ledger
        if e.state == "unresolved"
    ]
    assert unread == [("4行 /所感", "所感\tよく続いている")] and states["ignored"]


def test_quotes_are_the_words_of_the_record() -> None:
    for reading in read(HOSHIMI):
        for record in reading.records:
            if isinstance(record, Project):
                assert reading.source.quote(record.span) == record.label
            elif isinstance(record, Participation) and record.agent:
                assert reading.source.quote(record.span) == record.agent.name


NESTED = {
    "計画名": "葉鳥市総合計画",
    "goals": [
        {
            "name": "働く",
            "number": "1",
            "description": "仕事を増やす。",
            "measures": [
                {
                    "name": "商いを支える",
                    "projects": [
                        {"事業名": "朝市", "概要": "朝に市を開く。", "所管課": "商工課（市場係）"},
                        {"事業名": "夜市", "所管課": "商工課・農政課", "連携先": ["葉鳥商工会"]},
                    ],
                }
            ],
        },
        {"name": "暮らす", "measures": [{"name": "住まい", "measures": [{"name": "空き家"}]}]},
    ],
}


def test_nesting_is_the_hierarchy(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(NESTED, ensure_ascii=False, indent=1), encoding="utf-8")
    (reading,) = read(path, None)
    found = [
        (type(r).__name__, r.label, r.parent)
        for r in reading.records
        if isinstance(r, Plan | Goal | Measure | Project)
    ]
    assert found == [
        ("Plan", "葉鳥市総合計画", ""),
        ("Goal", "働く", ""),
        ("Measure", "商いを支える", "goal/001"),
        ("Project", "朝市", "measure/001"),
        ("Project", "夜市", "measure/001"),
        ("Goal", "暮らす", ""),
        ("Measure", "住まい", "goal/002"),
        ("Measure", "空き家", "measure/002"),
    ]
    agents = [
        (r.element, r.role, r.agent.path)
        for r in reading.records
        if isinstance(r, Participation) and r.agent
    ]
    assert agents == [
        ("project/001", "responsible", ("商工課",)),
        ("project/001", "responsible-sub-unit", ("商工課", "市場係")),
        ("project/002", "responsible", ("商工課",)),
        ("project/002", "responsible", ("農政課",)),
        ("project/002", "cooperation", ("葉鳥商工会",)),
    ]
    assert [e for e in reading.ledger if e.state == "unresolved"] == []
    assert {e.places for e in reading.ledger} == {1}


def test_an_array_and_a_field_that_names_the_measure(tmp_path: Path) -> None:
    path = tmp_path / "list.json"
    rows = [
        {"事業名": "朝市", "施策": "商い", "担当課": "商工課"},
        {"事業名": "夜市", "施策": "商い", "担当課": "商工課"},
        {"事業名": "花壇", "施策": "みどり", "担当課": "公園課"},
    ]
    path.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    readings = read(path, None)
    assert [(m.key, m.label, m.level) for m in of(readings, Measure)] == [  # type: ignore[attr-defined]
        ("measure/001", "商い", "施策"),
        ("measure/002", "みどり", "施策"),
    ]
    assert [p.parent for p in of(readings, Project)] == [
        "measure/001",
        "measure/001",
        "measure/002",
    ]  # type: ignore[attr-defined]
    assert readings[2].source.locator(of(readings, Project)[2].span) == "/2/事業名"  # type: ignore[attr-defined]


def test_records_without_a_name_are_refused_with_what_was_seen(tmp_path: Path) -> None:
    path = write(tmp_path / "budget.ndjson", {"款": "総務費", "予算額": 12}, {"款": "民生費"})
    with pytest.raises(InputError) as caught:
        read(path, None)
    assert "款" in caught.value.message.ja and str(path) in caught.value.where


def test_two_governments_under_one_code_are_refused(tmp_path: Path) -> None:
    settings = settings_for(HOSHIMI, profile="judgit", municipality="112259")
    with pytest.raises(InputError, match="潮路庁"):
        list(read_document(HOSHIMI, settings))


# -- the real sample ----------------------------------------------------------------------------


def sample() -> Path:
    if not SAMPLE.is_file():
        message = f"{SAMPLE} is missing: 64 records of JUDGIT! (CC BY 4.0), not in the repository"
        assert not os.environ.get("CI"), message
        pytest.skip(message)
    return SAMPLE


def test_the_sample_of_judgit_is_read_whole() -> None:
    readings = read(sample())
    projects = of(readings, Project)
    assert len(projects) == 64 and len(of(readings, Plan)) == 8
    assert all(entry.state != "unresolved" for reading in readings for entry in reading.ledger)
    (advice,) = [p for p in projects if p.label == "人道救援物資備蓄経費"]  # type: ignore[attr-defined]
    assert advice.number.startswith("2022-府")  # type: ignore[attr-defined]
    first = [
        p for p in readings[0].records if isinstance(p, Participation) and p.amount is not None
    ]
    assert [(p.agent.name, p.amount) for p in first if p.agent][:2] == [
        ("公益社団法人日本広報協会", 48_000_000),
        ("三菱電機ソフトウエア株式会社", 74_000_000),
    ]


def test_inspect_shows_what_every_record_of_a_list_gives(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_text(
        '[{"事業名": "朝市", "担当課": "水産課", "天気": "晴"}, {"事業名": "夕市", "担当課": "水産課"}]',
        encoding="utf-8",
    )
    found = inspect_document(path, settings_for(path, municipality="local", plan="p")).guesses
    assert [(guess.name, guess.role, guess.confidence) for guess in found] == [
        ("事業名", "事業", 1.0),
        ("担当課", "担当の部署", 1.0),
        ("天気", "unresolved", 0.0),
    ]


def test_fields_that_name_levels_nest_by_their_values_in_any_order(tmp_path: Path) -> None:
    """Two measures (施策名) of one 基本施策名 in each; both orders of the fields say the same."""
    told = [
        ("子育て", "居場所", "広場"), ("子育て", "保育", "病児保育"),
        ("森林", "木に親しむ", "木育"), ("森林", "間伐", "森の手入れ"),
    ]  # fmt: skip
    shapes = []
    for order in (("基本施策名", "施策名"), ("施策名", "基本施策名")):
        rows = [
            {**{key: {"基本施策名": a, "施策名": b}[key] for key in order}, "事業名": name, "担当課": "甲課"}
            for a, b, name in told
        ]  # fmt: skip
        path = tmp_path / "plan.json"
        path.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
        records = [r for reading in read(path, None) for r in reading.records]
        labels = {r.key: r.label for r in records if isinstance(r, Measure | Project)}
        shapes.append(
            {
                (r.label, labels.get(r.parent, ""))
                for r in records
                if isinstance(r, Measure | Project)
            }
        )
    assert shapes[0] == shapes[1] == {
        ("子育て", ""), ("居場所", "子育て"), ("保育", "子育て"),
        ("森林", ""), ("木に親しむ", "森林"), ("間伐", "森林"),
        ("広場", "居場所"), ("病児保育", "保育"), ("木育", "木に親しむ"), ("森の手入れ", "間伐"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("field", "value", "role", "names"),
    [
        ("事業協力者", ["甲商工会", "朝市の会"], "cooperation", ["甲商工会", "朝市の会"]),
        ("委託先", "甲森林組合、㈱乙木工", "contractor", ["甲森林組合", "㈱乙木工"]),
        ("補助金交付先一覧", [{"交付先名": "朝市の会", "交付額": 300}], "participant", ["朝市の会"]),
        ("契約情報", [{"契約件名": "清掃", "契約相手方": "（有）丙"}, {"契約件名": "警備", "契約相手方": "丁警備"},
                  {"契約件名": "除雪", "契約相手方": "戊建設"}],
         "contractor", ["（有）丙", "丁警備", "戊建設"]),
        ("delivery_partners", ["Night Traders Ltd."], "cooperation", ["Night Traders Ltd."]),
        ("grantRecipients", [{"recipientName": "Old Town", "grantAmount": 5}], "participant", ["Old Town"]),
    ],
)  # fmt: skip
def test_partners_in_fields_that_no_profile_names(
    tmp_path: Path, field: str, value: object, role: str, names: list[str]
) -> None:
    rows = [
        {"事業名": "朝市", "担当課": "商工課", "事業内容": "朝市を毎月開く。", field: value},
        {"事業名": "夜市", "担当課": "商工課", "事業内容": "夜市を毎月開く。", field: []},
    ]
    path = tmp_path / "list.json"
    path.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    records = [r for reading in read(path, None) for r in reading.records]
    assert [r.label for r in records if isinstance(r, Project)] == ["朝市", "夜市"]
    taking_part = [
        (r.role, r.agent.name)
        for r in records
        if isinstance(r, Participation) and r.agent and r.agent.kind == "org"
    ]
    assert taking_part == [(role, name) for name in names]


def test_a_list_called_projects_in_an_object_is_the_list_of_records(tmp_path: Path) -> None:
    """事務事業 is what a project is called, and here the field of the whole list."""
    rows = [
        {"基本事業": c, "施策": b, "政策": a, "名称": name, "所管": "健康課", "目的": "市民を守る。"}
        for a, b, c, name in (
            ("健やか", "医療", "救急", "休日診療"), ("健やか", "医療", "健診", "がん検診"),
            ("便利", "基盤", "道路", "市道改良"),
        )
    ]  # fmt: skip
    path = tmp_path / "plan.json"
    told = {"自治体名": "若葉市", "計画名": "若葉市総合計画", "事務事業": rows}
    path.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    found = [r for reading in read(path, None) for r in reading.records]
    labels = {r.key: (r.label, r.parent) for r in found if isinstance(r, Measure)}
    chains = {}
    for project in (r for r in found if isinstance(r, Project)):
        chain, above = [], project.parent
        while above in labels:
            label, above = labels[above]
            chain.insert(0, label)
        chains[project.label] = chain
    assert chains == {
        "休日診療": ["健やか", "医療", "救急"], "がん検診": ["健やか", "医療", "健診"],
        "市道改良": ["便利", "基盤", "道路"],
    }  # fmt: skip
