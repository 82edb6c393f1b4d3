"""Corporate numbers (法人番号) that a user states: checked, never looked up or guessed."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from ...errors import InputError
from ...language import Text
from ..records import Claim, Notice, Participation, Record
from ..words.lexicon import alternation, load

#: Name as it is matched → its corporate number.
Numbers = tuple[tuple[str, str], ...]


def matched(name: str) -> str:
    """`name` as names of organisations are compared: NFKC, white space folded."""
    return " ".join(unicodedata.normalize("NFKC", name).split())


def organisation_key(name: str) -> str:
    """What names of one organisation have in common, whatever their width and form of company.

    NFKC, white space folded, a short form at either end in full and no space beside it. Where the
    form stands tells organisations apart: before the name or behind it.

    >>> organisation_key("㈱ 星野"), organisation_key("星野（株）"), organisation_key("ＰＴＡ")
    ('株式会社星野', '星野株式会社', 'PTA')
    """
    text = matched(name)
    before, behind = _forms()
    if found := before.match(text):
        text = _full_forms()[found[1]] + text[found.end() :]
    if (found := behind.search(text)) and found.start():
        text = text[: found.start()] + _full_forms()[found[1]]
    return text


@cache
def _full_forms() -> dict[str, str]:
    """Form of a company, short or full → in full."""
    return {form: row[0] for row in load("spelling")["forms"] for form in row}


@cache
def _forms() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A form before a name, and one behind it."""
    forms = alternation(list(_full_forms()))
    return re.compile(rf"({forms}) ?(?=.)"), re.compile(rf" ?({forms})$")


def check_digit(twelve: str) -> str:
    """The check digit that stands before the twelve base digits of a corporate number.

    9 minus the remainder by 9 of the sum of the digits, each second one from the right doubled
    (Ministerial ordinance on corporate numbers, article 2).

    >>> check_digit("700110005901")
    '8'
    """
    total = sum(int(digit) * (1 + n % 2) for n, digit in enumerate(reversed(twelve)))
    return str(9 - total % 9)


def valid_numbers(told: object) -> Numbers:
    """The table `[corporate_numbers]` of a `plan.toml`: name = "13 digits".

    Raises InputError for what is no table, a number of another length or with a wrong check
    digit, and one number for two names.
    """
    if not isinstance(told, Mapping):
        raise InputError(
            Text("corporate_numbers が表ではありません", "corporate_numbers is not a table"),
            hint=Text(
                '[corporate_numbers] の下に 組織名 = "13桁の数字" と書いてください',
                'write name = "13 digits" below [corporate_numbers]',
            ),
        )
    holders: dict[str, str] = {}
    for name, number in told.items():
        text = unicodedata.normalize("NFKC", str(number))
        if not re.fullmatch("[0-9]{13}", text) or check_digit(text[1:]) != text[0]:
            raise InputError(
                Text(
                    f"「{name}」の法人番号 {number} が正しくありません",
                    f"the corporate number {number} of “{name}” is not valid",
                ),
                hint=Text(
                    "検査数字を含む13桁を、国税庁の法人番号公表サイトで確かめてください",
                    "look up the 13 digits, check digit included, at the National Tax Agency",
                ),
            )
        holder = holders.setdefault(text, matched(str(name)))
        if organisation_key(holder) != organisation_key(str(name)):
            raise InputError(
                Text(
                    f"法人番号 {text} が「{holders[text]}」と「{name}」の両方にあります",
                    f"the corporate number {text} stands for “{holders[text]}” and for “{name}”",
                ),
                hint=Text("どちらかを直してください", "mend one of the two"),
            )
    return tuple(sorted((name, number) for number, name in holders.items()))


def unused(numbers: Numbers, records: Iterable[Record | Participation | Claim]) -> Iterator[Notice]:
    """A notice for each number whose organisation was not read from the document: a slip."""
    read = {
        organisation_key(record.agent.name)
        for record in records
        if isinstance(record, Participation) and record.agent and record.agent.kind == "org"
    }
    for name, number in numbers:
        if organisation_key(name) not in read:
            yield Notice(
                1,
                Text(
                    f"plan.toml に法人番号 {number} のある「{name}」は、"
                    "この文書から組織として読み取れていません",
                    f"“{name}”, with the corporate number {number} in plan.toml,"
                    " was not read as an organisation of this document",
                ),
            )
