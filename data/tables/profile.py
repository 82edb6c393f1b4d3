"""The tables that a profile tells of: what `enishi inspect` wrote and a person corrected."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any, Final, cast

from ...errors import InputError
from ...language import Text
from ..document import Cell, Document, Grid
from ..formats.delimited import column_letters, column_number
from ..inspection import toml_string, toml_strings
from ..records import Notice
from ..words.lexicon import squeeze
from ..words.table_words import Meaning, Role, TableWords, joined
from .layout import Column, Field, Table, find_tables


def given_tables(grid: Grid, words: TableWords) -> list[Table] | None:
    """The tables of `grid` by the profile's `[[sheets]]`; None where it says nothing of it.

    Raises InputError for rows and columns that cannot be, or are not in the sheet.
    """
    told = [sheet for sheet in words.sheets if sheet.get("sheet", "") in (grid.name, "*")]
    if not told:
        return None
    place = Field.of(grid)
    last = place.rows[-1] + 1 if place.rows else 0
    width = max((column for row in place.cells.values() for column in row), default=0) + 1
    found = []
    for sheet in told:
        if sheet.get("read", True):
            try:
                table = _table(grid, sheet, last)
            except (KeyError, ValueError, TypeError) as error:
                raise _misplaced(words, grid, Text(str(error), str(error))) from error
            wrong = None if sheet["sheet"] == "*" else _outside(table, last, width)
            if wrong is not None:
                raise _misplaced(words, grid, wrong)
            found.append(table)
    found.sort(key=lambda table: table.head)
    ends = [*(table.head for table in found[1:]), last][: len(found)]  # none: not to be read
    return [
        Table(t.sheet, t.head, t.body, min(t.end, end), t.columns)
        for t, end in zip(found, ends, strict=True)
        if t.first("name")
    ]


def _outside(table: Table, last: int, width: int) -> Text | None:
    """What a table says of rows or columns that the sheet does not have, or says twice."""
    if not (0 <= table.head < last and table.head <= table.body <= last):
        said = f"head = {table.head + 1}:{table.body}"
        return Text(f"{said}。シートは1〜{last}行", f"{said}; it has rows 1 to {last}")
    for column in table.columns:
        if column.number >= width:
            said, end = column_letters(column.number), column_letters(width - 1)
            return Text(
                f"{said}列。シートはA〜{end}列", f"column {said}; it has columns A to {end}"
            )
    for one, other in pairwise(table.columns):
        if one.number == other.number:
            said = column_letters(one.number)
            return Text(f"{said}列が二度書かれています", f"column {said} is given twice")
    return None


def _misplaced(words: TableWords, grid: Grid, wrong: Text) -> InputError:
    name = f"「{grid.name}」" if grid.name else ""
    return InputError(
        Text(
            f"シート{name}の指定が違います（{wrong.ja}）",
            f"what it says of sheet “{grid.name}” is wrong ({wrong.en})",
        ),
        where=words.where,
        hint=Text(
            'head = "3:4"（見出しの行）と column = "A" の形で、シートにある行と列を一度ずつ書いてください',
            'write head = "3:4" (rows of the head) and column = "A": rows and columns of the sheet,'
            " each once",
        ),
    )


def unused(document: Document, words: TableWords) -> Iterator[Notice]:
    """What `[[sheets]]` says in vain: sheets that are not there, and such as name no projects."""
    grids = {grid.name: grid for grid in document.grids()}
    line = 1
    for sheet in words.sheets:
        name = str(sheet.get("sheet", ""))
        roles = [column.get("role") for column in sheet.get("columns", [])]
        if name != "*" and name not in grids:
            there = [each for each in grids if each][:8]
            yield Notice(line, Text(
                f"プロファイルの [[sheets]] にあるシート「{name}」は、この文書にありません"
                f"（あるもの: {'、'.join(there)}）",
                f"there is no sheet “{name}”, of which the profile's [[sheets]] speaks (there are:"
                f" {', '.join(there)})",
            ), words.where)  # fmt: skip
        elif sheet.get("read", True) and "name" not in roles:
            yield Notice(line, Text(
                f"プロファイルでシート「{name}」に事業名（role = \"name\"）の列がないため、"
                "事業の表として読んでいません",
                f"sheet “{name}” is not read as a table of projects: the profile gives it no column"
                ' with role = "name"',
            ), words.where)  # fmt: skip
        for column in sheet.get("columns", []) if name in grids else ():
            yield from _renamed(grids[name], sheet, column, words)


def _renamed(
    grid: Grid, sheet: Mapping[str, Any], column: Mapping[str, Any], words: TableWords
) -> Iterator[Notice]:
    """A column whose head is another than the profile says: it was moved, or the profile is old."""
    first, _, until = str(sheet.get("head", "")).partition(":")
    said = squeeze(str(column.get("head", "")))
    if not said or not first.isdecimal() or not column.get("role"):
        return
    number, rows = column_number(column["column"]), range(int(first) - 1, int(until or first))
    place = Field.of(grid)
    cells = [cell for row in rows if (cell := place.at(row, number)) is not None]
    heads = [squeeze(joined(cell.text)) for cell in cells]
    if heads and not any(head in said or said in head for head in heads):
        yield Notice(1, Text(
            f"プロファイルでは「{column['head']}」の列が、この文書では「{joined(cells[-1].text)}」です",
            f"the profile calls this column “{column['head']}”, the document"
            f" “{joined(cells[-1].text)}”",
        ), f"{grid.name}!{column_letters(number)}{rows[0] + 1}" if grid.name else words.where)  # fmt: skip


def is_told(grid: Grid, words: TableWords) -> bool:
    """Whether the profile says which of `grid`'s tables are projects: then it holds no forms."""
    if any(sheet.get("sheet", "") in (grid.name, "*") for sheet in words.sheets):
        return True
    return bool(words.told_heads) and any(
        _heads(table) in words.told_heads for table in find_tables(grid, words)
    )


def _heads(table: Table) -> tuple[str, ...]:
    return tuple(squeeze(joined(column.head)) for column in table.columns)


def told_columns(table: Table, words: TableWords) -> Table:
    """`table` with the roles of its columns that the profile's `[[heads]]` gives for its heads."""
    roles = words.told_heads.get(_heads(table))
    if roles is None:
        return table
    columns = (
        replace(column, meaning=_told(role), by="profile")
        if role
        else replace(column, meaning=None)
        for column, role in zip(table.columns, roles, strict=True)
    )
    return replace(table, columns=tuple(columns))


def _told(role: str) -> Meaning:
    name, _, part = role.partition(":")
    return Meaning(cast(Role, name), 1.0, "" if part == "goal" else part, part == "goal")


def role_of(column: Column) -> str:
    """The role of a column as `[[heads]]` has it: section, partner:contractor, level:goal."""
    meaning = column.meaning
    if meaning is None:
        return ""
    part = "goal" if meaning.goal else meaning.part
    return (
        f"{meaning.role}:{part}" if part and meaning.role in ("level", "partner") else meaning.role
    )


def _table(grid: Grid, sheet: dict[str, Any], last: int) -> Table:
    first, _, until = str(sheet["head"]).partition(":")
    if not (first.isdecimal() and (until or first).isdecimal()):
        raise ValueError(f"head = {sheet['head']}")
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


#: Where a head is looked for in a sheet without projects; so many columns of it, and letters, are shown.
_FIRST_ROWS: Final = 20
_MOST_COLUMNS: Final = 200
_HEAD: Final = 60

ROLE_COMMENTS: Final = (
    "# role: name（事業名）, level（政策・施策。goal = true は目標）, number（番号）, description（内容）,",
    "#       detail（その他の文）, department（部）, section（課）, subunit（係）, related（関係課）,",
    "#       partner（連携先・委託先。as で役割）, amount（支払額）, government（団体名）, code（団体コード）,",
    '#       status（新規・継続）, mark（見出しの課に付く印。as = "related" は関係課）, sdgs, reading（よみがな）,',
    '#       ignored（計画に使わない）, ""（読まない）',
    "# as:   cooperation（連携）, contractor（委託）, participant（実施主体）, co-host（共催）, funder, member",
)


def profile_toml(
    tables: list[tuple[Grid, list[Table]]], labels: Mapping[str, Meaning] | None = None
) -> str:
    """A profile that says of each sheet what was guessed, to be corrected by a person.

    `labels` are those of the sheets that are forms.
    """
    lines = [
        "# 直してから: enishi build 文書 --profile このファイル",
        *ROLE_COMMENTS,
        'kind = "table"',
        'name = "inspected"',
    ]
    if labels:
        lines += ["", "# 様式（1シート・1ページ1事業）の欄の見出し"]
    for name, meaning in (labels or {}).items():
        lines += ["", "[[roles]]", f"role = {toml_string(meaning.role)}"]
        lines += [f"as = {toml_string(meaning.part)}"] if meaning.part else []
        lines += ["goal = true"] if meaning.goal else []
        lines.append(f"names = {toml_strings([name])}")
    for grid, found in tables:
        if not found:
            lines += _unread(grid)
        for table in found:
            lines += ["", "[[sheets]]", f"sheet = {toml_string(grid.name)}"]
            lines.append(f'head = "{table.head + 1}:{table.body}"')
            for column in table.columns:
                lines += _column_lines(column)
    return "\n".join(lines) + "\n"


def _unread(grid: Grid) -> list[str]:
    """A sheet in which no table of projects was found: its columns, for a person to say what is what.

    Of the first rows, the one with most cells may be their head.
    """
    lines = ["", "[[sheets]]", f"sheet = {toml_string(grid.name)}"]
    rows: dict[int, list[Cell]] = {}
    for cell in grid.cells:
        if cell.row < _FIRST_ROWS and joined(cell.text):
            rows.setdefault(cell.row, []).append(cell)
    head = max(rows, key=lambda row: (len(rows[row]), -row), default=None)
    if head is None or len(rows[head]) < 2:
        return [*lines, "read = false"]
    lines += [
        "# 事業の表を見つけられなかったシート。読むときは read = true にし、事業名の列を name にする",
        "read = false",
        f'head = "{head + 1}:{head + 1}"',
    ]
    for cell in rows[head][:_MOST_COLUMNS]:
        lines += _column_lines(Column(cell.column, joined(cell.text)[:_HEAD], None))
    return lines


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
