"""The canonical text of a document, and places in it."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, NamedTuple


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of 0-based Unicode code points of a source's canonical text."""

    start: int
    end: int


class Region(NamedTuple):
    """A box on a page of a PDF: points from the top left corner of the page as it is shown."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def fragment(self) -> str:
        """The fragment of the document's address that shows it (RFC 8118).

        >>> Region(3, 72, 100.25, 300, 116).fragment
        'page=3&viewrect=72,100.2,228,15.8'
        """
        sizes = (self.x0, self.top, self.x1 - self.x0, self.bottom - self.top)
        return f"page={self.page}&viewrect={','.join(f'{round(size, 1):g}' for size in sizes)}"


def joined_regions(regions: Iterable[Region]) -> tuple[Region, ...]:
    """The smallest box around the regions of each page, by page.

    >>> joined_regions((Region(1, 10, 20, 30, 25), Region(1, 40, 18, 60, 25)))
    (Region(page=1, x0=10, top=18, x1=60, bottom=25),)
    """
    pages: dict[int, Region] = {}
    for region in regions:
        held = pages.get(region.page, region)
        pages[region.page] = Region(
            region.page, min(held.x0, region.x0), min(held.top, region.top),
            max(held.x1, region.x1), max(held.bottom, region.bottom),
        )  # fmt: skip
    return tuple(pages[page] for page in sorted(pages))


class Place(NamedTuple):
    """A unit of a document that has no lines of its own: a cell, a page's line, a leaf.

    It covers the canonical text from `start` to the next place; `locator` is what a person looks
    for: `シート2!C14`, `3頁`, `/事業/0/名称`. `regions` are where it stands on pages of a PDF.
    """

    start: int
    locator: str
    regions: tuple[Region, ...] = ()


def joined_locators(first: str, last: str) -> str:
    """One locator for a run of places; a sheet is named once.

    What both say is said once.

    >>> joined_locators("様式!C14", "様式!D15"), joined_locators("A2", "I2")
    ('様式!C14:D15', 'A2:I2')
    >>> joined_locators("3頁", "4頁"), joined_locators("段落7", "段落8")
    ('3頁-4頁', '段落7-8')
    >>> joined_locators("1頁 表2 3行1列", "1頁 表2 3行4列")
    '1頁 表2 3行1列-3行4列'
    >>> joined_locators("第1章.txt 5行", "第1章.txt 12行")
    '第1章.txt 5-12行'
    """
    if first == last:
        return first
    sheet, mark, cell = first.rpartition("!")
    other, _, last_cell = last.rpartition("!")
    if sheet == other and (mark or _CELL.fullmatch(first) and _CELL.fullmatch(last)):
        return f"{sheet}{mark}{cell}:{last_cell}"
    rest = last[_said_once(first, last) :]
    if first.endswith("行") and rest.endswith("行") and rest[:-1].isdecimal():
        return f"{first[:-1]}-{rest}"
    return f"{first}-{rest}"


_CELL: Final = re.compile("[A-Z]{1,3}[0-9]+")


def _said_once(first: str, last: str) -> int:
    """How much of the beginning of both need not be said again: a page, a table, a path, a word."""
    start = _LEADS.match(first)
    paths = 1 + max(_alike(first, last).rfind("/"), _alike(first, last).rfind(" "))
    lead = start[0] if start and last.startswith(start[0]) else ""
    return max(paths, len(lead))


#: What a place begins with before it counts: 段落, or the page of a line.
_LEADS: Final = re.compile("[^0-9/! ]+(?=[0-9])|[0-9]+頁(?=[0-9])")


def _alike(first: str, last: str) -> str:
    same = 0
    while same < min(len(first), len(last)) and first[same] == last[same]:
        same += 1
    return first[:same]


@dataclass(frozen=True)
class Source:
    """A document as Enishi quotes it: decoded, no BOM, LF line ends.

    `sha256` is of the original bytes, in hex; `encoding` is what they were decoded from. `places`
    rise by start; a text file has none, its lines are its places. `files` are the (name, SHA-256)
    of the files that a folder's text was put together from.

    >>> source = Source(name="plan.txt", text="甲\\n乙丙", sha256="", encoding="utf-8")
    >>> source.quote(Span(2, 4)), source.line_of(2), source.locator(Span(2, 4))
    ('乙丙', 2, '2行')
    """

    name: str
    text: str
    sha256: str
    encoding: str
    media_type: str = "text/plain"
    notes: tuple[str, ...] = field(default=())
    places: tuple[Place, ...] = field(default=())
    files: tuple[tuple[str, str], ...] = field(default=())

    @cached_property
    def _place_starts(self) -> list[int]:
        return [place.start for place in self.places]

    @cached_property
    def line_starts(self) -> list[int]:
        """Offset of the first character of each physical line."""
        starts, at = [0], self.text.find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = self.text.find("\n", at + 1)
        return starts

    @property
    def encoded_in(self) -> str:
        """The encoding of a text, which had to be found out; "" for a format that has its own."""
        told = self.media_type.startswith(("text/", "multipart/")) or "json" in self.media_type
        return self.encoding if told else ""

    def quote(self, span: Span) -> str:
        """The characters of `span`."""
        return self.text[span.start : span.end]

    def line_of(self, offset: int) -> int:
        """The physical line, from 1, that holds the character at `offset`."""
        return bisect_right(self.line_starts, offset)

    def locator(self, span: Span) -> str:
        """What a person looks for: the line, the cell, the page; the first and last of several."""
        if places := self._places_of(span):
            return joined_locators(places[0].locator, places[-1].locator)
        first, last = self.line_of(span.start), self.line_of(max(span.start, span.end - 1))
        return f"{first}行" if first == last else f"{first}-{last}行"

    def regions(self, span: Span) -> tuple[Region, ...]:
        """Where the places of `span` stand on the pages of a PDF: one box a page."""
        return joined_regions(region for place in self._places_of(span) for region in place.regions)

    def _places_of(self, span: Span) -> tuple[Place, ...]:
        if not self.places:
            return ()
        at = max(0, bisect_right(self._place_starts, span.start) - 1)
        last = max(at, bisect_right(self._place_starts, max(span.start, span.end - 1)) - 1)
        return self.places[at : last + 1]

    def lines(self) -> Iterator[tuple[int, Span]]:
        """Every physical line as (number from 1, span without its line end)."""
        starts = self.line_starts
        for index, start in enumerate(starts):
            end = starts[index + 1] - 1 if index + 1 < len(starts) else len(self.text)
            yield index + 1, Span(start, end)

    def units(self) -> Iterator[tuple[int, Span]]:
        """What the ledger counts, as (number from 1, span): the places, or the physical lines."""
        if not self.places:
            yield from self.lines()
            return
        ends = [*self._place_starts[1:], len(self.text)]
        for number, (place, end) in enumerate(zip(self.places, ends, strict=True), 1):
            yield number, Span(place.start, end)

    def unit_of(self, offset: int) -> int:
        """The number, from 1, of the place or line that holds the character at `offset`."""
        if self.places:
            return max(1, bisect_right(self._place_starts, offset))
        return self.line_of(offset)

    def strip(self, span: Span) -> Span:
        """`span` without white space at its ends."""
        piece = self.quote(span)
        start = span.start + len(piece) - len(piece.lstrip())
        return Span(start, max(start, span.start + len(piece.rstrip())))
