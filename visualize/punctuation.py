"""Quotation marks, brackets and lists as each language writes them."""

from collections.abc import Iterable

from ..language import Lang


def quoted(text: str, lang: Lang) -> str:
    """「甲」; “A”."""
    return f"「{text}」" if lang == "ja" else f"“{text}”"


def bracketed(text: str, lang: Lang) -> str:
    """What follows in brackets: （甲）;  (A) with the blank before it; nothing for nothing."""
    if not text:
        return ""
    return f"（{text}）" if lang == "ja" else f" ({text})"


def listed(texts: Iterable[str], lang: Lang) -> str:
    """甲、乙; A, B."""
    return ("、" if lang == "ja" else ", ").join(texts)


def labelled(label: str, text: str, lang: Lang) -> str:
    """A label with its text: 連携先「甲」; Partner “A”."""
    return f"{label}{quoted(text, lang)}" if lang == "ja" else f"{label} {quoted(text, lang)}"


def led(section: str, name: str, lang: Lang) -> str:
    """A project with the section that leads it: 甲課「乙」; “B” (A)."""
    return f"{section}{quoted(name, lang)}" if lang == "ja" else f"{quoted(name, lang)} ({section})"
