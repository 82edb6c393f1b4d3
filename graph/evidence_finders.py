"""Where the features of evidence come from: relations of the graph, and words of the texts.

A finder returns features with the places that say so; only features with a quoted place exist, so
that every evidence can be shown. Words are knowledge of the language (data/lexicon), never of one
plan.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Final

from ..data.words.lexicon import load
from ..language import Text
from ..ontology.terms import ID_BASE
from .evidence_wording import normal, says_nothing
from .neighbours import Edge
from .plan_view import PlanView, Project, Relation
from .subjects import PREFIX as SUBJECT
from .subjects import subject_labels, subjects

#: project IRI → feature → IRIs of the spans that say so
Features = dict[str, dict[str, tuple[str, ...]]]
Finder = Callable[[PlanView, Sequence[Project]], Features]
#: Features of the one end and of the other; what was found before is given by kind.
Sides = Callable[[PlanView, Sequence[Project], Mapping[str, Features]], tuple[Features, Features]]

#: Features that are no resources of the graph have IRIs of their own, which are never written.
MEANS: Final = f"{ID_BASE}means/"
_FISCAL_YEAR: Final = f"{ID_BASE}fiscal-year/"
_PLAN_YEAR: Final = f"{ID_BASE}plan-year/"
_ERAS: Final = {"平成": 1988, "令和": 2018}
_FISCAL: Final = re.compile(r"(平成|令和)(元|\d{1,2})年度|((?:19|20)\d\d)年度")


def nothing(view: PlanView, projects: Sequence[Project]) -> Features:
    """No features."""
    return {}


def named(relation: Relation) -> Finder:
    """Features = what one relation names."""

    def find(view: PlanView, projects: Sequence[Project]) -> Features:
        wanted = {each.iri for each in projects}
        found: Features = defaultdict(dict)
        for said in view.statements[relation]:
            if said.element in wanted:
                found[said.element][said.target] = said.spans
        return found

    return find


def concepts(relation: Relation) -> Finder:
    """Features = concepts, where the words for them are the project's own.

    鉄道 in the name of a railway company says what the company does, not what the project is
    about: words inside the name of a partner or a place do not count. A kind of partner that only
    this plan has counts as the broader one of the scheme; a concept that fits any project is none.
    """

    def find(view: PlanView, projects: Sequence[Project]) -> Features:
        wanted = {each.iri for each in projects}
        names = _name_places(view)
        targets = {said.target: _common(view, said.target) for said in view.statements[relation]}
        empty = {target for target in targets.values() if says_nothing(view.name(target))}
        found: Features = defaultdict(dict)
        for said in view.statements[relation]:
            target = targets[said.target]
            if said.element not in wanted or target in empty:
                continue
            own = [span for span in said.spans if not _inside(span, names.get(said.element, ()))]
            if own:
                before = found[said.element].get(target, ())
                found[said.element][target] = tuple(dict.fromkeys((*before, *own)))
        return found

    return find


def _common(view: PlanView, concept: str) -> str:
    """`concept`, or the one of the scheme above it when it was found in one plan only."""
    own = concept.startswith(ID_BASE)
    return view.broader.get(concept, (concept,))[0] if own else concept


def _name_places(view: PlanView) -> dict[str, list[tuple[str, int, int]]]:
    """Element → where the names of its partners and places stand."""
    found: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
    for relation in ("partner", "place"):
        for said in view.statements[relation]:
            found[said.element] += filter(None, map(char_range, said.spans))
    return found


def char_range(span: str) -> tuple[str, int, int] | None:
    """Source and character range of a span by its IRI (RFC 5147); None for any other IRI."""
    source, _, range_ = span.rpartition("#char=")
    start, comma, end = range_.partition(",")
    known = bool(source and comma and start.isdecimal() and end.isdecimal())
    return (source, int(start), int(end)) if known else None


def _inside(span: str, names: Iterable[tuple[str, int, int]]) -> bool:
    """Whether `span` is a part of one of `names`, and not all of it."""
    at = char_range(span)
    return at is not None and any(
        at != name and at[0] == name[0] and name[1] <= at[1] and at[2] <= name[2] for name in names
    )


def section_mentions(view: PlanView, projects: Sequence[Project]) -> Features:
    """A section named in a text is a feature of that project and of those the section leads."""
    wanted = {each.iri: each for each in projects}
    found: Features = defaultdict(dict)
    told = {s.target for s in view.statements["related"] if s.element in wanted}
    for relation in ("related", "responsible"):
        for said in view.statements[relation]:
            if said.target in told and said.element in wanted:
                before = found[said.element].get(said.target, ())
                found[said.element][said.target] = (*before, *said.spans)
    return found


# -- what is read from the texts that the graph keeps -----------------------------------------


def told_subjects(view: PlanView, projects: Sequence[Project]) -> Features:
    """The finer subjects of what each project says of itself, other bodies' names left out.

    The place of a subject is the whole row; who shows it looks for the sentence with its words.
    """
    bodies: dict[str, set[str]] = defaultdict(set)
    for relation in ("partner", "related"):
        for said in view.statements[relation]:
            bodies[said.element].add(view.name(said.target))
    found: Features = {}
    for project in projects:
        text = project.content
        for name in bodies.get(project.iri, ()):
            text = text.replace(name, " ")
        if project.spans:
            found[project.iri] = dict.fromkeys(subjects(text), project.spans)
    return found


def subjects_in_name(project: Project) -> set[str]:
    """The subjects that the project's name says."""
    return set(subjects(project.name))


def years(view: PlanView, projects: Sequence[Project]) -> Features:
    """Years in which something is to happen: fiscal years named in the text, and years of the plan
    whose outlines refer to the project."""
    found: Features = defaultdict(dict)
    for project in projects:
        if project.spans:
            for year in _fiscal_years(project.content):
                found[project.iri][year] = project.spans
    rows = {each.iri: each.spans for each in projects}
    for said in view.statements["reference"]:
        if said.target in rows:
            for outline in (said.element, *view.ancestors(said.element)):
                if outline in view.years:
                    key = f"{_PLAN_YEAR}{view.years[outline]}"
                    before = found[said.target].get(key, rows[said.target])
                    found[said.target][key] = tuple(dict.fromkeys((*before, *said.spans)))
    return found


def _fiscal_years(text: str) -> list[str]:
    """平成28年度 and 2016年度 are one year."""
    found = []
    for match in _FISCAL.finditer(unicodedata.normalize("NFKC", text)):
        era, number, western = match.groups()
        year = int(western) if western else _ERAS[era] + (1 if number == "元" else int(number))
        found.append(f"{_FISCAL_YEAR}{year}")
    return found


def neighbours(kind: str, edges: Callable[[], frozenset[Edge]]) -> Sides:
    """Concepts of `kind` that stand next to each other; the feature of an edge is "one other"."""

    def find(
        view: PlanView, projects: Sequence[Project], found: Mapping[str, Features]
    ) -> tuple[Features, Features]:
        having: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
        for project, features in found.get(kind, {}).items():
            for one, spans in features.items():
                having[one][project] = spans
        sides: tuple[Features, Features] = (defaultdict(dict), defaultdict(dict))
        for edge in sorted(edges()):
            if all(end in having for end in edge):
                feature = " ".join(edge)
                for side, end in zip(sides, edge, strict=True):
                    for project, spans in having[end].items():
                        side[project][feature] = spans
        return sides

    return find


def means(*grounds: str) -> Sides:
    """Means that complete each other, between projects that share a feature of kinds `grounds`.

    The one end has the means and the feature, the other can use the means and has the feature;
    the pair's feature is written "means feature".
    """

    def find(
        view: PlanView, projects: Sequence[Project], found: Mapping[str, Features]
    ) -> tuple[Features, Features]:
        sides: tuple[Features, Features] = ({}, {})
        same: dict[str, str] = {}  # one string for all projects that have it
        for project in projects:
            shared = [
                ground for kind in grounds for ground in found.get(kind, {}).get(project.iri, ())
            ]
            if not shared or not project.spans:
                continue
            for side, told in zip(sides, told_means(project.content), strict=True):
                pairs = (f"{each} {ground}" for each in told for ground in shared)
                side[project.iri] = {same.setdefault(p, p): project.spans for p in pairs}
        return sides

    return find


@cache
def _means() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]:
    def any_of(words: list[str]) -> re.Pattern[str]:
        return re.compile("|".join(re.escape(normal(word)) for word in words))

    return tuple(
        (f"{MEANS}{each['id']}", any_of(each["has"]), any_of(each["uses"]))
        for each in load("means")["means"]
    )


def told_means(text: str) -> tuple[list[str], list[str]]:
    """The means that `text` has, and those it can use."""
    plain = normal(text)
    return (
        [iri for iri, has, _ in _means() if has.search(plain)],
        [iri for iri, _, uses in _means() if uses.search(plain)],
    )


# -- what such features are called, and which words stand for them ----------------------------


@cache
def labels() -> Mapping[str, Text]:
    """Label of each subject and means; neither is a resource of the graph."""
    return subject_labels() | {
        f"{MEANS}{each['id']}": Text(each["ja"], each["en"]) for each in load("means")["means"]
    }


def year_label(feature: str) -> Text | None:
    """What a year is called; None when `feature` is none."""
    if feature.startswith(_PLAN_YEAR):
        number = feature.removeprefix(_PLAN_YEAR)
        return Text(f"計画の{number}年目", f"year {number} of the plan")
    if feature.startswith(_FISCAL_YEAR):
        number = feature.removeprefix(_FISCAL_YEAR)
        return Text(f"{number}年度", f"fiscal year {number}")
    return None


def is_told(feature: str) -> bool:
    """Whether a feature was read from a project's text, so that its place is only the row."""
    return feature.startswith((SUBJECT, MEANS, _FISCAL_YEAR))


def tells(feature: str, text: str) -> bool:
    """Whether `text`, a part of a project's text, has words for a feature read from texts."""
    if feature.startswith(_FISCAL_YEAR):
        return feature in _fiscal_years(text)
    if feature.startswith(MEANS):
        way, _, _ = feature.partition(" ")
        return any(way in side for side in _means_of(text))
    return feature in _subjects_of(text)


# What is shown is asked again for each piece of evidence: the same few sentences.
_means_of = lru_cache(maxsize=4096)(told_means)
_subjects_of = lru_cache(maxsize=4096)(subjects)
