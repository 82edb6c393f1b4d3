"""One section's own two pages: where it stands and whom it could talk with; then the forms."""

from dataclasses import dataclass
from typing import Final

from ..graph.links import Link
from ..graph.worklist import SectionPair, Worklist
from ..language import Lang
from .excerpt import excerpt, lines, short
from .punctuation import labelled, quoted
from .worklist_blocks import Block, Today, block, link_kind, link_label, unsaid_line
from .worklist_facts import places
from .worklist_words import decided_by, proposed_line

#: Forms on the second page, and the lines of text that each has room for.
FORMS: Final = 4
_FORM_ROOM: Final = 6.5
#: Lines of the first page for links, for partners and for what the plan leaves open.
_LINK_ROOM: Final = 15
_PARTNER_ROOM: Final = 17
_UNSAID_ROOM: Final = 6
#: Lines for what workshops proposed; they and their heading are taken from the partners.
_PROPOSED_ROOM: Final = 4
_LINE: Final = 52.0


@dataclass(frozen=True, slots=True)
class Partner:
    """Another section of the first page: how many candidates, and the best one's names."""

    rank: int
    name: str
    candidates: int
    best: str


@dataclass(frozen=True, slots=True)
class OwnPages:
    """What fits on the two pages, and how much was left out of each part."""

    name: str
    today: tuple[tuple[str, Today], ...]
    today_left: int
    partners: tuple[Partner, ...]
    partners_left: int
    unsaid: tuple[str, ...]
    unsaid_left: int
    forms: tuple[tuple[str, Block], ...]
    blanks: int
    proposed: tuple[str, ...] = ()
    proposed_left: int = 0


def own_pages(work: Worklist, lang: Lang) -> OwnPages:
    """The two pages of `work.section`; forms without a candidate stay blank, to be filled in."""
    name = work.section or ""
    today = _today(work, name, lang)
    partners = [_partner(pair, name, lang) for pair in work.pairs]
    unsaid = [unsaid_line(each, lang) for each in work.unseen]
    forms = [
        (_other(pair, name), block(pair, lang, room=_FORM_ROOM)) for pair in work.pairs[:FORMS]
    ]
    shown_today = _fitting([f"{name}{each.said}{each.where}" for name, each in today],
                           _LINK_ROOM)  # fmt: skip
    shown_unsaid = _fitting(unsaid, _UNSAID_ROOM)
    proposed = [short(proposed_line(each, lang), 2 * _LINE - 4) for each in work.proposed]
    shown_proposed = _fitting(proposed, _PROPOSED_ROOM)
    partner_room = _PARTNER_ROOM - (_PROPOSED_ROOM + 2 if proposed else 0)
    shown_partners = min(len(partners), partner_room)
    return OwnPages(
        name=name,
        today=tuple(today[:shown_today]),
        today_left=len(today) - shown_today,
        partners=tuple(partners[:shown_partners]),
        partners_left=len(partners) - shown_partners,
        unsaid=tuple(unsaid[:shown_unsaid]),
        unsaid_left=len(unsaid) - shown_unsaid,
        forms=tuple(forms),
        blanks=FORMS - len(forms),
        proposed=tuple(proposed[:shown_proposed]),
        proposed_left=len(proposed) - shown_proposed,
    )


def _other(pair: SectionPair, name: str) -> str:
    return next((each for each in pair.sections if each != name), name)


def _today(work: Worklist, name: str, lang: Lang) -> list[tuple[str, Today]]:
    """(the other section, link) with the sentence that says so, or the rows."""
    found = []
    for sections, links in work.joined.items():
        other = next((each for each in sections if each != name), name)
        for link in links:
            said = labelled(link_kind(link, lang), link_label(link, lang, 36), lang)
            found.append((short(other, 16), Today(said, _where(link, lang))))
    return found


def _where(link: Link, lang: Lang) -> str:
    """Who decided; places alone for rows of a package, else the first sentence with its place."""
    if link.decision:
        return decided_by(link.decision)
    where = short(places(link.spans, lang), 40)
    if link.kind == "package" or not link.spans:
        return where
    return f"{where}　{excerpt(link.spans[0], 70)}"


def _partner(pair: SectionPair, name: str, lang: Lang) -> Partner:
    projects = pair.candidates[0].suggestion.projects
    best = " × ".join(quoted(short(each.name, 17), lang) for each in projects)
    return Partner(pair.rank, short(_other(pair, name), 14), len(pair.candidates), best)


def _fitting(texts: list[str], room: int) -> int:
    """How many of `texts` fit in `room` lines."""
    taken = 0
    for number, text in enumerate(texts):
        taken += lines(text, _LINE)
        if taken > room:
            return number
    return len(texts)
