"""Writing a flowing document (Word, PDF, web page): paragraphs and tables in reading order."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from ...errors import InputError
from ...language import Text
from ..document import Cell, Document, Grid, Kind, Paragraph, Part, SourceWriter
from ..records import Notice
from ..source import Region

#: A document of more text than this is refused: building takes a gigabyte for each megabyte.
MAX_CHARACTERS: Final = 8_000_000
#: Paragraphs and cells: each is an entry of the ledger.
MAX_PIECES: Final = 200_000
#: What a font's table in a PDF gives for characters drawn with the same shape: radicals (⽬, ⺠), ‧,
#: for letters drawn as one (ﬁ), and in fonts of symbols for the marks of lists.
_DRAWN: Final = (
    {
        code: drawn
        for code in range(0x2E80, 0x2FE0)
        if len(drawn := unicodedata.normalize("NFKC", chr(code))) == 1 and drawn != chr(code)
    }
    | str.maketrans("⺟⺠⻁⻄⻑⻘⻝⻣⻤⻨⻩⻫⻭⻯⻲‧", "母民虎西長青食骨鬼麦黄斉歯竜亀・")
    | {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
    # The marks of lists in fonts of symbols (Symbol, Wingdings) have no characters of their own.
    | str.maketrans(
        "\uf0b7\uf09f\uf06c\uf06e\uf075\uf076\uf0a7\uf0d8\uf0fc\uf0a8\uf06f\uf071\uf0e0\uf0f0",
        "•••■◆◆▪▶✓◆□□→→",
    )
)
#: So many notices of one document are given.
MOST_NOTICES: Final = 200
_CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufeff]")


@dataclass(frozen=True, slots=True)
class Box:
    """A cell before it is written: its 0-based place, extent, text, and where it is found."""

    row: int
    column: int
    text: str
    locator: str
    rows: int = 1
    columns: int = 1
    regions: tuple[Region, ...] = ()


class FlowWriter:
    """Collects the parts of a document; `where` names the file in errors."""

    def __init__(self, where: str) -> None:
        self._where = where
        self._writer = SourceWriter()
        self._parts: list[Part] = []
        self._written = self._pieces = 0
        self.notices: list[Notice] = []

    @property
    def parts(self) -> int:
        """How many parts have been written."""
        return len(self._parts)

    def paragraph(
        self,
        text: str,
        locator: str,
        *,
        level: int | None = None,
        kind: Kind = "text",
        lists: int = 0,
        apart: bool = False,
        regions: tuple[Region, ...] = (),
    ) -> None:
        """Write a paragraph; one without visible text is left out.

        `lists` is how many lists an item stands in, one within another; `apart` says that a blank
        line stands above.
        """
        text = plain(text).strip()
        if text:
            self._count(text, locator)
            span = self._writer.add(text, locator, end="\n", regions=regions)
            self._parts.append(Paragraph(text, span, level, kind, 4 * lists, apart))

    def grid(self, name: str, boxes: Iterable[Box]) -> None:
        """Write a table, row by row; one of one cell, or of texts side by side, is framed text."""
        filled = [
            replace(box, text=text)
            for box in sorted(boxes, key=lambda box: (box.row, box.column))
            if (text := plain(box.text).strip())
        ]
        if len(filled) == 1 or _is_layout(filled):
            for box in filled:
                for line in box.text.split("\n"):
                    self.paragraph(line, box.locator, regions=box.regions)
            return
        cells = []
        for n, box in enumerate(filled):
            self._count(box.text, box.locator)
            last = n + 1 == len(filled) or filled[n + 1].row != box.row
            end = "\n" if last else "\t"
            span = self._writer.add(box.text, box.locator, end=end, regions=box.regions)
            cells.append(Cell(box.row, box.column, box.text, span, box.rows, box.columns))
        if cells:
            self._parts.append(Grid(name, tuple(cells)))

    def struck_out(self, text: str, locator: str) -> None:
        """Say that text was struck out and not read; `locator` says where."""
        said = " ".join(plain(text).split())
        if said and len(self.notices) < MOST_NOTICES:
            shown = said if len(said) <= 40 else said[:40] + "…"
            self.notices.append(
                Notice(
                    1,
                    Text(
                        f"取り消し線の「{shown}」は読んでいません",
                        f"“{shown}” is struck out and was not read",
                    ),
                    locator,
                )
            )

    def document(
        self, *, name: str, sha256: str, encoding: str = "utf-8", media_type: str
    ) -> Document:
        """The finished document; raises InputError when nothing was written."""
        if not self._parts:
            raise InputError(
                Text("文書に文字がありません", "the document has no text in it"),
                where=self._where,
                hint=Text(
                    "計画の本文が入ったファイルを指定してください", "name a file that holds a plan"
                ),
            )
        source = self._writer.source(
            name=name, sha256=sha256, encoding=encoding, media_type=media_type
        )
        return Document(source, tuple(self._parts), tuple(self.notices))

    def _count(self, text: str, locator: str) -> None:
        self._written += len(text)
        self._pieces += 1
        if self._written > MAX_CHARACTERS or self._pieces > MAX_PIECES:
            raise too_many_pieces(self._where, locator)


def _is_layout(filled: list[Box]) -> bool:
    """Whether a table of one row holds texts of several lines side by side, and no labels."""
    one = len({box.row for box in filled}) == 1 and len(filled) < 5
    return one and all(box.text.count("\n") > 0 and box.rows == 1 for box in filled)


def too_many_pieces(where: str, locator: str = "") -> InputError:
    """The error for a document of more text, paragraphs or cells than can be read."""
    at = Text(f"{locator}で", f" at {locator}") if locator else Text("", "")
    return InputError(
        Text(
            f"{at.ja}{MAX_CHARACTERS:,}字か、段落・セル{MAX_PIECES:,}個を超えました",
            f"more than {MAX_CHARACTERS:,} characters or {MAX_PIECES:,} paragraphs and cells"
            f"{at.en}",
        ),
        where=where,
        hint=Text(
            "章ごとに文書を分け、--plan を変えて一つずつ読んでください",
            "split it by chapter and build each part under its own --plan",
        ),
    )


def plain(text: str) -> str:
    """`text` with LF line ends, characters for radicals, no control characters or surrogates."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    text = text.translate(_DRAWN)
    return _CONTROL.sub("", text).encode("utf-8", "ignore").decode("utf-8")


#: A raised mark that refers to a note: 1, ※2, 注3, *.
_NOTE: Final = re.compile(r"[\s（(]*(?:[※＊*†‡]|注)?[\s)）]*[0-9０-９]{0,3}[)）\s]*")
#: Units that a raised number belongs to: 20 m², 3 km³.
_UNIT: Final = re.compile(r"(?:^|[^A-Za-z])[kcm]?m$")


def refers_to_note(raised: str, before: str) -> bool:
    """Whether raised letters behind `before` refer to a note and are no part of the text.

    >>> [refers_to_note("1", "DX"), refers_to_note("※2", "構想"), refers_to_note("2", "20m")]
    [True, True, False]
    """
    said = raised.strip()
    return bool(said) and bool(_NOTE.fullmatch(said)) and not _UNIT.search(before.rstrip())


def need(library: str, purpose: Text) -> InputError:
    """The error for a library of the `documents` extra that is not installed."""
    return InputError(
        Text(
            f"{purpose.ja}に要る {library} が入っていません",
            f"{library}, needed for {purpose.en}, is not installed",
        ),
        hint=Text(
            'pip install "enishi[documents]" を実行してください',
            'run: pip install "enishi[documents]"',
        ),
    )
