"""Vertical text (縦書き) on a page of a PDF: labels beside tables, and cells of few wide lines.

Letters of one line stand closer than lines do: where the step from a letter to the one below it is
less than that to the one beside it, the text runs down, and its lines from right to left.
"""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import Any, Final

Chars = list[Any]

#: A label outside tables has so many letters at least.
_LETTERS: Final = 3


def _middle(char: Any) -> float:
    return float(char["x0"] + char["x1"]) / 2


def vertical_text(lines: Sequence[Sequence[Any]], blanks: Chars) -> str:
    """The text of a cell that is written downwards; "" where it is not.

    `lines` are its characters by height, from the top; `blanks` are the white ones among them.
    """
    letters = [[char for char in line if char["text"].strip()] for line in lines]
    if all(len(line) == 1 for line in letters):
        return run_down([line[0] for line in letters], blanks)
    if len(letters) < _LETTERS or max(map(len, letters)) > 4 or len(letters[0]) < 2:
        return ""
    columns: list[Chars] = []
    for char in sorted((char for line in letters for char in line), key=_middle):
        if columns and abs(_middle(columns[-1][0]) - _middle(char)) < 0.4 * char["size"]:
            columns[-1].append(char)
        else:
            columns.append([char])
    for column in columns:
        column.sort(key=lambda char: float(char["top"]))
    down = [b["top"] - a["top"] for held in columns for a, b in pairwise(held)]
    across = [_middle(b[0]) - _middle(a[0]) for a, b in pairwise(columns)]
    size = median(char["size"] for line in letters for char in line)
    if not down or not across or median(down) + 0.1 * size > median(across):
        return ""
    return "".join(run_down(column, blanks) for column in reversed(columns))


def run_down(letters: Chars, blanks: Chars) -> str:
    """The text of letters from the top, with a space where a blank stands between two."""
    text: str = letters[0]["text"]
    for above, below in pairwise(letters):
        apart = any(
            above["top"] < (blank["top"] + blank["bottom"]) / 2 < below["bottom"]
            and above["bottom"] - 1 <= blank["top"]
            and below["x0"] < _middle(blank) < below["x1"]
            for blank in blanks
        )
        text += (" " if apart else "") + below["text"]
    return text


def vertical_labels(chars: Chars) -> tuple[list[Chars], Chars]:
    """The letters of labels that run down beside other text, from the top, and the other ones.

    A label's letters stand alone on their height: nothing is as near beside them as the next below.
    """
    by_column: dict[int, Chars] = {}
    for char in chars:
        if len(char["text"]) == 1 and _is_letter(char["text"]):
            by_column.setdefault(round(_middle(char) / 2), []).append(char)
    heights: dict[int, Chars] = {}
    for char in chars:
        if char["text"].strip():
            heights.setdefault(round(char["top"] / 10), []).append(char)
    labels: list[Chars] = []
    for place in sorted(by_column):
        run: Chars = []
        for char in sorted(by_column[place], key=lambda held: float(held["top"])):
            if not _alone(char, heights):
                continue
            if run and not _below(run[-1], char):
                labels.append(run)
                run = []
            run.append(char)
        labels.append(run)
    labels = [label for label in labels if len(label) >= _LETTERS or _at_edge(label, labels, chars)]
    taken = {id(char) for label in labels for char in label}
    return labels, [char for char in chars if id(char) not in taken]


def _at_edge(label: Chars, labels: Sequence[Chars], chars: Chars) -> bool:
    """Whether two letters are one of several labels in a column where nothing else stands.

    Names of chapters at the edge of a page are so short.
    """
    if len(label) < 2:
        return False
    middle = _middle(label[0])
    column = [each for each in labels if len(each) > 1 and abs(_middle(each[0]) - middle) < 2]
    own = {id(char) for each in column for char in each}
    return len(column) > 1 and not any(
        char["x0"] < middle < char["x1"] for char in chars if id(char) not in own
    )


def _is_letter(text: str) -> bool:
    """Kana, kanji, and the radicals that some programs write for them.

    >>> [_is_letter(each) for each in ("心", "\u2f3c", "こ", "1")]
    [True, True, True, False]
    """
    return any(a <= text <= b for a, b in ("ぁヿ", "一龥", "⺀⿕")) or text == "々"


def _below(above: Any, char: Any) -> bool:
    step = char["top"] - above["top"]
    same = abs(char["size"] - above["size"]) < 0.5
    return bool(same and 0.8 * char["size"] < step < 1.35 * char["size"])


def _alone(char: Any, heights: dict[int, Chars]) -> bool:
    """Whether no character stands right beside this one."""
    near = round(char["top"] / 10)
    for place in (near - 1, near, near + 1):
        for other in heights.get(place, ()):
            beside = min(other["bottom"], char["bottom"]) - max(other["top"], char["top"])
            if other is char or beside < 0.3 * min(char["size"], other["size"]):
                continue
            gap = max(other["x0"] - char["x1"], char["x0"] - other["x1"])
            if gap < 0.45 * char["size"]:
                return False
    return True
