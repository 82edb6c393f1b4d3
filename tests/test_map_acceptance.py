"""docs/map-acceptance.md names a test for every point, and the tests are there."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs/map-acceptance.md"
POINTS = range(1, 30)
_ROW = re.compile(r"^\| (\d+) \| (.+?) \| (.+?) \|$", re.MULTILINE)
_TEST = re.compile(r"`(\w+)::(test_\w+)`")


def _rows() -> dict[int, list[tuple[str, str]]]:
    page = PAGE.read_text(encoding="utf-8")
    return {int(n): _TEST.findall(tests) for n, _, tests in _ROW.findall(page)}


def _functions(name: str) -> set[str]:
    tree = ast.parse((ROOT / f"tests/{name}.py").read_text(encoding="utf-8"))
    return {each.name for each in tree.body if isinstance(each, ast.FunctionDef)}


def test_every_point_has_tests_and_every_test_exists() -> None:
    rows = _rows()
    assert sorted(n for n in rows if n in POINTS) == list(POINTS)
    assert [n for n in POINTS if not rows[n]] == []
    named = [(file, test) for tests in rows.values() for file, test in tests]
    assert [(file, test) for file, test in named if test not in _functions(file)] == []


def test_a_test_that_carries_a_number_stands_in_that_row() -> None:
    rows = _rows()
    for path in sorted((ROOT / "tests").glob("test_map*.py")):
        for test in sorted(_functions(path.stem)):
            numbers = re.match(r"test((?:_\d+)+)_", test)
            for number in map(int, numbers[1].strip("_").split("_") if numbers else ()):
                assert (path.stem, test) in rows.get(number, []), (number, test)


def test_no_test_of_the_map_is_skipped() -> None:
    for path in sorted((ROOT / "tests").glob("test_map*.py")):
        said = path.read_text(encoding="utf-8")
        if path.name != Path(__file__).name:
            assert not re.search(r"pytest\.(mark\.)?(skip|xfail)", said), path.name
