"""What stands in a cell of owners and names no part of an office: labels, notes, numbers, persons."""

import re
from collections.abc import Callable
from itertools import pairwise
from typing import Final

from ..words.table_words import TableWords
from .cell_trim import blank, cut, without_notes

#: Stands for a character inside a name that is no part of it: a break of lines, room between letters.
NOTHING: Final = "\u2060"

#: No name is longer, with the room around it.
_NAME: Final = 80
_SIGN: Final = re.compile(r"[、，,／/・\n→⇒⇔↔➡＋+｜|〜~]")
_ARROW: Final = re.compile("[→⇒⇔↔➡＋+｜|〜~]")
#: 所属：福祉課, 担当：佐藤, 福祉課：0301.
_LABELLED: Final = re.compile(
    r"(?P<label>[^\s：:、，,／/;；・（()）【】\[\]]{1,12})[\s　]*(?P<colon>[：:])[\s　]*(?P<value>[^\s、，,／/;；（()）]*)"
)
_BRACKET: Final = re.compile(
    r"[（(【［\[〔〈《「](?P<said>[^（()）【】［\[\]］〔〕〈〉《》「」]*)[）)】］\]〕〉》」]"
)
#: ①福祉課, 1.福祉課, ア 福祉課, 0301 福祉課, A01 福祉課.
_NUMBER: Final = re.compile(
    r"(?:^|(?<=[\s、，,／/・\n])|(?<=[課室部局所係]))(?:[①-⑳]|[0-9０-９]{1,2}[.．)）]|[A-ZＡ-Ｚ]?[0-9０-９]{1,6}|[ア-コ](?=[\s　.．)）]))[\s　.．)）]*(?=[一-龥ぁ-んァ-ヶー])"
)
#: 福祉課ほか関係各課, 福祉課 他2課: others that have no name.
_OTHERS: Final = re.compile(
    r"(?:(?<=ほか)|(?<=その他)|(?<=他)|(?<=外))[\s　]*(?:関係)?(?:[0-9０-９]+)?(?:各|か|ヶ|カ)?(?:課室|部課|課|室|部署|部局)(?=$|[\s、，,)）])"
)
#: Who heads a section: 福祉課長.
_HOLDER: Final = re.compile(
    r"(?<=[課部局室所係館署園班])(?<!担当課)(?:長|次長|主幹|参事)(?=$|[\s　、，,・／/（(])"
)
#: 福 祉 課: every letter apart.
_APART: Final = re.compile(r"(?:^|(?<=[\n、，,]))\S(?:[ 　]+\S){1,12}(?=$|[\n、，,])")
_PERSON: Final = re.compile(r"[\s　]+(?P<name>[^\s　、，,・／/（()）]{1,6})(?=$|[\n、，,])")


def trimmed(text: str, words: TableWords) -> str:
    """`text`, as long as it was, with blanks for what names no part of an office.

    Arrows and signs between two names become commas; a break of lines inside a name becomes
    `NOTHING`, which no name holds.
    """
    text = without_notes(text)
    text = _replaced(text, _ARROW, lambda match: "、" if _between(match, words) else match[0])
    text = _replaced(text, _LABELLED, lambda match: _value(match, words))
    text = _replaced(text, _BRACKET, lambda match: _bracket(match, words))
    text = _NUMBER.sub(cut, text)
    text = _OTHERS.sub(blank, text)
    text = _HOLDER.sub(blank, text)
    text = _replaced(text, _APART, lambda match: _joined(match[0], words))
    text = _wrapped(text, words)
    return _replaced(text, _PERSON, lambda match: _without_person(match, words))


def several(bracket: str, words: TableWords) -> list[str]:
    """The names of a bracket that holds more than one: 高齢者係、障害者係."""
    named = [piece for piece in re.split(r"[、，,・／/\s]+", bracket) if piece]
    return named if len(named) > 1 and all(map(words.is_office, named)) else []


def _replaced(text: str, pattern: re.Pattern[str], by: Callable[[re.Match[str]], str]) -> str:
    return pattern.sub(by, text)


def _before(match: re.Match[str]) -> str:
    """What stands before a match, as far back as a name reaches."""
    return match.string[max(0, match.start() - _NAME) : match.start()]


def _between(match: re.Match[str], words: TableWords) -> bool:
    left = _SIGN.split(_before(match))[-1]
    right = _SIGN.split(match.string[match.end() : match.end() + _NAME], maxsplit=1)[0]
    return words.is_office(left) and words.is_office(right)


def _value(match: re.Match[str], words: TableWords) -> str:
    """The value behind a label, or the name in front of a code; neither for 担当：佐藤."""
    label, value = match["label"], match["value"]
    marks = (*words.words("lead"), *words.words("support"))
    if label + match["colon"] in marks:
        return match[0]
    at = match.start("value") - match.start()
    if words.is_office(value):
        named = words.is_office(label) and words.ends_like(label, "above_divisions")
        return (label if named else "").ljust(at) + value
    if words.is_office(label):
        return label.ljust(len(match[0]))
    return blank(match)


def _bracket(match: re.Match[str], words: TableWords) -> str:
    """A bracket as it stands, without its marks, or nothing of it where it holds a note."""
    said, whole = match["said"], match[0]
    if whole in words.words("lead") or whole in words.words("support"):
        return whole
    before = _before(match).strip()
    offices = several(said, words) or ([said] if words.is_office(said) else [])
    note = not offices and any(word in said for word in words.words("office_notes"))
    if note or said.startswith(tuple(words.words("office_renamed"))):
        return blank(match)
    if not before and (offices or not re.search("[一-龥ぁ-んァ-ヶA-Za-z]", said)):
        inner = said if offices else ""
        return f" {inner} ".ljust(len(whole))
    above = re.split(r"[、，,／/・\s]", before)[-1] if before else ""
    if len(offices) > 1 and words.ends_like(above, "above_divisions"):
        return f" {said} "  # 福祉部（福祉課・保育課）
    if offices and whole[0] not in "（(":
        return f"（{said}）"
    if not said.strip() or whole[0] not in "（(":
        return blank(match)
    return whole


def _joined(text: str, words: TableWords) -> str:
    """A name whose letters stand apart, with nothing between them."""
    letters = re.split("[ 　]+", text)
    apart = len(letters) > 1 and all(len(letter) == 1 for letter in letters)
    if not apart or not words.is_office("".join(letters)):
        return text
    return re.sub("[ 　]", NOTHING, text)


def _wrapped(text: str, words: TableWords) -> str:
    """`text` with nothing for a break of lines inside a name: 健康増⏎進課."""
    lines = text.split("\n")
    found = lines[0]
    for above, below in pairwise(lines):
        left = re.split(r"[、，,・／/\s]", above)[-1]
        right = re.split(r"[、，,・／/\s]", below)[0]
        short = not words.is_office(left) and len(left) + len(right) <= 14
        inside = left and right and short and words.is_office(left + right)
        found += (NOTHING if inside else "\n") + below
    return found


def _without_person(match: re.Match[str], words: TableWords) -> str:
    """Blanks for who works in the section that stands before: 福祉課 佐藤."""
    before = re.split(r"[\n、，,・／/\s　]", _before(match).rstrip())[-1]
    said = match["name"]
    known = words.is_office(said) or said in words.headed.open_ended or words.is_empty(said)
    marks = (*words.words("lead"), *words.words("support"))
    known = known or said.startswith(marks) or said.endswith(marks)
    person = words.ends_like(before, "divisions") and not known and not said.isascii()
    return blank(match) if person else match[0]
