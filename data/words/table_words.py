"""The words of a table profile: what the head of a column may be called, and what cells say."""

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Any, Final, Literal, get_args

from ...errors import InputError
from ...language import Text
from .lexicon import load, squeeze
from .profile import NUMBER, Profile, load_profile, read_profile

Role = Literal[
    "name", "level", "number", "description", "detail", "department", "section", "subunit",
    "related", "partner", "amount", "government", "code", "status", "mark", "sdgs", "reading",
    "parent", "kind", "ignored",
]  # fmt: skip
ROLES: Final[tuple[Role, ...]] = get_args(Role)
#: What partners do in a project.
PARTNER_ROLES: Final = (
    "cooperation", "contractor", "participant", "co-host", "funder", "member", "tie-up",
    "information-sharing", "venue", "example", "platform",
)  # fmt: skip

#: Roles that make a table one of projects, beside the name.
PLAN_ROLES: Final[frozenset[Role]] = frozenset(
    ("level", "description", "department", "section", "subunit", "related", "partner", "status",
     "detail")
)  # fmt: skip

_YEAR: Final = re.compile(
    r"(?:(?:令和|平成|昭和|[rhs])\s*(?:\d{1,2}|元)|(?:19|20)\d\d)(?:\([^)]*\))?(?:年度|年|fy)?|fy\d{2,4}"
)
#: Cells are asked for their meaning again and again: so many answers are kept.
_REMEMBERED: Final = 1 << 14
#: What a form leaves to be filled in: [Name], $[Amount].
_TO_FILL: Final = re.compile(r"\$?\[[A-Z#][ -Z^-~]*\]")
_UNIT: Final = re.compile(r"(百万|千|億|万)?円")
#: Parts of a year: 4月, 第1四半期, 上期.
_PERIOD: Final = re.compile("(?:1[0-2]|[1-9])月|第[1-4]四半期|[上下](?:半)?期|前期|後期")
#: Numbers in front of heads: ②事務事業名.
_CIRCLED: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳ "
#: What the fields of a data base have between words and in front: l1_topic, action_name.
_WRITTEN: Final = re.compile(
    r"^[A-Za-z]\d{1,2}[_ ](?=[A-Za-z]{3})|(?<=[A-Za-z0-9])_(?=[A-Za-z0-9])"
)
_ERAS: Final = {"令和": 2018, "r": 2018, "平成": 1988, "h": 1988, "昭和": 1925, "s": 1925}
_OFFICES: Final = ("section", "subunit", "department", "government")
_OTHERS: Final = ("その他", "関係", "関連", "協力", "連携")
_FACTOR: Final = {"": 1, "千": 1_000, "万": 10_000, "百万": 1_000_000, "億": 100_000_000}


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a column is for: its role, a partner's role, whether a level is one of goals."""

    role: Role
    confidence: float
    part: str = ""
    goal: bool = False


def joined(text: str) -> str:
    """`text` on one line: a line break between letters of Japanese is no space.

    >>> joined("地域\\n包括 支援"), joined("new\\nhall")
    ('地域包括 支援', 'new hall')
    """
    text = text.strip()
    if text.isprintable() and "  " not in text:  # most cells, and each is asked often
        return text
    text = re.sub(r"(?<=[^\x00-\x7f])\s*[\n\u2028]\s*(?=[^\x00-\x7f])", "", text)
    return re.sub(r"\s+", " ", text)


def fiscal_year(text: str) -> int | None:
    """The year of the common era that `text` names first, or None.

    >>> fiscal_year("令和5年度"), fiscal_year("R6計画"), fiscal_year("2025年度"), fiscal_year("計画")
    (2023, 2024, 2025, None)
    """
    plain = unicodedata.normalize("NFKC", text).lower()
    match = re.search(
        r"(令和|平成|昭和|(?<![a-z])[rhs])\s*(\d{1,2}|元)(?!\d)|((?:19|20)\d\d)(?!\d)", plain
    )
    if match is None:
        return None
    if match[3]:
        return int(match[3])
    return _ERAS[match[1]] + (1 if match[2] == "元" else int(match[2]))


def yen_factor(text: str) -> int | None:
    """How many yen one of the units that `text` speaks of is worth; None where it names none.

    >>> yen_factor("支出額（千円）"), yen_factor("金額")
    (1000, None)
    """
    match = _UNIT.search(unicodedata.normalize("NFKC", text))
    return _FACTOR[match[1] or ""] if match else None


class TableWords:
    """The words of one table profile, as matchers.

    Raises InputError for a file that is no table profile, naming the missing or wrong part.
    """

    def __init__(self, raw: dict[str, Any], *, where: str, headed: Profile | None = None) -> None:
        base = read_profile("table")
        try:
            above = {"role": "parent", "names": load("links")["parent"]}
            self.roles: list[dict[str, Any]] = [
                *raw.get("roles", []), *load("fields")["roles"], above,
            ]  # fmt: skip
            self._words: dict[str, list[str]] = {**base["words"], **raw.get("words", {})}
            self.foreign = frozenset(map(squeeze, base["not_projects"]["heads"]))
            self.others = frozenset(map(squeeze, base["not_projects"]["others"]))
            self.budget = frozenset(map(squeeze, base["budget"]["heads"]))
            self._people = frozenset(map(squeeze, base["not_projects"]["people"]))
            self.sheets: list[dict[str, Any]] = list(raw.get("sheets", []))
            self.told_heads = _told_heads(raw.get("heads", []))
            self.where = where
            self._known: dict[str, Meaning | None] = {}
            self._check(where)
        except (KeyError, TypeError, AttributeError) as error:
            raise InputError(
                Text(
                    f"表のプロファイルの {error} がないか、違います",
                    f"{error} is missing or wrong in the table profile",
                ),
                where=where,
                hint=Text(
                    "`enishi inspect 文書 -o ファイル.toml` で手本を作れます",
                    "`enishi inspect DOCUMENT -o FILE.toml` writes a model",
                ),
            ) from error
        self.headed: Profile = headed or load_profile("headed-ja")

    def _check(self, where: str) -> None:
        told = [*self.roles, *(c for sheet in self.sheets for c in sheet.get("columns", []))]
        for row in self.told_heads.values():
            for said in row:
                role, _, part = said.partition(":")
                told.append({"role": role, "as": part})
        for row in told:
            part = row.get("as", "")
            if row["role"] == "partner" and part and part not in PARTNER_ROLES:
                raise InputError(
                    Text(f"as「{part}」はありません", f"there is no “{part}” for as"),
                    where=where,
                    hint=Text(
                        "使えるもの: " + "、".join(PARTNER_ROLES),
                        "there are: " + ", ".join(PARTNER_ROLES),
                    ),
                )
            if row["role"] not in (*ROLES, ""):
                raise InputError(
                    Text(f"role「{row['role']}」はありません", f"there is no role “{row['role']}”"),
                    where=where,
                    hint=Text("使えるもの: " + "、".join(ROLES), "there are: " + ", ".join(ROLES)),
                )

    # -- heads ------------------------------------------------------------------------------

    def meaning(self, head: str) -> Meaning | None:
        """What a column with this head is for; None when no word of it is known."""
        if head not in self._known:
            if len(self._known) > _REMEMBERED:
                self._known.clear()
            self._known[head] = self._meaning(head)
        return self._known[head]

    def _meaning(self, head: str) -> Meaning | None:
        if squeeze(head) in self._unread:
            return None
        for form in head_forms(head):
            if found := self._by_name.get(form):
                return self._bracketed(head, found)
        if _is_year(head):
            return Meaning("ignored", 0.8, "year")
        # Objective Name is an objective; Lead Name is a person.
        called = re.sub(r"(?<=[a-z]{4})(?:name|title)s?$", "", head_forms(head)[-1])
        if (named := self._by_name.get(called)) and named.role in ("name", "level"):
            return named
        if said := self._either(head):
            return said
        short, whole = head_forms(head)[-1], head_forms(head)[0]
        if len(short) > 24:  # a sentence, not a head
            return None
        for key, weight in (("endings", 0.75), ("contains", 0.6)):
            for row, plain in self._parts[key]:
                hit = short.endswith(plain) if key == "endings" else plain in whole
                if hit and len(short) - len(plain) <= 12:
                    return _meaning(row, weight)
        return None

    def _either(self, head: str) -> Meaning | None:
        """Strategy / Action, 施策／事業: a head of two known words is a project's where one of them is.

        So is 事業名・事業内容, over cells whose first line is the name.
        """
        if not re.search("[/／・]", head):
            return None
        parts = [part for part in re.split("[/／・]", head) if part.strip()]
        known = [self._by_name.get(head_forms(part)[-1]) for part in parts]
        found = [meaning for meaning in known if meaning is not None]
        if len(parts) < 2 or len(found) < len(parts):
            return None
        if "・" in head and {meaning.role for meaning in found} != {"name", "description"}:
            return None
        best = next((meaning for meaning in found if meaning.role == "name"), found[-1])
        return replace(best, confidence=0.9)

    @cached_property
    def _parts(self) -> dict[str, list[tuple[dict[str, Any], str]]]:
        """The (role, word as compared) of the words that heads end with or contain, in order."""
        return {
            key: [(row, squeeze(word)) for row in self.roles for word in row.get(key, ())]
            for key in ("endings", "contains")
        }

    def _bracketed(self, head: str, found: Meaning) -> Meaning:
        """手段（事業内容） is what its bracket says, where that is more than a detail.

        課（その他担当組織） are others than the one responsible; of what stands above them nothing is read.
        """
        inner = re.search(r"[(（](?P<inside>[^()（）]+)[)）]$", head.strip())
        if inner and found.role in _OFFICES and inner["inside"].startswith(_OTHERS):
            return replace(found, role="related" if found.role == "section" else "ignored")
        if found.role != "detail" or inner is None:
            return found
        said = self._by_name.get(squeeze(inner["inside"]))
        return said if said and said.role in ("description", "name") else found

    @cached_property
    def _unread(self) -> frozenset[str]:
        """Heads that the profile says are nothing: role = ""."""
        names = (name for row in self.roles if not row["role"] for name in row.get("names", ()))
        return frozenset(map(squeeze, names))

    @cached_property
    def _by_name(self) -> dict[str, Meaning]:
        found: dict[str, Meaning] = {}
        for row in filter(lambda row: row["role"], self.roles):
            for name in row.get("names", ()):
                found.setdefault(squeeze(name), _meaning(row, 0.95))
        return found

    def among_heads(self, head: str) -> bool:
        """Whether a head speaks of a list of bodies, not of projects."""
        return any(form in self.foreign for form in head_forms(head))

    def is_budget_head(self, head: str) -> bool:
        """Whether a head names an item of a budget: 款, 項, 目, 節."""
        return any(form in self.budget for form in head_forms(head))

    def lists_others(self, head: str) -> bool:
        """Whether a head speaks of meetings, works to be let or rules, not of projects."""
        return any(form in self.others for form in head_forms(head))

    def names_people(self, head: str) -> bool:
        """Whether the cells below a head are the names of people."""
        return squeeze(head) in self._people

    def is_project_head(self, head: str) -> bool:
        """Whether a head says that its cells are projects, whatever stands beside."""
        return any(word in squeeze(head) for word in ("事業", "取組", "project", "プロジェクト"))

    # -- cells ------------------------------------------------------------------------------

    def words(self, key: str) -> list[str]:
        """The list `key` of the profile's `[words]`."""
        return self._words[key]

    def among(self, text: str, key: str) -> bool:
        """Whether `text` is one of the words of a list."""
        return squeeze(text) in _squeezed(tuple(self._words[key]))

    def is_empty(self, text: str) -> bool:
        """Whether a cell says that there is nobody or nothing."""
        said = text.strip(" \u3000\n（）()") or text.strip()
        return not said or self.among(said, "empty") or bool(_TO_FILL.fullmatch(text))

    def is_total(self, text: str) -> bool:
        """Whether a row is a sum of others."""
        return self.among(text.strip("【】[]（）() "), "totals")

    def sums_up(self, text: str) -> bool:
        """Whether a cell says whose sum a row is: 市民部　計, 施策計, 健康づくり小計."""
        word = next((w for w in self._totals if text.endswith(w) and text != w), None)
        if word is None or len(text) > 30:
            return False
        whose = text.removesuffix(word)
        if len(word) > 1 or whose != whose.rstrip():
            return True
        called = self.meaning(whose)  # 統計 is no sum
        return self.is_office(whose) or called is not None and called.role == "level"

    @cached_property
    def _totals(self) -> list[str]:
        return sorted(self._words["totals"], key=len, reverse=True)

    def is_note(self, text: str) -> bool:
        """Whether a cell is a note to the reader."""
        said = text.strip().lower()
        return said.startswith(tuple(self._words["notes"])) and not said.startswith("**")

    def ends_like(self, text: str, key: str) -> bool:
        """Whether `text` ends with one of the words of a list and is more than it."""
        return self.ending_of(text, key) > 0

    def ending_of(self, text: str, key: str) -> int:
        """How long the word of a list is that `text` ends with and is more than; 0 for none."""
        plain = squeeze(text)
        return max(
            (len(w) for w in _squeezed(tuple(self._words[key]))
             if plain.endswith(w) and len(plain) > len(w)),
            default=0,
        )  # fmt: skip

    def is_office(self, text: str) -> bool:
        """Whether `text` reads like the name of a part of an office."""
        bare = re.sub(r"[（(][^（()）]*[)）]|ほか|など|[他等外]$", "", text.strip())
        return (
            len(bare) <= 30
            and "。" not in bare
            and any(self.ends_like(bare, key) for key in ("sections", "departments", "subunits"))
        )


def _told_heads(rows: list[dict[str, Any]]) -> dict[tuple[str, ...], tuple[str, ...]]:
    """The heads of a table → the roles of its columns, as a profile's `[[heads]]` says."""
    found = {}
    for row in rows:
        heads, roles = tuple(map(squeeze, row["columns"])), tuple(map(str, row["roles"]))
        if len(heads) != len(roles):
            raise KeyError("heads")
        found[heads] = roles
    return found


@cache
def _squeezed(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(squeeze, words))


def _is_year(head: str) -> bool:
    """Whether a head is a year and nothing else: R6, 令和６年度, 2024年度, R7計画."""
    if _PERIOD.fullmatch(squeeze(head)):
        return True
    rest = _YEAR.sub("", squeeze(head))
    return rest != squeeze(head) and rest.strip("()（）年度・.:：-") in ("", "計画", "実績", "予定")


def _meaning(row: dict[str, Any], confidence: float) -> Meaning:
    return Meaning(row["role"], confidence, row.get("as", ""), bool(row.get("goal", False)))


def head_forms(head: str) -> list[str]:
    """The forms in which a head is looked up: as it is, then without what only adds to it.

    Brackets, marks and numbers in front, years, and 名 or 等 at the end only add; so do underscores
    and a letter with a number.

    >>> "topic" in head_forms("l1_topic")
    True
    """
    plain = squeeze(_WRITTEN.sub("", head.lstrip(_CIRCLED))).strip(
        "【】[]〔〕<>「」『』■□●○◆◇★☆※*▼▲・:："
    )
    bare = re.sub(r"[(（\[〔【][^()（）\[\]〔〕【】]*[)）\]〕】]", "", plain)
    bare = re.sub(rf"^(?:[(（]?(?:{NUMBER})[)）.．:：、]|[①-⑳])", "", bare)
    bare = re.sub(r"^[ア-ン][)）.．:：、]", "", bare)
    timeless = _YEAR.sub("", bare).strip("の・.．:：-")
    tail = re.sub(r"(?:名称|名|等|一覧|欄|\d+)$", "", timeless)
    forms = [plain, bare, timeless, tail]
    return [form for form in dict.fromkeys(forms) if form] or [plain]


def load_table_words(name: str) -> TableWords:
    """The words of the table profile `name`."""
    return TableWords(read_profile(name), where=name)


def words_beside(profile: Profile) -> TableWords:
    """The words for tables and owners of a headed plan: those of its profile, then all others."""
    roles = [
        {
            "role": "detail" if column == "note" else column,
            "names": names,
            "as": "cooperation" if column == "partner" else "",
        }
        for column, names in profile.column_words.items()
    ]
    raw = {"roles": [*profile.roles, *roles], "heads": profile.told_heads}
    return TableWords(raw, where=profile.name, headed=profile)
