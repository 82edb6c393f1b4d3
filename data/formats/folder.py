"""A folder of files that are one plan together: a page, a form or a chapter in each.

The files' texts follow each other in the order of their names, with the numbers in them counted
(`2.html` before `10.html`); a place is its file's name and the place in it. Each file begins with
its name, which is no part of the plan.
"""

import hashlib
import os
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Final, NamedTuple

from ...errors import InputError
from ...language import Text
from ..document import Document, Grid, Paragraph, Part
from ..files import demand_name, shown_name
from ..records import Notice
from ..source import Place, Source, Span
from .flow import MAX_CHARACTERS, MAX_PIECES, too_many_pieces
from .text_grids import with_tables

#: A folder of more files than this is no plan.
MAX_FILES: Final = 5_000
#: The type of a source whose files are of several types.
MIXED: Final = "multipart/mixed"


class Files(NamedTuple):
    """What a folder holds: documents, other files, and what is not followed or opened."""

    documents: list[Path]
    others: list[Path]
    links: list[Path]  # and pipes and devices


def files_in(folder: Path, endings: Collection[str]) -> Files:
    """The files in `folder` and the folders below it, as people would sort them.

    Left out without a word are hidden files, what Office keeps beside an open file (`~$…`), what a
    browser saves beside a page (`…_files`), and Enishi's own TOML. Links are not followed: they may
    lead anywhere, and round. Raises InputError for a folder that cannot be read, holds too many
    files, or a document whose name is no text.
    """
    found = Files([], [], [])
    folders, seen = [folder], 0
    for each in folders:  # which grows; a folder in a folder without end is no recursion here
        for entry in _entries(each):
            seen += 1
            if seen > MAX_FILES:
                raise _too_many(folder)
            path = Path(entry.path)
            if entry.is_symlink():
                found.links.append(path)
            elif entry.is_dir():
                folders.append(path)
            elif not entry.is_file():
                found.links.append(path)
            elif path.suffix.lower() in endings:
                demand_name(path.relative_to(folder).as_posix(), path)
                found.documents.append(path)
            else:
                found.others.append(path)
    return Files(*(sorted(paths, key=_as_sorted) for paths in found))


def _entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    """What a person put into a folder."""
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                aside = _ASIDE if entry.is_dir(follow_symlinks=False) else _NO_FILE
                if not aside.fullmatch(entry.name):
                    yield entry
    except OSError as error:
        raise InputError(
            Text(f"読めません（{error.strerror}）", f"cannot be read ({error.strerror})"),
            where=shown_name(str(error.filename or folder)),
            hint=Text("読み取りの権限を確かめてください", "check that you may read it"),
        ) from error


def _too_many(folder: Path) -> InputError:
    return InputError(
        Text(
            f"ファイルとフォルダが{MAX_FILES:,}を超えます",
            f"more than {MAX_FILES:,} files and folders",
        ),
        where=str(folder),
        hint=Text(
            "一つの計画の文書だけを、別のフォルダに分けてください",
            "put the documents of one plan into a folder of their own",
        ),
    )


#: Folders that hold no documents of a person's.
_ASIDE: Final = re.compile(r"\..*|.*[_.]files|__MACOSX", re.DOTALL)
_NO_FILE: Final = re.compile(r"\..*|~\$.*|.*\.toml", re.DOTALL)


def _as_sorted(path: Path) -> tuple[tuple[int, int, str], ...]:
    pieces = re.split("([0-9]+)", path.as_posix())
    return tuple((n % 2, int(piece) if n % 2 else 0, piece) for n, piece in enumerate(pieces))


def listed_sha256(files: Iterable[tuple[str, str]]) -> str:
    """The SHA-256 of a folder's (name, SHA-256): of the lines that `sha256sum` writes of them.

    >>> listed_sha256([]) == hashlib.sha256().hexdigest()
    True
    """
    listed = "".join(f"{sha256}  {name}\n" for name, sha256 in files)
    return hashlib.sha256(listed.encode()).hexdigest()


class FolderWriter:
    """Puts documents behind each other; `where` names the folder in errors."""

    def __init__(self, where: Path) -> None:
        self._where = where
        self._texts: list[str] = []
        self._places: list[Place] = []
        self._parts: list[Part] = []
        self._notices: list[Notice] = []
        self._files: list[tuple[str, str]] = []
        self._said: dict[str, None] = {}  # the encodings
        self._types: set[str] = set()
        self._at = self._lines = 0

    def add(self, name: str, document: Document) -> None:
        """Append `document`, whose file is called `name` within the folder.

        Raises InputError when it cannot stand beside others, or all is too long to be held.
        """
        if not document.parts and not document.source.places:
            document = with_tables(document.source, str(self._where / name), ())
        source = document.source
        stem = self._begin(name)
        at, lines = self._at, self._lines
        self._places += (
            Place(at + place.start, f"{name} {place.locator}", place.regions)
            for place in source.places or (Place(s.start, f"{n}行") for n, s in source.lines())
        )
        alone = stem if sum(isinstance(part, Grid) for part in document.parts) == 1 else None
        self._parts += (self._moved(part, name, alone) for part in document.parts)
        self._notices += (
            replace(notice, line=lines + notice.line, locator=f"{name} {notice.place.ja}")
            for notice in document.notices
        )
        self._append(source.text if source.text.endswith("\n") else f"{source.text}\n")
        self._files.append((name, source.sha256))
        self._types.add(source.media_type)
        if source.encoded_in:
            self._said[source.encoded_in] = None
        if self._at > MAX_CHARACTERS or len(self._places) > MAX_PIECES:
            raise too_many_pieces(str(self._where / name))

    def notice(self, message: Text) -> None:
        """Say something of the folder as a whole."""
        self._notices.append(Notice(1, message, self._where.resolve().name))

    def _append(self, text: str) -> None:
        self._texts.append(text)
        self._at += len(text)
        self._lines += text.count("\n")

    def _begin(self, name: str) -> Span:
        """Write the name of a file; where its stem stands."""
        at = self._at
        self._places.append(Place(at, name))
        self._parts.append(Paragraph(name, Span(at, at + len(name)), None, "running"))
        self._append(f"{name}\n")
        path = PurePosixPath(name)
        return Span(at + len(name) - len(path.name), at + len(name) - len(path.suffix))

    def _moved(self, part: Part, name: str, stem: Span | None) -> Part:
        """`part` at its place; a table that has no name is called after its file (`stem`)."""
        if isinstance(part, Paragraph):
            return replace(part, span=_further(part.span, self._at))
        if not isinstance(part, Grid):
            raise _apart(self._where / name)
        cells = tuple(replace(cell, span=_further(cell.span, self._at)) for cell in part.cells)
        if not part.name and stem:
            return Grid(PurePosixPath(name).stem, cells, stem)
        return Grid(
            part.name, cells, _further(part.name_span, self._at) if part.name_span else None
        )

    def document(self) -> Document:
        """All that was added, as one document."""
        source = Source(
            name=self._where.resolve().name,
            text="".join(self._texts),
            sha256=listed_sha256(self._files),
            encoding="、".join(self._said),
            media_type=self._types.pop() if len(self._types) == 1 else MIXED,
            places=tuple(self._places),
            files=tuple(self._files),
        )
        return Document(source, tuple(self._parts), tuple(self._notices))


def _further(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


def _apart(path: Path) -> InputError:
    return InputError(
        Text(
            "この形式のファイルは、フォルダのほかの文書と合わせて一つの計画として読めません",
            "a file of this format cannot be read together with the others of its folder",
        ),
        where=str(path),
        hint=Text("このファイルだけを指定して build を実行してください", "build it by itself"),
    )
