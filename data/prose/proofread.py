"""Defects of the source worth a person's look. Nothing is repaired."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from ...language import Text
from ..records import Notice, Project, Record, notice_at
from ..source import Source, Span
from ..words.lexicon import load


@cache
def _slips() -> list[tuple[re.Pattern[str], dict[str, str]]]:
    return [(re.compile(slip["pattern"]), slip) for slip in load("spelling")["slips"]]


def proofread(source: Source, records: list[Record]) -> Iterator[Notice]:
    """Slips of spelling, and rows that share one description."""
    for pattern, slip in _slips():
        for match in pattern.finditer(source.text):
            yield notice_at(
                source,
                Span(*match.span()),
                Text(
                    f"「{match[0]}」: {slip['say_ja']}（原文のまま残しました）",
                    f"“{match[0]}”: {slip['say_en']} (kept as written)",
                ),
            )
    same: dict[str, list[Project]] = defaultdict(list)
    for record in records:
        if isinstance(record, Project) and record.description:
            same[record.description.text].append(record)
    for first, *others in same.values():
        for other in others:
            place = notice_at(source, first.span, Text("", "")).place
            yield notice_at(
                source,
                other.span,
                Text(
                    f"取組内容が{place.ja}の「{first.label}」と同文です",
                    f"the same text as “{first.label}” in {place.en}",
                ),
            )
