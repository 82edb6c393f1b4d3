"""Participations and claims that the prose of projects and packages supports."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from ...errors import InputError
from ...language import Text
from ..agents.owners import owners
from ..agents.partners import Context, Mention, partner_mentions
from ..cells import blank_residue
from ..records import (
    ASSERTED_FROM,
    Agent,
    Claim,
    Element,
    FundingNote,
    ListedItem,
    OutlineItem,
    Package,
    Participation,
    Plan,
    Project,
    Record,
    Thing,
    YearOutline,
)
from ..source import Source, Span
from ..words.lexicon import alternation, load, narrow
from ..words.profile import Column, Profile
from ..words.spelling import key, usual_spelling
from ..words.stated import stated
from . import topics
from .carried import carried
from .correspondence import correspondence
from .funding import funding_notes
from .references import Names
from .schemes import mint_schemes
from .topics import Products, Topic

#: No passage of a plan names more bodies; each costs half a kilobyte.
MAX_NAMES: Final = 10_000


@dataclass(frozen=True, slots=True)
class _Prose:
    """A span whose mentions belong to `element` (an outline's to its package)."""

    element: str
    span: Span


@dataclass(frozen=True, slots=True)
class _Known:
    """What the structure of the plan says before its prose is read."""

    source: Source
    context: Context
    products: Products
    names: Names
    own: dict[str, set[str]]


def mentions(
    source: Source,
    records: list[Record],
    columns: list[tuple[str, Column, Span]],
    profile: Profile,
) -> Iterator[Record]:
    """Schemes, participations and claims, element by element in document order."""
    known = _known(source, records)
    prose = list(_prose(records))
    prose += [_Prose(element, span) for element, column, span in columns if column == "note"]
    order = {record.key: n for n, record in enumerate(records) if isinstance(record, Element)}
    prose.sort(key=lambda part: order[part.element])
    found: list[Record] = [*_columns(source, columns, profile), *_agents(known, prose)]
    claims = [*_topic_claims(known, prose), *known.names.references(source, prose_of(prose))]
    # Words that make a partner of somebody do not make a place of it too.
    partners = _asserted_partners(found)
    claims = [
        claim
        for claim in claims
        if claim.thing.kind != "place" or (claim.element, claim.thing.name) not in partners
    ]
    schemes, claims = mint_schemes(source, claims)
    merged, spellings = _merge_spellings([*found, *claims])
    yield from schemes
    yield from _once(merged)
    yield from _once(list(stated(source, columns)))
    yield from _once([*_correspondence(records), *carried(records), *_usual_names(records)])
    yield from _once_alias(spellings)
    yield from _funding(source, prose)


def _funding(source: Source, prose: list[_Prose]) -> Iterator[FundingNote]:
    for part in prose:
        for start, end in funding_notes(source.quote(part.span)):
            span = Span(part.span.start + start, part.span.start + end)
            yield FundingNote(element=part.element, text=source.quote(span), span=span)


def _asserted_partners(found: list[Record]) -> set[tuple[str, str]]:
    """(element, name) of the organisations that surely take part."""
    return {
        (record.element, record.agent.name)
        for record in found
        if isinstance(record, Participation) and record.agent
        if record.confidence >= ASSERTED_FROM
    }


def prose_of(parts: Iterable[_Prose]) -> list[tuple[str, Span]]:
    """(element, span) pairs."""
    return [(part.element, part.span) for part in parts]


def _known(source: Source, records: list[Record]) -> _Known:
    own: dict[str, set[str]] = defaultdict(set)
    sections: set[str] = set()
    subunits: set[str] = set()
    government = None
    for record in records:
        if isinstance(record, Participation) and record.agent:
            own[record.element].add(record.agent.name)
            if record.agent.kind == "unit":
                (subunits if record.agent.section else sections).add(record.agent.name)
        elif isinstance(record, Plan):
            government = record.government
    projects = [record for record in records if isinstance(record, Project)]
    return _Known(
        source=source,
        context=Context(
            frozenset(sections), frozenset(subunits), government or _usual_government(source.text)
        ),
        products=Products.of(narrow(source.text)),
        names=Names(projects),
        own=own,
    )


#: So often a plan names its own municipality, and so much more often than any other.
_OFTEN: Final = 10
_MORE: Final = 3


@cache
def _municipality() -> re.Pattern[str]:
    return re.compile(
        "(?<![一-龥々ヶケァ-ヴー])[一-龥々ヶケ]{1,5}?[市町村](?!"
        + alternation(load("organisations")["government_not_before"]) + ")"
    )  # fmt: skip


def _usual_government(text: str) -> str | None:
    """The municipality that a text without the name of its government speaks of most; else None.

    It is no partner of its own plan.
    """
    stops = tuple(load("organisations")["government_not_names"])
    counted = Counter(
        name for match in _municipality().finditer(text)
        if len(name := match[0]) > 2 and not name[:-1].endswith(stops)
    )  # fmt: skip
    (name, most), (_, second) = [*counted.most_common(2), ("", 0), ("", 0)][:2]
    return name if most >= max(_OFTEN, _MORE * second) else None


def _prose(records: list[Record]) -> Iterator[_Prose]:
    """The prose of projects and packages; what a package's list and years say is the package's."""
    package_of: dict[str, str] = {}
    for record in records:
        if isinstance(record, Project):
            yield _Prose(record.key, record.name_span)
            if record.description:
                yield _Prose(record.key, record.description.span)
            yield from (_Prose(record.key, part.span) for part in record.prose)
        elif isinstance(record, Package):
            package_of[record.key] = record.key
            yield _Prose(record.key, record.span)
            yield from (_Prose(record.key, part.span) for part in record.background)
        elif isinstance(record, ListedItem | YearOutline | OutlineItem):
            if record.parent not in package_of:
                continue  # a project that is named again under a measure
            package_of[record.key] = package_of[record.parent]
            if not isinstance(record, YearOutline):
                yield _Prose(package_of[record.key], record.span)


def _read(source: Source, span: Span) -> str:
    return narrow(blank_residue(source.quote(span)))


# -- agents -----------------------------------------------------------------------------------


def _agents(known: _Known, prose: list[_Prose]) -> Iterator[Participation]:
    for part in prose:
        text = _read(known.source, part.span)
        for count, mention in enumerate(partner_mentions(text, known.context)):
            if count == MAX_NAMES:
                raise _too_many_names(known.source, part.span)
            if mention.kind == "unit" and mention.name in known.own[part.element]:
                continue
            yield _participation(known, part, mention)


def _too_many_names(source: Source, span: Span) -> InputError:
    return InputError(
        Text(
            f"一つの欄に{MAX_NAMES:,}を超える団体の名前があります",
            f"one passage names more than {MAX_NAMES:,} bodies",
        ),
        where=f"{source.name}:{source.locator(span)}",
        hint=Text(
            "名簿などを除き、計画の本文だけを指定してください",
            "leave out lists of members and name the text of the plan alone",
        ),
    )


def _participation(known: _Known, part: _Prose, mention: Mention) -> Participation:
    start = part.span.start + mention.start
    span = Span(start, part.span.start + mention.end)
    # The name as written: matching narrowed its full-width letters.
    name = known.source.text[start : start + len(mention.name)]
    common = Participation(
        element=part.element,
        role=mention.role,
        span=span,
        confidence=mention.confidence,
        open_ended=mention.open_ended,
    )
    if mention.kind in ("org", "unit"):
        kind = "org" if mention.kind == "org" else "unit"
        agent = Agent(
            "unit" if kind == "unit" else "org",
            name,
            Span(start, start + len(name)),
            collaboration=mention.collaboration,
        )
        return replace(common, agent=agent)
    return replace(common, kind=(mention.kind, name))


def _columns(
    source: Source, columns: list[tuple[str, Column, Span]], profile: Profile
) -> Iterator[Participation]:
    """Partners named in a column of their own."""
    for element, column, span in columns:
        if column != "partner":
            continue
        for owner in owners(source, span, profile):
            mentioned = next(
                iter(
                    partner_mentions(
                        narrow(owner.section) + "と連携", Context(frozenset(), frozenset(), None)
                    )
                ),
                None,
            )
            common = Participation(
                element=element,
                role="cooperation",
                span=owner.span,
                confidence=0.95,
                open_ended=owner.open_ended,
            )
            if mentioned and mentioned.kind not in ("org", "unit"):
                yield replace(common, kind=(mentioned.kind, owner.section))
            elif len(owner.section) >= 2 and owner.section not in ("なし", "未定", "―", "－", "-"):
                body = owner.section.endswith(("協議会", "連絡会", "委員会"))
                place = Span(owner.span.start, owner.span.start + len(owner.section))
                yield replace(common, agent=Agent("org", owner.section, place, collaboration=body))


# -- claims -----------------------------------------------------------------------------------

_PREDICATE = {
    "audience": "audience",
    "theme": "subject",
    "place": "spatial",
    "product": "involves",
    "event": "involves",
    "scheme": "underScheme",
}
_REASON = {
    "audience": "対象を表す言葉",
    "theme": "分野を表す言葉",
    "place": "場所の名",
    "product": "産品の名",
    "event": "行事の名",
    "scheme": "制度や計画の名",
}


def _topic_claims(known: _Known, prose: list[_Prose]) -> Iterator[Claim]:
    for part in prose:
        text = _read(known.source, part.span)
        for topic in _topics(known, text):
            if topic.kind in ("scheme", "event") and known.names.is_name(topic.name):
                continue
            yield _claim(known.source, part, topic)


def _topics(known: _Known, text: str) -> Iterator[Topic]:
    yield from topics.concepts(text, "audience")
    yield from topics.concepts(text, "theme")
    yield from topics.places(text, known.context.government)
    yield from known.products.topics(text)
    yield from topics.events(text)
    yield from topics.schemes(text)


def _claim(source: Source, part: _Prose, topic: Topic) -> Claim:
    span = Span(part.span.start + topic.start, part.span.start + topic.end)
    named = topic.kind not in ("audience", "theme")
    return Claim(
        element=part.element,
        predicate=_PREDICATE[topic.kind],  # type: ignore[arg-type]
        thing=Thing(topic.kind, source.quote(span) if named else topic.name),
        span=span,
        confidence=topic.confidence,
        reason=f"{_REASON[topic.kind]}「{source.quote(span)}」",
    )


def _correspondence(records: list[Record]) -> Iterator[Claim]:
    """Items of each package against its own rows, or its measure's where it has none."""
    projects = [record for record in records if isinstance(record, Project)]
    package_of: dict[str, Package] = {}
    items: dict[str, list[ListedItem | OutlineItem]] = defaultdict(list)
    for record in records:
        if isinstance(record, Package):
            package_of[record.key] = record
        elif isinstance(record, ListedItem | YearOutline | OutlineItem):
            if record.parent not in package_of:
                continue
            package_of[record.key] = package_of[record.parent]
            if not isinstance(record, YearOutline):
                items[package_of[record.key].key].append(record)
    for package_key, listed in items.items():
        measure = package_of[package_key].measure
        rows = [p for p in projects if p.package == package_key]
        rows = rows or [p for p in projects if p.measure == measure]
        yield from correspondence(listed, rows)


# -- aliases ----------------------------------------------------------------------------------


def _usual_names(records: list[Record]) -> Iterator[Claim]:
    """A name written with a rare variant of a character gets the usual spelling as an alias."""
    for record in records:
        if not isinstance(record, Element) or isinstance(
            record, ListedItem | OutlineItem | YearOutline
        ):
            continue
        usual = usual_spelling(record.label)
        if usual != record.label:
            rare = next(a for a, b in zip(record.label, usual, strict=True) if a != b)
            yield Claim(
                element=record.key,
                predicate="altLabel",
                thing=Thing("words", usual),
                span=record.span,
                confidence=0.9,
                reason=f"「{rare}」は「{usual_spelling(rare)}」の異体字",
            )


def _merge_spellings(records: list[Record]) -> tuple[list[Record], list[Claim]]:
    """Names that differ in spelling only become one, and each merge is an alias claim.

    The first spelling in the document is the name; (kind, key of the name) is the identity.
    """
    first: dict[tuple[str, str], str] = {}
    merged: list[Record] = []
    aliases: list[Claim] = []

    def usual(kind: str, name: str, element: str, span: Span) -> str:
        known = first.setdefault((kind, key(name)), name)
        if known != name:
            aliases.append(
                Claim(
                    element=element,
                    subject=Thing(kind, known),  # type: ignore[arg-type]
                    predicate="altLabel",
                    thing=Thing("words", name),
                    span=span,
                    confidence=0.85,
                    reason=f"「{known}」と「{name}」は表記だけが違う",
                )
            )
        return known

    for record in records:
        if isinstance(record, Claim) and record.thing.kind in ("event", "place", "product"):
            kind = record.thing.kind
            name = usual(kind, record.thing.name, record.element, record.span)
            record = replace(record, thing=Thing(kind, name))
        elif isinstance(record, Participation) and record.agent and record.agent.kind == "org":
            name = usual("org", record.agent.name, record.element, record.agent.span)
            record = replace(record, agent=replace(record.agent, name=name))
        merged.append(record)
    return merged, aliases


def _once_alias(aliases: list[Claim]) -> Iterator[Claim]:
    """Each other spelling once, where it first stands."""
    seen: set[tuple[Thing | None, Thing]] = set()
    for alias in aliases:
        if (alias.subject, alias.thing) not in seen:
            seen.add((alias.subject, alias.thing))
            yield alias


def _once(records: Iterable[Record]) -> Iterator[Record]:
    """Each statement once: of several places that say the same, the surest, then the first."""
    best: dict[tuple[object, ...], Record] = {}
    for record in records:
        if isinstance(record, Participation):
            who: object = record.agent.name if record.agent else record.kind
            statement: tuple[object, ...] = ("who", record.element, record.role, who)
        elif isinstance(record, Claim):
            statement = ("claim", record.element, record.subject, record.predicate, record.thing)
        else:
            statement = (id(record),)
        held = best.get(statement)
        if held is None or record.confidence > held.confidence:  # type: ignore[union-attr]
            best[statement] = record
    surest = {
        (r.element, r.agent.name): r.confidence
        for r in sorted(
            (r for r in best.values() if isinstance(r, Participation) and r.agent),
            key=lambda r: r.confidence,
        )
        if r.agent
    }
    for record in best.values():
        # A name joined by no cue says nothing new where another sentence joins it.
        if (
            isinstance(record, Participation)
            and record.agent
            and record.confidence < surest[record.element, record.agent.name]
            and record.confidence < ASSERTED_FROM
        ):
            continue
        yield record
