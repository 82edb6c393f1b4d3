"""Writing the rows of a table that name the row above them: levels, projects, what is told of those."""

from dataclasses import replace

from ...errors import InputError
from ...language import Text
from .. import cells as prose
from ..document import Cell
from ..records import Goal, Measure, Passage
from ..words.table_words import Meaning, joined
from .layout import distinct
from .links import LinkedRow, linked_rows
from .project_cells import Filled
from .rows import TableRows


class LinkedRows(TableRows):
    """Writes the rows of a linked table with its `writer`; `read` raises InputError for circles."""

    def read(self) -> None:
        """Every row of the table."""
        self.read_head()
        self._keys_of: dict[int, str] = {}
        every, missing = linked_rows(self.place, self.table, self.words, self._fault)
        for row, told in missing:
            self._say(
                self._own(row)[0].span,
                f"上の行「{told[:40]}」がありません。計画のすぐ下に置きました",
                f"the row above, “{told[:40]}”, is not there: put below the plan",
            )
        for item in every:
            self._write(item)

    def _fault(self, row: int, message: Text) -> InputError:
        place = self.writer.source.locator(self._own(row)[0].span)
        return InputError(
            message,
            where=f"{self.writer.source.name}:{place}",
            hint=Text(
                "親の番号を直してから、もう一度読んでください",
                "mend the numbers of the rows above and read it again",
            ),
        )

    def _own(self, row: int) -> list[Cell]:
        return [cell for cell in distinct(self.place.row(row)) if cell.row == row]

    def _chain(self, item: LinkedRow) -> list[LinkedRow]:
        path = [item]
        while (above := path[0].above) is not None:
            path.insert(0, above)
        return path

    def _write(self, item: LinkedRow) -> str:
        """The key of what a row is, written with the rows above it where they are new."""
        if item.row in self._keys_of:
            return self._keys_of[item.row]
        above = self._write(item.above) if item.above else ""
        own = self._own(item.row)
        filled = self._cells(item.row, None)
        name = next(each.cell for each in filled if each.meaning.role == "name")
        if item.cls is None:
            key = above
            told = [replace(f, meaning=Meaning("detail", 0.9)) if f.meaning.role == "name" else f
                    for f in filled]  # fmt: skip
            self.writer.more(key, told)
        elif item.cls == "project":
            over = [self._keys_of[each.row] for each in self._chain(item)[:-1]]
            key = self.writer.project(filled, [k for k in over if k], self._span(own, name))
        else:
            key = self._level(item, filled, name)
        self._keys_of[item.row] = key
        return key

    def _level(self, item: LinkedRow, filled: list[Filled], name: Cell) -> str:
        path = self._chain(item)
        over = [key for each in path[:-1] if (key := self._keys_of[each.row])]
        meaning = Meaning("level", 0.9, goal=item.cls == "goal")
        words = tuple(f"{each.row} {each.name}" for each in path)
        number = next((f.cell.text for f in filled if f.meaning.role == "number"), "")
        key = self.writer.level(words, over, name, meaning, item.kind or "分類", number)
        ledger = self.writer.ledger
        for each in filled:
            role, span = each.meaning.role, each.cell.span
            if role in ("description", "detail") and joined(each.cell.text) != item.name:
                if part := prose.passage(self.writer.source, span):
                    self._tell(key, part)
                ledger.claim(span, "modelled", each.head, key)
            elif role in ("number", "parent", "kind", "description", "detail"):
                ledger.claim(span, "structural", each.head)
            elif role == "ignored":
                ledger.claim(span, "ignored", f"読まない欄「{each.head}」")
        return key

    def _tell(self, key: str, part: Passage) -> None:
        """Add prose to the level `key`, which was written last or long ago."""
        records = self.writer.records
        for at in range(len(records) - 1, -1, -1):
            record = records[at]
            if isinstance(record, Goal | Measure) and record.key == key:
                records[at] = replace(record, prose=(*record.prose, part))
                return
