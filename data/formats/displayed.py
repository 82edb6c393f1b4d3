"""Values of a workbook's cells as a spreadsheet shows them: by the cell's number format."""

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import cache
from typing import Final

#: Eras of the Japanese calendar, the latest first: (first day, letter, one character, name).
_ERAS: Final = (
    (date(2019, 5, 1), "R", "令", "令和"),
    (date(1989, 1, 8), "H", "平", "平成"),
    (date(1926, 12, 25), "S", "昭", "昭和"),
    (date(1912, 7, 30), "T", "大", "大正"),
    (date(1868, 1, 25), "M", "明", "明治"),
)
_WEEKDAYS: Final = "月火水木金土日"
_TOKEN: Final = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.|\[(?P<bracket>[^\]]*)\]|AM/PM|am/pm'
    r"|(?P<era>g+)|(?P<letters>[yY]+|[mM]+|[dD]+|[hH]+|[sS]+|[eE]+|a{3,4})|(?P<other>.)",
    re.DOTALL,
)
_DIGITS: Final = re.compile(r"[#0?][#0?,]*(?:\.(?P<places>[#0?]*))?(?P<scale>,*)")

Value = str | bool | int | float | datetime | date | time | timedelta | None


def displayed(value: Value, number_format: str = "General") -> str:
    """`value` as the format shows it; "" for an empty cell.

    >>> displayed(1234567, '#,##0"千円"'), displayed(0.256, "0.0%"), displayed(-3, "#,##0;△#,##0")
    ('1,234,567千円', '25.6%', '△3')
    >>> displayed(datetime(2026, 4, 1), '[$-411]ggge"年"m"月"d"日"')
    '令和8年4月1日'
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime | date | time):
        return _moment(value, number_format)
    if isinstance(value, timedelta):
        return str(value)
    return _number(value, number_format)


# -- numbers ----------------------------------------------------------------------------------


def _number(value: float, number_format: str) -> str:
    sections = _sections(number_format)
    section = sections[0]
    negative = value < 0
    if negative and len(sections) > 1:
        section, negative = sections[1], False
    elif value == 0 and len(sections) > 2:
        section = sections[2]
    section = re.sub(r"\[[^\]]*\]", "", section)
    bare = re.sub(r'"[^"]*"|\\.|_.|\*.', "", section)
    digits = _DIGITS.search(bare)
    if digits is None or "General" in section or re.search(r"[eE][+-]|/|[@]", bare):
        said = _literal(section).strip()
        worded = digits is None and said and "General" not in section and "@" not in bare
        return said if worded else _general(value)
    try:
        shown = _scaled(abs(Decimal(repr(value))), bare, digits)
    except InvalidOperation:
        return _general(value)
    found = re.search(_DIGITS, section)
    assert found is not None
    before, after = _literal(section[: found.start()]), _literal(section[found.end() :])
    return f"{'-' if negative else ''}{before}{shown}{after}".strip()


def _scaled(amount: Decimal, bare: str, digits: re.Match[str]) -> str:
    """The digits alone: percent, thousands, places, leading zeros."""
    if "%" in bare:
        amount *= 100
    amount /= 1000 ** len(digits["scale"] or "")
    places = digits["places"] or ""
    rounded = amount.quantize(Decimal(1).scaleb(-len(places)), rounding=ROUND_HALF_UP)
    whole, _, part = f"{rounded:f}".partition(".")
    optional = len(places) - len(places.rstrip("#"))
    while optional and part.endswith("0"):
        part, optional = part[:-1], optional - 1
    pattern = digits[0].partition(".")[0].rstrip(",")
    least = pattern.count("0")
    whole = "" if whole == "0" and not least and part else whole.zfill(least)
    if "," in pattern:
        whole = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ",", whole)
    return f"{whole}.{part}" if part else whole


def _general(value: float) -> str:
    """As General shows it: up to eleven significant digits, no exponent for ordinary sizes.

    >>> _general(0.1 + 0.2), _general(1200.0)
    ('0.3', '1200')
    """
    if isinstance(value, int):
        return str(value)
    short = f"{value:.11g}"
    return f"{Decimal(short):f}" if "e" in short and 1e-9 < abs(value) < 1e15 else short


def _sections(number_format: str) -> list[str]:
    return re.findall(r'(?:"[^"]*"|\\.|[^;])*', number_format)[::2] or ["General"]


def _literal(piece: str) -> str:
    """The words of a piece of a format, without its spacing and filling codes."""
    said = re.sub(
        r'"([^"]*)"|\\(.)|_.|\*.', lambda match: match[1] or match[2] or "", piece, flags=re.DOTALL
    )
    return re.sub(r"[#0?]", "", said)


# -- dates ------------------------------------------------------------------------------------


def _moment(value: datetime | date | time, number_format: str) -> str:
    if isinstance(value, time):
        value = datetime.combine(date(1900, 1, 1), value)
    elif not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day)
    tokens = _tokens(_sections(number_format)[0])
    if "General" in number_format or not any(
        kind == "letters" for kind, _ in tokens
    ):  # a format of no date: say it plainly
        whole = value.time() == time()
        return f"{value:%Y-%m-%d}" if whole else f"{value:%Y-%m-%d %H:%M}"
    written = []
    for index, (kind, text) in enumerate(tokens):
        if kind == "era":
            era = _era(value)
            written.append(str(era[3 - min(len(text), 3)]) if era else "")
        elif kind == "letters":
            written.append(_part(value, text.lower(), _is_minute(tokens, index)))
        else:
            written.append(text)
    return "".join(written).strip()


@cache
def _tokens(section: str) -> list[tuple[str, str]]:
    found = []
    for match in _TOKEN.finditer(section):
        kind = match.lastgroup or "skip"
        if kind in ("quoted", "escaped", "other"):
            found.append(("text", match[kind]))
        elif kind in ("era", "letters"):
            found.append((kind, match[0]))
    return found


def _is_minute(tokens: list[tuple[str, str]], index: int) -> bool:
    """An m is a minute behind hours or before seconds."""
    before = next((t.lower() for k, t in reversed(tokens[:index]) if k == "letters"), "")
    after = next((t.lower() for k, t in tokens[index + 1 :] if k == "letters"), "")
    return before.startswith("h") or after.startswith("s")


def _era(value: datetime) -> tuple[str, str, str, int] | tuple[()]:
    for first, letter, short, name in _ERAS:
        if value.date() >= first:
            return name, short, letter, value.year - first.year + 1
    return ()


def _part(value: datetime, letters: str, minute: bool) -> str:
    size = len(letters)
    if letters[0] == "y":
        return f"{value.year:04d}" if size > 2 else f"{value.year % 100:02d}"
    if letters[0] == "e":
        era = _era(value)
        return f"{era[3]:0{size}d}" if era else str(value.year)
    if letters[0] == "a":
        return _WEEKDAYS[value.weekday()] + ("曜日" if size == 4 else "")
    if letters[0] == "m" and not minute:
        return (
            value.strftime("%b" if size == 3 else "%B") if size > 2 else f"{value.month:0{size}d}"
        )
    if letters[0] == "d":
        return value.strftime("%a" if size == 3 else "%A") if size > 2 else f"{value.day:0{size}d}"
    number = {"h": value.hour, "m": value.minute, "s": value.second}[letters[0]]
    return f"{number:0{min(size, 2)}d}"
