"""How long the commands take, as whole processes, on invented plans that fill the contract.

    python bench/run.py                        # 70, 1,000 and 10,000 projects, and start-up
    python bench/run.py 70 1000 --repeat 5
    python bench/run.py --start-up             # only --help and the demo

Prints Markdown tables: wall and CPU seconds (medians of the runs) and the highest resident memory
of the process with its children, sampled every 10 ms. Nothing is asserted: a machine may be busy.
"""

import argparse
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psutil

_HERE: Final = Path(__file__).parent
_SAMPLE_EVERY: Final = 0.01
#: Above this many projects the knowledge base is a folder; below a .trig file.
_FILE_UP_TO: Final = 1000

#: What the demo does, timed inside one process after everything it uses was imported.
_DEMO: Final = """
import importlib, pkgutil, sys, time
import enishi
for found in pkgutil.walk_packages(enishi.__path__, "enishi."):
    if found.name.split(".")[1] in {"graph", "ontology", "data", "visualize", "cli"}:
        importlib.import_module(found.name)
for name in ("networkx", "pyshacl", "pyvis.network", "rdflib", "rich.console", "scipy.sparse"):
    importlib.import_module(name)
from enishi.cli import main
began = time.perf_counter()
try:
    main(["demo", "--out", sys.argv[1], "--quiet"], standalone_mode=False)
except SystemExit as ended:
    if ended.code:
        raise
print(time.perf_counter() - began)
"""


@dataclass(frozen=True, slots=True)
class Run:
    """One finished process."""

    seconds: float
    cpu: float
    megabytes: float
    code: int


def timed(command: Sequence[str], *, cwd: Path, every: float = _SAMPLE_EVERY) -> Run:
    """Run a command to its end, sampling its memory; its output is thrown away."""
    began = time.perf_counter()
    process = psutil.Popen(
        list(command), cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    memory, cpu = 0, 0.0
    while process.poll() is None:
        resident, used = _usage(process)
        memory, cpu = max(memory, resident), max(cpu, used)
        time.sleep(every)
    return Run(time.perf_counter() - began, cpu, memory / 1e6, process.returncode)


def _usage(process: psutil.Process) -> tuple[int, float]:
    """Resident bytes and CPU seconds so far, of a process and its children."""
    resident, cpu = 0, 0.0
    try:
        for each in (process, *process.children(recursive=True)):
            resident += each.memory_info().rss
            spent = each.cpu_times()
            cpu += spent.user + spent.system
    except psutil.Error:  # one of them ended while we looked
        pass
    return resident, cpu


def python(*arguments: str) -> list[str]:
    return [sys.executable, *arguments]


def enishi(*arguments: str) -> list[str]:
    return python("-m", "enishi", *arguments)


def median(command: Sequence[str], *, repeat: int, cwd: Path) -> Run:
    """The median time and the highest memory of several runs; a failing run ends the benchmark."""
    runs = [timed(command, cwd=cwd) for _ in range(repeat)]
    failed = next((run for run in runs if run.code not in (0, 1)), None)
    if failed is not None:
        raise SystemExit(f"exit code {failed.code}: {' '.join(command)}")
    return Run(
        seconds=statistics.median(run.seconds for run in runs),
        cpu=statistics.median(run.cpu for run in runs),
        megabytes=max(run.megabytes for run in runs),
        code=0,
    )


def plans(sizes: Sequence[int], *, repeat: int, seed: int, folder: Path) -> list[str]:
    """The lines of the table of build, check, query and suggest."""
    lines = [
        "| projects | command | s | CPU s | peak MB | remarks |",
        "|---:|---|---:|---:|---:|---|",
    ]
    for size in sizes:
        document = folder / f"plan-{size}.txt"
        made = python(str(_HERE / "generate.py"), str(size), "--seed", str(seed), "-o")
        subprocess.run([*made, str(document)], check=True)
        kb = folder / (f"kb-{size}.trig" if size <= _FILE_UP_TO else f"kb-{size}")
        name = ("--municipality", "local", "--plan", f"bench-{size}")
        commands = {
            "build": enishi("build", str(document), "--kb", str(kb), *name, "--quiet"),
            "check": enishi("check", "--kb", str(kb), "--quiet"),
            "query -n 4": enishi("query", "-n", "4", "--kb", str(kb), "--format", "csv"),
            "suggest": enishi("suggest", "--kb", str(kb), "--format", "json"),
        }
        for said, command in commands.items():
            run = median(command, repeat=repeat if size <= _FILE_UP_TO else 1, cwd=folder)
            remark = _remark(document, kb) if said == "build" else ""
            lines.append(
                f"| {size:,} | {said} | {run.seconds:.2f} | {run.cpu:.2f} | {run.megabytes:.0f} |"
                f" {remark} |"
            )
            print(lines[-1], file=sys.stderr)
    return lines


def _remark(document: Path, kb: Path) -> str:
    """Size of the document and of the knowledge base."""
    files = [kb] if kb.is_file() else [each for each in kb.rglob("*") if each.is_file()]
    stored = sum(each.stat().st_size for each in files)
    kind = "file" if kb.is_file() else "folder"
    return f"{document.stat().st_size / 1e6:.2f} MB of text, {kind} of {stored / 1e6:.1f} MB"


def start_up(*, repeat: int, folder: Path) -> list[str]:
    """The lines of the table of start-up and demo."""
    many = max(repeat, 9)
    click = median(python("-c", "import click"), repeat=many, cwd=folder)
    help_ = median(enishi("--help"), repeat=many, cwd=folder)
    demo = median(enishi("demo", "--out", str(folder / "out"), "--quiet"), repeat=3, cwd=folder)
    own = [
        float(
            subprocess.run(
                python("-c", _DEMO, str(folder / "out")),
                cwd=folder,
                check=True,
                capture_output=True,
                text=True,
                encoding="utf-8",
            ).stdout.split()[-1]
        )
        for _ in range(3)
    ]
    return [
        "| what | s | CPU s | peak MB |",
        "|---|---:|---:|---:|",
        _row('`python -c "import click"`', click),
        _row("`enishi --help`", help_),
        f"| ratio of the medians | {help_.seconds / click.seconds:.2f} | | |",
        _row("`enishi demo`, whole process", demo),
        f"| the demo's own work, after imports | {statistics.median(own):.2f} | | |",
    ]


def _row(what: str, run: Run) -> str:
    return f"| {what} | {run.seconds:.3f} | {run.cpu:.3f} | {run.megabytes:.0f} |"


def main() -> None:
    """Parse the arguments, run, print."""
    parser = argparse.ArgumentParser(description="Time Enishi's commands on invented plans.")
    parser.add_argument("sizes", nargs="*", type=int, default=[70, 1000, 10000])
    parser.add_argument("--repeat", type=int, default=3, help="runs up to 1,000 projects")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--start-up", action="store_true", help="only start-up and the demo")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        tables = [start_up(repeat=given.repeat, folder=folder)]
        if not given.start_up:
            tables.append(plans(given.sizes, repeat=given.repeat, seed=given.seed, folder=folder))
    cores = f"{psutil.cpu_count()} cores, {psutil.virtual_memory().total / 1e9:.0f} GB"
    print(f"Python {platform.python_version()}, {platform.system()}, {cores}\n")
    print("\n\n".join("\n".join(table) for table in tables))


if __name__ == "__main__":
    main()
