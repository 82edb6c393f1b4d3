"""Plans as JSON-LD, all invented: prefixes, references to bodies and to what stands above."""

import json
from pathlib import Path
from typing import Any

import pytest

from enishi.data.reading import Reading, read_document
from enishi.data.records import Goal, Participation, Project
from enishi.data.settings import settings_for
from enishi.errors import InputError

from .readings import projects_of

BASE = "https://otterbay.example/plan/"
CONTEXT = {"@vocab": "https://schema.org/", "ob": f"{BASE}vocab/"}


def _object(kind: str, key: str, name: str, **more: Any) -> dict[str, Any]:
    told = {"@id": BASE + key, "@type": kind, "name": name, "description": f"{name}: until spring."}
    return {**told, **more}


GOALS = [
    _object("ob:Goal", "water", "Clean water", isPartOf=f"{BASE}themes/bay"),
    _object("ob:Goal", "dark", "Dark skies", isPartOf=f"{BASE}themes/bay"),
]
PROJECTS = [
    _object(
        "ob:Initiative", "otters", "Count the otters",
        **{"ob:owner": f"{BASE}parks", "isPartOf": f"{BASE}water", "ob:partners": [{"@id": f"{BASE}club"}],
           "hasPart": [f"{BASE}first-count"]},
    ),
    _object(
        "ob:Initiative", "lamps", "Dim the lamps",
        **{"ob:owner": {"@id": f"{BASE}works"}, "isPartOf": [{"@id": f"{BASE}dark"}]},
    ),
]  # fmt: skip
BODIES = [
    _object("GovernmentOrganization", "parks", "Parks Department", **{"ob:role": "Planning Team"}),
    _object("Organization", "works", "Works Department"),
    _object("Organization", "club", "Otter Club"),
    _object("Audience", "all", "Residents"),
]
MILESTONES = [_object("ob:Milestone", "first-count", "First count done", isPartOf=f"{BASE}otters")]


def _read(path: Path, *objects: dict[str, Any]) -> list[Reading]:
    path.write_text(json.dumps({"@context": CONTEXT, "@graph": objects}), encoding="utf-8")
    return list(read_document(path, settings_for(path)))


def test_a_graph_is_read_with_the_names_that_its_references_mean(tmp_path: Path) -> None:
    (reading,) = _read(tmp_path / "plan.json", *BODIES, *GOALS, *PROJECTS, *MILESTONES)
    assert projects_of(reading) == [
        ("Count the otters", ("Clean water",), ("Parks Department",)),
        ("Dim the lamps", ("Dark skies",), ("Works Department",)),
    ]
    partners = {
        r.agent.name for r in reading.records
        if isinstance(r, Participation) and r.role == "cooperation" and r.agent
    }  # fmt: skip
    assert partners == {"Otter Club"}
    assert len([r for r in reading.records if isinstance(r, Project)]) == 2


def test_a_reference_to_nobody_in_the_file_names_no_owner(tmp_path: Path) -> None:
    (reading,) = _read(tmp_path / "plan.json", *PROJECTS)
    assert [owners for _, _, owners in projects_of(reading)] == [(), ()]
    unread = {e.span for e in reading.ledger if e.state == "unresolved"}
    quoted = {reading.source.quote(span) for span in unread}
    assert any(each.endswith(f"{BASE}parks") for each in quoted)


def test_goals_alone_are_goals(tmp_path: Path) -> None:
    (reading,) = _read(tmp_path / "goals.json", *GOALS)
    assert [r.label for r in reading.records if isinstance(r, Goal)] == [
        "Clean water",
        "Dark skies",
    ]
    assert projects_of(reading) == []


def test_bodies_alone_are_no_plan(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        _read(tmp_path / "bodies.json", *BODIES)


def test_a_plan_with_its_parts_inside_needs_no_graph(tmp_path: Path) -> None:
    plan = {
        "@context": CONTEXT, "@type": "ob:Plan", "@id": f"{BASE}plan", "name": "Otter Bay Plan",
        "hasPart": [{**GOALS[0], "hasPart": [{**PROJECTS[0], "ob:owner": BODIES[0]["name"]}]}],
    }  # fmt: skip
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(plan), encoding="utf-8")
    (reading,) = read_document(path, settings_for(path))
    assert projects_of(reading) == [("Count the otters", ("Clean water",), ("Parks Department",))]
