"""What `enishi inspect` says of a document: what each part is taken for, and a profile to correct."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ..language import Lang, Text


@dataclass(frozen=True, slots=True)
class Guess:
    """One part of a document and what it is taken for.

    `place` is where it stands (`シート2!C3`), `name` what the document calls it, `role` what it is
    taken for ("" for nothing), `confidence` 0-1, `samples` what stands there.
    """

    place: str
    name: str
    role: str
    confidence: float
    reason: Text
    samples: tuple[str, ...] = ()

    def to_json(self, lang: Lang) -> dict[str, Any]:
        """The shape of `inspect --format json`."""
        return {
            "place": self.place,
            "name": self.name,
            "role": self.role,
            "confidence": round(self.confidence, 2),
            "reason": self.reason.in_lang(lang),
            "samples": list(self.samples),
        }


@dataclass(frozen=True, slots=True)
class Inspection:
    """The guesses about a document, part by part, and the profile (TOML) that says the same."""

    kind: str
    guesses: tuple[Guess, ...]
    profile: str


def toml_string(text: str) -> str:
    """`text` as a TOML string on one line.

    >>> toml_string('所管\\n"課"')
    '"所管\\\\n\\\\"課\\\\""'
    """
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    escaped = escaped.replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")
    plain = "".join(
        char if char >= " " and char != "\x7f" else f"\\u{ord(char):04X}" for char in escaped
    )
    return f'"{plain}"'


def toml_strings(texts: Iterable[str]) -> str:
    """A TOML array of strings on one line."""
    return "[" + ", ".join(map(toml_string, texts)) + "]"
