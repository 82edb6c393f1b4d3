"""Files are old or complete, never half-written."""

import contextlib
import os
import time
from pathlib import Path

from ..errors import StoreError
from ..language import Text

#: Windows refuses to replace a file while another program reads it: try again for half a second.
_REPLACE_TRIES = 10
_REPLACE_PAUSE = 0.05


def write_atomically(path: Path, data: bytes) -> None:
    """Make `data` the content of `path`: temporary file beside it, fsync, rename.

    A symbolic link stays a link: the file it points to is replaced. Folders are created.

    Raises:
        StoreError: the disk is full, or the folder cannot be written to; `path` is as before.
    """
    target = Path(os.path.realpath(path))
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            temporary.chmod(target.stat().st_mode)
        _replace(temporary, target)
    except OSError as error:
        raise cannot_write(path, error) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
    sync_folder(target.parent)


def cannot_write(path: Path, error: OSError) -> StoreError:
    """The error to show when the system refused to write to `path`."""
    return StoreError(
        Text("書き込めませんでした（{e}）", "could not be written ({e})").format(
            e=error.strerror or error
        ),
        where=str(path),
        hint=Text(
            "空き容量と書き込み権限を確かめてください。元の内容はそのままです。",
            "Check free space and permissions. What was there is unchanged.",
        ),
    )


def sync_folder(folder: Path) -> None:
    """Make a rename in `folder` survive a power cut, where the system can."""
    if os.name == "nt":  # Windows has no handle to a folder that can be flushed
        return
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _replace(source: Path, target: Path) -> None:
    """Rename over `target`; `source` and `target` are in one folder."""
    for attempt in range(_REPLACE_TRIES):
        try:
            os.replace(source, target)  # noqa: PTH105 - one name for tests to make fail
            return
        except PermissionError:
            if os.name != "nt" or attempt == _REPLACE_TRIES - 1:
                raise
            time.sleep(_REPLACE_PAUSE)
