"""The hierarchy of a flowing document: which rows are headings of goals and measures.

Headings are told by words of the profile, by the document's own styles, by a label and number
(施策の方向 2) or by numbering alone (第1章, 1-2, (1), ①, ア). Only headings with projects below
them count; a heading that stands over all of them, and is alone on its level, is the document's.
"""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from ..rows import Row
from ..source import Source, Span
from ..words.heading_numbers import numbering, rank
from ..words.lexicon import squeeze
from ..words.profile import NUMBER, Profile, number_of
from .in_turn import in_turn

_LONGEST: Final = 80
#: A title that ends like a sentence is shorter than this.
_ALONE: Final = 30
_LABEL: Final = re.compile(
    rf"(?P<word>[一-龥々ァ-ヶーぁ-んA-Za-z ]{{2,16}}?)\s*"
    rf"(?:(?P<number>{NUMBER})[\s　：:．.、】\]「]+|[（(]\s*(?P<inner>{NUMBER})\s*[）)]\s*)(?P<title>.+)"
)
#: Parts of a book; 全体計画 under a plain 1 is none.
_BOOK: Final = ("編", "部", "章")
_SENTENCE: Final = re.compile(r"(?:です|ます|する|した|ある|なる|いる)[。.]?$|[。、，]$|[a-z)]\.$")
#: (2) 地域で学びを応援する: so end sentences, and titles too.
_PREDICATE: Final = re.compile(r"(?:する|した|ある|なる|いる)$")

#: What says how a measure is gone about, and names no level.
_TOLD: Final = re.compile(r"(?:です|ます|。)$")


#: A heading that is known beforehand: its class, its word, its number and its title.
Told = tuple[Literal["goal", "measure"], str, str, Span]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its depth from 0, class, what the document calls its level, number and title."""

    depth: int
    cls: Literal["goal", "measure"]
    word: str
    number: str
    title: Span


@dataclass(slots=True)
class _Candidate:
    at: int
    row: Row
    signature: tuple[str, str]
    cls: Literal["goal", "measure"]
    word: str
    number: str
    title: Span
    anchors: int = 0
    parent: int = -1
    told: bool = False
    doubtful: bool = False  # it ends like a sentence
    #: 第２章　施策: no level, but what stood above it ends there.
    ends: bool = False

    @property
    def known(self) -> bool:
        """Whether its word, or the profile, says what it is."""
        return self.told or self.signature[0] == "word"

    @property
    def bare(self) -> bool:
        """Whether it has but the word of a level: no style, no number, nobody who told so."""
        word = self.signature[0] == "word"
        return word and not self.told and not self.number and self.row.level is None


def outline(
    source: Source,
    rows: Sequence[Row],
    profile: Profile,
    anchors: set[int],
    taken: set[int],
    told: Mapping[int, Told],
    items: Mapping[int, int],
    *,
    levelled: bool = False,
) -> dict[int, Heading]:
    """Index of row → heading. `anchors` are indexes where projects begin, `taken` are no headings.

    `told` are headings known beforehand, by their rows; `items` those of lists that hold others,
    with how far they are set in; `levelled`: every project says itself what levels it is below.
    """
    candidates = _with_told(_candidates(source, rows, profile, taken, items), rows, told)
    candidates = _corrected(candidates, profile)
    candidates = _without_remarks(candidates, rows, sorted(anchors))
    _lower_goals(candidates)
    if not anchors:
        # Nothing to hang below: only headings whose words are known count.
        candidates = [each for each in candidates if each.known]
        return _placed(candidates)
    candidates = _without_labels(source, candidates)
    marks = sorted(anchors)
    ends = _ends(source, rows, profile, taken - anchors, candidates)
    candidates = sorted([*candidates, *ends], key=lambda each: each.at)
    _nest(candidates)
    _count(candidates, marks, rows)
    candidates = [each for each in candidates if not each.ends]
    kept = [each for each in candidates if each.anchors or each.known]
    # 第３章　計画事業一覧 is a part of the document and no level.
    listing = [c for c in kept if not c.told and profile.lists_projects(source.quote(c.title))]
    kept = [c for c in kept if c not in listing]
    for each in listing:
        each.ends = each.signature[1].startswith("第")
    ends += [c for c in listing if c.ends]
    kept = _without_wrappers(kept, candidates, len(marks), levelled=levelled)
    return _placed(kept, ends)


def _ends(
    source: Source, rows: Sequence[Row], profile: Profile, taken: set[int],
    candidates: Sequence[_Candidate],
) -> list[_Candidate]:  # fmt: skip
    """Chapters that name no level and end the one before them: 第２章　施策 behind 第１章　はじめに."""
    kinds = {c.signature for c in candidates if c.signature[1].startswith("第")}
    found = []
    for at in sorted(taken):
        row = rows[at]
        if row.grid is not None or len(row.filled) != 1 or row.kind != "text":
            continue
        each = _candidate(source, profile, at, row, row.filled[0], source.quote(row.filled[0]))
        if each and each.signature in kinds:
            each.ends = True
            found.append(each)
    return found


def _with_told(
    candidates: list[_Candidate], rows: Sequence[Row], told: Mapping[int, Told]
) -> list[_Candidate]:
    found = [each for each in candidates if each.at not in told]
    for at, (cls, word, number, title) in told.items():
        found.append(_Candidate(at, rows[at], _of_word(word), cls, word, number, title))
    return sorted(found, key=lambda each: each.at)


def _corrected(candidates: list[_Candidate], profile: Profile) -> list[_Candidate]:
    """Headings in two parts, as a person has corrected the profile."""
    found = []
    for each in candidates:
        cls = profile.heading_class(each.signature)
        if cls == "goal" or cls == "measure":
            each.cls, each.told = cls, True
        elif cls is not None:
            continue
        found.append(each)
    return found


def _of_word(word: str) -> tuple[str, str]:
    return "word", word.casefold()


def _without_remarks(
    candidates: list[_Candidate], rows: Sequence[Row], anchors: list[int]
) -> list[_Candidate]:
    """Without 基本方針：… that stands inside a plan whose projects hang below other headings.

    A level that has neither style nor number opens a plan or is none: where headings of another
    kind, as many at least, divide the projects from before its first line on, it tells of these.
    """
    bare = Counter(c.signature for c in candidates if c.bare and c.cls == "goal")
    first = {c.signature: c.at for c in reversed(candidates)}
    divided: dict[tuple[str, str], int] = {}
    for signature in first.keys() - bare.keys():
        at = [c.at for c in candidates if c.signature == signature]
        held = [bisect_left(anchors, each) for each in [*at, len(rows)]]
        divided[signature] = sum(here < there for here, there in pairwise(held))
    remarks = {
        told for told, count in bare.items()
        if any(
            times > 1 and times >= count and first[signature] < first[told]
            for signature, times in divided.items()
        )
    }  # fmt: skip
    return [c for c in candidates if not (c.bare and c.signature in remarks)]


def _lower_goals(candidates: list[_Candidate]) -> None:
    """A second word of goals that counts below the first one's is a measure's (Pillar 1, Goal 1.1)."""
    goals = [each for each in candidates if each.cls == "goal" and not each.told]
    top = goals[0].signature if goals else None
    lower: dict[tuple[str, str], list[str]] = defaultdict(list)
    for each in goals:
        if each.signature != top:
            lower[each.signature].append(each.number)
    tops = len(goals) - sum(map(len, lower.values()))
    for each in goals:
        numbers = lower.get(each.signature, [])
        if len(numbers) > tops or numbers.count("1") > 1:
            each.cls = "measure"


def _candidates(
    source: Source,
    rows: Sequence[Row],
    profile: Profile,
    taken: set[int],
    items: Mapping[int, int],
) -> list[_Candidate]:
    found: list[_Candidate] = []
    labels: Counter[str] = Counter()
    for at, row in enumerate(rows):
        filled = row.filled
        if at in taken or len(filled) != 1 or row.kind in ("contents", "running", "note"):
            continue
        text = source.quote(filled[0])
        if row.kind == "item":
            if at in items:
                found.append(_over_items(source, profile, at, row, items[at]))
            continue
        if "\n" in text and row.level is None:
            continue
        each = _candidate(source, profile, at, row, filled[0], text)
        if each is not None:
            each.told = profile.heading_class(each.signature) is not None
            found.append(each)
            if each.signature[0] == "label":
                labels[each.signature[1]] += 1
    found = [
        c for c in found
        if c.signature[0] != "label" or labels[c.signature[1]] > 1 or c.told
    ]  # fmt: skip
    counted = in_turn([(c.signature, c.number, c.doubtful) for c in found])
    return [each for each, kept in zip(found, counted, strict=True) if kept]


def signed(
    source: Source, rows: Sequence[Row], profile: Profile
) -> dict[int, tuple[tuple[str, str], Span]]:
    """Index of row → (how it is set off as a heading, its title), for all that could be headings."""
    found = {}
    for at, row in enumerate(rows):
        filled = row.filled
        if len(filled) != 1 or row.grid is not None or row.kind in ("contents", "running", "note"):
            continue
        each = _candidate(source, profile, at, row, filled[0], source.quote(filled[0]))
        if each is not None and not each.doubtful:
            found[at] = (each.signature, each.title)
    return found


def _candidate(
    source: Source, profile: Profile, at: int, row: Row, span: Span, text: str
) -> _Candidate | None:
    if known := profile.level_heading(text):
        level, word, number, said = known
        if not number and row.level is None and (word.isascii() or _TOLD.search(said)):
            # Priority: high; 基本方針：市民とともに取り組みます。
            return None
        start = span.start + text.rindex(said)
        place = Span(start, start + len(said))
        return _Candidate(at, row, _of_word(word), level.cls, word, number, place)
    ends = row.level is None and _SENTENCE.search(text) is not None
    if len(text) > _LONGEST or ends and not (len(text) < _ALONE and _PREDICATE.search(text)):
        return None
    if row.level is not None and (spoken := _spoken_level(source, profile, span)):
        cls, word, title = spoken
        return _Candidate(at, row, _of_word(word), cls, word, "", title)
    lead = len(text) - len(text.lstrip(profile.heading_marks))
    bare = text[lead:].rstrip(profile.heading_marks)
    signature, word, number, title_at = "", "", "", 0
    if (match := _LABEL.fullmatch(bare)) and not match["word"].endswith(
        ("第", "図", "表", "令和", "平成", "約")
    ):
        signature, word = "label", match["word"].strip()
        number = number_of(match["number"] or match["inner"])
        title_at = match.start("title")
    elif found := numbering(bare):
        signature, word, number, title_at = found
    if row.level is None and not signature or ends and signature == "label":
        return None
    key = ("style", str(row.level)) if row.level is not None else (
        ("label", word) if signature == "label" else ("number", signature)
    )  # fmt: skip
    if row.level is not None and not word:
        word = "項目"
    start = span.start + lead + title_at
    title = source.strip(Span(start, span.start + lead + len(bare)))
    return _Candidate(at, row, key, "measure", word, number, title, doubtful=ends)


def _spoken_level(
    source: Source, profile: Profile, span: Span
) -> tuple[Literal["goal", "measure"], str, Span] | None:
    """(class, word, title) of a heading 基本戦略　暮らしを守る, whose level has no number."""
    word, _, title = re.sub(r"[ \u3000\t]+", "\t", source.quote(span), count=1).partition("\t")
    level = None if title.isascii() else profile.level_label(word)  # Goal setting is no level
    if level is None:
        return None
    start = span.start + source.quote(span).index(title, len(word))
    return level[0], level[1], source.strip(Span(start, span.end))


def _over_items(source: Source, profile: Profile, at: int, row: Row, depth: int) -> _Candidate:
    """An item of a list over items of projects, below every heading that a style sets off."""
    span = row.filled[0]
    text = source.quote(span)
    if known := profile.level_heading(text):
        level, word, number, said = known
        start = span.start + text.rindex(said)
        place = Span(start, start + len(said))
        return _Candidate(at, row, _of_word(word), level.cls, word, number, place)
    lead = len(text) - len(text.lstrip(profile.heading_marks + profile.bullets + "+ "))
    found = numbering(text[lead:])
    start = lead + found[3] if found else lead
    place = source.strip(Span(span.start + start, span.end))
    signature = ("style", f"9{min(depth, 99):02}")
    return _Candidate(at, row, signature, "measure", "項目", found[2] if found else "", place)


def _without_labels(source: Source, candidates: list[_Candidate]) -> list[_Candidate]:
    """Titles that return under every measure (現状と課題, 主な事業) name parts of a page."""
    titles = Counter((c.signature, squeeze(source.quote(c.title))) for c in candidates)
    return [
        c for c in candidates if c.known or titles[c.signature, squeeze(source.quote(c.title))] < 2
    ]


def _nest(candidates: list[_Candidate]) -> None:
    """Each candidate's parent: levels of style by number, others by order of first appearance."""
    restarts: dict[tuple[str, str], list[str]] = defaultdict(list)
    for each in candidates:
        restarts[each.signature].append(each.number)
    over = _numbers_over_words(candidates)
    stack: list[tuple[tuple[str, str], int]] = []
    for n, each in enumerate(candidates):
        signature = each.signature
        held = [known for known, _ in stack]
        if each.cls == "goal":
            stack = []
        elif signature in held:
            stack = stack[: held.index(signature)]
        elif signature[0] == "style":
            stack = [s for s in stack if s[0][0] != "style" or s[0][1] < signature[1]]
        elif signature[0] == "number":
            stack = [s for s in stack if not _counts_on(signature, s[0], restarts[signature])]
        elif signature[0] == "word":
            stack = _below_words(candidates, stack, each, restarts, over)
        each.parent = stack[-1][1] if stack else -1
        stack.append((signature, n))


def _counts_on(signature: tuple[str, str], held: tuple[str, str], numbers: Sequence[str]) -> bool:
    """Whether a higher way of numbering begins behind a lower one: 1. behind （2）, not below it.

    Below it, it would count from 1 again and again; 1-2 says itself where it belongs.
    """
    again = numbers.count("1") > 1 or _depth(numbers) > 1
    return held[0] == "number" and not again and rank(signature) < rank(held)


def _below_words(
    candidates: list[_Candidate],
    stack: list[tuple[tuple[str, str], int]],
    each: _Candidate,
    restarts: dict[tuple[str, str], list[str]],
    over: set[tuple[tuple[str, str], tuple[str, str]]],
) -> list[tuple[tuple[str, str], int]]:
    """Two words of measures are levels of their own where the lower one's numbers start again.

    Headings of a higher style stay above a word that the document sets as a heading.
    """
    numbers = restarts[each.signature]
    below = bool(stack) and candidates[stack[-1][1]].at + 1 == each.at
    for depth, (held, n) in enumerate(stack):
        if candidates[n].cls == "goal" or held[0] != "word":
            continue
        # 政策：…, and right below it 施策：…: words that are not counted.
        counted = any(numbers) or any(restarts[held])
        nested = (
            below
            and not counted
            or len(numbers) > len(restarts[held])
            or numbers.count("1") > 1
            or _depth(numbers) > _depth(restarts[held])
        )
        if not nested:
            return stack[:depth]
    level = each.row.level or 0
    return [
        s for s in stack
        if s[0][0] == "word"
        or s[0][0] == "style" and int(s[0][1]) < level
        or s[0][0] == "number"
        and (candidates[s[1]].word in _BOOK or (s[0], each.signature) in over)
    ]  # fmt: skip


def _numbers_over_words(
    candidates: list[_Candidate],
) -> set[tuple[tuple[str, str], tuple[str, str]]]:
    """Which kinds of numbering stand above which words of measures.

    Below each of these numbers the word counts from 1, or on from that number: 2 above 施策2-1.
    """
    words = {c.signature for c in candidates if c.signature[0] == "word" and c.cls == "measure"}
    found = set()
    for upper in {c.signature for c in candidates if c.signature[0] == "number"}:
        for word in words:
            above: _Candidate | None = None
            counts = []
            for each in candidates:
                if each.signature == upper:
                    above = each
                elif each.signature == word and above is not None:
                    begins = re.match(rf"{re.escape(above.number)}[-.．－]", each.number)
                    counts.append(each.number == "1" or begins is not None)
                    above = None
            if len(counts) > 1 and all(counts):
                found.add((upper, word))
    return found


def _depth(numbers: Sequence[str]) -> int:
    """How many numbers stand in each: 1 for 2, 2 for 1-2."""
    return min((len(re.split("[-.．]", number)) for number in numbers), default=0)


def _count(candidates: list[_Candidate], anchors: list[int], rows: Sequence[Row]) -> None:
    at = -1
    for mark in anchors:
        while at + 1 < len(candidates) and candidates[at + 1].at <= mark:
            at += 1
        held, level = at, rows[mark].level
        while held >= 0:
            # A heading of the document's own style is over those of lower styles alone.
            if level is None or (candidates[held].row.level or 0) < level:
                candidates[held].anchors += 1
            held = candidates[held].parent


def _without_wrappers(
    kept: list[_Candidate], candidates: list[_Candidate], total: int, *, levelled: bool
) -> list[_Candidate]:
    """Without the headings that stand alone over every project, such as a title or a chapter.

    One that counts as the first of its kind, where the document has no other of it, is the level
    of a part that was taken out of a plan (第１部 of a file for each 部).
    """
    while len(kept) > (not levelled):
        first = next((c for c in kept if not c.known and c.anchors == total), None)
        if first is None:
            return kept
        alike = [c for c in candidates if c.signature == first.signature]
        if first.word in _BOOK and first.number == "1" and len(alike) == 1:
            return kept
        siblings = [c for c in kept if c.signature == first.signature and c is not first]
        others = [c for c in kept if c.at > first.at and c.signature != first.signature]
        if siblings or not others and not levelled:
            return kept
        kept = [c for c in kept if c is not first]
    return kept


def _placed(candidates: list[_Candidate], ends: Sequence[_Candidate] = ()) -> dict[int, Heading]:
    nested = sorted([*candidates, *ends], key=lambda each: each.at)
    _nest(nested)
    found: dict[int, Heading] = {}
    for each in candidates:
        depth, held = 0, each.parent
        while held >= 0:
            depth, held = depth + (not nested[held].ends), nested[held].parent
        found[each.at] = Heading(depth, each.cls, each.word, each.number, each.title)
    return found
