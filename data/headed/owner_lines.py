"""Names of projects told by the line below them that says who is in charge."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Final

from ..document import Document
from ..rows import Row
from ..source import Span
from ..words.heading_numbers import numbering, rank
from ..words.profile import Profile
from ..words.table_words import TableWords
from .apart import values_below
from .marked_lines import Lines, Mark, without_sum

#: A project's name is no longer, and its owner is named so many rows below at most.
NAME: Final = 60
#: The head of a list is no longer.
_SHORT: Final = 30
BELOW: Final = 16
#: Marks of plain lists: what stands behind them is more often what a project does than its name.
LIGHT: Final = "・•‣▪-*○"
#: Planning period: FY 2026: a label and its value.
LABELLED: Final = re.compile(r"[A-Z][A-Za-z ]{2,24}:\s+\S")
#: 事業費　：　３，０００千円, between lines whose labels are known.
COLON: Final = re.compile(r"[^\s　：:0-9０-９]{1,10}[\s　]*[：:][\s　]*\S")
_KANA: Final = "アイウエオカキクケコサシスセソ"
#: 【農政課】, （福祉課・子ども課）: a line that says who is in charge and nothing else.
_ALONE: Final = re.compile(
    r"(?P<open>[（(【\[〔［＜<〈《])[\s　]*(?P<sections>[^（()）【】：:]{2,60}?)[\s　]*[)）】\]〕］＞>〉》]"
)
#: 農政課, 福祉課、子ども課: the same without brackets.
_BARE: Final = re.compile(
    r"(?P<sections>[^\s：:。()（）\[\]【】]{2,20}(?:[、，,・/／\s　][^\s：:。()（）\[\]【】]{2,20}){0,3})"
)
#: The name of a project that nothing sets off is no longer.
_PLAIN: Final = 40
#: Labels and figures (45,000人, 12%) are in no such name.
_NO_NAME: Final = re.compile("[：:]|[0-9０-９][,，][0-9０-９]{3}|[0-9０-９][%％]")
#: A title further than so many rows above is none of a line that names an owner alone.
_NEAR: Final = 3


class ByOwner(Lines):
    """The rows of a document that name projects, as far as the rows below them say so.

    `named` are the rows that name a project, with the row up to which its page goes on, `listed`
    the items of lists.
    """

    def __init__(
        self, document: Document, rows: Sequence[Row], profile: Profile, words: TableWords
    ) -> None:
        super().__init__(document, rows, profile, words)
        self.named: dict[int, int] = {}
        self.listed: set[int] = set()
        self._anchors: set[int] = set()
        self._taken: set[int] = set(self.appendix)
        self._under_names: set[int] = set()  # rows of cards whose project is found
        #: Rows that name who is in charge of what follows them, with where the names stand.
        self.offices: dict[int, Span] = {}
        #: Words of levels whose headings are read as projects, as nothing below them is.
        self.lowered: set[str] = set()
        self._by_owner: set[int] = set()
        self._find_alone()
        self._find_office_headings()
        #: Labels that could head a list, and are that of a field: the rows where they stand.
        self._in_cards: set[int] = {at for at in range(len(rows)) if self._has_sibling(at)}
        self._heads_of_lists |= {
            rows[at].span.start for at in range(len(rows)) if self._heads_list(at)
        }
        self._values = values_below(rows, self.fields)

    # -- labels that fields and lists share -------------------------------------------------

    def _is_label(self, at: int) -> bool:
        """Whether row `at` is 具体的な取組 or the like, as a label with nothing behind it."""
        text, row = self._texts[at], self._rows[at]
        if row.grid is not None or len(text) > _SHORT or not self.profile.lists_projects(text):
            return False
        told = self.fields(row)
        return bool(told) and told[0][1].start == told[0][1].end

    def _has_sibling(self, at: int) -> bool:
        """Whether 【具体的な取組】 stands near 【担当課】, set off alike: both are fields of a project."""
        if not self._is_label(at) or not self.profile.is_marked(self._texts[at]):
            return False
        opens = self._texts[at][:1]
        for step in (-1, 1):
            here = at
            while 0 <= (here := here + step) < len(self._rows) and abs(here - at) < BELOW:
                text = self._texts[here]
                if self._rows[here].level is not None or self.profile.lists_projects(text):
                    break
                if text[:1] == opens and self._names_owner(self._rows[here]):
                    return self.owned(text) is None
        return False

    def _heads_list(self, at: int) -> bool:
        """Whether 【具体的な取組】 stands over projects with their owners, and over no text of one."""
        if not self._is_label(at) or at in self._in_cards or at + 1 == len(self._rows):
            return False
        mark = self._mark(at + 1)
        if any(column == "name" for column, _ in self.fields(self._rows[at + 1])):
            return True
        items = owners = 0
        for below in range(at + 1, len(self._rows)):
            text = self._texts[below]
            if mark is None or self._is_level(below) or self.profile.lists_projects(text):
                break
            found = self._mark(below)
            items += found is not None and found.signature == mark.signature
            owners += self.owned(text) is not None or self._names_owner(self._rows[below])
        return 2 * owners > items

    # -- lines with nothing but a section ---------------------------------------------------

    def _find_alone(self) -> None:
        """【農政課】 on a line of its own: of the name above it, or of all that follows."""
        for pattern in (_ALONE, _BARE):
            found = {
                at: span for at in range(len(self._rows)) if (span := self._alone(at, pattern))
            }
            if found and self._names_above(min(found)):
                for at, span in found.items():
                    self.told_fields[self._rows[at].span.start] = [("section", span)]
                return
            if found and pattern is _ALONE:  # without brackets it is a heading, or a name
                self.offices.update(found)
                return

    def _find_office_headings(self) -> None:
        """■環境課 over a list, where nothing but headings says whose the items of lists are."""
        groups: dict[tuple[str, str], dict[int, Span]] = defaultdict(dict)
        sections: Counter[tuple[str, str]] = Counter()
        for at, text in enumerate(self._texts[:-1]):
            mark, below = self._mark(at), self._mark(at + 1)
            if mark is None or below is None or mark.signature == below.signature:
                continue
            name = text[mark.title :].strip(self.profile.heading_marks)
            if self._words.is_office(name) and self.owned(text) is None:
                start = self._rows[at].filled[0].start + text.index(name, mark.title)
                groups[mark.signature][at] = Span(start, start + len(name))
                sections[mark.signature] += self._words.ends_like(name, "divisions")
        best = max(groups, key=lambda each: sections[each], default=None)
        found = groups[best] if best and 2 * sections[best] >= len(groups[best]) else {}
        owned = any(self._names_owner(row) for row in self._rows)
        if len(found) > 1 and not self.offices and not self.grids and not owned:
            self.offices.update(found)
            self._taken |= set(found)

    def _alone(self, at: int, pattern: re.Pattern[str]) -> Span | None:
        row, text = self._rows[at], self._texts[at]
        match = pattern.fullmatch(text) if row.grid is None and row.level is None else None
        if match is None or self.profile.column(text) or row.kind not in ("text", "item"):
            return None
        named = [piece for piece in re.split(r"[、，,・･/／\s]+", match["sections"]) if piece]
        if not all(len(piece) > 1 and self.profile.ends_like_office(piece) for piece in named):
            return None
        divisions = all(self._words.ends_like(piece, "divisions") for piece in named)
        labelled = any(self._labels(piece) for piece in named)  # 担当課　健康課
        if pattern is _BARE and (not divisions or labelled or self._mark(at)):
            return None
        start = row.filled[0].start
        return Span(start + match.start("sections"), start + match.end("sections"))

    def _names_above(self, at: int) -> bool:
        """Whether a line that may be a project's name stands right above row `at`.

        What that project is may be told between the two, in sentences.
        """
        told = 0
        for above in range(at - 1, max(-1, at - BELOW), -1):
            if self._rows[above].kind in ("running", "note", "contents"):
                continue
            text, mark = self._texts[above], self._mark(above)
            if mark is None and (text.endswith("。") or told) and self._rows[above].grid is None:
                told += 1
                continue
            if not told and at - above >= _NEAR:
                return False
            if mark is None or self._is_level(above) or self._is_structural(text, False):
                return False
            label = self._labels(text[mark.title :].lstrip(self.profile.bullets)) is not None
            return not (label or self._is_part(text, mark) or text.endswith(("。", "、")))
        return False

    def _name(self, at: int, until: int) -> None:
        self._anchors.add(at)
        self._taken.add(at)
        self.named[at] = max(until, self.named.get(at, at))

    def _find_by_owner(self) -> None:
        """担当課：… names the owner of what the nearest line above that is set off names."""
        strong: dict[int, int] = {}
        light: dict[int, int] = {}
        bullets = False
        alone: dict[int, int | None] = {}  # owners with no line above that is set off
        for at, row in enumerate(self._rows):
            if row.grid is not None and row.grid not in self.cards or not self._names_owner(row):
                continue
            if at in self._under_names or at in self.listed:
                continue
            over, item = self._above(at)
            if over is None and item is None:
                alone[at] = self._plain_name(at)
            if over is not None:
                strong[over] = at
            if item is not None:
                light[item if over is None else -1 - item] = at
                bullets |= over is None
        if alone and None not in alone.values():
            plain = {self._plain_name(at) or over: at for over, at in strong.items()}
            strong = plain | {name: at for at, name in alone.items() if name is not None}
        chosen = strong
        self._by_owner |= set(strong)
        if bullets:  # a list names the projects: also its first one, with a heading above
            chosen = {item if item >= 0 else -1 - item: at for item, at in light.items()}
        for name, at in chosen.items():
            self._name(name, at)
        for name in list(chosen):
            for step in (1, -1):
                self._siblings(name, step)

    def _above(self, at: int) -> tuple[int | None, int | None]:
        """(a heading, an item of a plain list) above row `at` that may name a project."""
        item = None
        for above in range(at - 1, max(-1, at - BELOW), -1):
            row, text = self._rows[above], self._texts[above]
            if row.kind in ("running", "note", "contents"):
                continue
            if above in self._anchors or row.grid in self.grids:
                if above in self.named:  # named already: its page goes on to here
                    self.named[above] = max(self.named[above], at)
                return None, item
            if row.grid is not None:
                continue
            if fields := self.fields(row):
                if any(column == "section" for column, _ in fields):
                    return None, item
                continue
            if text and (self._is_level(above) or self._is_structural(text, False)):
                return None, item
            mark = None if above in self._values else self._mark(above)
            if LABELLED.match(text):
                continue
            if mark is None or len(text) > NAME or text.endswith(("。", "、")):
                continue
            if mark.signature[0] == "mark" and mark.signature[1] in LIGHT:
                item = above if item is None and not self._runs(above, mark) else item
                continue
            if self._is_part(text, mark):
                return None, item
            return above, item
        return None, item

    def _plain_name(self, at: int) -> int | None:
        """A line above row `at` that nothing sets off, short and no sentence, with which a text begins."""
        for here in range(at - 1, max(0, at - BELOW), -1):
            row, text = self._rows[here], self._texts[here]
            if row.kind != "text" or row.grid is not None or not text or self.fields(row):
                return None
            if self._mark(here) or self._is_level(here) or self._is_structural(text, False):
                return None
            if here in self._values:
                return None
            if self._is_plain(text) and not self._runs_on(here - 1):
                return None if self._tells(text) else here
        return None

    def _is_plain(self, text: str) -> bool:
        """Whether an unmarked line can be a name: short, no sentence, label, page's number or figure."""
        said = len(text) < _PLAIN and re.search(r"[^\W\d]", text) is not None
        said = said and not self._is_labelled(text)
        return said and not text.endswith(("。", "、")) and not _NO_NAME.search(text)

    def _is_labelled(self, text: str) -> bool:
        """Whether a line is a label and its value with only white space between: SDGs　3　11."""
        label, *value = text.split(maxsplit=1)
        return bool(value) and self._labels(label) is not None

    def _runs_on(self, at: int) -> bool:
        """Whether the text of row `at` may go on in the next one."""
        text, row = self._texts[at], self._rows[at]
        if not text or text.endswith(("。", "）", ")")) or self._mark(at) or self._is_level(at):
            return False
        if at in self._values or self._is_labelled(text):
            return False
        return not self.fields(row) and re.search("[：:]", text) is None

    def _runs(self, at: int, mark: Mark) -> bool:
        """Whether an item of a list stands next to another."""
        beside = (
            self._mark(other) for other in (at - 1, at + 1)
            if 0 <= other < len(self._rows) and not self.fields(self._rows[other])
        )  # fmt: skip
        return any(other is not None and other.signature == mark.signature for other in beside)

    def _siblings(self, at: int, step: int) -> None:
        """Name as projects the lines set off like `at` that go on counting from it."""
        mark = self._mark(at)
        if mark is None:
            return
        here = at
        while 0 <= (here := here + step) < len(self._rows):
            other, text = self._mark(here), self._texts[here]
            if self._rows[here].grid in self.grids or self._is_level(here):
                return
            if other is None or (
                other.signature[0] == "mark" and other.signature != mark.signature
            ):
                continue
            if other.signature != mark.signature or here in self._taken:
                return
            if not _follows(mark.number, other.number, step):
                return
            if self._is_part(text, other) or len(text) > NAME:
                return
            self._name(here, here)
            mark = other

    # -- owners of levels -------------------------------------------------------------------

    def _raise_owners(self) -> None:
        """Headings with an owner and with headings of their own are levels; those are projects."""
        groups: dict[tuple[str, str], list[int]] = defaultdict(list)
        for at in self._by_owner:
            if at in self.named and (mark := self._mark(at)):
                groups[mark.signature].append(at)
        for signature, owned in groups.items():
            below = {at: self._leaves(self.named[at], rank(signature)) for at in owned}
            over = [at for at in owned if below[at]]
            if 2 * len(over) < len(owned) or sum(map(len, below.values())) < 2:
                continue
            for at in over:
                self._give_up(at)
                for leaf in below[at]:
                    if leaf not in self._anchors:
                        self._name(leaf, leaf)

    def _give_up(self, at: int) -> None:
        """Take the name in row `at` for a level; its owner is that of the projects below it."""
        until = self.named.pop(at)
        self._anchors.discard(at)
        self._taken.discard(at)
        for row in range(at + 1, until + 1):
            for column, value in self.fields(self._rows[row]):
                if column == "section":
                    self.offices.setdefault(row, value)

    def _leaves(self, until: int, over: tuple[int, int]) -> list[int]:
        """The lowest headings below the owner in row `until`, up to one of the rank `over`.

        Those of 現状と課題 name no projects; where its numbers begin again, it is over.
        """
        found: list[tuple[int, tuple[int, int]]] = []
        background = begun = False
        for below in range(until + 1, len(self._rows)):
            mark, text = self._mark(below), self._texts[below]
            if self._is_level(below) or below in self.named and below in self._by_owner:
                break
            if text and (part := self.profile.field(text)):
                background, begun = part == "background", False
            if mark is None or mark.signature[0] not in ("style", "number"):
                continue
            if rank(mark.signature) <= over:
                break
            if background and mark.number == "1" and begun:
                background = False
            begun = begun or mark.number == "1"
            if background:
                self._taken.add(below)
                continue
            named = text[mark.title :].strip()
            label = self.profile.column(named) or self.profile.field(named)
            if label or self._is_part(text, mark) or self._is_structural(text, True):
                continue
            if len(text) > NAME or text.endswith(("。", "、")) or self.fields(self._rows[below]):
                continue
            found.append((below, rank(mark.signature)))
        after = [ranked for _, ranked in found[1:]]
        return [
            row for n, (row, ranked) in enumerate(found)
            if n == len(after) or after[n] <= ranked
        ]  # fmt: skip

    def _owned_levels(self) -> dict[str, dict[int, int]]:
        """The headings of known levels whose owner stands right below, by their word.

        A heading is told by its row, with that of its owner. Only words of which most are owned.
        """
        owned: dict[str, dict[int, int]] = defaultdict(dict)
        counted: Counter[str] = Counter()
        last: tuple[str, int] | None = None
        for at, row in enumerate(self._rows):
            text = self._texts[at]
            known = self.profile.level_heading(text) if text else None
            if known:
                last = known[1].casefold(), at
                counted[last[0]] += 1
            elif last and any(column == "section" for column, _ in self.fields(row)):
                owned[last[0]][last[1]] = at
                last = None
        return {word: rows for word, rows in owned.items() if 2 * len(rows) >= counted[word] > 1}

    def _find_below_levels(self) -> None:
        """Where nothing names a project: the headings below levels that have an owner."""
        for rows in self._owned_levels().values():
            below = {at: self._leaves(owner, (-1, 0)) for at, owner in rows.items()}
            if (
                2 * sum(map(bool, below.values())) >= len(rows)
                and sum(map(len, below.values())) > 1
            ):
                for leaf in {leaf for leaves in below.values() for leaf in leaves}:
                    self._name(leaf, leaf)

    def _lower_levels(self) -> None:
        """Where nothing names a project: headings of a known level right above their owner."""
        for word, rows in self._owned_levels().items():
            self.lowered.add(word)
            for at in rows:
                self._names[self._rows[at].number] = self._level_title(at)
                self._name(at, at)

    def _level_title(self, at: int) -> Span:
        span, known = self._rows[at].filled[0], self.profile.level_heading(self._texts[at])
        assert known is not None
        start = span.start + self._texts[at].rindex(known[3])
        return Span(start, start + len(known[3]))

    def _find_unmarked(self) -> None:
        """川の清掃（環境課）: short lines that nothing sets off, where nothing else names a project."""
        found, sections = [], 0
        headings = (
            self._is_level(at) or self.profile.lists_projects(text) or numbering(text)
            for at, text in enumerate(self._texts) if text
        )  # fmt: skip
        if not any(headings):
            return  # whom to ask about what, in no plan
        for at, row in enumerate(self._rows):
            text = self._texts[at]
            match = self.owned(text) if row.kind in ("text", "item") and row.grid is None else None
            if match is None or row.level is not None or self._is_level(at):
                continue
            name = without_sum(match["name"])
            bracketed = text[-1] in "）)】］]〕>＞〉》"  # 取りまとめ役：環境課 is a label
            if "。" in name or not bracketed or not self._is_plain(name):
                continue
            sections += self._words.ends_like(match["section"], "divisions")
            found.append(at)
        if sections > 1 and 2 * sections >= len(found):
            self._anchors |= set(found)
            self._taken |= set(found)
            self.listed |= set(found)

    def _find_sentences(self) -> None:
        """・川を調べます。（環境課）: where nothing else names a project, what is done does."""
        found = []
        for at, row in enumerate(self._rows):
            match = self.owned(self._texts[at]) if row.kind in ("text", "item") else None
            if match and match["name"].endswith("。") and row.grid is None and self._mark(at):
                found.append(at)
        if len(found) > 1:
            for at in found:
                self._anchors.add(at)
                self._taken.add(at)
                self.listed.add(at)


def _follows(number: str, other: str, step: int) -> bool:
    """Whether `other` is the number after (or before) `number`; lines without numbers follow."""
    if not number and not other:
        return True
    if number.isdecimal() and other.isdecimal():
        return int(other) == int(number) + step
    if number in _KANA and other in _KANA and number and other:
        return _KANA.index(other) == _KANA.index(number) + step
    head, _, last = number.rpartition("-")
    head_other, _, last_other = other.rpartition("-")
    return (
        bool(head) and head == head_other and last.isdecimal() and last_other.isdecimal()
        and int(last_other) == int(last) + step
    )  # fmt: skip
