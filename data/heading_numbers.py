"""Numbers that stand before a heading and show its level: 第1章, 1-2-3, (1), ①, ア."""

import re
from typing import Final

from .profile import NUMBER, number_of

_END: Final = r"[\s　．.、：:）)]"
#: (signature, what a level of this numbering is called, pattern)
_NUMBERED: Final = (
    ("chapter", "", re.compile(rf"第\s*(?P<number>{NUMBER})\s*(?P<word>[編部章節項款])[\s　：:]*(?P<title>.+)")),
    ("counted", "項目", re.compile(rf"第\s*(?P<number>{NUMBER})[\s　]+(?P<title>.+)")),
    ("dashed3", "項目", re.compile(rf"(?P<number>[0-9０-９]+(?:[-－‐−.．ー―][0-9０-９]+){{2}}){_END}*(?P<title>\D.*)")),
    ("dashed", "項目", re.compile(rf"(?P<number>[0-9０-９]+[-－‐−.．ー―][0-9０-９]+){_END}*(?P<title>[^0-9０-９\-－年月日%％].*)")),
    ("roman", "項目", re.compile(rf"(?P<number>[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]+|[IVX]+(?=[\s.．])){_END}*(?P<title>.+)")),
    ("plain", "項目", re.compile(rf"(?P<number>[0-9０-９]{{1,2}}){_END}+(?P<title>\D.*)")),
    ("kanji", "項目", re.compile(r"(?P<number>[一二三四五六七八九十]+)[\s　．.、]+(?P<title>.+)")),
    ("paren", "項目", re.compile(rf"[（(]\s*(?P<number>{NUMBER})\s*[）)]\s*(?P<title>.+)")),
    ("circled", "項目", re.compile(r"(?P<number>[①-⑳])\s*(?P<title>.+)")),
    ("kana", "項目", re.compile(r"(?P<number>[アイウエオカキクケコｱ-ｺ])[\s　．.、）)]+(?P<title>.+)")),
)  # fmt: skip


def numbering(text: str) -> tuple[str, str, str, int] | None:
    """(kind of numbering, what its level is called, number, where the title begins) of a heading.

    >>> numbering("（２）川を守る"), numbering("川を守る")
    (('paren', '項目', '2', 3), None)
    """
    for name, called, pattern in _NUMBERED:
        if match := pattern.fullmatch(text):
            word = called or match["word"]
            kind = name if called else f"第{word}"
            return kind, word, number_of(match["number"]), match.start("title")
    return None
