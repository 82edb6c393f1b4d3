"""Editions of a plan: which plan takes the place of which, and what was decided of the old one.

A plan built with `--replaces OLD` says `dct:replaces` of the old plan. Findings then leave the old
one out. What people decided of two projects holds for the projects of the new edition that have
the same name and the same sections, or are called so by an alias that people confirmed; where that
is not one project each, the decision is lost sight of, and said so.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

import pyoxigraph as ox

from ..ontology.terms import eni, ext
from .decisions import Decision, latest, read_decisions
from .evidence_spans import rows
from .plan_view import PlanView
from .renamed import Renamed, plain, renamed
from .replaced import replaced_plans
from .store import KnowledgeBase


@dataclass(frozen=True, slots=True)
class Standing:
    """The decisions on projects that count today; `on` names projects of today's plans.

    `lost` are those whose projects the new edition does not have; `names` tells for every project
    decided on its sections and its name.
    """

    decisions: tuple[Decision, ...]
    lost: tuple[Decision, ...]
    names: Mapping[str, tuple[str, str]]


def standing_decisions(kb: KnowledgeBase, view: PlanView) -> Standing:
    """What people decided of projects, brought over to the editions that `view` shows."""
    newest = replaced_plans(kb)
    decided = [each for each in latest(read_decisions(kb)) if not each.statement]
    names = _names(kb, {iri for each in decided for iri in each.on})
    today = _Today(view, renamed(kb)) if newest else None
    carried: list[Decision] = []
    lost: list[Decision] = []
    for each in decided:
        if today is not None and each.plan in newest:
            same = [today.called(newest[each.plan], *names[iri]) for iri in each.on]
            if not all(len(found) == 1 for found in same):
                lost.append(each)
                continue
            on = tuple(sorted(found[0] for found in same))
            each = replace(each, on=on, node=each.iri)
        (carried if all(iri in view.projects for iri in each.on) else lost).append(each)
    names |= _names(kb, {iri for each in carried for iri in each.on} - names.keys())
    # On the same day the newer edition's word counts.
    carried.sort(key=lambda each: (each.when, each.plan not in newest))
    return Standing(tuple(latest(carried)), tuple(lost), names)


class _Today:
    """The projects of today's plans by their sections and names; equal ones are not told apart."""

    def __init__(self, view: PlanView, same: Renamed) -> None:
        self._exact: dict[tuple[str, str, str], list[str]] = defaultdict(list)
        self._alias: dict[tuple[str, str, str], list[str]] = defaultdict(list)
        self._same = same
        for project in view.projects.values():
            units = "・".join(map(view.name, project.sections))
            self._exact[project.plan, *_key(units, project.name, plain)].append(project.iri)
            self._alias[project.plan, *_key(units, project.name, same)].append(project.iri)

    def called(self, plan: str, sections: str, name: str) -> list[str]:
        """The projects of `plan` called so; by another name only when none has this one."""
        exact = self._exact.get((plan, *_key(sections, name, plain)), [])
        return exact or self._alias.get((plan, *_key(sections, name, self._same)), [])


def _names(kb: KnowledgeBase, projects: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Project → its sections joined by ・ in the order of their IRIs, and its name."""
    wanted = sorted(projects)
    labels = _labels(kb, wanted)
    units: dict[str, list[str]] = defaultdict(list)
    sparql = (
        f"SELECT ?s ?o WHERE {{ VALUES ?s {{ {_iris(wanted)} }} ?s <{eni.responsibleUnit}> ?o }}"
    )
    for project, unit in sorted(rows(kb, sparql)):
        units[project].append(unit)
    names = _labels(kb, sorted({unit for group in units.values() for unit in group}))
    return {
        iri: ("・".join(names.get(unit, unit) for unit in units[iri]), labels.get(iri, iri))
        for iri in wanted
    }


def _labels(kb: KnowledgeBase, iris: Iterable[str]) -> dict[str, str]:
    sparql = f"SELECT ?s ?o WHERE {{ VALUES ?s {{ {_iris(iris)} }} ?s <{ext.prefLabel}> ?o }}"
    return {iri: label for iri, label in sorted(rows(kb, sparql), reverse=True)}


def _iris(iris: Iterable[str]) -> str:
    return " ".join(str(ox.NamedNode(iri)) for iri in iris)


def _key(sections: str, name: str, same: Callable[[str], str]) -> tuple[str, str]:
    """What two editions are compared by; sections in any order."""
    return "・".join(sorted(map(same, sections.split("・")))), same(name)
