"""The bar on the terminal: late, on standard error, and gone at the end."""

import io
import time
from contextlib import redirect_stderr

import pytest

from enishi.commands import working
from enishi.language import Text
from enishi.progress import listening, step


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    found = Terminal()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(working, "SHOWN_AFTER", 0.05)
    return found


def test_long_work_says_what_it_is_doing(terminal: Terminal) -> None:
    with redirect_stderr(terminal), working.working():
        step(Text("読む", "reading [plan].txt"))
        time.sleep(0.5)
    assert "reading [plan].txt" in terminal.getvalue()
    assert terminal.getvalue().endswith("\x1b[2K"), "the bar wipes itself out"


def test_quiet_and_short_work_show_nothing(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    with redirect_stderr(terminal), working.working(quiet=True):
        time.sleep(0.2)
    monkeypatch.setattr(working, "SHOWN_AFTER", 60.0)
    with redirect_stderr(terminal), working.working():
        step(Text("読む", "reading"))
    assert terminal.getvalue() == ""


def test_no_terminal_no_bar(capsys: pytest.CaptureFixture[str]) -> None:
    with working.working():
        step(Text("読む", "reading"))
    assert capsys.readouterr() == ("", "")


def test_steps_reach_the_listener_and_nobody_afterwards() -> None:
    heard: list[str] = []
    with listening(lambda doing: heard.append(doing.en)):
        step(Text("一", "one"))
    step(Text("二", "two"))
    assert heard == ["one"]
