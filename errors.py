"""One tree of errors: what is wrong, where, and what to do next.

The command line prints `where: message` and a `hint:` line and exits with `exit_code`.
"""

from typing import ClassVar

from .language import Text


class EnishiError(Exception):
    """Something a user can act on.

    `message` says what is wrong; `where` names the file, line, cell or IRI;
    `hint` says what to do next.
    """

    exit_code: ClassVar[int] = 2

    def __init__(self, message: Text, *, where: str = "", hint: Text | None = None) -> None:
        super().__init__(message, where, hint)
        self.message = message
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        said = f"{self.where}: {self.message}" if self.where else str(self.message)
        return f"{said}\nhint: {self.hint}" if self.hint else said


class InputError(EnishiError):
    """The document, file, query or option cannot be used (exit 2)."""


class CheckFailedError(EnishiError):
    """The graph breaks the shapes; nothing was stored (exit 1)."""

    exit_code = 1


class UnfinishedError(EnishiError):
    """A limit, a lock, a disk or an endpoint stopped the work (exit 3)."""

    exit_code = 3


class LimitError(UnfinishedError):
    """A time or memory limit was reached, or the query's process died."""


class LockError(UnfinishedError):
    """Another process is writing to the same knowledge base."""


class StoreError(UnfinishedError):
    """The disk, the folder or the endpoint could not do what was asked."""
