"""Where the tables of a grid are: their heads, the meaning of their columns, their rows."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from ..document import Cell, Grid
from ..words.table_words import PLAN_ROLES, Meaning, TableWords, joined

#: Heads have at most so many rows.
HEAD_ROWS: Final = 4
#: Merged cells of one grid cover so many places at most: each costs a hundred bytes.
SPREAD: Final = 2_000_000
#: A head is no longer than this.
HEAD_LENGTH: Final = 60


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its 0-based number, its whole head, what it is for, and why that was taken.

    `depth` orders levels that do not stand from the left as they stand above one another.
    """

    number: int
    head: str
    meaning: Meaning | None
    by: str = "name"
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a grid: head rows `[head, body)`, then rows up to `end`.

    `caption` is the line above it that names the level of its projects.
    """

    sheet: str
    head: int
    body: int
    end: int
    columns: tuple[Column, ...]
    caption: Cell | None = None

    def first(self, role: str) -> Column | None:
        """The first column of that role."""
        return next((c for c in self.columns if c.meaning and c.meaning.role == role), None)

    def all(self, role: str) -> list[Column]:
        """The columns of that role, from the left; levels from the top."""
        found = [c for c in self.columns if c.meaning and c.meaning.role == role]
        return sorted(found, key=lambda c: (c.depth, c.number))


@dataclass
class Field:
    """A grid by place: `cells[row][column]`, a merged cell at each place it covers."""

    grid: Grid
    cells: dict[int, dict[int, Cell]] = field(default_factory=lambda: defaultdict(dict))

    @classmethod
    def of(cls, grid: Grid) -> "Field":
        """`grid` by place. Merges are spread as far as other cells may stand beside them.

        Beyond `SPREAD` places in all, further merged cells have only their first place.
        """
        found = cls(grid)
        last = max((cell.row for cell in grid.cells), default=0) + 1000
        right = max((cell.column for cell in grid.cells), default=0) + 100
        room = SPREAD
        for cell in grid.cells:
            rows = max(1, min(cell.rows, last - cell.row))
            columns = max(1, min(cell.columns, right - cell.column))
            if rows * columns > 1:
                room -= rows * columns
            if room < 0:
                rows, columns = 1, 1
            for row in range(cell.row, cell.row + rows):
                for column in range(cell.column, cell.column + columns):
                    found.cells[row].setdefault(column, cell)
        return found

    def row(self, number: int) -> Mapping[int, Cell]:
        """The cells of a row by column, those merged into it among them."""
        return self.cells.get(number, {})

    def at(self, row: int, column: int) -> Cell | None:
        """The cell that covers a place."""
        return self.row(row).get(column)

    def without(self, row: int, cell: Cell) -> "Field":
        """The same places, one cell of `row` left out."""
        kept = {column: held for column, held in self.row(row).items() if held is not cell}
        return Field(self.grid, defaultdict(dict, {**self.cells, row: kept}))

    @property
    def rows(self) -> list[int]:
        """The rows that have cells, in order."""
        return sorted(self.cells)


def distinct(row: Mapping[int, Cell]) -> list[Cell]:
    """The cells of a row, each merged one once, from the left."""
    seen: dict[int, Cell] = {}
    for column in sorted(row):
        seen.setdefault(id(row[column]), row[column])
    return list(seen.values())


def has_several(row: Mapping[int, Cell]) -> bool:
    """Whether a row has two cells or more; it may have 16,384, and each column asks."""
    cells = iter(row.values())
    first = next(cells, None)
    return any(cell is not first for cell in cells)


def find_tables(grid: Grid, words: TableWords) -> list[Table]:
    """The tables of `grid` that have a head with known words, from the top.

    A head's columns still lack what their content says: see `column_guess.settled`.
    """
    place = Field.of(grid)
    rows = place.rows
    heads: list[tuple[int, int, tuple[Column, ...]]] = []
    after = -1
    for row in rows:
        if row < after or not _may_be_head(place, row, words):
            continue
        first, last = _head_rows(place, row, words, after)
        columns = _columns(place, first, last, words)
        if heads and not _is_one_more(columns, heads[0][2]):
            continue
        if _is_head(columns) and not _is_form(place, last + 1, columns, words):
            heads.append((first, last + 1, columns))
            after = last + 1
    if not heads:
        return []
    ends = [head for head, _, _ in heads[1:]] + [rows[-1] + 1]
    return [
        Table(grid.name, head, body, end, columns)
        for (head, body, columns), end in zip(heads, ends, strict=True)
    ]


def _is_one_more(columns: tuple[Column, ...], first: tuple[Column, ...]) -> bool:
    """Whether heads below a table's rows are heads: the same again, or two that are known by name.

    A row of the table may say 事業 and name a section.
    """
    exact = {
        c.meaning.role
        for c in columns
        if c.meaning and c.meaning.confidence > 0.9 and not c.head[-1:].isdecimal()
    }  # Axis 1, 施策２ are values
    return len(exact) >= 2 or [c.head for c in columns] == [c.head for c in first]


def _is_form(place: Field, body: int, columns: tuple[Column, ...], words: TableWords) -> bool:
    """Whether the cells below known heads are heads themselves: labels of a form, not a table."""
    known = [column.number for column in columns if column.meaning]
    below = [row for row in place.rows if row >= body][:8]
    texts = [
        joined(cell.text)
        for row in below
        for number in known
        if (cell := place.at(row, number)) and (cell.row, cell.column) == (row, number)
    ]
    heads = {column.head for column in columns}
    labels = [
        t for t in texts
        if len(t) <= 24 and t not in heads and not t[-1:].isdecimal()  # Axis 1, 施策２ are values
        and (m := words.meaning(t)) and m.confidence > 0.7
    ]  # fmt: skip
    return len(labels) * 2 >= len(texts) > 0 and len(labels) >= 2


def _known(place: Field, row: int, words: TableWords) -> list[tuple[Cell, Meaning]]:
    found = []
    for cell in distinct(place.row(row)):
        text = joined(cell.text)
        if len(text) <= HEAD_LENGTH and (meaning := words.meaning(text) or _marked(text, words)):
            found.append((cell, meaning))
    return found


def _marked(text: str, words: TableWords) -> Meaning | None:
    """A head that is a section's name may stand over marks; the cells below decide.

    A label with its value (所属：健康課) is no head.
    """
    named = words.is_office(text) and not re.search("[：:]", text)
    return Meaning("mark", 0.5) if named else None


def _may_be_head(place: Field, row: int, words: TableWords) -> bool:
    cells = [cell for cell in distinct(place.row(row)) if cell.row == row]
    if len(cells) < 2 or any(_is_figure(joined(cell.text)) for cell in cells):
        return False
    above = place.row(row - 1)
    same = sum(c.column in above and joined(above[c.column].text) == joined(c.text) for c in cells)
    if same > 1 and 3 * same >= len(cells):  # a row that goes on with the one above is no head
        return False
    known = [(c, m) for c, m in _known(place, row, words) if c.row == row]
    exact = sum(1 for _, meaning in known if meaning.confidence > 0.9)
    roles = {meaning.role for _, meaning in known} - {"ignored"}
    short = sum(width(joined(cell.text)) <= 20 for cell in cells) / len(cells)
    return len(known) >= 2 and exact >= 1 and len(roles) >= 1 and short >= 0.7


def width(text: str) -> float:
    """How wide a text is in letters of Japanese: two of the alphabet are as wide as one.

    >>> width("担当課"), width("Lead")
    (3.0, 2.0)
    """
    return sum(0.5 if char < "\u2000" else 1.0 for char in text)


def _is_figure(text: str) -> bool:
    """Whether a cell holds an amount or a share, which no head does: 12,000, 90.1%, 676; not 2025."""
    if not re.fullmatch(r"[-−△▲]?[0-9][0-9,]*(?:\.[0-9]+)?[%％]?", text):
        return False
    return not text.isdecimal() or len(text) > 2 and not re.fullmatch("(?:19|20)[0-9]{2}", text)


def _is_head(columns: tuple[Column, ...]) -> bool:
    known = [c.meaning for c in columns if c.meaning]
    roles = {meaning.role for meaning in known} - {"ignored", "number"}
    named = sum(1 for meaning in known if meaning.confidence > 0.9)
    filled = sum(1 for column in columns if column.head)
    exact = {meaning.role for meaning in known if meaning.confidence > 0.9}
    # A wide sheet may have a hundred figures beside what is known.
    sure = "name" in exact and bool(exact & PLAN_ROLES)
    return len(known) >= 2 and len(roles) >= 2 and named >= 1 and (sure or len(known) * 4 >= filled)


def _head_rows(place: Field, row: int, words: TableWords, after: int) -> tuple[int, int]:
    """The first and last row of the head that `row` is part of."""
    first, last = row, row
    while first - 1 >= max(0, after) and last - first + 1 < HEAD_ROWS and _groups(place, first):
        first -= 1
    deepest = max((c.row + c.rows - 1 for c in place.row(row).values() if c.rows > 1), default=row)
    last = min(max(last, deepest), row + HEAD_ROWS - 1)
    while last - first + 1 < HEAD_ROWS and _continues(place, first, last + 1, words):
        last += 1
    return first, last


def _groups(place: Field, row: int) -> bool:
    """Whether the row above `row` groups its columns: wide cells over some, not one over all."""
    above = [cell for cell in distinct(place.row(row - 1)) if cell.row + cell.rows == row]
    reaching = [cell for cell in place.row(row).values() if cell.row < row]
    if reaching:
        return True
    width = len(place.row(row))
    wide = [cell for cell in above if 1 < cell.columns < max(2, width)]
    return bool(wide) and all(len(joined(cell.text)) <= 30 for cell in above)


def _continues(place: Field, first: int, row: int, words: TableWords) -> bool:
    """Whether `row` is one more row of the head that begins at `first`.

    Its cells are short, stand under wide heads or beside the end of them, and leave the columns of
    whole heads empty.
    """
    cells = [cell for cell in distinct(place.row(row)) if cell.row == row]
    if not cells or any(len(joined(cell.text)) > 20 or "。" in cell.text for cell in cells):
        return False
    if all(_numeric(cell.text) for cell in cells):
        return False
    above = place.row(row - 1)
    if _fills_in(place, row, cells, words):
        return True
    for cell in cells:
        over = above.get(cell.column)
        if over is None:
            left = [column for column in above if column < cell.column]
            if not left:
                return False
        elif (
            not _divides(cell, over)
            and words.meaning(joined(over.text))
            and not _stacked(place, row, cell, words)
        ):
            return False
    known = sum(words.meaning(joined(cell.text)) is not None for cell in cells)
    under_wide = sum(
        1 for cell in cells if (over := above.get(cell.column)) and _divides(cell, over)
    )
    beside = sum(1 for cell in cells if cell.column not in above)
    years = sum(1 for cell in cells if len(joined(cell.text)) <= 8)
    bare = any(_open(above, cell, cells) for cell in cells)
    return (
        under_wide + beside > 0
        and (known > 0 or under_wide == len(cells) or years == len(cells))
        and (under_wide > 0 or bare or known * 2 >= len(cells))
    )


def _divides(cell: Cell, over: Cell) -> bool:
    """Whether a cell stands under a part of a wide one: a cell as wide as its head is its value."""
    return over.columns > 1 and (cell.column, cell.columns) != (over.column, over.columns)


def _fills_in(place: Field, row: int, cells: list[Cell], words: TableWords) -> bool:
    """Whether a row has known heads only, and leaves columns with a known head above it blank.

    事業名, 事業内容 and 課 below 施策, 事業, an empty head and 担当.
    """
    own = {cell.column for cell in cells}
    whole = [
        cell for cell in distinct(place.row(row - 1))
        if cell.column not in own and place.at(row, cell.column) is None
        and words.meaning(joined(cell.text))
    ]  # fmt: skip
    known = [words.meaning(joined(cell.text)) for cell in cells]
    return (
        len(cells) > 1
        and bool(whole)
        and all(meaning is not None and meaning.confidence > 0.9 for meaning in known)
    )


def _open(above: Mapping[int, Cell], cell: Cell, cells: list[Cell]) -> bool:
    """Whether the head above a cell goes on to the right without cells of its own."""
    return (
        cell.column in above
        and cell.column + 1 not in above
        and any(other.column == cell.column + 1 for other in cells)
    )


def _stacked(place: Field, row: int, cell: Cell, words: TableWords) -> bool:
    """Whether a cell under a one-column head opens a group: 部, 課 under 担当 and an empty head."""
    above = place.row(row - 1)
    beside = place.row(row).get(cell.column + 1)
    return (
        cell.column + 1 not in above
        and beside is not None
        and bool(words.meaning(joined(cell.text)) or words.meaning(joined(beside.text)))
    )


def _numeric(text: str) -> bool:
    plain = (
        text.replace(",", "").replace("，", "").replace("△", "").replace("▲", "").strip("-−%％ ")
    )
    return not plain or plain.replace(".", "").isdecimal()


def _columns(place: Field, first: int, last: int, words: TableWords) -> tuple[Column, ...]:
    numbers = sorted({column for row in range(first, last + 1) for column in place.row(row)})
    found = []
    for number in numbers:
        texts = [joined(cell.text) for cell in _stack(place, first, last, number)]
        found.append(Column(number, " ".join(texts), _best(texts, words)))
    return tuple(found)


def _stack(place: Field, first: int, last: int, number: int) -> Iterator[Cell]:
    """The cells of a head over one column; a group's head is taken over from the left."""
    seen: set[int] = set()
    for row in range(first, last + 1):
        cell = place.at(row, number)
        if cell is None and row < last:
            below = any(place.at(under, number) for under in range(row + 1, last + 1))
            left = max((c for c in place.row(row) if c < number), default=None)
            if below and left is not None and _groups_right(place, row, left, number, last):
                cell = place.at(row, left)
        if cell is not None and id(cell) not in seen:
            seen.add(id(cell))
            yield cell


def _groups_right(place: Field, row: int, left: int, number: int, last: int) -> bool:
    """Whether every column from a group's head to `number` has a head of its own below."""
    return all(
        any(place.at(under, column) for under in range(row + 1, last + 1))
        for column in range(left, number + 1)
    )


def _best(texts: list[str], words: TableWords) -> Meaning | None:
    """The meaning of a stacked head: of the whole, else of its last part, else of its first."""
    if not texts:
        return None
    if len(texts) > 1 and words.meaning(texts[-1]) is None and _marked(texts[-1], words):
        over = words.meaning(texts[-2])
        if over and over.role in ("section", "department", "related"):  # 担当課 over 企画課, 福祉課
            return Meaning("mark", 0.9, "related" if over.role == "related" else "")
    candidates = ["".join(texts)]
    if len(texts) > 1:
        candidates += ["".join(texts[-2:]), texts[-1], texts[0]]
    found = [meaning for text in candidates if (meaning := words.meaning(text))]
    exact = [meaning for meaning in found if meaning.confidence > 0.9]
    best = next(iter(exact or found), None) or _marked(texts[-1], words)
    if best is not None and len(texts) > 1 and best not in found[:1]:
        best = replace(best, confidence=round(best.confidence - 0.05, 2))
    return best
