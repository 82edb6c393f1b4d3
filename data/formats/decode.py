"""Bytes of a text file to characters: which encoding, and how sure we are.

Strict decoding with the standard codecs settles nearly every Japanese file; statistics decide only
between CP932 and EUC-JP, whose byte ranges overlap. See docs/decisions/0004-encodings.md.
"""

import codecs
import hashlib
import re
from pathlib import Path
from typing import Final

from ...errors import InputError
from ...language import Text
from ..source import Source

#: Larger files are refused before they are read. A city's whole strategy is 30 kB; building takes
#: a gigabyte for each megabyte of text (bench/run.py), and nobody can wait for an answer forever.
MAX_BYTES: Final = 16 * 1024 * 1024

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_JIS_ESCAPE: Final = re.compile(rb"\x1b(?:\$[@B]|\([BJI])")
_COMMON: Final = re.compile("[ぁ-んァ-ヶー一-龥々髙﨑、。・「」①-⑳㈱-㈴\uff01-\uff5e]")
# Half-width katakana in a row is what EUC-JP read as CP932 looks like.
_RARE: Final = re.compile("[ｦ-ﾟ\ue000-\uf8ff]|[㐀-䶿]")


def read_source(path: Path) -> Source:
    """The text file at `path` as a Source.

    Raises InputError when it is missing, a folder, empty, too large, binary or undecodable.
    """
    data = _read_bytes(path)
    text, encoding = decode(data, where=str(path))
    if not text.strip():
        raise InputError(
            Text("ファイルに文字がありません", "the file has no text in it"),
            where=str(path),
            hint=Text(
                "計画の本文が入ったファイルを指定してください", "name a file that holds a plan"
            ),
        )
    return Source(
        name=path.name, text=text, sha256=hashlib.sha256(data).hexdigest(), encoding=encoding
    )


def _read_bytes(path: Path) -> bytes:
    where = str(path)
    if not path.exists():
        raise InputError(
            Text("ファイルが見つかりません", "no such file"),
            where=where,
            hint=Text("名前とフォルダを確かめてください", "check the name and the folder"),
        )
    if path.is_dir():
        raise InputError(
            Text(
                "フォルダです。文書のファイルが要ります", "this is a folder; a document is needed"
            ),
            where=where,
            hint=Text("フォルダの中の文書を指定してください", "name a document inside the folder"),
        )
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise InputError(
                Text(
                    f"{size:,}バイトあり、上限の{MAX_BYTES:,}バイトを超えています",
                    f"{size:,} bytes, over the limit of {MAX_BYTES:,}",
                ),
                where=where,
                hint=Text(
                    "計画ごと、または章ごとに文書を分け、--plan を変えて一つずつ実行してください",
                    "split it by plan or by chapter and build each part under its own --plan",
                ),
            )
        return path.read_bytes()
    except OSError as error:
        raise InputError(
            Text(f"読めません（{error.strerror}）", f"cannot be read ({error.strerror})"),
            where=where,
            hint=Text("読み取りの権限を確かめてください", "check that you may read it"),
        ) from error


def decode(data: bytes, *, where: str = "") -> tuple[str, str]:
    """(canonical text, name of the encoding) of `data`; line ends become LF, a BOM goes.

    >>> decode("計画\\r\\n".encode("cp932"))
    ('計画\\n', 'cp932')

    Raises InputError for binary or undecodable bytes, naming the offset of the first bad one.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _canonical(_strict(data, encoding, where), where), encoding
    if (wide := _utf16_without_bom(data)) is not None:
        return _canonical(_strict(data, wide, where), where), wide
    if b"\x00" in data:
        raise _binary(where, data.index(b"\x00"))
    if _JIS_ESCAPE.search(data):
        return _canonical(_strict(data, "iso2022_jp_ext", where), where), "iso2022_jp"
    try:
        return _canonical(data.decode("utf-8"), where), "utf-8"
    except UnicodeDecodeError as error:
        bad_utf8 = error.start
    return _legacy(data, where, bad_utf8)


def _legacy(data: bytes, where: str, bad_utf8: int) -> tuple[str, str]:
    readings: list[tuple[float, str, str]] = []
    for encoding in ("cp932", "euc_jis_2004"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        wide = sum(1 for char in text if ord(char) > 127) or 1
        score = (len(_COMMON.findall(text)) - 3 * len(_RARE.findall(text))) / wide
        readings.append((score, encoding, text))
    best = max(readings, default=None)
    if best is None or best[0] < 0.5:
        raise _undecodable(where, data, bad_utf8)
    return _canonical(best[2], where), "euc-jp" if best[1].startswith("euc") else best[1]


def _utf16_without_bom(data: bytes) -> str | None:
    """UTF-16 text without a BOM has NULs in every second place of its ASCII, and nowhere else."""
    head = data[:4096]
    if len(head) < 4 or len(data) % 2 or b"\x00" not in head:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if even and odd and min(even, odd) / max(even, odd) > 0.05:
        return _likelier_order(head)
    return "utf-16-le" if odd > even else "utf-16-be"


def _likelier_order(head: bytes) -> str | None:
    """The order of bytes in which nearly all characters are such as plans are written in.

    Japanese text has NULs in both places: those of line ends, and of 　 (U+3000) and 一 (U+4E00).
    """
    for order in ("utf-16-le", "utf-16-be"):
        text = head.decode(order, "replace")
        common = len(_COMMON.findall(text)) + sum(" " <= c <= "~" or c in "\t\r\n　" for c in text)
        if common > 0.9 * len(text) and any(c in "\r\n" for c in text):
            return order
    return None


def _strict(data: bytes, encoding: str, where: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _undecodable(where, data, error.start) from error


def _canonical(text: str, where: str) -> str:
    if any(char in text for char in "\x00\x01\x02\x03\x04\x05\x06\x07\x08"):
        raise _binary(where, next(i for i, char in enumerate(text) if char < "\x09"))
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _binary(where: str, offset: int) -> InputError:
    return InputError(
        Text(
            f"文字でないデータです（{offset}バイト目に制御文字）",
            f"this is not text (a control character at byte {offset})",
        ),
        where=where,
        hint=Text(
            "Word・Excel・PDFは、テキスト（UTF-8）で保存し直してください",
            "save Word, Excel or PDF documents as plain text (UTF-8) first",
        ),
    )


def _undecodable(where: str, data: bytes, offset: int) -> InputError:
    line = data.count(b"\n", 0, offset) + 1
    return InputError(
        Text(
            f"文字コードが分かりません（{line}行目、{offset}バイト目の 0x{data[offset]:02X}）",
            f"unknown encoding (line {line}, byte {offset}, 0x{data[offset]:02X})",
        ),
        where=where,
        hint=Text("UTF-8で保存し直してください", "save it as UTF-8"),
    )
