"""The vendored browser library is what its README says, and the page admits nothing else."""

import hashlib
import re
from pathlib import Path

from enishi.visualize import page

_VENDOR = Path(page.__file__).parent / "vendor"
_README = (_VENDOR / "README.md").read_text(encoding="utf-8")


def _hash_in_readme(row: str) -> str:
    found = re.search(rf"\| SHA-256 of {row} \| `([0-9a-f]{{64}})` \|", _README)
    assert found
    return found[1]


def test_library_is_the_one_named_in_the_readme() -> None:
    code = (_VENDOR / "vis-network.min.js").read_bytes()
    assert hashlib.sha256(code).hexdigest() == _hash_in_readme("this file")


def test_library_is_the_npm_file_without_its_source_map_comment() -> None:
    code = (_VENDOR / "vis-network.min.js").read_bytes()
    whole = code + b"//# sourceMappingURL=vis-network.min.js.map\n"
    assert hashlib.sha256(whole).hexdigest() == _hash_in_readme("the npm file")


def test_library_neither_fetches_nor_evaluates() -> None:
    code = (_VENDOR / "vis-network.min.js").read_text(encoding="utf-8")
    for forbidden in (
        "sourceMappingURL",
        "fetch(",
        "XMLHttpRequest",
        "WebSocket",
        "sendBeacon",
        "import(",
        "eval(",
        "new Function",
        "innerHTML",
        "</script",
    ):
        assert forbidden not in code


def test_licence_texts_stand_beside_the_library() -> None:
    text = (_VENDOR / "vis-network.LICENSE.txt").read_text(encoding="utf-8")
    assert "The MIT License (MIT)" in text
    assert "Apache License" in text
    for bundled in ("@egjs/hammerjs", "component-emitter", "core-js", "keycharm", "uuid"):
        assert bundled in text


def test_policy_admits_only_hashes() -> None:
    policy = page.policy()
    assert "unsafe" not in policy
    assert "http" not in policy
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert page.csp_hash(page.own_script()) in policy
    assert page.csp_hash(page.vendored_script()) in policy
    assert page.csp_hash(page.style_sheet()) in policy
