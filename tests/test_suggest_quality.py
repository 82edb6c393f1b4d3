"""Are the first twenty suggestions good to people? Their grades of single pairs are in tests/labelled."""

import csv
from pathlib import Path

import pytest

from enishi.data.settings import settings_for
from enishi.graph.building import build_plans
from enishi.graph.labels import read_labels
from enishi.graph.store import open_kb
from enishi.graph.suggest import find_suggestions

ROOT = Path(__file__).parent.parent
LABELLED = ROOT / "tests/labelled"
GOOD = 2


@pytest.fixture(scope="module")
def shares(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[float, float, float]]:
    """For each plan: good to both readers of the first twenty, some ground to both, good by chance."""
    found = []
    for folder in sorted(each for each in LABELLED.iterdir() if each.is_dir()):
        plan = folder / "plan.csv"
        if not plan.exists():
            plan = ROOT / "data/plans/iruma-2016/iruma-2016.txt"
        kb = open_kb(tmp_path_factory.mktemp(folder.name) / "kb.trig")
        build_plans(kb, [(plan, settings_for(plan))])
        with (folder / "judged.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        lower = [min(int(row["読み手1"]), int(row["読み手2"])) for row in rows]
        pairs = [frozenset(pair) for pair in read_labels(kb, folder / "judged.csv")]
        grade = dict(zip(pairs, lower, strict=True))
        shown = [frozenset(p.iri for p in each.projects) for each in find_suggestions(kb, top=20)]
        # A pair that nobody graded counts as groundless.
        first = [grade.get(pair, 0) for pair in shown]
        chance = [g for g, row in zip(lower, rows, strict=True) if row["無作為"]]
        found.append(
            (
                first.count(GOOD) / len(first),
                sum(g > 0 for g in first) / len(first),
                chance.count(GOOD) / len(chance),
            )
        )
    return found


def test_half_of_the_first_twenty_are_good_to_both_readers(
    shares: list[tuple[float, float, float]],
) -> None:
    assert len(shares) == 6
    assert sum(good for good, _, _ in shares) / len(shares) >= 0.5
    assert min(good for good, _, _ in shares) >= 0.35


def test_they_are_good_five_times_as_often_as_by_chance(
    shares: list[tuple[float, float, float]],
) -> None:
    assert sum(good for good, _, _ in shares) >= 5 * sum(chance for _, _, chance in shares)


def test_few_of_them_have_no_ground(shares: list[tuple[float, float, float]]) -> None:
    assert sum(ground for _, ground, _ in shares) / len(shares) >= 0.8
