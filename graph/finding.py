"""One result of validation, and the places of the source that show it."""

from dataclasses import dataclass
from typing import Any

from ..language import Lang, Text


@dataclass(frozen=True, slots=True)
class Place:
    """Where the source says what a finding is about."""

    source: str
    locator: str
    line: int | None
    quote: str

    def to_json(self) -> dict[str, Any]:
        """The span of DESIGN.md."""
        return {
            "source": self.source,
            "locator": self.locator,
            "line": self.line,
            "quote": self.quote,
        }


@dataclass(frozen=True, slots=True)
class Finding:
    """One result of validation: how serious, which shape, which node, what to do."""

    severity: str
    shape: str
    focus: str
    message: Text
    spans: tuple[Place, ...] = ()

    def to_json(self, lang: Lang = "ja") -> dict[str, Any]:
        """The shape of DESIGN.md."""
        return {
            "severity": self.severity,
            "shape": self.shape,
            "focus": self.focus,
            "message": self.message.in_lang(lang),
            "spans": [span.to_json() for span in self.spans],
        }
