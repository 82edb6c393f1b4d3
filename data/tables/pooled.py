"""Ledgers of wide workbooks: what of a column has one fate is one entry that counts its cells.

A sheet of 5,000 rows and 80 columns has 400,000 cells; most are figures that no plan's graph takes.
Entries for each were six in seven of its triples, and took 5 GB of memory.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from ..ledger import Entry
from ..source import Source

#: Ledgers of no more entries than this stay as they are, cell by cell.
LARGE: Final = 20_000
_CELL: Final = re.compile(r"(?P<sheet>.*!)?(?P<column>[A-Z]{1,3})(?P<row>[0-9]+)", re.DOTALL)


def pooled(ledger: Sequence[Entry], source: Source) -> list[Entry]:
    """`ledger`, or of a large one the cells of a column that had one fate as one entry.

    Its locator is the range from the first of them to the last: 一覧!J3:J5002. Each element that
    they became has its own place beside.
    """
    if len(ledger) <= LARGE:
        return list(ledger)
    found: list[Entry] = []
    alike: dict[tuple[str, str, str], list[Entry]] = defaultdict(list)
    for entry in ledger:
        match = _CELL.fullmatch(source.locator(entry.span))
        if match is None:
            found.append(entry)
        else:
            column = (match["sheet"] or "") + match["column"]
            alike[column, entry.state, entry.reason].append(entry)
    for group in alike.values():
        first, last = group[0], group[-1]
        if len(group) > 1:
            ends = source.locator(last.span).rpartition("!")[2]
            where = f"{source.locator(first.span)}:{ends}"
            elements = tuple(dict.fromkeys(key for entry in group for key in entry.elements))
            first = replace(first, locator=where, places=len(group), elements=elements)
        found.append(first)
    return sorted(found, key=lambda entry: entry.number)
