"""What a planner wants to read of the links: sentences, each from the graph alone."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from ..language import Text
from .links import By, Links
from .measures import NodeMeasures
from .plan_view import PlanView
from .unit_names import unit_names

#: A sentence has no more names than a person reads; the lists behind it have them all.
MOST_NAMES: Final = 10
#: Of more partners than that so many are told, those of the most sections.
_MOST_TOLD: Final = 5


def sentences(view: PlanView, links: Links, measured: Mapping[str, NodeMeasures]) -> list[Text]:
    """Findings about sections and partners in words; none where there is nothing to say.

    They say what the plan states: `links` must be without those that people decided.
    """
    if links.by == "partner":
        return _shared_partners(view)
    if links.by == "goal":
        return [*_all_goals(view), *_goals_apart(links)]
    if links.by == "project":
        return _busiest(links)
    return [
        *_all_goals(view),
        *_shared_partners(view),
        *_between(links),
        *_only_bridge(measured),
        *_alone(view, links),
    ]


def no_links(view: PlanView, by: By) -> list[Text]:
    """Why there is no link at all between the nodes of a level."""
    projects = view.projects.values()
    if not projects:
        return [Text("計画に事業がありません。", "There are no projects in the plan.")]
    units = dict.fromkeys(unit for each in projects for unit in each.sections)
    goals = dict.fromkeys(goal for each in projects for goal in each.goals)
    if by in ("section", "partner") and not units:
        said = Text("所管課の書かれた事業がありません。", "No project names its section.")
    elif by == "partner":
        said = Text("計画には、連携先の名前が挙がっていません。", "The plan names no partners.")
    elif by == "section" and len(units) == 1:
        name = view.label(next(iter(units)))
        said = Text(f"所管課が{name.ja}だけです。", f"{name.en} is the only section.")
    elif by == "goal" and len(goals) < 2:
        said = (
            Text("計画に目標がありません。", "The plan has no goals.")
            if not goals
            else Text("目標が1つだけです。", "There is only one goal.")
        )
    else:
        said = Text(
            "同じパッケージ、共通の連携先、課の名指し、事業名の引用のどれも書かれていません。",
            "No package, shared partner, named section or reference is written down.",
        )
    return [said]


def _goals_apart(links: Links) -> list[Text]:
    """Goals that no package, partner or reference joins to another."""
    apart = [node.name for node in links.nodes if not node.degree]
    if not apart or len(links.nodes) < 2:
        return []
    ja = "".join(f"「{name}」" for name in apart)
    en = ", ".join(f"“{name}”" for name in apart)
    return [
        Text(
            f"{ja}と、ほかの目標とのつながりは、計画の記載からは読み取れません。",
            f"The plan states no link between {en} and any other goal.",
        )
    ]


def _busiest(links: Links) -> list[Text]:
    """The row that is joined to the most others."""
    best = next((node for node in links.nodes if node.type == "project" and node.degree), None)
    if best is None:
        return []
    by = "・".join(best.sections)
    return [
        Text(
            f"最も多くの相手とつながっている事業は、{by}「{best.name}」です（相手 {best.degree}）。",
            f"The project joined to the most others is “{best.name}” ({by}): {best.degree}.",
        )
    ]


def portrait(
    view: PlanView, links: Links, measured: Mapping[str, NodeMeasures], unit: str
) -> list[Text]:
    """One section in words: its rows and goals, whom it is joined to, the partners it names."""
    return [
        *_own_rows(view, unit),
        *_own_links(view, links, measured, unit),
        *_own_partners(view, unit),
    ]


def _own_rows(view: PlanView, unit: str) -> list[Text]:
    mine = [each for each in view.projects.values() if unit in each.sections]
    goals = dict.fromkeys(goal for each in view.projects.values() for goal in each.goals)
    touched = [goal for goal in goals if any(goal in each.goals for each in mine)]
    name, count = unit_names(view)[unit], len(mine)
    if len(goals) < 2 or not touched:
        return [Text(f"{name}の事業は{count}件です。", f"{name} has {_count(count, 'project')}.")]
    where = "".join(f"「{view.name(goal)}」" for goal in touched)
    return [
        Text(
            f"{name}の事業は{count}件で、{len(goals)}つの目標"
            + (
                "すべてにあります。" if len(touched) == len(goals) else f"のうち{where}にあります。"
            ),
            f"{name} has {_count(count, 'project')} under "
            + (
                f"all {len(goals)} goals."
                if len(touched) == len(goals)
                else f"{len(touched)} of {len(goals)} goals: "
                + ", ".join(f"“{view.label(goal).en}”" for goal in touched)
                + "."
            ),
        )
    ]


def _own_links(
    view: PlanView, links: Links, measured: Mapping[str, NodeMeasures], unit: str
) -> list[Text]:
    name, node = unit_names(view)[unit], measured.get(unit)
    if node is None or not node.node.degree:
        return [
            Text(
                f"計画には、{name}とほかの課のつながりは書かれていません。",
                f"The plan states no link between {name} and any other section.",
            )
        ]
    ends = {end for link in links.links for end in (link.source, link.target)
            if unit in (link.source, link.target)} - {unit}  # fmt: skip
    said = _names([each.node.name for iri, each in measured.items() if iri in ends])
    of = len(measured) - 1
    found = [
        Text(
            f"計画の中でつながりのある課は、{said.ja}です（ほかの{of}課のうち{len(ends)}課）。",
            f"It is joined to {said.en}: {len(ends)} of {of} other sections.",
        )
    ]
    leaves = [measured[iri].node.name for iri in node.bridges if measured[iri].node.degree == 1]
    if leaves and node.node.degree > 1:
        only = _names(leaves)
        found.append(
            Text(
                f"{only.ja}は、{name}とだけつながっています。",
                f"{only.en} {'is' if len(leaves) == 1 else 'are'} joined to {name} only.",
            )
        )
    return found


def _own_partners(view: PlanView, unit: str) -> list[Text]:
    named: dict[str, None] = {}
    for said in view.statements["partner"]:
        rows = (said.element, *view.packages.get(said.element, ()))
        if any(unit in view.projects[row].sections for row in rows if row in view.projects):
            named[view.name(said.target)] = None
    if not named:
        return [
            Text(
                "事業の連携先として名前の挙がっている団体はありません。",
                "Its projects name no partner.",
            )
        ]
    said_all = _names(list(named))
    return [
        Text(
            f"事業の連携先として名前が挙がっているのは、{said_all.ja}です。",
            f"Its projects name these partners: {said_all.en}.",
        )
    ]


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def decided_sentences(links: Links) -> list[Text]:
    """What people have joined since; `links` may have more kinds."""
    names = {node.iri: node.name for node in links.nodes}
    pairs = dict.fromkeys(
        (names[link.source], names[link.target]) for link in links.links if link.kind == "decision"
    )
    if not pairs:
        return []
    said = _names([" × ".join(pair) for pair in pairs])
    return [
        Text(
            f"計画の記載のほかに、人の判断でつながった組が{len(pairs)}つあります：{said.ja}。",
            f"Besides what the plan states, people have joined {_count(len(pairs), 'pair')}:"
            f" {said.en}.",
        )
    ]


def _names(names: Sequence[str], most: int = MOST_NAMES) -> Text:
    """The names in a row; of more than `most` the first, and how many others there are."""
    shown, left = names[:most], len(names) - most
    if left <= 0:
        return Text("、".join(shown), _and(shown))
    return Text(f"{'、'.join(shown)}ほか{left}", f"{', '.join(shown)} and {left} others")


def _and(names: Sequence[str]) -> str:
    *before, last = names
    return f"{', '.join(before)} and {last}" if before else last


def _all_goals(view: PlanView) -> list[Text]:
    goals = {goal for project in view.projects.values() for goal in project.goals}
    touched: dict[str, set[str]] = defaultdict(set)
    for project in view.projects.values():
        for unit in project.sections:
            touched[unit].update(project.goals)
    every = [unit for unit, mine in touched.items() if goals and mine == goals]
    if len(goals) < 2 or not every:
        return []
    called = unit_names(view)
    said = _names([called[unit] for unit in every])
    only = len(every) == 1
    return [
        Text(
            f"{len(goals)}つの目標すべてに事業があるのは{said.ja}{'だけ' if only else ''}です。",
            f"{'Only ' if only else ''}{said.en} {'has' if only else 'have'} projects under"
            f" all {len(goals)} goals.",
        )
    ]


def _shared_partners(view: PlanView) -> list[Text]:
    sections: dict[str, set[str]] = defaultdict(set)
    rows: dict[str, set[str]] = defaultdict(set)
    for said in view.statements["partner"]:
        # A package's partner joins nothing that the package has not joined.
        if said.element in view.projects:
            rows[said.target].add(said.element)
            sections[said.target].update(view.projects[said.element].sections)
    # Two owners of one row are joined by the row, not by the partner that it names.
    found = [each for each in sections if len(sections[each]) > 1 and len(rows[each]) > 1]
    across = [view.name(each) for each in found]
    if not sections:
        return []
    if not across:
        return [
            Text(
                "二つ以上の課の事業に名前が出てくる連携先はありません。",
                "No partner is named in projects of more than one section.",
            )
        ]
    if len(across) > MOST_NAMES:
        found.sort(key=lambda each: (-len(sections[each]), -len(rows[each]), view.name(each)))
        told = [(view.name(each), len(sections[each])) for each in found[:_MOST_TOLD]]
        ja = "、".join(f"{name}（{count}課）" for name, count in told)
        en = ", ".join(f"{name} ({count})" for name, count in told)
        return [
            Text(
                f"二つ以上の課の事業に名前が出てくる連携先は{len(across)}あり（名前のある連携先は"
                f"{len(sections)}）、多くの課に出てくるのは{ja}です。",
                f"{len(across)} of {len(sections)} named partners are named in projects of more"
                f" than one section, {en} by the most sections.",
            )
        ]
    said_all = _names(sorted(across))
    only = len(across) == 1
    return [
        Text(
            f"二つ以上の課の事業に名前が出てくる連携先は、{said_all.ja}{'だけ' if only else ''}です"
            f"（名前のある連携先は{len(sections)}）。",
            f"{'Only ' if only else ''}{said_all.en} {'is' if only else 'are'} named in projects"
            f" of more than one section (of {len(sections)} named partners).",
        )
    ]


def _between(links: Links) -> list[Text]:
    best = max(links.nodes, key=lambda node: node.betweenness, default=None)
    if best is None or best.betweenness <= 0 or best.type != "section":
        return []
    return [
        Text(
            f"課と課のあいだを最もよくつないでいるのは{best.name}です（つながる相手 {best.degree}、"
            f"媒介中心性 {best.betweenness:.2f}）。",
            f"{best.name} stands between other sections most often (betweenness"
            f" {best.betweenness:.2f}, {best.degree} neighbours).",
        )
    ]


def _only_bridge(measured: Mapping[str, NodeMeasures]) -> list[Text]:
    found = []
    for each in measured.values():
        # A neighbour that has no other neighbour hangs on this one alone.
        leaves = [measured[iri].node.name for iri in each.bridges if measured[iri].node.degree == 1]
        if leaves and each.node.degree > 1:
            said = _names(leaves)
            found.append(
                Text(
                    f"{said.ja}は、計画の記載では{each.node.name}とだけつながっています。",
                    f"By the plan, {said.en} {'is' if len(leaves) == 1 else 'are'} joined to"
                    f" {each.node.name} only.",
                )
            )
    return found


def _alone(view: PlanView, links: Links) -> list[Text]:
    if links.by != "section":
        return []
    joined = {node.iri for node in links.nodes if node.degree}
    units = dict.fromkeys(u for project in view.projects.values() for u in project.sections)
    alone = [unit for unit in units if unit not in joined]
    if not alone:
        return []
    called = unit_names(view)
    said = _names([called[unit] for unit in alone])
    return [
        Text(
            f"計画の記載からは、{said.ja}とほかの課のつながりは読み取れません。",
            f"The plan states no link between {said.en} and any other section.",
        )
    ]
