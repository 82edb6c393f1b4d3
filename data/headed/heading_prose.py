"""What paragraphs right under a heading tell of its goal or measure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from .. import cells as prose
from ..records import Goal, Measure, MeasurePart, Passage, Record
from ..rows import Row
from .draft import Draft


class HeadingProse:
    """Keeps these paragraphs by the key of what they tell of: there may be thousands."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._told: dict[str, list[Passage]] = defaultdict(list)

    def tell(self, row: Row) -> None:
        """Take a paragraph as told of the last goal or measure, where nothing stands between."""
        for element in reversed(self._draft.out):
            if not isinstance(element, Goal | Measure | MeasurePart):
                return
            if isinstance(element, Goal | Measure):
                if part := prose.passage(self._draft.source, row.span):
                    self._told[element.key].append(part)
                    self._draft.note(row, "modelled", "見出しの説明文", element.key)
                return

    def added_to(self, records: Iterable[Record]) -> Iterator[Record]:
        """`records`, goals and measures with what is told of them."""
        for record in records:
            if isinstance(record, Goal | Measure) and (told := self._told.get(record.key)):
                record = replace(record, prose=(*record.prose, *told))
            yield record
