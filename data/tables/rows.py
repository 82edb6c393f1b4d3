"""Walking the rows of a table: levels above, projects, rows that go on."""

import re
from dataclasses import replace

from ...language import Text
from ..document import Cell
from ..records import notice_at
from ..source import Span
from ..words.table_words import Meaning, TableWords, joined
from .column_guess import content, is_number
from .headings import Above, band, heading, is_band, labelled_level, signature
from .layout import Column, Field, Table, distinct
from .listed_cells import items_apart
from .project_cells import Filled, ProjectWriter

_BRACKETED = re.compile(r"(?P<name>.+?)\s*[（(](?P<owner>[^（()）]+)[)）]", re.DOTALL)
#: A name in front of sentences is no longer.
_NAME = 60
#: So many columns that are not read are said one by one.
_SAID_EACH = 12


class TableRows:
    """Writes the projects of one table with `writer`."""

    def __init__(self, place: Field, table: Table, writer: ProjectWriter, above: Above) -> None:
        self.place, self.table, self.writer = place, table, writer
        self.words: TableWords = writer.words
        self._above = above
        self._heads = tuple(column.head for column in table.columns)
        before = writer.last if writer.runs_on else None
        self._project: str | None = before[1] if before and before[0] == self._heads else None
        self._filled: list[Filled] = []
        self._department: Filled | None = None
        self._section: tuple[Filled, list[str]] | None = None
        section = table.first("section")
        self._sections_repeat = (
            section is not None and content(place, table, section.number, self.words).repeats
        )
        self._last_said: list[str] = []
        self._level_columns = table.all("level")
        self._filled_in = {
            column.number: content(place, table, column.number, self.words).repeats
            for column in self._level_columns
        }
        name = table.first("name")
        assert name is not None
        self._name: Column = name
        owners = any(c.meaning and c.meaning.role in _OWNERS for c in table.columns)
        names = [] if owners else [
            cell for row in place.rows if table.body <= row < table.end
            if (cell := place.at(row, self._name.number)) is not None and cell.row == row
        ]  # fmt: skip
        owned = [cell for cell in names if bracketed_owner(cell, self.words)]
        self._owned_names = len(owned) * 5 >= len(names) * 3 > 0
        #: How the names are set off that have more beside them than a number.
        self._signed_names = {
            signature(joined(cell.text)) for row in place.rows
            if table.body <= row < table.end and len(distinct(place.row(row))) > 1
            and (cell := place.at(row, name.number)) is not None
        }  # fmt: skip
        self._number_of = {
            column.number: number.number
            for column in self._level_columns
            for number in table.all("number")
            if number.number == column.number - 1 and level_name(column) in number.head
        }

    def go_on(self, before: "TableRows") -> None:
        """Take over who is in charge where the head comes again, as on each page of a long table."""
        if before._heads == self._heads:
            self._section, self._department = before._section, before._department

    def read(self) -> None:
        """Every row of the table."""
        self.read_head()
        heads = self._head_texts()
        for row in self.place.rows:
            self._any_row(row, heads)

    def read_head(self) -> None:
        """Take the head, and say which of its columns nobody knows."""
        for row in range(self.table.head, self.table.body):
            for cell in distinct(self.place.row(row)):
                self.writer.ledger.claim(cell.span, "structural", "表の見出し")
        self._unread()

    def _any_row(self, row: int, heads: list[list[str]]) -> None:
        if not self.table.body <= row < self.table.end:
            return
        cells = [cell for cell in distinct(self.place.row(row)) if cell.row == row]
        if not cells:
            return
        if self._is_how_to(row, cells):
            for cell in cells:
                self.writer.ledger.claim(cell.span, "structural", "記入のしかた")
        elif [joined(cell.text) for cell in cells] in heads:
            for cell in cells:
                self.writer.ledger.claim(cell.span, "structural", "くり返された表の見出し")
        elif labelled_level(self.writer, cells, self._above):
            self._project = None
            self._above.levels.clear()
        elif len(cells) == 1 and len(distinct(self.place.row(row))) == 1:
            self._alone(cells[0])
        elif (named := self._only_name(cells)) and heading(self.writer, named, self._above):
            self._project = None
            self._above.levels.clear()
            for cell in cells:
                if cell is not named:
                    self.writer.ledger.claim(cell.span, "structural", "番号")
        else:
            self._row(row, cells)

    def _is_how_to(self, row: int, cells: list[Cell]) -> bool:
        """Whether a row says how cells are filled in: （例）, or 自由記述 below the name and two more."""
        name = self.place.at(row, self._name.number)
        text = joined(name.text) if name else ""
        if text.startswith(tuple(self.words.words("examples"))):
            return True
        if row != self.table.body:
            return False
        same = sum(joined(cell.text).startswith(text) for cell in cells)
        return (
            len(text) >= 3 and any(map(str.isalpha, text)) and same >= 3 and 3 * same >= len(cells)
        )

    @property
    def last(self) -> tuple[tuple[str, ...], str] | None:
        """The heads and the last project of this table."""
        return (self._heads, self._project) if self._project else None

    def _only_name(self, cells: list[Cell]) -> Cell | None:
        """The name of a row with nothing beside it but its number, where it is a level's heading."""
        numbers = {column.number for column in self.table.all("number")}
        rest = [cell for cell in cells if cell.column not in numbers]
        if len(rest) != 1 or rest[0].column != self._name.number:
            return None
        return rest[0] if self.words.headed.level_heading(joined(rest[0].text)) else None

    def _head_texts(self) -> list[list[str]]:
        rows = range(self.table.head, self.table.body)
        return [
            [joined(cell.text) for cell in distinct(self.place.row(row)) if cell.row == row]
            for row in rows
        ]

    def _unread(self) -> None:
        """Say which columns nobody knows: each, or of many all at once."""
        if self.table.head >= self.table.body:
            return
        unread = [(cell, column) for column in self.table.columns
                  if column.meaning is None and column.head and (cell := self._head_of(column))]  # fmt: skip
        # Of tables alike it is said once.
        unread = [each for each in unread if each[1].head not in self.writer.heads_unread]
        self.writer.heads_unread |= {column.head for _, column in unread}
        if len(unread) > _SAID_EACH:
            called = list(dict.fromkeys(joined(column.head)[:20] for _, column in unread))
            some = "、".join(called[:_SAID_EACH])
            self._say(
                unread[0][0].span,
                f"見出しの分からない{len(unread)}列は読みません（{some}など）",
                f"{len(unread)} columns are not read, their heads are not known ({some}, ...)",
            )
            return
        for cell, column in unread:
            self._say(
                cell.span,
                f"「{column.head[:30]}」の列は読みません（何の列か分からない見出し）",
                f"the column “{column.head[:30]}” is not read (its head is not known)",
            )

    def _head_of(self, column: Column) -> Cell | None:
        cell = self.place.at(self.table.body - 1, column.number)
        return cell or self.place.at(self.table.head, column.number)

    # -- a row with one cell ------------------------------------------------------------------

    def _alone(self, cell: Cell) -> None:
        column = next((c for c in self.table.columns if c.number == cell.column), None)
        wide = cell.columns > 1
        if wide and self._project and cell.text.rstrip().endswith("。"):
            # Below the cells of a project, across the table: what more it says of itself.
            self.writer.tell(self._project, cell)
        elif heading(self.writer, cell, self._above):
            self._project = None if cell.columns > 1 else self._project
            self._above.levels.clear()
        elif self._is_level_alone(cell):
            band(self.writer, cell, self._above)
            self._project = None
        elif (
            not wide
            and cell.column == self._name.number
            or not wide
            and column in self._level_columns
            or not wide
            and self._project
            and column
            and column.meaning
        ):
            self._row(cell.row, [cell])
        elif wide or self.words.headed.is_marked(cell.text):
            band(self.writer, cell, self._above)
            self._project = None

    def _is_level_alone(self, cell: Cell) -> bool:
        """Whether a cell alone in its row is set off as others are that stand alone, and no project."""
        kind = signature(joined(cell.text))
        lone = kind in self._above.kinds and kind not in self._signed_names
        return lone and is_band(self.writer, cell)

    # -- a row of cells -----------------------------------------------------------------------

    def _row(self, row: int, own: list[Cell]) -> None:
        if self._is_total(row, own):
            for cell in own:
                self.writer.ledger.claim(cell.span, "structural", "合計の行")
            return
        changed = self._levels(row)
        name = self.place.at(row, self._name.number)
        starts = name is not None and name.row == row and not self.words.is_empty(name.text)
        filled = self._cells(row, None if starts else own)
        if starts and any(each.meaning.role == "name" for each in filled):
            filled = self._with_department(self._with_section(filled))
            filled = told_apart(self.writer, filled)
            if self._owned_names:
                filled = owner_apart(self.writer, filled)
            said = self._said(filled)
            if self._project is not None and said == self._last_said:
                self.writer.again(self._project, filled, self._filled)
                self._filled = filled
                return
            self._last_said = said
            for each in items_apart(self.writer.source, filled, self.writer.words):
                self._project = self.writer.project(each, self._keys(), self._span(own, name))
            self._filled = filled
            if not any(f.meaning.role in _OWNERS for f in filled) and self._has_owners():
                self._say(own[0].span, "所管課が空です", "no section is named")
        elif self._project is not None and not (changed and name is None):
            self.writer.more(self._project, filled)
        elif any(cell.column not in self._level_numbers() for cell in own):
            self._project = None
            self._say(own[0].span, "事業名のない行です", "a table row without a project name")
        else:
            self._project = None

    def _said(self, filled: list[Filled]) -> list[str]:
        """What tells the project of a row from others: its name, levels, number and owners.

        Rows that follow with the same are the same project's: one for each contract, partner, part.
        """
        own = [
            joined(f.cell.text) for f in filled
            if f.meaning.role in _TELLING
            # A number behind the name counts what the row says of the project.
            and (f.meaning.role != "number" or f.cell.column < self._name.number)
        ]  # fmt: skip
        return [*self._keys(), *own]

    def _with_section(self, filled: list[Filled]) -> list[Filled]:
        """A blank section in front of the names is as above, as a blank level is: 部|課|事業名."""
        column = self.table.first("section")
        if column is None or column.number > self._name.number or self._sections_repeat:
            return filled
        named = [each for each in filled if each.meaning.role == "section"]
        place = [text for _, _, text in self._above.headings]
        if named or any(each.meaning.role == "department" for each in filled):
            self._section = (named[0], place) if named else None
            return filled
        held = self._section
        return [*filled, held[0]] if held and held[1] == place else filled

    def _with_department(self, filled: list[Filled]) -> list[Filled]:
        """A blank department is as above, beside a section that is no department itself."""
        named = [each for each in filled if each.meaning.role == "department"]
        if named:
            self._department = named[0]
            return filled
        office = self.writer.default_office
        sections = [joined(each.cell.text) for each in filled if each.meaning.role == "section"]
        if not self._department and office and self.words.ends_like(office.text, "above_divisions"):
            # A band across the table names the department of the sections below.
            band = Filled(Meaning("department", 0.8), "", office)
            return [*filled, band] if sections else filled
        below = sections and all(self.words.ends_like(text, "divisions") for text in sections)
        return [*filled, self._department] if below and self._department else filled

    def _is_total(self, row: int, own: list[Cell]) -> bool:
        before = [n for n in self._level_numbers() if n < self._name.number]
        limit = max(self._name.number, *before, 0)
        first = [cell for cell in own if cell.column <= limit]
        texts = [joined(cell.text) for cell in first]
        if any(map(self.words.is_total, texts)):
            return True
        numbers = [cell for cell in own if is_number(joined(cell.text))]
        sums = [text for text in texts if self.words.sums_up(text)]
        return len(sums) == 1 and len(numbers) == len(own) - 1 > 0

    def _level_numbers(self) -> list[int]:
        return [column.number for column in self._level_columns]

    def _levels(self, row: int) -> bool:
        """Take over the levels of a row; whether one of them is new."""
        changed = False
        held = self._above.levels
        for column in self._level_columns:
            assert column.meaning is not None
            cell = self.place.at(row, column.number)
            blank = cell is None or not cell.text.strip() or self.words.is_empty(cell.text)
            if cell is None or blank:
                # Blank is as above, unless what is above it has changed or blanks say nothing here.
                behind = column.number > self._name.number
                if changed or ((behind or self._filled_in[column.number]) and self._starts(row)):
                    held.pop(column.number, None)
                if cell is not None and cell.row == row:
                    self.writer.ledger.claim(cell.span, "structural", "該当のないことを示す欄")
                continue
            known = held.get(column.number)
            if known and not changed and joined(known[0].text) == joined(cell.text):
                if cell.row == row:
                    self.writer.level(
                        self._path(column),
                        self._over(column),
                        cell,
                        column.meaning,
                        level_name(column),
                    )
                continue
            numbers = self._level_numbers()
            for finer in numbers[numbers.index(column.number) :]:
                held.pop(finer, None)
            held[column.number] = (cell, "")
            number = self.place.at(row, self._number_of.get(column.number, -1))
            key = self.writer.level(
                self._path(column), self._over(column), cell, column.meaning,
                level_name(column), joined(number.text) if number else "",
                len(self._above.headings),
            )  # fmt: skip
            held[column.number] = (cell, key)
            changed = True
        return changed

    def _starts(self, row: int) -> bool:
        name = self.place.at(row, self._name.number)
        return name is not None and name.row == row

    def _path(self, column: Column) -> tuple[str, ...]:
        own = [joined(self._above.levels[n][0].text) for n in self._down_to(column)]
        own.append(joined(self._above.levels[column.number][0].text))
        return (*(text for _, _, text in self._above.headings), *own)

    def _over(self, column: Column) -> list[str]:
        own = [self._above.levels[n][1] for n in self._down_to(column)]
        return [*(key for _, key, _ in self._above.headings), *own]

    def _down_to(self, column: Column) -> list[int]:
        """The columns of the levels above that of `column` which hold one."""
        numbers = self._level_numbers()
        return [n for n in numbers[: numbers.index(column.number)] if n in self._above.levels]

    def _keys(self) -> list[str]:
        own = [self._above.levels[n][1] for n in self._level_numbers() if n in self._above.levels]
        return [*(key for _, key, _ in self._above.headings), *own]

    def _cells(self, row: int, own: list[Cell] | None) -> list[Filled]:
        """The cells of a row with their meanings; `own`: only those that begin in this row."""
        found, seen = [], set()
        for column in self.table.columns:
            cell = self.place.at(row, column.number)
            if cell is None or not cell.text.strip() or column.meaning is None or id(cell) in seen:
                continue
            if own is not None and (cell.row != row or column.meaning.role == "name"):
                continue
            # A cell merged from the left belongs to the column it begins in.
            if cell.column != column.number and cell.column in {
                c.number for c in self.table.columns if c.meaning
            }:
                continue
            seen.add(id(cell))
            found.append(Filled(column.meaning, joined(column.head), cell))
        return found

    def _has_owners(self) -> bool:
        return self.writer.default_office is None and any(
            c.meaning and c.meaning.role in _OWNERS for c in self.table.columns
        )

    def _span(self, own: list[Cell], name: Cell | None) -> Span:
        """The row as far as it is quoted: all of it, or of a very wide row the name."""
        whole = Span(own[0].span.start, own[-1].span.end)
        if name is None or whole.end - whole.start <= 2000:
            return whole
        return name.span

    def _say(self, span: Span, ja: str, en: str) -> None:
        self.writer.notices.append(notice_at(self.writer.source, span, Text(ja, en)))


_OWNERS = ("section", "subunit", "department", "mark")
#: The roles of cells by which a project is told from others.
_TELLING = (*_OWNERS, "name", "number", "code", "government")


def level_name(column: Column) -> str:
    """What a document calls a level: the last words of its head, without 名 and number."""
    if not re.search("[ぁ-龥]", column.head):
        return column.head or "分類"
    parts = [
        part for part in column.head.split(" ") if part not in ("名称", "名", "内容", "項目名")
    ]
    return re.sub(r"(?<=.)(?:名称|名)$", "", parts[-1]) if parts else "分類"


def bracketed_owner(cell: Cell, words: TableWords) -> re.Match[str] | None:
    """The offices in brackets at the end of a name: 朝読書の推進（学校教育課）."""
    match = _BRACKETED.fullmatch(cell.text.strip())
    if match is None:
        return None
    named = re.split(r"[・、，,／/\s]+", match["owner"])
    return match if named and all(map(words.is_office, named)) else None


def told_apart(writer: ProjectWriter, filled: list[Filled]) -> list[Filled]:
    """The cells of a project, a name's cell parted whose further lines are sentences.

    The first line is the name, the others say what is done: 川床の清掃, then 石を洗います。
    """
    name = next(each for each in filled if each.meaning.role == "name")
    span = writer.source.strip(name.cell.span)
    text = writer.source.quote(span)
    line, _, rest = text.partition("\n")
    if not rest.rstrip().endswith("。") or not line.strip() or line.rstrip().endswith(("。", "、")):
        return filled
    if len(line) > _NAME or rest.lstrip()[:1] in writer.words.headed.bullets:
        return filled
    cut = span.start + len(line)
    told = writer.source.strip(Span(cut, span.end))
    named = writer.source.strip(Span(span.start, cut))
    apart = replace(name.cell, text=writer.source.quote(named), span=named)
    other = replace(name.cell, text=writer.source.quote(told), span=told)
    said = any(each.meaning.role == "description" for each in filled)
    kept = [replace(each, cell=apart) if each is name else each for each in filled]
    return [*kept, Filled(Meaning("detail" if said else "description", 0.8), name.head, other)]


def owner_apart(writer: ProjectWriter, filled: list[Filled]) -> list[Filled]:
    """The cells of a project, its name's cell parted into name and owner."""
    name = next(each for each in filled if each.meaning.role == "name")
    span = writer.source.strip(name.cell.span)
    match = bracketed_owner(name.cell, writer.words)
    if match is None or len(match.string) != span.end - span.start:
        return filled
    cells = {
        role: replace(name.cell, text=match[role],
                      span=Span(span.start + match.start(role), span.start + match.end(role)))
        for role in ("name", "owner")
    }  # fmt: skip
    rest = [replace(each, cell=cells["name"]) if each is name else each for each in filled]
    return [*rest, Filled(Meaning("section", 0.8), name.head, cells["owner"])]
