"""JSON and NDJSON: a stream of units, each a value with its places.

A unit is a line of NDJSON, an element of a top-level array, or the whole of any other JSON file.
Only one unit is held at a time, so a file of any size is read in the same memory. Numbers keep the
words they are written in.
"""

import codecs
import hashlib
import itertools
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ...errors import InputError
from ...language import Text
from ..document import Document, SourceWriter
from ..tree import MAX_DEPTH, Plain, Tree, write_tree
from ..words.record_links import belong_together, names_parents
from .decode import MAX_BYTES, decode

MEDIA_TYPES: Final = {"lines": "application/x-ndjson", "array": "application/json"}
#: Bytes of one unit; a larger one is refused. What is streamed is the file, not its records.
MAX_UNIT: Final = MAX_BYTES
#: Units that `enishi inspect` looks at.
SAMPLE: Final = 200
_CHUNK: Final = 1 << 20
_SPACE: Final = re.compile(r"[ \t\r\n]*")
_UNFIT: Final = re.compile("[\ud800-\udfff\x00-\x08]")


@dataclass(frozen=True, slots=True)
class Raw:
    """The text of a unit, before it is parsed: its number from 1 and how its places begin."""

    number: int
    prefix: str
    text: str


class _UnfitError(ValueError):
    """What is wrong with a value, in both languages."""

    def __init__(self, message: Text, position: int = 0) -> None:
        super().__init__(message.en)
        self.message, self.position = message, position


def looks_like_json(head: bytes, ending: str) -> bool:
    """Whether a file that begins with `head` is JSON or NDJSON: it opens with a brace or bracket."""
    text = head.removeprefix(codecs.BOM_UTF8).lstrip()
    for bom in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        text = text.removeprefix(bom).replace(b"\x00", b"")
    if ending in (".json", ".ndjson", ".jsonl"):
        return True
    return re.match(rb'\{\s*("|\})|\[\s*(\{|\[|"|\])', text) is not None


def load_units(path: Path) -> Iterator[tuple[int, Document]]:
    """The units of the file at `path` as (number from 1, document), in order.

    Raises InputError, which names the line or element, for what is no JSON, for NaN and Infinity,
    for two fields of one name and for nesting deeper than `MAX_DEPTH`.
    """
    text = _Text(path)
    if (whole := _together(path)) is not None:
        yield 1, whole
        return
    for raw in _raws(path, text):
        value = _parse(raw, path)
        writer = SourceWriter()
        root = write_tree(writer, value, prefix=raw.prefix)
        source = writer.source(
            name=path.name,
            sha256=hashlib.sha256(raw.text.encode("utf-8")).hexdigest(),
            encoding=text.encoding,
            media_type=MEDIA_TYPES["lines" if raw.prefix.endswith("行 ") else "array"],
        )
        yield raw.number, Document(source, (Tree(root),))


def load_sample(path: Path) -> Document:
    """The first `SAMPLE` units as one document, to be looked at."""
    if (whole := _together(path)) is not None:
        return whole
    writer, trees, encoding = SourceWriter(), [], "utf-8"
    for raw in itertools.islice(_raws(path, text := _Text(path)), SAMPLE):
        encoding = text.encoding
        trees.append(Tree(write_tree(writer, _parse(raw, path), prefix=raw.prefix)))
    source = writer.source(name=path.name, sha256="", encoding=encoding)
    return Document(source, tuple(trees))


def _together(path: Path) -> Document | None:
    """The one unit of a file whose records say how they stand among one another; else None."""
    first = [_parse(raw, path) for raw in itertools.islice(_raws(path, _Text(path)), SAMPLE)]
    told = belong_together(first)
    if not told and not names_parents(first):
        return None
    if path.stat().st_size > MAX_UNIT:
        if not told:
            return None  # the records above, if there are any, are not among the first
        raise _too_many_together(path)
    text = _Text(path)
    raws = list(_raws(path, text))
    values = [_parse(raw, path) for raw in raws]
    if not belong_together(values):
        return None
    writer = SourceWriter()
    root = [
        write_tree(writer, value, prefix=raw.prefix)
        for raw, value in zip(raws, values, strict=True)
    ]
    source = writer.source(
        name=path.name,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        encoding=text.encoding,
        media_type=MEDIA_TYPES["lines" if raws[0].prefix.endswith("行 ") else "array"],
    )
    return Document(source, (Tree(root),))


# -- the text ---------------------------------------------------------------------------------


class _Text:
    """The characters of a file, piece by piece; UTF-8, or a small file of another encoding."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.encoding = "utf-8"
        self._whole: str | None = None
        try:
            with path.open("rb") as file:
                head = file.read(_CHUNK)
        except OSError as error:
            raise _cannot_open(path, error) from error
        if _is_utf8(head):
            if head.startswith(codecs.BOM_UTF8):
                self.encoding = "utf-8-sig"
        else:
            if path.stat().st_size > MAX_BYTES:
                raise _not_utf8(path, 1) from None
            self._whole, self.encoding = decode(path.read_bytes(), where=str(path))
        self.lines = self._by_lines(head)

    def _by_lines(self, head: bytes) -> bool:
        """Whether each line is a value of its own: the first one is whole."""
        if self.path.suffix.lower() in (".ndjson", ".jsonl"):
            return True
        text = self._whole if self._whole is not None else head.decode("utf-8-sig", "ignore")
        first, _, rest = text.lstrip().partition("\n")
        if not first.startswith("{") or not rest.strip():
            return False
        try:
            json.loads(first)
        except (ValueError, RecursionError):
            return False
        return True

    def read_lines(self) -> Iterator[str]:
        """The lines without their ends; Raises InputError for one that is not UTF-8 or too long."""
        if self._whole is not None:
            yield from self._whole.split("\n")
            return
        with self.path.open("rb") as file:
            number = 0
            while line := file.readline(MAX_UNIT + 1):
                number += 1
                if len(line) > MAX_UNIT:
                    raise _too_large(self.path, f"{number}行")
                try:
                    text = line.decode("utf-8-sig" if number == 1 else "utf-8")
                except UnicodeDecodeError:
                    raise _not_utf8(self.path, number) from None
                yield text.rstrip("\r\n")

    def read_pieces(self) -> Iterator[str]:
        """The text in pieces of about a megabyte."""
        if self._whole is not None:
            yield self._whole
            return
        decoder = codecs.getincrementaldecoder("utf-8-sig")()
        line = 1
        with self.path.open("rb") as file:
            while piece := file.read(_CHUNK):
                try:
                    text = decoder.decode(piece)
                except UnicodeDecodeError as error:
                    raise _not_utf8(self.path, line + piece.count(b"\n", 0, error.start)) from error
                line += text.count("\n")
                yield text


def _is_utf8(head: bytes) -> bool:
    """Whether bytes are UTF-8. NULs (UTF-16) and escapes (ISO-2022-JP) can be, but not in JSON."""
    if b"\x00" in head or b"\x1b" in head:
        return False
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return True


# -- units ------------------------------------------------------------------------------------


def _raws(path: Path, text: _Text) -> Iterator[Raw]:
    found = False
    if text.lines:
        for number, line in enumerate(text.read_lines(), 1):
            if line.strip():
                found = True
                yield Raw(number, f"{number}行 ", line)
    else:
        for raw in _elements(path, text):
            found = True
            yield raw
    if not found:
        raise InputError(
            Text("値が一つもありません", "it holds no value"),
            where=str(path),
            hint=Text("記録の入ったファイルを指定してください", "name a file with records"),
        )


def _elements(path: Path, text: _Text) -> Iterator[Raw]:
    """The elements of a top-level array, or the whole text."""
    buffer = _Buffer(path, text.read_pieces())
    if buffer.next_char() != "[":
        whole = buffer.rest()
        if whole.strip():
            yield Raw(1, "", whole)
        return
    buffer.drop(1)
    number = 0
    while (char := buffer.next_char()) != "]":
        if number and char != ",":
            raise _broken_array(path, number)
        if number:
            buffer.drop(1)
        number += 1
        yield Raw(number, f"/{number - 1}", buffer.value(number - 1))
    buffer.drop(1)
    if buffer.next_char():
        raise _broken_array(path, number)


class _Buffer:
    """What is left of a text that arrives in pieces."""

    def __init__(self, path: Path, pieces: Iterator[str]) -> None:
        self._path, self._pieces = path, pieces
        self._text, self._at = "", 0

    def _more(self) -> bool:
        piece = next(self._pieces, None)
        if piece is None:
            return False
        self._text, self._at = self._text[self._at :] + piece, 0
        return True

    def next_char(self) -> str:
        """The next character that is no white space, or "" at the end."""
        while True:
            match = _SPACE.match(self._text, self._at)
            self._at = match.end() if match else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def drop(self, count: int) -> None:
        self._at += count

    def rest(self) -> str:
        """All that is left; raises InputError when it is too much to hold."""
        while self._more():
            if len(self._text) > MAX_UNIT:
                raise _too_large(self._path, "")
        return self._text[self._at :]

    def value(self, index: int) -> str:
        """The text of the value that begins here: up to the , or ] behind it."""
        self.next_char()
        scan = _Scan()
        checked = self._at
        while True:
            end = scan.end(self._text, checked)
            if end is not None:
                found = self._text[self._at : end]
                self._at = end
                return found
            checked = len(self._text) - self._at
            if checked > MAX_UNIT:
                raise _too_large(self._path, f"/{index}")
            if not self._more():
                found = self._text[self._at :]
                self._at = len(self._text)
                return found


class _Scan:
    """Finds the end of a value without parsing it: brackets outside strings are counted."""

    _TOKEN: Final = re.compile(r'[^"\\\[\]{},]+|.', re.DOTALL)
    _IN_STRING: Final = re.compile(r'[^"\\]+|.', re.DOTALL)

    def __init__(self) -> None:
        self._depth, self._string, self._escaped = 0, False, False

    def end(self, text: str, at: int) -> int | None:
        """Where the value ends at or behind `at`, or None when it goes on behind the text."""
        while at < len(text):
            if self._escaped:
                self._escaped, at = False, at + 1
                continue
            pattern = self._IN_STRING if self._string else self._TOKEN
            match = pattern.match(text, at)
            assert match is not None
            token = match[0]
            if self._string:
                self._escaped, self._string = token == "\\", token != '"'
            elif token == '"':
                self._string = True
            elif token in "[{":
                self._depth += 1
            elif token in "]}":
                if self._depth == 0:
                    return at
                self._depth -= 1
            elif token == "," and self._depth == 0:
                return at
            at = match.end()
        return None


# -- values -----------------------------------------------------------------------------------


def _parse(raw: Raw, path: Path) -> Plain:
    return parse_value(raw.text, f"{path}:{raw.prefix.strip() or '1行'}")


def parse_value(text: str, where: str) -> Plain:
    """The value that `text` is in JSON; numbers stay words.

    Raises InputError as `load_units` does, with `where` as its place.
    """
    try:
        value: Plain = json.loads(
            text,
            parse_float=str,
            parse_int=str,
            parse_constant=_no_constant,
            object_pairs_hook=_no_twins,
        )
        _check(value)
    except RecursionError:
        raise _wrong(where, _deep()) from None
    except json.JSONDecodeError as error:
        near = text[error.pos : error.pos + 20].split("\n")[0]
        line = f"{error.lineno}行目の" if error.lineno > 1 else ""
        raise _wrong(
            where,
            Text(
                f"JSONとして読めません（{line}{error.colno}文字目「{near}」: {error.msg}）",
                f"this is not JSON (line {error.lineno}, character {error.colno}"
                f" “{near}”: {error.msg})",
            ),
        ) from error
    except _UnfitError as error:
        raise _wrong(where, error.message) from error
    return value


def _no_constant(name: str) -> Any:
    raise _UnfitError(Text(f"{name} は数ではありません", f"{name} is no number of JSON"))


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        twin = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise _UnfitError(
            Text(f"同じ名前の項目「{twin}」が二つあります", f"two fields are called “{twin}”")
        )
    return found


def _deep() -> Text:
    return Text(
        f"入れ子が深すぎます（{MAX_DEPTH}段まで）", f"it is nested deeper than {MAX_DEPTH} levels"
    )


def _check(value: object) -> None:
    """Raises _UnfitError for values nested too deep and characters that no text has."""
    todo: list[tuple[object, int]] = [(value, 0)]
    while todo:
        inner, depth = todo.pop()
        if depth > MAX_DEPTH:
            raise _UnfitError(_deep())
        words: tuple[str, ...] = ()
        if isinstance(inner, dict):
            words = tuple(inner)
            todo += [(each, depth + 1) for each in inner.values()]
        elif isinstance(inner, list):
            todo += [(each, depth + 1) for each in inner]
        elif isinstance(inner, str):
            words = (inner,)
        if bad := next((m for word in words if (m := _UNFIT.search(word))), None):
            raise _UnfitError(
                Text(
                    f"文字でない U+{ord(bad[0]):04X} が入っています",
                    f"it holds U+{ord(bad[0]):04X}, which is no character of a text",
                )
            )


# -- errors -----------------------------------------------------------------------------------


def _wrong(where: str, message: Text) -> InputError:
    return InputError(
        message,
        where=where,
        hint=Text(
            "示された所を直してください。NDJSON なら1行に1件です",
            "mend the place; where it is NDJSON, each line has one record",
        ),
    )


def _broken_array(path: Path, number: int) -> InputError:
    return _wrong(
        f"{path}:/{max(0, number - 1)}",
        Text("この値の後ろが配列として読めません", "what follows this value is no array"),
    )


def _too_large(path: Path, place: str) -> InputError:
    return InputError(
        Text(
            f"一つの値が上限の{MAX_UNIT:,}バイトを超えています",
            f"one value is over the limit of {MAX_UNIT:,} bytes",
        ),
        where=f"{path}:{place}" if place else str(path),
        hint=Text(
            "1行に1件の NDJSON か、記録の配列にしてください",
            "write it as NDJSON, one record on each line, or as an array of records",
        ),
    )


def _too_many_together(path: Path) -> InputError:
    return InputError(
        Text(
            f"上下を番号で示す記録は、一つのファイルの上限が{MAX_UNIT:,}バイトです",
            f"records that name the one above them may have {MAX_UNIT:,} bytes in one file",
        ),
        where=str(path),
        hint=Text(
            "部局ごとなどに分けるか、事業の記録に施策の名前を書いてください",
            "split it, or write the names of the measures into the records of the projects",
        ),
    )


def _not_utf8(path: Path, line: int) -> InputError:
    return InputError(
        Text("UTF-8 ではありません", "this is not UTF-8"),
        where=f"{path}:{line}行",
        hint=Text("UTF-8で保存し直してください", "save it as UTF-8"),
    )


def _cannot_open(path: Path, error: OSError) -> InputError:
    return InputError(
        Text(f"読めません（{error.strerror}）", f"cannot be read ({error.strerror})"),
        where=str(path),
        hint=Text(
            "名前と読み取りの権限を確かめてください", "check its name and that you may read it"
        ),
    )
