"""The registry of views: one entry per way of arranging the same nodes.

The first is the one the page opens on: 課×施策, which people read without being told how.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from ..language import Text
from .arrangement import Arrangement
from .grid import layout_grid, stage_grid
from .hubs import layout_hubs, stage_hubs
from .model import MapModel, Rel
from .pairs import layout_pairs, stage_pairs
from .stage import stage_whole

#: Relations a view draws until the reader switches them.
PLAN_SAYS: Final[tuple[Rel, ...]] = ("partOf", "responsible", "partner", "related", "refersTo")


@dataclass(frozen=True, slots=True)
class View:
    """`key` stands in the page's address; `hint` says what the arrangement shows.

    `arrange` is for a reader at the screen, `stage` for an audience in front of it; None takes the
    places the nodes have in the network itself, which are those of the whole plan.
    """

    key: str
    title: Text
    hint: Text
    arrange: Callable[[MapModel], Arrangement] | None
    stage: Callable[[MapModel], Arrangement] | None = None
    rels: tuple[Rel, ...] = PLAN_SAYS

    def page(self, model: MapModel) -> dict[str, Any]:
        """As the page reads it, without words."""
        found: dict[str, Any] = {"key": self.key, "rels": list(self.rels)}
        found["own"] = self.arrange(model).page(model) if self.arrange else {"hull": True}
        if self.stage:
            found["stage"] = self.stage(model).page(model)
        return found


VIEWS: Final[tuple[View, ...]] = (
    View(
        "grid",
        Text("課×施策", "Sections × measures"),
        Text(
            "列が所管課、行が基本施策です。線は課をまたぐパッケージと連携先です。",
            "Columns are sections, rows are measures; lines are packages and partners.",
        ),
        layout_grid,
        stage_grid,
    ),
    View(
        "whole",
        Text("全体", "Whole plan"),
        Text(
            "基本目標ごとに範囲を分け、複数の目標にまたがる課と連携先を中央に置いています。",
            "One area per goal; sections and partners shared by several goals in the middle.",
        ),
        None,
        stage_whole,
    ),
    View(
        "hubs",
        Text("連携", "Cooperation"),
        Text(
            "課と連携先だけを示します。線が太いほど、共有するパッケージ・連携先・言及が多いことを表します。",
            "Only sections and partners; the wider a line, the more packages, partners and "
            "mentions they share.",
        ),
        layout_hubs,
        stage_hubs,
    ),
    View(
        "pairs",
        Text("提案", "Suggestions"),
        Text(
            "計画には書かれていない、課をまたぐ組み合わせの提案です。線を押すと理由と根拠の文が出ます。",
            "Pairs across sections that the plan does not name; click a line for its reasons.",
        ),
        layout_pairs,
        stage_pairs,
        ("suggestion", "proposal", "decision"),
    ),
)
