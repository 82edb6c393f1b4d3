"""The characters of a PDF as text: lines, cells with their broken lines joined."""

import re
from collections.abc import Sequence
from statistics import median
from typing import Any

from .pdf_vertical import vertical_text

#: A short form with its number before its word in brackets: D2 (Deliverable) ….
_CODED = re.compile(r"\s*[A-Z]{1,3} ?[0-9]{1,3}\.? *\([A-Za-z]")


def cell_text(chars: list[Any], right: float) -> str:
    """The text of a cell that ends at `right`: lines broken for want of room are joined.

    A line is broken by its writer where another character would have fitted in. Letters set one
    below the other are a vertical label.
    """
    lines = lines_of(chars)
    if not lines:
        return ""
    blanks = [char for char in chars if not char["text"].strip()]
    if len(lines) > 1 and (upright := vertical_text(lines, blanks)):
        return upright
    size = median(char["size"] for char in chars)
    margin = max(line[-1]["x1"] for line in lines)
    # Padding inside the cell: what the fullest line leaves free, if that is little.
    room = margin if right - margin < 2.2 * size else right - 0.8 * size
    text = ""
    for at, line in enumerate(lines):
        said = line_text(line)
        if at:
            full = lines[at - 1][-1]["x1"] > room - max(1.3 * size, _first_word(line, size))
            text = joined(text, said) if full and not opens(said) else f"{text}\n{said}"
        else:
            text = said
    return text.strip()


def _first_word(line: Sequence[Any], size: float) -> float:
    """The width of the Latin word that begins a line, with the space before it; else 0."""
    end = 0
    for char in line:
        if not (char["text"].isascii() and char["text"].strip()):
            break
        end += 1
    return float(line[end - 1]["x1"] - line[0]["x0"] + 0.3 * size) if end else 0.0


def joined(left: str, right: str) -> str:
    """Two pieces of a broken line; a space between Latin words only."""
    ends = re.search(r"[A-Za-z0-9][,;:.)]{0,2}$", left.rstrip())
    latin = ends is not None and re.match(r"[A-Za-z]", right.lstrip()) is not None
    return f"{left.rstrip()} {right.lstrip()}" if latin else left.rstrip() + right.lstrip()


def opens(text: str) -> bool:
    """Whether a line begins a list item or a heading."""
    first = text.lstrip()[:1]
    if _CODED.match(text):
        return True
    # Fonts of symbols draw the marks of lists by characters of their own.
    return "\ue000" <= first <= "\uf8ff" or first in set("・•●○◆◇■□▼▽◎★☆※①②③④⑤⑥⑦⑧⑨⑩【〔《")


def lines_of(chars: Sequence[Any]) -> list[list[Any]]:
    """Characters on one height, from left to right; lines from the top."""
    lines: list[list[Any]] = []
    middles: list[float] = []
    for char in sorted(chars, key=lambda c: ((c["top"] + c["bottom"]) / 2, c["x0"])):
        middle = (char["top"] + char["bottom"]) / 2
        if lines and abs(middle - middles[-1]) < 0.45 * max(1.0, char["size"]):
            lines[-1].append(char)
        else:
            lines.append([char])
            middles.append(middle)
    lines = [sorted(line, key=lambda char: float(char["x0"])) for line in lines]
    return [line for line in lines if any(char["text"].strip() for char in line)]


def line_text(line: Sequence[Any]) -> str:
    """The text of characters on one height, with spaces where some are free."""
    text, last = "", None
    for char in line:
        if last is not None and char["x0"] - last["x1"] > 0.22 * char["size"]:
            near = (text[-1:] + char["text"]).isascii()
            if (near or char["x0"] - last["x1"] > 0.9 * char["size"]) and not text.endswith(
                (" ", "\u3000")
            ):
                text += " "
        text += char["text"]
        last = char
    return text.strip()
