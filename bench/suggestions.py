"""How good the suggestions are on plans whose good pairs people listed (tests/labelled).

    python bench/suggestions.py                 # every plan, and the means
    python bench/suggestions.py --plausible     # good and plausible pairs together
    python bench/suggestions.py --ablations     # also without each kind of evidence

AUC, precision at 20 and recall at 50 are those of `enishi suggest --labels`.
"""

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path

from enishi.data.settings import settings_for
from enishi.graph.building import build_plans
from enishi.graph.evaluate import Evaluation, Result, evaluate
from enishi.graph.labels import read_labels
from enishi.graph.store import KnowledgeBase, open_kb

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


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--plausible", action="store_true", help="plausible pairs count as good")
    parser.add_argument("--ablations", action="store_true", help="without each kind of evidence")
    asked = parser.parse_args()
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
