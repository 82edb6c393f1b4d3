"""Which project row a listed or outlined item means: a scored claim, never an identity."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ..records import Claim, ListedItem, OutlineItem, Project, Thing
from ..words.spelling import base, common, core, glosses, key, ordered_share

#: Scores below this say nothing; between this and ASSERTED_FROM they are kept as doubtful.
LEAST: Final = 0.5


@dataclass(frozen=True, slots=True)
class Match:
    """How like an item and a row are (0-1), why, and whether their names differ in spelling only."""

    project: Project
    score: float
    reason: str
    renamed: bool


def matches(item: str, projects: list[Project]) -> list[Match]:
    """The rows that `item` may mean, the best first.

    Several rows only where the item lists them itself (in brackets, or by a common base name).
    """
    found = [match for project in projects if (match := _match(item, project)) is not None]
    found.sort(key=lambda match: (-match.score, match.project.key))
    if not found:
        return []
    best = found[0].score
    listed = len(glosses(item)) > 1
    return [m for m in found if m.score >= (0.8 if listed else max(LEAST, best - 0.04))]


def _match(item: str, project: Project) -> Match | None:
    score, reason, renamed = _score(item, project)
    if score < LEAST:
        return None
    return Match(project, score, reason, renamed)


def _score(item: str, project: Project) -> tuple[float, str, bool]:
    label = project.label
    if key(base(item)) == key(base(label)):
        same = base(item) == base(label)
        return 1.0, "名称が同じ" if same else "表記だけが違う名称", not same
    inner = [core(part) for part in glosses(item)] + [core(part) for part in glosses(label)]
    a, b = core(item), core(label)
    if a and (a == b):
        return 0.95, "末尾の言葉だけが違う名称", True
    if b in inner or a in inner:
        return 0.9, "括弧の中の名称と同じ", a in inner or b in [core(p) for p in glosses(item)]
    if len(min(a, b, key=len)) >= 5 and (b in a or a in b):
        if key(base(label)) in key(item):
            return 0.85, "名称が含まれる", False
        near = min(len(a), len(b)) >= 0.5 * max(len(a), len(b))
        return (0.75 if near else 0.55), "名称の一部が同じ", True
    if len(b) >= 5 and any(
        b in key(part) or key(part) in b for part in glosses(item) if len(part) >= 5
    ):
        return 0.8, "括弧の中に名称が含まれる", False
    return max(_loose(item, project, a, b) for b in (b, *map(core, glosses(label))))


def _loose(item: str, project: Project, a: str, b: str) -> tuple[float, str, bool]:
    share, short = ordered_share(a, b), min(len(a), len(b))
    length = short / max(len(a), len(b), 1)
    if short >= 6 and share == 1.0 and length >= 0.5:
        return 0.8, "語を補うと同じ名称", True
    words = key(_text(project))
    wording = (
        max(common(key(part), words) for part in (item, *glosses(item)) if len(part) >= 12)
        if len(item) >= 12
        else 0
    )
    if wording >= 12 and wording >= 0.45 * len(key(item)):
        return 0.7, "取組内容に同じ文言がある", False
    if short >= 6 and share >= 0.75 and length >= 0.6:
        return 0.45 + 0.5 * (share - 0.5), "名称が似ている", True
    return 0.0, "", False


def _text(project: Project) -> str:
    return project.description.text if project.description else project.label


def correspondence(
    items: list[ListedItem | OutlineItem], projects: list[Project]
) -> Iterator[Claim]:
    """refersTo claims from each item to its rows, and alias claims where a list renames a row."""
    for item in items:
        found = matches(item.label, projects)
        for match in found:
            yield Claim(
                element=item.key,
                predicate="refersTo",
                thing=Thing("element", match.project.key),
                span=item.span,
                confidence=round(match.score, 2),
                reason=match.reason,
            )
        if len(found) == 1 and found[0].renamed and isinstance(item, ListedItem):
            yield _alias(item, found[0])


def _alias(item: ListedItem, match: Match) -> Claim:
    return Claim(
        element=match.project.key,
        predicate="altLabel",
        thing=Thing("words", base(item.label)),
        span=item.span,
        confidence=round(min(match.score, 0.9), 2),
        reason=f"一覧の「{base(item.label)}」は表の「{match.project.label}」と同じ事業と読みました（{match.reason}）",
    )
