"""A profile of kind "records": which field of a record says what."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal

from ...errors import InputError
from ...language import Lang, Text
from .profile import Column, Profile, load_profile, read_profile
from .record_names import squeezed
from .record_told import with_told
from .stated import STATED
from .table_words import PARTNER_ROLES, TableWords, load_table_words

LevelClass = Literal["goal", "measure", "project"]


class Words:
    """Some names of a field, in order of preference."""

    def __init__(self, names: Iterable[str]) -> None:
        self._order = {squeezed(name): n for n, name in reversed(list(enumerate(names)))}
        # A file's records have the same fields, mostly.
        self._all = lru_cache(maxsize=256)(self._among)
        self._first = lru_cache(maxsize=256)(self._before)

    @property
    def preferred(self) -> str:
        """The first of these words, as compared; "" where there are none."""
        return min(self._order, key=lambda key: self._order[key], default="")

    def __contains__(self, name: str) -> bool:
        return squeezed(name) in self._order

    def first(self, names: Iterable[str]) -> str | None:
        """The one of `names` that stands first among these words."""
        return self._first(tuple(names))

    def _before(self, names: tuple[str, ...]) -> str | None:
        known = [
            (self._order[key], name) for name in names if (key := squeezed(name)) in self._order
        ]
        return min(known)[1] if known else None

    def all(self, names: Iterable[str]) -> list[str]:
        """Those of `names` that are among these words, in their own order."""
        return list(self._all(tuple(names)))

    def _among(self, names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(name for name in names if name in self)


@dataclass(frozen=True, slots=True)
class RoleRule:
    """A role that words of some fields speak for; `alone`: only where nothing else stands there."""

    role: str
    fields: Words
    words: tuple[str, ...]
    alone: bool = False


@dataclass(frozen=True, slots=True)
class PartnerList:
    """Fields that name partners, and their role where no rule says another."""

    keys: Words
    role: str
    rules: tuple[RoleRule, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldLevel:
    """A field of a project that names the element above it."""

    cls: Literal["goal", "measure"]
    keys: Words


@dataclass(frozen=True, slots=True)
class Subjects:
    """A field of a project with words for what it is about."""

    keys: Words
    leave_out: frozenset[str] = field(default_factory=frozenset)


class RecordProfile:
    """The words of one profile of kind "records".

    Raises InputError for a file that says something else than it should, naming the part.
    """

    def __init__(self, raw: Mapping[str, Any], *, where: str) -> None:
        try:
            self._read(with_told(raw))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise InputError(
                Text(
                    f"プロファイルの {error} が読めません", f"the profile cannot be read: {error}"
                ),
                where=where,
                hint=Text(
                    "data/profiles/records-ja.toml を手本にしてください",
                    "take data/profiles/records-ja.toml as a model",
                ),
            ) from error

    def _read(self, raw: Mapping[str, Any]) -> None:
        self.name: str = raw["name"]
        self.lang: Lang = "en" if raw.get("lang", "ja") == "en" else "ja"
        self.words: Profile = load_profile(raw.get("words", "headed-ja"))
        self.table_words: TableWords = load_table_words("table")
        plan, element, owner, partner = (
            raw.get(part, {}) for part in ("plan", "element", "owner", "partner")
        )
        self.plan_name = Words(_names(plan, "name"))
        self.government = Words(_names(plan, "government"))
        self.title = str(plan.get("title", "{government}"))
        self.rights: str | None = plan.get("rights")
        self.levels: list[tuple[LevelClass, Words]] = [
            (row["class"], Words(row["keys"])) for row in raw.get("levels", ())
        ]
        self.element_name = Words(_names(element, "name"))
        self.number = Words(_names(element, "number"))
        self.description = Words(_names(element, "description"))
        self.status = Words(_names(element, "status"))
        self.stated: dict[Column, Words] = {
            column: Words(_names(element, column)) for column in STATED
        }
        self.department = Words(_names(owner, "department"))
        self.section = Words(_names(owner, "section"))
        self.related = Words(_names(owner, "related"))
        self.separators = str(owner.get("separators", ""))
        self.brackets = bool(owner.get("brackets", True))
        self.fields = [
            FieldLevel(row["class"], Words(row["keys"])) for row in raw.get("fields", ())
        ]
        self.subjects = [
            Subjects(Words(row["keys"]), frozenset(row.get("leave_out", ())))
            for row in raw.get("subjects", ())
        ]
        self.partners = [_partners(row) for row in raw.get("partners", ())]
        self.partner_name = Words(_names(partner, "name"))
        self.corporate_number = Words(_names(partner, "corporate_number"))
        self.partner_note = Words(_names(partner, "note"))
        self.amount = Words(_names(partner, "amount"))
        self.year = Words(_names(partner, "year"))
        self.unit = int(partner.get("unit", 1))
        self.nobody: tuple[str, ...] = tuple(partner.get("nobody", ()))
        self._reason = lru_cache(maxsize=4096)(self._why_ignored)
        self._ignored = {
            tuple(map(squeezed, path.split("/"))): str(reason)
            for path, reason in raw.get("ignored", {}).items()
        }

    def level_of(self, key: str) -> LevelClass | None:
        """The level whose elements a field of that name lists."""
        return next((cls for cls, words in self.levels if key in words), None)

    def ignored(self, path: Sequence[str]) -> str | None:
        """Why the value at `path` (names of fields from the record down) is left out."""
        return self._reason(tuple(path))

    def _why_ignored(self, path: tuple[str, ...]) -> str | None:
        names = tuple(map(squeezed, path))
        return next(
            (
                self._ignored[names[:n]]
                for n in range(1, len(names) + 1)
                if names[:n] in self._ignored
            ),
            None,
        )


def load_record_profile(name: str) -> RecordProfile:
    """The profile `name`, or the file of that path; raises InputError when it is none."""
    return RecordProfile(read_profile(name), where=name)


def _names(part: Mapping[str, Any], key: str) -> list[str]:
    names = part.get(key, [])
    if isinstance(names, str):
        names = [names]
    if not all(isinstance(name, str) for name in names):
        raise ValueError(key)
    return list(names)


def _partners(row: Mapping[str, Any]) -> PartnerList:
    rules = tuple(
        RoleRule(
            rule["role"],
            Words(rule["fields"]),
            tuple(rule["words"]),
            bool(rule.get("alone", False)),
        )
        for rule in row.get("roles", ())
    )
    for role in (row["role"], *(rule.role for rule in rules)):
        if role not in PARTNER_ROLES:
            raise ValueError(f"role = {role!r}")
    return PartnerList(Words(row["keys"]), row["role"], rules)
