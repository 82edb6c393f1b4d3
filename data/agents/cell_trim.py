"""What stands in cells of owners and of partners alike and names nobody: notes, addresses, numbers."""

import re
from collections.abc import Iterator
from typing import Final

from ...errors import InputError
from ...language import Text
from ..source import Source, Span

#: Longer cells are read in portions, and nothing that parts no names is longer.
_PORTION: Final = 1_000
_LONGEST: Final = 50_000

_BREAK: Final = re.compile(r"<br\s*/?>", re.IGNORECASE)
_NOTE: Final = re.compile(r"[※＊*][^\n]*")
_MAIL: Final = re.compile(r"[\w.+-]+@[\w.-]+")
_CALL: Final = re.compile(
    r"(?:(?:内線|直通|電話|℡|TEL|Tel|tel|FAX|Fax)[\s　.:：]*)?(?:[（(]0[0-9０-９]{1,4}[）)]|0[0-9０-９]{1,4})[-－ー‐]?[0-9０-９]{1,4}(?:[-－ー‐][0-9０-９]{3,4})"
)


def portions(source: Source, cell: Span) -> Iterator[Span]:
    """`cell` in portions that end between two names: who names hundreds is read in time.

    Raises InputError for a text without such an end, and for one that names thousands.
    """
    at = cell.start
    if cell.end - at > _LONGEST:
        raise _wrong(
            source, cell,
            Text(f"課や団体の欄が{_LONGEST:,}字を超えています",
                 f"a field of sections or bodies is longer than {_LONGEST:,} characters"),
        )  # fmt: skip
    while cell.end - at > _PORTION:
        text = source.text[at : at + _PORTION]
        end = max(text.rfind(mark) for mark in "\n、，,;；") + 1
        if end == 0:
            raise _wrong(
                source, Span(at, at + 20),
                Text(f"課や団体の名前が{_PORTION:,}字を超えています",
                     f"the name of a section or a body is longer than {_PORTION:,} characters"),
            )  # fmt: skip
        yield Span(at, at + end)
        at += end
    yield Span(at, cell.end)


def _wrong(source: Source, span: Span, message: Text) -> InputError:
    return InputError(
        message,
        where=f"{source.name}:{source.locator(span)}",
        hint=Text(
            "名前の欄に文章や名簿が入っていないか確かめ、名前の間を「、」か改行で区切ってください",
            "check that no prose and no list of members stands among the names; part them by commas",
        ),
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


def stripped(text: str, start: int, end: int, at: int) -> Span:
    """`text[start:end]` without the white space around it, as a span of a cell that begins at `at`."""
    part = text[start:end]
    first = start + len(part) - len(part.lstrip())
    return Span(at + first, at + max(first, start + len(part.rstrip())))


def blank(match: re.Match[str]) -> str:
    """As many blanks as a match is long."""
    return " " * len(match[0])


def cut(match: re.Match[str]) -> str:
    """The same; where the match parts two names, a comma first."""
    return ("、" if match.start() else " ").ljust(len(match[0]))
