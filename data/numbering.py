"""Numbers of a plan's elements while its sources are read one after another."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from .records import Claim, Record, Scheme, Thing
from .words.spelling import key


@dataclass(slots=True)
class Numbering:
    """What a plan has numbered so far: how many of each kind, and its schemes by name."""

    _last: Counter[str] = field(default_factory=Counter)
    _schemes: dict[str, str] = field(default_factory=dict)

    def mint(self, kind: str) -> str:
        """The next key of a kind: project/001, project/002, ..."""
        self._last[kind] += 1
        return f"{kind}/{self._last[kind]:03d}"

    def settle(self, records: Iterable[Record]) -> list[Record]:
        """`records` of one source with the plan's numbers for schemes; a scheme comes once."""
        keys: dict[str, str] = {}
        found: list[Record] = []
        for record in records:
            if isinstance(record, Scheme):
                name = key(record.label)
                known = self._schemes.get(name)
                keys[record.key] = self._schemes.setdefault(name, known or self.mint("scheme"))
                if known is None:
                    found.append(replace(record, key=keys[record.key]))
            elif isinstance(record, Claim) and record.thing.kind in ("element", "scheme"):
                name = keys.get(record.thing.name, record.thing.name)
                found.append(replace(record, thing=Thing(record.thing.kind, name)))
            else:
                found.append(record)
        # A claim may stand before the scheme it means; the scheme's number holds for all.
        return [_moved(record, keys) for record in found]


def _moved(record: Record, keys: dict[str, str]) -> Record:
    if isinstance(record, Claim) and record.element in keys:
        return replace(record, element=keys[record.element])
    return record
