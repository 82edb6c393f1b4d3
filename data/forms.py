"""Sheets of labels and values: one project a sheet, or several one below the other."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from .document import Cell
from .layout import Field, distinct
from .project_cells import Filled
from .table_words import Meaning, TableWords, joined


@dataclass
class Form:
    """One project's labels and values, in reading order."""

    labels: list[Cell] = field(default_factory=list)
    filled: list[Filled] = field(default_factory=list)


def find_forms(place: Field, words: TableWords) -> list[Form]:
    """The forms of a sheet: a label of a project's name opens each.

    A label is a cell with a known head; its value stands to its right, else below it. A sheet with
    fewer than three such pairs has no form.
    """
    forms: list[Form] = []
    before = Form()
    taken: set[int] = set()
    for label, meaning, values in _pairs(place, words, taken):
        if meaning.role == "name":
            forms.append(Form())
            if len(forms) == 1:  # what stands above the first name is its own
                forms[0] = before
        form = forms[-1] if forms else before
        form.labels.append(label)
        form.filled += [Filled(meaning, joined(label.text), value) for value in values]
    return [
        form
        for form in forms
        if len({f.meaning.role for f in form.filled}) >= 2 and len(form.labels) >= 3
    ]


def _pairs(
    place: Field, words: TableWords, taken: set[int]
) -> Iterator[tuple[Cell, Meaning, list[Cell]]]:
    for row in place.rows:
        for cell in distinct(place.row(row)):
            if cell.row != row or id(cell) in taken:
                continue
            meaning = _label(cell, words)
            if meaning is None:
                continue
            values = [v for v in _values(place, cell, words) if id(v) not in taken]
            if values:
                taken |= {id(cell), *map(id, values)}
                yield cell, meaning, values


def _label(cell: Cell, words: TableWords) -> Meaning | None:
    text = joined(cell.text)
    meaning = words.meaning(text.rstrip("：:")) if len(text) <= 24 else None
    return meaning if meaning and meaning.confidence > 0.7 else None


def _values(place: Field, label: Cell, words: TableWords) -> list[Cell]:
    """The value right of a label, all rows of it; else the cell below."""
    found: list[Cell] = []
    for row in range(label.row, label.row + label.rows):
        right = place.row(row)
        column = label.column + label.columns
        at = next((c for c in sorted(right) if c >= column), None)
        if at is not None and _label(right[at], words) is None and right[at] not in found:
            found.append(right[at])
    if found:
        return found
    below = place.at(label.row + label.rows, label.column)
    right_cell = place.at(label.row, label.column + label.columns)
    if below is not None and right_cell is not None and _label(below, words) is None:
        return [below]
    return []
