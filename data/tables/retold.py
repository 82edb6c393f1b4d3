"""Projects that several tables of a book name: a list of them, and what each costs or came to.

They are one project each: a second one would double every count. Tables agree where they put a
project of one name below the same level; a table without levels tells of projects that stand
elsewhere where nearly all of its names do. Owners that both name must have one in common.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ...language import Text
from ..ledger import Entry
from ..records import Notice, Participation, Project, Record, notice_at
from ..source import Span
from ..words.profile import Column
from ..words.spelling import key as spelled
from .project_cells import ProjectWriter

#: The share of a table's names that must stand elsewhere.
_KNOWN = 0.8


@dataclass(frozen=True, slots=True)
class Told:
    """What was read, each project once."""

    records: list[Record]
    ledger: list[Entry]
    columns: list[tuple[str, Column, Span]]
    notices: list[Notice]


def settle_retold(writer: ProjectWriter, records: list[Record], listing: frozenset[int]) -> Told:
    """What `writer` has read, projects that a further table names joined to those they are.

    `listing` are tables that name the projects of forms: these are the same whoever owns them.
    """
    into = _same(writer, records, listing)
    ledger, columns = writer.ledger.entries(), writer.columns
    if not into:
        return Told(records, ledger, columns, [])
    return Told(
        _joined(records, into),
        [_entry(entry, into) for entry in ledger],
        [(into.get(key, key), column, span) for key, column, span in columns],
        list(_said(writer, records, into)),
    )


def _same(
    writer: ProjectWriter, records: Sequence[Record], listing: frozenset[int]
) -> dict[str, str]:
    """Key of a project → key of the one that it is."""
    tables: dict[int, list[Project]] = defaultdict(list)
    named: dict[str, list[Project]] = defaultdict(list)
    owners: dict[str, set[str]] = defaultdict(set)
    for record in records:
        if isinstance(record, Project):
            tables[writer.tables[record.key]].append(record)
            named[spelled(record.label)].append(record)
        elif isinstance(record, Participation) and record.role == "responsible" and record.agent:
            owners[record.element].add(spelled(record.agent.name))
    into: dict[str, str] = {}
    if len(tables) < 2:
        return into

    def elsewhere(project: Project, *, levelled: bool) -> Project | None:
        own, table = owners[project.key], writer.tables[project.key]
        found: dict[int, list[Project]] = defaultdict(list)
        for other in named[spelled(project.label)]:
            if writer.tables[other.key] == table or other.key in into:
                continue
            if levelled and other.parent != project.parent:
                continue
            theirs = owners[other.key]
            if own and theirs and not own & theirs and table not in listing:
                continue
            found[writer.tables[other.key]].append(other)
        single = [each[0] for each in found.values() if len(each) == 1]
        return min(single, key=lambda p: (not p.parent, writer.tables[p.key]), default=None)

    for table in sorted(tables, reverse=True):
        projects = tables[table]
        bare = table in listing or not any(project.parent for project in projects)
        same = {
            project.key: other.key
            for project in projects
            if (other := elsewhere(project, levelled=not bare))
            and (bare or writer.tables[other.key] < table)
        }
        if not bare or len(projects) > 1 and len(same) >= _KNOWN * len(projects):
            into |= same
    return into


def _joined(records: Sequence[Record], into: Mapping[str, str]) -> list[Record]:
    parts: dict[str, list[Project]] = defaultdict(list)
    for record in records:
        if isinstance(record, Project) and record.key in into:
            parts[into[record.key]].append(record)
    found: list[Record] = []
    said: set[tuple[object, ...]] = {
        _part(record) for record in records
        if isinstance(record, Participation) and record.element not in into
    }  # fmt: skip
    for record in records:
        if isinstance(record, Project):
            if record.key not in into:
                found.append(_with(record, parts[record.key]))
        elif isinstance(record, Participation) and record.element in into:
            moved = replace(record, element=into[record.element])
            if _part(moved) not in said:
                said.add(_part(moved))
                found.append(moved)
        else:
            found.append(record)
    leading = {
        (r.element, r.agent.name) for r in found
        if isinstance(r, Participation) and r.agent and r.role == "responsible"
    }  # fmt: skip
    return [record for record in found if not _also_leads(record, leading)]


def _also_leads(record: Record, leading: set[tuple[str, str]]) -> bool:
    """Whether a section takes part in what another table says it leads."""
    return (
        isinstance(record, Participation)
        and record.role == "cooperation"
        and record.agent is not None
        and record.agent.kind == "unit"
        and (record.element, record.agent.name) in leading
    )


def _part(record: Participation) -> tuple[object, ...]:
    who = record.agent.path if record.agent else record.kind
    return record.element, record.role, who, record.amount, record.fiscal_year


def _with(project: Project, others: Sequence[Project]) -> Project:
    """`project` with what the same one says elsewhere."""
    for other in others:
        if not project.parent:
            project = replace(project, parent=other.parent, measure=other.measure)
        if project.description is None:
            project = replace(project, description=other.description)
        elif other.description and other.description.text != project.description.text:
            project = replace(project, prose=(*project.prose, other.description))
        if project.status is None:
            project = replace(project, status=other.status)
        project = replace(project, facets=tuple(dict.fromkeys(project.facets + other.facets)))
    return project


def _entry(entry: Entry, into: Mapping[str, str]) -> Entry:
    if not any(key in into for key in entry.elements):
        return entry
    return replace(entry, elements=tuple(dict.fromkeys(into.get(k, k) for k in entry.elements)))


def _said(
    writer: ProjectWriter, records: Sequence[Record], into: Mapping[str, str]
) -> list[Notice]:
    first: dict[int, tuple[Project, int]] = {}
    for record in records:
        if isinstance(record, Project) and record.key in into:
            table = writer.tables[record.key]
            project, count = first.get(table, (record, 0))
            first[table] = project, count + 1
    return [
        notice_at(
            writer.source, project.span,
            Text(f"この表の{count}件は、ほかの表にもある同じ名前の事業として読みました",
                 f"{count} projects of this table are those of the same names in another one"),
        )
        for project, count in first.values()
    ]  # fmt: skip
