"""The number and the title that the cell of a level holds."""

import re
from typing import Final

from ..words.heading_numbers import enclosed, numbering
from ..words.profile import NUMBER, number_of
from ..words.table_words import TableWords

_NUMBERED: Final = re.compile(
    rf"^(?:第?\s*(?P<number>{NUMBER})\s*(?:[章節編部項目])?(?:[.．:：、)）\s　]+|(?=「))|[(（](?P<inner>{NUMBER})[)）]\s*"
    r"|(?P<circled>[①-⑳])\s*)(?P<title>.+)$",
    re.DOTALL,
)


def numbered(text: str, words: TableWords) -> tuple[str, str]:
    """(number or "", title) of a level's cell: １ 働く, (2) 学ぶ, 基本目標３：守る."""
    if heading := words.headed.level_heading(text):
        return heading[2], heading[3]
    if match := _NUMBERED.match(text):
        written = match["number"] or match["inner"] or match["circled"]
        return number_of(written), match["title"].strip()
    word, _, title = re.sub(r"\s+", "\t", text, count=1).partition("\t")
    if title and words.headed.level_label(word):  # 基本目標　緑のまち
        return "", title
    if found := numbering(words.headed.bare(text)):
        return found[2], words.headed.bare(text)[found[3] :].strip()
    return "", re.sub(r"^[■□◆◇●◎▼▲▶]\s*(?=\S)", "", enclosed(text))
