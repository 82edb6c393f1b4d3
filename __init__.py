"""Enishi (縁) reads a public plan and shows who could work with whom."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("enishi")
except PackageNotFoundError:  # a source tree that was never installed
    __version__ = "0+unknown"
