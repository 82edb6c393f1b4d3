"""What the headed reader holds while it is inside a package or a project table."""

from dataclasses import dataclass, field

from ..records import Passage, Status
from ..rows import Row
from ..source import Span
from ..words.profile import Column, TableHeading
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
    that other lines stand between that row and the next.
    """

    heading: TableHeading
    columns: list[Column | None] | None = None
    levels: dict[int, tuple[str, str]] = field(default_factory=dict)
    held: dict[int, Placed] = field(default_factory=dict)
    apart: bool = False
