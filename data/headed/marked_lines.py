"""How each line of a headed plan is set off, and what names stand in it."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from ..document import Document
from ..rows import Row
from ..source import Span
from ..tables.grids import project_grids
from ..tables.layout import Table
from ..tables.profile import is_told
from ..words.heading_numbers import numbering
from ..words.lexicon import squeeze
from ..words.profile import Column, Profile
from ..words.table_words import TableWords, joined
from .apart import levels_apart
from .appendix import appendix_rows
from .fields import card_grids, fields_of, labels_of, level_labels_of, part_of
from .outline import Told
from .overview import overviews

#: A section in brackets behind a name: ・名称（農政課）, ①名称【担当：農政課】.
_OWNED: Final = re.compile(
    r"(?P<name>.+?)\s*[（(【\[〔［＜<〈《](?:(?P<label>[^（()）【】：:]{1,8})[：:])?\s*(?P<section>[^（()）【】]+)[)）】\]〕］＞>〉》]$"
)
#: 名称　担当課　農政課, 名称 — 担当: 農政課: the same with a label and no bracket.
_LABELLED_OWNER: Final = re.compile(
    r"(?P<name>\S.*?)[\s　]+(?:[—―–－|｜/／-]+[\s　]+)?(?P<label>[^\s：:（()）【】]{2,8})[\s　：:]+(?P<section>[^\s（()）【】：:][^（()）【】：:]*)"
)
#: No line with its owner behind it is longer; brackets and leaders without end are tried everywhere.
LONGEST: Final = 1_000
#: ○名称………農政課: leaders lead to who is in charge.
_LED: Final = re.compile(
    r"(?P<name>.+?)(?:[\s　]*[…‥・．.]{4,}[\s　]*|\t+)(?P<label>)(?P<section>[^…‥．.\s]+)"
)
#: ・名称　農政課, ・名称　農政課、福祉課: behind white space alone.
_APART: Final = re.compile(
    r"(?P<name>\S.*?)[\s　]+(?P<label>)(?P<section>[^\s（()）【】：:。、・，]{2,20}(?:[、・，][^\s（()）【】：:。、・，]{2,20}){0,3})"
)
#: ・名称：農政課, where the name is no label.
_TOLD_OWNER: Final = re.compile(
    r"(?P<name>[^：:]{2,60}?)\s*[：:]\s*(?P<label>)(?P<section>[^：:。（()）\s]{2,40})"
)
#: 給食費の無償化　　　１２０，０００千円: what a project costs, behind its name.
_SUM: Final = re.compile(r"[\s　…‥・]+[△▲]?[0-9０-９][0-9０-９,，.．]*[\s　]*(?:百万|千|億|万)?円$")
#: What leads from a name to its section.
_LEADERS: Final = re.compile("[…‥・．.]{4,}")
#: A further label inside that bracket, and a name parted from what is said of it.
_LABEL: Final = re.compile(r"[／/、，,;；\s]\s*(?P<label>[^：:／/、，\s]{1,10})[：:]\s*")
_NAMED: Final = re.compile(r"(?P<name>[^：:。]{2,40})[：:](?![/0-9０-９])\s*(?P<told>.{4,})")
#: A project's owner is named so many rows below it at most.
_FIELDS: Final = 16
#: The mark of an item of Markdown.
_ITEM: Final = re.compile(r"\s*[-*+]\s+")
#: A sentence, and behind it who does what it says: …に助成します。（建築課）
_OWNED_SENTENCE: Final = re.compile(r"。\s*[（(【〔［\[][^）)】〕］\]]*[）)】〕］\]]$")
#: A name that begins with a quotation: 「みどりの日」の催し.
_QUOTED: Final = re.compile("「[^「」]+」.|『[^『』]+』.")
#: An item of Markdown whose words are set bold.
_EMPHASIS: Final = re.compile(r"(?:[-*+]\s+)?(?P<mark>\*\*|__)(?P<name>.+?)(?P=mark)")


#: What a column of this name would tell of a project is told of a measure below such a heading; the
#: bare word of a level names none.
_TELLING: Final = ("description", "detail", "ignored", "level")
#: Parts of words (健康課題) make no certain name.
_CERTAIN: Final = 0.9
_CLOSING: Final = "【】〈〉《》＜＞[]（）()：: 　"


@dataclass(frozen=True, slots=True)
class Mark:
    """How a line is set off: by style, numbering or a mark; its number, where its title begins."""

    signature: tuple[str, str]
    number: str
    title: int


class Lines:
    """The lines of one document as `Places` looks at them.

    `grids` are the tables and forms of projects, `cards` the tables of labels and values without
    a name, `figures` those of indicators and costs.
    """

    def __init__(
        self, document: Document, rows: Sequence[Row], profile: Profile, words: TableWords
    ) -> None:
        self.source, self.profile, self._words = document.source, profile, words
        self._rows = rows
        self.grids = project_grids(document, words)
        #: Tables that the profile says are none of projects.
        self.unread = {
            number for number, grid in enumerate(document.grids(), 1)
            if number not in self.grids and is_told(grid, words)
        }  # fmt: skip
        self._labels = labels_of(profile, words)
        self.level_label = level_labels_of(profile, words)
        self.cards = (
            card_grids(self.source, rows, profile, self._labels) - set(self.grids) - self.unread
        )
        self.figures = _figures(document, words) - set(self.grids) - self.cards
        #: Fields of rows without labels, by where the row begins.
        self.told_fields: dict[int, list[tuple[Column, Span]]] = {}
        self._names: dict[int, Span] = {}  # what the profile calls projects, by number of row
        self._texts = [self._text(row) for row in rows]
        #: Levels whose title stands below their number.
        self._told: dict[int, Told] = levels_apart(self.source, rows, self._texts, profile)
        self._titled: dict[int, Span] = {}
        #: Where the lines begin that are the label of a field elsewhere, and here head a list.
        self._heads_of_lists: set[int] = set()
        owned = {
            n for n, grid in self.grids.items()
            if grid.forms or any(map(_names_owners, grid.tables))
        }  # fmt: skip
        self._behind: set[int] = set()
        self.appendix = appendix_rows(
            rows, self._texts, profile, self._is_level, owned, self._is_owned
        )
        self._behind = {rows[at].number for at in self.appendix}
        for at in self.appendix:
            self._texts[at] = ""
            self._told.pop(at, None)
            self.grids.pop(rows[at].grid or 0, None)
        for number in overviews(self.grids, rows, self._told_in_full):
            self.grids[number] = replace(self.grids[number], contents=True)

    def _told_in_full(self, at: int) -> str:
        """The project that a line names with its owner, in it or in a field below; "" for others."""
        row, text = self._rows[at], self._texts[at]
        if self.owned(text):
            return self.source.quote(self.item(row)[0])
        if not self._mark(at):
            return ""
        for below in self._rows[at + 1 : at + 1 + _FIELDS]:
            if below.grid is None and below.level is not None:
                break
            if self._names_owner(below):
                return self.source.quote(self.title(row))
        return ""

    def _text(self, row: Row) -> str:
        """The text of a row with one cell outside tables of projects, else ""."""
        if row.kind in ("running", "contents", "note") or len(row.filled) != 1:
            return ""
        return self.source.quote(row.filled[0])

    def fields(self, row: Row) -> list[tuple[Column, Span]]:
        """The labels of a row and their values."""
        if row.number in self._behind or row.grid is not None and row.grid not in self.cards:
            return []
        if row.span.start in self._heads_of_lists:
            return []
        return self.told_fields.get(row.span.start) or fields_of(
            self.source, row, self.profile, self._labels
        )

    def goes_on(self, at: int) -> bool:
        """Whether the row behind row `at` is a field of the same project."""
        return at + 1 < len(self._rows) and any(
            column != "name" for column, _ in self.fields(self._rows[at + 1])
        )

    def is_detail(self, label: str) -> bool:
        """Whether a label is that of more that a project says of itself (目的, 実績)."""
        meaning = self._words.meaning(self.profile.bare(label))
        return meaning is not None and meaning.role == "detail" and meaning.confidence > _CERTAIN

    def part_of(self, row: Row, value: Span) -> str:
        """The role of those whom a field of partners names; "" where its label says none."""
        return part_of(self.source, row, value, self._words)

    def name_at(self, at: int) -> Span:
        """The name of the project whose page begins at row `at`."""
        return self._titled.get(at) or self.title(self._rows[at])

    def title(self, row: Row) -> Span:
        """The name in a heading, without mark and number."""
        if (told := self._names.get(row.number)) is not None:
            return told
        span = row.filled[0]
        text = self.source.quote(span)
        bullet = _ITEM.match(text) if row.kind == "item" else None
        at = bullet.end() if bullet else 0
        lead = at + len(text[at:]) - len(text[at:].lstrip(self.profile.heading_marks))
        lead -= lead > at and _QUOTED.match(text, lead - 1) is not None
        match = re.match(r"[0-9０-９]{1,3}(?:[-－.．][0-9０-９]+)*[)）．.、\s　]+", text[lead:])
        if found := numbering(text[lead:]):
            lead += found[3]
        elif match:
            lead += match.end()
        name = self.source.strip(Span(span.start + lead, span.end))
        if row.kind == "item" and (said := _EMPHASIS.fullmatch(self.source.quote(name))):
            name = Span(name.start + said.start("name"), name.start + said.end("name"))
        if text[:1] in "【《〔［[" and self.source.quote(name)[-1:] in "】》〕］]":
            name = self.source.strip(Span(name.start, name.end - 1))
        return name

    def item(self, row: Row) -> tuple[Span, list[tuple[Column, Span]]]:
        """The name of an item of a list, and what stands behind it: 名称：説明（担当：課／連携：団体）."""
        name = self.title(row)
        match = self.owned(self.source.quote(name))
        if match is None:
            said = _NAMED.fullmatch(self.source.quote(name))
            if said is None or not said["told"].endswith("。"):
                return name, []
            told = self.source.strip(Span(name.start + said.start("told"), name.end))
            return Span(name.start, name.start + said.end("name")), [("description", told)]
        start = name.start + match.start("section")
        values: list[tuple[Column, Span]] = []
        column: Column | None = "section"
        at = 0
        for label in [*_LABEL.finditer(match["section"]), None]:
            end = label.start() if label else len(match["section"])
            if column is not None:
                values.append((column, self.source.strip(Span(start + at, start + end))))
            if label:
                column, at = self.profile.column(label["label"]), label.end()
        said_whole = without_sum(match["name"]).rstrip("。")  # 川を調べます。（環境課）
        name = Span(name.start, name.start + len(said_whole))
        said = _NAMED.fullmatch(self.source.quote(name))
        if said:
            told = Span(name.start + said.start("told"), name.end)
            values.append(("description", self.source.strip(told)))
            name = Span(name.start, name.start + said.end("name"))
        return name, values

    def owned(self, text: str) -> re.Match[str] | None:
        """The name, label and section of a line that ends with who is in charge."""
        if len(text) > LONGEST:
            return None
        match = _OWNED.fullmatch(text)
        if match and self._is_owner(match):
            return match
        for pattern in (_LABELLED_OWNER, _LED, _TOLD_OWNER):
            match = pattern.fullmatch(text)
            if match and self.profile.ends_like_office(match["section"]) and self._is_owner(match):
                return match if pattern is not _TOLD_OWNER or self._is_told(match) else None
        match = _APART.fullmatch(text)
        return match if match and self._is_apart(match) else None

    def _is_apart(self, match: re.Match[str]) -> bool:
        """Whether nothing but sections stand behind a name that is no label and no section itself."""
        named = re.split("[、・，]", match["section"])
        sections = all(self._words.ends_like(each, "divisions") for each in named)
        names = not self._words.ends_like(match["name"], "divisions")
        return sections and names and self._is_told(match) and self._is_owner(match)

    def _is_told(self, match: re.Match[str]) -> bool:
        """Whether a section stands behind a name and its colon, and not behind a label."""
        name = match["name"].lstrip(self.profile.heading_marks + self.profile.bullets + " 　")
        known = self._labels(name) or self.profile.level_label(name) or self._words.meaning(name)
        return known is None and self._words.ends_like(match["section"], "divisions")

    def _is_owner(self, match: re.Match[str]) -> bool:
        if match["label"]:
            return self.profile.column(match["label"]) == "section"
        # 福祉部（高齢福祉課） says who, 子育て支援センター（保育課） and 若者の居場所（福祉課） what.
        return self.profile.ends_like_office(match["section"]) and not any(
            self._words.ends_like(match["name"], ends)
            for ends in ("departments", "heading_offices")
        )

    def _names_owner(self, row: Row) -> bool:
        return any(column == "section" for column, _ in self.fields(row))

    def _is_owned(self, at: int) -> bool:
        """Whether a line names a project or whose it is, or heads a table of them."""
        row = self._rows[at]
        said = {column for column, _ in self.fields(row)}
        match = self.owned(self._texts[at])
        named = match is not None and (match.re is not _APART or self._mark(at) is not None)
        named = named or bool(said & {"name", "section"})
        return named or row.grid is None and self._head(row)

    def _mark(self, at: int) -> Mark | None:
        """How a line is set off from running text; None for running text."""
        row, text = self._rows[at], self._texts[at]
        if not text or row.grid is not None or "\n" in text or len(text) > 100:
            return None
        lead = len(text) - len(text.lstrip(self.profile.heading_marks))
        found = numbering(text[lead:])
        if row.level is not None:
            start = lead + found[3] if found else lead
            return Mark(("style", str(row.level)), found[2] if found else "", start)
        if found:
            return Mark(("number", found[0]), found[2], lead + found[3])
        if text[0] in self.profile.heading_marks + self.profile.bullets:
            return Mark(("mark", text[0]), "", lead)
        return None

    @cached_property
    def _titles(self) -> Counter[tuple[tuple[str, str], str]]:
        marks = [(at, mark) for at in range(len(self._rows)) if (mark := self._mark(at))]
        return Counter((m.signature, squeeze(self._texts[at][m.title :])) for at, m in marks)

    def _is_part(self, text: str, mark: Mark) -> bool:
        """Whether a heading stands in every chapter or on every page, as 現状と課題 does."""
        title = text[mark.title :]
        return self._titles[mark.signature, squeeze(title)] > 1 or self._tells(title)

    def _tells(self, title: str) -> bool:
        """Whether a title only says what of a measure or a project follows: 現状, 【基本方針】."""
        if self._words.ends_like(title.strip(_CLOSING), "asides"):
            return True
        said = self._words.meaning(title.strip(_CLOSING))
        return said is not None and said.role in _TELLING and said.confidence > _CERTAIN

    def _is_level(self, at: int) -> bool:
        """Whether a row is a heading of a level that is known by its word."""
        text = self._texts[at]
        return at in self._told or bool(text) and self.profile.level_heading(text) is not None

    def _is_structural(self, text: str, marked: bool) -> bool:
        profile = self.profile
        return (
            profile.package_heading(text, marked=marked) is not None
            or profile.table_heading(text, marked=marked) is not None
            or (profile.lists_projects(text) and len(text) < 30)
        )

    def captions(self, row: Row) -> bool:
        """Whether a line is set apart as a whole: bold in Markdown, or in brackets."""
        text = self.source.quote(row.span)
        bold = self.source.text[max(0, row.span.start - 2) : row.span.start] in ("**", "__")
        return row.kind == "text" and (bold or re.fullmatch(r"【[^【】]+】", text) is not None)

    def _head(self, row: Row) -> bool:
        cells = [self.source.quote(cell) for cell in row.cells]
        known = row.grid not in self.cards | self.unread and row.number not in self._behind
        return known and self.profile.columns(cells) is not None

    def _names_and_tells(self, match: re.Match[str]) -> bool:
        """Whether 名称：川を調べます。 stands before the owner, and not only what is done."""
        said = _NAMED.fullmatch(match["name"])
        name = said["name"].lstrip(self.profile.heading_marks) if said else ""
        return bool(name) and not self._tells(name) and self._labels(name) is None

    def _is_item(self, text: str) -> bool:
        sentence = text.endswith("。") or _OWNED_SENTENCE.search(text)
        if text[:1] not in self.profile.bullets:
            return False
        said = len(_LEADERS.sub("", text))
        return 3 < said < 80 and not sentence or self._names_first(text)

    def _names_first(self, text: str) -> bool:
        """Whether an item names a project and tells of it: ・水質の調査：毎月調べます。"""
        said = _NAMED.fullmatch(text) if text.endswith("。") and text.count("。") == 1 else None
        name = (
            said["name"].lstrip(self.profile.heading_marks + self.profile.bullets) if said else ""
        )
        known = not name or self._tells(name) or self._labels(name) or self._words.meaning(name)
        return not known and self.profile.level_label(name) is None


def without_sum(name: str) -> str:
    """A name without what the project costs behind it."""
    return _SUM.sub("", name)


def _names_owners(table: Table) -> bool:
    """Whether the head of a table says that it lists projects and whose they are."""
    said = {c.meaning.role for c in table.columns if c.meaning and c.meaning.confidence > 0.9}
    return "name" in said and bool(said & {"section", "department"})


def _figures(document: Document, words: TableWords) -> set[int]:
    """The numbers of the tables of figures: most of their heads speak of what is not read."""
    found = set()
    for number, grid in enumerate(document.grids(), 1):
        first = grid.cells[0].row
        heads = [words.meaning(joined(cell.text)) for cell in grid.cells if cell.row == first]
        roles = [meaning.role for meaning in heads if meaning]
        counted = roles.count("ignored") + roles.count("number")
        if "ignored" in roles and 2 * counted >= len(heads) > 1:
            found.add(number)
    return found
