"""How well partners named in prose are found, against hand annotation.

    python bench/mentions.py            # both annotated plans
    python bench/mentions.py --rows     # with every miss and false hit

A mention counts as found when the same row has an asserted participation whose words overlap the
annotated ones. Optional annotations count neither way. Named partners and kinds apart.
"""

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from enishi.data.reading import Reading, read_plan
from enishi.data.records import ASSERTED_FROM, Element, Package, Participation, Project
from enishi.data.settings import settings_for

ROOT = Path(__file__).parent.parent
PLANS = {
    "Iruma, goals 1-2": (
        ROOT / "data/plans/iruma-2016/iruma-2016.txt",
        ROOT / "tests/gold/iruma-goals-1-2.jsonl",
    ),
    "Kamose (invented)": (
        ROOT / "tests/plans/kamose/plan.txt",
        ROOT / "tests/plans/kamose/gold.jsonl",
    ),
}


@dataclass
class Score:
    """Counts of one kind of mention: found, missed, false; the misses and false hits by line."""

    hits: int = 0
    missed: list[tuple[int, str]] = field(default_factory=list)
    false: list[tuple[int, str]] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """Found of all annotated (0-1); 1 when none was annotated."""
        total = self.hits + len(self.missed)
        return self.hits / total if total else 1.0

    @property
    def precision(self) -> float:
        """Right of all asserted (0-1); 1 when none was asserted."""
        total = self.hits + len(self.false)
        return self.hits / total if total else 1.0


def gold_rows(path: Path) -> Iterator[dict[str, Any]]:
    """The annotated rows of one file."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield json.loads(line)


def score(reading: Reading, gold: Path, *, generic: bool) -> Score:
    """Score the named partners (or the kinds, `generic`) of `reading` against `gold`."""
    rows = list(gold_rows(gold))
    keys = _keys(reading)
    found = _found(reading, generic)
    result = Score()
    for row in rows:
        key = keys.get(row["line"])
        asserted = dict(found.get(key, {})) if key else {}
        optional = [p["mention"] for p in row["partners_optional"]]
        optional += [p["mention"] for p in row["partners"] if p["generic"] != generic]
        for wanted in (p["mention"] for p in row["partners"] if p["generic"] == generic):
            same = [name for name in asserted if name in wanted or wanted in name]
            if same:
                result.hits += 1
                for name in same:
                    asserted.pop(name)
            elif not any(name in wanted or wanted in name for name in found.get(key or "", {})):
                result.missed.append((row["line"], wanted))
        for name in asserted:
            if not any(name in other or other in name for other in optional):
                result.false.append((row["line"], name))
    return result


def _keys(reading: Reading) -> dict[int, str]:
    return {
        reading.source.line_of(record.span.start): record.key
        for record in reading.records
        if isinstance(record, Element) and isinstance(record, Project | Package)
    }


def _found(reading: Reading, generic: bool) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for record in reading.records:
        if not isinstance(record, Participation) or record.confidence < ASSERTED_FROM:
            continue
        if generic and record.kind:
            found.setdefault(record.element, {})[record.kind[1]] = record.role
        takes_part = record.role not in ("venue", "example", "platform")
        if not generic and takes_part and record.agent and record.agent.kind == "org":
            found.setdefault(record.element, {})[record.agent.name] = record.role
    return found


def main() -> None:
    """Print one line a plan and kind."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rows", action="store_true", help="list every miss and false hit")
    rows = parser.parse_args().rows
    print("| plan | mentions | found | missed | false | recall | precision |")
    print("|---|---|---|---|---|---|---|")
    for name, (document, gold) in PLANS.items():
        reading = read_plan(document, settings_for(document))
        for generic in (False, True):
            result = score(reading, gold, generic=generic)
            print(
                f"| {name} | {'kinds' if generic else 'named'} | {result.hits} |"
                f" {len(result.missed)} | {len(result.false)} | {result.recall:.2f} |"
                f" {result.precision:.2f} |"
            )
            if rows:
                for line, mention in result.missed:
                    print(f"    missed {line}: {mention}")
                for line, mention in result.false:
                    print(f"    false {line}: {mention}")


if __name__ == "__main__":
    main()
