"""How records stand among one another: words of the fields that say so, and records that do.

A list in which each record names the one above it (`parent`), or says what it is (`type`: goal,
measure, project), means something as a whole only.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Literal

from .lexicon import load
from .record_profile import Words
from .table_words import TableWords, load_table_words

Class = Literal["plan", "goal", "measure", "project"]

_WORDS: Final = {key: Words(words) for key, words in load("links").items()}


def field_for(what: str, names: Iterable[str]) -> str | None:
    """The one of the fields `names` that says `what`: children, parent, keys, codes, kinds."""
    return _WORDS[what].first(names)


def is_top(said: str) -> bool:
    """Whether a record that names this above it stands at the top."""
    return not said.strip() or said in _WORDS["tops"]


def class_of(said: str, words: TableWords | None = None) -> Class | None:
    """What an object is that says of itself `said`; None where that is no word of plans.

    >>> class_of("基本目標"), class_of("Measure"), class_of("事業"), class_of("Point")
    ('goal', 'measure', 'project', None)
    """
    if said in _WORDS["plans"]:
        return "plan"
    meaning = (words or load_table_words("table")).meaning(said)
    if meaning is None or meaning.confidence < 0.9:
        return None
    if meaning.role == "level":
        return "goal" if meaning.goal else "measure"
    return "project" if meaning.role == "name" else None


def is_body(said: str) -> bool:
    """Whether an object says of itself that it is a body, a person or a place."""
    return said in _WORDS["bodies"]


def belong_together(values: Sequence[Any]) -> bool:
    """Whether plain records say how they stand among one another, so that none is read alone.

    Either a field names the record above and some name one that is there, or a field says of each
    what it is, and they are of several classes, projects among them.
    """
    records = [value for value in values if isinstance(value, Mapping)]
    if len(records) < 2 or len(records) < len(values):
        return False
    return _name_parents(records) or _are_of_kinds(records)


def names_parents(values: Sequence[Any]) -> bool:
    """Whether plain records have a field for the one above them, whoever that names."""
    return any(
        isinstance(value, Mapping)
        and (field := field_for("parent", value)) is not None
        and isinstance(value[field], str)
        and not is_top(value[field])
        and reference_of(value) is not None
        for value in values
    )


def reference_of(names: Iterable[str]) -> str | None:
    """The field by which others refer to a record."""
    names = list(names)
    return field_for("keys", names) or field_for("codes", names)


def _name_parents(records: Sequence[Mapping[str, Any]]) -> bool:
    above, own = set(), set()
    for record in records:
        if parent := field_for("parent", record):
            above.add(record[parent] if isinstance(record[parent], str) else None)
        if key := reference_of(record):
            own.add(record[key] if isinstance(record[key], str) else None)
    return bool((above & own) - {None})


def _are_of_kinds(records: Sequence[Mapping[str, Any]]) -> bool:
    found = set()
    for record in records:
        kind = field_for("kinds", record)
        said = record[kind] if kind else None
        found.add(class_of(said) if isinstance(said, str) else None)
    return None not in found and "project" in found and len(found) > 1
