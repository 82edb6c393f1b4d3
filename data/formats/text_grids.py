"""A plain text some of whose lines are the rows of tables, as a flowing document with grids."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..document import Document, Kind
from ..rows import is_contents
from ..source import Source
from ..text_pages import running_lines
from .flow import Box, FlowWriter


@dataclass(frozen=True, slots=True)
class LineTable:
    """Lines `[start, end)` that are one table; `rules` are those that only draw it."""

    start: int
    end: int
    name: str
    boxes: tuple[Box, ...]
    rules: tuple[int, ...] = ()


def lines_at(first: int, last: int) -> str:
    """What a person calls the 0-based lines `first` to `last`.

    >>> lines_at(0, 0), lines_at(1, 3)
    ('1行', '2-4行')
    """
    return f"{first + 1}行" if first == last else f"{first + 1}-{last + 1}行"


def with_tables(source: Source, where: str, tables: Sequence[LineTable]) -> Document:
    """`source` with its `tables` as grids; every other line is a paragraph at its place."""
    lines = [source.quote(span) for _, span in source.lines()]
    running = running_lines(lines)
    writer = FlowWriter(where)
    begun = {table.start: table for table in tables}
    at = 0
    while at < len(lines):
        if table := begun.get(at):
            for rule in table.rules:
                writer.paragraph(lines[rule], lines_at(rule, rule), kind="running")
            writer.grid(table.name, table.boxes)
            at = table.end
            continue
        text = lines[at].strip()
        kind: Kind = "contents" if "\t" not in text and is_contents(text) else "text"
        apart = at > 0 and not lines[at - 1].strip()
        kind = "running" if at in running else kind
        writer.paragraph(text, lines_at(at, at), kind=kind, apart=apart)
        at += 1
    return writer.document(
        name=source.name, sha256=source.sha256, encoding=source.encoding,
        media_type=source.media_type,
    )  # fmt: skip
