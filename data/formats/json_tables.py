"""Tables in JSON as other programs export them: rows of values with their heads beside or above.

Known are rows in rows (a sheet's values), heads and rows apart (`columns` and `data`, `fields` and
`records`, whatever they are called), one list of values to each column, a column's values by their
row's number, and results of SPARQL queries (W3C SPARQL 1.1 Query Results JSON Format). Such a file
is read as a table; objects, one to a project, are records (`json_reading.py`).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ...errors import EnishiError, InputError
from ...language import Text
from ..document import Cell, Document, Grid, SourceWriter
from ..tree import Plain, escaped
from .decode import MAX_BYTES, decode, read_source
from .delimited import MAX_CELLS
from .json_reading import MEDIA_TYPES, parse_value

#: Where an object says what a column is called, the words for people first.
_NAMES: Final = ("title", "label", "name", "id")
_LETTER: Final = re.compile(r"[^\W\d_]")
#: A value: where it stands and its words, None where it says nothing.
_Value = tuple[str, str | None]


@dataclass(frozen=True, slots=True)
class _Table:
    """A table found in a file: what it is called, its rows, the first of them the heads."""

    name: str
    rows: list[list[_Value]]


def is_table(path: Path, head: bytes) -> bool:
    """Whether the file at `path`, which begins with `head`, holds rows and no objects of records."""
    bare = head.replace(b"\x00", b"")  # what UTF-16 has between the characters of ASCII
    text = bare.decode("utf-8", "ignore").lstrip("\ufeff \t\r\n")
    if not re.match(r"\[\s*[^\s{]|\{", text):
        return False
    try:
        if path.stat().st_size > MAX_BYTES:
            return False
        whole, _ = decode(path.read_bytes())
        return bool(_tables(whole, str(path)))
    except (EnishiError, OSError):
        return False  # the reader of records says what is wrong


def load(path: Path) -> Document:
    """The tables of the file at `path`, one grid each; a cell's place is its JSON pointer.

    Values beside the tables (a count, a date) are written too, so that the ledger counts them.
    Raises InputError for a file that cannot be read and for more cells than a table may have.
    """
    text = read_source(path)
    writer = SourceWriter()
    grids = []
    count = 0
    tables = _tables(text.text, str(path))
    for table in tables:
        cells: list[Cell] = []
        for number, row in enumerate(table.rows):
            filled = [(c, place, said) for c, (place, said) in enumerate(row) if said]
            for column, place, said in filled:
                span = writer.add(said, place, end="\n" if column == filled[-1][0] else "\t")
                cells.append(Cell(number, column, said, span))
            count += len(filled)
            if count > MAX_CELLS:
                raise _too_many(path)
        if cells:
            grids.append(Grid(table.name, tuple(cells)))
    placed = {place for table in tables for row in table.rows for place, said in row if said}
    for place, said in _values(text.text, str(path)):
        if place not in placed:
            writer.add(said, place, end="\n")
    source = writer.source(
        name=path.name, sha256=text.sha256, encoding=text.encoding, media_type=MEDIA_TYPES["array"]
    )
    return Document(source, tuple(grids))


def _values(text: str, where: str) -> Iterator[tuple[str, str]]:
    """(pointer, words) of all values of a file that is one value."""
    if _lines(text, where) is not None:
        return
    todo: list[tuple[str, Plain]] = [("", parse_value(text, where))]
    while todo:
        place, value = todo.pop()
        if isinstance(value, Mapping):
            todo += [(f"{place}/{escaped(k)}", inner) for k, inner in reversed([*value.items()])]
        elif isinstance(value, list):
            todo += [(f"{place}/{n}", inner) for n, inner in reversed([*enumerate(value)])]
        elif said := _words(value):
            yield place, said


# -- what is a table --------------------------------------------------------------------------


def _tables(text: str, where: str) -> list[_Table]:
    if (lines := _lines(text, where)) is not None:
        return lines
    value = parse_value(text, where)
    if isinstance(value, list):
        return [_Table("", _rows(value, ""))] if _is_rows(value) else []
    if not isinstance(value, Mapping):
        return []
    if (bound := _bindings(value)) is not None:
        return [bound]
    if (turned := _columns(value)) is not None:
        return [turned]
    heads, found = list(_heads(value, "")), []
    largest = max(map(len, _lists_of_objects(value)), default=0)
    for name, place, rows in _lists_of_rows(value, "", ""):
        width = max(len(row) for row in rows)
        above = next((head for head in heads if len(head) == width), None)
        if largest > max(len(rows), width):
            return []  # those are the records
        # Without heads beside them a single row says nothing.
        if above is not None or len(rows) > 1:
            found.append(_Table(name, [*([above] if above else []), *_rows(rows, place)]))
    return found


def _lines(text: str, where: str) -> list[_Table] | None:
    """The rows of NDJSON with one row to a line; None for other texts."""
    first, _, rest = text.lstrip().partition("\n")
    if not first.startswith("[") or not first.rstrip().endswith("]") or "[" not in rest:
        return None
    try:
        rows = [
            (number, parse_value(line, where))
            for number, line in enumerate(text.split("\n"), 1)
            if line.strip()
        ]
    except EnishiError:
        return None
    if not _is_rows([row for _, row in rows]):
        return None
    return [_Table("", [_row(row, f"{number}行 ") for number, row in rows])]


def _is_rows(value: object) -> bool:
    """Whether `value` is a list of rows: of values alone, two or more to a row, some of them words.

    Pairs of numbers are places on a map.
    """
    if not isinstance(value, list) or not all(_is_row(row) for row in value):
        return False
    return max(map(len, value), default=0) > 1 and any(
        isinstance(said, str) and _LETTER.search(said) for row in value for said in row
    )


def _is_row(value: object) -> bool:
    return isinstance(value, list) and all(_is_plain(said) for said in value)


def _is_plain(value: object) -> bool:
    return value is None or isinstance(value, str | bool)


def _rows(rows: Iterable[Any], place: str) -> list[list[_Value]]:
    return [_row(row, f"{place}/{number}") for number, row in enumerate(rows)]


def _row(row: Any, place: str) -> list[_Value]:
    return [(f"{place}/{column}", _words(said)) for column, said in enumerate(row)]


def _words(value: Plain) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) and value.strip() else None


def _lists_of_rows(value: Plain, name: str, place: str) -> Iterator[tuple[str, str, list[Any]]]:
    """(name, pointer, rows) of the lists of rows below `value`, not those within lists."""
    if isinstance(value, list):
        if value and _is_rows(value):
            yield name, place, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _lists_of_rows(inner, " ".join(key.split()), f"{place}/{escaped(key)}")


def _lists_of_objects(value: Plain) -> Iterator[list[Any]]:
    """The lists of objects below `value`, not those within lists."""
    if isinstance(value, list):
        if any(isinstance(each, Mapping) for each in value):
            yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _lists_of_objects(inner)


def _heads(value: Plain, place: str) -> Iterator[list[_Value]]:
    """The lists of names below `value`: of words, or of objects that say what they are called."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _heads(inner, f"{place}/{escaped(key)}")
    elif isinstance(value, list) and value:
        if all(isinstance(said, str) for said in value):
            yield _row(value, place)
            return
        objects = [said for said in value if isinstance(said, Mapping)]
        if len(objects) < len(value):
            return
        for key in _NAMES:
            names = [each.get(key) for each in objects]
            if all(isinstance(name, str) for name in names):
                yield [(f"{place}/{n}/{key}", _words(name)) for n, name in enumerate(names)]
                return


def _columns(value: Mapping[str, Plain]) -> _Table | None:
    """A table with a list of values to each column, or its values by the number of the row."""
    held = list(value.values())
    if len(held) < 2:
        return None
    if all(_is_row(each) for each in held):
        keys = [str(number) for number in range(len(held[0]))]  # type: ignore[arg-type]
        columns = [dict(zip(keys, each, strict=False)) for each in held]  # type: ignore[arg-type]
    elif all(isinstance(each, Mapping) for each in held):
        columns = [dict(each) for each in held]  # type: ignore[arg-type]
        keys = list(columns[0])
    else:
        return None
    whole = all(
        list(column) == keys and len(each) == len(keys) and all(map(_is_plain, column.values()))  # type: ignore[arg-type]
        for column, each in zip(columns, held, strict=True)
    )
    if not keys or not whole or not all(key.isdecimal() for key in keys):
        return None
    names = list(value)
    head: list[_Value] = [(f"/{escaped(name)}", _words(name)) for name in names]
    rows: list[list[_Value]] = [
        [(f"/{escaped(name)}/{key}", _words(column[key]))
         for name, column in zip(names, columns, strict=True)]
        for key in keys
    ]  # fmt: skip
    return _Table("", [head, *rows])


def _bindings(value: Mapping[str, Plain]) -> _Table | None:
    """The results of a SPARQL query."""
    head, results = value.get("head"), value.get("results")
    if not isinstance(head, Mapping) or not isinstance(results, Mapping):
        return None
    names, rows = head.get("vars"), results.get("bindings")
    if not isinstance(names, list) or not isinstance(rows, list):
        return None
    table: list[list[_Value]] = [_row(names, "/head/vars")]
    for number, row in enumerate(rows):
        if not isinstance(row, Mapping):
            return None
        terms = {name: row.get(name) for name in names if isinstance(name, str)}
        table.append([
            (f"/results/bindings/{number}/{escaped(name)}/value",
             _words(term.get("value")) if isinstance(term, Mapping) else None)
            for name, term in terms.items()
        ])  # fmt: skip
    return _Table("", table)


def _too_many(path: Path) -> InputError:
    return InputError(
        Text(f"セルが{MAX_CELLS:,}個を超えます", f"there are more than {MAX_CELLS:,} cells"),
        where=str(path),
        hint=Text(
            "年度や部局ごとにファイルを分け、一つずつ読んでください",
            "split the file by year or department and read each part",
        ),
    )
