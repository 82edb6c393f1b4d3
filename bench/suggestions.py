"""How good the suggestions are on plans whose good pairs people listed (tests/labelled).

    python bench/suggestions.py                 # every plan, and the means
    python bench/suggestions.py --plausible     # good and plausible pairs together
    python bench/suggestions.py --ablations     # also without each kind of evidence
    python bench/suggestions.py --judged        # what two readers say of the first twenty

AUC, precision at 20 and recall at 50 are those of `enishi suggest --labels`. A list of good pairs is
never complete: `--judged` takes the grades that two readers gave to single pairs, 0 (no ground),
1 (plausible) or 2 (good), to the twenty that `enishi suggest` shows first and to pairs drawn at
random from what no ranking had near its top.
"""

import argparse
import csv
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from enishi.data.settings import settings_for
from enishi.graph.building import build_plans
from enishi.graph.evaluate import Evaluation, Result, evaluate
from enishi.graph.labels import read_labels
from enishi.graph.store import KnowledgeBase, open_kb
from enishi.graph.suggest import find_suggestions

ROOT = Path(__file__).parent.parent
LABELLED = ROOT / "tests/labelled"
BUNDLED = ROOT / "data/plans/iruma-2016/iruma-2016.txt"


def plans() -> Iterator[tuple[str, Path, Path]]:
    """(name, plan, folder of its labels)."""
    for folder in sorted(each for each in LABELLED.iterdir() if each.is_dir()):
        plan = folder / "plan.csv"
        yield folder.name, plan if plan.exists() else BUNDLED, folder


def measured(kb: KnowledgeBase, labels: Path, *, plausible: bool) -> Evaluation:
    """The evaluation of one plan against its list of pairs."""
    pairs = read_labels(kb, labels / "good.csv")
    if plausible:
        pairs += read_labels(kb, labels / "plausible.csv")
    return evaluate(kb, labels=pairs)


def figures(result: Result) -> tuple[float, float, float]:
    """AUC, precision at 20, recall at 50."""
    return result.auc.value, result.precision[20].value, result.recall[50].value


@dataclass(frozen=True)
class Judged:
    """Grades of one group of pairs, a tuple of the readers' grades for each pair judged."""

    grades: tuple[tuple[int, ...], ...]
    unjudged: int = 0

    def good(self) -> list[float]:
        """Share of the judged pairs that each reader calls good, and that all of them do."""
        size = max(1, len(self.grades))
        each = [sum(g == 2 for g in column) / size for column in zip(*self.grades, strict=True)]
        return [*each, sum(min(g) == 2 for g in self.grades) / size]

    def some_ground(self) -> float:
        """Share of the judged pairs that no reader calls groundless."""
        return sum(min(g) > 0 for g in self.grades) / max(1, len(self.grades))


def judged(kb: KnowledgeBase, labels: Path) -> dict[str, Judged]:
    """The first twenty suggestions and the pairs drawn at random, as the readers judged them."""
    path = labels / "judged.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    readers = [name for name in rows[0] if name.startswith("読み手")]
    grades = [tuple(int(row[name]) for name in readers) for row in rows]
    known = {
        frozenset(pair): grade for pair, grade in zip(read_labels(kb, path), grades, strict=True)
    }
    shown = [frozenset(p.iri for p in each.projects) for each in find_suggestions(kb, top=20)]
    found = tuple(known[pair] for pair in shown if pair in known)
    drawn = tuple(grade for row, grade in zip(rows, grades, strict=True) if row["無作為"])
    return {
        "first twenty": Judged(found, len(shown) - len(found)),
        "drawn at random": Judged(drawn),
        "all judged": Judged(tuple(grades)),
    }


def agreement(grades: Sequence[tuple[int, ...]]) -> float:
    """Cohen's kappa of two readers on good or not good (1960): 1 agree, 0 as by chance."""
    one, other = ([g[reader] == 2 for g in grades] for reader in (0, 1))
    same = sum(a == b for a, b in zip(one, other, strict=True)) / len(grades)
    share = sum(one) / len(one), sum(other) / len(other)
    chance = share[0] * share[1] + (1 - share[0]) * (1 - share[1])
    return (same - chance) / (1 - chance)


def report_judged() -> None:
    """Print what the readers say, plan by plan and as means."""
    means: dict[str, list[list[float]]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, plan, labels in plans():
            kb = open_kb(Path(folder) / f"{name}.trig")
            build_plans(kb, [(plan, settings_for(plan))])
            print(name)
            for group, found in judged(kb, labels).items():
                kappa = f"  kappa {agreement(found.grades):.2f}" if group == "all judged" else ""
                values = [*found.good(), found.some_ground()]
                means.setdefault(group, []).append(values)
                print(f"    {group:16} {_shares(values)}  unjudged {found.unjudged}{kappa}")
    print("mean of the plans")
    for group, rows in means.items():
        print(f"    {group:16} {_shares([sum(v) / len(v) for v in zip(*rows, strict=True)])}")


def _shares(values: Sequence[float]) -> str:
    *each, both, ground = values
    said = " and ".join(f"{value:.2f}" for value in each)
    return f"good {said}, to both {both:.2f}; some ground {ground:.2f}"


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--plausible", action="store_true", help="plausible pairs count as good")
    parser.add_argument("--ablations", action="store_true", help="without each kind of evidence")
    parser.add_argument("--judged", action="store_true", help="what readers say of the first 20")
    asked = parser.parse_args()
    if asked.judged:
        report_judged()
        return
    table: dict[str, list[tuple[float, float, float]]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, plan, labels in plans():
            location = Path(folder) / f"{name}.trig"
            kb = open_kb(location)
            build_plans(kb, [(plan, settings_for(plan))])
            found = measured(kb, labels, plausible=asked.plausible)
            print(f"{name}: {found.links} of {found.candidates} open pairs")
            rows = [*found.results, *found.baselines, *(found.ablations if asked.ablations else ())]
            for each in rows:
                auc, precision, recall = figures(each)
                print(
                    f"    {each.label.en:32} AUC {each.auc}  P@20 {precision:.2f}  R@50 {recall:.2f}"
                )
                table.setdefault(each.label.en, []).append((auc, precision, recall))
    print("mean of the plans")
    for label, values in table.items():
        auc, precision, recall = (sum(column) / len(values) for column in zip(*values, strict=True))
        print(f"    {label:32} AUC {auc:.3f}  P@20 {precision:.3f}  R@50 {recall:.3f}")


if __name__ == "__main__":
    main()
