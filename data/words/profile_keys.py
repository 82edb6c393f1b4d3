"""What a profile may say: a key that nobody reads is a mistake, and is named with what was meant.

The keys are those of the shipped profiles of the same kind, and what `enishi inspect` writes
besides. A mistyped one would change nothing, without a word.
"""

from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Any, Final

from ...errors import InputError
from ...language import Text
from .profile import read_profile

#: Key → what it holds: the keys of a table, `[keys]` for a list of tables, bool, or None for words.
Shape = Mapping[str, Any]

_ALL: Final[Shape] = {"kind": None, "name": None, "base": None, "lang": None, "words": None}
_ROLE: Final[Shape] = {
    "role": None, "as": None, "goal": bool, "names": None, "endings": None, "contains": None,
}  # fmt: skip
_TABLES: Final[Shape] = {
    "roles": [_ROLE],
    "heads": [{"columns": None, "roles": None}],
    "sheets": [{
        "sheet": None, "head": None, "last": None, "read": bool,
        "columns": [{"column": None, "head": None, "role": None, "as": None, "goal": bool}],
    }],
}  # fmt: skip
_OWN: Final[Mapping[str, Shape]] = {
    "table": {**_ALL, **_TABLES},
    "headed": {
        **_ALL, **_TABLES,
        "headings": [{"like": None, "class": None}],
        "facet": [{"facet": None, "value": None, "within": None, "words": None}],
    },
    "records": {
        **_ALL, "guess": bool, "told": {},
        "plan": {"rights": None}, "owner": {"related": None},
        "fields": [{"class": None, "keys": None}],
        "subjects": [{"keys": None, "leave_out": None}],
        "partners": [{"keys": None, "role": None, "roles": [
            {"role": None, "fields": None, "words": None, "alone": bool}]}],
    },
    "stratml": {**_ALL},
}  # fmt: skip
#: Tables whose keys are words of the document.
_FREE: Final = ("told", "ignored", "source_marks", "status")


def check_keys(profile: str) -> None:
    """Raise InputError for the first key of a profile that nobody reads, or one of a wrong kind."""
    raw = read_profile(profile)
    if raw["kind"] in _OWN:
        _check(raw, _known(raw["kind"]), "", profile)


@cache
def _known(kind: str) -> Shape:
    folder = files("enishi.data").joinpath("profiles")
    names = sorted(p.name[:-5] for p in folder.iterdir() if p.name.endswith(".toml"))
    shipped = [raw for raw in map(read_profile, names) if raw["kind"] == kind]
    known: Any = _OWN[kind]
    for raw in shipped:
        known = _both(known, _shape(raw))
    shape: Shape = known
    return shape


def _shape(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: {} if key in _FREE and isinstance(v, dict) else _shape(v)
            for key, v in value.items()
        }
    if isinstance(value, list) and value and isinstance(value[0], dict):
        rows: Any = {}
        for row in value:
            rows = _both(rows, _shape(row))
        return [rows]
    return bool if isinstance(value, bool) else None


def _both(one: Any, other: Any) -> Any:
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return {**one, **{k: _both(one[k], v) if k in one else v for k, v in other.items()}}
    if isinstance(one, list) and isinstance(other, list):
        return [_both(one[0], other[0])]
    return other if one is None else one


def _check(value: Any, shape: Any, path: str, where: str) -> None:
    if isinstance(shape, list):
        if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
            raise _wrong(where, f"{path}は [[{path}]] の形で書きます", f"write [[{path}]]")
        for row in value:
            _check(row, shape[0], path, where)
    elif isinstance(shape, Mapping):
        if not isinstance(value, dict):
            raise _wrong(where, f"{path}は [{path}] の形で書きます", f"write [{path}]")
        for key, held in value.items() if shape else ():
            if key not in shape:
                raise _unknown(where, path, key, list(shape))
            _check(held, shape[key], f"{path}.{key}" if path else key, where)
    elif shape is bool and not isinstance(value, bool):
        raise _wrong(where, f"{path}は true か false で書きます", f"{path} is true or false")


def _unknown(where: str, path: str, key: str, known: list[str]) -> InputError:
    near = get_close_matches(key, known, n=1)
    meant = (
        Text(f"「{near[0]}」のことですか。", f"did you mean “{near[0]}”? ")
        if near
        else Text("", "")
    )
    inside = Text(f"{path} に", f" in {path}") if path else Text("", "")
    return InputError(
        Text(f"{inside.ja}「{key}」という項目はありません", f"there is no “{key}”{inside.en}"),
        where=where,
        hint=Text(
            meant.ja + "書けるもの: " + "、".join(known),
            meant.en + "there are: " + ", ".join(known),
        ),
    )


def _wrong(where: str, ja: str, en: str) -> InputError:
    return InputError(
        Text(ja, en),
        where=where,
        hint=Text(
            "`enishi inspect 文書 -o ファイル.toml` で手本を作れます",
            "`enishi inspect DOCUMENT -o FILE.toml` writes a model",
        ),
    )
