"""Candidate pairs of one plan with what they share, in numbers and in words."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

import numpy as np

from ..data.words.lexicon import concept_pattern, narrow
from ..language import Text
from .columns import natural
from .evidence import BY_NAME, COMPUTED, MEANING, WORDING
from .evidence_finders import MEANS, is_told, labels, tells, year_label
from .evidence_meaning import Meaning, meaning, near_words
from .evidence_spans import Span, in_order, telling
from .evidence_wording import (
    Content,
    content,
    document_frequency,
    normal,
    shared_phrases,
    with_parts,
)
from .features import FeatureTable, feature_table
from .plan_view import PlanView, Project
from .suggest_matrices import Ground, ground

#: Weights and scores are given to this many decimals; the score is the sum of what is shown.
DECIMALS: Final = 4
_MOST_PHRASES: Final = 3


@dataclass(frozen=True, slots=True)
class SearchedPlan:
    """What is computed once for each plan; `rows` are the sentences of the rows shown so far."""

    view: PlanView
    ground: Ground
    table: FeatureTable
    contents: Mapping[str, Content]
    size: int
    rows: dict[str, list[Span]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Group:
    """A pair (or a trio) with its evidence; the spans are read only if it is shown.

    `shared` are (kind of the registry, feature, weight), heaviest first; `phrases` the wording,
    `near` the words of the first and of the second project that mean much the same.
    """

    plan: SearchedPlan
    projects: tuple[Project, ...]
    shared: tuple[tuple[str, str, float], ...]
    phrases: tuple[str, ...]
    near: tuple[tuple[str, str], ...] = ()

    @property
    def score(self) -> float:
        return round(math.fsum(weight for _, _, weight in self.shared), DECIMALS)

    @property
    def order(self) -> tuple[Any, ...]:
        return (-self.score, *(natural(each.iri) for each in self.projects))

    @property
    def sections(self) -> frozenset[str]:
        """The sections that would sit down together."""
        return frozenset(unit for each in self.projects for unit in each.sections)


def searched(view: PlanView, plan: str) -> SearchedPlan:
    """What is computed once for the plan `plan`."""
    projects = [each for each in view.projects.values() if each.plan == plan]
    table = feature_table(view, projects)
    said_by = contents(view, plan, projects)
    area = ground(view, projects, table, said_by, meanings(projects))
    by_iri = {each.iri: said for each, said in zip(projects, said_by, strict=True)}
    return SearchedPlan(view, area, table, by_iri, len(projects))


def contents(view: PlanView, plan: str, projects: Sequence[Project]) -> list[Content]:
    """What each project is about, without the names of the city, its sections and audiences.

    Whom projects are for is evidence of its own: 中学生 would count twice. Wording that stands at no place in a source could not be shown: it is not compared either.
    """
    names = {view.name(unit) for each in projects for unit in (*each.sections, *each.subunits)}
    for city in (view.name(iri) for iri in view.publishers.get(plan, ())):
        names |= {city, city[:-1]}
    own = re.compile(
        "|".join(re.escape(n) for n in sorted(names, key=_longest) if len(n) > 1) or "$^"
    )
    audiences = concept_pattern("audiences")
    texts = [
        content(own.sub(" ", audiences.sub(" ", narrow(each.content))))
        if each.spans
        else Content((), ())
        for each in projects
    ]
    return with_parts(texts, {name[-1] for name in map(view.name, view.products)})


def meanings(projects: Sequence[Project]) -> Meaning:
    """What each project means; one that stands at no place in a source could not be shown."""
    return meaning([each.content if each.spans else "" for each in projects])


def _longest(name: str) -> tuple[int, str]:
    return -len(name), name


def with_evidence(plan: SearchedPlan, rows: Sequence[tuple[int, int]]) -> list[Group]:
    """The pairs of `rows` (numbers of two rows of the plan) with what they share."""
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


def _pair(plan: SearchedPlan, row: int, column: int, rarity: Mapping[str, float]) -> Group:
    one, other = plan.ground.projects[row], plan.ground.projects[column]
    shared = [
        (*key, round(weight, DECIMALS))
        for key, weight in plan.table.shared(one.iri, other.iri).items()
    ]
    cosine = float(plan.ground.cosines(np.array([row]), np.array([column]))[0])
    wording = round(WORDING.weight * cosine, DECIMALS)
    if wording > 0:
        shared.append((WORDING.name, "", wording))
    nearness = float(plan.ground.meaning.cosines(np.array([row]), np.array([column]))[0])
    if (meant := round(MEANING.weight * nearness, DECIMALS)) > 0:
        shared.append((MEANING.name, "", meant))
    if not any(BY_NAME[kind].alone for kind, _, _ in shared):
        shared = []
    said = plan.contents
    phrases = shared_phrases(said[one.iri], said[other.iri], rarity=rarity)
    telling = tuple(phrase for phrase in phrases if rarity[phrase] > 0)[:_MOST_PHRASES]
    near = near_words(_telling_words(plan, row), _telling_words(plan, column), most=_MOST_PHRASES)
    return Group(plan, (one, other), in_evidence_order(shared), telling, tuple(near))


def _telling_words(plan: SearchedPlan, row: int) -> dict[str, float]:
    """The words of a project with their weights, without the language of plans and the names."""
    known = plan.contents[plan.ground.projects[row].iri].phrases
    words = plan.ground.meaning.words(row)
    return {word: weight for word, weight in words.items() if normal(word) in known}


def in_evidence_order(
    shared: Iterable[tuple[str, str, float]],
) -> tuple[tuple[str, str, float], ...]:
    """Heaviest first; equal ones in the order of the registry."""
    order = list(BY_NAME)
    return tuple(
        sorted(shared, key=lambda each: (-each[2], order.index(each[0]), natural(each[1])))
    )


def read_spans(view: PlanView, pairs: Sequence[Group]) -> bool:
    """Fetch in one go what the shown pairs quote; whether all of it can be quoted."""
    wanted: set[str] = set()
    for pair in pairs:
        wanted.update(span for project in pair.projects for span in project.spans)
        for kind, feature, _ in pair.shared:
            if BY_NAME[kind] not in COMPUTED:
                for project in pair.projects:
                    wanted.update(pair.plan.table.spans((kind, feature), project.iri))
    view.spans.read(wanted)
    return all(map(view.spans.known, wanted))


def feature_label(view: PlanView, feature: str) -> Text:
    """What a feature is called; the two ends of an edge are joined, the ground of means is added."""
    if (year := year_label(feature)) is not None:
        return year
    parts = [labels().get(end) or view.label(end) for end in feature.split(" ")]
    if feature.startswith(MEANS):
        way, ground = parts
        return Text(f"{way.ja}：{ground.ja}", f"{way.en}: {ground.en}")
    return Text("と".join(each.ja for each in parts), " and ".join(each.en for each in parts))


def fresh_phrases(pair: Group) -> list[str]:
    """The shared phrases that no other evidence of the pair says already."""
    view = pair.plan.view
    said = [normal(feature_label(view, feature).ja) for _, feature, _ in pair.shared if feature]
    return [phrase for phrase in pair.phrases if not any(phrase in label for label in said)]


def near_labels(pair: Group) -> list[Text]:
    """The words of the one and of the other that mean much the same, each two as they are shown."""
    return [Text(f"「{one}」と「{other}」", f"“{one}” and “{other}”") for one, other in pair.near]


def quotes(pair: Group, kind: str, feature: str, project: Project) -> list[Span]:
    """The sentences of `project` that say what the evidence says."""
    if kind == WORDING.name:
        return _saying(pair, project, pair.phrases)
    if kind == MEANING.name:
        side = pair.projects.index(project)
        return _saying(pair, project, [normal(words[side]) for words in pair.near])
    if is_told(feature):
        saying = [each for each in _row(pair, project) if tells(feature, each.quote)]
        # The description says more than the name before it.
        told = [telling(each, partial(tells, feature)) for each in saying[-1:]]
        return told or pair.plan.view.spans.all(project.spans)
    return pair.plan.view.quoted(pair.plan.table.spans((kind, feature), project.iri))


def _row(pair: Group, project: Project) -> list[Span]:
    """The sentences of the name and the description of `project`."""
    known = pair.plan.rows.get(project.iri)
    if known is None:
        spans = pair.plan.view.spans
        told, name = _unspaced(project.content), _unspaced(project.name)
        known = pair.plan.rows[project.iri] = [
            each
            for span in spans.all(project.spans)
            for each in spans.sentences(span)
            if _unspaced(each.quote) in told or name in _unspaced(each.quote)
        ]
    return known


def _saying(pair: Group, project: Project, phrases: Iterable[str]) -> list[Span]:
    """The sentences of its name and description that have the phrases, one for each."""
    row = _row(pair, project)
    found = []
    for phrase in phrases:
        saying = [span for span in row if phrase in normal(span.quote)]
        # The description says more than the name before it.
        found += [telling(each, partial(_says, phrase)) for each in saying[-1:]]
    # A graph whose spans do not cover the description: the row itself is the place to look.
    return in_order(found) or pair.plan.view.spans.all(project.spans)


def _says(phrase: str, text: str) -> bool:
    return phrase in normal(text)


def _unspaced(text: str) -> str:
    return "".join(text.split())
