"""Enishi (縁) reads a public plan and shows who could work with whom.

    kb = enishi.open("out/iruma.trig")
    kb.query("projects-per-section")

See `enishi.api`. Nothing heavy is imported before it is used.
"""

from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .api import open_ as open

try:
    __version__ = version("enishi")
except PackageNotFoundError:  # a source tree that was never installed
    __version__ = "0+unknown"

__all__ = ["__version__", "open"]


def __getattr__(name: str) -> object:
    """`open`, imported when it is asked for: `enishi --help` must not load rdflib."""
    if name == "open":
        from .api import open_

        return open_
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
