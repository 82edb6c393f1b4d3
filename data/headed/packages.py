"""The package block of a headed plan: name, background, list, yearly outlines."""

from ...language import Text
from .. import cells as prose
from ..records import ListedItem, OutlineItem, Package, YearOutline
from ..rows import Row
from ..source import Span
from .blocks import Block
from .draft import Draft


class PackageReader:
    """Reads the rows of one package at a time into `draft`; `block` is the open one."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.block: Block | None = None
        self.field: str | int | None = None

    def begin(self, row: Row, name: Span | None) -> None:
        text = self.draft.source.quote(name) if name else ""
        key = self.draft.mint("package")
        self.block = Block(key, prose.clean(text).strip("「」『』"), name or row.span, row.span)
        self.draft.package = key
        if name:
            self.draft.note(row, "modelled", "パッケージの名称", key)

    def keys(self) -> tuple[str, ...]:
        return (self.block.key,) if self.block else ()

    def row(self, row: Row) -> bool:
        """Read a row of the open package; False when it is none of its."""
        block = self.block
        assert block is not None
        cells = row.cells
        label = self.draft.source.quote(cells[0])
        content = [cell for cell in cells[1:] if cell.start < cell.end]
        if len(cells) > 1 and (part := self.draft.profile.field(label)):
            self.field = part
            block.list_at = row.span if part == "list" else block.list_at
        elif len(cells) > 1 and (year := self.draft.profile.year(label)):
            self.field = year
        else:
            content = [cell for cell in cells if cell.start < cell.end]
            if isinstance(self.field, int) and row.blank_before:
                self.draft.notice(
                    row.span,
                    Text(
                        "年次の記述が空行で途切れています",
                        "a year's outline is broken by a blank row",
                    ),
                )
        if self.field is None:
            return False
        self.draft.note(row, "modelled", self._reason(), block.key)
        for cell in content:
            self._fill(row, cell)
        return True

    def _reason(self) -> str:
        if isinstance(self.field, int):
            return f"{self.field}年目"
        reasons = {
            "name": "パッケージの名称",
            "background": "背景",
            "list": "箇条",
            "status": "区分",
        }
        return reasons[str(self.field)]

    def _fill(self, row: Row, cell: Span) -> None:
        block = self.block
        assert block is not None
        if self.field == "name":
            if block.name:
                block.background.extend(prose.paragraphs(self.draft.source, cell))
            else:
                block.name, block.span = prose.clean(self.draft.source.quote(cell)), cell
        elif self.field == "status":
            said = self.draft.source.quote(cell)
            block.status = self.draft.profile.status_in(said)
            block.facets = self.draft.profile.facets.said_by(said)
        elif self.field == "background":
            block.background.extend(prose.paragraphs(self.draft.source, cell))
        elif self.field == "list":
            found = list(prose.bullets(self.draft.source, cell, self.draft.profile.bullets))
            block.items.extend(found or filter(None, [prose.passage(self.draft.source, cell)]))
        elif isinstance(self.field, int):
            known = block.years.get(self.field)
            block.years[self.field] = Span(known.start, cell.end) if known else cell
            block.year_rows.setdefault(self.field, []).append(row)

    def close(self) -> None:
        block, self.block = self.block, None
        if block is None:
            return
        if not block.name:
            self.draft.notice(
                block.line, (Text("パッケージの名称がありません", "a package without a name"))
            )
            self.draft.numbers["package"] -= 1
            self.draft.package = None
            return
        self._list_in_a_year(block)
        text = " ".join(part.text for part in block.background)
        parent, measure = self.draft.parent(), self.draft.under_measure()
        if not block.status:
            block.status, stated = self.draft.profile.stated_status(text)
            block.facets = block.facets or stated
        self.draft.out.append(
            Package(
                key=block.key,
                parent=parent,
                label=block.name,
                span=block.span,
                measure=measure,
                background=tuple(block.background),
                status=block.status,
                facets=block.facets,
            )
        )
        for item in block.items:
            key = self.draft.mint("item")
            self.draft.out.append(
                ListedItem(key=key, parent=block.key, label=item.text, span=item.span)
            )
            self._note_part(item.span, key)
        for year, span in sorted(block.years.items()):
            self._year(block, year, span)

    def _list_in_a_year(self, block: Block) -> None:
        """An empty list followed by a year full of bullets: the bullets slipped down a row."""
        if block.items or not block.list_at or not block.years:
            return
        first = min(block.years)
        block.items = list(
            prose.bullets(self.draft.source, block.years[first], self.draft.profile.bullets)
        )
        if block.items:
            self.draft.notice(
                block.list_at,
                Text(
                    f"箇条の欄が空で、箇条は{first}年目の欄にあります。両方として読みました",
                    f"the list is empty and its bullets stand in year {first}; read as both",
                ),
            )

    def _year(self, block: Block, year: int, span: Span) -> None:
        key = self.draft.mint("year")
        text = prose.clean(self.draft.source.quote(span))
        label = f"{block.name} {year}年目"
        self.draft.out.append(
            YearOutline(key=key, parent=block.key, label=label, span=span, year=year, text=text)
        )
        for row in block.year_rows[year]:
            self.draft.note(row, "modelled", f"{year}年目", key)
        if text.endswith(("、", "，", ",")):
            self.draft.notice(
                block.year_rows[year][-1].span,
                Text(
                    f"{year}年目の文が途中で切れ、次の行へ続いています",
                    f"the outline of year {year} breaks off and goes on in the next row",
                ),
            )
        found = list(prose.bullets(self.draft.source, span, self.draft.profile.bullets))
        for item in found or prose.phrases(self.draft.source, span):
            item_key = self.draft.mint("item")
            self.draft.out.append(
                OutlineItem(key=item_key, parent=key, label=item.text, span=item.span)
            )

    def _note_part(self, span: Span, key: str) -> None:
        self.draft.ledger.claim(span, "modelled", "箇条", key)
