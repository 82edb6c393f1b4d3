"""The tables of a profile's file: what one lacks is said when it is asked for."""

from typing import Any, Final

from ...errors import InputError
from ...language import Text


class _Part(dict[str, Any]):
    """A table of a profile, which says what it lacks when that is asked for."""

    def __init__(self, told: dict[str, Any], where: str, model: str, at: str = "") -> None:
        super().__init__(told)
        self._told = where, model, at

    def __missing__(self, key: str) -> Any:
        where, model, at = self._told
        raise InputError(
            Text(f"プロファイルに {at}{key} がありません", f"the profile has no {at}{key}"),
            where=where,
            hint=Text(
                f"data/profiles/{model}.toml を手本にしてください",
                f"take data/profiles/{model}.toml as a model",
            ),
        )


_MODELS: Final = {"records": "records-ja", "table": "table"}


def parts_of(value: Any, where: str, kind: object, at: str = "") -> Any:
    """`value`, read from the file `where`, with every table in it as one that says what it lacks.

    `kind` is the profile's.
    """
    if isinstance(value, dict):
        inner = {k: parts_of(v, where, kind, f"{at}{k}.") for k, v in value.items()}
        return _Part(inner, where, _MODELS.get(str(kind), "headed-ja"), at)
    return [parts_of(each, where, kind, at) for each in value] if isinstance(value, list) else value
