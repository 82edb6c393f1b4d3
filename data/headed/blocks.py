"""What the headed reader holds while it is inside a package or a project table."""

from dataclasses import dataclass, field

from ...language import Text
from ..records import Passage, Status
from ..rows import Row
from ..source import Span
from ..words.profile import Column, TableHeading
from .draft import Draft
from .placing import Placed


@dataclass
class Block:
    """A package while its rows are being read."""

    key: str
    name: str
    span: Span
    line: Span
    background: list[Passage] = field(default_factory=list)
    items: list[Passage] = field(default_factory=list)
    list_at: Span | None = None
    years: dict[int, Span] = field(default_factory=dict)
    year_rows: dict[int, list[Row]] = field(default_factory=dict)
    status: Status | None = None
    facets: tuple[str, ...] = ()


@dataclass
class Table:
    """The project table being read: its columns, and what its heading says of every row.

    `levels` are the columns of goals and measures, `held` their values in the row above; `apart` says
    that other lines stand between that row and the next, `last` is the project of that row.
    """

    heading: TableHeading
    columns: list[Column | None] | None = None
    levels: dict[int, tuple[str, str]] = field(default_factory=dict)
    held: dict[int, Placed] = field(default_factory=dict)
    apart: bool = False
    last: str = ""


def check_row(draft: Draft, row: Row, table: Table, cells: dict[Column | None, Span]) -> None:
    """Say where a row has other cells than the head of its table, and where it names no section."""
    columns = table.columns or []
    section = cells.get("section")
    short = len(row.cells) < len([column for column in columns if column])
    if short or any(cell.start < cell.end for cell in row.cells[len(columns) :]):
        draft.notice(
            row.span,
            Text(
                f"列の数が見出しと違います（{len(columns)}列のところ{len(row.cells)}列）",
                f"the row has {len(row.cells)} cells where the head has {len(columns)}",
            ),
        )
    elif "section" in columns and (section is None or section.start == section.end):
        draft.notice(row.span, Text("所管課が空です", "no section is named"))


def is_other_table(draft: Draft, row: Row, columns: int) -> bool:
    """Whether a row that stands apart begins a table of something else (指標名, 現状値)."""
    said = [draft.writer.words.meaning(draft.source.quote(cell)) for cell in row.cells]
    heads = sum(meaning is not None and meaning.confidence > 0.9 for meaning in said)
    return len(row.cells) != columns or 2 * heads >= len(said)
