"""Lists of records in each other that are called by what they list: pillars, focusAreas, actions.

What such a list is called tells the level of its objects, and their fields repeat it: actionName.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ..tree import Leaf, Node
from ..words.record_names import squeezed
from ..words.table_words import Meaning, TableWords

Record = dict[str, Node]
Path = tuple[str, ...]
#: What a field adds to the word of its list.
_ADDED = {
    "name": ("name", "title"),
    "description": ("description", "desc", "summary"),
    "number": ("id", "no", "number", "code"),
}


def list_meaning(spoken: str, words: TableWords) -> Meaning | None:
    """What the objects of a list are by its name, said of one or of several: actions, focus areas."""
    singular = _singular(spoken)
    found = [m for m in (words.meaning(spoken), words.meaning(singular)) if m]
    return next((m for m in found if m.role in ("name", "level") and m.confidence > 0.9), None)


def with_named_lists(
    raw: dict[str, Any],
    path: Path,
    groups: Mapping[Path, Sequence[Record]],
    words: TableWords,
    spoken: Mapping[str, str],
) -> None:
    """Add to a profile what lists in each other say by their names.

    `path` leads to the records of projects, `groups` are the objects of each list. `spoken` has the
    names of fields as one would say them.
    """
    known = {squeezed(key) for row in raw["levels"] for key in row["keys"]}
    fielded = {squeezed(key) for row in raw["fields"] for key in row["keys"]}
    for depth, key in enumerate(path):
        meaning = list_meaning(spoken[key], words)
        if depth + 1 < len(path) and meaning and meaning.role == "level":
            if squeezed(key) not in known and squeezed(key) not in fielded:
                cls = "goal" if meaning.goal else "measure"
                raw["levels"].append({"class": cls, "keys": [key]})
        elif depth + 1 < len(path):
            continue
        own = squeezed(_singular(spoken[key]))
        fields = dict.fromkeys(
            name for each in groups.get(path[: depth + 1], ())
            for name, value in each.items() if isinstance(value, Leaf)
        )  # fmt: skip
        for role, added in _ADDED.items():
            have = {squeezed(name) for name in raw["element"][role]}
            for name in fields:
                if squeezed(name) in {own + each for each in added} and squeezed(name) not in have:
                    raw["element"][role].append(name)


def _singular(word: str) -> str:
    return word[:-3] + "y" if word.endswith("ies") else word.removesuffix("s")
