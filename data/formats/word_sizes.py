"""Headings that a Word document sets by size of letters alone, without heading styles."""

from collections import Counter
from collections.abc import Callable
from typing import Any, Final

#: A heading's letters are so much larger than those of the running text.
_LARGER: Final = 1.15
_LONGEST: Final = 60
_SENTENCE: Final = ("。", "、", "，")


class Sizes:
    """The sizes of letters (half points) of one document; `level` tells headings by them.

    `size_of_style` gives what a paragraph style says, None where it says nothing. Paragraphs in
    tables are left out: cells are often printed smaller.
    """

    def __init__(self, body: Any, size_of_style: Callable[[str], float | None]) -> None:
        self._size_of_style = size_of_style
        flowing: Counter[float] = Counter()
        short: set[float] = set()
        for paragraph in _flowing(body):
            size, length = self._measured(paragraph)
            if length > 20:
                flowing[size] += length
            if 0 < length <= _LONGEST:
                short.add(size)
        self._levels: dict[float, int] = {}
        if flowing:
            body_size = max(flowing, key=lambda size: (flowing[size], -size))
            larger = sorted((s for s in short if s >= body_size * _LARGER), reverse=True)
            self._levels = {size: n for n, size in enumerate(larger[:6], 1)}

    def level(self, paragraph: Any, text: str) -> int | None:
        """The heading level of a paragraph of that text, from 1; None for running text."""
        if len(text) > _LONGEST or text.endswith(_SENTENCE):
            return None
        return self._levels.get(self._measured(paragraph)[0])

    def _measured(self, paragraph: Any) -> tuple[float, int]:
        """(size of most letters, number of letters) of a paragraph."""
        counted: Counter[float] = Counter()
        style = paragraph.find("{*}pPr/{*}pStyle")
        base = self._size_of_style(_value(style)) if style is not None else None
        for run in paragraph.iterfind("{*}r"):
            length = sum(len((t.text or "").strip()) for t in run.iterfind("{*}t"))
            size = _number(run.find("{*}rPr/{*}sz"))
            counted[size or base or self._size_of_style("") or 21.0] += length
        if not counted:
            return 21.0, 0
        return max(counted, key=lambda size: counted[size]), sum(counted.values())


def _flowing(body: Any) -> Any:
    return (child for child in body if _local(child) == "p") if body is not None else ()


def _local(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _value(element: Any) -> str:
    return next((str(v) for k, v in element.attrib.items() if k.rpartition("}")[2] == "val"), "")


def _number(element: Any) -> float | None:
    said = _value(element) if element is not None else ""
    return float(said) if said.isdecimal() and len(said) < 5 else None
