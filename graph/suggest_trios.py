"""Trios: three projects of three sections that share the same ground.

Three pairs of suggestions that close a triangle are a trio when all three projects have something
in common: the same partner, product, place, scheme, subject or audience. The score is the sum over
what all three have, so a trio rests on no pair's own evidence:

    S(a, b, c) = Σ_k w_k · Σ_f -log2(df(f) / N)      over the features f that a, b and c all have
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from .columns import natural
from .suggest_pairs import DECIMALS, Group, SearchedPlan, in_evidence_order

#: What can be the ground of a trio; a theme or a kind of partner alone is too wide.
GROUNDS: Final = frozenset({"partner", "product", "place", "scheme", "subject", "audience"})


def trios(plan: SearchedPlan, pairs: Iterable[tuple[int, int]]) -> list[Group]:
    """The trios of `pairs` (numbers of two rows of the plan), best first, then in document order."""
    beside: dict[int, set[int]] = defaultdict(set)
    for one, other in pairs:
        beside[min(one, other)].add(max(one, other))
    found = []
    for first in sorted(beside):
        for second in sorted(beside[first]):
            for third in sorted(beside[first] & beside.get(second, set())):
                group = _trio(plan, (first, second, third))
                if group is not None:
                    found.append(group)
    return sorted(found, key=lambda group: group.order)


def _trio(plan: SearchedPlan, rows: Sequence[int]) -> Group | None:
    projects = tuple(plan.ground.projects[row] for row in rows)
    first, *others = (plan.table.of.get(each.iri, {}).keys() for each in projects)
    common = first & others[0] & others[1]
    if not any(kind in GROUNDS for kind, _ in common):
        return None
    shared = [
        (*key, round(plan.table.weight(key), DECIMALS))
        for key in sorted(common, key=lambda key: (key[0], natural(key[1])))
    ]
    return Group(plan, projects, in_evidence_order(shared), ())
