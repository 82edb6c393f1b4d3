"""Zip containers (DOCX, XLSX) from strangers: every size is checked before anything is unpacked."""

import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Final

from ...errors import InputError
from ...language import Text

_SYMLINK: Final = 0o120000
_DOCTYPE: Final = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
#: A document type declaration can only stand before the root element.
_PROLOG: Final = 1 << 16
_PIECE: Final = 1 << 20
_BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    ValueError,
)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a container may hold: members, bytes of one, bytes of all, growth of a large one.

    Deflate reaches 1:1032; the XML of an honest workbook or document stays under 1:60.
    """

    members: int = 10_000
    member_bytes: int = 512 << 20
    total_bytes: int = 1 << 30
    ratio: int = 200
    ratio_from: int = 4 << 20


class Archive:
    """A checked container that is open for reading."""

    def __init__(self, container: zipfile.ZipFile, where: str) -> None:
        self._container, self._where = container, where
        self._sizes = {entry.filename: entry.file_size for entry in container.infolist()}

    def __contains__(self, name: str) -> bool:
        return name in self._sizes

    @property
    def names(self) -> list[str]:
        """The members' names in the container's order."""
        return list(self._sizes)

    @contextmanager
    def stream(self, name: str) -> Iterator[IO[bytes]]:
        """The member as a stream that never gives more bytes than its checked size.

        Raises InputError when it is damaged, also while it is being read.
        """
        try:
            with self._container.open(name) as stream:
                yield stream
        except (*_BROKEN, RuntimeError) as error:
            raise _refused(
                f"{self._where} › {name}",
                f"壊れています（{error}）",
                f"damaged ({error})",
                *_AGAIN,
            ) from error

    def read(self, name: str, *, at_most: int = 64 << 20) -> bytes:
        """The bytes of the member; raises InputError when there are more than `at_most`."""
        if self._sizes[name] > at_most:
            raise _too_large(f"{self._where} › {name}", self._sizes[name], at_most)
        with self.stream(name) as stream:  # in pieces: at once, a size that lies is seen too late
            return b"".join(iter(lambda: stream.read(_PIECE), b""))

    def xml(self, name: str, *, at_most: int = 64 << 20) -> bytes:
        """`read` for XML: a document type (the door of entity bombs) is refused unparsed."""
        data = self.read(name, at_most=at_most)
        head = data[:_PROLOG]
        if b"\x00" in head[:4] or head[:2] in (b"\xff\xfe", b"\xfe\xff"):  # UTF-16: narrowed
            head = data[: 2 * _PROLOG].replace(b"\x00", b"")
        if _DOCTYPE.search(head):
            raise declares_entities(f"{self._where} › {name}")
        return data


def declares_entities(where: str) -> InputError:
    """The error for a part with a document type declaration."""
    return _refused(
        where,
        "DTD（実体の宣言）があるため読みません",
        "it holds a document type declaration (entities), which is not read",
        "作ったソフトで開き、保存し直したファイルを使ってください",
        "open it in the program it was made with and save it again",
    )


@contextmanager
def open_archive(path: Path, limits: Limits | None = None) -> Iterator[Archive]:
    """The container at `path`, its directory checked.

    Raises InputError for a broken or encrypted container, too many or too large members, a member
    that grows beyond measure, and names that lead outside (`..`, absolute, symbolic links).
    """
    where = str(path)
    try:
        container = zipfile.ZipFile(path)
    except (*_BROKEN, UnicodeDecodeError) as error:
        raise _refused(
            where, f"zipの形が壊れています（{error}）", f"a broken zip container ({error})", *_AGAIN
        ) from error
    with container:
        _check(container, where, limits or Limits())
        yield Archive(container, where)


def check_archive(path: Path, limits: Limits | None = None) -> None:
    """Raise the InputError that `open_archive` would; nothing is unpacked."""
    with open_archive(path, limits):
        pass


def _check(container: zipfile.ZipFile, where: str, limits: Limits) -> None:
    entries = container.infolist()
    if len(entries) > limits.members:
        raise _refused(
            where,
            f"{len(entries):,}個のファイルが入っています（上限{limits.members:,}個）",
            f"it holds {len(entries):,} members (the limit is {limits.members:,})",
            *_AGAIN,
        )
    total = 0
    for entry in entries:
        inside = f"{where} › {entry.filename[:80]}"
        if entry.flag_bits & 1:
            raise _refused(
                inside, "パスワードで保護されています", "it is protected by a password", *_PASSWORD
            )
        _check_name(entry, inside)
        if entry.file_size > limits.member_bytes:
            raise _too_large(inside, entry.file_size, limits.member_bytes)
        grown = entry.file_size > limits.ratio_from
        if grown and entry.file_size > limits.ratio * max(1, entry.compress_size):
            raise _refused(
                inside,
                f"{entry.compress_size:,}バイトが展開すると{entry.file_size:,}バイトになります",
                f"{entry.compress_size:,} bytes would unpack to {entry.file_size:,}",
                "圧縮爆弾と見なして読みません。作ったソフトで保存し直してください",
                "it is taken for a zip bomb; save it again in the program it was made with",
            )
        total += entry.file_size
    if total > limits.total_bytes:
        raise _too_large(where, total, limits.total_bytes)


def _check_name(entry: zipfile.ZipInfo, inside: str) -> None:
    name = entry.filename.replace("\\", "/")
    mode = entry.external_attr >> 16
    outside = ".." in PurePosixPath(name).parts or name.startswith("/") or name[1:2] == ":"
    if outside or stat.S_IFMT(mode) == _SYMLINK:
        raise _refused(
            inside,
            "フォルダの外を指す名前、またはリンクが入っています",
            "a member's name leads outside, or is a link",
            "このファイルは使わず、作った人に確かめてください",
            "do not use this file; ask whoever made it",
        )


_AGAIN: Final = (
    "作ったソフトで開き、保存し直してください",
    "open it in the program it was made with and save it again",
)
_PASSWORD: Final = (
    "パスワードを外して保存し直してください",
    "save it again without the password",
)


def _too_large(where: str, size: int, limit: int) -> InputError:
    return _refused(
        where,
        f"展開すると{size:,}バイトになり、上限の{limit:,}バイトを超えます",
        f"it would unpack to {size:,} bytes; the limit is {limit:,}",
        "文書を分けて保存し、一つずつ読んでください",
        "split the document and read its parts one by one",
    )


def _refused(where: str, ja: str, en: str, hint_ja: str, hint_en: str) -> InputError:
    return InputError(Text(ja, en), where=where, hint=Text(hint_ja, hint_en))
