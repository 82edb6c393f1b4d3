"""Patches come from others: what is no patch is refused by file and operation, before anything."""

import json
from pathlib import Path
from typing import Any

import pytest

from enishi.errors import InputError
from enishi.graph.patches import MOST_BYTES, MOST_OPERATIONS, Step, parse_patch, read_patch

from .patch_files import ident, link, node, node_of, operation, patch, project
from .small_plan import PLAN

A, B = project(1), project(2)


def test_a_patch_of_every_kind_reads_as_it_was_written() -> None:
    said = [
        node(1, text="駅前の"),
        link(2, node_of(1), A),
        operation(3, "note", on=[A], text="一行\n二行"),
        operation(4, "vote", on=[A, B]),
        operation(5, "accept", on=[A, B]),
        operation(6, "reject", on=[f"{PLAN}/proposals/{ident(2)}"], text="重い"),
        operation(7, "comment", on=[A, B], text="聞いてみる"),
        operation(8, "story", steps=[{"view": "at=x&year=1", "note": "まず"}]),
        operation(9, "undo", target=ident(4)),
    ]
    read = parse_patch(patch(*said), "1.json")
    assert (read.plans, read.author) == ((PLAN,), "1班")
    assert [each.to_json() for each in read.operations] == [o | {"plan": PLAN} for o in said]
    assert read.operations[7].steps == (Step("at=x&year=1", "まず"),)


def test_the_order_in_the_file_and_a_repeated_operation_make_no_difference() -> None:
    one, two = node(1), node(2, "大学")
    assert (
        parse_patch(patch(one, two), "a").operations
        == parse_patch(patch(two, one, two), "b").operations
    )


def test_names_are_compared_as_people_read_them() -> None:
    said = operation(1, "vote", on=[A], author="　１班 ", workshop="庁内　会議")
    (read,) = parse_patch(patch(said), "1.json").operations
    assert (read.author, read.workshop) == ("1班", "庁内 会議")


def test_a_time_is_kept_as_stores_write_it_back() -> None:
    for written, kept in (("00.500Z", "00.5Z"), ("00.000Z", "00Z"), ("00Z", "00Z")):
        said = operation(1, "vote", on=[A]) | {"time": "2026-11-25T05:00:" + written}
        (read,) = parse_patch(patch(said), "1.json").operations
        assert read.time == "2026-11-25T05:00:" + kept


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "1班.json"
    path.write_bytes(b"\xef\xbb\xbf" + patch(node(1)))
    assert len(read_patch(path).operations) == 1


NOTE = operation(1, "note", on=[A], text="x")
#: what is said in a patch, and a word of the error.
HOSTILE: list[tuple[str, Any, str]] = [
    ("id with a space", NOTE | {"id": "a b"}, "UUID"),
    ("id that closes an IRI", NOTE | {"id": "a> <urn:evil> <urn:x"}, "UUID"),
    ("id of version 1", NOTE | {"id": "00000000-0000-1000-8000-000000000001"}, "UUID"),
    ("id that is a number", NOTE | {"id": 7}, "id"),
    ("no id", {k: v for k, v in NOTE.items() if k != "id"}, "id"),
    ("IRI that closes itself", NOTE | {"on": ["urn:a> <urn:evil> <urn:b"]}, "IRI"),
    ("IRI with a line", NOTE | {"on": ["urn:a\nurn:b"]}, "IRI"),
    ("IRI that is relative", NOTE | {"on": ["project/001"]}, "IRI"),
    ("two notes in one", NOTE | {"on": [A, B]}, "on"),
    ("the same project twice", operation(1, "accept", on=[A, A]), "twice"),
    ("nothing to be about", NOTE | {"on": []}, "on"),
    ("a link to itself", link(1, A, A), "different"),
    ("unknown kind", NOTE | {"kind": "delete"}, "kind"),
    ("kind that is a list", NOTE | {"kind": ["note"]}, "kind"),
    ("unknown field", NOTE | {"predicate": "owl:sameAs"}, "predicate"),
    ("field of another kind", NOTE | {"target": ident(2)}, "target"),
    ("type of the plan", node(1) | {"type": "goal"}, "type"),
    ("empty note", NOTE | {"text": " \n"}, "text"),
    ("text that is a list", NOTE | {"text": ["x"]}, "text"),
    ("very long text", NOTE | {"text": "長" * 2001}, "2001"),
    ("very long name", NOTE | {"author": "班" * 101}, "101"),
    ("NUL", NOTE | {"text": "a\x00b"}, "U+0000"),
    ("escape sequence", NOTE | {"text": "\x1b[2Jx"}, "U+001B"),
    ("half a surrogate pair", NOTE | {"text": "\ud800"}, "U+D800"),
    ("no author", NOTE | {"author": "　"}, "author"),
    ("a time of nowhere", NOTE | {"time": "2026-11-25T05:00:00"}, "time"),
    ("a day that is not", NOTE | {"time": "2026-02-30T05:00:00Z"}, "time"),
    ("a time that is a number", NOTE | {"time": 0}, "time"),
    ("steps that are text", operation(1, "story", steps="x"), "steps"),
    ("a step that is text", operation(1, "story", steps=["x"]), "steps"),
    ("many steps", operation(1, "story", steps=[{"view": "", "note": ""}] * 201), "steps"),
    ("an operation that is a list", [1], "operation 2 (?)"),
]


@pytest.mark.parametrize(("said", "word"), [h[1:] for h in HOSTILE], ids=[h[0] for h in HOSTILE])
def test_a_hostile_operation_is_named_with_its_file(said: Any, word: str) -> None:
    with pytest.raises(InputError) as error:
        parse_patch(json.dumps({
            "enishi": "patch", "version": 1, "plan": PLAN, "author": "1班",
            "operations": [node(9), said],
        }).encode(), "3班.json")  # fmt: skip
    assert error.value.where == "3班.json"
    assert "operation 2" in error.value.message.en and word in error.value.message.en
    assert error.value.hint is not None
    assert "\x1b" not in str(error.value) and "\n" not in str(error.value.message)


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "JSON"),
        (b"\xff\xfe{}", "UTF-8"),
        (b"[" * 100_000, "deep"),
        (b'{"a":' * 50_000 + b"1" + b"}" * 50_000, "deep"),
        (b'{"enishi": "patch", "version": NaN}', "NaN"),
        (b'{"enishi": "patch", "version": Infinity}', "Infinity"),
        (b'{"enishi": "patch", "version": 1, "version": 1}', "twice"),
        (b'{"enishi": "map"}', "no patch"),
        (b"[]", "no patch"),
        (patch(version=3), "version 3"),
        (patch(version=2), "plan"),
        (patch(version="1"), "version '1'"),
        (patch(version=True), "version True"),
        (patch(plan="urn:x> <urn:y"), "plan"),
        (patch(author=""), "author"),
        (patch().replace(b"[]", b"{}"), "operations"),
        (patch(*[1] * (MOST_OPERATIONS + 1)), "too many"),
        (b" " * (MOST_BYTES + 1), "too big"),
        (patch(node(1), node(1, "大学")), "operation 2"),
    ],
)
def test_what_is_no_patch_is_refused(data: bytes, word: str) -> None:
    with pytest.raises(InputError, match="x.json") as error:
        parse_patch(data, "x.json")
    assert word in error.value.message.en


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no\.json"):
        read_patch(tmp_path / "no.json")


def test_script_in_a_text_is_a_text() -> None:
    text = "<script>alert(1)</script>"
    (read,) = parse_patch(patch(NOTE | {"text": text}), "x").operations
    assert read.text == text
