"""Ledgers of large sheets: the cells of a column that had one fate are one entry that counts them.

葦沼市 and all that it does is invented.
"""

import csv
from collections import Counter
from pathlib import Path

import pytest

from enishi.data.reading import Reading, read_plan
from enishi.data.settings import settings_for
from enishi.data.tables import pooled

HEADS = ["事業名", "担当課", "備考", "R6予算額", "謎"]


def read(path: Path) -> Reading:
    rows = [
        HEADS,
        *([f"第{n}の事業", "環境課", "続ける。" if n % 2 else "", n, "?"] for n in range(1, 5)),
    ]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return read_plan(path, settings_for(path))


def places(reading: Reading) -> Counter[tuple[str, str]]:
    counts: Counter[tuple[str, str]] = Counter()
    for entry in reading.ledger:
        counts[entry.state, entry.reason] += entry.places
    return counts


def test_a_large_ledger_counts_the_same_cells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = read(tmp_path / "一覧.csv")
    assert {entry.places for entry in small.ledger} == {1}
    monkeypatch.setattr(pooled, "LARGE", 5)
    large = read(tmp_path / "一覧.csv")
    assert places(large) == places(small)
    assert large.records == small.records
    assert {k for e in large.ledger for k in e.elements} == {
        k for e in small.ledger for k in e.elements
    }


def test_an_entry_of_a_large_ledger_says_from_where_to_where_its_cells_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pooled, "LARGE", 5)
    entries = {
        entry.locator: entry for entry in read(tmp_path / "一覧.csv").ledger if entry.locator
    }
    assert {place: (entry.state, entry.places) for place, entry in entries.items()} == {
        "A2:A5": ("modelled", 4),
        "B2:B5": ("modelled", 4),
        "C2:C4": ("modelled", 2),
        "D2:D5": ("ignored", 4),
        "E2:E5": ("unresolved", 4),
    }
    assert [len(entry.elements) for entry in entries.values()][:3] == [4, 4, 2]
