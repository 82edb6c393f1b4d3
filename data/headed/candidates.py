"""Lines that could be headings over projects: how each is set off, its number and its title."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from ..rows import Row
from ..source import Source, Span
from ..words.heading_numbers import numbering, set_off
from ..words.profile import NUMBER, Profile, number_of
from .in_turn import in_turn

_LONGEST: Final = 80
#: A title that ends like a sentence is shorter than this.
_ALONE: Final = 30
_LABEL: Final = re.compile(
    rf"(?P<word>[一-龥々ァ-ヶーぁ-んA-Za-z ]{{2,16}}?)\s*"
    rf"(?:(?P<number>{NUMBER})[\s　：:．.、】\]「]+|[（(]\s*(?P<inner>{NUMBER})\s*[）)]\s*)(?P<title>.+)"
)
_SENTENCE: Final = re.compile(r"(?:です|ます|する|した|ある|なる|いる)[。.]?$|[。、，]$|[a-z)]\.$")
#: (2) 地域で学びを応援する: so end sentences, and titles too.
_PREDICATE: Final = re.compile(r"(?:する|した|ある|なる|いる)$")

#: How lines are set off that are levels only where projects stand below each.
LOOSE: Final = ("mark", "bracket", "spoken")
#: What says how a measure is gone about, and names no level.
_TOLD: Final = re.compile(r"(?:です|ます|。)$")


@dataclass(slots=True)
class Candidate:
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


def candidates_of(
    source: Source,
    rows: Sequence[Row],
    profile: Profile,
    taken: set[int],
    items: Mapping[int, int],
) -> list[Candidate]:
    """The lines of one cell outside `taken` that may be headings, in order; a label must return.

    `items` are those of lists that hold others, with how far they are set in.
    """
    found: list[Candidate] = []
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
        each = candidate(source, profile, at, row, filled[0], text)
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
        each = candidate(source, profile, at, row, filled[0], source.quote(filled[0]))
        if each is not None and not each.doubtful:
            found[at] = (each.signature, each.title)
    return found


def candidate(
    source: Source, profile: Profile, at: int, row: Row, span: Span, text: str
) -> Candidate | None:
    """What row `at`, whose only cell is `span` with `text`, would be as a heading; None for prose."""
    if known := profile.level_heading(text):
        level, word, number, said = known
        if not number and row.level is None and (word.isascii() or _TOLD.search(said)):
            # Priority: high; 基本方針：市民とともに取り組みます。
            return None
        start = span.start + text.rindex(said)
        place = Span(start, start + len(said))
        return Candidate(at, row, of_word(word), level.cls, word, number, place)
    ends = row.level is None and _SENTENCE.search(text) is not None
    if len(text) > _LONGEST or ends and not (len(text) < _ALONE and _PREDICATE.search(text)):
        return None
    if spoken := _spoken_level(source, profile, span):
        cls, word, title = spoken
        key = ("spoken", word.casefold()) if row.level is None else of_word(word)
        if row.level is not None or not re.search("[0-9０-９]", text):  # 目標　年10回
            return Candidate(at, row, key, cls, word, "", title)
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
    loose = None if signature or row.level is not None else set_off(text)
    if row.level is None and not signature and loose is None or ends and signature == "label":
        return None
    goal = signature == "label" and profile.ends_like_goal(word)  # 環境目標1
    key = loose or (
        ("style", str(row.level)) if row.level is not None
        else ("label", word) if signature == "label" else ("number", signature)
    )  # fmt: skip
    word = word or "項目"
    start = span.start + lead + title_at
    title = source.strip(Span(start, span.start + lead + len(bare)))
    return Candidate(
        at, row, key, "goal" if goal else "measure", word, number, title, doubtful=ends
    )


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


def _over_items(source: Source, profile: Profile, at: int, row: Row, depth: int) -> Candidate:
    """An item of a list over items of projects, below every heading that a style sets off."""
    span = row.filled[0]
    text = source.quote(span)
    if known := profile.level_heading(text):
        level, word, number, said = known
        start = span.start + text.rindex(said)
        place = Span(start, start + len(said))
        return Candidate(at, row, of_word(word), level.cls, word, number, place)
    lead = len(text) - len(text.lstrip(profile.heading_marks + profile.bullets + "+ "))
    found = numbering(text[lead:])
    start = lead + found[3] if found else lead
    place = source.strip(Span(span.start + start, span.end))
    signature = ("style", f"9{min(depth, 99):02}")
    return Candidate(at, row, signature, "measure", "項目", found[2] if found else "", place)


def of_word(word: str) -> tuple[str, str]:
    """How a heading is set off that opens with the word of a level."""
    return "word", word.casefold()
