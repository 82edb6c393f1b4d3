"""Numbers that stand before a heading and show its level: 第1章, 1-2-3, (1), ①, ア."""

import re
from typing import Final

from .profile import NUMBER, number_of

_END: Final = r"[\s　．.、：:）)]"
_CLOSED: Final = r"[］\]】〕〉》＞>]"
_DASH: Final = "[-－‐−–.．ー―]"
#: (signature, what a level of this numbering is called, pattern)
_NUMBERED: Final = (
    ("chapter", "", re.compile(rf"第\s*(?P<number>{NUMBER})\s*(?P<word>[編部章節項款])[\s　：:]*(?P<title>.+)")),
    ("counted", "項目", re.compile(rf"第\s*(?P<number>{NUMBER})[\s　]+(?P<title>.+)")),
    ("dashed3", "項目", re.compile(rf"(?P<number>[0-9０-９]+(?:[-－‐−.．ー―][0-9０-９]+){{2}}){_END}*(?P<title>\D.*)")),
    ("dashed-paren", "項目", re.compile(rf"(?P<number>(?:[0-9０-９]+|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]){_DASH}(?:[（(][0-9０-９]+[）)]|[①-⑳])){_END}*(?P<title>\D.*)")),
    ("roman-dashed", "項目", re.compile(rf"(?P<number>[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]{_DASH}[0-9０-９]+){_END}*(?P<title>[^0-9０-９].*)")),
    ("dashed", "項目", re.compile(rf"(?P<number>[0-9０-９]+[-－‐−.．ー―][0-9０-９]+){_END}*(?P<title>[^0-9０-９\-－年月日%％].*)")),
    ("roman", "項目", re.compile(rf"(?P<number>[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]+|[IVX]+(?=[\s.．])){_END}*(?P<title>.+)")),
    ("plain", "項目", re.compile(rf"(?P<number>[0-9０-９]{{1,2}}){_END}+(?P<title>\D.*)")),
    ("kanji", "項目", re.compile(r"(?P<number>[一二三四五六七八九十]+)[\s　．.、]+(?P<title>.+)")),
    ("paren", "項目", re.compile(rf"[（(]\s*(?P<number>{NUMBER})\s*[）)]\s*(?P<title>.+)")),
    ("bracket", "項目", re.compile(rf"[［\[【〔〈《＜<]?\s*(?P<number>{NUMBER})\s*{_CLOSED}\s*(?P<title>.+)")),
    ("circled", "項目", re.compile(r"(?P<number>[①-⑳])\s*(?P<title>.+)")),
    ("kana", "項目", re.compile(r"(?P<number>[アイウエオカキクケコｱ-ｺ])[\s　．.、）)]+(?P<title>.+)")),
    ("kana-paren", "項目", re.compile(r"[（(]\s*(?P<number>[アイウエオカキクケコｱ-ｺ])\s*[）)]\s*(?P<title>.+)")),
    ("letter", "項目", re.compile(r"(?P<number>[A-Za-zＡ-Ｚａ-ｚ])[）)．.]\s*(?P<title>[^\x00-\x7f].*)")),
    ("letter-paren", "項目", re.compile(r"[（(]\s*(?P<number>[A-Za-zＡ-Ｚａ-ｚ])\s*[）)]\s*(?P<title>[^\x00-\x7f].*)")),
    ("no", "項目", re.compile(r"(?:[NnＮｎ][OoＯｏ][.．]?|№)[\s　]*(?P<number>[0-9０-９]+(?:[-－‐−.．ー―][0-9０-９]+)*)[\s　：:．.、]+(?P<title>.+)")),
)  # fmt: skip
#: Kinds of numbering from the top, as offices write them: 第１章, 1-2, 1, (1), ①, ア.
_ORDER: Final = (
    "第編", "第部", "第章", "第節", "第項", "第款", "counted", "roman", "roman-dashed", "dashed-paren",
    "dashed", "dashed3", "bracket", "plain", "kanji", "paren", "circled", "kana", "kana-paren",
    "letter", "letter-paren", "no",
)  # fmt: skip


def numbering(text: str) -> tuple[str, str, str, int] | None:
    """(kind of numbering, what its level is called, number, where the title begins) of a heading.

    >>> numbering("（２）川を守る"), numbering("川を守る")
    (('paren', '項目', '2', 3), None)
    >>> numbering("Ⅱ－（３）　川を守る")
    ('dashed-paren', '項目', '2-3', 6)
    """
    for name, called, pattern in _NUMBERED:
        if match := pattern.fullmatch(text):
            word = called or match["word"]
            kind = name if called else f"第{word}"
            return kind, word, _plain(match["number"]), match.start("title")
    return None


#: Marks that set off headings; those of plain lists are not among them.
_MARKS: Final = "■◆●◎▼★□◇▲▶►❖◼◈☆○▽△"
#: ＜水辺を守る＞: a line that a bracket encloses as a whole.
_ENCLOSED: Final = re.compile(
    r"[＜<〈《【［\[〔](?P<title>[^＜<〈《【［\[〔＞>〉》】］\]〕]+)[＞>〉》】］\]〕]"
)


def set_off(text: str) -> tuple[str, str] | None:
    """How a line without a number is set off: by a mark before it, or a bracket around it.

    >>> set_off("◆川を守る"), set_off("＜川を守る＞"), set_off("川を守る")
    (('mark', '◆'), ('bracket', '＜'), None)
    """
    if text[:1] in tuple(_MARKS) and len(text) > 1:
        return "mark", text[0]
    return ("bracket", text[0]) if _ENCLOSED.fullmatch(text) else None


def enclosed(text: str) -> str:
    """What a bracket around a whole line encloses; other text as it is."""
    match = _ENCLOSED.fullmatch(text)
    return match["title"].strip() if match else text


def rank(signature: tuple[str, str]) -> tuple[int, int]:
    """Where a heading set off so stands among others: styles over numbers, then as counted."""
    if signature[0] == "style":
        return 0, int(signature[1])
    return 1, _ORDER.index(signature[1]) if signature[1] in _ORDER else len(_ORDER)


def _plain(written: str) -> str:
    """A number of one or several parts in digits: Ⅱ－（３） → 2-3."""
    parts = re.split(_DASH, written)
    if len(parts) == 1:
        return number_of(written)
    if all(part.isdigit() for part in parts):
        return number_of(written)
    return "-".join(number_of(part.strip("（()）")) for part in parts)
