"""What of a pair of sections fits on half a page: the same text for the page and the document.

The room is counted in lines of print, estimated from the width of the text (a wide character is
1 em, another 0.55); whatever does not fit is counted and said to be more.
"""

import math
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from ..graph.evidence_spans import Span
from ..graph.links import Link
from ..graph.suggest import Suggestion
from ..graph.unseen import Unseen
from ..graph.worklist import Candidate, SectionPair
from ..language import Lang
from .worklist_words import EVIDENCE, LINKS, SILENCES, VERDICTS, WORDS, decided_by

#: Lines of half an A4 page that are left beside heading, headings of parts and the empty box.
HALF_PAGE: Final = 18.0
#: Widths of a line in em: of text, and of the smaller quotes in their list.
_LINE: Final = 51.0
_QUOTE_LINE: Final = 55.0
_QUOTE: Final = 46
_LABEL: Final = 40
_MOST_LINKS: Final = 3
_MOST_FACTS: Final = 3
_MOST_CANDIDATES: Final = 3


@dataclass(frozen=True, slots=True)
class Quote:
    """Where it stands and what it says, shortened."""

    where: str
    words: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A piece of evidence: its kind, its label, a quote of each side."""

    kind: str
    label: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Could:
    """A candidate as a sentence and its strongest evidence."""

    reason: str
    decided: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Today:
    """A link there is, in one line."""

    kind: str
    label: str
    where: str


@dataclass(frozen=True, slots=True)
class Block:
    """A pair of sections for half a page."""

    rank: int
    sections: tuple[str, str]
    today: tuple[Today, ...]
    today_left: int
    could: tuple[Could, ...]
    more: str
    invite: str
    unsaid: tuple[str, ...]


def em(text: str) -> float:
    """The width of `text` in em."""
    return math.fsum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.55 for c in text)


def lines(text: str, width: float) -> int:
    """Lines of print that `text` takes."""
    return max(1, math.ceil(em(text) / width))


def short(text: str, most: float) -> str:
    """`text` on one line, cut to `most` em with an ellipsis."""
    flat = " ".join(text.split())
    if em(flat) <= most:
        return flat
    kept: list[str] = []
    room = most - 1
    for character in flat:
        room -= em(character)
        if room < 0:
            break
        kept.append(character)
    return "".join(kept) + "…"


def block(pair: SectionPair, lang: Lang, *, room: float = HALF_PAGE) -> Block:
    """The pair in `room` lines: the first link and the first candidate always, then what fits."""
    today = [_today(link, lang) for link in pair.links[:_MOST_LINKS]]
    unsaid = tuple(unsaid_line(each, lang) for each in pair.unseen[:2])
    invite = short("、".join(pair.invite), 2 * _LINE)
    room -= lines(invite, _LINE) if invite else 0
    room -= sum(lines(each, _QUOTE_LINE) for each in unsaid)
    shown: list[Today] = []
    for each in today:
        need = lines(each.kind + each.label + each.where, _QUOTE_LINE) + 1
        if not shown or room > 9 + need:  # the candidates need the rest
            shown.append(each)
            room -= need - 1
    could: list[Could] = []
    for candidate in pair.candidates[:_MOST_CANDIDATES]:
        made = _could(candidate, lang, facts=_MOST_FACTS)
        while len(made.facts) > 1 and _height(made) > room - 1:
            made = Could(made.reason, made.decided, made.facts[:-1])
        if could and _height(made) > room - 1:
            break
        could.append(made)
        room -= _height(made)
    rest = pair.candidates[len(could) :]
    return Block(
        rank=pair.rank,
        sections=pair.sections,
        today=tuple(shown),
        today_left=len(pair.links) - len(shown),
        could=tuple(could),
        more=_more([each.suggestion for each in rest], max(1.0, room) * _LINE),
        invite=invite,
        unsaid=unsaid,
    )


def _height(could: Could) -> float:
    facts = sum(lines(_fact_line(fact), _QUOTE_LINE) for fact in could.facts)
    return lines(could.reason + could.decided, _LINE) + 0.9 * facts


def _fact_line(fact: Fact) -> str:
    quotes = " / ".join(f"{quote.where} {quote.words}" for quote in fact.quotes)
    return f"{fact.kind}「{fact.label}」: {quotes}"


def _today(link: Link, lang: Lang) -> Today:
    kind = LINKS[link.kind].in_lang(lang)
    if link.decision:
        kind += f"（{VERDICTS[link.decision.verdict].in_lang(lang)}）"
    where = decided_by(link.decision) if link.decision else places(link.spans)
    return Today(kind, short(link.label.in_lang(lang), _LABEL), short(where, 30))


def places(spans: Iterable[Span]) -> str:
    """Locators, each once, in order: 21行・22行."""
    return "・".join(dict.fromkeys(span.locator for span in spans))


def _could(candidate: Candidate, lang: Lang, *, facts: int) -> Could:
    suggestion, made = candidate.suggestion, candidate.decision
    return Could(
        reason=short(suggestion.reason.in_lang(lang), 5 * _LINE),
        decided=f"【{VERDICTS[made.verdict].in_lang(lang)}：{decided_by(made)}】" if made else "",
        facts=tuple(
            Fact(
                EVIDENCE[fact.kind].in_lang(lang),
                short(fact.label.in_lang(lang), _LABEL),
                quotes(fact.spans[: len(suggestion.projects)]),
            )
            for fact in suggestion.evidence[:facts]
        ),
    )


def could(candidate: Candidate, lang: Lang) -> Could:
    """A candidate by itself, with a few pieces of evidence (trios, a section's own pages)."""
    return _could(candidate, lang, facts=2)


def quotes(spans: Sequence[Span], most: float = _QUOTE) -> tuple[Quote, ...]:
    """Places and their words, shortened."""
    return tuple(Quote(span.locator, short(span.quote, most)) for span in spans)


def unsaid_line(unseen: Unseen, lang: Lang) -> str:
    """One thing that the plan leaves open, as a sentence, with where it stands."""
    words = short(unseen.span.quote, 20) if unseen.span else ""
    said = SILENCES[unseen.kind].in_lang(lang).format(name=short(unseen.name, 30), words=words)
    return f"{said}（{unseen.span.locator}）" if unseen.span else said


def _more(rest: Sequence[Suggestion], room: float) -> str:
    """The names of further candidates as far as they fit, and how many are left."""
    if not rest:
        return ""
    said = [
        " × ".join(f"「{short(project.name, 22)}」" for project in each.projects) for each in rest
    ]
    fitting = 1
    while fitting < len(said) and em("、".join(said[: fitting + 1])) < room - 10:
        fitting += 1
    left = len(said) - fitting
    return "、".join(said[:fitting]) + (f"（+{left}）" if left else "")


def links_left(count: int, lang: Lang) -> str:
    """How many links are not shown, and where they are."""
    return WORDS["see_all"].in_lang(lang).format(n=count) if count else ""
