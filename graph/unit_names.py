"""What to call sections: by their names, and where several have one, with whose they are."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from .plan_view import PlanView


def unit_names(view: PlanView) -> dict[str, str]:
    """Each section that leads rows or is named in them → its name, told apart from the others.

    Of one name, sections of different cities get the cities' names, those of one city the names of
    their departments, or both: 企画課（若葉市）, 総務課（市民部）. What is alike even so is numbered.
    """
    homes: dict[str, dict[str, None]] = defaultdict(dict)
    for project in view.projects.values():
        for unit in project.sections:
            homes[unit][project.plan] = None
    for said in view.statements.get("related", ()):
        plans = [view.projects[said.element].plan] if said.element in view.projects else []
        homes[said.target].update(dict.fromkeys(plans))
    alike: dict[str, list[str]] = defaultdict(list)
    for unit in homes:
        alike[unicodedata.normalize("NFKC", view.name(unit))].append(unit)
    names: dict[str, str] = {}
    for units in alike.values():
        names |= _told_apart(view, units, homes) if len(units) > 1 else {}
    return {unit: names.get(unit) or view.name(unit) for unit in homes}


def _told_apart(
    view: PlanView, units: Sequence[str], homes: Mapping[str, Mapping[str, None]]
) -> dict[str, str]:
    def cities(unit: str) -> list[str]:
        """Those whose plans it stands in; the plans, where they name no city."""
        holders = [view.publishers.get(plan) or (plan,) for plan in homes[unit]]
        return list(dict.fromkeys(view.name(iri) for some in holders for iri in some))

    def department(unit: str) -> list[str]:
        above = view.above.get(unit, ())
        return [view.name(above[0])] if above else []

    whose = {unit: ("・".join(cities(unit)), "・".join(department(unit))) for unit in units}
    for way in (slice(1), slice(1, 2), slice(2)):  # the city, the department, both
        names = {unit: _with(view.name(unit), said[way]) for unit, said in whose.items()}
        if len(set(names.values())) == len(names):
            return names
    if len(set(whose.values())) == 1:
        names = {unit: view.name(unit) for unit in units}
    times = Counter[str]()
    for unit, name in names.items():
        times[name] += 1
        names[unit] = name if times[name] == 1 else f"{name}（{times[name]}）"
    return names


def _with(name: str, whose: Sequence[str]) -> str:
    said = " ".join(filter(None, whose))
    return f"{name}（{said}）" if said else name
