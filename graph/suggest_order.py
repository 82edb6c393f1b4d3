"""The order in which suggestions are shown: good ones first, and not the same twenty times.

A list in the order of its scores shows one busy project, or the two largest sections, over and
over. Each time the next is the one with the highest

    score · PAIR ** (shown before of the same sections) · PROJECT ** (times its projects were shown)

though never less than half its score; equal ones in the order given. Only the `POOL` best are put
in order so, what comes after stays in the order of the scores: the first twenty are the first
twenty of any longer list. Ranks say this order, scores stay what they are. (Greedy re-ranking as
in Carbonell and Goldstein, The use of MMR, SIGIR 1998.)
"""

import heapq
from collections import Counter
from collections.abc import Hashable, Sequence
from typing import Final

POOL: Final = 1000
_PAIR: Final = 0.95
_PROJECT: Final = 0.9
_LEAST: Final = 0.5


def shown_order(
    scores: Sequence[float],
    sections: Sequence[Hashable],
    projects: Sequence[tuple[Hashable, ...]],
) -> list[int]:
    """The numbers of the suggestions in the order to show them; they are given by falling score.

    `sections` and `projects` say for each whom it joins.

    >>> shown_order([3.0, 2.9, 2.8], ["ab", "ab", "cd"], [(1, 2), (1, 3), (4, 5)])
    [0, 2, 1]
    """
    pairs: Counter[Hashable] = Counter()
    uses: Counter[Hashable] = Counter()

    def value(number: int) -> float:
        used = sum(uses[project] for project in projects[number])
        factor = _PAIR ** pairs[sections[number]] * _PROJECT**used
        return scores[number] * max(factor, _LEAST)

    # Values only fall while others are shown: who is first with a fresh value is first.
    heap = [(-score, number) for number, score in enumerate(scores[:POOL])]
    heapq.heapify(heap)
    order: list[int] = []
    while heap:
        known, number = heapq.heappop(heap)
        fresh = -value(number)
        if heap and (fresh, number) > heap[0] and fresh > known:
            heapq.heappush(heap, (fresh, number))
            continue
        order.append(number)
        pairs[sections[number]] += 1
        uses.update(projects[number])
    return order + list(range(len(order), len(scores)))
