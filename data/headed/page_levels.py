"""Levels named by labels: on the page of a project, and in a table over that of its projects.

施策：川を守る between 事業名：… and 担当課：… is a field of the project above it. Before the names the
same lines are headings, over all the projects up to the next.
"""

import re
from collections.abc import Callable, Container, Iterator, Sequence
from typing import Final

from ..rows import Row
from ..source import Source, Span
from ..words.profile import NUMBER, Column
from .fields import LevelLabels
from .placing import Placed

#: A label, without a number, and what stands behind it: 施策：…, 【施策】…, - **施策**: ….
_LABELLED: Final = re.compile(
    r"(?:[-*+]\s+)?(?:\*\*)?(?P<label>[^：:*【】]{1,30}|【[^：:【】]{1,30}】)(?:\*\*)?"
    r"(?:[：:]|(?<=】))(?:\*\*)?\s*(?=\S)"
)

#: The name of a level is no longer.
_LONGEST: Final = 60

Fields = Callable[[Row], list[tuple[Column, Span]]]


def page_levels(
    source: Source, rows: Sequence[Row], texts: Sequence[str], fields: Fields, labels: LevelLabels
) -> dict[int, Placed]:
    """Index of row → (class, word, value) of the levels that are fields of the project above.

    A level is one between two fields of a project, or where each project has levels behind its name
    and none before.
    """
    found = {
        at: placed
        for at in range(len(rows))
        if (placed := _label(source, rows[at], texts[at], labels))
    }
    if not found:
        return {}
    told = {at: [column for column, _ in fields(row)] for at, row in enumerate(rows)}
    names = [at for at, columns in told.items() if "name" in columns]
    groups = list(_groups(found))
    each = len(groups) == len(names) and all(
        name < group[0] and (n + 1 == len(names) or group[-1] < names[n + 1])
        for n, (name, group) in enumerate(zip(names, groups, strict=True))
    )
    inner = [group for group in groups if told.get(group[0] - 1) and _goes_on(group[-1] + 1, told)]
    return {at: found[at] for group in (groups if each else inner) for at in group}


def _label(source: Source, row: Row, text: str, labels: LevelLabels) -> Placed | None:
    if row.grid is None and row.level is None and len(row.filled) == 2:  # 施策 and, apart, its name
        label, value = row.filled
        known = labels(source.quote(label).rstrip("：: 　"))
        return (*known, value) if known else None
    match = _LABELLED.match(text) if row.grid is None and row.level is None else None
    counted = match is not None and re.search(rf"{NUMBER}[】）)]*$", match["label"])  # 【施策1】…
    said = labels(match["label"]) if match and not counted else None
    if match is None or said is None:
        return None
    span = row.filled[0]
    return (*said, Span(span.start + match.end(), span.end))


def _groups(found: dict[int, Placed]) -> Iterator[list[int]]:
    """The labels that stand one below another."""
    group: list[int] = []
    for at in sorted(found):
        if group and at != group[-1] + 1:
            yield group
            group = []
        group.append(at)
    if group:
        yield group


def _goes_on(at: int, told: dict[int, list[Column]]) -> bool:
    """Whether the row behind a group is another field of the same project."""
    columns = told.get(at, [])
    return bool(columns) and "name" not in columns


def grid_levels(
    source: Source, rows: Sequence[Row], grids: Container[int | None], others: Container[int | None],
    labels: LevelLabels, known: Callable[[str], bool],
) -> dict[int, list[Placed]]:  # fmt: skip
    """Index of row → the levels that a table of labels names for the tables of projects below it.

    政策|水のまち|施策|川の手入れ on the sheet of a measure. `grids` are the tables of projects, `others`
    those of which more is known; `known` tells whether a text is any label.
    """
    found: dict[int, list[Placed]] = {}
    waiting: dict[int, list[Placed]] = {}
    for at, row in enumerate(rows):
        if row.grid in grids and row.grid is not None:
            found |= waiting
            waiting = {}
        elif (
            row.grid is not None
            and row.grid not in others
            and (placed := _pairs(source, row, labels, known))
        ):
            if waiting and rows[min(waiting)].grid != row.grid:
                waiting = {}
            waiting[at] = placed
    return found


def _pairs(
    source: Source, row: Row, labels: LevelLabels, known: Callable[[str], bool]
) -> list[Placed]:
    """The levels of a row that begins with the label of one: labels and values by turns."""
    found: list[Placed] = []
    cells = row.filled
    texts = [source.quote(cell).strip() for cell in cells]
    for label, value in zip(range(0, len(cells), 2), range(1, len(cells), 2), strict=False):
        said = labels(texts[label])
        if known(texts[value]) or texts[value].endswith("。") or len(texts[value]) > _LONGEST:
            return []
        if said is None:
            return found
        found.append((*said, cells[value]))
    return found
