"""Rules of the house that a machine can keep."""

import ast
import re
import subprocess
import sys
import venv
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("data", "ontology", "graph", "visualize", "commands")
#: A room may import rooms of a lower floor only.
FLOOR = {
    "language": 0,
    "progress": 0.5,
    "errors": 0.5,
    "data": 1,
    "ontology": 1,
    "graph": 2,
    "visualize": 3,
    "bilingual": 3,
    "api": 4,
    "commands": 4,
    "cli": 5,
}


#: The same inside `data`; what stands beside these rooms opens them (`reading.py`) or is theirs
#: in common (`records.py`, `document.py`).
READERS = {
    "words": 1,
    "formats": 2,
    "agents": 2,
    "prose": 3,
    "nested": 3,
    "tables": 4,
    "headed": 5,
}


def modules() -> Iterator[tuple[str, Path]]:
    for room in ROOMS:
        yield from ((room, path) for path in sorted((ROOT / room).rglob("*.py")))
    yield from (
        (name, ROOT / f"{name}.py")
        for name in ("errors", "language", "progress", "bilingual", "api", "cli")
    )


def imports(path: Path) -> Iterator[list[str]]:
    """What a module imports of the package, as names from its root: ["data", "words", "profile"]."""
    folder = list(path.parent.relative_to(ROOT).parts)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            names = node.module.split(".") if node.module else []
            if node.level:
                names = folder[: len(folder) - node.level + 1] + names
            elif names[:1] != ["enishi"]:
                continue
            else:
                names = names[1:]
            yield from [names] if node.module else ([*names, each.name] for each in node.names)


@pytest.mark.parametrize(("room", "path"), list(modules()), ids=lambda v: getattr(v, "name", v))
def test_imports_flow_one_way(room: str, path: Path) -> None:
    for other, *_ in filter(None, imports(path)):
        if other in FLOOR and other != room:
            assert FLOOR[other] < FLOOR[room], f"{path.name} imports {other}"


@pytest.mark.parametrize("room", READERS)
def test_the_rooms_of_the_readers_import_downwards(room: str) -> None:
    paths = sorted((ROOT / "data" / room).glob("*.py"))
    assert paths, f"data/{room} is empty"
    for path in paths:
        for first, *rest in filter(None, imports(path)):
            other = rest[0] if first == "data" and rest else ""
            if other in READERS and other != room:
                assert READERS[other] < READERS[room], f"{room}/{path.name} imports {other}"


POSIX_ONLY = re.compile(
    r"\bos\.(?:fork|kill|getuid|setsid|killpg)\b|\bimport (?:fcntl|pwd|grp|termios)\b"
)


def test_nothing_posix_only_outside_guarded_places() -> None:
    found = [
        path.name
        for _, path in modules()
        if POSIX_ONLY.search(path.read_text(encoding="utf-8")) and path.name != "sandbox_child.py"
    ]
    assert found == []


def test_encodings_are_always_explicit() -> None:
    for _, path in modules():
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            assert not re.search(r"\.read_text\(\s*\)", line), f"{path.name}:{number}"
            opened = re.search(r"(?<![\w.])open\((?![^)]*(?:encoding|\"[rwa]b\"))", line)
            assert opened is None, f"{path.name}:{number}: {line}"


def test_no_city_in_the_code_or_the_lexicons() -> None:
    for path in [p for _, p in modules()] + sorted((ROOT / "data").glob("*/*.toml")):
        if path.name == "demo.py":
            continue
        text = path.read_text(encoding="utf-8")
        code = re.sub(r'""".*?"""|#.*', "", text, flags=re.DOTALL)
        for name in ("入間", "狭山", "西武", "埼玉", "りそな", "鴎瀬", "112259"):
            assert name not in code, f"{path.name}: {name}"


def test_the_wheel_runs_the_demo_in_a_clean_environment(tmp_path: Path) -> None:
    """A forgotten sub-package or data file shows only here."""
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)],
        check=True,
        capture_output=True,
    )  # fmt: skip
    (wheel,) = tmp_path.glob("*.whl")
    home = tmp_path / "clean"
    venv.create(home, with_pip=True)
    python = home / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    # The dependencies are this environment's own; the package comes from the wheel only.
    subprocess.run([python, "-m", "pip", "install", "-q", "--no-deps", str(wheel)], check=True)
    lines = subprocess.run(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        check=True, capture_output=True, encoding="utf-8",
    )  # fmt: skip
    import sysconfig

    (Path(lines.stdout.strip()) / "shared.pth").write_text(
        sysconfig.get_path("purelib") + "\n", encoding="utf-8"
    )
    done = subprocess.run(
        [python, "-m", "enishi", "demo", "--out", str(tmp_path / "out")],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    # What the demo stores, the suggestions too, conforms to the shapes: otherwise it ends with 1.
    assert done.returncode == 0, done.stdout + done.stderr
    where = subprocess.run(
        [python, "-c", "import enishi; print(enishi.__file__)"],
        cwd=tmp_path, capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    assert str(home) in where.stdout
    assert {p.name for p in (tmp_path / "out").iterdir()} >= {
        "iruma.trig",
        "map.html",
        "ledger.csv",
    }
