"""Running a person's query in a child process that may die instead of us."""

import contextlib
import json
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

import psutil

from ..errors import EnishiError, InputError, LimitError, StoreError
from ..language import Text
from ..ontology import terms
from . import sandbox_child
from .binding import Term, bind_values
from .guard import QueryForm, check_query
from .results import QueryResult
from .store import KnowledgeBase

#: How often the watchdog looks, in seconds.
_POLL: Final = 0.03
_CHUNK: Final = 1 << 16
_SAID_BYTES: Final = 1 << 16
_PLACE: Final = re.compile(r"error at (\d+:\d+)")


@dataclass(frozen=True)
class Limits:
    """What one query may use: seconds from its start, MiB of resident memory, bytes of answer."""

    seconds: float
    memory_mb: int
    answer_bytes: int


def run_query(
    kb: KnowledgeBase,
    text: str,
    *,
    timeout: float = 30.0,
    memory_mb: int = 1024,
    max_bytes: int = 64 << 20,
    include: Sequence[str] = (),
    bindings: Mapping[str, Term] | None = None,
    limits: bool = True,
) -> QueryResult:
    """The answer to an untrusted SPARQL query over `kb`.

    The query runs over `kb.default_graphs(include)` and the unnamed graph, or over what its own
    FROM clauses say; `terms.PREFIXES` are declared. Time includes starting the process and
    loading the data; memory includes the data. `limits=False` lifts every number, but SERVICE,
    updates and foreign graphs stay refused and the query still runs in a process of its own.

    Rows without ORDER BY, and triples, come sorted: the same answer is the same bytes.

    Raises:
        InputError: the query is refused or wrong.
        LimitError: a limit was reached, or the process died.
    """
    form = check_query(text, kb.graphs(), limits=limits)
    capped = Limits(timeout, memory_mb, max_bytes) if limits else None
    with kb.snapshot() as path:
        request = {
            "path": str(path.resolve()),
            "extension": None if path.is_dir() else path.suffix.lower().removeprefix("."),
            "unnamed_graph": kb.unnamed_graph,
            "query": bind_values(text, bindings or {}),
            "prefixes": terms.PREFIXES,
            "seconds": capped and capped.seconds,
            "memory_bytes": capped and capped.memory_mb << 20,
            **_dataset(kb, form, include),
        }
        with _started() as child:
            answer, status = child.answer(request, capped)
    if "error" in status:
        raise _fault(status)
    return QueryResult.from_child(status["kind"], answer, ordered=form.ordered)


def _dataset(kb: KnowledgeBase, form: QueryForm, include: Sequence[str]) -> dict[str, Any]:
    if form.default_graphs is None:
        return {"default_graphs": ["", *kb.default_graphs(include)], "named_graphs": None}
    return {"default_graphs": form.default_graphs, "named_graphs": form.named_graphs}


@contextlib.contextmanager
def _started() -> Iterator["_Child"]:
    """A running child; whatever happens, it is gone afterwards."""
    # By path and with -P: neither the current folder nor our package's start-up is involved.
    command = [sys.executable, "-P", "-X", "utf8", str(Path(sandbox_child.__file__).resolve())]
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError as error:
        raise StoreError(
            Text(
                "問い合わせ用のプロセスを始められませんでした（{e}）",
                "the process for the query could not be started ({e})",
            ).format(e=error),
            where="query",
        ) from error
    child = _Child(process)
    try:
        yield child
    finally:
        child.kill()


class _Child:
    """The child process, its two output pipes being read by threads."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._started = time.monotonic()
        self._answer = bytearray()
        self._said = bytearray()
        self._cap: int | None = None
        self._overflow = threading.Event()
        self._readers: list[threading.Thread] = []

    def answer(
        self, request: dict[str, Any], limits: Limits | None
    ) -> tuple[bytes, dict[str, str]]:
        """Send the request and wait: the bytes of the answer and how the child ended.

        Raises:
            LimitError: a limit was reached, or the child died without a last word.
        """
        self._cap = limits.answer_bytes if limits else None
        for target, pipe in (
            (self._read_answer, self._process.stdout),
            (self._read_said, self._process.stderr),
        ):
            reader = threading.Thread(target=target, args=(pipe,), daemon=True)
            reader.start()
            self._readers.append(reader)
        with contextlib.suppress(OSError):  # a child that died already is seen below
            stdin = _pipe(self._process.stdin)
            stdin.write(json.dumps(request).encode() + b"\n")
            stdin.flush()
        self._watch(limits)
        for reader in self._readers:
            reader.join()
        if self._overflow.is_set():
            raise _too_long(self._cap)
        return bytes(self._answer), _status(bytes(self._said), self._process.returncode)

    def kill(self) -> None:
        """End the child, and on Windows the interpreter that a venv's launcher started."""
        for process in _family(self._process.pid):
            with contextlib.suppress(psutil.Error):
                process.kill()
        self._process.wait()
        for reader in self._readers:
            reader.join()
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            with contextlib.suppress(OSError):
                _pipe(pipe).close()

    def _watch(self, limits: Limits | None) -> None:
        family: list[psutil.Process] = []
        while True:
            left = _POLL
            if limits:
                left = max(0.0, min(_POLL, self._started + limits.seconds - time.monotonic()))
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(left)
                return
            if self._overflow.is_set():
                raise _too_long(self._cap)
            if limits is None:
                continue
            if time.monotonic() >= self._started + limits.seconds:
                raise _too_slow(limits.seconds)
            # The launcher's child appears a moment after the launcher.
            family = family if len(family) > 1 else _family(self._process.pid)
            if _resident_bytes(family) > limits.memory_mb << 20:
                raise _too_big(limits.memory_mb)

    def _read_answer(self, pipe: IO[bytes]) -> None:
        for chunk in _chunks(pipe):
            if self._cap is not None and len(self._answer) + len(chunk) > self._cap:
                self._overflow.set()
                return
            self._answer += chunk

    def _read_said(self, pipe: IO[bytes]) -> None:
        for chunk in _chunks(pipe):
            self._said = (self._said + chunk)[-_SAID_BYTES:]


def _chunks(pipe: IO[bytes]) -> Iterator[bytes]:
    with contextlib.suppress(OSError, ValueError):
        while chunk := os.read(pipe.fileno(), _CHUNK):
            yield chunk


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:  # pragma: no cover - all three are pipes
        raise OSError("no pipe")
    return pipe


def _family(pid: int) -> list[psutil.Process]:
    """The child and its descendants; only Windows' launchers have any."""
    with contextlib.suppress(psutil.Error):
        first = psutil.Process(pid)
        return [first, *(first.children(recursive=True) if os.name == "nt" else ())]
    return []


def _resident_bytes(family: list[psutil.Process]) -> int:
    total = 0
    for process in family:
        with contextlib.suppress(psutil.Error):
            total += process.memory_info().rss
    return total


def _status(said: bytes, code: int | None) -> dict[str, str]:
    lines = said.strip().splitlines()
    with contextlib.suppress(ValueError, IndexError):
        status = json.loads(lines[-1])
        if (
            code == 0
            and isinstance(status, dict)
            and status.get("error") not in ("ended", "memory")
        ):
            return status
    raise LimitError(
        Text(
            "問い合わせを実行していたプロセスが途中で終わりました（終了コード {c}）",
            "the process that ran the query died (exit code {c})",
        ).format(c=code),
        where="query",
        hint=Text(
            "入れ子が深すぎるか、メモリーが足りません。問い合わせを簡単にしてください。",
            "It is nested too deeply or ran out of memory. Make the query simpler.",
        ),
    )


def _fault(status: dict[str, str]) -> EnishiError:
    said = status.get("message", "")
    if status["error"] == "load":
        return StoreError(
            Text("データを読めませんでした: {e}", "the data could not be read: {e}").format(e=said),
            where="query",
        )
    place = _PLACE.search(said)
    return InputError(
        Text("SPARQL として実行できません: {e}", "this SPARQL cannot be run: {e}").format(e=said),
        where=f"query:{place[1]}" if place else "query",
        hint=Text(
            "接頭辞の宣言と括弧の対応を確かめてください。",
            "Check the prefixes and that brackets match.",
        ),
    )


_NARROWER: Final = Text(
    "条件を絞るか LIMIT を付けてください。自分の知識ベースなら --timeout や --no-limits で"
    "上限を変えられます。",
    "Narrow the pattern or add a LIMIT. For your own knowledge base --timeout and --no-limits "
    "change the limits.",
)


def _too_slow(seconds: float) -> LimitError:
    return LimitError(
        Text(
            "問い合わせが制限時間（{n:g} 秒）を超えたので止めました",
            "the query was stopped at its time limit ({n:g} s)",
        ).format(n=seconds),
        where="query",
        hint=_NARROWER,
    )


def _too_big(memory_mb: int) -> LimitError:
    return LimitError(
        Text(
            "問い合わせがメモリーの上限（{n} MB）を超えたので止めました",
            "the query was stopped at its memory limit ({n} MB)",
        ).format(n=memory_mb),
        where="query",
        hint=_NARROWER,
    )


def _too_long(answer_bytes: int | None) -> LimitError:
    return LimitError(
        Text(
            "答えが上限（{n} MB）を超えたので止めました。途中までの答えは捨てました",
            "the answer was longer than its limit ({n} MB); nothing of it is shown",
        ).format(n=(answer_bytes or 0) >> 20),
        where="query",
        hint=_NARROWER,
    )
