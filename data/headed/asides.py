"""Lines inside a measure that look like headings over projects and are none."""

from collections.abc import Callable, Sequence

from .marked_lines import Mark


def asides(
    texts: Sequence[str], marks: Sequence[Mark | None], tells: Callable[[str], bool]
) -> set[int]:
    """Indexes of lines that head a part of a page (２ 現状と課題) or stand in a list of statements.

    `marks` are how lines are set off, None for those that are in question no more; `tells` says
    whether a title is that of a part.
    """
    parts = {at for at, mark in enumerate(marks) if mark and tells(texts[at][mark.title :])}
    return parts | _statements(texts, marks)


def _statements(texts: Sequence[str], marks: Sequence[Mark | None]) -> set[int]:
    """Numbered lines, one right below the other, that have sentences among them."""
    found: set[int] = set()
    run: list[int] = []
    for at, mark in enumerate([*marks, None]):
        before = marks[run[-1]] if run else None
        if mark and before and _counts_on(before, mark):
            run.append(at)
            continue
        if len(run) > 1 and any(texts[each].endswith(("。", "です", "ます")) for each in run):
            found.update(run)
        run = [at] if mark and mark.signature[0] == "number" else []
    return found


def _counts_on(before: Mark, mark: Mark) -> bool:
    if mark.signature != before.signature:
        return False
    return before.number.isdecimal() and mark.number == str(int(before.number) + 1)
