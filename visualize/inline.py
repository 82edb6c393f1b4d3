"""The map as an object: shown inside a notebook, saved as a file, or taken as a pyvis network."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import InputError
from ..language import Lang, Text
from .map import MapSummary, build_network, map_page, write_map

if TYPE_CHECKING:
    from pyvis.network import Network

    from ..graph.store import KnowledgeBase


@dataclass(frozen=True)
class InlineMap:
    """A map that a notebook shows where it stands; `height` in pixels.

    The page goes into a frame by `srcdoc`, escaped, without the rights of the page around it: it
    may run its own script and save files, and reaches neither the notebook nor the network.
    """

    kb: "KnowledgeBase"
    lang: Lang
    height: int = 640

    def __post_init__(self) -> None:
        if not 100 <= self.height <= 10_000:
            raise InputError(
                Text(
                    f"高さ {self.height} は使えません", f"a height of {self.height} cannot be used"
                ),
                where="map(height=…)",
                hint=Text("100から10000までの画素数", "pixels from 100 to 10000"),
            )

    @cached_property
    def html(self) -> str:
        """The whole page."""
        return map_page(self.kb, lang=self.lang)

    @property
    def network(self) -> "Network":
        """The pyvis network, with positions and encodings, physics off."""
        return build_network(self.kb)

    def save(self, path: str | Path) -> MapSummary:
        """Write the page to a file. Raises StoreError when it cannot be written."""
        return write_map(self.kb, Path(path), lang=self.lang)

    def _repr_html_(self) -> str:
        from markupsafe import escape

        return (
            f'<iframe srcdoc="{escape(self.html)}" sandbox="allow-scripts allow-downloads '
            f'allow-modals" width="100%" height="{self.height}" style="border:0"></iframe>'
        )
