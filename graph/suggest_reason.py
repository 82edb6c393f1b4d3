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
) -> Text:
    """The sentence for `projects` (section, name), best kinds of `shared` first.

    `mentions` are (name of a project, section its text names), said in a sentence of their own.

    >>> reason([("商工課", "茶の道"), ("農政課", "茶摘み")],
    ...        [("product", Text("狭山茶", "狭山茶"), 3.0)]).ja
    '商工課「茶の道」と農政課「茶摘み」は、どちらも「狭山茶」にふれています。'
    """
    ja, en = _subjects(projects)
    named = [
        Text(
            f"「{name}」の本文に{section.ja}の名が挙がっています。", f"“{name}” names {section.en}."
        )
        for name, section in mentions
    ]
    clauses = _clauses([each for each in shared if BY_NAME[each[0]].beside is None])
    named = [*_beside(shared, first=not clauses), *named]
    if clauses:
        *before, last = clauses
        says = "".join(f"{clause.ja}、" for clause, _ in before)
        parts = [*(clause.en for clause, _ in before), last[1].en]
        ja_first = f"{ja}は、どちらも{says}{last[1].ja}。"
        en_first = f"{en} both {_and(parts)}."
    else:
        ja_first, en_first = f"{ja}では、", f"Between {en}:"
    return Text(
        ja_first + "".join(each.ja for each in named),
        " ".join([en_first, *(each.en for each in named)]),
    )


def _subjects(projects: Sequence[tuple[str, str]]) -> tuple[str, str]:
    ja = "と".join(f"{section}「{name}」" for section, name in projects)
    en = " and ".join(f"“{name}” ({section})" for section, name in projects)
    return ja, en


def _beside(shared: Sequence[Shared], *, first: bool) -> list[Text]:
    """A sentence for the strongest evidence of each kind of two ends; `first` continues 「では、」."""
    found: dict[str, tuple[Text, Text]] = {}
    for kind, label, _ in sorted(shared, key=lambda each: -each[2]):
        if BY_NAME[kind].beside is not None and kind not in found:
            says, ends = BY_NAME[kind].says, BY_NAME[kind].ends
            found[kind] = (
                Text(says.ja.format(x=label.ja), says.en.format(x=label.en)),
                Text(ends.ja.format(x=label.ja), ends.en.format(x=label.en)),
            )
    if not found:
        return []
    *before, last = found.values()
    also = "" if first else "また、"
    ja = also + "".join(f"{says.ja}、" for says, _ in before) + f"{last[1].ja}。"
    return [Text(ja, " ".join(f"{ends.en}." for _, ends in found.values()))]


def _clauses(shared: Sequence[Shared]) -> list[tuple[Text, Text]]:
    """(continuing, closing) clause of each of the strongest kinds."""
    by_kind: dict[str, list[Shared]] = defaultdict(list)
    for each in shared:
        by_kind[each[0]].append(each)
    order = list(BY_NAME)
    strongest = sorted(
        by_kind, key=lambda kind: (-sum(w for _, _, w in by_kind[kind]), order.index(kind))
    )
    clauses = []
    for name in strongest[:_MOST_KINDS]:
        labels = [label for _, label, _ in by_kind[name][:_MOST_OF_A_KIND]]
        # The templates put 「」 around one label; between two labels they are closed and opened.
        x = {"ja": "」「".join(each.ja for each in labels), "en": _and([e.en for e in labels])}
        kind = BY_NAME[name]
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
