"""Goals and measures that stand in labels (政策：…) or in columns of a table, not in headings."""

from collections.abc import Sequence
from typing import Literal

from .. import cells as prose
from ..records import Goal, Measure
from ..source import Source, Span
from ..tables.level_titles import numbered
from ..words.lexicon import squeeze
from .draft import Draft

#: (class, what the document calls the level, where its value stands)
Placed = tuple[Literal["goal", "measure"], str, Span]


class Placing:
    """Opens the levels named beside a project; one label under one parent is one element."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._made: dict[tuple[str, str, str], str] = {}

    def place(self, levels: Sequence[Placed]) -> list[str]:
        """Push `levels`, from the top, on the draft's stack; their keys. `levels` may be empty."""
        draft = self._draft
        keys = []
        for cls, word, span in levels:
            if cls == "goal" and draft.stack:
                cls = "measure"
            label = prose.clean(draft.source.quote(span)).strip("「」『』")
            if not label:
                continue
            parent = draft.parent()
            known = (parent, word, squeeze(label))
            number, title = numbered(label, draft.writer.words)
            key = self._made.get(known) or self._make(cls, word, title, number, parent, span)
            self._made[known] = key
            depth = draft.stack[-1][0] + 1 if draft.stack else 0
            draft.stack.append((depth, cls, key))
            keys.append(key)
        return keys

    def _make(
        self, cls: Literal["goal", "measure"], word: str, label: str, number: str, parent: str,
        span: Span,
    ) -> str:  # fmt: skip
        draft = self._draft
        key = draft.mint(cls)
        if cls == "goal":
            number = number or str(draft.numbers["goal"])
            draft.out.append(Goal(key=key, parent="", label=label, span=span, number=number))
        else:
            goal = next((key for _, cls, key in draft.stack if cls == "goal"), None)
            draft.out.append(
                Measure(
                    key=key,
                    parent=parent,
                    label=label,
                    span=span,
                    level=word,
                    goal=goal,
                    number=number,
                )
            )
        return key


def filled_down(
    source: Source, held: dict[int, Placed], row: Sequence[Span], levels: dict[int, tuple[str, str]]
) -> dict[int, Placed]:
    """The levels of a table row by column: a blank is as above, unless a level over it is new.

    `held` are those of the row above, `levels` (class, word) by column.
    """
    found: dict[int, Placed] = {}
    new = False
    for column, (cls, word) in sorted(levels.items()):
        cell = row[column] if column < len(row) else None
        if cell is not None and cell.start < cell.end:
            new = (
                new
                or column not in held
                or squeeze(source.quote(held[column][2])) != squeeze(source.quote(cell))
            )
            found[column] = ("goal" if cls == "goal" else "measure", word, cell)
        elif column in held and not new:
            found[column] = held[column]
    return found
