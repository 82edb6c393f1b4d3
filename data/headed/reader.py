"""Reader for headed plans: headings, package blocks, project tables, label/value pages, lists."""

import re
from collections.abc import Iterator
from typing import Final

from ...language import Text
from .. import cells as prose
from ..document import Cell, Document
from ..records import Plan, Record
from ..rows import CONTENTS, Row, rows_of, with_contents
from ..source import Span
from ..tables.grids import read_grid
from ..tables.headings import Above
from ..words.lexicon import squeeze
from ..words.profile import Column, Profile, TableHeading
from .blocks import Table, check_row, is_other_table
from .draft import Draft
from .fields import Card, goes_on, tell_behind
from .heading_prose import HeadingProse
from .levels import government_in, read_goal, read_measure
from .outline import Heading
from .packages import PackageReader
from .places import Places
from .placing import Placing, filled_down

#: A line inside a project that is no sentence and shorter heads what follows it.
_PROSE: Final = 15
_ASIDE: Final[tuple[Column, ...]] = ("partner", "note", "sdgs", "reading")


class HeadedReader:
    """Reads one document by one profile; `records()` yields, `draft` holds ledger and notices."""

    def __init__(self, document: Document, profile: Profile) -> None:
        self.source, self.profile = document.source, profile
        self.draft = Draft(document.source, profile)
        rows = rows_of(document, profile.separators, profile.behind_prose)
        self._rows = list(with_contents(rows))
        self.draft.writer.runs_on = True
        self._names_of_sheets = [grid.name_span for grid in document.grids() if grid.name_span]
        self._plain = document.source.media_type == "text/plain"
        self.places = Places(document, self._rows, profile, self.draft.writer.words)
        self._grids, self._cards = self.places.grids, self.places.cards
        self._packages = PackageReader(self.draft)
        self._placing = Placing(self.draft)
        self._table: Table | None = None
        self._card: Card | None = None
        self._titled = False
        self._grid: int | None = None
        self._read_grid: int | None = None
        self._card_until = -1
        self._unowned: list[str] = []
        self._others = False  # whether what others than the office do is being told
        # The section that a heading names for what is below it, and how deep that heading is.
        self._office: Cell | None = None
        self._offices: list[tuple[int, Cell]] = []
        self._before = 0  # how many projects stand before the last heading
        self._opened: tuple[int | None, list[str]] = (None, [])  # levels of a table of labels
        self._levels: dict[tuple[str, str, str, str], str] = {}  # by parent, word, number, title
        self._prose = HeadingProse(self.draft)

    # -- reading ----------------------------------------------------------------------------

    def records(self) -> Iterator[Record]:
        """The plan's elements and the owners of its projects, in document order."""
        for name in self._names_of_sheets:
            self.draft.ledger.claim(name, "structural", "シートの名前")
        for at, row in enumerate(self._rows):
            self._row(at, row)
        self._close()
        yield from self._prose.added_to(self.draft.writer.finished())

    def _close(self) -> None:
        self._packages.close()
        self._close_card()

    def _row(self, at: int, row: Row) -> None:
        if row.kind == "running":
            self.draft.note(row, "structural", "柱・頁番号・書式")
            return
        if row.kind == "contents" or squeeze(row.text) in CONTENTS:
            self.draft.note(row, "structural", "目次")
            return
        if at in self.places.appendix:
            self._close()
            self._table = None
            self.draft.note(row, "ignored", "資料編・名簿・用語解説など")
            return
        if at == self.places.title_at:
            return self._plan_title(row)
        if at in self.places.saying:
            self._close()
            return self.draft.note(row, "structural", "下の様式の事業名をいう見出し")
        if prose.is_rule(row.text):
            return self.draft.note(row, "ignored", "区切りの線")
        if at in self.places.titles:
            if self._card is not None:
                self._card.rows.append(row)
            else:
                self.draft.note(row, "modelled", "見出しの名称", self.draft.parent())
            return
        if at in self.places.inside and self._card is not None:
            return self.draft.note(row, "ignored", "事業の中の表")
        if row.grid != self._grid:
            self._grid = row.grid
            waiting = self._waiting() and row.grid in self._cards
            if row.grid is not None and not waiting and at > self._card_until:
                self._close_card()
        if row.grid in self._grids and self._project_grid(row):
            return
        if at in self.places.level_rows:
            return self._open_levels(at, row)
        if row.grid in self.places.unread:
            self.draft.note(row, "ignored", "プロファイルで読まない表")
            return
        if row.grid in self.places.figures:
            self.draft.note(row, "ignored", "指標・経費などの表")
            return
        if at in self.places.outline:
            self._level(row, self.places.outline[at])
            return
        if at in self.places.offices:
            self._close()
            self._office_below(row, self.places.offices[at])
            return
        if at in self.places.named:
            self._open_card(row, self.places.name_at(at))
            tell_behind(self.source, row, self._card)
            self._card_until = self.places.named[at]
            return
        if at in self.places.listed:
            self._item(row)
            return
        if at in self.places.nested and self._card is not None and self._card.listed:
            self._card.tell(row)
            return
        if fields := self.places.fields(row):
            self._field_row(row, fields)
            return
        if self._page_field(at, row):
            return
        if row.grid in self._cards and self._card is not None and len(row.filled) > 1:
            self.draft.note(row, "ignored", "読まない欄")
            return
        filled = row.filled
        if len(filled) == 1 and self._heading(at, row, filled[0]):
            return
        if self._table and self._table_row(row):
            return
        if self._table is None and self._start_table(row, TableHeading()):
            return
        if self._packages.block is not None and self._packages.row(row):
            return
        self._other(at, row)

    def _waiting(self) -> bool:
        """Whether a heading has just named a project whose page of fields follows."""
        card = self._card
        return card is not None and not card.values and not card.listed

    def _page_field(self, at: int, row: Row) -> bool:
        """A label of a level (政策) or of more prose (目的) and its value, on the page of a project."""
        filled = row.filled
        if self._card is not None and (placed := self.places.level_fields.get(at)):
            self._card.levels.append(placed)
            self._card.rows.append(row)
            return True
        if self._card is None or row.grid not in self._cards or len(filled) != 2:
            return False
        label = self.source.quote(filled[0])
        if level := self.places.level_label(label):
            self._card.levels.append((*level, filled[1]))
        elif self.places.is_detail(label):
            self._card.values.append(("note", filled[1]))
        else:
            return False
        self._card.rows.append(row)
        return True

    def _heading(self, at: int, row: Row, span: Span) -> bool:
        text, marked = self.source.quote(span), row.level is not None
        packages = self._packages
        named = self.profile.package_heading(text, marked=marked)
        if named is not None and self.places.opens_package(at):
            self._close()
            self._table, packages.field, self.draft.package = None, "name", None
            self.draft.note(row, "structural", "パッケージの見出し")
            place = None
            if named:
                start = span.start + text.rindex(named)
                place = Span(start, start + len(named))
            packages.begin(row, place)
            return True
        marked = marked or self.profile.is_marked(text)
        if packages.block and marked and (part := self.profile.field(text)):
            packages.field = part
            if part == "list":
                packages.block.list_at = row.span
            self.draft.note(row, "structural", "パッケージの欄の見出し", *packages.keys())
            return True
        if packages.block and marked and (year := self.profile.year(text)):
            packages.field = year
            self.draft.note(row, "structural", "年次の見出し", *packages.keys())
            return True
        if heading := self.profile.table_heading(text, marked=marked):
            self._close()
            self._table, packages.field = Table(heading), None
            self.draft.note(row, "structural", "事業表の見出し")
            return True
        if self.profile.lists_others(text) and packages.block is None:
            self._close()
            self._others = True
            self.draft.note(row, "structural", "市民や事業者などの取組の見出し")
            return True
        if self.profile.lists_projects(text) and packages.block is None and len(text) < 30:
            self._close()
            self._others = False
            self._unowned = []
            self.draft.note(row, "structural", "事業の一覧の見出し")
            return True
        return False

    # -- goals and measures -----------------------------------------------------------------

    def _level(self, row: Row, heading: Heading) -> None:
        self._close()
        self._unowned, self._others = [], False
        draft = self.draft
        draft.writer.last = None
        self._table, draft.package, self._packages.field = None, None, None
        draft.stack = [held for held in draft.stack if held[0] < heading.depth]
        self._offices = [held for held in self._offices if held[0] < heading.depth]
        self._office = self._offices[-1][1] if self._offices else None
        self._before = draft.numbers["project"]
        title = self.source.quote(heading.title)
        words = draft.writer.words
        if words.ends_like(title, "heading_offices") and words.is_office(title):
            self._office_below(row, heading.title, heading.depth)
            return
        if heading.cls == "measure" and not draft.stack and draft.numbers["goal"]:
            draft.notice(row.span, Text("見出しの順序が違います", "a heading out of order"))
        # The heading of a page says again what stood over the page before: 基本目標１　水を守る.
        said = (draft.parent(), heading.word, heading.number, squeeze(title))
        if (key := self._levels.get(said)) is not None:
            draft.note(row, "modelled", "目標" if heading.cls == "goal" else "施策", key)
        else:
            read = read_goal if heading.cls == "goal" else read_measure
            key = read(draft, row, heading)
            self._levels[said] = key
        draft.stack.append((heading.depth, heading.cls, key))

    def _open_levels(self, at: int, row: Row) -> None:
        """The levels that a table of labels names, over the projects up to the next such table."""
        self._close()
        grid, held = self._opened
        if grid != row.grid:
            self.draft.stack = [each for each in self.draft.stack if each[2] not in held]
            held = []
        held += self._placing.place(self.places.level_rows[at])
        self._opened = row.grid, held
        self.draft.note(row, "modelled", "施策を示す表", *held)

    def _office_below(self, row: Row, section: Span, depth: int | None = None) -> None:
        """Keep who is in charge of what stands below this row, up to the next heading as high."""
        stack = self.draft.stack
        depth = depth if depth is not None else stack[-1][0] if stack else 0
        self._offices = [held for held in self._offices if held[0] < depth]
        self._office = Cell(0, 0, self.source.quote(section), section)
        self._offices.append((depth, self._office))
        self.draft.note(row, "modelled", "所管課を示す見出し")

    # -- tables -----------------------------------------------------------------------------

    def _project_grid(self, row: Row) -> bool:
        """Read the whole grid of projects that `row` is in, once; False where a package has it."""
        assert row.grid is not None
        found = self._grids[row.grid]
        if row.grid == self._read_grid:
            return True
        if self._packages.block is not None and self._table is None and not found.tables:
            return False
        self._close_card()
        self._read_grid = row.grid
        draft, writer, table = self.draft, self.draft.writer, self._table
        heading = table.heading if table else TableHeading()
        writer.status, writer.facets = heading.status, heading.facets
        writer.package = draft.package if heading.in_package else None
        writer.default_office, writer.year = self._office, None
        above = Above([(depth, key, key) for depth, _, key in draft.stack])
        read_grid(found, writer, above)
        return True

    def _start_table(self, row: Row, heading: TableHeading) -> bool:
        columns = self.profile.columns([self.source.quote(cell) for cell in row.cells])
        if columns is None:
            return False
        self._close()
        known = self._table
        self._table = table = Table(heading, columns)
        for at, (cell, column) in enumerate(zip(row.cells, columns, strict=True)):
            if column is None and (level := self.profile.level_label(self.source.quote(cell))):
                table.levels[at] = level
        self.draft.note(row, "structural", "表の見出し行")
        if known is not None and known.columns == columns:
            return True  # the head of a table that runs on: said once
        for at, (cell, column) in enumerate(zip(row.cells, columns, strict=True)):
            if column is None and cell.start < cell.end and at not in table.levels:
                said = self.source.quote(cell)
                self.draft.notice(
                    row.span,
                    Text(
                        f"「{said}」の列は読みません（プロファイルにない見出し）",
                        f"the column “{said}” is not read (its head is not in the profile)",
                    ),
                )
        return True

    def _table_row(self, row: Row) -> bool:
        table = self._table
        assert table is not None
        if self._start_table(row, table.heading):
            return True
        if table.columns is None or len(row.cells) < 2:
            if self._names_more_owners(row, table):
                return True
            table.apart = True
            return False
        if (row.blank_before or table.apart) and is_other_table(
            self.draft, row, len(table.columns)
        ):
            self._table = None
            return False
        cells = dict(zip(table.columns, row.cells, strict=False))
        name = cells.get("name")
        if name is None or name.start == name.end:
            self.draft.notice(
                row.span, Text("事業名のない行です", "a table row without a project name")
            )
            return False
        table.apart = False
        check_row(self.draft, row, table, cells)
        stack = list(self.draft.stack)
        table.held = filled_down(self.source, table.held, row.cells, table.levels)
        levels = self._placing.place([table.held[at] for at in sorted(table.held)])
        described = cells.get("description")
        section = cells.get("section")
        key = self.draft.project(
            name,
            row.span,
            description=described,
            sections=self._sections([section] if section else []),
            asides=[(column, cells[column]) for column in _ASIDE if self._text(cells, column)],
            status=table.heading.status,
            facets=table.heading.facets,
            package=self.draft.package if table.heading.in_package else None,
        )
        self.draft.stack, table.last = stack, key
        self.draft.note(row, "modelled", "事業", *levels, key)
        return True

    def _names_more_owners(self, row: Row, table: Table) -> bool:
        """Whether a line has but sections, which a break of lines parted from the row's last cell."""
        last = table.columns[-1] if table.columns else None
        words, text = self.draft.writer.words, row.text
        named = [each for each in re.split(r"[、，・／/\s]+", text) if each]
        if last != "section" or not table.last or table.apart or row.blank_before:
            return False
        if not all(words.is_office(each) and words.ends_like(each, "divisions") for each in named):
            return False
        self.draft.own(table.last, [row.span])
        self.draft.note(row, "modelled", "所管課", table.last)
        return True

    def _text(self, row: dict[Column | None, Span], column: Column) -> str:
        return self.source.quote(row[column]) if column in row else ""

    # -- label/value pages and lists --------------------------------------------------------

    def _open_card(self, row: Row, name: Span) -> None:
        self._close()
        self._table = None
        self._card = Card(name, name, [row])

    def _field_row(self, row: Row, fields: list[tuple[Column, Span]]) -> None:
        for column, value in fields:
            if column == "name" and value.start < value.end:
                self._open_card(row, value)
            elif self._card is not None:
                if value.start < value.end:
                    if column == "section" and self._card.listed:
                        self._own_list(value)
                    self._card.values.append((column, value))
                    if column == "partner":
                        self._card.parts[value.start] = self.places.part_of(row, value)
                self._card.last = column
                self._card.waiting = column if value.start == value.end else None
            elif column == "section" and value.start < value.end and self._opens_level():
                if self._offices and self._offices[-1][0] == self.draft.stack[-1][0]:
                    self.draft.note(row, "ignored", "見出しの関係課")
                else:
                    self._office_below(row, value)
        if self._card is not None and row not in self._card.rows:
            self._card.rows.append(row)

    def _opens_level(self) -> bool:
        """Whether a heading over projects is open and no project of it has been read."""
        return bool(self.draft.stack) and self.draft.numbers["project"] == self._before

    def _own_list(self, value: Span) -> None:
        """An owner below a list is that of its items that name none."""
        for key in self._unowned:
            self.draft.own(key, [value])
        self._unowned = []

    def _close_card(self) -> None:
        card, self._card = self._card, None
        if card is None:
            return
        spans = [card.name, *(span for _, span in card.values), *card.prose]
        stack = list(self.draft.stack)
        levels = self._placing.place([each for each in card.levels if not self._is_aim(*each)])
        key = self.draft.project(
            card.name,
            Span(min(span.start for span in spans), max(span.end for span in spans)),
            description=card.first("description"),
            sections=self._sections(card.all("section")),
            asides=[pair for pair in card.values if pair[0] in _ASIDE],
            parts=card.parts,
            prose=card.prose,
        )
        self.draft.stack = stack
        for row in card.captions:
            self.draft.note(row, "structural", "事業の中の見出し", key)
        if card.listed and not card.all("section"):
            self._unowned.append(key)
        for row in card.rows:
            self.draft.note(row, "modelled", "事業", *levels, key)

    def _is_aim(self, cls: str, word: str, _: Span) -> bool:
        """Whether 目標 on a project's page, below a measure, says what it aims at: 年10回."""
        meaning = self.draft.writer.words.meaning(word)
        told = meaning is not None and meaning.role == "detail"
        return cls == "goal" and told and self.draft.under_measure() is not None

    def _sections(self, told: list[Span]) -> list[Span]:
        """The owners of a project; where it names none, the section of the heading above."""
        named = [span for span in told if span.start < span.end]
        return named if named or self._office is None else [self._office.span]

    def _item(self, row: Row) -> None:
        """A project in a list: ・名称（農政課）; the paragraph below it tells of it."""
        self._close()
        name, values = self.places.item(row)
        self._card = Card(name, row.span, [row], values, listed=True)

    # -- the rest ---------------------------------------------------------------------------

    def _other(self, at: int, row: Row) -> None:
        draft, text = self.draft, row.text
        draft.writer.last = None
        self._others = self._others and row.level is None
        if self._others and row.grid is None and self._card is None:
            draft.note(row, "ignored", "市民や事業者などの取組")
        elif self.profile.is_note(text) or row.kind == "note":
            draft.note(row, "ignored", "読み手への注記")
        elif self._card is not None and self._card.listed and self.places.captions(row):
            self._close()
            draft.note(row, "structural", "一覧のあとの見出し")
        elif self._card is not None and row.grid is None and row.level is None:
            card = self._card
            whole = text.endswith(("。", "."))
            if card.waiting in ("section", "partner") and not whole and len(text) <= 60:
                card.values.append((card.waiting, row.span))
            elif self._plain and goes_on(self.source, card, row):
                card.go_on(row.span.end)
            elif (whole or card.last in (None, "description")) and card.first(
                "description"
            ) is None:
                card.values.append(("description", row.span))
            elif whole or row.kind == "item" or len(text) >= _PROSE:
                card.prose.append(row.span)
            else:
                card.captions.append(row)
                return
            card.rows.append(row)
            if card.listed and (whole or not self._plain) and not self.places.goes_on(at):
                self._close_card()
        elif (
            not self._titled
            and self.places.title_at is None
            and not draft.stack
            and not draft.numbers["project"]
        ):
            self._plan_title(row)
        elif not draft.stack and not draft.numbers["project"] and self._packages.block is None:
            draft.note(row, "ignored", "最初の見出しより前の文")
        elif row.level is not None and self._card is not None and at < self._card_until:
            self._card.captions.append(row)  # a part of the page whose owner is still to come
        elif row.level is not None:
            self._close()
            self._table = None
            draft.note(row, "structural", "事業のない見出し")
        elif draft.stack and self._table is None and draft.out and self._packages.block is None:
            self._prose.tell(row)

    def _plan_title(self, row: Row) -> None:
        draft, text = self.draft, row.text
        self._titled = True
        government = government_in(text)
        label = prose.clean(self.profile.bare(text))
        draft.out.append(Plan(key="", parent="", label=label, span=row.span, government=government))
        draft.note(row, "modelled", "計画の名称", "")
