"""Opens a written page in a real browser, from a file, with the network off.

`ENISHI_CHROMIUM` names the browser to use; on CI a missing browser is a failure, elsewhere the
tests are skipped with a hint. A test module imports `browser`, which is a fixture.
"""

import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SMALL = {"width": 1366, "height": 768}
LARGE = {"width": 1920, "height": 1080}
PHONE = {"width": 390, "height": 844}


@dataclass
class Opened:
    """A page and everything it should not have done."""

    page: Page
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    def js(self, code: str, *values: object) -> Any:
        """The value of an expression or function in the page."""
        return self.page.evaluate(code, *values)

    def until(self, expression: str, seconds: float = 5) -> None:
        """Wait for an expression to hold.

        Playwright's own waiting evaluates strings in the page, which its policy forbids.
        """
        end = time.monotonic() + seconds
        while not self.js(expression):
            assert time.monotonic() < end, expression
            self.page.wait_for_timeout(20)

    def click_node(self, iri: str) -> None:
        """Click where the node is drawn, as a reader does."""
        spot = self.js(
            """iri => { const at = enishi.network.canvasToDOM(enishi.network.getPosition(iri));
            const frame = document.getElementById("map").getBoundingClientRect();
            return [at.x + frame.left, at.y + frame.top]; }""",
            iri,
        )
        self.page.mouse.click(*spot)
        self.until("document.querySelector('aside h2') !== null")

    def iri(self, name: str) -> str:
        """The node with this name."""
        found: str = self.js("n => enishi.nodes.get().find(node => node.name === n).iri", name)
        return found

    def count(self) -> str:
        """What the page says is shown."""
        return self.page.inner_text("[data-count]")

    def clean(self) -> None:
        """Nothing was fetched, nothing failed, nothing popped up."""
        assert [
            url for url in self.requests if not url.startswith(("file:", "data:", "blob:"))
        ] == []
        assert self.errors == []
        assert self.dialogs == []


def executable() -> str | None:
    """The browser's program, or None."""
    named = os.environ.get("ENISHI_CHROMIUM")
    names = [named] if named else ["chromium", "chromium-browser", "google-chrome"]
    return next((path for name in names if (path := shutil.which(name))), None)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = executable()
    if program is None:
        hint = "no browser: install Chromium (Debian: apt install chromium) or set ENISHI_CHROMIUM"
        if os.environ.get("CI") == "true":
            pytest.fail(hint)
        pytest.skip(hint)
    with sync_playwright() as tool:
        started = tool.chromium.launch(executable_path=program, args=FLAGS)
        yield started
        started.close()


def open_page(
    browser: Browser, path: Path, size: dict[str, int], after: str = ""
) -> Iterator[Opened]:
    context = browser.new_context(offline=True, viewport=size)  # type: ignore[arg-type]
    page = context.new_page()
    opened = Opened(page)

    def only_files(route: Any) -> None:
        if route.request.url.startswith("file:"):
            route.continue_()
        else:
            route.abort()

    page.route("**/*", only_files)
    page.on("request", lambda request: opened.requests.append(request.url))
    page.on("pageerror", lambda error: opened.errors.append(str(error)))
    page.on(
        "console",
        lambda said: opened.errors.append(said.text) if said.type in ("error", "warning") else None,
    )

    def refuse(dialog: Any) -> None:
        opened.dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", refuse)
    page.goto(path.as_uri() + after)
    page.wait_for_selector("html[data-ready]")
    try:
        yield opened
    finally:
        context.close()
