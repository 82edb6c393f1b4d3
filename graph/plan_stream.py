"""Building plans from a file that is read unit by unit: any size in the same memory.

Quads are made, validated and written in batches into a draft of the knowledge base, which takes
its place when all are written; a fault in the last record leaves everything as it was.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from ..data.formats.opening import sha256_of
from ..data.ledger import Entry
from ..data.reading import Reading, read_document
from ..data.records import Notice, Plan
from ..data.settings import Settings
from ..data.source import Source
from ..language import Text
from ..ontology.terms import PREFIXES, eni, ext
from ..progress import step
from .build import GraphBuilder
from .check import validate_quads
from .collector import collect_new, collector_paused
from .described import Described, Remembered
from .finding import Finding
from .iris import Minter
from .provenance import file_quads, run_quads, source_quads
from .reviewing import apply_decisions
from .store import Draft, KnowledgeBase
from .stream_identity import StreamKeys

#: Quads that are validated and written at once.
BATCH: Final = 60_000
#: Notices and findings of a plan that are kept to be shown; the rest is counted.
SHOWN: Final = 200
#: Unresolved places of a plan that are kept to be shown.
UNRESOLVED_SHOWN: Final = 5
_OURS: Final = PREFIXES["eni"]
_STANDING: Final = {eni.Plan, eni.Goal, eni.Measure, eni.Package}


@dataclass
class Tally:
    """What a plan's sources amount to."""

    counts: Counter[str] = field(default_factory=Counter)
    ledger: Counter[str] = field(default_factory=Counter)
    classes: Counter[str] = field(default_factory=Counter)
    triples: int = 0
    notices: list[Notice] = field(default_factory=list)
    more_notices: int = 0
    unresolved: list[tuple[str, str]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def add(self, reading: Reading) -> None:
        """Count one Reading."""
        self.counts.update(reading.counts())
        for entry in reading.ledger:
            self.ledger[entry.state] += entry.places
            if entry.state == "unresolved" and len(self.unresolved) < UNRESOLVED_SHOWN:
                self._unread(reading.source, entry)
        room = max(0, SHOWN - len(self.notices))
        self.notices += reading.notices[:room]
        self.more_notices += len(reading.notices[room:])

    def _unread(self, source: Source, entry: Entry) -> None:
        """Keep the place and words of a unit that nobody claimed; of a field of records once."""
        place = entry.locator or source.locator(entry.span)
        field_name = place.rpartition("/")[2]
        if not any(known.rpartition("/")[2] == field_name for known, _ in self.unresolved):
            words = source.quote(entry.span).rpartition("\t")[2]
            self.unresolved.append((place, words))

    def said(self) -> tuple[Notice, ...]:
        """The notices to show, and how many more there are."""
        if not self.more_notices:
            return tuple(self.notices)
        more = Text(f"ほか {self.more_notices:,}件", f"and {self.more_notices:,} more")
        return (*self.notices, Notice(1, more, "…"))


class StreamedPlan:
    """One plan that grows: its builder, its numbers, and the quads that wait to be written."""

    def __init__(
        self,
        kb: KnowledgeBase,
        draft: Draft,
        first: Reading,
        file_sha256: str,
        shared: Remembered,
    ) -> None:
        settings = first.settings
        self.minter = Minter(settings.municipality, settings.plan)
        self.keys = StreamKeys(kb, self.minter)
        self.tally = Tally()
        self.source, self.encoding = first.source.name, first.source.encoded_in
        plans = (record for record in first.records if isinstance(record, Plan))
        self.government = next((plan.government for plan in plans), None)
        self._kb, self._draft = kb, draft
        self._settings, self._sha256 = settings, file_sha256
        self._shared = shared
        self.described = Described(self._written, self._usual)
        self._builder = GraphBuilder(first, self.keys.kept(), self.described)
        #: What later records may be checked against: the levels above them, units above units.
        self.standing: list[ox.Quad] = []
        self.waiting: list[ox.Quad] = []
        self.waiting_aside: list[ox.Quad] = []

    def add(self, read: Reading) -> int:
        """Make the quads of one Reading; how many."""
        reading = self.keys.settle(read)
        self.tally.add(reading)
        quads = self._builder.share(reading)
        aside = list(source_quads(reading, self.minter, part_of=self.minter.source(0)))
        self.waiting += quads
        self.waiting_aside += aside
        return len(quads) + len(aside)

    def take(self) -> list[ox.Quad]:
        """The waiting quads, with what people decided of them."""
        for quad in self.waiting:
            predicate = quad.predicate.value
            if predicate == ext.type:
                cls = getattr(quad.object, "value", "")
                if cls.startswith(_OURS):
                    self.tally.classes[cls] += 1
                if cls in _STANDING:
                    self.standing.append(quad)
            elif predicate == ext.subOrganizationOf or (
                predicate == ext.isPartOf and "/project/" not in str(quad.subject)
            ):
                self.standing.append(quad)
        quads = [*apply_decisions(self._kb, self.minter.plan, self.waiting), *self.waiting_aside]
        self.tally.triples += len(quads)
        self.waiting, self.waiting_aside = [], []
        return quads

    def close(self) -> list[ox.Quad]:
        """What is said of the plan as a whole, when its last source is read."""
        file = self.minter.source(0)
        self._builder.kept.retired += self.keys.retired()
        quads = [
            *file_quads(self.source, self._sha256, self.minter),
            *run_quads(self._settings, self._sha256, self.minter, file),
            *self._builder.closing(self.tally.classes, source=file),
        ]
        self.tally.triples += len(quads)
        return quads

    def _written(self, node: str) -> str | None:
        """The label of a named thing in what was written; `node` may name its class as well."""
        name, _, cls = node.partition(" ")
        plan = self.minter.plan
        if cls and not self._draft.has(name, ext.type, cls, plan):
            return None
        return self._draft.one(name, ext.prefLabel, plan)

    def _usual(self, node: str, name: str) -> str:
        """The name of an organisation that plans share: the first that any of them gave it."""
        found = self._shared.get(node)
        if found is None:
            found = self._draft.one(node, ext.prefLabel) or name
            self._shared.add(node, found)
        return found


def stream_plans(
    kb: KnowledgeBase,
    draft: Draft,
    document: Path,
    settings: Settings,
    *,
    refuse: Callable[[Sequence[Finding]], Exception],
) -> Iterator[StreamedPlan]:
    """Read `document` into `draft`; its plans when all is written.

    Raises what reading raises, and what `refuse` makes of violations.
    """
    sha256 = sha256_of(document)
    plans: dict[str, StreamedPlan] = {}
    shared = Remembered()
    batch = _Batch(draft, shared, refuse)
    count = 0
    with collector_paused():
        for number, reading in enumerate(read_document(document, settings), 1):
            name = Minter(reading.settings.municipality, reading.settings.plan).plan
            if name not in plans:
                plans[name] = StreamedPlan(kb, draft, reading, sha256, shared)
            count += plans[name].add(reading)
            if count >= BATCH:
                step(
                    Text("{n}件目まで書きました: {name}", "{n} records written: {name}").format(
                        n=f"{number:,}", name=document.name
                    )
                )
                batch.write(plans.values())
                collect_new()
                count = 0
        batch.write(plans.values(), last=True)
    for name, plan in plans.items():
        mine = (row for row in batch.findings if row.focus.startswith(f"{name}/"))
        plan.tally.findings.extend(mine)
        yield plan


class _Batch:
    """Validates quads and writes them; keeps what later batches stand on."""

    def __init__(
        self, draft: Draft, shared: Remembered, refuse: Callable[[Sequence[Finding]], Exception]
    ) -> None:
        self._draft, self._shared, self._refuse = draft, shared, refuse
        self.findings: list[Finding] = []

    def write(self, plans: Collection[StreamedPlan], *, last: bool = False) -> None:
        """Validate and write what waits, with what closes the plans where it is the last batch."""
        standing = [quad for plan in plans for quad in plan.standing]
        quads = [quad for plan in plans for quad in plan.take()]
        if last:
            quads += [quad for plan in plans for quad in plan.close()]
        found = validate_quads(quads, standing=standing)
        violations = [row for row in found if row.severity == "Violation"]
        if violations:
            raise self._refuse(violations)
        self.findings += found[: SHOWN - len(self.findings)]
        if self._draft.add(quads):
            self._shared.forget()
            for plan in plans:
                plan.described.forget()
