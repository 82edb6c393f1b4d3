"""A folder knowledge base of one invented plan of any size, in a memory that does not grow with it.

    python bench/plan_folder.py 100000 -o kb-100000

`enishi build` holds a text plan as a whole: 10,000 projects take 3 GB. Here the document is cut at
its measures, each part is read and turned into a graph as `build` does it, and the parts' IRIs are
put below one plan. The shapes are not checked (bench/run.py times that), and rows that one part
refers to in another are not found.
"""

import argparse
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pyoxigraph as ox
from generate import generate

from enishi.data.reading import read_plan
from enishi.data.settings import Settings
from enishi.graph.build import GraphBuilder
from enishi.graph.iris import Minter
from enishi.graph.store import PROVENANCE, open_kb

_AREA: Final = "local"
_GOAL, _MEASURE = "基本目標", "◇基本施策"
#: Lines of one part, about five to six hundred projects.
_LINES: Final = 1500


def parts(document: str) -> Iterator[str]:
    """`document` cut at measures, each part with the title and the goal above it."""
    title, *lines = document.split("\n")
    goal, part = "", [title, ""]
    for line in lines:
        if line.startswith(_GOAL):
            goal = line
        elif line.startswith(_MEASURE) and len(part) > _LINES:
            yield "\n".join(part) + "\n"
            part = [title, "", goal, ""]
        part.append(line)
    yield "\n".join(part) + "\n"


def write_folder(kb: Path, size: int, seed: int = 0) -> str:
    """Write the plan of `size` projects into the folder `kb`, made anew; its IRI is returned."""
    shutil.rmtree(kb, ignore_errors=True)
    plan = Minter(_AREA, f"bench-{size}").plan
    kb.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=kb.parent) as name:
        quads = Path(name) / "plan.nq"
        with quads.open("wb") as file:
            for number, text in enumerate(parts(generate(size, seed)), 1):
                for told in _graphs(Path(name) / "plan.txt", text, f"bench-{size}-{number}"):
                    # Everything below the part's own plan comes below this one; names that all
                    # parts share (sections, partners, places) are the same already.
                    whole, own = plan.encode(), f"{plan}-{number}".encode()
                    told = told.replace(own + b"/provenance>", whole + b"/provenance>")
                    told = told.replace(own + b"/", whole + b"/%d/" % number)
                    file.write(told.replace(own + b">", whole + b">"))
        with open_kb(f"{kb}/").draft([plan, plan + PROVENANCE]) as draft:
            # All at once: the store would sort many small pieces again and again.
            draft.store.bulk_load(path=quads, format=ox.RdfFormat.N_QUADS, lenient=True)
    return plan


def _graphs(document: Path, text: str, plan: str) -> Iterator[bytes]:
    """The graphs of one part as N-Quads."""
    document.write_text(text, encoding="utf-8", newline="\n")
    reading = read_plan(document, Settings(municipality=_AREA, plan=plan))
    for quads in GraphBuilder(reading).graphs().values():
        yield ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""


def main() -> None:
    """Write one plan."""
    parser = argparse.ArgumentParser(description="Write an invented plan as a folder.")
    parser.add_argument("projects", type=int)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("-o", "--output", type=Path, required=True)
    given = parser.parse_args()
    write_folder(given.output, given.projects, given.seed)


if __name__ == "__main__":
    main()
