"""What of a pair of sections fits on half a page: the same text for the page and the document.

The room is counted in lines of print, estimated from the width of the text (a wide character is
1 em, another 0.55); whatever does not fit is counted and said to be more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ..graph.links import Link
from ..graph.suggest import Suggestion
from ..graph.unseen import Unseen
from ..graph.worklist import Candidate, SectionPair
from ..language import Lang
from .excerpt import em, lines, short
from .punctuation import bracketed, labelled, listed, quoted
from .worklist_facts import Fact, facts, place, places
from .worklist_words import JOINT, LINKS, SILENCES, VERDICTS, WORDS, decided_by, reason_line

#: Lines of half an A4 page that are left beside heading, headings of parts and the empty box.
HALF_PAGE: Final = 17.0
#: Widths of a line in em: of text, and of the smaller quotes in their list.
_LINE: Final = 51.0
_QUOTE_LINE: Final = 55.0
_QUOTE: Final = 46
_LABEL: Final = 40
_MOST_LINKS: Final = 3
_MOST_FACTS: Final = 3
_MOST_CANDIDATES: Final = 3
#: Names of further candidates are a hint to look in the workbook, no list.
_MORE_LINES: Final = 2.0


@dataclass(frozen=True, slots=True)
class Could:
    """A candidate as a sentence and its strongest evidence."""

    reason: str
    decided: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Today:
    """A link there is, in one line: what it is, and where the plan says so or who decided it."""

    said: str
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


def block(pair: SectionPair, lang: Lang, *, room: float = HALF_PAGE) -> Block:
    """The pair in `room` lines: the first link and the first candidate always, then what fits."""
    today = [_today(link, lang) for link in pair.links[:_MOST_LINKS]]
    unsaid = tuple(unsaid_line(each, lang) for each in pair.unseen[:2])
    invite = short(listed(pair.invite, lang), 2 * _LINE)
    room -= lines(invite, _LINE) if invite else 0
    room -= sum(lines(each, _QUOTE_LINE) for each in unsaid)
    shown: list[Today] = []
    for each in today:
        need = lines(each.said + each.where, _QUOTE_LINE) + 1
        if not shown or room > 9 + need:  # the candidates need the rest
            shown.append(each)
            room -= need - 1
    shown_could: list[Could] = []
    for candidate in pair.candidates[:_MOST_CANDIDATES]:
        made = could(candidate, lang, most=_MOST_FACTS)
        while len(made.facts) > 1 and _height(made) > room - 1:
            made = Could(made.reason, made.decided, made.facts[:-1])
        if shown_could and _height(made) > room - 1:
            break
        shown_could.append(made)
        room -= _height(made)
    rest = pair.candidates[len(shown_could) :]
    room = min(max(1.0, room), _MORE_LINES)
    return Block(
        rank=pair.rank,
        sections=pair.sections,
        today=tuple(shown),
        today_left=len(pair.links) - len(shown),
        could=tuple(shown_could),
        more=_more([each.suggestion for each in rest], room * _LINE, lang),
        invite=invite,
        unsaid=unsaid,
    )


def _height(could: Could) -> float:
    told = sum(lines(fact.line, _QUOTE_LINE) for fact in could.facts)
    return lines(could.reason + could.decided, _LINE) + 0.9 * told


def _today(link: Link, lang: Lang) -> Today:
    where = decided_by(link.decision) if link.decision else places(link.spans, lang)
    said = labelled(link_kind(link, lang), link_label(link, lang, _LABEL), lang)
    return Today(said, short(where, 30))


def link_label(link: Link, lang: Lang, most: float) -> str:
    """What joins the two, in `most` em; of rows that people joined something of each name."""
    label = link.label.in_lang(lang)
    parts = label.split(" × ") if link.decision else [label]
    return " × ".join(short(part, most / len(parts)) for part in parts)


def link_kind(link: Link, lang: Lang) -> str:
    """What kind of link it is; of one that people decided, which decision it was."""
    kind = (JOINT if link.joint else LINKS[link.kind]).in_lang(lang)
    if link.decision:
        kind += bracketed(VERDICTS[link.decision.verdict].in_lang(lang), lang)
    return kind


def could(candidate: Candidate, lang: Lang, *, most: int = 2) -> Could:
    """A candidate with its `most` strongest facts."""
    suggestion, made = candidate.suggestion, candidate.decision
    return Could(
        reason=short(reason_line(suggestion, lang), 5 * _LINE),
        decided=f"【{VERDICTS[made.verdict].in_lang(lang)}：{decided_by(made)}】" if made else "",
        facts=facts(suggestion, lang, most=most, label=_LABEL, quote=_QUOTE),
    )


def unsaid_line(unseen: Unseen, lang: Lang) -> str:
    """One thing that the plan leaves open, as a sentence, with where it stands."""
    words = short(unseen.span.quote, 20) if unseen.span else ""
    said = SILENCES[unseen.kind].in_lang(lang).format(name=short(unseen.name, 30), words=words)
    return said + bracketed(place(unseen.span, lang), lang) if unseen.span else said


def _more(rest: Sequence[Suggestion], room: float, lang: Lang) -> str:
    """The names of further candidates as far as they fit, and how many are left."""
    if not rest:
        return ""
    said = [
        " × ".join(quoted(short(project.name, 22), lang) for project in each.projects)
        for each in rest
    ]
    fitting = 1
    while fitting < len(said) and em(listed(said[: fitting + 1], lang)) < room - 10:
        fitting += 1
    left = len(said) - fitting
    return listed(said[:fitting], lang) + (bracketed(f"+{left}", lang) if left else "")


def links_left(count: int, lang: Lang) -> str:
    """How many links are not shown, and where they are."""
    return WORDS["see_all"].in_lang(lang).format(n=count) if count else ""
