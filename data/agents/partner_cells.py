"""Cells that list partners: 委託先, 連携先, 支出先, with company forms, glosses and amounts."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Final

from ..source import Source, Span
from ..words.lexicon import load, narrow
from ..words.table_words import TableWords, yen_factor
from .cell_trim import portions, stripped
from .company_names import is_kind_of_body
from .partner_trim import ROOM, role_said, trimmed
from .partners import Context, kind_of_words, partner_mentions

_NOBODY: Final = Context(frozenset(), frozenset(), None)
_AMOUNT: Final = re.compile(
    r"[\s　:：]*(?:[（(][^（()）0-9０-９]{0,8})?[\s　]*(?:([\d０-９][\d０-９,，.．]*)\s*((?:百万|千|億|万)?円)|[¥￥]\s*([\d０-９][\d０-９,，]*))[）)]?\s*$"
)


@dataclass(frozen=True, slots=True)
class Partner:
    """Somebody a cell names: an organisation, or `kind`, a class of partners; paid `amount` yen.

    `part` is the role that a label in the cell gives it, "" without one.
    """

    name: str
    span: Span
    kind: str | None
    open_ended: bool
    amount: int | None = None
    part: str = ""

    @property
    def collaboration(self) -> bool:
        """Whether the body is itself a cooperation of several."""
        return self.name.endswith(("協議会", "連絡会", "委員会"))


@cache
def _forms() -> re.Pattern[str]:
    forms = sorted(load("spelling")["company_forms"], key=len, reverse=True)
    return re.compile("|".join(re.escape(narrow(form)) for form in forms))


@cache
def _behind_comma() -> re.Pattern[str]:
    """Forms of companies that a comma parts from the name they close: Harbour Works Co., Ltd."""
    forms = "|".join(map(re.escape, load("spelling")["forms_behind_comma"]))
    return re.compile(rf"\s*(?:{forms})(?![a-z])", re.IGNORECASE)


def partners_in(source: Source, cell: Span, words: TableWords) -> Iterator[Partner]:
    """The partners that `cell` names, in order."""
    for piece in pieces(source, cell, words):
        text = source.quote(piece)
        part = role_said(source.text[max(cell.start, piece.start - ROOM) : piece.start], words)
        amount = None
        if match := _AMOUNT.search(text):
            amount = yen(match[1] or match[3], yen_factor(match[2] or "円") or 1)
            piece = source.strip(Span(piece.start, piece.start + match.start()))
            text = source.quote(piece)
        name, open_ended = _name(text, words)
        if len(name) < 2 or words.is_empty(name) or words.among(name, "own"):
            continue
        offset = text.index(name)
        span = Span(piece.start + offset, piece.start + offset + len(name))
        yield Partner(name, span, kind_of_partner(name), open_ended, amount, part)


def kind_of_partner(name: str) -> str | None:
    """The class of partners that `name` is the word for (事業者: company); None for a body's name."""
    if name.isascii():
        return kind_of_words(name.lower())
    mentioned = next(partner_mentions(narrow(name) + "と連携", _NOBODY), None)
    if mentioned is None or mentioned.kind in ("org", "unit") or len(mentioned.name) != len(name):
        return None
    return mentioned.kind


def names_body(name: str) -> bool:
    """Whether `name` is that of a company, an association or the like, and of no place.

    >>> names_body("青葉商工会"), names_body("株式会社あおば"), names_body("青葉小学校")
    (True, True, False)
    """
    plain = narrow(name)
    words = load("organisations")
    ends = tuple(words["strong"])
    body = _forms().search(plain) is not None or plain.endswith(ends)
    return body and not plain.endswith(tuple(words["also_places"]))


def _name(text: str, words: TableWords) -> tuple[str, bool]:
    """The name without its gloss in brackets and without ほか, 等; company forms stay."""
    open_ended = False
    text = re.sub(r"^(?:[・･*●○◎\-－]|\d+[.．)）]|[①-⑳])\s*", "", text.strip())
    gloss = re.search(r"[（(]([^（()）]*)[)）]$", text)
    own = gloss is not None and words.among(text[: gloss.start()], "own")  # 市（環境課）
    if gloss and (gloss.start() > 1 or own) and not _forms().fullmatch(narrow(gloss[0])):
        text = text[: gloss.start()].strip()
    for word in sorted(words.headed.open_ended, key=len, reverse=True):
        if text.endswith(word) and len(text) > len(word) + 1:
            text, open_ended = text.removesuffix(word).rstrip("・、, 　"), True
            break
    return text, open_ended


def pieces(source: Source, cell: Span, words: TableWords) -> Iterator[Span]:
    """The names that a text lists, each with what stands in brackets behind it.

    Raises InputError for a name longer than any.
    """
    for portion in portions(source, cell):
        yield from _pieces(source, portion, words)


def _pieces(source: Source, cell: Span, words: TableWords) -> list[Span]:
    text, found = trimmed(source.quote(cell), words, _alike), list[Span]()
    depth, at = 0, 0
    for index, char in enumerate(text):
        depth += (char in "（(") - (char in "）)" and depth > 0)
        number = text[index - 1 : index].isdigit() and text[index + 1 : index + 2].isdigit()
        apart = char in "、;；/／\n\u2028" or (char in ",，" and not number)
        apart = apart and not (char == "," and _behind_comma().match(text, index + 1))
        apart |= char in " 　" and bool(_forms().match(narrow(text[index + 1 :])) and index > at)
        if depth == 0 and apart:
            found.append(stripped(text, at, index, cell.start))
            at = index + 1
    found.append(stripped(text, at, len(text), cell.start))
    return [span for span in found if span.start < span.end]


def _alike(left: str, right: str) -> bool:
    """Whether both stand in a list of partners by themselves: bodies and governments, or classes.

    民生委員・児童委員協議会 is one body, and 国立研究開発法人 opens a name.
    """
    if is_kind_of_body(left):
        return False
    classes = kind_of_partner(left), kind_of_partner(right)
    return None not in classes or classes == (None, None) and _is_body(left) and _is_body(right)


def _is_body(name: str) -> bool:
    bare = re.sub(r"[（(][^（()）]*[)）]$", "", name)
    government = re.fullmatch("[一-龥ぁ-んァ-ヶ]{1,6}[市町村県]", bare) is not None
    return government or names_body(bare) or names_body(name)


def yen(text: str, factor: int) -> int | None:
    """An amount in yen; None for what is no number.

    >>> yen("1,200", 1000), yen("△5", 1), yen("―", 1)
    (1200000, -5, None)
    """
    plain = unicodedata.normalize("NFKC", text).replace(",", "").replace("円", "").strip()
    plain = re.sub("^[△▲]", "-", plain)
    if not re.fullmatch(r"-?\d{1,18}(?:\.\d{1,6})?", plain):
        return None
    try:
        return int(Decimal(plain) * factor)
    except InvalidOperation:  # pragma: no cover - the pattern lets only numbers through
        return None
