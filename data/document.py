"""A document in the form that format readers hand to structure readers: text and its parts.

A format reader (workbook, Word, PDF, web page, ...) knows a file format and nothing of plans: it
writes everything the file says into one canonical text, in reading order, and tells where each
piece stands and how it was set. A structure reader knows plans and nothing of file formats.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from .ledger import State
from .records import Notice
from .source import Place, Region, Source, Span

#: A break of lines within a cell where the canonical text's own lines are those of a file.
BREAK: Final = "\u2028"


@dataclass(frozen=True, slots=True)
class Cell:
    """A filled cell of a grid at 0-based `row` and `column`; `rows` and `columns` are its extent.

    A merged cell is one Cell. `text` is what the canonical text has at `span`.
    """

    row: int
    column: int
    text: str
    span: Span
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet or a table: its filled cells in reading order; where its name stands in the text."""

    name: str
    cells: tuple[Cell, ...]
    name_span: Span | None = None


Kind = Literal["text", "item", "contents", "running", "note"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of running text; `level` is the depth of a heading from 1, None where it is none.

    `kind` is what the format says of it: an item of a list, an entry of a table of contents, a
    running header, footer or page number, a footnote. `depth` is how far an item of a list is set
    in, in columns of text: more than an item above it, where it is one of that item's own.
    `apart` says that a blank line stands above it, in formats whose lines are so parted.
    """

    text: str
    span: Span
    level: int | None = None
    kind: Kind = "text"
    depth: int = 0
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Leaf:
    """A value of a nested document: its field's name, its words, their place and pointer."""

    name: str
    text: str
    span: Span
    pointer: str


#: A nested value with places. Numbers are words, as they are written.
Node: TypeAlias = "dict[str, Node] | list[Node] | Leaf | None"


@dataclass(frozen=True, slots=True)
class Tree:
    """One value with everything in it.

    `whole` says that it is a plan; `told` are values that only say how others stand, each with its
    state and reason for the ledger.
    """

    root: Node
    whole: bool = False
    told: tuple[tuple[Leaf, State, str], ...] = ()


@dataclass(frozen=True, slots=True)
class XmlNode:
    """An element of XML: its name without namespace, its words if any, and what is inside."""

    name: str
    leaf: Leaf | None
    attributes: dict[str, str]
    children: tuple["XmlNode", ...]

    def all(self, *path: str) -> Iterator["XmlNode"]:
        """The elements at `path` below this one, in order."""
        if not path:
            yield self
            return
        for child in self.children:
            if child.name == path[0]:
                yield from child.all(*path[1:])
            # Some files put a list around: <Goals><Goal>…</Goal></Goals>.
            elif child.name == f"{path[0]}s" and child.leaf is None:
                yield from child.all(*path)

    def first(self, *path: str) -> Leaf | None:
        """The words of the first element at `path` that has some."""
        return next((node.leaf for node in self.all(*path) if node.leaf), None)

    def leaves(self) -> Iterator[Leaf]:
        """All words in it."""
        if self.leaf:
            yield self.leaf
        for child in self.children:
            yield from child.leaves()


@dataclass(frozen=True, slots=True)
class XmlTree:
    """An XML document's root."""

    root: XmlNode


Part = Grid | Paragraph | Tree | XmlTree


@dataclass(frozen=True, slots=True)
class Document:
    """The source and its parts in reading order; `notices` are what the format reader must say."""

    source: Source
    parts: tuple[Part, ...]
    notices: tuple[Notice, ...] = ()

    def grids(self) -> Iterator[Grid]:
        """The grids alone."""
        return (part for part in self.parts if isinstance(part, Grid))


class SourceWriter:
    """Writes a canonical text piece by piece and keeps where each piece stands.

    >>> writer = SourceWriter()
    >>> name = writer.add("茶の道", "シート1!A2")
    >>> section = writer.add("農政課", "シート1!B2", end="\\n")
    >>> source = writer.source(name="計画.xlsx", sha256="", encoding="utf-8")
    >>> source.quote(section), source.locator(section), source.text
    ('農政課', 'シート1!B2', '茶の道\\t農政課\\n')
    """

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._places: list[Place] = []
        self._at = 0

    def add(
        self, text: str, locator: str, *, end: str = "\t", regions: tuple[Region, ...] = ()
    ) -> Span:
        """Append `text` and what parts it from the next piece; where it now stands."""
        span = Span(self._at, self._at + len(text))
        self._places.append(Place(self._at, locator, regions))
        self._pieces += (text, end)
        self._at = span.end + len(end)
        return span

    @property
    def size(self) -> int:
        """The number of characters written so far."""
        return self._at

    def source(
        self, *, name: str, sha256: str, encoding: str, media_type: str = "text/plain"
    ) -> Source:
        """The finished source."""
        return Source(
            name=name,
            text="".join(self._pieces),
            sha256=sha256,
            encoding=encoding,
            media_type=media_type,
            places=tuple(self._places),
        )
