"""What may be opened: files and folders whose names are text; no pipe and no device."""

import re
import stat
import tomllib
from pathlib import Path
from typing import Any, Final

from ..errors import InputError
from ..language import Text

#: A profile or a plan.toml of more bytes than this was not written for Enishi.
MAX_TOML: Final = 1 << 20
#: What a terminal takes for an order or a new line, and bytes of a name that are no UTF-8.
_UNFIT: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def shown_name(name: str) -> str:
    r"""`name` as it can be printed and stored: what is no text becomes an escape.

    >>> shown_name("計画.txt"), shown_name("a\nb"), shown_name("a\udcff")
    ('計画.txt', 'a\\x0ab', 'a\\xff')
    """
    return _UNFIT.sub(lambda found: _escape(ord(found[0])), name)


def _escape(code: int) -> str:
    if 0xDC80 <= code <= 0xDCFF:  # a byte that is no UTF-8
        return f"\\x{code - 0xDC00:02x}"
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def demand_file(path: Path) -> None:
    """Raise InputError for what no reader may open: a name that is no text, a pipe, a device (they
    have no end), and what the system does not open. What is missing is left to the reader.
    """
    demand_name(path.name, path)
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return
    except (OSError, ValueError) as error:
        said = getattr(error, "strerror", None) or str(error)
        raise InputError(
            Text(f"開けません（{said}）", f"cannot be opened ({said})"),
            where=shown_name(str(path)),
            hint=Text("名前と権限を確かめてください", "check the name and that you may read it"),
        ) from error
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        raise InputError(
            Text("ファイルではなく、パイプか装置です", "this is no file but a pipe or a device"),
            where=str(path),
            hint=Text(
                "中身をファイルに保存して、そのファイルを指定してください",
                "save what it gives into a file and name that",
            ),
        )
    if stat.S_ISDIR(mode):  # `.` and `..` do not say their names
        demand_name(path.resolve().name, path)


def demand_name(name: str, path: Path) -> None:
    """Raise InputError unless `name`, of what is at `path`, is one line of text."""
    if _UNFIT.search(name):
        raise InputError(
            Text("名前に文字でないものが入っています", "its name holds what is no text"),
            where=shown_name(str(path)),
            hint=Text(
                "ファイルやフォルダの名前を、ふつうの文字（UTF-8）に変えてください",
                "rename the file or folder with plain characters (UTF-8)",
            ),
        )


def read_toml(path: Path) -> dict[str, Any]:
    """The TOML file at `path`; raises InputError for what is none or cannot be read."""
    demand_file(path)
    try:
        size = path.stat().st_size
        if size > MAX_TOML:
            raise not_toml(str(path), Text(f"{size:,}バイトあります", f"it has {size:,} bytes"))
        data = path.read_bytes()
    except OSError as error:
        said = Text(f"{error.strerror}", f"{error.strerror}")
        raise not_toml(str(path), said) from error
    return parsed_toml(data, str(path))


def parsed_toml(data: bytes, where: str) -> dict[str, Any]:
    """The values in the bytes of a TOML file, as editors of Windows save it too.

    Raises InputError for what is none: also a number without end, or lists in lists without end.
    """
    try:
        return tomllib.loads(data.decode("utf-8-sig").replace("\r\n", "\n"))
    except ValueError as error:
        at = re.search(r"line (\d+), column (\d+)", str(error))
        place = f"{at[1]}行{at[2]}文字目、" if at else ""
        raise not_toml(where, Text(f"{place}{error}", f"{error}")) from error
    except RecursionError as error:
        raise not_toml(where, Text("入れ子が深すぎます", "nested too deeply")) from error


def not_toml(where: str, why: Text) -> InputError:
    """The error for a file that is no TOML."""
    return InputError(
        Text(f"TOML の書式が違います（{why.ja}）", f"this is not TOML ({why.en})"),
        where=where,
        hint=Text("示された行を直してください", "mend the line it names"),
    )
