"""Patches for tests: operations by short names, on the small plan."""

import json
from pathlib import Path
from typing import Any

from enishi.graph.store import KnowledgeBase

from .browser import Opened
from .small_plan import PLAN, SmallPlan

ROWS = [
    ("防災訓練", "避難する", "危機管理課"),
    ("防災教育", "学ぶ", "学校教育課"),
    ("茶の祭り", "祝う", "農政課"),
]


def small_kb(folder: Path) -> KnowledgeBase:
    return SmallPlan(ROWS).store(folder)


def ident(number: int) -> str:
    """A UUID of version 4."""
    return f"00000000-0000-4000-8000-{number:012d}"


def project(number: int) -> str:
    return f"{PLAN}/project/{number:03d}"


def operation(number: int, kind: str, *, author: str = "1班", **fields: Any) -> dict[str, Any]:
    """The n-th operation, made in minute n."""
    time = f"2026-11-25T05:{number % 60:02d}:00Z"
    own = {
        "id": ident(number),
        "kind": kind,
        "author": author,
        "time": time,
        "workshop": "庁内会議",
    }
    return own | fields


def node(number: int, label: str = "商店会", **fields: Any) -> dict[str, Any]:
    return operation(number, "add-node", type="partner", label=label, **fields)


def node_of(number: int) -> str:
    return f"{PLAN}/proposals/{ident(number)}/node"


def link(number: int, one: str, other: str, **fields: Any) -> dict[str, Any]:
    return operation(number, "add-link") | {"from": one, "to": other} | fields


def joint(*operations: Any, author: str = "1班") -> bytes:
    """A patch of several plans: every operation has its own `plan`."""
    said = {"enishi": "patch", "version": 2, "author": author, "operations": list(operations)}
    return json.dumps(said).encode()


def patch(*operations: Any, author: str = "1班", plan: str = PLAN, version: Any = 1) -> bytes:
    said = {
        "enishi": "patch", "version": version, "plan": plan, "author": author,
        "operations": list(operations),
    }  # fmt: skip
    return json.dumps(said).encode()


#: The bundled plan.
IRUMA = "https://w3id.org/enishi/id/112259/2016"


def dropped(opened: Opened, *operations: dict[str, Any], plan: str = IRUMA) -> None:
    """Give the open map a patch with these operations, and wait until it says what it took."""
    file = {
        "name": "a.json",
        "mimeType": "application/json",
        "buffer": patch(*operations, plan=plan),
    }
    opened.js("document.getElementById('desk-said').textContent = ''")
    opened.page.set_input_files("#desk-files", [file])  # type: ignore[list-item]
    opened.until("document.getElementById('desk-said').textContent !== ''")
