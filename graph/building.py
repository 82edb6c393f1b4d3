"""From documents to a stored knowledge base: read, build, validate, store."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from ..data.ledger import STATES
from ..data.reading import Reading, plans_in, read_document
from ..data.records import Notice, Plan
from ..data.settings import Settings
from ..errors import CheckFailedError, InputError
from ..language import Lang, Text
from ..progress import step
from .build import GraphBuilder
from .check import validate_quads
from .collector import collector_paused
from .compatibility import check_edition
from .described import Described, UsualNames
from .finding import Finding
from .identity import keep_identity
from .iris import Minter
from .plan_stream import stream_plans
from .reviewing import apply_decisions
from .statements import Together
from .store import PROVENANCE, Draft, KnowledgeBase

_MOST_SHOWN = 5
#: Classes that `build` counts for people, in the order of the hierarchy.
COUNTED = ("Goal", "Measure", "Package", "Project", "Participation", "Claim")


@dataclass(frozen=True, slots=True)
class Built:
    """What `build` says of one document."""

    plan: str
    source: str
    encoding: str
    counts: dict[str, int]
    ledger: dict[str, int]
    notices: tuple[Notice, ...]
    findings: tuple[Finding, ...]
    triples: int
    #: The first places that are no part of the plan as it was read: locator and words.
    unresolved: tuple[tuple[str, str], ...] = ()
    #: The body whose plan it is, where the document says it.
    government: str | None = None

    @property
    def coverage(self) -> float:
        """The share of the source's places that the ledger accounts for (0-1)."""
        total = sum(self.ledger.values())
        return 1 - self.ledger["unresolved"] / total if total else 1.0

    def to_json(self, lang: Lang = "en") -> dict[str, Any]:
        """The shape of `build --format json`."""
        return {
            "plan": self.plan,
            "counts": self.counts,
            "ledger": self.ledger,
            "coverage": round(self.coverage, 4),
            "warnings": [
                {
                    "locator": notice.place.ja,
                    "line": notice.line,
                    "message": notice.message.in_lang(lang),
                }
                for notice in self.notices
            ],
        }


def build_plans(
    kb: KnowledgeBase, documents: Sequence[tuple[Path, Settings]], *, least: float = 0.0
) -> list[Built]:
    """Read `documents`, validate their graphs and store them all, or none.

    Every plan must account for the share `least` of its source's places (0-1).

    A file that comes unit by unit (JSON, NDJSON) is validated and written in batches, in the same
    memory whatever its size where `kb` is a folder.

    Raises InputError for a document that cannot be read, CheckFailedError when a graph breaks the
    shapes or covers too little, LockError when another process is writing.
    """
    built: list[Built] = []
    with kb.writing():
        if kb.exists():
            check_edition(kb, str(kb.location))
        names = UsualNames(kb)
        graphs: dict[str, Collection[ox.Quad]] = {}
        streamed: list[tuple[Path, Settings]] = []
        coming: list[str] = []
        for document, settings in documents:
            step(Text("読んでいます: {name}", "reading {name}").format(name=document.name))
            plans = plans_in(document, settings)
            if plans is None:
                with collector_paused():
                    made = _build_whole(kb, document, settings, graphs, names)
                    built += _covered(made, document, least)
                continue
            streamed.append((document, settings))
            for told in plans:
                name = Minter(told.municipality, told.plan).plan
                if name in coming:
                    raise _twice(document, name)
                coming.append(name)
        if twice := next((name for name in coming if name in graphs), None):
            raise _twice(streamed[0][0], twice)
        if not streamed:
            step(Text("保存しています", "storing"))
            kb.replace(graphs)
            return built
        named = [*graphs, *coming, *(name + PROVENANCE for name in coming)]
        with kb.draft(named) as draft:
            for quads in graphs.values():
                draft.add(quads)
            for document, settings in streamed:
                built += _covered(_build_streamed(kb, draft, document, settings), document, least)
            step(Text("保存しています", "storing"))
    return built


def _build_whole(
    kb: KnowledgeBase,
    document: Path,
    settings: Settings,
    graphs: dict[str, Collection[ox.Quad]],
    names: UsualNames,
) -> Iterator[Built]:
    """The plans of a document that is held as a whole; their graphs go into `graphs`."""
    for read in read_document(document, settings):
        reading, kept = keep_identity(kb, read)
        minter = Minter(reading.settings.municipality, reading.settings.plan)
        usual = names.of(minter.plan, reading.settings.lang)
        found = GraphBuilder(reading, kept, Described(usual=usual)).graphs()
        (plan,) = (name for name in found if not name.endswith(PROVENANCE))
        if plan in graphs:
            raise _twice(document, plan)
        found[plan] = apply_decisions(kb, plan, found[plan])
        step(Text("検査しています", "validating"))
        report = validate_quads(Together(found.values()))
        violations = [row for row in report if row.severity == "Violation"]
        if violations:
            raise _broken(document, violations)
        graphs.update(found)
        yield _built(reading, sum(map(len, found.values())), tuple(report))


def _build_streamed(
    kb: KnowledgeBase, draft: Draft, document: Path, settings: Settings
) -> Iterator[Built]:
    def refuse(violations: Sequence[Finding]) -> CheckFailedError:
        return _broken(document, list(violations))

    for plan in stream_plans(kb, draft, document, settings, refuse=refuse):
        tally = plan.tally
        yield Built(
            plan=plan.minter.plan,
            source=plan.source,
            encoding=plan.encoding,
            counts=dict(sorted(tally.counts.items())),
            ledger={state: tally.ledger[state] for state in STATES},
            notices=tally.said(),
            findings=tuple(tally.findings),
            triples=tally.triples,
            unresolved=tuple(tally.unresolved),
            government=plan.government,
        )


def _built(reading: Reading, triples: int, findings: tuple[Finding, ...]) -> Built:
    counts = reading.counts()
    states: dict[str, int] = dict.fromkeys(STATES, 0)
    for entry in reading.ledger:
        states[entry.state] += entry.places
    return Built(
        plan=Minter(reading.settings.municipality, reading.settings.plan).plan,
        source=reading.source.name,
        encoding=reading.source.encoded_in,
        counts=counts,
        ledger=states,
        notices=reading.notices,
        findings=findings,
        triples=triples,
        government=_government(reading),
        unresolved=tuple(
            (reading.source.locator(entry.span), reading.source.quote(entry.span))
            for entry in islice(
                (each for each in reading.ledger if each.state == "unresolved"), _MOST_SHOWN
            )
        ),
    )


def _government(reading: Reading) -> str | None:
    plans = (record for record in reading.records if isinstance(record, Plan))
    return next((plan.government for plan in plans), None)


def _covered(built: Iterable[Built], document: Path, least: float) -> Iterator[Built]:
    for each in built:
        if each.coverage < least:
            raise _uncovered(document, each, least)
        yield each


def _uncovered(document: Path, built: Built, least: float) -> CheckFailedError:
    places = "、".join(f"{place}「{words[:20]}」" for place, words in built.unresolved)
    return CheckFailedError(
        Text(
            f"読み取れたのは{built.coverage:.1%}で、{least:.1%}に足りません。何も保存しませんでした"
            + (f"（読み取れない所: {places}）" if places else ""),
            f"{built.coverage:.1%} was understood, less than {least:.1%}; nothing was stored"
            + (f" (not understood: {places})" if places else ""),
        ),
        where=str(document),
        hint=Text(
            "`enishi inspect` で読み方を確かめ、プロファイルを直すか、--strict の値を下げてください",
            "look with `enishi inspect` and correct the profile, or lower --strict",
        ),
    )


def _twice(document: Path, plan: str) -> InputError:
    return InputError(
        Text(f"計画 {plan} が二つあります", f"there are two plans {plan}"),
        where=str(document),
        hint=Text(
            "文書ごとに --plan の番号を変えて実行してください",
            "build each document under its own --plan",
        ),
    )


def _broken(document: Path, violations: list[Finding]) -> CheckFailedError:
    first = violations[0]
    return CheckFailedError(
        Text(
            f"{len(violations)}件の構造の誤りがあり、何も保存しませんでした。"
            f"最初の誤り: {first.message.ja}（{first.focus}）",
            f"{len(violations)} violations; nothing was stored."
            f" The first: {first.message.en} ({first.focus})",
        ),
        where=str(document),
        hint=Text(
            "文書の示された所を直して、もう一度実行してください",
            "mend the document where it says and run the command again",
        ),
    )
