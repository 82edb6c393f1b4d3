"""What each row of a headed plan is: a heading over projects, the name of one, an item of a list."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from ..document import Document
from ..no_plan import PLAN_TITLE
from ..rows import Row
from ..source import Span
from ..words.heading_numbers import numbering
from ..words.lexicon import squeeze
from ..words.profile import Profile
from ..words.table_words import TableWords, joined
from .asides import asides
from .candidates import signed
from .counted import Group, counted_heading, groups_of
from .counted import Heading as Counted
from .marked_lines import Mark
from .outline import Heading, outline
from .owner_lines import BELOW, COLON, LABELLED, LIGHT, NAME, ByOwner
from .page_levels import grid_levels, page_levels


class Places(ByOwner):
    """The rows of one document by what they are.

    `outline` are the headings over projects, `named` the rows that name a project, with the row up
    to which its page goes on, `listed` the items of lists, `titles` the rows that hold the title of
    the number above, `inside` those of tables within a project, `title_at` the heading that is the
    plan's title, if one is.
    """

    def __init__(
        self, document: Document, rows: Sequence[Row], profile: Profile, words: TableWords
    ) -> None:
        super().__init__(document, rows, profile, words)
        self.nested: set[int] = set()
        self.titles: set[int] = set()
        self.inside: set[int] = set()
        self._whole: set[int] = set()  # rows that name a project, tell of it and say whose it is
        for at, (_, _, _, title) in self._told.items():
            self._entitle(at, title)
        self._find()
        self._find_counted()
        self._find_by_owner()
        self._raise_owners()
        self._find_as_told()
        self.level_fields = page_levels(
            self.source, rows, self._texts, self.fields, self.level_label
        )
        self._taken |= set(self.level_fields)
        self.level_rows = grid_levels(
            self.source, rows, self.grids, self.cards | self.unread, self.level_label,
            lambda text: words.meaning(text) is not None,
        )  # fmt: skip
        finders = (
            self._find_unmarked, self._find_sentences, self._find_below_levels, self._lower_levels,
            self._find_by_words,
        )  # fmt: skip
        for find in finders:
            if not self._anchors:
                find()
                self._leave_out_told()
        self.saying = self._saying_names()
        self._taken |= self.saying
        self.title_at = self._title_at()
        if self.title_at is not None:
            self._taken.add(self.title_at)
        marks = [self._undecided(at) for at in range(len(rows))]
        self._taken |= asides(self._texts, marks, self._tells)
        self._taken |= {at for at in range(len(rows)) if self._is_count(at)}
        self.outline: dict[int, Heading] = outline(
            self.source, rows, profile, self._anchors, self._taken, self._told, self._over_items(),
            levelled=self._levelled(),
        )  # fmt: skip
        self._without_title()

    def _levelled(self) -> bool:
        """Whether projects stand in forms alone, each of which says what levels it is below."""
        if any(self._rows[at].grid not in self.grids for at in self._anchors):
            return False
        grids = [grid for grid in self.grids.values() if not grid.contents]
        return bool(grids) and all(grid.forms and grid.levelled for grid in grids)

    def _is_count(self, at: int) -> bool:
        """Whether a heading says the number of what is below it and nothing else: 事業番号1."""
        text = self._texts[at] if self._rows[at].level is not None else ""
        meaning = self._words.meaning(text) if text[-1:].isdigit() else None
        return meaning is not None and meaning.role == "number" and meaning.confidence > 0.9

    def _undecided(self, at: int) -> Mark | None:
        """How a line is set off that names no project, and of which the profile says nothing."""
        mark = None if at in self._anchors else self._mark(at)
        return mark if mark and self.profile.heading_class(mark.signature) is None else None

    # -- where projects begin ---------------------------------------------------------------

    def _find(self) -> None:
        """Tables, pages of labels and values, and lists of projects."""
        listing, top = False, -1
        tables = bool(self.grids) or any(self._head(row) for row in self._rows)
        owned = self._owned_items(plain=not tables)
        for at, row in enumerate(self._rows):
            marked = row.level is not None
            if row.kind in ("running", "contents"):
                continue
            if row.grid in self.grids:
                self._taken.add(at)
                if row.at in self.grids[row.grid].starts:
                    self._anchors.add(at)
                listing = False
                continue
            text = self._texts[at]
            if at in self.offices:
                listing, top = row.level is not None or self._mark(at) is not None, -1
            elif self._is_level(at):
                listing = False
            elif text and at not in owned and self.profile.lists_others(text):
                self._taken.add(at)
                listing = False
            elif (
                text and at not in owned and at not in self._in_cards
                and self._is_structural(text, marked)
            ):  # fmt: skip
                self._taken.add(at)
                listing, top = self.profile.lists_projects(text), -1
            elif (fields := self.fields(row)) and not (at in owned and at in self._whole):
                self._taken.add(at)
                listing = False
                if any(column == "name" for column, _ in fields):
                    self._anchors.add(at)
                elif (name := self._heading_above(at)) is not None:
                    if row.grid is not None:
                        self._under_names.add(at)
                    if any(column == "section" for column, _ in fields):
                        self._by_owner.add(name)
                    if name not in self._anchors:
                        self._name(name, at)
            elif self._head(row):
                self._anchors.add(at)
                listing = False
            elif listing and at not in owned and top >= 0 and self._is_inner(at, top):
                self.nested.add(at)
            elif (
                text
                and at not in owned
                and (self._heads_part(at) or self._leaves_list(at, top, owned))
            ):
                listing = False
            elif at in owned or (
                listing and not tables and row.kind in ("text", "item") and self._is_item(text)
            ):
                self._anchors.add(at)
                self._taken.add(at)
                self.listed.add(at)
                top = at if top < 0 or row.depth < self._rows[top].depth else top
            elif marked or text and not self._is_item(text):
                listing = listing and not marked and not self.captions(row)

    def _heads_part(self, at: int) -> bool:
        """Whether a line, set off or not, says what of a measure follows: 課題, ■現状と課題."""
        mark = self._mark(at)
        return self._tells(self._texts[at][mark.title if mark else 0 :])

    def _leaves_list(self, at: int, top: int, owned: set[int]) -> bool:
        """Whether a line without an owner is set off otherwise than the list of owned items above it."""
        if top not in owned or self._rows[at].depth > self._rows[top].depth:
            return False
        mark, first = self._mark(at), self._mark(top)
        return mark is not None and (first is None or mark.signature != first.signature)

    def _is_inner(self, at: int, top: int) -> bool:
        """Whether an item is set in below the items of the list that row `top` begins.

        In running text a mark of its own must say so too: lines are set in for many reasons.
        """
        row, first = self._rows[at], self._rows[top]
        if row.kind not in ("text", "item") or row.level is not None or not self._texts[at]:
            return False
        inner = row.depth >= first.depth + 2 and self._texts[at][0] in self.profile.bullets
        return inner and (row.kind == "item" or self._texts[at][0] != self._texts[top][0])

    def _over_items(self) -> dict[int, int]:
        """The items that hold, further in, those of projects: how far each is set in, by row."""
        found: dict[int, int] = {}
        for at in self.listed | set(self.named):
            depth = self._rows[at].depth
            for above in range(at - 1, -1, -1):
                row = self._rows[above]
                if row.kind != "item" or self._rows[at].kind != "item" or above in found:
                    break
                if row.depth < depth:
                    if above in self._anchors:
                        break
                    found[above] = depth = row.depth
        return found

    def _find_counted(self) -> None:
        """Headings that count projects: names, or a level where other projects stand below."""
        rows = self._rows
        levels = {at for at in range(len(rows)) if self._is_level(at) or self._opens_package(at)}
        groups = groups_of(self.source, rows, self._texts, self.profile, levels)
        for n, group in enumerate(groups):
            below = {h.at for other in groups[n + 1 :] for h in other.found}
            if not group.counts and not self._has_fields(group):
                continue
            if group.over(sorted(self._anchors | below)):
                for heading in group.found:
                    self._told[heading.at] = ("measure", *self._said(heading))
                    self._entitle(heading.at, heading.title)
                continue
            for heading, end in zip(group.found, group.ends, strict=True):
                if heading.at in self._taken and heading.at not in self._anchors:
                    continue
                self._entitle(heading.at, heading.title)
                if self.owned(self.source.quote(heading.title)) and heading.at not in self.titles:
                    self._names[rows[heading.at].number] = heading.title  # 取組1：名称【農政課】
                    self._anchors.add(heading.at)
                    self._taken.add(heading.at)
                    self.listed.add(heading.at)
                    continue
                self._name(heading.at, heading.at)
                self.inside |= {
                    at for at in range(heading.at, end)
                    if rows[at].grid is not None
                    and rows[at].grid not in self.cards and rows[at].grid not in self.grids
                }  # fmt: skip

    def _opens_package(self, at: int) -> bool:
        text, marked = self._texts[at], self._rows[at].level is not None
        return bool(text) and self.profile.package_heading(text, marked=marked) is not None

    def _entitle(self, at: int, title: Span) -> None:
        """Keep the title of a heading, and its row where that is the one below."""
        self._titled[at] = title
        if title.start >= self._rows[at].span.end:
            self.titles.add(at + 1)
            self._texts[at + 1] = ""
            self.named.pop(at + 1, None)
            self._anchors.discard(at + 1)

    def _said(self, heading: Counted) -> tuple[str, str, Span]:
        text = self.source.quote(self._rows[heading.at].filled[0])
        at = text.lower().index(heading.word)
        return text[at : at + len(heading.word)], heading.number, heading.title

    def _has_fields(self, group: Group) -> bool:
        return any(
            self.fields(self._rows[at])
            for heading, end in zip(group.found, group.ends, strict=True)
            for at in range(heading.at + 1, min(end, heading.at + BELOW))
        )

    def _owned_items(self, *, plain: bool) -> set[int]:
        """Items that end with a section in brackets: projects, where two are.

        Where a document has tables of projects (not `plain`), the bracket must say 担当. Lines that
        count, ①名称（農政課）, are such items too where no list with marks is, and headings that
        nothing stands below: of several ways to set them off the one that most are written in, as a
        measure may name its section as well.
        """
        found = set()
        counted: dict[tuple[str, str], set[int]] = defaultdict(set)
        for at, row in enumerate(self._rows):
            text = self._texts[at]
            match = self.owned(text)
            if row.kind not in ("text", "item") or match is None:
                continue
            named = self._names_and_tells(match) and self._mark(at) is not None
            if match["name"].endswith("。") and not named:  # what is done, and who does it: no name
                continue
            if named:
                self._whole.add(at)
            counts = counted_heading(self.source, self.profile, row.filled[0]) is not None
            if match["label"] or plain and (named or counts or self._is_item(text)):
                found.add(at)
            elif (
                plain
                and (mark := self._mark(at))
                and (
                    mark.signature[0] == "number"
                    or mark.signature[0] == "style"
                    and self._is_leaf(at)
                )
            ):
                counted[mark.signature].add(at)
        if not found and counted:
            found = max(counted.values(), key=len)
        return found if len(found) > 1 else set()

    def _is_leaf(self, at: int) -> bool:
        """Whether below a heading, up to the next one, are no items, tables or further headings."""
        own = self._rows[at].level or 0
        for row in self._rows[at + 1 :]:
            if row.kind == "item" or row.grid is not None:
                return False
            if row.level is not None:
                return row.level <= own
        return True

    def _heading_above(self, at: int) -> int | None:
        """The heading right above a page of fields that names its project."""
        if (grid := self._rows[at].grid) is not None:
            while at > 0 and self._rows[at - 1].grid == grid:
                at -= 1
                if self.fields(self._rows[at]):
                    return None
        if at == 0 or (self.fields(self._rows[at - 1]) and at > 1):
            return None
        if at - 1 in self._values:
            return None
        above, mark = self._rows[at - 1], self._mark(at - 1)
        if mark and mark.signature[0] == "mark" and mark.signature[1] in LIGHT:
            return None  # the items of a list are looked at together, by their owners
        if len(above.filled) != 1 or above.grid is not None or len(above.text) > NAME:
            return None
        if above.level is None and (
            LABELLED.match(above.text)
            or at > 1
            and COLON.match(above.text)
            and self.fields(self._rows[at - 2])
        ):
            return None  # a line of the same page, whose label is not known
        named = above.level is not None or not above.text.endswith(("。", "、", ".", ","))
        known = self._is_level(at - 1) or self._is_structural(above.text, False)
        return at - 1 if named and not known and above.kind == "text" else None

    def _find_as_told(self) -> None:
        """Lines that the profile calls projects, and those that it says are none."""
        if not self.profile.tells_headings:
            return
        for at, ways in self.ways().items():
            told = next(filter(None, map(self.profile.heading_class, ways)), None)
            if told == "project":
                self._names[self._rows[at].number] = next(iter(ways.values()))
                if self.owned(self.source.quote(self._rows[at].filled[0])):
                    self._anchors.add(at)
                    self._taken.add(at)
                    self.listed.add(at)
                elif at not in self.listed:
                    self._name(at, at)
            elif told is not None and at in self._anchors:
                self._unname(at)

    def _leave_out_told(self) -> None:
        """What the profile says is no heading names no project, however few are left."""
        for at, ways in self.ways().items() if self.profile.tells_headings else ():
            if at in self._anchors and "ignored" in map(self.profile.heading_class, ways):
                self._unname(at)

    def _unname(self, at: int) -> None:
        self._anchors.discard(at)
        self._taken.discard(at)
        self.listed.discard(at)
        self.named.pop(at, None)

    def ways(self) -> dict[int, dict[tuple[str, str], Span]]:
        """Index of row → how it is set off (("style", "2"), ("number", "paren")) → its title."""
        found: dict[int, dict[tuple[str, str], Span]] = defaultdict(dict)
        for at, row in enumerate(self._rows):
            if mark := self._mark(at):
                found[at][mark.signature] = self.title(row)
        for at, (signature, title) in signed(self.source, self._rows, self.profile).items():
            labelled = signature[0] in ("label", "word")
            found[at] = {signature: title if labelled else self.title(self._rows[at])}
        return found

    def opens_package(self, at: int) -> bool:
        """Whether the words of a package's heading are followed by its list, background or years.

        A label such as 【重点プロジェクト】 in a figure or a summary opens none.
        """
        level = self._rows[at].level
        for row in self._rows[at + 1 :]:
            text = self.source.quote(row.filled[0]) if row.filled else ""
            field = self.profile.field(text)
            if field in ("background", "list", "status") or self.profile.year(text):
                return True
            marked = row.level is not None
            if marked and self.profile.table_heading(text, marked=True) is not None:
                return True
            if self.profile.package_heading(text, marked=marked) is not None:
                return False
            if row.level is not None and (level is None or row.level <= level) and field is None:
                return False
        return False

    def _find_by_words(self) -> None:
        """Headings that call themselves projects, where nothing else names any."""
        endings = tuple(self._words.words("named_projects"))
        signed: Counter[tuple[str, str]] = Counter()
        called: Counter[tuple[str, str]] = Counter()
        marks = {at: mark for at in range(len(self._rows)) if (mark := self._mark(at))}
        for at, mark in marks.items():
            signed[mark.signature] += 1
            called[mark.signature] += self._texts[at].endswith(endings)
        best = max(called, key=lambda signature: called[signature], default=None)
        if best is None or called[best] < 2 or 2 * called[best] < signed[best]:
            return
        found = [
            at for at, mark in marks.items()
            if mark.signature == best and self._texts[at].endswith(endings)
            and not self._is_level(at)
            and not self._is_structural(self._texts[at], False)
        ]  # fmt: skip
        for at in found:
            self._name(at, at)
        for at in found:
            for step in (1, -1):
                self._siblings(at, step)

    def _saying_names(self) -> set[int]:
        """The headings above a form or label that names the project as they do."""
        found = set()
        for at in self._anchors - set(self.named):
            names = {squeeze(name) for name in self._names_below(at)}
            for above in range(at - 1, max(-1, at - BELOW - 1), -1):
                row = self._rows[above]
                if (
                    not names
                    or above in self._anchors
                    or row.grid not in (None, self._rows[at].grid)
                ):
                    break
                if row.level is not None and self._texts[above]:
                    said = self.source.quote(self.title(row))
                    if names & {squeeze(said), squeeze(self._texts[above])}:
                        found.add(above)
                    break
        return found

    def _names_below(self, at: int) -> list[str]:
        """What the form or the label at row `at` calls its project."""
        row = self._rows[at]
        if (grid := self.grids.get(row.grid or 0)) is not None:
            filled = (each for form in grid.forms for each in form.filled)
            return [joined(each.cell.text) for each in filled if each.meaning.role == "name"]
        return [self.source.quote(span) for column, span in self.fields(row) if column == "name"]

    def _title_at(self) -> int | None:
        """The only heading of the first rank, where it names a plan and nothing before it does."""
        if self.profile.heading_class(("style", "1")) is not None:
            return None
        tops = [at for at, row in enumerate(self._rows) if row.level == 1 and self._texts[at]]
        if len(tops) != 1 or any(at <= tops[0] for at in self._anchors):
            return None
        text = self._texts[tops[0]]
        if self.profile.level_heading(text) or numbering(text):
            return None
        named = [PLAN_TITLE.search(said.lower()) is not None for said in self._texts[: tops[0] + 1]]
        return tops[0] if named[-1] and not any(named[:-1]) else None

    def _without_title(self) -> None:
        """A lone heading of no known word is a title: the first line, or one over tables of levels."""
        levels: bool = any(table.first("level") for g in self.grids.values() for table in g.tables)
        if len(self.outline) == 1:
            lone = next(iter(self.outline))
            if any(self.profile.heading_class(way) for way in self.ways().get(lone, ())):
                return
            first = not any(self._texts[:lone]) and numbering(self._texts[lone]) is None
            levels = levels or any(map(self._has_levels, self._rows))
            if (first or levels) and self.profile.level_heading(self._rows[lone].text) is None:
                del self.outline[lone]

    def _has_levels(self, row: Row) -> bool:
        cells = [self.source.quote(cell) for cell in row.filled]
        return self._head(row) and any(map(self.profile.level_label, cells))
