"""SPARQL cut into tokens: what is code, and what is only text inside strings and comments."""

import re
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

from ..errors import InputError
from ..language import Text

Kind = Literal["iri", "string", "name", "blank", "variable", "language", "number", "word", "mark"]

# Letters outside ASCII are taken broadly: no keyword and no mark of SPARQL contains one.
_NAME: Final = r"[A-Za-z0-9_\-\u0080-\U0010ffff]"
_LOCAL: Final = rf"(?:{_NAME}|:|%[0-9A-Fa-f]{{2}}|\\[_~.\-!$&'()*+,;=/?#@%])"
# Without a bound, text like "a.a.a." without a colon would take quadratic time.
_PREFIX_CHARS: Final = 100
_TOKEN: Final = re.compile(
    rf"""
    (?P<space>[ \t\r\n]+|\#[^\r\n]*)
  | (?P<iri><[^\x00-\x20<>"{{}}|^`]*>)
  | (?P<string>\"\"\"(?:(?:\"|\"\")?(?:[^"\\]|\\.))*\"\"\"
      |'''(?:(?:'|'')?(?:[^'\\]|\\.))*'''
      |(?!\"\"\")"(?:[^"\\\r\n]|\\.)*"
      |(?!''')'(?:[^'\\\r\n]|\\.)*')
  | (?P<blank>_:[A-Za-z0-9_\u0080-\U0010ffff](?:\.*{_NAME})*)
  | (?P<name>(?:[A-Za-z\u0080-\U0010ffff](?:\.*{_NAME}){{0,{_PREFIX_CHARS}}})?:(?:{_LOCAL}(?:\.*{_LOCAL})*)?)
  | (?P<variable>[?$][A-Za-z0-9_\u0080-\U0010ffff]+)
  | (?P<language>@[A-Za-z]+(?:-+[A-Za-z0-9]+)*)
  | (?P<number>[0-9]+)
  | (?P<word>[A-Za-z_\u0080-\U0010ffff][A-Za-z0-9_\u0080-\U0010ffff]*)
  | (?P<mark>\^\^|&&|\|\||<<|>>|!=|<=|>=|[{{}}()\[\],;.*/^|!=<>+\-?$&~])
    """,
    re.VERBOSE | re.DOTALL,
)


class Token(NamedTuple):
    """A piece of SPARQL and where it starts (0-based code point)."""

    kind: Kind
    text: str
    start: int

    @property
    def end(self) -> int:
        """Where it ends, exclusive."""
        return self.start + len(self.text)

    @property
    def keyword(self) -> str:
        """The word in capitals; "" when it is no bare word."""
        return self.text.upper() if self.kind == "word" else ""


def tokens(text: str) -> Iterator[Token]:
    """The tokens of `text` in order, without white space and comments.

    >>> [token.text for token in tokens("ASK { ?s a \\"SERVICE\\" } # LOAD")]
    ['ASK', '{', '?s', 'a', '"SERVICE"', '}']

    Raises:
        InputError: a character that starts no token, or a string that is not closed.
    """
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise fault(text, at, _unreadable(text[at]))
        at = match.end()
        kind = match.lastgroup
        if kind != "space":
            yield Token(kind, match[0], match.start())  # type: ignore[arg-type]


def fault(text: str, at: int, message: Text, hint: Text | None = None) -> InputError:
    """An error at offset `at` of the query `text`, as line and column from 1."""
    line = text.count("\n", 0, at) + 1
    column = at - (text.rfind("\n", 0, at) + 1) + 1
    return InputError(message, where=f"query:{line}:{column}", hint=hint)


def _unreadable(character: str) -> Text:
    if character in "\"'":
        return Text("文字列が閉じられていません", "a string is not closed")
    return Text("ここに文字 {c} は書けません", "the character {c} cannot stand here").format(
        c=ascii(character)
    )
