"""Automatic numbers of Word paragraphs: 第1章, 1-2, (1), ①, ア, ・ are drawn, not written."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any, Final

_KANJI: Final = "〇一二三四五六七八九"
_AIU: Final = (
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
)
_IROHA: Final = (
    "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセス"
)


@dataclass(frozen=True, slots=True)
class _Level:
    form: str
    pattern: str
    start: int


def written(number: int, form: str) -> str:
    """`number` as Word's number format `form` draws it.

    >>> [written(12, form) for form in ("decimal", "japaneseCounting", "upperRoman", "aiueo")]
    ['12', '十二', 'XII', 'シ']
    """
    if form in ("decimalFullWidth", "decimalFullWidth2"):
        return str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    if form in ("japaneseCounting", "chineseCounting", "taiwaneseCounting", "ideographDigital",
                "chineseCountingThousand", "japaneseDigitalTenThousand"):  # fmt: skip
        return _kanji(number)
    if form.startswith("decimalEnclosedCircle") and 1 <= number <= 20:
        return chr(0x2460 + number - 1)
    if form.startswith("aiueo"):
        return _AIU[(number - 1) % len(_AIU)]
    if form.startswith("iroha"):
        return _IROHA[(number - 1) % len(_IROHA)]
    if form in ("upperRoman", "lowerRoman"):
        return _roman(number) if form == "upperRoman" else _roman(number).lower()
    if form in ("upperLetter", "lowerLetter"):
        letter = chr(ord("A") + (number - 1) % 26)
        return letter if form == "upperLetter" else letter.lower()
    return str(number)


def _kanji(number: int) -> str:
    if not 0 < number < 100:
        return "".join(_KANJI[int(digit)] for digit in str(number))
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else _KANJI[tens] + "十"
    return head + (_KANJI[ones] if ones else "")


def _roman(number: int) -> str:
    found = ""
    for value, letters in ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):  # fmt: skip
        while number >= value and len(found) < 20:
            found, number = found + letters, number - value
    return found


class Numbering:
    """Counts the numbered paragraphs of one document, in order.

    `root` is the element tree of numbering.xml, or None.
    """

    def __init__(self, root: Any, attribute: Any) -> None:
        self._attribute = attribute
        self._levels: dict[str, dict[int, _Level]] = {}
        self._abstract: dict[str, str] = {}
        self._styles: dict[str, tuple[str, int]] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        if root is not None:
            self._read(root)

    def _read(self, root: Any) -> None:
        drawn: dict[str, dict[int, _Level]] = {}
        for abstract in root.iterfind("{*}abstractNum"):
            key = self._attribute(abstract, "abstractNumId")
            drawn[key] = dict(self._level(level) for level in abstract.iterfind("{*}lvl"))
            for level in abstract.iterfind("{*}lvl"):
                style = level.find("{*}pStyle")
                if style is not None:
                    depth = _number(self._attribute(level, "ilvl"))
                    self._styles[self._attribute(style, "val")] = (key, depth)
        for numbered in root.iterfind("{*}num"):
            number = self._attribute(numbered, "numId")
            abstract = numbered.find("{*}abstractNumId")
            base = self._attribute(abstract, "val") if abstract is not None else ""
            self._abstract[number] = base
            levels = dict(drawn.get(base, {}))
            for override in numbered.iterfind("{*}lvlOverride"):
                for level in override.iterfind("{*}lvl"):
                    levels.update([self._level(level)])
                    self._abstract[number] = f"{base}/{number}"
                if override.find("{*}startOverride") is not None:
                    self._abstract[number] = f"{base}/{number}"
            self._levels[number] = levels

    def _level(self, level: Any) -> tuple[int, _Level]:
        def value(name: str, default: str) -> str:
            found = level.find("{*}" + name)
            return default if found is None else self._attribute(found, "val")

        return _number(self._attribute(level, "ilvl")), _Level(
            value("numFmt", "decimal"), value("lvlText", "")[:40], _number(value("start", "1"))
        )

    def depth_of_style(self, style: str, number: str) -> int:
        """The level that a style's own number stands on."""
        base, depth = self._styles.get(style, ("", 0))
        return depth if base and base == self._abstract.get(number, "").split("/")[0] else 0

    def drawn(self, number: str, depth: int) -> str:
        """What Word draws before the next paragraph of list `number` at `depth`; counts it."""
        levels = self._levels.get(number, {})
        level = levels.get(depth)
        if level is None:
            return ""
        counts = self._counts[self._abstract[number]]
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [held for held in counts if held > depth]:
            del counts[deeper]
        if level.form == "bullet":
            return "・"
        if level.form == "none":
            return level.pattern if "%" not in level.pattern else ""
        text = level.pattern
        for upper in range(9):
            if f"%{upper + 1}" in text and upper in levels:
                count = counts.get(upper, levels[upper].start)
                text = text.replace(f"%{upper + 1}", written(count, levels[upper].form))
        return text


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else 0
