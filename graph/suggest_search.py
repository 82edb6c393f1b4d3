"""The best open pairs of one plan, as sparse products: no loop over pairs, nothing dense in n².

The score is a sum over what two projects share, so it is a dot product: a project's row has
sqrt(weight) for each feature and sqrt(wording weight) times its TF-IDF row. Rows are multiplied
in blocks, and of each block only what can still reach the top is kept.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import sparse

from .evidence import WORDING_WEIGHT, FeatureTable
from .evidence_wording import Content, tf_idf
from .plan_view import PlanView, Project

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

#: Rows of one block: 512 of 10,000 make a product of some tens of megabytes.
_BLOCK: Final = 512
#: Sums of the same numbers in another order differ by less than this.
_DIGITS: Final = 9


@dataclass(frozen=True, slots=True)
class Ground:
    """One plan's projects that have a section, and the matrices of the search (a row for each).

    `vectors @ mirrored.T` are the scores (the two ends of an edge stand in each other's place), `groups @ groups.T` is not zero where a pair is no
    open pair: same section, same package, or one row refers to the other.
    """

    projects: tuple[Project, ...]
    vectors: sparse.csr_array
    mirrored: sparse.csr_array
    groups: sparse.csr_array
    wording: sparse.csr_array

    def cosine(self, one: int, other: int) -> float:
        """Cosine of the wording of two rows."""
        return float((self.wording[[one]] @ self.wording[[other]].T).sum())


@dataclass(frozen=True, slots=True)
class Pairs:
    """Candidate pairs, best first (ties in row order), and how many open pairs there are."""

    rows: Ints
    columns: Ints
    scores: Floats
    open_pairs: int


def ground(
    view: PlanView, projects: Sequence[Project], table: FeatureTable, contents: Sequence[Content]
) -> Ground:
    """The matrices for `projects`, all those of one plan; `contents` are their wording."""
    wording = tf_idf(contents)
    features = _feature_matrix(projects, table)
    low, high = (_end_matrix(projects, table, end) for end in (0, 1))
    words = wording * np.sqrt(WORDING_WEIGHT)
    groups = _group_matrix(view, projects)
    owned = np.flatnonzero([bool(each.sections) for each in projects])
    vectors = sparse.csr_array(sparse.hstack([features, low, high, words]))
    mirrored = sparse.csr_array(sparse.hstack([features, high, low, words]))
    return Ground(
        projects=tuple(each for each in projects if each.sections),
        vectors=vectors[owned],
        mirrored=mirrored[owned],
        groups=groups[owned],
        wording=wording[owned],
    )


def _feature_matrix(projects: Sequence[Project], table: FeatureTable) -> sparse.csr_array:
    columns = {
        key: number
        for number, key in enumerate(sorted({k for of in table.of.values() for k in of}))
    }
    row_of, column_of, values = [], [], []
    for row, project in enumerate(projects):
        for key in table.of.get(project.iri, ()):
            row_of.append(row)
            column_of.append(columns[key])
            values.append(table.weight(key) ** 0.5)
    shape = (len(projects), len(columns))
    return sparse.csr_array((np.array(values, dtype=np.float64), (row_of, column_of)), shape=shape)


def _end_matrix(projects: Sequence[Project], table: FeatureTable, end: int) -> sparse.csr_array:
    """sqrt(weight) for each edge of which a project has this end."""
    keys = sorted({key for ends in table.ends.values() for key in ends})
    columns = {key: number for number, key in enumerate(keys)}
    row_of, column_of, values = [], [], []
    for row, project in enumerate(projects):
        for key, ends in table.ends.get(project.iri, {}).items():
            if end in ends:
                row_of.append(row)
                column_of.append(columns[key])
                values.append(table.weight(key) ** 0.5)
    shape = (len(projects), len(columns))
    return sparse.csr_array((np.array(values, dtype=np.float64), (row_of, column_of)), shape=shape)


def _group_matrix(view: PlanView, projects: Sequence[Project]) -> sparse.csr_array:
    """A column for each section, package and reference; two rows in one column are no open pair."""
    number = {each.iri: row for row, each in enumerate(projects)}
    members = [
        (row, group)
        for row, each in enumerate(projects)
        for group in (*each.sections, *each.packages)
    ]
    for said in view.statements["reference"]:
        if said.element in number and said.target in number:
            group = f"{said.element} {said.target}"
            members += [(number[said.element], group), (number[said.target], group)]
    columns: Mapping[str, int] = {g: n for n, g in enumerate(sorted({g for _, g in members}))}
    shape = (len(projects), len(columns))
    data = np.ones(len(members), dtype=np.int32)
    place = ([row for row, _ in members], [columns[group] for _, group in members])
    return sparse.csr_array((data, place), shape=shape)


def best_pairs(ground: Ground, *, keep: int, section: frozenset[str] | None = None) -> Pairs:
    """The `keep` open pairs with the highest scores above 0; one is led by one of `section`."""
    size = len(ground.projects)
    wanted = np.arange(size)
    if section is not None:
        wanted = np.flatnonzero([not section.isdisjoint(p.sections) for p in ground.projects])
    best = Pairs(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0), 0)
    for at in range(0, len(wanted), _BLOCK):
        block = wanted[at : at + _BLOCK]
        # All pairs are needed once: a block of the whole list looks only to its right.
        first = int(block[0]) if section is None else 0
        best = _with_block(best, ground, block, first, half=section is None, keep=keep)
    return best


def _with_block(
    best: Pairs, ground: Ground, block: Ints, first: int, *, half: bool, keep: int
) -> Pairs:
    size = len(ground.projects)
    closed = (ground.groups[block] @ ground.groups[first:].T).tocoo()
    barred = np.zeros((len(block), size - first), dtype=bool)
    barred[closed.row, closed.col] = True
    if half:
        barred |= np.arange(first, size)[None, :] <= block[:, None]
    scores = (ground.vectors[block] @ ground.mirrored[first:].T).tocoo()
    limit = best.scores[-1] if len(best.scores) == keep else 0.0
    good = (scores.data > 0) & (scores.data >= limit - 10.0**-_DIGITS)
    good &= ~barred[scores.row, scores.col]
    rows, columns = block[scores.row[good]], scores.col[good].astype(np.int64) + first
    found = np.round(scores.data[good], _DIGITS)
    if len(found) > keep:
        near = found >= np.partition(found, len(found) - keep)[len(found) - keep]
        rows, columns, found = rows[near], columns[near], found[near]
    low, high = np.minimum(rows, columns), np.maximum(rows, columns)
    rows = np.concatenate([best.rows, low])
    columns = np.concatenate([best.columns, high])
    found = np.concatenate([best.scores, found])
    order = np.lexsort((columns, rows, -found))[:keep]
    count = best.open_pairs + int((~barred).sum())
    return Pairs(rows[order], columns[order], found[order], count)
