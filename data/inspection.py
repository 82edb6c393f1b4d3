"""What `enishi inspect` says of a document: what each part is taken for, and a profile to correct."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from ..language import Lang, Text, current_lang

#: What the roles of columns and labels, and what became of lines, are called in Japanese.
_CALLED: Final = {
    "name": "事業名", "level": "施策などの段", "number": "番号", "description": "内容",
    "detail": "その他の文", "department": "部", "section": "課", "subunit": "係", "related": "関係課",
    "partner": "連携先など", "amount": "支払額", "government": "団体名", "code": "団体コード",
    "status": "新規・継続", "mark": "印", "sdgs": "SDGs", "reading": "よみがな",
    "ignored": "計画に使わない", "goal": "目標", "measure": "施策", "project": "事業", "form": "様式",
    "modelled": "読み取り", "structural": "見出しなど", "unresolved": "未解決",
}  # fmt: skip


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

    @property
    def called(self) -> str:
        """The role in the reader's language, with its key in Japanese: 課（section）."""
        name = _CALLED.get(self.role.partition(":")[0])
        return f"{name}（{self.role}）" if name and current_lang() == "ja" else self.role

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
