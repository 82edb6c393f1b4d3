"""Raised marks on a page of a PDF that refer to notes (DX¹, 構想※2): they are no part of the text."""

from typing import Any, Final

from .flow import refers_to_note

_SMALLER: Final = 0.8
#: By so much of the size of the letters beside it a mark is raised.
_RAISED: Final = 0.2


def without_note_marks(chars: list[Any]) -> tuple[list[Any], set[str]]:
    """`chars` without raised marks of notes, and those marks."""
    heights: dict[int, list[Any]] = {}
    for char in chars:
        if char["text"].strip():
            heights.setdefault(round(char["bottom"] / 10), []).append(char)
    marks: list[list[Any]] = []
    for char in chars:
        if not refers_to_note(char["text"], ""):
            continue
        last = marks[-1][-1] if marks else None
        if last is not None and _beside(last, char) and abs(last["bottom"] - char["bottom"]) < 1:
            marks[-1].append(char)
        elif (base := _base(char, heights)) is not None and not _is_unit(base, heights):
            marks.append([char])
    taken = {id(char) for mark in marks for char in mark}
    said = {"".join(char["text"] for char in mark).strip() for mark in marks}
    return [char for char in chars if id(char) not in taken], said


def _beside(left: Any, right: Any) -> bool:
    gap = right["x0"] - left["x1"]
    return bool(-0.3 * right["size"] < gap < 0.6 * right["size"])


def _base(char: Any, heights: dict[int, list[Any]]) -> Any | None:
    """The larger letter that stands right before a raised one."""
    near = round(char["bottom"] / 10)
    for place in (near, near + 1):
        for base in heights.get(place, ()):
            raised = base["bottom"] - char["bottom"]
            if (
                char["size"] < _SMALLER * base["size"]
                and _RAISED * base["size"] < raised < base["size"]
                and _beside(base, char)
            ):
                return base
    return None


def _is_unit(base: Any, heights: dict[int, list[Any]]) -> bool:
    """Whether the letter before is that of a length: 20m²."""
    if base["text"] != "m":
        return False
    near = round(base["bottom"] / 10)
    before = next(
        (
            c["text"]
            for place in (near - 1, near, near + 1)
            for c in heights.get(place, ())
            if c is not base and _beside(c, base) and abs(c["bottom"] - base["bottom"]) < 1
        ),
        "",
    )
    return not refers_to_note("1", f"{before}m")
