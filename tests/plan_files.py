"""Writes one plan, block by block, into files of every format: for tests of the readers.

A block is a heading, a line or a table. Where a format has no such thing it is written as people
do: a heading of a CSV file is a row with one cell.
"""

import csv
import html
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

#: A cell, None where it is blank, or merged with the one above.
Rows = Sequence[Sequence[str | None]]


@dataclass(frozen=True)
class Head:
    """A heading; `level` counts from 1."""

    level: int
    text: str


@dataclass(frozen=True)
class Table:
    """Rows of cells. Where `merged`, a None is one with the cell above, else it is blank.

    `down`: in a PDF the letters of merged cells stand one below the other.
    """

    rows: Rows
    merged: bool = False
    down: bool = False


@dataclass(frozen=True)
class Page:
    """A new page, in formats that have pages."""

    text: str = ""


Block = Head | Table | Page | str


def write_file(path: Path, *blocks: Block) -> Path:
    """The blocks in the format that the name of `path` ends with."""
    _WRITERS[path.suffix](path, blocks)
    return path


def _lines(blocks: Sequence[Block]) -> list[list[str]]:
    rows: list[list[str]] = []
    for block in blocks:
        if isinstance(block, Table):
            rows += [[said or "" for said in row] for row in block.rows]
        else:
            rows.append([block if isinstance(block, str) else block.text])
    return rows


def _text(path: Path, blocks: Sequence[Block]) -> None:
    """Tabs part the cells; one with a line break is quoted, as a spreadsheet copies it."""
    rows = [[f'"{said}"' if "\n" in said else said for said in row] for row in _lines(blocks)]
    path.write_text("\n".join(map("\t".join, rows)) + "\n", encoding="utf-8")


def _delimited(path: Path, blocks: Sequence[Block]) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter="\t" if path.suffix == ".tsv" else ",").writerows(_lines(blocks))
    path.write_bytes(text.getvalue().encode("utf-8-sig"))


def _json_rows(path: Path, blocks: Sequence[Block]) -> None:
    rows = [[said or None for said in row] for row in _lines(blocks)]
    path.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")


def _markdown(path: Path, blocks: Sequence[Block]) -> None:
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, Head):
            lines += ["", "#" * block.level + " " + block.text, ""]
        elif not isinstance(block, Table):
            lines += [block if isinstance(block, str) else "", ""]
        else:
            head, *rows = [
                "| " + " | ".join((said or "").replace("\n", "<br>") for said in row) + " |"
                for row in block.rows
            ]
            lines += ["", head, "|" + "---|" * len(block.rows[0]), *rows, ""]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _html(path: Path, blocks: Sequence[Block]) -> None:
    parts = []
    for block in blocks:
        if isinstance(block, Head):
            parts.append(f"<h{block.level}>{html.escape(block.text)}</h{block.level}>")
        elif isinstance(block, Page):
            parts.append("<hr>")
        elif isinstance(block, str):
            parts.append(f"<p>{html.escape(block)}</p>")
        else:
            parts.append(_html_table(block))
    body = "\n".join(parts)
    path.write_text(
        f"<!doctype html><html lang=ja><meta charset=utf-8><body>{body}</body></html>",
        encoding="utf-8",
    )


def _html_table(table: Table) -> str:
    rows = []
    for r, row in enumerate(table.rows):
        cells = []
        for c, said in enumerate(row):
            if said is None and table.merged:
                continue
            span = _extent(table, r, c)
            shown = html.escape(said or "").replace("\n", "<br>")
            cells.append(f"<td rowspan={span}>{shown}</td>" if span > 1 else f"<td>{shown}</td>")
        rows.append("<tr>" + "".join(cells) + "</tr>")
    return "<table>" + "".join(rows) + "</table>"


def _extent(table: Table, row: int, column: int) -> int:
    """The rows of a merged cell."""
    if not table.merged:
        return 1
    below = row + 1
    while below < len(table.rows) and table.rows[below][column] is None:
        below += 1
    return below - row


def _word(path: Path, blocks: Sequence[Block]) -> None:
    import docx

    document = docx.Document()
    for block in blocks:
        if isinstance(block, Head):
            document.add_heading(block.text, block.level)
        elif isinstance(block, Page):
            document.add_page_break()
        elif isinstance(block, str):
            document.add_paragraph(block)
        else:
            _word_table(document, block)
            document.add_paragraph("")  # tables that touch are one
    document.save(str(path))


def _word_table(document: Any, table: Table) -> None:
    made = document.add_table(len(table.rows), len(table.rows[0]))
    for r, row in enumerate(table.rows):
        for c, said in enumerate(row):
            if said is not None:
                made.cell(r, c).text = said
    for r, row in enumerate(table.rows):
        for c, said in enumerate(row):
            if said is not None and (extent := _extent(table, r, c)) > 1:
                made.cell(r, c).merge(made.cell(r + extent - 1, c)).text = said


def _workbook(path: Path, blocks: Sequence[Block]) -> None:
    write_book(path, {"計画": blocks})


def write_book(path: Path, sheets: dict[str, Sequence[Block]]) -> Path:
    """A workbook with these sheets."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, blocks in sheets.items():
        sheet = book.create_sheet(name)
        at = 0
        for block in blocks:
            if not isinstance(block, Table):
                at += 1
                sheet.cell(at, 1).value = block if isinstance(block, str) else block.text
                continue
            for r, row in enumerate(block.rows):
                for c, said in enumerate(row):
                    if said is None:
                        continue
                    sheet.cell(at + r + 1, c + 1).value = said
                    if (extent := _extent(block, r, c)) > 1:
                        sheet.merge_cells(
                            start_row=at + r + 1, end_row=at + r + extent,
                            start_column=c + 1, end_column=c + 1,
                        )  # fmt: skip
            at += len(block.rows)
    book.save(path)
    return path


def _pdf(path: Path, blocks: Sequence[Block]) -> None:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("HeiseiMin-W3"))
    canvas = Canvas(str(path), pagesize=(1700, 842))
    y = 800.0

    def say(text: str, x: float, y: float, size: float) -> None:
        canvas.setFont("HeiseiMin-W3", size)
        canvas.drawString(x, y, text)

    for block in blocks:
        if isinstance(block, Page):
            canvas.showPage()
            y = 800.0
            continue
        if not isinstance(block, Table):
            size = {1: 18, 2: 15, 3: 13}.get(block.level, 11) if isinstance(block, Head) else 9
            if y < 40:
                canvas.showPage()
                y = 800.0
            say(block.text if isinstance(block, Head) else block, 40, y, size)
            y -= 26
            continue
        wide = _widths(block.rows)
        tall = _heights(block)
        if y - sum(tall) < 20:
            canvas.showPage()
            y = 800.0
        for r, row in enumerate(block.rows):
            top = y - sum(tall[:r])
            for c, said in enumerate(row):
                if said is None and block.merged:
                    continue
                extent, left = _extent(block, r, c), 40 + sum(wide[:c])
                high = sum(tall[r : r + extent])
                canvas.rect(left, top - high, wide[c], high)
                down = block.down and extent > 1
                for n, line in enumerate(said or "" if down else (said or "").split("\n")):
                    say(line, left + 4, top - 13 - (9 if down else 14) * n, 8)
        y -= sum(tall) + 30
    canvas.save()


def _widths(rows: Rows) -> list[float]:
    """Columns with room behind their longest line: a line ends where its writer ended it."""
    return [
        34 + max(8 * len(line) for row in rows for line in (row[column] or "").split("\n"))
        for column in range(len(rows[0]))
    ]


def _heights(table: Table) -> list[float]:
    """Rows as high as their lines, and as what runs down over them."""
    tall = [14.0 * max(1, *((said or "").count("\n") + 1 for said in row)) + 6
            for row in table.rows]  # fmt: skip
    for r, row in enumerate(table.rows):
        for c, said in enumerate(row):
            if said and table.down and (extent := _extent(table, r, c)) > 1:
                missing = 9 * len(said) + 10 - sum(tall[r : r + extent])
                tall[r + extent - 1] += max(0, missing)
    return tall


_WRITERS: dict[str, Any] = {
    ".txt": _text, ".md": _markdown, ".csv": _delimited, ".tsv": _delimited, ".json": _json_rows,
    ".html": _html, ".docx": _word, ".xlsx": _workbook, ".pdf": _pdf,
}  # fmt: skip
