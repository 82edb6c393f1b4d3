"""Projects that a document names a second time, and says so: 朝市の開催（再掲）.

Such a row is an entry of the place it stands in and means the project that stands in full elsewhere:
it is no project of its own, or every count would be too high. What it says besides is that project's.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from ..language import Text
from .ledger import Entry
from .records import (
    Claim,
    ListedItem,
    Notice,
    Participation,
    Project,
    Record,
    Thing,
    notice_at,
)
from .source import Source, Span
from .words.lexicon import load
from .words.profile import Column
from .words.spelling import key as spelled

Columns = list[tuple[str, Column, Span]]


@cache
def _mark() -> re.Pattern[str]:
    words = load("repeats")
    anywhere, alone = ("|".join(map(re.escape, words[key])) for key in ("marks", "alone"))
    opens, closes = r"[（(【〔［\[<＜〈《]", r"[）)】〕］\]>＞〉》]"
    inside = (
        rf"{opens}(?:[^（()）【】]{{0,16}}(?:{anywhere})[^（()）【】]{{0,16}}|(?:{alone})){closes}"
    )
    return re.compile(
        rf"^(?:{inside}|(?:{anywhere})[\s　:：・]+)[\s　]*|[\s　]*(?:{inside}|[\s　※＊*・:：]+(?:{anywhere}))$",
        re.IGNORECASE,
    )


def without_mark(name: str) -> tuple[int, int] | None:
    """(start, end) of what a name is without the mark that it is repeated; None without one.

    >>> without_mark("朝市の開催（再掲）"), without_mark("再掲資料の作成")
    ((0, 5), None)
    """
    match = _mark().search(name)
    if match is None or match.end() - match.start() == len(name):
        return None
    return (match.end(), len(name)) if match.start() == 0 else (0, match.start())


def _alone(cell: str) -> bool:
    said = re.sub(r"^[\s　（(【〔［\[※＊*]+|[\s　）)】〕］\]]+$", "", cell).lower()
    return said in load("repeats")["marks"]


def settle_repeats(
    source: Source, records: Sequence[Record], ledger: Sequence[Entry], columns: Columns
) -> tuple[list[Record], list[Entry], Columns, list[Notice]]:
    """The same, repeated rows as entries that refer to the project they repeat.

    A row whose project stands nowhere else stays a project, with a notice.
    """
    marked: dict[str, Project] = {}
    by_name: dict[str, list[Project]] = defaultdict(list)
    for record in records:
        if isinstance(record, Project):
            if bare := _bare(source, record):
                marked[record.key] = bare
            else:
                by_name[spelled(record.label)].append(record)
    if not marked:
        return list(records), list(ledger), columns, []
    notices = []
    meant: dict[str, list[Project]] = {}
    for key, project in marked.items():
        found = by_name[spelled(project.label)]
        if found:
            meant[key] = list(found)
            continue
        found.append(project)  # a further row of the name repeats this one
        notices.append(
            notice_at(
                source, project.span,
                Text(
                    f"「{project.label[:40]}」は再掲とありますが、元の事業がありません。事業として読みました",
                    f"“{project.label[:40]}” is said to be repeated, but stands nowhere else: read as a project",
                ),
            )
        )  # fmt: skip
    items = _item_keys(records, meant)
    return (
        _records(records, marked, meant, items),
        [_entry(entry, meant, items) for entry in ledger],
        [
            (meant[key][0].key if key in meant else key, column, span)
            for key, column, span in columns
        ],
        notices,
    )


def _bare(source: Source, project: Project) -> Project | None:
    """`project` without the mark in its name; None where it has none."""
    part = without_mark(project.label)
    if part is None:
        # The mark may have a cell of its own: that of the number, or 備考.
        cells = re.split(r"[\t\n]", source.quote(project.span))
        return project if any(map(_alone, cells)) else None
    label = project.label[part[0] : part[1]].strip()
    span = project.name_span
    if (there := without_mark(source.quote(span))) is not None:
        span = source.strip(Span(span.start + there[0], span.start + there[1]))
    return replace(project, label=label, name_span=span)


def _item_keys(records: Sequence[Record], meant: dict[str, list[Project]]) -> dict[str, str]:
    taken = [
        int(key.removeprefix("item/"))
        for record in records
        if (key := getattr(record, "key", "")).startswith("item/")
    ]
    first = max(taken, default=0) + 1
    return {key: f"item/{number:03d}" for number, key in enumerate(meant, first)}


def _records(
    records: Sequence[Record], marked: dict[str, Project], meant: dict[str, list[Project]],
    items: dict[str, str],
) -> list[Record]:  # fmt: skip
    found: list[Record] = []
    said: set[tuple[str, str, object]] = {
        _part(record) for record in records
        if isinstance(record, Participation) and record.element not in meant
    }  # fmt: skip
    for record in records:
        if isinstance(record, Project) and record.key in meant:
            project, item = marked[record.key], items[record.key]
            found.append(
                ListedItem(key=item, parent=project.parent, label=project.label, span=project.span)
            )
            found += [_means(item, project, each) for each in meant[record.key]]
        elif isinstance(record, Project):
            found.append(marked.get(record.key, record))
        elif isinstance(record, Participation) and record.element in meant:
            moved = replace(record, element=meant[record.element][0].key)
            if _part(moved) not in said:
                said.add(_part(moved))
                found.append(moved)
        else:
            found.append(record)
    return found


def _part(record: Participation) -> tuple[str, str, object]:
    return record.element, record.role, record.agent.path if record.agent else record.kind


def _means(item: str, repeated: Project, project: Project) -> Claim:
    return Claim(
        element=item, predicate="refersTo", thing=Thing("element", project.key),
        span=repeated.name_span, confidence=0.95,
        reason=f"再掲とあり、事業名「{project.label}」が同じ",
    )  # fmt: skip


def _entry(entry: Entry, meant: dict[str, list[Project]], items: dict[str, str]) -> Entry:
    if not any(key in meant for key in entry.elements):
        return entry
    keys = [
        new for key in entry.elements
        for new in ((items[key], meant[key][0].key) if key in meant else (key,))
    ]  # fmt: skip
    return replace(entry, elements=tuple(dict.fromkeys(keys)))
