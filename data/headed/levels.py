"""Goals and measures that headings of a plan open."""

import re
from typing import Final

from ...language import Text
from .. import cells as prose
from ..records import Goal, Measure, MeasurePart
from ..rows import Row
from .compound import statement_spans
from .draft import Draft
from .outline import Heading

#: What stands before the name of a city in the title of its plan: 第3次, 令和6年度, （案）.
_BEFORE: Final = re.compile(
    r"(?:第[0-9０-９一二三四五六七八九十]+[次期]|(?:令和|平成)[0-9０-９元]+年度?|[0-9０-９]{4}年度?"
    r"|[（(][^（）()]{1,6}[）)]|[\s　・「『])+"
)
_CITY: Final = re.compile(r"[一-龥々ヶケぁ-んァ-ヶー]{1,10}?[市区町村](?![民政内立役場づおぐ])")


def government_in(title: str) -> str | None:
    """The city that the title of a plan begins with.

    >>> government_in("第3次みやま市環境基本計画"), government_in("市民の健康計画")
    ('みやま市', None)
    """
    before = _BEFORE.match(title)
    match = _CITY.match(title, before.end() if before else 0)
    return match[0] if match else None


def read_goal(draft: Draft, row: Row, heading: Heading) -> str:
    """Add the goal that a heading opens; its key."""
    title = draft.source.quote(heading.title)
    match = re.fullmatch(
        r"[「『]?(?P<slogan>.+?)[」』]?\s*(?:[<＜〈《〜～](?P<alias>[^<>＜＞〈〉《》〜～]+)[>＞〉》〜～])?",
        title,
    )
    slogan, alias = (match["slogan"], match["alias"]) if match else (title, None)
    key = draft.mint("goal")
    number = heading.number or str(draft.numbers["goal"])
    if number.isdecimal():
        if int(number) <= draft.numbers["goal_number"]:
            draft.notice(
                row.span, Text("目標の番号が前後しています", "goal numbers are out of order")
            )
        draft.numbers["goal_number"] = int(number)
    label = prose.clean(slogan)
    draft.out.append(
        Goal(key=key, parent="", label=label, span=row.span, number=number, alias=alias)
    )
    draft.note(row, "modelled", "目標", key)
    return key


def read_measure(draft: Draft, row: Row, heading: Heading) -> str:
    """Add the measure that a heading opens, and the statements strung together in it; its key."""
    parent = draft.parent()
    goal = next((key for _, cls, key in draft.stack if cls == "goal"), None)
    key = draft.mint("measure")
    label = prose.clean(draft.source.quote(heading.title)).strip("「」『』")
    draft.out.append(
        Measure(
            key=key,
            parent=parent,
            label=label,
            span=row.span,
            level=heading.word,
            goal=goal,
            number=heading.number,
        )
    )
    for n, part in enumerate(statement_spans(draft.source, heading.title, draft.profile), 1):
        text = draft.source.quote(part)
        draft.out.append(MeasurePart(key=f"{key}/part/{n}", parent=key, label=text, span=part))
    draft.note(row, "modelled", "施策", key)
    return key
