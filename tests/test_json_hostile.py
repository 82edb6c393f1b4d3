"""JSON that is broken or means harm: a clear error with the place, bounded memory, nothing stored."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enishi.data.formats.json_reading import MAX_UNIT, load_units
from enishi.data.reading import read_document
from enishi.data.records import Goal, Measure, Plan, Project
from enishi.data.settings import settings_for
from enishi.data.tree import MAX_DEPTH, leaves
from enishi.errors import CheckFailedError, EnishiError, InputError
from enishi.graph.building import build_plans
from enishi.graph.store import open_kb

RECORD = {"事業名": "朝市", "担当課": "商工課"}


def line(**more: object) -> str:
    return json.dumps({**RECORD, **more}, ensure_ascii=False)


def refused(path: Path) -> InputError:
    with pytest.raises(InputError) as caught:
        for reading in read_document(path, settings_for(path)):
            assert reading
    return caught.value


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"事業名": "朝市"', "JSON"),
        ('{"事業名": NaN}', "NaN"),
        ('{"事業名": "朝市", "額": -Infinity}', "-Infinity"),
        ('{"事業名": "朝市", "事業名": "夜市"}', "事業名"),
        ('{"事業名": "\\ud800"}', "U+D800"),
        ('{"事業名": "a\\u0000b"}', "U+0000"),
        ("[" * 100_000, "深"),
        ('{"a":' * 100_000 + "1" + "}" * 100_000, "深"),
        ("[" * (MAX_DEPTH + 2) + "]" * (MAX_DEPTH + 2), "深"),
    ],
)
def test_a_broken_line_is_named_and_nothing_is_stored(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "r.ndjson"
    path.write_text(f"{line()}\n{line()}\n{text}\n{line()}", encoding="utf-8")
    error = refused(path)
    assert "3行" in error.where and said in error.message.ja
    kb = open_kb(tmp_path / "kb")
    with pytest.raises(EnishiError):
        build_plans(kb, [(path, settings_for(path))])
    assert not kb.exists() and not list(tmp_path.glob(".kb*"))


def test_a_broken_line_leaves_what_was_there(tmp_path: Path) -> None:
    path, kb = tmp_path / "r.ndjson", open_kb(tmp_path / "kb")
    path.write_text(line(), encoding="utf-8")
    build_plans(kb, [(path, settings_for(path))])
    before = {str(quad) for quad in kb.quads()}
    path.write_text(line() + "\n{", encoding="utf-8")
    with pytest.raises(InputError):
        build_plans(kb, [(path, settings_for(path))])
    assert {str(quad) for quad in kb.quads()} == before


def test_a_violation_in_the_last_batch_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from enishi.graph import plan_stream

    monkeypatch.setattr(plan_stream, "BATCH", 100)
    rows = [
        json.dumps({"事業名": f"事業{n}", "担当課": "商工課"}, ensure_ascii=False) for n in range(9)
    ]
    path = tmp_path / "r.ndjson"
    path.write_text("\n".join(rows), encoding="utf-8")
    real, seen = plan_stream.validate_quads, []

    def broken(quads: list, **more: object) -> list:  # type: ignore[type-arg]
        seen.append(1)
        lost = [quad for quad in quads if len(seen) < 3 or "isPartOf" not in str(quad.predicate)]
        return real(lost, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(plan_stream, "validate_quads", broken)
    kb = open_kb(tmp_path / "kb")
    with pytest.raises(CheckFailedError):
        build_plans(kb, [(path, settings_for(path))])
    assert len(seen) == 3 and not kb.exists() and not list(tmp_path.glob(".kb*"))


def test_long_values_are_read(tmp_path: Path) -> None:
    path = tmp_path / "r.ndjson"
    path.write_text(line(概要="あ" * 1_000_000), encoding="utf-8")
    (reading,) = read_document(path, settings_for(path))
    (project,) = [r for r in reading.records if isinstance(r, Project)]
    assert project.description is not None and len(project.description.text) == 1_000_000


def test_a_line_over_the_limit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "r.ndjson"
    path.write_bytes(line().encode() + b'\n{"a": "' + b"x" * MAX_UNIT + b'"}')
    assert "2行" in refused(path).where


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp932", "euc-jp", "utf-16"])
def test_other_encodings_are_read_and_stated(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "r.ndjson"
    path.write_bytes((line(概要="朝に市を開き、商いを盛んにする。") + "\n").encode(encoding))
    (reading,) = read_document(path, settings_for(path))
    assert reading.source.encoding == encoding
    assert [r.label for r in reading.records if isinstance(r, Project)] == ["朝市"]


def test_bytes_that_are_no_text_name_their_line(tmp_path: Path) -> None:
    path = tmp_path / "r.ndjson"
    rows = [*[line(概要="あ" * 50_000).encode()] * 10, b'{"a": "\xff\xfe"}', line().encode()]
    path.write_bytes(b"\n".join(rows))
    assert "11行" in refused(path).where


def test_amounts_that_are_bombs_and_numbers_without_end(tmp_path: Path) -> None:
    path = tmp_path / "r.ndjson"
    text = line(支出先=[{"名称": "葉鳥株式会社", "金額": 1}])
    path.write_text(text.replace('"金額": 1', '"金額": 1E+999999999'), encoding="utf-8")
    (reading,) = read_document(path, settings_for(path))
    assert any("1E+999999999" in notice.message.ja for notice in reading.notices)
    path.write_text(text.replace('"金額": 1', '"金額": ' + "9" * 5000), encoding="utf-8")
    assert list(read_document(path, settings_for(path)))


def test_an_array_that_does_not_end_names_its_element(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text("[" + line() + "," + line(), encoding="utf-8")
    assert "/1" in refused(path).where
    path.write_text("[" + line() + "] x", encoding="utf-8")
    refused(path)


# -- properties ---------------------------------------------------------------------------------

WORDS = st.text('市民 農業祭り(（「・"\\\n\u3000aZ9', min_size=1, max_size=12).filter(str.strip)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=12,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(VALUES, min_size=1, max_size=4), st.booleans())
def test_an_array_gives_the_values_of_its_lines(
    tmp_path_factory: pytest.TempPathFactory, values: list[object], compact: bool
) -> None:
    """Cut into elements or read line by line: the same leaves in the same order."""
    folder = tmp_path_factory.mktemp("j")
    array, lines = folder / "a.json", folder / "a.ndjson"
    array.write_text(json.dumps(values, indent=None if compact else 1), encoding="utf-8")
    lines.write_text("\n".join(json.dumps(value) for value in values), encoding="utf-8")

    def words(path: Path) -> list[list[str]]:
        return [
            [leaf.text for part in document.parts for leaf in leaves(part.root)]  # type: ignore[union-attr]
            for _, document in load_units(path)
        ]

    assert words(array) == words(lines)


@settings(max_examples=200, deadline=None)
@given(
    st.binary(max_size=200) | st.text(max_size=60).map(str.encode),
    st.sampled_from(["json", "ndjson"]),
)
def test_any_bytes_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, ending: str
) -> None:
    path = tmp_path_factory.mktemp("f") / f"x.{ending}"
    path.write_bytes(data)
    try:
        readings = list(read_document(path, settings_for(path)))
    except EnishiError as refusal:
        assert refusal.message.ja and refusal.message.en and refusal.hint
    else:
        assert all(reading.records for reading in readings)


NAMES = st.text("市民農業祭支援朝夜商工みどり", min_size=2, max_size=8)
PROJECTS = st.lists(st.builds(lambda n: {"事業名": n, "担当課": "商工課"}, NAMES), max_size=3)
MEASURES = st.lists(
    st.builds(lambda n, p: {"名称": n, "projects": p}, NAMES, PROJECTS), min_size=1, max_size=3
)
GOALS = st.lists(
    st.builds(lambda n, m: {"名称": n, "measures": m}, NAMES, MEASURES), min_size=1, max_size=3
)


@settings(max_examples=60, deadline=None)
@given(GOALS)
def test_a_nested_plan_comes_back_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, goals: list[dict[str, object]]
) -> None:
    path = tmp_path_factory.mktemp("n") / "plan.json"
    path.write_text(json.dumps({"計画名": "計画", "goals": goals}), encoding="utf-8")
    (reading,) = read_document(path, settings_for(path))
    parents: dict[str, dict] = {"": {"名称": "計画", "below": []}}  # type: ignore[type-arg]
    for record in reading.records:
        if isinstance(record, Goal | Measure | Project) and not isinstance(record, Plan):
            node: dict = {"名称": record.label, "below": []}  # type: ignore[type-arg]
            parents[record.key] = node
            parents[record.parent]["below"].append(node)
    expected = [
        {
            "名称": goal["名称"],
            "below": [
                {
                    "名称": measure["名称"],
                    "below": [{"名称": p["事業名"], "below": []} for p in measure["projects"]],
                }
                for measure in goal["measures"]  # type: ignore[attr-defined]
            ],
        }
        for goal in goals
    ]
    assert parents[""]["below"] == expected


def test_empty_objects_in_nested_lists_say_nothing(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_text('["青葉", [{}, {"甲": "乙"}], [], [[{}], {}]]', encoding="utf-8")
    with pytest.raises(InputError):
        list(read_document(path, settings_for(path)))
