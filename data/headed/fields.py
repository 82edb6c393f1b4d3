"""Label/value pages: 事業名：… 担当課：… in lines, table rows and definition lists."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from ..rows import Row
from ..source import Source, Span
from ..words.profile import Column, Profile
from ..words.table_words import TableWords
from .placing import Placed

_LINE: Final = re.compile(
    r"^[\s・*+\-◆◇■□●○▼▽【〔［\[(（<〈《]{0,60}(?P<label>[^：:】〕］\]）)>〉》\t\n]{1,14}?|[A-Za-z /]{2,32}?)\*{0,4}\s*(?:[：:]\**|[】〕］\]>〉》][\s：:]*|\t)\s*(?P<value>.*)$",
    re.DOTALL,
)
#: A link of Markdown and a tag are no labels with a value: [概要](#概要), <summary>….
_MARKUP: Final = re.compile(r"[\s*+\-]*(?:!?\[[^\]]*\]\(|</?[A-Za-z])")

#: …を開きます。（担当課：健康課）: what is done, and behind it who does it.
_OWNED_PROSE: Final = re.compile(
    r"^(?P<prose>.+。)\s*[（(【〔［\[＜<](?P<label>[^：:（(]{1,8})[：:]\s*(?P<owner>[^）)】〕］＞]+)[）)】〕］\]＞>]$",
    re.DOTALL,
)


@dataclass(slots=True)
class Card:
    """One project's page while it is being read; `last` is the field that further lines add to.

    `waiting` is the field whose label stood alone: its values are the lines below.
    `parts` are the roles that labels of partners say, by where their value begins.
    `levels` are the goal and measures its labels name; a `listed` one is an item of a list.
    """

    name: Span
    span: Span
    rows: list[Row]
    values: list[tuple[Column, Span]] = field(default_factory=list)
    last: Column | None = None
    waiting: Column | None = None
    levels: list[Placed] = field(default_factory=list)
    parts: dict[int, str] = field(default_factory=dict)
    listed: bool = False
    #: What more its paragraphs tell, and the lines that head some of them.
    prose: list[Span] = field(default_factory=list)
    captions: list[Row] = field(default_factory=list)

    def first(self, column: Column) -> Span | None:
        """The first value of a field."""
        return next((span for known, span in self.values if known == column), None)

    def tell(self, row: Row) -> None:
        """An item set in below this one tells of it, as those before it do."""
        described = self.first("description")
        if described is None:
            self.values.append(("description", row.span))
        elif self.values[-1] == ("description", described):
            self.values[-1] = ("description", Span(described.start, row.span.end))
        self.rows.append(row)

    @property
    def told(self) -> Span | None:
        """The last of what its paragraphs tell; None behind the value of another field."""
        if self.prose and (not self.values or self.prose[-1].start > self.values[-1][1].start):
            return self.prose[-1]
        return self.values[-1][1] if self.values and self.values[-1][0] == "description" else None

    def go_on(self, end: int) -> None:
        """Let the last of what it tells end later."""
        if self.told in self.prose:
            self.prose[-1] = Span(self.prose[-1].start, end)
        else:
            self.values[-1] = ("description", Span(self.values[-1][1].start, end))

    def all(self, column: Column) -> list[Span]:
        """Every value of a field."""
        return [span for known, span in self.values if known == column]


#: No prose with its owner behind it is longer: brackets without end are tried at every place.
_LONGEST: Final = 4_000

#: Parts of words (健康課題) make no certain label.
_CERTAIN: Final = 0.9

#: What a label such as 担当課 or 実施主体 stands for.
Labels = Callable[[str], Column | None]
#: The class and the word of the level that a label names.
LevelLabels = Callable[[str], tuple[Literal["goal", "measure"], str] | None]


def labels_of(profile: Profile, words: TableWords) -> Labels:
    """The labels of the profile, and what heads a table's column of partners or of what is done."""

    def meant(label: str) -> Column | None:
        if (column := profile.column(label)) is not None:
            return column
        meaning = words.meaning(profile.bare(label))
        if meaning and meaning.role == "description" and meaning.confidence > _CERTAIN:
            return "description"
        return "partner" if meaning and meaning.role == "partner" else None

    return meant


def level_labels_of(profile: Profile, words: TableWords) -> LevelLabels:
    """The bare words of levels, and what heads a table's column of one: 施策, 施策名."""

    def meant(label: str) -> tuple[Literal["goal", "measure"], str] | None:
        if (known := profile.level_label(label)) is not None:
            return known
        word = profile.bare(label)
        meaning = words.meaning(word)
        if meaning is None or meaning.role != "level" or meaning.confidence <= _CERTAIN:
            return None
        return ("goal" if meaning.goal else "measure"), word

    return meant


def part_of(source: Source, row: Row, value: Span, words: TableWords) -> str:
    """In which role those take part whom a field of partners names: 委託先 is contractor."""
    before = source.quote(Span(row.span.start, value.start)).rstrip("：: \u3000\t\n")
    label = re.split(r"[\t\n\u3000 ;；|]", before)[-1].strip("・*■◆○【】〔〕［］[]（）()〈〉《》")
    meaning = words.meaning(label)
    return meaning.part if meaning and meaning.role == "partner" else ""


def fields_of(
    source: Source, row: Row, profile: Profile, column_of: Labels
) -> list[tuple[Column, Span]]:
    """The (field, value) pairs of a row; the value has no extent where it stands further down."""
    filled = row.filled
    if len(filled) == 1 and row.grid is None:
        text = source.quote(filled[0])
        owned = _OWNED_PROSE.match(text) if len(text) <= _LONGEST else None
        if owned and column_of(owned["label"]) == "section":
            at = filled[0].start
            prose = Span(at, at + owned.end("prose"))
            return [
                ("description", prose),
                ("section", Span(at + owned.start("owner"), at + owned.end("owner"))),
            ]
        if said := _owned_sentence(text, profile):
            at = filled[0].start
            return [("description", filled[0]), ("section", Span(at + said[0], at + said[1]))]
        match = _LINE.match(text)
        if match and (column := column_of(match["label"])) and not _MARKUP.match(text):
            end = len(text) - _closes(text, match.start("label"))
            told = _beside(text[:end], match.start("value"), column, column_of, profile)
            at = filled[0].start
            return [(known, source.strip(Span(at + a, at + b))) for known, a, b in told]
        return _spaced(source, filled[0], profile)
    found: list[tuple[Column, Span]] = []
    at = 0
    while at < len(filled):
        column = column_of(source.quote(filled[at]))
        if column is None:
            at += 1
            continue
        after = filled[at + 1] if at + 1 < len(filled) else None
        if after is None or column_of(source.quote(after)) is not None:
            return []
        found.append((column, after))
        at += 2
    # A label among cells that are none is a head of a table that is not drawn.
    return found if row.grid is not None or 2 * len(found) >= len(filled) else []


#: …を直します。（道路課、…と連携）: the same without a label.
_BRACKETED: Final = re.compile(
    r".+。\s*[（(【〔［\[＜<〈《](?P<said>[^（()）【】〔〕［\]＜＞<>〈〉《》]+)[）)】〕］\]＞>〉》]$",
    re.DOTALL,
)


#: …を直します。　道路課: without brackets, behind white space.
_BEHIND: Final = re.compile(r".+。[ \t\u3000]+(?P<said>[^\s。：:（）()]{2,40})", re.DOTALL)


def _owned_sentence(text: str, profile: Profile) -> tuple[int, int] | None:
    """Where the sections stand that open the bracket behind a sentence; None where none do."""
    match = _BRACKETED.fullmatch(text) or _BEHIND.fullmatch(text)
    if match is None:
        return None
    at = end = match.start("said")
    for piece in re.split("([、，・])", match["said"]):
        if piece in "、，・":
            at += len(piece)
            continue
        bare = piece.strip().rstrip("他等")
        if len(bare) < 2 or len(bare) > 20 or not bare.endswith(tuple(profile.behind_prose)):
            break
        at += len(piece)
        end = at
    return (match.start("said"), end) if end > match.start("said") else None


#: Another label further on in a line: 担当課：農政課　期間：令和6年度, Lead: Parks; Partners: ….
_NEXT: Final = re.compile(
    r"(?:[ 　\t]+|[;；|／/]\s*)\**[【〔［\[(（<・○]?(?P<label>[^\s：:；;、。,]{1,12}|[A-Za-z /]{2,32}?)\**[】〕］\])）>]?[：:]"
)


def _beside(
    text: str, at: int, column: Column, column_of: Labels, profile: Profile
) -> list[tuple[Column, int, int]]:
    """(field, from, to) of the value that begins at `at`, and of those whose labels follow it.

    Whatever label follows ends the name of a section or a partner; prose only one that is known.
    Further owners and sub-units (副：保育課, 係：高齢者係) go on with the owners, persons do not.
    """
    found: list[tuple[Column, int, int]] = []
    held: Column | None = column
    for match in _NEXT.finditer(text, at):
        known = column_of(match["label"])
        if known is None and held == "description":
            continue
        if held == "section" and known in (None, "section"):
            value = re.split(r"[\s、，／/;；]", text[match.end() :].lstrip(), maxsplit=1)[0]
            if profile.ends_like_office(value):
                continue
            known = None
        if held is not None:
            found.append((held, at, _bare_end(text, at, match.start())))
        held, at = known, match.end()
    if held is not None:
        found.append((held, at, _bare_end(text, at, len(text))))
    return found


def _bare_end(text: str, start: int, end: int) -> int:
    """Where a value ends, the marks of bold letters left out."""
    return start + len(text[start:end].rstrip("* 　\t|;；／/"))


def _closes(text: str, label: int) -> int:
    """1 where a bracket in front of the label is closed at the end of the line: （担当課：環境課）."""
    before = text[:label].strip()[-1:]
    pair = dict(zip("【〔［[(（<〈《", "】〕］])）>〉》", strict=True)).get(before, "")
    opened = text[label:].count(before) if pair else 0
    return int(bool(pair) and text.endswith(pair) and text[label:].count(pair) > opened)


#: 担当課　健康増進課: a label and an office with nothing but white space between.
_SPACED: Final = re.compile(r"^[\s・■◆○]*(?P<label>[^\s：:]{2,8})[ \u3000\t]+(?P<value>\S.{1,60})$")


#: A label and its office without anything between are no longer.
_GLUED: Final = 30


def _spaced(source: Source, cell: Span, profile: Profile) -> list[tuple[Column, Span]]:
    text = source.quote(cell)
    match = _SPACED.match(text)
    if match is None and len(text) <= _GLUED:  # 担当課環境課: a page sets the two side by side
        for label in profile.column_words["section"]:
            rest = text.removeprefix(label)
            if rest != text and len(label) > 2 < len(rest) and profile.ends_like_office(rest):
                return [("section", Span(cell.start + len(label), cell.end))]
    if match is None or profile.column(match["label"]) != "section":
        return []
    if not match["value"].rstrip("他等").endswith(tuple(profile.section_endings)):
        return []
    return [("section", Span(cell.start + match.start("value"), cell.end))]


def card_grids(
    source: Source, rows: Sequence[Row], profile: Profile, column_of: Labels
) -> set[int]:
    """The tables whose rows are label and value: most rows begin with a label, none is a head.

    A table of pairs of which only the owner's label is known is one too.
    """
    paired: dict[int, bool] = {}
    labelled: dict[int, set[Column]] = {}
    counted: dict[int, int] = {}
    fields: dict[int, int] = {}
    heads: set[int] = set()
    for row in rows:
        if row.grid is None:
            continue
        counted[row.grid] = counted.get(row.grid, 0) + 1
        found = fields_of(source, row, profile, column_of)
        # 担当課|農政課|関係課|企画課 is two pairs, where all of them are known.
        pairs = len(row.filled) == 2 or len(row.filled) == 2 * len(found) > 0
        paired[row.grid] = paired.get(row.grid, True) and pairs
        if found:
            labelled.setdefault(row.grid, set()).update(column for column, _ in found)
            fields[row.grid] = fields.get(row.grid, 0) + 1
        elif profile.columns([source.quote(cell) for cell in row.cells]):
            heads.add(row.grid)
    return {
        grid
        for grid, columns in labelled.items()
        if (len(columns) >= 2 or columns == {"section"} and paired[grid])
        and grid not in heads
        and 3 * fields[grid] >= counted[grid]
    }


def goes_on(source: Source, card: Card, row: Row) -> bool:
    """Whether a line of plain text goes on with the sentence that the line above began."""
    told = card.told
    if told is None:
        return False
    last = Span(max(told.start, told.end - 1), told.end)
    return _line(source, row.span) == _line(source, last) + 1 and not (
        source.quote(told).endswith(("。", "."))
    )


def tell_behind(source: Source, row: Row, card: Card | None) -> None:
    """What a paragraph tells of a project behind the sentence that names it."""
    if card is None or not row.span.start <= card.name.end < row.span.end:
        return
    at = card.name.end + (source.text[card.name.end] in "。.")
    behind = source.strip(Span(at, row.span.end))
    if len(re.sub(r"\W", "", source.quote(behind))) > 8 and at > card.name.end:
        card.values.append(("description", behind))


def _line(source: Source, span: Span) -> int:
    """The line of a text where a span begins, in the file itself."""
    found = re.match("[0-9]+", source.locator(Span(span.start, span.start + 1)))
    return int(found[0]) if found else 0
