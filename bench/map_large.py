"""How large maps are written and how they behave in a browser.

    python bench/map_large.py                  # plans of 1,500 and 10,000 projects
    python bench/map_large.py 38600 --seed 1   # a map of about 50,000 nodes

For each size an invented plan is built into a folder by the tool itself (`plan_folder.py`, in a
memory that does not grow with the plan); suggestions are left out. Its map is written by `enishi
map` and opened in headless Chromium at 1366×768, from a file, without a network. Prints a Markdown
table: seconds, CPU seconds and peak memory of writing the map (a process of its own), bytes of the
file, milliseconds from opening until the first level is drawn, frames per second while the overview
and an opened cluster are panned, and the page's JavaScript heap. A machine without a graphics card
draws in software; nothing is asserted, as a machine may be busy. Needs playwright and Chromium
(`ENISHI_CHROMIUM` names another browser).
"""

import argparse
import os
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from plan_folder import write_folder
from playwright.sync_api import Page, sync_playwright
from run import enishi, timed

_FLAGS: Final = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--enable-precise-memory-info",
    "--disable-background-networking",
]
#: Moves the picture at every frame for three seconds and counts the frames.
_PAN: Final = """() => new Promise(done => {
  const began = performance.now();
  let frames = 0;
  const step = () => {
    const now = performance.now();
    if (now - began > 3000) return done(1000 * frames / (now - began));
    frames += 1;
    const turn = frames / 20;
    enishi.network.moveTo({ position: { x: 200 * Math.sin(turn), y: 120 * Math.cos(turn) },
      animation: false });
    requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
})"""
#: When the first level was drawn: the page marks itself ready, two frames later it is on screen.
_PAINTED: Final = """() => new Promise(done => requestAnimationFrame(() =>
  requestAnimationFrame(() => done(performance.now()))))"""


@dataclass(frozen=True, slots=True)
class Seen:
    """What the browser did with one map."""

    nodes: int
    drawn: int
    painted: float
    overview: float
    cluster: float
    heap: float


def look(page: Page, path: Path) -> Seen:
    """Open a map, pan its overview and one cluster."""
    page.goto(path.as_uri() + "#view=whole")
    page.wait_for_selector("html[data-ready]", timeout=120_000)
    painted: float = page.evaluate(_PAINTED)
    overview: float = page.evaluate(_PAN)
    heap: float = page.evaluate("performance.memory.usedJSHeapSize / 1e6")
    nodes: Any = page.evaluate("enishi.nodes.length")
    drawn: Any = page.evaluate("enishi.network.body.nodeIndices.length")
    # The search opens the cluster of some project: the deepest level there is.
    name = page.evaluate("enishi.nodes.get().filter(n => n.type === 'project')[321].name")
    page.fill("#search", name)
    page.keyboard.press("Enter")
    page.wait_for_selector("aside h2")
    cluster: float = page.evaluate(_PAN)
    return Seen(nodes, drawn, painted, overview, cluster, heap)


def measured(size: int, seed: int, folder: Path, page: Page) -> str:
    """A row of the table."""
    kb, out = folder / f"kb-{size}", folder / f"{size}.html"
    write_folder(kb, size, seed)
    run = timed(enishi("map", "--kb", str(kb), "-o", str(out), "--quiet"), cwd=folder)
    if run.code:
        raise SystemExit(f"enishi map ended with {run.code}")
    seen = look(page, out)
    return (
        f"| {size:,} | {seen.nodes:,} | {run.seconds:.0f} | {run.cpu:.0f} | {run.megabytes:.0f} |"
        f" {out.stat().st_size / 1e6:.1f} | {seen.painted:.0f} | {seen.drawn} |"
        f" {seen.overview:.0f} | {seen.cluster:.0f} | {seen.heap:.0f} |"
    )


def main() -> None:
    """Parse the arguments, run, print."""
    parser = argparse.ArgumentParser(description="Time large maps.")
    parser.add_argument("sizes", nargs="*", type=int, default=[1500, 10000])
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    browser = os.environ.get("ENISHI_CHROMIUM") or shutil.which("chromium")
    heads = ("projects", "nodes", "write s", "CPU s", "peak MB", "file MB", "painted ms",
             "drawn", "fps overview", "fps cluster", "heap MB")  # fmt: skip
    lines = [
        f"| {' | '.join(heads)} |",
        "|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    with tempfile.TemporaryDirectory() as name, sync_playwright() as tool:
        started = tool.chromium.launch(executable_path=browser, args=_FLAGS)
        for size in given.sizes:
            page = started.new_page(viewport={"width": 1366, "height": 768})
            lines.append(measured(size, given.seed, Path(name), page))
            print(lines[-1], file=sys.stderr)
            page.close()
    print("\n".join(lines))


if __name__ == "__main__":
    main()
