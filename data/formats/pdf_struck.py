"""Struck-out text on a page of a PDF: characters with a line drawn through them, and no more.

Coordinates are points; the height of a line is told from the line that the letters stand on, as
fonts say differently how tall their letters are.
"""

from collections import defaultdict
from typing import Any, Final

#: A line through letters stands so high above their foot, in sizes of the type.
_LOW: Final = 0.12
_HIGH: Final = 0.62
#: It is no thicker than this, in sizes, and reaches no further beyond its letters.
_THICK: Final = 0.2
_BEYOND: Final = 0.8
#: More drawn lines than this on one page are a drawing.
_MOST: Final = 20_000


def without_struck(page: Any, chars: list[Any]) -> tuple[list[Any], list[str]]:
    """(the characters that count, the texts that a line or an annotation strikes out)."""
    struck: dict[int, Any] = {}
    texts: list[str] = []
    for found in [*_by_lines(page, chars), *_by_notes(page, chars)]:
        fresh = [char for char in found if id(char) not in struck]
        struck |= {id(char): char for char in fresh}
        if text := "".join(char["text"] for char in fresh).strip():
            texts.append(text)
    return [char for char in chars if id(char) not in struck], texts


def _by_lines(page: Any, chars: list[Any]) -> list[list[Any]]:
    drawn = [*page.lines, *page.rects, *page.curves]
    if len(drawn) > _MOST:
        return []
    feet: dict[int, list[Any]] = defaultdict(list)
    for char in chars:
        if char.get("upright", True):
            feet[round(_foot(page, char) / 10)].append(char)
    found = []
    for line in drawn:
        if line["width"] < 4 or line["height"] > 4:
            continue
        y = (line["top"] + line["bottom"]) / 2
        near = [
            char
            for place in range(round(y / 10) - 1, round((y + 40) / 10) + 2)
            for char in feet.get(place, ())
            if line["x0"] - 0.5 <= (char["x0"] + char["x1"]) / 2 <= line["x1"] + 0.5
            and _LOW < (_foot(page, char) - y) / max(char["size"], 1) < _HIGH
            and line["height"] <= _THICK * char["size"]
        ]
        near.sort(key=lambda char: float(char["x0"]))
        if not any(char["text"].strip() for char in near):
            continue
        room = _BEYOND * max(char["size"] for char in near)
        if near[0]["x0"] - line["x0"] < room and line["x1"] - near[-1]["x1"] < room:
            found.append(near)
    return found


def _foot(page: Any, char: Any) -> float:
    """How far from the top of the page the line is that a character stands on."""
    return float(page.height) - float(char["matrix"][5])


def _by_notes(page: Any, chars: list[Any]) -> list[list[Any]]:
    found = []
    for note in page.annots:
        kind = str((note.get("data") or {}).get("Subtype", ""))
        if "StrikeOut" not in kind:
            continue
        found.append(
            [
                char for char in chars
                if note["x0"] <= (char["x0"] + char["x1"]) / 2 <= note["x1"]
                and note["top"] <= (char["top"] + char["bottom"]) / 2 <= note["bottom"]
            ]
        )  # fmt: skip
    return found
