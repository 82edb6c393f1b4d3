"""The worklist as a Word document: the text of the page, to be edited."""

import io
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from ..graph.atomic import write_atomically
from ..graph.worklist import Worklist
from ..language import Lang, Text
from .office import office_module, plain, same_bytes
from .worklist_blocks import Block, Could, block, could, links_left, short, unsaid_line
from .worklist_words import CHOICES, COLUMNS, LINKS, VERDICTS, WORDS, decided_by, proposed_line

_FONT: Final = "Yu Gothic"
_STYLES: Final = ("Normal", "Title", "Heading 1", "Heading 2", "Heading 3", "List Bullet")
#: Attributes that name a font of the theme.
_THEMES: Final = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")


def write_worklist_document(work: Worklist, out: Path, *, lang: Lang) -> None:
    """Write the document; the same list is the same bytes.

    Raises InputError, with the install line, without python-docx.
    """
    document = office_module("docx", "python-docx").Document()
    _set_up(document, work, lang)
    made = _Document(document, work, lang)
    made.summary()
    for pair in work.pairs:
        made.pair(block(pair, lang))
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
        setattr(section, side, Mm(18))
    for name in _STYLES:
        style = document.styles[name]
        style.font.name = _FONT
        style.font.color.rgb = RGBColor(0x1A, 0x1A, 0x1A)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in _THEMES:  # a theme's font would win over the one that is named
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        for script in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(qn(f"w:{script}"), _FONT)
    sizes = {"Normal": 10, "Title": 20, "Heading 1": 14, "Heading 2": 11, "Heading 3": 10}
    for name, size in sizes.items():
        style = document.styles[name]
        style.font.size = Pt(size)
        style.paragraph_format.space_after = Pt(2 if name != "Title" else 6)
    document.styles["List Bullet"].paragraph_format.space_after = Pt(0)
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

    def say(self, text: Text) -> str:
        return text.in_lang(self.lang)

    def heading(self, text: str, level: int) -> None:
        self.document.add_heading(plain(text), level)

    def write(self, text: str, style: str | None = None) -> None:
        self.document.add_paragraph(plain(text), style)

    def bullets(self, texts: Sequence[str]) -> None:
        for each in texts:
            self.write(each, "List Bullet")

    def summary(self) -> None:
        work = self.work
        title = WORDS["title"]
        name = WORDS["own_pages"].format(name=work.section) if work.section else title
        self.heading(self.say(name), 0)
        self.write(work.title)
        self.write(self.say(WORDS["caution"]))
        for note in work.notes:
            self.write(self.say(note))
        if work.findings:
            self.heading(self.say(WORDS["findings"]), 1)
            self.bullets([self.say(each) for each in work.findings])
        if not work.pairs:
            self.write(self.say(WORDS["nothing"]))
            return
        self.heading(self.say(WORDS["pair_list"]), 1)
        heads = (
            "",
            self.say(WORDS["pairs"]),
            *map(self.say, (WORDS["links"], WORDS["candidates"])),
        )
        self.table(
            heads,
            [
                (str(pair.rank), " × ".join(pair.sections), str(len(pair.links)),
                 str(len(pair.candidates)))
                for pair in work.pairs
            ],
            (10, 110, 25, 25),
        )  # fmt: skip

    def table(
        self, heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int]
    ) -> None:
        """A table whose head row is repeated on every page and whose rows are not cut."""
        from docx.oxml import OxmlElement
        from docx.shared import Mm

        table = self.document.add_table(rows=1 + len(rows), cols=len(heads), style="Table Grid")
        table.autofit = False
        for number, (row, values) in enumerate(zip(table.rows, (heads, *rows), strict=True)):
            row_properties = row._tr.get_or_add_trPr()
            row_properties.append(OxmlElement("w:cantSplit"))
            if number == 0:
                row_properties.append(OxmlElement("w:tblHeader"))
            for cell, value, width in zip(row.cells, values, widths, strict=True):
                cell.width = Mm(width)
                cell.text = plain(value)

    def pair(self, each: Block) -> None:
        self.heading(f"{each.rank}. {' × '.join(each.sections)}", 1)
        self.heading(self.say(WORDS["today"]), 2)
        self.bullets(
            [
                f"{link.kind}「{link.label}」" + (f"（{link.where}）" if link.where else "")
                for link in each.today
            ]
        )
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

    def could(self, each: Could) -> None:
        self.write(each.reason + each.decided)
        self.bullets(
            [
                f"{fact.kind}「{fact.label}」: "
                + " / ".join(f"{quote.where} {quote.words}" for quote in fact.quotes)
                for fact in each.facts
            ]
        )

    def form(self) -> None:
        """The table for the decision: a row each for 判断, 理由, 打診先・打診日, 回答."""
        choices = "　".join(f"□ {self.say(VERDICTS[each])}" for each in CHOICES)
        keys = ("decision", "reason", "contact", "contacted", "answer")
        heads = [self.say(COLUMNS[key]) for key in keys]
        self.heading(heads[0], 2)
        rows = [(head, choices if head == heads[0] else "") for head in heads]
        self.table(rows[0], rows[1:], (30, 140))

    def trios(self) -> None:
        if self.work.trios:
            self.heading(self.say(WORDS["trios"]), 1)
        for each in self.work.trios:
            projects = [f"{p.section}「{short(p.name, 40)}」" for p in each.suggestion.projects]
            self.heading(" × ".join(projects), 2)
            self.could(could(each, self.lang))
            self.form()

    def links(self) -> None:
        self.heading(self.say(WORDS["all_links"]), 1)
        for sections, links in self.work.joined.items():
            self.heading(" × ".join(sections), 2)
            for link in links:
                kind, made = self.say(LINKS[link.kind]), link.decision
                who = f"（{self.say(VERDICTS[made.verdict])}、{decided_by(made)}）" if made else ""
                self.write(f"{kind}「{self.say(link.label)}」{who}")
                self.bullets([f"{span.locator} {short(span.quote, 110)}" for span in link.spans])
        if not self.work.joined:
            self.write(self.say(WORDS["no_links"]))

    def rest(self) -> None:
        work = self.work
        if work.decided:
            self.heading(self.say(WORDS["decided"]), 1)
        for each in work.decided:
            projects = " × ".join(f"{section}「{name}」" for section, name in each.projects)
            made = each.decision
            said = f"{projects}：{self.say(VERDICTS[made.verdict])}、{decided_by(made)}"
            lost = "" if each.found else f"　※{self.say(WORDS['lost'])}"
            self.write(said + lost, "List Bullet")
        if work.proposed:
            self.heading(self.say(WORDS["proposed"]), 1)
            self.write(self.say(WORDS["proposed_note"]))
            self.bullets([proposed_line(each, self.lang) for each in work.proposed])
        if work.silent or work.unseen:
            self.heading(self.say(WORDS["absent"]), 1)
            silent = self.say(WORDS["silent_one"])
            self.bullets([silent.format(name=name) for name in work.silent])
            self.bullets([unsaid_line(each, self.lang) for each in work.unseen])
