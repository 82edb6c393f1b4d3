"""PDF with text, read in a process of its own: a hostile file costs that process, not us."""

import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Final

import psutil

from ...errors import InputError
from ...language import Text
from ..document import Document, Kind
from ..records import Notice
from ..source import Region, joined_regions
from .flow import Box, FlowWriter, need

MAX_BYTES: Final = 200 << 20
MAX_PAGES: Final = 1_000
#: What the child may hold. A page with a map of 20,000 lines takes 250 MB, running text 80 MB.
_MEMORY: Final = 600 << 20
#: Seconds of the processor: a busy machine is no reason to refuse a document.
_SECONDS: Final = 60.0
_SECONDS_A_MEGABYTE: Final = 60.0
_SECONDS_A_PAGE: Final = 2.0
_MOST_SECONDS: Final = 900.0
#: For one page, and for what is done with all of them in the end.
_SECONDS_WITHOUT_A_PAGE: Final = 25.0
_MERGE: Final = 0.1
#: A child that waits for ever uses no processor.
_WALL: Final = 8.0
_KINDS: Final[dict[str, Kind]] = {"running": "running", "note": "note"}
_ANSWER: Final = 128 << 20
_POLL: Final = 0.05


def load(path: Path) -> Document:
    """The PDF at `path`.

    Raises InputError for a scanned, locked, broken or oversized PDF, one that takes too long or
    too much memory, and without pdfplumber.
    """
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise _refused(path, Text(f"{size:,}バイトあります", f"it has {size:,} bytes"), _SPLIT)
    data = path.read_bytes()
    found = _read(path, _seconds(size))
    if "error" in found:
        raise _error(path, found)
    writer = FlowWriter(str(path))
    for part in found["parts"]:
        if "grid" in part:
            cells = (
                Box(c[0], c[1], str(c[4]), str(c[5]), c[2], c[3], _regions(c[6]))
                for c in part["cells"]
            )
            writer.grid(str(part["grid"]), cells)
        else:
            writer.paragraph(
                str(part["text"]), str(part["at"]), level=part.get("level"),
                kind=_KINDS.get(str(part.get("kind")), "text"), regions=_regions(part["boxes"]),
            )  # fmt: skip
    for page, text in found["struck"]:
        writer.struck_out(str(text), f"{page}頁")
    if found["pictures"]:
        writer.notices.append(
            Notice(
                1,
                Text(
                    f"文字のない画像だけの頁が{found['pictures']}頁あり、読んでいません",
                    f"{found['pictures']} pages are pictures without text and were not read",
                ),
                path.name,
            )
        )
    return writer.document(
        name=path.name, sha256=hashlib.sha256(data).hexdigest(), media_type="application/pdf"
    )


def _regions(boxes: list[list[float]]) -> tuple[Region, ...]:
    return joined_regions(Region(int(page), *box) for page, *box in boxes)


def _seconds(size: int) -> float:
    return min(_MOST_SECONDS, _SECONDS + _SECONDS_A_MEGABYTE * size / (1 << 20))


def _read(path: Path, seconds: float) -> dict[str, Any]:
    """What the child says, or why it was stopped."""
    command = [sys.executable, "-X", "utf8", "-m", "enishi.data.formats.pdf_child",
               str(path.resolve()), str(MAX_PAGES)]  # fmt: skip
    with tempfile.TemporaryFile() as answer, tempfile.TemporaryFile() as done:
        child = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=answer,
            stderr=done,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        try:
            stopped = _watch(child, done.fileno(), seconds)
        finally:
            child.kill()
            child.wait()
        if stopped:
            return {"error": stopped, "detail": ""}
        answer.seek(0)
        try:
            found = json.loads(answer.read(_ANSWER))
        except ValueError:
            return {"error": "died", "detail": str(child.returncode)}
    return found if isinstance(found, dict) else {"error": "died", "detail": ""}


def _watch(child: subprocess.Popen[bytes], done: int, seconds: float) -> str:
    """Wait for the child, which writes a byte to the file `done` for each page; why it must be
    stopped, or "".
    """
    started, pages, last = time.monotonic(), 0, 0.0
    try:
        process = psutil.Process(child.pid)
        while child.poll() is None:
            used = sum(process.cpu_times()[:2])
            if (read := os.fstat(done).st_size) > pages:
                pages, last = read, used
            allowed = min(_MOST_SECONDS, seconds + _SECONDS_A_PAGE * pages)
            if used > allowed or used - last > _SECONDS_WITHOUT_A_PAGE + _MERGE * pages:
                return "time"
            if time.monotonic() - started > _WALL * allowed:
                return "time"
            if process.memory_info().rss > _MEMORY:
                return "memory"
            time.sleep(_POLL)
    except psutil.NoSuchProcess:
        child.wait()
    return ""


_SPLIT: Final = Text(
    "章ごとに分けたPDFにし、--plan を変えて一つずつ読んでください",
    "split it by chapter and build each part under its own --plan",
)
_OCR: Final = Text(
    "文字認識（OCR）をかけて保存し直すか、元のWord・Excelを指定してください",
    "run text recognition (OCR) on it, or name the Word or Excel file it was made from",
)
_AGAIN: Final = Text(
    "PDFを作り直すか、元のWord・Excelを指定してください",
    "make the PDF again, or name the Word or Excel file it was made from",
)


def _error(path: Path, found: dict[str, Any]) -> InputError:
    kind, detail = str(found["error"]), str(found.get("detail", ""))
    if kind == "library":
        return need("pdfplumber", Text("PDFの読み取り", "reading PDF"))
    page = found.get("page")
    at = Text(f"{page}頁で", f" on page {page}") if page else Text("", "")
    said = {
        "pages": (Text(f"{detail}頁あります（上限{MAX_PAGES}頁）", f"it has {detail} pages (the limit is {MAX_PAGES})"), _SPLIT),
        "scanned": (Text(f"{detail}頁すべてが画像で、文字がありません", f"all {detail} pages are pictures; there is no text"), _OCR),
        "empty": (Text("PDFに文字がありません", "there is no text in the PDF"), _OCR),
        "locked": (Text("パスワードで保護されています", "it is protected by a password"),
                   Text("パスワードを外して保存し直してください", "save it again without the password")),
        "time": (Text("読み取りに時間がかかりすぎるため止めました", "reading took too long and was stopped"), _SPLIT),
        "memory": (Text(f"{at.ja}メモリーを使いすぎるため止めました", f"reading took too much memory{at.en} and was stopped"), _SPLIT),
        "deep": (Text(f"{at.ja}入れ子が深すぎます", f"nested too deeply{at.en}"), _AGAIN),
    }  # fmt: skip
    broken = Text(f"{at.ja}PDFが壊れています（{detail}）", f"the PDF is broken{at.en} ({detail})")
    message, hint = said.get(kind, (broken, _AGAIN))
    return _refused(path, message, hint)


def _refused(path: Path, message: Text, hint: Text) -> InputError:
    return InputError(message, where=str(path), hint=hint)
