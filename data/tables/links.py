"""Tables whose rows name the row above them: which columns say so, and what each row is.

A column called so (parent id, 親番号) counts only where nearly every value of it is that of another
row; otherwise its head means nothing here.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from ...errors import InputError
from ...language import Text
from ..words.lexicon import load, squeeze
from ..words.record_links import Class, class_of, field_for, is_top
from ..words.record_names import squeezed
from ..words.table_words import Meaning, TableWords, joined
from .layout import Column, Field, Table

#: The share of parents that must be rows of the table.
_KNOWN: Final = 0.8
#: Kinds of rows that one column tells apart.
_KINDS: Final = 12
#: Rows stand above one another at most so deep.
_DEPTH: Final = 24

#: (row, what is wrong): makes the error that names the place.
Fault = Callable[[int, Text], InputError]


@dataclass(frozen=True, slots=True)
class Links:
    """The columns that link rows: the number of a row, the one above, what a row is (or None).

    Without a column for the row above (`parent` None) each row stands below the last one that is
    of a higher kind: 政策, 施策, 事業.
    """

    own: int | None
    parent: int | None
    kind: int | None = None


@dataclass(slots=True)
class LinkedRow:
    """A row: its place, what it is called and says it is, the row above, those below, its class.

    A row of class None says more of the row above it (計画, 実績2023).
    """

    row: int
    name: str
    kind: str
    owned: bool
    above: "LinkedRow | None" = None
    below: list["LinkedRow"] = field(default_factory=list)
    depth: int = 0
    cls: Class | None = None


def links_of(place: Field, table: Table, words: TableWords) -> Links | None:
    """The columns of `table` that link its rows; None where there are none."""
    heads = {joined(column.head): column for column in table.columns if column.head}
    named = field_for("parent", heads)
    begins = tuple(map(squeeze, load("links")["parent_begins"]))
    likely = [heads[named]] if named else [
        c for head, c in heads.items() if squeezed(head).startswith(begins)
    ]  # fmt: skip
    rows = _rows(place, table)
    texts = {c.number: [_text(place, row, c.number) for row in rows] for c in table.columns}
    for column in likely:
        above = [text for text in texts[column.number] if not is_top(text)]
        if len(above) < 2:
            continue
        fits = {c.number: _share(above, texts[c.number], words)
                for c in table.columns if c is not column}  # fmt: skip
        called = [heads[head] for what in ("keys", "codes") if (head := field_for(what, heads))]
        order = [c.number for c in called if c is not column]
        best = max(fits, key=lambda n: (fits[n] >= _KNOWN and n in order, fits[n]), default=None)
        if best is not None and fits[best] >= _KNOWN:
            kind = field_for(
                "kinds", [h for h in heads if heads[h].number not in (best, column.number)]
            )
            return Links(best, column.number, heads[kind].number if kind else None)
    alone = [n for n, said in texts.items() if _are_kinds(said, words)]
    return Links(None, None, alone[0]) if len(alone) == 1 else None


def _are_kinds(texts: Sequence[str], words: TableWords) -> bool:
    """Whether a column says of each row what it is, a level first, then projects below it."""
    different = set(texts)
    if not 2 <= len(different) <= _KINDS or len(texts) < 3:
        return False
    classes = {text: class_of(text, words) for text in different}
    last = classes[texts[-1]]
    return None not in classes.values() and classes[texts[0]] != "project" and last == "project"


def _rows(place: Field, table: Table) -> list[int]:
    return [row for row in place.rows if table.body <= row < table.end]


def _text(place: Field, row: int, number: int) -> str:
    cell = place.at(row, number)
    return joined(cell.text) if cell and cell.row == row else ""


def _share(above: Sequence[str], own: Sequence[str], words: TableWords) -> float:
    """How many of `above` are among `own`, where those tell rows apart; else 0."""
    filled = [
        t for t in own if not words.is_empty(t) and (t.isascii() or not words.among(t, "marks"))
    ]
    known = set(filled)
    if len(known) < 0.8 * len(filled):
        return 0.0
    return sum(text in known for text in above) / len(above)


def with_links(
    columns: Sequence[Column],
    place: Field,
    table: Table,
    words: TableWords,
    offices: Mapping[int, float],
) -> list[Column]:
    """`columns` with what links the rows of `table`; no other column is a level there.

    `offices` is for each column how many of its cells are parts of an office: a tree of those is
    no plan.
    """
    links = links_of(place, table, words)
    if links is None:
        return [replace(c, meaning=None) if c.meaning and c.meaning.role == "parent" else c
                for c in columns]  # fmt: skip
    rows = _rows(place, table)
    found = []
    for column in columns:
        meaning = column.meaning
        if column.number == links.parent:
            column = replace(column, meaning=Meaning("parent", 0.95), by="content")
        elif links.kind == column.number and _says_kinds(place, rows, column.number, words):
            column = replace(column, meaning=Meaning("kind", 0.9), by="content")
        elif meaning and meaning.role == "level":
            meaning = Meaning("detail", 0.5) if column.by == "name" else None
            column = replace(column, meaning=meaning)
        elif column.number == links.own and (meaning is None or meaning.role != "name"):
            column = replace(column, meaning=Meaning("number", 0.95), by="content")
        found.append(column)
    return _named(found, links, offices)


def _named(columns: list[Column], links: Links, offices: Mapping[int, float]) -> list[Column]:
    """One column of names: the head that says so in a tree, whatever it would say in a list."""
    name = next((c for c in columns if c.meaning and c.meaning.role == "name"), None)
    heads = {
        joined(c.head): c for c in columns if c.head and c.number not in (links.parent, links.kind)
    }
    if name is None or name.by != "name":
        called = field_for("names", heads)
        if called:
            chosen = heads[called]
            taken = replace(chosen, meaning=Meaning("name", 0.9), by="name")
            columns = [
                taken if c is chosen else replace(c, meaning=None) if c is name else c
                for c in columns
            ]
            name = taken
    if name is not None and offices[name.number] >= 0.5:
        return [replace(c, meaning=None) if c is name else c for c in columns]
    return columns


def _says_kinds(place: Field, rows: Sequence[int], number: int, words: TableWords) -> bool:
    texts = [text for row in rows if (text := _text(place, row, number))]
    known = {text: class_of(text, words) for text in set(texts)}
    return bool(texts) and sum(known[text] is not None for text in texts) >= 0.8 * len(texts)


# -- the rows ---------------------------------------------------------------------------------


def linked_rows(
    place: Field, table: Table, words: TableWords, fault: Fault
) -> tuple[list[LinkedRow], list[tuple[int, str]]]:
    """The rows of a linked table in order, with their classes; (row, parent) of parents missing.

    Raises InputError, by `fault`, where rows stand above one another in a circle or one that others
    stand below is there twice.
    """
    links = links_of(place, table, words)
    name = table.first("name")
    assert links is not None and name is not None
    kind = table.first("kind")
    owners = [c.number for role in ("section", "department", "related") for c in table.all(role)]
    every: list[LinkedRow] = []
    by_id: dict[str, LinkedRow] = {}
    twice: dict[str, int] = {}
    for row in _rows(place, table):
        called = _text(place, row, name.number)
        own = "" if links.own is None else _text(place, row, links.own)
        if not called:
            continue
        item = LinkedRow(
            row, called, _text(place, row, kind.number) if kind else "",
            any(_text(place, row, number) for number in owners),
        )  # fmt: skip
        every.append(item)
        if own in by_id:
            twice.setdefault(own, row)
        elif own:
            by_id[own] = item
    missing = []
    if links.parent is None:
        _by_kinds(every)
    for item in every:
        told = "" if links.parent is None else _text(place, item.row, links.parent)
        if is_top(told) or by_id.get(told) is item:
            continue
        if told in twice:
            raise fault(twice[told], Text(
                f"番号「{told[:40]}」の行が二つあり、下の行がどちらのものか分かりません",
                f"two rows are numbered “{told[:40]}”, and others stand below one of them"))  # fmt: skip
        item.above = by_id.get(told)
        if item.above:
            item.above.below.append(item)
        else:
            missing.append((item.row, told))
    _measure_depths(every, fault)
    _classify(every, words)
    return every, missing


def _by_kinds(every: Sequence[LinkedRow]) -> None:
    """Put each row below the last one of a higher kind; kinds rank as they first come."""
    ranks: dict[str, int] = {}
    held: list[LinkedRow] = []
    for item in every:
        rank = ranks.setdefault(item.kind, len(ranks))
        held = [each for each in held if ranks[each.kind] < rank]
        if held:
            item.above = held[-1]
            held[-1].below.append(item)
        held.append(item)


def _measure_depths(every: Sequence[LinkedRow], fault: Fault) -> None:
    waiting = [item for item in every if item.above is None]
    reached = 0
    while waiting:
        reached += len(waiting)
        below = [under for item in waiting for under in item.below]
        for under in below:
            assert under.above is not None
            under.depth = under.above.depth + 1
            if under.depth > _DEPTH:
                raise fault(under.row, Text(
                    f"行の上下が深すぎます（{_DEPTH}段まで）",
                    f"rows stand above one another more than {_DEPTH} deep"))  # fmt: skip
        waiting = below
    if reached == len(every):
        return
    circle = next(item for item in every if item.depth == 0 and item.above is not None)
    seen = [circle]
    while (above := seen[-1].above) is not None and above not in seen:
        seen.append(above)
    rows = "、".join(str(item.row + 1) for item in seen[:6])
    raise fault(circle.row, Text(
        f"行の上下が輪になっています（{rows}行）", f"rows stand above one another in a circle ({rows})"))  # fmt: skip


def _classify(every: Sequence[LinkedRow], words: TableWords) -> None:
    """Say of each row whether it is a level, a project, or says more of the row above it.

    A row says itself what it is; else the rows with owners are projects, or where nobody is named
    those at the depth where most have nothing below. Below a project rows say more of it.
    """
    for item in every:
        item.cls = class_of(item.kind, words) if item.kind else None
    unsaid = [item for item in every if item.cls is None]
    owned = [item for item in unsaid if item.owned]
    low = [item for item in owned if not any(under.owned for under in item.below)]
    told = _telling(unsaid)
    depths: dict[int, list[LinkedRow]] = defaultdict(list)
    for item in unsaid:
        if item.depth not in told:
            depths[item.depth].append(item)
    ends = {
        depth: sum(all(u.depth in told for u in item.below) for item in rows) * 2 > len(rows)
        for depth, rows in depths.items()
    }
    deepest = max(depths, default=0)
    for item in unsaid:
        end = item.depth == deepest or ends.get(item.depth, False)
        item.cls = "project" if (item in low if low else end) else "measure"
    for item in every:
        above = item.above
        while above is not None and above.cls != "project":
            above = above.above
        if above is not None and item in unsaid:
            item.cls = None


def _telling(rows: Sequence[LinkedRow]) -> set[int]:
    """The deepest depth where a few names come again under one row after the other.

    Such rows are no projects; they tell of those above: 計画, 実績, Sachstand 2013.
    """
    deepest = max((item.depth for item in rows), default=0)
    names = Counter(item.name for item in rows if item.depth == deepest)
    count = sum(names.values())
    return {deepest} if deepest > 0 and count >= 4 and len(names) * 2 <= count else set()
