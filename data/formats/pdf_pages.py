"""The pages of a PDF as one document: running lines, headings by size, paragraphs, long tables."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from .pdf_layout import Line, Page
from .pdf_tables import Table
from .pdf_text import joined, opens

_PAGE_NUMBER: Final = re.compile(
    r"[-‐－ー―—–〜~\s]*(?:[Pp]\.?|[Pp]age)?\s*[0-9０-９ivxIVX]{1,4}\s*(?:[/／]\s*[0-9０-９]{1,4}|頁|ページ)?[-‐－ー―—–〜~\s]*"
)
_HEADING_SIZE: Final = 1.09
#: A line is short that ends so far from the right edge of the text.
_SHORT: Final = 0.75
#: No first line of a paragraph is set in by so many letters.
_AT_RIGHT: Final = 6
#: Notes below a page are printed so much smaller.
_NOTE: Final = 0.92


@dataclass(frozen=True, slots=True)
class _Style:
    """The sizes of a document: of its body, and of its headings from the greatest."""

    body: float
    headings: tuple[float, ...]

    def sets_off(self, line: Line) -> bool:
        """Whether a line is larger than the text or bold, however long it is."""
        return line.bold or round(line.size * 2) / 2 in self.headings

    def level(self, line: Line) -> int | None:
        """The heading level of a line by its size; bold lines of the body's size come last."""
        text = line.text
        if (
            line.label
            or len(text) > 70
            or text.endswith(("。", "、", "，"))
            or _PAGE_NUMBER.fullmatch(text)
        ):
            return None
        size = round(line.size * 2) / 2
        if size in self.headings:
            return self.headings.index(size) + 1
        bold = line.bold and line.size >= self.body * 0.97 and len(text) < 50 and "\t" not in text
        return len(self.headings) + 1 if bold else None


def parts_of(pages: Sequence[Page]) -> Iterator[dict[str, Any]]:
    """The parts of a document: paragraphs and grids as plain values, in reading order."""
    running = _running(pages)
    style = _style(pages, running)
    yield from _merged(_page_parts(pages, running, style))


def _margin(line: Line, page: Page) -> bool:
    if line.label:  # names of chapters that run down at the edge of each page
        return line.x1 < 0.1 * page.width or line.x0 > 0.9 * page.width
    return line.bottom < 0.1 * page.height or line.top > 0.9 * page.height


def _shape(line: Line) -> tuple[str, int]:
    return re.sub(r"[0-9０-９\s]+", "", line.text), round(line.size)


#: 担当課：農政課: a label and its value.
_FIELD: Final = re.compile(r"[^：:0-9０-９\s][^：:]{1,13}[：:]\s*\S")


def _running(pages: Sequence[Page]) -> set[int]:
    """The ids of the lines that are headers, footers and page numbers."""
    seen: Counter[tuple[str, int]] = Counter()
    found: set[int] = set()
    margins = [
        (page, line)
        for page in pages
        for line in page.items
        if isinstance(line, Line) and _margin(line, page)
    ]
    for _, shape in {(page.number, _shape(line)) for page, line in margins}:
        seen[shape] += 1
    often = min(max(3, round(0.3 * len(pages))), max(2, len(pages)))
    for page, line in margins:
        alone = line in (page.items[0], page.items[-1])
        if _among_fields(line, page):
            continue
        if seen[_shape(line)] >= often or (alone and _PAGE_NUMBER.fullmatch(line.text)):
            found.add(id(line))
    return found


def _among_fields(line: Line, page: Page) -> bool:
    """Whether a line is a label with its value next to another such line: a field of the page."""
    at = next(n for n, item in enumerate(page.items) if item is line)
    beside = page.items[max(0, at - 1) : at + 2]
    labelled = [isinstance(item, Line) and _FIELD.match(item.text) for item in beside]
    return bool(_FIELD.match(line.text)) and sum(map(bool, labelled)) > 1


def _style(pages: Sequence[Page], running: set[int]) -> _Style:
    sizes: Counter[float] = Counter()
    short: Counter[float] = Counter()
    for page in pages:
        for item in page.items:
            if isinstance(item, Table):
                sizes[round(item.size * 2) / 2] += sum(len(cell.text) for cell in item.cells)
            elif id(item) not in running:
                size = round(item.size * 2) / 2
                sizes[size] += len(item.text)
                short[size] += len(item.text) <= 70
    # Running text outside tables sets the measure: cells are often printed smaller.
    flowing = Counter[float]()
    for page in pages:
        for item in page.items:
            if not isinstance(item, Line) or id(item) in running:
                continue
            if len(item.text) > 20 or item.text.endswith("。"):
                flowing[round(item.size * 2) / 2] += len(item.text)
    common = flowing or sizes
    body = max(common, key=lambda size: (common[size], -size)) if common else 10.0
    headings = sorted((s for s in short if s >= body * _HEADING_SIZE and short[s]), reverse=True)
    return _Style(body, tuple(headings[:6]))


def _page_parts(
    pages: Sequence[Page], running: set[int], style: _Style
) -> Iterator[dict[str, Any]]:
    tables = 0
    for page in pages:
        held: list[tuple[int, Line]] = []
        lines = [item for item in page.items if isinstance(item, Line)]
        right = max((line.x1 for line in lines), default=0.0)
        gutter = page.gutter or 0.0  # of two columns, the left one ends there
        left = max((line.x1 for line in lines if line.x1 <= gutter), default=right)
        number = 0
        for item in page.items:
            if isinstance(item, Table):
                yield from _paragraph(page, held, style)
                held, tables = [], tables + 1
                yield _grid(page, item, tables)
                continue
            number += 1
            if id(item) in running:
                if not item.label:  # what runs down beside a paragraph does not end it
                    yield from _paragraph(page, held, style)
                    held = []
                at = f"{page.number}頁{number}行"
                yield {"text": item.text, "at": at, "kind": "running", "boxes": [_box(page, item)]}
            elif held and _goes_on(
                held[-1][1], item, left if held[-1][1].x1 <= gutter else right, style
            ):
                held.append((number, item))
            else:
                yield from _paragraph(page, held, style)
                held = [(number, item)]
        yield from _paragraph(page, held, style)


def _goes_on(last: Line, line: Line, right: float, style: _Style) -> bool:
    """Whether `line` continues the paragraph of `last`."""
    level = style.level(last)
    alike = abs(last.size - line.size) < 0.6 and last.bold == line.bold
    near = -line.size < line.top - last.bottom < 1.1 * line.size
    # Words are not parted at the end of a line: the next one had no room there.
    word = re.match(r"[!-~]+", line.text)
    room = 0.45 * line.size * (len(word[0]) + 1) if word else 0.0
    close = near and line.top - last.bottom < 0.7 * line.size
    if alike and close and re.match("[a-z]", line.text) and style.sets_off(last):
        return last.x1 > 0.6 * right and "\t" not in line.text  # a sentence over two lines
    if level is not None:  # a heading too long for its line
        near = close and last.x1 > right - max(2 * line.size, room)
        return alike and near and line.x0 >= last.x0 and style.level(line) == level
    full = last.x1 > right - max(2.2 * line.size, room)
    tabs = "\t" in last.text or "\t" in line.text
    # What is set at the right ends there, however near the margin: 担当：中央図書館.
    fresh = (
        last.x0 > line.x0 + _AT_RIGHT * line.size
        or opens(line.text)
        or line.x0 > last.x0 + 0.7 * line.size
        and last.text.endswith("。")
        # Behind a whole sentence a short line that ends no sentence goes on with none.
        or last.text.endswith("。")
        and line.x1 < _SHORT * right
        and not line.text.endswith(("。", "、"))
    )
    return alike and near and full and not tabs and not fresh and style.level(line) is None


def _paragraph(page: Page, held: list[tuple[int, Line]], style: _Style) -> Iterator[dict[str, Any]]:
    if not held:
        return
    text = held[0][1].text
    for _, line in held[1:]:
        text = joined(text, line.text)
    first, last = held[0][0], held[-1][0]
    place = f"{page.number}頁{first}行" if first == last else f"{page.number}頁{first}-{last}行"
    boxes = [_box(page, line) for _, line in held]
    if held[0][1].size < _NOTE * style.body and text.startswith(tuple(page.notes or " ")):
        yield {"text": text, "at": place, "boxes": boxes, "kind": "note"}
        return
    yield {"text": text, "at": place, "boxes": boxes, "level": style.level(held[0][1])}


def _box(page: Page, item: Line) -> list[float]:
    """Where a line stands, as the numbers of a Region."""
    return _on(page, (item.x0, item.top, item.x1, item.bottom))


def _on(page: Page, box: Sequence[float]) -> list[float]:
    left, top = page.corner
    return [page.number, box[0] - left, box[1] - top, box[2] - left, box[3] - top]


def _grid(page: Page, table: Table, number: int) -> dict[str, Any]:
    cells = [
        [c.row, c.column, c.rows, c.columns, c.text,
         f"{page.number}頁 表{number} {c.row + 1}行{c.column + 1}列", [_on(page, c.box)]]
        for c in table.cells
    ]  # fmt: skip
    return {
        "grid": f"表{number}", "cells": cells, "edges": list(table.edges), "page": page.number,
        "size": table.size,
    }  # fmt: skip


def _merged(parts: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Tables that run on over pages become one; running lines between them come before."""
    held: dict[str, Any] | None = None
    for part in parts:
        if part.get("kind") == "running":
            yield part
        elif held is not None and _runs_on(held, part):
            _append(held, part)
        else:
            if held is not None:
                yield held
                held = None
            if "grid" in part:
                held = part
            else:
                yield part
    if held is not None:
        yield held


def _runs_on(table: dict[str, Any], part: dict[str, Any]) -> bool:
    if "grid" not in part or part["page"] != table["page"] + 1:
        return False
    left, right = table["edges"], part["edges"]
    return len(left) == len(right) and all(abs(a - b) < 6 for a, b in zip(left, right, strict=True))


def _append(table: dict[str, Any], part: dict[str, Any]) -> None:
    _join_broken(table, part)
    below = 1 + max(cell[0] + cell[2] - 1 for cell in table["cells"])
    table["cells"] += [[cell[0] + below, *cell[1:]] for cell in part["cells"]]
    table["page"] = part["page"]


def _join_broken(table: dict[str, Any], part: dict[str, Any]) -> None:
    """Give the row that the page parted from its beginning back to it, or a label its other half.

    A row goes on where half of its cells are blank, or a cell ends in the middle of a sentence in a
    column of whole ones, and what the others go on with is no whole sentence; a label in a narrow column, where the level below it is as above.
    """
    row = sorted(
        (cell for cell in part["cells"] if cell[0] == _repeated(table, part)), key=lambda c: c[1]
    )
    bottom = max(cell[0] + cell[2] for cell in table["cells"])
    above = {c[1]: c for c in table["cells"] if c[0] + c[2] == bottom and c[4]}
    filled = [cell for cell in row if cell[4]]
    blank = [cell for cell in row if not cell[4] and cell[1] in above]
    going_on = [c for c in filled if c[1] in above and not above[c[1]][4].endswith(("。", "."))]
    if not filled:
        return
    broken = _sentences(table, bottom) & {cell[1] for cell in going_on}
    if going_on == filled and (broken or 2 * len(blank) >= len(row) and blank):
        chosen = filled
    elif blank and going_on[:1] == filled[:1] and blank[0][1] == filled[0][1] + 1:
        edges, column = part["edges"], filled[0][1]
        chosen = filled[:1] if edges[column + 1] - edges[column] < 4 * part["size"] else []
    else:
        return
    for cell in chosen:
        above[cell[1]][4] = joined(above[cell[1]][4], cell[4])
        above[cell[1]][6] += cell[6]
        cell[4] = ""


def _sentences(table: dict[str, Any], bottom: int) -> set[int]:
    """The columns of whole sentences: so end three cells above the last row at least, and most.

    Heads that came again on a page are among the others.
    """
    ends: dict[int, list[bool]] = {}
    for row, column, rows, _, text, *_ in table["cells"]:
        if row > 0 and row + rows < bottom and text:
            ends.setdefault(column, []).append(text.endswith(("。", ".")))
    return {
        column
        for column, found in ends.items()
        if sum(found) > 2 and 5 * sum(found) >= 4 * len(found)
    }


def _repeated(table: dict[str, Any], part: dict[str, Any]) -> int:
    """How many rows at the top of `part` are the heads of `table` again."""
    first, second = _texts(table), _texts(part)
    found = 0
    while found in second and second[found] == first.get(found) and any(second[found]):
        found += 1
    return found


def _texts(table: dict[str, Any]) -> dict[int, list[str]]:
    rows: dict[int, list[str]] = {}
    for cell in sorted(table["cells"], key=lambda cell: (cell[0], cell[1])):
        if cell[0] < 4:
            rows.setdefault(cell[0], []).append(cell[4])
    return rows
