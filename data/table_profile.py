"""The tables that a profile tells of: what `enishi inspect` wrote and a person corrected."""

from typing import Any

from ..errors import InputError
from ..language import Text
from .delimited import column_letters, column_number
from .document import Grid
from .inspection import toml_string
from .layout import Column, Field, Table
from .table_words import Meaning, TableWords, joined


def given_tables(grid: Grid, words: TableWords) -> list[Table] | None:
    """The tables of `grid` by the profile's `[[sheets]]`; None where it says nothing of it.

    Raises InputError for rows and columns that cannot be.
    """
    told = [sheet for sheet in words.sheets if sheet.get("sheet", "") in (grid.name, "*")]
    if not told:
        return None
    place = Field.of(grid)
    last = place.rows[-1] + 1 if place.rows else 0
    found = []
    try:
        for sheet in told:
            if sheet.get("read", True):
                found.append(_table(grid, sheet, last))
    except (KeyError, ValueError, TypeError) as error:
        raise InputError(
            Text(
                f"プロファイルの表の指定が違います（{error}）", f"a table of the profile: {error}"
            ),
            where=grid.name,
            hint=Text(
                'head = "3:4"（見出しの行）と column = "A" の形で書いてください',
                'write head = "3:4" (rows of the head) and column = "A"',
            ),
        ) from error
    found.sort(key=lambda table: table.head)
    ends = [table.head for table in found[1:]] + [last]
    return [
        Table(t.sheet, t.head, t.body, min(t.end, end), t.columns)
        for t, end in zip(found, ends, strict=True)
        if t.first("name")
    ]


def _table(grid: Grid, sheet: dict[str, Any], last: int) -> Table:
    first, _, until = str(sheet["head"]).partition(":")
    columns = tuple(
        Column(
            column_number(row["column"]),
            str(row.get("head", "")),
            Meaning(row["role"], 1.0, row.get("as", ""), bool(row.get("goal", False)))
            if row["role"]
            else None,
            "profile",
        )
        for row in sheet["columns"]
    )
    columns = tuple(sorted(columns, key=lambda column: column.number))
    return Table(
        grid.name, int(first) - 1, int(until or first), int(sheet.get("last", last)), columns
    )


def profile_toml(tables: list[tuple[Grid, list[Table]]]) -> str:
    """A profile that says of each sheet what was guessed, to be corrected by a person."""
    lines = [
        "# role: name, level, number, description, detail, department, section, subunit, related,",
        '#       partner, amount, government, code, status, mark, sdgs, reading, ignored, または ""（読まない）',
        "# 直してから: enishi build 文書 --profile このファイル",
        'kind = "table"',
        'name = "inspected"',
    ]
    for grid, found in tables:
        if not found:
            lines += ["", "[[sheets]]", f"sheet = {toml_string(grid.name)}", "read = false"]
        for table in found:
            lines += ["", "[[sheets]]", f"sheet = {toml_string(grid.name)}"]
            lines.append(f'head = "{table.head + 1}:{table.body}"')
            for column in table.columns:
                lines += _column_lines(column)
    return "\n".join(lines) + "\n"


def _column_lines(column: Column) -> list[str]:
    meaning = column.meaning
    lines = ["  [[sheets.columns]]", f'  column = "{column_letters(column.number)}"']
    lines.append(f"  head = {toml_string(joined(column.head))}")
    sure = f"  # 確からしさ {meaning.confidence:.2f}" if meaning else ""
    lines.append(f"  role = {toml_string(meaning.role if meaning else '')}{sure}")
    if meaning and meaning.part:
        lines.append(f"  as = {toml_string(meaning.part)}")
    if meaning and meaning.goal:
        lines.append("  goal = true")
    return lines
