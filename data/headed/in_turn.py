"""Which numbered lines that end like sentences are headings all the same: (2) 地域で学びを応援する."""

from collections.abc import Sequence

#: How a line is set off, its number, and whether it ends like a sentence.
Counted = tuple[tuple[str, str], str, bool]


def in_turn(lines: Sequence[Counted]) -> list[bool]:
    """Whether each line is a heading: what ends like a sentence only where it is counted in turn.

    Lines of its kind that are titles must stand beside it, and its number must follow theirs, or
    begin below a heading above. A list in a project's text counts from 1 right below a heading of
    its kind, and is none.

    >>> above, below = ("word", "施策"), ("number", "paren")
    >>> in_turn([(above, "1", False), (below, "1", False), (below, "1", True), (below, "2", True)])
    [True, True, False, False]
    >>> in_turn([(above, "1", False), (below, "1", True), (below, "2", False)])
    [True, True, True]
    """
    titles = {signature for signature, _, doubtful in lines if not doubtful}
    last: dict[tuple[str, str], Sequence[int]] = {}
    listed: dict[tuple[str, str], Sequence[int]] = {}
    found = []
    for signature, said, doubtful in lines:
        number = [int(part) if part.isdecimal() else -1 for part in said.split("-")]
        kept = not doubtful or (
            signature in titles
            and (not said or _follows(number, last.get(signature)))
            and not (signature in listed and _follows(number, listed[signature]))
        )
        found.append(kept)
        if not kept:
            listed[signature] = number
            continue
        listed.pop(signature, None)
        if signature in last:
            order = list(last)
            for lower in order[order.index(signature) + 1 :]:
                del last[lower]  # it counts from 1 again
        last[signature] = number
    return found


def _follows(number: Sequence[int], before: Sequence[int] | None) -> bool:
    """Whether 2-2 counts on from 2-1, or 3-1 from any number of 2; the first of all is 1."""
    if before is None or len(before) != len(number) or number[-1] == 1 and len(number) > 1:
        return number[-1] == 1
    return (*number[:-1], number[-1]) == (*before[:-1], before[-1] + 1)
