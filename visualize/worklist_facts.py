"""The evidence of a suggestion as people read it: what both have, then a quote of each side."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from ..graph.evidence import MEANING
from ..graph.evidence_spans import Span
from ..graph.suggest import Suggestion
from ..language import Lang
from .excerpt import excerpt, short
from .punctuation import quoted
from .worklist_words import EVIDENCE, WORDS

_LINE: Final = "line "
#: More links than these are printed with their places only; the screen and the workbook have their sentences.
MANY_LINKS: Final = 200


@dataclass(frozen=True, slots=True)
class Quote:
    """Where it stands and what it says, shortened."""

    where: str
    words: str


@dataclass(frozen=True, slots=True)
class Fact:
    """Evidence with the same quotes: its kinds with their labels, a quote of each side."""

    said: str
    quotes: tuple[Quote, ...]

    @property
    def line(self) -> str:
        """All of it on one line."""
        return f"{self.said}: {' / '.join(f'{each.where} {each.words}' for each in self.quotes)}"


def facts(
    suggestion: Suggestion, lang: Lang, *, most: int | None = None, label: float, quote: float
) -> tuple[Fact, ...]:
    """The strongest evidence first; what the same sentences say is put together.

    `most` is how many facts; `label` and `quote` are the em for each.
    """
    groups: dict[tuple[Quote, ...], dict[str, list[str]]] = {}
    for each in suggestion.evidence:
        said = quotes(each.spans[: len(suggestion.projects)], lang, quote)
        if said not in groups and most is not None and len(groups) == most:
            continue
        kinds = groups.setdefault(said, defaultdict(list))
        kind = EVIDENCE[each.name or each.kind].in_lang(lang)
        said_of = short(each.label.in_lang(lang), label)
        if each.name != MEANING.name:
            kinds[kind].append(quoted(said_of, lang))
        elif said_of.startswith(("「", "“")):  # words of the one and of the other, with their marks
            kinds[kind].append(said_of)
        else:  # near as a whole, by no word that could be named
            kinds[""].append(said_of)
    return tuple(Fact(_said(kinds, lang), said) for said, kinds in groups.items())


def _said(kinds: dict[str, list[str]], lang: Lang) -> str:
    inside, between, after = ("", "、", "") if lang == "ja" else (", ", "; ", " ")
    told = (f"{kind}{after if kind else ''}{inside.join(labels)}" for kind, labels in kinds.items())
    return between.join(told)


def quotes(spans: Sequence[Span], lang: Lang, most: float) -> tuple[Quote, ...]:
    """Places and their words, cut to `most` em around what they are quoted for."""
    return tuple(Quote(place(span, lang), excerpt(span, most)) for span in spans)


def behind(
    spans: Sequence[Span], lang: Lang, most: float, *, shown: int = 12
) -> tuple[tuple[Quote, ...], str]:
    """The rows or sentences behind a link: the first are quoted, of the others their places."""
    rest = WORDS["places_left"].in_lang(lang).format(places=places(spans[shown:], lang))
    return quotes(spans[:shown], lang, most), rest if spans[shown:] else ""


def place(span: Span, lang: Lang) -> str:
    """Where it stands: the locator of the graph; a line in the reader's language."""
    if lang == "en" and span.line is not None and span.locator == f"{span.line}行":
        return f"{_LINE}{span.line}"
    return span.locator


def places(spans: Iterable[Span], lang: Lang) -> str:
    """Places, each once, in order: 21行・22行; lines 21, 22."""
    unique = list(dict.fromkeys(place(span, lang) for span in spans))
    if lang == "ja":
        return "・".join(unique)
    if len(unique) > 1 and all(each.startswith(_LINE) for each in unique):
        return f"lines {', '.join(each.removeprefix(_LINE) for each in unique)}"
    return ", ".join(unique)
