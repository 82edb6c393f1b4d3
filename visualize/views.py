"""The registry of views: one entry per way of arranging the same nodes.

A view is registered here with its positions; the page offers a choice as soon as there are two.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from ..language import Text
from .layout import Box, Positions, layout_whole
from .model import MapModel


@dataclass(frozen=True, slots=True)
class View:
    """`key` stands in the page's address; `hint` says what the arrangement shows."""

    key: str
    title: Text
    hint: Text
    positions: Callable[[MapModel, dict[str, Box]], Positions]


VIEWS: Final[tuple[View, ...]] = (
    View(
        "whole",
        Text("全体", "Whole plan"),
        Text(
            "基本目標ごとに範囲を分け、複数の目標にまたがる課と連携先を中央に置いています。",
            "One area per goal; sections and partners shared by several goals in the middle.",
        ),
        layout_whole,
    ),
)
