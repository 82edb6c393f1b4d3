"""Labels and what stands below each, made a form: a grid of label and value."""

from collections.abc import Sequence

from ..document import Cell, Grid, Paragraph, Part
from ..source import Source, Span
from ..words.profile import Profile
from ..words.table_words import TableWords
from .fields import labels_of

#: A label is no longer than this.
_LABEL = 24


class FormMaker:
    """Knows the labels of one document's profile, and makes forms of those in its parts."""

    def __init__(self, source: Source, profile: Profile, words: TableWords) -> None:
        self._source, self._profile, self._words = source, profile, words
        self.column = labels_of(profile, words)

    def role(self, text: str) -> str:
        """What a text is the label of, as the role of a column; "" for one that is none."""
        if len(text) > _LABEL or self._profile.level_alone(text):  # 施策１ is a heading
            return ""
        if column := self.column(text):
            return column
        meaning = self._words.meaning(self._profile.bare(text))
        return meaning.role if meaning and meaning.confidence > 0.9 else ""

    def is_office(self, part: Part) -> bool:
        """Whether a line reads like the name of a section."""
        return isinstance(part, Paragraph) and self._words.is_office(part.text)

    def told(self, parts: Sequence[Part], role: str) -> tuple[list[Part], list[Part]]:
        """(what a label says, what else stands below it): of a section only lines like its name."""
        said = list[Part]()
        for part in parts:
            if not isinstance(part, Paragraph) or part.kind not in ("text", "item"):
                break
            if role == "section" and said and not self.is_office(part):
                break
            said.append(part)
        return said, list(parts[len(said) :])

    def grid(self, name: str, rows: Sequence[tuple[Part, Sequence[Part]]]) -> Grid:
        """The form of that name: of each label the lines that say its value."""
        cells = list[Cell]()
        for number, (label, said) in enumerate(rows):
            cells += (self._cell(number, 0, [label]), self._cell(number, 1, said))
        return Grid(name, tuple(cells))

    def _cell(self, row: int, column: int, parts: Sequence[Part]) -> Cell:
        spans = [part.span for part in parts if isinstance(part, Paragraph)]
        span = Span(spans[0].start, spans[-1].end)
        return Cell(row, column, self._source.quote(span), span)
