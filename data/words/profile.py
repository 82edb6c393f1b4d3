"""A profile: the words by which a family of documents is read."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any, Final, Literal, cast, get_args

from ...errors import InputError
from ...language import Text
from ..files import MAX_TOML, demand_file, not_toml, parsed_toml
from ..records import Status
from .facets import Facets
from .level_words import DIGITS, Numbered, alone_of, heading_of, read_heading
from .lexicon import squeeze
from .profile_parts import parts_of


@dataclass(frozen=True, slots=True)
class TableHeading:
    """What a heading says of the project tables below it."""

    status: Status | None = None
    in_package: bool = False
    facets: tuple[str, ...] = ()


Column = Literal["name", "description", "section", "partner", "note", "sdgs", "reading"]

NUMBER: Final = DIGITS
#: A chapter's number before what the chapter is.
_CHAPTER: Final = re.compile(rf"\s*第\s*(?:{NUMBER})\s*[編部章節][\s：:]*")
#: A heading of tables is no longer than this.
_HEADING: Final = 60
#: A word and a number are no longer.
_ALONE: Final = 40
#: A level without a number whose title is a longer sentence is a label with its value.
_TITLE: Final = 25
#: What a profile's `[[headings]]` may take a kind of heading for.
HeadingClass = Literal["goal", "measure", "project", "ignored"]
_STATUS_BEFORE: Final = re.compile(
    r"[（(【\[［〔〈<](?P<word>[^）)】]{1,6})[）)】\]］〕〉>]\s*(?=\S)"
)
_STATUS_BEHIND: Final = re.compile(
    r"(?<=\S)\s*[（(【\[［〔〈<](?P<word>[^）)】]{1,6})[）)】\]］〕〉>]$"
)
#: The mark of a note behind a name: 桜まつり※1, 桜まつり（注2）, 桜まつり*.
_NOTED: Final = re.compile(
    r"(?<=[^\s　※＊*])[\s　]*(?:[（(]?(?:[※＊*]\s*[0-9０-９]{0,2}|注\s*[0-9０-９]{1,2})[)）]?)$"
)
_KANJI: Final = {char: n for n, char in enumerate("一二三四五六七八九", 1)}
_BRACKETS: Final = "【】［］[]〔〕《》〈〉＜＞<>「」『』"


def number_of(written: str) -> str:
    """A written number in plain digits: ２ → 2, 三 → 3, 十二 → 12, Ⅳ → 4 (１－２ → 1-2)."""
    plain = unicodedata.normalize("NFKC", written)
    if re.fullmatch("[一二三四五六七八九十]+", plain):
        tens, _, ones = plain.rpartition("十")
        if "十" not in plain:
            return "".join(str(_KANJI[char]) for char in plain)
        return str((_KANJI[tens] if tens else 1) * 10 + (_KANJI[ones] if ones else 0))
    roman = {
        "I": 1,
        "II": 2,
        "III": 3,
        "IV": 4,
        "V": 5,
        "VI": 6,
        "VII": 7,
        "VIII": 8,
        "IX": 9,
        "X": 10,
    }
    return str(roman.get(plain, re.sub("[‐−ー―]", "-", plain)))


@cache
def _squeezed(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(squeeze, words))


@dataclass(frozen=True, slots=True)
class Level:
    """A level of the hierarchy above the projects."""

    cls: Literal["goal", "measure"]
    words: tuple[str, ...]
    numbered: bool = False  # only with a number


class Profile:
    """The words of one profile file, as matchers.

    Raises InputError for a file that is no profile, naming the missing part.
    """

    def __init__(self, raw: dict[str, Any], *, where: str) -> None:
        try:
            self.name: str = raw["name"]
            self.separators: list[str] = raw["separators"]
            self._marks: str = raw["marks"]
            self._notes: tuple[str, ...] = tuple(raw["notes"])
            self.levels = tuple(
                Level(row["class"], tuple(row["words"]), bool(row.get("numbered")))
                for row in raw["levels"]
            )
            self._package: dict[str, Any] = raw["package"]
            self._years: dict[str, list[str]] = raw["years"]
            self._tables: dict[str, Any] = raw["tables"]
            self._lists: list[str] = self._tables.get("lists", [])
            self._counted: list[str] = self._tables.get("counted", ["事業"])
            self.column_words: dict[Column, list[str]] = raw["columns"]
            self.open_ended: list[str] = raw["sections"]["open_ended"]
            self.section_endings: list[str] = raw["sections"]["endings"]
            self.behind_prose: list[str] = raw["sections"].get("behind_prose", [])
            self._appendix: dict[str, list[str]] = raw.get("appendix", {})
            self._no_sections: list[str] = raw["sections"].get("not_endings", [])
            self.source_marks: dict[str, str] = raw["source_marks"]
            self.compound: dict[str, Any] = raw["compound"]
            self.facets = Facets(raw.get("facet", ()))
            self.roles: list[dict[str, Any]] = list(raw.get("roles", []))
            self.told_heads: list[dict[str, Any]] = list(raw.get("heads", []))
            self._headings = _told_headings(raw.get("headings", []), where)
        except (KeyError, TypeError) as error:
            raise InputError(
                Text(f"プロファイルに {error} がありません", f"the profile has no {error}"),
                where=where,
                hint=Text(
                    "data/profiles/headed-ja.toml を手本にしてください",
                    "take data/profiles/headed-ja.toml as a model",
                ),
            ) from error

    def bare(self, text: str) -> str:
        """`text` without the marks and brackets set around a heading."""
        inner = text.strip().strip(self._marks + " \t　")
        return inner.strip(_BRACKETS).strip(self._marks + " \t　：:")

    def is_marked(self, text: str) -> bool:
        """Whether a mark or a bracket opens `text`, as headings are written."""
        return text.strip()[:1] in self._marks + _BRACKETS

    def _among(self, text: str, words: Iterable[str]) -> bool:
        return squeeze(text) in _squeezed(tuple(words))

    @cached_property
    def _level_patterns(self) -> list[tuple[Level, re.Pattern[str], re.Pattern[str]]]:
        marks = self._marks + _BRACKETS
        return [
            (
                level,
                heading_of(level.words, marks, bare=not level.numbered),
                alone_of(level.words, marks),
            )
            for level in self.levels
        ]

    def level_heading(self, text: str) -> tuple[Level, str, str, str] | None:
        """(level, its word, number or "", title) when `text` is a heading of a level."""
        best = None
        for level, pattern, _ in self._level_patterns:
            said = read_heading(pattern, text)
            if said and not said.number and said.title.endswith("。") and len(said.title) > _TITLE:
                continue  # 目標：漏水を減らし、経費を抑えます。: a label and its sentence
            if said and (best is None or len(said.word) > len(best[1])):
                number = number_of(said.number) if said.number else ""
                best = (level, said.word, number, said.title)
        if best is None and (chapter := _CHAPTER.match(text)):  # 第２章　基本目標１　緑のまち
            inner = self.level_heading(text[chapter.end() :])
            return inner if inner and inner[2] else None
        return best

    def level_alone(self, text: str) -> tuple[Level, str, str] | None:
        """(level, its word, number) when `text` is a heading whose title stands below it."""
        if len(text) >= _ALONE:
            return None
        found = ((level, alone.match(text)) for level, _, alone in self._level_patterns)
        said = [(level, m["word"], number_of(m["number"])) for level, m in found if m]
        return max(said, key=lambda each: len(each[1]), default=None)

    def project_heading(self, text: str) -> Numbered | None:
        """A heading that counts projects by a word: 取組1-2 …, Action 3: …."""
        said = read_heading(self._project_pattern, text)
        return said if said and said.number and not said.title.endswith("。") else None

    def project_alone(self, text: str) -> tuple[str, str] | None:
        """(word, number) of such a heading whose title stands below it."""
        match = self._project_alone.match(text) if len(text) < _ALONE else None
        return (match["word"], number_of(match["number"])) if match else None

    @cached_property
    def _project_alone(self) -> re.Pattern[str]:
        return alone_of(self._counted, self._marks + _BRACKETS)

    @cached_property
    def _project_pattern(self) -> re.Pattern[str]:
        return heading_of(self._counted, self._marks + _BRACKETS)

    def level_label(self, text: str) -> tuple[Literal["goal", "measure"], str] | None:
        """(class, word) when `text` is the bare word of a level, as a label or a column's head."""
        inner = self.bare(text)
        return next(
            ((level.cls, inner) for level in self.levels if self._among(inner, level.words)), None
        )

    def ends_like_goal(self, word: str) -> bool:
        """Whether a word that is no level's itself ends with that of a goal: 環境目標."""
        goals = tuple(w for level in self.levels if level.cls == "goal" for w in level.words)
        return word.endswith(goals)

    @property
    def tells_headings(self) -> bool:
        """Whether the profile says what kinds of heading are."""
        return bool(self._headings)

    @property
    def headings_told(self) -> list[str]:
        """The kinds of heading of which the profile says what they are: style:2, number:paren."""
        return list(self._headings)

    def heading_class(self, signature: tuple[str, str]) -> HeadingClass | None:
        """What the profile says that lines set off so are: ("style", "2"), ("number", "paren")."""
        return self._headings.get(":".join(signature))

    def names_appendix(self, title: str, *, marked: bool) -> bool:
        """Whether a title is that of an appendix; `marked`: it is set as a heading."""
        said = squeeze(title)
        return (
            self._among(said, self._appendix.get("headings", []))
            or marked
            and said.endswith(tuple(map(squeeze, self._appendix.get("endings", []))))
        )

    def ends_like_office(self, text: str) -> bool:
        """Whether `text` ends like the name of a section: 農政課, no 料理教室."""
        return text.endswith(tuple(self.section_endings)) and not text.endswith(
            tuple(self._no_sections)
        )

    def is_note(self, text: str) -> bool:
        """Whether `text` is a note to the reader, outside the plan's own hierarchy."""
        return text.startswith(self._notes)

    def package_heading(self, text: str, *, marked: bool = False) -> str | None:
        """The name in a package's heading, "" when it stands in a row below; None: no heading.

        `marked` says that the document itself sets the text as a heading.
        """
        if not marked and not self.is_marked(text):
            return None
        inner = self.bare(text)
        if self._among(inner, self._package["words"]):
            return ""
        words = "|".join(sorted(map(re.escape, self._package["words"]), key=len, reverse=True))
        match = re.match(rf"^(?:{words})\s*(?:{NUMBER})?[：:．.、】\]\s　]+(?P<name>.+)$", inner)
        return match["name"].strip() if match else None

    def field(self, text: str) -> Literal["name", "background", "list", "status"] | None:
        """Which part of a package a label opens."""
        inner = self.bare(text)
        fields: tuple[tuple[Literal["name", "background", "list", "status"], str], ...] = (
            ("name", "names"),
            ("status", "status_labels"),
            ("background", "background"),
            ("list", "list"),
        )
        return next((f for f, key in fields if self._among(inner, self._package[key])), None)

    @cached_property
    def _year_pattern(self) -> re.Pattern[str]:
        words = "|".join(map(squeeze, self._years["words"]))
        first = "|".join(map(squeeze, self._years["first"]))
        tails = "|".join(re.escape(squeeze(tail)) for tail in self._years["tails"])
        return re.compile(
            rf"(?:(?P<first>{first})|(?:第)?(?P<number>{NUMBER})(?:{words}))(?:{tails})"
        )

    def year(self, text: str) -> int | None:
        """The plan year that a label such as 1年目の事業概要 opens."""
        match = self._year_pattern.fullmatch(squeeze(self.bare(text)))
        if not match:
            return None
        number = "1" if match["first"] else number_of(match["number"])
        return int(number) if number.isdecimal() else None

    def table_heading(self, text: str, *, marked: bool = False) -> TableHeading | None:
        """What `text` says of the project tables that it heads; None when it heads none."""
        inner = squeeze(self.bare(text))
        if len(inner) > _HEADING or text.endswith("。"):
            return None
        if not (marked or self.is_marked(text)) or not any(
            w in inner for w in self._tables["words"]
        ):
            return None
        status = self.status_in(inner)
        in_package = any(squeeze(word) in inner for word in self._tables["package"])
        if not status and not in_package:
            return None
        return TableHeading(status, in_package, self.facets.said_by(inner))

    def status_in(self, text: str) -> Status | None:
        """The status that the words of a heading or a label's value stand for."""
        inner = squeeze(text)
        table: dict[Status, list[str]] = self._tables["status"]
        return next((key for key, words in table.items() if any(w in inner for w in words)), None)

    def columns(self, cells: list[str]) -> list[Column | None] | None:
        """The meaning of each cell of a table head; None when the row is no table head."""
        found: list[Column | None] = []
        for cell in cells:
            said = squeeze(self.bare(cell))
            names = (
                col for col, words in self.column_words.items() if said in _squeezed(tuple(words))
            )
            column = next(names, None)
            found.append(None if column in found else column)
        known = [column for column in found if column]
        return found if "name" in known and len(known) >= 2 else None

    def column(self, text: str) -> Column | None:
        """The field that a label such as 担当課 or 【事業概要】 stands for."""
        inner = re.sub(r"[（(][^（）()]*[）)]$", "", self.bare(text)) or text
        said = squeeze(inner)
        named = (c for c, words in self.column_words.items() if said in _squeezed(tuple(words)))
        return next(named, None)

    @property
    def heading_marks(self) -> str:
        """The marks and brackets that are set around headings."""
        return self._marks + _BRACKETS + " 　\t"

    def lists_projects(self, text: str) -> bool:
        """Whether a heading (主な事業, 具体的な取組) announces a list of projects."""
        inner = re.sub(r"^[0-9０-９①-⑳ア-コ（()）．.、\s]+", "", self.bare(text))
        words = [*self._package["list"], *self._lists]
        # 行政の５年間の主な取組, 計画期間における主な事業: whose or when stands before it.
        rest = re.sub(r"^.{1,14}?(?:の|における)(?=主な|具体的な|主要|関連)", "", inner)
        own = self._opens_part(text, "own")
        return own or self._among(inner, words) or self._among(rest, words)

    def lists_others(self, text: str) -> bool:
        """Whether a heading opens what others than the office do: 市民の取組, 地域の役割（共助）."""
        return self._opens_part(text, "others")

    def _opens_part(self, text: str, whose: str) -> bool:
        said = squeeze(re.sub(r"[（(][^（()）]*[)）]$", "", self.bare(text)))
        parts = map(squeeze, self._tables.get("parts", []))
        whole = {squeeze(who) for who in self._tables.get(whose, [])}
        return any(said.endswith(part) and said.removesuffix(part) in whole for part in parts)

    @property
    def bullets(self) -> str:
        """The characters that open a list item."""
        bullets: str = self._package["bullets"]
        return bullets

    def bare_name(self, text: str) -> tuple[int, int, str]:
        """(start, end, status) of a name without marks of notes (※1) and the brackets around it.

        Those say its status (【新規】, （拡充）) or its class among the projects (【重点】).
        """
        start, end, stated = 0, len(text), ""
        statuses = [w for said in self._tables["status"].values() for w in said]
        classes = self._tables.get("classes", [])
        while True:
            part = text[start:end]
            if note := _NOTED.search(part):
                end = start + note.start()
                continue
            found = [_STATUS_BEFORE.match(part), _STATUS_BEHIND.search(part)]
            mark = next(
                (m for m in found if m and self._among(m["word"], statuses + classes)), None
            )
            if mark is None:
                return start, end, stated
            if not stated and self._among(mark["word"], statuses):
                stated = mark["word"]
            if mark.start() == 0:
                start += mark.end()
            else:
                end = start + mark.start()

    def stated_status(self, text: str) -> tuple[Status | None, tuple[str, ...]]:
        """The status that a package's background claims for the package, and its facets."""
        statements: dict[Status, list[str]] = self._package.get("status", {})
        for status, phrases in statements.items():
            for phrase in phrases:
                if phrase in text:
                    return status, self.facets.said_by(phrase)
        return None, ()


def profile_text(name: str) -> str:
    """The file of the shipped profile `name`, or the file of that path.

    Raises InputError for a name nobody knows, a missing file and one that is not UTF-8.
    """
    if name.endswith(".toml"):
        path = Path(name)
        demand_file(path)
        if not path.is_file():
            raise InputError(
                Text("プロファイルが見つかりません", "no such profile"),
                where=name,
                hint=Text("ファイルの名前を確かめてください", "check the file's name"),
            )
        if path.stat().st_size > MAX_TOML:
            raise not_toml(name, Text("大きすぎます", "it is too large"))
        data = path.read_bytes()
    else:
        folder = files("enishi.data").joinpath("profiles")
        known = sorted(p.name[:-5] for p in folder.iterdir() if p.name.endswith(".toml"))
        if name not in known:
            raise InputError(
                Text(f"「{name}」というプロファイルはありません", f"there is no profile “{name}”"),
                hint=Text("使えるもの: " + "、".join(known), "there are: " + ", ".join(known)),
            )
        data = folder.joinpath(f"{name}.toml").read_bytes()
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise not_toml(name, Text(f"{error}", f"{error}")) from error


def read_profile(name: str) -> dict[str, Any]:
    """The TOML of a profile.

    Its `kind` says which structure reads by it (`structures.py`); "headed" where it says nothing.
    Raises InputError for a file that is not TOML, and what `profile_text` raises.
    """
    raw = {"kind": "headed", **parsed_toml(profile_text(name).encode(), name)}
    base = raw.pop("base", None)
    if base is None:
        return cast(dict[str, Any], parts_of(raw, name, raw["kind"]))
    if not isinstance(base, str) or base.endswith(".toml"):
        raise InputError(
            Text("base には収録したプロファイルの名前を書きます", "base names a shipped profile"),
            where=name,
            hint=Text('base = "headed-ja" のように書いてください', 'write base = "headed-ja"'),
        )
    return cast(dict[str, Any], parts_of(_added(read_profile(base), raw), name, raw["kind"]))


def _added(base: Any, own: Any) -> Any:
    """`base` with what `own` says besides: lists are joined, own values go before those of `base`."""
    if isinstance(base, dict) and isinstance(own, dict):
        return {**base, **{k: _added(base[k], v) if k in base else v for k, v in own.items()}}
    if isinstance(base, list) and isinstance(own, list):
        return [*own, *base]
    return own


def _told_headings(rows: list[dict[str, str]], where: str) -> dict[str, HeadingClass]:
    """Kind of heading → class; rows whose class is "" say nothing."""
    for row in rows:
        if row["class"] not in ("", *get_args(HeadingClass)):
            raise InputError(
                Text(f"class「{row['class']}」はありません", f"there is no class “{row['class']}”"),
                where=where,
                hint=Text(
                    "使えるもの: " + "、".join(get_args(HeadingClass)),
                    "there are: " + ", ".join(get_args(HeadingClass)),
                ),
            )
    return {row["like"]: cast(HeadingClass, row["class"]) for row in rows if row["class"]}


def load_profile(name: str) -> Profile:
    """The profile `name` for headed plans; raises InputError when it is none."""
    return Profile(read_profile(name), where=name)
