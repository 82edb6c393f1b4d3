"""How good the suggestions are: known links are hidden and looked for again.

Candidates are all pairs of projects of different sections in one plan. The links that the plan
itself states between them (same package; one row refers to the other) are hidden with their
traces: membership is forgotten, references and the packages' names are cut out of the rows' texts
and of what was read there; lists and year outlines of packages are no features anyway.
Then the score of every candidate is computed as `suggest` does, and

    AUC          = share of (linked, not linked) pairs of candidates in the right order, ties half
    precision@k  = linked among the k best, of k;   recall@k = linked among the k best, of all

Equal scores are not put in a lucky order: a tie counts by its expected share. Intervals are 95 %
of a Poisson bootstrap over candidates with a fixed seed. (Hanley and McNeil 1982; Lü and Zhou,
Link prediction in complex networks, 2011.)
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from ..language import Lang, Text
from ..ontology.terms import eni
from .diversity import TOP, Diversity, diversity
from .evidence import COMPUTED, KINDS, MEANING, WORDING, EvidenceKind
from .evidence_finders import char_range
from .evidence_spans import rows
from .features import feature_table
from .plan_view import PlanView, Project, Statement, read_plans
from .store import KnowledgeBase
from .suggest import find_suggestions
from .suggest_matrices import DIGITS, ground
from .suggest_pairs import contents, meanings

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

CUTS: Final = (10, 20, 50)
_ROUNDS: Final = 1000
_DRAWS: Final = 20_000_000
_SEED: Final = 20161
#: All candidates of a plan are scored up to this many; of larger plans the first projects only.
_MOST_PROJECTS: Final = 2000


@dataclass(frozen=True, slots=True)
class Interval:
    """A value and the bounds of its 95 % interval."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.2f} ({self.low:.2f}-{self.high:.2f})"


@dataclass(frozen=True, slots=True)
class Result:
    """One way of ranking, measured."""

    name: str
    label: Text
    auc: Interval
    precision: Mapping[int, Interval]
    recall: Mapping[int, Interval]

    def to_json(self, lang: Lang = "ja") -> dict[str, Any]:
        """Values with [low, high]."""

        def said(each: Interval) -> dict[str, Any]:
            return {
                "value": round(each.value, 4),
                "interval": [round(each.low, 4), round(each.high, 4)],
            }

        return {
            "name": self.name,
            "label": self.label.in_lang(lang),
            "auc": said(self.auc),
            "precision": {str(k): said(v) for k, v in self.precision.items()},
            "recall": {str(k): said(v) for k, v in self.recall.items()},
        }


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The measured rankings: the score first, then baselines, then the score without one kind.

    `diversity` is of the list as `suggest` shows it, with nothing hidden.
    """

    candidates: int
    links: int
    results: tuple[Result, ...]
    baselines: tuple[Result, ...]
    ablations: tuple[Result, ...]
    labelled: bool = False
    diversity: Diversity | None = None

    @property
    def beaten_by(self) -> list[tuple[str, Result]]:
        """(measure, baseline) wherever a baseline has the higher value."""
        own = self.results[0]
        found: list[tuple[str, Result]] = []
        for base in self.baselines:
            if base.auc.value > own.auc.value:
                found.append(("AUC", base))
            found += [
                (f"P@{k}", base) for k in CUTS if base.precision[k].value > own.precision[k].value
            ]
        return found

    def to_json(self, lang: Lang = "ja") -> dict[str, Any]:
        """Keys in English."""
        return {
            "candidates": self.candidates,
            "links": self.links,
            "results": [each.to_json(lang) for each in self.results],
            "baselines": [each.to_json(lang) for each in self.baselines],
            "ablations": [each.to_json(lang) for each in self.ablations],
            "diversity": self.diversity and self.diversity.to_json(),
        }


@dataclass(slots=True)
class _Trial:
    """One plan's candidates: who is linked, and what the ways of ranking say of them."""

    projects: tuple[Project, ...]
    linked: Bools
    scores: dict[str, Floats] = field(default_factory=dict)


_BASELINES: Final = {
    "random": Text("無作為", "random"),
    "popularity": Text("事業の多い課どうし", "largest sections"),
    "same_measure": Text("同じ施策", "same measure"),
    "wording_only": Text("言葉だけ", "wording only"),
}


def evaluate(
    kb: KnowledgeBase,
    *,
    labels: Iterable[tuple[str, str]] | None = None,
    shuffle: int | None = None,
    kinds: Sequence[EvidenceKind] = KINDS,
) -> Evaluation:
    """Measure the ranking of `suggest` on `kb`.

    With `labels` (pairs of project IRIs that somebody calls good) nothing is hidden and only open
    pairs are candidates. `shuffle` is a seed that deals the links out at random, to see that the
    measure itself is honest: AUC is then near 0.5.
    """
    view = read_plans(kb)
    measures = {each: target for each, target in rows(kb, _MEASURES)}
    wanted = None if labels is None else {frozenset(pair) for pair in labels}
    trials = [_trial(view, plan, measures, wanted, kinds) for plan in view.plans()]
    trials = [each for each in trials if len(each.linked)]
    linked = np.concatenate([each.linked for each in trials]) if trials else np.zeros(0, bool)
    if shuffle is not None:
        linked = np.random.default_rng(shuffle).permutation(linked)

    def measured(name: str, label: Text) -> Result:
        return _measure(name, label, np.concatenate([t.scores[name] for t in trials]), linked)

    top = diversity(find_suggestions(kb, top=TOP).items)
    if not linked.any() or linked.all():
        return Evaluation(len(linked), int(linked.sum()), (), (), (), wanted is not None, top)
    left_out = [*(kind.name for kind in kinds), *(kind.name for kind in COMPUTED)]
    by_name = {kind.name: kind for kind in (*kinds, *COMPUTED)}
    return Evaluation(
        candidates=len(linked),
        links=int(linked.sum()),
        results=(measured("score", Text("提案の得点", "score of suggest")),),
        baselines=tuple(measured(name, label) for name, label in _BASELINES.items()),
        ablations=tuple(
            measured(
                f"without {name}",
                Text("{k}なし", "without {e}").format(
                    k=by_name[name].label.ja, e=by_name[name].label.en.lower()
                ),
            )
            for name in left_out
        ),
        labelled=wanted is not None,
        diversity=top,
    )


_MEASURES: Final = f"SELECT ?p ?m {{ ?p <{eni.underMeasure}> ?m }}"


def _trial(
    view: PlanView,
    plan: str,
    measures: Mapping[str, str],
    wanted: set[frozenset[str]] | None,
    kinds: Sequence[EvidenceKind],
) -> _Trial:
    own = [p for p in view.projects.values() if p.plan == plan and p.sections][:_MOST_PROJECTS]
    closed = closed_pairs(view, own)
    if wanted is None:
        view, own = _hidden(view, own)
    pairs = [
        (one, other)
        for one, other in combinations(range(len(own)), 2)
        if set(own[one].sections).isdisjoint(own[other].sections)
        and not (wanted is not None and frozenset((own[one].iri, own[other].iri)) in closed)
    ]
    if not pairs:
        return _Trial(tuple(own), np.zeros(0, bool))
    first, second = np.array(pairs, dtype=np.int64).T
    good = closed if wanted is None else wanted
    trial = _Trial(
        tuple(own),
        np.array([frozenset((own[a].iri, own[b].iri)) in good for a, b in pairs], dtype=bool),
    )
    said, meant = contents(view, plan, own), meanings(own)

    def scored(
        use: Sequence[EvidenceKind], *, computed: Sequence[EvidenceKind] = COMPUTED
    ) -> Floats:
        area = ground(view, own, feature_table(view, own, kinds=use), said, meant)
        found = area.scores(first, second)
        if WORDING not in computed:
            found = found - WORDING.weight * area.cosines(first, second)
        if MEANING not in computed:
            found = found - MEANING.weight * meant.cosines(first, second)
        return np.round(found, DIGITS)

    trial.scores["score"] = scored(kinds)
    for kind in kinds:
        trial.scores[f"without {kind.name}"] = scored([each for each in kinds if each != kind])
    for kind in COMPUTED:
        rest = [each for each in COMPUTED if each != kind]
        trial.scores[f"without {kind.name}"] = scored(kinds, computed=rest)
    trial.scores["wording_only"] = scored([], computed=[WORDING])
    sizes: dict[str, int] = {}
    for project in own:
        for section in project.sections:
            sizes[section] = sizes.get(section, 0) + 1
    size = np.array([max(sizes[s] for s in project.sections) for project in own], dtype=np.float64)
    trial.scores["popularity"] = size[first] * size[second]
    under = np.array([measures.get(project.iri, project.iri) for project in own])
    trial.scores["same_measure"] = (under[first] == under[second]).astype(np.float64)
    # One tie of all: by its expected share that is chance itself, without the luck of one draw.
    trial.scores["random"] = np.zeros(len(pairs))
    return trial


def closed_pairs(view: PlanView, projects: Sequence[Project]) -> set[frozenset[str]]:
    """Pairs of different sections that the plan joins: same package, or one refers to the other."""
    own = {project.iri: project for project in projects}
    found = {
        frozenset((one.iri, other.iri))
        for one, other in combinations(projects, 2)
        if set(one.packages) & set(other.packages)
    }
    found |= {
        frozenset((said.element, said.target))
        for said in view.statements["reference"]
        if said.element in own and said.target in own and said.element != said.target
    }
    return {
        pair
        for pair in found
        if len(pair) == 2 and set.isdisjoint(*(set(own[iri].sections) for iri in pair))
    }


def _hidden(view: PlanView, projects: Sequence[Project]) -> tuple[PlanView, list[Project]]:
    """The view and the projects without the links and their traces."""
    cut: dict[str, list[str]] = {}
    for said in view.statements["reference"]:
        cut.setdefault(said.element, []).extend(said.spans)
    view.spans.read(span for spans in cut.values() for span in spans)
    names = sorted({_stem(view.name(iri)) for iri in view.packages} - {""}, key=len, reverse=True)
    hidden = []
    gone = {element: list(spans) for element, spans in cut.items()}
    for project in projects:
        gone.setdefault(project.iri, []).extend(_places_of(view, project, names))
        quotes = [span.quote for span in view.spans.all(cut.get(project.iri, ()))]
        # What refers to a row in whole is its name: the whole row would leave nothing to compare.
        quotes = [quote for quote in quotes if len(quote) < len(project.content)]
        hidden.append(
            replace(
                project,
                name=_without(project.name, [*quotes, *names]),
                description=_without(project.description, [*quotes, *names]),
                packages=(),
            )
        )
    statements = {
        relation: [] if relation == "reference" else _uncut(group, gone)
        for relation, group in view.statements.items()
    }
    return replace(view, statements=statements, packages={}), hidden


def _places_of(view: PlanView, project: Project, names: Sequence[str]) -> list[str]:
    """The places of the row of `project` at which one of `names` stands, as IRIs of spans."""
    if not any(name in project.content for name in names):
        return []
    return [
        f"{span.source}#char={span.start + at.start()},{span.start + at.end()}"
        for span in view.spans.all(project.spans)
        if span.start is not None
        for name in names
        for at in re.finditer(re.escape(name), span.quote)
    ]


def _stem(name: str) -> str:
    """A package's name without what stands in brackets after it."""
    return name.replace("(", "（").partition("（")[0].strip()


def _without(text: str, cut: Sequence[str]) -> str:
    for piece in cut:
        text = text.replace(piece, " ")
    return text


def _uncut(group: Sequence[Statement], cut: Mapping[str, Sequence[str]]) -> list[Statement]:
    """Statements that stand somewhere else than in a reference or a name that is hidden."""
    return [
        said
        for said in group
        if not (said.spans and all(_within(span, cut.get(said.element, ())) for span in said.spans))
    ]


def _within(span: str, hidden: Sequence[str]) -> bool:
    place = char_range(span)
    return place is not None and any(
        (other := char_range(each)) is not None
        and other[0] == place[0]
        and other[1] <= place[1]
        and place[2] <= other[2]
        for each in hidden
    )


def _measure(name: str, label: Text, scores: Floats, linked: Bools) -> Result:
    order = np.argsort(-scores, kind="stable")
    scores, linked = scores[order], linked[order]
    # Many candidates need fewer rounds: their intervals are narrow anyway.
    rounds = min(_ROUNDS, max(100, _DRAWS // len(scores)))
    weights = np.random.default_rng(_SEED).poisson(1.0, (rounds, len(scores)))
    once = np.ones((1, len(scores)), dtype=np.int64)
    auc = _interval(_auc(once, scores, linked), _auc(weights, scores, linked))
    precision, recall = {}, {}
    for k in CUTS:
        found, resampled = _hits(once, scores, linked, k), _hits(weights, scores, linked, k)
        all_, all_resampled = linked.sum(), np.maximum(weights[:, linked].sum(axis=1), 1)
        precision[k] = _interval(found / k, resampled / k)
        recall[k] = _interval(found / all_, resampled / all_resampled)
    return Result(name, label, auc, precision, recall)


def _interval(value: Floats, resampled: Floats) -> Interval:
    low, high = np.percentile(resampled, [2.5, 97.5])
    return Interval(float(value[0]), float(low), float(high))


def _auc(weights: npt.NDArray[np.int64], scores: Floats, linked: Bools) -> Floats:
    """Area under the ROC curve of each row of weights; candidates stand in falling order."""
    starts = _starts(scores)
    good = np.add.reduceat(weights * linked, starts, axis=1).astype(np.float64)
    bad = np.add.reduceat(weights * ~linked, starts, axis=1).astype(np.float64)
    below = bad.sum(axis=1, keepdims=True) - np.cumsum(bad, axis=1)
    pairs = good.sum(axis=1) * bad.sum(axis=1)
    right: Floats = (good * (below + bad / 2)).sum(axis=1)
    found: Floats = np.divide(right, pairs, out=np.full(len(right), 0.5), where=pairs > 0)
    return found


def _hits(weights: npt.NDArray[np.int64], scores: Floats, linked: Bools, k: int) -> Floats:
    """Expected number of links among the `k` best; a tie at the edge counts by its share."""
    starts = _starts(scores)
    size = np.add.reduceat(weights, starts, axis=1).astype(np.float64)
    good = np.add.reduceat(weights * linked, starts, axis=1).astype(np.float64)
    before = np.cumsum(size, axis=1) - size
    taken = np.clip(k - before, 0, size)
    share = np.divide(taken, size, out=np.zeros_like(size), where=size > 0)
    found: Floats = (good * share).sum(axis=1)
    return found


def _starts(scores: Floats) -> npt.NDArray[np.int64]:
    """Where each run of equal scores begins."""
    return np.flatnonzero(np.concatenate([[True], scores[1:] != scores[:-1]]))
