"""Tables of projects as a structure: reading them, inspecting them, refusing what is no plan."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from ...errors import InputError
from ...language import Text
from ..document import Cell, Document, Grid, Paragraph
from ..found import Found
from ..records import Plan, Project, Record
from ..settings import Settings
from ..words.heading_numbers import numbering
from ..words.table_words import TableWords, fiscal_year, joined, load_table_words
from .captions import captioned
from .column_guess import settled
from .governments import Part, parts
from .grids import forms_of, read_form, read_preface, read_rest, read_tables, tables_of
from .headings import COUNTED, Above, band, heading, kinds_alone
from .layout import Column, Field, Table, distinct, find_tables
from .pooled import pooled
from .profile import unused
from .project_cells import ProjectWriter
from .retold import settle_retold
from .side_by_side import apart
from .spoken_cells import told_apart


def read(document: Document, settings: Settings) -> Iterator[Found]:
    """The plans of a document of tables, one for each government that a column names.

    Raises InputError when no table and no form names projects, with what was seen.
    """
    words = load_table_words(settings.profile)
    document = told_apart(apart(document, words), words)
    tables = {number: tables_of(grid, words) for number, grid in enumerate(document.grids())}
    tables = captioned(document, tables, words)
    contents, listing = _contents(document, tables, words)
    vain = list(unused(document, words))
    for part in parts(document, tables, words, settings):
        writer = ProjectWriter(part.document.source, words)
        listed: set[int] = set()
        levels = _sheets_of_levels(part.document, tables, words)
        for number, grid in enumerate(part.document.grids()):
            if number in contents:
                _contents_sheet(grid, writer)
                continue
            before = writer.table
            _read_grid(grid, tables[number], writer, named=number in levels)
            if number in listing:
                listed.update(range(before + 1, writer.table + 1))
        for paragraph in part.document.parts:
            if isinstance(paragraph, Paragraph) and paragraph.kind == "running":
                writer.ledger.claim(paragraph.span, "structural", "ファイルの名前など")
        told = settle_retold(writer, writer.finished(), frozenset(listed))
        if not any(isinstance(record, Project) for record in told.records):
            raise no_plan(document, tables, words)
        yield Found(
            source=part.document.source,
            settings=_titled(part, told.records),
            records=told.records,
            ledger=pooled(told.ledger, part.document.source),
            words=words.headed,
            columns=told.columns,
            notices=[*vain, *writer.notices, *told.notices],
        )
        vain = []


def _titled(part: Part, records: Sequence[Record]) -> Settings:
    """Settings by which plans of several governments in one file are told apart by their titles."""
    settings = part.settings
    if not part.several or settings.title:
        return settings
    titles = (record.label for record in records if isinstance(record, Plan))
    title = next(titles, Path(part.document.source.name).stem)
    return replace(settings, title=f"{settings.government} {title}")


def _contents(
    document: Document, tables: dict[int, list[Table]], words: TableWords
) -> tuple[set[int], set[int]]:
    """The sheets that list the others: called 目次, or naming the projects of the forms.

    The latter in a set of their own where they alone say what levels the projects stand below.
    """
    grids = dict(enumerate(document.grids()))
    filled = [
        each
        for number, grid in grids.items()
        if not tables[number]
        for form in forms_of(Field.of(grid), words)
        for each in form.filled
    ]
    forms = {joined(each.cell.text) for each in filled if each.meaning.role == "name"}
    levelled = any(each.meaning.role == "level" for each in filled)
    found: set[int] = set()
    listing: set[int] = set()
    for number, grid in grids.items():
        names = {joined(cell.text) for cell in _names(grid, tables[number])}
        repeated = len(forms) > 1 and len(names & forms) >= 0.8 * len(names) > 0
        if len(grids) > 1 and words.among(grid.name, "contents"):
            found.add(number)
        elif repeated:
            placed = not levelled and any(table.first("level") for table in tables[number])
            (listing if placed else found).add(number)
    return found, listing


def _contents_sheet(grid: Grid, writer: ProjectWriter) -> None:
    _cover(grid, writer)
    spans = [cell.span for cell in grid.cells]
    for span in [grid.name_span, *spans] if grid.name_span else spans:
        if not writer.ledger.has(writer.source.unit_of(span.start)):
            writer.ledger.claim(span, "structural", "目次")


def _names(grid: Grid, tables: list[Table]) -> Iterator[Cell]:
    """The cells of project names in a sheet's tables."""
    for table in tables:
        name = table.first("name")
        for cell in grid.cells:
            if name and cell.column == name.number and table.body <= cell.row < table.end:
                yield cell


def _sheets_of_levels(
    document: Document, tables: dict[int, list[Table]], words: TableWords
) -> set[int]:
    """The sheets whose names are levels: 基本目標1 緑のまち; 1 緑のまち, 2 学びのまち with the same heads."""
    named = {
        number: grid for number, grid in enumerate(document.grids())
        if grid.name_span is not None and tables[number]
    }  # fmt: skip
    known = {number for number, grid in named.items() if words.headed.level_heading(grid.name)}
    heads = {tuple(c.head for c in tables[number][0].columns) for number in named}
    counted = {found[:2] for grid in named.values() if (found := numbering(grid.name))}
    titles = any(_is_title(joined(grid.name)) for grid in named.values())
    numbered = sum(numbering(grid.name) is not None for grid in named.values()) == len(named)
    if len(named) > 1 and numbered and len(heads) == len(counted) == 1 and not titles:
        return set(named)
    return known


def _read_grid(grid: Grid, tables: list[Table], writer: ProjectWriter, *, named: bool) -> None:
    place = Field.of(grid)
    above = Above(kinds=kinds_alone(place))
    writer.default_office, writer.year = _office_of(grid, writer), fiscal_year(grid.name)
    if grid.name_span is not None and named:
        name = Cell(0, 0, grid.name, grid.name_span)
        if not heading(writer, name, above):
            band(writer, name, above)
    forms = [] if tables else forms_of(place, writer.words)
    if not tables and not forms:
        _cover(grid, writer)
        _left_out(grid, writer)
    first = tables[0].head if tables else min((c.row for f in forms for c in f.labels), default=0)
    caption = tables[0].caption if tables else None
    for row in place.rows:
        if row < first and (caption is None or row != caption.row):
            _preface(place, row, writer, above)
    read_tables(place, tables, writer, above)
    for form in forms:
        read_form(form, writer)  # all forms are one table: 0
    if forms:
        read_rest(place, writer)


def _left_out(grid: Grid, writer: ProjectWriter) -> None:
    """The cells of a sheet that the profile says is not to be read (`read = false`)."""
    told = [sheet for sheet in writer.words.sheets if sheet.get("sheet", "") in (grid.name, "*")]
    if not told or any(sheet.get("read", True) for sheet in told):
        return
    for cell in grid.cells:
        if not writer.ledger.has(writer.source.unit_of(cell.span.start)):
            writer.ledger.claim(cell.span, "ignored", "プロファイルで読まないとしたシート")


def _office_of(grid: Grid, writer: ProjectWriter) -> Cell | None:
    """A sheet that is named after a section is that section's."""
    if grid.name_span is None:
        return None
    writer.ledger.claim(grid.name_span, "structural", "シートの名前")
    return Cell(0, 0, grid.name, grid.name_span) if writer.words.is_office(grid.name) else None


def _preface(place: Field, row: int, writer: ProjectWriter, above: Above) -> None:
    """What stands above the first table of a sheet: the title, then as in any grid."""
    cells = [cell for cell in distinct(place.row(row)) if cell.row == row]
    titled = any(isinstance(record, Plan) for record in writer.records[:1])
    # 施策の目標|安心して暮らせる。: the label of a sentence is no title.
    titled = titled or any(joined(cell.text).endswith("。") for cell in cells[1:])
    for cell in cells:
        text = joined(cell.text)
        if (
            not titled
            and _is_title(text)
            and not COUNTED.fullmatch(text)
            and not writer.words.headed.level_heading(text)
        ):
            writer.plan(cell)
            place = place.without(row, cell)
            titled = True
    read_preface(place, row, writer, above)


def _cover(grid: Grid, writer: ProjectWriter) -> None:
    """A sheet without projects in front of those with some may carry the plan's title."""
    if any(isinstance(record, Plan | Project) for record in writer.records):
        return
    beside = Counter(cell.row for cell in grid.cells)
    for cell in grid.cells[:20]:
        text = joined(cell.text)
        # A|計画どおり explains a mark; a title stands alone in its row.
        if (
            beside[cell.row] == 1
            and _is_title(text)
            and any(word in text.lower() for word in _PLANS)
        ):
            writer.plan(cell)
            return


_PLANS = ("計画", "戦略", "プラン", "ビジョン", "plan", "strategy")


def _is_title(text: str) -> bool:
    return 4 <= len(text) <= 80 and not text.endswith("。") and any(
        word in text.lower()
        for word in ("計画", "戦略", "一覧", "事業", "施策", "プラン", "ビジョン", "plan", "list", "project", "strategy")
    )  # fmt: skip


# -- what is no plan --------------------------------------------------------------------------


def no_plan(document: Document, tables: dict[int, list[Table]], words: TableWords) -> InputError:
    """The refusal of a document that names no projects: what was seen, what is missing."""
    seen_ja, seen_en = [], []
    heads: list[Column] = []
    for grid in document.grids():
        found = [settled(Field.of(grid), table, words) for table in find_tables(grid, words)]
        for table in found:
            heads += table.columns
            names = "、".join(joined(c.head)[:20] for c in table.columns if c.head)[:120]
            where = f"「{grid.name}」" if grid.name else ""
            seen_ja.append(
                f"シート{where}に見出し「{names}」の表" if where else f"見出し「{names}」の表"
            )
            seen_en.append(f"a table with the heads “{names}” in sheet “{grid.name}”")
    if not seen_ja:
        cells = [joined(cell.text)[:20] for grid in document.grids() for cell in grid.cells[:6]][:8]
        seen_ja.append("事業の表と分かる見出しはなく、最初のセルは「" + "、".join(cells) + "」")
        seen_en.append(
            "no head that a table of projects has; the first cells are “" + ", ".join(cells) + "”"
        )
    missing = Text("事業名の列", "a column of project names")
    named = (c for c in heads if c.meaning and c.meaning.role == "name" and c.by != "content")
    if any(c.meaning and c.meaning.confidence >= 0.7 for c in named):
        missing = Text(
            "施策・担当課・事業内容のどれかの列", "a column of levels, sections or descriptions"
        )
    elif sum(words.is_budget_head(c.head) for c in heads) >= 2:
        missing = Text(
            "事業名の列（款・項・目・節は予算の科目で、事業ではありません）",
            "a column of project names (款, 項, 目 and 節 are items of a budget, no projects)",
        )
    return InputError(
        Text(
            f"事業の一覧ではないようです。見えたもの: {'; '.join(seen_ja[:3])}。ないもの: {missing.ja}",
            f"this is no list of projects. Seen: {'; '.join(seen_en[:3])}. Missing: {missing.en}",
        ),
        where=document.source.name,
        hint=Text(
            "事業の一覧なら、`enishi inspect 文書 -o 読み方.toml` で列の読み方を書き出し、直して --profile で"
            "指定してください",
            "if it does list projects, write what was guessed with `enishi inspect DOC -o P.toml`,"
            " correct it, use --profile",
        ),
    )
