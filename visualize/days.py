"""Days as people type them into a cell, in the form of the calendar's standard (ISO 8601)."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, Final

#: First year of each era, less one (改元: 明治 and 大正 are no days of this century's plans).
_ERAS: Final = {"昭和": 1925, "S": 1925, "平成": 1988, "H": 1988, "令和": 2018, "R": 2018}
_ERA_DAY: Final = re.compile(
    r"(昭和|平成|令和|[SHR])\.?(元|\d{1,2})(?:年|[./-])(\d{1,2})(?:月|[./-])(\d{1,2})日?",
    re.IGNORECASE,
)
_DAY: Final = re.compile(r"(\d{4})(?:年|[./-])(\d{1,2})(?:月|[./-])(\d{1,2})日?")
_DIGITS: Final = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
#: What a weekday in brackets after a day looks like.
_WEEKDAY: Final = re.compile(r"[(（][月火水木金土日](?:曜日?)?[)）]$")
#: Day 0 of a workbook's calendar, and the numbers that are days from 1982 to 2119.
_ZERO: Final = date(1899, 12, 30)
_SERIAL: Final = range(30_000, 80_000)


def as_day(value: Any) -> str:
    """`value` of a cell as an ISO day when it is one, else as the text it is (来月).

    >>> [as_day(each) for each in ("2026/11/25", "R8.11.25", "令和8年11月25日(水)", 46351, "来月")]
    ['2026-11-25', '2026-11-25', '2026-11-25', '2026-11-25', '来月']
    """
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if isinstance(value, int) and value in _SERIAL:
        return (_ZERO + timedelta(days=value)).isoformat()
    said = str(value).strip()
    plain = _WEEKDAY.sub("", "".join(unicodedata.normalize("NFKC", said).split()))
    for pattern, day in _FORMS:
        if match := pattern.fullmatch(plain):
            try:
                return day(match).isoformat()
            except ValueError:  # 2026/2/30
                return said
    return said


def _of_era(match: re.Match[str]) -> date:
    era, year, month, day = match.groups()
    number = 1 if year == "元" else int(year)
    return date(_ERAS[era.upper()] + number, int(month), int(day))


def _plain_day(match: re.Match[str]) -> date:
    return date(*map(int, match.groups()))


_FORMS: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], date]], ...]] = (
    (_ERA_DAY, _of_era),
    (_DAY, _plain_day),
    (_DIGITS, _plain_day),
)
