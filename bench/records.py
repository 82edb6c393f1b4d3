"""How long `enishi build` takes on records of a nation, and how much memory it needs.

    python bench/records.py                    # 1,000, 10,000 and 100,000 records
    python bench/records.py 1000 --folder D    # keep the files and knowledge bases in D

Prints a Markdown table: wall and CPU seconds and the highest resident memory of the process with its
children, sampled every 100 ms, of one run each; the folder knowledge base is made anew. Nothing is
asserted: a machine may be busy.
"""

import argparse
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import psutil
from generate_records import write
from run import enishi, timed

#: Looking at a process takes a millisecond, and these runs are long.
_SAMPLE_EVERY: Final = 0.1


@contextmanager
def _folder(given: Path | None) -> Iterator[Path]:
    if given is not None:
        given.mkdir(parents=True, exist_ok=True)
        yield given
        return
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def main() -> None:
    """Parse the arguments, run, print."""
    parser = argparse.ArgumentParser(description="Time enishi build on invented records.")
    parser.add_argument("sizes", nargs="*", type=int, default=[1000, 10000, 100000])
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args()
    print(f"Python {platform.python_version()}, {platform.system()}, {psutil.cpu_count()} cores\n")
    print("| records | file MB | s | CPU s | peak MB | folder MB |")
    print("|---:|---:|---:|---:|---:|---:|")
    with _folder(given.folder) as folder:
        for size in given.sizes:
            document, kb = folder / f"reviews-{size}.ndjson", folder / f"kb-{size}"
            write(document, size)
            shutil.rmtree(kb, ignore_errors=True)
            command = enishi(
                "build", str(document), "--profile", "judgit", "--kb", f"{kb}/", "--quiet"
            )
            run = timed(command, cwd=folder, every=_SAMPLE_EVERY)
            if run.code:
                raise SystemExit(f"exit code {run.code}: {' '.join(command)}")
            stored = sum(each.stat().st_size for each in kb.rglob("*") if each.is_file())
            print(
                f"| {size:,} | {document.stat().st_size / 1e6:.0f} | {run.seconds:.0f} |"
                f" {run.cpu:.0f} | {run.megabytes:.0f} | {stored / 1e6:.0f} |",
                flush=True,
            )
            if given.folder is None:
                shutil.rmtree(kb, ignore_errors=True)
                document.unlink()


if __name__ == "__main__":
    sys.exit(main())
