"""The worklist as a Word document: the text of the page, to be edited."""

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from ..graph.atomic import write_atomically
from ..graph.worklist import Worklist
from ..language import Lang, Text
from .excerpt import short
from .office import office_module, plain, same_bytes
from .punctuation import bracketed, labelled, led
from .worklist_blocks import Block, Could, block, could, link_kind, links_left, unsaid_line
from .worklist_facts import MANY_LINKS, behind, places
from .worklist_words import (
    CHOICES,
    COLUMNS,
    VERDICTS,
    WORDS,
    decided_by,
    decided_line,
    proposed_line,
)

_FONT: Final = "Yu Gothic"
#: Attributes that name a font of the theme.
_THEMES: Final = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")
#: Points of each style: its size, its line, the space before and after it. Lines are exact, or
#: Word would give Yu Gothic nearly two lines for one.
_STYLES: Final = {
    "Normal": (9.5, 13.5, 0, 1), "Title": (18, 24, 0, 4), "Heading 1": (13, 17, 8, 3),
    "Heading 2": (9.5, 13, 3, 0), "Heading 3": (9.5, 13, 3, 0), "List Bullet": (8.5, 11.5, 0, 0),
}  # fmt: skip
#: Millimetres: margins of the page, the height of a row to write in.
_MARGIN: Final = 15
_ROOM: Final = 8
#: Columns of the form for a decision.
_FORM: Final = (19, 40, 25, 27, 18, 51)


def write_worklist_document(work: Worklist, out: Path, *, lang: Lang) -> None:
    """Write the document; the same list is the same bytes.

    Raises InputError, with the install line, without python-docx.
    """
    document = office_module("docx", "python-docx").Document()
    _set_up(document, work, lang)
    made = _Document(document, work, lang)
    made.summary()
    for pair in work.pairs:
        made.pair(block(pair, lang), new_page=pair.rank % 2 == 1)
    made.trios()
    made.links()
    made.rest()
    buffer = io.BytesIO()
    document.save(buffer)
    write_atomically(out, same_bytes(buffer.getvalue()))


def _set_up(document: Any, work: Worklist, lang: Lang) -> None:
    """A4, a Japanese font for Japanese and Latin text, the language, no clock."""
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt, RGBColor

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Mm(_MARGIN))
    for name, (size, line, before, after) in _STYLES.items():
        style = document.styles[name]
        style.font.size = Pt(size)
        form = style.paragraph_format
        form.line_spacing, form.space_before, form.space_after = Pt(line), Pt(before), Pt(after)
        for border in style.element.pPr.findall(qn("w:pBdr")):
            style.element.pPr.remove(border)
        style.font.name = _FONT
        style.font.color.rgb = RGBColor(0x1A, 0x1A, 0x1A)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in _THEMES:  # a theme's font would win over the one that is named
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        for script in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(qn(f"w:{script}"), _FONT)
    _language(document, lang)
    properties = document.core_properties
    properties.author = "Enishi"
    properties.comments = ""
    properties.title = plain(f"{WORDS['title'].in_lang(lang)} {short(work.title, 100)}")
    properties.created = properties.modified = datetime(2000, 1, 1)


def _language(document: Any, lang: Lang) -> None:
    """Proofing language: Japanese for East Asian text, whatever Word's own language is."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    properties = document.styles["Normal"].element.get_or_add_rPr()
    tag = OxmlElement("w:lang")
    tag.set(qn("w:val"), "en-US" if lang == "en" else "ja-JP")
    tag.set(qn("w:eastAsia"), "ja-JP")
    properties.append(tag)


class _Document:
    """Writes the parts in the order of the page."""

    def __init__(self, document: Any, work: Worklist, lang: Lang) -> None:
        self.document, self.work, self.lang = document, work, lang
        self.together = False
        self.last: Any = None

    def say(self, text: Text) -> str:
        return text.in_lang(self.lang)

    def heading(self, text: str, level: int, *, new_page: bool = False) -> None:
        made = self.document.add_heading(plain(text), level)
        made.paragraph_format.page_break_before = new_page

    def write(self, text: str, style: str | None = None) -> None:
        self.last = made = self.document.add_paragraph(plain(text), style)
        made.paragraph_format.keep_together = True
        made.paragraph_format.keep_with_next = self.together

    def bullets(self, texts: Iterable[str]) -> None:
        for each in texts:
            self.write(each, "List Bullet")

    def summary(self) -> None:
        work = self.work
        title = WORDS["title"]
        name = WORDS["own_pages"].format(name=work.section) if work.section else title
        self.heading(self.say(name), 0)
        self.write(work.title)
        some = work.pairs or work.trios
        self.write(self.say(WORDS["caution" if some else "caution_none"]))
        if not some:
            self.write(self.say(WORDS["nothing"]))
        for note in work.notes:
            self.write(self.say(note))
        if work.findings:
            self.heading(self.say(WORDS["findings"]), 1)
            self.bullets([self.say(each) for each in work.findings])
        if not work.pairs:
            return
        self.heading(self.say(WORDS["pair_list"]), 1)
        heads = (
            self.say(WORDS["rank"]),
            self.say(WORDS["pairs"]),
            *map(self.say, (WORDS["links"], WORDS["candidates"])),
        )
        rows = [
            (str(pair.rank), " × ".join(pair.sections), str(len(pair.links)),
             str(len(pair.candidates)))
            for pair in work.pairs
        ]  # fmt: skip
        self.table([heads, *rows], (14, 110, 28, 28))

    def table(self, rows: Sequence[Sequence[str]], widths: Sequence[int]) -> None:
        """A table whose first row is repeated on every page and whose rows are not cut."""
        table = self._grid(len(rows), widths)
        for number, (row, values) in enumerate(zip(table.rows, rows, strict=True)):
            for cell, value in zip(row.cells, values, strict=True):
                run = cell.paragraphs[0].add_run(plain(value))
                run.bold = number == 0
        _mark(table.rows[0], "w:tblHeader")

    def _grid(self, rows: int, widths: Sequence[int]) -> Any:
        """An empty table of columns of `widths` mm."""
        from docx.shared import Mm

        table = self.document.add_table(rows=rows, cols=len(widths), style="Table Grid")
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)  # LibreOffice goes by the columns, Word by the cells
        for row in table.rows:
            _mark(row, "w:cantSplit")
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = Mm(width)
        return table

    def pair(self, each: Block, *, new_page: bool) -> None:
        """A pair of sections; its parts stay on one page."""
        self.together = True
        self.heading(f"{each.rank}. {' × '.join(each.sections)}", 1, new_page=new_page)
        self.heading(self.say(WORDS["today"]), 2)
        self.bullets(link.said + bracketed(link.where, self.lang) for link in each.today)
        if not each.today:
            self.write(self.say(WORDS["none_today"]))
        if each.today_left:
            self.write(links_left(each.today_left, self.lang))
        self.heading(self.say(WORDS["could"]), 2)
        for candidate in each.could:
            self.could(candidate)
        if each.more:
            self.write(f"{self.say(WORDS['more'])} {each.more}")
        if each.invite:
            self.heading(self.say(WORDS["invite"]), 2)
            self.write(each.invite)
        if each.unsaid:
            self.heading(self.say(WORDS["unsaid"]), 2)
            self.bullets(each.unsaid)
        self.form()
        self.together = False

    def could(self, each: Could) -> None:
        self.write(each.reason + each.decided)
        self.bullets(fact.line for fact in each.facts)

    def form(self) -> None:
        """The table for the decision: 判断, 理由, and a row of 打診先, 打診日, 回答."""
        from docx.shared import Mm, Pt

        self.last.paragraph_format.space_after = Pt(4)
        said = {key: plain(self.say(COLUMNS[key])) for key in COLUMNS}
        table = self._grid(3, _FORM)
        choices = "　".join(f"□ {self.say(VERDICTS[each])}" for each in CHOICES)
        for row, (key, text) in zip(
            table.rows, (("decision", choices), ("reason", "")), strict=False
        ):
            row.cells[0].text = said[key]
            row.cells[1].merge(row.cells[-1]).text = plain(text)
        for at, key in enumerate(("contact", "contacted", "answer")):
            table.rows[2].cells[2 * at].text = said[key]
        for row in table.rows[1:]:
            row.height = Mm(_ROOM)
        for row in table.rows[:-1]:
            for cell in row.cells:
                cell.paragraphs[0].paragraph_format.keep_with_next = True

    def trios(self) -> None:
        if self.work.trios:
            self.heading(self.say(WORDS["trios"]), 1, new_page=True)
        for number, each in enumerate(self.work.trios, 1):
            sections = " × ".join(project.section for project in each.suggestion.projects)
            self.together = True
            self.heading(f"{number}. {sections}", 2)
            self.could(could(each, self.lang))
            self.form()
            self.together = False

    def links(self) -> None:
        self.heading(self.say(WORDS["all_links"]), 1, new_page=bool(self.work.pairs))
        many = sum(map(len, self.work.joined.values())) > MANY_LINKS
        for sections, links in self.work.joined.items():
            self.heading(" × ".join(sections), 2)
            for link in links:
                said = labelled(
                    link_kind(link, self.lang), link.label.in_lang(self.lang), self.lang
                )
                who = decided_by(link.decision) if link.decision else ""
                self.write(said + bracketed(who, self.lang))
                if many:
                    self.bullets([places(link.spans, self.lang)])
                    continue
                shown, rest = behind(link.spans, self.lang, 110)
                self.bullets(f"{quote.where} {quote.words}" for quote in shown)
                self.bullets([rest] if rest else [])
        if not self.work.joined:
            self.write(self.say(WORDS["no_links" if self.work.section else "no_links_at_all"]))

    def rest(self) -> None:
        work = self.work
        if work.decided:
            self.heading(self.say(WORDS["decided"]), 1)
        for each in work.decided:
            projects = " × ".join(led(section, name, self.lang) for section, name in each.projects)
            lost = "" if each.found else f"　※{self.say(WORDS['lost'])}"
            self.write(decided_line(projects, each.decision, self.lang) + lost, "List Bullet")
        if work.proposed:
            self.heading(self.say(WORDS["proposed"]), 1)
            self.write(self.say(WORDS["proposed_note"]))
            self.bullets([proposed_line(each, self.lang) for each in work.proposed])
        if work.silent or work.unseen:
            self.heading(self.say(WORDS["absent"]), 1)
            silent = self.say(WORDS["silent_one"])
            self.bullets(silent.format(name=name) for name in work.silent)
            self.bullets(unsaid_line(each, self.lang) for each in work.unseen)


def _mark(row: Any, name: str) -> None:
    """A property of a table's row that python-docx has no name for."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement(name))
