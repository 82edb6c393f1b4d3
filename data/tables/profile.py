"""The tables that a profile tells of: what `enishi inspect` wrote and a person corrected."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final, cast

from ...errors import InputError
from ...language import Text
from ..document import Grid
from ..formats.delimited import column_letters, column_number
from ..inspection import toml_string, toml_strings
from ..words.lexicon import squeeze
from ..words.table_words import Meaning, Role, TableWords, joined
from .layout import Column, Field, Table, find_tables


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
    ends = [*(table.head for table in found[1:]), last][: len(found)]  # none: not to be read
    return [
        Table(t.sheet, t.head, t.body, min(t.end, end), t.columns)
        for t, end in zip(found, ends, strict=True)
        if t.first("name")
    ]


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
