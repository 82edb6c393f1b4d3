"""The worklist as a Word document: the text of the page, to be edited."""

import io
import re
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from ..errors import InputError
from ..graph.atomic import write_atomically
from ..graph.worklist import SectionPair, Worklist
from ..language import Lang, Text
from .worklist_words import EVIDENCE, LINKS, VERDICTS, WORDS

_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_FONT: Final = "Yu Gothic"
#: As on the page: two candidates in full for each pair, two pieces of evidence for each.
_SHOWN: Final = 2


def write_worklist_document(work: Worklist, out: Path, *, lang: Lang) -> None:
    """Write the document.

    Raises InputError, with the install line, without python-docx.
    """
    try:
        import docx
    except ImportError as error:
        raise InputError(
            Text(
                "Wordの書き出しに要る python-docx が入っていません", "python-docx is not installed"
            ),
            hint=Text(
                'pip install "enishi[office]" を実行してください',
                'run: pip install "enishi[office]"',
            ),
        ) from error
    document = docx.Document()
    _set_up(document)
    document.add_heading(_plain(WORDS["title"].in_lang(lang)), 0)
    document.add_paragraph(_plain(work.title))
    document.add_paragraph(_plain(WORDS["caution"].in_lang(lang)))
    for note in work.notes.notes:
        document.add_paragraph(_plain(note.in_lang(lang)))
    if work.silent:
        document.add_heading(WORDS["silent"].in_lang(lang), 2)
        document.add_paragraph(_plain("、".join(work.silent)))
    for pair in work.pairs:
        _pair(document, pair, lang)
    buffer = io.BytesIO()
    document.save(buffer)
    write_atomically(out, buffer.getvalue())


def _set_up(document: Any) -> None:
    """A4, a Japanese font, and no clock: the same list is the same text."""
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Mm(20))
    for name in ("Normal", "Title", "Heading 1", "Heading 2", "List Bullet"):
        style = document.styles[name]
        style.font.name = _FONT
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FONT)
    document.styles["Normal"].font.size = Pt(10)
    properties = document.core_properties
    properties.author = "Enishi"
    properties.created = properties.modified = datetime(2000, 1, 1)


def _plain(text: str) -> str:
    """`text` without the characters that no XML file may have."""
    return _ILLEGAL.sub(" ", text)


def _pair(document: Any, pair: SectionPair, lang: Lang) -> None:
    heading = document.add_heading(_plain(f"{pair.rank}. {' × '.join(pair.sections)}"), 1)
    heading.paragraph_format.keep_with_next = True
    document.add_heading(WORDS["today"].in_lang(lang), 2)
    for link in pair.links:
        where = "・".join(dict.fromkeys(span.locator for span in link.spans))
        said = f"{LINKS[link.kind].in_lang(lang)}「{link.label.in_lang(lang)}」"
        document.add_paragraph(_plain(f"{said}（{where}）" if where else said), "List Bullet")
    if not pair.links:
        document.add_paragraph(WORDS["none_today"].in_lang(lang))
    document.add_heading(WORDS["could"].in_lang(lang), 2)
    for each in pair.candidates[:_SHOWN]:
        decided = f"【{VERDICTS[each.decision.verdict].in_lang(lang)}】" if each.decision else ""
        document.add_paragraph(_plain(each.suggestion.reason.in_lang(lang) + decided))
        for fact in each.suggestion.evidence[:_SHOWN]:
            quotes = " / ".join(f"{span.locator} {span.quote}" for span in fact.spans[:2])
            kind = EVIDENCE[fact.kind].in_lang(lang)
            document.add_paragraph(
                _plain(f"{kind}「{fact.label.in_lang(lang)}」: {quotes}"), "List Bullet"
            )
    more = [
        "×".join(f"「{project.name}」" for project in each.suggestion.projects)
        for each in pair.candidates[_SHOWN:]
    ]
    if more:
        document.add_paragraph(_plain(f"{WORDS['more'].in_lang(lang)} {'、'.join(more)}"))
    if pair.invite:
        document.add_heading(WORDS["invite"].in_lang(lang), 2)
        document.add_paragraph(_plain("、".join(pair.invite)))
    table = document.add_table(rows=1, cols=1, style="Table Grid")
    table.cell(0, 0).text = f"{WORDS['decision'].in_lang(lang)}\n\n"
