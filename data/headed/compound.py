"""Compound measures: one heading that strings several statements together."""

from collections.abc import Iterator

from ..source import Source, Span
from ..words.profile import Profile


def statement_spans(source: Source, title: Span, profile: Profile) -> Iterator[Span]:
    """The statements of a compound title; nothing for a simple one.

    A separator parts two statements only where a whole statement ends before it, so that
    同居・近居を促進する stays one.
    """
    text = source.quote(title)
    nouns = tuple(profile.compound["nouns"])
    spans, at = [], 0
    for index, char in enumerate(text):
        whole = (
            text[at:index].endswith(nouns)
            or text[at:index][-1:] in profile.compound["verb_endings"]
        )
        if char in profile.compound["separators"] and index > at and whole:
            spans.append(Span(title.start + at, title.start + index))
            at = index + 1
    if spans:
        yield from spans
        yield Span(title.start + at, title.end)
