"""One writer at a time, and the second is told who the first is."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox
import pytest

from enishi.errors import LockError
from enishi.graph.lock import WriterLock
from enishi.graph.store import open_kb

G = "https://w3id.org/enishi/id/local/a"
QUADS = [ox.Quad(ox.NamedNode(G), ox.NamedNode("http://x/p"), ox.Literal("x"))]
HOLD = """
import sys
from enishi.graph.store import open_kb
with open_kb(sys.argv[1]).writing():
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def writer(location: Path) -> Iterator["subprocess.Popen[str]"]:
    """Another process that holds the lock until it is let go."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(location), "--like", "build"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process


@pytest.mark.parametrize("name", ["kb.trig", "kb"])
def test_a_second_writer_is_told_who_holds_the_lock(tmp_path: Path, name: str) -> None:
    kb = open_kb(tmp_path / name)
    with writer(tmp_path / name) as process:
        with pytest.raises(LockError) as caught:
            kb.replace({G: QUADS})
        said = str(caught.value)
        assert f"PID {process.pid} on {socket.gethostname()}, since 20" in said
        assert "--like build" in said
        assert "Wait for it to finish" in said
        assert caught.value.exit_code == 3
        process.communicate("")
    kb.replace({G: QUADS})
    assert kb.graphs() == [G]


def test_a_killed_writer_leaves_the_lock_free(tmp_path: Path) -> None:
    with writer(tmp_path / "kb.trig") as process:
        process.kill()
        process.wait()
    assert (tmp_path / "kb.trig.lock.json").exists()
    open_kb(tmp_path / "kb.trig").replace({G: QUADS})
    assert not (tmp_path / "kb.trig.lock.json").exists()


def test_readers_of_a_file_do_not_wait_for_its_writer(tmp_path: Path) -> None:
    open_kb(tmp_path / "kb.trig").replace({G: QUADS})
    with writer(tmp_path / "kb.trig") as process:
        assert open_kb(tmp_path / "kb.trig").graphs() == [G]
        process.communicate("")


def test_the_lock_can_be_taken_again_by_its_holder(tmp_path: Path) -> None:
    kb = open_kb(tmp_path / "kb.trig")
    with kb.writing():
        kb.replace({G: QUADS})
        with pytest.raises(LockError, match=f"PID {os.getpid()} "):
            open_kb(tmp_path / "kb.trig").replace({G: QUADS})
        kb.replace({G: []})
    assert not (tmp_path / "kb.trig.lock.json").exists()


def test_a_lock_note_nobody_can_read_does_not_hide_the_lock(tmp_path: Path) -> None:
    lock = WriterLock(tmp_path / "kb.trig")
    with lock.held():
        (tmp_path / "kb.trig.lock.json").write_text('{"pid": "x"}', encoding="utf-8")
        with pytest.raises(LockError, match="left no name"):
            open_kb(tmp_path / "kb.trig").replace({G: QUADS})


def test_a_lock_note_cannot_write_to_the_terminal(tmp_path: Path) -> None:
    lock = WriterLock(tmp_path / "kb.trig")
    (tmp_path / "kb.trig.lock.json").write_text(
        '{"pid": 1, "host": "h", "since": "s", "command": "\\u001b[2J\\nrm"}', encoding="utf-8"
    )
    holder = lock.holder()
    assert holder is not None
    assert holder.command == " [2J rm"
