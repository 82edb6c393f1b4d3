"""Reader for headed text plans: headings, package blocks and project tables, line by line."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from ..language import Text
from . import cells as prose
from .blocks import Block, Table
from .compound import statement_spans
from .ledger import Ledger
from .owners import Owner, owners
from .profile import Column, Level, Profile
from .records import (
    Agent,
    Goal,
    ListedItem,
    Measure,
    MeasurePart,
    Notice,
    OutlineItem,
    Package,
    Participation,
    Plan,
    Project,
    Record,
    Status,
    YearOutline,
)
from .source import Source, Span


class HeadedReader:
    """Reads one source by one profile; `records()` yields, `ledger` and `notices` fill up."""

    def __init__(self, source: Source, profile: Profile) -> None:
        self.source, self.profile = source, profile
        self.ledger = Ledger(source)
        self.notices: list[Notice] = []
        self.columns_read: list[tuple[str, Column, Span]] = []
        self._numbers: Counter[str] = Counter()
        self._stack: list[tuple[Level, str]] = []
        self._block: Block | None = None
        self._package: str | None = None
        self._field: str | int | None = None
        self._table: Table | None = None
        self._titled = False
        self._blank_before = False
        self._out: list[Record] = []

    def records(self) -> Iterator[Record]:
        """The plan's elements and the owners of its projects, in document order."""
        for line, span in self.source.lines():
            stripped = self.source.strip(span)
            if stripped.start == stripped.end:
                self._blank_before = True
                continue
            self._line(line, span, self.source.quote(stripped), stripped)
            self._blank_before = False
            if self._block is None:
                yield from self._flush()
        self._close_block()
        yield from self._flush()

    def _flush(self) -> Iterator[Record]:
        # A heading's own paragraph may still follow it, so the newest heading waits.
        keep = 1 if self._out and isinstance(self._out[-1], Goal | Measure | MeasurePart) else 0
        ready, self._out = self._out[: len(self._out) - keep], self._out[len(self._out) - keep :]
        yield from ready

    # -- one line ---------------------------------------------------------------------------

    def _line(self, line: int, span: Span, text: str, stripped: Span) -> None:
        if prose.is_rule(text):
            self.ledger.note(line, stripped, "ignored", "区切りの線")
            return
        row = prose.split_cells(self.source, span, self.profile.separators)
        filled = [cell for cell in row if cell.start < cell.end]
        if len(filled) == 1 and self._heading(line, filled[0]):
            return
        if self._table and self._table_row(line, row, stripped):
            return
        if self._table is None and self._start_table(line, row, stripped, None, False):
            return
        if self._block is not None and self._block_row(line, row, stripped):
            return
        self._other(line, stripped)

    def _heading(self, line: int, span: Span) -> bool:
        text = self.source.quote(span)
        if found := self.profile.level_heading(text):
            self._level(line, span, *found)
            return True
        if (named := self.profile.package_heading(text)) is not None:
            self._close_block()
            self._table, self._field, self._package = None, "name", None
            self.ledger.note(line, span, "structural", "パッケージの見出し")
            if named:
                start = span.start + text.rindex(named)
                self._open_block(line, Span(start, start + len(named)))
            else:
                self._open_block(line, None)
            return True
        if self._block and (part := self.profile.field(text)) and self.profile.is_marked(text):
            self._field = part
            self._block.list_line = line if part == "list" else self._block.list_line
            self.ledger.note(
                line, span, "structural", "パッケージの欄の見出し", *self._block_keys()
            )
            return True
        if self._block and self.profile.is_marked(text) and (year := self.profile.year(text)):
            self._field = year
            self.ledger.note(line, span, "structural", "年次の見出し", *self._block_keys())
            return True
        if heading := self.profile.table_heading(text):
            self._close_block()
            self._table, self._field = Table(*heading), None
            self.ledger.note(line, span, "structural", "事業表の見出し")
            return True
        return False

    def _level(
        self, line: int, span: Span, level: Level, word: str, number: str, title: str
    ) -> None:
        self._close_block()
        self._table, self._package, self._field = None, None, None
        depth = self.profile.levels.index(level)
        self._stack = [held for held in self._stack if self.profile.levels.index(held[0]) < depth]
        if depth and level.cls == "measure" and not self._stack and self._numbers["goal"]:
            self.notices.append(
                Notice(line, Text("見出しの順序が違います", "a heading out of order"))
            )
        start = span.start + self.source.quote(span).rindex(title)
        if level.cls == "goal":
            self._goal(line, span, number, title)
        else:
            self._measure(line, span, word, number, Span(start, start + len(title)))
        self._stack.append((level, self._last_key(level.cls)))

    def _goal(self, line: int, span: Span, number: str, title: str) -> None:
        match = re.fullmatch(
            r"[「『]?(?P<slogan>.+?)[」』]?\s*(?:[<＜〈《〜～](?P<alias>[^<>＜＞〈〉《》〜～]+)[>＞〉》〜～])?",
            title,
        )
        slogan, alias = (match["slogan"], match["alias"]) if match else (title, None)
        key = self._mint("goal")
        number = number or str(self._numbers["goal"])
        previous = self._numbers["goal_number"]
        if number.isdecimal():
            if int(number) <= previous:
                self.notices.append(
                    Notice(
                        line, Text("目標の番号が前後しています", "goal numbers are out of order")
                    )
                )
            self._numbers["goal_number"] = int(number)
        self._out.append(
            Goal(
                key=key, parent="", label=prose.clean(slogan), span=span, number=number, alias=alias
            )
        )
        self.ledger.note(line, span, "modelled", "目標", key)

    def _measure(self, line: int, span: Span, word: str, number: str, title: Span) -> None:
        parent = self._stack[-1][1] if self._stack else ""
        goal = next((key for level, key in self._stack if level.cls == "goal"), None)
        key = self._mint("measure")
        label = prose.clean(self.source.quote(title)).strip("「」『』")
        self._out.append(
            Measure(
                key=key, parent=parent, label=label, span=span, level=word, goal=goal, number=number
            )
        )
        parts = list(statement_spans(self.source, title, self.profile))
        for n, part in enumerate(parts, 1):
            text = self.source.quote(part)
            self._out.append(MeasurePart(key=f"{key}/part/{n}", parent=key, label=text, span=part))
        self.ledger.note(line, span, "modelled", "施策", key)

    # -- packages ---------------------------------------------------------------------------

    def _open_block(self, line: int, name: Span | None) -> None:
        text = self.source.quote(name) if name else ""
        key = self._mint("package")
        self._block = Block(key, prose.clean(text).strip("「」『』"), name or Span(0, 0), line)
        self._package = key
        if name:
            self.ledger.note(line, name, "modelled", "パッケージの名称", key)

    def _block_keys(self) -> tuple[str, ...]:
        return (self._block.key,) if self._block else ()

    def _block_row(self, line: int, row: list[Span], stripped: Span) -> bool:
        block = self._block
        assert block is not None
        label = self.source.quote(row[0])
        content = [cell for cell in row[1:] if cell.start < cell.end]
        if len(row) > 1 and (part := self.profile.field(label)):
            self._field = part
            block.list_line = line if part == "list" else block.list_line
        elif len(row) > 1 and (year := self.profile.year(label)):
            self._field = year
        else:
            content = [cell for cell in row if cell.start < cell.end]
            if isinstance(self._field, int) and self._blank_before:
                self.notices.append(
                    Notice(
                        line,
                        Text(
                            "年次の記述が空行で途切れています",
                            "a year's outline is broken by a blank row",
                        ),
                    )
                )
        if self._field is None:
            return False
        self.ledger.note(line, stripped, "modelled", self._reason(), block.key)
        for cell in content:
            self._fill(line, cell)
        return True

    def _reason(self) -> str:
        if isinstance(self._field, int):
            return f"{self._field}年目"
        reasons = {
            "name": "パッケージの名称",
            "background": "背景",
            "list": "箇条",
            "status": "区分",
        }
        return reasons[str(self._field)]

    def _fill(self, line: int, cell: Span) -> None:
        block = self._block
        assert block is not None
        if self._field == "name":
            if block.name:
                block.background.extend(prose.paragraphs(self.source, cell))
            else:
                block.name, block.span = prose.clean(self.source.quote(cell)), cell
        elif self._field == "status":
            block.status = self.profile.status_in(self.source.quote(cell))
        elif self._field == "background":
            block.background.extend(prose.paragraphs(self.source, cell))
        elif self._field == "list":
            found = list(prose.bullets(self.source, cell, self.profile.bullets))
            block.items.extend(found or filter(None, [prose.passage(self.source, cell)]))
        elif isinstance(self._field, int):
            known = block.years.get(self._field)
            block.years[self._field] = Span(known.start, cell.end) if known else cell
            block.year_lines.setdefault(self._field, []).append(line)

    def _close_block(self) -> None:
        block, self._block = self._block, None
        if block is None:
            return
        if not block.name:
            self.notices.append(
                Notice(block.line, Text("パッケージの名称がありません", "a package without a name"))
            )
            self._numbers["package"] -= 1
            self._package = None
            return
        self._list_in_a_year(block)
        text = " ".join(part.text for part in block.background)
        parent, measure = self._parent(), self._under_measure()
        self._out.append(
            Package(
                key=block.key,
                parent=parent,
                label=block.name,
                span=block.span,
                measure=measure,
                background=tuple(block.background),
                status=block.status or self.profile.stated_status(text),
            )
        )
        for item in block.items:
            key = self._mint("item")
            self._out.append(ListedItem(key=key, parent=block.key, label=item.text, span=item.span))
            self._note_part(item.span, key)
        for year, span in sorted(block.years.items()):
            self._year(block, year, span)

    def _list_in_a_year(self, block: Block) -> None:
        """An empty list followed by a year full of bullets: the bullets slipped down a row."""
        if block.items or not block.list_line or not block.years:
            return
        first = min(block.years)
        block.items = list(prose.bullets(self.source, block.years[first], self.profile.bullets))
        if block.items:
            self.notices.append(
                Notice(
                    block.list_line,
                    Text(
                        f"箇条の欄が空で、箇条は{first}年目の欄にあります。両方として読みました",
                        f"the list is empty and its bullets stand in year {first}; read as both",
                    ),
                )
            )

    def _year(self, block: Block, year: int, span: Span) -> None:
        key = self._mint("year")
        text = prose.clean(self.source.quote(span))
        label = f"{block.name} {year}年目"
        self._out.append(
            YearOutline(key=key, parent=block.key, label=label, span=span, year=year, text=text)
        )
        for line in block.year_lines[year]:
            self.ledger.note(line, span, "modelled", f"{year}年目", key)
        if text.endswith(("、", "，", ",")):
            self.notices.append(
                Notice(
                    block.year_lines[year][-1],
                    Text(
                        f"{year}年目の文が途中で切れ、次の行へ続いています",
                        f"the outline of year {year} breaks off and goes on in the next row",
                    ),
                )
            )
        found = list(prose.bullets(self.source, span, self.profile.bullets))
        for item in found or prose.phrases(self.source, span):
            item_key = self._mint("item")
            self._out.append(OutlineItem(key=item_key, parent=key, label=item.text, span=item.span))

    def _note_part(self, span: Span, key: str) -> None:
        self.ledger.note(self.source.line_of(span.start), span, "modelled", "箇条", key)

    # -- tables -----------------------------------------------------------------------------

    def _start_table(
        self, line: int, row: list[Span], stripped: Span, status: Status | None, in_package: bool
    ) -> bool:
        columns = self.profile.columns([self.source.quote(cell) for cell in row])
        if columns is None:
            return False
        self._close_block()
        self._table = Table(status, in_package, columns)
        self.ledger.note(line, stripped, "structural", "表の見出し行")
        for cell, column in zip(row, columns, strict=True):
            if column is None and cell.start < cell.end:
                self.notices.append(
                    Notice(
                        line,
                        Text(
                            f"「{self.source.quote(cell)}」の列は読みません（プロファイルにない見出し）",
                            f"the column “{self.source.quote(cell)}” is not read (its head is not in the profile)",
                        ),
                    )
                )
        return True

    def _table_row(self, line: int, row: list[Span], stripped: Span) -> bool:
        table = self._table
        assert table is not None
        if self._start_table(line, row, stripped, table.status, table.in_package):
            return True
        if table.columns is None or len(row) < 2:
            return False
        cells = dict(zip(table.columns, row, strict=False))
        name = cells.get("name")
        if name is None or name.start == name.end:
            self.notices.append(
                Notice(line, Text("事業名のない行です", "a table row without a project name"))
            )
            return False
        short = len(row) < len([column for column in table.columns if column])
        empty = [
            c for c in table.columns if c in ("description", "section") and not self._text(cells, c)
        ]
        spare = any(cell.start < cell.end for cell in row[len(table.columns) :])
        if short or spare:
            self.notices.append(
                Notice(
                    line,
                    Text(
                        f"列の数が見出しと違います（{len(table.columns)}列のところ{len(row)}列）",
                        f"the row has {len(row)} cells where the head has {len(table.columns)}",
                    ),
                )
            )
        elif "section" in empty:
            self.notices.append(Notice(line, Text("所管課が空です", "no section is named")))
        self._project(line, stripped, cells, table)
        return True

    def _text(self, row: dict[Column | None, Span], column: Column) -> str:
        return self.source.quote(row[column]) if column in row else ""

    def _project(
        self, line: int, stripped: Span, row: dict[Column | None, Span], table: Table
    ) -> None:
        name_span, mark = self._name(row["name"])
        key = self._mint("project")
        package = self._package if table.in_package else None
        described = row.get("description")
        self._out.append(
            Project(
                key=key,
                parent=package or self._parent(),
                label=prose.clean(self.source.quote(name_span)),
                span=stripped,
                name_span=name_span,
                description=prose.passage(self.source, described) if described else None,
                measure=self._under_measure(),
                package=package,
                status=table.status,
                mark=mark,
            )
        )
        aside: tuple[Column, ...] = ("partner", "note")
        for column in aside:
            if self._text(row, column):
                self.columns_read.append((key, column, row[column]))
        if section := row.get("section"):
            for owner in owners(self.source, section, self.profile):
                self._own(key, owner)
        self.ledger.note(line, stripped, "modelled", "事業", key)

    def _own(self, key: str, owner: Owner) -> None:
        section = Agent("unit", owner.section, owner.span)
        self._out.append(
            Participation(
                element=key,
                role="responsible",
                agent=section,
                span=owner.span,
                confidence=1.0,
                open_ended=owner.open_ended,
            )
        )
        if owner.subunit and owner.subunit_span:
            unit = Agent("unit", owner.subunit, owner.subunit_span, section=owner.section)
            self._out.append(
                Participation(
                    element=key,
                    role="responsible-sub-unit",
                    agent=unit,
                    span=owner.subunit_span,
                    confidence=1.0,
                )
            )

    def _name(self, cell: Span) -> tuple[Span, str | None]:
        """The name without the mark set before it, and that mark's id."""
        text = self.source.quote(cell)
        mark = self.profile.source_marks.get(text[:1])
        if mark:
            cell = self.source.strip(Span(cell.start + 1, cell.end))
        text = self.source.quote(cell)
        if text[:1] in "「『" and text[-1:] in "」』" and not re.search("[「」『』]", text[1:-1]):
            cell = Span(cell.start + 1, cell.end - 1)
        return cell, mark

    # -- the rest ---------------------------------------------------------------------------

    def _other(self, line: int, stripped: Span) -> None:
        text = self.source.quote(stripped)
        if self.profile.is_note(text):
            self.ledger.note(line, stripped, "ignored", "読み手への注記")
        elif not self._titled and not self._stack and not self._numbers["project"]:
            self._titled = True
            match = re.match(r"[一-龥々ヶケぁ-んァ-ヶー]{1,10}?[市区町村](?![民政内立役場])", text)
            government = match[0] if match else None
            label = prose.clean(self.profile.bare(text))
            self._out.append(
                Plan(key="", parent="", label=label, span=stripped, government=government)
            )
            self.ledger.note(line, stripped, "modelled", "計画の名称", "")
        elif not self._stack and not self._numbers["project"] and self._block is None:
            self.ledger.note(line, stripped, "ignored", "最初の見出しより前の文")
        elif self._stack and self._table is None and self._out and self._block is None:
            self._heading_prose(line, stripped)

    def _heading_prose(self, line: int, stripped: Span) -> None:
        """A paragraph right under a goal or measure tells of it."""
        for index in range(len(self._out) - 1, -1, -1):
            element = self._out[index]
            if isinstance(element, Goal | Measure):
                if part := prose.passage(self.source, stripped):
                    self._out[index] = replace(element, prose=(*element.prose, part))
                    self.ledger.note(line, stripped, "modelled", "見出しの説明文", element.key)
                return

    def _parent(self) -> str:
        return self._stack[-1][1] if self._stack else ""

    def _under_measure(self) -> str | None:
        return next((key for level, key in reversed(self._stack) if level.cls == "measure"), None)

    def _mint(self, kind: str) -> str:
        self._numbers[kind] += 1
        return f"{kind}/{self._numbers[kind]:03d}"

    def _last_key(self, kind: str) -> str:
        return f"{kind}/{self._numbers[kind]:03d}"
