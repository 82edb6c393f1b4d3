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
from ..words.heading_numbers import rank
from ..words.lexicon import squeeze
from ..words.profile import Profile
from .candidates import LOOSE, Candidate, candidate, candidates_of, of_word

#: Numbers in kana: イ is 2.
_KANA: Final = "アイウエオカキクケコ"
#: Parts of a book; 全体計画 under a plain 1 is none.
_BOOK: Final = ("編", "部", "章")

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
    candidates = _with_told(candidates_of(source, rows, profile, taken, items), rows, told)
    candidates = _corrected(candidates, profile)
    candidates = _over_projects(source, rows, candidates, sorted(anchors))
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
    candidates: Sequence[Candidate],
) -> list[Candidate]:  # fmt: skip
    """Chapters that name no level and end the one before them: 第２章　施策 behind 第１章　はじめに."""
    kinds = {c.signature for c in candidates if c.signature[1].startswith("第")}
    found = []
    for at in sorted(taken):
        row = rows[at]
        if row.grid is not None or len(row.filled) != 1 or row.kind != "text":
            continue
        each = candidate(source, profile, at, row, row.filled[0], source.quote(row.filled[0]))
        if each and each.signature in kinds:
            each.ends = True
            found.append(each)
    return found


def _with_told(
    candidates: list[Candidate], rows: Sequence[Row], told: Mapping[int, Told]
) -> list[Candidate]:
    found = [each for each in candidates if each.at not in told]
    for at, (cls, word, number, title) in told.items():
        found.append(Candidate(at, rows[at], of_word(word), cls, word, number, title))
    return sorted(found, key=lambda each: each.at)


def _corrected(candidates: list[Candidate], profile: Profile) -> list[Candidate]:
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


def _without_remarks(
    candidates: list[Candidate], rows: Sequence[Row], anchors: list[int]
) -> list[Candidate]:
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


def _over_projects(
    source: Source, rows: Sequence[Row], candidates: list[Candidate], anchors: list[int]
) -> list[Candidate]:
    """Without ■水辺を守る, ＜水辺を守る＞ and 施策　水辺を守る that stand over no projects.

    They are levels where two of a kind at least, and most of it, have projects right below, and no
    project is set off so itself.
    """
    loose = {c.signature for c in candidates if c.signature[0] in LOOSE and not c.told}
    if not loose:
        return candidates
    opens = {source.quote(rows[at].filled[0])[:1] for at in anchors if rows[at].filled}
    kept = set()
    for signature in loose:
        at = [c.at for c in candidates if c.signature == signature]
        ends = [*at[1:], len(rows)]
        below = [
            bisect_left(anchors, a) < bisect_left(anchors, b) for a, b in zip(at, ends, strict=True)
        ]
        if sum(below) > 1 and 2 * sum(below) > len(at) and signature[1] not in opens:
            kept.add(signature)
    return [c for c in candidates if c.signature not in loose or c.signature in kept]


def _lower_goals(candidates: list[Candidate]) -> None:
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


def _without_labels(source: Source, candidates: list[Candidate]) -> list[Candidate]:
    """Titles that return under every measure (現状と課題, 主な事業) name parts of a page."""
    titles = Counter((c.signature, squeeze(source.quote(c.title))) for c in candidates)
    return [
        c for c in candidates if c.known or titles[c.signature, squeeze(source.quote(c.title))] < 2
    ]


def _nest(candidates: list[Candidate]) -> None:
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
    candidates: list[Candidate],
    stack: list[tuple[tuple[str, str], int]],
    each: Candidate,
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
        or s[0][0] != "style"
        and (candidates[s[1]].word in _BOOK or (s[0], each.signature) in over)
    ]  # fmt: skip


def _numbers_over_words(
    candidates: list[Candidate],
) -> set[tuple[tuple[str, str], tuple[str, str]]]:
    """Which kinds of numbering, and which marks, stand above which words of measures.

    Below each of these numbers the word counts from 1, or on from that number: 2 above 施策2-1.
    Below each mark at least one stands, and none before the first.
    """
    words = {c.signature for c in candidates if c.signature[0] == "word" and c.cls == "measure"}
    found = set()
    for upper in {c.signature for c in candidates if c.signature[0] in LOOSE}:
        for word in words:
            both = [c.signature for c in candidates if c.signature in (upper, word)]
            runs = [*pairwise(both), (both[-1], upper)]
            if both[0] == upper and (upper, upper) not in runs:
                found.add((upper, word))
    for upper in {c.signature for c in candidates if c.signature[0] in ("number", "label")}:
        for word in words:
            above: Candidate | None = None
            counts = []
            for each in candidates:
                if each.signature == upper:
                    above = each
                elif each.signature == word and above is not None:
                    counts.append(_first_below(above.number, each.number))
                    above = None
            if len(counts) > 1 and all(counts):
                found.add((upper, word))
    return found


def _first_below(above: str, number: str) -> bool:
    """Whether a number begins below another: 1, 2-1 and 1-2-1 below 2."""
    above = str(_KANA.index(above) + 1) if above and above in _KANA else above
    parts, over = re.split("[-.．－]", number), re.split("[-.．－]", above)
    begins = parts[: len(over)] == over and len(parts) > len(over)
    return number == "1" or begins or parts[-1] == "1" and parts[-1 - len(over) : -1] == over


def _depth(numbers: Sequence[str]) -> int:
    """How many numbers stand in each: 1 for 2, 2 for 1-2."""
    return min((len(re.split("[-.．]", number)) for number in numbers), default=0)


def _count(candidates: list[Candidate], anchors: list[int], rows: Sequence[Row]) -> None:
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
    kept: list[Candidate], candidates: list[Candidate], total: int, *, levelled: bool
) -> list[Candidate]:
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


def _placed(candidates: list[Candidate], ends: Sequence[Candidate] = ()) -> dict[int, Heading]:
    nested = sorted([*candidates, *ends], key=lambda each: each.at)
    _nest(nested)
    found: dict[int, Heading] = {}
    for each in candidates:
        depth, held = 0, each.parent
        while held >= 0:
            depth, held = depth + (not nested[held].ends), nested[held].parent
        found[each.at] = Heading(depth, each.cls, each.word, each.number, each.title)
    return found
