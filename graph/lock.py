"""One writer at a time: a lock beside the file or folder that says who holds it."""

import contextlib
import json
import os
import socket
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Self

from filelock import FileLock, Timeout

from ..errors import LockError
from ..language import Text
from .atomic import cannot_write

_COMMAND_CHARS = 200


@dataclass(frozen=True)
class Holder:
    """The process that is writing."""

    pid: int
    host: str
    since: str
    command: str

    @classmethod
    def me(cls) -> Self:
        """This process, now."""
        command = " ".join([Path(sys.argv[0] or "python").name, *sys.argv[1:]])
        since = datetime.now().astimezone().isoformat(timespec="seconds")
        return cls(os.getpid(), socket.gethostname(), since, _printable(command))


class WriterLock:
    """The right to write to the knowledge base at `path`.

    The lock itself is `{path}.lock`, held by the operating system: it is free again however its
    holder ends. Who holds it is in `{path}.lock.json`, because on Windows a locked file cannot
    be read. Taking a lock twice in one thread is allowed.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with WriterLock(Path(folder) / "kb.trig").held():
    ...         (Path(folder) / "kb.trig.lock.json").exists()
    True
    """

    def __init__(self, path: Path) -> None:
        self._target = path
        self._lock = FileLock(path.with_name(path.name + ".lock"))
        self._note = path.with_name(path.name + ".lock.json")

    @contextlib.contextmanager
    def held(self, *, wait: float = 0.0) -> Iterator[None]:
        """Hold the lock; wait at most `wait` seconds for another holder.

        Raises:
            LockError: another process (or another thread) holds it; the message says who.
            StoreError: the folder cannot be written to.
        """
        outermost = not self._lock.is_locked
        try:
            self._target.parent.mkdir(parents=True, exist_ok=True)
            self._lock.acquire(timeout=wait)
        except Timeout:
            raise self._refusal() from None
        except OSError as error:
            raise cannot_write(self._target, error) from error
        try:
            if outermost:
                self._write_note()
            yield
        finally:
            if outermost:
                with contextlib.suppress(OSError):
                    self._note.unlink(missing_ok=True)
            self._lock.release()

    def holder(self) -> Holder | None:
        """Who said last that it holds the lock, if that can be read."""
        try:
            said = json.loads(self._note.read_text(encoding="utf-8"))
            return Holder(
                int(said["pid"]),
                _printable(said["host"]),
                _printable(said["since"]),
                _printable(said["command"]),
            )
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _write_note(self) -> None:
        # The note is a courtesy: a disk that refuses it must not stop a writer that has the lock.
        with contextlib.suppress(OSError):
            self._note.write_text(
                json.dumps(asdict(Holder.me()), ensure_ascii=False), encoding="utf-8", newline="\n"
            )

    def _refusal(self) -> LockError:
        holder = self.holder()
        if holder is None:
            message = Text(
                "別の処理がこの知識ベースに書き込んでいます（相手は不明）",
                "another process, which left no name, is writing to this knowledge base",
            )
        else:
            message = Text(
                "別の処理がこの知識ベースに書き込んでいます: "
                "PID {h.pid}（{h.host}）、{h.since} から、{h.command}",
                "another process is writing to this knowledge base: "
                "PID {h.pid} on {h.host}, since {h.since}, {h.command}",
            ).format(h=holder)
        return LockError(
            message,
            where=str(self._target),
            hint=Text(
                "終わるのを待つか、その処理を止めてから、もう一度実行してください。",
                "Wait for it to finish, or stop it, and try again.",
            ),
        )


def _printable(text: object) -> str:
    """`text` on one line, fit for a terminal: the note may have been written by anyone."""
    return "".join(c if c.isprintable() else " " for c in str(text))[:_COMMAND_CHARS]
