"""What the page needs for a workshop: the plans and the proposals that count.

The page draws proposals itself, those that are stored here by the same code as those that people
add while it is open.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ..graph.merging import Names, read_names
from ..graph.patches import (
    MOST_BYTES,
    MOST_NAME,
    MOST_OPERATIONS,
    MOST_STEPS,
    MOST_TEXT,
    ONE_PLAN,
    SEVERAL_PLANS,
)
from ..graph.proposals import all_proposals, in_force
from .model import plan_letter

if TYPE_CHECKING:
    from ..graph.store import KnowledgeBase


def workshop_data(kb: "KnowledgeBase", drawn: Iterable[str]) -> dict[str, Any]:
    """The plans with their names and letters, limits, proposals; `drawn` are the IRIs of the map's nodes.

    Of several plans, `homes` says of what is not told by its IRI (sections, partners) which plans
    have it, by number. Without a plan the page cannot be edited.
    """
    plans = kb.plans()
    names = read_names(kb) if len(plans) > 1 else Names({})
    return {
        "plans": [
            {"iri": plan, "name": names.name(plan), "letter": plan_letter(at)}
            for at, plan in enumerate(plans)
        ],
        "homes": _homes(plans, names, drawn) if len(plans) > 1 else {},
        "versions": [ONE_PLAN, SEVERAL_PLANS],
        "limits": {
            "bytes": MOST_BYTES,
            "operations": MOST_OPERATIONS,
            "steps": MOST_STEPS,
            "text": MOST_TEXT,
            "name": MOST_NAME,
        },
        "operations": [
            each.to_json() for each in in_force(all_proposals(kb)) if each.plan in plans
        ],
        "saved": {},
    }


def _homes(plans: list[str], names: Names, drawn: Iterable[str]) -> dict[str, list[int]]:
    number = {plan: at for at, plan in enumerate(plans)}
    found = {}
    for iri in drawn:
        homes = sorted(number[plan] for plan in names.homes(iri))
        told = [number[plan] for plan in plans if iri.startswith(f"{plan}/")]
        if homes != told:
            found[iri] = homes
    return found
