"""A person's own list of good pairs, as a CSV file with two columns."""

import csv
import io
from collections import defaultdict
from pathlib import Path

from ..data.formats.decode import read_source
from ..errors import InputError
from ..language import Text
from .plan_view import PlanView, read_plans
from .store import KnowledgeBase


def read_labels(kb: KnowledgeBase, path: Path) -> list[tuple[str, str]]:
    """Pairs of project IRIs; a column names a project by its name, its line or its IRI.

    A first line that names no project is taken for the head. Further columns are let be.

    Raises InputError, with file and line, for a project that is not in the plan or a name that
    several projects have.
    """
    source = read_source(path)
    view = read_plans(kb)
    known = _names(view)
    delimiter = "\t" if "\t" in source.text.partition("\n")[0] else ","
    found: list[tuple[str, str]] = []
    for number, row in enumerate(csv.reader(io.StringIO(source.text), delimiter=delimiter), 1):
        cells = [cell.strip() for cell in row[:2]]
        if not any(cells):
            continue
        if len(cells) < 2:
            raise _wrong(path, number, Text("列が二つありません", "there are no two columns"))
        if number == 1 and not known.get(cells[0]) and not known.get(cells[1]):
            continue
        one, other = (_one(known, cell, path, number) for cell in cells)
        if one == other:
            raise _wrong(path, number, Text("同じ事業です", "both are the same project"))
        found.append((one, other))
    return found


def _names(view: PlanView) -> dict[str, list[str]]:
    known: dict[str, list[str]] = defaultdict(list)
    view.spans.read(span for project in view.projects.values() for span in project.spans)
    for project in view.projects.values():
        lines = {str(line) for span in view.spans.all(project.spans) for line in span.lines}
        for name in {project.iri, project.name, *lines}:
            known[name].append(project.iri)
    return known


def _one(known: dict[str, list[str]], name: str, path: Path, number: int) -> str:
    found = known.get(name, [])
    if len(found) == 1:
        return found[0]
    message = (
        Text(f"「{name}」は{len(found)}件あります", f"“{name}” names {len(found)} projects")
        if found
        else Text(f"「{name}」という事業はありません", f"there is no project “{name}”")
    )
    raise _wrong(path, number, message)


def _wrong(path: Path, number: int, message: Text) -> InputError:
    return InputError(
        message,
        where=f"{path}:{number}",
        hint=Text(
            "1行に2つの事業を、名前か行番号かIRIで書いてください",
            "write two projects to a line, by name, line number or IRI",
        ),
    )
