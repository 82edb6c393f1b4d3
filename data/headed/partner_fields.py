"""Fields of partners on a project's page: 連携先：…, 実施主体：市（環境課）、…."""

import re
from typing import Final

from ..agents.office_cells import offices
from ..agents.partner_cells import pieces
from ..document import Cell
from ..source import Span
from ..tables.project_cells import Filled, ProjectWriter
from ..words.table_words import Meaning

#: 市（環境課）: the government, and the section of it that is meant.
_GLOSS: Final = re.compile(r"(?P<own>[^（(]+)[（(](?P<office>[^（()）]+)[)）]")


def take_part(writer: ProjectWriter, key: str, span: Span, part: str, *, owned: bool) -> None:
    """Record those whom a field names as partners, in the role `part` ("": cooperation).

    Where nobody else owns the project (not `owned`), the sections among those who carry it out
    do: 市（環境課）, 環境課.
    """
    text = writer.source.quote(span)
    if writer.words.is_empty(text):
        return
    if part == "participant" and not owned:
        for piece in pieces(writer.source, span, writer.words):
            _own_part(writer, key, piece)
    said = Filled(Meaning("partner", 0.95, part), "", Cell(0, 0, text, span))
    writer.partners(key, said, None)


def _own_part(writer: ProjectWriter, key: str, piece: Span) -> None:
    """Record the section that carries a project out, named bare or behind 市."""
    text = writer.source.quote(piece)
    gloss = _GLOSS.fullmatch(text)
    if gloss and writer.words.among(gloss["own"], "own"):
        piece = Span(piece.start + gloss.start("office"), piece.start + gloss.end("office"))
        text = gloss["office"]
    if writer.words.is_office(text) and writer.words.ends_like(text, "divisions"):
        for office in offices(writer.source, piece, writer.words):
            writer.own(key, office, leading=True)
