"""One plain sentence that says why two projects are suggested, from their evidence alone."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from ..language import Text
from .evidence import BY_NAME

#: The sentence names the strongest kinds of evidence; the list below it has them all.
_MOST_KINDS: Final = 3
_MOST_OF_A_KIND: Final = 2

#: (kind, label, weight)
Shared = tuple[str, Text, float]


def reason(
    projects: Sequence[tuple[str, str]],
    shared: Sequence[Shared],
    mentions: Sequence[tuple[str, Text]] = (),
    silent: Sequence[str] = (),
) -> Text:
    """The sentence for `projects` (section, name), best kinds of `shared` first.

    What the projects have in common comes first; what only stands side by side (neighbouring
    audiences, adjoining fields) is said when there is nothing else. `mentions` are (name of a
    project, section its text names) and `silent` are projects whose text the plan leaves out; both
    are said in sentences of their own.

    >>> reason([("商工課", "茶の道"), ("農政課", "茶摘み")],
    ...        [("product", Text("狭山茶", "狭山茶"), 3.0)]).ja
    '商工課「茶の道」と農政課「茶摘み」は、どちらも「狭山茶」を取り上げています。'
    """
    ja, en = _subjects(projects)
    after = [
        Text(
            f"「{name}」の本文に{section.ja}の名が挙がっています。", f"“{name}” names {section.en}."
        )
        for name, section in mentions
    ]
    after += [
        Text(
            f"「{name}」は、計画に内容の記載がありません。",
            f"The plan does not say what “{name}” is.",
        )
        for name in silent
    ]
    clauses = _clauses([each for each in shared if BY_NAME[each[0]].sides is None])
    means = _strongest_side(shared, "complement")
    beside = next(
        filter(None, (_strongest_side(shared, kind) for kind in ("life_stage", "chain"))), None
    )
    every = Text("どちらも", "both") if len(projects) == 2 else Text("いずれも", "all")
    if clauses:
        clauses += [means] if means else []
        *before, last = clauses
        says = "".join(f"{clause.ja}、" for clause, _ in before)
        parts = [*(clause.en for clause, _ in before), last[1].en]
        first = Text(f"{ja}は、{every.ja}{says}{last[1].ja}。", f"{en} {every.en} {_and(parts)}.")
    elif means or beside:
        ends = [each[1] for each in (means, beside) if each]
        says = f"{means[0].ja}、" if means and beside else ""
        first = Text(f"{ja}は、{says}{ends[-1].ja}。", f"{en} {_and([each.en for each in ends])}.")
    elif after:
        return Text("".join(each.ja for each in after), " ".join(each.en for each in after))
    else:
        first = Text(f"{ja}の組です。", f"{en}.")
    said = [first, *after]
    return Text("".join(each.ja for each in said), " ".join(each.en for each in said))


def _subjects(projects: Sequence[tuple[str, str]]) -> tuple[str, str]:
    names = [f"{section}「{name}」" for section, name in projects]
    ja = "と".join(names) if len(names) == 2 else "、".join(names)
    en = _and([f"“{name}” ({section})" for section, name in projects])
    return ja, en


def _strongest_side(shared: Sequence[Shared], kind: str) -> tuple[Text, Text] | None:
    """(continuing, closing) clause of the strongest evidence of a kind of two ends."""
    found = [each for each in shared if each[0] == kind]
    if not found:
        return None
    _, label, _ = max(found, key=lambda each: each[2])
    # Of means and their ground the means are enough here: the ground has its own clause.
    x = Text(label.ja.partition("：")[0], label.en.partition(":")[0])
    says, ends = BY_NAME[kind].says, BY_NAME[kind].ends
    return (
        Text(says.ja.format(x=x.ja), says.en.format(x=x.en)),
        Text(ends.ja.format(x=x.ja), ends.en.format(x=x.en)),
    )


def _clauses(shared: Sequence[Shared]) -> list[tuple[Text, Text]]:
    """(continuing, closing) clause of each of the strongest kinds."""
    by_kind: dict[str, list[Shared]] = defaultdict(list)
    # A theme that a finer subject says already would only repeat it.
    finer = any(kind == "subject" for kind, _, _ in shared)
    for each in shared:
        if not (finer and each[0] == "theme"):
            by_kind[each[0]].append(each)
    order = list(BY_NAME)
    strongest = sorted(
        by_kind, key=lambda kind: (-sum(w for _, _, w in by_kind[kind]), order.index(kind))
    )
    clauses = []
    for name in strongest[:_MOST_KINDS]:
        labels = [label for _, label, _ in by_kind[name][:_MOST_OF_A_KIND]]
        kind = BY_NAME[name]
        # The templates put 「」 around one label; between two labels they are closed and opened.
        # Where they put none the labels have their own.
        marked = "「{x}」" in kind.says.ja
        x = {
            "ja": ("」「" if marked else "、").join(each.ja for each in labels),
            "en": _and([f"“{each.en}”" if marked else each.en for each in labels]),
        }
        clauses.append(
            (
                Text(kind.says.ja.format(x=x["ja"]), kind.says.en.format(x=x["en"])),
                Text(kind.ends.ja.format(x=x["ja"]), kind.ends.en.format(x=x["en"])),
            )
        )
    return clauses


def _and(parts: Sequence[str]) -> str:
    *before, last = parts
    return f"{', '.join(before)} and {last}" if before else last
