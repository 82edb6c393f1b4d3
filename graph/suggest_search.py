"""The best open pairs of one plan, exactly, without looking at all pairs.

The scores are dot products of sparse rows (suggest_matrices), and at most `MEANING_WEIGHT` more for
what the projects mean. Once `keep` pairs are known, a pair
must beat the last of them, t. What a row can get from a column is at most its own value times the
column's largest; columns of a row whose bounds together stay below t cannot make a pair good
enough, so candidates need only be looked for in its other columns, and those left out are the ones
that cost most for what they can give (prefix filtering: Bayardo, Ma and Srikant, Scaling up all
pairs similarity search, WWW 2007). What a candidate got there, with the bound of what was left out,
says whether it is worth scoring in full. A first round over rare columns only finds a good t. The
result is that of comparing everything; memory is linear in the pairs kept and in one block of rows.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import sparse

from .evidence import MEANING_WEIGHT
from .suggest_matrices import Floats, Ground, Ints, products

#: A first round looks at columns with at most so many projects.
_RARE: Final = 32
#: Of the candidates of a block, so many times the pairs to keep are scored before all others.
_FIRST: Final = 4
#: Multiplications of one block of rows: some tens of megabytes.
_WORK: Final = 4_000_000
_MOST_ROWS: Final = 4096
#: The first rows of the second round raise the limit for those after them.
_FEW_ROWS: Final = 256
#: Rows compared in meaning with all others at once: 256 of 100,000 projects are 200 MB.
_ROWS_OF_MEANING: Final = 256
#: Bounds are loosened by this much, so that rounding never loses a pair.
_SLACK: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Pairs:
    """Candidate pairs, best first (ties in row order), and how many open pairs there are."""

    rows: Ints
    columns: Ints
    scores: Floats
    open_pairs: int


def best_pairs(ground: Ground, *, keep: int, section: frozenset[str] | None = None) -> Pairs:
    """The `keep` open pairs with the highest scores above 0; one is led by one of `section`."""
    wanted = np.arange(len(ground.projects))
    if section is not None:
        wanted = np.flatnonzero([not section.isdisjoint(p.sections) for p in ground.projects])
    best = _Best(ground, keep, wanted)
    for block in _blocks(wanted, best.rare, best.sizes):
        best.look(block, best.rare[block], None)
    hopeful = best.hopeful()
    at, many = 0, _FEW_ROWS
    while at < len(hopeful):
        some = hopeful[at : at + many]
        at, many = at + many, min(2 * many, _MOST_ROWS)
        telling, rest = best.telling(some)
        for block in _blocks(np.arange(len(some)), telling, best.sizes):
            best.look(some[block], telling[block], rest[block])
    # Only a short list has room for pairs that nothing but their meaning joins.
    for at in range(0, len(wanted), _ROWS_OF_MEANING):
        if best.limit < MEANING_WEIGHT:
            best.look_at_meaning(wanted[at : at + _ROWS_OF_MEANING])
    return Pairs(best.rows, best.columns, best.scores, open_pairs(ground, section))


class _Best:
    """The best pairs so far, and what is needed to find better ones."""

    def __init__(self, ground: Ground, keep: int, wanted: Ints) -> None:
        self.ground, self.keep, self.wanted = ground, keep, wanted
        self.rows, self.columns = np.empty(0, np.int64), np.empty(0, np.int64)
        self.scores = np.empty(0)
        self.vectors = ground.vectors
        self.others = sparse.csr_array(ground.mirrored.T)  # columns of the rows to meet
        self.sizes = np.diff(self.others.indptr)
        self.largest = _largest(ground.mirrored)
        self.half = len(wanted) == len(ground.projects)
        self.meant = MEANING_WEIGHT if ground.meaning.rows.any() else 0.0
        self.besides = _largest_product(ground.besides) + self.meant
        rare = self.sizes <= _RARE
        self.rare = _keep(self.vectors, rare[self.vectors.indices])

    @property
    def limit(self) -> float:
        """What a pair must reach; 0 while there are too few."""
        return float(self.scores[-1]) if len(self.scores) == self.keep else 0.0

    def _bounds(self, rows: sparse.csr_array) -> Floats:
        bounds: Floats = rows.data * self.largest[rows.indices]
        return bounds

    def hopeful(self) -> Ints:
        """The wanted rows that can reach the limit at all, in their order."""
        bound = np.zeros(self.vectors.shape[0])
        per_row = np.repeat(np.arange(self.vectors.shape[0]), np.diff(self.vectors.indptr))
        np.add.at(bound, per_row, self._bounds(self.vectors))
        reach = bound[self.wanted] + self.besides >= self.limit - _SLACK
        return self.wanted[reach]

    def telling(self, block: Ints) -> tuple[sparse.csr_array, Floats]:
        """The rows of `block` without the columns that cannot be enough, and what those can give."""
        rows = self.vectors[block]
        bounds = self._bounds(rows)
        per_row = np.repeat(np.arange(len(block)), np.diff(rows.indptr))
        # Within each row the dearest columns for their bound first; running sums of bounds per row.
        dear = self.sizes[rows.indices] / np.maximum(bounds, _SLACK)
        order = np.lexsort((-dear, per_row))
        running = np.cumsum(bounds[order])
        starts = rows.indptr[:-1]
        before = np.concatenate([[0.0], running])[starts]
        running -= np.repeat(before, np.diff(rows.indptr))
        dropped = np.zeros(len(bounds), dtype=bool)
        dropped[order] = running + self.besides < self.limit - _SLACK
        rest = np.bincount(per_row[dropped], bounds[dropped], minlength=len(block)).astype(float)
        return _keep(rows, ~dropped), rest

    def look(self, block: Ints, rows: sparse.csr_array, rest: Floats | None) -> None:
        """Meet `rows`, those of `block`, with all others in the columns they have.

        `rest` is the most that each row can get in its other columns. In the first round it is
        None: any pairs will do.
        """
        met = (rows @ self.others).tocoo()
        first, second, most = block[met.row], met.col.astype(np.int64), met.data
        if rest is not None:
            most = most + rest[met.row] + self.besides
        left = np.flatnonzero(first < second if self.half else first != second)
        if rest is not None and self.meant:
            left = left[most[left] >= self.limit - _SLACK]
            # What two rows mean is known sooner than the rest of their score.
            near = self.ground.meaning.cosines(first[left], second[left])
            most[left] += self.meant * (near - 1)
        many = _FIRST * self.keep
        while len(left := left[most[left] >= self.limit - _SLACK]):
            # The most promising first: they raise the limit for all others.
            order = np.argpartition(-most[left], min(many, len(left)) - 1)
            some, left = left[order[:many]], left[order[many:]]
            self._add(first[some], second[some])
            if rest is None:
                break
            many = min(2 * many, _WORK)

    def look_at_meaning(self, block: Ints) -> None:
        """Meet the rows of `block` with all others that are near enough in meaning alone."""
        rows = self.ground.meaning.rows
        near = rows[block] @ rows.T
        least = max(self.limit / MEANING_WEIGHT - _SLACK, _SLACK)
        met, second = np.nonzero(near >= least)
        first = block[met]
        left = np.flatnonzero(first < second if self.half else first != second)
        for at in range(0, len(left), _WORK):
            some = left[at : at + _WORK]
            self._add(first[some], second[some])

    def _add(self, first: Ints, second: Ints) -> None:
        opened = self.ground.is_open(first, second)
        first, second = first[opened], second[opened]
        scores = self.ground.scores(first, second)
        good = (scores > 0) & (scores >= self.limit)
        first, second, scores = first[good], second[good], scores[good]
        low = np.concatenate([self.rows, np.minimum(first, second)])
        high = np.concatenate([self.columns, np.maximum(first, second)])
        scores = np.concatenate([self.scores, scores])
        _, unique = np.unique(low * len(self.ground.projects) + high, return_index=True)
        low, high, scores = low[unique], high[unique], scores[unique]
        order = np.lexsort((high, low, -scores))[: self.keep]
        self.rows, self.columns, self.scores = low[order], high[order], scores[order]


def _keep(rows: sparse.csr_array, kept: npt.NDArray[np.bool_]) -> sparse.csr_array:
    """`rows` without the stored values that are not `kept`."""
    counts = np.concatenate([[0], np.cumsum(kept)])[rows.indptr]
    return sparse.csr_array((rows.data[kept], rows.indices[kept], counts), shape=rows.shape)


def _largest(rows: sparse.csr_array) -> Floats:
    """The largest value of each column; no value is below 0."""
    found = np.zeros(rows.shape[1])
    np.maximum.at(found, rows.indices, rows.data)
    return found


def _largest_product(rows: sparse.csr_array) -> float:
    """An upper bound for the product of any two rows."""
    return float(rows.multiply(rows).sum(axis=1).max()) if rows.nnz else 0.0


def _blocks(wanted: Ints, rows: sparse.csr_array, sizes: Ints) -> Iterator[Ints]:
    """`wanted` in blocks whose products stay small."""
    work = np.zeros(rows.shape[0])
    per_row = np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr))
    np.add.at(work, per_row, sizes[rows.indices])
    at = 0
    total = np.cumsum(work[wanted])
    while at < len(wanted):
        done = total[at - 1] if at else 0.0
        end = int(np.searchsorted(total, done + _WORK, side="right"))
        end = min(max(end, at + 1), at + _MOST_ROWS)
        yield wanted[at:end]
        at = end


def open_pairs(ground: Ground, section: frozenset[str] | None = None) -> int:
    """How many pairs are open; one of each is led by one of `section`.

    Pairs of different sections, less those that a package or a reference joins.
    """
    led = [frozenset(each.sections) for each in ground.projects]
    sets = sorted(set(led), key=sorted)
    number = {units: n for n, units in enumerate(sets)}
    size = np.bincount([number[units] for units in led], minlength=len(sets))
    mine = [section is None or not section.isdisjoint(units) for units in sets]
    by_unit: dict[str, list[int]] = {}
    for n, units in enumerate(sets):
        for unit in units:
            by_unit.setdefault(unit, []).append(n)
    total = 0
    everything, chosen = int(size.sum()), int(size[mine].sum()) if len(sets) else 0
    for n, units in enumerate(sets):
        met = sorted({other for unit in units for other in by_unit[unit]})
        apart_all = everything - int(size[met].sum())
        apart_mine = chosen - int(size[[m for m in met if mine[m]]].sum()) if met else chosen
        # Each pair is counted from both sides; a pair of two rows of `section` is none anyway.
        total += int(size[n]) * (apart_all if mine[n] else apart_mine)
    return total // 2 - _joined_pairs(ground, section)


def _joined_pairs(ground: Ground, section: frozenset[str] | None) -> int:
    """Pairs of different sections that a package or a reference joins."""
    joined = ground.groups[:, ground.units.shape[1] :]
    others = sparse.csr_array(joined.T)
    mine = np.array(
        [section is None or not section.isdisjoint(p.sections) for p in ground.projects]
    )
    total = 0
    for block in _blocks(np.arange(joined.shape[0]), joined, np.diff(others.indptr)):
        both = (joined[block] @ others).tocoo()
        first, second = block[both.row], both.col.astype(np.int64)
        counted = (first < second) & (mine[first] | mine[second])
        first, second = first[counted], second[counted]
        total += int((products(ground.units, ground.units, first, second) == 0).sum())
    return total
