"""What stands in cells of owners and of partners alike and names nobody: notes, addresses, numbers."""

import re
from typing import Final

_BREAK: Final = re.compile(r"<br\s*/?>", re.IGNORECASE)
_NOTE: Final = re.compile(r"[※＊*][^\n]*")
_MAIL: Final = re.compile(r"[\w.+-]+@[\w.-]+")
_CALL: Final = re.compile(
    r"(?:(?:内線|直通|電話|℡|TEL|Tel|tel|FAX|Fax)[\s　.:：]*)?(?:[（(]0[0-9０-９]{1,4}[）)]|0[0-9０-９]{1,4})[-－ー‐]?[0-9０-９]{1,4}(?:[-－ー‐][0-9０-９]{3,4})"
)


def without_notes(text: str) -> str:
    """`text`, as long as it was, with blanks for notes (※1), mail addresses and calls.

    A break of lines of HTML becomes a comma.

    >>> without_notes("福祉課※1")
    '福祉課  '
    """
    text = _BREAK.sub(lambda match: "、".ljust(len(match[0])), text)
    for pattern in (_NOTE, _MAIL, _CALL):
        text = pattern.sub(blank, text)
    return text


def blank(match: re.Match[str]) -> str:
    """As many blanks as a match is long."""
    return " " * len(match[0])


def cut(match: re.Match[str]) -> str:
    """The same; where the match parts two names, a comma first."""
    return ("、" if match.start() else " ").ljust(len(match[0]))
