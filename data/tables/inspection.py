"""Inspecting tables of projects: what each sheet and column is taken for, and why."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from ...language import Text
from ..document import Document, Grid
from ..formats.delimited import column_letters
from ..inspection import Guess, Inspection
from ..settings import Settings
from ..words.table_words import Meaning, joined, load_table_words
from .column_guess import is_plan, settled
from .forms import Form, find_forms, is_form
from .grids import forms_of
from .layout import Column, Field, Table, find_tables
from .profile import given_tables, profile_toml
from .side_by_side import apart
from .spoken_cells import told_apart

_BY = {
    "name": Text("見出しの言葉から", "by its head"),
    "content": Text("列の中身から", "by its content"),
    "profile": Text("プロファイルの指定", "told by the profile"),
}


def inspect(document: Document, settings: Settings) -> Inspection:
    """A guess for each sheet, table and column, with samples; the profile says the same."""
    words = load_table_words(settings.profile)
    document = told_apart(apart(document, words), words)
    guesses: list[Guess] = []
    told: list[tuple[Grid, list[Table]]] = []
    labels: dict[str, _Label] = {}
    for grid in document.grids():
        place = Field.of(grid)
        tables = given_tables(grid, words)
        if tables is None:
            formed = is_form(place, words) and find_forms(place, words)
            tables = [] if formed else [settled(place, t, words) for t in find_tables(grid, words)]
        plans = [table for table in tables if is_plan(table, words)]
        forms = [] if plans else forms_of(place, words)
        _labelled(grid, forms, labels)
        if not forms:
            told.append((grid, plans))
        if not plans:
            guesses.append(_sheet(grid, forms, tables))
        for table in plans:
            guesses += column_guesses(grid, place, table)
    guesses += [label.guess(name) for name, label in labels.items()]
    meanings = {name: label.meaning for name, label in labels.items()}
    return Inspection("table", tuple(guesses), profile_toml(told, meanings))


@dataclass(slots=True)
class _Label:
    """A label of forms: where it first stands, what it is for, how often, what stands beside it."""

    place: str
    meaning: Meaning
    count: int = 0
    samples: list[str] = field(default_factory=list)

    def guess(self, name: str) -> Guess:
        """The guess for this label, over all the sheets that have it."""
        reason = Text(f"様式の欄、{self.count}か所", f"a label of forms, {self.count} places")
        confidence = self.meaning.confidence
        return Guess(
            self.place, name, _named(self.meaning), confidence, reason, tuple(self.samples)
        )


def _labelled(grid: Grid, forms: list[Form], labels: dict[str, _Label]) -> None:
    sheet = f"{grid.name}!" if grid.name else ""
    for form in forms:
        for each in form.filled:
            cell = each.cell
            place = f"{sheet}{column_letters(cell.column)}{cell.row + 1}"
            label = labels.setdefault(each.head, _Label(place, each.meaning))
            label.count += 1
            if len(label.samples) < 3 and (said := joined(cell.text)[:40]) not in label.samples:
                label.samples.append(said)


def _sheet(grid: Grid, forms: list[Form], tables: list[Table]) -> Guess:
    samples = tuple(joined(cell.text)[:40] for cell in grid.cells[:5])
    if forms:
        names = [f.cell.text for form in forms for f in form.filled if f.meaning.role == "name"]
        return Guess(
            grid.name, grid.name, "form", 0.7,
            Text(f"見出しと値の様式が{len(forms)}件", f"{len(forms)} forms of labels and values"),
            tuple(joined(name)[:40] for name in names[:3]),
        )  # fmt: skip
    reason = Text("事業の表はない", "no table of projects")
    if tables:
        reason = Text("表はあるが事業名の列がない", "a table, but no column of project names")
    return Guess(grid.name, grid.name, "", 0.0, reason, samples)


def column_guesses(grid: Grid, place: Field, table: Table) -> Iterator[Guess]:
    """What each column of a table is taken for, with its first cells."""
    sheet = f"{grid.name}!" if grid.name else ""
    for column in table.columns:
        yield Guess(
            place=f"{sheet}{column_letters(column.number)}{table.body}",
            name=joined(column.head),
            role=_role(column),
            confidence=column.meaning.confidence if column.meaning else 0.0,
            reason=_BY[column.by] if column.meaning else Text("分からない", "not known"),
            samples=_samples(place, table, column),
        )


def _role(column: Column) -> str:
    return _named(column.meaning) if column.meaning else ""


def _named(meaning: Meaning) -> str:
    return f"{meaning.role}:{meaning.part}" if meaning.part else meaning.role


def _samples(place: Field, table: Table, column: Column) -> tuple[str, ...]:
    found: list[str] = []
    for row in place.rows:
        cell = place.at(row, column.number) if table.body <= row < table.end else None
        if cell is not None and (text := joined(cell.text)[:40]) not in found:
            found.append(text)
            if len(found) == 3:
                break
    return tuple(found)
