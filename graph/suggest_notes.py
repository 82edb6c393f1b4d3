"""Why a list of suggestions is short or empty, in words."""

from ..language import Text
from .plan_view import PlanView


def empty_notes(
    view: PlanView, open_pairs: int, *, shown: int, section: str | None = None
) -> tuple[Text, ...]:
    """What the reader of a list with `shown` pairs of `open_pairs` needs to know; often nothing."""
    projects = list(view.projects.values())
    if not projects:
        return (Text("計画に事業がありません。", "There are no projects in the plan."),)
    notes = []
    if without := sum(not each.sections for each in projects):
        notes.append(
            Text(
                f"所管課の記載がない{without}事業は、比べていません。",
                f"{without} projects without a section were not compared.",
            )
        )
    if not open_pairs:
        notes.append(_no_pairs(view, section))
    elif not shown:
        notes.append(
            Text("根拠を示せる組み合わせがありません。", "No pair has evidence that can be quoted.")
        )
        silent = sum(not each.description.strip() for each in projects)
        if silent == len(projects):
            notes.append(
                Text(
                    "どの事業にも取組内容の記載がなく、比べられるのは事業名だけです。",
                    "No project has a description: only their names could be compared.",
                )
            )
    if not shown and not view.statements["partner"]:
        notes.append(
            Text("計画には、連携先の名前が挙がっていません。", "The plan names no partners.")
        )
    return tuple(notes)


def _no_pairs(view: PlanView, section: str | None) -> Text:
    units = dict.fromkeys(unit for each in view.projects.values() for unit in each.sections)
    if not units:
        return Text(
            "所管課の書かれた事業がないため、課をまたぐ組み合わせがありません。",
            "No project names its section: there are no pairs across sections.",
        )
    if len(units) == 1:
        name = view.label(next(iter(units)))
        return Text(
            f"所管課が1つしかないため（{name.ja}）、課をまたぐ組み合わせがありません。",
            f"All projects are of one section ({name.en}): there are no pairs across sections.",
        )
    if section is not None:
        return Text(
            f"{section}とほかの課の事業の組み合わせは、すべて既につながっています。",
            f"All pairs of {section} with other sections are joined already.",
        )
    return Text(
        "課をまたぐ組み合わせは、すべて既につながっています。",
        "All pairs across sections are joined already.",
    )
