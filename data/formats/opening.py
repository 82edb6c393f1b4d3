"""What there is at a path: a file of a format, or a folder of files that are one plan together."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from ...errors import InputError
from ...language import Text
from ..document import Document
from ..records import Notice
from ..source import Place
from .folder import FolderWriter, files_in, listed_sha256
from .registry import FORMATS, Format, format_of, load_document

#: What documents of plans are called; a file without an ending may be anything.
ENDINGS: Final = frozenset(ending for each in FORMATS for ending in each.endings if ending)
_SHOWN: Final = 3


def open_document(path: Path) -> tuple[Document, Format]:
    """The document at `path` and the format it was read as; of a folder, all its documents as one.

    Raises InputError for what cannot be read.
    """
    if not path.is_dir():
        return load_document(path)
    found = format_at(path)
    return found.load(path), found


def format_at(path: Path) -> Format:
    """The format of the file or folder at `path`.

    A folder is read by the profile of its files; by that of texts where they differ. Files of
    records (JSON) come one by one, as the lines of one file would.

    Raises InputError for what cannot be opened, and for a folder without documents.
    """
    if not path.is_dir():
        return format_of(path)
    documents, others = files_in(path, ENDINGS)
    if not documents:
        raise _empty(path, others)
    formats = [format_of(each) for each in documents]
    if all(each.units for each in formats):
        return Format(
            "folder of records", (), formats[0].profile, lambda _: True,
            load=lambda _: _first(documents, path),
            units=lambda _: _units(documents, path),
        )  # fmt: skip
    profiles = {each.profile for each in formats}
    profile = profiles.pop() if len(profiles) == 1 else "headed-ja"
    return Format(
        "folder", (), profile, lambda _: True, load=lambda _: _joined(path, documents, others)
    )


def sha256_of(path: Path) -> str:
    """The SHA-256, in hex, of a file's bytes, or of the list of a folder's documents."""
    if not path.is_dir():
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    documents, _ = files_in(path, ENDINGS)
    return listed_sha256((_name(path, each), sha256_of(each)) for each in documents)


def _name(folder: Path, path: Path) -> str:
    return path.relative_to(folder).as_posix()


def _joined(folder: Path, documents: Sequence[Path], others: Sequence[Path]) -> Document:
    writer = FolderWriter(folder)
    for path in documents:
        writer.add(_name(folder, path), load_document(path)[0])
    if others:
        writer.notice(_left_out(folder, others))
    return writer.document()


def _first(documents: Sequence[Path], folder: Path) -> Document:
    return next(unit for _, unit in _units(documents, folder))


def _units(documents: Sequence[Path], folder: Path) -> Iterator[tuple[int, Document]]:
    """The records of all files, counted through; each place begins with its file's name."""
    number = 0
    for path in documents:
        units = format_of(path).units
        assert units is not None
        name = _name(folder, path)
        for _, unit in units(path):
            number += 1
            yield number, _called(unit, folder.resolve().name, name)


def _called(unit: Document, folder: str, name: str) -> Document:
    source = unit.source
    places = tuple(Place(place.start, f"{name} {place.locator}") for place in source.places)
    said = tuple(_of_file(notice, name) for notice in unit.notices)
    return Document(replace(source, name=folder, places=places), unit.parts, said)


def _of_file(notice: Notice, name: str) -> Notice:
    return replace(notice, locator=f"{name} {notice.place.ja}")


def _named(folder: Path, files: Sequence[Path]) -> tuple[str, int]:
    names = [_name(folder, path) for path in files[:_SHOWN]]
    return ", ".join(names), len(files) - len(names)


def _left_out(folder: Path, others: Sequence[Path]) -> Text:
    names, more = _named(folder, others)
    return Text(
        f"文書でない{len(others)}個のファイルは読んでいません: {names}"
        + (f" ほか{more}個" if more else ""),
        f"{len(others)} files that are no documents were not read: {names}"
        + (f" and {more} more" if more else ""),
    )


def _empty(folder: Path, others: Sequence[Path]) -> InputError:
    names, _ = _named(folder, others)
    seen = Text(f"（あったもの: {names}）", f" (there is: {names})") if names else Text("", "")
    return InputError(
        Text(f"フォルダに文書がありません{seen.ja}", f"there are no documents in it{seen.en}"),
        where=str(folder),
        hint=Text(
            f"計画の文書（{'、'.join(sorted(ENDINGS))}）の入ったフォルダか、文書のファイルを指定してください",
            f"name a folder that holds the plan's documents ({', '.join(sorted(ENDINGS))}), or a file",
        ),
    )
