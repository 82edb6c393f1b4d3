"""Headings that open with a word and a number: 基本目標2, 取組1-2 …, Strategy A – …, Action 3: …."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

#: A written number, and numbers below it: 2, １－２, 三, Ⅳ, ①.
DIGITS: Final = r"[0-9０-９一二三四五六七八九十ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ①-⑳]+(?:[-－‐−.．ー―][0-9０-９]+)*"
#: A, A-1, B.2: a letter counts too, where something parts it from the title.
_LETTERS: Final = r"(?-i:[A-ZＡ-Ｚ])(?:[-－.．]?[0-9０-９]+)*(?![A-Za-z])"
#: A number behind letters of its own: Water-2, T-1.3.
_CODES: Final = r"(?-i:[A-Z][A-Za-z]{0,14}[-–][0-9]+(?:\.[0-9]+)*[a-z]?)"
_PARTS: Final = r"\s*(?:[：:]+|[．.、】\]–—―])\s*|\s+[-‐−－]\s+"
#: A title that goes on a sentence begun by its word: Action 3 was finished in spring.
_RUNS_ON: Final = re.compile(r"[a-z].*|.*[a-z]\.")
_YEAR: Final = re.compile(r"(?:19|20)[0-9]{2}|[0-9]{5,}")


@dataclass(frozen=True, slots=True)
class Numbered:
    """A heading: its word, its number as written ("" for none), its title and where that begins."""

    word: str
    number: str
    title: str
    at: int


def heading_of(words: Iterable[str], marks: str, *, bare: bool = True) -> re.Pattern[str]:
    """What finds headings that open with one of `words`; `marks` may stand in front of it.

    `bare` says that a word with a colon and no number (施策：…) is one too. A short form with its
    number may stand in front of the word in brackets: G2 (Goal) …, D1 (Deliverable) ….
    """
    without = r"|[：:】]\s*" if bare else ""
    return re.compile(
        rf"^[{re.escape(marks)}\s]*"
        rf"(?:(?-i:[A-Z]{{1,3}})\s?(?P<short>[0-9]{{1,3}}(?:\.[0-9]{{1,3}})*)\.?\s*"
        rf"[（(]\s*(?P<said>{_any(words)})\s*[）)][\s：:]*"
        rf"|[（(]\s*(?P<closed>{_any(words)})\s*(?P<within>{DIGITS})\s*[）)][\s：:]*"
        rf"|第\s*(?P<ordinal>{DIGITS})\s*の?\s*(?P<counted>{_any(words)})[\s：:】\]]+"
        rf"|(?P<word>{_any(words)})\s*"
        rf"(?:(?P<number>{DIGITS})(?P<gap>{_PARTS}|[）)〕〉》＞>］]\s*|\s+|(?=[「『]))"
        rf"|(?P<letter>{_LETTERS})(?:{_PARTS}|[ \u3000]+(?=[^\x00-\x7f]))"
        rf"|(?P<code>{_CODES})\s*[：:]+\s*"
        rf"|[（(]\s*(?P<inner>{DIGITS}|{_LETTERS})\s*[）)][：:．.、】\]\s]*"
        rf"{without}))(?P<title>[^：:].*)$",
        re.IGNORECASE,
    )


def alone_of(words: Iterable[str], marks: str) -> re.Pattern[str]:
    """What finds such headings whose title stands in the line below: 基本目標１, [Goal 2]."""
    return re.compile(
        rf"^[{re.escape(marks)}\s]*(?P<word>{_any(words)})\s*[（(]?\s*"
        rf"(?P<number>{DIGITS}|{_LETTERS})\s*[）)]?[{re.escape(marks)}：:．.\s]*$",
        re.IGNORECASE,
    )


def read_heading(pattern: re.Pattern[str], text: str) -> Numbered | None:
    """What a heading says; None for text that is none.

    >>> read_heading(heading_of(["Action"], ""), "Action 3: Plant trees")
    Numbered(word='Action', number='3', title='Plant trees', at=10)
    >>> read_heading(heading_of(["Action"], ""), "Action 3 was finished in spring.")
    """
    match = pattern.match(text)
    if match is None:
        return None
    if match["said"]:
        return Numbered(match["said"], match["short"], match["title"].strip(), match.start("title"))
    if word := match["closed"] or match["counted"]:
        number = match["within"] or match["ordinal"]
        return Numbered(word, number, match["title"].strip(), match.start("title"))
    number = match["number"] or match["letter"] or match["inner"] or match["code"] or ""
    title = match["title"].strip()
    loose = match["word"].isascii() and match["number"] and not (match["gap"] or " ").strip()
    if _YEAR.fullmatch(number) or loose and _RUNS_ON.fullmatch(title):
        return None
    return Numbered(match["word"], number, title, match.start("title"))


def first_sentence(text: str) -> str:
    """The first sentence of a paragraph that names and tells in one.

    >>> first_sentence("見回りを行う。月に一度。"), first_sentence("Plant trees. Oaks, 1.5 m.")
    ('見回りを行う', 'Plant trees')
    """
    match = re.match(r"(.{2,}?)(?:。|\.(?=\s+[A-Z(]|\s*$))", text, re.DOTALL)
    return match[1] if match else text


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))
