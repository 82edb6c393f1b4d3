"""Patches: what a table of a workshop did on its map, as one small JSON file (docs/patch-format.md).

A patch comes from others: its size, nesting, characters and ids are checked before anything is
made of it. An operation means the same in whichever file it arrives; its id is its identity.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Literal, get_args

from ..errors import InputError
from ..language import Text
from .patch_faults import PatchFaultError, fault

Kind = Literal[
    "add-node", "add-link", "note", "vote", "accept", "reject", "comment", "story", "undo",
    "take-back",
]  # fmt: skip
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
NODE_TYPES: Final = ("project", "section", "partner")

#: A file of one plan names it once; in one of several plans every operation names its own.
ONE_PLAN: Final = 1
SEVERAL_PLANS: Final = 2
MOST_BYTES: Final = 5_000_000
MOST_OPERATIONS: Final = 10_000
MOST_STEPS: Final = 200
#: Code points; what a person writes on a card, not a document.
MOST_TEXT: Final = 2_000
MOST_NAME: Final = 100

#: UUID version 4, or 32 hex digits of a hash.
_ID: Final = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}|[0-9a-f]{32}"
)
_TIME: Final = re.compile(r"2\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z")
#: What RFC 3987 and every RDF syntax allow between < and >.
_IRI: Final = re.compile(r"[a-z][a-z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`\x7f-\x9f]+", re.IGNORECASE)
_BAD: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Step:
    """A view of the map, as its address has it after #, and what is said of it."""

    view: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that `author` did at `time` (ISO 8601 in UTC) in a workshop on `plan`.

    add-node has `type` and `label`; add-link `ends`; note and vote one IRI in `on`; accept, reject
    and comment one IRI (a proposal) or two or three projects; undo and take-back a `target`;
    story has `steps`. `text` is what was written.
    """

    id: str
    plan: str
    kind: Kind
    author: str
    time: str
    workshop: str
    text: str = ""
    type: str = ""
    label: str = ""
    ends: tuple[str, ...] = ()
    on: tuple[str, ...] = ()
    target: str = ""
    steps: tuple[Step, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The operation as a patch of several plans has it; fields that are empty are left out."""
        said: dict[str, Any] = {
            "id": self.id,
            "plan": self.plan,
            "kind": self.kind,
            "author": self.author,
            "time": self.time,
            "workshop": self.workshop,
        }
        if self.ends:
            said["from"], said["to"] = self.ends
        if self.on:
            said["on"] = list(self.on)
        for name in ("type", "label", "target", "text"):
            if value := getattr(self, name):
                said[name] = value
        if self.kind == "story":
            said["steps"] = [{"view": s.view, "note": s.note} for s in self.steps]
        return said


@dataclass(frozen=True, slots=True)
class Patch:
    """A file's operations, in order of time and id. `name` is the file's.

    `plans` are those that it is of: the one it names, or those of its operations, sorted.
    """

    name: str
    plans: tuple[str, ...]
    author: str
    operations: tuple[Operation, ...]


def when(operation: Operation) -> tuple[str, str]:
    """What operations are ordered by: the time without its Z, and the id."""
    return operation.time[:-1], operation.id


def in_order(operations: Iterable[Operation]) -> list[Operation]:
    """By time, then id: the same whatever the files' order was."""
    return sorted(operations, key=when)


def read_patch(path: Path) -> Patch:
    """The patch in a file.

    Raises:
        InputError: it cannot be read, or is no patch; the message names the operation.
    """
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise too_big(str(path), size)
        data = path.read_bytes()
    except OSError as error:
        raise InputError(
            Text("パッチを読めません", "the patch cannot be read"),
            where=str(path),
            hint=Text("ファイルの場所と名前を確かめてください", "check the file's name and place"),
        ) from error
    return parse_patch(data, str(path))


def parse_patch(data: bytes, name: str) -> Patch:
    """The patch that these bytes hold.

    >>> import json
    >>> said = {"enishi": "patch", "version": 1, "plan": "https://example.org/p", "author": "1班",
    ...         "operations": []}
    >>> parse_patch(json.dumps(said).encode(), "1.json").author
    '1班'
    """
    if len(data) > MOST_BYTES:
        raise too_big(name, len(data))
    try:
        return _patch(_loads(data), name)
    except PatchFaultError as error:
        raise error.at(name) from None


def too_big(name: str, size: int) -> InputError:
    """The error for a file that no workshop writes."""
    return InputError(
        Text(
            f"パッチが大きすぎます（{size:,}バイト。上限は{MOST_BYTES:,}バイト）",
            f"the patch is too big ({size:,} bytes; at most {MOST_BYTES:,})",
        ),
        where=name,
        hint=Text("地図から保存し直してください", "save it again from the map"),
    )


def _loads(data: bytes) -> Any:
    def no_constant(name: str) -> None:
        raise fault(Text(f"{name} は使えません", f"{name} is no JSON"))

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            names = [key for key, _ in pairs]
            twice = next(key for key in names if names.count(key) > 1)
            raise fault(Text(f"キー {twice!r} が二重です", f"the key {twice!r} occurs twice"))
        return found

    try:
        text = data.decode("utf-8-sig")
        return json.loads(text, parse_constant=no_constant, object_pairs_hook=unique)
    except UnicodeDecodeError:
        raise fault(Text("UTF-8 ではありません", "it is not UTF-8")) from None
    except RecursionError:
        raise fault(Text("入れ子が深すぎます", "it is nested too deeply")) from None
    except ValueError as error:
        said = str(error)[:120]
        raise fault(Text(f"JSONではありません（{said}）", f"it is no JSON ({said})")) from None


def _patch(said: Any, name: str) -> Patch:
    if not isinstance(said, dict) or said.get("enishi") != "patch":
        raise fault(
            Text("地図の変更を保存したファイル（パッチ）ではありません", "it is no patch of a map")
        )
    version = said.get("version")
    if version not in (ONE_PLAN, SEVERAL_PLANS) or isinstance(version, bool):
        raise fault(
            Text(
                f"この版（{version!r}）のパッチは読めません。読めるのは 1 と 2 です",
                f"patches of version {version!r} cannot be read; this reads 1 and 2",
            ),
            hint=Text("enishi を新しくしてください", "update enishi"),
        )
    own = ("plan",) if version == ONE_PLAN else ()
    _only(said, ("enishi", "version", *own, "author", "operations"))
    listed = said.get("operations")
    if not isinstance(listed, list):
        raise fault(Text("operations がありません", "there are no operations"))
    if len(listed) > MOST_OPERATIONS:
        raise fault(
            Text(
                f"操作が多すぎます（{len(listed)}件。上限は{MOST_OPERATIONS}件）",
                f"it has too many operations ({len(listed)}; at most {MOST_OPERATIONS})",
            )
        )
    author = name_in(said, "author")
    plan = iri(said, "plan") if version == ONE_PLAN else ""
    found: dict[str, Operation] = {}
    for number, each in enumerate(listed, 1):
        try:
            operation = read_operation(each, plan)
            if found.setdefault(operation.id, operation) != operation:
                raise fault(
                    Text(
                        "同じ番号で内容の違う操作があります",
                        "another operation with this id says something else",
                    )
                )
        except PatchFaultError as error:
            raise error.in_operation(number, each) from None
    plans = {plan} if plan else {each.plan for each in found.values()}
    return Patch(name, tuple(sorted(plans)), author, tuple(in_order(found.values())))


def read_operation(said: Any, plan: str = "") -> Operation:
    """One operation of a patch of `plan`, or of several; raises `PatchFaultError`."""
    if not isinstance(said, dict):
        raise fault(Text("操作ではありません", "it is no operation"))
    kind = said.get("kind")
    if kind not in KINDS:
        raise fault(Text(f"知らない種類の操作です（{kind!r}）", f"unknown kind {kind!r}"))
    common = ("id", "kind", "author", "time", "workshop", "text")
    _only(said, (*common, *(() if plan else ("plan",)), *_FIELDS[kind]))
    ident = string(said, "id", 40)
    if not _ID.fullmatch(ident):
        raise fault(Text("id が UUID（第4版）ではありません", "its id is no UUID of version 4"))
    own: dict[str, Any] = {}
    for field in _FIELDS[kind]:
        if field != "to":
            own |= _READ[field](said, kind)
    text = string(said, "text", MOST_TEXT, empty=True).strip()
    if kind in ("note", "comment") and not text:
        raise fault(Text("text がありません", "there is no text"))
    return Operation(
        id=ident,
        plan=plan or iri(said, "plan"),
        kind=kind,
        author=name_in(said, "author"),
        time=_time(said),
        workshop=name_in(said, "workshop"),
        text=text,
        **own,
    )


def _ends(said: Mapping[str, Any], _: Kind) -> dict[str, Any]:
    ends = (iri(said, "from"), iri(said, "to"))
    if ends[0] == ends[1]:
        raise fault(Text("線の両端が同じものです", "a link joins two different things"))
    return {"ends": ends}


def _on(said: Mapping[str, Any], kind: Kind) -> dict[str, Any]:
    given = said.get("on")
    most = 3 if kind in ("accept", "reject", "comment", "vote") else 1
    if not isinstance(given, list) or not 1 <= len(given) <= most:
        raise fault(
            Text(f"on は1件から{most}件のIRIにしてください", f"on must list 1 to {most} IRIs")
        )
    found = {iri({"on": each}, "on") for each in given}
    if len(found) != len(given):
        raise fault(Text("on に同じものがあります", "on names a thing twice"))
    return {"on": tuple(sorted(found))}


def _type(said: Mapping[str, Any], _: Kind) -> dict[str, Any]:
    if said.get("type") not in NODE_TYPES:
        raise fault(
            Text(
                f"type は {', '.join(NODE_TYPES)} のどれかにしてください",
                f"type must be one of {', '.join(NODE_TYPES)}",
            )
        )
    return {"type": said["type"]}


def _target(said: Mapping[str, Any], _: Kind) -> dict[str, Any]:
    target = string(said, "target", 40)
    if not _ID.fullmatch(target):
        raise fault(Text("target が操作の番号ではありません", "its target is no operation's id"))
    return {"target": target}


def _steps(said: Mapping[str, Any], _: Kind) -> dict[str, Any]:
    given = said.get("steps")
    if not isinstance(given, list) or len(given) > MOST_STEPS:
        raise fault(
            Text(f"steps は{MOST_STEPS}件までです", f"steps must list at most {MOST_STEPS}")
        )
    found = []
    for each in given:
        if not isinstance(each, dict):
            raise fault(Text("steps に場面でないものがあります", "steps holds what is no step"))
        _only(each, ("view", "note"))
        view = string(each, "view", MOST_TEXT, empty=True)
        found.append(Step(view, string(each, "note", MOST_TEXT, empty=True).strip()))
    return {"steps": tuple(found)}


_FIELDS: Final[dict[Kind, tuple[str, ...]]] = {
    "add-node": ("type", "label"),
    "add-link": ("from", "to"),
    "note": ("on",),
    "vote": ("on",),
    "accept": ("on",),
    "reject": ("on",),
    "comment": ("on",),
    "story": ("steps",),
    "undo": ("target",),
    "take-back": ("target",),
}
_READ: Final[dict[str, Callable[[Mapping[str, Any], Kind], dict[str, Any]]]] = {
    "type": _type,
    "label": lambda said, _: {"label": name_in(said, "label")},
    "from": _ends,
    "on": _on,
    "target": _target,
    "steps": _steps,
}


def _only(said: Mapping[str, Any], known: Sequence[str]) -> None:
    if unknown := sorted(set(said) - set(known)):
        raise fault(
            Text(f"知らない項目 {unknown[0]!r} があります", f"unknown field {unknown[0]!r}")
        )


def string(said: Mapping[str, Any], key: str, most: int, *, empty: bool = False) -> str:
    """A string that RDF, a terminal and a page can hold."""
    value = said.get(key, "" if empty else None)
    if not isinstance(value, str) or not (empty or value.strip()):
        raise fault(Text(f"{key} がありません", f"there is no {key}"))
    if len(value) > most:
        raise fault(
            Text(
                f"{key} が長すぎます（{len(value)}字。上限は{most}字）",
                f"{key} is too long ({len(value)} characters; at most {most})",
            )
        )
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    if bad := _BAD.search(value):
        code = f"U+{ord(bad[0]):04X}"
        raise fault(
            Text(f"{key} に使えない文字 {code} があります", f"{key} holds the character {code}")
        )
    return value


def name_in(said: Mapping[str, Any], key: str) -> str:
    """A name as names are compared: NFKC, white space folded."""
    value = string(said, key, MOST_NAME)
    folded = " ".join(unicodedata.normalize("NFKC", value).split())
    if not folded:
        raise fault(Text(f"{key} がありません", f"there is no {key}"))
    return folded


def iri(said: Mapping[str, Any], key: str) -> str:
    """An absolute IRI."""
    value = string(said, key, MOST_TEXT)
    if not _IRI.fullmatch(value):
        raise fault(Text(f"{key} が IRI ではありません", f"{key} is no IRI"))
    return value


def _time(said: Mapping[str, Any]) -> str:
    value = string(said, "time", 30)
    try:
        if not _TIME.fullmatch(value):
            raise ValueError
        datetime.fromisoformat(value)
    except ValueError:
        raise fault(
            Text(
                "time が 2026-11-25T05:00:00Z のような時刻ではありません",
                "its time is not written like 2026-11-25T05:00:00Z",
            )
        ) from None
    # As stores write it back: 05:00:00.500Z is 05:00:00.5Z.
    whole, _, fraction = value[:-1].partition(".")
    return f"{whole}.{fraction.rstrip('0')}".rstrip(".") + "Z"
