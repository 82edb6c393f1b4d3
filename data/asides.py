"""Lines inside a measure that look like headings over projects and are none."""

from collections.abc import Sequence
from typing import Final

from .marked_lines import Mark
from .profile import Profile
from .table_words import TableWords

#: What a column of this name would tell of a project is told of a measure below such a heading.
_TELLING: Final = ("description", "detail", "ignored")
#: Parts of words (健康課題) make no certain name.
_CERTAIN: Final = 0.9
_CLOSING: Final = "】》〉＞>］]）)：:"


def asides(
    texts: Sequence[str], marks: Sequence[Mark | None], profile: Profile, words: TableWords
) -> set[int]:
    """Indexes of lines that head a part of a page (２ 現状と課題) or stand in a list of statements.

    `marks` are how lines are set off, None for those that are in question no more.
    """
    found = {at for at, mark in enumerate(marks) if mark and _is_part(texts[at], mark, words)}
    found = {
        at for at in found
        if (mark := marks[at]) and profile.heading_class(mark.signature) is None
    }  # fmt: skip
    return found | _statements(texts, marks)


def _is_part(text: str, mark: Mark, words: TableWords) -> bool:
    said = words.meaning(text[mark.title :].rstrip(_CLOSING))
    return said is not None and said.role in _TELLING and said.confidence > _CERTAIN


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
