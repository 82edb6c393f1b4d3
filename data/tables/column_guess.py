"""What columns are for by their content, where their heads do not say it or say it twice."""

import re
from dataclasses import dataclass, replace
from typing import Final

from ..agents.partner_cells import kind_of_partner, names_body
from ..cells import clean
from ..words.table_words import PLAN_ROLES, Meaning, TableWords, joined
from .layout import Column, Field, Table, has_several
from .level_columns import behind, nested, stacked
from .links import with_links

#: So many rows are looked at.
_SAMPLE: Final = 400
#: So much of a column of partners names bodies.
_BODIES: Final = 0.6
_SENTENCE: Final = re.compile(
    r"。|(?:する|した|ます|図る|行う|める|こと)(?:$|。)|[a-zà-ÿ)][.!?](?:\s|$)"
)


_DATE: Final = re.compile(
    r"(?:\D{1,2}?[0-9０-９元]{1,4}[年/.．-])?[0-9０-９]{1,4}[月/.．-][0-9０-９]{1,2}(?:[日/.．-][0-9０-９]{0,2})?\s*(?:[（(].[）)])?"
)


@dataclass(frozen=True, slots=True)
class Content:
    """Of the filled cells of a column (0-1, but `length` and `filled`)."""

    filled: int
    share: float
    length: float
    distinct: float
    numeric: float
    dates: float
    offices: float
    divisions: float
    sentences: float
    projects: float
    governments: float
    bodies: float
    marks: float
    repeats: bool


def content(place: Field, table: Table, number: int, words: TableWords) -> Content:
    """What the cells below a head are like; each merged cell counts once."""
    rows = [row for row in place.rows if table.body <= row < table.end][:_SAMPLE]
    full = [row for row in rows if has_several(place.row(row))]
    texts, repeats, previous = [], False, ""
    for row in full:
        cell = place.at(row, number)
        if cell is None or cell.row != row or not cell.text.strip():
            continue
        # Merged: the cell of the column it begins in.
        if cell.column != number and any(c.number == cell.column for c in table.columns):
            continue
        text = joined(cell.text)
        repeats |= text == previous and cell.rows == 1
        previous = text
        if not words.is_empty(text):
            texts.append(text)
    count = len(texts) or 1
    return Content(
        filled=len(texts),
        share=len(texts) / (len(full) or 1),
        length=sum(map(len, texts)) / count,
        distinct=len(set(texts)) / count,
        numeric=sum(is_number(text) for text in texts) / count,
        dates=sum(bool(_DATE.fullmatch(text)) for text in texts) / count,
        offices=sum(words.is_office(text) for text in texts) / count,
        divisions=sum(_opens_with_division(text, words) for text in texts) / count,
        sentences=sum(bool(_SENTENCE.search(text)) for text in texts) / count,
        projects=sum(words.ends_like(text, "projects") for text in texts) / count,
        marks=sum(_is_mark(text) for text in texts) / count,
        governments=sum(bool(re.fullmatch(r"\S{1,8}[市町村区]", t)) for t in texts) / count,
        bodies=sum(_opens_with_body(text) for text in texts) / count,
        repeats=repeats,
    )


def _is_mark(text: str) -> bool:
    """Whether a cell has no letter: ○, •, →. What repeats the cell above (〃) says a word."""
    return not any(char.isalnum() or char in '〃々″"' for char in clean(text))


def _opens_with_division(text: str, words: TableWords) -> bool:
    """Whether the first that a cell names is a section of the office: 環境課、商工会."""
    first = re.split(r"[、，,・/／;；\s]", text, maxsplit=1)[0]
    return words.is_office(first) and words.ends_like(first, "divisions")


def _opens_with_body(text: str) -> bool:
    """Whether the first that a cell names is a body outside the office: 青葉商工会、農家."""
    return names_body(re.split(r"[、，,・/／;；\s（(]", text, maxsplit=1)[0])


def is_number(text: str) -> bool:
    """Whether a cell is a figure, with its unit or without."""
    return bool(re.fullmatch(r"[①-⑳\d０-９,，.．\-−△▲%％()（）\s]+(?:円|千円|人|件|回)?", text))


def settled(place: Field, table: Table, words: TableWords) -> Table:
    """`table` with one name column and every column's meaning, by name first, then by content."""
    seen = {c.number: content(place, table, c.number, words) for c in table.columns}
    columns = [_weighed(column, seen[column.number]) for column in table.columns]
    if is_budget(table, words):
        columns = [_item(column, words) for column in columns]
    columns = _with_headless(place, table, columns, words, seen)
    columns = _governed(_goals(_matrix(columns, place, table, words), seen))
    columns = _offices(columns, seen)
    columns = _one_name(columns, seen, words)
    columns = _described(columns, seen)
    columns = _levels(columns, place, table, seen, words)
    columns = with_links(
        columns, place, table, words, {n: said.offices for n, said in seen.items()}
    )
    if name := replace(table, columns=tuple(columns)).first("name"):
        columns = _partners(nested(place, table, columns, name), seen)
    return replace(table, columns=tuple(columns))


def _partners(columns: list[Column], seen: dict[int, Content]) -> list[Column]:
    """Columns without a known head that list companies and associations: those who take part."""
    part = Meaning("partner", 0.5, "participant")
    return [
        replace(c, meaning=part, by="content")
        if c.meaning is None and seen[c.number].filled > 1 and seen[c.number].bodies >= _BODIES else c
        for c in columns
    ]  # fmt: skip


def is_plan(table: Table, words: TableWords) -> bool:
    """Whether a settled table lists projects: it has their names and something of a plan."""
    name = table.first("name")
    if name is None or name.meaning is None:
        return False
    if table.first("parent") and name.by != "name":  # people and offices stand in trees too
        return False
    if is_budget(table, words) and (name.by != "name" or name.meaning.confidence < 0.75):
        return False
    roles = {c.meaning.role for c in table.columns if c.meaning and c.meaning.confidence >= 0.5}
    if any(words.names_people(c.head) for c in table.columns) and not (
        words.is_project_head(name.head)
    ):
        return False
    if name.by == "content" and sum(_marks_projects(c, words) for c in table.columns) >= 2:
        return False  # which practice belongs to which action: the actions are the heads
    foreign = any(words.among_heads(c.head) for c in table.columns)
    if foreign and not roles & {"section", "department", "level", "related"}:
        return False
    others = any(words.lists_others(c.head) for c in table.columns)
    if name.meaning.confidence < 0.7 and others and not roles & {"level", "description"}:
        return False
    if name.meaning.confidence < 0.7:  # known by content only: the table must speak of a plan
        named = {c.meaning.role for c in table.columns if c.meaning and c.by == "name"}
        return bool(named & {"section", "department", "level", "description"}) and not foreign
    return bool(roles & PLAN_ROLES) or "kind" in roles or words.is_project_head(name.head)


def _marks_projects(column: Column, words: TableWords) -> bool:
    """Whether a column is headed by projects and holds marks only: Actions, with • below."""
    meaning = words.meaning(_last(column.head)) or words.meaning(column.head.split(" ")[0])
    read = column.meaning is not None and column.meaning.role == "ignored"
    return read and column.by == "content" and meaning is not None and meaning.role == "name"


def is_budget(table: Table, words: TableWords) -> bool:
    """Whether the heads of a table are those of a budget's items (款, 項, 目)."""
    return sum(words.is_budget_head(column.head) for column in table.columns) >= 2


def _item(column: Column, words: TableWords) -> Column:
    """A budget's item is read by nobody, though a chapter's section is called so too (節)."""
    item = words.is_budget_head(column.head)
    return replace(column, meaning=Meaning("ignored", 0.9), by="name") if item else column


def _last(head: str) -> str:
    return head.rpartition(" ")[2]


def _weighed(column: Column, seen: Content) -> Column:
    """A head that its content contradicts counts for nothing."""
    meaning = column.meaning
    if meaning is None or not seen.filled:
        return column
    if seen.marks > 0.8 and meaning.role == "partner" and kind_of_partner(_last(column.head)):
        return column  # 協働の主体 over 市民 | 事業者, with ● below
    if seen.marks > 0.8 and meaning.role in ("name", "level", "description", "section", "partner"):
        return replace(column, meaning=Meaning("ignored", 0.6), by="content")
    numbers = seen.numeric > 0.8
    if numbers and meaning.role in ("name", "description", "section", "department", "partner"):
        return replace(column, meaning=Meaning("ignored", 0.6), by="content")
    told = seen.length >= 12 or seen.sentences >= 0.3
    if meaning.part == "year" and told:  # what is done in each year, in words
        return replace(column, meaning=Meaning("detail", 0.5), by="content")
    if meaning.role == "amount" and not numbers:
        return replace(column, meaning=Meaning("detail", 0.5), by="content")
    if meaning.role == "partner" and seen.offices > 0.8 and meaning.part in ("participant", ""):
        return replace(column, meaning=Meaning("section", 0.6), by="content")
    if meaning.role in ("department", "section", "partner") and seen.sentences > 0.5:
        return replace(column, meaning=Meaning("detail", 0.5), by="content")
    return column


def _with_headless(
    place: Field, table: Table, columns: list[Column], words: TableWords, seen: dict[int, Content]
) -> list[Column]:
    """Columns that have cells below but no head, such as the two under one wide head."""
    have = {column.number for column in columns}
    rows = [row for row in place.rows if table.body <= row < table.end][:_SAMPLE]
    extra = sorted({n for row in rows for n in place.row(row)} - have)
    for number in extra[:500]:
        seen[number] = content(place, table, number, words)
    return sorted(
        [*columns, *(Column(n, "", None, "content") for n in extra[:500])], key=lambda c: c.number
    )


def _matrix(columns: list[Column], place: Field, table: Table, words: TableWords) -> list[Column]:
    """Columns headed by a section whose cells hold marks only: ◎ in the column of 企画課."""
    found = []
    for column in columns:
        if column.meaning and column.meaning.role == "mark" and column.by == "name":
            texts = {
                joined(cell.text)
                for row in place.rows
                if table.body <= row < table.end
                if (cell := place.at(row, column.number)) is not None
            }
            marked = texts and all(words.among(text, "marks") for text in texts)
            meaning = Meaning("mark", 0.9, column.meaning.part) if marked else None
            column = replace(column, meaning=meaning, by="content")
        found.append(column)
    return found


def _goals(columns: list[Column], seen: dict[int, Content]) -> list[Column]:
    """Columns headed by numbers from 1 on to 17 with marks below: the SDGs, one a column."""
    found = [
        (column, int(last))
        for column in columns
        if (last := _last(column.head)).isdecimal() and len(last) <= 2
        and (seen[column.number].marks > 0.8 or not seen[column.number].filled)
    ]  # fmt: skip
    if [number for _, number in found] != list(range(1, 18)):
        return columns
    told = {column.number: Meaning("sdgs", 0.9, str(number)) for column, number in found}
    return [
        replace(c, meaning=told[c.number], by="content") if c.number in told else c for c in columns
    ]


def _governed(columns: list[Column]) -> list[Column]:
    """都道府県 beside 市町村 says which 市町村; alone it may be a place as well as a government."""
    known = [c.meaning.part for c in columns if c.meaning and c.meaning.role == "government"]
    if "prefecture" not in known or len(set(known)) > 1:
        return columns
    return [
        replace(c, meaning=None) if c.meaning and c.meaning.role == "government" else c
        for c in columns
    ]


def _offices(columns: list[Column], seen: dict[int, Content]) -> list[Column]:
    if any(c.meaning and c.meaning.role in ("section", "mark") for c in columns):
        return columns
    # 実施主体 names the sections beside bodies outside, where no other column has them.
    doing = [
        c for c in columns
        if c.meaning and c.meaning.role == "partner" and c.meaning.part == "participant"
        and seen[c.number].divisions >= 0.5
    ]  # fmt: skip
    if doing and not any(c.meaning and c.meaning.role == "department" for c in columns):
        taken = replace(doing[0], meaning=Meaning("section", 0.6), by="content")
        return [taken if c is doing[0] else c for c in columns]
    if not any(c.meaning and c.meaning.role in ("department", "subunit") for c in columns):
        # Ministries that nothing stands below own what they are named beside.
        columns = [
            replace(c, meaning=Meaning("section", 0.7), by="content")
            if c.meaning and c.meaning.role == "government" and seen[c.number].offices >= 0.6 else c
            for c in columns
        ]  # fmt: skip
    likely = [
        c for c in columns
        if (c.meaning is None or c.meaning.role in ("department", "subunit"))
        and seen[c.number].offices >= 0.6 and seen[c.number].length <= 20
    ]  # fmt: skip
    # Of two such columns the right one is the smaller unit; a head that says 係 stays one.
    likely = [c for c in likely if c.meaning is None] or likely
    if not likely:
        return columns
    chosen = likely[-1]
    taken = replace(chosen, meaning=Meaning("section", 0.7), by="content")
    return [taken if c is chosen else c for c in columns]


def _one_name(columns: list[Column], seen: dict[int, Content], words: TableWords) -> list[Column]:
    """One column of names: of several the one that tells most rows apart; the others are levels."""
    named = [c for c in columns if c.meaning and c.meaning.role == "name"]
    if named:

        def fineness(column: Column) -> tuple[float, float, int]:
            said, meaning = seen[column.number], column.meaning
            assert meaning is not None
            known = said.filled * said.distinct
            return (
                known * (0.5 if meaning.confidence < 0.7 else 1),
                meaning.confidence,
                column.number,
            )

        best = max(named, key=fineness)
        if seen[best.number].filled or len(named) == 1:
            return [_demoted(c, best) if c in named and c is not best else c for c in columns]
    if titled := _titles(columns, seen, words):
        taken = replace(titled, meaning=Meaning("name", 0.7), by="content")
        return [taken if c is titled else c for c in columns]
    levels = [c for c in columns if c.meaning and c.meaning.role == "level"]
    finest = levels[-1] if levels else None
    likely = [
        c for c in columns
        if c.meaning is None and 3 <= seen[c.number].length <= 45 and seen[c.number].filled
        and seen[c.number].numeric < 0.2 and seen[c.number].dates < 0.2 and seen[c.number].sentences < 0.4
        and seen[c.number].offices < 0.4 and seen[c.number].distinct > 0.8
        and seen[c.number].share > 0.5
    ]  # fmt: skip
    if finer := _right_of(finest, columns, likely, seen):
        taken = replace(finer, meaning=Meaning("name", 0.6), by="content")
        return [taken if c is finer else c for c in columns]
    if finest and len(levels) > 1 and seen[finest.number].share > 0.5:
        taken = replace(finest, meaning=Meaning("name", 0.7), by="content")
        return [taken if c is finest else c for c in columns]
    called = [c for c in likely if seen[c.number].projects >= 0.3]
    fullest = max(likely, key=lambda c: (round(seen[c.number].share, 1), -c.number), default=None)
    likely = called or ([fullest] if fullest and not levels else [])
    if likely:
        best = max(likely, key=lambda c: seen[c.number].projects)
        taken = replace(best, meaning=Meaning("name", 0.6), by="content")
        return [taken if c is best else c for c in columns]
    if finest and seen[finest.number].share > 0.5:
        taken = replace(finest, meaning=Meaning("name", 0.7), by="content")
        return [taken if c is finest else c for c in columns]
    return columns


def _right_of(
    finest: Column | None, columns: list[Column], likely: list[Column], seen: dict[int, Content]
) -> Column | None:
    """The unknown column right behind the lowest level that tells more rows apart: 節|対策項目."""
    if finest is None:
        return None
    behind = (
        c for c in columns
        if c.number > finest.number and not (c.meaning and c.meaning.role == "number")
    )  # fmt: skip
    beside = next(behind, None)

    def apart(column: Column) -> float:
        return seen[column.number].share * seen[column.number].distinct

    return beside if beside in likely and apart(beside) > apart(finest) else None


def _titles(columns: list[Column], seen: dict[int, Content], words: TableWords) -> Column | None:
    """A column 具体的な取組 that holds names and no sentences, where no other one names projects.

    Of two that describe (what we will do, how we will do it) the first one says what.
    """
    described = [c for c in columns if c.meaning and c.meaning.role == "description"]
    for column in described:
        said = seen[column.number]
        what = len(described) > 1 and column is described[0]
        longest = 60 if what else 30
        short = 3 <= said.length <= longest and said.sentences < 0.3 and said.distinct > 0.8
        if short and said.filled and (what or words.is_project_head(column.head)):
            return column
    return None


def _demoted(column: Column, name: Column) -> Column:
    role = Meaning("level", 0.6) if column.number < name.number else Meaning("detail", 0.5)
    return replace(column, meaning=role, by="content")


def _described(columns: list[Column], seen: dict[int, Content]) -> list[Column]:
    """One column is the description; further ones are read as other prose."""
    found = [c for c in columns if c.meaning and c.meaning.role == "description"]
    if found:
        best = max(found, key=lambda c: (seen[c.number].filled > 0, -c.number))
        other = Meaning("detail", 0.7)
        return [
            replace(c, meaning=other)
            if c is not best and c.meaning and c.meaning.role == "description" else c
            for c in columns
        ]  # fmt: skip
    prose = [
        c for c in columns
        if (c.meaning is None or c.meaning.role == "detail")
        and seen[c.number].length >= 18 and seen[c.number].sentences >= 0.4
    ]  # fmt: skip
    if not prose:
        return columns
    best = max(prose, key=lambda c: (c.meaning is None, seen[c.number].length))
    taken = replace(best, meaning=Meaning("description", 0.6), by="content")
    return [taken if c is best else c for c in columns]


def _levels(
    columns: list[Column], place: Field, table: Table, seen: dict[int, Content], words: TableWords
) -> list[Column]:
    """Unknown columns before the name whose cells repeat or leave rows blank are levels.

    So are details with a head that is a level's in headings (目標). Of the columns behind the name
    those are levels whose head names one of the plan (政策); others only class the project.
    """
    name = next((c for c in columns if c.meaning and c.meaning.role == "name"), None)
    if name is None:
        return columns
    found = []
    for column in columns:
        said = seen[column.number]
        called = words.headed.level_label(column.head)
        detail = called is not None and column.meaning == words.meaning(column.head)
        detail = detail and column.meaning is not None and column.meaning.role == "detail"
        grouping = bool(said.filled) and (said.share < 0.8 or said.distinct < 0.5)
        if said.repeats and 0.5 <= said.distinct <= 0.8:
            grouping = stacked(place, table, column, columns)
        if called and detail and grouping and column.number < name.number:
            if said.length <= 40 and said.sentences < 0.3:
                meaning = Meaning("level", 0.6, goal=called[0] == "goal")
                column = replace(column, meaning=meaning, by="content")
        elif column.meaning is None and column.number < name.number:
            if said.filled and said.numeric > 0.8:
                column = replace(column, meaning=Meaning("number", 0.6), by="content")
            elif said.filled >= 4 and round(said.filled * said.distinct) == 1:
                pass  # the same word in every row groups nothing
            elif grouping and said.numeric < 0.5 and 1.5 < said.length <= 60:
                column = replace(column, meaning=Meaning("level", 0.5), by="content")
        elif (
            column.meaning and column.meaning.role == "level" and column.number > name.number
            and not behind(column, said.length, said.sentences)
        ):  # fmt: skip
            column = replace(column, meaning=Meaning("detail", 0.5), by="content")
        found.append(column)
    return found
