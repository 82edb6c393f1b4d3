"""Python's cyclic garbage collector while graphs are made.

It walks every container that is alive, again and again as more come to be, and finds next to
nothing: quads and records refer to one another one way only. In building a large plan it is a
third of the time.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Leave cycles alone inside; what was made meanwhile is looked through at the end."""
    if not gc.isenabled():  # somebody further out has done it, or wants it so
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def collect_new() -> None:
    """Free the cycles among what was made since the last time; what is older stays unseen."""
    gc.collect(1)
