"""What a long piece of work is doing now, for whoever wants to show it.

The library says `step(...)`; nothing listens unless a caller asked to with `listening`.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from .language import Text

Listener = Callable[[Text], None]

_listener: ContextVar[Listener | None] = ContextVar("enishi_progress", default=None)


def step(doing: Text) -> None:
    """Say what comes next; a few words, such as “reading plan.txt”."""
    listener = _listener.get()
    if listener is not None:
        listener(doing)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Hear the steps of what runs inside."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)
