"""Who takes part, found in prose: named organisations, other sections, kinds of partner.

A name is a run of name characters that ends in an organisation's ending (or begins like one).
Whether it is a partner, and in which role, is said by the words behind it: と連携, とタイアップ,
の協力, に委託. Endings that also end places (センター, 館) need such words.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from ..words.lexicon import alternation, load
from .company_names import company_runs, is_kind_of_body, is_rule
from .nouns import Run, after_names, runs_with, with_kana_before, with_opening_kana
from .own_names import home_in_kana, with_home, with_societies

#: Confidence of a strong name that no words join to the project: kept, never asserted.
UNCUED: Final = 0.4
_STOPS: Final = frozenset("、。，．（）()「」『』 　\n")
_OTHERS: Final = re.compile("等|など|ほか|や|、|と")
_OPEN_END: Final = re.compile("等|など|ほか|他(?=[のとがをにへ])")


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody named in a text: `kind` is org, unit or the id of a class of partners."""

    start: int
    end: int
    name: str
    kind: str
    role: str
    confidence: float
    open_ended: bool = False
    collaboration: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of the plan before its prose is read."""

    sections: frozenset[str]
    subunits: frozenset[str]
    government: str | None


@dataclass(frozen=True, slots=True)
class _Cue:
    role: str
    confidence: float
    weak: bool
    pattern: re.Pattern[str]
    named_only: bool


@cache
def _words() -> dict[str, list[str]]:
    return {key: words for key, words in load("organisations").items() if key != "kinds"}


@cache
def _cues() -> list[_Cue]:
    found = []
    for role in load("roles")["roles"]:
        for key in ("after", "named_only"):
            if role[key]:
                pattern = re.compile("|".join(f"(?:{part})" for part in role[key]))
                found.append(
                    _Cue(
                        role["role"], role["confidence"], role["weak"], pattern, key == "named_only"
                    )
                )
    # What joins anything is tried before what joins names only, whatever the role.
    return sorted(found, key=lambda cue: cue.named_only)


@cache
def _kinds() -> dict[str, tuple[str, bool]]:
    """word → (class, whether it counts without a cue)."""
    return {
        word: (kind["class"], kind["strength"] == "collective")
        for kind in load("organisations")["kinds"]
        for word in kind["words"]
    }


def kind_of_words(words: str) -> str | None:
    """The class of partners that these words name as they stand; None for others."""
    return _kinds()[words][0] if words in _kinds() else None


@cache
def _head(strength: str) -> re.Pattern[str]:
    return re.compile(f"(?:{alternation(_words()[strength])})$")


@cache
def _prefix() -> re.Pattern[str]:
    # JA is no beginning of JAXA.
    return re.compile(f"(?:{alternation(_words()['prefixes'])})(?!(?<=[A-Za-z])[A-Za-z])")


@cache
def _inner_head() -> re.Pattern[str]:
    """A head inside a run, when what follows it is a cue or a person of the organisation."""
    return re.compile(
        f"(?:{alternation(_words()['strong'])})(?=(?:連携|協働|共催|主催|協賛|協力|後援|委託|職員|行員|教員|教授|学生|講師|社員|との|による))"
    )


@cache
def _leading() -> re.Pattern[str]:
    # 全 leads no name that begins with 全国.
    return re.compile(f"^(?:(?!全国|全日本){_any_leading()})+")


def _any_leading() -> str:
    return f"(?:{alternation(_words()['leading'])})"


@cache
def _government() -> re.Pattern[str]:
    stop = alternation(_words()["government_not_names"])
    return re.compile(f"(?!(?:{stop})[市町村区県府])[一-龥々ヶケ]{{1,4}}?[市町村区県府]$")


def partner_mentions(text: str, context: Context) -> Iterator[Mention]:
    """The mentions in `text` (full-width ASCII already narrow), in order of place.

    The name of the city in kana (みやま市) is one word wherever it stands, whatever particles it
    holds: it is read as if it were written in kanji.
    """
    home = home_in_kana(context.government)
    if not home or home not in text:
        yield from _mentions(text, context)
        return
    masked = "〇" * len(home)
    for said in _mentions(with_home(text, home, masked), context):
        yield replace(said, name=said.name.replace(masked, home))


def _mentions(text: str, context: Context) -> Iterator[Mention]:
    named = list(company_runs(text, _is_cue))
    companies = {run.start for run in named}
    found = with_societies(text, runs_with(text, named))
    following = {run.start: run for run in found}
    for run in found:
        if run.start in companies:
            candidates = [_Candidate(run.start, run.end, run.words, "org", "strong")]
        else:
            candidates = list(_candidates(text, run, context))
        for candidate in candidates:
            if mention := _judge(text, candidate, following):
                yield mention


def _is_cue(text: str, at: int) -> bool:
    return any(cue.pattern.match(text, at) for cue in _cues())


@dataclass(frozen=True, slots=True)
class _Candidate:
    start: int
    end: int
    name: str
    kind: str
    strength: str
    collaboration: bool = False


def _candidates(text: str, run: Run, context: Context) -> Iterator[_Candidate]:
    """What `run` may name; the first reading that holds."""
    words = run.words
    trimmed = _leading().sub("", words)
    start = run.end - len(trimmed)
    if words in _kinds():
        trimmed, start = words, run.start
    if unit := _unit(trimmed, context):
        yield _Candidate(start, run.end, unit, "unit", "strong")
    elif (
        _prefix().fullmatch(trimmed)
        and (named := _prefixed(text, Run(start, run.end, trimmed))).end > run.end
    ):
        yield named
    elif trimmed in _words()["single"]:
        full = with_kana_before(text, Run(start, run.end, trimmed))
        yield _Candidate(full.start, full.end, full.words, "org", "strong")
    elif _pupils().match(words + text[run.end : run.end + 40]):
        return
    elif trimmed in _kinds():
        kind, collective = _kinds()[trimmed]
        bare_head = kind != "residents" and bool(_head("strong").search(trimmed))
        full = with_kana_before(text, Run(start, run.end, trimmed)) if bare_head else run
        if bare_head and full.words != trimmed and full.start < start:
            yield _Candidate(full.start, full.end, full.words, "org", "strong")
        else:
            yield _Candidate(
                run.start, run.end, words, kind, "collective" if collective else "kind"
            )
    elif found := _named(text, Run(start, run.end, trimmed), context):
        yield found
    elif kind_word := _kind_inside(words):
        word, offset, (kind, collective) = kind_word
        strength = "collective" if collective else "kind"
        yield _Candidate(run.start + offset, run.start + offset + len(word), word, kind, strength)


def _unit(words: str, context: Context) -> str | None:
    own = words in context.sections and words.endswith(tuple(_words()["own_offices"]))
    return words if own else None


@cache
def _pupils() -> re.Pattern[str]:
    """Schools that share the 生 of the last word of a list: pupils, not schools."""
    words = alternation(_words()["pupils"])
    return re.compile(f"(?:{words})(?:[、・](?:{words}))*[、・](?:{words})生")


@cache
def _kind_end() -> re.Pattern[str]:
    return re.compile(f"(?:{alternation([word for word in _kinds() if len(word) > 1])})$")


@cache
def _kind_start() -> re.Pattern[str]:
    collective = [word for word, (_, alone) in _kinds().items() if alone and len(word) > 2]
    return re.compile(alternation(collective))


def _kind_inside(words: str) -> tuple[str, int, tuple[str, bool]] | None:
    """(words, offset, kind) of the longest kind that ends the run, with what little stands before
    it (近隣茶産地), or of a collective one that begins it (自治会活動)."""
    if match := _kind_end().search(words):
        offset = 0 if match.start() <= 4 else match.start()
        return words[offset:], offset, _kinds()[match[0]]
    if match := _kind_start().match(words):
        return match[0], 0, _kinds()[match[0]]
    return None


def _named(text: str, run: Run, context: Context) -> _Candidate | None:
    words = run.words
    if is_kind_of_body(words):
        return None
    other = _head("not_organisations").search(words)
    not_org = other[0] if other else None
    begun = _prefix().match(words)
    prefix = begun is not None and begun.end() < len(words)
    if not prefix and (inner := _inner_head().search(words)) and inner.end() < len(words):
        words = words[: inner.end()]
        run = Run(run.start, run.start + len(words), words)
        not_org = None
    if match := _government().fullmatch(words):
        if words != context.government and not words.startswith(tuple("本当同各")):
            return _Candidate(run.start, run.end, match[0], "org", "weak")
        return None
    strong = _head("strong").search(words)
    weak = _head("weak").search(words)
    if _unnamed().fullmatch(words) or (prefix or strong or weak) and is_rule(words):
        return None
    if not_org and strong and len(strong[0]) > len(not_org):  # 協議会 is no 議会
        not_org = None
    if strong and strong.start() == 0 and not prefix:
        full = with_kana_before(text, run)
        if full.words == words:
            return None
        run, words = full, full.words
    if not_org and not prefix:
        facility = words.endswith(("センター", "館", "園"))
        return _Candidate(run.start, run.end, words, "org", "facility") if facility else None
    if words in context.subunits or words in context.sections:
        return _Candidate(run.start, run.end, words, "org", "facility")
    body = words.endswith(("協議会", "連絡会", "実行委員会", "委員会"))
    if prefix or begun is not None:
        return _prefixed(text, run)
    if strong:
        full = with_opening_kana(text, run)
        return _Candidate(full.start, full.end, full.words, "org", "strong", collaboration=body)
    if weak and weak.start() >= 2:
        return _Candidate(run.start, run.end, words, "org", "weak")
    return None


@cache
def _unnamed() -> re.Pattern[str]:
    """Bodies that are counted or meant by the text around, not named: ４漁協, 企業16社, 本協議会."""
    before = alternation(_words()["unnamed"])
    ends = alternation([*_words()["strong"], *_words()["weak"]])
    return re.compile(rf"(?:{before}|[0-9]+)(?:{ends})|.{{0,4}}[0-9]+社")


def _prefixed(text: str, run: Run) -> _Candidate:
    """A name that begins like an organisation goes on, kana too, up to the first cue behind it.

    Not where others follow: 社会福祉法人等, NPO法人や….
    """
    if _OTHERS.match(text, run.end):
        return _Candidate(run.start, run.end, run.words, "org", "strong")
    for extra in range(13):
        end = run.end + extra
        if end > len(text) or text[end - 1 : end] in _STOPS:
            break
        if end - run.start > 4 and _is_cue(text, end):
            return _Candidate(run.start, end, text[run.start : end], "org", "strong")
    return _Candidate(run.start, run.end, run.words, "org", "strong")


def _judge(text: str, candidate: _Candidate, following: dict[int, Run]) -> Mention | None:
    """The mention of `candidate`, by the first cue behind it."""
    named = candidate.kind in ("org", "unit")
    cue = _cue(text, candidate, following, named)
    open_end = _OPEN_END.match(text, candidate.end)
    end = open_end.end() if open_end else candidate.end
    if cue is not None:
        confidence = cue.confidence
        if candidate.strength == "facility" or (candidate.strength == "weak" and not cue.weak):
            confidence = UNCUED
        role = cue.role
    elif candidate.strength in ("strong", "collective"):
        confidence, role = (UNCUED if named else 0.65), "participant"
    else:
        return None
    return Mention(
        candidate.start,
        end,
        candidate.name,
        candidate.kind,
        role,
        confidence,
        open_ended=open_end is not None,
        collaboration=candidate.collaboration,
    )


def _cue(text: str, candidate: _Candidate, following: dict[int, Run], named: bool) -> _Cue | None:
    for index, at in enumerate(after_names(text, candidate.end, following)):
        for cue in _cues():
            # Behind further names only what joins anything may speak for the first of them.
            if cue.named_only and (not named or (index > 1 and not _listed(cue))):
                continue
            if cue.pattern.match(text, at):
                return cue
    return None


def _listed(cue: _Cue) -> bool:
    return cue.role in ("member", "co-host", "funder", "cooperation", "participant")
