"""What the page needs for a workshop: the plan's IRI and the proposals that count.

The page draws proposals itself, those that are stored here by the same code as those that people
add while it is open.
"""

from typing import TYPE_CHECKING, Any

from ..graph.patches import MOST_BYTES, MOST_NAME, MOST_OPERATIONS, MOST_STEPS, MOST_TEXT, VERSION
from ..graph.proposals import in_force, read_proposals

if TYPE_CHECKING:
    from ..graph.store import KnowledgeBase


def workshop_data(kb: "KnowledgeBase") -> dict[str, Any]:
    """`plan` is empty, and the page says why nothing can be edited, unless there is just one plan."""
    plans = kb.plans()
    plan = plans[0] if len(plans) == 1 else ""
    stored = read_proposals(kb, plan).get(plan, []) if plan else []
    return {
        "plan": plan,
        "plans": len(plans),
        "version": VERSION,
        "limits": {
            "bytes": MOST_BYTES,
            "operations": MOST_OPERATIONS,
            "steps": MOST_STEPS,
            "text": MOST_TEXT,
            "name": MOST_NAME,
        },
        "operations": [each.to_json() for each in in_force(plan, stored)],
        "saved": {},
    }
