"""What is wrong with a patch, on its way to an error that names the file and the operation."""

from typing import Any, Final

from ..errors import InputError
from ..language import Text

_SAVE_AGAIN: Final = Text(
    "地図から保存し直すか、このパッチを外して取り込んでください。",
    "Save it again from the map, or merge without this patch.",
)


class PatchFaultError(Exception):
    """Why a patch cannot be used; inside `patches` and `proposals` only."""

    def __init__(self, message: Text, hint: Text = _SAVE_AGAIN) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def in_operation(self, number: int, said: Any) -> "PatchFaultError":
        """The same fault, naming the n-th operation and its id as far as it has one."""
        ident = said.get("id") if isinstance(said, dict) else None
        called = printable(ident, 40) if isinstance(ident, str) else "?"
        return PatchFaultError(
            Text(
                f"操作 {number}（{called}）: {self.message.ja}",
                f"operation {number} ({called}): {self.message.en}",
            ),
            self.hint,
        )

    def at(self, name: str) -> InputError:
        """The error for the user."""
        return InputError(self.message, where=name, hint=self.hint)


def fault(message: Text, *, hint: Text = _SAVE_AGAIN) -> PatchFaultError:
    """A fault whose words are fit for a terminal, whatever the patch holds."""
    return PatchFaultError(Text(printable(message.ja, 400), printable(message.en, 400)), hint)


def printable(text: str, most: int) -> str:
    """On one line, without what moves a cursor or turns the direction of writing."""
    return "".join(c if c.isprintable() else " " for c in text[:most])
