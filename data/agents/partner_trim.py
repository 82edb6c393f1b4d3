"""What stands in a cell of partners and names nobody, and what parts two of them without a comma."""

import re
from collections.abc import Callable
from typing import Final

from ..words.table_words import TableWords
from .cell_trim import blank, cut, without_notes

#: ①青葉大学②青葉商工会, 1.青葉大学 2.青葉商工会.
_NUMBER: Final = re.compile(
    r"[①-⑳][\s　]*|(?:^|(?<=[\s　、，,／/・]))[0-9０-９]{1,2}[.．)）][\s　]*(?=[^\s0-9０-９])"
)
#: 西武鉄道㈱ほか3社: others that are counted.
_OTHERS: Final = re.compile(
    r"(?:(?<=ほか)|(?<=[^の]他)|(?<=外))[\s　]*[0-9０-９一二三四五六七八九十]+[\s　]*(?:社|団体|者|名|校|件|市|町|機関|か所|ヶ所|法人|大学)"
)
#: 【委託】青葉大学, (協力)青葉商工会, 委託先：青葉大学.
_LABEL: Final = re.compile(
    r"(?:^|(?<=[\s　、，,／/;；・]))(?:[【（(\[［](?P<said>[^\s【】（()）\[\]［］：:]{1,8})[】）)\]］]|(?P<word>[^\s　、，,：:（()）]{1,8})[：:])[\s　]*"
)
_WHOLE: Final = re.compile(r"\s*[「『\[［【](?P<name>[^「」『』\[\]［］【】]+)[」』\]］】]\s*")
#: What may stand between two bodies: A→B, A＋B, AとB, A及びB, A・B, A B.
_BETWEEN: Final = re.compile("[→⇒⇔＋+｜|・･ 　]|及び|および|並びに|ならびに|と")
_END: Final = r"[、，,;；/／\n→⇒⇔＋+｜|・･\s　]"
_RIGHT: Final = re.compile(rf"{_END}|及び|および|並びに|ならびに|と")
#: No name is longer, with the room around it.
ROOM: Final = 80


def role_said(before: str, words: TableWords) -> str:
    """The role that the label at the end of `before` says: contractor of 委託先：; else ""."""
    match = next((m for m in _LABEL.finditer(before) if m.end() == len(before)), None)
    meaning = words.meaning(match["said"] or match["word"]) if match else None
    return meaning.part if meaning and meaning.role == "partner" else ""


def trimmed(text: str, words: TableWords, alike: Callable[[str, str], bool]) -> str:
    """`text`, as long as it was, with commas between bodies, blanks for what names none.

    `alike` tells whether two names stand side by side in a list.
    """
    text = _OTHERS.sub(blank, _NUMBER.sub(cut, without_notes(text)))
    text = _LABEL.sub(lambda match: _unlabelled(match, words), text)
    if whole := _WHOLE.fullmatch(text):
        text = whole["name"].rjust(whole.end("name")).ljust(len(text))
    found: list[str] = []
    at = depth = 0
    seen = 0
    for match in _BETWEEN.finditer(text):
        depth += _opened(text[seen : match.start()])
        seen = match.start()
        if depth > 0:
            continue
        before = text[max(at, match.start() - ROOM) : match.start()]
        left = re.split(_END, before.rstrip())[-1]
        right = _RIGHT.split(text[match.end() : match.end() + ROOM].lstrip(), maxsplit=1)[0]
        if left and right and (match[0] == "→" or alike(left, right)):
            found += text[at : match.start()], "、".ljust(len(match[0]))
            at = match.end()
    return "".join([*found, text[at:]])


def _unlabelled(match: re.Match[str], words: TableWords) -> str:
    meaning = words.meaning(match["said"] or match["word"])
    return blank(match) if meaning and meaning.role == "partner" else match[0]


def _opened(text: str) -> int:
    """How many more brackets a text opens than it closes."""
    return sum(map(text.count, "（(")) - sum(map(text.count, "）)"))
