"""A bar on the terminal while a command works for more than a second."""

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from ..language import Text
from ..progress import listening

#: Work that is done sooner shows nothing.
SHOWN_AFTER: Final = 1.0


@contextmanager
def working(*, quiet: bool = False) -> Iterator[None]:
    """Show on standard error what the work inside is doing; nothing when that is no terminal."""
    if quiet or not sys.stderr.isatty():
        yield
        return
    bar = _Bar()
    timer = threading.Timer(SHOWN_AFTER, bar.show)
    timer.daemon = True
    timer.start()
    try:
        with listening(bar.say):
            yield
    finally:
        timer.cancel()
        timer.join()
        bar.hide()


class _Bar:
    """How much there is to do is not known beforehand: the bar runs to and fro, with a clock."""

    def __init__(self) -> None:
        self._doing = str(Text("処理中", "working"))
        self._stop: Callable[[], None] | None = None
        self._update: Callable[[str], None] | None = None

    def say(self, doing: Text) -> None:
        self._doing = str(doing).replace("[", r"\[")  # a file's name is no mark-up
        if self._update is not None:
            self._update(self._doing)

    def show(self) -> None:
        # Imported here, after a second of work: most commands never need it.
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        task = bar.add_task(self._doing, total=None)
        bar.start()
        self._stop = bar.stop
        self._update = lambda doing: bar.update(task, description=doing)

    def hide(self) -> None:
        if self._stop is not None:
            self._stop()
