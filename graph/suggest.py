"""Suggestions: pairs of projects of different sections that share ground and are not yet joined.

    S(a, b) = Σ_k w_k · Σ_f -log2(df(f) / N)  +  w · cosine

over the features f of kind k that both projects have (DESIGN.md, Findings). A pair is open when
the sections differ, the projects are not in the same package and neither refers to the other.
"""

import difflib
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ..errors import InputError
from ..language import Lang, Text
from .evidence import BY_NAME, KINDS, WORDING, FeatureTable, feature_table
from .evidence_spans import Span, in_order
from .evidence_wording import (
    Content,
    content,
    document_frequency,
    normal,
    shared_phrases,
    with_parts,
)
from .plan_view import PlanView, Project, natural, read_plans
from .store import KnowledgeBase
from .suggest_reason import reason
from .suggest_search import Ground, best_pairs, ground

#: Weights and scores are given to this many decimals; the score is the sum of what is shown.
_DECIMALS: Final = 4
_MOST_PHRASES: Final = 3


@dataclass(frozen=True, slots=True)
class Evidence:
    """Something both projects have, what it adds to the score (bits), and where the plan says so."""

    kind: str
    label: Text
    weight: float
    spans: tuple[Span, ...]

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
    """An open pair worth talking about; evidence is in falling weight and sums up to `score`."""

    rank: int
    score: float
    plan: str
    projects: tuple[SuggestedProject, ...]
    reason: Text
    evidence: tuple[Evidence, ...]

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

    `open_pairs` is how many open pairs were compared; `plans` are the plans that were read.
    """

    items: tuple[Suggestion, ...]
    plans: tuple[str, ...]
    open_pairs: int
    notes: tuple[Text, ...] = ()

    def __iter__(self) -> Iterator[Suggestion]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def to_json(self, lang: Lang = "ja") -> list[dict[str, Any]]:
        """The list of DESIGN.md."""
        return [each.to_json(lang) for each in self.items]


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is computed once for each plan."""

    view: PlanView
    ground: Ground
    table: FeatureTable
    contents: Mapping[str, Content]
    size: int


@dataclass(frozen=True, slots=True)
class _Pair:
    """A candidate with its evidence in words; the spans are read only if it is shown."""

    plan: _Plan
    one: Project
    other: Project
    shared: tuple[tuple[str, str, float], ...]
    phrases: tuple[str, ...]

    @property
    def score(self) -> float:
        return round(math.fsum(weight for _, _, weight in self.shared), _DECIMALS)

    @property
    def order(self) -> tuple[Any, ...]:
        return (-self.score, natural(self.one.iri), natural(self.other.iri))


def find_suggestions(
    kb: KnowledgeBase, *, top: int = 20, section: str | None = None
) -> Suggestions:
    """The `top` open pairs with the highest scores, each with its evidence and sentences.

    Every plan in `kb` is searched by itself (df and N are of one plan); the list has the best of
    all. Order: falling score, then the order of the projects' IRIs.

    Raises:
        InputError: `top` is below 1, or no project is led by `section`.

    >>> find_suggestions(kb, top=1).items[0].reason.ja  # doctest: +SKIP
    '商工課「茶の道」と農政課「茶摘み」は、どちらも「狭山茶」にふれています。'
    """
    if top < 1:
        raise InputError(
            Text(
                f"--top は1以上で指定してください（{top}）。",
                f"--top must be at least 1, not {top}.",
            )
        )
    view = read_plans(kb)
    led_by = None if section is None else _section_iri(view, section)
    pairs: list[_Pair] = []
    open_pairs = 0
    for plan in view.plans():
        found, count = _plan_pairs(view, plan, top=top, section=led_by)
        pairs += found
        open_pairs += count
    pairs = sorted(pairs, key=lambda pair: pair.order)[:top]
    _read_spans(view, pairs)
    items = tuple(_suggestion(pair, rank) for rank, pair in enumerate(pairs, 1))
    plans = tuple(plan for plan in view.plans() if plan)
    return Suggestions(items, plans, open_pairs, _notes(view, items, open_pairs))


def _section_iri(view: PlanView, name: str) -> str:
    """The unit called `name`; spelling is compared after NFKC."""
    units = {iri for each in view.projects.values() for iri in each.sections}
    by_name = {_plain(view.name(iri)): iri for iri in sorted(units)}
    if (found := by_name.get(_plain(name))) is not None:
        return found
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


def _plan_pairs(
    view: PlanView, plan: str, *, top: int, section: str | None
) -> tuple[list[_Pair], int]:
    """The best pairs of one plan, and how many open pairs it has."""
    projects = [each for each in view.projects.values() if each.plan == plan]
    table = feature_table(view, projects)
    contents = _contents(view, plan, projects)
    area = ground(view, projects, table, contents)
    by_iri = {each.iri: said for each, said in zip(projects, contents, strict=True)}
    known = _Plan(view, area, table, by_iri, len(projects))
    best = best_pairs(area, keep=top, section=section)
    rows = zip(best.rows.tolist(), best.columns.tolist(), strict=True)
    return _with_evidence(known, list(rows)), best.open_pairs


def _contents(view: PlanView, plan: str, projects: Sequence[Project]) -> list[Content]:
    """What each project is about, without the names of the city and its sections.

    Wording that stands at no place in a source could not be shown: it is not compared either.
    """
    names = {view.name(unit) for each in projects for unit in (*each.sections, *each.subunits)}
    for city in (view.name(iri) for iri in view.publishers.get(plan, ())):
        names |= {city, city[:-1]}
    own = re.compile(
        "|".join(re.escape(n) for n in sorted(names, key=_longest) if len(n) > 1) or "$^"
    )
    texts = [
        content(own.sub(" ", each.content)) if each.spans else Content((), ()) for each in projects
    ]
    return with_parts(texts, {name[-1] for name in map(view.name, view.products)})


def _longest(name: str) -> tuple[int, str]:
    return -len(name), name


def _with_evidence(plan: _Plan, rows: Sequence[tuple[int, int]]) -> list[_Pair]:
    projects = plan.ground.projects
    both = {
        pair: plan.contents[projects[pair[0]].iri].phrases
        & plan.contents[projects[pair[1]].iri].phrases
        for pair in rows
    }
    phrases = set().union(*both.values())
    df = document_frequency(plan.contents.values(), phrases)
    rarity = {phrase: -math.log2(n / plan.size) for phrase, n in df.items()}
    return [_pair(plan, one, other, rarity) for one, other in rows]


def _pair(plan: _Plan, row: int, column: int, rarity: Mapping[str, float]) -> _Pair:
    one, other = plan.ground.projects[row], plan.ground.projects[column]
    features = plan.table.of.get(one.iri, {}).keys() & plan.table.of.get(other.iri, {}).keys()
    shared = [(*key, round(plan.table.weight(key), _DECIMALS)) for key in features]
    wording = round(WORDING.weight * plan.ground.cosine(row, column), _DECIMALS)
    if wording > 0:
        shared.append((WORDING.name, "", wording))
    order = list(BY_NAME)
    shared.sort(key=lambda each: (-each[2], order.index(each[0]), natural(each[1])))
    said = plan.contents
    phrases = shared_phrases(said[one.iri], said[other.iri], rarity=rarity)
    telling = tuple(phrase for phrase in phrases if rarity[phrase] > 0)[:_MOST_PHRASES]
    return _Pair(plan, one, other, tuple(shared), telling)


def _read_spans(view: PlanView, pairs: Sequence[_Pair]) -> None:
    """Fetch in one go what the shown pairs quote."""
    wanted: set[str] = set()
    for pair in pairs:
        wanted.update(pair.one.spans, pair.other.spans)
        for kind, feature, _ in pair.shared:
            if kind != WORDING.name:
                for project in (pair.one, pair.other):
                    wanted.update(pair.plan.table.of[project.iri][kind, feature])
    view.spans.read(wanted)


def _suggestion(pair: _Pair, rank: int) -> Suggestion:
    view = pair.plan.view
    evidence = tuple(_evidence(pair, *each) for each in pair.shared)
    projects = tuple(_suggested(view, each) for each in (pair.one, pair.other))
    shared, mentions = [], []
    for (kind, feature, weight), each in zip(pair.shared, evidence, strict=True):
        naming = [p for p in (pair.one, pair.other) if feature not in p.sections]
        if kind == "section_mention" and len(naming) == 1:
            mentions.append((naming[0].name, view.label(feature)))
        elif kind == WORDING.name:
            shared += [(kind, Text(phrase, phrase), weight) for phrase in _fresh(pair)]
        else:
            shared.append((kind, each.label, weight))
    return Suggestion(
        rank=rank,
        score=pair.score,
        plan=pair.one.plan,
        projects=projects,
        reason=reason([(each.section, each.name) for each in projects], shared, mentions),
        evidence=evidence,
    )


def _fresh(pair: _Pair) -> list[str]:
    """The shared phrases that no other evidence of the pair says already."""
    view = pair.plan.view
    said = [normal(view.name(feature)) for _, feature, _ in pair.shared if feature]
    return [phrase for phrase in pair.phrases if not any(phrase in label for label in said)]


def _evidence(pair: _Pair, kind: str, feature: str, weight: float) -> Evidence:
    view = pair.plan.view
    if kind == WORDING.name:
        spans = (*_wording_spans(pair, pair.one), *_wording_spans(pair, pair.other))
        label = Text("、".join(pair.phrases), ", ".join(pair.phrases))
    else:
        of = pair.plan.table.of
        spans = tuple(
            span
            for project in (pair.one, pair.other)
            for span in view.quoted(of[project.iri][kind, feature])
        )
        label = view.label(feature)
    return Evidence(kind, label, weight, spans)


def _wording_spans(pair: _Pair, project: Project) -> list[Span]:
    """The sentences of its name and description that have the shared phrases, one for each."""
    spans = pair.plan.view.spans
    told = _unspaced(project.content)
    row = [
        each
        for span in spans.all(project.spans)
        for each in spans.sentences(span)
        if _unspaced(each.quote) in told or _unspaced(project.name) in _unspaced(each.quote)
    ]
    found = []
    for phrase in pair.phrases:
        saying = [span for span in row if phrase in normal(span.quote)]
        found += saying[-1:]  # the description says more than the name before it
    # A graph whose spans do not cover the description: the row itself is the place to look.
    return in_order(found) or spans.all(project.spans)


def _unspaced(text: str) -> str:
    return "".join(text.split())


def _suggested(view: PlanView, project: Project) -> SuggestedProject:
    lines = {line for span in view.spans.all(project.spans) for line in span.lines}
    return SuggestedProject(
        iri=project.iri,
        name=project.name,
        section="・".join(view.name(each) for each in project.sections),
        subunit="・".join(view.name(each) for each in project.subunits) or None,
        lines=tuple(sorted(lines)),
    )


def _notes(view: PlanView, items: Sequence[Suggestion], open_pairs: int) -> tuple[Text, ...]:
    """What the reader of a short or empty list needs to know."""
    notes = []
    projects = view.projects.values()
    without = sum(1 for each in projects if not each.sections)
    if not projects:
        notes.append(Text("事業がありません。", "There are no projects."))
    elif without:
        notes.append(
            Text(
                f"所管課の記載がない{without}事業は、比べていません。",
                f"{without} projects without a section were not compared.",
            )
        )
    if projects and not open_pairs:
        sections = Counter(unit for each in projects for unit in each.sections)
        notes.append(
            Text(
                "所管課が1つしかないため、課をまたぐ組み合わせがありません。",
                "All projects are of one section: there are no pairs across sections.",
            )
            if len(sections) < 2
            else Text(
                "課をまたぐ組み合わせは、すべて既につながっています。",
                "All pairs across sections are joined already.",
            )
        )
    elif projects and not items:
        notes.append(
            Text("根拠を示せる組み合わせがありません。", "No pair has evidence that can be quoted.")
        )
    return tuple(notes)


#: The kinds that `find_suggestions` weighs, for help texts and reports.
ALL_KINDS: Final = (*KINDS, WORDING)
