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
    last: dict[tuple[str, str], int] = {}
    listed: dict[tuple[str, str], int] = {}
    found = []
    for signature, said, doubtful in lines:
        number = int(said) if said.isdecimal() else -1
        kept = not doubtful or (
            signature in titles
            and number == last.get(signature, 0) + 1
            and number != listed.get(signature, -1) + 1
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
