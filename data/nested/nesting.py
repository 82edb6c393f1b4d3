"""What the fields of records say of one another: which level is above which, which list partners.

Both are read from the values: a level is above another where each name of the other stands with one
of its own; a list names partners where the field, or one in its objects, is called so.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from ..tree import Leaf, Node
from ..words.lexicon import load
from ..words.record_names import squeezed
from ..words.table_words import Meaning, TableWords

Record = dict[str, Node]
#: The name of a field → as one would say it.
Spoken = Callable[[str], str]


def _text(record: Record, key: str) -> str:
    value = record.get(key)
    return " ".join(value.text.split()) if isinstance(value, Leaf) else ""


# -- levels -----------------------------------------------------------------------------------


def with_ordered_levels(
    raw: dict[str, Any], records: Sequence[Record], keys: Iterable[str]
) -> None:
    """Give each of the fields `keys` that name a level a row of its own, the highest first."""
    present = list(keys)
    found: list[tuple[str, str]] = []
    for row in raw["fields"]:
        known = {squeezed(name) for name in row["keys"]}
        found += [(row["class"], key) for key in present if squeezed(key) in known]
    found = list({squeezed(key): (cls, key) for cls, key in found}.values())
    if len(found) < 2:
        return
    taken = {squeezed(key) for _, key in found}
    for row in raw["fields"]:
        row["keys"] = [name for name in row["keys"] if squeezed(name) not in taken]
    rest = [row for row in raw["fields"] if row["keys"]]
    above = {
        key: sum(_is_above(records, other, key) for _, other in found if other != key)
        for _, key in found
    }
    order = sorted(found, key=lambda each: (above[each[1]], each[0] != "goal", _rank(each[1])))
    raw["fields"] = [{"class": cls, "keys": [key]} for cls, key in order] + rest


def _is_above(records: Sequence[Record], upper: str, lower: str) -> bool:
    """Whether each name in `lower` stands with one in `upper`, and not the other way round."""
    pairs = {(_text(record, upper), _text(record, lower)) for record in records}
    pairs = {pair for pair in pairs if all(pair)}
    uppers, lowers = {pair[0] for pair in pairs}, {pair[1] for pair in pairs}
    return len(pairs) == len(lowers) > len(uppers)


def _rank(key: str) -> int:
    """The place of a level's name among those that are usual, the highest first."""
    plain = squeezed(key)
    ranks: list[str] = load("fields")["ranks"]
    return next((n for n, word in enumerate(ranks) if squeezed(word) in plain), len(ranks))


# -- partners ---------------------------------------------------------------------------------


def partner_meaning(
    key: str, values: Sequence[Record], words: TableWords, spoken: str
) -> Meaning | None:
    """What a field that lists the objects `values` says of partners; None where it names none."""
    own = words.meaning(spoken)
    if own and own.role == "partner":
        return own
    if own and own.role in ("level", "name"):
        return None
    inner = [words.meaning(name) for record in values[:20] for name in record]
    roles = {meaning.role for meaning in inner if meaning}
    named = next((m for m in inner if m and m.role == "partner"), None)
    return None if roles & {"section", "department"} else named


def with_partner_lists(
    raw: dict[str, Any], records: Sequence[Record], words: TableWords, spoken: Spoken
) -> None:
    """Add the fields of `records` that list partners as objects, and what these say."""
    known = {squeezed(name) for row in raw["partners"] for name in row["keys"]}
    for key, objects in _lists(records).items():
        meaning = None if squeezed(key) in known else partner_meaning(
            key, objects, words, spoken(key)
        )  # fmt: skip
        if meaning is not None:
            raw["partners"].append({"keys": [key], "role": meaning.part or "cooperation"})
        if meaning is not None or squeezed(key) in known:
            _with_fields(raw["partner"], objects, words, spoken)


def _lists(records: Sequence[Record]) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = {}
    for record in records:
        for key, value in record.items():
            items = value if isinstance(value, list) else [value]
            objects = [item for item in items if isinstance(item, dict)]
            if objects:
                found.setdefault(key, []).extend(objects)
    return found


def _with_fields(
    partner: dict[str, Any], objects: Sequence[Record], words: TableWords, spoken: Spoken
) -> None:
    """Add the names of the fields of partners' objects that the profile does not know."""
    keys = list(dict.fromkeys(key for each in objects for key in each))
    meanings = {key: words.meaning(spoken(key)) for key in keys}
    for role, meant in (("name", "partner"), ("amount", "amount")):
        names = {squeezed(name) for name in partner[role]}
        if any(squeezed(key) in names for key in keys):
            continue
        likely = [key for key, meaning in meanings.items() if meaning and meaning.role == meant]
        if not likely and role == "name":
            likely = list(_called_names(keys, spoken))
        partner[role] += likely[:1]


def _called_names(keys: Sequence[str], spoken: Spoken) -> Iterator[str]:
    endings = tuple(load("fields")["called_names"])
    return (key for key in keys if spoken(key).lower().endswith(endings))
