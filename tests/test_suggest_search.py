"""The search that looks at few pairs finds what comparing all pairs finds, in linear memory."""

import gc
import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from enishi.graph import suggest_search
from enishi.graph.evidence import MEANING_WEIGHT
from enishi.graph.evidence_meaning import Meaning
from enishi.graph.plan_view import Project
from enishi.graph.suggest_matrices import Ground
from enishi.graph.suggest_search import best_pairs, open_pairs


def random_ground(
    size: int,
    seed: int,
    *,
    sections: int = 7,
    features: int = 60,
    besides: bool = True,
    packages: int = 0,
    meant: bool = False,
) -> Ground:
    """Projects with features of which few are common and most rare.

    Values are quarters, so that every sum is exact and equal scores are equal.
    """
    pick = np.random.default_rng(seed)

    def some(columns: int, each: int) -> sparse.csr_array:
        row = np.repeat(np.arange(size), each)
        column = (columns * pick.random(len(row)) ** 3).astype(np.int64)
        table = sparse.lil_array((size, columns))
        table[row, column] = pick.integers(1, 12, len(row)) / 4
        return sparse.csr_array(table)

    alone, low, high, words = some(features, 5), some(9, 1), some(9, 1), some(3 * features, 6)
    led = pick.integers(0, sections, size)
    units = np.zeros((size, sections))
    units[np.arange(size), led] = 1
    packages = packages or max(1, size // 4)
    meaning = np.zeros((size, 3))
    if meant:
        # Of length 1 with exact products: on an axis, or on the 3-4-5 triangle between two.
        axes = np.array([[1, 0, 0], [0, 1, 0], [0, 0, -1], [0.6, 0.8, 0], [0, -0.6, 0.8]])
        meaning = axes[pick.integers(0, len(axes), size)]
    joined = np.zeros((size, packages))
    joined[np.arange(size), pick.integers(0, packages, size)] = pick.random(size) < 0.5
    return Ground(
        projects=tuple(Project(f"p{n}", f"p{n}", "", (f"u{led[n]}",)) for n in range(size)),
        vectors=sparse.csr_array(sparse.hstack([alone, low, high, words])),
        mirrored=sparse.csr_array(sparse.hstack([alone, high, low, words])),
        besides=some(4, 1) if besides else sparse.csr_array((size, 4)),
        groups=sparse.csr_array(np.hstack([units, joined])),
        units=sparse.csr_array(units),
        wording=words,
        meaning=Meaning(meaning, ("",) * size, {}),
    )


def by_comparing_all(
    ground: Ground, keep: int, section: str | None = None
) -> tuple[list[tuple[float, int, int]], int]:
    """(score, row, column) of the best open pairs, and how many are open: every pair looked at."""
    scores = ground.vectors.toarray() @ ground.mirrored.toarray().T
    beside = ground.besides.toarray() @ ground.besides.toarray().T
    scores = np.where(scores > 0, scores + beside, 0.0)
    meaning = ground.meaning.rows
    scores = np.round(scores + MEANING_WEIGHT * np.maximum(np.round(meaning @ meaning.T, 6), 0), 9)
    opened = ground.groups.toarray() @ ground.groups.toarray().T == 0
    if section is not None:
        mine = np.array([section in each.sections for each in ground.projects])
        opened &= mine[:, None] | mine[None, :]
    found = [
        (float(scores[row, column]), row, column)
        for row, column in zip(*np.nonzero(np.triu(opened, k=1)), strict=True)
    ]
    good = sorted((each for each in found if each[0] > 0), key=lambda e: (-e[0], e[1], e[2]))
    return good[:keep], len(found)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(
    size=st.integers(2, 260),
    seed=st.integers(0, 10**6),
    keep=st.sampled_from([1, 7, 60, 3000]),
    section=st.sampled_from([None, "u0", "u3"]),
    besides=st.booleans(),
    meant=st.booleans(),
    work=st.sampled_from([300, 4_000_000]),
)
def test_few_pairs_looked_at_are_the_best_of_all(
    size: int, seed: int, keep: int, section: str | None, besides: bool, meant: bool, work: int
) -> None:
    ground = random_ground(size, seed, besides=besides, meant=meant)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(suggest_search, "_WORK", work)
        wanted = None if section is None else frozenset({section})
        found = best_pairs(ground, keep=keep, section=wanted)
    best, many = by_comparing_all(ground, keep, section)
    rows = zip(found.scores.tolist(), found.rows.tolist(), found.columns.tolist(), strict=True)
    assert list(rows) == best
    assert found.open_pairs == open_pairs(ground, wanted) == many


def test_the_search_scores_few_of_the_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    ground = random_ground(1500, 5, features=900)
    scored = []
    whole = Ground.scores

    def counting(self: Ground, first: np.ndarray, second: np.ndarray) -> np.ndarray:
        scored.append(len(first))
        return whole(self, first, second)

    monkeypatch.setattr(Ground, "scores", counting)
    found = best_pairs(ground, keep=50)
    assert len(found.scores) == 50
    assert sum(scored) < found.open_pairs / 10


def peak(ground: Ground) -> int:
    """Bytes that a search takes beside its plan, at most."""
    gc.collect()
    tracemalloc.start()
    best_pairs(ground, keep=100)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most


def test_memory_grows_with_the_projects_and_not_with_their_square(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # The blocks of a search are of one size; they must not hide how the rest grows.
    monkeypatch.setattr(suggest_search, "_WORK", 40_000)
    # One package of a fourth of all projects is a square in itself.
    small, large = (
        random_ground(size, 1, sections=40, features=size, packages=2) for size in (1500, 6000)
    )
    few, many = peak(small), peak(large)
    assert many < 4 * 1.5 * few
    assert many < 6000**2, "not even a byte for each pair"
