"""What a planner wants to read of the links: sentences, each from the graph alone."""

from collections import defaultdict
from collections.abc import Mapping

from ..language import Text
from .links import Links
from .measures import NodeMeasures
from .plan_view import PlanView


def sentences(view: PlanView, links: Links, measured: Mapping[str, NodeMeasures]) -> list[Text]:
    """Findings about sections and partners in words; none where there is nothing to say."""
    return [
        *_all_goals(view),
        *_shared_partners(view),
        *_between(links),
        *_only_bridge(measured),
        *_alone(view, links),
    ]


def _names(names: list[str]) -> Text:
    return Text("、".join(names), ", ".join(names))


def _all_goals(view: PlanView) -> list[Text]:
    goals = {goal for project in view.projects.values() for goal in project.goals}
    touched: dict[str, set[str]] = defaultdict(set)
    for project in view.projects.values():
        for unit in project.sections:
            touched[unit].update(project.goals)
    every = [view.name(unit) for unit, mine in touched.items() if goals and mine == goals]
    if len(goals) < 2 or not every:
        return []
    said = _names(every)
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
    for said in view.statements["partner"]:
        rows = (said.element, *view.packages.get(said.element, ()))
        if said.element in view.packages:
            continue  # a package's partner joins nothing that the package has not joined
        for row in rows:
            if row in view.projects:
                sections[said.target].update(view.projects[row].sections)
    across = [view.name(partner) for partner, units in sections.items() if len(units) > 1]
    if not sections:
        return []
    if not across:
        return [
            Text(
                "二つ以上の課の事業に名前が出てくる連携先はありません。",
                "No partner is named in projects of more than one section.",
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
            f"課と課のあいだを最もよくつないでいるのは{best.name}です（媒介中心性 {best.betweenness:.2f}、"
            f"つながる相手 {best.degree}）。",
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
    alone = [view.name(unit) for unit in units if unit not in joined]
    if not alone:
        return []
    said = _names(alone)
    return [
        Text(
            f"計画の記載からは、{said.ja}とほかの課のつながりは読み取れません。",
            f"The plan states no link between {said.en} and any other section.",
        )
    ]
