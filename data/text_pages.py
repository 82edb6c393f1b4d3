"""Page numbers and running heads that stay in a text when its pages are put below each other."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

_DASHED: Final = r"\s*[-‐－―—–]\s*[0-9０-９]{1,4}\s*[-‐－―—–]\s*"
_PAGE: Final = re.compile(_DASHED)
_NUMBER: Final = re.compile(rf"{_DASHED}|\s*[0-9]{{1,4}}\s*/\s*[0-9]{{1,4}}\s*")
_BARE: Final = re.compile(r"\s*([0-9]{1,4})\s*")
_PIECES: Final = re.compile(r"[ \t]{2,}|\u3000{2,}|\t")


def is_page_number(text: str) -> bool:
    """Whether a line is the number of a page between dashes, which no line of a plan is.

    >>> is_page_number("－ 12 －"), is_page_number("12")
    (True, False)
    """
    return _PAGE.fullmatch(text) is not None


def running_lines(lines: Sequence[str]) -> set[int]:
    """The indexes of page numbers, and of the heads beside them that return on other pages.

    >>> sorted(running_lines(["計画", "本文", "- 1 -", "計画　　第１章", "続き", "- 2 -", "計画　　第２章"]))
    [2, 3, 5, 6]
    """
    filled = [at for at, line in enumerate(lines) if line.strip()]
    numbers = [n for n, at in enumerate(filled) if _NUMBER.fullmatch(lines[at])]
    if len(numbers) < 2:
        numbers = _counting(lines, filled)
    beside = {n + step for n in numbers for step in (1, -1) if 0 <= n + step < len(filled)}
    beside -= set(numbers)
    beside = {n for n in beside if not _heads_table(lines, filled, n)}
    seen = Counter(_head(lines[filled[n]]) for n in beside)
    seen[""] = 0  # 2<tab>…: a row that begins with a number
    heads = {n for n in beside if seen[_head(lines[filled[n]])] > 1}
    found = [*numbers, *heads] if len(numbers) > 1 else []
    return {filled[n] for n in found} | {at for at in filled if is_page_number(lines[at])}


def _heads_table(lines: Sequence[str], filled: Sequence[int], n: int) -> bool:
    """Whether a line is the head of a table, which is said again where its rows go on."""
    cells = lines[filled[n]].strip().count("\t")
    return cells > 0 and n + 1 < len(filled) and lines[filled[n + 1]].strip().count("\t") == cells


def _counting(lines: Sequence[str], filled: Sequence[int]) -> list[int]:
    """Lines that are a number each, one more every time: three of them number pages."""
    bare = [(n, int(m[1])) for n, at in enumerate(filled) if (m := _BARE.fullmatch(lines[at]))]
    found = [n for k, (n, said) in enumerate(bare) if said == bare[0][1] + k]
    return found if len(found) == len(bare) > 2 else []


def _head(line: str) -> str:
    """What comes again of a running head: its first piece, without numbers."""
    return re.sub(r"[0-9０-９\s]+", "", _PIECES.split(line.strip())[0])
