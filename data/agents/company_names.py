"""Names in prose that a form of company marks: ㈱みどり交通, みどり交通（株）, 合同会社 まちのわ.

The form says that a name stands beside it, whatever the name ends with, so that kana belong to it
that would be particles elsewhere. Which side it stands on is read from the text: a form that opens
a name, one that closes it, or one in the middle (a branch of a company).
"""

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Final

from ..words.lexicon import alternation, load
from .nouns import Run, run_at, with_kana_before

#: What names here have at most of kana between the form and their next other character.
_KANA: Final = re.compile("[ぁ-ん]{1,6}")
_HIRAGANA: Final = re.compile("[ぁ-ん]+")
_STOPS: Final = frozenset("、。，．・（）()「」『』 \n")
#: Whether words that join a partner stand at an offset of the text.
Cue = Callable[[str, int], bool]


@cache
def _form() -> re.Pattern[str]:
    words = load("spelling")
    return re.compile(alternation([*words["company_forms"], *(r[0] for r in words["forms"])]))


@cache
def _words(name: str) -> tuple[str, ...]:
    return tuple(load("organisations")[name])


@cache
def closing_forms() -> frozenset[str]:
    """The forms, as they are written, that also stand behind a name: those of companies."""
    words = load("spelling")
    full = set(words["closing_forms"])
    short = {form for row in words["forms"] if row[0] in full for form in row}
    return frozenset(short | full | set(words["closing_signs"]))


def is_kind_of_body(name: str) -> bool:
    """Whether `name` ends with a form that never closes one: 福祉系NPO法人 are many."""
    return name.endswith(_opening())


@cache
def _opening() -> tuple[str, ...]:
    forms = (form for row in load("spelling")["forms"] for form in row)
    return tuple(form for form in forms if form not in closing_forms() and not form.startswith("("))


def company_runs(text: str, cue: Cue) -> Iterator[Run]:
    """The names of `text` (full-width ASCII narrow) that a form marks, in order, none inside another."""
    end = 0
    for match in _form().finditer(text):
        if match.start() < end:
            continue
        run = _named(text, match, end, cue)
        if run is not None:
            yield run
            end = run.end


def _named(text: str, form: re.Match[str], after: int, cue: Cue) -> Run | None:
    closing = form[0] in closing_forms()
    start = _before(text, form.start(), after) if closing else form.start()
    stop = _behind(text, form.end(), cue)
    stop = _without_doing(text, start, stop)
    if stop <= form.end() and start == form.start():
        return None
    return Run(start, stop, text[start:stop])


def _without_doing(text: str, start: int, stop: int) -> int:
    """Where the body's name ends in what names a doing of it: 法人みどり機構施設整備費補助金事業.

    `start` where no body is named before it.
    """
    words = text[start:stop]
    if is_rule(words):
        return start
    if not words.endswith(_words("not_names_behind_forms")):
        return stop
    match = _last_body().match(words)
    return start + match.end() if match else start


def is_rule(name: str) -> bool:
    """Whether a name that a body's begins is that of a rule: …機構法第10条, …交付要綱."""
    return _rule().search(name) is not None


@cache
def _rule() -> re.Pattern[str]:
    return re.compile(f"(?:{alternation(list(_words('rules')))})(?:第[0-9]+条.*)?$")


@cache
def _last_body() -> re.Pattern[str]:
    endings = load("organisations")
    return re.compile(f".+(?:{alternation([*endings['strong'], *endings['weak']])})")


def _before(text: str, at: int, after: int) -> int:
    """Where the name starts that ends at the form at `at`; `at` itself where none does."""
    end = at - (text[at - 1 : at] == " ")
    held = run_at(text, end - 1)
    if held is None:
        run = with_kana_before(text, Run(end, end, ""))
        return run.start if run.words and run.start >= after else at
    words = text[held.start : end]
    if words.endswith(_words("not_names_before_forms")):
        return at
    lead = next((word for word in _words("leading") if words.startswith(word)), "")
    start = held.start + (len(lead) if len(lead) < len(words) else 0)
    full = with_kana_before(text, Run(start, end, text[start:end])) if start == held.start else None
    return max(after, full.start if full else start)


def _behind(text: str, at: int, cue: Cue) -> int:
    """Where the name ends that the form ending at `at` opens; `at` itself where it opens none."""
    begin = at + (text[at : at + 1] == " ")
    kana = _KANA.match(text, begin)
    held = run_at(text, begin)
    if held is None:
        if kana is None or kana[0] in _words("particles") or kana[0].startswith("を"):
            return at
        for stop in range(begin + 2, kana.end() + 1):
            if cue(text, stop):
                return stop
        if _form().match(text, kana.end()):  # the kana part two names, or begin the second
            said = next((word for word in _words("between") if kana[0].endswith(word)), "")
            return kana.end() - len(said) if said and len(kana[0]) > len(said) + 1 else at
        held = run_at(text, kana.end())
    if held:
        return _to_cue(text, _over_no(text, begin, held.end, cue), cue)
    whole = kana is not None and (kana.end() == len(text) or text[kana.end()] in _STOPS)
    return kana.end() if kana and whole and len(kana[0]) > 1 else at


def _over_no(text: str, begin: int, end: int, cue: Cue) -> int:
    """`end`, or the end of the words behind の where those before it are hardly a name (道の駅)."""
    short = end - begin <= 2 or bool(_HIRAGANA.fullmatch(text, begin, end))
    if short and text[end : end + 1] == "の" and not cue(text, end):
        held = run_at(text, end + 1)
        return held.end if held else end
    return end


def _to_cue(text: str, end: int, cue: Cue) -> int:
    """`end`, or where the kana behind it end that lead up to words which join the name."""
    kana = _KANA.match(text, end)
    if kana is None or cue(text, end):
        return end
    for stop in range(end + 2, kana.end() + 1):
        if cue(text, stop) and text[end:stop] not in _words("particles"):
            return stop
    return end
