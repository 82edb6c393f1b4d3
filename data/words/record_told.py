"""What a person says the fields of records are for: `[told]` of a profile, one role to a field.

`enishi inspect` lists the fields of a file there as it took them. A field whose role was changed
leaves all other lists of the profile; one that was not stays as those have it.
"""

from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from typing import Any, Final

from .record_names import squeezed

#: Role → the part of the profile and the list in it.
_PLACES: Final = {
    **{role: ("element", role) for role in
       ("name", "number", "description", "status", "sdgs", "reading")},
    **{role: ("owner", role) for role in ("section", "department", "related")},
    "plan": ("plan", "name"), "government": ("plan", "government"),
}  # fmt: skip
_CLASSES: Final = ("goal", "measure", "project")
_REASON: Final = "プロファイルで使わないとした項目"

ROLES: Final = (
    "この文書の項目を何として読むか。ここを直します（変えた項目は下の各表より優先します）。\n"
    "# name（名称）, number（番号）, description（内容）, status（新規・継続）, section（課）,\n"
    "# department（部）, related（関係する課・団体）, goal（目標）, measure（施策）, project（事業の並び）,\n"
    "# partner:cooperation（連携先）, partner:contractor（委託先）, partner:participant（実施主体）,\n"
    '# plan（計画名）, government（団体名）, sdgs, reading（よみがな）, ignored（使わない）, ""（読まない）'
)


def role_of(raw: Mapping[str, Any], key: str) -> str:
    """What the lists of a profile take the field `key` for; "" for one they do not know."""
    plain = squeezed(key)
    for row in raw.get("partners", ()):
        if plain in map(squeezed, row["keys"]):
            return f"partner:{row['role']}"
    for role, (part, name) in _PLACES.items():
        if plain in map(squeezed, _names(raw, part, name)):
            return role
    for row in (*raw.get("fields", ()), *raw.get("levels", ())):
        if plain in map(squeezed, row["keys"]):
            return str(row["class"])
    return "ignored" if plain in map(squeezed, raw.get("ignored", {})) else ""


def with_told(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The profile `raw` with the roles that its `[told]` gives; raises ValueError for no role."""
    made = {key: value for key, value in raw.items() if key != "told"}
    changed = {k: r for k, r in raw.get("told", {}).items() if r != role_of(made, k)}
    made = deepcopy(made) if changed else made
    for key in changed:
        _forget(made, squeezed(key))
    for key, role in changed.items():
        _put(made, key, role)
    return made


def told(raw: Mapping[str, Any], keys: Iterable[str]) -> dict[str, str]:
    """The fields `keys` with their roles."""
    return {key: role_of(raw, key) for key in keys}


def _names(raw: Mapping[str, Any], part: str, name: str) -> list[str]:
    held = raw.get(part, {}).get(name, [])
    return [held] if isinstance(held, str) else list(held)


def _lists(raw: dict[str, Any]) -> Iterator[list[str]]:
    for part, name in _PLACES.values():
        held = raw.get(part, {}).get(name)
        if isinstance(held, list):
            yield held
    for rows in ("partners", "fields", "levels", "subjects"):
        yield from (row["keys"] for row in raw.get(rows, ()))


def _forget(raw: dict[str, Any], plain: str) -> None:
    for names in _lists(raw):
        names[:] = [name for name in names if squeezed(name) != plain]
    raw["ignored"] = {k: v for k, v in raw.get("ignored", {}).items() if squeezed(k) != plain}


def _put(raw: dict[str, Any], key: str, role: str) -> None:
    if role in _PLACES:
        part, name = _PLACES[role]
        raw.setdefault(part, {})[name] = [key, *_names(raw, part, name)]
    elif role in _CLASSES:
        raw.setdefault("levels", []).insert(0, {"class": role, "keys": [key]})
        if role != "project":
            row = {"class": role, "keys": [key]}
            fields = raw.setdefault("fields", [])
            fields.insert(0 if role == "goal" else len(fields), row)
    elif role.startswith("partner:"):
        row = {"keys": [key], "role": role.partition(":")[2]}
        raw.setdefault("partners", []).insert(0, row)
    elif role == "ignored":
        raw["ignored"][key] = _REASON
    elif role:
        raise ValueError(f"role = {role!r}")
