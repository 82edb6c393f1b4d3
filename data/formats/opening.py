"""What there is at a path: a file of a format, or a folder of files that are one plan together."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from ...errors import InputError
from ...language import Text
from ...progress import step
from ..document import Document
from ..files import shown_name
from ..records import Notice
from .folder import Files, FolderWriter, files_in, listed_sha256
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
    found = files_in(path, ENDINGS)
    documents = found.documents
    if not documents:
        raise _empty(path, found)
    formats = [format_of(each) for each in documents]
    if all(each.units for each in formats):
        return Format(
            "folder of records", (), formats[0].profile, lambda _: True,
            load=lambda _: _first(found, path),
            units=lambda _: _units(found, path),
        )  # fmt: skip
    profiles = {each.profile for each in formats}
    profile = profiles.pop() if len(profiles) == 1 else "headed-ja"
    return Format("folder", (), profile, lambda _: True, load=lambda _: _joined(path, found))


def sha256_of(path: Path) -> str:
    """The SHA-256, in hex, of a file's bytes, or of the list of a folder's documents."""
    if not path.is_dir():
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    documents = files_in(path, ENDINGS).documents
    return listed_sha256((_name(path, each), sha256_of(each)) for each in documents)


def _name(folder: Path, path: Path) -> str:
    return path.relative_to(folder).as_posix()


def _joined(folder: Path, files: Files) -> Document:
    writer = FolderWriter(folder)
    for path in files.documents:
        name = _name(folder, path)
        step(Text("読んでいます: {name}", "reading {name}").format(name=name))
        writer.add(name, load_document(path)[0])
    for message in _left_out(folder, files):
        writer.notice(message)
    return writer.document()


def _first(files: Files, folder: Path) -> Document:
    return next(unit for _, unit in _units(files, folder))


def _units(files: Files, folder: Path) -> Iterator[tuple[int, Document]]:
    """The records of all files, counted through; each place begins with its file's name."""
    number = 0
    for path in files.documents:
        units = format_of(path).units
        assert units is not None
        name = _name(folder, path)
        for _, unit in units(path):
            number += 1
            called = _called(unit, folder.resolve().name, name)
            if number == 1:
                said = (Notice(1, text, called.source.name) for text in _left_out(folder, files))
                called = replace(called, notices=(*said, *called.notices))
            yield number, called


def _called(unit: Document, folder: str, name: str) -> Document:
    source = unit.source
    places = tuple(place._replace(locator=f"{name} {place.locator}") for place in source.places)
    said = tuple(_of_file(notice, name) for notice in unit.notices)
    return Document(replace(source, name=folder, places=places), unit.parts, said)


def _of_file(notice: Notice, name: str) -> Notice:
    return replace(notice, locator=f"{name} {notice.place.ja}")


def _named(folder: Path, files: Sequence[Path]) -> tuple[str, int]:
    names = [shown_name(_name(folder, path)) for path in files[:_SHOWN]]
    return ", ".join(names), len(files) - len(names)


_NO_DOCUMENTS: Final = Text(
    "文書でない{n}個のファイルは読んでいません", "{n} files that are no documents were not read"
)
_LINKS: Final = Text(
    "リンク（とパイプなど）{n}個はたどっていません", "{n} links (or pipes) were not followed"
)


def _left_out(folder: Path, files: Files) -> Iterator[Text]:
    for paths, said in ((files.others, _NO_DOCUMENTS), (files.links, _LINKS)):
        names, more = _named(folder, paths)
        counted = said.format(n=len(paths))
        if paths:
            yield Text(
                f"{counted.ja}: {names}" + (f" ほか{more}個" if more else ""),
                f"{counted.en}: {names}" + (f" and {more} more" if more else ""),
            )


def _empty(folder: Path, files: Files) -> InputError:
    names, _ = _named(folder, [*files.others, *files.links])
    seen = Text(f"（あったもの: {names}）", f" (there is: {names})") if names else Text("", "")
    if files.links and not files.others:
        seen = Text(
            f"（リンクなど、たどらないものだけです: {names}）",
            f" (nothing but links and the like, which are not followed: {names})",
        )
    return InputError(
        Text(f"フォルダに文書がありません{seen.ja}", f"there are no documents in it{seen.en}"),
        where=str(folder),
        hint=Text(
            f"計画の文書（{'、'.join(sorted(ENDINGS))}）の入ったフォルダか、文書のファイルを指定してください",
            f"name a folder that holds the plan's documents ({', '.join(sorted(ENDINGS))}), or a file",
        ),
    )
