"""What is said of one plan's projects, as sparse matrices with a row for each project.

The score is a sum over what two projects share, so it is a dot product: a project's row has
sqrt(weight) for each feature and sqrt(wording weight) times its TF-IDF row. What projects mean is
dense and stands apart.
"""

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from scipy import sparse

from .evidence import BY_NAME, MEANING_WEIGHT, WORDING_WEIGHT
from .evidence_meaning import Meaning
from .evidence_wording import Content, tf_idf
from .features import FeatureTable, Key
from .plan_view import PlanView, Project

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

#: Pairs whose rows are multiplied at once.
_AT_ONCE: Final = 50_000
#: Sums of the same numbers in another order differ by less than this.
DIGITS: Final = 9


@dataclass(frozen=True, slots=True)
class Ground:
    """One plan's projects that have a section, and the matrices of the search (a row for each).

    `vectors @ mirrored.T` are the scores without what counts only beside others (the two ends of
    an edge stand in each other's place); `besides @ besides.T` is that rest. `groups @ groups.T`
    is not zero where a pair is no open pair: same section, same package, or one row refers to the
    other. `units` has the sections alone.
    """

    projects: tuple[Project, ...]
    vectors: sparse.csr_array
    mirrored: sparse.csr_array
    besides: sparse.csr_array
    groups: sparse.csr_array
    units: sparse.csr_array
    wording: sparse.csr_array
    meaning: Meaning

    def cosines(self, first: Ints, second: Ints) -> Floats:
        """Cosine of the wording of each pair."""
        return products(self.wording, self.wording, first, second)

    def scores(self, first: Ints, second: Ints) -> Floats:
        """Score of each pair of rows, rounded so that the order of sums does not show."""
        found = products(self.vectors, self.mirrored, first, second)
        if self.besides.nnz:
            found += np.where(found > 0, products(self.besides, self.besides, first, second), 0.0)
        found += MEANING_WEIGHT * self.meaning.cosines(first, second)
        return np.round(found, DIGITS)

    def is_open(self, first: Ints, second: Ints) -> npt.NDArray[np.bool_]:
        """Whether each pair of rows is an open one."""
        found: npt.NDArray[np.bool_] = products(self.groups, self.groups, first, second) == 0
        return found


def ground(
    view: PlanView,
    projects: Sequence[Project],
    table: FeatureTable,
    contents: Sequence[Content],
    meaning: Meaning,
) -> Ground:
    """The matrices for `projects`, all those of one plan, with their wording and meaning."""
    wording = tf_idf(contents)
    alone = _feature_matrix(projects, table, alone=True)
    low, high = (_end_matrix(projects, table, end) for end in (0, 1))
    words = wording * np.sqrt(WORDING_WEIGHT)
    units = _matrix(projects, lambda each: dict.fromkeys(each.sections, 1.0))
    owned = np.flatnonzero([bool(each.sections) for each in projects])
    vectors = sparse.csr_array(sparse.hstack([alone, low, high, words]))
    mirrored = sparse.csr_array(sparse.hstack([alone, high, low, words]))
    return Ground(
        projects=tuple(each for each in projects if each.sections),
        vectors=vectors[owned],
        mirrored=mirrored[owned],
        besides=_feature_matrix(projects, table, alone=False)[owned],
        groups=sparse.csr_array(sparse.hstack([units, _joined(view, projects)]))[owned],
        units=units[owned],
        wording=wording[owned],
        meaning=meaning.only(owned),
    )


def products(left: sparse.csr_array, right: sparse.csr_array, first: Ints, second: Ints) -> Floats:
    """The dot product of row `first[n]` of `left` and row `second[n]` of `right`, for each n."""
    found = np.empty(len(first))
    for at in range(0, len(first), _AT_ONCE):
        block = slice(at, at + _AT_ONCE)
        joined = left[first[block]].multiply(right[second[block]])
        found[block] = np.asarray(joined.sum(axis=1)).ravel()
    return found


def _feature_matrix(
    projects: Sequence[Project], table: FeatureTable, *, alone: bool
) -> sparse.csr_array:
    def values(each: Project) -> dict[Key, float]:
        return {
            key: table.weight(key) ** 0.5 * table.emphasis(key, each.iri)
            for key in table.of.get(each.iri, ())
            if BY_NAME[key[0]].alone is alone
        }

    return _matrix(projects, values)


def _end_matrix(projects: Sequence[Project], table: FeatureTable, end: int) -> sparse.csr_array:
    """sqrt(weight) for each edge of which a project has this end."""
    known = {key for side in table.ends for has in side.values() for key in has}

    def values(each: Project) -> dict[Key, float]:
        return {key: table.weight(key) ** 0.5 for key in table.ends[end].get(each.iri, ())}

    return _matrix(projects, values, known)


def _joined(view: PlanView, projects: Sequence[Project]) -> sparse.csr_array:
    """A column for each package, and for each row that refers to another, with both of them."""
    own = {each.iri for each in projects}
    columns: dict[str, dict[str, float]] = {
        each.iri: dict.fromkeys(each.packages, 1.0) for each in projects
    }
    for said in view.statements["reference"]:
        if said.element in own and said.target in own:
            for end in (said.element, said.target):
                columns[end][f"{said.element} {said.target}"] = 1.0
    return _matrix(projects, lambda each: columns[each.iri])


def _matrix(
    projects: Sequence[Project],
    values: Callable[[Project], Mapping[Any, float]],
    known: Iterable[Any] = (),
) -> sparse.csr_array:
    """A row for each project; columns are in the order of their keys. `known` are further keys."""
    row_of, keys, data = array("q"), [], array("d")
    for row, each in enumerate(projects):
        for key, value in values(each).items():
            row_of.append(row)
            keys.append(key)
            data.append(value)
    columns = {key: number for number, key in enumerate(sorted({*keys, *known}))}
    place = (np.asarray(row_of, np.int64), np.array([columns[key] for key in keys], np.int64))
    shape = (len(projects), len(columns))
    return sparse.csr_array((np.asarray(data, np.float64), place), shape=shape)
