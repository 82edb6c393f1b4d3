"""Headed text plans as a structure: reading them, and what each line is taken for."""

from collections import Counter
from collections.abc import Iterator

from ..errors import InputError
from ..language import Text
from .document import Document
from .headed import HeadedReader
from .inspection import Guess, Inspection
from .outline import Heading
from .profile import load_profile, profile_text
from .records import Goal, Measure, Package, Project
from .settings import Settings
from .source import Source
from .structures import Found
from .table_inspection import column_guesses


def read(document: Document, settings: Settings) -> Iterator[Found]:
    """The plan of a text document.

    Raises InputError when it has no heading and no table of a plan.
    """
    source, profile = document.source, load_profile(settings.profile)
    reader = HeadedReader(document, profile)
    records = list(reader.records())
    if not any(isinstance(record, Goal | Measure | Package | Project) for record in records):
        first = next(entry for entry in reader.draft.ledger.entries())
        raise InputError(
            Text(
                "計画の見出しも事業の表も見つかりません"
                f"（最初の行は「{source.quote(first.span)[:30]}」、文字コードは {source.encoding}）",
                "no headings and no project tables of a plan were found"
                f" (the first line is “{source.quote(first.span)[:30]}”, encoding {source.encoding})",
            ),
            where=source.name,
            hint=Text(
                "見出しや表の言葉が違うときは、data/profiles/headed-ja.toml の写しに言葉を足して"
                " --profile で指定してください",
                "if the plan uses other words, add them to a copy of data/profiles/headed-ja.toml"
                " and name it with --profile",
            ),
        )
    yield Found(
        source=source,
        settings=settings,
        records=records,
        ledger=reader.draft.ledger.entries(),
        words=profile,
        columns=reader.draft.columns_read,
        notices=reader.draft.notices,
    )


def inspect(document: Document, settings: Settings) -> Inspection:
    """The levels of headings, the columns of tables, and the kinds of line by what became of them."""
    source = document.source
    reader = HeadedReader(document, load_profile(settings.profile))
    for _ in reader.records():
        pass
    counted: Counter[tuple[str, str]] = Counter()
    samples: dict[tuple[str, str], list[str]] = {}
    places: dict[tuple[str, str], str] = {}
    for entry in reader.draft.ledger.entries():
        kind = (entry.state, entry.reason)
        counted[kind] += 1
        places.setdefault(kind, source.locator(entry.span))
        if len(samples.setdefault(kind, [])) < 3:
            samples[kind].append(source.quote(entry.span)[:60])
    lines = tuple(
        Guess(
            place=places[kind],
            name=kind[1],
            role=kind[0],
            confidence=0.0 if kind[0] == "unresolved" else 1.0,
            reason=Text(f"{count}か所", f"{count} places"),
            samples=tuple(samples[kind]),
        )
        for kind, count in counted.items()
    )
    guesses = (*_headings(reader, source), *_tables(reader), *lines)
    return Inspection("headed", guesses, profile_text(settings.profile))


def _headings(reader: HeadedReader, source: Source) -> Iterator[Guess]:
    """Each level of headings over projects: what it is called, how many there are."""
    levels: dict[tuple[int, str, str], list[Heading]] = {}
    for _, heading in sorted(reader.places.outline.items()):
        levels.setdefault((heading.depth, heading.cls, heading.word), []).append(heading)
    for (depth, cls, word), found in sorted(levels.items()):
        known = reader.profile.level_label(word) is not None
        yield Guess(
            place=source.locator(found[0].title),
            name=word,
            role=cls,
            confidence=1.0 if known else 0.6,
            reason=Text(
                f"{depth + 1}段目の見出しが{len(found)}か所",
                f"headings of level {depth + 1}, {len(found)} places",
            ),
            samples=tuple(source.quote(heading.title)[:60] for heading in found[:3]),
        )


def _tables(reader: HeadedReader) -> Iterator[Guess]:
    for found in reader.places.grids.values():
        for table in found.tables:
            if table.head < table.body:
                yield from column_guesses(found.place.grid, found.place, table)
