"""Inspecting headed plans: what kinds of heading, tables and lines are taken for, to be corrected."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from ...language import Text
from ..document import Cell, Document, Grid
from ..inspection import Guess, Inspection, toml_string, toml_strings
from ..settings import Settings
from ..source import Source
from ..tables.column_guess import settled
from ..tables.grids import tables_of
from ..tables.inspection import column_guesses
from ..tables.layout import Field, Table, find_tables
from ..tables.profile import role_of, told_columns
from ..tables.tabbed_text import tabbed_grids, with_grids
from ..words.profile import Profile, load_profile
from ..words.table_words import TableWords, joined, words_beside
from .label_lines import with_forms
from .outline import Heading
from .reader import HeadedReader

#: A line set off in a way that occurs once is shown where it is a heading or a style.
_SHOWN: Final = 2
_SAMPLE: Final = 40
#: What the kinds of numbering look like.
_LOOKS: Final = {
    "counted": "第１　…", "dashed3": "1-1-1 …", "dashed": "1-1 …", "roman": "Ⅰ …", "plain": "１　…",
    "kanji": "一　…", "paren": "（１）…", "circled": "①…", "kana": "ア　…",
}  # fmt: skip


@dataclass(slots=True)
class _Kind:
    """Lines set off in one way: where, their titles, and what each was taken for."""

    place: str
    titles: list[str] = field(default_factory=list)
    taken: Counter[str] = field(default_factory=Counter)

    @property
    def cls(self) -> str:
        """What all of them were taken for; "" where they differ or are no headings."""
        return next(iter(self.taken)) if len(self.taken) == 1 else ""


def inspect(document: Document, settings: Settings) -> Inspection:
    """The kinds of heading, the columns of tables, and the kinds of line by what became of them."""
    profile = load_profile(settings.profile)
    words = words_beside(profile)
    document = with_forms(with_grids(document, profile, words), profile, words)
    reader = HeadedReader(document, profile)
    for _ in reader.records():
        pass
    kinds = _kinds(reader)
    by_lines = tabbed_grids(document, words)
    tables = [
        *((f.place.grid, table) for f in reader.places.grids.values() for table in f.tables),
        *((grid, table) for grid in by_lines for table in tables_of(grid, words)),
    ]
    guesses = (
        *_headings(reader, document.source), *_others(kinds), *_columns(tables), *_lines(reader)
    )  # fmt: skip
    read = {(grid.name, table.head) for grid, table in tables}
    read |= {(grid.name, cell.row) for grid in document.grids() for cell in _known(grid, profile)}
    # Labels and values have no heads: a profile that named some would read them as a table.
    places = reader.places
    forms = {number for number, found in places.grids.items() if found.forms} | places.cards
    grids = [g for number, g in enumerate(document.grids(), 1) if number not in forms]
    grids += by_lines
    return Inspection("headed", guesses, _toml(kinds, _heads(grids, words, read), settings.profile))


def _kinds(reader: HeadedReader) -> dict[tuple[str, str], _Kind]:
    places, source = reader.places, reader.source
    found: dict[tuple[str, str], _Kind] = {}
    for at, ways in sorted(places.ways().items()):
        signature, title = next(iter(ways.items()))
        kind = found.setdefault(signature, _Kind(source.locator(title)))
        kind.titles.append(source.quote(title)[:_SAMPLE])
        heading = places.outline.get(at)
        project = at in places.named or at in places.listed
        kind.taken[heading.cls if heading else "project" if project else ""] += 1
    return {
        signature: kind
        for signature, kind in found.items()
        if len(kind.titles) >= _SHOWN or signature[0] == "style" or kind.cls
    }


def _headings(reader: HeadedReader, source: Source) -> Iterator[Guess]:
    """Each level of headings over projects: what it is called, how many there are."""
    levels: dict[tuple[int, str, str], list[Heading]] = defaultdict(list)
    for _, heading in sorted(reader.places.outline.items()):
        levels[heading.depth, heading.cls, heading.word].append(heading)
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


def _others(kinds: dict[tuple[str, str], _Kind]) -> Iterator[Guess]:
    """The ways to set off lines of which not all are headings of one class."""
    for signature, kind in kinds.items():
        if kind.cls in ("goal", "measure"):
            continue
        count, projects = len(kind.titles), kind.taken["project"]
        yield Guess(
            place=kind.place,
            name=looks(signature),
            role="project" if kind.cls else "",
            confidence=round(max(kind.taken.values()) / count, 2) if kind.cls else 0.0,
            reason=Text(
                f"{count}か所（事業 {projects}、見出し {count - projects - kind.taken['']}、"
                f"その他 {kind.taken['']}）",
                f"{count} places ({projects} projects,"
                f" {count - projects - kind.taken['']} headings, {kind.taken['']} neither)",
            ),
            samples=tuple(kind.titles[:3]),
        )


def looks(signature: tuple[str, str]) -> str:
    """How a way to set off lines looks to a reader.

    >>> looks(("number", "paren")), looks(("style", "2"))
    ('（１）…', '見出し2')
    """
    kind, which = signature
    if kind == "number":
        return _LOOKS.get(which) or f"第１{which.removeprefix('第')}　…"
    if kind == "style":
        return f"見出し{which}"
    return f"{which}１　…" if kind in ("word", "label") else f"{which}…"


def _columns(tables: Sequence[tuple[Grid, Table]]) -> Iterator[Guess]:
    """The columns of tables; those of tables with the same heads and roles once, with their number."""
    alike: dict[tuple[tuple[str, str], ...], list[tuple[Grid, Table]]] = defaultdict(list)
    for grid, table in tables:
        if table.head < table.body:
            heads = tuple((joined(column.head), role_of(column)) for column in table.columns)
            alike[heads].append((grid, table))
    for found in alike.values():
        grid, table = found[0]
        for guess in column_guesses(grid, Field.of(grid), table):
            said = guess.reason
            if len(found) > 1:
                said = Text(f"{said.ja}、{len(found)}表", f"{said.en}, {len(found)} tables")
            yield replace(guess, reason=said)


def _lines(reader: HeadedReader) -> Iterator[Guess]:
    """The kinds of line by what the ledger says of them."""
    source = reader.source
    counted: Counter[tuple[str, str]] = Counter()
    samples: dict[tuple[str, str], list[str]] = defaultdict(list)
    places: dict[tuple[str, str], str] = {}
    for entry in reader.draft.ledger.entries():
        kind = (entry.state, entry.reason)
        counted[kind] += 1
        places.setdefault(kind, source.locator(entry.span))
        if len(samples[kind]) < 3:
            samples[kind].append(source.quote(entry.span)[:60])
    for (state, reason), count in counted.items():
        yield Guess(
            place=places[state, reason],
            name=reason,
            role=state,
            confidence=0.0 if state == "unresolved" else 1.0,
            reason=Text(f"{count}か所", f"{count} places"),
            samples=tuple(samples[state, reason]),
        )


def _heads(
    grids: Sequence[Grid], words: TableWords, read: set[tuple[str, int]]
) -> dict[tuple[str, ...], tuple[Table, bool]]:
    """The heads of tables → the first table with them, and whether its rows are projects.

    `read` are the names of the grids of projects with the rows of their heads.
    """
    found: dict[tuple[str, ...], tuple[Table, bool]] = {}
    for grid in grids:
        place = Field.of(grid)
        for guessed in find_tables(grid, words):
            table = told_columns(settled(place, guessed, words), words)
            heads = tuple(joined(column.head) for column in table.columns)
            projects = (grid.name, table.head) in read
            if any(heads) and (projects or heads not in found):
                found[heads] = (table, projects)
    return found


def _known(grid: Grid, profile: Profile) -> Iterator[Cell]:
    """The first cells of rows that the profile's own words read as heads, whatever is below them."""
    for cells in Field.of(grid).cells.values():
        row = sorted(cells.items())
        if profile.columns([cell.text for _, cell in row]) is not None:
            yield row[0][1]


def _toml(
    kinds: dict[tuple[str, str], _Kind],
    heads: dict[tuple[str, ...], tuple[Table, bool]],
    profile: str,
) -> str:
    """A profile that says what was guessed, to be corrected by a person."""
    lines = [
        "# 直してから: enishi build 文書 --profile このファイル",
        'kind = "headed"',
        'name = "inspected"',
        "# 見出しや欄の言葉は、このプロファイルのものを使います。足すときは下に書き加えます。例:",
        "#   [columns]",
        '#   section = ["主管"]',
        f"base = {toml_string('headed-ja' if profile.endswith('.toml') else profile)}",
        "",
        "# 見出しの書き方ごとに、何として読むか。",
        "# class: goal（目標）, measure（施策）, project（事業の名称）, ignored（見出しとして読まない）,",
        '#        ""（一つずつ前後から判断する）',
    ]
    for signature, kind in kinds.items():
        samples = " | ".join(kind.titles[:3])
        lines += [
            "",
            f"# {looks(signature)}  {len(kind.titles)}か所: {_comment(samples)}",
            "[[headings]]",
            f"like = {toml_string(':'.join(signature))}",
            f"class = {toml_string(kind.cls)}",
        ]
    if heads:
        lines += [
            "",
            "# 表の見出しと、その列を何として読むか（左から順に）。",
            "# roles: name（事業名）, description（内容）, section（課）, department（部）, subunit（係）,",
            "#        related（関係課）, level（施策）, level:goal（目標）, partner:cooperation（連携先）,",
            "#        partner:contractor（委託先）, partner:participant（実施主体）, amount（支払額）, number（番号）,",
            '#        status（新規・継続）, detail（その他の文）, sdgs, reading（よみがな）, ignored, ""（読まない）',
            "# name のない表は事業の表として読みません。",
        ]
    for names, (table, projects) in heads.items():
        roles = [role_of(column) if projects else "" for column in table.columns]
        lines += [
            "",
            "[[heads]]",
            f"columns = {toml_strings(names)}",
            f"roles   = {toml_strings(roles)}",
        ]
    return "\n".join(lines) + "\n"


def _comment(text: str) -> str:
    return "".join(char if char.isprintable() else " " for char in text)
