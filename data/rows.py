"""A flowing document as rows: lines of text, paragraphs, and the rows of its tables."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from . import cells as prose
from .document import Document, Grid, Kind, Paragraph
from .source import Source, Span
from .text_pages import is_page_number, running_lines
from .words.lexicon import squeeze
from .words.profile import NUMBER

_CONTENTS: Final = re.compile(
    r".*(?:[.．…・‥·･⋯_＿－―]{4,}|(?:\s?[.．・…‥]\s?){4,}|\t)\s*(?:[pP]\.?\s*)?[0-9０-９]{1,3}\s*"
)


_PAGED: Final = re.compile(r".*\D[\s　]*[0-9０-９]{1,3}")
#: A number alone: what stands behind the tab after it is its heading.
_NUMBERED: Final = re.compile(
    rf"(?:第?\s*{NUMBER}\s*[編部章節項款]?|[(（]\s*(?:{NUMBER}|[ア-ン])\s*[)）]|[ア-ン])[.．)）、]?\t+[^\t]+"
)
#: ①名称<tab>（農政課）: what stands behind the tab in a bracket is set at the right of the same line.
_SET_RIGHT: Final = re.compile(
    r"[^\t（(【［\[〔][^\t]*\t+[（(【［\[〔][^\t（(【［\[〔]+[）)】］\]〕]"
)
#: ○名称…………<tab>農政課: so does what leaders lead to.
_LED: Final = re.compile(r"[^\t]*[^\t…‥・．.\s　][\s　]*[…‥・．.]{4,}[\s　]*\t+[^\t0-9０-９]+")
#: （1）名称<tab>農政課: so does a section, behind a line that a mark or a number opens.
_MARKED: Final = re.compile(
    rf"(?:[（(]\s*{NUMBER}\s*[)）]|{NUMBER}[.．、\s　]|[①-⑳]|[・○●◎■□◆◇▪])[^\t]+\t+(?P<offices>[^\t]{{2,40}})"
)
#: No entry of a table of contents is longer; leaders without end are tried at every place.
_ENTRY: Final = 400
#: What a table of contents is called.
CONTENTS: Final = frozenset({"目次", "もくじ", "contents"})


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its cells from left to right (empty ones have no extent), and the units it covers.

    `number` is the first unit's, `units` are (number, span) of those the ledger counts; a cell
    merged over rows stands in every row but counts in its first. `grid` is the table's number,
    `at` the row's 0-based number in it. `depth` is how far the row is set in, in columns of text.
    """

    number: int
    span: Span
    text: str
    cells: tuple[Span, ...]
    units: tuple[tuple[int, Span], ...]
    level: int | None = None
    kind: Kind = "text"
    grid: int | None = None
    blank_before: bool = False
    at: int = 0
    depth: int = 0

    @property
    def filled(self) -> list[Span]:
        """The cells that are not empty."""
        return [cell for cell in self.cells if cell.start < cell.end]


def rows_of(
    document: Document, separators: list[str], offices: Sequence[str] = ()
) -> Iterator[Row]:
    """The rows of `document` in reading order; a plain text's rows are its lines.

    `offices` are endings of sections, which belong to the line when set at its right.
    """
    if not document.parts:
        yield from _lines(document.source, separators)
        return
    grids = 0
    for part in document.parts:
        if isinstance(part, Grid):
            grids += 1
            yield from _grid_rows(document.source, part, grids)
        elif isinstance(part, Paragraph):
            yield from _paragraph_rows(document.source, part, tuple(offices))


def is_contents(text: str) -> bool:
    """Whether a line looks like an entry of a table of contents: leaders and a page number."""
    return len(text) <= _ENTRY and bool(_CONTENTS.fullmatch(text))


def with_contents(rows: Iterable[Row]) -> Iterator[Row]:
    """`rows`, those below 目次 that end with a page's number marked as entries of the contents."""
    within = False
    for row in rows:
        if row.kind in ("running", "note") or row.grid is not None:
            yield row
            continue
        headed = squeeze(row.text) in CONTENTS
        within = headed or within and bool(_PAGED.fullmatch(row.text))
        yield replace(row, kind="contents") if within else row


def _lines(source: Source, separators: list[str]) -> Iterator[Row]:
    blank = False
    lines = list(source.lines())
    running = running_lines([source.quote(span) for _, span in lines])
    for at, (number, span) in enumerate(lines):
        stripped = source.strip(span)
        if stripped.start == stripped.end:
            blank = True
            continue
        cells = tuple(prose.split_cells(source, span, separators))
        text = source.quote(stripped)
        kind: Kind = "contents" if "\t" not in text and is_contents(text) else "text"
        kind = "running" if at in running else kind
        units = ((number, stripped),)
        depth = prose.set_in(source.quote(span))
        yield Row(number, stripped, text, cells, units, None, kind, None, blank, depth=depth)
        blank = False


def _names_offices(line: str, offices: tuple[str, ...]) -> bool:
    match = _MARKED.fullmatch(line)
    said = re.split(r"[、，,・／/]", match["offices"]) if match else []
    return bool(said) and all(len(each) > 2 and each.strip().endswith(offices) for each in said)


def _paragraph_rows(source: Source, part: Paragraph, offices: tuple[str, ...]) -> Iterator[Row]:
    number = source.unit_of(part.span.start)
    kind = part.kind
    if kind == "text" and part.level is None and is_contents(part.text):
        kind = "contents"
    at, apart = part.span.start, part.apart
    for line in source.quote(part.span).split("\n"):
        span = source.strip(Span(at, at + len(line)))
        at += len(line) + 1
        if span.start < span.end:
            # 第1章<tab>防災: a heading is one cell.
            said = source.quote(span)
            whole = part.level is not None or any(
                one.fullmatch(said) for one in (_NUMBERED, _SET_RIGHT, _LED)
            )
            whole = whole or _names_offices(said, offices)
            cells = (span,) if whole else tuple(prose.split_cells(source, span, ["\t"]))
            units = ((number, span),)
            of: Kind = "running" if is_page_number(said) else kind
            yield Row(
                number, span, said, cells, units, part.level, of, None, apart, depth=part.depth
            )
            apart = False


def _units_in(source: Source, span: Span) -> Iterator[tuple[int, Span]]:
    """The units that a cell covers, as (number, span within it): one, or lines put together."""
    first, last = source.unit_of(span.start), source.unit_of(max(span.start, span.end - 1))
    at = span.start
    for line in source.quote(span).split("\n") if first < last else ():
        stripped = source.strip(Span(at, at + len(line)))
        at += len(line) + 1
        if stripped.start < stripped.end:
            yield source.unit_of(stripped.start), stripped
    if first == last:
        yield first, span


def _grid_rows(source: Source, grid: Grid, number: int) -> Iterator[Row]:
    width = max(cell.column + 1 for cell in grid.cells)
    held: dict[int, list[tuple[int, Span, bool]]] = {}
    for cell in grid.cells:
        span = source.strip(cell.span)
        for row in range(cell.row, cell.row + min(cell.rows, 2000)):
            held.setdefault(row, []).append((cell.column, span, row == cell.row))
    own = {cell.row for cell in grid.cells}
    for row in sorted(own):
        placed = held[row]
        at = next(span.start for _, span, first in placed if first)
        spans = [Span(at, at)] * width
        for column, span, _ in placed:
            spans[column] = span
        mine = [span for _, span, first in placed if first]
        units = tuple(unit for span in mine for unit in _units_in(source, span))
        whole = Span(mine[0].start, mine[-1].end)
        text = source.quote(whole)
        yield Row(units[0][0], whole, text, tuple(spans), units, None, "text", number, at=row)
