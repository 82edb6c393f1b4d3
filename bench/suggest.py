"""How time and memory of suggestions grow, beside comparing everything.

    python bench/suggest.py                          # 1,000, 10,000, 30,000 and 100,000 projects
    python bench/suggest.py 1000 10000 --folder D    # keep the knowledge bases in D, or use those

For each size an invented plan (bench/plan_folder.py) is written into a folder knowledge base, and

- `enishi suggest` runs once as a whole process: wall and CPU seconds, and the highest resident
  memory of the process with its children, sampled every 10 ms;
- in another process the same plan is searched, and compared with everything, block by block: by the
  score of `suggest` (this gives the recall: of the pairs that reach the list's last score, how many
  the search found) and by the cosine of the wording alone. With more than 12,000 projects that is
  done for the rows of 1,500 projects, drawn at random, against all, and its time is multiplied.

Prints a Markdown table. Nothing is asserted: a machine may be busy.
"""

import argparse
import json
import platform
import subprocess
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import numpy as np
import psutil
from plan_folder import write_folder
from run import enishi, python, timed
from scipy import sparse

from enishi.graph.plan_view import read_plans
from enishi.graph.store import open_kb
from enishi.graph.suggest_matrices import Ground
from enishi.graph.suggest_order import POOL
from enishi.graph.suggest_pairs import searched
from enishi.graph.suggest_search import best_pairs

#: Of larger plans only some rows are compared with everything.
_ALL_UP_TO: Final = 12_000
_ROWS: Final = 1500
#: Rows compared at once: a dense block of 100 times all projects.
_BLOCK: Final = 100


@dataclass(frozen=True, slots=True)
class Compared:
    """CPU seconds of the search and of comparing everything, and what the search found of it."""

    open_pairs: int
    search: float
    everything: float
    cosine: float
    recall: float
    wanted: int


def compare(kb: Path) -> Compared:
    """Search the only plan of `kb` and compare it with everything."""
    view = read_plans(open_kb(kb))
    (plan,) = view.plans()
    ground = searched(view, plan).ground
    began = time.process_time()
    best = best_pairs(ground, keep=POOL)
    search = time.process_time() - began
    size = len(ground.projects)
    rows = np.arange(size)
    if size > _ALL_UP_TO:
        rows = np.sort(np.random.default_rng(0).choice(size, _ROWS, replace=False))
    last = float(best.scores[-1])
    began = time.process_time()
    reached = _reaching(ground, rows, last)
    everything = (time.process_time() - began) * size / len(rows)
    began = time.process_time()
    _best_cosines(ground.wording, rows)
    cosine = (time.process_time() - began) * size / len(rows)
    # Equal last scores: any of them is as good.
    listed = set(zip(best.rows.tolist(), best.columns.tolist(), strict=True))
    above = {pair for pair, score in reached.items() if score > last}
    recall = len(above & listed) / len(above) if above else 1.0
    return Compared(best.open_pairs, search, everything, cosine, recall, len(above))


def _reaching(ground: Ground, rows: np.ndarray, least: float) -> dict[tuple[int, int], float]:
    """Open pairs of `rows` with any others whose score is `least` or more, all compared."""
    found: dict[tuple[int, int], float] = {}
    others, beside = sparse.csr_array(ground.mirrored.T), sparse.csr_array(ground.besides.T)
    for at in range(0, len(rows), _BLOCK):
        block = rows[at : at + _BLOCK]
        scores = (ground.vectors[block] @ others).toarray()
        scores += np.where(scores > 0, (ground.besides[block] @ beside).toarray(), 0.0)
        row, column = np.nonzero(scores >= least - 1e-6)
        first, second = block[row], column.astype(np.int64)
        good = ground.is_open(first, second) & (first != second)
        first, second = first[good], second[good]
        exact = ground.scores(first, second)
        low, high = np.minimum(first, second).tolist(), np.maximum(first, second).tolist()
        found |= dict(zip(zip(low, high, strict=True), exact.tolist(), strict=True))
    return found


def _best_cosines(wording: sparse.csr_array, rows: np.ndarray, keep: int = 10) -> np.ndarray:
    """The `keep` nearest of each of `rows` by wording."""
    others = sparse.csr_array(wording.T)
    found = np.empty((len(rows), min(keep, wording.shape[0])), np.int64)
    for at in range(0, len(rows), _BLOCK):
        cosines = (wording[rows[at : at + _BLOCK]] @ others).toarray()
        found[at : at + _BLOCK] = np.argpartition(-cosines, found.shape[1] - 1)[:, : found.shape[1]]
    return found


def measured(size: int, folder: Path, seed: int) -> str:
    """One line of the table; the knowledge base is made when `folder` has none yet."""
    kb = folder / f"suggest-{size}"
    if not kb.exists():
        write_folder(kb, size, seed)
    run = timed(enishi("suggest", "--kb", str(kb), "--format", "json"), cwd=folder)
    if run.code:
        raise SystemExit(f"exit code {run.code}: enishi suggest --kb {kb}")
    told = subprocess.run(
        python(str(Path(__file__)), "--compare", str(kb)),
        check=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
    ).stdout
    found = Compared(**json.loads(told.splitlines()[-1]))
    return (
        f"| {size:,} | {found.open_pairs:,} | {run.seconds:.1f} | {run.cpu:.1f} |"
        f" {run.megabytes:.0f} | {found.search:.1f} | {found.everything:.1f} |"
        f" {found.recall:.3f} ({found.wanted:,}) | {found.cosine:.1f} |"
    )


def main() -> None:
    """Parse the arguments, measure, print."""
    parser = argparse.ArgumentParser(description="Time enishi suggest on invented plans.")
    parser.add_argument("sizes", nargs="*", type=int, default=[1000, 10000, 30000, 100000])
    parser.add_argument("--folder", type=Path, help="where the knowledge bases are, and stay")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--compare", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.compare:
        print(json.dumps(asdict(compare(given.compare))))
        return
    cores = f"{psutil.cpu_count()} cores, {psutil.virtual_memory().total / 1e9:.0f} GB"
    print(f"Python {platform.python_version()}, {platform.system()}, {cores}\n")
    print(
        "| projects | open pairs | suggest s | CPU s | peak MB | search CPU s | all pairs CPU s |"
        " recall (of) | all cosines CPU s |"
    )
    print("|---:|---:|---:|---:|---:|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as name:
        for size in given.sizes:
            folder = (given.folder or Path(name)).resolve()
            print(measured(size, folder, given.seed), flush=True)


if __name__ == "__main__":
    main()
