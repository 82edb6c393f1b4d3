"""Which plan a document is: municipality code and plan id, from options or a `plan.toml`."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ..errors import InputError
from ..language import Lang, Text
from .agents.corporate import Numbers, valid_numbers
from .files import demand_file, read_toml

#: The profile is chosen by the document's format.
AUTO: Final = "auto"


@dataclass(frozen=True, slots=True)
class Settings:
    """The numbers a plan's IRIs are made of, and what else its `plan.toml` says.

    `municipality` is a six-digit code with a valid check digit, or a word such as `local`; `stamp`
    is when the document was read (ISO 8601), for those who want it said: the same input then no
    longer gives the same bytes. `lang` is the language of the document; with `own_place` the
    municipality is a place of this government alone, though no code.
    """

    municipality: str
    plan: str
    profile: str = AUTO
    government: str | None = None
    title: str | None = None
    rights: str | None = None
    replaces: str | None = None
    stamp: str | None = None
    corporate_numbers: Numbers = ()
    lang: Lang = "ja"
    own_place: bool = False

    @property
    def has_code(self) -> bool:
        """Whether the municipality is known by its official code."""
        return self.municipality.isdecimal()

    @property
    def has_government(self) -> bool:
        """Whether the municipality stands for one government that can be named."""
        return self.has_code or self.own_place


def check_digit(five: str) -> str:
    """The check digit of a five-digit municipality code (JIS X 0402; MIC's rule).

    Weights 6, 5, 4, 3, 2; 11 minus the remainder of the sum by 11, its last digit. A sum under 11
    is subtracted from 11 as it is.

    >>> check_digit("11225")
    '9'
    """
    total = sum(int(digit) * weight for digit, weight in zip(five, (6, 5, 4, 3, 2), strict=True))
    return str((11 - total % 11) % 10)


def valid_municipality(code: str) -> str:
    """`code` if it is a code with the right check digit or a plain word.

    Raises InputError, with the right code as the hint where five digits were given.
    """
    if re.fullmatch("[0-9]{6}", code):
        if check_digit(code[:5]) == code[5]:
            return code
        raise InputError(
            Text(
                f"市区町村コード {code} の検査数字が合いません",
                f"the check digit of municipality code {code} is wrong",
            ),
            hint=Text(
                "総務省の6桁のコードを確かめてください", "look up the official six-digit code"
            ),
        )
    if re.fullmatch("[0-9]{5}", code):
        raise InputError(
            Text(f"市区町村コード {code} は5桁です", f"municipality code {code} has five digits"),
            hint=Text(
                f"検査数字を加えた {code}{check_digit(code)} を指定してください",
                f"give it with its check digit: {code}{check_digit(code)}",
            ),
        )
    if re.fullmatch("[a-z][a-z0-9-]{0,40}", code) and code != "org":  # …/id/org/ is taken
        return code
    raise InputError(
        Text(f"「{code}」は市区町村コードではありません", f"“{code}” is no municipality code"),
        hint=Text(
            "6桁の数字か、小文字の英数字（例 local）を指定してください",
            "give six digits, or lower-case letters and digits such as local",
        ),
    )


def valid_plan(name: str) -> str:
    """`name` if it can stand in an IRI as it is; raises InputError otherwise."""
    if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,60}", name):
        return name
    raise InputError(
        Text(f"「{name}」は計画の番号に使えません", f"“{name}” cannot be a plan id"),
        hint=Text(
            "英数字と . _ - だけで付けてください（例 2016）", "use letters, digits, . _ - (2016)"
        ),
    )


def plan_from_stem(stem: str) -> str:
    """A plan id for a file without one: its stem, or a hash where the stem is not plain ASCII."""
    if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,60}", stem):
        return stem
    return "doc-" + hashlib.sha256(stem.encode()).hexdigest()[:12]


def settings_for(
    document: Path,
    *,
    municipality: str | None = None,
    plan: str | None = None,
    profile: str | None = None,
    replaces: str | None = None,
    stamp: str | None = None,
) -> Settings:
    """Settings for `document`: options first, then `plan.toml` beside it, then defaults.

    A `plan.toml` counts for the documents it names under `documents`, or, where it names none,
    for the only document of its folder; inside a folder that is read as one plan, for all of it.
    """
    demand_file(document)
    told = _plan_toml(document)
    return Settings(
        municipality=valid_municipality(municipality or str(told.get("municipality", "local"))),
        plan=valid_plan(plan)
        if plan
        else valid_plan(str(told.get("plan", plan_from_stem(_stem(document))))),
        profile=profile or _profile(document, told),
        government=_word(told, "government"),
        title=_word(told, "title"),
        rights=_word(told, "rights"),
        replaces=valid_plan(replaces) if replaces else None,
        stamp=stamp,
        corporate_numbers=_numbers(document, told),
    )


def _stem(document: Path) -> str:
    """The name of a file without its ending, or of a folder, which `.` and `..` do not say."""
    return document.resolve().name if document.is_dir() else document.stem


def _beside(document: Path, name: str) -> Path:
    """The file of that name beside a document, or inside a folder that is one."""
    return document / name if document.is_dir() else document.with_name(name)


def _word(told: Mapping[str, object], key: str) -> str | None:
    return str(told[key]) if key in told else None


def _profile(document: Path, told: Mapping[str, object]) -> str:
    """The profile of `plan.toml`; a file is looked for beside it."""
    name = str(told.get("profile", AUTO))
    beside = _beside(document, name)
    return str(beside) if name.endswith(".toml") and beside.is_file() else name


def _numbers(document: Path, told: Mapping[str, object]) -> Numbers:
    try:
        return valid_numbers(told.get("corporate_numbers", {}))
    except InputError as error:
        error.where = str(_beside(document, "plan.toml"))
        raise


def _plan_toml(document: Path) -> Mapping[str, object]:
    path = _beside(document, "plan.toml")
    if not path.is_file():
        return {}
    told = read_toml(path)
    if not document.is_dir() and document.name not in told.get("documents", [document.name]):
        return {}
    return told
