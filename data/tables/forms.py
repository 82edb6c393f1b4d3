"""Sheets of labels and values: one project a sheet, or several one below the other."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from ..document import Cell
from ..source import Span
from ..words.table_words import Meaning, TableWords, joined
from .column_guess import is_number
from .layout import Field, distinct
from .project_cells import Filled

#: 担当課：環境局
_LABELLED = re.compile(r"\s*(?P<label>[^：:]{2,10})[：:]\s*(?P<office>\S.*)", re.DOTALL)
#: What heads of tables of projects say side by side.
_HEADS = frozenset(("name", "level", "description", "section", "partner"))


@dataclass
class Form:
    """One project's labels and values, in reading order."""

    labels: list[Cell] = field(default_factory=list)
    filled: list[Filled] = field(default_factory=list)


def is_form(place: Field, words: TableWords) -> bool:
    """Whether labels with their values beside them fill a sheet: 事業名|…, 担当|課|…, 目的|….

    Three rows do, or two that are all there is.
    The head of a table has labels side by side and its values below.
    """
    rows, roles = 0, set()
    for row in place.rows:
        cells = [cell for cell in distinct(place.row(row)) if cell.row == row]
        if not rows and _is_head(cells, words):
            return False
        valued = [
            meaning
            for cell, right in pairwise(cells)
            if (meaning := label_of(cell, words)) and meaning.confidence > 0.9
            and label_of(right, words) is None
        ]  # fmt: skip
        if valued and label_of(cells[0], words):
            rows += 1
            roles |= {meaning.role for meaning in valued}
    whole = rows >= 2 and rows == len(place.rows)
    return "name" in roles and (rows >= 3 or whole) and len(roles - {"ignored", "number"}) >= 3


def _is_head(cells: list[Cell], words: TableWords) -> bool:
    """Whether a row is the head of a table of projects: 施策|事業名|事業内容, one beside the other."""
    told = [label_of(cell, words) for cell in cells]
    roles = [
        meaning.role if meaning and meaning.confidence > 0.9 and meaning.role in _HEADS else ""
        for meaning in told
    ]
    beside = sum(bool(left and right) for left, right in pairwise(roles))
    return "name" in roles and beside >= 2 and len(set(roles) - {""}) >= 3


def find_forms(place: Field, words: TableWords) -> list[Form]:
    """The forms of a sheet: a label of a project's name opens each, or the label that leads to it.

    A label is a cell with a known head; its value stands to its right, else below it. A sheet with
    fewer than three such pairs has no form.
    """
    if beside := _forms_beside(place, words):
        return beside
    forms: list[Form] = []
    before = Form()
    taken: set[int] = set()
    pairs = list(_pairs(place, words, taken))
    leads = _leads(pairs)
    for at, (label, meaning, values) in enumerate(pairs):
        if at in leads or not leads and meaning.role == "name":
            forms.append(Form())
            if len(forms) == 1:  # what stands above the first name is its own
                forms[0] = before
        form = forms[-1] if forms else before
        form.labels.append(label)
        form.filled += [
            Filled(each, joined(label.text), value)
            for each, value in zip(_meanings(meaning, values, words), values, strict=True)
        ]
    found = [
        form
        for form in forms
        if len({f.meaning.role for f in form.filled}) >= 2
        and (len(form.labels) >= 3 or _is_whole(form, place))
    ]
    return found or _boxes(place, words)


def _leads(pairs: list[tuple[Cell, Meaning, list[Cell]]]) -> set[int]:
    """Where forms begin whose name is not their first label: 番号|1|担当課|環境課 over 事業名|….

    The label that the first form begins with comes again before every name.
    """
    names = [n for n, (_, meaning, _) in enumerate(pairs) if meaning.role == "name"]
    if len(names) < 2 or names[0] == 0:
        return set()
    first = joined(pairs[0][0].text)
    found = [n for n, (label, _, _) in enumerate(pairs) if joined(label.text) == first]
    both = sorted([*found, *names])
    turns = len(found) == len(names) and both[::2] == found
    # As far before its name each time: 評価 below a form is no lead of the next one.
    alike = {name - lead for lead, name in zip(found, names, strict=False)}
    return set(found) if turns and len(alike) == 1 else set()


def _boxes(place: Field, words: TableWords) -> list[Form]:
    """Framed projects whose name has no label: 1|川の清掃|所管|環境局 over what it does.

    The name stands before the label of the owner; below it are rows of one cell, then figures.
    """
    forms: list[Form] = []
    figures = False
    for number in place.rows:
        row = distinct(place.row(number))
        own = [cell for cell in row if cell.row == number]
        if opened := _box(row, words):
            forms.append(opened)
            figures = False
        elif not forms:
            return []
        elif len(own) == 1 and not figures and label_of(own[0], words) is None:
            told = any(f.meaning.role == "description" for f in forms[-1].filled)
            meaning = Meaning("detail" if told else "description", 0.8)
            forms[-1].filled.append(Filled(meaning, "", own[0]))
        elif figures or any(_is_figure(cell, words) for cell in own):
            figures = True
            forms[-1].filled += [Filled(Meaning("ignored", 0.7), "数値", cell) for cell in own]
        else:
            return []
    return forms


def _box(row: list[Cell], words: TableWords) -> Form | None:
    """The first row of a framed project."""
    if len(row) > 1 and (beside := _box_beside(row, words)):
        return beside
    at = next((n for n, cell in enumerate(row) if _is_owner_label(cell, words)), 0)
    if at == 0 or len(row) != at + 2 or any(label_of(cell, words) for cell in row[:at]):
        return None
    name, value = row[at - 1], row[at + 1]
    said = joined(name.text)
    if not all(is_number(joined(cell.text)) for cell in row[: at - 1]) or is_number(said):
        return None
    if not 3 <= len(said) <= 60 or said.endswith("。"):
        return None
    if not words.is_office(re.split(r"[、，,・/／\s]+", joined(value.text))[0]):
        return None
    filled = [
        Filled(Meaning("name", 0.8), "", name),
        Filled(Meaning("section", 0.9), joined(row[at].text), value),
    ]
    return Form([row[at], *row[: at - 1]], filled)


def _box_beside(row: list[Cell], words: TableWords) -> Form | None:
    """The same with the owner and its label in one cell: 川の清掃|担当課：環境局."""
    *before, name, owner = row
    match = _LABELLED.fullmatch(owner.text)
    said = joined(name.text)
    meaning = words.meaning(match["label"]) if match else None
    if match is None or meaning is None or meaning.role not in ("section", "department"):
        return None
    if not words.is_office(re.split(r"[、，,・／/\s]+", match["office"])[0]):
        return None
    if not all(is_number(joined(cell.text)) for cell in before) or is_number(said):
        return None
    if not 3 <= len(said) <= 60 or said.endswith("。") or label_of(name, words):
        return None
    place = Span(owner.span.start + match.start("office"), owner.span.start + match.end("office"))
    value = replace(owner, text=match["office"], span=place)
    filled = [
        Filled(Meaning("name", 0.8), "", name),
        Filled(Meaning("section", 0.9), match["label"], value),
    ]
    return Form(before, filled)


def _is_figure(cell: Cell, words: TableWords) -> bool:
    meaning = label_of(cell, words)
    return meaning is not None and meaning.role == "ignored"


def _is_owner_label(cell: Cell, words: TableWords) -> bool:
    meaning = label_of(cell, words)
    return meaning is not None and meaning.role in ("section", "department")


def _is_whole(form: Form, place: Field) -> bool:
    """Whether a project and its owner are all that a table of pairs holds."""
    roles = [each.meaning.role for each in form.filled]
    rows = [distinct(place.row(row)) for row in place.rows]
    return sorted(roles) == ["name", "section"] and all(len(row) == 2 for row in rows)


def _forms_beside(place: Field, words: TableWords) -> list[Form]:
    """The forms of a sheet whose first column has the labels and each further one a project."""
    rows = [
        (row, cells[0], meaning)
        for row in place.rows
        if len(cells := distinct(place.row(row))) > 2 and cells[0].row == row
        if (meaning := label_of(cells[0], words)) and not any(label_of(c, words) for c in cells[1:])
    ]
    named = [(row, label) for row, label, meaning in rows if meaning.role == "name"]
    roles = {meaning.role for _, _, meaning in rows} - {"ignored", "number"}
    if len(named) != 1 or len(rows) < 3 or len(roles) < 3:
        return []
    row, label = named[0]
    columns = [c.column for c in distinct(place.row(row)) if c.column > label.column]
    forms = [Form() for _ in columns]
    for number, each, meaning in rows:
        values = [cell for cell in distinct(place.row(number)) if cell is not each]
        if meaning.role == "level" and all(is_number(joined(cell.text)) for cell in values):
            meaning = Meaning("number", meaning.confidence)
        for form, column in zip(forms, columns, strict=True):
            value = place.at(number, column)
            form.labels.append(each)
            if value is not None and value is not each:
                form.filled.append(Filled(meaning, joined(each.text), value))
    return forms


def _meanings(meaning: Meaning, values: list[Cell], words: TableWords) -> list[Meaning]:
    """What each value of a label is: of a department and its section side by side, each its own."""
    pair = meaning.role == "section" and len(values) == 2
    if pair and words.ends_like(joined(values[0].text), "departments"):
        return [Meaning("department", meaning.confidence), meaning]
    return [meaning] * len(values)


def _pairs(
    place: Field, words: TableWords, taken: set[int]
) -> Iterator[tuple[Cell, Meaning, list[Cell]]]:
    for row in place.rows:
        for cell in distinct(place.row(row)):
            if cell.row != row or id(cell) in taken:
                continue
            meaning = label_of(cell, words)
            if meaning is None:
                continue
            values = [v for v in _values(place, cell, words, meaning) if id(v) not in taken]
            if values or _groups(place, cell, words):
                taken |= {id(cell), *map(id, values)}
                yield cell, meaning, values


def label_of(cell: Cell, words: TableWords) -> Meaning | None:
    """What a cell is the label of; None for one that is none.

    A figure alone is none: 2000 behind 事業費（千円） is as likely money as a year.
    """
    text = joined(cell.text)
    if is_number(text):
        return None
    meaning = words.meaning(text.rstrip("：:")) if len(text) <= 24 else None
    if meaning is None or meaning.role == "parent":  # a word of tables of linked rows only
        return None
    return meaning if meaning.confidence > 0.7 else None


def _groups(place: Field, label: Cell, words: TableWords) -> bool:
    """Whether a label stands in front of labels with values: 担当部署 before 部|…|課|…."""
    right = place.at(label.row, label.column + label.columns)
    if right is None or label_of(right, words) is None:
        return False
    value = place.at(right.row, right.column + right.columns)
    return value is not None and label_of(value, words) is None


def _is_next_office(cell: Cell, words: TableWords) -> bool:
    return words.is_office(joined(cell.text)) and label_of(cell, words) is None


def _values(place: Field, label: Cell, words: TableWords, meaning: Meaning) -> list[Cell]:
    """The value right of a label, all rows of it; else the cell below.

    Of figures by year, which are not read, all stand right of their label.
    """
    if meaning.role == "ignored":
        beside = [
            cell for row in range(label.row, label.row + label.rows)
            for cell in distinct(place.row(row)) if cell.column > label.column and cell.row == row
        ]  # fmt: skip
        labels = [n for n, cell in enumerate(beside) if label_of(cell, words)]
        found = beside[: labels[0]] if labels and label.rows == 1 else beside
        if found:
            return found
    found = []
    for row in range(label.row, label.row + label.rows):
        right = place.row(row)
        column = label.column + label.columns
        at = next((c for c in sorted(right) if c >= column), None)
        if at is not None and label_of(right[at], words) is None and right[at] not in found:
            found.append(right[at])
            after = place.at(row, at + right[at].columns)
            if meaning.role == "section" and after and _is_next_office(after, words):
                found.append(after)
    if found or _groups(place, label, words):
        return found
    below = place.at(label.row + label.rows, label.column)
    right_cell = place.at(label.row, label.column + label.columns)
    year = meaning.part == "year"  # the last year of a row of years has nothing at its right
    if below is not None and (right_cell or year) and label_of(below, words) is None:
        return [below]
    return []
