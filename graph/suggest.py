"""Suggestions: pairs of projects of different sections that share ground and are not yet joined.

    S(a, b) = Σ_k w_k · Σ_f -log2(df(f) / N)  +  w · cosine

over the features f of kind k that both projects have (DESIGN.md, Findings). A pair is open when
the sections differ, the projects are not in the same package and neither refers to the other.
"""

import difflib
import gc
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, Final

from ..errors import InputError
from ..language import Lang, Text
from ..progress import step
from .evidence import BY_NAME, COMPUTED, KINDS, MEANING, WORDING
from .evidence_spans import Span
from .plan_view import PlanView, Project, read_plans
from .store import KnowledgeBase
from .suggest_notes import empty_notes
from .suggest_order import POOL, shown_order
from .suggest_pairs import (
    Group,
    SearchedPlan,
    feature_label,
    fresh_phrases,
    near_labels,
    quotes,
    read_spans,
    searched,
    with_evidence,
)
from .suggest_reason import reason
from .suggest_search import best_pairs
from .suggest_trios import trios as find_trios


@dataclass(frozen=True, slots=True)
class Evidence:
    """Something both projects have, what it adds to the score (bits), and where the plan says so.

    The spans of the two projects alternate, the first project's first. `name` is its kind of the
    registry, of which several can be one `kind` of DESIGN.md.
    """

    kind: str
    label: Text
    weight: float
    spans: tuple[Span, ...]
    name: str = ""

    def to_json(self, lang: Lang = "ja") -> dict[str, Any]:
        """The shape of DESIGN.md."""
        return {
            "kind": self.kind,
            "label": self.label.in_lang(lang),
            "weight": self.weight,
            "spans": [span.to_json() for span in self.spans],
        }


@dataclass(frozen=True, slots=True)
class SuggestedProject:
    """A project as people see it: several sections are joined by ・, `lines` count from 1."""

    iri: str
    name: str
    section: str
    subunit: str | None
    lines: tuple[int, ...]

    def to_json(self) -> dict[str, Any]:
        """The shape of DESIGN.md."""
        return {
            "iri": self.iri,
            "name": self.name,
            "section": self.section,
            "subunit": self.subunit,
            "lines": list(self.lines),
        }


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An open pair worth talking about; evidence is in falling weight and sums up to `score`.

    `plan_name` is empty where the knowledge base has one plan only.
    """

    rank: int
    score: float
    plan: str
    projects: tuple[SuggestedProject, ...]
    reason: Text
    evidence: tuple[Evidence, ...]
    plan_name: str = ""

    def to_json(self, lang: Lang = "ja") -> dict[str, Any]:
        """The shape of DESIGN.md; `lang` chooses the language of reason and labels."""
        return {
            "rank": self.rank,
            "score": self.score,
            "projects": [each.to_json() for each in self.projects],
            "reason": self.reason.in_lang(lang),
            "evidence": [each.to_json(lang) for each in self.evidence],
        }


@dataclass(frozen=True, slots=True)
class Suggestions:
    """The list, best first, of all plans; `notes` say why it is short or empty.

    `items` are pairs; `trios` are ranked by themselves. `open_pairs` is how many open pairs were
    compared, `plans` are the plans that were read, `new_spans` the sentences that are no spans of
    the plan's graph yet.
    """

    items: tuple[Suggestion, ...]
    plans: tuple[str, ...]
    open_pairs: int
    notes: tuple[Text, ...] = ()
    new_spans: frozenset[str] = frozenset()
    trios: tuple[Suggestion, ...] = ()

    def __iter__(self) -> Iterator[Suggestion]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def to_json(self, lang: Lang = "ja", *, trios: bool = False) -> list[dict[str, Any]]:
        """The list of DESIGN.md: the pairs, or the trios in the same shape."""
        return [each.to_json(lang) for each in (self.trios if trios else self.items)]


#: A list has one trio for each so many pairs.
_PAIRS_FOR_A_TRIO: Final = 4


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the search for cycles: millions of strings and tuples are made, and none has any."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


@_uncollected()
def find_suggestions(
    kb: KnowledgeBase, *, top: int = 20, section: str | None = None
) -> Suggestions:
    """The `top` best open pairs, each with its evidence and sentences, and the best trios.

    Every plan in `kb` is searched by itself (df and N are of one plan); the list has the best of
    all. Order: that of `suggest_order`, so that the top is not one busy project over and over.

    Raises:
        InputError: `top` is below 1, or no project is led by `section`.

    >>> find_suggestions(kb, top=1).items[0].reason.ja  # doctest: +SKIP
    '商工課「茶の道」と農政課「茶摘み」は、どちらも「狭山茶」を取り上げています。'
    """
    if top < 1:
        raise InputError(
            Text(
                f"--top は1以上で指定してください（{top}）。",
                f"--top must be at least 1, not {top}.",
            )
        )
    step(Text("読み出しています", "reading the knowledge base"))
    view = read_plans(kb)
    led_by = None if section is None else _section_iris(view, section)
    step(Text("課をまたぐ組を比べています", "comparing pairs across sections"))
    found = _best(view, top, led_by)
    if not read_spans(view, [*found.pairs, *found.trios]):
        # Rare: places without a quote. They are left out of everything, then it is done again.
        view.keep_quotable()
        found = _best(view, top, led_by)
    items = tuple(_suggestion(pair, rank) for rank, pair in enumerate(found.pairs, 1))
    trios = tuple(_suggestion(trio, rank) for rank, trio in enumerate(found.trios, 1))
    plans = tuple(plan for plan in view.plans() if plan)
    every = [evidence for each in (*items, *trios) for evidence in each.evidence]
    shown = {span.iri for evidence in every for span in evidence.spans}
    view.spans.read(shown)
    return Suggestions(
        items=items,
        plans=plans,
        open_pairs=found.open_pairs,
        notes=empty_notes(view, found.open_pairs, shown=len(items), section=section),
        new_spans=frozenset(iri for iri in shown if not view.spans.known(iri)),
        trios=trios,
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """What is shown, in the order in which it is shown."""

    pairs: list[Group]
    trios: list[Group]
    open_pairs: int


def _best(view: PlanView, top: int, section: frozenset[str] | None) -> _Found:
    """The best pairs and trios of all plans, and how many open pairs there are."""
    ranked: list[tuple[float, SearchedPlan, tuple[int, int]]] = []
    threes: list[Group] = []
    open_pairs = 0
    for iri in view.plans():
        plan = searched(view, iri)
        best = best_pairs(plan.ground, keep=max(POOL, top), section=section)
        open_pairs += best.open_pairs
        rows = list(zip(best.rows.tolist(), best.columns.tolist(), strict=True))
        ranked += [(score, plan, row) for score, row in zip(best.scores, rows, strict=True)]
        threes += find_trios(plan, rows[:POOL])
    # Plans are in order, and so are the pairs of each: equal scores stay as they are.
    ranked.sort(key=lambda each: -each[0])
    chosen = [
        ranked[n]
        for n in _shown(
            [_who(plan, row) for _, plan, row in ranked], [score for score, _, _ in ranked]
        )[:top]
    ]
    # Once for each plan, not for each pair: evidence in words is the dear part.
    rows_of: dict[int, tuple[SearchedPlan, list[tuple[int, int]]]] = {}
    for _, plan, row in chosen:
        rows_of.setdefault(id(plan), (plan, []))[1].append(row)
    shown = {key: with_evidence(plan, rows) for key, (plan, rows) in rows_of.items()}
    pairs = [shown[id(plan)].pop(0) for _, plan, _ in chosen]
    threes.sort(key=lambda group: group.order)
    order = _shown([(each.sections, each.projects) for each in threes], [t.score for t in threes])
    few = max(1, top // _PAIRS_FOR_A_TRIO)
    return _Found(pairs, [threes[n] for n in order[:few]], open_pairs)


def _who(plan: SearchedPlan, row: tuple[int, int]) -> tuple[frozenset[str], tuple[Project, ...]]:
    projects = tuple(plan.ground.projects[number] for number in row)
    return frozenset(unit for each in projects for unit in each.sections), projects


def _shown(
    who: Sequence[tuple[frozenset[str], tuple[Project, ...]]], scores: Sequence[float]
) -> list[int]:
    projects = [tuple(each.iri for each in projects) for _, projects in who]
    return shown_order(scores, [sections for sections, _ in who], projects)


def _section_iris(view: PlanView, name: str) -> frozenset[str]:
    """The units called `name`, one in each city; spelling is compared after NFKC."""
    units = {iri for each in view.projects.values() for iri in each.sections}
    found = frozenset(iri for iri in units if _plain(view.name(iri)) == _plain(name))
    if found:
        return found
    by_name = {_plain(view.name(iri)) for iri in units}
    near = difflib.get_close_matches(_plain(name), sorted(by_name), n=3, cutoff=0.4)
    near = near or sorted(by_name)[:10]
    raise InputError(
        Text(
            f"「{name}」が所管する事業は、この計画にありません。",
            f"No project in this plan is led by a section called “{name}”.",
        ),
        where="--section",
        hint=Text(
            f"計画にある課：{'、'.join(near) or 'なし'}",
            f"Sections in the plan: {', '.join(near) or 'none'}",
        ),
    )


def _plain(name: str) -> str:
    return unicodedata.normalize("NFKC", name).strip()


def _suggestion(pair: Group, rank: int) -> Suggestion:
    view = pair.plan.view
    evidence = tuple(_evidence(pair, *each) for each in pair.shared)
    projects = tuple(_suggested(view, each) for each in pair.projects)
    shared, mentions = [], []
    for (kind, feature, weight), each in zip(pair.shared, evidence, strict=True):
        naming = [p for p in pair.projects if feature not in p.sections]
        if kind == "section_mention" and len(naming) == 1:
            mentions.append((naming[0].name, view.label(feature)))
        elif kind == WORDING.name:
            shared += [(kind, Text(phrase, phrase), weight) for phrase in fresh_phrases(pair)]
        elif kind == MEANING.name:
            shared += [(kind, near, weight) for near in near_labels(pair)[:1]]
        else:
            shared.append((kind, each.label, weight))
    silent = [each.name for each in pair.projects if not each.description.strip()]
    return Suggestion(
        rank=rank,
        score=pair.score,
        plan=pair.projects[0].plan,
        projects=projects,
        reason=reason([(each.section, each.name) for each in projects], shared, mentions, silent),
        evidence=evidence,
        plan_name=view.name(pair.projects[0].plan) if len(view.plans()) > 1 else "",
    )


def _evidence(pair: Group, kind: str, feature: str, weight: float) -> Evidence:
    view = pair.plan.view
    if kind == WORDING.name:
        label = Text("、".join(pair.phrases), ", ".join(pair.phrases))
    elif kind == MEANING.name:
        near = near_labels(pair) or [Text("内容全体の近さ", "nearness of the whole text")]
        label = Text("、".join(e.ja for e in near), "; ".join(e.en for e in near))
    else:
        label = feature_label(view, feature)
    sides = [quotes(pair, kind, feature, project) for project in pair.projects]
    # In turn, so that whoever shows two quotes shows both projects.
    turns = (span for turn in zip_longest(*sides) for span in turn if span is not None)
    return Evidence(BY_NAME[kind].kind, label, weight, tuple(turns), kind)


def _suggested(view: PlanView, project: Project) -> SuggestedProject:
    lines = {line for span in view.spans.all(project.spans) for line in span.lines}
    return SuggestedProject(
        iri=project.iri,
        name=project.name,
        section="・".join(view.name(each) for each in project.sections),
        subunit="・".join(view.name(each) for each in project.subunits) or None,
        lines=tuple(sorted(lines)),
    )


#: The kinds that `find_suggestions` weighs, for help texts and reports.
ALL_KINDS: Final = (*KINDS, *COMPUTED)
