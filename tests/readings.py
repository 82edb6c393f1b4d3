"""What a reader found, in the words of the document: for tests that compare it with what people read."""

from enishi.data.reading import Reading
from enishi.data.records import Goal, Measure, Participation, Project

#: (name, the levels above it from the top, its owners)
Row = tuple[str, tuple[str, ...], tuple[str, ...]]


def projects_of(reading: Reading, *, paths: bool = False) -> list[Row]:
    """The projects in order; with `paths` owners stand with their departments: 部/課."""
    elements = {r.key: r for r in reading.records if isinstance(r, Goal | Measure | Project)}
    rows = []
    for project in elements.values():
        if not isinstance(project, Project):
            continue
        chain: list[str] = []
        above = elements.get(project.parent)
        while above is not None:
            chain.insert(0, above.label)
            above = elements.get(above.parent)
        owners = tuple(
            "/".join(r.agent.path) if paths else r.agent.name
            for r in reading.records
            if isinstance(r, Participation) and r.element == project.key and r.agent
            if r.role == "responsible"
        )
        rows.append((project.label, tuple(chain), owners))
    return rows
