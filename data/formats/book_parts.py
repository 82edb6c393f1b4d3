"""Parts of a stranger's workbook, read in memory that their number and size bound.

openpyxl holds the tree of every small part and all elements of a sheet that are no rows, and knows
no limit; a part of 100 MB takes it 4 GB.
"""

import zipfile
from collections.abc import Iterator
from typing import IO, Any, Final, Self
from xml.etree.ElementTree import Element

from ...errors import InputError
from ...language import Text

#: Bytes of a part that is held as a tree (styles, the list of sheets, relations): each takes 45.
TREE_BYTES: Final = 12 << 20
#: Letters of a text without an element in it; a cell of Excel's holds 32,767.
_RUN_BYTES: Final = 64 << 20
#: Elements inside one row or one shared string. A row has 16,384 cells of three elements each.
_INNER: Final = 200_000
#: Elements and bytes of all sheets and shared strings together, each sheet as often as it is named.
_ELEMENTS: Final = 10_000_000
_BYTES: Final = 1 << 30
#: Shared strings: as many as cells that are read, and as many again that nothing refers to.
_STRINGS: Final = 1_000_000
_CHUNK: Final = 1 << 20


class Parts(zipfile.ZipFile):
    """The container as openpyxl reads it; `where` names the file in errors."""

    def __init__(self, file: IO[bytes], where: str) -> None:
        super().__init__(file)
        self._where = where
        self.elements = self.bytes = 0  # of all streams so far

    def read(self, name: str | zipfile.ZipInfo, pwd: bytes | None = None) -> bytes:
        """A small part as a whole; raises InputError for a large one.

        In pieces: `zipfile` unpacks at once what belies its size, and looks at the size then.
        """
        entry = self.getinfo(name) if isinstance(name, str) else name
        if entry.file_size > TREE_BYTES:
            raise self.too_large(entry.filename)
        with super().open(entry, pwd=pwd) as stream:
            return b"".join(iter(lambda: stream.read(_CHUNK), b""))

    def bounded(self, name: str) -> "Bounded":
        """The part as a stream, for `elements`."""
        return Bounded(self, name)

    def too_large(self, name: str) -> InputError:
        """The error for a part that no spreadsheet writes."""
        return InputError(
            Text(
                "この部分が大きすぎるか、要素が多すぎます",
                "this part is too large, or holds too many elements",
            ),
            where=f"{self._where} › {name}",
            hint=Text(
                "表だけを新しいブックに写して保存し、それを指定してください",
                "copy the table alone into a new workbook, save it and name that",
            ),
        )


class Bounded:
    """A part as a stream that refuses a text without end before a parser gathers it."""

    def __init__(self, parts: Parts, name: str) -> None:
        self._parts, self.name = parts, name
        self._stream = parts.open(name)
        self._run = 0

    def read(self, size: int = _CHUNK) -> bytes:
        """Up to `size` bytes; raises InputError for what no spreadsheet writes."""
        data = self._stream.read(size)
        last = data.rfind(b"<")
        self._run = len(data) - last if last >= 0 else self._run + len(data)
        self._parts.bytes += len(data)
        if self._run > _RUN_BYTES or self._parts.bytes > _BYTES:
            raise self.too_large()
        return data

    def close(self) -> None:
        self._stream.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def counted(self, inner: int) -> None:
        """Count an element that has so many others before it in its row.

        Raises InputError when there are too many.
        """
        self._parts.elements += 1
        if inner > _INNER or self._parts.elements > _ELEMENTS:
            raise self.too_large()

    def too_large(self) -> InputError:
        """The error that names this part."""
        return self._parts.too_large(self.name)


def elements(stream: Bounded, whole: frozenset[str]) -> Iterator[Element]:
    """The elements whose tag is in `whole`, complete with what is in them, each when it ends.

    Whatever is read is forgotten again; raises InputError for an element with too much in it.
    """
    from openpyxl.xml.functions import iterparse

    open_: list[Element] = []
    inside, inner = 0, 0
    for event, element in iterparse(stream, events=("start", "end")):
        if event == "start":
            open_.append(element)
            inner = inner + 1 if inside else 0
            stream.counted(inner)
            inside += element.tag in whole
            continue
        open_.pop()
        inside -= element.tag in whole
        if inside:
            continue
        if element.tag in whole:
            yield element
        if open_:  # its parent holds nothing else that is of use
            open_[-1].clear()
        else:
            element.clear()


def shared_strings(stream: Bounded) -> list[str]:
    """The texts that cells refer to by their numbers; how they are to be read is left out.

    Raises InputError for more of them than a workbook has.
    """
    from openpyxl.xml.constants import SHEET_MAIN_NS

    name = "{" + SHEET_MAIN_NS + "}"
    texts: list[str] = []
    for element in elements(stream, frozenset([f"{name}si"])):
        pieces = [*element.findall(f"{name}t"), *element.findall(f"{name}r/{name}t")]
        texts.append("".join(piece.text or "" for piece in pieces).replace("x005F_", ""))
        if len(texts) > _STRINGS:
            raise stream.too_large()
    return texts


def open_book(file: IO[bytes], where: str) -> Any:
    """The workbook with its sheets unread, as openpyxl's `load_workbook` gives it.

    Raises InputError, naming the part, for one that is too large; and what openpyxl raises.
    """
    from openpyxl.reader.excel import ExcelReader
    from openpyxl.xml.constants import SHARED_STRINGS

    parts = Parts(file, where)

    class Reader(ExcelReader):  # type: ignore[misc]
        def read_strings(self) -> None:
            part = self.package.find(SHARED_STRINGS)
            if part is not None:
                with parts.bounded(part.PartName[1:]) as stream:
                    self.shared_strings = shared_strings(stream)

        def read_chartsheet(self, sheet: Any, rel: Any) -> None:
            """It has no cells."""

    reader = Reader(file, read_only=True, data_only=True, keep_links=False)
    reader.archive.close()
    reader.archive = parts
    reader.read()
    return reader.wb
