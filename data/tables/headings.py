"""Headings between the rows of tables: levels, bands, chapters, and words on what follows."""

import re
from collections import Counter
from dataclasses import dataclass
from dataclasses import field as kept
from typing import Literal

from ..document import Cell
from ..source import Span
from ..words.heading_numbers import numbering, set_off
from ..words.table_words import Meaning, fiscal_year, joined, yen_factor
from .layout import Field, distinct
from .project_cells import ProjectWriter

#: The label of a level with its number: 施策№1, 基本目標２.
COUNTED = re.compile(r"(?P<word>\D+?)\s*(?:№|[Nn][Oo][.．]?)?\s*[\d①-⑳]+(?:[-－.．]\d+)*")
_SPOKEN = re.compile(r"^(?P<label>[^：:]{1,12})[：:]\s*(?P<value>.+)$", re.DOTALL)
#: A level's word and its title are no longer.
_SPOKEN_LENGTH = 40
#: Depths of one class of headings (goals, measures) lie within this.
_CLASS = 100
_BAND = 100 * _CLASS


@dataclass
class Above:
    """What stands above a row: the headings between rows, then the levels of its columns."""

    headings: list[tuple[int, str, str]] = kept(default_factory=list)  # depth, key, text
    levels: dict[int, tuple[Cell, str]] = kept(default_factory=dict)  # column → cell, key
    ranks: dict[str, int] = kept(default_factory=dict)  # word of a heading → its depth
    opened: int = -1  # how many projects there were when the last heading was opened
    # How lines are set off that stand alone in two rows at least.
    kinds: frozenset[tuple[str, str]] = frozenset()

    def depth(self, word: str, depth: int, projects: int) -> int:
        """The depth of a heading by its word, those of one class (`depth`) by how they begin.

        What first comes right below another's heading is a level below it: 政策, then 施策; ■緑のまち,
        then 施策1.
        """
        last = self.headings[-1][0] if self.headings else None
        under = self.opened == projects and last is not None
        rank = max(depth * _CLASS, last + 1) if under and last is not None else depth * _CLASS
        self.opened = projects
        return self.ranks.setdefault(word, rank)


def band(writer: ProjectWriter, cell: Cell, above: Above) -> None:
    """A heading without a known word, across the table: the projects below are grouped."""
    text = joined(cell.text)
    if writer.words.headed.lists_projects(text):
        writer.ledger.claim(cell.span, "structural", "事業の一覧の見出し")
        return
    depth = above.depth(
        " ".join(signature(text) or ("", "")), _BAND // _CLASS, writer.numbers["project"]
    )
    above.headings = [held for held in above.headings if held[0] < depth]
    over = [key for _, key, _ in above.headings]
    path = (*(words for _, _, words in above.headings), text)
    key = writer.level(path, over, cell, Meaning("level", 0.5), "分類")
    above.headings.append((depth, key, text))
    above.levels.clear()


def signature(text: str) -> tuple[str, str] | None:
    """How a line is set off: by its kind of number, by a mark before it or a bracket around it."""
    if found := numbering(text):
        return "number", found[0]
    return set_off(text)


def kinds_alone(place: Field) -> frozenset[tuple[str, str]]:
    """How the lines of a grid are set off that stand alone in their rows, those of two at least."""
    counted: Counter[tuple[str, str]] = Counter()
    for row in place.rows:
        cells = distinct(place.row(row))
        if len(cells) == 1 and cells[0].row == row and (kind := signature(joined(cells[0].text))):
            counted[kind] += 1
    return frozenset(kind for kind, count in counted.items() if count > 1)


def is_band(writer: ProjectWriter, cell: Cell) -> bool:
    """Whether a cell that stands alone above a table reads like a heading: （１）企業の支援."""
    text = joined(cell.text)
    known = numbering(text) or writer.words.headed.is_marked(text)
    return bool(known) and len(text) <= 40 and not text.endswith("。")


def labelled_level(writer: ProjectWriter, cells: list[Cell], above: Above) -> bool:
    """Whether a row of a label and its value names a level over what follows: 施策|1-1 農業."""
    words = writer.words
    if len(cells) > 2 and (pairs := _pairs(writer, cells)):
        return _open_pairs(writer, pairs, above)
    if not 2 <= len(cells) <= 4:
        return False
    label, value, *rest = cells
    word, said = joined(label.text).rstrip("：:"), joined(value.text)
    meaning = words.meaning(word) if len(word) <= 12 else None
    if len(word) <= 12 and (counted := COUNTED.fullmatch(word)):
        word = counted["word"]
        meaning = words.meaning(word)
    if (
        meaning is None
        or meaning.role != "level"
        or meaning.confidence < 0.9
        or words.meaning(said)
    ):
        return False
    aside = all(yen_factor(c.text) or words.is_note(joined(c.text)) for c in rest)
    if not aside or words.is_empty(said) or len(said) > 60:
        return False
    known = words.headed.level_label(word)
    levels = [level.words for level in words.headed.levels]
    depth = next((n for n, each in enumerate(levels) if known and known[1] in each), len(levels))
    writer.ledger.claim(label.span, "structural", "欄の見出し")
    for cell in rest:
        heading(writer, cell, above)
    _open(writer, value, above, depth, meaning, word)
    return True


def _pairs(writer: ProjectWriter, cells: list[Cell]) -> list[tuple[Cell, Meaning, Cell]]:
    """The labels of a row with their values, a level's the first: 政策|農業|施策|米づくり|主管課|農政課.

    A project's name among them makes the row one of its form.
    """
    if len(cells) % 2:
        return []
    found = []
    for label, value in zip(cells[::2], cells[1::2], strict=True):
        meaning = writer.words.meaning(joined(label.text).rstrip("：:"))
        said = joined(value.text)
        if meaning is None or meaning.confidence < 0.9 or meaning.role == "name":
            return []
        if writer.words.meaning(said) or writer.words.is_empty(said) or len(said) > 60:
            return []
        found.append((label, meaning, value))
    return found if found[0][1].role == "level" else []


def _open_pairs(
    writer: ProjectWriter, pairs: list[tuple[Cell, Meaning, Cell]], above: Above
) -> bool:
    words = writer.words
    for label, meaning, value in pairs:
        if meaning.role == "level":
            labelled_level(writer, [label, value], above)
            continue
        writer.ledger.claim(label.span, "structural", "欄の見出し")
        if meaning.role == "section" and words.is_office(joined(value.text)):
            writer.default_office = value
            writer.ledger.claim(value.span, "modelled", "所管課を示す行")
        else:
            writer.ledger.claim(value.span, "ignored", "表の前書き")
    return True


def _open(
    writer: ProjectWriter, cell: Cell, above: Above, depth: int, meaning: Meaning, word: str
) -> None:
    """Open a level at `depth`: those as deep or deeper end."""
    text = joined(cell.text)
    depth = above.depth(word, depth, writer.numbers["project"])
    above.headings = [held for held in above.headings if held[0] < depth]
    over = [key for _, key, _ in above.headings]
    path = (*(each for _, _, each in above.headings), text)
    key = writer.level(path, over, cell, meaning, word)
    above.headings.append((depth, key, text))


def _level_spoken(
    writer: ProjectWriter, text: str
) -> tuple[tuple[Literal["goal", "measure"], str], int] | None:
    """The level, and its depth, of a heading whose word has no number: 基本目標　緑のまち."""
    word, _, title = re.sub(r"\s+", "\t", text, count=1).partition("\t")
    known = writer.words.headed.level_label(word) if title and not title.isascii() else None
    if known is None or re.search("[0-9。]", text) or len(text) > _SPOKEN_LENGTH:  # 目標 年10回
        return None
    levels = [level.words for level in writer.words.headed.levels]
    return known, next((n for n, each in enumerate(levels) if known[1] in each), len(levels))


#: Parts of a book by depth, above all levels with a name of their own.
_CHAPTERS = {"第編": -4, "第部": -3, "第章": -2, "第節": -1}


def heading(writer: ProjectWriter, cell: Cell, above: Above) -> bool:
    """Whether a cell that stands alone is a heading, a note or a word on what follows; it is taken."""
    words, ledger, text = writer.words, writer.ledger, joined(cell.text)
    if words.is_note(text):
        ledger.claim(cell.span, "ignored", "読み手への注記")
    elif yen_factor(text) and len(text) <= 20:
        writer.factor = yen_factor(text) or 1
        ledger.claim(cell.span, "structural", "金額の単位")
    elif found := words.headed.level_heading(text):
        level, word, _, _ = found
        depth = words.headed.levels.index(level)
        _open(writer, cell, above, depth, Meaning("level", 1.0, goal=level.cls == "goal"), word)
    elif spoken_level := _level_spoken(writer, text):
        known, depth = spoken_level
        _open(writer, cell, above, depth, Meaning("level", 0.8, goal=known[0] == "goal"), known[1])
    elif (counted := numbering(text)) and counted[0] in _CHAPTERS and len(text) <= 40:
        _open(writer, cell, above, _CHAPTERS[counted[0]], Meaning("level", 0.9), counted[1])
    elif (spoken := _SPOKEN.match(cell.text.strip())) and (
        meaning := words.meaning(spoken["label"])
    ):
        if meaning.role not in ("section", "department"):
            return False
        start = cell.span.start + writer.source.quote(cell.span).rindex(spoken["value"])
        part = Span(start, start + len(spoken["value"]))
        writer.default_office = Cell(cell.row, cell.column, spoken["value"], part)
        ledger.claim(cell.span, "modelled", "所管課を示す行")
    elif words.is_office(bare := words.headed.bare(text)) and len(text) <= 25:
        if words.meaning(bare):  # ○：担当課 explains a mark and names nobody
            return False
        at = writer.source.quote(cell.span).find(bare)
        if at < 0:
            return False
        part = Span(cell.span.start + at, cell.span.start + at + len(bare))
        writer.default_office = Cell(cell.row, cell.column, bare, part)
        ledger.claim(cell.span, "modelled", "所管課を示す行")
    elif (year := fiscal_year(text)) and len(text) <= 25:
        writer.year = year
        ledger.claim(cell.span, "structural", "年度を示す行")
    else:
        return False
    return True
