"""What a text is about: audiences, themes, places, products, events and schemes."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from ..agents.nouns import runs
from ..words.lexicon import alternation, concept_pattern, concept_words, load, narrow


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic's place in a text, its name (or concept id) and confidence."""

    kind: Literal["audience", "theme", "place", "product", "event", "scheme"]
    start: int
    end: int
    name: str
    confidence: float


def concepts(text: str, kind: Literal["audience", "theme"]) -> Iterator[Topic]:
    """The concepts whose words stand in `text`, each at its first word."""
    lexicon = "audiences" if kind == "audience" else "themes"
    seen: set[str] = set()
    for match in concept_pattern(lexicon).finditer(text):
        for concept in concept_words(lexicon)[match[0]]:
            if concept not in seen:
                seen.add(concept)
                yield Topic(kind, match.start(), match.end(), concept, 0.8)


@cache
def _place_pattern() -> re.Pattern[str]:
    return re.compile(alternation(load("places")["heads"]))


@cache
def _stop(section: str | None = None) -> tuple[str, ...]:
    words = load("places")[section]["not_names"] if section else load("places")["not_names"]
    return tuple(narrow(word) for word in words)


@cache
def _bare_places() -> frozenset[str]:
    return frozenset(load("places")["bare"])


def places(text: str, government: str | None) -> Iterator[Topic]:
    """Places: a name and a head (金子駅), or a head that needs none (公民館)."""
    bare = _bare_places()
    for run in runs(text):
        for match in _place_pattern().finditer(run.words):
            name, rest = run.words[: match.end()], run.words[match.end() :]
            if not _ends_word(name, rest):
                continue
            stem = name[: match.start()]
            if stem.endswith(tuple(load("places")["moving"])):
                continue
            own = government is not None and stem == government
            if name in bare or (len(stem) >= 2 and stem not in _stop()) or own:
                yield Topic("place", run.start, run.start + match.end(), name, 0.75)
                break


def _ends_word(word: str, rest: str) -> bool:
    """Whether a word can end before `rest`: nothing follows, or another script, or 周辺 …"""
    if not rest:
        return True
    if rest.startswith(("周辺", "前", "付近", "等", "利用", "跡地", "内")):
        return True
    return _script(word[-1]) != _script(rest[0])


def _script(char: str) -> str:
    if "ァ" <= char <= "ヺ" or char == "ー":
        return "katakana"
    if "ぁ" <= char <= "ん":
        return "hiragana"
    return "latin" if char.isascii() else "kanji"


@cache
def _product() -> re.Pattern[str]:
    heads = alternation(load("places")["products"]["heads"])
    return re.compile(rf"(?<![一-龥])[一-龥]{{2,3}}?(?:{heads})")


@cache
def _product_head() -> re.Pattern[str]:
    return re.compile(f"(?:{alternation(load('places')['products']['heads'])})$")


@dataclass(frozen=True)
class Products:
    """Local products of one document: found by their spelling and by how often it recurs."""

    names: frozenset[str]

    @classmethod
    def of(cls, text: str) -> "Products":
        """A place's name before a product's head, twice or more in the document.

        The name is taken for a place's when a municipality or a station bears it, or when the
        product recurs three times.
        """
        counted: Counter[str] = Counter(match[0] for match in _product().finditer(text))
        found = set()
        for name, count in counted.items():
            if count < 2:
                continue
            head = _product_head().search(name)
            stem = name[: head.start()] if head else name
            if stem.endswith(_stop("products")) or stem.startswith(_stop("products")):
                continue
            if count >= 3 or re.search(rf"{re.escape(stem)}(?:市|町|村|区|県|駅)", text):
                found.add(name)
        return cls(frozenset(found))

    def topics(self, text: str) -> Iterator[Topic]:
        """Where the products stand in `text`, each once."""
        for name in sorted(self.names):
            if (at := text.find(name)) >= 0:
                yield Topic("product", at, at + len(name), name, 0.85)


@cache
def _event_pattern() -> re.Pattern[str]:
    return re.compile(alternation(load("places")["events"]["heads"]))


@cache
def _named_event() -> re.Pattern[str]:
    # まつり and 祭り are kana, which no run of name characters holds. A run is bounded: a cell of a
    # million letters would otherwise be searched to its end from each of them.
    return re.compile(
        rf"(?P<stem>(?:(?<![ぁ-ん一-龥ァ-ヴー])[ぁ-ん]{{2,5}})?[一-龥々ァ-ヴーA-Za-z0-9][一-龥々ァ-ヴーA-Za-z0-9\- ]{{0,60}})(?P<head>{_event_pattern().pattern})"
    )


def events(text: str) -> Iterator[Topic]:
    """Named events: T1グランプリ, 入間市農業まつり."""
    for match in _named_event().finditer(text):
        rest = text[match.end() : match.end() + 2]
        stem = match["stem"].strip()
        whole = not rest or _script(match[0][-1]) != _script(rest[0]) or _ends_name(rest)
        if len(stem) >= 2 and whole and not stem.endswith(("及び", "各種", "等")):
            yield Topic("event", match.start(), match.end(), match[0].strip(), 0.75)


#: What follows a name in kana (万燈まつりを) or before 等: a particle, or "and others".
_BEHIND_A_NAME = re.compile("等|など|ほか|[をはがにでとのもや]")


def _ends_name(rest: str) -> bool:
    return _BEHIND_A_NAME.match(rest) is not None


@cache
def _scheme_pattern() -> re.Pattern[str]:
    return re.compile(alternation(load("places")["schemes"]["heads"]))


@cache
def _named_scheme() -> re.Pattern[str]:
    # Atomic, the longest word first: 障がい者 has one reading only, or a text of many would have as
    # many readings as there are ways to part them.
    kana = alternation(load("organisations")["kana"])
    return re.compile(
        rf"(?P<stem>(?>{kana}|[一-龥々ァ-ヴーA-Za-z0-9・]){{1,60}}?)(?P<head>{_scheme_pattern().pattern})"
    )


def schemes(text: str) -> Iterator[Topic]:
    """Named schemes, systems and plans: 空き家バンク制度要綱, 公共交通網形成計画."""
    if not _scheme_pattern().search(text):
        return  # most texts name none, and looking for names costs far more
    for match in _named_scheme().finditer(text):
        rest = text[match.end() :]
        ends = (
            not rest
            or rest.startswith(("制定", "策定", "作成", "事業", "活用", "実施"))
            or _script(rest[0]) == "hiragana"
            or not rest[0].isalnum()
        )
        stem = match["stem"].lstrip("・")
        if ends and len(stem) >= 3 and not stem.startswith(_stop("schemes")):
            start = match.end() - len(match["head"]) - len(stem)
            yield Topic("scheme", start, match.end(), text[start : match.end()], 0.7)
