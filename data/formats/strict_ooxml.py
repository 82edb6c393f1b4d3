"""Workbooks saved as Strict Open XML: the same parts under other names of namespaces.

openpyxl knows the transitional names only and finds nothing in a strict workbook, so its parts are
copied with those names put in.
"""

import tempfile
import zipfile
from collections.abc import Iterator
from typing import IO, Final

from .archive import Archive

#: Strict name → transitional name (ISO/IEC 29500-1 and 29500-4). The first is a prefix of others.
_NAMES: Final = (
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    ),
)
_CHUNK: Final = 1 << 20
_LONGEST: Final = max(len(strict) for strict, _ in _NAMES)


def is_strict(archive: Archive) -> bool:
    """Whether the workbook's own part is written in the strict namespace."""
    if "xl/workbook.xml" not in archive:
        return False
    with archive.stream("xl/workbook.xml") as stream:
        return _NAMES[1][0] in stream.read(1 << 16)


def transitional(archive: Archive) -> IO[bytes]:
    """A file with the parts of `archive` under transitional names; the caller closes it."""
    file = tempfile.TemporaryFile()  # noqa: SIM115  it is the answer
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as copy:
        for name in archive.names:
            if not name.endswith((".xml", ".rels")):
                continue  # pictures and macros are not read
            with archive.stream(name) as stream, copy.open(name, "w", force_zip64=True) as part:
                for chunk in _renamed(stream):
                    part.write(chunk)
    file.seek(0)
    return file


def _renamed(stream: IO[bytes]) -> Iterator[bytes]:
    held = b""
    while chunk := stream.read(_CHUNK):
        held += chunk
        for strict, loose in _NAMES:
            held = held.replace(strict, loose)
        # A name may be cut by the end of the chunk.
        yield held[:-_LONGEST]
        held = held[-_LONGEST:]
    for strict, loose in _NAMES:
        held = held.replace(strict, loose)
    yield held
