"""Runs of characters that can be a name, and the words that list several of them."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from ..words.lexicon import alternation, load

_KANJI: Final = "一-龥々〇㐀-䶿ヶ"
_KATAKANA: Final = "ァ-ヴヽヾー"
_LATIN: Final = "A-Za-z0-9&"
#: Behind a name: 等, など, ほか, and a gloss in brackets or quotes.
OTHERS: Final = r"(?:等|など|ほか|他)?"
_GLOSS: Final = r"(?:[(（「『][^()（）「」『』]{1,30}[)）」』])?"
_SEPARATOR: Final = re.compile(r"(?:、|，|,|・|や|と|及び|および|並びに|ならびに|または|又は|とか)")


@dataclass(frozen=True, slots=True)
class Run:
    """`text[start:end]`, a maximal run of name characters (等 and 他 left out)."""

    start: int
    end: int
    words: str


@cache
def _pattern() -> re.Pattern[str]:
    kana = alternation(load("organisations")["kana"])
    inner = f"[{_KANJI}{_KATAKANA}{_LATIN}]"
    return re.compile(
        rf"(?:{kana}|{inner}|(?<=[{_KATAKANA}])・(?=[{_KATAKANA}])"
        rf"|(?<=[A-Za-z0-9])[-\s](?=[A-Za-z0-9{_KATAKANA}])|(?<=[A-Za-z])\.)+"
    )


#: 等 and 他 behind a name, and conjunctions written with one kanji, end a run.
_CUT: Final = re.compile(
    r"(?:等|他)(?=[のとをがにへではもや、。（）()「」\s]|$)|及(?=び)|並(?=び)|又(?=は)|各種"
)


@lru_cache(maxsize=256)
def runs(text: str) -> tuple[Run, ...]:
    """The name runs of `text`, in order; several readers ask for those of one text."""
    return tuple(_runs(text))


@lru_cache(maxsize=256)
def _starts(text: str) -> tuple[int, ...]:
    return tuple(run.start for run in runs(text))


def run_at(text: str, at: int) -> Run | None:
    """The name run of `text` that covers offset `at`."""
    number = bisect_right(_starts(text), at) - 1
    run = runs(text)[number] if number >= 0 else None
    return run if run and at < run.end else None


def runs_with(text: str, others: Iterable[Run]) -> list[Run]:
    """The name runs of `text` and `others`, in order; an other takes the place of those it meets."""
    found: list[Run] = []
    rest = sorted(others, key=lambda run: run.start)
    at = 0
    for run in runs(text):
        while at < len(rest) and rest[at].end <= run.start:
            at += 1
        if at == len(rest) or run.end <= rest[at].start:
            found.append(run)
    return sorted([*found, *rest], key=lambda run: run.start)


def _runs(text: str) -> Iterator[Run]:
    for match in _pattern().finditer(text):
        at = match.start()
        for cut in _CUT.finditer(text, match.start(), match.end() + 1):
            if cut.start() >= match.end():
                break
            if at < cut.start():
                yield Run(at, cut.start(), text[at : cut.start()])
            at = cut.end()
        if at < match.end():
            yield Run(at, match.end(), text[at : match.end()])


_BOUNDARY: Final = "、。，．「」『』（）()【】・:：;； 　\n\t"
_PARTICLE: Final = re.compile("^(?:の|と|や|は)")
_ADVERBS: Final = frozenset(
    [
        "また",
        "なお",
        "その",
        "この",
        "さらに",
        "あわせて",
        "および",
        "ならびに",
        "とくに",
        "まず",
        "そして",
        "それぞれ",
        "より",
        "から",
        "まで",
        "ため",
        "するため",
        "として",
        "による",
        "により",
        "ともに",
        "とともに",
        "などの",
        "のため",
        "しつつ",
        "なる",
        "する",
        "ある",
        "いう",
        "いる",
        "なった",
        "した",
        "もに",
        "いった",
        "なり",
    ]
)


def with_kana_before(text: str, run: Run) -> Run:
    """`run` with the kana word that opens its name: りそな before 銀行.

    Only for a run that is a bare head: kana before a fuller name are particles, but at the
    beginning of a sentence (`with_opening_kana`).
    """
    at = run.start
    while at > 0 and "ぁ" <= text[at - 1] <= "ん":
        at -= 1
    kana = text[at : run.start]
    if not (at == 0 or text[at - 1] in _BOUNDARY):
        # Behind a kanji the kana may be its ending (優しい…): only a particle parts them.
        particle = _PARTICLE.match(kana)
        kana = kana[particle.end() :] if particle else ""
    if 2 <= len(kana) <= 6 and kana not in _ADVERBS:
        return Run(run.start - len(kana), run.end, kana + run.words)
    return run


def with_opening_kana(text: str, run: Run) -> Run:
    """`run` with the kana that open its sentence and its name: ほたる before 総合病院."""
    at = run.start
    while at > 0 and "ぁ" <= text[at - 1] <= "ん":
        at -= 1
    kana = text[at : run.start]
    opens = at == 0 or text[at - 1] in _BOUNDARY
    if not opens or not 2 <= len(kana) <= 6 or kana[-1] in "のはがをにへでもやい":
        return run
    words = load("organisations")
    if kana in _ADVERBS or kana in words["adverbs"] or kana in words["particles"]:
        return run
    return Run(at, run.end, kana + run.words)


@cache
def _behind() -> re.Pattern[str]:
    return re.compile(OTHERS + _GLOSS + OTHERS)


def after_names(text: str, end: int, following: dict[int, Run]) -> Iterator[int]:
    """Offsets where a cue may stand for a name that ends at `end`.

    First right behind the name (with 等 and a gloss), then behind each further name that a
    separator, or など, joins to it: A、BやCと連携. `following` maps starts to runs.
    """
    for _ in range(8):
        yield end
        tail = _behind().match(text, end)
        stop = tail.end() if tail else end
        if stop > end:
            yield stop
        separator = _SEPARATOR.match(text, stop)
        start = separator.end() if separator else stop
        run = following.get(start) or _run_after_quote(text, start, following)
        if run is None or (separator is None and stop == end):
            return
        end = run.end + (
            text[run.end : run.end + 1] in "」』" and text[start : start + 1] in "「『"
        )


def _run_after_quote(text: str, start: int, following: dict[int, Run]) -> Run | None:
    return following.get(start + 1) if text[start : start + 1] in ("「", "『") else None
