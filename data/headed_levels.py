"""Goals and measures that headings of a plan open."""

import re

from ..language import Text
from . import cells as prose
from .compound import statement_spans
from .draft import Draft
from .outline import Heading
from .records import Goal, Measure, MeasurePart
from .rows import Row


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
